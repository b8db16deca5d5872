"""Carries feeds through a folder that people share: a network drive, or one that a sync tool keeps alike.

    TEAM/team.toml                          the lead
    TEAM/feeds/<feed>/member.json           written once
    TEAM/feeds/<feed>/<first line>-<session>.jsonl   appended by one session, and never rewritten

Names are uuids and numbers: no Arabic, no case, no NFC or NFD. A session never adds to another's file, since
a sync tool may bring that back as it was; a file of `_LARGE` bytes is left for a new one, so that little is
sent. Whoever reads takes every `*.jsonl` of a feed's folder, whatever it is called: a conflicted copy has
lines, too. Of each file it is kept how far it was read, and what stood there: one that is the same costs a
`stat`.

Whoever may write into the folder may write as anybody. The chain of the lines finds accidents, no forgers.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from annotations.file_reading import UnfitFileError, open_file, read_bytes
from annotations.team.chain import Chain, glance
from annotations.team.errors import HubError
from annotations.team.hubs import FeedCard
from annotations.team.record import MAX_LINE, is_whole
from annotations.team.team_file import LARGEST

TEAM_FILE = "team.toml"
_FEEDS = "feeds"
_CARD = "member.json"

_LARGE = 256 << 10
"""Bytes of a file after which a session begins another one."""

_SELDOM = 60
"""Looks of which one is also at the files that are full: 20 people's 200,000 changes have 780 of them."""

_LARGEST_CARD = 16 << 10

_MOST_FEEDS = 10_000
"""Feeds that are looked at; a team of two hundred people has some hundreds."""

_KNOWN = 24
"""Bytes before the place up to which a file was read: if they have changed it is another file now."""

_PIECE = 1 << 20


class _Mark(NamedTuple):
    """The place up to which a file was read, and the file as it was then."""

    identity: tuple[int, int, int, int]
    """Device, inode, size and time of its last change."""
    offset: int
    known: bytes
    whole: bool
    """True if each line was as it was written; else the file is read from its beginning when it changes."""


class FolderHub:
    """See `annotations.team.hubs.Hub`.

    Args:
        folder: the team's folder.
        session: names the files that are written here.
    """

    def __init__(self, folder: Path, session: str) -> None:
        self._folder = folder
        self._session = session
        self._marks: dict[tuple[str, str], _Mark] = {}
        """By feed and file."""
        self._cards: dict[str, FeedCard] = {}
        self._looks = self._card_looks = 0
        """The number of looks at what there is, and at whose it is."""
        self._writing: dict[str, Path] = {}
        self._chains: dict[str, tuple[tuple[object, ...], list[bytes]]] = {}

    def cards(self) -> Sequence[FeedCard]:
        """Return the feeds that there are; a card that can't be read is no feed."""
        reads_all, self._card_looks = self._card_looks % _SELDOM == 0, self._card_looks + 1
        for feed in self._feeds():
            if reads_all or feed not in self._cards:  # written once: one that is otherwise now is told later
                self._read_card(feed)
        return list(self._cards.values())

    def _read_card(self, feed: str) -> None:
        try:
            card = msgspec.json.decode(read_bytes(self._of(feed) / _CARD, _LARGEST_CARD), type=FeedCard)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return
        if card.feed == feed:
            self._cards[feed] = card

    def _of(self, feed: str) -> Path:
        return self._folder / _FEEDS / feed

    def begin(self, card: FeedCard) -> None:
        """Make a feed known."""
        path = self._folder / _FEEDS / card.feed / _CARD
        if not self._folder.is_dir():  # made here, it would hide the drive that isn't there
            raise _no_folder(self._folder)
        with _failing(self._folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, msgspec.json.encode(card) + b"\n", self._session)

    def ends(self, feed: str) -> Sequence[bytes]:
        """Return the last line of each branch of a feed."""
        files = [self._of(feed) / name for name in self._names(feed)]
        stamps = tuple((path, _identity(path)) for path in files)
        kept = self._chains.get(feed)
        if kept is None or kept[0] != stamps:
            chain = Chain(feed)
            for path in files:
                chain.add(line for _, line in self._lines(path, 0))
            kept = self._chains[feed] = stamps, chain.ends()
        return kept[1]

    def push(self, feed: str, lines: Sequence[bytes]) -> None:
        """Add lines to a feed, in a file of this session's, synced."""
        with _failing(self._folder):
            pending = list(lines)
            while pending:
                path = self._file_for(feed, pending[0])
                with path.open("ab") as file:
                    if file.tell() and not _ends_with_line(path):
                        file.write(b"\n")  # what a write that failed has left is a line by itself
                    while pending and file.tell() < _LARGE:
                        file.write(pending.pop(0))
                    file.flush()
                    os.fsync(file.fileno())

    def pull(self, have: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        """Yield the lines that have come since the last time."""
        looks_at_all, self._looks = self._looks % _SELDOM == 0, self._looks + 1
        for feed in self._feeds():
            for name in self._names(feed) if feed in have else ():
                mark = self._marks.get((feed, name))
                if mark is not None and mark.identity[2] >= _LARGE and mark.whole and not looks_at_all:
                    continue  # nobody adds to it; only a sync tool may have put another version in its place
                path = self._of(feed) / name
                identity = _identity(path)
                if identity is None or (mark is not None and mark.identity == identity):
                    continue
                goes_on = mark is not None and mark.identity[:2] == identity[:2] and _stands(path, mark)
                read, whole = (mark.offset, True) if mark is not None and goes_on else (0, True)
                for end, line in self._lines(path, read):
                    whole = whole and is_whole(line)
                    yield feed, line
                    read = end
                self._marks[feed, name] = _Mark(identity, read, _before(path, read), whole)

    def state(self, feeds: Collection[str]) -> bytes:
        """Return the marks of these feeds' files."""
        kept = {
            f"{feed}/{name}": mark
            for (feed, name), mark in self._marks.items()
            if feed in feeds and mark.whole
        }
        return msgspec.json.encode(kept)

    def resume(self, state: bytes) -> None:
        """Take marks over; a file that is another one than then is read from its beginning."""
        with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            for place, mark in msgspec.json.decode(state, type=dict[str, _Mark]).items():
                feed, _, name = place.partition("/")
                self._marks[feed, name] = mark

    def wait(self, timeout: float) -> bool:
        """Wait: no system says what another machine has written to a share."""
        time.sleep(timeout)
        return True

    def team(self) -> bytes | None:
        """Return the lead's file."""
        try:
            return read_bytes(self._folder / TEAM_FILE, LARGEST)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise HubError(f"{self._folder / TEAM_FILE}: {error.strerror or error}") from error

    def write_team(self, data: bytes) -> None:
        """Write the lead's file."""
        with _failing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            _replace(self._folder / TEAM_FILE, data, self._session)

    def close(self) -> None:
        """Let go of it: nothing is held."""

    def _feeds(self) -> list[str]:
        """Return the feeds by the names of their folders."""
        folder = self._folder / _FEEDS
        try:
            with os.scandir(folder) as items:
                names = {item.name for item in islice(items, _MOST_FEEDS) if not item.name.startswith(".")}
        except FileNotFoundError:
            if self._folder.is_dir():
                return []
            raise _no_folder(self._folder) from None
        except OSError as error:
            raise HubError(f"{folder}: {error.strerror or error}") from error
        return sorted(names | self._cards.keys())  # who is known stays so, whatever is thrown in

    def _names(self, feed: str) -> list[str]:
        """Return the names of all files of a feed that may have lines, in order."""
        try:
            with os.scandir(self._of(feed)) as items:
                return sorted(item.name for item in items if item.name.endswith(".jsonl"))
        except OSError:
            return []

    def _file_for(self, feed: str, line: bytes) -> Path:
        """Return the file to which this session adds a line: the last of its own, or a new one."""
        path = self._writing.get(feed)
        if path is None or not path.exists() or path.stat().st_size >= _LARGE:
            folder = self._folder / _FEEDS / feed
            folder.mkdir(parents=True, exist_ok=True)
            told = glance(line.rstrip(b"\n"))
            number = told[1] if told else 0
            path = folder / f"{number:012d}-{self._session}.jsonl"
            again = 1
            while path.exists():  # cut off by a sync tool, and published again by the same session
                again += 1
                path = folder / f"{number:012d}-{self._session}-{again}.jsonl"
            self._writing[feed] = path
        return path

    @staticmethod
    def _lines(path: Path, offset: int) -> Iterator[tuple[int, bytes]]:
        """Yield the whole lines of a file from a place on, each with the place at which it ends."""
        try:
            with open_file(path) as file:
                file.seek(offset)
                while line := file.readline(MAX_LINE + 1):
                    if not line.endswith(b"\n"):
                        if len(line) <= MAX_LINE:
                            return  # it isn't whole yet
                        offset += len(line) + _pass_over(file)
                        continue
                    offset += len(line)
                    yield offset, line.rstrip(b"\r\n")
        except OSError:  # it is gone, or a pipe: the next look will tell
            return


def _no_folder(folder: Path) -> HubError:
    return HubError(f"{folder}: no such folder; is the drive there?")


def _pass_over(file: BinaryIO) -> int:
    """Read to the end of a line that is too long for one; return its bytes."""
    passed = 0
    while piece := file.readline(_PIECE):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed


def _identity(path: Path) -> tuple[int, int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _before(path: Path, offset: int) -> bytes:
    with contextlib.suppress(OSError), open_file(path) as file:
        file.seek(max(0, offset - _KNOWN))
        return file.read(min(offset, _KNOWN))
    return b""


def _stands(path: Path, mark: _Mark) -> bool:
    return (
        mark.whole
        and len(mark.known) == min(mark.offset, _KNOWN)
        and _before(path, mark.offset) == mark.known
    )


def _ends_with_line(path: Path) -> bool:
    with open_file(path) as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _replace(path: Path, data: bytes, session: str) -> None:
    """Write a file, whole or not at all, readable for whom the folder's own rights allow it."""
    fresh = path.with_name(f".{path.name}.{session}")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


@contextlib.contextmanager
def _failing(folder: Path) -> Iterator[None]:
    try:
        yield
    except UnfitFileError as error:
        raise HubError(f"{error.filename or folder}: {error.strerror}") from error
    except OSError as error:
        raise HubError(f"{error.filename or folder}: can't be written: {error.strerror or error}") from error
