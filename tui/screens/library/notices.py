"""Lays greetings and questions over the rows below the articles: one thing at a time, until the next key.

Nothing here is in the way of reading. A key that answers has done what it was for; any other takes the lines
away, and acts. Nothing of it is there before the first frame.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tui.config.bindings import first
from tui.i18n import _
from tui.presenters.corpora import shown_roots
from tui.screens.library.first_lines import about, never, samples, schemes, welcome
from tui.screens.messages import OpenCorpus
from tui.session.first_start import SchemeOffers, is_first_start, note_first_start
from tui.session.recent_corpora import RecentCorpora, Roots
from tui.terminal.detection import SERVED
from tui.widgets.notice import FEWEST, Notice

if TYPE_CHECKING:
    from textual.widget import Widget

    from annotations.scheme_file.ready import ReadyScheme
    from tui.screens.context import SessionContext
    from tui.screens.library.screen import LibraryScreen
    from tui.terminal.profiles import Profile
    from tui.textual_ext.key_dispatch import KeyDispatcher
    from tui.textual_ext.profile_chooser import ProfileChooser

_OFFERED = 5
"""Corpora that are offered, of those that were opened last; the dialog has all of them."""


class _Offer(NamedTuple):
    """Lines that offer something, and what each number does."""

    lines: Sequence[str] = ()
    choices: Sequence[Callable[[], Awaitable[None]]] = ()
    never: Callable[[], Awaitable[None]] | None = None
    """Does what 0 is for, if there is such a thing."""


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
        """Say what the samples are, offer what can be chosen, and tell who is new here what to press."""
        room = self._library.free_rows if self._library.is_current else 0
        is_first, offer = is_first_start(), _Offer()
        if not os.environ.get(SERVED):
            offer = await self._offer(room, is_first=is_first)
        lines = offer.lines
        if is_first:
            note_first_start()
            lines = [*lines, *welcome()]
        if not lines:
            return
        if room < FEWEST or not self._library.is_current:  # it may cover what is empty, and no article
            self._context.notify(lines[-1])
            return
        await self._show(Notice(lines, room))

        async def answer(key: str) -> bool:
            await self._take_away()
            number = int(key) if len(key) == 1 and key.isdecimal() else -1
            choice = dict(enumerate([offer.never, *offer.choices])).get(number)
            if choice is not None:
                await choice()
            return choice is not None

        self._keys.before_next_key(answer)

    async def _offer(self, room: int, *, is_first: bool) -> _Offer:
        """Return what can be chosen at this start, of which numbers are pressed."""
        project = self._context.project
        if project.is_sample:
            recent = (await asyncio.to_thread(self._recent))[: max(0, room - FEWEST)]
            head = [samples(any_recent=bool(recent))] if is_first or recent else []
            rows = [f"{number}  {shown_roots(roots)}" for number, roots in enumerate(recent, 1)]
            return _Offer([*head, *rows], [partial(self._open, roots) for roots in recent])
        if project.can_be_named:
            ready = await asyncio.to_thread(self._ready_schemes, room)
            rows = [f"{number}  {about(scheme)}" for number, scheme in enumerate(ready, 1)]
            if ready:
                choices = [partial(self._choose_scheme, scheme.name) for scheme in ready]
                return _Offer([schemes(), *rows, never()], choices, self._stop_offering)
        return _Offer()

    async def _open(self, roots: Roots) -> None:
        await self._context.send(OpenCorpus(roots))

    def _ready_schemes(self, room: int) -> Sequence[ReadyScheme]:
        """Return the ready schemes where one may be chosen and nobody was asked yet; in a thread."""
        from annotations.scheme_file.loader import SchemeError
        from annotations.scheme_file.ready import NAMES, ready_schemes
        from annotations.services.scheme_choice import can_choose

        project, offers = self._context.project, SchemeOffers()
        with suppress(SchemeError):
            may = room > len(NAMES) + FEWEST and can_choose(project) and not offers.was_made(project.database)
            if may and offers.note(project.database):
                return ready_schemes()
        return ()

    async def _stop_offering(self) -> None:
        await asyncio.to_thread(SchemeOffers().stop)
        self._context.notify(_("no scheme is offered any more; claimreader help scheme says how to get one"))

    async def _choose_scheme(self, name: str) -> None:
        """Give the corpus a ready scheme, and open it anew: its tags have keys of their own."""
        from annotations.scheme_file.loader import SchemeError
        from annotations.services.scheme_choice import choose_scheme

        project = self._context.project
        try:
            await asyncio.to_thread(choose_scheme, project, name)
        except SchemeError as error:
            self._context.notify(str(error), error=True)
        else:
            await self._context.send(OpenCorpus(tuple(project.roots)))

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
