"""Lays greetings and questions over the rows below the articles: one after the other, each until a key.

A key counts for what was in sight when it was typed: one from before acts as ever. Nothing here is in the way
of reading. A key that answers has done what it was for; any other takes the lines away, and acts. Nothing of
it is there before the first frame.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
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
from tui.textual_ext.mounting import mount
from tui.widgets.notice import FEWEST, Notice

if TYPE_CHECKING:
    from annotations.scheme_file.ready import ReadyScheme
    from tui.screens.context import SessionContext
    from tui.screens.library.screen import LibraryScreen
    from tui.terminal.profiles import Profile
    from tui.textual_ext.key_dispatch import KeyDispatcher
    from tui.textual_ext.profile_chooser import ProfileChooser
    from tui.widgets.terminal_question import TerminalQuestion

_OFFERED = 5
"""Corpora that are offered, of those that were opened last; the dialog has all of them."""


class _Item(NamedTuple):
    """Something to be shown."""

    widget: Notice | TerminalQuestion
    answer: Callable[[str], Awaitable[bool]]
    """Does what a key is for; returns whether it was for anything."""
    seen: Callable[[], Awaitable[None]]
    """Notes that it need not be shown again."""


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
        self._waiting: list[Callable[[], Awaitable[_Item | None]]] = []
        """The makers of all that is still to be shown; each is asked when its turn has come."""
        self._is_showing = False

    async def greet(self) -> None:
        """Say what the samples are, offer what can be chosen, and tell who is new here what to press."""
        served = bool(os.environ.get(SERVED))
        if self._context.project.is_sample:
            self._waiting.append(self._welcome if served else self._samples)
        else:
            self._waiting.extend([self._welcome] if served else [self._schemes, self._welcome])
        await self._go_on()

    async def ask_which_reads_right(self) -> None:
        """Ask the user which of two lines reads right, before anything else that waits."""
        self._waiting.insert(0, self._which_reads_right)
        await self._go_on()

    async def _go_on(self) -> None:
        """Show the next thing, unless one is shown, or the library isn't in front."""
        if not self._library.is_mounted:
            self._library.call_after_refresh(self._go_on)
            return
        if self._is_showing:
            return
        self._is_showing = True
        while self._waiting and self._library.is_current:
            item = await self._waiting.pop(0)()
            if item is not None:
                await self._show(item)
                return
        self._is_showing = False

    async def _show(self, item: _Item) -> None:
        """Show something, and have the first key answer that is typed when it is in sight."""
        if not await mount(item.widget, self._library):
            return

        async def take(key: str) -> bool:
            await item.widget.remove()
            focused = self._library.app.focused  # a key from before may have led into a line that is typed
            is_typing = focused is not None and focused.check_consume_key("a", "a")
            in_front = self._library.is_current and not is_typing
            has_acted = in_front and await item.answer(key)
            if in_front:
                await item.seen()
            self._is_showing = False
            self._library.app.call_later(self._go_on)  # when the key has acted
            return has_acted

        self._keys.before_next_key(take, lambda: item.widget.drawn_at)

    def _lines(self, lines: Sequence[str], room: int) -> Notice | None:
        """Return what shows lines where there is room; else the last of them is a message."""
        if room < FEWEST:  # it may cover what is empty, and no article
            self._context.notify(lines[-1])
            return None
        return Notice(lines, room, self._library.size.width)

    async def _welcome(self) -> _Item | None:
        """Tell who is new here what to press."""
        if not is_first_start():
            return None
        notice = self._lines(welcome(), self._library.free_rows)
        if notice is None:
            note_first_start()
            return None
        return _Item(notice, _no_answer, _welcomed)

    async def _samples(self) -> _Item | None:
        """Say what the samples are, and offer what was open last."""
        room, is_first = self._library.free_rows, is_first_start()
        recent = (await asyncio.to_thread(self._recent))[: max(0, room - FEWEST)]
        if not (is_first or recent):
            return None
        rows = [f"{number}  {shown_roots(roots)}" for number, roots in enumerate(recent, 1)]
        lines = [samples(any_recent=bool(recent)), *rows, *(welcome() if is_first else ())]
        notice = self._lines(lines, room)
        if notice is None:
            await _welcomed()
            return None
        choices = {str(number): partial(self._open, roots) for number, roots in enumerate(recent, 1)}
        return _Item(notice, _by_number(choices), _welcomed)

    async def _schemes(self) -> _Item | None:
        """Offer a ready scheme to a folder that nobody has begun."""
        project, room = self._context.project, self._library.free_rows
        ready = await asyncio.to_thread(self._ready_schemes, room) if project.can_be_named else ()
        if not ready:
            return None
        rows = [f"{number}  {about(scheme)}" for number, scheme in enumerate(ready, 1)]
        notice = Notice([schemes(), *rows, never()], room, self._library.size.width)
        choices: dict[str, Callable[[], Awaitable[None]]] = {
            str(number): partial(self._choose_scheme, scheme.name) for number, scheme in enumerate(ready, 1)
        }

        async def seen() -> None:
            await asyncio.to_thread(SchemeOffers().note, project.database)

        return _Item(notice, _by_number(choices | {"0": self._stop_offering}), seen)

    async def _open(self, roots: Roots) -> None:
        self._waiting.clear()
        await self._context.send(OpenCorpus(roots))

    def _ready_schemes(self, room: int) -> Sequence[ReadyScheme]:
        """Return the ready schemes where one may be chosen and nobody was asked yet; in a thread."""
        project, offers = self._context.project, SchemeOffers()
        if project.database.exists() or offers.was_made(project.database):
            return ()
        from annotations.scheme_file.loader import SchemeError  # here: most corpora have annotations; 0.3 MiB
        from annotations.scheme_file.ready import NAMES, ready_schemes
        from annotations.services.scheme_choice import can_choose

        with suppress(SchemeError):
            if room > len(NAMES) + FEWEST and can_choose(project) and offers.can_be_noted():
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
            path = await asyncio.to_thread(choose_scheme, project, name)
        except SchemeError as error:
            self._context.notify(str(error), error=True)
        else:
            self._waiting.clear()
            said = _("{scheme}: written to {file}; delete it to go back").format(
                scheme=name, file=f"{path.resolve().parent.name}/{path.name}"
            )
            await self._context.send(OpenCorpus(tuple(project.roots), said))

    def _recent(self) -> Sequence[Roots]:
        return RecentCorpora().all()[:_OFFERED] if self._context.session.remembers_corpora else ()

    async def _which_reads_right(self) -> _Item | None:
        """Ask which of two lines reads right."""
        from tui.widgets.terminal_question import ROWS, TerminalQuestion

        if self._profile().order != "cells":
            return None
        if self._library.free_rows < ROWS:
            said = _("does Arabic read right? If not: {key}, then “terminal”")
            self._context.notify(said.format(key=first("library.palette")))
            return None
        question = TerminalQuestion(self._profiles.choice.nested)

        async def answer(key: str) -> bool:
            profile = question.profile_of(key)
            if profile is not None:
                self._profiles.tell(profile)
                self._context.notify(_("kept for this terminal; claimreader doctor asks again"))
            return profile is not None

        return _Item(question, answer, _nothing)


def _by_number(choices: Mapping[str, Callable[[], Awaitable[None]]]) -> Callable[[str], Awaitable[bool]]:
    """Return what makes the choice of a key's digit."""

    async def answer(key: str) -> bool:
        if key in choices:
            await choices[key]()
        return key in choices

    return answer


async def _no_answer(_key: str) -> bool:
    return False


async def _nothing() -> None:
    """Note nothing: it is asked again until it is answered."""


async def _welcomed() -> None:
    note_first_start()
