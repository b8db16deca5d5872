"""Reads the files of one feed in a folder that people share, and each line of them once.

Of each file it is kept how far it was read, and what stood there. To look at all of them each time would take
10 ms for 20 people's thousand files, so a file at which nothing has happened for `SELDOM` looks, or which is
full, rests: it is looked at each `SELDOM`th time, for a sync tool may put another version in its place at any
time. The last two by name are always looked at, since a session adds to the last. The folder itself is listed
when its time has changed, and until that is `_SETTLES` seconds old: some file systems write times of two
seconds.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from pathlib import Path
from typing import BinaryIO, NamedTuple

from annotations.file_reading import open_file, size_shown
from annotations.team.chain import Chain
from annotations.team.errors import HubError
from annotations.team.record import MAX_LINE, is_whole

LARGE = 256 << 10
"""Bytes of a file after which a session begins another one."""

SELDOM = 60
"""Looks of which one is also at the files that rest."""

_LARGEST = 64 << 20
"""Bytes of a file that is read: ours have `LARGE` and a line."""

_MOST_FILES = 20_000
"""Files of a feed that are looked at: two sessions a day for 27 years."""

_FEW = 100
"""Files of my own feed up to which all are looked at each time."""

_SETTLES = 3.0
"""Seconds after which a folder's time can be told from the one before it."""

_KNOWN = 24
"""Bytes before the place up to which a file was read: if they have changed it is another file now."""

_PIECE = 1 << 20

_Identity = tuple[int, int, int, int]
"""Device, inode, size and time of the last change of a file."""


class Mark(NamedTuple):
    """The place up to which a file was read, and the file as it was then."""

    identity: _Identity
    offset: int
    known: bytes
    whole: bool
    """True if each line was as it was written; else the file is read from its beginning when it changes."""


class FeedFolder:
    """The files of one feed.

    Args:
        path: its folder.
        marks: how far each file was read before.
    """

    def __init__(self, path: Path, marks: Mapping[str, Mark]) -> None:
        self._path = str(path)
        self.marks = dict(marks)
        self.too_many = False
        """True if there are more files than are looked at."""
        self._too_large: set[str] = set()
        self._names: list[str] = []
        self._last: list[str] = []
        """The two names behind which no other one comes."""
        self._stamp: int | None = None
        """The folder's time when the names were listed."""
        self._since = 0.0
        self._settled = self._is_listed = False
        self._looks = self._own_looks = 0
        self._awake: dict[str, int] = {}
        """The files that don't rest, with the look at which each changed last."""
        self._chain: Chain | None = None
        self._chained: dict[str, Mark] = {}
        self._written: dict[str, _Identity] = {}
        """The files to which this program has added, as they were after that."""

    def passed_over(self) -> str:
        """Say what of it is more than is read; nothing as a rule."""
        if self.too_many:
            return f"more than {_MOST_FILES:,} files; those beyond them aren't read"
        if self._too_large:
            count = len(self._too_large)
            return f"{count} file{'s' * (count != 1)} of more than {size_shown(_LARGEST)}, which nobody reads"
        return ""

    def news(self) -> Iterator[bytes]:
        """Yield the lines that have come since the last time."""
        looks_at_all, self._looks = self._looks % SELDOM == 0, self._looks + 1
        names = self._listed(anew=looks_at_all)
        for name in names if looks_at_all else sorted({*self._awake, *self._last}):
            identity = self._identity(name)
            mark = self.marks.get(name)
            if identity is None or (mark is not None and mark.identity == identity):
                if self._looks - self._awake.get(name, 0) > SELDOM or identity is None:
                    self._awake.pop(name, None)
                continue
            yield from self._lines_from(name, identity, mark, self.marks)
            if identity[2] < LARGE or not self.marks[name].whole:
                self._awake[name] = self._looks

    def ends(self) -> list[bytes]:
        """Return the last line of each branch that begins with the first line; see `Chain`.

        Raises:
            HubError: there are more files than are looked at.
        """
        looks_at_all = len(self._names) <= _FEW or self._own_looks % SELDOM == 0
        self._own_looks += 1
        names = self._listed(anew=looks_at_all)
        if self.too_many:  # what isn't seen would be sent again and again
            raise HubError(f"{self._path}: {self.passed_over()}, so that nothing is sent; who keeps the "
                "folder clears it up")  # fmt: skip
        rest = frozenset[str]() if looks_at_all else self._chained.keys() - set(self._last)
        there = {
            name: identity
            for name in names
            if (identity := self._chained[name].identity if name in rest else self._identity(name))
        }
        chain = self._chain
        if chain is None or any(
            there.get(name) not in (mark.identity, self._written.get(name, mark.identity))
            for name, mark in self._chained.items()
        ):  # a file was changed by another than this program: anything may have happened in it
            chain = self._chain = Chain(Path(self._path).name)
            self._chained = {}
        for name, identity in there.items():
            mark = self._chained.get(name)
            if mark is None or mark.identity != identity:
                chain.add(self._lines_from(name, identity, mark, self._chained))
        return chain.ends()

    @contextlib.contextmanager
    def adding(self, name: str) -> Iterator[None]:
        """Let lines be added to a file, which is known to have only grown then."""
        before, known = self._identity(name), self._chained.get(name)
        yield
        after = self._identity(name)
        if known and after and before in (known.identity, self._written.get(name)):
            self._written[name] = after

    # ------------------------------------------------------------------ names

    def _listed(self, *, anew: bool) -> Sequence[str]:
        """Return the names of all files that may have lines, in order."""
        try:
            stamp = os.stat(self._path).st_mtime_ns  # noqa: PTH116 - it takes half of a Path's time
            if anew or stamp != self._stamp or not self._settled:
                now = time.monotonic()
                if stamp != self._stamp:
                    self._stamp, self._since = stamp, now
                self._settled = now - self._since >= _SETTLES
                self._list()
        except OSError:
            self._names, self._last = [], []
        return self._names

    def _list(self) -> None:
        names: set[str] = set()
        with os.scandir(self._path) as items:
            for seen, item in enumerate(items):
                if seen >= _MOST_FILES:
                    self.too_many = True
                    names |= self.marks.keys() | self._chained.keys()
                    break
                if item.name.endswith(".jsonl"):
                    names.add(item.name)
            else:
                self.too_many = False
        # A file that was there at the start before rests unless it has changed.
        new = names.difference(self._names, () if self._is_listed else self.marks)
        self._awake.update(dict.fromkeys(new, self._looks))
        self._is_listed = True
        self._too_large &= names
        self._names, self._last = sorted(names), nlargest(2, names)

    def _identity(self, name: str) -> _Identity | None:
        try:
            status = os.stat(f"{self._path}/{name}")  # noqa: PTH116 - the same
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        if status.st_size > _LARGEST:
            self._too_large.add(name)
            return None
        self._too_large.discard(name)
        return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns

    # ------------------------------------------------------------------ lines

    def _lines_from(
        self, name: str, identity: _Identity, mark: Mark | None, marks: dict[str, Mark]
    ) -> Iterator[bytes]:
        """Yield the lines behind a mark, and put it forward."""
        goes_on = mark is not None and self._goes_on(name, identity, mark)
        read, whole = (mark.offset if mark is not None and goes_on else 0), True
        for end, line in self._lines(name, read):
            whole = whole and is_whole(line)
            yield line
            read = end
        marks[name] = Mark(identity, read, self._before(name, read), whole)

    def _goes_on(self, name: str, identity: _Identity, mark: Mark) -> bool:
        """Say whether a file is the one that has the mark, and has only grown."""
        return (
            mark.identity[:2] == identity[:2]
            and mark.whole
            and len(mark.known) == min(mark.offset, _KNOWN)
            and self._before(name, mark.offset) == mark.known
        )

    def _before(self, name: str, offset: int) -> bytes:
        with contextlib.suppress(OSError), open_file(Path(self._path, name)) as file:
            file.seek(max(0, offset - _KNOWN))
            return file.read(min(offset, _KNOWN))
        return b""

    def _lines(self, name: str, offset: int) -> Iterator[tuple[int, bytes]]:
        """Yield the whole lines of a file from a place on, each with the place at which it ends."""
        try:
            with open_file(Path(self._path, name), most=_LARGEST) as file:
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


def _pass_over(file: BinaryIO) -> int:
    """Read to the end of a line that is too long for one; return its bytes."""
    passed = 0
    while piece := file.readline(_PIECE):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed
