"""Finds how far the lines of a feed hang together, whatever order they lie in and however often.

Where two lines stand on the same one the feed has branches: two places have written it, each without knowing
of the other, as happens to a database that was copied. All branches are named; which is whose says
`annotations.team.publishing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.team.record import FIRST, DamagedLineError, NewerLineError, decode

HEAD = re.compile(rb'\{"v":\d{1,9},"feed":"([^"\\]{1,200})","seq":(\d{1,16}),')
"""Matches how a line begins, and gives its feed and number before more of it is read."""

_END = re.compile(rb',"h":"([0-9a-f]{16})"\}$')

_Place = tuple[int, str]
"""The number and the hash of a line."""


def glance(line: bytes) -> tuple[str, int, str] | None:
    """Return feed, number and hash that a line says it has, without checking it; None if it is no line."""
    head, end = HEAD.match(line), _END.search(line[-32:])
    if head is None or end is None:
        return None
    return head[1].decode("utf-8", "replace"), int(head[2]), end[1].decode()


class Chain:
    """The lines of one feed as they are found; of one on which another stands only the place is kept."""

    def __init__(self, feed: str) -> None:
        self._feed = feed
        self._connected: set[_Place] = {(0, FIRST)}
        """The lines that hang together with the first one."""
        self._loose: set[_Place] = set()
        """The others."""
        self._waiting: dict[_Place, list[_Place]] = {}
        """By what they stand on: the loose lines."""
        self._last: dict[_Place, bytes] = {}
        """The lines on which none is known to stand."""

    def add(self, lines: Iterable[bytes]) -> None:
        """Take lines in; those that are torn, altered or another feed's are passed over."""
        for line in lines:
            told = glance(line)
            if told is None or told[0] != self._feed:
                continue
            place = told[1:]
            if place in self._connected or place in self._loose:
                continue
            try:
                before = place[0] - 1, decode(line).prev
            except NewerLineError:  # what it stands on nobody here can say: it is an end by itself
                self._connected.add(place)
                self._last[place] = line
                continue
            except DamagedLineError:
                continue
            self._last.pop(before, None)
            if place not in self._waiting:
                self._last[place] = line
            if before in self._connected:
                self._connect(place)
            else:
                self._loose.add(place)
                self._waiting.setdefault(before, []).append(place)

    def ends(self) -> list[bytes]:
        """Return the last line of each branch that begins with the first line, by number."""
        return [line for place, line in sorted(self._last.items()) if place in self._connected]

    def _connect(self, place: _Place) -> None:
        standing = [place]
        while standing:
            place = standing.pop()
            self._connected.add(place)
            self._loose.discard(place)
            standing += self._waiting.pop(place, ())
