"""Every disk state that a crash may leave, on file systems that keep no order they weren't told to.

A session's calls are written down. For each point in it the states are made of what was flushed, which is
there, and what was not, which may be there or not: of a file's data nothing, half, zeros in its place, or
all; of the names of a folder any first part of the changes since its flush, and any one change left out. The
model is that of Pillai et al., "All File Systems Are Not Created Equal" (OSDI 2014), cut down: at most one
name is out of order.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

State = dict[str, bytes]
"""The contents of a disk by their paths; a folder has the content `DIRECTORY`."""

DIRECTORY = b"<folder>"


class Name(NamedTuple):
    """A change of names: `path` gets the file (None: goes away)."""

    path: str
    file: int | None


class Recorder:
    """Writes down what a session does to files under `root`, call by call. What is there is durable."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._fds: dict[int, tuple[int, str]] = {}
        self._known: dict[str, int] = {}
        self._count = 0
        self.steps: list[tuple[Any, ...]] = []
        for path in sorted(root.rglob("*")):
            if inside := self._inside(path):
                self._name(inside, self._new(folder=path.is_dir()))
                if path.is_file():
                    self.steps.append(("write", self._count, path.read_bytes()))
                self.steps += [("flush", self._count, ""), ("flush", 0, _folder(inside))]
        self.steps.append(("begin",))

    def mark(self, acknowledged: object) -> None:
        """Write down that the session was told so much."""
        self.steps.append(("mark", acknowledged))

    def _inside(self, path: object) -> str:
        text = os.path.realpath(os.fspath(path)) if not isinstance(path, int) else ""  # type: ignore[call-overload]
        return (
            text[len(self._root) + 1 :]
            if text.startswith(self._root + "/") and not text.endswith(".lock")
            else ""
        )

    def __call__(self, name: str, args: tuple[Any, ...], result: Any) -> None:
        if name == "open":
            self._open(args, result)
        elif name == "write" and args[0] in self._fds:
            self.steps.append(("write", self._fds[args[0]][0], bytes(args[1])[:result]))
        elif name == "copy_file_range" and args[1] in self._fds:
            copied = os.pread(args[0], result, os.lseek(args[0], 0, os.SEEK_CUR) - result)
            self.steps.append(("write", self._fds[args[1]][0], copied))
        elif name == "ftruncate" and args[0] in self._fds:
            self.steps.append(("truncate", self._fds[args[0]][0], args[1]))
        elif name in ("fsync", "fdatasync") and args[0] in self._fds:
            self.steps.append(("flush", *self._fds[args[0]]))
        elif name == "mkdir" and (path := self._inside(args[0])):
            self._name(path, self._new(folder=True))
        elif name == "link" and (path := self._inside(args[1])):
            self._name(path, self._known[self._inside(args[0])])
        elif name == "replace" and (path := self._inside(args[1])):
            source = self._inside(args[0])
            self._name(path, self._known.pop(source), gone=source)
        elif name == "unlink" and (path := self._inside(args[0])) and self._known.pop(path, None) is not None:
            self.steps.append(("name", (Name(path, None),)))

    def _new(self, *, folder: bool = False) -> int:
        self._count += 1
        self.steps.append(("new", self._count, folder))
        return self._count

    def _name(self, path: str, file: int, gone: str | None = None) -> None:
        self._known[path] = file
        self.steps.append(("name", (Name(path, file), *([Name(gone, None)] if gone else []))))

    def _open(self, args: tuple[Any, ...], fd: int) -> None:
        self._fds.pop(fd, None)
        path, flags = self._inside(args[0]), args[1]
        if not path and os.path.realpath(args[0]) != self._root:
            return
        if flags & getattr(os, "O_DIRECTORY", 0):
            self._fds[fd] = (0, path)
            return
        if path not in self._known and flags & os.O_CREAT:
            self._name(path, self._new())
        elif flags & os.O_TRUNC and path in self._known:
            self.steps.append(("truncate", self._known[path], 0))
        if path in self._known:
            self._fds[fd] = (self._known[path], "")


class _File(NamedTuple):
    folder: bool
    flushed: bytes
    now: bytes


def states(steps: list[tuple[Any, ...]]) -> Iterator[tuple[object, object, State]]:
    """Yield every state of a crash after each step, with the last mark before and the first one after it."""
    files: dict[int, _File] = {}
    names: dict[str, int] = {}
    pending: list[tuple[Name, ...]] = []
    marks = [step[1] for step in steps if step[0] == "mark"]
    passed = 0
    begun = False
    for step in steps:
        kind = step[0]
        begun = begun or kind == "begin"
        if kind == "mark":
            passed += 1
            continue
        if kind == "new":
            files[step[1]] = _File(step[2], b"", b"")
        elif kind == "write":
            files[step[1]] = files[step[1]]._replace(now=files[step[1]].now + step[2])
        elif kind == "truncate":
            files[step[1]] = files[step[1]]._replace(now=files[step[1]].now[: step[2]])
        elif kind == "name":
            pending.append(step[1])
        elif kind == "flush" and step[1]:
            files[step[1]] = files[step[1]]._replace(flushed=files[step[1]].now)
        elif kind == "flush":
            here = [change for change in pending if _folder(change[0].path) == step[2]]
            _apply(names, here)
            pending = [change for change in pending if change not in here]
        for state in _disks(files, names, pending) if begun else ():
            yield (
                marks[passed - 1] if passed else None,
                marks[passed] if passed < len(marks) else marks[-1],
                state,
            )


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _apply(names: dict[str, int], changes: list[tuple[Name, ...]]) -> None:
    for name in (name for change in changes for name in change):
        if name.file is None:
            names.pop(name.path, None)
        else:
            names[name.path] = name.file


def _disks(
    files: dict[int, _File], durable: dict[str, int], pending: list[tuple[Name, ...]]
) -> Iterator[State]:
    subsets = [pending[:length] for length in range(len(pending) + 1)]
    subsets += [pending[:skip] + pending[skip + 1 :] for skip in range(len(pending) - 1)]
    for subset in subsets:
        names = deepcopy(durable)
        _apply(names, subset)
        names = {path: file for path, file in names.items() if _reachable(path, names, files)}
        inodes = sorted(set(names.values()))
        for contents in product(*(sorted(_outcomes(files[inode])) for inode in inodes)):
            content = dict(zip(inodes, contents, strict=True))
            yield {path: content[inode] for path, inode in names.items()}


def _reachable(path: str, names: dict[str, int], files: dict[int, _File]) -> bool:
    folder = _folder(path)
    return not folder or (folder in names and _reachable(folder, names, files))


def _outcomes(file: _File) -> set[bytes]:
    """Return what an unflushed file may hold: before, after, half of what was added, zeros instead of it."""
    if file.folder:
        return {DIRECTORY}
    contents = {file.flushed, file.now}
    if file.now.startswith(file.flushed) and file.now != file.flushed:
        added = file.now[len(file.flushed) :]
        contents |= {file.flushed + added[: len(added) // 2], file.flushed + bytes(len(added))}
    return contents


def lay_out(state: State, root: Path) -> None:
    """Put a state on a real disk."""
    root.mkdir(parents=True)
    for path, content in sorted(state.items()):
        if content == DIRECTORY:
            (root / path).mkdir()
        else:
            (root / path).write_bytes(content)
