"""The ways in which terminals have to be sent text, so that the cells that were laid out are those one sees.

Everything above this works with rows of cells from left to right. Most terminals put them on the screen as
they are sent, or can be told to; the others run a bidi of their own, or half of one, and are sent another
order. What each does was found by reading screenshots (tests/terminals), not in its documentation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from tui.bidi.char_kinds import ZERO_WIDTH, kinds

if TYPE_CHECKING:
    from tui.terminal.inverse_bidi import SentCell

Order = Literal["cells", "inverse", "inverse-letter", "apart", "kitty", "kitty-words", "kitty-fallback"]


class Profile(NamedTuple):
    """One way of sending rows.

    Attributes:
        name: as in the settings file.
        about: for which terminals, in one line.
        start: sent when the screen is taken, or before rows are printed.
        stop: what takes `start` back.
        order: the order of a row: as its cells are seen, or one that this terminal turns into that.
        printed: the profile for rows that stay when the program has ended, where `start` acts on the whole
            window or there is no style to rely on.
    """

    name: str
    about: str
    start: str = ""
    stop: str = ""
    order: Order = "cells"
    printed: str = ""

    @property
    def whole_rows(self) -> bool:
        """True where the order of a row can only be known with all of it."""
        return self.order != "cells"

    @property
    def for_printing(self) -> Profile:
        """The profile for rows that stay on the screen."""
        return PROFILES[self.printed] if self.printed else self

    def arrange(self, cells: Sequence[str], faces: Sequence[int]) -> Sequence[SentCell]:
        """Return what is sent for a row.

        Args:
            cells: the row as it is to be seen, see `clusters`.
            faces: a number per cell, which differs where bold or italic does.
        """
        # Imported here: most terminals are sent the cells as they are, and a start has 10 ms less to do.
        from tui.terminal.inverse_bidi import SentCell, inverse
        from tui.terminal.kitty import one_run, reversed_runs

        if self.order == "inverse":
            return inverse(tuple(cells))
        if self.order == "inverse-letter":
            sent = inverse(tuple(cells))
            return [
                SentCell(_LETTER, cell.cell, "hidden") if cell.text in _MARKED_BLANKS else cell
                for cell in sent
            ]
        if self.order == "kitty":
            return one_run(cells, faces)
        if self.order in ("kitty-words", "kitty-fallback"):
            return reversed_runs(cells, faces, one_font=self.order == "kitty-words")
        apart = self.order == "apart"
        return [
            SentCell(text, cell, "apart" if apart and cell % 2 else "") for cell, text in enumerate(cells)
        ]

    def row(self, text: str) -> str:
        """Return what is sent for a row of one style."""
        if self.order == "cells":
            return text
        cells = clusters(text)
        sent = self.arrange(cells, [0] * len(cells))
        # Without colours nothing can hide; where the font lacks this blank, it is seen as a box.
        return "".join([_BLANK_LETTER if cell.drawn == "hidden" else cell.text for cell in sent])


def clusters(text: str) -> list[str]:
    """Return what is in each place of a row: a character with the marks on it."""
    letters = kinds(text)
    if any(kind in letters for kind in ZERO_WIDTH):
        return [text[m.start() : m.end()] for m in _CLUSTER.finditer(letters)]
    return list(text)


_LETTER = "l"
_MARKED_BLANKS = (" \u200e", "\u200e ")  # with the LEFT-TO-RIGHT MARK of `tui.terminal.inverse_bidi`
_BLANK_LETTER = "\u2800"  # braille without a dot runs from left to right, as letters do
_CLUSTER = re.compile(f".[{ZERO_WIDTH}]*", re.DOTALL)

EXPLICIT, IMPLICIT = "\x1b[8l", "\x1b[8h"
"""ECMA-48's BDSM: https://terminal-wg.pages.freedesktop.org/bidi/recommendation/escape-sequences.html."""

_explicit = partial(Profile, start=EXPLICIT, stop=IMPLICIT)

PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        _explicit("explicit", "cells in order, the terminal told so: most terminals"),
        Profile("plain", "cells in order, the terminal told nothing"),
        Profile("inverse", "terminals that always reorder: Terminal.app, VTE under tmux", order="inverse"),
        Profile("inverse-letter", "the same with hidden letters: mlterm under tmux", order="inverse-letter"),
        Profile(
            "konsole",
            "Konsole with its bidi switched off meanwhile",
            start="\x1b]50;BidiRenderingEnabled=false\x07",
            stop="\x1b]50;BidiRenderingEnabled=true\x07",
            printed="inverse",
        ),
        Profile(
            "mlterm",
            "mlterm with its bidi switched off meanwhile",
            start="\x1b]5379;use_ctl=false\x07",
            stop="\x1b]5379;use_ctl=true\x07",
            printed="inverse",
        ),
        Profile(
            "qterminal",
            "QTerminal and its kin, which reorder what has one style",
            order="apart",
            printed="inverse-letter",
        ),
        Profile("kitty", "kitty with a font that has Arabic", order="kitty", printed="kitty-words"),
        Profile("kitty-words", "the same without a hidden letter", order="kitty-words"),
        Profile("kitty-fallback", "kitty with a font that lacks Arabic", order="kitty-fallback"),
    )
}
DEFAULT = PROFILES["explicit"]


def profile_of(version: str, *, nested: bool = False) -> Profile | None:
    """Return the profile for a terminal by what it says of itself, None for one that isn't known.

    Args:
        version: the reply to XTVERSION (`XTerm(379)`), or one like it that was made of other signs.
        nested: whether a multiplexer stands between, which lets no code through.
    """
    for pattern, name in _KNOWN:
        if pattern.match(version):
            return PROFILES[_NESTED.get(name, name) if nested else name]
    return None


_NESTED = {"explicit": "inverse", "konsole": "inverse", "mlterm": "inverse-letter"}
_KNOWN = [
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"kitty\b", "kitty"),
        (r"konsole\b", "konsole"),
        (r"mlterm\b", "mlterm"),
        (r"qterm(inal|widget)", "qterminal"),
        (r"vte\b|mintty\b", "explicit"),
        # Terminal.app reorders rows itself, and so does iTerm2 since its release of August 2026.
        (r"apple.terminal\b|iterm2?\b", "inverse"),
        (
            r"xterm\b|rxvt|foot\b|wezterm|ghostty|alacritty|contour|terminology|xterm\.js|vscode|windows.terminal"
            r"|st\b|zutty|linux\b",
            "plain",
        ),
    )
]
