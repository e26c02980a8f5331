"""The answer sheet: what a learner answered, as data, on disk at every change and in the notebook.

Nothing of a sheet is ever run. What an answer is worth is left to ``lessons``.
"""

from mediakit.answers.kept import MIME as MIME
from mediakit.answers.kept import SHEET_ENDING as SHEET_ENDING
from mediakit.answers.kept import left_behind as left_behind
from mediakit.answers.kept import load_notebook as load_notebook
from mediakit.answers.kept import load_sheet as load_sheet
from mediakit.answers.kept import parse_json as parse_json
from mediakit.answers.kept import save_sheet as save_sheet
from mediakit.answers.kept import set_aside as set_aside
from mediakit.answers.kept import sheet_path as sheet_path
from mediakit.answers.kept import sheets_in_notebook as sheets_in_notebook
from mediakit.answers.sheet import MAX_NOTE as MAX_NOTE
from mediakit.answers.sheet import SCHEMA as SCHEMA
from mediakit.answers.sheet import AnswerSheet as AnswerSheet
from mediakit.answers.sheet import Entry as Entry
from mediakit.answers.sheet import merge_sheets as merge_sheets
from mediakit.answers.sheet import newest_sheet as newest_sheet
from mediakit.answers.sheet import sheet_from_json as sheet_from_json
from mediakit.answers.sheet import sheet_to_json as sheet_to_json
from mediakit.answers.words import find_selected as find_selected
from mediakit.answers.words import select_words as select_words
