"""Shows the beginning of the article under the library's cursor, or the matches of a filter in it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.bidi import Line, Paragraph, direction_of, layout, mostly_rtl
from tui.theme import palette
from tui.widgets.strips import MEASURE, as_stored, cells, marked, natural_width, pad, side_by_side

Spans = Sequence[tuple[int, int]]


class Preview(Widget):
    """Shows as many lines of an article as there is room for."""

    DEFAULT_CSS = "Preview { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._hits: Spans = ()
        self._note = ""
        self._lines: list[tuple[Line, Spans]] | None = None
        self._size_of_lines = Size(0, 0)

    def show(self, text: str, hits: Spans = (), *, note: str = "") -> None:
        """Show a text, with spans of it (code points) marked, under a line that may have a note."""
        if note != self._note:
            self._note = note
            self.refresh()
        if (text, hits) != (self._text, self._hits):
            self._text, self._hits = text, hits
            self._lines = None
            self.refresh()

    def _laid_out(self) -> list[tuple[Line, Spans]]:
        """Lay out what there is room for: each line, and what is marked in its paragraph."""
        width, height = self.size
        measure = max(1, min(MEASURE, width - 2))
        lines: list[tuple[Line, Spans]] = []
        offset = 0
        in_rtl = mostly_rtl(self._text)
        for part in self._text.split("\n"):
            if len(lines) >= height:
                break
            if part.strip():
                spans = [
                    (max(0, start - offset), end - offset)
                    for start, end in self._hits
                    if start < offset + len(part) and end > offset
                ]
                # 8 code points a cell leave room for harakat.
                shown = part[: 8 * width * height]
                direction = direction_of(shown, in_rtl=in_rtl)
                paragraph = Paragraph(as_stored(shown, direction), direction)
                lines += [(line, spans) for line in layout(paragraph, measure)]
            offset += len(part) + 1
        return lines

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look = palette(self.app.current_theme)
        style = look.dim
        width = self.size.width
        if y == 0:
            if not self._note:
                return Strip([Segment("─" * width, style)], width)
            note = natural_width(f" {self._note} ", width - 4, style)
            rule = Segment("─" * (width - cells(note) - 2), style)
            return side_by_side([[Segment("──", style)], note, [rule]], width, style)
        if self._lines is None or self._size_of_lines != self.size:  # the resize event comes after a painting
            self._lines, self._size_of_lines = self._laid_out(), self.size
        if y > len(self._lines):
            return Strip.blank(width, style)
        line, spans = self._lines[y - 1]
        left = width - 2 - line.width if line.rtl else width - 2 - min(MEASURE, width - 2)
        segments = marked(line, spans, style, look.hit)
        return Strip([*pad(left, style), *segments, *pad(width - left - line.width, style)], width)
