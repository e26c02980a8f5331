"""The answering surfaces in JupyterLab, and the lesson that holds them together."""

from mediakit.widgets.drills import drill as drill
from mediakit.widgets.session import OpenLesson as OpenLesson
from mediakit.widgets.session import open_lesson as open_lesson
