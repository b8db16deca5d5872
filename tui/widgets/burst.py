"""Draws at once what one key changes, and after a burst of keys once what the last one has changed.

Keys that nobody types one by one, such as those pasted or held, would have a panel laid out that nobody sees.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.widget import Widget

BURST = 0.01
"""Seconds between two keys that are a burst; so long after the last one the panel follows."""


class AfterBurst:
    """Does something at once, or in a burst of calls once, shortly after the last of them.

    Args:
        widget: whose timer waits for the end of a burst.
        do: what is done.
    """

    def __init__(self, widget: Widget, do: Callable[[], None]) -> None:
        self._widget = widget
        self._do = do
        self._called = 0.0
        """When it was called last (seconds of `time.monotonic`)."""
        self._waits = False

    def call(self) -> None:
        """Do it now, or have it done when the burst is over."""
        now = time.monotonic()
        burst, self._called = now - self._called < BURST, now
        if not burst:
            self._run()
        elif not self._waits:
            self._waits = True
            self._widget.set_timer(BURST, self._run)

    def _run(self) -> None:
        self._waits = False
        self._do()
