"""Turns times as other tools write them into ours: UTC, to the millisecond, with a `Z`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def to_utc(value: Any) -> str | None:
    """Return an ISO 8601 time, or seconds since 1970, as ours; None if it is neither. No zone means UTC."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            time = datetime.fromtimestamp(value, UTC)
        else:
            time = datetime.fromisoformat(value)
            time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
        return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (TypeError, ValueError, OverflowError, OSError):
        return None
