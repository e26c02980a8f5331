"""What an instructor does: the key on paper; submissions collected, graded, verified, and never run."""

from mediakit.classroom.collect import Submission as Submission
from mediakit.classroom.collect import collect_submissions as collect_submissions
from mediakit.classroom.gradebook import Gained as Gained
from mediakit.classroom.gradebook import ReadDifferently as ReadDifferently
from mediakit.classroom.gradebook import Row as Row
from mediakit.classroom.gradebook import Total as Total
from mediakit.classroom.gradebook import Writing as Writing
from mediakit.classroom.gradebook import find_gains as find_gains
from mediakit.classroom.gradebook import find_read_differently as find_read_differently
from mediakit.classroom.gradebook import find_writing as find_writing
from mediakit.classroom.gradebook import grade_submission as grade_submission
from mediakit.classroom.gradebook import total_points as total_points
from mediakit.classroom.gradebook import write_table as write_table
from mediakit.classroom.key_sheet import show_key_sheet as show_key_sheet
from mediakit.classroom.mistakes import Mistake as Mistake
from mediakit.classroom.mistakes import count_mistakes as count_mistakes
from mediakit.classroom.same_answers import remark_same_answers as remark_same_answers
from mediakit.classroom.verify import CellCheck as CellCheck
from mediakit.classroom.verify import verify_notebook as verify_notebook
