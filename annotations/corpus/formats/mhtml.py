"""Reads `.mhtml` and `.mht`, a web page with its pictures as browsers save it (RFC 2557).

The page is the part that `start` names, else the first one that is a page, and is read as any page is. Its
address is that which Chromium's `Snapshot-Content-Location` says, or the part's own `Content-Location`. The
message's `Date` is the day on which somebody saved it, and is not taken for the article's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.encoding import normalise
from annotations.corpus.file_content import read_whole
from annotations.corpus.formats import html, mail_message
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record
from annotations.text.web_addresses import host_of


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the one article of the page."""
    yield _read(path, options)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read it again."""
    del entry  # the whole file
    return _read(path, options)


def _read(path: Path, options: Options) -> Record:
    data = read_whole(path, options.max_size)
    message = mail_message.parse(data)
    if "Content-Type" not in message and "MIME-Version" not in message:
        if data.lstrip()[:1] == b"<":  # a page by itself, which was given that name
            return html.page(data, options)
        raise ArticleError("no saved web page: it has no MIME header")
    page = mail_message.root(message) if message.is_multipart() else message
    if page.is_multipart():
        page = mail_message.root(page)
    if page.get_content_type() not in {"text/html", "application/xhtml+xml", "text/plain"}:
        raise ArticleError("no page among its parts")
    markup, encoding = mail_message.text_of(page, options)
    addresses = (
        mail_message.header(message, "Snapshot-Content-Location"),
        mail_message.header(page, "Content-Location"),
    )
    url = next((address for address in addresses if host_of(address)), None)
    utf8 = normalise(markup).encode("utf-8", "replace")
    record = html.page(utf8, options._replace(encoding="utf-8"), url)
    metadata = dict(record.metadata)
    if "title" not in metadata and (subject := mail_message.header(message, "Subject")):
        metadata["title"] = subject
    return record._replace(metadata=metadata, encoding=encoding)
