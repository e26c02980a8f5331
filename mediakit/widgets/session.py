"""An open lesson: what a learner's notebook holds as ``lesson``.

It ties surfaces, code and check cells to one answer sheet, and carries that sheet in the output of
the notebook's first cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from IPython import get_ipython
from IPython.display import display, update_display

from mediakit.answers import (
    MAX_NOTE,
    MIME,
    Entry,
    hand_in_name,
    home_of,
    sheet_to_json,
    write_hand_in,
)
from mediakit.errors import AnswerError
from mediakit.lessons import (
    AGAIN,
    Exercise,
    Lesson,
    Result,
    answer_from_code,
    check_answer,
    check_line,
    grade_entry,
    grade_exercise,
    grade_sheet,
    load_lesson,
)
from mediakit.lessons.course import COURSE_NOTEBOOK
from mediakit.lessons.document import attempts_html, exercise_html, story_places
from mediakit.lessons.edition import edition_of
from mediakit.lessons.given import answer_from_runs, find_missing, is_blank, runs_given
from mediakit.reading import cut_reading
from mediakit.show import table_of_attributions, table_of_marks
from mediakit.show.program import ProgramReport
from mediakit.show.tables import Counts, Table
from mediakit.show.view import Chain
from mediakit.stories.case import load_case, twin_of, twin_wanted
from mediakit.stories.original import load_original
from mediakit.text import Span
from mediakit.widgets.end_card import EndCard
from mediakit.widgets.keeper import Keeper, notebook_path
from mediakit.widgets.outputs import Drawn, Line, Shown, card_html, card_line, card_rows
from mediakit.widgets.surface import ScoreCard, Surface, describe_exercise, describe_state

_NOT_CARRIED = (
    "Your answers are safe on disk but not yet in this notebook: "
    "run the first cell again, then save."
)
_KEPT_SURFACES = 3
_T = TypeVar("_T")
_OPEN: dict[tuple[str, Path], OpenLesson] = {}


def open_lesson(lesson: str, *, twin: bool | None = None) -> OpenLesson:
    """Open a lesson by its number, show its score card, and read back what was answered.

    ``twin`` puts the invented twin in the place of the worked example, for a class that doesn't use
    the real article; left out, the variable MEDIAKIT_TWIN decides. Run again, it
    returns the same lesson and puts the answers into this cell's output once more.
    """
    loaded = load_lesson(lesson)
    notebook = notebook_path(loaded.name)
    where = loaded.name, notebook
    if twin is None:
        twin = twin_wanted()
    if where in _OPEN:
        _OPEN[where].twin = twin
    if where in _OPEN:
        _OPEN[where].reopen()
    else:
        keeper = Keeper(loaded.name, notebook, edition=edition_of(loaded))
        _OPEN[where] = OpenLesson(loaded, keeper, twin=twin)
    _OPEN[where].show_card()
    return _OPEN[where]


class OpenLesson:
    """A lesson in a learner's notebook: its surfaces, its answers, its score."""

    def __init__(self, lesson: Lesson, keeper: Keeper, *, twin: bool = False) -> None:
        self.twin = twin
        self._lesson = lesson
        self._keeper = keeper
        self._surfaces: dict[str, list[Surface]] = {}
        self._cards: list[ScoreCard] = []
        self._end_cards: list[EndCard] = []
        self._feedback_for: dict[str, Any] = {}
        self._carrier_id = f"mediakit-{keeper.sheet.attempt}"
        self._carrier_client = ""
        self._page = ""  # the newest page that shows the lesson; older ones are read-only
        self._views: dict[str, tuple[Surface, str]] = {}  # each drawn surface, and its page
        self._originals: dict[str, str] = {}
        self._later: dict[str, tuple[str, Callable[[], object]]] = {}

    def __repr__(self) -> str:
        return f"Lesson {self._lesson.number}: {self._lesson.title}"

    # ── for learners ────────────────────────────────────────────────────────

    def exercise(self, exercise_id: str) -> Shown:
        """An exercise's surface and its line; raises UnknownName with the nearest id."""
        surface = self.surface(self._asked(exercise_id))
        return Shown(surface, self.check(exercise_id))

    def again(self, exercise_id: str) -> Surface | Line:
        """The second attempt of an exercise, on another text; of the two the better one counts.

        Before the first attempt is checked it is a line that says so.
        """
        first = self._lesson.exercise(exercise_id)
        if first.again is None:
            return Line(f"{first.number} has no second attempt.")
        if self._asked(exercise_id) is first.again:
            return Line(
                f"{first.number}: you answered it on the twin; there is no other text for it."
            )
        if self._entry(first).checked is None:
            return Line(
                f"{first.number}: check it first. Then this cell brings the second attempt."
            )
        return self.surface(first.again)

    def _asked(self, exercise_id: str) -> Exercise:
        """The exercise with an id; with the twin, the second attempt of what asks about the article."""
        return self._lesson.exercise(exercise_id).in_edition(twin=self.twin)

    def surface(self, exercise: Exercise) -> Surface:
        """A new surface of one attempt, tied to the answers."""
        listed = [one.id for one in self._lesson.exercises]
        numbers = [one.number for one in self._lesson.exercises]
        asked = [self._asked(one).id for one in listed]
        # A second attempt of its own has nothing after it; in the twin edition it is the exercise.
        place = asked.index(exercise.id) if exercise.id in asked else len(asked)
        number = numbers[place] if place < len(asked) else ""
        then = "".join(numbers[place + 1 : place + 2])
        described = describe_exercise(exercise, self._copies(exercise), number=number, then=then)
        surface = Surface(
            exercise=described,
            given=self._as_given(exercise),
            lesson=self._standing(),
        )
        surface.document = exercise_html(
            exercise, places=story_places(self._lesson, twin=self.twin)
        )
        surface.observe(lambda change: self._on_given(exercise, change["new"]), "given")
        surface.on_msg(lambda widget, content, _: self._on_message(exercise, widget, content))
        known = self._surfaces.setdefault(exercise.id, [])
        known.append(surface)
        while len(known) > _KEPT_SURFACES:
            known.pop(0).close()
        self._refresh(exercise)
        return surface

    def alone(self, exercise_id: str) -> Surface:
        """The surface of an exercise outside a lesson's notebook: no first cell carries its answer."""
        self._carrier_client = _client()
        return self.surface(self._asked(exercise_id))

    def answer(self, exercise_id: str, given: Any, *, check: bool = False) -> Line:
        """Answer an exercise in code, exactly as its surface would; ``check`` locks it in.

        Marks are words (``["two people"]``), or words with a longer stretch around them; ``[]`` is
        *Nothing here*. Raises AnswerError with what could be meant.
        """
        exercise = self._asked(exercise_id)
        self._change(exercise, answer_from_code(exercise, given))
        message = self._lock(exercise) if check else ""
        if not self._is_carried():
            message = f"{message} {_NOT_CARRIED}".strip()
        line = check_line(self._result(exercise))
        return Line(f"{line}. {message}" if message else line)

    def check(self, exercise_id: str) -> Line:
        """Report how an exercise stands, in one line that stays up to date; it locks nothing."""
        exercise = self._lesson.exercise(exercise_id)
        line = Line(check_line(grade_exercise(exercise, self._keeper.sheet)))
        line.html = attempts_html(exercise, self._keeper.sheet)
        line.display_id = f"{self._carrier_id}-{exercise.id}"
        return line

    def hint(self, exercise_id: str) -> Line:
        """The next hint of an exercise; hints cost nothing and are recorded."""
        exercise = self._asked(exercise_id)
        hints = exercise.hints
        if not hints:
            return Line("There is no hint here.")
        number = self._next_hint(exercise)
        return Line(f"Hint {number} of {len(hints)}: {hints[number - 1]}")

    def score(self) -> Line:
        """The points so far, in one line."""
        return Line(card_line(self._lesson, grade_sheet(self._lesson, self._keeper.sheet)))

    def score_card(self) -> ScoreCard:
        """The score card once more, with a button that writes one file to hand in."""
        card = ScoreCard()
        card.on_msg(lambda widget, content, _: self._on_hand_in(widget))
        self._cards = [*self._cards[-1:], card]
        self._refresh_cards()
        return card

    def worked(
        self, story: str, sentence: int, *, labels: tuple[str, ...] = ("source", "cue")
    ) -> Drawn:
        """A sentence of a story with the key's marks and its sourcing chain, to learn from."""
        asked = (story, sentence)
        case = load_case(story)
        if self.twin and not case.invented:
            case = load_case(twin_of(story))
        elif self.twin and "twin_of" in case.article.meta:
            asked = (str(case.article.meta["twin_of"]), sentence)
        article = case.article
        if not 0 <= sentence < len(article.sentences):
            last = len(article.sentences) - 1
            raise AnswerError(
                f'"{story}"', f"there is no sentence {sentence}.", allowed=f"0 to {last}."
            )
        if asked not in self._lesson.worked:
            self._shown_after_checks(story, f'"{story}", sentence {sentence}')
        part = cut_reading(case.key, article.sentences[sentence])
        part = replace(part, marks=tuple(mark for mark in part.marks if not mark.contested))
        return Drawn(part, labels, paper=str(article.meta["outlet"]))

    def program(self, story: str, *labels: str) -> ProgramReport | Line:
        """What the program finds, misses and wrongly marks in a story, beside the key.

        ``labels`` are labels or kinds ("source.unnamed"). While exercises on the story are open it is
        a line that says so, for it would tell their answers.
        """
        return self._after_checks(
            story, labels, lambda: ProgramReport(load_case(story).key, labels)
        )

    def chain(self, story: str, first: int = 0, last: int | None = None) -> Chain | Line:
        """The sourcing chain of a story, in words; a line while exercises on it are open.

        With ``first`` and ``last`` it is that of some sentences only, both counted in.
        """
        case = load_case(story)
        sentences = case.article.sentences[first : None if last is None else last + 1]
        part = cut_reading(case.key, Span(sentences[0].start, sentences[-1].end))
        chain = Chain(part, str(case.article.meta["outlet"]))
        return self._after_checks(story, ("chain", first, last), lambda: chain)

    def table(self, story: str, label: str | None = None, *, sort: str = "") -> Table | Line:
        """Who says what when in a story; with a label, its marks; ``sort`` names a column.

        While exercises on the story are open it is a line that says so. Its ``frame`` is a DataFrame.
        """
        key = load_case(story).key
        table = table_of_marks(key, label) if label else table_of_attributions(key)
        table = table.sorted_by(sort) if sort else table
        return self._after_checks(story, ("table", label, sort), lambda: table)

    def counts(self, story: str, column: str) -> Counts | Line:
        """How often each value stands in a column of a story's table, as bars; a line while it is open."""
        counts = Counts(table_of_attributions(load_case(story).key), column)
        return self._after_checks(story, ("counts", column), lambda: counts)

    def end_card(self) -> EndCard:
        """What was found and what slipped, one thing to do again, and where to go on."""
        card = EndCard(
            self._lesson,
            self._keeper.notebook,
            sheet=lambda: self._keeper.sheet,
            second_attempt=self.again,
            twin=self.twin,
        )
        self._end_cards = [*self._end_cards[-1:], card]
        return card

    def _after_checks(
        self, story: str, what: tuple[object, ...], make: Callable[[], _T]
    ) -> _T | Line:
        """What tells a story's answers; until they are checked a line, which then gives way to it."""
        try:
            self._shown_after_checks(story, f'"{story}"')
        except AnswerError as error:
            told = f"You see this when the exercises on the story are checked. {error.next_step}"
            line = Line(told)
            line.display_id = f"{self._carrier_id}-{story}-{what}"
            self._later[line.display_id] = story, make
            return line
        return make()

    def show_later(self) -> None:
        """Put what waited for the checks of a story where its line stands, once they are done."""
        for display_id, (story, make) in list(self._later.items()):
            with suppress(AnswerError):
                self._shown_after_checks(story, "")
                update_display(make(), display_id=display_id)
                del self._later[display_id]

    def _shown_after_checks(self, story: str, place: str) -> None:
        """Raise AnswerError while exercises on a story are not checked."""
        open_ones = [
            exercise.number
            for exercise in self._lesson.exercises
            if story in (one.slug for one in exercise.cases)
            and exercise.kind != "write"
            and not exercise.practice
            and self._entry(self._asked(exercise.id)).checked is None
        ]
        if open_ones:
            raise AnswerError(
                place,
                "its marks are shown after the exercises on it are checked.",
                next_step=f"Still open: {', '.join(open_ones)}.",
            )

    # ── what happens ────────────────────────────────────────────────────────

    def reopen(self) -> None:
        """Read the sheet again: another window, or somebody else here, may have changed it."""
        self._keeper.take()
        self._feedback_for.clear()
        for exercise_id in self._surfaces:
            self._refresh(self._lesson.exercise(exercise_id))
        self._refresh_cards()
        self._tell_pages()

    def show_card(self) -> None:
        """Show the score card, which carries the answers in the notebook."""
        self._carrier_client = self._page = _client()
        display(self._bundle(), raw=True, display_id=self._carrier_id)
        for surfaces in self._surfaces.values():
            for surface in surfaces:
                surface.send({"carried": True})

    def _on_given(self, exercise: Exercise, given: Mapping[str, Any]) -> None:
        """A surface's answer changed."""
        try:
            if exercise.kind == "mark":
                answer: Any = answer_from_runs(exercise, given.get("runs", {}))
            else:
                answer = check_answer(exercise, given) if given else None
        except AnswerError as error:
            self._refresh(exercise, str(error))
            return
        self._change(exercise, answer)

    def _on_message(self, exercise: Exercise, surface: Surface, content: Mapping[str, Any]) -> None:
        """A surface asks for something: to check, for a hint, or whether it is alive."""
        match content.get("do"):
            case "hello":
                self._welcome(surface, str(content.get("view", "")), _client())
            case "take":
                self._page = _client()
                self.reopen()
            case "check":
                self._refresh(exercise, self._lock(exercise))
            case "hint":
                self._next_hint(exercise)
            case "note":
                self._note(exercise, str(content.get("text", "")))

    def _welcome(self, surface: Surface, view: str, page: str) -> None:
        """Tell a drawn surface how its page stands; a page not met before makes the others read-only."""
        if page not in {known for _, known in self._views.values()} and page != self._page:
            self._page = page
            self._tell_pages()
        self._views[view] = (surface, page)
        self._tell_page(surface, view, page)

    def _tell_pages(self) -> None:
        for view, (surface, page) in list(self._views.items()):
            self._tell_page(surface, view, page)

    def _tell_page(self, surface: Surface, view: str, page: str) -> None:
        carried = page == self._carrier_client
        surface.send(
            {
                "view": view,
                "carried": carried,
                "saved": carried or self._keeper.is_saved(),
                "taken": self._keeper.taken or page != self._page,
                "writable": self._keeper.can_save_notebook,
            }
        )

    def hand_in(self) -> str:
        """Write the file to hand in, and say where it is, in a sentence."""
        whose = hand_in_name(home_of(self._keeper.notebook)) or ""
        try:
            path = write_hand_in(replace(self._keeper.sheet, learner=whose), self._keeper.notebook)
        except OSError as error:
            return f"The file can't be written ({error.strerror}). Hand in the notebook."
        return f"Written: {path.name}, in {path.parent}. Hand in this file, or the saved notebook itself."

    def _on_hand_in(self, card: ScoreCard) -> None:
        card.message = self.hand_in()

    def _change(self, exercise: Exercise, answer: Any) -> None:
        """Put an answer into the sheet, if it differs from what is there."""
        if is_blank(exercise, answer):
            answer = None
        entry = self._entry(exercise)
        if answer != entry.answer:
            self._keep(exercise, replace(entry, answer=answer))
        self._refresh(exercise)

    def _lock(self, exercise: Exercise) -> str:
        """Check an answer: the first time it is locked in. Returns what to say, or nothing."""
        entry = self._entry(exercise)
        missing = find_missing(exercise, entry.answer)
        if missing:
            return missing
        checked = entry.answer if entry.checked is None else entry.checked
        self._feedback_for[exercise.id] = entry.answer
        self._keep(exercise, replace(entry, checked=checked, tries=entry.tries + 1))
        self.show_later()
        if exercise.kind == "write":
            return "Compare your answer with ours, then tick what is true of yours."
        if entry.checked is None:
            return ""
        if exercise.pretest:
            return "The first answer that you kept is the one that counts."
        again = grade_entry(exercise, Entry(checked=entry.answer))
        if again.points is None:
            return "" if exercise.practice else "Your first Check is what counts."
        return (
            f"This time it would be {again.points:g} of {again.possible}. That is practice: your "
            "first Check is what counts."
        )

    def _next_hint(self, exercise: Exercise) -> int:
        """Open the next hint, if one is left; returns the number of the newest."""
        entry = self._entry(exercise)
        if entry.hints < len(exercise.hints):
            self._keep(exercise, replace(entry, hints=entry.hints + 1))
            self._refresh(exercise)
        return self._entry(exercise).hints

    def _note(self, exercise: Exercise, text: str) -> None:
        """Keep the learner's line where they read it differently; it changes no points."""
        note = " ".join(text.split())[:MAX_NOTE]
        entry = self._entry(exercise)
        if note != entry.note:
            self._keep(exercise, replace(entry, note=note))
        self._refresh(exercise, "Kept for your teacher." if note else "Your line is gone.")

    def _keep(self, exercise: Exercise, entry: Entry) -> None:
        """Write the sheet to disk and into the notebook."""
        self._keeper.refresh()  # another window's changes come first, or this one would lose to them
        self._keeper.save(self._keeper.sheet.with_entry(exercise.id, entry))
        self._refresh(exercise)  # whoever answered sees it first; cards and lines follow
        if get_ipython() is not None:
            update_display(self._bundle(), raw=True, display_id=self._carrier_id)
            first = self._lesson.exercise(exercise.id.removesuffix(AGAIN))
            line = self.check(first.id)
            update_display(line.bundle, raw=True, display_id=line.display_id)
        self._refresh_cards()
        if self._keeper.taken:
            self._tell_pages()
        standing = self._standing()
        for surfaces in self._surfaces.values():
            for surface in surfaces:
                surface.lesson = standing

    # ── what is shown ───────────────────────────────────────────────────────

    def _standing(self) -> dict[str, Any]:
        """How far the lesson has come: exercises, not points."""
        graded = self._lesson.possible > 0
        counted = [one for one in self._lesson.exercises if not (graded and one.practice)]
        done = sum(self._entry(self._asked(one.id)).checked is not None for one in counted)
        home = COURSE_NOTEBOOK if self._keeper.notebook.with_name(COURSE_NOTEBOOK).is_file() else ""
        return {
            "number": str(int(self._lesson.number)) if self._lesson.number.isdigit() else "",
            "title": self._lesson.title,
            "done": done,
            "total": len(counted) if self._lesson.number.isdigit() else 0,
            "home": home,
            "who": self._keeper.learner,
        }

    def _entry(self, exercise: Exercise) -> Entry:
        return self._keeper.sheet.entry(exercise.id)

    def _result(self, exercise: Exercise) -> Result:
        """How one attempt stands."""
        return grade_entry(exercise, self._entry(exercise))

    def _as_given(self, exercise: Exercise) -> dict[str, Any]:
        """The answer as a surface draws it."""
        try:
            answer = self._entry(exercise).answer
            answer = None if answer is None else check_answer(exercise, answer)
        except AnswerError:
            answer = None
        if exercise.kind == "mark":
            return {"runs": runs_given(exercise, answer)}
        return answer or {}

    def _refresh(self, exercise: Exercise, message: str = "") -> None:
        """Tell every surface of an exercise how it stands now."""
        entry = self._entry(exercise)
        shown = None
        if entry.checked is not None:
            latest = self._feedback_for.get(exercise.id, entry.checked)
            shown = grade_entry(exercise, Entry(checked=latest))
        state = describe_state(
            exercise,
            entry,
            shown,
            line=check_line(self._result(exercise)),
            trouble=self._keeper.trouble,
            message=message,
        )
        given = self._as_given(exercise)
        # Its revision is the entry's, so that a record changes only where its entry does.
        sheet = self._keeper.sheet
        only = replace(sheet, revision=entry.revision, entries={exercise.id: entry})
        for surface in self._surfaces.get(exercise.id, ()):
            surface.given = given
            surface.state = state
            surface.record = sheet_to_json(only)

    def _refresh_cards(self) -> None:
        results = grade_sheet(self._lesson, self._keeper.sheet)
        for card in self._cards:
            card.rows = card_rows(results)
            card.line = card_line(self._lesson, results)
        for end_card in self._end_cards:
            end_card.refresh()

    def _bundle(self) -> dict[str, Any]:
        """The first cell's output: the score card, and the sheet that it carries."""
        results = grade_sheet(self._lesson, self._keeper.sheet)
        return {
            "text/plain": card_line(self._lesson, results),
            "text/html": card_html(self._lesson, results, self._keeper.trouble),
            MIME: sheet_to_json(self._keeper.sheet),
        }

    def _is_carried(self) -> bool:
        """Whether the page that speaks now is the one that ran the first cell and can update it."""
        return _client() == self._carrier_client

    def _copies(self, exercise: Exercise) -> dict[str, str]:
        """The reader's own copies of the originals of an exercise's stories."""
        for case in exercise.cases:
            if not case.invented and case.slug not in self._originals:
                attached = load_original(case)
                self._originals[case.slug] = attached.article.text if attached else ""
        return self._originals


def _client() -> str:
    """The page that sent the message being handled; pages differ after a reload or in a new tab."""
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return ""
    return str(kernel.get_parent("shell").get("header", {}).get("session", ""))
