"""Reads web archives, WARC and WACZ, and WET, the text that Common Crawl makes of them, by warcio, an extra.

Each page that a crawler got is an article, found in it as in a page that somebody has saved (`html`): of
responses and resources those that are HTML and were answered with 200, a page once, however often it was
fetched. Requests, revisits, pictures and what the crawler says of itself are none, and a page without an
article is only counted. A WET record is text already. The address is the one that was asked for; the day of
the crawl counts where the page names none.

A record's place is its byte in the file as it lies there, so that it is read again without what stands
before it: also in a WACZ, a ZIP in which archives are stored and not packed once more. In a member of a
`.gz` that holds many records `end` says how much of it stands before this one. Only of an archive that a ZIP
packs once more there is no place to go to: it is gone through, up to the record that `end` counts.
"""

from __future__ import annotations

import base64
import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from annotations.corpus.encoding import decode, known_encoding
from annotations.corpus.file_content import LIMIT, MOST, UnpackedLimit, beyond, opened, too_large
from annotations.corpus.formats.archive_stream import ArchiveStream, DamagedError
from annotations.corpus.formats.html import NoArticleError, page
from annotations.corpus.formats.page_fields import one_line
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record, Remark

if TYPE_CHECKING:
    from warcio.statusandheaders import StatusAndHeaders

_MARK = b"WARC/"
_HEADERS = 1 << 18
"""Bytes of a record's headers, or of those of an answer: a server's limit is 64 KB."""
_LINE = 1 << 16
_PAGES = ("text/html", "application/xhtml+xml")
_LOCAL_HEADER = 30
"""Bytes of what stands before each member of a ZIP, without its name."""
_ZIP_MEMBER = b"PK\x03\x04"
_DIGITS = 19
"""Of a length: more bytes than there are."""
_TIMES = 3
"""The number of times that a server packs a page, at most."""
_SNIFFED = 64
_CUT = "it is cut; fetch it again"
_DIGESTS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})


class _Head(NamedTuple):
    """The headers of a record, and its place."""

    fields: StatusAndHeaders
    length: int
    """Bytes of its block, which follows."""
    start: int
    end: int
    number: int

    def get(self, name: str) -> str:
        """Return a header's value, empty if there is none."""
        return str(self.fields.get_header(name) or "").strip()


class _Archive(NamedTuple):
    """One archive of a file; a WACZ may have several."""

    stream: ArchiveStream
    zip_member: int | None = None
    """The place where it begins in a ZIP that packs it, since its own places don't count there."""


def records(path: Path, options: Options) -> Iterator[Record | Fault | Remark]:
    """Yield the article of every page, or text."""
    known: set[bytes] = set()
    number = without = 0
    with opened(path, options.max_size, as_it_lies=True) as file:
        for archive in _archives(file, options):
            if isinstance(archive, Fault):
                yield archive
                continue
            for head in _heads(archive, number):
                if isinstance(head, Fault):
                    number = head.last
                    yield head
                else:
                    number = head.number
                    try:
                        yield from _articles(archive.stream, head, options, known)
                    except NoArticleError:  # front pages, logins: as many as there are articles
                        without += 1
    if not number:
        raise ArticleError("no web archive: it has no WARC record")
    if without:
        yield Remark(f"{without:,} {'page has' if without == 1 else 'pages have'} no article")


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one page again."""
    start = entry.start
    inside = (entry.end or start) - start
    with opened(path, options.max_size, as_it_lies=True) as file:
        limit = UnpackedLimit(os.fstat(file.fileno()).st_size, options.max_size)
        file.seek(start)
        if file.read(len(_ZIP_MEMBER)) == _ZIP_MEMBER:
            with _zip(file) as archive:
                member = next(each for each in archive.infolist() if each.header_offset == start)
                with archive.open(member) as packed:
                    inner = _Archive(ArchiveStream(cast("BinaryIO", packed), 0, limit), start)
                    return _read(inner, entry, options)
        file.seek(start)
        stream = ArchiveStream(file, start, limit)
        stream.next_member()
        if stream.packed:
            stream.skip(inside)
        return _read(_Archive(stream), entry, options)


def _read(archive: _Archive, entry: Entry, options: Options) -> Record:
    """Read the record of an entry's place, in an archive that stands at it or before it."""
    for head in _heads(archive, entry.number - 1, is_inside=archive.zip_member is None):
        if isinstance(head, Fault):
            continue
        if (head.start, head.end) == (entry.start, entry.end):
            for record in _articles(archive.stream, head._replace(number=entry.number), options, set()):
                if isinstance(record, Record):
                    return record
            break
    raise ArticleError("can't be read again: open the corpus again")


# ---------------------------------------------------------------------- archives


def _archives(file: BinaryIO, options: Options) -> Iterator[_Archive | Fault]:
    """Yield the archives of a file: itself, or those of a WACZ."""
    size = os.fstat(file.fileno()).st_size
    limit = UnpackedLimit(size, options.max_size)
    begins = file.read(len(_ZIP_MEMBER))
    file.seek(0)
    if begins != _ZIP_MEMBER:
        yield _Archive(ArchiveStream(file, 0, limit))
        return
    most = options.max_size or MOST
    with _zip(file) as archive:
        members = [
            member
            for member in archive.infolist()
            if member.filename.startswith("archive/") and member.filename.endswith((".warc", ".warc.gz"))
        ]
        if not members:
            raise ArticleError("no WACZ: the ZIP has no archive/*.warc.gz")
        if (declared := sum(member.file_size for member in members)) > most:
            raise ArticleError(beyond(declared, most))
        for place, member in enumerate(members, 1):
            if member.flag_bits & 1:
                yield Fault("archive", place, place, "it has a password")
            elif member.compress_type == zipfile.ZIP_STORED:
                begin = _begin(file, member)
                file.seek(begin)
                yield _Archive(ArchiveStream(file, begin, limit, member.compress_size))
            else:
                with archive.open(member) as packed:
                    stream = ArchiveStream(cast("BinaryIO", packed), 0, limit)
                    yield _Archive(stream, member.header_offset)


def _zip(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ArticleError(f"a damaged ZIP: {error}; fetch it again") from None


def _begin(file: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Return where the content of a member begins, which only its own header says."""
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER)
    lengths = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    return member.header_offset + _LOCAL_HEADER + sum(lengths)


# ---------------------------------------------------------------------- records


def _heads(archive: _Archive, number: int, *, is_inside: bool = False) -> Iterator[_Head | Fault]:
    """Yield the headers of every record; who takes them may read of the block that follows, and needn't.

    Args:
        archive: stands at its beginning, or at a record.
        number: of the record before the first.
        is_inside: whether it stands at a record.

    Raises:
        ArticleError: it is no web archive.
    """
    stream, counted = archive.stream, 0
    while is_inside or stream.next_member():
        is_inside = False
        while not stream.is_broken:
            try:
                header = _next_header(stream)
            except DamagedError as error:
                header, damage = None, str(error)
            else:
                damage = ""
            if header is None and not damage:
                break
            if header is not None and header.is_behind_junk:
                if not number:
                    raise ArticleError("no web archive: it doesn't begin with a WARC record")
                yield Fault("record", number, number, "what stands behind it is no record")
            if header is not None and not header.lines:
                break
            number, counted = number + 1, counted + 1
            if header is None:
                yield Fault("record", number, number, damage)
                break
            try:
                head = _head(archive, header, number, counted)
            except ArticleError as error:
                yield Fault("record", number, number, str(error))
                continue
            block = stream.offset
            yield head
            left = block + head.length - stream.offset
            try:
                if stream.skip(left) < left and not stream.is_broken:
                    yield Fault("record", number, number, _CUT)
            except DamagedError as error:
                yield Fault("record", number, number, str(error))


class _Header(NamedTuple):
    """The lines of a record's header."""

    lines: bytes
    """Empty if there is no record any more."""
    offset: int
    """The place in the member where they begin."""
    is_behind_junk: bool
    """Whether something stands before them that is no record."""


def _next_header(stream: ArchiveStream) -> _Header | None:
    """Read the header of the next record; None at the end of the member.

    Raises:
        DamagedError: the member is damaged here.
    """
    is_first = not stream.offset
    if not stream.skip_blank():
        return None
    is_behind_junk = not stream.is_at(_MARK)
    if is_behind_junk:
        if is_first:
            return _Header(b"", 0, is_behind_junk)  # nothing here is a record: it isn't searched for one
        stream.skip_to_line(_MARK)
    offset, lines, size = stream.offset, list[bytes](), 0
    while (line := stream.line(_LINE)).strip() and size < _HEADERS:
        lines.append(line)
        size += len(line)
    return _Header(b"".join(lines), offset, is_behind_junk)


def _head(archive: _Archive, header: _Header, number: int, counted: int) -> _Head:
    """Make sense of a header.

    Raises:
        ArticleError: it doesn't say how long the record is.
    """
    from warcio.statusandheaders import StatusAndHeadersParser

    fields = StatusAndHeadersParser(["WARC/"]).parse(BytesIO(header.lines))
    length = str(fields.get_header("Content-Length") or "")
    if not (length.isascii() and length.isdigit() and len(length) < _DIGITS):
        raise ArticleError("it doesn't say how long it is")
    stream = archive.stream
    if archive.zip_member is not None:
        start, end = archive.zip_member, archive.zip_member + counted
    elif stream.packed:
        start, end = stream.member_at, stream.member_at + header.offset
    else:
        start = stream.member_at + header.offset
        end = start + len(header.lines) + int(length)
    return _Head(fields, int(length), start, end, number)


def _articles(
    stream: ArchiveStream, head: _Head, options: Options, known: set[bytes]
) -> Iterator[Record | Fault]:
    """Yield the article of a record, if it has one, and what is amiss with it.

    Raises:
        NoArticleError: it is a page without one.
        ArticleError: all of the file has become too large.
    """
    number = head.number
    try:
        payload = _payload(stream, head)
    except DamagedError as error:
        yield Fault("record", number, number, str(error))
        return
    if payload is None or _is_known(head, payload, known):
        return
    if payload.fault:
        yield Fault("record", number, number, payload.fault)
        return
    if not _fits_digest(head, payload.data):
        yield Fault("record", number, number, "its digest doesn't fit it: perhaps damaged; read as it is")
    try:
        if head.get("WARC-Type") == "conversion":
            yield _text(head, payload.data, options)
        else:
            yield _page(head, payload, options)
    except NoArticleError:
        raise
    except ArticleError as error:
        yield Fault("record", number, number, str(error))


class _Payload(NamedTuple):
    """The content of a record that may be an article."""

    data: bytes
    """As the server sent it."""
    http: StatusAndHeaders | None = None
    fault: str = ""
    """The reason why it can't be read, if it can't."""

    def get(self, name: str) -> str:
        """Return a header of the answer in lower case, empty if there is none."""
        return str(self.http.get_header(name) or "").strip().lower() if self.http else ""


def _payload(stream: ArchiveStream, head: _Head) -> _Payload | None:
    """Read the block of a record if it may hold an article; None if it holds none, or is cut.

    Raises:
        DamagedError, ArticleError: see `ArchiveStream`.
    """
    kind, media = head.get("WARC-Type"), _media_type(head.get("Content-Type"))
    http, begun = None, b""
    if kind == "response":
        if not head.get("WARC-Target-URI").strip("<>").lower().startswith(("http:", "https:")):
            return None
        begun = stream.take(min(head.length, _HEADERS))
        http, behind = _answer(begun)
        status = http.statusline.split()[1:2] if http else []  # behind the version
        media = _media_type(str(http.get_header("Content-Type") or "")) if http else ""
        if (
            status != ["200"]
            or (media or _media_type(head.get("WARC-Identified-Payload-Type"))) not in _PAGES
        ):
            return None
        left = head.length - len(begun)
        begun = begun[behind:]
    elif (kind == "resource" and media in _PAGES) or (kind == "conversion" and media == "text/plain"):
        left = head.length
    else:
        return None
    if left > LIMIT:
        return _Payload(b"", http, too_large())
    rest = stream.take(left)
    return _Payload(begun + rest, http) if len(rest) == left else None


def _answer(block: bytes) -> tuple[StatusAndHeaders | None, int]:
    """Return the headers of a server's answer, and where its content begins; None if it is none."""
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    file = BytesIO(block)
    try:
        return StatusAndHeadersParser(["HTTP/"]).parse(file), file.tell()
    except (StatusAndHeadersParserException, EOFError):
        return None, 0


def _media_type(value: str) -> str:
    return value.partition(";")[0].strip().lower()


def _is_known(head: _Head, payload: _Payload, known: set[bytes]) -> bool:
    """Say whether a page has come before, as it is now, and remember it."""
    digest = (
        head.get("WARC-Payload-Digest").encode() or hashlib.sha1(payload.data, usedforsecurity=False).digest()
    )
    key = hashlib.blake2b(head.get("WARC-Target-URI").encode() + b" " + digest, digest_size=16).digest()
    if key in known:
        return True
    known.add(key)
    return False


def _fits_digest(head: _Head, data: bytes) -> bool:
    """Say whether a content is what its record says it is; also if the record says it in an unknown way."""
    name = "WARC-Payload-Digest" if head.get("WARC-Type") == "response" else "WARC-Block-Digest"
    algorithm, _, value = head.get(name).partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in _DIGESTS or head.get("WARC-Truncated"):
        return True
    digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return value.strip().lower() in {
        digest.hex(),
        base64.b32encode(digest).decode().lower(),
        base64.b64encode(digest).decode().lower(),
    }


def _text(head: _Head, data: bytes, options: Options) -> Record:
    """Return the article of a record that is text already."""
    text, encoding, bad = decode(data, encoding=options.encoding)
    if not text.strip():
        raise ArticleError("no text")
    return _placed(
        Record(text, {"url": one_line(head.get("WARC-Target-URI"), 2000)}, encoding, bad=bad), head
    )


def _page(head: _Head, payload: _Payload, options: Options) -> Record:
    """Return the article of a page.

    Raises:
        ArticleError: there is none, or it can't be unpacked or isn't text.
    """
    from annotations.extras import is_installed, needs

    if not is_installed("trafilatura"):
        raise ArticleError(needs("trafilatura"))

    data = _unpacked(payload)
    url = head.get("WARC-Target-URI").strip("<>")
    try:
        record = page(data, options, url)
    except NoArticleError:
        raise
    except ArticleError:
        charset = payload.get("Content-Type").partition("charset=")[2].partition(";")[0].strip("\"' ")
        if options.encoding or not charset:
            raise
        try:  # the server's word, where nothing else says what it is
            record = page(data, options._replace(encoding=known_encoding(charset)), url)
        except LookupError:
            raise ArticleError(f"its encoding, {one_line(charset, 40)}, is unknown") from None
    return _placed(record, head)


def _placed(record: Record, head: _Head) -> Record:
    """Give a record its place, and the day of the crawl if it has no day of its own."""
    metadata = dict(record.metadata)
    language = head.get("WARC-Identified-Content-Language").partition(",")[0]
    for name, value in (("published", head.get("WARC-Date")), ("language", language)):
        if value:
            metadata.setdefault(name, one_line(value, 40))
    return record._replace(metadata=metadata, start=head.start, end=head.end, number=head.number)


# ---------------------------------------------------------------------- what a server packs


def _unpacked(payload: _Payload) -> bytes:
    """Take off what the server has packed the page in, as far as the crawler has left it so.

    Raises:
        ArticleError: it is damaged, becomes too large, or is packed in a way that can't be unpacked here.
    """
    from warcio.bufferedreaders import ChunkedDataReader

    data = payload.data
    if payload.get("Transfer-Encoding") == "chunked":
        data = ChunkedDataReader(BytesIO(data)).read()
    names = [name.strip() for name in payload.get("Content-Encoding").split(",")]
    for name in reversed(names[:_TIMES]):
        if name in {"gzip", "x-gzip"} and data.startswith(b"\x1f\x8b"):
            data = _inflated(data, 16 + zlib.MAX_WBITS)
        elif name == "deflate" and not _is_markup(data):
            data = _inflated(data, zlib.MAX_WBITS if data[:1] == b"\x78" else -zlib.MAX_WBITS)
        elif name == "br" and not _is_markup(data):
            data = _brotli(data)
        elif name not in {"", "identity", "none", "gzip", "x-gzip", "deflate", "br"} and not _is_markup(data):
            raise ArticleError(f"packed as {one_line(name, 20)}, which isn't read")
    return data


def _is_markup(data: bytes) -> bool:
    """Say whether a page isn't packed any more, whatever its headers say."""
    return data[:_SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _inflated(data: bytes, bits: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    try:
        unpacked = unpacker.decompress(data, LIMIT)
    except zlib.error:
        raise ArticleError("the page is damaged where it is packed; fetch it again") from None
    if unpacker.unconsumed_tail and not unpacker.eof:
        raise ArticleError(too_large())
    return unpacked


def _brotli(data: bytes) -> bytes:
    from annotations.extras import is_installed, needs

    if not is_installed("brotli"):
        raise ArticleError(needs("brotli"))
    import brotli

    unpacker = brotli.Decompressor()
    try:
        unpacked: bytes = unpacker.process(data, output_buffer_limit=LIMIT)
    except brotli.error:
        raise ArticleError("the page is damaged where it is packed; fetch it again") from None
    if len(unpacked) > LIMIT or not (unpacker.is_finished() or unpacker.can_accept_more_data()):
        raise ArticleError(too_large())
    return unpacked
