"""The two rows that frame every screen: where one is at the top, which keys work at the bottom."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.keys import hints
from tui.theme import palette
from tui.widgets.strips import one_line, pad


class TopBar(Widget):
    """Name, place and state, in one row.

    `claimreader  title ...   decided 12/24   claims 7   saved 12:03:04`.
    """

    DEFAULT_CSS = "TopBar { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._place = ""
        self._facts: tuple[str, ...] = ()
        self._alarm = ""

    def tell(self, place: str, facts: tuple[str, ...], alarm: str = "") -> None:
        """Show a place (article title or folder.

        Any script), facts at the right end, and an alarm that stays.
        """
        if (place, facts, alarm) != (self._place, self._facts, self._alarm):
            self._place, self._facts, self._alarm = place, facts, alarm
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the row; facts give way from the left when there is no room."""
        style = palette(self.app.current_theme)
        width = self.size.width
        name = " claimreader " if width >= 60 else " "
        facts = list(self._facts)
        while facts and len(name) + sum(len(fact) + 3 for fact in facts) > width - 12:
            facts.pop(0)
        right = "".join(f"   {fact}" for fact in facts) + " "
        alarm = f" {self._alarm} "[: max(0, width - 14)] if self._alarm else ""
        room = width - len(name) - len(right) - len(alarm) - 1
        segments = [Segment(name, style.bar_key)]
        segments += [Segment(" ", style.bar), *one_line(self._place, room, style.bar)] if room > 0 else []
        segments += [Segment(right, style.bar_dim), Segment(alarm, style.bar_alarm)]
        return Strip(segments).adjust_cell_length(width, style.bar)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row."""
        return 1


class KeyHints(Widget):
    """The keys that matter here, in one row; a message takes their place until the next key."""

    DEFAULT_CSS = "KeyHints { height: 1; }"

    def __init__(self, place: str, extra: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__()
        self._hints = [*extra, *hints(place)]
        self._message = ""
        self._error = False

    def show(self, hints: list[tuple[str, str]]) -> None:
        """Show other keys."""
        self._hints = hints
        self.refresh()

    def say(self, message: str = "", *, error: bool = False) -> None:
        """Show a message instead of the keys; an empty one brings the keys back."""
        if (message, error) != (self._message, self._error):
            self._message, self._error = message, error
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the row; hints that don't fit are left out whole."""
        style = palette(self.app.current_theme)
        width = self.size.width
        if self._message:
            ink = style.bar_alarm if self._error else style.bar
            return Strip([Segment(" ", ink), *one_line(self._message, width - 1, ink)], width)
        segments: list[Segment] = []
        used = 0
        for key, label in self._hints:
            needed = 1 + len(key) + 1 + len(label) + 1
            if used + needed > width:
                break
            segments += [Segment(f" {key}", style.bar_key), Segment(f" {label} ", style.bar_dim)]
            used += needed
        return Strip([*segments, *pad(width - used, style.bar)], width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row."""
        return 1
