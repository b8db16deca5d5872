"""The keys of the place one is in, all of them, from the same table that binds them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.strip import Strip

from annotations.model.scheme import Scheme
from tui.config.bindings import bindings, own_tags, shown, table, tag_key
from tui.i18n import N_, _, named
from tui.widgets.bars import KeyHints
from tui.widgets.rows import Rows
from tui.widgets.strips import pad, row, start

PLACES = {
    "library": N_("library"),
    "reader": N_("reader"),
    "select": N_("select"),
    "details": N_("details"),
    "board": N_("board"),
    "review": N_("review"),
    "changed": N_("changed articles"),
}
"""What the places in the ids of keys are called."""
PACE = N_("gaps over 60 s, or over 10 s and 5 times the median, count as pauses")
"""`annotations.services.work_pace.RULE`, to be translated."""
GAP = 2
"""Cells between keys and label."""


class KeyList(Rows):
    """The rows of the help: the place, then keys and what they do."""

    def __init__(self, place: str, lines: list[tuple[str, str]]) -> None:
        super().__init__()
        self._lines = [(place, ""), *lines]
        self._widest = max((len(keys) for keys, _ in lines), default=0)

    def on_resize(self) -> None:
        """Say how many rows there are."""
        self.reach(len(self._lines))

    def render_line(self, y: int) -> Strip:
        """Draw a key and what it does (Textual's line API)."""
        number = self.top + y
        if not 0 <= number < len(self._lines):
            return self.blank()
        look = self.palette
        width = self.size.width
        keys, label = self._lines[number]
        # In a narrow window half of the row is the label's.
        column = min(self._widest, width // 2) if label else width
        parts = [
            start(keys, column, look.cursor_mark),
            pad(min(GAP, width - column), look.text),
            start(label, width - column - GAP, look.text),
        ]
        return row(parts, width, look.text)


class Help(ModalScreen[None]):
    """Shows the keys of a place.

    Args:
        place: as in the ids of `tui.config.actions`.
        scheme: names what the tag keys say.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("help")
    DEFAULT_CSS = "Help { background: $background; } KeyList { height: 1fr; margin: 0 1; }"

    def __init__(self, place: str, scheme: Scheme) -> None:
        super().__init__()
        tags = {tag.key: named(tag) for tag in scheme.tags}
        self._place = place
        self._lines: list[tuple[str, str]] = []
        for key in table():
            if key.place == place:
                tag = tag_key(key)
                label = _("tag: {name}").format(name=tags.get(tag, _("free"))) if tag else _(key.label)
                self._lines.append((" ".join(shown(key.keys)), label))
        for own in own_tags(place, scheme.tags):
            self._lines.append((own.key, _("tag: {name}").format(name=named(own))))

        if place in ("library", "reader"):
            self._lines.append((_("pace"), _(PACE)))

    def compose(self) -> ComposeResult:
        """The list, and how to leave."""
        yield KeyList(_(PLACES.get(self._place, self._place)).upper(), self._lines)
        yield KeyHints("help")

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        keys = self.query_one(KeyList)
        keys.jump(keys.top + rows)

    def action_page(self, direction: int) -> None:
        """Scroll by as many rows as are seen, less one to go on from."""
        self.action_scroll(direction * max(1, self.query_one(KeyList).size.height - 1))

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss()
