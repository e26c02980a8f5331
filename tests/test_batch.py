"""Many documents: one JSON object a line in and out; a bad line is told and the rest goes on."""

import json

from mediakit.analyser.batch import read_lines
from mediakit.interchange import reading_from_json

GOOD = json.dumps({"doc_id": "a", "text": "Two aides said the pier may close."})


def test_a_document_gives_a_line_without_its_text():
    line = next(read_lines([GOOD]))
    data = json.loads(line.output)
    assert data["doc_id"] == "a"
    assert "text" not in data
    reading = reading_from_json(data, text="Two aides said the pier may close.")
    assert reading.words(reading.labelled("source")[0]) == "Two aides"


def test_bad_lines_are_told_with_their_number_and_nothing_else_is_lost():
    lines = list(read_lines([GOOD, "", "{", '{"text": 3}', "[]", GOOD], name="x.jsonl"))
    assert [line.number for line in lines if line.output] == [1, 6]
    problems = [line.problem for line in lines if line.problem]
    assert len(problems) == 3
    assert problems[0].startswith("x.jsonl, line 3: it is not JSON")
    assert all('{"doc_id": "…", "text": "…"}' in problem for problem in problems)


def test_lines_are_read_one_at_a_time():
    def endless():
        while True:
            yield GOOD

    lines = read_lines(endless())
    assert [next(lines).number for _ in range(3)] == [1, 2, 3]


def test_a_deep_line_is_told():
    line = next(read_lines(["[" * 100_000]))
    assert "not JSON" in line.problem
