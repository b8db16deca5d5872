"""Carries feeds through a folder that people share: a network drive, or one that a sync tool keeps alike.

    TEAM/team.toml                          the lead
    TEAM/feeds/<feed>/member.json           written once
    TEAM/feeds/<feed>/<first line>-<session>.jsonl   appended by one session, and never rewritten

Names are uuids and numbers: no Arabic, no case, no NFC or NFD. A session never adds to another's file, since
a sync tool may bring that back as it was; a file of `LARGE` bytes is left for a new one, so that little is
sent. Whoever reads takes every `*.jsonl` of a feed's folder, whatever it is called: a conflicted copy has
lines, too. See `annotations.team.hubs.feed_folder` for what a look at them costs.

Whoever may write into the folder may write as anybody. The chain of the lines finds accidents, no forgers.
What is thrown in is read within bounds, and what is beyond them is told.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from annotations.file_reading import UnfitFileError, open_file, read_bytes
from annotations.team.chain import glance
from annotations.team.errors import HubError, UnwritableError
from annotations.team.hubs import FeedCard
from annotations.team.hubs.feed_folder import LARGE, SELDOM, FeedFolder, Mark
from annotations.team.team_file import LARGEST
from annotations.text.sanitising import escaped

TEAM_FILE = "team.toml"
_FEEDS = "feeds"
_CARD = "member.json"

_LARGEST_CARD = 16 << 10

_MOST_FEEDS = 2_000
"""Feeds that are looked at; a team of two hundred people has some hundreds."""

_TRIED = 20
"""Folders without a card that are looked at again each time: it may come after its folder."""

_MOST_TOLD = 3


class FolderHub:
    """See `annotations.team.hubs.Hub`.

    Args:
        folder: the team's folder.
        session: names the files that are written here.
    """

    tells = False

    def __init__(self, folder: Path, session: str) -> None:
        self._folder = folder
        self._session = session
        self._feed_folders: dict[str, FeedFolder] = {}
        self._cards: dict[str, FeedCard] = {}
        self._cardless: deque[str] = deque()
        self._too_many = False
        """True if there are more feeds than are looked at."""
        self._looks = 0
        """The number of looks at whose the feeds are."""
        self._writing: dict[str, Path] = {}
        self._resumed: dict[str, dict[str, Mark]] = {}

    def cards(self) -> Sequence[FeedCard]:
        """Return the feeds that there are; a card that can't be read is no feed."""
        reads_all, self._looks = self._looks % SELDOM == 0, self._looks + 1
        there = self._feeds()
        if reads_all:  # written once: one that is otherwise now is told later
            self._cardless.clear()
            new = sorted(there | self._cards.keys())
        else:
            new = sorted(there - self._cards.keys() - set(self._cardless))
            new += [self._cardless.popleft() for _ in range(min(_TRIED, len(self._cardless)))]
        for feed in new:
            self._read_card(feed)
            if feed not in self._cards:
                self._cardless.append(feed)
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

    def _feed_folder(self, feed: str) -> FeedFolder:
        known = self._feed_folders.get(feed)
        if known is None:
            known = self._feed_folders[feed] = FeedFolder(self._of(feed), self._resumed.pop(feed, {}))
        return known

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
        return self._feed_folder(feed).ends()

    def push(self, feed: str, lines: Sequence[bytes]) -> None:
        """Add lines to a feed, in a file of this session's, synced."""
        with _failing(self._folder):
            pending = list(lines)
            while pending:
                path = self._file_for(feed, pending[0])
                with self._feed_folder(feed).adding(path.name), path.open("ab") as file:
                    if file.tell() and not _ends_with_line(path):
                        file.write(b"\n")  # what a write that failed has left is a line by itself
                    while pending and file.tell() < LARGE:
                        file.write(pending.pop(0))
                    file.flush()
                    os.fsync(file.fileno())

    def pull(self, have: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        """Yield the lines that have come since the last time."""
        if not self._folder.is_dir():
            raise _no_folder(self._folder)
        for feed in sorted(have):  # who is known stays so, whatever is thrown in beside
            for line in self._feed_folder(feed).news():
                yield feed, line

    def passed_over(self) -> Sequence[str]:
        """Return which feeds, and which files, are more than are read."""
        told = []
        if self._too_many:
            told.append(f"{self._folder / _FEEDS}: more than {_MOST_FEEDS:,} feeds; those beyond them aren't "
                "read: who keeps the folder clears it up")  # fmt: skip
        for feed, files in self._feed_folders.items():
            if said := files.passed_over():
                card = self._cards.get(feed)
                told.append(f"{card.member if card else feed}: {said}: who keeps the folder clears it up")
        rest = [f"and {len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else []
        return [escaped(line) for line in [*told[:_MOST_TOLD], *rest]]

    def state(self, feeds: Collection[str]) -> bytes:
        """Return the marks of these feeds' files."""
        kept = {
            f"{feed}/{name}": mark
            for feed, files in self._feed_folders.items()
            if feed in feeds
            for name, mark in files.marks.items()
            if mark.whole
        }
        return msgspec.json.encode(kept)

    def resume(self, state: bytes) -> None:
        """Take marks over; a file that is another one than then is read from its beginning."""
        with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            for place, mark in msgspec.json.decode(state, type=dict[str, Mark]).items():
                feed, _, name = place.partition("/")
                self._resumed.setdefault(feed, {})[name] = mark

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

    def _feeds(self) -> set[str]:
        """Return the feeds by the names of their folders."""
        folder = self._folder / _FEEDS
        try:
            with os.scandir(folder) as items:
                names = {item.name for item in islice(items, _MOST_FEEDS + 1)}
        except FileNotFoundError:
            if self._folder.is_dir():
                return set()
            raise _no_folder(self._folder) from None
        except OSError as error:
            raise HubError(f"{folder}: {error.strerror or error}") from error
        self._too_many = len(names) > _MOST_FEEDS
        return {name for name in names if not name.startswith(".")}

    def _file_for(self, feed: str, line: bytes) -> Path:
        """Return the file to which this session adds a line: the last of its own, or a new one."""
        path = self._writing.get(feed)
        if path is None or not path.exists() or path.stat().st_size >= LARGE:
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


def _no_folder(folder: Path) -> HubError:
    return HubError(f"{folder}: no such folder; is the drive there?")


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
        kind = UnwritableError if folder.is_dir() else HubError
        raise kind(f"{error.filename or folder}: can't be written: {error.strerror or error}") from error
