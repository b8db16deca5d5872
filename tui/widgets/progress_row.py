"""Shows in a row how far the indexing of a corpus has come: a bar, the count, and the time left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.i18n import _
from tui.theme import palette
from tui.widgets.strips import natural_width, side_by_side

if TYPE_CHECKING:
    from annotations.corpus.progress import IndexingProgress

_BAR = 20


class ProgressRow(Widget):
    """Takes a row while a corpus is indexed, and none otherwise."""

    DEFAULT_CSS = "ProgressRow { height: 1; display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self._done = 0.0
        self._told = ""

    def show_progress(self, progress: IndexingProgress) -> None:
        """Show how far the indexing has come."""
        self._done, self._told = progress_line(progress)
        if not self.display:  # setting it lays out the whole screen, also where nothing changes
            self.display = True
        self.refresh()

    def end(self) -> None:
        """Take the row away."""
        if self.display:
            self.display = False

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        look, width = palette(self.app.current_theme), self.size.width
        filled = int(self._done * _BAR)
        parts = [
            [Segment(" ", look.text)],
            natural_width(_("indexing"), width, look.text),
            [Segment(" ", look.text)],
            [Segment("━" * filled, look.done)],
            [Segment("─" * (_BAR - filled), look.dim)],
            [Segment(" ", look.text)],
            natural_width(self._told, width, look.text),
            [Segment("   ", look.dim)],
            natural_width(_("Esc stops; it goes on at the next start"), width, look.dim),
        ]
        return side_by_side(parts, width, look.dim)


def progress_line(progress: IndexingProgress) -> tuple[float, str]:
    """Return the part that is done, from 0 to 1, and the words about it."""
    if progress.listing:
        return 0.0, _("looking for articles: {n:,} files").format(n=progress.files)
    done = progress.bytes / progress.bytes_total if progress.bytes_total else 1.0
    share = int(done * 100)
    said = _("{n:,} of {all:,} files   {share} %")
    said = said.format(n=progress.files, all=progress.files_total, share=share)
    if progress.eta is None:
        return done, said
    from annotations.corpus.progress import duration

    left = _("{time} left").format(time=duration(progress.eta))
    return done, f"{said}   {left}"
