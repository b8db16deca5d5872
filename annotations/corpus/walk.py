"""Lists the files of the given folders that may hold articles, of which none is read but its beginning.

The beginning tells our own exports, and chats among texts.

Links to files and folders are followed; a link back to a folder that is being walked, or to what is walked
anyway, is not, so a loop ends and no article comes twice: neither by a symbolic link nor by a second hard
link, nor by a folder that is mounted twice. The order is that of the names' code points, on every system.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from annotations.corpus.file_content import LIMIT, MOST, beyond, describe, too_large
from annotations.corpus.formats import (
    EXPECTED,
    PAGE_PARTS,
    SUFFIXES,
    WHOLE_FILE,
    ending_of,
    kind_of,
    suffix_of,
)
from annotations.corpus.own_files import (
    MANIFEST,
    SOMETIMES_OURS,
    WRITTEN_BY_US,
    exported_names,
    guidelines_file,
    is_of_no_interest,
    is_our_export,
    is_our_file,
    is_our_name,
)
from annotations.corpus.records import CorpusError, File
from annotations.file_reading import NOT_REGULAR
from annotations.paths import SCHEME_NAME, likely_file, real_path

Report = Callable[[str, str], None]
"""Takes a path and what is wrong there."""

NotRead = Callable[[str], None]
"""Takes the ending of a file that isn't read, see `annotations.corpus.unread`."""


_COMPANIONS = (
    *("_files", ".files", "_file", "-dateien", "_fichiers", "_bestanden", "_archivos", "_ficheiros"),
    *("_arquivos", "-filer", "_tiedostot", "_pliki", "_soubory", "_elemei", "_dosyalar", "_datoteke"),
    *("_fitxers", "_failid", "_fails", "_bylos", "_fajlovi", "_ملفات"),
)
"""Endings by which browsers and Word name the folder of a page's parts, each in its own language."""

_PAGES = (".html", ".htm", ".xhtml")

_PAGE_DATA = frozenset({".js", ".json", ".xml"})
"""Suffixes that articles come in, and that beside a saved page are its scripts."""


class Root(NamedTuple):
    """A folder or file that was given, and what the names of its files begin with."""

    path: Path
    prefix: str
    real: Path
    """The path without links."""


def resolve_roots(
    given: Sequence[Path],
    listed: Sequence[Path] = (),
    report: Report = lambda path, message: None,
    not_read: NotRead = lambda ending: None,
) -> tuple[Root, ...]:
    """Check what was given and name it.

    A root that lies inside another one is left out, since its files come with that one; of a list also what
    is ours, as in a folder.

    Args:
        given: what a person named.
        listed: what stands in a list; what can't be used of it is reported.
        report: takes what can't be used.
        not_read: takes the files of the list that are of no kind that is read.

    Raises:
        CorpusError: a path that was named doesn't exist, or a file has no format that is known.
    """
    real: dict[Path, Path] = {}
    for path in given:
        try:
            real.setdefault(_usable(path), path)
        except _UnusableError as error:
            raise CorpusError(f"{path}: {error}") from None
    for resolved, path in _usable_of_list(listed, report, not_read):
        real.setdefault(resolved, path)
    kept = [path for path in real if not any(parent in real for parent in path.parents)]
    if len(kept) == 1:
        only = kept[0]
        return (Root(real[only].absolute(), "" if only.is_dir() else clean_name(real[only].name), only),)
    return tuple(
        Root(real[path].absolute(), label + "/" if path.is_dir() else label, path)
        for label, path in sorted(zip(_labels(kept), kept, strict=True))
    )


def _usable_of_list(listed: Sequence[Path], report: Report, not_read: NotRead) -> Iterator[tuple[Path, Path]]:
    """Yield real path and path of what a list names and can be a root; the rest is told.

    Files of unknown kinds are only counted; ours are left out in silence.
    """
    exported = lru_cache(exported_names)
    for path in listed:
        ours = any(map(is_our_file, path.parts))
        try:
            resolved = _usable(path)
        except _UnknownKindError:
            suffix = suffix_of(path.name)
            ours = ours or is_our_name(path.name) or is_of_no_interest(str(path), path.name, suffix)
            if not (ours or path.name in exported(path.parent)):
                not_read(ending_of(path.name, suffix))
        except _UnusableError as error:
            report(str(path), str(error))
        else:
            if not (ours or path.name in exported(path.parent)):
                yield resolved, path


class _UnusableError(Exception):
    """Says why a path can't be a root."""


class _UnknownKindError(_UnusableError):
    """Says of a file that it is of no kind that is read.

    Args:
        name: the file's.
    """

    def __init__(self, name: str) -> None:
        from annotations.corpus.unread import remedy_for  # here: most corpora are what was meant

        super().__init__(f"not read: {remedy_for(ending_of(name, suffix_of(name)))}; {EXPECTED}")


def _usable(path: Path) -> Path:
    """Return the real path of a root.

    Raises:
        _UnusableError: it doesn't exist, or is a file that has no format that is known.
    """
    try:
        if not stat.S_ISDIR(path.stat().st_mode) and suffix_of(path.name) not in SUFFIXES:
            raise _UnknownKindError(path.name)
        return real_path(path)
    except FileNotFoundError:
        raise _UnusableError(f"no such file or folder{likely_file(path)}") from None
    except OSError as error:
        reason = "is a link to itself" if error.errno == errno.ELOOP else describe(error)
        raise _UnusableError(reason) from None


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


def files(
    roots: Sequence[Root],
    report: Report,
    never: Collection[Path] = (),
    max_size: int | None = None,
    not_read: NotRead = lambda ending: None,
) -> Iterator[File]:
    """Yield the files that may hold articles, by name; what can't be listed is reported and passed over.

    Args:
        roots: where.
        report: takes what can't be listed.
        never: files and folders that are ours wherever they lie; one that was given as a root is read all the
            same.
        max_size: bytes that a file may have as it lies there, if not `annotations.corpus.file_content.MOST`.
        not_read: takes every other file, but for those that are ours.
    """
    walk = _Walk(roots, report, not_read, never, max_size or MOST)
    for root in roots:
        if root.path.is_dir():
            yield from walk.folder(root.path, root.prefix)
        else:
            only = walk.file(_Item(str(root.path), root.prefix, is_folder=False, is_link=False))
            if only is not None:
                yield only


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


class _Item(NamedTuple):
    location: str
    """Its path; as text, since a `Path` takes as long as to look for the file."""
    name: str
    is_folder: bool
    is_link: bool
    is_companion: bool = False
    """Whether it is a folder of what a web page was saved with."""

    @property
    def path(self) -> Path:
        return Path(self.location)

    @property
    def file_name(self) -> str:
        """Its name on the disk."""
        return os.path.basename(self.location)  # noqa: PTH119 - see `location`


Identity = tuple[int, int]
"""Device and inode: which file it is, whatever it is called."""


class _Walk:
    """One walk through all roots, which knows where it has been."""

    def __init__(
        self,
        roots: Sequence[Root],
        report: Report,
        not_read: NotRead,
        never: Collection[Path],
        most: int,
    ) -> None:
        self._most = most
        self._report = report
        self._not_read = not_read
        self._roots = {root.real for root in roots}
        self._followed = set(self._roots)
        """Real folders that are walked anyway."""
        self._folders: set[Identity] = set()
        self._files: set[Identity] = set()
        """Of those that could be met under a second name: few."""
        self._never: set[Identity] = set()
        """Files and folders that are ours wherever they lie."""
        self._never_names: set[str] = set()
        for path in never:
            self._keep_out(path)

    def folder(self, top: Path, prefix: str) -> Iterator[File]:
        """Yield the files of a folder and those below it."""
        # Each with whether it was reached by a link: then its files may lie where another link leads; and
        # whether it holds the parts of a saved page.
        stack = [(iter(self._listing(top, prefix)), False, False)]
        while stack:
            items, linked, of_page = stack[-1]
            item = next(items, None)
            if item is None:
                stack.pop()
            elif not item.is_folder:
                file = self.file(item, linked=linked, of_page=of_page)
                if file is not None:
                    yield file
            elif self._may_enter(item):
                below = iter(self._listing(item.path, item.name + "/"))
                stack.append((below, linked or item.is_link, of_page or item.is_companion))

    def file(self, item: _Item, *, linked: bool = False, of_page: bool = False) -> File | None:
        """Return a file if it may hold an article and hasn't come yet."""
        location = item.location
        suffix = suffix_of(item.file_name)
        if suffix not in SUFFIXES or (of_page and suffix in _PAGE_DATA):
            if of_page:
                self._not_read(PAGE_PARTS)
            elif not self._is_ours(item, suffix):
                self._not_read(ending_of(item.location, suffix))
            return None
        try:
            status = os.stat(location)  # noqa: PTH116 - see `_Item.location`
        except OSError as error:
            self._report(location, describe(error))
            return None
        if not stat.S_ISREG(status.st_mode):
            self._report(location, NOT_REGULAR)
        elif status.st_size == 0:
            self._report(location, "empty")
        elif status.st_size > self._most:
            self._report(location, beyond(status.st_size, self._most))
        elif suffix in WHOLE_FILE and status.st_size > LIMIT:
            self._report(location, too_large())
        elif not (
            (item.is_link and self._comes_anyway(item.path.resolve()))
            or ((item.is_link or linked or status.st_nlink > 1) and self._came(status, self._files))
            or (self._never and (status.st_dev, status.st_ino) in self._never)
            or (suffix in WRITTEN_BY_US and is_our_export(item.path, suffix))
        ):
            return File(item.name, location, status.st_size, status.st_mtime_ns, kind_of(location, suffix))
        return None

    def _is_ours(self, item: _Item, suffix: str) -> bool:
        """Say whether a file of no kind that is read isn't even to be counted."""
        if item.file_name in self._never_names:
            try:
                status = os.stat(item.location)  # noqa: PTH116 - see `_Item.location`
            except OSError:
                return False
            return (status.st_dev, status.st_ino) in self._never
        return suffix in SOMETIMES_OURS and is_of_no_interest(item.location, item.file_name, suffix)

    def _keep_out(self, path: Path | None) -> None:
        """Take a file or folder for ours, if it is there, unless it was given as a root."""
        try:
            if path is not None and path.resolve() not in self._roots:
                status = path.stat()
                self._never.add((status.st_dev, status.st_ino))
                self._never_names.add(path.name)
        except (OSError, RuntimeError, ValueError):  # it isn't there; a loop of links; a NUL in its name
            pass

    @staticmethod
    def _came(status: os.stat_result, before: set[Identity]) -> bool:
        """Say whether a file or folder has come before, and note that it has now."""
        identity = status.st_dev, status.st_ino
        if identity in before:
            return True
        if status.st_ino:  # 0 where a file system has no such numbers
            before.add(identity)
        return False

    def _comes_anyway(self, target: Path) -> bool:
        """Say whether a link leads to a file that is listed under its own name."""
        if suffix_of(target.name) not in SUFFIXES:
            return False
        if target in self._roots:
            return True
        root = next((above for above in target.parents if above in self._roots), None)
        return root is not None and not any(is_our_name(part) for part in target.relative_to(root).parts)

    def _listing(self, folder: Path, prefix: str) -> list[_Item]:
        try:
            status = folder.stat()
            if self._came(status, self._folders) or (status.st_dev, status.st_ino) in self._never:
                return []
            with os.scandir(folder) as scan:
                above = os.path.join(folder, "")  # noqa: PTH118 - see `_Item.location`
                items = [
                    _Item(
                        above + item.name,
                        prefix + (item.name if item.name.isascii() else clean_name(item.name)),
                        _is_folder(item),
                        item.is_symlink(),
                    )
                    for item in scan
                    if not is_our_name(item.name)
                ]
        except OSError as error:
            self._report(str(folder), describe(error))
            return []
        if os.path.lexists(above + MANIFEST):
            exported = exported_names(folder)
            items = [item for item in items if item.file_name not in exported]
        if os.path.lexists(folder / SCHEME_NAME):
            self._keep_out(guidelines_file(folder / SCHEME_NAME))
        items = _with_companions(items)
        if len({item.name for item in items}) < len(items):  # alike but for their normalisation
            items = [item._replace(name=prefix + _bytes_name(item.file_name)) for item in items]
        # A folder sorts as its name and the "/" that follows it, so that whole names come in the order of
        # their code points.
        return sorted(items, key=lambda item: item.name + "/" * item.is_folder)

    def _may_enter(self, item: _Item) -> bool:
        """Say whether a subfolder is to be walked."""
        if not item.is_link:
            return True
        target = item.path.resolve()
        parent = item.path.parent.resolve()
        if target == parent or target in parent.parents:
            self._report(str(item.path), "a link to a folder that holds it: not followed")
            return False
        if target in self._followed or any(above in self._followed for above in target.parents):
            return False
        self._followed.add(target)
        return True


def _with_companions(items: list[_Item]) -> list[_Item]:
    """Mark the folders in which browsers saved the parts of pages that lie beside them."""
    if not any(item.is_folder and _may_be_companion(item.file_name) for item in items):
        return items
    names = {item.file_name for item in items if not item.is_folder}
    return [
        item._replace(is_companion=item.is_folder and _is_companion(item.file_name, names)) for item in items
    ]


def _may_be_companion(folder: str) -> bool:
    """Say whether a folder's name is one of those that browsers make of a page's."""
    return folder.casefold().endswith(_COMPANIONS)


def _is_companion(folder: str, names: Collection[str]) -> bool:
    """Say whether a folder is the one in which a browser saved the parts of a page that lies beside it."""
    lowered = folder.casefold()
    end = next((end for end in _COMPANIONS if lowered.endswith(end)), "")
    return bool(end) and any(folder[: -len(end)] + page in names for page in _PAGES)


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link to itself
        return False
