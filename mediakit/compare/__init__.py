"""Comparing readings: student with key, reader with reader. The one place where points are made."""

from mediakit.compare.agreement import Agreement as Agreement
from mediakit.compare.agreement import agreement as agreement
from mediakit.compare.agreement import compare_readings as compare_readings
from mediakit.compare.agreement import sentence_alpha as sentence_alpha
from mediakit.compare.marks import MarkedText as MarkedText
from mediakit.compare.marks import asked_of as asked_of
from mediakit.compare.marks import mark_value as mark_value
from mediakit.compare.marks import score_marks as score_marks
from mediakit.compare.score import ARGUABLE as ARGUABLE
from mediakit.compare.score import BLANK as BLANK
from mediakit.compare.score import FALSE_ALARM as FALSE_ALARM
from mediakit.compare.score import HALF as HALF
from mediakit.compare.score import HIT as HIT
from mediakit.compare.score import MISSED as MISSED
from mediakit.compare.score import RIGHT as RIGHT
from mediakit.compare.score import WRONG as WRONG
from mediakit.compare.score import Outcome as Outcome
from mediakit.compare.score import Score as Score
from mediakit.compare.score import Slot as Slot
from mediakit.compare.score import round_points as round_points
from mediakit.compare.score import score_connect as score_connect
from mediakit.compare.score import score_estimate as score_estimate
from mediakit.compare.score import score_order as score_order
from mediakit.compare.score import score_slots as score_slots
