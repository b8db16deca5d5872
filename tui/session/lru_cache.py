"""A cache keeps what was used last and lets the rest go: screens never look at all there is."""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class LRUCache(Generic[Key, Value]):
    """Keeps values by key, of which the least recently used go first.

    A value may be replaced at any time. It is for one thread.

    Args:
        most: how many values are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[Key, Value] = {}
        """In order of use; the last used comes last."""

    def get(self, key: Key) -> Value | None:
        """Return a value and count that as a use; None if there is none or it was let go."""
        if key not in self._values:
            return None
        value = self._values[key] = self._values.pop(key)
        return value

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, in place of the one that was there."""
        self._values.pop(key, None)
        self._values[key] = value
        if len(self._values) > self._most:
            del self._values[next(iter(self._values))]

    def discard(self, key: Key) -> None:
        """Let a value go, if there is one."""
        self._values.pop(key, None)

    def clear(self) -> None:
        """Let all go."""
        self._values.clear()
