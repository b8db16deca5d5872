"""Reads `.docx`, a Word document, by python-docx, an extra.

The library opens the package and gives the document's XML and properties. Its own `Paragraph.text` leaves
out what is in insertions that nobody has accepted yet, in content controls and in text boxes, so the XML is
walked here, in the order in which it is read: paragraphs, the cells of tables row by row, text boxes where
they are anchored, foot- and endnotes at the end. Inserted text is there, deleted text isn't; so is what a
field shows, and not its instruction. Headers and footers are the page's, not the article's.

The title is the document's own, or else its first paragraph of the style Title. `created` is when the file
was made, the best day that there is for an article in it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from annotations.corpus.encoding import check_is_text, normalise
from annotations.corpus.formats.document_properties import author_of, title_of
from annotations.corpus.formats.page_fields import one_line
from annotations.corpus.office_archive import check_xml, office_archive
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = frozenset(
    _W + name
    for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr")
) | {_MC + "Fallback"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_DEEPEST = 200
_TEMPLATE = datetime(2013, 12, 23, 23, 15)
"""When python-docx's template was made: what it writes has this date if nobody gave one."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the one article of the document."""
    yield _read(path, options)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read it again."""
    del entry  # the whole file
    return _read(path, options)


def _read(path: Path, options: Options) -> Record:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    with office_archive(path, options.max_size, "Word") as (archive, content):
        for info in archive.infolist():
            if info.filename.endswith((".xml", ".rels")):
                check_xml(archive.read(info))
        content.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                document = docx.Document(content)
                properties = document.core_properties
                body = document.element.body
        except (
            KeyError,
            ValueError,
            SyntaxError,
            AttributeError,
            PackageNotFoundError,
        ) as error:
            reason = " ".join(str(error).split())[:120]
            raise ArticleError(
                f"no Word document, or damaged: {reason}; open it in Word and save it anew"
            ) from None
    lines = [*_blocks(body, 0), *_notes(document)]
    text = normalise("\n".join(lines)).strip("\n")
    if not text.strip():
        raise ArticleError("holds no text")
    check_is_text(text)
    return Record(text, _metadata(properties, body))


def _metadata(properties: Any, body: Any) -> dict[str, str]:
    created = properties.created
    values = {
        "title": title_of(properties.title) or _styled_title(body),
        "author": author_of(properties.author),
        "published": created.isoformat()
        if isinstance(created, datetime) and created.year > 1990 and created.replace(tzinfo=None) != _TEMPLATE
        else "",
        "language": one_line(properties.language or "", 35),
    }
    return {name: value for name, value in values.items() if value}


def _styled_title(body: Any) -> str:
    """Return the text of the paragraphs of the style Title at the document's head."""
    for paragraph in body.iterchildren(_W + "p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        text = "".join(_inline(paragraph, 0, []))
        if style is not None and (style.get(_W + "val") or "").lower() == "title":
            return one_line(text)
        if text.strip():
            break
    return ""


def _blocks(parent: Any, depth: int) -> Iterator[str]:
    """Yield the paragraphs of a part of the document, tables as their cells, in the order of reading."""
    if depth > _DEEPEST:
        return
    for child in parent.iterchildren():
        if not isinstance(child.tag, str) or child.tag in _LEFT_OUT:
            continue
        if child.tag == _W + "p":
            boxes: list[Any] = []
            line = "".join(_inline(child, 0, boxes))
            yield line
            for box in boxes:
                yield from _blocks(box, depth + 1)
        elif child.tag == _W + "tbl":
            yield from _table(child, depth + 1)
        else:  # content controls, custom XML, insertions, alternate content
            yield from _blocks(child, depth + 1)


def _table(table: Any, depth: int) -> Iterator[str]:
    """Yield a row a line if its cells are short, else a paragraph a line: tables lay out pages, too."""
    for row in table.iter(_W + "tr"):
        if next(row.iterancestors(_W + "tbl")) is not table:
            continue  # of a table in a cell, which comes with that
        cells = [
            [line for line in _blocks(cell, depth + 1) if line.strip()]
            for cell in row.iter(_W + "tc")
            if next(cell.iterancestors(_W + "tr")) is row
        ]
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
            yield "\t".join(cell[0] for cell in filled)
        else:
            for cell in filled:
                yield from cell


def _inline(element: Any, depth: int, boxes: list[Any]) -> Iterator[str]:
    """Yield the pieces of a paragraph's text; text boxes that are anchored in it are put into `boxes`."""
    if depth > _DEEPEST:
        return
    for child in element.iterchildren():
        tag = child.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT:
            continue
        if tag in {_W + "t", _M + "t"}:
            yield (child.text or "").replace("\n", " ")
        elif tag.startswith(_W) and tag[len(_W) :] in _BREAKS:
            yield "" if child.get(_W + "type") in {"page", "column"} else _BREAKS[tag[len(_W) :]]
        elif tag == _W + "txbxContent":
            boxes.append(child)
        else:
            yield from _inline(child, depth + 1, boxes)


def _notes(document: Any) -> Iterator[str]:
    """Yield the text of foot- and endnotes."""
    from lxml import etree

    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in {"footnotes", "endnotes"} and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            root = etree.fromstring(relation.target_part.blob, parser)
            for note in root.iterchildren(_W + kind[:-1]):
                if note.get(_W + "type") in {None, "normal"}:
                    yield from (line for line in _blocks(note, 0) if line.strip())
