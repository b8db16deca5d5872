"""What has been said about the sentence under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotations.article import Article
from annotations.records import Annotation
from annotations.scheme import Scheme
from tui.theme import palette
from tui.widgets.strips import one_line, pad


class Details(Widget):
    """A panel of labelled lines at the left of the article."""

    DEFAULT_CSS = "Details { width: 36; height: 100%; }"
    NAMES = 11
    """Cells of the column of names."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._lines: list[tuple[str, str]] = []

    def show(
        self, article: Article, sentence: int, annotations: Sequence[Annotation], current: int = 0
    ) -> None:
        """Show the annotations of a sentence (0-based); only lines that change are repainted.

        `current` is the one of them that keys act on.
        """
        lines: list[tuple[str, str]] = []
        if article.units:
            lines += [
                ("sentence", f"{sentence + 1} of {len(article.units)}"),
                ("kind", article.sentences[sentence].kind if article.segmented else "…"),
            ]
        for place, annotation in enumerate(annotations):
            tags = [
                self._scheme.by_id[tag].label if tag in self._scheme.by_id else tag
                for tag in self._scheme.ordered(annotation.tags)
            ]
            mark = "▸ tags" if place == current and len(annotations) > 1 else "tags"
            lines += [("", ""), (mark, ", ".join(tags)), ("by", annotation.annotator)]
            lines += [(key.replace("_", " "), str(value)) for key, value in annotation.attributes.items()]
            lines += [("note", annotation.note)] if annotation.note else []
            lines += [("changed", annotation.updated[:16].replace("T", " "))]
        before, self._lines = self._lines, lines
        changed = [number for number, pair in enumerate(zip_longest(before, lines), 1) if pair[0] != pair[1]]
        if changed:
            self.refresh(*(Region(0, number, self.size.width, 1) for number in changed))

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look = palette(self.app.current_theme)
        width = self.size.width
        if y == 0 or y > len(self._lines):
            return Strip([Segment(" " * width, look.text)], width)
        name, value = self._lines[y - 1]
        ink: Style = look.text
        return Strip([
            Segment(f"  {name:<{self.NAMES}}", look.dim),
            *one_line(value, width - self.NAMES - 4, ink),
            *pad(2, ink),
        ], width)  # fmt: skip
