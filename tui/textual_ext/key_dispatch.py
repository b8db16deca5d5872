"""Keys act in the order in which they were typed, however fast they come: ahead, pasted, over a slow line.

Bindings run in the app, before it reads the next key. What is typed into an input goes to that widget's queue
instead, and so does the Enter that ends it: the next key would be looked up while the input still has the
focus, and be typed into a line that is gone, or overtake what was chosen. So the key after one of `ENDS`
waits until that was handled, a key that comes before a screen stands waits for the screen, one behind a
filter's Enter waits for what the filter finds, and one behind the key that leaves the program does nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.events import Event, Paste

from tui.config.bindings import while_typing
from tui.config.keyboard_layouts import Layout, default_layout, twin
from tui.i18n import _
from tui.textual_ext.size_guard import NeedsRoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

ENDS = frozenset({"enter", "escape", "tab"})
"""Keys with which an input may lose the focus."""

LONGEST = 2.0
"""Seconds that a key waits at the most: a handler may take long, but the keyboard must not hang for ever."""


@runtime_checkable
class Answers(Protocol):
    """A screen that lists what was typed, and may take a while to find it."""

    answered: asyncio.Event
    """Set while what is listed is what was asked for."""


class InOrder(NeedsRoom):
    """An app whose keys work under an Arabic keyboard layout, one after the other."""

    if TYPE_CHECKING:
        say: Callable[..., None]

    keyboard: Layout = default_layout()
    typed = 0
    """Keys so far."""
    _ended: Widget | None = None
    """An input that was sent a key which may end it."""

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Look a key up.

        And if it has no binding, its twin on a Latin keyboard (Textual's private funnel for all bindings).
        """
        if self._exit:
            return True
        latin = twin(key, self.keyboard)
        if self.cramped:
            return await super()._check_bindings(latin or key, priority)
        if priority:  # the first look-up of each key
            self.typed += 1
            await self._settled()
            self.say("")
            typing = self.focused is not None and self.focused.check_consume_key("a", "a")
            if typing:
                ends = not while_typing().isdisjoint((key, latin))
                self._ended = self.focused if ends or key in ENDS else None
                if not ends:
                    return False  # what is typed belongs to the input
                await self._settled()  # and is there before a key that leaves it acts
            elif not await self._answered():
                self.say(_("still looking for what was typed: this key did nothing"))
                return True
        if await super()._check_bindings(key, priority):
            return True
        return latin is not None and await super()._check_bindings(latin, priority)

    async def on_event(self, event: Event) -> None:
        """Let what is pasted wait for the keys before it, which may open the line that it is for."""
        if isinstance(event, Paste) and not event.is_forwarded:
            await self._settled()
        await super().on_event(event)

    def on_paste(self) -> None:
        """Say that nothing here takes what was pasted: as keys it would tag and move."""
        self.say(_("what is pasted does nothing here; the lines for notes, searches and filters take it"))

    async def _settled(self) -> None:
        """Wait until all that the keys before have brought about is there."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                if self._ended is not None:
                    widget, self._ended = self._ended, None
                    await handled(widget)
                    await self._flush_next_callbacks()  # where Textual calls who waits for a dialog's answer
                await self.screen._mounted_event.wait()

    async def _answered(self) -> bool:
        """Wait until the screen lists what was asked for; False: it takes too long to be waited for."""
        if isinstance(self.screen, Answers):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST):
                    await self.screen.answered.wait()
                return True
            return False
        return True


async def handled(widget: Widget) -> None:
    """Wait until a widget has handled its messages, and then each of its ancestors what these sent to it."""
    for node in [one for one in widget.ancestors_with_self if one is not widget.app]:
        done = asyncio.Event()
        if node.call_later(done.set):  # False: it is gone
            await done.wait()
