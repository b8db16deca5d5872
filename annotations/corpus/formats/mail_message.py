"""Makes an article of a mail message: its text, and who sent it, when and about what.

The message is taken apart by the standard library with the policy `compat32`, which leaves headers as they
are written: the newer one parses each by the grammar of RFC 5322, and raises, or takes minutes, over what
newsletters and enemies write. Encoded words (RFC 2047) are decoded here, and what is declared in a wrong
charset is decoded by what its bytes are (`annotations.corpus.encoding`).

The plain text of a message counts, and its page where there is none, or none with Arabic while the page has
some. A newsletter's page is read as any page is; what isn't found there is taken as a letter, with all its
text. A message that is passed on as a whole is part of the article, after its subject. Other attachments
are left out.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from itertools import pairwise
from typing import NamedTuple

from annotations.corpus.encoding import check_is_text, decode, known_encoding, normalise
from annotations.corpus.formats.html_fragment import fragment_text
from annotations.corpus.formats.page_fields import one_line
from annotations.corpus.records import ArticleError, Options, Record

_LONGEST_HEADER = 1 << 14
"""Code points of a header's value; longer ones are taken for an attack on whoever parses them."""
_DEEPEST = 20
"""Parts in parts; nobody nests so many, and each takes room on Python's stack."""
_WIDEST = 100
"""Code points up to which a line may have been broken by the sender's program."""
_ANY_BYTE = frozenset(("ascii", "iso8859-1", "cp1252"))
_ARABIC = re.compile("[\u0621-\u064a]")
_LAID_OUT = re.compile(r"^\| .*\|\s*$", re.MULTILINE)
"""Matches a row of a table, as trafilatura writes one: newsletters are laid out in tables."""


class MailText(NamedTuple):
    """The text of a part of a message, and what is said beside it."""

    text: str
    encoding: str
    fields: dict[str, str]
    """Of title, author, source, published, url and language those that a page declares."""


def parse(data: bytes) -> Message:
    """Take a message apart.

    Raises:
        ArticleError: its parts are nested without end.
    """
    try:
        return email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf"), policy=policy.compat32)
    except RecursionError:
        raise ArticleError("a message in which parts are nested without end") from None


def article(message: Message, options: Options) -> Record:
    """Return the article of a message; its `id` is the message's own.

    Raises:
        ArticleError: there is no text in it.
    """
    contents = list(_contents(message, options, 0))
    text = normalise("\n\n".join(content.text for content in contents)).strip("\n")
    if not text.strip():
        names = [name for name in map(_file_name, message.walk()) if name]
        held = f", only attachments: {', '.join(names[:3])}" if names else ""
        raise ArticleError(f"a message without text{held}")
    check_is_text(text)
    fields = {name: value for content in contents for name, value in content.fields.items()}
    metadata = {**{name: fields[name] for name in ("url",) if name in fields}, **headers(message)}
    return Record(
        text, metadata, contents[0].encoding, " ".join(_raw(message, "Message-ID").split()).strip("<> ")[:500]
    )


def headers(message: Message) -> dict[str, str]:
    """Return what the headers say: title, author, source, published, language."""
    name, address = _sender(message)
    values = {
        "title": header(message, "Subject"),
        "author": name or address,
        "source": name or address.rpartition("@")[2],
        "published": _day(header(message, "Date")),
        "language": header(message, "Content-Language").partition(",")[0],
    }
    return {key: value for key, value in values.items() if value}


def header(message: Message, name: str) -> str:
    """Return a header's value as a person reads it, on one line; empty if there is none."""
    return one_line(_words(_raw(message, name)), _LONGEST_HEADER)


def body(part: Message) -> bytes:
    """Return the bytes of a part, whatever it is written in for the way."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def declared_charset(part: Message) -> str | None:
    """Return Python's name of the charset that a part declares; None if it declares none that is known."""
    if len(_raw(part, "Content-Type")) > _LONGEST_HEADER:
        return None
    try:
        name = part.get_content_charset()
        return known_encoding(name) if name else None
    except (LookupError, ValueError, TypeError):
        return None


def text_of(part: Message, options: Options) -> tuple[str, str]:
    """Return the text of a part and its encoding: as declared if its bytes are of it, else as they are.

    Raises:
        ArticleError: it is no text.
    """
    data = body(part)
    declared = None if options.encoding else declared_charset(part)
    for name in (options.encoding, None if options.encoding else "utf-8", declared):
        # UTF-8 first, which nothing else looks like; Latin-1 takes any byte, and is declared unasked.
        if name and name not in _ANY_BYTE:
            try:
                return normalise(data.decode(name)), name
            except ValueError:
                continue
    try:
        decoded = decode(data, encoding=options.encoding)
    except ArticleError:
        if declared in _ANY_BYTE:
            return normalise(data.decode(declared, "replace")), declared
        raise
    return decoded.text, decoded.encoding


def _contents(part: Message, options: Options, depth: int) -> Iterator[MailText]:
    """Yield what the parts of a message say, in their order."""
    if depth > _DEEPEST or len(_raw(part, "Content-Type")) > _LONGEST_HEADER:
        return
    kind = part.get_content_type()
    if kind == "message/rfc822":
        for message in _parts(part):
            said = list(_contents(message, options, depth + 1))
            if said:
                subject = header(message, "Subject")
                yield said[0]._replace(text=f"{subject}\n\n{said[0].text}" if subject else said[0].text)
                yield from said[1:]
    elif kind == "multipart/alternative":
        yield from _best([list(_contents(inner, options, depth + 1)) for inner in _parts(part)])
    elif kind == "multipart/related":
        yield from _contents(root(part), options, depth + 1)
    elif part.get_content_maintype() == "multipart":
        for inner in _parts(part):
            yield from _contents(inner, options, depth + 1)
    elif kind in {"text/plain", "text/html"} and part.get_content_disposition() != "attachment":
        content = _plain(part, options) if kind == "text/plain" else _page(part, options)
        if content.text.strip():
            yield content


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def root(part: Message) -> Message:
    """Return that part of a related whole which is the page: by `start`, else the first page, or part."""
    inner = _parts(part)
    start = str(part.get_param("start") or "").strip("<> ") if len(inner) < 10_000 else ""
    for child in inner:
        if start and _raw(child, "Content-ID").strip("<> \r\n") == start:
            return child
    pages = [child for child in inner if child.get_content_type() in {"text/html", "multipart/alternative"}]
    return (pages or inner or [Message()])[0]


def _best(alternatives: list[list[MailText]]) -> list[MailText]:
    """Return the first of several ways to say the same, but for one that says nothing in Arabic."""
    said = [contents for contents in alternatives if contents]
    arabic = [contents for contents in said if any(_ARABIC.search(content.text) for content in contents)]
    return next(iter(arabic or said), [])


def _plain(part: Message, options: Options) -> MailText:
    text, encoding = text_of(part, options)
    if str(part.get_param("format") or "").lower() == "flowed":
        text = _unflowed(text, delete=str(part.get_param("delsp") or "").lower() == "yes")
    else:
        text = unbroken(text)
    return MailText(text, encoding, {})


def _page(part: Message, options: Options) -> MailText:
    from annotations.extras import is_installed

    markup, encoding = text_of(part, options)
    if is_installed("trafilatura"):
        from annotations.corpus.formats import html  # here: most mail is plain text

        try:
            record = html.page(markup.encode("utf-8", "replace"), options._replace(encoding="utf-8"))
        except ArticleError:
            pass
        else:
            if not _LAID_OUT.search(record.text):
                return MailText(record.text, encoding, dict(record.metadata))
    return MailText(fragment_text(markup), encoding, {})


def _unflowed(text: str, *, delete: bool) -> str:
    """Join the lines that a sender's program has broken, and says so (RFC 3676)."""
    joined: list[str] = []
    flows = False
    for line in text.split("\n"):
        stuffed = line[1:] if line.startswith(" ") else line
        if flows:
            joined[-1] += stuffed
        else:
            joined.append(stuffed)
        flows = stuffed.endswith(" ") and stuffed != "-- "
        if flows and delete:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)


def unbroken(text: str) -> str:
    """Join the lines that a sender's program has broken at a width, and doesn't say so.

    It has, if no line is longer than letters are wide and most of those that aren't the last of a paragraph
    couldn't have taken the first word of the next one.
    """
    lines = text.split("\n")
    widths = [len(line) for line in lines if line.strip() and not line.startswith(">")]
    widest = max(widths, default=0)
    if len(widths) < 3 or not 40 <= widest <= _WIDEST:
        return text
    inner = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    full = sum(_is_full(line, after, widest) for line, after in inner)
    if 2 * full <= len(inner):
        return text
    joined = [lines[0]]
    for line, after in pairwise(lines):
        goes_on = line.strip() and after.strip() and _is_full(line, after, widest)
        if goes_on and not after.startswith((" ", "\t", ">", "-", "*", "•")):
            joined[-1] = f"{joined[-1].rstrip()} {after}"
        else:
            joined.append(after)
    return "\n".join(joined)


def _is_full(line: str, after: str, widest: int) -> bool:
    return len(line.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > widest - 2


def _sender(message: Message) -> tuple[str, str]:
    """Return the name and the address of who sent a message; empty where it doesn't say."""
    raw = _raw(message, "From")
    try:
        people = getaddresses([" ".join(raw.split())])
    except (ValueError, IndexError, TypeError, RecursionError):  # a thousand brackets are nested too deeply
        people = []
    name, address = next(((name, address) for name, address in people if name or address), ("", ""))
    if not name and not address:
        shown = one_line(_words(raw))
        match = re.search(r"<?([^\s<>@]{1,100}@[^\s<>@]{1,200}?)>?\s*$", shown)
        address = match[1] if match else ""
        name = shown[: match.start()].strip("\"' ") if match else shown
    return one_line(_words(name)), one_line(_words(address))


def _raw(message: Message, name: str) -> str:
    """Return a header as it is written, its bytes beyond ASCII decoded; empty if there is none."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            text = str(value)[: 2 * _LONGEST_HEADER]
            if text.isascii():
                return text
            try:
                return decode(text.encode("ascii", "surrogateescape")).text
            except (ArticleError, UnicodeEncodeError):
                return text.encode("utf-8", "replace").decode()
    return ""


def _words(text: str) -> str:
    """Decode the encoded words of a header, those in a wrong charset by what their bytes are."""
    if "=?" not in text or len(text) > _LONGEST_HEADER:
        return text
    if not text.isascii():
        return re.sub(r"=\?[!-~]{1,60}\?[bBqQ]\?[!-~]{0,500}\?=", lambda word: _words(word[0]), text)
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(piece if isinstance(piece, str) else _decoded(piece, name) for piece, name in pieces)


def _decoded(data: bytes, name: str | None) -> str:
    if data.isascii() and not (name or "").lower().startswith(("utf-7", "iso-2022", "hz")):
        return data.decode("ascii")
    try:
        known = known_encoding(name or "utf-8")
    except LookupError:
        known = "utf-8"
    for encoding in ("utf-8", known):
        if encoding not in _ANY_BYTE:
            try:
                return data.decode(encoding)
            except ValueError:
                continue
    try:
        return decode(data).text
    except ArticleError:
        return data.decode("cp1252" if known in _ANY_BYTE else "utf-8", "replace")


def _day(written: str) -> str:
    """Return a message's date in ISO 8601, with the day that is written; as it is if it can't be read."""
    try:
        return parsedate_to_datetime(written).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return written[:100]


def _file_name(part: Message) -> str:
    if len(_raw(part, "Content-Disposition")) + len(_raw(part, "Content-Type")) > _LONGEST_HEADER:
        return ""
    try:
        return one_line(_words(part.get_filename() or ""), 100)
    except (ValueError, TypeError, LookupError):
        return ""
