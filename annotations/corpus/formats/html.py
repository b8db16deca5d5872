"""Reads `.html` and `.htm` by trafilatura, an extra.

It finds the article in the page and leaves menus, comments and related stories out; for Arabic news it was
the best of three. Title, author, source, day and address are those that the page declares (`page_fields`),
and only where it is silent what trafilatura makes of it. The article's text is what it extracts, so another
version of trafilatura may give another text: the annotations are then found again by their quotes, as after
any change of an article.

What holds pages (web archives, mail) has each read by `page`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.encoding import Decoded, check_is_text, decode, known_encoding, normalise
from annotations.corpus.file_content import read_whole
from annotations.corpus.formats.page_fields import declared, one_line, without_site
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record
from annotations.text.web_addresses import host_of

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_HEAD = 4096
_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext")


class NoArticleError(ArticleError):
    """A page has no article, as a site's front page or a login."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the one article of the page."""
    yield _read(path, options)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read it again."""
    del entry  # the whole file
    return _read(path, options)


def _read(path: Path, options: Options) -> Record:
    return page(read_whole(path, options.max_size), options)


def page(data: bytes, options: Options, url: str | None = None) -> Record:
    """Read the article of a page.

    Args:
        data: the page as it came; its encoding is found out.
        options: the user's word about the encoding.
        url: where it came from, if what holds it says so: that counts, and not what the page says.

    Raises:
        NoArticleError: there is none in it.
        ArticleError: it isn't text.
    """
    import trafilatura

    # Warnings that no handler takes are printed by Python: into the middle of the screen.
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    markup, encoding, bad = _decode(data, options)
    tree = trafilatura.load_html(markup)
    fields = declared(tree, markup[:_HEAD]) if tree is not None else {}
    if url is not None and host_of(url):
        fields = {**fields, "url": one_line(url)}
    document = trafilatura.bare_extraction(
        markup if tree is None else tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if document is None or isinstance(document, dict) or not (document.text or "").strip():
        raise NoArticleError("no article found in the page")
    text = normalise(document.text or "")
    check_is_text(text)
    guessed = {
        "title": document.title,
        "author": document.author,
        "source": document.sitename,
        "published": document.date,
        "url": document.url if host_of(document.url) else None,
        "language": document.language,
    }
    metadata = {name: one_line(value) for name, value in guessed.items()} | fields
    if "source" in fields and "title" not in fields:
        metadata["title"] = without_site(metadata["title"], [fields["source"]])
    known = {name: value for name, value in metadata.items() if value}
    return Record(text, known, encoding, bad=bad)


def _decode(data: bytes, options: Options) -> Decoded:
    """Decode a page; what it declares comes last: browsers save UTF-8 and leave the old declaration."""
    charset = None if options.encoding else _CHARSET.search(data[:_HEAD])
    try:
        page = decode(data, encoding=options.encoding)
    except ArticleError:
        if charset and (as_declared := _decode_as(charset[1], data)):
            return as_declared
        raise
    if charset and page.bad is not None and page.text.replace("\ufffd", "").isascii():
        return _decode_as(charset[1], data) or page  # it has no other sign of its encoding
    return page


def _decode_as(name: bytes, data: bytes) -> Decoded | None:
    """Decode a page by the encoding that it declares; None if there is no such one, or it isn't in it."""
    try:
        return decode(data, encoding=known_encoding(name.decode("ascii")))
    except (LookupError, ArticleError):
        return None
