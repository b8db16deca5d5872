"""Opens office documents, ZIP archives of XML, unless something in them is made to harm the reader.

A library that is given such a file unpacks all of it. So before it is asked, what the archive says of its
parts is looked at: how many they are, how large they become, and how much larger than packed. The standard
library gives no more bytes of a part than the archive declares, so what is declared is enough. XML with a
DOCTYPE is refused, whatever it says: neither format may have one, and entities need it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotations.corpus.file_content import LIMIT, opened, too_large
from annotations.corpus.records import ArticleError
from annotations.file_reading import UnfitFileError, read_rest, size_shown

MOST = 256 << 20
"""Bytes that all parts may have together, unpacked; pictures hardly become larger."""
_PARTS = 20_000
_RATIO, _HARMLESS = 200, 4 << 20
"""How many times larger than packed a part may become, from so many bytes on: a table that
repeats itself is packed to a hundredth, a bomb to a thousandth."""
_XML = 64 << 20
"""Bytes that one part of XML may have."""
_DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@contextmanager
def office_archive(
    path: Path, most: int | None, program: str
) -> Iterator[tuple[zipfile.ZipFile, io.BytesIO]]:
    """Open a document; yields the archive and its bytes, for a library that opens them itself.

    Args:
        path: the file.
        most: bytes that it may have, if the user said so.
        program: what writes such documents, for the message.

    Raises:
        ArticleError: it is damaged, encrypted, or what it holds is too large; from inside the block, too.
    """
    with opened(path, most) as file:
        try:
            data = read_rest(file, LIMIT, path)
        except UnfitFileError:
            raise ArticleError(too_large()) from None
    if data.startswith(_OLD_OFFICE):  # an encrypted document is one such file around the other
        raise ArticleError(
            f"encrypted, or an old Office file: open it in {program} and save it without a password"
        )
    content = io.BytesIO(data)
    try:
        with zipfile.ZipFile(content) as archive:
            _check(archive)
            yield archive, content
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError) as error:
        reason = " ".join(str(error).split())[:120]
        raise ArticleError(
            f"damaged, or no document of {program}: {reason}; open it there and save it anew"
        ) from None


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part of XML; empty if there is none of that name.

    Raises:
        ArticleError: it is too large, or declares entities.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        return b""
    if info.file_size > _XML:
        raise ArticleError(f"its part {name} has {size_shown(info.file_size)}: more than {size_shown(_XML)}")
    data = archive.read(info)
    check_xml(data)
    return data


def check_xml(data: bytes) -> None:
    """Refuse XML that declares a document type.

    Raises:
        ArticleError: it does.
    """
    if any(mark in data for mark in _DOCTYPES):
        raise ArticleError("its XML declares a DOCTYPE, as no office program writes and attacks do: not read")


def _check(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > _PARTS:
        raise ArticleError(f"holds {len(infos):,} parts, as no document does: not read")
    if len({info.filename for info in infos}) < len(infos):
        raise ArticleError("holds two parts of one name: not read")
    total = sum(info.file_size for info in infos)
    if total > MOST:
        raise ArticleError(
            f"becomes {size_shown(total)} when it is unpacked, more than {size_shown(MOST)}: not read"
        )
    for info in infos:
        if info.flag_bits & 1:
            raise ArticleError("encrypted: save it without a password")
        if info.file_size > _HARMLESS and info.file_size > _RATIO * max(1, info.compress_size):
            raise ArticleError(
                f"its part {info.filename[:60]!r} becomes {info.file_size // max(1, info.compress_size)}"
                " times as large when it is unpacked, as no text does: not read"
            )
