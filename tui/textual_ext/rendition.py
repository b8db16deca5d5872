"""Writes styled text with the codes that a terminal lacks: those of the look that change from run to run.

Rich begins each run with all of its style and ends it with all attributes off: in 24-bit colours 40 bytes a
run, twice as much as the words of most. Here only what differs from the run before is said, in the plain
codes of ECMA-48 (SGR 1 to 9, 21 to 29, 38, 39, 48, 49), and what says less in full is said in full.

A blank is seen by its ground alone, so that of it only that is said, unless something is drawn in its cell.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.style import Style

if TYPE_CHECKING:
    from rich.color import ColorSystem

_SWITCHES = (
    ("bold", "1", "22"),
    ("dim", "2", "22"),
    ("italic", "3", "23"),
    ("underline", "4", "24"),
    ("blink", "5", "25"),
    ("blink2", "6", "25"),
    ("reverse", "7", "27"),
    ("conceal", "8", "28"),
    ("strike", "9", "29"),
    ("underline2", "21", "24"),
    ("frame", "51", "54"),
    ("encircle", "52", "54"),
    ("overline", "53", "55"),
)
"""Attributes by Rich's names, and the codes that switch each on and off."""
_OFF = {on: off for _, on, off in _SWITCHES}
_ORDER = {on: place for place, (_, on, _) in enumerate(_SWITCHES)}
_DRAWN = frozenset({"4", "7", "9", "21", "51", "52", "53"})
"""The codes of those that are seen on a blank, too."""
ALL_OFF = "\x1b[0m"


class Rendition:
    """The look of text, as a terminal is told of it; there is one object for each.

    Args:
        attributes: the codes of those that are on.
        color: the codes of the colour of letters; empty: the terminal's own.
        ground: those of the colour behind them.
    """

    __slots__ = ("_blanks", "_changes", "attributes", "color", "ground")

    def __init__(self, attributes: frozenset[str], color: str, ground: str) -> None:
        self.attributes = attributes
        self.color = color
        self.ground = ground
        # By the object that comes next, which costs no hash of what it says: a page has 300 runs.
        self._changes: dict[Rendition, str] = {}
        self._blanks: dict[Rendition, Rendition] = {}

    def change_to(self, after: Rendition) -> str:
        """Return the codes that make this rendition another one."""
        codes = self._changes.get(after)
        if codes is None:
            codes = self._changes[after] = _change(self, after)
        return codes

    def on_ground_of(self, after: Rendition) -> Rendition:
        """Return what blanks of a rendition look like, with as little change of this one as that takes."""
        there = self._blanks.get(after)
        if there is None:
            there = _only(self.attributes - _DRAWN, self.color, after.ground)
            self._blanks[after] = there
        return there


_KNOWN: dict[tuple[frozenset[str], str, str], Rendition] = {}
"""The one object of each look, a hundred or so; no cache, since who holds one compares it by identity."""


def _only(attributes: frozenset[str], color: str, ground: str) -> Rendition:
    return _KNOWN.setdefault((attributes, color, ground), Rendition(attributes, color, ground))


_PLAIN = _only(frozenset(), "", "")


class Pen:
    """Writes runs one behind the other; begins and, after `lift`, ends with all attributes off.

    Args:
        color_system: which colours the terminal has.
    """

    def __init__(self, color_system: ColorSystem) -> None:
        self._color_system = color_system
        self._now = _PLAIN
        self._style: Style | None = None
        """The style in which all is now, if that is so."""

    def write(self, text: str, style: Style | None) -> str:
        """Return a run of text with the codes before it."""
        if style is not None and style is self._style:
            return text
        if style is not None and style.link:
            return self.lift() + style.render(text, color_system=self._color_system)
        wanted = _PLAIN if style is None else rendition(style, self._color_system)
        now, self._style = self._now, style
        if now is wanted:
            return text
        if text.isspace() and not wanted.attributes & _DRAWN:
            self._style = None
            wanted = now.on_ground_of(wanted)
        self._now = wanted
        return now.change_to(wanted) + text

    def lift(self) -> str:
        """Return what ends the last run."""
        now, self._now, self._style = self._now, _PLAIN, None
        return "" if now is _PLAIN else ALL_OFF


@lru_cache(maxsize=1024)
def rendition(style: Style, color_system: ColorSystem) -> Rendition:
    """Return what a terminal with these colours is told of a style."""
    color, ground = style.color, style.bgcolor
    return _only(
        frozenset(on for name, on, _ in _SWITCHES if getattr(style, name)),
        "" if color is None else ";".join(color.downgrade(color_system).get_ansi_codes()),
        "" if ground is None else ";".join(ground.downgrade(color_system).get_ansi_codes(foreground=False)),
    )


@lru_cache(maxsize=1024)
def _ground(style: Style | None) -> tuple[object, bool]:
    if style is None:
        return None, False
    return style.bgcolor, any(getattr(style, name) for name, on, _ in _SWITCHES if on in _DRAWN)


def ground_of(style: Style | None) -> object:
    """Return what is seen of a blank in a style, None if that depends on more than its ground."""
    ground, drawn = _ground(style)
    return None if drawn else (ground,)


def _change(before: Rendition, after: Rendition) -> str:
    """Return the codes that make one rendition another one: what changes, or all, whichever is shorter."""
    if before is after:
        return ""
    gone = before.attributes - after.attributes
    off = {_OFF[on] for on in gone}
    kept = (before.attributes & after.attributes) - {on for on in before.attributes if _OFF[on] in off}
    step = [*sorted(off), *_in_order(after.attributes - kept)]
    if before.color != after.color:
        step.append(after.color or "39")
    if before.ground != after.ground:
        step.append(after.ground or "49")
    whole = ["0", *_in_order(after.attributes), *filter(None, (after.color, after.ground))]
    return f"\x1b[{min(';'.join(step), ';'.join(whole), key=len)}m"


def _in_order(attributes: frozenset[str]) -> list[str]:
    return sorted(attributes, key=_ORDER.__getitem__)
