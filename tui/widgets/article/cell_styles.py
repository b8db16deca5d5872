"""Gives the style of a cell of an article: the sum of all that is said of its letter.

No sign is colour alone. With colours the cells under several annotations are underlined and those of the
current one bold; without (NO_COLOR), where the palette underlines all that is tagged, they are bold and
italic.
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style

from tui.theme import Palette

DIM = 1
"""Flag of a letter that is of the page and not of the article, or is said to be no claim."""
LIT = 2
"""Flag of the sentence under the cursor."""
SHARED = 4
"""Flag of a letter under several annotations."""
CURRENT = 8
"""Flag of the annotation that keys act on, where there are several."""
WORDS = 16
"""Flag of the words that the current annotation names as its source or cue."""
HIT = 32
SELECTED = 64


@lru_cache(maxsize=2048)
def cell_style(look: Palette, color: str | None, flags: int) -> Style:
    """Return the style of a cell: the same object for the same arguments, so that runs can be told by it.

    Args:
        look: the styles of the theme.
        color: the tag's, `#rrggbb`; None where there is none.
        flags: the sum of the flags above.
    """
    lit = bool(flags & LIT)
    if flags & HIT:
        style = look.hit
    elif flags & DIM:
        style = look.lit_dim if lit else look.dim
    elif color is not None:
        style = look.tagged(color, lit)
    else:
        style = look.lit if lit else look.text
    colorless = look.text.color is None
    shared, current = bool(flags & SHARED), bool(flags & CURRENT)
    if (shared and not colorless) or flags & WORDS:
        style += Style(underline=True)
    if shared if colorless else current:
        style += Style(bold=True)
    if current and colorless:
        style += Style(italic=True)
    if flags & SELECTED:
        style += Style(reverse=not style.reverse)
    return style
