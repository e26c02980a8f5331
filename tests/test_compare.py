"""compare: which marks match, what an answer is worth, how well readers agree."""

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.compare import (
    ARGUABLE,
    BLANK,
    FALSE_ALARM,
    HALF,
    HIT,
    MISSED,
    RIGHT,
    WRONG,
    MarkedText,
    Slot,
    agreement,
    asked_of,
    compare_readings,
    mark_value,
    round_points,
    score_connect,
    score_estimate,
    score_marks,
    score_order,
    score_slots,
)
from mediakit.data import load_labels
from mediakit.reading import Lookalike, Mark, Reading
from mediakit.stories.case import case_slugs, load_case
from mediakit.text import Article, Span

cached_case = cache(load_case)

STORY = Article(
    "Two guards at the gate spoke on Monday. "
    "The mayor of Ostby denied it, and a driver nodded. "
    "Rain fell all day. "
    "The paper cited two old aides as saying so. "
    "Bread is cheap. "
    "“Nobody left,” a cook from the canteen said. "
    "Salt was mined by hand."
)
NAMES = Article(
    "Anna left. Boris left. Cora left. Dan left. Eve left. "
    "Fay left. Gus left. Hal left. Ida left. Jon left."
)


def at(words, article=STORY):
    assert article.text.count(words) == 1, words
    start = article.text.index(words)
    return Span(start, start + len(words))


def mark(*pieces, name="t", label="source", core=None, article=STORY, **more):
    spans = tuple(at(piece, article) for piece in pieces)
    found = (at(core, article),) if core else ()
    return Mark(name, label, "unnamed" if label == "source" else None, spans, core=found, **more)


def lookalike(words, *, name, of="source", article=STORY):
    return Lookalike(name, of, (at(words, article),), why="It only looks like one.")


def given_marks(*words, label="source", article=STORY):
    return tuple(
        mark(one, name=f"m{n}", label=label, article=article) for n, one in enumerate(words)
    )


def score(targets, words, *, near=(), contested=(), unit="words", label="source", article=STORY):
    marked = None if words is None else given_marks(*words, label=label, article=article)
    text = MarkedText("x", article, tuple(targets), tuple(near), tuple(contested), marked)
    return score_marks([text], unit=unit)


def verdicts(found):
    return [outcome.verdict for outcome in found.outcomes]


GUARDS = mark("Two guards at the gate", name="guards", core="Two guards")
MAYOR = mark("The mayor of Ostby", name="mayor", core="mayor")
DRIVER = mark("a driver", name="driver")
CITED = mark("cited", "as saying", name="cited", label="cue")
COOK = mark("a cook from the canteen", name="cook", core="a cook")


# ── one mark for one target ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Two guards at the gate", 1),  # the widest words
        ("Two guards", 1),  # the core
        ("Two guards at", 1),
        ("Two guards at the gate spoke", 1),  # one word beyond
        ("Two guards at the gate spoke on", Fraction(1, 2)),  # two beyond
        ("Two guards at the gate spoke on Monday.", Fraction(1, 2)),  # three beyond
        ("Two guards at the gate spoke on Monday. The mayor", 0),  # four beyond
        ("guards at the gate", Fraction(1, 2)),  # half of the core
        ("guards at the gate spoke on Monday", Fraction(1, 2)),  # half of it, three beyond
        ("at the gate", 0),  # none of the core
        ("Rain", 0),
    ],
)
def test_a_mark_is_full_half_or_nothing_by_core_and_words_beyond(words, value):
    assert mark_value(STORY, mark(words), GUARDS)[0] == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("guards at the gate", 1),
        ("guards", 0),
        ("guards at", Fraction(1, 2)),
        ("at the gate", Fraction(1, 2)),
    ],
)
def test_without_a_core_all_of_the_words_are_it(words, value):
    """Three words or four count, as the article inside them is a word too."""
    target = mark("guards at the gate")
    assert mark_value(STORY, mark(words), target)[0] == value


@pytest.mark.parametrize("words", ["a driver", "driver", "driver nodded", "a driver nodded."])
def test_articles_and_punctuation_at_the_ends_do_not_count(words):
    assert mark_value(STORY, mark(words), DRIVER)[0] == 1


@pytest.mark.parametrize("words", ["“Nobody left,”", "Nobody left", "“Nobody left,” a", "left"])
def test_quotation_marks_at_the_ends_do_not_count(words):
    target = mark("“Nobody left,”", label="quote", core="left")
    assert mark_value(STORY, mark(words, label="quote"), target)[0] == 1


def test_straight_quotation_marks_do_not_count_either():
    article = Article('He said "no way" twice. Then he left.')
    target = mark("no way", label="quote", article=article)
    assert mark_value(article, mark('"no way"', label="quote", article=article), target)[0] == 1


def test_an_article_that_belongs_to_the_words_is_not_beyond_them():
    """`a` in “and a driver” lies in the target's text: only `and` is beyond it."""
    assert mark_value(STORY, mark("and a driver"), DRIVER)[0] == 1


def test_a_mark_of_another_label_is_worth_nothing():
    assert mark_value(STORY, mark("Two guards", label="cue"), GUARDS)[0] == 0


def test_the_value_comes_with_its_reason():
    reason = mark_value(STORY, mark("guards at the gate spoke"), GUARDS)[1]
    assert "1 of 2 words" in reason
    assert "1 beyond" in reason


# ── pairing and joining ──────────────────────────────────────────────────────


def test_the_pieces_of_a_broken_target_are_one_mark():
    found = score([CITED], ["cited", "as saying"], label="cue")
    assert (found.hits, found.false_alarms, verdicts(found)) == (1, 0, [HIT])
    assert found.outcomes[0].spans == (at("cited"), at("as saying"))


@pytest.mark.parametrize(
    ("words", "hits", "alarms"),
    [
        (["as saying"], Fraction(1, 2), 0),
        (["cited"], 0, 1),
        (["cited two old aides as saying"], Fraction(1, 2), 0),
    ],
)
def test_a_broken_target_marked_in_part_or_right_across(words, hits, alarms):
    found = score([CITED], words, label="cue")
    assert (found.hits, found.false_alarms) == (hits, alarms)


def test_runs_inside_one_target_are_one_mark():
    found = score([GUARDS], ["Two", "guards", "at the", "gate"])
    assert (found.hits, found.false_alarms) == (1, 0)


def test_words_clicked_one_by_one_are_worth_what_they_are_worth_together():
    """The article that a target starts with is a run inside its text like any other."""
    article = Article("Yesterday the old cook left. It rained.")
    target = mark("the old cook", article=article)
    one_by_one = score([target], ["the", "old", "cook"], article=article)
    together = score([target], ["the old cook"], article=article)
    assert one_by_one.credit == together.credit == 1


def test_adjoining_runs_outside_a_target_stay_two_false_alarms():
    found = score([GUARDS], ["Two guards at the gate", "Bread", "is cheap"])
    assert (found.hits, found.false_alarms) == (1, 2)


WIDE = Article(
    "Two guards at the gate spoke to a tired crowd that had come on Monday, and a cook left early. "
    "Rain fell all day. Bread is cheap."
)
WIDE_GUARDS = mark("Two guards at the gate", name="guards", core="Two guards", article=WIDE)
WIDE_COOK = mark("a cook", name="cook", article=WIDE)
TO_A_COMMA = "Two guards at the gate spoke to a tired crowd that had come on Monday"
SENTENCE = f"{TO_A_COMMA}, and a cook left early."


@pytest.mark.parametrize(
    ("words", "targets", "near", "hits"),
    [
        (TO_A_COMMA, [WIDE_GUARDS], [], Fraction(1, 2)),  # the right one, too many words
        (SENTENCE, [WIDE_GUARDS], [], Fraction(1, 2)),
        (TO_A_COMMA, [WIDE_GUARDS, WIDE_COOK], [], Fraction(1, 2)),
        (SENTENCE, [WIDE_GUARDS, WIDE_COOK], [], 0),  # another target is in it
        (TO_A_COMMA, [WIDE_GUARDS], ["a tired crowd"], 0),  # a near-miss is in it
        (TO_A_COMMA, [WIDE_GUARDS], ["Bread"], Fraction(1, 2)),
        (f"{SENTENCE} Rain", [WIDE_GUARDS], [], 0),  # it leaves the sentence
        (TO_A_COMMA.removeprefix("Two "), [WIDE_GUARDS], [], 0),  # half of the core only
    ],
)
def test_a_wide_mark_is_half_where_it_can_mean_nothing_else(words, targets, near, hits):
    near = [lookalike(one, name=one, article=WIDE) for one in near]
    found = score(targets, [words], near=near, article=WIDE)
    assert (found.hits, found.false_alarms) == (hits, 0 if hits else 1)


def test_what_is_said_has_no_half_for_wide_marks():
    """F1 counts the words beyond already."""
    target = mark("Two guards", label="content", article=WIDE)
    assert score([target], [SENTENCE], label="content", article=WIDE).hits == 0


def test_of_a_wide_mark_and_a_close_one_the_close_one_is_taken():
    found = score([WIDE_GUARDS], [TO_A_COMMA, "Two guards"], article=WIDE)
    assert (found.hits, found.false_alarms) == (1, 1)


def test_a_run_that_leaves_the_target_is_not_joined_to_those_inside():
    found = score([GUARDS], ["Two", "guards at the gate spoke on Monday"])
    assert (found.hits, found.false_alarms) == (Fraction(1, 2), 1)


def test_runs_in_two_targets_are_two_marks():
    found = score([MAYOR, DRIVER], ["mayor", "of Ostby", "driver"])
    assert (found.hits, found.false_alarms) == (2, 0)


def test_a_mark_without_a_word_is_a_false_alarm_and_part_of_no_target():
    article = Article("Two guards spoke. Rain fell; it snowed. Bread is cheap.")
    target = mark("Two guards", article=article)
    found = score([target], ["Two guards", ";"], article=article)
    assert (found.hits, found.false_alarms) == (1, 1)
    assert found.outcomes[0].spans == (at("Two guards", article),)


def test_of_two_marks_for_one_target_the_closer_is_taken():
    found = score([GUARDS], ["guards at the gate spoke", "Two guards"])
    assert (found.hits, found.false_alarms) == (1, 1)
    assert found.outcomes[0].spans == (at("Two guards"),)


def test_one_mark_hits_one_target():
    article = Article("Lund spoke. It rained.")
    twins = [mark("Lund", name=name, article=article) for name in ("a", "b")]
    found = score(twins, ["Lund"], article=article)
    assert (found.hits, found.targets, found.false_alarms) == (1, 2, 0)


def test_a_mark_with_the_cores_of_two_targets_is_a_false_alarm():
    article = Article("Lund, Roy spoke. It rained. It snowed.")
    targets = [mark("Lund", name="lund", article=article), mark("Roy", name="roy", article=article)]
    found = score(targets, ["Lund, Roy"], article=article)
    assert (found.hits, found.false_alarms) == (0, 1)
    assert sorted(verdicts(found)) == [FALSE_ALARM, MISSED, MISSED]
    assert [one.held for one in found.outcomes if one.verdict == FALSE_ALARM] == [("lund", "roy")]


CANTEEN = mark("the canteen", name="canteen")


def test_a_mark_may_hold_a_target_inside_the_one_it_hits():
    found = score([COOK, CANTEEN], ["a cook from the canteen"])
    assert (found.hits, found.false_alarms) == (1, 0)
    assert {o.item: o.verdict for o in found.outcomes} == {"cook": HIT, "canteen": MISSED}


@pytest.mark.parametrize(
    "words",
    [
        ["a cook from the canteen", "the canteen"],
        ["a cook", "the canteen"],
        ["a cook", "from", "the canteen"],
    ],
)
def test_nested_targets_can_both_be_hit(words):
    found = score([COOK, CANTEEN], words)
    assert (found.hits, found.false_alarms) == (2, 0)


def test_every_target_has_one_outcome_and_every_stray_mark_another():
    found = score([GUARDS, MAYOR, DRIVER], ["Two guards", "mayor of Ostby denied it", "Bread"])
    assert {o.item: o.verdict for o in found.outcomes if o.item} == {
        "guards": HIT, "mayor": HALF, "driver": MISSED,
    }  # fmt: skip
    assert verdicts(found).count(FALSE_ALARM) == 1
    assert all(outcome.reason and outcome.text == "x" for outcome in found.outcomes)


def test_a_false_alarm_names_the_near_miss_it_falls_for():
    near = [lookalike("Bread", name="bread")]
    assert score([GUARDS], ["Bread is"], near=near).outcomes[-1].item == "bread"


# ── what is said ─────────────────────────────────────────────────────────────

PLAN = Article(
    "The quarry will open again in May, two people said. Lund had nothing to add to it. "
    "The council meets on Monday to hear more of the plan from its own lawyers there."
)
OPEN = mark("The quarry will open again in May", name="open", label="content", article=PLAN)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("The quarry will open again in May", 1),
        ("quarry will open again in May,", 1),
        ("quarry will open again in May, two people said.", Fraction(4, 5)),
        ("will open again in May", Fraction(10, 11)),
        ("quarry will", Fraction(1, 2)),
        ("quarry", 0),
        ("Lund had nothing to add to it.", 0),
    ],
)
def test_what_is_said_is_worth_the_f1_of_its_words_from_a_half_on(words, value):
    assert mark_value(PLAN, mark(words, label="content", article=PLAN), OPEN)[0] == value


def test_what_is_said_under_a_half_is_a_false_alarm():
    found = score([OPEN], ["quarry"], label="content", article=PLAN)
    assert (found.hits, found.false_alarms) == (0, 1)


def test_what_is_said_is_a_false_alarm_where_it_also_covers_a_near_miss():
    wide = ["The quarry will open again in May, two people"]
    near = [lookalike("two people", name="people", article=PLAN)]
    assert score([OPEN], wide, label="content", article=PLAN).hits > 0
    found = score([OPEN], wide, near=near, label="content", article=PLAN)
    assert (found.hits, found.false_alarms) == (0, 1)


def test_a_near_miss_inside_what_is_said_does_no_harm():
    near = [lookalike("May", name="may", of="hedge", article=PLAN)]
    found = score(
        [OPEN], ["The quarry will open again in May"], near=near, label="content", article=PLAN
    )
    assert (found.hits, found.false_alarms) == (1, 0)


def test_what_is_said_is_a_false_alarm_where_it_covers_more_than_half_of_the_text():
    article = Article("The quarry will open again in May. Lund said so.")
    target = mark("The quarry will open again in May", label="content", article=article)
    found = score([target], ["The quarry will open again in May"], label="content", article=article)
    assert (found.hits, found.false_alarms) == (0, 1)


def test_what_is_said_may_hold_two_targets_if_its_words_fit_one():
    inner = mark("open again", name="inner", label="content", article=PLAN)
    found = score([OPEN, inner], ["quarry will open again in May"], label="content", article=PLAN)
    assert {o.item: o.verdict for o in found.outcomes} == {"open": HIT, "inner": MISSED}


# ── a whole mark item ────────────────────────────────────────────────────────


def names(*found):
    return [mark(one, name=one, article=NAMES) for one in found]


TARGETS = names("Anna", "Boris")
NEAR = [lookalike(one, name=one, article=NAMES) for one in ("Cora", "Dan", "Eve", "Fay")]


@pytest.mark.parametrize(
    ("words", "credit"),
    [
        (["Anna", "Boris"], 1),
        (["Anna"], Fraction(1, 2)),
        (["Anna", "Boris", "Cora"], Fraction(3, 4)),  # 1 of 4 near-misses beats 1 of 8 sentences
        (["Anna", "Boris", "Gus"], Fraction(3, 4)),  # half of a miss beats 1 of 8 sentences
        (["Anna", "Boris", "Gus", "Hal"], Fraction(1, 2)),  # twice half of a miss
        (["Anna", "Boris", "Cora", "Gus", "Hal"], Fraction(1, 4)),  # three times
        (["Anna", "Boris", "Cora", "Dan"], Fraction(1, 2)),
        (["Anna", "Cora"], Fraction(1, 4)),
        (["Anna", "Cora", "Dan", "Eve"], 0),  # never below
        ([], 0),
        (["Gus"], 0),
    ],
)
def test_credit_is_the_hit_rate_less_the_largest_false_alarm_rate(words, credit):
    found = score(TARGETS, words, near=NEAR, article=NAMES)
    assert found.credit == credit
    assert found.false_alarms == len(set(words) - {"Anna", "Boris"})
    assert found.near_misses_marked == len(set(words) & {"Cora", "Dan", "Eve", "Fay"})
    assert (found.targets, found.near_misses) == (2, 4)


@pytest.mark.parametrize("unit", ["words", "sentences"])
def test_by_sentences_and_by_words_a_simple_story_is_worth_the_same(unit):
    words = ["Anna", "Boris", "Cora", "Gus"]
    assert score(TARGETS, words, near=NEAR, article=NAMES, unit=unit).credit == Fraction(1, 2)


def test_a_false_alarm_costs_half_of_a_miss_however_many_near_misses_there_are():
    few = score(TARGETS, ["Anna", "Boris", "Cora"], near=NEAR, article=NAMES)
    many = score(TARGETS, ["Anna", "Boris", "Cora"], near=NEAR * 20, article=NAMES)
    assert few.credit == many.credit == 1 - Fraction(1, 2) / 2


def test_without_near_misses_all_false_alarms_still_count():
    assert score(TARGETS, ["Anna", "Boris", "Gus", "Hal"], article=NAMES).credit == Fraction(1, 2)


def test_false_alarms_count_at_most_as_one_whole():
    words = [
        "Anna",
        "Boris",
        *(f"{n}" for n in ("Cora", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon")),
    ]
    assert score(TARGETS, words, article=NAMES).credit == 0


def test_half_hits_add_up_exactly():
    found = score([GUARDS, MAYOR], ["guards at the gate", "mayor of Ostby denied it"])
    assert (found.hits, found.credit) == (1, Fraction(1, 2))


@pytest.mark.parametrize("unit", ["words", "sentences"])
def test_contested_marks_count_neither_for_nor_against(unit):
    contested = names("Cora")
    with_it = score(TARGETS, ["Anna", "Cora"], contested=contested, article=NAMES, unit=unit)
    without = score(TARGETS, ["Anna"], contested=contested, article=NAMES, unit=unit)
    assert with_it.credit == without.credit == Fraction(1, 2)
    assert (with_it.false_alarms, with_it.near_misses_marked) == (0, 0)
    assert {o.item: o.verdict for o in with_it.outcomes}["Cora"] == ARGUABLE
    assert "Cora" not in {o.item for o in without.outcomes}


def test_a_contested_mark_in_pieces_counts_neither_way_too():
    article = Article("She declined to comment. Lund spoke. It rained. It snowed.")
    contested = [mark("declined to comment", name="declined", article=article)]
    target = [mark("Lund", article=article)]
    found = score(target, ["Lund", "declined", "to comment"], contested=contested, article=article)
    assert (found.false_alarms, found.credit) == (0, 1)


def pooled(*texts, unit="words"):
    """Texts as (targets, words, near) over the names."""
    return score_marks(
        [
            MarkedText(
                f"x{n}", NAMES, tuple(names(*targets)),
                tuple(lookalike(one, name=one, article=NAMES) for one in near),
                (), None if words is None else given_marks(*words, article=NAMES),
            )
            for n, (targets, words, near) in enumerate(texts)
        ],
        unit=unit,
    )  # fmt: skip


@pytest.mark.parametrize("unit", ["words", "sentences"])
def test_the_texts_of_one_item_are_pooled(unit):
    """2 of 4 hits; 1 of 2 near-misses; 1 of 16 other sentences."""
    found = pooled(
        (["Anna", "Boris"], ["Anna", "Cora"], ["Cora"]),
        (["Dan", "Eve"], ["Dan"], ["Fay"]),
        unit=unit,
    )
    assert (found.targets, found.hits, found.near_misses, found.credit) == (4, 2, 2, 0)
    found = pooled((["Anna"], ["Anna"], []), (["Dan"], ["Dan", "Gus"], []), unit=unit)
    assert found.credit == 1 - Fraction(1, 4)


@pytest.mark.parametrize("unit", ["words", "sentences"])
def test_nothing_here_is_right_for_a_sound_story_beside_one_with_targets(unit):
    assert pooled((["Anna"], ["Anna"], []), ([], [], ["Cora"]), unit=unit).credit == 1


@pytest.mark.parametrize("unit", ["words", "sentences"])
def test_a_text_without_an_answer_counts_as_missed_and_lends_no_sentences(unit):
    found = pooled(
        (["Anna", "Boris"], ["Anna", "Boris", "Gus"], []), (["Dan"], None, ["Eve"]), unit=unit
    )
    assert (found.hits, found.targets, found.near_misses) == (2, 3, 0)
    assert found.credit == Fraction(2, 3) - Fraction(1, 6)


def test_no_answer_at_all_is_worth_nothing():
    assert pooled(([], None, [])).credit == 0
    assert pooled((["Anna"], None, [])).credit == 0


# ── sentences ────────────────────────────────────────────────────────────────


def test_a_sentence_counts_once_however_many_targets_it_holds():
    found = score([MAYOR, DRIVER, GUARDS], ["The mayor"], unit="sentences")
    assert (found.hits, found.targets, verdicts(found)) == (1, 2, [MISSED, HIT])


def test_two_marks_in_one_sentence_are_one_answer():
    found = score([MAYOR, GUARDS], ["mayor", "a driver", "Rain", "fell"], unit="sentences")
    assert (found.hits, found.false_alarms) == (1, 1)


def test_near_misses_are_counted_by_sentences_without_those_that_hold_a_target():
    near = [
        lookalike("Monday", name="a"),
        lookalike("Rain", name="b"),
        lookalike("guards", name="c"),
    ]
    found = score([GUARDS], ["Two guards", "Rain"], near=near, unit="sentences")
    assert (found.near_misses, found.near_misses_marked, found.credit) == (1, 1, 0)


def test_a_target_stands_in_the_sentence_of_its_core():
    target = mark("Rain fell all day. The paper", core="paper")
    assert score([target], ["The paper"], unit="sentences").hits == 1


def test_a_sentence_with_a_target_and_a_contested_mark_is_asked():
    found = score([MAYOR], ["mayor"], contested=[DRIVER], unit="sentences")
    assert (found.hits, verdicts(found)) == (1, [HIT])


# ── what an item asks of a key ───────────────────────────────────────────────


def ids(found):
    return [[one.id for one in part] for part in found]


def test_an_item_asks_for_kinds_and_other_marks_of_the_label_are_near_misses(quarry):
    assert ids(asked_of(quarry.key, ["source.unnamed", "source.hidden"])) == [
        ["insiders", "spokesman", "hidden", "clerk"],
        ["lund", "lund-again", "radio", "closed", "drivers", "guards"],
        [],
    ]


def test_marks_with_an_excepted_flag_are_near_misses(quarry):
    targets, near, _ = asked_of(quarry.key, ["source.unnamed"], except_flags=["official"])
    assert "spokesman" in ids([near])[0]
    assert "spokesman" not in ids([targets])[0]


def test_a_whole_label_can_be_asked_and_takes_the_lookalikes_of_all_its_kinds(quarry):
    assert ids(asked_of(quarry.key, ["hedge"])) == [
        ["may-sell", "probably"], ["may-month", "may-park"], [],
    ]  # fmt: skip


def test_lookalikes_of_a_kind_that_is_not_asked_are_left_out(quarry):
    assert ids(asked_of(quarry.key, ["hedge.likelihood"])) == [["probably"], ["may-sell"], []]


def test_a_lookalike_of_a_whole_label_resembles_each_of_its_kinds():
    key = Reading(STORY.text, (), (), (lookalike("Monday", name="l", of="hedge"),))
    assert ids(asked_of(key, ["hedge.modal"]))[1] == ["l"]


def test_contested_marks_are_neither_targets_nor_near_misses():
    arguable = mark("Two guards", name="a", contested=True, why="It can be argued.")
    key = Reading(STORY.text, (arguable, MAYOR))
    assert ids(asked_of(key, ["source"])) == [["mayor"], [], ["a"]]
    assert ids(asked_of(key, ["source.hidden"])) == [[], ["mayor"], ["a"]]


def test_a_kind_that_a_mark_may_also_have_is_no_near_miss(quarry):
    """`also` is other kinds with full credit: marking it can't be a false alarm."""
    targets, near, _ = asked_of(quarry.key, ["cue.vouches"])
    assert "reported" not in ids([near])[0]
    assert ids([near])[0] == ["said", "told"]
    assert ids([targets])[0] in ([], ["reported"])


# ── laws over the real stories ───────────────────────────────────────────────

ASKED = sorted(
    f"{label}.{kind}" if kind else label
    for label, entry in load_labels().items()
    for kind in (*entry.kinds, "")
)


@st.composite
def marked_stories(draw):
    """A story, what is asked of it, and random marks in it."""
    case = cached_case(draw(st.sampled_from(case_slugs())))
    asked = draw(st.lists(st.sampled_from(ASKED), min_size=1, max_size=3, unique=True))
    labels = sorted({one.partition(".")[0] for one in asked})
    tokens = case.article.tokens
    first = st.integers(0, len(tokens) - 1)
    length = st.integers(0, 6) | st.integers(0, len(tokens))
    marks = []
    for number in range(draw(st.integers(0, 12))):
        start = draw(first)
        end = min(start + draw(length), len(tokens) - 1)
        span = Span(tokens.starts[start], tokens.ends[end])
        marks.append(Mark(f"m{number}", draw(st.sampled_from(labels)), None, (span,)))
    targets, near, contested = asked_of(case.key, asked)
    keyed = draw(st.lists(st.sampled_from(targets), unique_by=id)) if targets else []
    marks += [
        Mark(f"k{n}", one.label, None, (span,)) for n, one in enumerate(keyed) for span in one.spans
    ]
    return MarkedText(case.slug, case.article, targets, near, contested, tuple(marks))


@given(marked_stories(), st.sampled_from(["words", "sentences"]))
def test_random_marks_in_a_story_are_worth_between_nothing_and_all(text, unit):
    found = score_marks([text], unit=unit)
    assert 0 <= found.credit <= 1
    assert 0 <= found.hits <= found.targets
    assert found.credit == from_terms(found, empty=1)
    assert found.near_misses_marked <= min(found.false_alarms * 99, found.near_misses)
    # "Nothing here", where it is right, is a hit without a target
    told = [one.verdict for one in found.outcomes if one.item or one.verdict != HIT]
    assert sum(one in (HIT, HALF, MISSED) for one in told) == found.targets
    assert told.count(FALSE_ALARM) == found.false_alarms


@given(marked_stories(), st.sampled_from(["words", "sentences"]), st.randoms(use_true_random=False))
def test_the_order_in_which_marks_were_made_does_not_matter(text, unit, random):
    mixed = list(text.marked)
    random.shuffle(mixed)
    other = MarkedText(
        text.name, text.article, text.targets, text.near_misses, text.contested, tuple(mixed)
    )
    assert score_marks([other], unit=unit).credit == score_marks([text], unit=unit).credit


def everything(article, labels, unit):
    """Everything marked: the whole text, each sentence, or each word."""
    if unit == "text":
        spans = [Span(0, len(article.text))]
    elif unit == "sentence":
        spans = list(article.sentences)
    else:
        tokens = article.tokens
        spans = [
            Span(tokens.starts[n], tokens.ends[n]) for n in range(len(tokens)) if tokens.is_word[n]
        ]
    return tuple(
        Mark(f"{label}{n}", label, None, (span,))
        for label in labels
        for n, span in enumerate(spans)
    )


@cache
def credits_of(slug, asked):
    """What the key's marks, everything and nothing are worth where a story is asked for something."""
    case = cached_case(slug)
    targets, near, contested = asked_of(case.key, [asked])
    label = asked.partition(".")[0]

    def credit(marked, unit="words"):
        text = MarkedText(slug, case.article, targets, near, contested, marked)
        return score_marks([text], unit=unit).credit

    pieces = [
        Mark(f"{t.id}{n}", label, None, (span,)) for t in targets for n, span in enumerate(t.spans)
    ]
    cores = [Mark(f"{t.id}/s", label, None, (t.core or t.spans)[:1]) for t in targets]
    found = {"nothing": credit(()), "no sentence": credit((), "sentences")}
    ways = ("text", "sentence", *(["word"] if asked == label else []))
    found |= {way: credit(everything(case.article, (label,), way)) for way in ways}
    held = {
        case.article.sentence_of((one.core or one.spans)[0].start) for one in (*targets, *contested)
    }
    if len(held) < len(case.article.sentences):
        found["sentences"] = credit(everything(case.article, (label,), "sentence"), "sentences")
    return bool(targets), (credit(tuple(pieces)), credit(tuple(cores), "sentences")), found


@pytest.mark.parametrize("slug", case_slugs())
def test_the_key_of_a_story_is_worth_all_whatever_is_asked_of_it(slug):
    worth = {asked: (some, keys) for asked in ASKED for some, keys, _ in [credits_of(slug, asked)]}
    assert {asked: keys for asked, (some, keys) in worth.items() if some and keys != (1, 1)} == {}


@pytest.mark.parametrize("slug", case_slugs())
def test_everything_and_nothing_are_worth_nothing_whatever_is_asked_of_a_story(slug):
    worth = {asked: (some, rest) for asked in ASKED for some, _, rest in [credits_of(slug, asked)]}
    assert {
        asked: rest for asked, (some, rest) in worth.items() if some and any(rest.values())
    } == {}


# ── rounding ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("credit", "possible", "points"),
    [
        (Fraction(0), 4, 0), (Fraction(1), 4, 4), (Fraction(1, 2), 4, 2),
        (Fraction(1, 16), 4, 0.5),  # a quarter of a point is up to a half
        (Fraction(1, 17), 4, 0), (Fraction(3, 16), 4, 1), (Fraction(5, 16), 4, 1.5),
        (Fraction(99, 100), 4, 3.5), (Fraction(99, 100), 1, 0.5), (Fraction(1, 4), 1, 0.5),
        (Fraction(1, 5), 1, 0), (Fraction(2, 3), 3, 2), (Fraction(5, 6), 3, 2.5), (Fraction(1), 0, 0),
    ],
)  # fmt: skip
def test_points_are_rounded_to_halves_up_and_full_only_for_all(credit, possible, points):
    assert round_points(credit, possible) == points


credits = st.fractions(0, 1)


@given(credits, credits, st.integers(1, 20))
def test_points_stay_within_what_is_possible_and_grow_with_the_credit(one, other, possible):
    low, high = (round_points(credit, possible) for credit in sorted((one, other)))
    assert 0 <= low <= high <= possible
    assert low * 2 == int(low * 2)
    assert (round_points(one, possible) == possible) is (one == 1)
    assert abs(Fraction(low) - min(one, other) * possible) <= Fraction(1, 2)


def from_terms(found, *, empty):
    """The credit that the terms of a score make: what an explanation of the points says."""
    share = found.hits / found.targets if found.targets else empty
    return max(0, share - found.off) * found.left


# ── classify and choose ──────────────────────────────────────────────────────


def slots(answers, *, offered=3, contested=()):
    return [
        Slot(str(n), frozenset("x"), offered, answer or None, n in contested)
        for n, answer in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answers", "offered", "credit"),
    [
        (["x", "x"], 3, 1),
        (["x", "y"], 3, Fraction(1, 4)),
        (["x", ""], 3, Fraction(1, 2)),
        (["y", "y"], 3, 0),
        (["", ""], 3, 0),
        (["x", "y"], 2, 0),
        (["x", "x", "x", "y"], 4, Fraction(2, 3)),
        (["x"], 4, 1),
        (["y"], 4, 0),
        ([], 4, 0),
    ],
)
def test_slots_are_worth_right_less_wrong_over_the_other_options(answers, offered, credit):
    found = score_slots(slots(answers, offered=offered))
    assert found.credit == credit == from_terms(found, empty=0)


def test_a_contested_slot_counts_neither_way():
    found = score_slots(slots(["x", "y", "x"], contested={1}))
    assert (found.credit, found.targets, verdicts(found)) == (1, 2, [RIGHT, ARGUABLE, RIGHT])


def test_a_blank_slot_is_blank_and_not_wrong():
    found = score_slots(slots(["x", "", "y"]))
    assert verdicts(found) == [RIGHT, BLANK, WRONG]
    assert (found.hits, found.false_alarms) == (1, 1)


def test_each_of_several_right_answers_is_right():
    assert score_slots([Slot("a", frozenset("xy"), 3, "y")]).credit == 1


@given(
    st.lists(
        st.tuples(st.sampled_from(["x", "y", ""]), st.integers(2, 6), st.booleans()), max_size=8
    )
)
def test_any_slots_are_worth_between_nothing_and_all(shape):
    found = score_slots(
        [Slot(str(n), frozenset("x"), k, a or None, c) for n, (a, k, c) in enumerate(shape)]
    )
    assert 0 <= found.credit <= 1
    assert all(0 <= outcome.value <= 1 for outcome in found.outcomes)


# ── order ────────────────────────────────────────────────────────────────────

RANK = {name: number for number, name in enumerate("abcde")}


@pytest.mark.parametrize(
    ("given_order", "rank", "credit"),
    [
        ("abcde", RANK, 1),
        ("edcba", RANK, 0),
        ("bacde", RANK, Fraction(8, 10)),
        ("bcdea", RANK, Fraction(2, 10)),
        ("eabcd", RANK, Fraction(2, 10)),
        ("ebcda", RANK, 0),
        ("abcde", RANK | {"b": 0}, 1),  # a tie may stand either way
        ("bacde", RANK | {"b": 0}, 1),
        ("bcade", RANK | {"b": 0}, Fraction(7, 9)),
        ("abcde", dict.fromkeys("abcde", 0), 1),
    ],
)
def test_an_order_is_worth_kendall_s_tau_without_the_pairs_the_key_ties(given_order, rank, credit):
    found = score_order(list(given_order), rank)
    assert found.credit == credit == from_terms(found, empty=1)


def test_each_pair_the_wrong_way_round_is_told_as_it_was_given():
    found = score_order(list("bacde"), RANK)
    assert [(o.verdict, o.item, o.answer) for o in found.outcomes] == [(WRONG, "b", "a")]


@given(st.permutations("abcde"), st.lists(st.integers(0, 4), min_size=5, max_size=5))
def test_any_order_and_its_mirror_image_are_worth_all_together_at_most(order, ranks):
    rank = dict(zip("abcde", ranks, strict=True))
    one, other = score_order(order, rank).credit, score_order(order[::-1], rank).credit
    assert min(one, other) >= 0
    assert max(one, other) <= 1
    assert len(set(ranks)) == 1 or min(one, other) == 0


# ── connect ──────────────────────────────────────────────────────────────────

LINES = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]


@pytest.mark.parametrize(
    ("drawn", "credit"),
    [
        (LINES, 1),
        (LINES[:2], Fraction(1, 2)),
        ([*LINES, ("a", "c")], Fraction(7, 8)),
        ([("a", "b"), ("b", "a")], Fraction(1, 8)),
        ([*LINES[:2], ("a", "c"), ("d", "a")], Fraction(1, 4)),  # two right, two wrong
        ([("b", "a")], 0),
        ([("a", "b"), ("a", "b")], Fraction(1, 4)),
        ([("x", "y"), ("y", "x"), ("a", "b")], 0),
        ([], 0),
    ],
)
def test_lines_are_worth_right_less_half_of_the_wrong_over_the_key_s(drawn, credit):
    found = score_connect(drawn, LINES)
    assert found.credit == credit == from_terms(found, empty=0)


def test_lines_are_told_as_right_missed_and_wrong():
    found = score_connect([("a", "b"), ("c", "b")], [("a", "b"), ("b", "c")])
    assert [(o.verdict, o.item, o.answer) for o in found.outcomes] == [
        (RIGHT, "a", "b"), (MISSED, "b", "c"), (WRONG, "c", "b"),
    ]  # fmt: skip


# ── estimate ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("figure", "band", "credit"),
    [
        (63, (63, 87), 1), (87, (63, 87), 1), (75.5, (63, 87), 1),
        (58, (63, 87), Fraction(1, 2)), (92, (63, 87), Fraction(1, 2)),
        (57.9, (63, 87), 0), (92.1, (63, 87), 0), (0, (63, 87), 0), (100, (63, 87), 0),
        (None, (63, 87), 0), (None, None, 1), (50, None, 0), (0, (0, 5), 1), (0, None, 0),
    ],
)  # fmt: skip
def test_a_figure_is_worth_all_in_its_band_and_half_within_five_points(figure, band, credit):
    assert score_estimate(figure, band, "h").credit == credit


@pytest.mark.parametrize(
    ("figure", "verdict", "answer"),
    [(70, RIGHT, "70"), (60, HALF, "60"), (50, WRONG, "50"), (None, WRONG, "none")],
)
def test_an_estimate_is_told_with_what_was_answered(figure, verdict, answer):
    (outcome,) = score_estimate(figure, (63, 87), "h").outcomes
    assert (outcome.verdict, outcome.answer, outcome.item) == (verdict, answer, "h")


# ── readers with readers ─────────────────────────────────────────────────────


def reading(*marks):
    return Reading(STORY.text, marks)


def test_marks_that_share_half_of_each_other_s_words_agree():
    wide = mark("Two guards at the gate spoke", name="w")
    found = compare_readings(reading(GUARDS, MAYOR), reading(wide, COOK))
    assert [(a.id, b.id) for a, b in found.both] == [("guards", "w")]
    assert [one.id for one in found.only_first] == ["mayor"]
    assert [one.id for one in found.only_second] == ["cook"]
    assert found.f1 == pytest.approx(0.5)


def test_marks_that_share_less_than_half_do_not_agree():
    found = compare_readings(reading(mark("Two")), reading(mark("Two guards at the gate")))
    assert (found.both, found.f1) == ((), 0)


def test_marks_of_different_labels_do_not_agree():
    found = compare_readings(reading(mark("Two guards")), reading(mark("Two guards", label="cue")))
    assert found.both == ()


def test_one_label_can_be_compared_alone():
    both = reading(GUARDS, CITED)
    assert compare_readings(both, reading(GUARDS), "source").f1 == 1
    assert compare_readings(both, reading(GUARDS), "cue").f1 == 0


def test_marks_are_paired_one_to_one():
    twice = reading(mark("Two guards", name="a"), mark("Two guards at", name="b"))
    found = compare_readings(reading(mark("Two guards", name="x")), twice)
    assert [(a.id, b.id) for a, b in found.both] == [("x", "a")]
    assert [one.id for one in found.only_second] == ["b"]


def test_contested_marks_that_the_other_lacks_are_left_out():
    arguable = mark("Rain", name="r", contested=True)
    assert compare_readings(reading(GUARDS, arguable), reading(GUARDS)).f1 == 1
    assert compare_readings(reading(GUARDS), reading(GUARDS, arguable)).f1 == 1
    assert len(compare_readings(reading(arguable), reading(mark("Rain"))).both) == 1


def test_two_readings_without_a_mark_agree():
    assert compare_readings(reading(), reading()).f1 == 1
    assert compare_readings(reading(), reading(GUARDS)).f1 == 0


def test_agreement_is_the_mean_over_every_pair_of_readers():
    readers = [reading(GUARDS), reading(GUARDS), reading(MAYOR)]
    assert agreement(readers) == pytest.approx(1 / 3)
    assert agreement(readers[:2]) == 1
    assert agreement([]) == agreement(readers[:1]) == 1
    assert agreement(readers, "hedge") == 1


@pytest.mark.parametrize("slug", case_slugs())
def test_every_key_agrees_with_itself(slug):
    key = cached_case(slug).key
    assert compare_readings(key, key).f1 == 1
    assert agreement([key, key, key]) == 1


@given(st.data())
def test_agreement_is_between_none_and_all_and_the_same_both_ways(data):
    one = data.draw(marked_stories())
    key = cached_case(one.name).key
    other = Reading(key.text, one.marked)
    there, back = compare_readings(key, other), compare_readings(other, key)
    assert 0 <= there.f1 <= 1
    assert there.f1 == pytest.approx(back.f1)
