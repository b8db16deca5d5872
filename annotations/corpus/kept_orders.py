"""Keeps the keys of a large corpus in each order in which it can be listed, so that a list is sorted at once.

Sorting a million rows takes SQLite seconds, and an index over an order's columns would take as much room as
the articles' rows. So an update of the index sorts them at its end, as the last thing that it does, and
writes down the keys alone: 8 bytes an article. What is kept holds for one state of the index; for another one
it is as if it weren't there.
"""

from __future__ import annotations

import sqlite3
from array import array
from hashlib import blake2b
from itertools import chain

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
        db.execute("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", (by, *state, keys.tobytes(), _digest(keys)))


def kept_order(db: sqlite3.Connection, by: str, state: State) -> array[int] | None:
    """Return all keys in an order as they were written down, None if they weren't, or not for this state."""
    kept = db.execute(
        "SELECT keys, digest FROM orders WHERE sorted_by = ? AND articles = ? AND last = ?", (by, *state)
    ).fetchone()
    if kept is None:
        return None
    keys = array("q")
    try:
        keys.frombytes(kept[0])
    except (TypeError, ValueError):  # another program has written it
        return None
    return keys if _digest(keys) == kept[1] else None


def sorted_keys(db: sqlite3.Connection, by: str) -> array[int]:
    """Return all keys, sorted by SQLite."""
    return array("q", chain.from_iterable(db.execute(f"SELECT key FROM articles ORDER BY {by}")))  # noqa: S608 - from `ordering`


def _digest(keys: array[int]) -> bytes:
    return blake2b(keys, digest_size=8).digest()
