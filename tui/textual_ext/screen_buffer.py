"""What the terminal shows already, so that it isn't sent again.

Textual paints a new screen three times until its layout has settled, and whole widgets where one row has
changed: 58 KB to open an article, 11 KB a letter of the filter. Of a repaint only those pieces of rows go to
the terminal that differ from what is there; over a slow line that is what a key costs.

Nothing is believed for longer than it holds: `forget` is called when the screen is taken, when its size
changes, and when another one comes up, so that every change of screens repairs what something else wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.control import Control
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.console import Console

Piece = tuple[int, int, Strip]
"""Row and column of the screen, and what is to stand there and right of it."""


def pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[Piece]:
    """Yield all that an update would send, as Textual's own `render_segments` goes through it."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, x1, x2 in update.spans:
        for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if chop is not None and x <= x2 and end > x1:
                whole = x1 <= x < x2 and end <= x2
                yield y, x, chop if whole else chop.crop(0, min(end, x2) - x)


class Sent:
    """The cells of the screen as they were sent last, row by row in pieces that don't overlap."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Strip]] = {}

    def forget(self) -> None:
        """Take nothing for granted any more."""
        self._rows.clear()

    def unsent(self, wanted: Iterable[Piece]) -> list[Piece]:
        """Return those pieces that the terminal doesn't show yet."""
        return [piece for piece in wanted if piece[2].cell_length and not self._shows(*piece)]

    def _shows(self, y: int, x: int, strip: Strip) -> bool:
        there = self._rows.get(y, {}).get(x)
        if there is None or there.cell_length < strip.cell_length:
            return False
        if there.cell_length > strip.cell_length:
            there = _part(there, 0, strip.cell_length)
        return there == strip

    def keep(self, y: int, x: int, strip: Strip) -> None:
        """Take a piece for sent."""
        row = self._rows.setdefault(y, {})
        end = x + strip.cell_length
        for start, there in list(row.items()):
            stop = start + there.cell_length
            if start < end and x < stop:
                del row[start]
                if start < x and (left := _part(there, 0, x - start)):
                    row[start] = left
                if end < stop and (right := _part(there, end - start, stop - start)):
                    row[end] = right
        row[x] = strip


def _part(strip: Strip, start: int, end: int) -> Strip | None:
    """Return cells of a strip, None where a cut divides a wide character: who knows what is seen there."""
    before, part, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end)
    return part if before.text + part.text + after.text == strip.text else None


class News(CompositorUpdate):
    """An update of these pieces alone; they count as sent when they are written.

    Args:
        unsent: what to send.
        sent: where to keep it.
        into_lines: come into each row by a line feed, as Textual's own updates of a whole screen do. VTE
            gives a row the mode of direction that holds when a line feed enters it, and keeps it; without
            one rows stay in the mode of before, which turns them round.
    """

    def __init__(self, unsent: list[Piece], sent: Sent, *, into_lines: bool = False) -> None:
        self.unsent = unsent
        self.sent = sent
        self.into_lines = into_lines

    def render_segments(self, console: Console) -> str:
        """Return what is written to the terminal."""
        parts: list[str] = []
        row = 0
        for y, x, strip in self.unsent:
            if self.into_lines and y != row:
                parts += (Control.move_to(0, y - 1).segment.text, "\n")
            row = y
            parts += (Control.move_to(x, y).segment.text, strip.simplify().render(console))
            self.sent.keep(y, x, strip)
        return "".join(parts)
