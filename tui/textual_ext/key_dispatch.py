"""Looks each key up where the key before it has led, under every keyboard layout, however fast keys come.

The app asks this before Textual (`App.on_event`, which is public, as is `App.run_action`). A key is looked up
in one dictionary by the place in which the screen in front is (`tui.config.bindings`), then among the keys
that the project's scheme adds, and once more as its twin on a Latin keyboard: an Arabic letter, an Arabic
digit, a letter under Caps Lock. A key without an action goes on to Textual.

Textual's own way would be `BINDINGS` with every twin as one more key, and the user's keys by
`App.set_keymap`. It copies the maps of all nodes for each key and puts the keymap over each copy: with the
130 keys of the reader that takes 0.1 ms a key, with three of them remapped 2.9 ms, and with the twins of
another layout 33 ms; here it is 0.05 ms at the most. Nor can `set_keymap` take an action's last key away, or
give one to an action that has none, and of the keys of a project's tags it loses those that a default had.

Keys act in the order in which they were typed: ahead, pasted, over a slow line. An action runs in the app,
before it reads the next key. What is typed into an input goes to that widget's queue instead, and so does
the Enter that ends it: the next key would be looked up while the input still has the focus, and be typed into
a line that is gone, or overtake what was chosen. So the key after one of `ENDS` waits until that was handled,
a key that comes before a screen stands waits for the screen, one behind a filter's Enter waits for what the
filter finds, and one behind the key that leaves the program does nothing.

Relies on `App._exit`, `App._check_bindings` (for a widget that has no use for a key, see `run_binding`),
`MessagePump._flush_next_callbacks` and `MessagePump._mounted_event`. Worth offering to Textual: a public way
to wait until a widget has handled its messages.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from textual.events import Key

from tui.config.bindings import action_of, quitting, while_typing
from tui.config.keyboard_layouts import Layout, default_layout, twin
from tui.i18n import _

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.widget import Widget

    from tui.textual_ext.size_guard import SizeGuard

ENDS = frozenset({"enter", "escape", "tab"})
"""Keys with which an input may lose the focus."""

LONGEST = 2.0
"""Seconds that a key waits at the most: a handler may take long, but the keyboard must not hang for ever."""


class KeyDispatcher:
    """Has each key do what it does.

    A screen whose keys stand in the table has `key_place`, the place in which it is now, and may have
    `own_keys`, the actions of the project's scheme there by Textual's names of their keys.

    Args:
        app: whose keys these are.
        show_message: shows a line until the next key; an empty one takes it away.
        guard: says whether the terminal is too small to show what a key does.
    """

    def __init__(self, app: App[Any], show_message: Callable[[str], None], guard: SizeGuard) -> None:
        self.layout: Layout = default_layout()
        """The user's Arabic keyboard layout."""
        self.typed = 0
        """Keys so far."""
        self._app = app
        self._show_message = show_message
        self._guard = guard
        self._before_next: Callable[[str], Awaitable[bool]] | None = None
        self._typed_since: Callable[[], float] = lambda: 0.0
        self._ended: Widget | None = None
        """An input that was sent a key which may end it."""

    def before_next_key(
        self, do: Callable[[str], Awaitable[bool]], typed_since: Callable[[], float] = lambda: 0.0
    ) -> None:
        """Do something once, when the next key comes and before it acts.

        Args:
            do: gets Textual's name of the key, that of the Latin key in its place if it has one; returns
                whether the key has done what it was for.
            typed_since: returns the time from which on keys count, by `time.monotonic`; others act as ever.
        """
        self._before_next, self._typed_since = do, typed_since

    async def dispatch(self, event: Key) -> Key | None:
        """Do what a key does; returns the key that is left to Textual, None if nothing is left to do."""
        app = self._app
        if app._exit:
            return None
        app.app_focus = True  # who types is there, whatever the terminal has said of its window
        latin = twin(event.key, self.layout)
        if self._before_next is not None and event.time >= self._typed_since():
            do, self._before_next = self._before_next, None
            if await do(latin or event.key):
                return None
        if self._guard.cramped:
            if (latin or event.key) in quitting():
                await self._act(latin or event.key)
            return None
        self.typed += 1
        await self.settled()
        self._show_message("")
        focused = app.focused
        if focused is not None and focused.check_consume_key("a", "a"):
            ends = not while_typing().isdisjoint((event.key, latin))
            self._ended = focused if ends or event.key in ENDS else None
            if not ends:
                return _left(event, latin)  # what is typed belongs to the input
            await self.settled()  # and is there before a key that leaves it acts
        elif not await self._answered():
            self._show_message(_("still looking for what was typed: this key did nothing"))
            return None
        keys = (event.key,) if latin is None else (event.key, latin)
        return None if await self._act(*keys) else _left(event, latin)

    async def _act(self, *keys: str) -> bool:
        """Run the action that the first of these keys calls on the screen in front, of those that call one.

        Returns:
            Whether there was one.
        """
        screen = self._app.screen
        place = key_place_of(screen)
        own: Mapping[str, str] = getattr(screen, "own_keys", {})
        for key in keys:
            action = action_of(place, key) or own.get(key, "")
            if action and await self._app.run_action(action, screen):
                return True
        return False

    async def settled(self) -> None:
        """Wait until all that the keys before have brought about is there."""
        if self._ended is None and self._app.screen._mounted_event.is_set():
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                if self._ended is not None:
                    widget, self._ended = self._ended, None
                    await handled(widget)
                    # Here Textual calls who waits for a dialog's answer.
                    await self._app._flush_next_callbacks()
                await self._app.screen._mounted_event.wait()

    async def _answered(self) -> bool:
        """Wait until the screen lists what was asked for; False: it takes too long to be waited for.

        A screen that lists what was typed, and may take a while to find it, has an event `answered`, which is
        set while what is listed is what was asked for.
        """
        screen = self._app.screen
        answered: asyncio.Event | None = getattr(screen, "answered", None)
        if answered is not None and not answered.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST):
                    await answered.wait()
                return True
            return False
        return True


def key_place_of(screen: Screen[Any]) -> str:
    """Return the place in the table of keys in which a screen is now; empty if it is in none."""
    place: str = getattr(screen, "key_place", "")
    return place


def _left(event: Key, latin: str | None) -> Key:
    """Return the key for Textual and its widgets: one with a modifier as its Latin twin, which they know."""
    return Key(latin, event.character) if latin is not None and "+" in event.key else event


async def run_binding(widget: Widget, key: str) -> bool:
    """Run what a key is bound to in a widget and in all around it, now; returns whether it is bound.

    Textual looks a binding up only when the key has bubbled up to the app. By then letters that came in the
    same read are written, and `Home`, `x` on a slow line would write the x before it moves.
    """
    return await widget.app._check_bindings(key)


async def handled(widget: Widget) -> None:
    """Wait until a widget has handled its messages, and then each of its ancestors what these sent to it."""
    nodes: Iterator[Any] = (node for node in widget.ancestors_with_self if node is not widget.app)
    for node in list(nodes):
        done = asyncio.Event()
        if node.call_later(done.set):  # False: it is gone
            await done.wait()
