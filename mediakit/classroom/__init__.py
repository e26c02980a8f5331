"""What an instructor does with a folder of submissions: collect, grade, verify. Nothing in them is run."""

from mediakit.classroom.collect import Submission as Submission
from mediakit.classroom.collect import collect_submissions as collect_submissions
from mediakit.classroom.gradebook import Row as Row
from mediakit.classroom.gradebook import grade_submission as grade_submission
from mediakit.classroom.gradebook import write_grades as write_grades
from mediakit.classroom.verify import CellCheck as CellCheck
from mediakit.classroom.verify import verify_notebook as verify_notebook
