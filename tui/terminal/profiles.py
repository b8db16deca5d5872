"""The ways in which terminals have to be sent text, so that the cells that were laid out are those one sees.

Everything above this works with rows of cells from left to right. Most terminals put them on the screen as
they are sent, or can be told to; the others run a bidi of their own, or half of one, and are sent another
order. What each does was found by reading screenshots (tests/terminals), not in its documentation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from tui.bidi.char_kinds import ZERO_WIDTH, kinds

if TYPE_CHECKING:
    from tui.terminal.inverse_bidi import SentCell

Order = Literal["cells", "inverse", "inverse-letter", "switched", "kitty", "kitty-placed", "logical"]
Attribute = Literal["bold", "dim", "italic"]


class Profile(NamedTuple):
    """One way of sending rows.

    Attributes:
        name: as in the settings file.
        about: for which terminals, in one line.
        start: sent when the screen is taken, or before rows are printed.
        stop: what takes `start` back.
        order: the order of a row: as its cells are seen, or one that this terminal turns into that.
        switched: what every second cell is sent with, or without, where that keeps the terminal from turning
            what has one style.
        after_resize: sent before the screen is painted anew when the terminal has another size.
        printed: the profile for rows that stay when the program has ended, where `start` acts on the whole
            window or there is no style to rely on.
    """

    name: str
    about: str
    start: str = ""
    stop: str = ""
    order: Order = "cells"
    switched: Attribute | None = None
    after_resize: str = ""
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
        from tui.terminal.inverse_bidi import SentCell, by_letters, inverse
        from tui.terminal.kitty import in_bold, in_italics, placed

        if self.order == "logical":
            from tui.i18n import language
            from tui.terminal.logical import as_read

            return as_read(tuple(cells), rtl=language() == "ar")
        if self.order == "inverse":
            return inverse(tuple(cells))
        if self.order == "inverse-letter":
            return by_letters(tuple(cells))
        if self.order == "kitty-placed":
            return [SentCell(text, cell) for cell, text in enumerate(placed(cells, faces))]
        if self.order == "kitty":
            switched = in_bold(cells, faces) if self.switched == "bold" else in_italics(cells, faces)
        else:
            switched = [self.switched is not None and cell % 2 == 1 for cell in range(len(cells))]
        return [
            SentCell(text, cell, "switched" if there else "")
            for cell, (text, there) in enumerate(zip(cells, switched, strict=True))
        ]

    def switch(self, own: Collection[Attribute]) -> tuple[str, str]:
        """Return what switches the profile's attribute, and what switches it back.

        Args:
            own: the attributes of the style.
        """
        if self.switched is None:
            return "", ""
        on, off = ATTRIBUTES[self.switched]
        # What ends bold ends faint, too.
        kept = "".join(
            f";{ATTRIBUTES[name][0]}" for name in own if name != self.switched and ATTRIBUTES[name][1] == off
        )
        there, gone = f"\x1b[{on}m", f"\x1b[{off}{kept}m"
        return (gone, there) if self.switched in own else (there, gone)

    def row(self, text: str) -> str:
        """Return what is sent for a row of one style."""
        return text if self.order == "cells" else self.styled_row([(text, False)])

    def styled_row(self, parts: Sequence[tuple[str, bool]]) -> str:
        """Return what is sent for a row.

        Args:
            parts: what stands in it from left to right, each with whether it is bold.
        """
        cells = [(cell, bold) for text, bold in parts for cell in clusters(text)]
        texts = [cell for cell, _ in cells]
        if self.order == "inverse-letter":
            from shutil import get_terminal_size

            from tui.terminal.inverse_bidi import with_room_for_a_letter

            texts = with_room_for_a_letter(texts, get_terminal_size().columns)
            cells = [(" ", False)] * (len(texts) - len(cells)) + cells
        ways = {"hidden": (_HIDE, _SHOW), "": ("", "")}
        plain = {**ways, "switched": self.switch(())}
        own: Attribute = "bold"
        bold = {**ways, "switched": self.switch((own,))}
        on, off = ATTRIBUTES[own]
        out = []
        last = ("", "")
        for cell in self.arrange(texts, [2 * is_bold for _, is_bold in cells]):
            codes = plain[cell.drawn]
            if cells[cell.cell][1]:
                drawn, undrawn = bold[cell.drawn]
                codes = (f"\x1b[{on}m{drawn}", f"{undrawn}\x1b[{off}m")
            if codes != last:
                out.append(last[1] + codes[0])
                last = codes
            out.append(cell.text)
        return "".join([*out, last[1]])


def clusters(text: str) -> list[str]:
    """Return what is in each place of a row: a character with the marks on it."""
    letters = kinds(text)
    if any(kind in letters for kind in ZERO_WIDTH):
        return [text[m.start() : m.end()] for m in _CLUSTER.finditer(letters)]
    return list(text)


ATTRIBUTES: dict[Attribute, tuple[str, str]] = {
    "bold": ("1", "22"),
    "dim": ("2", "22"),
    "italic": ("3", "23"),
}
"""The codes by which an attribute begins and ends."""
_HIDE, _SHOW = "\x1b[8m", "\x1b[28m"  # Select Graphic Rendition (ECMA-48, 8.3.117), as all of these
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
            # 3.9.0 leaves the last cells of the first rows as they were before, whatever is sent for them.
            after_resize="\x1b[2J",
            printed="inverse-letter",
        ),
        # QTermWidget (lib/TerminalDisplay.cpp, 1.2.0 to 2.4.0) draws cells of the same colours and rendition
        # as one text, which Qt turns. Faint is part of the rendition, and not drawn. Colours that differ by a
        # step are one colour where there are 256 of them, or none.
        Profile(
            "qterminal",
            "QTerminal and its kin, which reorder what has one style",
            order="switched",
            switched="dim",
        ),
        Profile("kitty", "kitty: Arabic in two faces that look the same", order="kitty", switched="italic"),
        Profile(
            "kitty-placed", "kitty from 0.40 on, told where in its cell a letter is", order="kitty-placed"
        ),
        Profile("logical", "for screen readers: letters in the order of reading", order="logical"),
        Profile("kitty-bold", "kitty under screen, which has no italics", order="kitty", switched="bold"),
    )
}
DEFAULT = PROFILES["explicit"]


def profile_of(version: str, *, nested: str = "") -> Profile | None:
    """Return the profile for a terminal by what it says of itself, None for one that isn't known.

    Args:
        version: the reply to XTVERSION (`XTerm(379)`), or one like it that was made of other signs.
        nested: the multiplexer that stands between, if one does; it lets no code through.
    """
    for pattern, name in _KNOWN:
        if pattern.match(version):
            return PROFILES[
                _NESTED.get((name, nested)) or _NESTED.get((name, "")) or name if nested else name
            ]
    return None


_NESTED = {
    ("explicit", ""): "inverse",
    ("konsole", ""): "inverse",
    ("mlterm", ""): "inverse-letter",
    ("kitty-placed", ""): "kitty",
    ("kitty", "screen"): "kitty-bold",
    ("kitty-placed", "screen"): "kitty-bold",
}
"""The profile that takes the place of one inside a multiplexer: the one that is named, or any."""
_UNTRIED = (
    r"\Z|apple.terminal|iterm|warp|termux|wezterm|ghostty|foot|contour|terminology|mintty|windows.terminal|vscode"
    r"|linux\b"
)
"""Terminals that nobody has looked at with this program; what is known of them is what others have written.
They change, too: Warp (its pull request 10809), Ghostty (11079) and Termux (5179, 5311) are being taught to
reorder rows, and iTerm2 does since 2026 where that is switched on (Settings, General, Experimental)."""


def is_tried(version: str) -> bool:
    """Say whether the profile of a terminal was found by looking at it; False for an unknown one, too."""
    return profile_of(version) is not None and not re.match(_UNTRIED, version, re.IGNORECASE)


_KNOWN = [
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"kitty[( ](0\.[4-9]\d|0\.\d{3}|[1-9])", "kitty-placed"),
        (r"kitty\b", "kitty"),
        (r"konsole\b", "konsole"),
        (r"mlterm\b", "mlterm"),
        (r"qterm(inal|widget)", "qterminal"),
        (r"vte\b|mintty\b", "explicit"),
        # Terminal.app reorders rows itself.
        (r"apple.terminal\b", "inverse"),
        (
            r"xterm\b|rxvt|foot\b|wezterm|ghostty|alacritty|contour|terminology|xterm\.js|vscode|windows.terminal"
            r"|st\b|zutty|linux\b|iterm2?\b|warp|termux",
            "plain",
        ),
    )
]
