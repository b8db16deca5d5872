"""Asks a person which of two lines reads right, where neither the terminal nor anything around it can say.

The screen is sent in the order of its cells then, so a line stands there in two ways: as it is, and as a
terminal needs it that reorders rows by itself. In any terminal one of them reads right.
"""

from __future__ import annotations

import math
import time

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.bidi import Paragraph, layout
from tui.i18n import _
from tui.terminal.inverse_bidi import LEFT_TO_RIGHT_MARK, inverse
from tui.terminal.profiles import DEFAULT, PROFILES, Profile, clusters
from tui.theme import palette
from tui.widgets.strips import leading, pad, side_by_side

ROWS = 5
"""Rows that it takes: the question, two lines, and one at either edge."""
SAMPLE = "قتل 3000 جندي (KN-23)"
"""Has what goes wrong where something does, in a few words: letters, a number, brackets, Latin."""


class TerminalQuestion(Widget):
    """Shows the question over the lower part of a screen.

    Args:
        nested: the multiplexer around which the terminal is, if one is: none lets the code through that keeps
            a terminal from reordering.
    """

    DEFAULT_CSS = f"TerminalQuestion {{ layer: notice; dock: bottom; margin-bottom: 1; height: {ROWS}; }}"

    def __init__(self, nested: str) -> None:
        super().__init__()
        self.drawn_at = math.inf
        """The time at which it came into sight, by `time.monotonic`."""
        in_order = layout(Paragraph(SAMPLE), 999)[0].text
        turned = "".join(cell.text for cell in inverse(tuple(clusters(in_order))))
        # The mark is for terminals that take a row's direction from its first letter: here that is Latin.
        self._lines = (in_order, turned.replace(LEFT_TO_RIGHT_MARK, ""))
        self._profiles = (PROFILES["plain"] if nested else DEFAULT, PROFILES["inverse"])

    def profile_of(self, key: str) -> Profile | None:
        """Return the profile whose line has a key's number; None if there is none."""
        return self._profiles[int(key) - 1] if key in ("1", "2") else None

    def on_mount(self) -> None:
        """Lie over the screen, of which nothing moves."""
        self.screen.set_styles("layers: default notice;")

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        self.drawn_at = min(self.drawn_at, time.monotonic())
        look, width = palette(self.app.current_theme), self.size.width
        edge = pad(2, look.bar)
        if y == 1:
            said = _("which line reads right? 1 or 2; any other key: ask me next time")
            return side_by_side([edge, leading(said, width - 4, look.bar), edge], width, look.bar)
        if y in (2, 3):
            number = [Segment(f"  {y - 1}   ", look.bar_key)]
            return Strip([*number, Segment(self._lines[y - 2], look.bar)]).adjust_cell_length(width, look.bar)
        return Strip([Segment("─" * width, look.bar_key)], width)
