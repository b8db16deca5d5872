"""Which files of the given folders may hold articles: listed, never opened, but to tell our own exports.

Links to files and folders are followed; a link back to a folder that is being walked, or into one that is
walked anyway, is not, so a loop ends and nothing is read twice. The order is that of the names' code points,
on every system.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from annotations.corpus.formats import EXPECTED, SUFFIXES, WHOLE_FILE, suffix_of
from annotations.corpus.opening import LIMIT, describe, too_large
from annotations.corpus.ours import MANIFEST, exported_names, is_our_export, is_our_file, is_our_name
from annotations.corpus.records import CorpusError, File

Report = Callable[[str, str], None]
"""Takes a path and what is wrong there."""


class Root(NamedTuple):
    """A folder or file that was given, and what the names of its files begin with."""

    path: Path
    prefix: str


def resolve_roots(
    given: Sequence[Path], listed: Sequence[Path] = (), report: Report = lambda path, message: None
) -> tuple[Root, ...]:
    """Check what was given and name it.

    A root that lies inside another one is left out, since its files come with that one; of a list also what
    is ours, as in a folder.

    Args:
        given: what a person named.
        listed: what stands in a list; what can't be used of it is reported.
        report: takes what can't be used.

    Raises:
        CorpusError: a path that was named doesn't exist, or a file has no format that is known.
    """
    real: dict[Path, Path] = {}
    for path in given:
        try:
            real.setdefault(_usable(path), path)
        except _UnusableError as error:
            raise CorpusError(f"{path}: {error}") from None
    unknown: dict[str, list[Path]] = {}
    exported = lru_cache(exported_names)
    for path in listed:
        try:
            resolved = _usable(path)
        except _UnknownKindError:
            unknown.setdefault(suffix_of(path.name), []).append(path)
        except _UnusableError as error:
            report(str(path), str(error))
        else:
            if not (any(map(is_our_file, path.parts)) or path.name in exported(path.parent)):
                real.setdefault(resolved, path)
    for paths in unknown.values():
        if kept := [path for path in paths if not any(map(is_our_file, path.parts))]:
            more = f"; so are {len(kept) - 1} more" if len(kept) > 1 else ""
            report(str(kept[0]), f"{_UnknownKindError()}{more}")
    kept = [path for path in real if not any(parent in real for parent in path.parents)]
    if len(kept) == 1:
        only = kept[0]
        return (Root(real[only].absolute(), "" if only.is_dir() else clean_name(real[only].name)),)
    return tuple(
        Root(real[path].absolute(), label + "/" if path.is_dir() else label)
        for label, path in sorted(zip(_labels(kept), kept, strict=True))
    )


class _UnusableError(Exception):
    """Says why a path can't be a root."""


class _UnknownKindError(_UnusableError):
    def __str__(self) -> str:
        return f"not a kind of file that is read: {EXPECTED}"


def _usable(path: Path) -> Path:
    """Return the real path of a root.

    Raises:
        _UnusableError: it doesn't exist, or is a file that has no format that is known.
    """
    try:
        resolved = path.resolve(strict=True)
        if not resolved.is_dir() and suffix_of(path.name) not in SUFFIXES:
            raise _UnknownKindError
    except FileNotFoundError:
        from annotations.places import likely_file

        raise _UnusableError(f"no such file or folder{likely_file(path)}") from None
    except OSError as error:
        raise _UnusableError(describe(error)) from None
    except RuntimeError:  # until Python 3.12
        raise _UnusableError("is a link to itself") from None
    return resolved


def _labels(paths: Sequence[Path]) -> list[str]:
    """Name each path by its last part, and by as many parents as it takes to tell it from its namesakes."""
    labels = [clean_name(path.name) for path in paths]
    for depth in range(2, 1 + max((len(path.parts) for path in paths), default=0)):
        doubled = {label for label, count in Counter(labels).items() if count > 1}
        if not doubled:
            break
        labels = [
            "/".join(clean_name(part) for part in path.parts[-depth:]) if label in doubled else label
            for label, path in zip(labels, paths, strict=True)
        ]
    else:  # alike but for their normalisation
        doubled = {label for label, count in Counter(labels).items() if count > 1}
        pairs = zip(labels, paths, strict=True)
        labels = [_bytes_name(str(path)) if label in doubled else label for label, path in pairs]
    return labels


def clean_name(name: str) -> str:
    r"""Return a file's name as it stands in ids: NFC (macOS may decompose), and `\xe1` for no UTF-8."""
    return unicodedata.normalize("NFC", _bytes_name(name))


def _bytes_name(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def files(roots: Sequence[Root], report: Report) -> Iterator[File]:
    """Yield the files that may hold articles, by name; what can't be listed is reported and passed over."""
    real = {root.path.resolve() for root in roots}
    for root in roots:
        if root.path.is_dir():
            yield from _folder(root.path, root.prefix, real, report)
        else:
            file = _file(root.path, root.prefix, report)
            if file:
                yield file


def any_file(folder: Path) -> bool:
    """Say whether a folder has any file that may hold an article, at the price of finding the first."""
    pending = [folder]
    seen = set()
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as items:
                for item in items:
                    if is_our_name(item.name):
                        continue
                    if item.is_dir():
                        real = os.path.realpath(item.path)
                        if real not in seen:
                            seen.add(real)
                            pending.append(Path(item.path))
                    elif suffix_of(item.name) in SUFFIXES:
                        return True
        except OSError:
            continue
    return False


def _folder(top: Path, prefix: str, followed: set[Path], report: Report) -> Iterator[File]:
    stack = [iter(_listing(top, prefix, report))]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif not item.is_folder:
            file = _file(item.path, item.name, report)
            if file:
                yield file
        elif _may_follow(item.path, followed, report):
            stack.append(iter(_listing(item.path, item.name + "/", report)))


class _Item(NamedTuple):
    path: Path
    name: str
    is_folder: bool


def _listing(folder: Path, prefix: str, report: Report) -> list[_Item]:
    try:
        with os.scandir(folder) as scan:
            items = [
                _Item(folder / item.name, prefix + clean_name(item.name), _is_folder(item))
                for item in scan
                if not is_our_name(item.name)
            ]
    except OSError as error:
        report(str(folder), describe(error))
        return []
    if any(item.path.name == MANIFEST for item in items):
        exported = exported_names(folder)
        items = [item for item in items if item.path.name not in exported]
    if len({item.name for item in items}) < len(items):  # alike but for their normalisation
        items = [_Item(item.path, prefix + _bytes_name(item.path.name), item.is_folder) for item in items]
    # A folder sorts as its name and the "/" that follows it, so that whole names come in the order of their
    # code points.
    return sorted(items, key=lambda item: item.name + "/" * item.is_folder)


def _may_follow(folder: Path, followed: set[Path], report: Report) -> bool:
    """Say whether a subfolder is to be walked; `followed` are the real folders that are walked anyway."""
    if not folder.is_symlink():
        return True
    target = folder.resolve()
    parent = folder.parent.resolve()
    if target == parent or target in parent.parents:
        report(str(folder), "a link to a folder that holds it: not followed")
        return False
    if target in followed or any(above in followed for above in target.parents):
        return False
    followed.add(target)
    return True


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link to itself
        return False


def _file(path: Path, name: str, report: Report) -> File | None:
    suffix = suffix_of(path.name)
    if suffix not in SUFFIXES:
        return None
    try:
        status = path.stat()
    except OSError as error:
        report(str(path), describe(error))
        return None
    if not stat.S_ISREG(status.st_mode):
        report(str(path), "not a regular file")
    elif status.st_size == 0:
        report(str(path), "empty")
    elif suffix in WHOLE_FILE and status.st_size > LIMIT:
        report(str(path), too_large())
    elif not is_our_export(path, suffix):
        return File(name, path, status.st_size, status.st_mtime_ns, suffix)
    return None
