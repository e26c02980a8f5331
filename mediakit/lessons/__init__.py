"""Lessons: their exercises, what an answer to one is, what it is worth, and what to say to it."""

from mediakit.lessons.code import answer_from_code as answer_from_code
from mediakit.lessons.edition import edition_of as edition_of
from mediakit.lessons.edition import edition_remark as edition_remark
from mediakit.lessons.exercise import Exercise as Exercise
from mediakit.lessons.exercise import Lesson as Lesson
from mediakit.lessons.explain import explain_points as explain_points
from mediakit.lessons.explain import scoring_rule as scoring_rule
from mediakit.lessons.feedback import find_feedback as find_feedback
from mediakit.lessons.findings import Finding as Finding
from mediakit.lessons.findings import OnceMore as OnceMore
from mediakit.lessons.findings import count_by_skill as count_by_skill
from mediakit.lessons.findings import weakest as weakest
from mediakit.lessons.given import check_answer as check_answer
from mediakit.lessons.given import key_answer as key_answer
from mediakit.lessons.grade import Result as Result
from mediakit.lessons.grade import check_line as check_line
from mediakit.lessons.grade import grade_entry as grade_entry
from mediakit.lessons.grade import grade_exercise as grade_exercise
from mediakit.lessons.grade import grade_sheet as grade_sheet
from mediakit.lessons.loading import AGAIN as AGAIN
from mediakit.lessons.loading import lesson_names as lesson_names
from mediakit.lessons.loading import load_lesson as load_lesson
from mediakit.lessons.telling import Feedback as Feedback
