"""Three ways to answer an exercise on the page: with the mouse, with keys alone, with a finger."""

from __future__ import annotations

from typing import Any

from mediakit.lessons import Exercise
from mediakit.lessons.given import runs_given

EDIT = ".mk-text[role=listbox]"


class Hand:
    """Answers any kind of exercise; what differs is how a word, a control and a text are reached."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, target: Any) -> None:
        """Press a button, or choose what a label belongs to."""
        raise NotImplementedError

    def mark(self, panel: Any, first: int, last: int) -> None:
        """Mark a text from one token to another."""
        raise NotImplementedError

    def type_into(self, target: Any, text: str) -> None:
        """Write into a field."""
        raise NotImplementedError

    def leave(self) -> None:
        """Leave a field, so that what was written is taken."""
        self.page.keyboard.press("Tab")

    def answer(self, surface: Any, exercise: Exercise, answer: dict[str, Any]) -> None:
        """Give an answer in its one form, as ``key_answer`` gives it."""
        getattr(self, f"_{exercise.kind}")(surface, exercise, answer)

    def _mark(self, surface: Any, exercise: Exercise, answer: dict[str, Any]) -> None:
        tabs = surface.get_by_role("tab")
        for number, (slug, runs) in enumerate(runs_given(exercise, answer).items()):
            if tabs.count():
                self.press(tabs.nth(number))
            panel = surface.locator(".mk-panel").nth(number)
            for first, last, _ in runs:
                self.mark(panel, first, last)
            if not runs:
                self.press(surface.get_by_role("button", name="Nothing here"))
            assert slug

    def _choose(self, surface: Any, exercise: Exercise, answer: dict[str, Any]) -> None:
        self._chip(surface, answer["option"])

    def _classify(self, surface: Any, exercise: Exercise, answer: dict[str, Any]) -> None:
        for row, item in enumerate(exercise.rows):
            for cell, column in enumerate(exercise.columns):
                groups = surface.locator(".mk-row").nth(row).locator(".mk-chips")
                self._chip(groups.nth(cell), answer["slots"][item][column.id])

    def _chip(self, group: Any, value: str) -> None:
        self.press(group.locator(f".mk-chip:has(input[value='{value}'])"))

    def _order(self, surface: Any, exercise: Exercise, answer: dict[str, Any]) -> None:
        items = surface.locator(".mk-order li")
        for place, thing in enumerate(answer["order"]):
            name = exercise.name_of(thing)
            for _ in range(12):
                told = [
                    items.nth(n).locator("span").first.text_content() for n in range(items.count())
                ]
                if told.index(name) == place:
                    break
                self.press(items.nth(told.index(name)).locator("button").first)
                self.page.wait_for_timeout(60)
        keep = surface.get_by_role("button", name="It is in order as it stands")
        if keep.is_visible():
            self.press(keep)

    def _estimate(self, surface: Any, exercise: Exercise, answer: dict[str, Any]) -> None:
        if answer["figure"] is None:
            self.press(surface.locator("label", has_text="No figure can be read off"))
        else:
            self.type_into(surface.locator("input.mk-figure"), f"{answer['figure']:g}")
            self.leave()

    def _connect(self, surface: Any, exercise: Exercise, answer: dict[str, Any]) -> None:
        for first, second in answer["lines"]:
            for n, node in enumerate((first, second)):
                self._chip(surface.locator(".mk-picker .mk-chips").nth(n), node)
            self.press(surface.get_by_role("button", name="Add this line"))
            self.page.wait_for_timeout(60)

    def _write(self, surface: Any, exercise: Exercise, answer: dict[str, Any]) -> None:
        self.type_into(surface.locator("textarea.mk-area").first, answer["text"])
        self.leave()


class Mouse(Hand):
    """Clicks and drags."""

    def press(self, target: Any) -> None:
        target.click()

    def mark(self, panel: Any, first: int, last: int) -> None:
        a, b = (panel.locator(f"{EDIT} .mk-token[data-n='{n}']") for n in (first, last))
        a.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
        start, end = a.bounding_box(), b.bounding_box()
        self.page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=4)
        self.page.mouse.up()

    def type_into(self, target: Any, text: str) -> None:
        target.click()
        self.page.keyboard.type(text)


class Finger(Mouse):
    """Taps only: the first word, then the last."""

    def press(self, target: Any) -> None:
        target.tap()

    def mark(self, panel: Any, first: int, last: int) -> None:
        for n in (first, last):
            token = panel.locator(f"{EDIT} .mk-token[data-n='{n}']")
            token.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
            token.tap()

    def type_into(self, target: Any, text: str) -> None:
        target.tap()
        self.page.keyboard.type(text)


class Keys(Hand):
    """Tab, arrows, Space and Enter; nothing is ever clicked."""

    def press(self, target: Any) -> None:
        control = target.locator("input") if target.locator("input").count() else target
        self._reach(control)
        self.page.keyboard.press(
            "Enter" if control.evaluate("(n) => n.tagName") == "BUTTON" else "Space"
        )

    def mark(self, panel: Any, first: int, last: int) -> None:
        at = panel.locator(f"{EDIT} [role=option][tabindex='0']")
        self._tab(at)
        unit = "(node, n) => Number(node.querySelector(`.mk-token[data-n='${n}']`).closest('[data-unit]').dataset.unit)"
        box = panel.locator(EDIT)
        start, end = (box.evaluate(unit, n) for n in (first, last))
        here = int(at.get_attribute("data-unit"))
        step = "ArrowRight" if start > here else "ArrowLeft"
        for _ in range(abs(start - here)):
            self.page.keyboard.press(step)
        for _ in range(end - start):
            self.page.keyboard.press("Shift+ArrowRight")
        self.page.keyboard.press("Space")

    def type_into(self, target: Any, text: str) -> None:
        self._tab(target)
        self.page.keyboard.type(text)

    def _reach(self, target: Any) -> None:
        """Tab to a control; radio buttons and tabs of a group are reached by arrows."""
        group = target.locator("xpath=ancestor::*[@role='radiogroup' or @role='tablist'][1]")
        if not group.count():
            return self._tab(target)
        inputs = group.locator("input, [role=tab]")
        self._tab_into(group)
        for _ in range(inputs.count()):
            if target.evaluate("(node) => node === document.activeElement"):
                return None
            self.page.keyboard.press("ArrowRight")
        raise AssertionError("the arrows don't reach it")

    def _tab_into(self, group: Any) -> None:
        self._tab_until(group, "(node) => node.contains(document.activeElement)")

    def _tab(self, target: Any) -> None:
        self._tab_until(target, "(node) => node === document.activeElement")

    def _tab_until(self, target: Any, true: str) -> None:
        """Press Tab until it is there, from the prompt of its exercise on, as a reader would."""
        for key in ("Tab", "Shift+Tab"):
            for _ in range(80):
                if target.evaluate(true):
                    return
                inside = target.evaluate(
                    "(node) => node.closest('.mk-root').contains(document.activeElement)"
                )
                if not inside:
                    break
                self.page.keyboard.press(key)
            target.evaluate(
                "(node) => node.closest('.mk-root').querySelector('.mk-prompt').focus()"
            )
        for _ in range(80):
            if target.evaluate(true):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("Tab does not reach it")
