"""How far the indexing of a corpus has come: a bar, the count, per cent, and the time that is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.theme import palette

if TYPE_CHECKING:
    from annotations.corpus.progress import Progress

_BAR = 20


class ProgressRow(Widget):
    """One row while there is something to tell, none otherwise."""

    DEFAULT_CSS = "ProgressRow { height: 1; display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self._done = 0.0
        self._told = ""

    def tell(self, progress: Progress) -> None:
        """Show how far it is."""
        self._done, self._told = progress.described()
        if not self.display:  # setting it lays out the whole screen, also where nothing changes
            self.display = True
        self.refresh()

    def end(self) -> None:
        """Take the row away."""
        if self.display:
            self.display = False

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        look = palette(self.app.current_theme)
        filled = int(self._done * _BAR)
        return Strip(
            [
                Segment(" indexing ", look.text),
                Segment("━" * filled, look.done),
                Segment("─" * (_BAR - filled), look.dim),
                Segment(f" {self._told}", look.text),
                Segment("   Esc stops; it goes on at the next start", look.dim),
            ]
        ).adjust_cell_length(self.size.width, look.dim)
