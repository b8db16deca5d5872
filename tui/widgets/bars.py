"""The two rows that frame every screen: the top one says where one is, the bottom one which keys work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from tui.config.bindings import hints
from tui.i18n import one_by_one
from tui.textual_ext.bare_widget import BareWidget
from tui.textual_ext.compositor import repaint
from tui.theme import Palette, palette
from tui.widgets.strips import cells, leading, natural_width, side_by_side

_FOLDERS = re.compile(r"(?:~|[A-Za-z]:)?[/\\].*?([^/\\]+?)(?=: )", re.DOTALL)
"""The path that an error line begins with, up to the colon; its last part is the file's name."""


def without_folders(message: str) -> str:
    """Return an error line with `…/` for its folders: in a narrow row the reason matters more."""
    match = _FOLDERS.match(message)
    return f"…/{match[1]}{message[match.end() :]}" if match else message


class TopBar(BareWidget):
    """Draws a row with name, place and state.

    It reads `claimreader  title ...   decided 12/24   claims 7   saved 12:03:04`.
    """

    DEFAULT_CSS = "TopBar { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._short_name = ""
        self._place = ""
        self._facts: tuple[str, ...] = ()
        self._alarm = ""

    def show(self, place: str, facts: tuple[str, ...], alarm: str = "", *, name: str = "") -> None:
        """Show where one is.

        Args:
            place: the article's title or the folder, any script.
            facts: stand at the right end.
            alarm: stays on screen until its cause is mended.
            name: a short one of the article; apart from its title, which may be of another direction.
        """
        if (name, place, facts, alarm) != (self._short_name, self._place, self._facts, self._alarm):
            self._short_name, self._place, self._facts, self._alarm = name, place, facts, alarm
            repaint(self, [0])

    def render_line(self, y: int) -> Strip:
        """Draw the row; facts give way from the left when there is no room, then the title."""
        style = palette(self.app.current_theme)
        width = self.size.width
        gap = [Segment("   ", style.bar)]
        name = [Segment(" claimreader " if width >= 60 else " ", style.bar_key), Segment(" ", style.bar)]
        # Paths and names come from outside, too: all goes through the engine, which makes controls harmless.
        alarm = [Segment(" ", style.bar_alarm), *natural_width(self._alarm, width // 2, style.bar_alarm)]
        alarm = [*alarm, Segment(" ", style.bar_alarm)] if self._alarm else []
        facts = [natural_width(fact, width, style.bar_dim) for fact in self._facts]
        used = cells(name) + cells(alarm) + 1
        spare = 0 if alarm else 12  # for the title, which is what an alarm may push out
        while facts and used + sum(cells(fact) + len(gap[0].text) for fact in facts) > width - spare:
            facts.pop(-1 if alarm else 0)
        about = (
            natural_width(self._short_name, max(0, width // 4), style.bar_dim, outside=True)
            if self._short_name
            else []
        )
        after = [part for fact in facts for part in (gap, fact)] + [[Segment(" ", style.bar)], alarm]
        before = [name, about, [Segment("  ", style.bar)]] if about else [name]
        room = width - sum(map(cells, [*before, *after]))
        title = [leading(self._place, room, style.bar, outside=True)] if room > 0 else []
        return side_by_side([*before, *title, *after], width, style.bar)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height, one row."""
        return 1


class KeyHints(BareWidget):
    """Draws a row with the keys that matter here; a message takes their place until the next key."""

    DEFAULT_CSS = "KeyHints { height: 1; }"

    def __init__(
        self,
        place: str,
        extra: tuple[tuple[str, str], ...] = (),
        many: Sequence[tuple[str, str]] = (),
        kind: str = "",
    ) -> None:
        super().__init__()
        self._extra = len(extra)
        self._many = many
        """Keys of one kind, named behind the extra ones as far as there is room beside the others."""
        self._kind = kind
        """A word for what they do, where there is no room for their names."""
        self._own = self._hints = [*extra, *hints(place)]
        self._message = ""
        self._error = False

    def show(self, hints: list[tuple[str, str]] | None = None) -> None:
        """Show other keys, or those of the place again."""
        self._hints = self._own if hints is None else hints
        repaint(self, [0])

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The keys that are shown, or will be when the message is gone."""
        return self._hints

    def add_message(self, message: str) -> None:
        """Show a message before the one that is shown, if there is one."""
        self.show_message(one_by_one(filter(None, (message, self._message))), error=self._error)

    def show_message(self, message: str = "", *, error: bool = False) -> None:
        """Show a message instead of the keys; an empty one brings the keys back."""
        if (message, error) != (self._message, self._error):
            self._message, self._error = message, error
            repaint(self, [0])

    @property
    def announces(self) -> bool:
        """True while a message is shown, see `tui.textual_ext.caret`."""
        return bool(self._message)

    def render_line(self, y: int) -> Strip:
        """Draw the row; hints that don't fit are left out whole."""
        style = palette(self.app.current_theme)
        width = self.size.width
        if self._message:
            ink = style.bar_alarm if self._error else style.bar
            fits = len(self._message) < width
            message = self._message if fits else without_folders(self._message)
            return side_by_side([[Segment(" ", ink)], leading(message, width - 1, ink)], width, ink)
        shown = [self._drawn(hint, width, style) for hint in self._hints]
        if self._many and self._hints is self._own:
            room = width - sum(cells(part) for hint in shown for part in hint)
            shown[self._extra : self._extra] = self._named(room, width, style)
        way_out = shown.pop() if shown else []  # the last of each place; it stays whatever has no room
        room = width - sum(map(cells, way_out))
        parts: list[list[Segment]] = []
        for hint in shown:
            room -= sum(map(cells, hint))
            if room < 0:
                break
            parts += hint
        parts += way_out
        return side_by_side(parts, width, style.bar)

    def _named(self, room: int, width: int, style: Palette) -> list[list[list[Segment]]]:
        """Return as many keys of one kind as there is room for, and of the rest the first and the last."""
        drawn = [self._drawn(hint, width, style) for hint in self._many]
        for count in range(len(drawn), 0, -1):
            left = [key for key, _ in self._many[count:]]
            rest = [self._drawn((_span(left), "…"), width, style)] if left else []
            if sum(cells(part) for hint in [*drawn[:count], *rest] for part in hint) <= room:
                return [*drawn[:count], *rest]
        return [self._drawn((_span([key for key, _ in self._many]), self._kind), width, style)]

    @staticmethod
    def _drawn(hint: tuple[str, str], width: int, style: Palette) -> list[list[Segment]]:
        key, label = hint
        space = [Segment(" ", style.bar_dim)]
        return [
            space,
            natural_width(key, width, style.bar_key),
            space,
            natural_width(label, width, style.bar_dim),
            space,
        ]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height, one row."""
        return 1


def _span(keys: Sequence[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{keys[0]}-{keys[-1]}"
