"""Shows lines of text, each wrapped and on its own side of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from tui.bidi import Paragraph, layout
from tui.presenters.stored import with_signs
from tui.widgets.rows import Rows
from tui.widgets.strips import pad

_LONGEST = 2000
"""Code points of a line that are shown: a title may have 200 KB."""


class Lines(Rows, can_focus=False):
    """Shows lines of any script; one that begins with Arabic stands at the right."""

    DEFAULT_CSS = "Lines { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[str] = ()
        self._error = False
        self._wrapped: list[tuple[str, int, bool]] = []

    def show(self, lines: Sequence[str], *, error: bool = False) -> None:
        """Show other lines, from the first on."""
        if (lines, error) != (self._lines, self._error):
            self._lines, self._error = lines, error
            self._wrap()
            self.jump(0)

    def on_resize(self) -> None:
        """Wrap anew."""
        self._wrap()

    def _wrap(self) -> None:
        room = max(1, self.size.width - 4)
        self._wrapped = [
            (line.text, line.width, line.rtl)
            for text in self._lines
            for line in layout(Paragraph(_as_stored(text)), room)
        ]
        self.reach(len(self._wrapped))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view (Textual's line API)."""
        number = self.top + y
        if not 0 <= number < len(self._wrapped):
            return self.blank()
        look, width = self.palette, self.size.width
        text, cells, rtl = self._wrapped[number]
        ink = look.bar_alarm if self._error else look.text
        before = width - 2 - cells if rtl else 2
        shown = [*pad(before, look.text), Segment(text, ink), *pad(width - before - cells, look.text)]
        return Strip(shown).adjust_cell_length(width, look.text)


def _as_stored(text: str) -> str:
    return with_signs(" ".join(text[:_LONGEST].split()), isolates=False)
