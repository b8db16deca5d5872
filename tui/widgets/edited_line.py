"""A line of text that is being written knows where its caret stands, moves to and acts, in any direction.

Where two directions meet, one place in the text has two places on the screen. The caret keeps to one of its
neighbours: after typing to the cluster before it, after an arrow key to the one that it was moved over. It
stands at that cluster's end or beginning, as that cluster's direction has it, and what is typed next in this
direction appears there. Behind `abc` in an Arabic line it stands right of the `c`, at the beginning and the
end of the line at the right and the left edge.

An arrow key crosses the one cluster beside the caret, whatever its direction: so left and right always undo
each other, and every place can be reached.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from tui.widgets.clusters import Clusters, clean

_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True)
class EditedLine:
    """Holds one state of a line that is being written; each action returns the next state.

    Args:
        text: logical, as `clean` leaves it.
        caret: code points before the caret, one of `clusters.stops`.
        anchor: the other end of the selection; `caret` if nothing is selected.
        ahead: whether the caret keeps to the cluster behind it, or else to the line's end; not to the cluster
            before it, or else to the line's beginning.
        rtl: the direction of a text that has no letter of any direction.
    """

    text: str = ""
    caret: int = 0
    anchor: int = 0
    ahead: bool = False
    rtl: bool = False

    @cached_property
    def clusters(self) -> Clusters:
        """The line on the screen."""
        return Clusters(self.text, self.caret, rtl=self.rtl)

    @property
    def selection(self) -> tuple[int, int]:
        """The selected code points, half-open; empty if none are."""
        return min(self.caret, self.anchor), max(self.caret, self.anchor)

    @property
    def selected(self) -> str:
        """The selected text."""
        start, end = self.selection
        return self.text[start:end]

    def lit(self) -> set[int]:
        """Return the columns of the selection; a cell of which a part is selected counts whole."""
        return self.columns(*self.selection)

    def columns(self, start: int, end: int) -> set[int]:
        """Return the columns of some code points, half-open."""
        return {
            column
            for cluster in self.clusters.visual
            if start < cluster.end and cluster.start < end
            for column in range(cluster.column, cluster.column + cluster.width)
        }

    # ------------------------------------------------------------------ the caret

    @property
    def cell(self) -> tuple[int, int]:
        """The columns `[x0, x1)` of the caret's cell: of the cluster that is next in the caret's direction.

        At the line's edges it is the column beside the line, -1 or the line's width.
        """
        edge, rtl = self._edge
        column = edge - 1 if rtl else edge
        cluster = self.clusters.at(column)
        return (cluster.column, cluster.column + cluster.width) if cluster else (column, column + 1)

    @cached_property
    def _edge(self) -> tuple[int, bool]:
        """The edge between columns at which the caret stands, and whether it goes on to the left."""
        clusters, line = self.clusters, self.clusters.line
        cluster = (clusters.by_start if self.ahead else clusters.by_end).get(self.caret)
        if cluster is None:
            return line.width * (line.rtl != self.ahead), line.rtl
        return cluster.column + cluster.width * (cluster.rtl == self.ahead), cluster.rtl

    def move(self, step: int, *, select: bool = False) -> EditedLine:
        """Move over the cluster to the right (1) or left (-1); a selection collapses to that side."""
        edge = self._edge[0]
        if self.anchor != self.caret and not select:
            other = self._to(self.anchor)
            mine = (edge - other._edge[0]) * step >= 0
            return self._to(self.caret, ahead=self.ahead) if mine else other
        cluster = self.clusters.beside(edge, step)
        if cluster is None:
            return self._to(self.caret, ahead=self.ahead, select=select)
        for joint in self.clusters.joints:
            if cluster.start < joint < cluster.end:
                return self._to(joint, select=select)
        forward = (step > 0) != cluster.rtl
        return self._to(cluster.end if forward else cluster.start, ahead=not forward, select=select)

    def word(self, step: int, *, select: bool = False) -> EditedLine:
        """Move over a word, to the right (1) or left (-1) as the whole line's direction has it."""
        forward = (step > 0) != self.clusters.line.rtl
        return self._to(self._word_end() if forward else self._word_start(), select=select)

    def home(self, *, select: bool = False) -> EditedLine:
        """Move to the line's beginning: its right edge if it runs right to left."""
        return self._to(0, select=select)

    def end(self, *, select: bool = False) -> EditedLine:
        """Move to the line's end: its left edge if it runs right to left."""
        return self._to(len(self.text), ahead=True, select=select)

    def point(self, column: int, *, select: bool = False) -> EditedLine:
        """Move to the cluster in a column, as with the mouse; outside the line to its edge there."""
        cluster = self.clusters.at(column)
        if cluster is not None:
            return self._to(cluster.start, ahead=True, select=select)
        return self.home(select=select) if (column < 0) != self.clusters.line.rtl else self.end(select=select)

    def _to(self, caret: int, *, ahead: bool = False, select: bool = False) -> EditedLine:
        return replace(self, caret=caret, anchor=self.anchor if select else caret, ahead=ahead)

    def _word_end(self) -> int:
        stops = self.clusters.stops
        place = bisect_right(stops, self.caret) - 1
        while place < len(stops) - 1 and not self._is_word(stops[place]):
            place += 1
        while place < len(stops) - 1 and self._is_word(stops[place]):
            place += 1
        return stops[place]

    def _word_start(self) -> int:
        stops = self.clusters.stops
        place = bisect_left(stops, self.caret)
        while place and not self._is_word(stops[place - 1]):
            place -= 1
        while place and self._is_word(stops[place - 1]):
            place -= 1
        return stops[place]

    def _is_word(self, start: int) -> bool:
        """Tell whether the cluster that begins there is part of a word: a letter, a digit, a lone mark."""
        return unicodedata.category(self.text[start])[0] in "LNM" or self.text[start] == "_"

    # ------------------------------------------------------------------ the text

    def insert(self, text: str) -> EditedLine:
        """Put a text, cleaned, in place of the selection."""
        return self._replaced(*self.selection, clean(text))

    def backspace(self) -> EditedLine:
        """Take away the selection, else the cluster before the caret; of a letter its last mark or joiner.

        A mark is typed with a key of its own, and is taken back with one. The parts of a pictograph, a flag
        or a keycap are none that a person typed: half of one would be a sign that nobody meant, or, as a
        joiner or a variation selector, none that can be seen.
        """
        stops = self.clusters.stops
        start = stops[max(0, bisect_left(stops, self.caret) - 1)]
        cluster = self.text[start : self.caret]
        if cluster and unicodedata.category(cluster[0])[0] == "L" and not _SELECTOR.fullmatch(cluster[-1]):
            start = self.caret - 1
        return self._without(start, self.caret)

    def delete(self) -> EditedLine:
        """Take away the selection, else the whole cluster behind the caret."""
        following = (stop for stop in self.clusters.stops if stop > self.caret)
        return self._without(self.caret, next(following, self.caret))

    def delete_word(self) -> EditedLine:
        """Take away the selection, else what is before the caret up to the beginning of a word."""
        return self._without(self._word_start(), self.caret)

    def delete_before(self) -> EditedLine:
        """Take away the selection, else all before the caret."""
        return self._without(0, self.caret)

    def delete_behind(self) -> EditedLine:
        """Take away the selection, else all behind the caret."""
        return self._without(self.caret, len(self.text))

    def _without(self, start: int, end: int) -> EditedLine:
        if self.anchor != self.caret:
            start, end = self.selection
        return self._replaced(start, end, "")

    def _replaced(self, start: int, end: int, text: str) -> EditedLine:
        caret = start + len(text)
        edited = EditedLine(self.text[:start] + text + self.text[end:], caret, caret, rtl=self.rtl)
        stops = edited.clusters.stops
        stop = stops[bisect_left(stops, caret)]  # a mark or an emoji may have joined what stands behind it
        return edited if stop == caret else edited._to(stop)
