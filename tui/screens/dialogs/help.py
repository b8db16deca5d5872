"""The help: all keys of the place one is in, from the same table by which they act."""

from __future__ import annotations

from textual.strip import Strip

from annotations.model.scheme import Scheme
from tui.config.bindings import own_tags, shown, table, tag_key
from tui.i18n import N_, _, named
from tui.screens.dialogs.text_page import ReadingDialog
from tui.widgets.rows import Rows
from tui.widgets.strips import leading, pad, side_by_side

PLACES = {
    "library": N_("library"),
    "reader": N_("reader"),
    "select": N_("select"),
    "details": N_("details"),
    "board": N_("board"),
    "figures": N_("quantities"),
    "concordance": N_("concordance"),
    "sides": N_("contradictions by sides"),
    "matrix": N_("matrix of sources"),
    "review": N_("review"),
    "changed": N_("changed articles"),
}
"""The names on screen of the places in the ids of keys."""
PACE = N_("gaps over 60 s, or over 10 s and 5 times the median, count as pauses")
"""The pauses that `annotations.services.work_pace` leaves out of the pace."""
GAP = 2
"""Cells between keys and label."""


class KeyList(Rows):
    """The rows of the help: the place, then keys and what they do.

    Args:
        place: what the place is called.
        lines: the keys, each with what it does.
    """

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
            leading(keys, column, look.cursor_mark),
            pad(min(GAP, width - column), look.text),
            leading(label, width - column - GAP, look.text),
        ]
        return side_by_side(parts, width, look.text)


class Help(ReadingDialog):
    """Shows the keys of a place.

    Args:
        place: as in the ids of `tui.config.actions`.
        scheme: names what the tag keys say.
    """

    DEFAULT_CSS = "KeyList { height: 1fr; margin: 0 1; }"

    def __init__(self, place: str, scheme: Scheme) -> None:
        super().__init__(KeyList(_(PLACES.get(place, place)).upper(), key_lines(place, scheme)), "help")


def key_lines(place: str, scheme: Scheme) -> list[tuple[str, str]]:
    """Return the keys of a place as a person reads them, each with what it does."""
    names = {tag.key: named(tag) for tag in scheme.tags}
    lines = []
    for key in table():
        if key.place == place:
            setting = tag_key(key)
            label = _("tag: {name}").format(name=names.get(setting, _("free"))) if setting else _(key.label)
            lines.append((" ".join(shown(key.keys)), label))
    lines += [(tag.key, _("tag: {name}").format(name=named(tag))) for tag in own_tags(place, scheme.tags)]
    if place in ("library", "reader"):
        lines.append((_("pace"), _(PACE)))
    return lines
