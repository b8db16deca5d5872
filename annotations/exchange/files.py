"""Writing an export: it appears whole or not at all, and nothing that isn't ours is ever replaced.

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
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote

import msgspec

from annotations.exchange import ExchangeError, ThereAlreadyError
from annotations.file_reading import open_file
from annotations.store.base import NotSavedError

MANIFEST = "claimreader.jsonl"
"""In each folder that we write: one line about the export, then one per file, with the article that it is
of.
"""


_LONGEST_MANIFEST = 256 << 20
"""Bytes: a line for each of a million articles."""

_LONGEST_LINE = 1 << 20
"""Bytes of one of its lines, which names a file and an article."""

_NEVER = frozenset({".txt", ".gz", ".parquet"})
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
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=real.parent)
        os.close(handle)
        temporary = Path(name)
        fill(temporary)
        _sync(temporary)
        # mkstemp makes 0600, for an export as private as the database; an existing file's mode is kept.
        with contextlib.suppress(OSError):
            temporary.chmod(real.stat().st_mode & 0o7777)
        temporary.replace(real)
    except OSError as error:
        raise NotSavedError(f"{target}: {error.strerror or error}; nothing was written there") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write files into a folder, then give it its name.

    Raises:
        NotSavedError: it can't be written; whatever stood there still does.
    """
    temporary = aside = None
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name[:100]}.", dir=target.parent))
        fill(temporary)
        for path in temporary.rglob("*"):
            if path.is_file():
                _sync(path)
        if target.exists():
            aside = Path(tempfile.mkdtemp(prefix=f".{target.name[:100]}.", dir=target.parent)) / target.name
            target.rename(aside)
        temporary.rename(target)
    except OSError as error:
        if aside is not None and not target.exists():
            with contextlib.suppress(OSError):
                aside.rename(target)
        raise NotSavedError(f"{target}: {error.strerror or error}; nothing was written there") from None
    finally:
        for left in (temporary, aside.parent if aside else None):
            if left is not None:  # the new folder has its own name by now
                shutil.rmtree(left, ignore_errors=True)


def check_target(target: Path, *, folder: bool, force: bool) -> None:
    """Say whether an export may go to `target`.

    Raises:
        ThereAlreadyError: something is there that `force` would replace.
        ExchangeError: something is there and may not be replaced; the folder above it isn't there; the name
            is one for other kinds of file.
    """
    suffix = target.suffix.lower()
    if suffix in _NEVER and not folder:
        raise ExchangeError(f"{target}: nothing is written as {suffix}; give it another ending")
    if not target.parent.is_dir():
        raise ExchangeError(f"{target}: there is no folder {target.parent}")
    if not target.exists():
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
    there = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    foreign = sorted(there - _ours(target))
    if foreign:
        raise ExchangeError(
            f"{target} holds what no export of ours wrote ({foreign[0]}); give it another name"
        )
    if there and not force:
        raise ThereAlreadyError(f"{target} is there already; --force replaces it")


def manifest_line(**keys: object) -> bytes:
    """Write one line of a folder's manifest."""
    return msgspec.json.encode(keys) + b"\n"


def manifest(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the lines of a folder's manifest that are about files; nothing if it isn't one of ours."""
    for entry in _entries(folder):
        if "file" in entry:
            yield entry


def _entries(folder: Path) -> Iterator[dict[str, str]]:
    with (
        contextlib.suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError),
        open_file(folder / MANIFEST, most=_LONGEST_MANIFEST) as file,
    ):
        while line := file.readline(_LONGEST_LINE):
            yield msgspec.json.decode(line, type=dict[str, str])


def _ours(folder: Path) -> set[str]:
    entries = list(_entries(folder))
    return {entry["file"] for entry in entries if "file" in entry} | ({MANIFEST} if entries else set())


def safe_name(article_id: str) -> str:
    """Return a file name without suffix for any article id: one part of a path, at most 120 bytes.

    Letters of any script stay; everything else, and a dot at the beginning, is percent-encoded (RFC 3986,
    2.1). Ids that would be too long, or differ only in upper and lower case, stay apart by a digest.
    """
    stem = article_id.removesuffix(".txt")
    name = re.sub(
        r"[^\w.-]|^\.", lambda match: quote(match[0], safe="", errors="replace").replace(".", "%2E"), stem
    )
    if len(name.encode("utf-8", "replace")) > 120 or name != name.lower() or not name:
        digest = blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        name = name.encode("utf-8", "replace")[:100].decode("utf-8", "ignore") + "-" + digest
    return name


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
