"""Opens the address of an article in the browser, or copies it where there is none; says which it is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotations.text.web_addresses import for_browser, host_of
from tui.i18n import _
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from textual.widget import Widget

    from annotations.model.article import Article
    from tui.screens.context import SessionContext

_SHOWN = 200
"""Code points of an address that are shown."""


def open_address(context: SessionContext, on: Widget, article: Article) -> None:
    """Open the address that holds for an article; keys act meanwhile.

    Args:
        context: has the clipboard, and says what became of it.
        on: the screen on which it was asked for.
        article: the article.
    """
    url = article.url
    address = for_browser(url)
    if not url:
        context.notify(_("nobody has said under which address this article is"))
    elif address is None:
        said = _("not opened: this is no address of the web: {address}")
        context.notify(said.format(address=shown_address(url)), error=True)
    else:
        on.run_worker(_open(context, url, address), group="address", exit_on_error=False)


def shown_address(url: str) -> str:
    """Return an address as a person should read it: harmless, and a host in other letters in ASCII, too."""
    host = host_of(url) or ""
    behind = f" ({host.partition(' (')[2]}" if " (" in host else ""
    return f"\u2066{with_signs(' '.join(url[:_SHOWN].split()))}{behind}\u2069"


async def _open(context: SessionContext, url: str, address: str) -> None:
    from tui.terminal.browser import has_browser, show

    shown = shown_address(url)
    if has_browser():
        context.notify(_("opening in the browser: {address}").format(address=shown))
        if await asyncio.to_thread(show, address):
            return
    context.copy(address, about=_("no browser here: {address}").format(address=shown))
