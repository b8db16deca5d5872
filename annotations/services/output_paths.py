"""Decides whether a path may be written: one rule for exports, reports, lists of losses and merged files.

What an analyst has is never the price of an export, whatever `force` says: not the annotations with all that
the store keeps beside them, no article of the corpus, no scheme, guidelines, settings, positions or index;
and not through a symbolic link, a hard link, `..`, or a name that only a case-insensitive or normalising file
system (APFS, NTFS) takes for theirs. So names are compared folded and in NFC everywhere, and what is there is
compared by device and inode (stat(2)), which also tells hard links and bind mounts.

A link to a file of the user's own stays a link, and what it leads to is replaced. A link to nothing is
refused: to write through it would make a file at a place that nobody has named.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.corpus.formats import SUFFIXES, suffix_of
from annotations.corpus.own_files import (
    exported_names,
    guidelines_file,
    is_database,
    is_our_export,
    is_our_name,
)
from annotations.corpus.records import CorpusError
from annotations.exchange import ExchangeError
from annotations.exchange.files import check_target
from annotations.paths import OWN_FILES, SCHEME_NAME, outputs_folder, own_folders
from annotations.store.recovery import ENDINGS

if TYPE_CHECKING:
    from annotations.composition import Project

Identity = tuple[int, int]
"""Device and inode of a file or folder, which all its names share."""

_TELLING = tuple(end for end in ENDINGS if end not in {".bak", ".lock"})
"""Endings of files that only a store keeps beside its own; other programs, too, make `.bak` and `.lock`."""


class OutputPaths:
    """Says of each path whether it may be written.

    Args:
        project: whose annotations, articles, scheme and settings are safe.
        databases: further annotations files that are, such as those that are merged.
    """

    def __init__(self, project: Project, *databases: Path) -> None:
        self._project = project
        self._databases = [
            place
            for path in (project.database, *databases)
            for place in dict.fromkeys((_lexical(path), _real(path)))
        ]

    def check(
        self,
        target: Path | str,
        *,
        folder: bool = False,
        binary: bool = False,
        force: bool = False,
        beside: Iterable[Path] = (),
        scheme: bool = False,
    ) -> Path:
        """Return the path if it may be written.

        Args:
            target: as the user gave it; only a `str` can still say by a slash at its end that it is a folder.
            folder: a folder is to be written, not a file.
            binary: what is written there is no text.
            force: replace what is there, if it is the user's own.
            beside: the other paths that the same command writes.
            scheme: what is written is a scheme, which may stand where a scheme stands.

        Raises:
            ThereAlreadyError: something is there that `force` would replace.
            ExchangeError: nothing may be written there, with or without `force`; the message says why.
        """
        path = self._allowed(target, folder=folder, scheme=scheme)
        check_target(path, folder=folder, force=force, binary=binary)
        for other in beside:
            if _real(other) == _real(path) or _real(other) in _real(path).parents:
                raise ExchangeError(f"{path} is already written by the same command; give it another name")
        return path

    def check_database(self, target: Path, of: Iterable[Path]) -> Path:
        """Return the path if a merged annotations file may stand there: one of those merged, or a new one.

        Raises:
            ExchangeError: nothing may be written there; the message says why.
        """
        if any(_real(target) == _real(path) or _is_there_as(target, path) for path in of):
            return target
        self._allowed(target, folder=False, database=True)
        if not target.exists():
            check_target(target, folder=False, force=False, binary=False)
        return target

    # ---------------------------------------------------------------- what is kept

    def _allowed(
        self, target: Path | str, *, folder: bool, database: bool = False, scheme: bool = False
    ) -> Path:
        """Return the path unless it leads to something that is kept."""
        path = Path(target)
        if not str(target) or "\0" in str(target):
            raise ExchangeError(f"{str(target)!r} is no name of a file")
        if _is_stream(path):
            raise ExchangeError(f"{path} is a device or pipe, not a file; to standard output: -o -")
        if not folder and isinstance(target, str) and target.endswith(("/", os.sep)):
            raise ExchangeError(f"{target} names a folder; what is written is one file")
        for place in dict.fromkeys((_real(path), _lexical(path))):
            if not place.name:
                raise ExchangeError(f"{path} is no name of a file")
            self._check_names(path, place, database=database, scheme=scheme)
        only = outputs_folder()
        if only is not None and _real(only) not in _real(path).parents:
            raise ExchangeError(f"{path} is not below {only}, where your exports go")
        if path.is_symlink() and not _exists(path):
            raise ExchangeError(f"{path} is a link to nothing; give another name, or remove the link")
        self._check_files(path, _real(path), scheme=scheme)
        if folder:
            self._check_folder(path, _real(path))
        return path

    def _check_names(self, shown: Path, place: Path, *, database: bool, scheme: bool) -> None:
        """Refuse a name that is kept for something, whether or not it is there."""
        for part in (place, *place.parents):
            self._check_beside(shown, part, allowed=database and part == place)
        if not database and any(os.path.lexists(place.with_name(place.name + end)) for end in _TELLING):
            raise ExchangeError(f"{shown} is the place of an annotations file; give it another name")
        is_scheme = _folded(place.name) == SCHEME_NAME
        if not scheme and is_scheme and any(_same(place.parent, at) for at in self._folders):
            raise ExchangeError(f"{shown} is the scheme of the corpus; give it another name")
        if any(_is_in_own_folder(part) for part in (place, *place.parents)):
            raise ExchangeError(f"{shown} is where claimreader keeps its own files; give it another name")

    def _check_beside(self, shown: Path, part: Path, *, allowed: bool) -> None:
        """Refuse a path of an annotations file, or of what a store keeps beside one.

        Args:
            shown: the path as it was given, for the message.
            part: that path, or a folder above it.
            allowed: whether the very name of a known annotations file may be taken: a new one may have it.
        """
        for kept in self._databases:
            if allowed and part.name == kept.name:
                continue
            if _is_beside(part.name, kept.name) and _same(part.parent, kept.parent):
                raise ExchangeError(f"{shown} is where the annotations are kept; give it another name")
        if base := _store_of(part):
            raise ExchangeError(f"{shown} belongs to the annotations in {base}; give it another name")

    def _check_files(self, shown: Path, real: Path, *, scheme: bool = False) -> None:
        """Refuse what is there and is kept, by whatever name."""
        identity = _identity(real)
        if identity is None or real.is_dir():
            return
        if real.is_file() and is_database(real):
            raise ExchangeError(f"{shown} is an annotations file; give it another name")
        if scheme and any(identity == _identity(path) for path in self._schemes):
            return
        if any(identity == _identity(path) for path in self._kept_files()):
            raise ExchangeError(
                f"{shown} is a file of the annotations, the scheme or the settings, by whatever name; "
                "give it another one"
            )
        if self._is_article(real, identity):
            raise ExchangeError(f"{shown} is an article of the corpus; give it another name")

    def _check_folder(self, shown: Path, real: Path) -> None:
        """Refuse a folder that holds what is kept."""
        identity = _identity(real)
        if identity is None:
            return
        kept = [*(path.parent for path in self._databases), *self._folders, *own_folders()]
        for place in kept:
            if any(_identity(above) == identity for above in (_real(place), *_real(place).parents)):
                raise ExchangeError(f"{shown} holds {place}, which is never replaced; give it another name")
        for path in self._article_files():
            if real in _real(path).parents:
                raise ExchangeError(f"{shown} holds an article of the corpus; give it another name")

    def _is_article(self, real: Path, identity: Identity) -> bool:
        """Say whether the corpus reads a file, or would if it weren't empty, too large or an extra's."""
        roots = {_identity(root) for root in self._project.roots if root.is_dir()}
        if any(_identity(above) in roots for above in real.parents):
            readable = suffix_of(real.name) in SUFFIXES and not is_our_name(real.name)
            if readable and real.name not in exported_names(real.parent):
                return not is_our_export(real, suffix_of(real.name))
        return any(_identity(path) == identity for path in self._article_files())

    def _article_files(self) -> Iterator[Path]:
        """Yield the files that the corpus reads, as it lists them; they are not opened."""
        from annotations.corpus.walk import files, resolve_roots

        try:
            roots = resolve_roots(self._project.roots)
        except CorpusError:
            return  # there is no corpus, so it has no article
        yield from (file.path for file in files(roots, lambda *_: None))

    def _kept_files(self) -> Iterator[Path]:
        """Yield the files that are there and belong to the annotations, the scheme or the program."""
        for kept in self._databases:
            for item in _listed(kept.parent):
                if _is_beside(item.name, kept.name):
                    yield from _files_of(item)
        yield from self._scheme_files
        for folder in own_folders():
            for item in _listed(folder):
                if _is_own(item.name):
                    yield from _files_of(item)

    @cached_property
    def _folders(self) -> list[Path]:
        """The folders of the corpus: those given, and those of the files given."""
        roots = self._project.roots  # a list of them may have 100,000 files
        return list(dict.fromkeys(root if root.is_dir() else _lexical(root).parent for root in roots))

    @property
    def _scheme_files(self) -> list[Path]:
        """The schemes, and the files of guidelines that they name."""
        schemes = self._schemes
        return [*schemes, *(path for scheme in schemes if (path := guidelines_file(scheme)))]

    @cached_property
    def _schemes(self) -> list[Path]:
        from annotations.scheme_file.loader import SchemeError

        schemes = [folder / SCHEME_NAME for folder in self._folders]
        try:
            if self._project.scheme_file is not None:
                schemes.append(self._project.scheme_file)
        except SchemeError:
            pass  # two roots bring two schemes: both are in the list already
        return schemes


def _lexical(path: Path) -> Path:
    """Return where a name itself stands, with the links above it followed, but not itself."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`, and `/a/..` has no name
    return Path(os.path.realpath(absolute.parent)) / absolute.name


def _real(path: Path) -> Path:
    """Return where a path leads; a loop of links leads to itself, where `Path.resolve` raises."""
    return Path(os.path.realpath(path))


def _exists(path: Path) -> bool:
    return os.path.exists(path)  # noqa: PTH110 - says no for a loop of links, where Path.exists may raise


def _identity(path: Path) -> Identity | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _is_there_as(first: Path, other: Path) -> bool:
    """Say whether two paths are one file that is there."""
    identity = _identity(first)
    return identity is not None and identity == _identity(other)


def _same(first: Path, other: Path) -> bool:
    """Say whether two paths are one file or folder, or will be one when they are there."""
    identity = _identity(first)
    if identity is not None:
        return identity == _identity(other)
    return _folded(str(_real(first))) == _folded(str(_real(other)))


def _folded(name: str) -> str:
    """Return a name as the most forgiving file system compares it: Windows drops dots and spaces at its end.

    A colon would begin one of its alternate streams, which is the same file.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return folded.rstrip(". ") or folded


def _is_beside(name: str, kept: str) -> bool:
    """Say whether a name is that of an annotations file or of anything that the store keeps beside it.

    Those are its name and a dot with more (`store.recovery.ENDINGS`, copies, files that are being written);
    a name such as `annotations.jsonl` is free.
    """
    name, kept = _folded(name), _folded(kept)
    return name == kept or name.startswith((kept + ".", kept + ":"))


def _store_of(path: Path) -> Path | None:
    """Return the annotations file beside which a store keeps this file or folder; None for others."""
    folded = path.name.casefold()
    for end in ENDINGS:
        stem, ending, _ = folded.partition(end)
        base = path.with_name(path.name[: len(stem)]) if ending and stem else None
        if base and base.is_file() and is_database(base):
            return base
    return None


def _is_in_own_folder(path: Path) -> bool:
    """Say whether a path is that of a file or folder of claimreader's own, in one of its own folders."""
    return _is_own(path.name) and any(_same(path.parent, folder) for folder in own_folders())


def _is_own(name: str) -> bool:
    folded = _folded(name)
    return any(fnmatchcase(folded, pattern) or fnmatchcase(folded, f"{pattern}.*") for pattern in OWN_FILES)


def _is_stream(path: Path) -> bool:
    """Say whether a path names an open file of this process; `/dev/shm` holds files as any other folder."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - see `_lexical`
    return absolute in {"/dev/stdin", "/dev/stdout", "/dev/stderr"} or absolute.startswith(
        ("/dev/fd/", "/proc/")
    )


def _files_of(item: Path) -> Iterable[Path]:
    return item.rglob("*") if item.is_dir() else [item]


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
