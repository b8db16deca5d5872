"""Colours in one place: Textual's theme, and the Rich styles that the line widgets draw with.

The line widgets make their own segments, so they need finished styles, ground included; computing them once
per theme is what keeps a row cheap. A tag's own colour comes from the scheme.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color
from rich.style import Style
from textual.theme import Theme

DARK = Theme(
    name="claimreader-dark",
    primary="#5fafff",
    secondary="#87afd7",
    warning="#ffd75f",
    error="#ff5f5f",
    success="#5fd7af",
    accent="#ffaf5f",
    foreground="#d7dbe0",
    background="#14171b",
    surface="#14171b",
    panel="#1f242b",
    dark=True,
)


class Palette:
    """The styles of one theme.

    Args:
        theme: the Textual theme whose colours to take.
    """

    def __init__(self, theme: Theme) -> None:
        ground = theme.background or "#14171b"
        ink = theme.foreground or "#d7dbe0"
        panel = theme.panel or ground
        dim = "#7a828c"
        self._ground = ground
        self._lit = "#2b4059"
        self._ink = ink
        self._dim = dim
        self.text = Style(color=ink, bgcolor=ground)
        self.dim = Style(color=dim, bgcolor=ground)
        self.lit = Style(color="#ffffff", bgcolor=self._lit)
        self.lit_dim = Style(color="#aab2bc", bgcolor=self._lit)
        self.bar = Style(color=ink, bgcolor=panel)
        self.bar_dim = Style(color=dim, bgcolor=panel)
        self.bar_key = Style(color=theme.accent or ink, bgcolor=panel, bold=True)
        self.bar_alarm = Style(color="#ffffff", bgcolor=theme.error or "#af0000", bold=True)
        self.cursor_mark = Style(color=theme.accent or ink, bgcolor=ground, bold=True)
        self.hit = Style(color="#14171b", bgcolor=theme.warning or "#ffd75f", underline=True)
        self.done = Style(color=theme.success or ink, bgcolor=ground)
        self.tagged = lru_cache(maxsize=64)(self._tagged)

    def _tagged(self, color: str, lit: bool) -> Style:
        """Text of a tag's colour, on the cursor's ground if `lit`."""
        return Style(color=Color.parse(color), bgcolor=self._lit if lit else self._ground)


_PALETTES: dict[str, Palette] = {}


def palette(theme: Theme) -> Palette:
    """Return the palette of a theme, made once; a theme is known by its name, as in Textual."""
    found = _PALETTES.get(theme.name)
    if found is None:
        found = _PALETTES[theme.name] = Palette(theme)
    return found
