"""Arabic text as terminal cells: levels, joining forms, lines, and the map between cells and text.

    paragraph = Paragraph(text)
    for line in layout(paragraph, 80):
        line.text, line.columns(start, end), line.offset_at(column)

`paragraph` holds UAX #9, `shaping` the joining of letters, `kinds` what each code point is on a screen,
`glyphs` the graphemes of a paragraph, `layout` the lines, `prefix` the first lines of a very long paragraph,
`direction` which way a paragraph of an article runs.
All are pure functions of the text.
"""

from __future__ import annotations

from tui.bidi.direction import direction_of, mostly_rtl
from tui.bidi.layout import estimate_lines, layout
from tui.bidi.line import Cell, Line
from tui.bidi.paragraph import Direction, Paragraph
from tui.bidi.prefix import layout_prefix

__all__ = [
    "Cell",
    "Direction",
    "Line",
    "Paragraph",
    "direction_of",
    "estimate_lines",
    "layout",
    "layout_prefix",
    "mostly_rtl",
]
