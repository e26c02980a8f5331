"""The answer sheet: what a learner answered, as data, on disk at every change and in the notebook.

Nothing of a sheet is ever run. What an answer is worth is left to ``lessons``.
"""

from mediakit.answers.carried import MIME as MIME
from mediakit.answers.carried import find_all_sheets as find_all_sheets
from mediakit.answers.carried import find_sheets as find_sheets
from mediakit.answers.carried import keep_carried as keep_carried
from mediakit.answers.carried import left_behind as left_behind
from mediakit.answers.carried import load_notebook as load_notebook
from mediakit.answers.carried import sheets_in_notebook as sheets_in_notebook
from mediakit.answers.kept import hold_sheet as hold_sheet
from mediakit.answers.kept import holder_of as holder_of
from mediakit.answers.kept import load_sheet as load_sheet
from mediakit.answers.kept import parse_json as parse_json
from mediakit.answers.kept import save_sheet as save_sheet
from mediakit.answers.kept import write_hand_in as write_hand_in
from mediakit.answers.learner import current_learner as current_learner
from mediakit.answers.learner import first_called as first_called
from mediakit.answers.learner import hand_in_name as hand_in_name
from mediakit.answers.learner import known_learners as known_learners
from mediakit.answers.learner import name_hand_in as name_hand_in
from mediakit.answers.learner import switch_learner as switch_learner
from mediakit.answers.places import HAND_IN_ENDING as HAND_IN_ENDING
from mediakit.answers.places import SHEET_ENDING as SHEET_ENDING
from mediakit.answers.places import handin_path as handin_path
from mediakit.answers.places import hidden_folder as hidden_folder
from mediakit.answers.places import home_of as home_of
from mediakit.answers.places import old_sheet_path as old_sheet_path
from mediakit.answers.places import sheet_folders as sheet_folders
from mediakit.answers.places import sheet_path as sheet_path
from mediakit.answers.places import slug_of as slug_of
from mediakit.answers.sheet import MAX_NAME as MAX_NAME
from mediakit.answers.sheet import MAX_NOTE as MAX_NOTE
from mediakit.answers.sheet import SCHEMA as SCHEMA
from mediakit.answers.sheet import AnswerSheet as AnswerSheet
from mediakit.answers.sheet import Entry as Entry
from mediakit.answers.sheet import clean_name as clean_name
from mediakit.answers.sheet import merge_sheets as merge_sheets
from mediakit.answers.sheet import newest_sheet as newest_sheet
from mediakit.answers.sheet import sheet_from_json as sheet_from_json
from mediakit.answers.sheet import sheet_to_json as sheet_to_json
from mediakit.answers.words import find_selected as find_selected
from mediakit.answers.words import select_words as select_words
from mediakit.data import set_aside as set_aside
