"""Shows passages in a panel: the texts that a person compares before deciding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.bidi import Line, Paragraph, layout
from tui.presenters.cases import LABEL, Passage
from tui.presenters.stored import with_signs
from tui.theme import Palette, palette
from tui.widgets.strips import MEASURE, leading, marked, pad


class Passages(Widget):
    """Shows passages one above the other, each wrapped, and cut at its end where there is no room."""

    DEFAULT_CSS = "Passages { height: 40%; min-height: 6; }"

    def __init__(self) -> None:
        super().__init__()
        self._passages: Sequence[Passage] = ()
        self._drawn: list[Strip] | None = None
        self._look: Palette | None = None

    def show(self, passages: Sequence[Passage]) -> None:
        """Show other passages; only rows that change are repainted."""
        if passages == self._passages:
            return
        self._passages = passages
        before, self._drawn = self._drawn, None
        look = palette(self.app.current_theme)
        if before is None or look is not self._look:
            self.refresh()
            return
        after = self._drawn = self._lay_out()
        rows = enumerate(zip_longest(before, after), 1)
        regions = [Region(0, row, self.size.width, 1) for row, (old, new) in rows if old != new]
        if regions:
            self.refresh(*regions)

    def on_resize(self) -> None:
        """Lay out anew for another size."""
        self._drawn = None

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look, width = palette(self.app.current_theme), self.size.width
        if y == 0:
            return Strip([Segment("─" * width, look.dim)], width)
        if self._drawn is None or look is not self._look:
            self._drawn, self._look = self._lay_out(), look
        return self._drawn[y - 1] if y <= len(self._drawn) else Strip.blank(width, look.text)

    def _lay_out(self) -> list[Strip]:
        width, height = self.size.width, self.size.height - 1
        room = max(1, min(MEASURE, width - min(LABEL, width // 3) - 4))
        laid_out = []
        for passage in self._passages:
            # 8 code points a cell leave room for harakat; a line end is one code point, as the space for it.
            text = passage.text[: 8 * room * height].replace("\n", " ")
            text = with_signs(text, isolates=not passage.own)
            paragraph = Paragraph(text)
            lines = layout(paragraph, room) if passage.text else []
            laid_out.append((passage, lines, max(len(lines), len(passage.label))))
        needed = [rows for _, _, rows in laid_out]
        while sum(needed) > height and max(needed) > 1:
            needed[needed.index(max(needed))] -= 1
        return [
            self._strip(
                passage, lines[row] if row < len(lines) else None, row, room, cut=row + 1 == rows < len(lines)
            )
            for (passage, lines, _), rows in zip(laid_out, needed, strict=True)
            for row in range(rows)
        ][:height]

    def _strip(self, passage: Passage, line: Line | None, row: int, room: int, *, cut: bool) -> Strip:
        look, width = palette(self.app.current_theme), self.size.width
        label = passage.label[row] if row < len(passage.label) else ""
        space = width - room - 3
        style = look.cursor_mark if row == 0 else look.dim
        segments = [Segment(" ", look.text), *leading(label, space - 1, style), Segment(" ", look.text)]
        if line is None:
            return Strip(segments).adjust_cell_length(width, look.text)
        ink = look.struck if passage.struck else look.text
        text = marked(line, passage.marks, ink, look.hit)
        blank = list(pad(room - line.width, look.text))
        more = Segment("…" if cut else " ", look.dim)
        body = [more, *blank, *text] if line.rtl else [Segment(" ", look.text), *text, *blank]
        return Strip([*segments, *body]).adjust_cell_length(width, look.text)
