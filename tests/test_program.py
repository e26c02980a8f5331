"""The program beside the keys: its report, and that README states its errors as they are."""

import pytest

from mediakit.data import shipped_root
from mediakit.show.program import ROWS, ProgramReport
from mediakit.stories.case import case_slugs, load_case


@pytest.mark.parametrize("name", ROWS)
def test_readme_states_how_wrong_the_program_is(name):
    reports = [ProgramReport(load_case(slug).key, ROWS[name]).agreement for slug in case_slugs()]
    found = sum(len(one.both) for one in reports)
    missed = sum(len(one.only_first) for one in reports)
    false = sum(len(one.only_second) for one in reports)
    row = f"| {name} | {found} | {missed} | {false} |"
    assert row in (shipped_root() / "README.md").read_text(encoding="utf-8")


def test_a_report_tells_hits_misses_and_false_alarms_with_reasons():
    report = ProgramReport(load_case("stadium-move").key, ["source.unnamed", "source.hidden"])
    text, html = repr(report), report._repr_html_()
    assert text.startswith(report.line)
    assert report.line.startswith("The program found")
    for heading in ("Found", "Missed", "False alarms"):
        assert heading in text
        assert heading in html
    mark = report.agreement.both[0][0]
    assert mark.why in text


def test_a_key_read_by_its_own_words_has_no_misses():
    key = load_case("harbour-sound").key
    report = ProgramReport(key, ["nothing-of-the-kind"])
    assert report.line == "The program found 0 of 0 and raised no false alarms."
