"""Attributes are filled in: chosen by number, typed, picked from the text, or taken as offered.

While the details have the focus their cursor goes from row to row, and on from each row that is filled. The
claimant and the numbers have keys of their own, which act at once and leave the cursor where it is. Each
value is one change, saved at once, and one step of undo. What can't be read stays in the line to be mended.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from annotations.services.attributes import (
    CLAIMANT,
    InvalidValueError,
    is_iso,
    parse,
    picked,
    span,
    with_attributes,
    with_item,
)
from annotations.services.claimants import claimant_before
from annotations.text.numbers.amounts import number_shown
from annotations.text.numbers.notation import written
from tui.config.bindings import undoable
from tui.i18n import N_, _, plural
from tui.presenters.annotation import choice_label, label_of
from tui.presenters.attributes import Field
from tui.screens.messages import OpenDialog
from tui.screens.reader.state import NO_FIELD, EditAttributes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotations.model.records import Annotation
    from annotations.model.scheme import Attribute, Scheme
    from annotations.services.suggestions import Offer
    from tui.screens.context import SessionContext
    from tui.screens.reader.claimant_line import ClaimantLine
    from tui.screens.reader.details import DetailsController
    from tui.screens.reader.drafts import ArticleDrafts
    from tui.screens.reader.navigation import Navigation
    from tui.screens.reader.prompts import Prompts
    from tui.screens.reader.selection import WordSelection
    from tui.screens.reader.state import ReaderState, Transitions
    from tui.screens.reader.suggesting import Suggesting
    from tui.screens.reader.tagging import Tagging
    from tui.session.drafts import Question

_REFUSED = {
    "date": N_("no such day; write it like 2024-10-23 or 23 أكتوبر 2024"),
    "number": N_("no number; write it like 12,500 or 12.5"),
    "numbers": N_("no amount; write it like 12,000 or ~10,000–12,000 and what is counted"),
}


class AttributeForm:
    """Fills attributes in.

    Args:
        context: has the annotations, and saves them.
        state: has the row under the cursor.
        details: shows the rows.
        transitions: the ways in and out.
        prompts: has values typed.
        selection: has words picked.
        drafts: what was typed and not said.
        names: offers names while a claimant is typed.
        navigation: goes to the sentence whose details are filled in.
        tagging: goes from claim to claim.
        suggesting: says what is suggested for an empty row.
    """

    def __init__(
        self,
        context: SessionContext,
        state: ReaderState,
        details: DetailsController,
        transitions: Transitions,
        prompts: Prompts,
        selection: WordSelection,
        drafts: ArticleDrafts,
        names: ClaimantLine,
        navigation: Navigation,
        tagging: Tagging,
        suggesting: Suggesting,
    ) -> None:
        self._context = context
        self._state = state
        self._details = details
        self._transitions = transitions
        self._prompts = prompts
        self._selection = selection
        self._drafts = drafts
        self._names = names
        self._navigation = navigation
        self._tagging = tagging
        self._suggesting = suggesting
        self._back = NO_FIELD
        """The row to which the cursor goes back when the claimant, which was asked for there, is typed."""

    @property
    def _scheme(self) -> Scheme:
        return self._context.project.scheme

    def enter(self) -> None:
        """Go into the details: of the sentence whose type was just set, if nothing is said of this one."""
        tagged = self._state.tagged
        if tagged is not None and not self._state.group:
            self._navigation.go(tagged)
        current, own = self._state.current, self._details.own
        if not self._state.article.units:
            self._context.notify(_("this article has no sentence to tag"))
        elif not self._details.rows:
            self._context.notify(_("the scheme of this project has no attributes"))
        else:
            self._transitions.enter(EditAttributes())
            if current is not None and own is None:
                said = _("this one is {name}'s: what you fill in is an annotation of your own")
                self._context.notify(said.format(name=current.annotator))

    # ------------------------------------------------------------------ from row to row

    def move(self, step: int) -> None:
        """Go to the next or the previous row."""
        rows = self._details.rows
        at = self._details.row_under_cursor(rows) + step
        self._go_to(rows[max(0, min(at, len(rows) - 1))])

    def move_to_end(self, direction: int) -> None:
        """Go to the first or the last row."""
        self._go_to(self._details.rows[0 if direction < 0 else -1])

    def move_to(self, name: str) -> None:
        """Go to the row of an attribute, by its id."""
        self._go_to(next(row for row in self._details.rows if row.id == name))

    def _go_to(self, row: Field) -> None:
        self._back = NO_FIELD
        self._state.go_to_field(row)
        self._details.update()

    # ------------------------------------------------------------------ what keys do in a row

    async def change(self) -> None:
        """Change the row under the cursor, in the way of its kind."""
        field, details = self._state.field, self._details
        offer = self._offer
        if offer is not None and field.kind != "numbers":
            self._take(offer, self._asked(field))
        elif field.attribute is None:
            self._context.notify(_("not in the scheme any more; 0 takes it away"))
        elif field.kind == "choice":
            await self._choose(field, field.attribute)
        elif field.kind == "span":
            self._pick(self._asked(field))
        elif (
            field.kind == "numbers"
            and field.item is None
            and not details.values.get(field.id)
            and details.offered
        ):
            self._take_numbers(field)
        else:
            self._ask(self._asked(field))

    def set_value(self, number: int) -> None:
        """Set the value with a number, counted from 1."""
        field = self._state.field
        if field.attribute is None or field.kind != "choice":
            self._context.notify(_("numbers choose where there is a list; Enter changes this one"))
        elif number > (count := len(field.attribute.values)):
            self._context.notify(plural("there is {n} value", "there are {n} values", count))
        elif self._put(asked := self._asked(field), {field.id: field.attribute.values[number - 1]}):
            self._go_on(asked)

    def unset(self) -> None:
        """Take the value under the cursor away."""
        field = self._state.field
        if (offer := self._offer) is not None:
            self._suggesting.refuse(offer)
        elif self._details.values.get(field.id) is None:
            self._context.notify(_("nothing here to take away"))
        elif self._put(asked := self._asked(field), {field.id: self._with_numbers(asked, [])}):
            self._context.notify(undoable(_("taken away; {undo} brings it back"), "details"))

    def _take(self, offer: Offer, asked: Question) -> bool:
        """Take what is suggested for a row, and go on from it; returns whether it is in sight."""
        taken = self._suggesting.take([offer])
        if taken:
            self._go_on(asked)
        return taken

    @property
    def _offer(self) -> Offer | None:
        """The suggestion for the row under the cursor, which is empty; None: nothing is."""
        field = self._state.field
        if self._details.values.get(field.id) is not None:
            return None
        return self._suggesting.by_field.get(field.id)

    def add_number(self) -> None:
        """Have one more number typed."""
        attribute = self._state.field.attribute
        if attribute is None or attribute.kind != "numbers":
            self._context.notify(_("this takes one value; Enter changes it"))
        else:
            self._ask(self._asked(Field(attribute.id, attribute)), goes_on=False)

    def pick_instead(self, question: Question) -> bool:
        """Have words of the text picked instead of what is being typed; returns whether these can be said."""
        attribute = self._attribute(question)
        if attribute is None or attribute.kind != "text":
            return False
        self._pick(question)
        return True

    # ------------------------------------------------------------------ keys that act at once

    async def type_claimant(self) -> None:
        """Have the claimant typed; then the cursor is again where it was."""
        row, here = self._row_of(CLAIMANT), self._state.field
        if row is None:
            self._context.notify(_("the scheme of this project has no claimant"))
            return
        self._go_to(row)
        if row.kind == "text":
            self._ask(self._asked(row))
        else:
            await self.change()
        if here.id != CLAIMANT:
            self._back = here

    def same_claimant(self) -> None:
        """Write the claimant of the claim before, of this article."""
        row, article = self._row_of(CLAIMANT), self._state.article
        if row is None or row.kind != "text":
            self._context.notify(_("the scheme of this project has no claimant"))
            return
        asked = self._asked(row)
        annotations, me = self._context.annotations(article), self._context.project.annotator
        name = claimant_before(annotations, asked.start, me)
        if not name:
            self._context.notify(_("no claim before this one has a claimant"))
        elif self._put(asked, {CLAIMANT: name}):
            self._go_on(asked)

    def take_numbers(self) -> None:
        """Take the numbers that the text states; where that is done, or there are none, go to their row."""
        row = next((row for row in self._details.rows if row.kind == "numbers"), None)
        if row is None:
            self._context.notify(_("the scheme of this project has no numbers"))
        elif self._details.values.get(row.id) or not self._details.offered:
            self._go_to(row)
        else:
            self._take_numbers(row)

    def _take_numbers(self, row: Field) -> None:
        offer, asked = self._suggesting.by_field.get(row.id), self._asked(row)
        if self._suggesting.take([offer]) if offer else self._put(asked, {row.id: self._details.offered}):
            n = len(self._details.values.get(row.id, ()))
            self._context.notify(
                plural("{n} number taken from the text", "{n} numbers taken from the text", n)
            )
            self._go_on(asked)

    def next_claim(self) -> None:
        """Go to the next claim of the article, with the cursor on the first row."""
        if self._tagging.next_claim():
            self.move_to_end(-1)
        else:
            self._context.notify(_("no further claim of yours in this article"))

    def _row_of(self, name: str) -> Field | None:
        return next((row for row in self._details.rows if row.id == name), None)

    def _go_on(self, filled: Question) -> None:
        """Go on from a row that was filled; from anywhere else the cursor doesn't move."""
        here, rows = self._state.field, self._details.rows
        if not self._state.in_details or here.id != filled.field or filled.item is not None:
            return
        if self._go_back():
            return
        last = max(number for number, row in enumerate(rows) if row.id == here.id)
        if last + 1 < len(rows):
            self._go_to(rows[last + 1])

    def _go_back(self) -> bool:
        """Go back to where the claimant was asked for; returns whether that was elsewhere."""
        back = self._back
        if back == NO_FIELD or self._state.field.id != CLAIMANT:
            return False
        self._go_to(back)
        return True

    # ------------------------------------------------------------------ choosing and picking

    async def _choose(self, field: Field, attribute: Attribute) -> None:
        """Have a value chosen from a list, which has room for more than nine."""
        from tui.screens.dialogs.picker import Picker
        from tui.widgets.pick_list import PickList
        from tui.widgets.pick_rows import Item, Rooms

        question, values = self._asked(field), list(attribute.values)
        now = self._details.values.get(field.id)

        def item(value: str) -> Item:
            return Item(choice_label(value, attribute), key=str(values.index(value) + 1), on=value == now)

        def then(value: str | None) -> None:
            if value is not None and self._put(question, {field.id: value}):
                self._go_on(question)

        at = values.index(now) if now in values else 0
        rows = PickList(label_of(attribute, field.id), values, item, Rooms(key=3, name=30), at=at)
        await self._context.send(OpenDialog(Picker(rows), then))

    def _pick(self, question: Question) -> None:
        """Have words of the text picked."""
        text = self._state.article.text

        def use(start: int, end: int) -> None:
            current = self._prompts.subject(question)
            try:
                values = picked(self._scheme, question.field, span(text, start, end), current)
            except InvalidValueError as error:
                self._context.notify(str(error), error=True)
                return
            if not self._put(question, values):
                return
            self._drafts.drop_soon(question)  # what was being typed when words were wanted instead
            if len(values) > 1:
                said = _("its words are the claimant, too; {undo} takes both back")
                self._context.notify(undoable(said, "details"))
            self._go_on(question)

        label = label_of(self._attribute(question), question.field)
        match self._details.values.get(question.field):
            case {"start": int(start), "end": int(end), "quote": quote} if text[start:end] == quote:
                self._selection.pick(label, use, (start, end))
            case _:
                self._selection.pick(label, use)

    # ------------------------------------------------------------------ typing

    def _ask(self, question: Question, *, goes_on: bool = True) -> None:
        """Have the value of a row typed; what its draft says stands in the line.

        Args:
            question: what is asked.
            goes_on: whether the cursor goes on to the next row when it is answered.
        """
        draft, text = self._drafts.of(question), question.before
        if draft is not None:
            question, text = self._drafts.bring_back(draft, question), draft.text
        attribute = self._attribute(question)
        is_text = attribute is not None and attribute.kind == "text"
        named = is_text and question.field == CLAIMANT
        if named:
            self._names.begin(question, text)
        self._prompts.show(
            question,
            label_of(attribute, question.field),
            text,
            keys=(
                *((("↓", _("a name")),) if named else ()),
                *((("Tab", _("from the text")),) if is_text else ()),
            ),
            fact=self._names.fact() if is_text else "",
            answer=partial(self._answer, goes_on=goes_on),
            completer=self._names.complete if named else None,
            is_draft=draft is not None,
        )

    def _attribute(self, question: Question) -> Attribute | None:
        attributes = self._scheme.attributes
        return next((attribute for attribute in attributes if attribute.id == question.field), None)

    def _asked(self, field: Field) -> Question:
        """Return the question for a row, with what stands there now."""
        own, unit = self._details.own, self._state.article.units[self._state.cursor]
        words = (own.target.start, own.target.end) if own else (unit.start, unit.end)
        before = _standing(field.attribute, field.item, own)
        return self._prompts.question("attribute", own, words, field=field.id, item=field.item, before=before)

    def _answer(self, question: Question, typed: str, *, goes_on: bool) -> bool:
        """Store what was typed; what can't be read or saved stays in the line, and False is returned."""
        attribute, current = self._attribute(question), self._prompts.subject(question)
        assert attribute is not None  # else nothing is asked, see `change`
        standing = _standing(attribute, question.item, current)
        if typed in (standing, question.before):
            self._go_back()
            return True
        try:
            value = parse(attribute, typed)
        except InvalidValueError as error:
            said = _(_REFUSED[attribute.kind]) if attribute.kind in _REFUSED else str(error)
            self._context.notify(said, error=True)
            return False
        offer = self._suggesting.by_field.get(question.field) if not self._prompts.typed else None
        if offer is not None and offer.value == typed and not standing:
            return self._take(offer, question)
        gone = bool(question.uuid) and current is None
        if not self._prompts.still_as_asked(question, standing, gone=gone):
            return False
        if attribute.kind == "numbers":
            value = self._with_numbers(question, value or [])
        if not self._put(question, {attribute.id: value}):
            return False
        if attribute.kind == "date" and value is not None and not is_iso(value):
            self._context.notify(_("kept as it is written: no day of the calendar can be read in it"))
        if value is None:
            self._go_back()
        elif goes_on:
            self._go_on(question)
        return True

    # ------------------------------------------------------------------ storing

    def _with_numbers(self, question: Question, put: list[dict[str, Any]]) -> Any:
        """Return what becomes of a value when `put` stands in the place of a row; None: nothing is left."""
        attribute, current = self._attribute(question), self._prompts.subject(question)
        if attribute is None or attribute.kind != "numbers" or (question.item is None and not put):
            return None
        items = current.attributes.get(question.field) if current else None
        count = len(items) if isinstance(items, list) else 0
        place = count if question.item is None else question.item
        return with_item(items, place, put, current.target.quote if current else "")

    def _put(self, question: Question, values: Mapping[str, Any]) -> bool:
        """Store values; returns whether they are, or wait for the disk. Why not is said."""
        current, article = self._prompts.subject(question), self._state.article
        if question.uuid and current is None:
            self._context.notify(_("this annotation is gone"), error=True)
            return False
        words, annotator = (question.start, question.end), self._context.project.annotator
        try:
            change = with_attributes(article, words, values, current, annotator)
        except InvalidValueError as error:
            self._context.notify(str(error), error=True)
            return False
        return change is None or self._context.save(article, [change])


def _standing(attribute: Attribute | None, item: int | None, annotation: Annotation | None) -> str:
    """Return what stands in a row, as it is typed."""
    value = annotation.attributes.get(attribute.id) if annotation and attribute else None
    if attribute is not None and attribute.kind == "numbers":
        items = value if isinstance(value, list) else []
        number = items[item] if item is not None and item < len(items) else None
        return written(number) if isinstance(number, dict) else ""
    if attribute is not None and attribute.kind == "number" and value is not None:
        return number_shown(value)
    return value if isinstance(value, str) else ""
