"""Reads `.pdf` by PDFium (pypdfium2, an extra), one article a file.

Of the libraries for PDF it is the one that most people open such files with, as a part of Chromium, and its
license lets anybody use it. What it is asked for is where each letter stands. The text is put together from
that (`annotations.corpus.pdf`), and so comes out the same whoever made the file. PDFium runs in a process of
its own (`annotations.corpus.pdf.process`).

A title that is the name of a file is none, as `Microsoft Word - x.doc`. Nor is the day on which the file was
made the article's: most are pages that somebody printed, whenever that was, and an article has a date line.
Where a browser has printed a page, the address at its foot is the article's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.encoding import check_is_text, normalise
from annotations.corpus.file_content import LIMIT, opened, too_large
from annotations.corpus.formats.document_properties import author_of, title_of
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record, Remark
from annotations.file_reading import UnfitFileError, read_rest
from annotations.text.web_addresses import host_of

_HEAD = 1024
"""Bytes within which `%PDF-` stands, as viewers have it."""
_NAMED = 10
"""Pages that are named in a line."""


def records(path: Path, options: Options) -> Iterator[Record | Fault | Remark]:
    """Yield the one article of the document, and say which of its pages are only pictures."""
    record, pictures = _read(path, options)
    if pictures:
        which = f"{pictures[0]}" if len(pictures) == 1 else f"{', '.join(map(str, pictures[:_NAMED]))}"
        more = f" and {len(pictures) - _NAMED} more" if len(pictures) > _NAMED else ""
        noun = "page" if len(pictures) == 1 else "pages"
        yield Remark(
            f"read but for {noun} {which}{more}: pictures without text (ocrmypdf --skip-text -l ara)"
        )
    yield record


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read it again."""
    del entry  # the whole file
    return _read(path, options)[0]


def _read(path: Path, options: Options) -> tuple[Record, list[int]]:
    """Return the article, and the numbers of the pages that are only pictures."""
    from annotations.corpus.pdf.process import HELPER

    with opened(path, options.max_size) as file:
        try:
            data = read_rest(file, LIMIT, path)
        except UnfitFileError:
            raise ArticleError(too_large()) from None
    if b"%PDF-" not in data[:_HEAD]:
        raise ArticleError("no PDF, whatever its name says")
    content = HELPER.content_of(data)
    text = normalise(content.text)
    if not text.strip():
        raise ArticleError("holds no text")
    check_is_text(text)
    properties = content.properties
    values = {
        "title": title_of(properties.get("Title", "")),
        "author": author_of(properties.get("Author", "")),
        "url": content.printed_from if host_of(content.printed_from) else "",
    }
    return Record(text, {name: value for name, value in values.items() if value}), content.pictures
