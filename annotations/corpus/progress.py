"""Describes how far an update of the index has come, for a bar and an estimate."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

Tell = Callable[[int, int | None, str], None]
"""Takes how much is done, of how much (None: nobody knows yet), and what is counted, such as "articles"."""


def untold(done: int, total: int | None, unit: str) -> None:
    """Tell nobody."""


_SOON = 0.5
"""Seconds before which the speed says little."""


class IndexingProgress(msgspec.Struct, frozen=True):
    """The part of an update that is done."""

    listing: bool
    """True while it lists files, so that the totals aren't known yet."""
    files: int
    files_total: int
    bytes: int
    bytes_total: int
    articles: int
    """Read in this update."""
    seconds: float
    """Since files began to be read."""

    @property
    def eta(self) -> float | None:
        """Seconds that are left, at the speed so far; None before there is one."""
        if self.listing or not self.bytes or self.seconds < _SOON:
            return None
        return self.seconds * (self.bytes_total - self.bytes) / self.bytes

    @property
    def rate(self) -> float | None:
        """Megabytes a second so far; None before that says something."""
        if self.listing or not self.bytes or self.seconds < _SOON:
            return None
        return self.bytes / self.seconds / 1_000_000

    def described(self) -> tuple[float, str]:
        """Return the done part, from 0 to 1, and what a person wants to know."""
        if self.listing:
            return 0.0, f"looking for articles: {self.files:,} files"
        done = self.bytes / self.bytes_total if self.bytes_total else 1.0
        rate = f"   {self.rate:.1f} MB/s" if self.rate is not None else ""
        left = f"{rate}   {duration(self.eta)} left" if self.eta is not None else ""
        return done, f"{self.files:,} of {self.files_total:,} files   {int(done * 100)} %{left}"


def duration(seconds: float) -> str:
    """Return a time for people: `0:07`, `12:30`, `1:02:05`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
