"""The details of the current annotation in the reader: shown beside or under the text, and gone into.

While they have the focus the reader has other keys: those of the place `details` and those that the scheme
gives its attributes. As with a selection they take the place of the reader's own in one step, before the next
key is looked up. What is filled in there is `filling.py`'s part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.config.bindings import hints
from tui.i18n import _
from tui.presenters.annotation import Line, about, label_of, offered_numbers, place
from tui.presenters.attributes import Field, fields, foot, line
from tui.presenters.hidden_characters import hidden_in
from tui.presenters.links import lines as link_lines
from tui.presenters.stored import with_signs
from tui.screens.reader.span_tagging import SpanTagging
from tui.widgets.bars import KeyHints
from tui.widgets.details import Details

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme
    from tui.session.drafts import Question

_NOWHERE = Field("", None)


class Detailing(SpanTagging):
    """The part of the reader that shows the details and moves in them."""

    field = _NOWHERE
    """The row under the cursor."""
    _in_details = False
    _hidden_in: tuple[Article | None, int, list[Line]] = (None, -1, [])
    """What is said of the hidden characters of a sentence, and of which one."""

    @property
    def detailing(self) -> bool:
        """Whether the details have the focus."""
        return self._in_details

    @property
    def scheme(self) -> Scheme:
        """What can be said."""
        return self.app.session.project.scheme

    @property
    def values(self) -> Mapping[str, Any]:
        """The attributes that are being filled in: of this annotator's annotation, if there is one yet."""
        mine = self._mine()
        return mine.attributes if mine else {}

    @property
    def offered(self) -> list[dict[str, object]]:
        """The numbers that the annotation's words state, or the sentence's."""
        mine = self._mine()
        unit = self.article.units[self.view.cursor]
        return offered_numbers(
            self.scheme, mine.target.quote if mine else self.article.text[unit.start : unit.end]
        )

    # ------------------------------------------------------------------ what is shown

    def place_details(self) -> None:
        """Put the panel where there is room for it."""
        self.query_one(Details).fit(self.app.size, wanted=self.app.details_shown, focused=self.detailing)

    def tell_details(self) -> None:
        """Show what was said of the sentence, or what can be."""
        panel = self.query_one(Details)
        if self.detailing:
            self._tell_fields(panel)
        elif panel.display:
            head = [*place(self.article, self.view.cursor), *self._hidden()]
            panel.tell(head, *self._told(below=panel.below))

    def _told(self, *, below: bool) -> tuple[list[Line], int]:
        """Return the lines about the sentence's annotations, and where those about the current one begin."""
        group, current = self.view.group, self.current

        drafts = self._drafts()

        def said(one: Annotation, mark: str = "") -> list[Line]:
            return about(
                one, self.scheme, lambda one: link_lines(one, self.app.session.annotations.pending), mark
            )

        if below:
            lines = said(current) if current else []
            return [*drafts, *self._which(current), *lines], 0
        found: list[Line] = [Line(), *drafts] if drafts else []
        at = 0
        for one in group:
            if one is current:
                at = len(found)
            found += [Line(), *said(one, "▸" if one is current and len(group) > 1 else "")]
        return found, at

    def _drafts(self) -> list[Line]:
        """Say what was begun to be typed here and not said."""
        known = {one.id: one for one in self.scheme.attributes}

        def name(asked: Question) -> str:
            return _("note") if asked.kind == "note" else label_of(known.get(asked.field), asked.field)

        return [
            Line(_("draft"), f"{name(asked)}: \u2068{with_signs(text)}\u2069", style="dim")
            for asked, text in self.drafts_here()
        ]

    def _hidden(self) -> list[Line]:
        """Say what in the sentence is hidden and may change what one sees; looked for once a sentence."""
        article, cursor = self.article, self.view.cursor
        if self._hidden_in[:2] != (article, cursor):
            unit = article.units[cursor] if article.units else None
            told = hidden_in(article.text, unit.start, unit.end) if unit else []
            where = [Line(_("hidden"), one.where) if one.where else Line() for one in told]
            what = [Line(value=one.what, style="dim", wide=True) for one in told]
            lines = [line for pair in zip(where, what, strict=True) for line in pair if line != Line()]
            self._hidden_in = (article, cursor, lines)
        return self._hidden_in[2]

    def _which(self, current: Annotation | None) -> list[Line]:
        """Say which of several annotations is meant."""
        group = list(self.view.group)
        if current is None or len(group) < 2:
            return []
        n = group.index(current) + 1
        return [Line(_("annotation"), _("{n} of {all}").format(n=n, all=len(group)))]

    def _tell_fields(self, panel: Details) -> None:
        mine, group = self._mine(), list(self.view.group)
        if mine is not None:
            self.chosen = group.index(mine)
        values, offered = self.values, self.offered
        found = fields(self.scheme, values)
        at = self._place_in(found)
        self.field = found[at]
        head = [
            *place(self.article, self.view.cursor)[:1],
            *self._hidden(),
            *self._which(mine),
            Line(_("tags"), self.names(mine.tags) if mine and mine.tags else ""),
            *self._drafts(),
        ]
        lines = [line(one, values, offered, current=one == self.field) for one in found]
        panel.fill_in(head, lines, at, *foot(self.field, values, offered))

    def _place_in(self, found: list[Field]) -> int:
        """Return where the cursor is: on its row, else on the nearest before it of the same attribute."""
        here = self.field
        rows = [
            row for row, one in enumerate(found) if one.id == here.id and (one.item or 0) <= (here.item or 0)
        ]
        return rows[-1 if here.item is not None else 0] if rows else 0

    # ------------------------------------------------------------------ in and out

    def action_details(self) -> None:
        """Show the details, or hide them."""
        panel = self.query_one(Details)
        self.app.details_shown = not panel.display
        self.place_details()
        self.tell_details()
        if panel.display != self.app.details_shown:
            self.say(_("no room for the details here; a goes into them"))

    def action_attributes(self) -> None:
        """Go into the details."""
        if not self.article.units:
            self.say(_("this article has no sentence to tag"))
            return
        if not fields(self.scheme, self.values):
            self.say(_("the scheme of this project has no attributes"))
            return
        current, mine = self.current, self._mine()
        self._in_details = True
        self.place_details()
        self._show_keys()
        self.tell()
        if current is not None and mine is None:
            name = current.annotator
            self.say(
                _("this one is {name}'s: what you fill in is an annotation of your own").format(name=name)
            )

    def leave_details(self) -> None:
        """Give the reader its own keys back."""
        if not self._in_details:
            return
        self._in_details = False
        self.field = _NOWHERE
        self.query_one(KeyHints).show()
        self.place_details()

    def keys_here(self) -> list[tuple[str, str]] | None:
        """Return the keys of the details while they have the focus."""
        if not self.detailing:
            return super().keys_here()
        return [("j k", _("move")), ("1-9", _("value")), *hints("details")]

    def action_leave_details(self) -> None:
        """Back to the text."""
        self.leave_details()
        self.tell_details()

    def leave_selection(self) -> None:
        """Leave a selection, which may have been made for the details."""
        super().leave_selection()
        if self.detailing:
            self._show_keys()

    def _show_keys(self) -> None:
        self.query_one(KeyHints).show(self.keys_here())

    # ------------------------------------------------------------------ moving

    def action_field(self, step: int) -> None:
        """The next or the previous row."""
        found = fields(self.scheme, self.values)
        self._go_to_field(found[max(0, min(self._place_in(found) + step, len(found) - 1))])

    def action_field_end(self, direction: int) -> None:
        """The first or the last row."""
        self._go_to_field(fields(self.scheme, self.values)[0 if direction < 0 else -1])

    def action_to_field(self, name: str) -> None:
        """The row of an attribute."""
        self._go_to_field(next(one for one in fields(self.scheme, self.values) if one.id == name))

    def _go_to_field(self, field: Field) -> None:
        self.field = field
        self.tell_details()

    def action_next_mine(self) -> None:
        """This annotator's next annotation of the sentence."""
        me, group = self.app.session.project.annotator, self.view.group
        mine = [place for place, one in enumerate(group) if one.annotator == me]
        if len(mine) < 2:
            self.say(_("no other annotation of yours here"))
            return
        self.chosen = next((place for place in mine if place > self.chosen), mine[0])
        self.tell()
