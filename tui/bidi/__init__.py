"""Arabic text as terminal cells: levels, joining forms, lines, and the map between cells and text.

    paragraph = Paragraph(text)
    for line in layout(paragraph, 80):
        line.text, line.columns(start, end), line.offset_at(column)

A `Paragraph` (UAX #9: `classes`, `resolve`, `explicit`, `isolates`) knows the level of each code point. Its
`Glyphs` are its graphemes with their joining forms (`shaping`) and their cells (`char_kinds`); `layout` cuts
them into a `Line` each, of a very long paragraph only the first ones; `around`, which few need, cuts a line
out around a hit. `direction` says which way a paragraph of an article runs. All of it are pure functions of
the text, whose properties come from tables (`code_page`); the package imports nothing of ours.
"""

from __future__ import annotations

from tui.bidi.direction import direction_of, mostly_rtl
from tui.bidi.layout import estimate_lines, layout, layout_prefix
from tui.bidi.line import Cell, Line
from tui.bidi.paragraph import Direction, Paragraph

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
