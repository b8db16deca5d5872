"""Reads `.odt`, an OpenDocument text as LibreOffice writes it, by the standard library.

Such a document is a ZIP archive with the text in one part of XML, `content.xml`. Libraries for it, odfdo and
odfpy, are made to write: what they give as text has marks for notes and headings in it, or leaves out what is
in frames, so that the XML would have to be walked all the same. It is walked here, with expat, which resolves
no entity and asks no network, and no one has to install anything for it.

Paragraphs, headings and lists come in their order, cells of a table row by row, frames where they are
anchored, notes at the end. What was deleted while changes were tracked is kept apart in such a file
(`text:tracked-changes`), and is left out, as are annotations, indexes of the program's making and ruby.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from annotations.corpus.encoding import check_is_text, normalise
from annotations.corpus.formats.document_properties import author_of, title_of
from annotations.corpus.formats.page_fields import one_line
from annotations.corpus.office_archive import office_archive, part
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_LEFT_OUT = frozenset((
    _TEXT + "tracked-changes", _OFFICE + "annotation", _OFFICE + "forms", _TEXT + "ruby-text",
    _TEXT + "table-of-content", _TEXT + "sequence-decls", _TEXT + "variable-decls", _SVG + "title",
    _SVG + "desc", _TEXT + "note-citation", _TEXT + "index-title-template", _DRAW + "image-map",
))  # fmt: skip
_DEEPEST = 200
_MOST_SPACES = 1000


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the one article of the document."""
    yield _read(path, options)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read it again."""
    del entry  # the whole file
    return _read(path, options)


def _read(path: Path, options: Options) -> Record:
    with office_archive(path, options.max_size, "LibreOffice") as (archive, _):
        if b"manifest:encryption-data" in part(archive, "META-INF/manifest.xml"):
            raise ArticleError("encrypted: save it without a password")
        content, meta = part(archive, "content.xml"), part(archive, "meta.xml")
    if not content:
        raise ArticleError("no OpenDocument text: it has no content.xml")
    body = _root(content).find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ArticleError("an OpenDocument that is no text")
    notes: list[ET.Element] = []
    lines = list(_blocks(body, notes, 0))
    for note in notes:
        lines += [line for line in _blocks(note, [], 0) if line.strip()]
    text = normalise("\n".join(lines)).strip("\n")
    if not text.strip():
        raise ArticleError("holds no text")
    check_is_text(text)
    return Record(text, _metadata(meta))


def _root(data: bytes) -> ET.Element:
    try:
        return ET.fromstring(data)  # noqa: S314 - `part` refuses what declares entities
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ArticleError(
            f"damaged: its XML breaks off: {error}; open it in LibreOffice and save it anew"
        ) from None


def _metadata(data: bytes) -> dict[str, str]:
    if not data:
        return {}
    try:
        root = _root(data)
    except ArticleError:
        return {}  # the text is there

    def value(*names: str) -> str:
        given = (root.findtext(f"{_OFFICE}meta/{name}") for name in names)
        return next((one_line(text) for text in given if text and text.strip()), "")

    values = {
        "title": title_of(value(_DC + "title")),
        "author": author_of(value(_META + "initial-creator", _DC + "creator")),
        "published": re.sub(r"\.\d+$", "", value(_META + "creation-date", _DC + "date")),
        "language": value(_DC + "language"),
    }
    return {name: text for name, text in values.items() if text}


def _blocks(parent: ET.Element, notes: list[ET.Element], depth: int) -> Iterator[str]:
    """Yield the paragraphs of a part of the document in the order of reading."""
    if depth > _DEEPEST:
        return
    for child in parent:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag in {_TEXT + "p", _TEXT + "h"}:
            frames: list[ET.Element] = []
            yield "".join(_inline(child, frames, notes, 0))
            for frame in frames:
                yield from (line for line in _blocks(frame, notes, depth + 1) if line.strip())
        elif child.tag == _TABLE + "table-row":
            yield from _row(child, notes, depth)
        else:
            yield from _blocks(child, notes, depth + 1)


def _row(row: ET.Element, notes: list[ET.Element], depth: int) -> Iterator[str]:
    """Yield a row as a line if its cells are short, else a paragraph a line."""
    cells = [
        [line for line in _blocks(cell, notes, depth + 1) if line.strip()]
        for cell in row
        if cell.tag == _TABLE + "table-cell"
    ]
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
        yield "\t".join(cell[0] for cell in filled)
    else:
        for cell in filled:
            yield from cell


def _inline(
    element: ET.Element, frames: list[ET.Element], notes: list[ET.Element], depth: int
) -> Iterator[str]:
    """Yield the pieces of a paragraph's text; white space counts as in HTML."""
    if depth > _DEEPEST:
        return
    yield _collapsed(element.text)
    for child in element:
        tag = child.tag
        if tag == _TEXT + "s":
            count = child.get(_TEXT + "c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
        elif tag == _TEXT + "tab":
            yield "\t"
        elif tag == _TEXT + "line-break":
            yield "\n"
        elif tag == _TEXT + "note":
            notes.extend(child.findall(_TEXT + "note-body"))
        elif tag.startswith(_DRAW) and tag != _DRAW + "a":
            frames.append(child)
        elif tag not in _LEFT_OUT:
            yield from _inline(child, frames, notes, depth + 1)
        yield _collapsed(child.tail)


def _collapsed(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")
