"""A saved lesson as a document: what is asked and what was answered, right without styles."""

import json
import random
import re
from html.parser import HTMLParser

import pytest

from mediakit.answers import Entry, select_words
from mediakit.lessons import grade_entry, key_answer, lesson_names, load_lesson
from mediakit.lessons.document import answer_html, exercise_html, story_places

LESSONS = [load_lesson(name) for name in lesson_names()]
EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in lesson.all_exercises}
SIGNS = "✓½✗○≈"


class Plain(HTMLParser):
    """What is seen of HTML that rests on no attribute and closes what it opens."""

    def __init__(self, source):
        super().__init__()
        self.seen, self.open, self.tags = "", [], set()
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert attrs == []
        self.open.append(tag)
        self.tags.add(tag)
        if tag in ("p", "li"):
            self.seen += "\n"

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.seen += data


def words(text):
    return " ".join(text.split())


def shown(exercise, answer, *, checked=False, note=""):
    entry = Entry(answer, checked=answer if checked else None, note=note)
    return words(Plain(answer_html(exercise, entry, grade_entry(exercise, entry))).seen)


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_is_told_in_plain_html_without_its_answer(name):
    exercise = EXERCISES[name]
    page = Plain(exercise_html(exercise))
    assert page.tags <= set("p strong b sup ul li blockquote".split())
    seen = words(page.seen)
    assert words(exercise.prompt) in seen
    for case in exercise.cases:
        for sentence in case.article.sentences:
            assert words(case.article.cut(sentence)) in seen
    for option in exercise.options if exercise.kind == "choose" else ():
        assert words(option.text) in seen
        assert words(option.why) not in seen
    assert "model" not in exercise.spec or words(exercise.spec["model"]) not in seen
    assert not any(sign in seen for sign in SIGNS)


@pytest.mark.parametrize("twin", [False, True])
@pytest.mark.parametrize("lesson", LESSONS, ids=lesson_names())
def test_a_story_is_printed_once_in_a_lesson(lesson, twin):
    places = story_places(lesson, twin=twin)
    asked = [exercise.in_edition(twin=twin) for exercise in lesson.exercises]
    told = "\n".join(exercise_html(exercise, places=places) for exercise in asked)
    assert told.count("<blockquote>") == len(places)
    for exercise in asked:
        for case in exercise.cases:
            one = exercise_html(exercise, places=places)
            here = words(case.article.cut(case.article.sentences[-1])) in words(Plain(one).seen)
            assert here or f"stands at {places[case.slug]}." in one
    assert "<blockquote>" not in exercise_html(asked[0], with_story=False)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_keys_answer_before_check_carries_no_sign_and_after_it_no_mistake(name):
    exercise = EXERCISES[name]
    before = shown(exercise, key_answer(exercise))
    assert exercise.kind == "write" or not any(sign in before for sign in SIGNS)
    after = shown(exercise, key_answer(exercise), checked=True)
    assert not any(sign in after for sign in "½✗○")
    judged = exercise.kind not in ("write", "order") and not exercise.pretest
    assert ("✓" in after) == judged or exercise.kind == "write"


@pytest.mark.parametrize("name", [n for n, one in EXERCISES.items() if one.kind == "mark"])
def test_nothing_here_is_told_and_before_check_nothing_else(name):
    exercise = EXERCISES[name]
    told = shown(exercise, {"texts": {case.slug: [] for case in exercise.cases}})
    assert told.count("nothing here") == len(exercise.cases)
    assert "⟦" not in told
    first = shown(exercise, {"texts": {exercise.cases[0].slug: []}})
    assert first.count("no answer") == len(exercise.cases) - 1


def test_a_blank_answer_says_only_that():
    exercise = EXERCISES["recall-kinds"]
    assert shown(exercise, None) == f"{exercise.number} not answered yet"


def test_marks_stand_in_their_numbered_sentences_with_their_signs():
    exercise = EXERCISES["stadium-without-names"]
    [case] = exercise.cases
    answer = json.loads(json.dumps(key_answer(exercise)))
    given = answer["texts"][case.slug]
    left_out = given.pop(0)
    wrong = case.article.sentences[3]
    given.append({**select_words(case.article, wrong), "label": "source"})
    before, after = shown(exercise, answer), shown(exercise, answer, checked=True)
    assert f"⟦{left_out['exact']}⟧" not in before
    assert f"⟦{left_out['exact']}⟧○" in after
    assert f"⟦{words(case.article.cut(wrong))}⟧✗" in after
    assert f"⟦{given[0]['exact']}⟧✓" in after
    assert " 3 ⟦" in after
    assert after.startswith("4.7: ")


def test_choices_lines_figures_and_words_are_told_as_they_were_given():
    rng = random.Random(0)
    for exercise in rng.sample(list(EXERCISES.values()), 60):
        answer, told = key_answer(exercise), shown(exercise, key_answer(exercise))
        match exercise.kind:
            case "choose":
                [text] = [one.text for one in exercise.options if one.id == answer["option"]]
                assert words(text) in told
            case "order":
                found = [told.index(words(exercise.name_of(one))) for one in answer["order"]]
                assert found == sorted(found)
            case "classify":
                for item, cells in answer["slots"].items():
                    for column in exercise.columns:
                        assert dict(column.options)[cells[column.id]] in told, item
            case "write":
                assert words(answer["text"]) in told


def test_a_left_out_line_and_a_wrong_one_have_their_signs():
    exercise = EXERCISES["who-heard-it-from-whom"]
    lines = [list(pair) for pair in exercise.lines]
    answer = {"lines": [[lines[0][1], lines[0][0]], *lines[2:]]}
    after = shown(exercise, answer, checked=True)
    assert after.count("✗") == 1
    assert after.count("○") == 2
    assert after.count("✓") == len(lines) - 2


def test_what_a_learner_wrote_is_escaped():
    exercise = EXERCISES["tell-a-friend"]
    answer = {"text": "<script>alert(1)</script>\n\nAnd & so on", "ticked": [0]}
    entry = Entry(answer, note="<b>mine</b>")
    html = answer_html(exercise, entry, grade_entry(exercise, entry))
    assert "<script" not in html
    assert "<b>mine" not in html
    assert "<p>And &amp; so on</p>" in html
    assert not re.search(r"\n\s*\n", html)


def test_a_pretest_shows_no_sign_even_when_it_is_kept():
    exercise = EXERCISES["first-look-no-name"]
    told = shown(exercise, key_answer(exercise), checked=True)
    assert "⟦" in told
    assert not any(sign in told for sign in SIGNS)
