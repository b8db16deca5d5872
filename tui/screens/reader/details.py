"""The panel beside the text shows what was said of a sentence, or its attributes as rows to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from annotations.model.suggested import TAGS
from annotations.services.attributes import CLAIMANT, numbers_field, stated_numbers
from tui.config.bindings import attribute_key, first
from tui.i18n import _
from tui.presenters.annotation import (
    DetailLine,
    label_of,
    scheme_lines,
    sentence_lines,
    tag_names,
)
from tui.presenters.articles import same_text
from tui.presenters.attributes import Field, choices_and_hint, field_line, fields, name_lines
from tui.presenters.hidden_characters import HiddenOf, hidden_in
from tui.presenters.line_kinds import why
from tui.presenters.stored import with_signs
from tui.presenters.suggestions import offer_lines, with_offer
from tui.screens.reader.annotation_lines import AnnotationLines
from tui.widgets.details import Choices, with_hint

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme
    from tui.screens.context import SessionContext
    from tui.screens.reader.drafts import ArticleDrafts
    from tui.screens.reader.state import ReaderState
    from tui.screens.reader.suggesting import Suggesting
    from tui.session.drafts import Question
    from tui.widgets.details import Details


class DetailsController:
    """Fills the panel.

    Args:
        context: has the annotations.
        state: says what is read, and whether the panel has the focus.
        panel: the widget.
        drafts: what was typed here and not said.
        suggesting: says what is suggested.
    """

    def __init__(
        self,
        context: SessionContext,
        state: ReaderState,
        panel: Details,
        drafts: ArticleDrafts,
        suggesting: Suggesting,
    ) -> None:
        self._context = context
        self._state = state
        self._panel = panel
        self._drafts = drafts
        self._suggesting = suggesting
        self._annotation_lines = AnnotationLines(context)
        self.offered_names: tuple[Sequence[str], int] = ((), -1)
        """The names that are offered while a claimant is typed, and which of them stands in the line."""
        self._hidden_in: tuple[Article | None, int, Sequence[DetailLine]] = (None, -1, ())
        """The article and sentence that were looked through for hidden characters last, with the lines."""
        self._hidden_of: HiddenOf | None = None
        """Finds those of that article."""

    @property
    def _scheme(self) -> Scheme:
        return self._context.project.scheme

    # ------------------------------------------------------------------ the attributes

    @property
    def own(self) -> Annotation | None:
        """The annotation whose attributes are filled in: this annotator's; None: there is none yet."""
        return self._state.current_of(self._context.project.annotator)

    @property
    def values(self) -> Mapping[str, Any]:
        """The attributes that are being filled in."""
        own = self.own
        return own.attributes if own else {}

    @property
    def offered(self) -> list[dict[str, object]]:
        """The numbers that the annotation's words state, or the sentence's."""
        own, article = self.own, self._state.article
        unit = article.units[self._state.cursor]
        return stated_numbers(self._scheme, own.target.quote if own else article.text[unit.start : unit.end])

    @property
    def rows(self) -> list[Field]:
        """The rows of the attributes, as they are now."""
        return fields(self._scheme, self.values)

    def row_under_cursor(self, rows: Sequence[Field]) -> int:
        """Return where the cursor is: on its row, else on the nearest before it of the same attribute."""
        here = self._state.field
        near = [
            number
            for number, row in enumerate(rows)
            if row.id == here.id and (row.item or 0) <= (here.item or 0)
        ]
        return near[-1 if here.item is not None else 0] if near else 0

    # ------------------------------------------------------------------ showing

    def fit(self) -> None:
        """Put the panel where there is room for it."""
        wanted, focused = self._context.session.details_shown, self._state.in_details
        self._panel.fit(self._panel.app.size, wanted=wanted, focused=focused)

    def toggle(self) -> None:
        """Show the panel, or hide it."""
        wanted = self._context.session.details_shown = not self._panel.display
        self.fit()
        self.update()
        if self._panel.display != wanted:
            self._context.notify(_("no room for the details here; a goes into them"))

    def update(self) -> None:
        """Show what was said of the sentence, or what can be."""
        panel = self._panel
        if self._state.in_details:
            self._show_attributes()
        elif panel.display:
            head = [
                *sentence_lines(self._state.article, self._state.cursor),
                *self._why(),
                *self._later(),
                *self._same_text(),
                *self._hidden(),
            ]
            suggested = self._suggesting.lines(self._state.cursor, brief=panel.below)
            panel.show_lines(head, *self._said(below=panel.below), suggested)

    def prepare(self, sentence: int) -> None:
        """Have ready what is shown of a sentence to which one may go next: a key then finds it drawn."""
        article, panel = self._state.article, self._panel
        if panel.display and not panel.below and sentence < len(article.units):
            suggested = self._suggesting.lines(sentence, brief=False) or ()
            panel.prepare([*sentence_lines(article, sentence), *suggested])

    def _why(self) -> list[DetailLine]:
        """Say why the sentence is part of the page and not of the story, or who says what it is."""
        article, layers = self._state.article, self._context.project.layers
        said = why(article, self._state.cursor, layers) if article.segmented and article.units else ""
        return [DetailLine(value=said, style="dim", wide=True)] if said else []

    def _same_text(self) -> list[DetailLine]:
        """Say which other articles carry the same agency text: who claims it there is no second source."""
        said = same_text(self._context.session.voices, self._state.article.id)
        return [DetailLine(value=said, style="dim", wide=True)] if said else []

    def _show_attributes(self) -> None:
        state, own = self._state, self.own
        if own is not None:
            state.chosen = list(state.group).index(own)
        values, rows = self.values, self.rows
        offered = [] if self._suggesting.numbers_refused else self.offered
        proposed, scheme = self._suggesting.by_field, self._scheme
        at = self.row_under_cursor(rows)
        state.go_to_field(rows[at])
        head = [
            *sentence_lines(state.article, state.cursor)[:1],
            *self._hidden(),
            *self._which(own),
            DetailLine(_("tags"), tag_names(self._scheme, own.tags) if own and own.tags else ""),
            *self._draft_lines(),
        ]
        if TAGS in proposed:
            head += offer_lines([proposed[TAGS]], scheme)
        lines = [
            with_offer(line, proposed[row.id], scheme)
            if row.id in proposed and values.get(row.id) is None
            else line
            for number, row in enumerate(rows)
            for line in (
                field_line(row, values, offered, attribute_key(row.attribute), current=number == at),
            )
        ]
        choices = Choices(*choices_and_hint(rows[at], values, offered))
        asked = state.question is not None
        if asked and rows[at].kind == "text":
            choices = Choices(choices.lines)  # what Enter would do in the row; the line has its own keys
        if rows[at].id in proposed and values.get(rows[at].id) is None and not asked:
            choices = with_hint(choices, _("Enter: take what is suggested; Backspace: not this"))
        if state.question is not None and state.question.field == CLAIMANT and self.offered_names[0]:
            choices = Choices(name_lines(*self.offered_names), at_bottom=True)
        self._panel.show_form(head, lines, at, choices)

    def _said(self, *, below: bool) -> tuple[list[DetailLine], int]:
        """Return the lines about the sentence's annotations, and where those about the current one begin."""
        group, current = self._state.group, self._state.current
        drafts, here = self._draft_lines(), self.own
        numbers, proposed = numbers_field(self._scheme), self._suggesting.by_field

        def said(annotation: Annotation, mark: str = "") -> Sequence[DetailLine]:
            offered = annotation is not here or not (numbers in proposed or self._suggesting.numbers_refused)
            return self._annotation_lines.of(annotation, mark, numbers_offered=offered)

        if below:
            lines = said(current) if current else scheme_lines(self._scheme)
            return [*drafts, *self._which(current), *lines], 0
        lines = [DetailLine(), *drafts] if drafts else []
        if not group:
            lines += [DetailLine(), *scheme_lines(self._scheme)]
        at = 0
        for annotation in group:
            if annotation is current:
                at = len(lines)
            lines += [
                DetailLine(),
                *said(annotation, "▸" if annotation is current and len(group) > 1 else ""),
            ]
        for other in self._context.colleagues(self._state.article).get(self._state.cursor, ()):
            about = self._annotation_lines.of(other.annotation, numbers_offered=False)
            lines += [DetailLine(), *about]
        return lines, at

    def _draft_lines(self) -> list[DetailLine]:
        """Say what was begun to be typed here and not said."""
        drafts = self._drafts.here()
        if not drafts:
            return []
        known = {attribute.id: attribute for attribute in self._scheme.attributes}

        def name(asked: Question) -> str:
            return _("note") if asked.kind == "note" else label_of(known.get(asked.field), asked.field)

        return [
            DetailLine(_("draft"), f"{name(asked)}: \u2068{with_signs(text)}\u2069", style="dim")
            for asked, text in drafts
        ]

    def _later(self) -> list[DetailLine]:
        """Say that one wants to come back to this sentence."""
        if self._state.cursor not in self._context.flagged(self._state.article):
            return []
        return [DetailLine(_("later"), _("to come back to ({key})").format(key=first("reader.later")))]

    def _hidden(self) -> Sequence[DetailLine]:
        """Say what in the sentence is hidden and may change what one sees; looked for once a sentence."""
        article, cursor = self._state.article, self._state.cursor
        if self._hidden_in[:2] != (article, cursor):
            unit = article.units[cursor] if article.units else None
            if self._hidden_in[0] is not article:
                self._hidden_of = HiddenOf(article.text)
            hidden = hidden_in(article.text, unit.start, unit.end, self._hidden_of) if unit else []
            where = [DetailLine(_("hidden"), sign.where) if sign.where else DetailLine() for sign in hidden]
            meaning = [DetailLine(value=sign.what, style="dim", wide=True) for sign in hidden]
            lines = [
                line for pair in zip(where, meaning, strict=True) for line in pair if line != DetailLine()
            ]
            self._hidden_in = (article, cursor, lines)
        return self._hidden_in[2]

    def _which(self, current: Annotation | None) -> list[DetailLine]:
        """Say which of several annotations is meant."""
        group = list(self._state.group)
        if current is None or len(group) < 2:
            return []
        n = group.index(current) + 1
        return [DetailLine(_("annotation"), _("{n} of {all}").format(n=n, all=len(group)))]
