"""The two rows that frame every screen: where one is at the top, which keys work at the bottom."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
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
        self._name = ""
        self._place = ""
        self._facts: tuple[str, ...] = ()
        self._alarm = ""

    def tell(self, place: str, facts: tuple[str, ...], alarm: str = "", *, name: str = "") -> None:
        """Show where one is.

        Args:
            place: the article's title or the folder, any script.
            facts: at the right end.
            alarm: what stays on screen until it is mended.
            name: a short one of the article; apart from its title, which may be of another direction.
        """
        if (name, place, facts, alarm) != (self._name, self._place, self._facts, self._alarm):
            self._name, self._place, self._facts, self._alarm = name, place, facts, alarm
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the row; facts give way from the left when there is no room, then the title."""
        style = palette(self.app.current_theme)
        width = self.size.width
        name = " claimreader " if width >= 60 else " "
        # Paths and names come from outside, too: all goes through the engine, which makes controls harmless.
        alarm = [Segment(" ", style.bar_alarm), *_natural(self._alarm, width // 2, style.bar_alarm)]
        alarm = [*alarm, Segment(" ", style.bar_alarm)] if self._alarm else []
        facts = [_natural(fact, width, style.bar_dim) for fact in self._facts]
        used = len(name) + _cells(alarm) + 2
        spare = 0 if alarm else 12  # for the title, which is what an alarm may push out
        while facts and used + sum(_cells(fact) + 3 for fact in facts) > width - spare:
            facts.pop(-1 if alarm else 0)
        right = [segment for fact in facts for segment in (Segment("   ", style.bar), *fact)]
        left = [Segment(name, style.bar_key), Segment(" ", style.bar)]
        if self._name:
            left += [*_natural(self._name, max(0, width // 4), style.bar_dim), Segment("  ", style.bar)]
        room = width - _cells(left) - _cells(right) - _cells(alarm) - 1
        middle = one_line(self._place, room, style.bar) if room > 0 else []
        segments = [*left, *middle, *right, Segment(" ", style.bar), *alarm]
        return Strip(segments).adjust_cell_length(width, style.bar)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row."""
        return 1


class KeyHints(Widget):
    """The keys that matter here, in one row; a message takes their place until the next key."""

    DEFAULT_CSS = "KeyHints { height: 1; }"

    def __init__(self, place: str, extra: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__()
        self._own = self._hints = [*extra, *hints(place)]
        self._message = ""
        self._error = False

    def show(self, hints: list[tuple[str, str]] | None = None) -> None:
        """Show other keys, or those of the place again."""
        self._hints = self._own if hints is None else hints
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


def _natural(text: str, most: int, style: Style) -> list[Segment]:
    """Show a text in one row of its own width, `most` cells at the most."""
    whole = one_line(text, most, style)
    if whole and not whole[-1].text.strip(" "):
        whole = whole[:-1]
    return whole


def _cells(segments: Iterable[Segment]) -> int:
    return sum(segment.cell_length for segment in segments)
