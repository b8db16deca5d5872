"""The help: the keys of the place one is in, from the table by which they act, topics, and paths of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model.scheme import Scheme
from tui.config import settings
from tui.config.bindings import own_tags, shown, table, tag_key
from tui.i18n import N_, _, named
from tui.presenters.help_topics import Topic, topics
from tui.presenters.markdown import Block, Table, blocks
from tui.presenters.stored import with_signs
from tui.screens.dialogs.picker import Picker
from tui.screens.dialogs.text_page import ReadingDialog
from tui.screens.messages import OpenDialog
from tui.widgets.page import Page
from tui.widgets.pick_list import PickList
from tui.widgets.pick_rows import Item, Rooms
from tui.widgets.strips import from_right

if TYPE_CHECKING:
    from tui.screens.context import SessionContext

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
    "agreement": N_("agreement"),
    "kappa": N_("matrix of kappa"),
    "costliest": N_("sentences that cost most agreement"),
    "review": N_("review"),
    "changed": N_("changed articles"),
}
"""The names on screen of the places in the ids of keys."""
PACE = N_("gaps over 60 s, or over 10 s and 5 times the median, count as pauses")
"""The pauses that `annotations.services.work_pace` leaves out of the pace."""


class Help(ReadingDialog):
    """Shows the keys of a place, and behind them the topics, of which Enter opens one.

    Args:
        place: as in the ids of `tui.config.actions`.
        context: whose scheme names what the tag keys say; it opens a topic.
    """

    DEFAULT_CSS = "Page { height: 1fr; }"

    def __init__(self, place: str, context: SessionContext) -> None:
        keys = key_lines(place, context.session.project.scheme)
        self._topics = topics()
        shown_topics = [(topic.name, topic.summary) for topic in self._topics]
        page = Page(
            [
                _heading(_(PLACES.get(place, place)).upper()),
                _listed(keys),
                _heading(_("to read: Enter chooses").upper()),
                _listed(shown_topics),
                _heading(_("where things lie").upper()),
                Table((Block(""), Block("")), _files(context), apart=False),
            ],
            rtl=from_right(),
        )
        super().__init__(page, "help")
        self.session_context = context

    async def action_topics(self) -> None:
        """Ask which topic to read."""
        pick = PickList(
            _("read about"),
            self._topics,
            lambda topic: Item(key=topic.name, about=topic.summary),
            Rooms(key=max(len(topic.name) for topic in self._topics), name=0),
            detail=lambda topic: topic.summary,
        )
        await self.session_context.send(OpenDialog(Picker(pick), self._read))

    async def _read(self, chosen: Topic | None) -> None:
        if chosen is not None:
            await self.session_context.send(OpenDialog(TopicPage(chosen)))


class TopicPage(ReadingDialog):
    """Shows a topic.

    Args:
        topic: what is to be read.
    """

    DEFAULT_CSS = "Page { height: 1fr; }"

    def __init__(self, topic: Topic) -> None:
        super().__init__(Page(blocks(topic.text), rtl=topic.rtl), "guidelines")


def _heading(text: str) -> Block:
    return Block(text, heading=True)


def _code(text: str) -> Block:
    """Return what is typed, or a path: from left to right within Arabic, too."""
    return Block(text, code=((0, len(text)),))


def _listed(lines: list[tuple[str, str]]) -> Table:
    cells = [(_code(key), Block(label)) for key, label in lines]
    return Table((Block(""), Block("")), cells, apart=False)


def _files(context: SessionContext) -> list[tuple[Block, Block]]:
    """Return what a person would save, send or change by another program, each with its path."""
    project = context.session.project
    paths = {
        _("annotations"): project.database,
        _("scheme"): project.scheme_file,
        _("settings"): settings.path(),
    }
    return [(Block(name), _code(with_signs(str(path)))) for name, path in paths.items() if path is not None]


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
