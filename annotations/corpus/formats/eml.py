"""Reads `.eml`, a mail message a file, as mail programs save it; see `mail_message`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.file_content import read_whole
from annotations.corpus.formats import mail_message
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the one article of the message."""
    yield _read(path, options)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read it again."""
    del entry  # the whole file
    return _read(path, options)


def _read(path: Path, options: Options) -> Record:
    message = mail_message.parse(read_whole(path, options.max_size))
    if not message.keys():
        raise ArticleError("no mail message: it has no header")
    return mail_message.article(message, options)._replace(id="")
