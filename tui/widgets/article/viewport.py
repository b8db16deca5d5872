"""Shows the rows of a text in a scrolling area: lays them out as far as they are looked at, and scrolls.

Rows above the view may turn out higher or lower than estimated, so a place is kept as a code point, or as a
paragraph and one of its lines, and looked up again after every change of the layout. Everything here is rows
and code points; which sentence stands there, and which one the cursor is on, the widget knows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Protocol

from tui.widgets.article.layout import Flow, FlowRow
from tui.widgets.strips import MEASURE

if TYPE_CHECKING:
    from textual.geometry import Size

MARGIN = 2
"""Rows kept above and below the cursor where there is room."""

Span = tuple[int, int]
"""Code points of the text, half-open."""


class ScrollArea(Protocol):
    """The widget as far as a viewport has to do with it: an area of cells that shows rows from `top` on."""

    @property
    def size(self) -> Size:
        """Its cells."""

    @property
    def top(self) -> int:
        """The first row that is shown."""

    def jump(self, row: int) -> None:
        """Make `row` the first one shown."""

    def reach(self, rows: int) -> None:
        """Say how many rows there are."""

    def rewind(self) -> None:
        """Make the first row the first one shown, without asking for a repaint: one is under way."""


class Viewport:
    """Shows a part of a text's rows.

    Args:
        area: what is scrolled.
        gutter: cells at the right edge of a row that are not for text.
        renumbered: is called when rows get other numbers, so that nothing that is kept by them holds.
    """

    def __init__(self, area: ScrollArea, *, gutter: int, renumbered: Callable[[], None]) -> None:
        self._area = area
        self._gutter = gutter
        self._renumbered = renumbered
        self.text: str | None = None
        self._harakat = True
        self._hidden: Collection[int] = ()
        self.flow: Flow | None = None
        """Where everything stands; None until the text is laid out for the width that there is."""
        self._settled: tuple[Flow | None, int, int, int] = (None, 0, 0, 0)
        """The layout of which these rows were laid out last: the first, how many, and how many it had."""

    # ------------------------------------------------------------------ layout

    def keep_free(self, gutter: int) -> None:
        """Leave so many cells at the right edge to others; the text is laid out anew if that is new."""
        if gutter != self._gutter:
            self._gutter = gutter
            self.flow = None

    def show(self, text: str, *, harakat: bool = True, hidden: Collection[int] = ()) -> None:
        """Show a text, or the same one otherwise; it is laid out when its rows are asked for.

        Args:
            text: lines of logical text.
            harakat: whether vowel marks are shown.
            hidden: indices of paragraphs that take no row.
        """
        self.text, self._harakat, self._hidden = text, harakat, hidden
        self.flow = None

    @property
    def top(self) -> int:
        """The first row in view."""
        return self._area.top

    @property
    def bottom(self) -> int:
        """The first row below the view."""
        return self._area.top + self._area.size.height

    @property
    def margin(self) -> int:
        """Rows that stay in view when it is scrolled by a page, and around what is brought in."""
        return MARGIN if self._area.size.height > 3 * MARGIN else 0

    @property
    def _measure(self) -> int:
        return max(1, min(MEASURE, self._area.size.width - self._gutter - 1))

    @property
    def is_laid_out(self) -> bool:
        """True if the text is laid out for the width that there is now."""
        return self.flow is not None and self.flow.width == self._measure

    def row(self, number: int) -> FlowRow | None:
        """Return a row, None below the last one or before the text is laid out."""
        return self.flow.row(number) if self.flow is not None else None

    def left(self, row: FlowRow) -> int:
        """Return the column of the view in which a row's line starts."""
        edge = self._area.size.width - self._gutter
        return edge - row.line.width if row.line.rtl else edge - self._measure

    def cells_of(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield (row, x0, x1) for the cells in view that show a span; columns are those of the view."""
        flow = self.flow
        if flow is None:
            return
        for number, x0, x1 in flow.spans(start, end, self.top, self.bottom):
            row = flow.row(number)
            if row is not None:
                left = self.left(row)
                yield number, left + x0, left + x1

    def lay_out(self, sentence: Span | None, letter: int | None) -> None:
        """Lay out what is in view, if that isn't done for this width; where one reads stays in view.

        It is done when rows are asked for and not at a resize event, which comes after the first painting.

        Args:
            sentence: is brought into view, whole if it fits.
            letter: a code point that is then brought into view.
        """
        area = self._area
        if self.text is None or not area.size.width:
            return
        flow = self.flow
        if flow is None or not self.is_laid_out:
            flow = Flow(self.text, self._measure, harakat=self._harakat, hidden=self._hidden)
            self.flow = flow
            self._renumbered()
            area.rewind()
            self.bring_span_in(sentence, centered=True)
            if letter is not None:
                self.bring_in(letter)
        before, in_view = flow.height, (flow, self.top, area.size.height)
        if (*in_view, before) == self._settled:
            return
        flow.settle(*in_view[1:])
        if flow.height != before:
            self._renumbered()
            area.reach(flow.height)
        self._settled = (*in_view, flow.height)

    def prepare(self, paragraphs: int) -> None:
        """Lay out some of the paragraphs below the view, which come into it next; no row in view moves."""
        flow = self.flow
        if flow is not None:
            flow.lay_out_ahead(self.bottom, self._area.size.height, paragraphs)
            self._area.reach(flow.height)

    async def finish(self, flow: Flow) -> None:
        """Lay out the rest of giant paragraphs in a thread, as long as this layout is the one in view."""
        while flow is self.flow and flow.begun:
            index = flow.begun[0]
            await asyncio.to_thread(flow.finish, index)
            if flow is self.flow:
                self._take_rest(flow, index)

    def _take_rest(self, flow: Flow, index: int) -> None:
        """Take over the lines of a paragraph; what is below it gets other row numbers, and stays in view."""
        top = self.top
        place = flow.place_at(top)
        flow.lines(index)
        row = flow.row_of_place(place)
        self._renumbered()
        self._area.reach(flow.height)
        if row != top:
            self._area.jump(row)

    # ------------------------------------------------------------------ scrolling

    def _scroll_to(self, row: int) -> None:
        flow = self.flow
        assert flow is not None
        before = flow.height
        flow.settle(row, self._area.size.height)
        if flow.height != before:
            self._renumbered()
        self._area.reach(flow.height)
        self._area.jump(row)

    def page(self, direction: int) -> bool:
        """Scroll a page forward (1) or back (-1).

        Returns:
            Whether anything moved; at the ends of the text nothing does.
        """
        flow = self.flow
        if flow is None:
            return False
        height, before = self._area.size.height, self.top
        target = max(0, min(before + direction * (height - self.margin), flow.height - 1))
        if direction < 0:
            place = flow.place_at(target)
            flow.settle(target, height)
            target = flow.row_of_place(place)
        self._scroll_to(target)
        return self.top != before

    def scroll(self, rows: int) -> None:
        """Scroll by rows, as a wheel does, but not beyond the last one."""
        flow = self.flow
        if flow is not None:
            self._scroll_to(max(0, self.top + rows))
            if self.bottom > flow.height:
                self._scroll_to(max(0, flow.height - self._area.size.height))

    def end(self, direction: int) -> None:
        """Scroll to the first row (-1) or the last one (1)."""
        if self.flow is not None and self.text is not None:
            last = self.flow.row_of(len(self.text)) if direction > 0 else 0
            self._scroll_to(max(0, last + 1 - self._area.size.height))

    def bring_in(self, offset: int) -> None:
        """Scroll so far that the row of a code point is in view."""
        flow = self.flow
        if flow is None:
            return
        row = flow.row_of(offset)
        if not self.top <= row < self.bottom:
            lead = self._area.size.height // 3
            target = max(0, row - lead)
            place = flow.place_at(target)
            flow.settle(target, lead + 1)
            self._scroll_to(max(flow.row_of_place(place), flow.row_of(offset) - lead))

    def bring_span_in(self, span: Span | None, *, centered: bool = False) -> None:
        """Scroll only if a span isn't whole in view; then so far that the next steps needn't.

        Args:
            span: code points within one paragraph; None for the beginning of a text without sentences.
            centered: scroll in any case, a quarter of the view before the span.
        """
        flow, height = self.flow, self._area.size.height
        if flow is None or not height:
            return
        first, after = self._rows_of(flow, span)
        top, margin = self.top, self.margin
        fits = first >= top + min(margin, first) and after <= top + height - (
            margin if after < flow.height else 0
        )
        if fits and not centered:
            return
        above = first < top + margin
        # A quarter of the view stays before the sentence when reading on, three quarters when going back.
        lead = height * 3 // 4 if above and not centered else height // 4
        target = max(0, first - min(lead, max(0, height - (after - first) - margin)))
        place = flow.place_at(target)
        flow.settle(target, height + (first - target))
        self._scroll_to(min(flow.row_of_place(place), self._rows_of(flow, span)[0]))

    def shows(self, span: Span) -> bool:
        """Say whether a part of a span is in view."""
        if self.flow is None:
            return False
        first, after = self._rows_of(self.flow, span)
        return first < self.bottom and after > self.top

    def span_in_view(self, skipped: int = 0) -> Span:
        """Return the code points of the rows in view, without the first `skipped` rows."""
        flow = self.flow
        if flow is None:
            return 0, 0
        first = flow.row(min(self.top + skipped, flow.height - 1))
        last = flow.row(min(self.bottom, flow.height) - 1)
        start = first.start if first else 0
        return start, last.end if last else start

    def _rows_of(self, flow: Flow, span: Span | None) -> tuple[int, int]:
        """Return the first row of a span and the row after its last one."""
        return (0, 1) if span is None else flow.rows_of(*span, self._area.size.height)
