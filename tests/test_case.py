"""cases: an article and its key, as authors wrote them."""

import pytest

from mediakit.errors import DataError, MediakitError, UnknownName
from mediakit.reading import PAPER, TOLD
from mediakit.stories.case import case_slugs, load_case, load_case_from
from mediakit.stories.questions import parse_options

CASES = case_slugs()


# ── every shipped story ──────────────────────────────────────────────────────


@pytest.mark.parametrize("slug", CASES)
def test_every_story_loads_under_its_slug(slug):
    case = load_case(slug)
    assert case.slug == slug
    assert case.key.text == case.article.text
    assert case.key.marks


@pytest.mark.parametrize("slug", CASES)
def test_every_story_says_what_it_is(slug):
    case = load_case(slug)
    assert case.article.meta["outlet"]
    assert case.article.meta["licence"]
    assert case.invented or case.article.meta["retelling_of"]
    assert case.article.text.startswith(f"{case.article.title}\n\n")


@pytest.mark.parametrize("slug", CASES)
def test_every_core_lies_in_its_own_mark(slug):
    key = load_case(slug).key
    for one in (*key.marks, *key.lookalikes):
        assert all(any(wide.contains(core) for wide in one.spans) for core in one.core), one.id


@pytest.mark.parametrize("slug", CASES)
def test_the_pieces_of_every_mark_stand_in_the_order_of_the_text(slug):
    for mark in load_case(slug).key.marks:
        edges = [edge for span in mark.spans for edge in span]
        assert edges == sorted(edges), mark.id


@pytest.mark.parametrize("slug", CASES)
def test_the_ends_of_every_link_have_the_labels_of_their_type(slug):
    key = load_case(slug).key
    labels = {mark.id: mark.label for mark in key.marks}
    ties = {link.id: link.type for link in key.links}
    for link in key.links:
        for end in ("source", "cue", "content", "quote", "denial"):
            if link.end(end):
                assert labels.get(link.end(end)) == end, f"{link.id}: {end}"
        assert link.inside is None or ties[link.inside] == "attribution", link.id
        assert {labels.get(one) for one in link.leaves} <= {"content"}, link.id


@pytest.mark.parametrize("slug", CASES)
def test_every_hedges_link_tells_place_and_holder(slug):
    key = load_case(slug).key
    sources = {mark.id for mark in key.labelled("source")}
    for link in key.links_of("hedges"):
        assert link.place in ("in", "on", "marks", "distance"), link.id
        assert link.holder in sources | {PAPER, "unclear"}, link.id


@pytest.mark.parametrize("slug", CASES)
def test_every_contested_mark_and_link_and_every_lookalike_says_why(slug):
    key = load_case(slug).key
    silent = [one.id for one in (*key.marks, *key.links) if one.contested and not one.why]
    assert silent == []
    assert [one.id for one in key.lookalikes if not one.why] == []


@pytest.mark.parametrize("slug", CASES)
def test_the_paper_s_own_voice_is_marked_by_whole_sentences(slug):
    case = load_case(slug)
    for mark in case.key.labelled("own"):
        number = case.article.sentence_of(mark.start)
        assert mark.spans == (case.article.sentences[number],), mark.id


@pytest.mark.parametrize("slug", CASES)
def test_only_sources_without_a_name_say_what_a_reader_is_told_of_them(slug):
    for mark in load_case(slug).key.marks:
        assert not mark.told or mark.label == "source", mark.id
        assert not mark.told or mark.kind in ("unnamed", "hidden"), mark.id
        assert set(mark.told) <= set(TOLD)


@pytest.mark.parametrize("slug", CASES)
def test_every_question_has_one_right_answer_and_a_reason_for_each(slug):
    for question in load_case(slug).questions.values():
        assert [option.right for option in question.options].count(True) == (not question.rows)
        assert {row.answer for row in question.rows} in ({o.id for o in question.options}, set())
        assert len({option.id for option in question.options}) == len(question.options)
        assert all(option.text and option.why for option in question.options)


@pytest.mark.parametrize("slug", CASES)
def test_sentences_of_a_retelling_are_whole_and_in_order(slug):
    case = load_case(slug)
    spans = [one.span for one in case.retold]
    assert spans == sorted(spans)
    assert set(spans) <= set(case.article.sentences)
    assert all(one.span.contains(words) for one in case.retold for words in one.kept)


def test_the_worked_example_tells_how_it_stands_to_the_original():
    case = load_case("kremlin-denial")
    assert not case.invented
    assert [one.number for one in case.retold] == list(range(len(case.article.sentences)))


def test_an_unknown_story_is_told_with_the_nearest_one():
    with pytest.raises(UnknownName, match='"stadium-mov"') as caught:
        load_case("stadium-mov")
    assert caught.value.next_step == 'Did you mean "stadium-move"?'


@pytest.mark.parametrize("slug", ["", "..", "../cases/kremlin-denial", "/etc"])
def test_a_slug_is_a_name_and_no_path(slug):
    with pytest.raises(UnknownName):
        load_case(slug)


# ── what an author writes ────────────────────────────────────────────────────


def one_mark(**fields):
    """A key with one mark, out of TOML fields."""
    fields = {"id": '"m"', "label": '"source"', "kind": '"named"'} | fields
    return "[[mark]]\n" + "\n".join(f"{name} = {value}" for name, value in fields.items()) + "\n"


def words_of(case, mark="m"):
    return case.key.words(case.key.mark(mark))


def test_a_story_s_words_become_marks_links_and_questions(quarry):
    assert words_of(quarry, "insiders") == "two people close to the owner"
    core = quarry.key.mark("insiders").core
    assert [quarry.article.cut(span) for span in core] == ["two people"]
    assert quarry.key.mark("lund").voice == quarry.key.mark("lund-again").voice == "lund"
    assert quarry.key.mark("spokesman").flags == ("official",)
    assert quarry.key.mark("reported").also == ("vouches",)
    assert quarry.key.link("a-clerk").inside == "a-radio"
    assert quarry.key.link("a-open").when == "2026-01-02"
    assert quarry.key.link("d-signed").leaves == ("buyer",)
    assert [option.right for option in quarry.questions["how-many"].options] == [False, True, False]
    assert quarry.invented


def test_broken_words_are_one_mark_in_pieces(write_case):
    key = one_mark(label='"cue"', kind='"plain"', text='["cited", "as saying"]')
    case = load_case_from(write_case(key, body="A paper cited two aides as saying so."))
    assert words_of(case) == "cited … as saying"


def test_the_first_piece_after_the_one_before_is_taken(write_case):
    key = one_mark(text='["Lund", "said"]')
    case = load_case_from(write_case(key, body="They said that Lund left, she said."))
    assert words_of(case) == "Lund … said"
    first, second = case.key.mark("m").spans
    assert first.end < second.start


def test_words_that_repeat_are_found_inside_more_of_the_words(write_case):
    key = one_mark(text='"Lund"', **{"in": '"asked Lund"'})
    case = load_case_from(write_case(key, body="Lund left. They asked Lund."))
    assert case.article.text[case.key.mark("m").start - 6 :] == "asked Lund."


def test_the_title_can_be_marked(write_case):
    case = load_case_from(write_case(one_mark(text='"council"', **{"in": '"council hears"'})))
    assert case.key.mark("m").start < len(case.article.title)


def test_a_link_s_words_can_be_marked(write_case):
    case = load_case_from(write_case(one_mark(text='"a report"'), body="So [a report](#) says."))
    assert words_of(case) == "a report"


def test_a_story_saved_by_windows_has_the_same_text(write_case):
    folder = write_case()
    plain = load_case_from(folder)
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_case_from(folder) == plain


# ── what an author gets wrong ────────────────────────────────────────────────


def failure(folder):
    with pytest.raises(DataError) as caught:
        load_case_from(folder)
    return caught.value


def test_words_that_are_not_in_the_text_are_told_with_the_nearest(write_case):
    error = failure(write_case(one_mark(id='"insiders"', text='"two persn close"')))
    assert error.place.endswith('key.toml, mark "insiders"')
    assert error.found == "“two persn close” is not in article.md."
    assert error.next_step == "Nearest: “two people close”."


def test_straight_marks_for_curly_ones_are_told_with_the_nearest(write_case):
    error = failure(write_case(one_mark(text="'\"We have signed nothing\"'")))
    assert "is not in article.md" in error.found
    assert "We have signed nothing" in error.next_step


def test_words_that_stand_twice_are_told_with_the_way_out(write_case):
    error = failure(write_case(one_mark(text='"Lund"')))
    assert error.place.endswith('mark "m"')
    assert "“Lund” stands 3 times in article.md." in error.found
    assert "in =" in error.next_step


def test_the_words_around_must_stand_once_too(write_case):
    error = failure(write_case(one_mark(text='"Lund"', **{"in": '"Lund"'})))
    assert error.place.endswith('mark "m", in')


def test_words_that_are_not_in_the_words_around_are_told(write_case):
    error = failure(write_case(one_mark(text='"Lund"', **{"in": '"a clerk"'})))
    assert "“Lund” is not in “a clerk”" in error.found


def test_a_core_outside_its_mark_is_told(write_case):
    error = failure(write_case(one_mark(text='"Ada Lund"', core='"firm"')))
    assert error.place.endswith('mark "m", core')
    assert "“firm” is not in “Ada Lund”" in error.found


def test_a_second_piece_that_does_not_follow_is_told(write_case):
    error = failure(write_case(one_mark(text='["a clerk", "Ada Lund"]')))
    assert "“Ada Lund” is not in article.md" in error.found


@pytest.mark.parametrize(
    ("key", "place", "told"),
    [
        (one_mark(text='"a clerk"', label='"sorce"'), 'mark "m"', '"source"'),
        (one_mark(text='"a clerk"', kind='"unamed"'), 'mark "m"', '"unnamed"'),
        ('[[mark]]\nid = "m"\nlabel = "source"\ntext = "a clerk"\n', 'mark "m"', "needs a kind"),
        ('[[mark]]\nid = "m"\nlabel = "source"\nkind = "named"\n', 'mark "m"', "text is missing"),
        ('[[mark]]\nlabel = "source"\nkind = "named"\ntext = "a clerk"\n', 'mark "?"', "id is missing"),
        (one_mark(text='"a clerk"', cor='"clerk"'), 'mark "m"', '"core"'),
        (one_mark(text='"a clerk"', told='{ name = "yes" }'), 'mark "m"', "number"),
        (one_mark(text='"a clerk"') * 2, 'mark "m"', "twice"),
        ('[[lookalike]]\nid = "l"\nof = "source"\ntext = "a clerk"\n', 'lookalike "l"', "why is missing"),
        ('[[lookalike]]\nid = "l"\nof = "sorce"\ntext = "a clerk"\nwhy = "x"\n', 'lookalike "l"', '"source"'),
        ('[[link]]\nid = "k"\ntype = "atribution"\n', 'link "k"', "attribution"),
        ('[[link]]\nid = "k"\ntype = "speaker"\nqoute = "m"\n', 'link "k"', '"quote"'),
        ('[[link]]\nid = "k"\ntype = "speaker"\nquote = "a"\nsource = "b"\n', 'link "k"', "no id here"),
        ('[[question]]\nid = "q"\nask = "?"\n', 'question "q"', "options is missing"),
        ('[[sentence]]\nn = 1\nstarts = "two people"\n', "sentence 1", "starts no sentence"),
        ('[[marks]]\nid = "m"\n', "key.toml", "[[mark]]"),
        ("mark = \n", "key.toml", "line 1"),
    ],
)  # fmt: skip
def test_a_broken_key_is_told_with_its_place_and_what_is_allowed(write_case, key, place, told):
    error = failure(write_case(key))
    assert place in error.place
    assert told in str(error)


@pytest.mark.parametrize(
    "key",
    [
        '[mark]\nid = "m"\nlabel = "source"\nkind = "named"\ntext = "a clerk"\n',
        one_mark(text="5"),
        one_mark(text="[]"),
        one_mark(text='""'),
        one_mark(text='"a clerk"', told='"yes"'),
        one_mark(text='"a clerk"', kind='["named"]'),
        '[[question]]\nid = "q"\nask = "?"\nanswer = "a"\noptions = ["a", "b"]\n',
        '[[sentence]]\nn = "one"\nstarts = "Radio"\n',
    ],
    ids=["one bracket", "text a number", "text an empty list", "text empty", "told a word", "kind a list", "options words", "n a word"],
)  # fmt: skip
def test_a_key_of_the_wrong_shape_is_an_error_of_ours(write_case, key):
    """Whatever an author wrote, `mediakit check-data` prints a message and never a traceback."""
    with pytest.raises(MediakitError):
        load_case_from(write_case(key))


SORTING = """
[[question]]
id = "q"
ask = "It is"
options = [{ id = "a", text = "A", why = "w" }, { id = "b", text = "B", why = "w" }]
rows = [{ id = "1", text = "One", answer = "a", why = "w" }, { id = "2", text = "Two", answer = "b", why = "w" }]
"""


def test_a_question_can_have_rows_to_sort(write_case):
    question = load_case_from(write_case(SORTING)).questions["q"]
    assert [(row.text, row.answer) for row in question.rows] == [("One", "a"), ("Two", "b")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('answer = "b"', 'answer = "c"', '"c"'),
        ('answer = "b"', 'answer = "a"', 'no row belongs to "b"'),
        ('id = "2"', 'id = "1"', "twice"),
        ('text = "Two", ', "", "text is missing"),
        ('id = "q"', 'id = "q"\nanswer = "a"', '"answer" means nothing'),
    ],
)
def test_rows_that_cannot_be_sorted_are_told(write_case, old, new, told):
    error = failure(write_case(SORTING.replace(old, new)))
    assert 'question "q"' in error.place
    assert told in str(error)


def test_two_questions_with_one_id_are_told(write_case):
    question = '[[question]]\nid = "q"\nask = "?"\nanswer = "a"\noptions = [{ id = "a", text = "A", why = "w" }, { id = "b", text = "B", why = "w" }]\n'
    assert "twice" in failure(write_case(question * 2)).found


@pytest.mark.parametrize("name", ["title", "outlet", "date", "language"])
def test_front_matter_that_lacks_something_is_told(write_case, name):
    head = {"title": '"A"', "outlet": '"B"', "date": "2026-01-09", "language": '"en"'}
    del head[name]
    lines = "\n".join(f"{key} = {value}" for key, value in head.items())
    error = failure(write_case("", head=f"+++\n{lines}\n+++\n"))
    assert error.place.endswith("article.md")
    assert name in error.found


@pytest.mark.parametrize("name", ["article.md", "key.toml"])
def test_a_folder_without_its_files_is_told(write_case, name):
    folder = write_case()
    (folder / name).unlink()
    assert failure(folder).place.endswith(name)


# ── options ──────────────────────────────────────────────────────────────────

A = {"id": "a", "text": "A", "why": "w"}
B = {"id": "b", "text": "B", "why": "w"}


def test_the_right_option_is_named_or_says_so_itself():
    assert [one.right for one in parse_options([A, B], "x", answer="b")] == [False, True]
    assert [one.right for one in parse_options([A | {"right": True}, B], "x")] == [True, False]


@pytest.mark.parametrize(
    ("tables", "answer"),
    [
        ([], None),
        ([A | {"right": True}], None),
        ([A, B], None),
        ([A, B], "c"),
        ([{"id": "a"}, B], "b"),
    ],
)
def test_options_that_offer_no_choice_are_told(tables, answer):
    with pytest.raises(DataError):
        parse_options(tables, "key.toml", answer=answer)
