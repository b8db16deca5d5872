"""Keys that come faster than they are handled: typed ahead, pasted, or held up by a slow line.

Bindings run in the app, before it reads the next key. What is typed into an input goes to that widget's queue
instead, and so does the Enter that ends it: the next key would be looked up while the input still has the
focus, and be typed into a line that is gone. So the key after one of `ENDS` waits until that was handled.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget

ENDS = frozenset({"enter", "escape", "tab"})
"""Keys with which an input may lose the focus."""

LONGEST = 2.0
"""Seconds that a key waits at the most: a handler may take long, but the keyboard must not hang for ever."""


async def handled(widget: Widget) -> None:
    """Wait until a widget has handled its messages, and then each of its ancestors what these sent to it."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            for node in [one for one in widget.ancestors_with_self if one is not widget.app]:
                done = asyncio.Event()
                if node.call_later(done.set):  # False: it is gone
                    await done.wait()
