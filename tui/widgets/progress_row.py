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


def duration(seconds: float) -> str:
    """Return a time for people: `0:07`, `12:30`, `1:02:05`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def described(progress: Progress) -> tuple[float, str]:
    """Return the done part, from 0 to 1, and what a person wants to know."""
    if progress.listing:
        return 0.0, f"looking for articles: {progress.files:,} files"
    done = progress.bytes / progress.bytes_total if progress.bytes_total else 1.0
    left = f"   {duration(progress.eta)} left" if progress.eta is not None else ""
    return done, f"{progress.files:,} of {progress.files_total:,} files   {int(done * 100)} %{left}"


class ProgressRow(Widget):
    """One row while there is something to tell, none otherwise."""

    DEFAULT_CSS = "ProgressRow { height: 1; display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self._done = 0.0
        self._told = ""

    def tell(self, progress: Progress) -> None:
        """Show how far it is."""
        self._done, self._told = described(progress)
        self.display = True
        self.refresh()

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
