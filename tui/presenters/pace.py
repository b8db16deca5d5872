"""Says in words how fast the work goes."""

from __future__ import annotations

from tui.i18n import _


def pace(seconds: float | None) -> str:
    """Return how fast the work goes, empty if that isn't known yet."""
    return "" if seconds is None else _("{seconds:.1f} s a decision").format(seconds=seconds)
