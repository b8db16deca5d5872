"""Numbers annotations in the order in which they come, and finds the number of each again, in 25 bytes.

A list and a dictionary of the uuids as text take 200 bytes each: 200 MB of a million annotations.
"""

from __future__ import annotations

import re
import sys
from array import array

_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
"""A uuid as RFC 9562 writes it; what another program has written otherwise is kept as it is."""
_SIZE = 16
"""Bytes of a uuid."""
_PLACES = 1 << 10
"""Places of the table at first; there are always twice as many as numbers, or more."""


class RowNumbers:
    """The numbers 0, 1, 2, ... of uuids; may be asked by other threads while one adds."""

    def __init__(self) -> None:
        self._raw = bytearray()
        """The uuids, one after the other; zeros for one that is kept as it is."""
        self._table = array("I", bytes(4 * _PLACES))
        """Where the hash of a uuid says, or at a place behind that, its number plus 1; 0: nothing."""
        self._odd: dict[str, int] = {}
        self._written: dict[int, str] = {}
        """Those that are kept as they are, by number."""

    def __len__(self) -> int:
        return len(self._raw) // _SIZE

    def __sizeof__(self) -> int:
        """Return the bytes that they take; those that are kept as they are left out."""
        return sys.getsizeof(self._raw) + sys.getsizeof(self._table)

    def uuid(self, number: int) -> str:
        """Return whose number it is."""
        if number in self._written:
            return self._written[number]
        text = self._raw[number * _SIZE : (number + 1) * _SIZE].hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def get(self, uuid: str) -> int | None:
        """Return the number of a uuid, if it has one."""
        if not _UUID.fullmatch(uuid):
            return self._odd.get(uuid)
        number = self._table[self._place(self._table, bytes.fromhex(uuid.replace("-", "")))]
        return number - 1 if number else None

    def add(self, uuid: str) -> int:
        """Give the next number to a uuid that has none; return it."""
        number = len(self)
        if not _UUID.fullmatch(uuid):
            self._written[number], self._odd[uuid] = uuid, number
            self._raw += bytes(_SIZE)
            return number
        raw = bytes.fromhex(uuid.replace("-", ""))
        self._raw += raw
        if 2 * len(self) > len(self._table):
            self._grow()
        else:
            self._table[self._place(self._table, raw)] = number + 1
        return number

    def _place(self, table: array[int], raw: bytes) -> int:
        """Return the place of a uuid in a table, or the one that it gets."""
        last = len(table) - 1
        place = hash(raw) & last
        while number := table[place]:
            if self._raw[(number - 1) * _SIZE : number * _SIZE] == raw:
                break
            place = place + 1 & last
        return place

    def _grow(self) -> None:
        table = array("I", bytes(2 * len(self._table) * self._table.itemsize))
        for number in range(len(self)):
            if number not in self._written:
                raw = bytes(self._raw[number * _SIZE : (number + 1) * _SIZE])
                table[self._place(table, raw)] = number + 1
        self._table = table
