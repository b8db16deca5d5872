"""Keeps the keys of a large corpus in each order in which it can be listed, so that a list is sorted at once.

Sorting a million rows takes SQLite seconds, and an index over an order's columns would take as much room as
the articles' rows. So an update of the index sorts them at its end, as the last thing that it does, and
writes down the keys alone: 8 bytes an article, and nothing where they are 1, 2, 3, ..., as by files
after a first indexing. What is kept holds for one state of the index; for another one it is as if it weren't
there.
"""

from __future__ import annotations

import sqlite3
from array import array
from hashlib import blake2b
from itertools import chain
from operator import eq

from annotations.corpus.listing import LISTED, NEWEST, ordering

AT_LEAST = 20_000
"""Articles from which an order is kept; fewer are sorted in 20 ms."""

State = tuple[int, int]
"""Of `annotations.corpus.index.Index.state`."""


def keep_orders(db: sqlite3.Connection, state: State) -> None:
    """Write down the orders of `listing.LISTED`, if there are enough articles, and forget those of before."""
    db.execute("DELETE FROM orders")
    if state[0] < AT_LEAST:
        return
    for by in (*(ordering(order, descending=descending) for order, descending in LISTED), NEWEST):
        keys = sorted_keys(db, by)
        written = b"" if is_rising(keys, state) else memoryview(keys).cast("B")  # not 8 MB more of a million
        row = by, *state, written, _digest(by, state, written)
        db.execute("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", row)


def kept_order(db: sqlite3.Connection, by: str, state: State) -> array[int] | None:
    """Return all keys in an order as they were written down, None if they weren't, or not for this state."""
    written = _written(db, by, state)
    if written is None:
        return None
    keys = array("q")
    keys.frombytes(written)
    return keys or array("q", range(1, state[1] + 1))


def is_kept_rising(db: sqlite3.Connection, by: str, state: State) -> bool:
    """Say whether it was written down that the keys in an order are 1, 2, 3, ...: at once, however many."""
    number, last = state
    return number == last and _written(db, by, state, " AND keys = x''") is not None


def is_rising(keys: array[int], state: State) -> bool:
    """Say whether keys in an order are 1, 2, 3, ..., and all that there ever were."""
    number, last = state
    return number == last == len(keys) and all(map(eq, keys, range(1, last + 1)))


def sorted_keys(db: sqlite3.Connection, by: str) -> array[int]:
    """Return all keys, sorted by SQLite."""
    return array("q", chain.from_iterable(db.execute(f"SELECT key FROM articles ORDER BY {by}")))  # noqa: S608 - from `ordering`


def _written(db: sqlite3.Connection, by: str, state: State, only: str = "") -> bytes | None:
    """Return what was written down of an order for a state, if it is as it was written."""
    kept = db.execute(
        f"SELECT keys, digest FROM orders WHERE sorted_by = ? AND articles = ? AND last = ?{only}",  # noqa: S608 - our own
        (by, *state),
    ).fetchone()
    if kept is None or not isinstance(kept[0], bytes):
        return None
    return kept[0] if _digest(by, state, kept[0]) == kept[1] else None


def _digest(by: str, state: State, keys: bytes | memoryview) -> bytes:
    digest = blake2b(keys, digest_size=8)
    digest.update(f"{by} {state}".encode())
    return digest.digest()
