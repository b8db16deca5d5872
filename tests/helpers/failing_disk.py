"""Between the store and the disk: each call that changes files, counted, made to fail, or written down."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest

CALLS = (
    "open",
    "write",
    "copy_file_range",
    "fsync",
    "fdatasync",
    "replace",
    "link",
    "ftruncate",
    "mkdir",
    "unlink",
    "fchmod",
)

Before = Callable[[str, tuple[Any, ...]], None]
After = Callable[[str, tuple[Any, ...], Any], None]


class Disk:
    """The calls of `os` that change files, for the time of a `with`.

    Args:
        before: called with name and arguments; what it raises, the call raises.
        after: called with name, arguments and result.
        most: bytes that one write takes at most.
    """

    def __init__(
        self, before: Before | None = None, after: After | None = None, most: int | None = None
    ) -> None:
        self._before = before
        self._after = after
        self._most = most
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> Disk:
        for name in CALLS:
            self._patch.setattr(os, name, self._wrap(name, getattr(os, name)))
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def _wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if self._before:
                self._before(name, args)
            if name == "write" and self._most:
                args = (args[0], bytes(args[1])[: self._most])
            result = real(*args, **kwargs)
            if self._after:
                self._after(name, args, result)
            return result

        return call


class Failing:
    """Fails the `number`-th call, and with `on` every later one too, with the error `code`."""

    def __init__(self, number: int, code: int, *, on: bool = False) -> None:
        self.calls = 0
        self.failed = ""
        self._number = number
        self._code = code
        self._on = on

    def __call__(self, name: str, args: tuple[Any, ...]) -> None:
        self.calls += 1
        if self.calls == self._number or (self._on and self.calls > self._number):
            self.failed = self.failed or f"{name} {args[0]!r}"
            raise OSError(self._code, os.strerror(self._code), str(args[0]))


def no_room_to_write(name: str, args: tuple[Any, ...]) -> None:
    """Fail as a full disk does: what is there can be opened, and takes nothing more."""
    if name == "write":
        raise OSError(errno.ENOSPC, "No space left on device")


def no_room_for_files(name: str, args: tuple[Any, ...]) -> None:
    """Fail as a disk without room for one more name does."""
    if name == "mkdir" or (name == "open" and args[1] & os.O_CREAT):
        raise OSError(errno.ENOSPC, "No space left on device")
