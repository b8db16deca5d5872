"""Finds what a post needs of its file beside itself: the chat that a message is in, the people behind ids.

It is found by looking for the keys in the file's bytes, at the speed of a search, when a post first asks;
of a file in one state it is remembered.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from annotations.corpus.file_content import Identity, identity
from annotations.corpus.formats.json_cutting import split_objects
from annotations.corpus.records import ArticleError

_PIECE, _OVERLAP = 1 << 20, 1 << 13
_MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
_USERS = re.compile(rb'"includes"\s*:\s*\{|"users"\s*:\s*\[')
_OPENED = re.compile(rb"\{")

_PEOPLE = 500_000
"""People of a file that are remembered."""

_MANY = 100_000
"""Chats of a file, or arrays of people, that are looked for."""

_FILES = 16
"""Files that are remembered."""

Person = tuple[str, str]
"""Somebody's name in addresses, and the one that is shown."""


class _Chats(NamedTuple):
    places: Sequence[int]
    """Where the messages of each begin."""
    facts: Sequence[Mapping[str, Any]]


_CHATS: dict[Identity, _Chats] = {}
_PERSONS: dict[Identity, Mapping[str, Person]] = {}


class Surroundings:
    """Knows the chats and people around the posts of a file.

    Args:
        stream: the file; it is left where it stands.
        codec: that its bytes are decoded with.
        owner: whose posts those are that say nothing of that, if it is known.
    """

    def __init__(self, stream: BinaryIO, codec: str, owner: Person | None = None) -> None:
        self.owner = owner
        self._stream = stream
        self._codec = codec
        self._identity = identity(stream)
        self._chats: _Chats | None = _CHATS.get(self._identity) if self._identity else None
        self._people: Mapping[str, Person] | None = _PERSONS.get(self._identity) if self._identity else None

    def chat(self, at: int) -> Mapping[str, Any]:
        """Return name, type and id of the chat in which a place of the file is; nothing outside of any."""
        if self._chats is None:
            with self._standing():
                self._chats = self._find_chats()
            _remember(_CHATS, self._identity, self._chats)
        index = bisect_right(self._chats.places, at) - 1
        return self._chats.facts[index] if index >= 0 else {}

    def person(self, id_: str) -> Person | None:
        """Return the names of somebody of whom the file says more than an id."""
        if self._people is None:
            with self._standing():
                self._people = self._find_people()
            _remember(_PERSONS, self._identity, self._people)
        return self._people.get(id_)

    @contextmanager
    def _standing(self) -> Iterator[None]:
        at = self._stream.tell()
        try:
            yield
        finally:
            self._stream.seek(at)

    def _places(self, pattern: re.Pattern[bytes]) -> Iterator[tuple[int, bytes]]:
        """Yield where matches end, each with the bytes before that."""
        self._stream.seek(0)
        base, buffer, after = 0, b"", 0
        while piece := self._stream.read(_PIECE):
            buffer += piece
            for match in pattern.finditer(buffer, max(0, after - base)):
                after = base + match.end()
                yield after, buffer[max(0, match.end() - _OVERLAP) : match.end()]
            kept = min(len(buffer), _OVERLAP)
            base += len(buffer) - kept
            buffer = buffer[-kept:]

    def _find_chats(self) -> _Chats:
        places, facts = [], []
        for place, before in islice(self._places(_MESSAGES), _MANY):
            places.append(place)
            facts.append(self._object_before(before))
        if len(facts) == 1 and "name" not in facts[0]:
            facts = [{**facts[0], **self._object_behind()}]
        return _Chats(places, facts)

    def _object_before(self, data: bytes) -> Mapping[str, Any]:
        """Return what stands in an object before a key of it."""
        until = data.rfind(b'"messages"')
        for brace in reversed([match.start() for match in _OPENED.finditer(data, 0, until)][-20:]):
            text = data[brace:until].rstrip(b", \t\r\n") + b"}"
            if (value := self._parsed(text)) is not None:
                return value
        return {}

    def _object_behind(self) -> Mapping[str, Any]:
        """Return what stands in the object at the top after its last array."""
        self._stream.seek(0, 2)
        self._stream.seek(max(0, self._stream.tell() - _OVERLAP))
        tail = self._stream.read(_OVERLAP)
        text = b"{" + tail[tail.rfind(b"]") + 1 :].strip().lstrip(b", \t\r\n")
        return self._parsed(text) or {}

    def _parsed(self, data: bytes) -> Mapping[str, Any] | None:
        try:
            value = json.loads(data.decode(self._codec, "replace"), strict=False)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    def _find_people(self) -> Mapping[str, Person]:
        people: dict[str, Person] = {}
        included = False
        arrays = list(islice(self._places(_USERS), _MANY))
        left = 2 * self._stream.tell()  # bytes that may be read for it: arrays in arrays would be read often
        for place, before in arrays:
            if before.endswith(b"{"):
                included = True
            elif included and len(people) < _PEOPLE and left > 0:
                self._stream.seek(place - 1)
                people.update(self._people_in_array())
                left -= self._stream.tell() - place
        return people

    def _people_in_array(self) -> Iterator[tuple[str, Person]]:
        try:
            for _at, data in split_objects(self._stream):
                user = self._parsed(data) or {}
                if "username" not in user:
                    return
                yield str(user.get("id")), (str(user["username"]), str(user.get("name") or ""))
        except ArticleError:
            return  # what follows the array belongs to what is around it


def _remember(known: dict[Identity, Any], key: Identity | None, value: Any) -> None:
    if key is not None:
        if len(known) >= _FILES:
            known.clear()
        known[key] = value
