"""Defines what can go wrong with a store, apart from the records: to name an error loads no msgspec."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.model.side_records import AnyRecord


class StoreError(Exception):
    """A store can't be read or written. The message is one line: file, place, remedy."""


class DamagedError(StoreError):
    """A file is no JSON at `place`. `whole`: it looks like a slip in an editor, not like a torn file."""

    def __init__(self, path: object, place: str, *, whole: bool) -> None:
        super().__init__(
            f"{path}: {place}. Mend it there, or take the last good state: claimreader verify --repair"
        )
        self.place = place
        self.whole = whole


class CacheError(StoreError):
    """A cache that was open can't be read any more; the file that it stood for has to be read instead."""


class NotSavedError(StoreError):
    """The change is not on the disk, and nothing in memory pretends otherwise.

    `again`: the disk is at fault, and the same change may be saved later.
    """

    def __init__(self, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.again = again


class ConflictError(StoreError):
    """A change was made from a revision that is no longer the current one."""

    def __init__(self, uuid: str, current: AnyRecord | None) -> None:
        super().__init__(f"{uuid} was changed meanwhile (now {current.rev if current else 'deleted'})")
        self.uuid = uuid
        self.current = current
