"""Holds one table of the TinyDB file in memory: its documents as JSON, packed, and read when asked for.

An annotation of Arabic takes 1.4 KB as the file has it (six bytes a letter) and more as Python objects, so
100,000 of them would take 140 MB and more. Packed by sixteen they take 21 MB, one costs 40 us to unpack, and
those of an article, mostly side by side, a few us each. What is saved in a session stays as it is.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec

_TOGETHER = 16
"""Documents packed as one: 8 take a fifth more room, 32 take twice as long to unpack."""

_BETWEEN = b"\0"
"""Stands between them: no JSON has it."""

_FASTEST = 1
"""zlib's level; the best one saves another tenth in five times the time."""


class Documents(Mapping[str, dict[str, Any]]):
    """The documents by TinyDB's document ids; as a mapping they are decoded, each time anew.

    Args:
        documents: their ids and their JSON, each without NUL. An id that comes again replaces the first.
    """

    def __init__(self, documents: Iterable[tuple[str, bytes]] = ()) -> None:
        self._pieces: dict[str, bytes | int] = {}
        """The JSON, or the number of the document among the packed ones."""
        self._packed: list[bytes] = []
        self._unpacked: tuple[int, list[bytes]] = (-1, [])
        source = iter(documents)
        while batch := list(islice(source, _TOGETHER)):
            first = len(self._packed) * _TOGETHER
            self._pieces.update((slot, first + place) for place, (slot, _) in enumerate(batch))
            self._packed.append(zlib.compress(_BETWEEN.join(piece for _, piece in batch), _FASTEST))

    def piece(self, slot: str) -> bytes:
        """Return the JSON of one document."""
        held = self._pieces[slot]
        if isinstance(held, bytes):
            return held
        number, place = divmod(held, _TOGETHER)
        unpacked, pieces = self._unpacked  # one look: another thread may be reading, too
        if unpacked != number:
            pieces = zlib.decompress(self._packed[number]).split(_BETWEEN)
            self._unpacked = number, pieces
        return pieces[place]

    def pieces(self) -> Iterator[tuple[str, bytes]]:
        """Yield ids and JSON in the order of the file."""
        return ((slot, self.piece(slot)) for slot in self._pieces)

    def put(self, slot: str, piece: bytes) -> None:
        """Add a document or replace it."""
        self._pieces[slot] = piece

    def drop(self, slot: str) -> None:
        """Take a document away."""
        del self._pieces[slot]

    def copy(self) -> Documents:
        """Return the documents as they are now; what is packed is shared, for it never changes."""
        same = Documents()
        same._pieces, same._packed = self._pieces.copy(), self._packed
        return same

    def __getitem__(self, slot: str) -> dict[str, Any]:
        document: dict[str, Any] = msgspec.json.decode(self.piece(slot))
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._pieces)

    def __len__(self) -> int:
        return len(self._pieces)
