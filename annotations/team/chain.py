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


def glance(line: bytes) -> tuple[str, int, str] | None:
    """Return feed, number and hash that a line says it has, without checking it; None if it is no line."""
    head, end = HEAD.match(line), _END.search(line[-32:])
    if head is None or end is None:
        return None
    return head[1].decode("utf-8", "replace"), int(head[2]), end[1].decode()


class Chain:
    """The lines of one feed as they are found, by number and hash, with the hash that each stands on."""

    def __init__(self, feed: str) -> None:
        self._feed = feed
        self._before: dict[tuple[int, str], str] = {}
        self._lines: dict[tuple[int, str], bytes] = {}

    def add(self, lines: Iterable[bytes]) -> None:
        """Take lines in; those that are torn, altered or another feed's are passed over."""
        for line in lines:
            told = glance(line)
            if told is None or told[0] != self._feed or told[1:] in self._before:
                continue
            try:
                record = decode(line)
            except (DamagedLineError, NewerLineError):
                continue
            self._before[record.seq, record.h] = record.prev
            self._lines[record.seq, record.h] = line

    def ends(self) -> list[bytes]:
        """Return the last line of each branch that begins with the first line."""
        followed: set[tuple[int, str]] = set()
        connected: dict[tuple[int, str], bytes] = {}
        # By number: what a line stands on is looked at before it.
        for seq, name in sorted(self._before):
            before = (seq - 1, self._before[seq, name])
            if before in connected or before == (0, FIRST):
                connected[seq, name] = self._lines[seq, name]
                followed.add(before)
        return [line for place, line in connected.items() if place not in followed]
