"""Filling in attributes: chosen by number, typed, picked from the text, or taken as offered.

Each is one change, saved at once, and one step of undo. What can't be read stays in the line to be mended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import events, on

from annotations.attributes import InvalidValueError, is_iso, parse, picked, span, with_attributes, with_item
from annotations.numbers.notation import number_shown, written
from tui.i18n import N_, _, plural
from tui.keys import undoable
from tui.screens.detailing import Detailing
from tui.widgets.bidi_input import BidiInput
from tui.widgets.facts import choice, label_of
from tui.widgets.fields import Field
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotations.records import Annotation

_REFUSED = {
    "date": N_("no such day; write it like 2024-10-23 or 23 أكتوبر 2024"),
    "number": N_("no number; write it like 12,500 or 12.5"),
    "numbers": N_("no amount; write it like 12,000 or ~10,000–12,000 and what is counted"),
}


@dataclass(frozen=True)
class Question:
    """What is being asked for, and of which annotation; the cursor may be elsewhere when it is answered."""

    field: Field
    sentence: int
    uuid: str = ""
    """Of the annotation; nothing: there is none yet."""
    before: str = ""
    """What stood in the line at first."""


class Filling(Detailing):
    """The part of the reader that fills attributes in."""

    _question: Question | None = None
    _interrupted: tuple[Question, str] | None = None
    """What was being typed when words of the text were wanted instead."""

    # ------------------------------------------------------------------ keys

    async def action_change(self) -> None:
        """Change the row under the cursor, in the way of its kind."""
        field = self.field
        if field.attribute is None:
            self.say(_("not in the scheme any more; 0 takes it away"))
        elif field.kind == "choice":
            await self._choose(field)
        elif field.kind == "span":
            self._pick(self._asked(field))
        elif (
            field.kind == "numbers" and field.item is None and not self.values.get(field.id) and self.offered
        ):
            if self._put(self._asked(field), {field.id: self.offered}):
                n = len(self.values.get(field.id, ()))
                self.say(plural("{n} number taken from the text", "{n} numbers taken from the text", n))
        else:
            self._ask(self._asked(field))

    def action_value(self, number: int) -> None:
        """Set the value with a number."""
        field = self.field
        if field.attribute is None or field.kind != "choice":
            self.say(_("numbers choose where there is a list; Enter changes this one"))
        elif number > (count := len(field.attribute.values)):
            self.say(plural("there is {n} value", "there are {n} values", count))
        else:
            self._put(self._asked(field), {field.id: field.attribute.values[number - 1]})

    def action_unset(self) -> None:
        """Take the value under the cursor away."""
        field = self.field
        if self.values.get(field.id) is None:
            self.say(_("nothing here to take away"))
        elif self._put(self._asked(field), {field.id: self._with_numbers(field, [])}):
            self.say(undoable(_("taken away; {undo} brings it back"), "details"))

    def action_add_number(self) -> None:
        """Type one more number."""
        attribute = self.field.attribute
        if attribute is None or attribute.kind != "numbers":
            self.say(_("this takes one value; Enter changes it"))
        else:
            self._ask(self._asked(Field(attribute.id, attribute)))

    # ------------------------------------------------------------------ choosing and picking

    async def _choose(self, field: Field) -> None:
        """Have a value chosen from a list, which has room for more than nine."""
        from tui.screens.pickers import Picker
        from tui.widgets.pick_list import PickList
        from tui.widgets.pick_rows import Item, Rooms

        assert field.attribute is not None
        question, values = self._asked(field), list(field.attribute.values)
        now = self.values.get(field.id)

        def item(value: str) -> Item:
            return Item(choice(value), key=str(values.index(value) + 1), on=value == now)

        def then(value: str | None) -> None:
            if value is not None:
                self._put(question, {field.id: value})

        at = values.index(now) if now in values else 0
        label = label_of(field.attribute, field.id)
        await self.app.push_screen(Picker(PickList(label, values, item, Rooms(key=3, name=30), at=at)), then)

    def _pick(self, question: Question) -> None:
        """Have words of the text picked."""
        field = question.field

        def use(start: int, end: int) -> None:
            current = self._current(question)
            try:
                found = picked(self.scheme, field.id, span(self.article.text, start, end), current)
            except InvalidValueError as error:
                self.say(str(error), error=True)
                return
            if self._put(question, found) and len(found) > 1:
                self.say(undoable(_("its words are the claimant, too; {undo} takes both back"), "details"))

        value = self.values.get(field.id)
        match value:
            case {"start": int(start), "end": int(end), "quote": quote} if (
                self.article.text[start:end] == quote
            ):
                self.pick(label_of(field.attribute, field.id), use, (start, end))
            case _:
                self.pick(label_of(field.attribute, field.id), use)

    def leave_selection(self) -> None:
        """Leave a selection; what was being typed before it is given up."""
        self._interrupted = None
        super().leave_selection()

    def action_leave_selection(self) -> None:
        """Select nothing any more; what was being typed is typed on."""
        interrupted = self._interrupted
        super().action_leave_selection()
        if interrupted is not None:
            self._ask(*interrupted)

    def leave_details(self) -> None:
        """Give the reader its own keys back; what is being typed belongs to the article that is left."""
        if self._question is not None:
            self.keep_typed()
            self._question = None
            self._close_prompt()
        super().leave_details()

    # ------------------------------------------------------------------ typing

    def _ask(self, question: Question, typed: str | None = None) -> None:
        self._question = question
        prompt = self.query_one(Prompt)
        prompt.ask(
            label_of(question.field.attribute, question.field.id), question.before if typed is None else typed
        )
        if question.field.kind == "text":
            prompt.fact.say(_("Tab: from the text"))

    def _asked(self, field: Field) -> Question:
        """Return the question for a row, with what stands there now."""
        mine = self._mine()
        value = self.values.get(field.id)
        if field.kind == "numbers":
            items = value if isinstance(value, list) else []
            item = items[field.item] if field.item is not None else None
            before = written(item) if isinstance(item, dict) else ""
        elif field.kind == "number" and value is not None:
            before = number_shown(value)
        else:
            before = value if isinstance(value, str) else ""
        return Question(field, self.view.cursor, mine.uuid if mine else "", before)

    def on_key(self, event: events.Key) -> None:
        """Tab takes words of the text instead of what is typed."""
        question = self._question
        if question is not None and event.key == "tab" and question.field.kind == "text":
            event.stop()
            typed = self.query_one(Prompt).input.value
            self._pick(question)
            if self.selecting:
                self._close_prompt()
                self._question, self._interrupted = None, (question, typed)

    @on(BidiInput.Submitted)
    def _answered(self, event: BidiInput.Submitted) -> None:
        if self._question is not None:
            event.prevent_default()  # it is no note
            self._answer(self._question, event.value)

    @on(BidiInput.Cancelled)
    def _not_answered(self) -> None:
        self._question = None

    def keep_typed(self) -> bool:
        """Save what is being typed; what can't be read is said, and stays in the line."""
        typed = self.query_one(Prompt).input.value
        pending = (self._question, typed) if self._question else self._interrupted
        return self._answer(*pending) if pending is not None else super().keep_typed()

    def _answer(self, question: Question, typed: str) -> bool:
        """Store what was typed; what can't be read or saved stays in the line, and False is returned."""
        field = question.field
        assert field.attribute is not None
        value: Any = None
        if typed != question.before:
            try:
                value = parse(field.attribute, typed)
            except InvalidValueError as error:
                self.say(_(_REFUSED[field.kind]) if field.kind in _REFUSED else str(error), error=True)
                return False
            if field.kind == "numbers":
                value = self._with_numbers(field, value or [])
            if not self._put(question, {field.id: value}):
                return False
        self._question = None
        self._close_prompt()
        if field.kind == "date" and value is not None and not is_iso(value):
            self.say(_("kept as it is written: no day of the calendar can be read in it"))
        return True

    # ------------------------------------------------------------------ storing

    def _with_numbers(self, field: Field, put: list[dict[str, Any]]) -> Any:
        """Return what becomes of a value when `put` stands in the place of a row; None: nothing is left."""
        items = self.values.get(field.id)
        if field.kind != "numbers" or (field.item is None and not put):
            return None
        place = field.item if field.item is not None else len(items) if isinstance(items, list) else 0
        mine = self._mine()
        return with_item(items, place, put, mine.target.quote if mine else "")

    def _current(self, question: Question) -> Annotation | None:
        """Return the annotation that was asked about, as it is now."""
        found = (one for one in self.app.desk.annotations(self.article) if one.uuid == question.uuid)
        return next(found, None)

    def _put(self, question: Question, values: Mapping[str, Any]) -> bool:
        """Store values; returns whether they are, or wait for the disk. Why not is said."""
        current = self._current(question)
        if question.uuid and current is None:
            self.say(_("this annotation is gone"), error=True)
            return False
        annotator = self.app.desk.project.annotator
        try:
            change = with_attributes(self.article, question.sentence, values, current, annotator)
        except InvalidValueError as error:
            self.say(str(error), error=True)
            return False
        return change is None or self.app.save(self.article, [change])
