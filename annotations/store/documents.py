"""Holds one table of the TinyDB file in memory: its documents as JSON, packed, and read when asked for.

An annotation of Arabic takes 1.4 KB as the file has it (six bytes a letter) and more as Python objects, so
100,000 of them would take 140 MB and more. Packed by sixteen they take 21 MB, one costs 40 us to unpack, and
those of an article, mostly side by side, a few us each. What is saved in a session stays as it is.

Of a large file they aren't even that: they lie in the cache (`annotations.store.table_cache`), and what has
changed since lies here on top of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from annotations.store.table_cache import CachedTable

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
        cached: documents that come before these, and stay where they are until somebody asks for one.
    """

    def __init__(
        self, documents: Iterable[tuple[str, bytes]] = (), cached: CachedTable | None = None
    ) -> None:
        self._pieces: dict[str, bytes | int] = {}
        """The JSON, or the number of the document among the packed ones."""
        self._packed: list[bytes] = []
        self._unpacked: tuple[int, list[bytes]] = (-1, [])
        self.cached = cached
        self.changed: dict[str, bytes | None] = {}
        """Cached ones that were replaced where they stand, or (None) taken away."""
        self._gone = 0
        """How many of these are None."""
        source = iter(documents)
        while batch := list(islice(source, _TOGETHER)):
            first = len(self._packed) * _TOGETHER
            self._pieces.update((slot, first + place) for place, (slot, _) in enumerate(batch))
            self._packed.append(zlib.compress(_BETWEEN.join(piece for _, piece in batch), _FASTEST))

    def piece(self, slot: str) -> bytes:
        """Return the JSON of one document."""
        held = self._pieces.get(slot)
        if held is None:
            return self._cached_piece(slot)
        if isinstance(held, bytes):
            return held
        number, place = divmod(held, _TOGETHER)
        unpacked, pieces = self._unpacked  # one look: another thread may be reading, too
        if unpacked != number:
            pieces = zlib.decompress(self._packed[number]).split(_BETWEEN)
            self._unpacked = number, pieces
        return pieces[place]

    def _cached_piece(self, slot: str) -> bytes:
        piece = self.changed.get(slot)
        if piece is None:
            place = None if self.cached is None or slot in self.changed else self.cached.place(slot)
            if self.cached is None or place is None:
                raise KeyError(slot)
            piece = self.cached.piece(place)
        return piece

    def _is_cached(self, slot: str) -> bool:
        """Tell whether a cached document has this id, and hasn't been taken away."""
        if self.cached is None:
            return False
        if slot in self.changed:
            return self.changed[slot] is not None
        return self.cached.place(slot) is not None

    def added(self) -> Iterator[tuple[str, bytes]]:
        """Yield ids and JSON of those that come after the cached ones."""
        return ((slot, self.piece(slot)) for slot in self._pieces)

    def pieces(self) -> Iterator[tuple[str, bytes]]:
        """Yield ids and JSON in the order of the file."""
        return self.added() if self.cached is None else self._all_pieces(self.cached)

    def _all_pieces(self, cached: CachedTable) -> Iterator[tuple[str, bytes]]:
        for place, slot in cached.slots():
            if slot not in self.changed:
                yield slot, cached.piece(place)
            elif (piece := self.changed[slot]) is not None:
                yield slot, piece
        yield from self.added()

    def put(self, slot: str, piece: bytes) -> None:
        """Add a document or replace it."""
        if slot not in self._pieces and self._is_cached(slot):
            self.changed[slot] = piece
        else:
            self._pieces[slot] = piece

    def drop(self, slot: str) -> None:
        """Take a document away."""
        if slot in self._pieces:
            del self._pieces[slot]
        elif self._is_cached(slot):
            self.changed[slot] = None
            self._gone += 1
        else:
            raise KeyError(slot)

    def copy(self) -> Documents:
        """Return the documents as they are now; what is packed or cached is shared, for it never changes."""
        same = Documents(cached=self.cached)
        same._pieces, same._packed = self._pieces.copy(), self._packed
        same.changed, same._gone = self.changed.copy(), self._gone
        return same

    def __getitem__(self, slot: str) -> dict[str, Any]:
        document: dict[str, Any] = msgspec.json.decode(self.piece(slot))
        return document

    def __contains__(self, slot: object) -> bool:
        return isinstance(slot, str) and (slot in self._pieces or self._is_cached(slot))

    def __iter__(self) -> Iterator[str]:
        if self.cached is not None:
            for _, slot in self.cached.slots():
                if self.changed.get(slot, b"") is not None:
                    yield slot
        yield from self._pieces

    def __len__(self) -> int:
        return len(self._pieces) + (self.cached.size - self._gone if self.cached is not None else 0)
