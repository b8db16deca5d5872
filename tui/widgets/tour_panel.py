"""Says above a screen which key is waited for in the tour, and takes nothing of the screen's own away."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.bidi import Paragraph, layout
from tui.theme import palette
from tui.widgets.strips import cells, leading, natural_width, pad, side_by_side


class TourPanel(Widget):
    """Shows how far the tour is and how it is left, below it what to press, wrapped, and a rule."""

    DEFAULT_CSS = "TourPanel { dock: top; height: 3; }"

    def __init__(self) -> None:
        super().__init__()
        self._head = self._said = self._key = self._way_out = ""
        self._rows: list[str] = [""]
        """The words, wrapped."""

    def show(self, head: str, said: str, key: str, way_out: str) -> None:
        """Show a step.

        Args:
            head: how far the tour is.
            said: what to press, and what it does.
            key: that key; it stands alone before the words, so that it is seen at once.
            way_out: how to leave.
        """
        self._head, self._said, self._key, self._way_out = head, said, key, way_out
        self._fit()
        self.refresh()

    def on_resize(self) -> None:
        """Cut what is said anew."""
        self._fit()

    def _fit(self) -> None:
        """Wrap what is said, into a third of the screen at most."""
        size = self.app.size
        room = max(1, size.width - cells(self._key_cells(size.width)) - 4)
        most = max(1, size.height // 3)
        lines = layout(Paragraph(self._said), room)
        starts = [line.start for line in lines[:most]]
        ends = [*starts[1:], len(self._said)]
        self._rows = [self._said[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        self.styles.height = len(self._rows) + 2

    def _key_cells(self, width: int) -> list[Segment]:
        return natural_width(f" {self._key} ", width // 3, palette(self.app.current_theme).lit)

    @property
    def announces(self) -> bool:
        """True: who has the screen read is to hear it, see `tui.textual_ext.caret`."""
        return True

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        look, width = palette(self.app.current_theme), self.size.width
        edge = pad(1, look.bar)
        if y == 0:
            head = natural_width(self._head, width // 2, look.bar_key)
            room = width - cells(head) - 5
            parts = [edge, head, pad(3, look.bar), leading(self._way_out, room, look.bar_dim), edge]
            return side_by_side(parts, width, look.bar)
        if 1 <= y <= len(self._rows):
            key = self._key_cells(width)
            room = width - cells(key) - 4
            before = key if y == 1 else pad(cells(key), look.bar)
            parts = [edge, before, pad(2, look.bar), leading(self._rows[y - 1], room, look.bar), edge]
            return side_by_side(parts, width, look.bar)
        return Strip([Segment((" " if look.one_thing_a_line else "─") * width, look.bar_key)], width)
