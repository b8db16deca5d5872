"""Lays greetings and questions over the rows below the articles: one thing at a time, until the next key.

Nothing here is in the way of reading. A key that answers has done what it was for; any other takes the lines
away, and acts. Nothing of it is there before the first frame.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.config.bindings import first
from tui.i18n import _
from tui.presenters.corpora import shown_roots
from tui.screens.library.first_lines import samples, welcome
from tui.screens.messages import OpenCorpus
from tui.session.first_start import is_first_start, note_first_start
from tui.session.recent_corpora import RecentCorpora, Roots
from tui.terminal.detection import SERVED
from tui.widgets.notice import FEWEST, Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from tui.screens.context import SessionContext
    from tui.screens.library.screen import LibraryScreen
    from tui.terminal.profiles import Profile
    from tui.textual_ext.key_dispatch import KeyDispatcher
    from tui.textual_ext.profile_chooser import ProfileChooser

_OFFERED = 5
"""Corpora that are offered, of those that were opened last; the dialog has all of them."""


class LibraryNotices:
    """Greets, and asks which way of sending rows reads right.

    Args:
        context: the session, and who shows a line.
        library: the screen over which it lies.
        keys: have the next key taken before it acts.
        profiles: is told which way reads right.
        profile: returns the way in which rows are sent now.
    """

    def __init__(
        self,
        context: SessionContext,
        library: LibraryScreen,
        keys: KeyDispatcher,
        profiles: ProfileChooser,
        profile: Callable[[], Profile],
    ) -> None:
        self._context = context
        self._library = library
        self._keys = keys
        self._profiles = profiles
        self._profile = profile
        self._shown: Widget | None = None

    async def greet(self) -> None:
        """Say what the samples are, offer what was opened last, and tell who is new here what to press."""
        is_first, lines = is_first_start(), list[str]()
        room = self._library.free_rows if self._library.is_current else 0
        recent: Sequence[Roots] = ()
        if self._context.project.is_sample and not os.environ.get(SERVED):
            recent = (await asyncio.to_thread(self._recent))[: max(0, room - FEWEST)]
            if is_first or recent:
                lines.append(samples(any_recent=bool(recent)))
            lines += (f"{number}  {shown_roots(roots)}" for number, roots in enumerate(recent, 1))
        if is_first:
            note_first_start()
            lines += welcome()
        if not lines:
            return
        if room < FEWEST:  # it may cover what is empty, and no article
            self._context.notify(lines[-1])
            return
        await self._show(Notice(lines, room))

        async def answer(key: str) -> bool:
            await self._take_away()
            number = int(key) if len(key) == 1 and key.isdecimal() else 0
            if not 0 < number <= len(recent):
                return False
            await self._context.send(OpenCorpus(recent[number - 1]))
            return True

        self._keys.before_next_key(answer)

    def _recent(self) -> Sequence[Roots]:
        return RecentCorpora().all()[:_OFFERED] if self._context.session.remembers_corpora else ()

    async def ask_which_reads_right(self) -> None:
        """Ask the user which of two lines reads right."""
        from tui.widgets.terminal_question import ROWS, TerminalQuestion

        if not self._library.is_current or self._profile().order != "cells":
            return  # another start will have the time
        if self._library.free_rows < ROWS:
            said = _("does Arabic read right? If not: {key}, then “terminal”")
            self._context.notify(said.format(key=first("library.palette")))
            return
        question = TerminalQuestion(self._profiles.choice.nested)
        await self._show(question)

        async def answer(key: str) -> bool:
            await self._take_away()
            profile = question.profile_of(key)
            if profile is not None:
                self._profiles.tell(profile)
                self._context.notify(_("kept for this terminal; claimreader doctor asks again"))
            return profile is not None

        self._keys.before_next_key(answer)

    async def _show(self, widget: Widget) -> None:
        await self._take_away()
        self._shown = widget
        await self._library.mount(widget)

    async def _take_away(self) -> None:
        if self._shown is not None:
            await self._shown.remove()
            self._shown = None
