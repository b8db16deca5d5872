"""Reads feeds, RSS and Atom in any version, by feedparser, an extra that reads them as they are in the wild.

An entry is an article. Its text is the fullest of what it has, `content:encoded`, Atom's content or the
summary, without its markup and with its paragraphs; an entry that has a headline alone is that headline, as
urgent news is. Its id is the feed's own for it (`guid`), so that it stays the same as the feed goes on.

feedparser gets bytes, recoded by the rules of all files, and never an address. A feed needs no entities of
its own, so one that declares some is refused before it is parsed. It is parsed whole, 64 MB at most; of those
that are read again, article by article, the last one is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from annotations.corpus.encoding import Decoded, check_is_text, decode, known_encoding, normalise
from annotations.corpus.file_content import read_whole
from annotations.corpus.formats.html_fragment import fragment_text
from annotations.corpus.formats.page_fields import one_line
from annotations.corpus.records import ArticleError, BadBytes, Entry, Fault, NotOurKindError, Options, Record
from annotations.text.dates import to_iso
from annotations.text.web_addresses import host_of

_DECLARED = re.compile(
    r"""\s*+<\?xml[^<>]{0,200}?(?:encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})["'][^<>]{0,200}?)?\?>"""
)
"""An XML declaration, with the encoding that it names; once recoded it isn't true any more."""
_HEAD = 1 << 10
_ROOT = re.compile(r"<(?:[\w.-]{1,100}:)?([A-Za-z_][\w.-]{0,100})[\s/>]")
_FEEDS = frozenset({"rss", "feed", "rdf", "channel"})
_NEWS = {
    "newsml": "NewsML", "newsmessage": "NewsML-G2", "newsitem": "NewsML-G2", "packageitem": "NewsML-G2",
    "nitf": "NITF",
}  # fmt: skip
"""The formats that news agencies send, by the names of their outermost elements."""
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
"""Looked for in all of a feed: where its declarations end depends on who reads them."""


class _Feed(NamedTuple):
    title: str
    language: str
    entries: Sequence[Mapping[str, Any]]
    encoding: str
    bad: BadBytes | None


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the article of every entry."""
    feed = _parsed(path, options)
    for number, entry in enumerate(feed.entries, 1):
        try:
            yield _record(feed, entry, number)
        except ArticleError as error:
            yield Fault("entry", number, number, str(error))


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one entry again, out of the feed as a whole."""
    feed = _kept(path, entry.size, entry.mtime, options.encoding, options.max_size)
    return _record(feed, feed.entries[entry.start], entry.number)


@lru_cache(maxsize=1)
def _kept(path: Path, size: int, mtime: int, encoding: str | None, most: int | None) -> _Feed:
    """Read a feed in one of its states, which the caller has made sure of."""
    del size, mtime
    return _parsed(path, Options(encoding, max_size=most))


def _parsed(path: Path, options: Options) -> _Feed:
    import feedparser

    text, encoding, bad = _decoded(read_whole(path, options.max_size), options)
    declared = _DECLARED.match(text)
    text = text[declared.end() :] if declared else text
    _check_is_feed(text)
    parsed = feedparser.parse(
        BytesIO(b"<?xml version='1.0' encoding='utf-8'?>" + text.encode()),  # of bytes it may open a file
        response_headers={"content-type": "application/xml; charset=utf-8"},  # so that it isn't guessed
        resolve_relative_uris=False,
        sanitize_html=False,  # all markup is taken off here
    )
    if not parsed.get("version") and not parsed.entries:
        raise NotOurKindError("no feed, but other XML")
    feed = parsed.feed
    if parsed.bozo and not parsed.entries:
        raise ArticleError(f"a damaged feed: {one_line(parsed.get('bozo_exception'), 200)}; fetch it again")
    title = one_line(fragment_text(str(feed.get("title") or "")))
    return _Feed(title, one_line(feed.get("language") or "", 40), parsed.entries, encoding, bad)


def _decoded(data: bytes, options: Options) -> Decoded:
    """Decode a feed; what it declares comes last, as with pages."""
    head = _DECLARED.match(data[:_HEAD].decode("latin-1"))
    try:
        return decode(data, encoding=options.encoding)
    except ArticleError:
        if options.encoding or head is None or not head[1]:
            raise
        try:
            return decode(data, encoding=known_encoding(head[1]))
        except LookupError:
            pass
        raise


def _check_is_feed(text: str) -> None:
    """Refuse what is no feed, and what defines entities.

    Raises:
        NotOurKindError: it is other XML, or none.
        ArticleError: it has entities of its own.
    """
    root = _ROOT.search(_without_comments(text))
    name = root[1].lower() if root else ""
    if name in _NEWS:
        raise NotOurKindError(f"{_NEWS[name]} isn't read; the agency's feed or web pages are")
    if name not in _FEEDS:
        raise NotOurKindError(f"no feed: its outermost element is {name}" if name else "no feed, and no XML")
    if _ENTITY.search(text):
        raise ArticleError("defines XML entities, which no feed needs and bombs are made of: not read")


def _without_comments(text: str) -> str:
    """Return the beginning of a text without what may stand before its first element."""
    at = 0
    while (element_at := text.find("<", at)) >= 0:
        if text.startswith("<!--", element_at):
            end = text.find("-->", element_at)
        elif text.startswith(("<!", "<?"), element_at):
            end = text.find(">", element_at)
        else:
            return text[element_at : element_at + _HEAD]
        if end < 0:
            return ""
        at = end + 1
    return ""


def _record(feed: _Feed, entry: Mapping[str, Any], number: int) -> Record:
    """Make a record of an entry.

    Raises:
        ArticleError: it has no text.
    """
    title = one_line(_text_of(entry.get("title_detail"), entry.get("title")))
    given = [*entry.get("content", ()), entry.get("summary_detail")]
    texts = [_text_of(each, None) for each in given]
    text = normalise(max([*texts, _text_of(None, entry.get("summary"))], key=len) or title)
    if not text:
        raise ArticleError("no text and no headline")
    check_is_text(text)
    source = entry.get("source") or {}
    link = str(entry.get("link") or "")
    metadata = {
        "title": title,
        "author": _author(entry),
        "source": one_line(fragment_text(str(source.get("title") or ""))) or feed.title,
        "published": _published(entry),
        "url": one_line(link, 2000) if host_of(link) else "",
        "language": _language(entry) or feed.language,
    }
    known = {name: value for name, value in metadata.items() if value}
    own = one_line(entry.get("id") or "", 2000)
    bad = feed.bad if number == 1 else None  # of the file; said once
    return Record(text, known, feed.encoding, own, number - 1, number, number, bad)


def _text_of(detail: Any, value: Any) -> str:
    """Return the text of a value of feedparser, by what it says of its kind."""
    plain = False
    if detail:
        value, plain = detail.get("value"), detail.get("type") == "text/plain"
    text = str(value or "")
    if plain and "<" in text:  # 3 < 5 is no markup here
        return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
    return fragment_text(text)


def _author(entry: Mapping[str, Any]) -> str:
    names = [one_line(each.get("name") or "", 300) for each in entry.get("authors", ())[:20] if each]
    return "; ".join(dict.fromkeys(filter(None, names))) or one_line(entry.get("author") or "", 300)


def _published(entry: Mapping[str, Any]) -> str:
    """Return the day as it is written, if dates are read so; else as ISO 8601, by the same time zone."""
    written = one_line(entry.get("published") or entry.get("updated") or "", 100)
    if not written or to_iso(written):
        return written
    try:
        return parsedate_to_datetime(written).isoformat()
    except ValueError:
        return written


def _language(entry: Mapping[str, Any]) -> str:
    details = [*entry.get("content", ()), entry.get("summary_detail"), entry.get("title_detail")]
    return next((one_line(each["language"], 40) for each in details if each and each.get("language")), "")
