"""The one bar of the commands: how far something is that takes more than a second, on standard error.

It is drawn on a terminal alone, never with `--quiet`, and nothing of it stays. What is over within a second
shows none, so that nothing flickers. A line that is written meanwhile stands where the bar was, which is
drawn again below it. It is ours, since rich.progress takes 0.35 s of CPU to import, draws from a thread, and
hides the cursor, which a process that is killed doesn't bring back.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from annotations.corpus.progress import duration
from tui.commands.opening import clear_before_lines, is_quiet, terminal_width
from tui.terminal.streams import send

_SOON, _EVERY = 1.0, 0.1
"""Seconds before the bar is drawn at all, and between two drawings."""
_CELLS = 24
_FULL, _EMPTY = "━", "─"


class ProgressBar:
    """A bar that is drawn when it is called.

    Args:
        what: is done, such as "indexing".
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = time.monotonic()
        self._part = ("", self._began)
        """The unit that is counted, and the time at which that began."""
        self._drawn = 0.0
        self._shown = False
        self._wanted = sys.stderr is not None and sys.stderr.isatty() and not is_quiet()

    def __call__(self, done: float, text: str) -> None:
        """Show the part that is done, from 0 to 1, with a text about it."""
        now = time.monotonic()
        if not self._due(now):
            return
        self._drawn, self._shown = now, True
        cells = round(_CELLS * min(1.0, max(0.0, done)))
        line = f"{self._what} {_FULL * cells}{_EMPTY * (_CELLS - cells)} {text}"
        send(sys.stderr, "\r")
        sys.stderr.write(line[: max(1, terminal_width() - 1)])
        send(sys.stderr, "\x1b[K")
        sys.stderr.flush()

    def _due(self, now: float) -> bool:
        return self._wanted and now - self._began >= _SOON and now - self._drawn >= _EVERY

    def of(self, done: int, total: int | None, unit: str) -> None:
        """Show that so many of so many are done, with their rate and the time that is left.

        Args:
            done: counted from 0 for each unit.
            total: None where nobody knows it yet.
            unit: what is counted.
        """
        now = time.monotonic()
        if unit != self._part[0]:
            self._part = (unit, now if self._part[0] else self._began)
        if not self._due(now):
            return
        seconds = now - self._part[1]
        text = f"{done:,} {unit}" if total is None else f"{done:,} of {total:,} {unit}"
        if done and seconds >= _SOON:
            rate = done / seconds
            text += f"   {rate:,.0f}/s"
            text += "" if total is None else f"   {duration(max(0, total - done) / rate)} left"
        self(done / total if total else 0.0, text)

    def clear(self) -> None:
        """Take the bar away; the next call draws it again."""
        if self._shown:
            self._shown = False
            send(sys.stderr, "\r\x1b[K")
            sys.stderr.flush()


@contextmanager
def progress_bar(what: str) -> Iterator[ProgressBar]:
    """Give a bar for something that is done meanwhile, and take it away afterwards, whatever happens."""
    bar = ProgressBar(what)
    clear_before_lines(bar.clear)
    try:
        yield bar
    finally:
        clear_before_lines(None)
        bar.clear()
