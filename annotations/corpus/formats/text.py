"""Reads `.txt` and `.md`: the file is the article, front matter apart. Markdown stays as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.encoding import decode
from annotations.corpus.file_content import read_whole
from annotations.corpus.front_matter import split
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the one article of the file."""
    yield _read(path, options)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read it again."""
    del entry  # the whole file
    return _read(path, options)


def _read(path: Path, options: Options) -> Record:
    whole, encoding, bad = decode(read_whole(path, options.max_size), encoding=options.encoding)
    metadata, text = split(whole, options)
    if not text or text.isspace():
        raise ArticleError("holds no text")
    return Record(text, metadata, encoding, bad=bad)
