"""Rows of a flow: scrolled to, and a giant paragraph's rest brought in without anything on screen moving."""

from __future__ import annotations

import asyncio

from textual import work
from textual.strip import Strip

from tui.widgets.article.layout import Flow
from tui.widgets.rows import Rows

_BREATH = 0.1
"""Seconds until the rest of a giant paragraph is laid out, so that it takes nothing from the first frame."""


class FlowRows(Rows):
    """A scrolling view of a `Flow`."""

    def __init__(self) -> None:
        super().__init__()
        self._flow: Flow | None = None
        self._drawn: dict[int, Strip] = {}
        self._finishing: Flow | None = None

    def _settle(self) -> None:
        """Lay out what is in view."""
        flow = self._flow
        assert flow is not None
        before = flow.height
        flow.settle(self.top, self.size.height)
        if flow.height != before:
            self._drawn.clear()
            self.reach(flow.height)
        if flow.begun and self._finishing is not flow:
            self._finishing = flow
            self.set_timer(_BREATH, lambda: self._finish(flow))

    @work(exclusive=True, group="finish", exit_on_error=False)
    async def _finish(self, flow: Flow) -> None:
        """Lay out the rest of giant paragraphs beside the keys."""
        while flow is self._flow and flow.begun:
            index = flow.begun[0]
            await asyncio.to_thread(flow.finish, index)
            if flow is self._flow:
                self._take(flow, index)
        if self._finishing is flow:
            self._finishing = None

    def _take(self, flow: Flow, index: int) -> None:
        """Take over the lines of a paragraph; what is below it gets other row numbers, and stays in view."""
        top = self.top
        place = flow.place_at(top)
        flow.lines(index)
        row = flow.row_of_place(place)
        self._drawn.clear()
        self.reach(flow.height)
        if row != top:
            self.jump(row)

    def _scroll_to_row(self, row: int) -> None:
        flow = self._flow
        assert flow is not None
        before = flow.height
        flow.settle(row, self.size.height)
        if flow.height != before:
            self._drawn.clear()
        self.reach(flow.height)
        self.jump(row)
