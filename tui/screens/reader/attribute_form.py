"""Filling in attributes: chosen by number, typed, picked from the text, or taken as offered.

Each is one change, saved at once, and one step of undo. What can't be read stays in the line to be mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events

from annotations.services.attributes import (
    InvalidValueError,
    is_iso,
    parse,
    picked,
    span,
    with_attributes,
    with_item,
)
from annotations.text.amounts import number_shown
from annotations.text.numbers.notation import written
from tui.config.bindings import undoable
from tui.i18n import N_, _, plural
from tui.presenters.annotation import choice, label_of
from tui.presenters.attributes import Field
from tui.screens.reader.details import Detailing
from tui.session.drafts import Question
from tui.widgets.bars import KeyHints
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotations.model.records import Annotation
    from annotations.model.scheme import Attribute

_REFUSED = {
    "date": N_("no such day; write it like 2024-10-23 or 23 أكتوبر 2024"),
    "number": N_("no number; write it like 12,500 or 12.5"),
    "numbers": N_("no amount; write it like 12,000 or ~10,000–12,000 and what is counted"),
}


class Filling(Detailing):
    """The part of the reader that fills attributes in."""

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
        elif self._put(asked := self._asked(field), {field.id: self._with_numbers(asked, [])}):
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
        from tui.screens.dialogs.picker import Picker
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
        attribute = self._attribute(question)
        label = label_of(attribute, question.field)

        def use(start: int, end: int) -> None:
            current = self.subject(question)
            try:
                found = picked(self.scheme, question.field, span(self.article.text, start, end), current)
            except InvalidValueError as error:
                self.say(str(error), error=True)
                return
            if not self._put(question, found):
                return
            self.app.session.drafts.drop(question)  # what was being typed when words were wanted instead
            self._keep_soon()
            if len(found) > 1:
                self.say(undoable(_("its words are the claimant, too; {undo} takes both back"), "details"))

        match self.values.get(question.field):
            case {"start": int(start), "end": int(end), "quote": quote} if (
                self.article.text[start:end] == quote
            ):
                self.pick(label, use, (start, end))
            case _:
                self.pick(label, use)

    def leave_selection(self) -> None:
        """Leave a selection; what was being typed before it stays a draft."""
        self._interrupted = None
        super().leave_selection()

    def action_leave_selection(self) -> None:
        """Select nothing any more; what was being typed is typed on."""
        interrupted = self._interrupted
        super().action_leave_selection()
        if interrupted is not None:
            self._ask(*interrupted)

    def leave_details(self) -> None:
        """Give the reader its own keys back; what is being typed stays a draft of where it was begun."""
        self.leave_prompt()
        super().leave_details()

    # ------------------------------------------------------------------ typing

    def _ask(self, question: Question, typed: str | None = None) -> None:
        """Have the value of a row typed; what its draft says stands in the line."""
        draft = self.draft_for(question) if typed is None else None
        if draft is not None:
            question, typed = self._brought_back(draft, question), draft.text
        attribute = self._attribute(question)
        is_text = attribute is not None and attribute.kind == "text"
        keys = [("Tab", _("from the text"))] if is_text else []
        self.ask(question, label_of(attribute, question.field), typed, keys=keys)
        if is_text and draft is None:
            self.query_one(Prompt).fact.show(_("Tab: from the text"))

    def _attribute(self, question: Question) -> Attribute | None:
        return next((one for one in self.scheme.attributes if one.id == question.field), None)

    def _asked(self, field: Field) -> Question:
        """Return the question for a row, with what stands there now."""
        mine, unit = self._mine(), self.article.units[self.view.cursor]
        span = (mine.target.start, mine.target.end) if mine else (unit.start, unit.end)
        before = self._stands(field.attribute, field.item, mine)
        return self.question("attribute", mine, span, field=field.id, item=field.item, before=before)

    @staticmethod
    def _stands(attribute: Attribute | None, item: int | None, annotation: Annotation | None) -> str:
        """Return what stands in a row, as it is typed."""
        value = annotation.attributes.get(attribute.id) if annotation and attribute else None
        if attribute is not None and attribute.kind == "numbers":
            items = value if isinstance(value, list) else []
            number = items[item] if item is not None and item < len(items) else None
            return written(number) if isinstance(number, dict) else ""
        if attribute is not None and attribute.kind == "number" and value is not None:
            return number_shown(value)
        return value if isinstance(value, str) else ""

    def on_key(self, event: events.Key) -> None:
        """Tab takes words of the text instead of what is typed."""
        question = self._question
        if question is None or question.kind != "attribute" or event.key != "tab":
            return
        attribute, typed = self._attribute(question), self.query_one(Prompt).input.value
        if attribute is not None and attribute.kind == "text":
            event.stop()
            self._pick(question)
            if self.selecting:
                keys = self.query_one(KeyHints).shown
                self.leave_prompt()
                self.query_one(KeyHints).show(keys)
                self._interrupted = question, typed

    def answer(self, question: Question, typed: str) -> bool:
        """Store what was typed; what can't be read or saved stays in the line, and False is returned."""
        attribute = self._attribute(question)
        if attribute is None:
            return super().answer(question, typed)
        current = self.subject(question)
        stands = self._stands(attribute, question.item, current)
        if typed in (stands, question.before):
            return True
        try:
            value = parse(attribute, typed)
        except InvalidValueError as error:
            self.say(_(_REFUSED[attribute.kind]) if attribute.kind in _REFUSED else str(error), error=True)
            return False
        if not self.still_as_asked(question, stands, gone=bool(question.uuid) and current is None):
            return False
        if attribute.kind == "numbers":
            value = self._with_numbers(question, value or [])
        if not self._put(question, {attribute.id: value}):
            return False
        if attribute.kind == "date" and value is not None and not is_iso(value):
            self.say(_("kept as it is written: no day of the calendar can be read in it"))
        return True

    # ------------------------------------------------------------------ storing

    def _with_numbers(self, question: Question, put: list[dict[str, Any]]) -> Any:
        """Return what becomes of a value when `put` stands in the place of a row; None: nothing is left."""
        attribute, current = self._attribute(question), self.subject(question)
        if attribute is None or attribute.kind != "numbers" or (question.item is None and not put):
            return None
        items = current.attributes.get(question.field) if current else None
        count = len(items) if isinstance(items, list) else 0
        place = count if question.item is None else question.item
        return with_item(items, place, put, current.target.quote if current else "")

    def _put(self, question: Question, values: Mapping[str, Any]) -> bool:
        """Store values; returns whether they are, or wait for the disk. Why not is said."""
        current = self.subject(question)
        if question.uuid and current is None:
            self.say(_("this annotation is gone"), error=True)
            return False
        annotator = self.app.session.project.annotator
        try:
            change = with_attributes(self.article, (question.start, question.end), values, current, annotator)
        except InvalidValueError as error:
            self.say(str(error), error=True)
            return False
        return change is None or self.app.save(self.article, [change])
