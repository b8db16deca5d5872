"""How far an update of the index has come, for a bar and an estimate."""

from __future__ import annotations

import msgspec

_SOON = 0.5
"""Seconds before which the speed says little."""


class Progress(msgspec.Struct, frozen=True):
    """How far an update has come."""

    listing: bool
    """Whether it is still listing files, so that the totals aren't known yet."""
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
