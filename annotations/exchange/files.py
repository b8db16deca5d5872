"""Writes an export so that it appears whole or not at all, and replaces nothing that isn't ours.

What is written goes to a temporary file or folder beside the target, is synced, and then renamed to the
target's name (POSIX rename replaces atomically; `os.replace` does the same on Windows), so a full disk or a
crash leaves an older export as it was. A folder can't be replaced in one step: the old one is moved aside and
put back if the new one can't take its place, and only a folder that holds nothing but an export of ours is
moved at all.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote

import msgspec

from annotations.corpus.formats import SUFFIXES
from annotations.corpus.own_files import KNOWN_BY_CONTENT, MANIFEST, WRITTEN_BY_US
from annotations.exchange import ExchangeError, ThereAlreadyError
from annotations.file_reading import open_file
from annotations.store.base import NotSavedError

PRIVATE, PRIVATE_FOLDER = 0o600, 0o700
"""Modes of what is new: an export is as private as the database."""

_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\.|$)", re.IGNORECASE)
_LONGEST_MANIFEST = 256 << 20
"""Bytes: a line for each of a million articles."""

_LONGEST_LINE = 1 << 20
"""Bytes of one of its lines, which names a file and an article."""

_NEVER = (SUFFIXES - WRITTEN_BY_US) | {".gz"}
"""Endings of other kinds of file, under which a corpus would take an export for an article."""


def write_stream(target: Path, chunks: Iterable[bytes]) -> None:
    """Write bytes to a file.

    Raises:
        NotSavedError: the file can't be written; whatever stood there still does.
    """

    def fill(temporary: Path) -> None:
        with temporary.open("wb") as file:
            file.writelines(chunks)

    write_file(target, fill)


def write_file(target: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write a file by its path, then give it its name.

    Raises:
        NotSavedError: the file can't be written; whatever stood there still does.
    """
    temporary = None
    real = Path(os.path.realpath(target))  # a link to a file stays, and what it leads to is replaced
    try:
        handle, name = tempfile.mkstemp(prefix=_prefix(target), dir=real.parent)
        os.close(handle)
        temporary = Path(name)
        temporary.chmod(PRIVATE)  # the umask may have taken even that away
        fill(temporary)
        _sync(temporary)
        _resemble(temporary, real)
        temporary.replace(real)
    except OSError as error:
        raise NotSavedError(f"{target}: {error.strerror or error}; nothing was written there") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write files into a folder, then give it its name; its modes are those of single files.

    Raises:
        NotSavedError: it can't be written; whatever stood there still does.
    """
    temporary = aside = None
    real = Path(os.path.realpath(target))  # a link to a folder stays, and what it leads to is replaced
    try:
        temporary = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=real.parent))
        temporary.chmod(PRIVATE_FOLDER)
        fill(temporary)
        for path in temporary.rglob("*"):
            path.chmod(PRIVATE if path.is_file() else PRIVATE_FOLDER)
            if path.is_file():
                _sync(path)
            _resemble(path, real / path.relative_to(temporary))
        if real.exists():
            _resemble(temporary, real)
            aside = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=real.parent)) / real.name
            real.rename(aside)
        temporary.rename(real)
    except OSError as error:
        if aside is not None and not real.exists():
            with contextlib.suppress(OSError):
                aside.rename(real)
        raise NotSavedError(f"{target}: {error.strerror or error}; nothing was written there") from None
    finally:
        for left in (temporary, aside.parent if aside else None):
            if left is not None:  # the new folder has its own name by now
                shutil.rmtree(left, ignore_errors=True)


def _prefix(target: Path) -> str:
    """Return how the name of a temporary file begins: hidden, so that no corpus reads it."""
    return f".{target.name[:30]}."


def _resemble(fresh: Path, there: Path) -> None:
    """Give a new file or folder the mode of what it replaces: who opened that to others still wants so."""
    with contextlib.suppress(OSError):
        if there.is_dir() == fresh.is_dir() and not there.is_symlink():
            fresh.chmod(there.stat().st_mode & 0o7777)


def check_target(target: Path, *, folder: bool, force: bool, binary: bool = False) -> None:
    """Check that an export may go to `target`, as far as the place itself says.

    What of a project's own files may be there `annotations.services.output_paths` knows.

    Raises:
        ThereAlreadyError: something is there that `force` would replace.
        ExchangeError: something is there and may not be replaced; the folder above it isn't there; the name
            is one for other kinds of file.
    """
    if not folder:
        _check_suffix(target, binary=binary)
    if not target.parent.is_dir():
        raise ExchangeError(f"{target}: there is no folder {target.parent}")
    if not os.path.exists(target):  # noqa: PTH110 - says no for a loop of links, where Path.exists may raise
        if target.is_symlink():
            raise ExchangeError(f"{target} is a link to nothing; give another name, or remove the link")
        return
    if not (target.is_file() or target.is_dir()):
        raise ExchangeError(f"{target} is a device or pipe, not a file; to standard output: -o -")
    if folder != target.is_dir():
        kind = "one file" if target.is_dir() else "a folder"
        raise ExchangeError(
            f"{target} is {'a folder' if target.is_dir() else 'a file'}; this format writes {kind}"
        )
    if not target.is_dir():
        if not force:
            raise ThereAlreadyError(f"{target} is there already; --force replaces it")
        return
    there = set(_files_in(target))
    foreign = sorted(there - _ours(target))
    if foreign:
        raise ExchangeError(
            f"{target} holds what no export of ours wrote ({foreign[0]}); give it another name"
        )
    if there and not force:
        raise ThereAlreadyError(f"{target} is there already; --force replaces it")


def _check_suffix(target: Path, *, binary: bool) -> None:
    suffix = target.suffix.lower()
    foreign = (WRITTEN_BY_US & SUFFIXES) - KNOWN_BY_CONTENT if binary else KNOWN_BY_CONTENT
    if suffix in _NEVER or suffix in foreign:
        raise ExchangeError(f"{target}: nothing is written as {suffix}; give it another ending")


def _files_in(folder: Path) -> Iterator[str]:
    """Yield the names of all files below a folder; of what no export makes, such as a link, with a mark."""

    def fail(error: OSError) -> None:
        raise ExchangeError(f"{error.filename}: can't be read: {error.strerror}; give another name")

    for top, folders, names in os.walk(folder, onerror=fail):
        for name in [*names, *folders]:
            path = Path(top, name)
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                yield f"{path.relative_to(folder).as_posix()}: no file of its own"
            elif not path.is_dir():
                yield path.relative_to(folder).as_posix()


def manifest_line(**keys: object) -> bytes:
    """Write one line of a folder's manifest."""
    return msgspec.json.encode(keys) + b"\n"


def manifest(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the lines of a folder's manifest that are about files; nothing if it isn't one of ours."""
    for entry in _entries(folder):
        if "file" in entry:
            yield entry


def _entries(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the lines of a manifest up to the first that isn't one: it may come from anywhere."""
    with (
        contextlib.suppress(OSError, msgspec.MsgspecError, ValueError, RecursionError),
        open_file(folder / MANIFEST, most=_LONGEST_MANIFEST) as file,
    ):
        while line := file.readline(_LONGEST_LINE):
            yield msgspec.json.decode(line, type=dict[str, str])


def _ours(folder: Path) -> set[str]:
    entries = list(_entries(folder))
    return {entry["file"] for entry in entries if "file" in entry} | ({MANIFEST} if entries else set())


def safe_name(article_id: str) -> str:
    """Return a file name without suffix for any article id: one part of a path, at most 120 bytes.

    Letters of any script stay, composed (NFC); everything else, and a dot at either end, is percent-encoded
    (RFC 3986, 2.1), and so is the first letter of what Windows takes for a device whatever follows its dot
    (Naming Files, Paths, and Namespaces: CON, NUL, COM1 ...). Ids that would be too long, or differ only in
    upper and lower case, stay apart by a digest. For names that are unique see `Names`.
    """
    stem = unicodedata.normalize("NFC", article_id).removesuffix(".txt")
    name = re.sub(
        r"[^\w.-]|^\.|\.$", lambda match: quote(match[0], safe="", errors="replace").replace(".", "%2E"), stem
    )
    if _DEVICE.match(name):
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if len(name.encode("utf-8", "replace")) > 120 or name != name.lower() or not name:
        name = _with_digest(name, article_id)
    return name


class Names:
    """Gives each article of a folder a file name of its own, on every file system.

    Two are one where they differ only in case or normalisation, as APFS and NTFS see it, or are made of ids
    that differ only in `.txt`: then the later one gets a digest of its id.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, article_id: str) -> str:
        """Return the name, without suffix, of the next article."""
        name, number = safe_name(article_id), 0
        while (folded := unicodedata.normalize("NFKC", name.casefold()).casefold()) in self._taken:
            name = _with_digest(name, f"{article_id}\n{number}" if number else article_id)
            number += 1
        self._taken.add(folded)
        return name


def _with_digest(name: str, article_id: str) -> str:
    digest = blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return name.encode("utf-8", "replace")[:100].decode("utf-8", "ignore") + "-" + digest


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
