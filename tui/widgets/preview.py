"""The beginning of the article under the library's cursor."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from annotations.article import Article
from tui.bidi import Line, Paragraph, layout
from tui.theme import palette
from tui.widgets.article_view import MEASURE
from tui.widgets.strips import pad


class Preview(Widget):
    """Shows as many lines as there is room for."""

    DEFAULT_CSS = "Preview { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._lines: list[Line] | None = None

    def show(self, article: Article | None) -> None:
        """Show the beginning of an article's body, or nothing."""
        bodies = (one for one in article.sentences if not one.boilerplate) if article else ()
        start = next((one.start for one in bodies), 0)
        text = article.text[start : start + 4000] if article else ""
        if text != self._text:
            self._text = text
            self._lines = None
            self.refresh()

    def on_resize(self) -> None:
        """Lay out anew for another width."""
        self._lines = None

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        style = palette(self.app.current_theme).dim
        width, height = self.size
        if self._lines is None:
            self._lines = []
            for part in self._text.split("\n"):
                if len(self._lines) >= height:
                    break
                if part.strip():
                    self._lines += layout(
                        Paragraph(part[: 8 * width * height]), max(1, min(MEASURE, width - 2))
                    )
        if y == 0:
            return Strip([Segment("─" * width, style)], width)
        y -= 1
        if y >= len(self._lines):
            return Strip.blank(width, style)
        line = self._lines[y]
        left = width - 2 - line.width if line.rtl else width - 2 - min(MEASURE, width - 2)
        return Strip(
            [*pad(left, style), Segment(line.text, style), *pad(width - left - line.width, style)], width
        )
