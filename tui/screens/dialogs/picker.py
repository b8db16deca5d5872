"""Choosing one of many by typing: the dialog for it, and the articles to go to.

What there is to choose from is the caller's; the dialog gives back one of the choices, or None.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult

from annotations.corpus import CorpusError
from tui.i18n import _
from tui.screens.dialogs.base import Dialog
from tui.screens.messages import OpenDialog
from tui.widgets.bars import KeyHints
from tui.widgets.pick_list import PickList
from tui.widgets.pick_rows import Item, Rooms

if TYPE_CHECKING:
    from tui.screens.context import SessionContext
    from tui.session.article_listing import ArticleListing
    from tui.session.session import Session


class Picker(Dialog[Any]):
    """Asks for one of many choices; dismissed with it, or with None.

    Args:
        pick: what is asked, and what there is to choose from; None isn't one of the choices.
    """

    key_place = "picker"
    DEFAULT_CSS = "PickList { height: 1fr; }"

    def __init__(self, pick: PickList) -> None:
        super().__init__()
        self._pick = pick

    def compose(self) -> ComposeResult:
        """Compose the list, and how to use it."""
        yield self._pick
        yield KeyHints("picker", (("↑ ↓", _("move")), ("Enter", _("take")), ("Esc", _("leave"))))

    @on(PickList.Taken)
    def _taken(self, event: PickList.Taken) -> None:
        if self.is_current:  # a click and Enter may both take it
            self.dismiss(event.choice)

    @on(PickList.Left)
    def _left(self) -> None:
        self.action_leave()


async def pick_article(
    context: SessionContext, go: Callable[[int], Awaitable[None]], heading: str = ""
) -> None:
    """Ask for an article, of those that the library lists.

    Args:
        context: whose articles.
        go: is called with the place of the chosen one in the library's listing.
        heading: says what for; nothing: to go there.
    """
    session, listing = context.session, context.session.listing

    async def then(chosen: int | None) -> None:
        if chosen is None:
            return
        try:  # the library may have listed anew meanwhile
            place = chosen if session.listing is listing else session.listing.find(listing[chosen].id)
        except (CorpusError, IndexError) as error:
            context.notify(str(error) or _("this article is gone since it was listed"), error=True)
            return
        if place is None:
            context.notify(_("this article is no longer in the library's list"), error=True)
        else:
            await go(place)

    def item(place: int) -> Item:
        return article_item(session, listing, place)

    pick = PickList(
        heading or _("go to"),
        range(len(listing)),
        item,
        Rooms(key=14, name=18),
        placeholder=_("part of an id, a title or a source"),
        detail=lambda place: item(place).right,
    )
    await context.send(OpenDialog(Picker(pick), then))


def article_item(session: Session, listing: ArticleListing, place: int) -> Item:
    """Return what an article is called.

    One that no index knows is read for it, which a corpus of few articles allows.
    """
    try:
        row = listing.row(place)
        if row is None and session.listing is listing:
            session.article(place)
            row = listing.row(place)
        if row is None:
            return Item(key=listing[place].id)
    except IndexError:
        return Item(name=_("this article is gone"))
    except CorpusError as error:
        return Item(right=str(error))
    return Item(key=row.entry.id, name=row.source or "", right=row.label)
