"""Writes and reads CSV, an annotation a row, for spreadsheets and pandas.

RFC 4180 with a byte order mark, without which Excel reads Arabic as Latin-1. A cell that a spreadsheet would
take for a formula (OWASP, CSV Injection: it begins with = + - @, a tab, a line end, or a full-width form of
these) gets an apostrophe before it; so does one that begins with an apostrophe, so that reading is exact.
Attributes of the scheme have a column each, numbers and spans as JSON; whatever else an annotation holds is
JSON in the last column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotations.exchange.dates import to_utc
from annotations.exchange.export_job import ExportJob
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.tables import rows
from annotations.model.records import Annotation, Link, Suggested
from annotations.model.scheme import Attribute, Scheme

COLUMNS = (
    *("article", "title", "source", "published", "url", "sentence", "start", "end"),
    *("quote", "tags", "note", "annotator"),
)
"""The columns that a person looks for first; then come the attributes, then `MACHINE`."""

MACHINE = ("links", "suggested", "created", "updated", "rev", "uuid", "sha256", "prefix", "suffix", "more")

_FORMULA = tuple("=+-@\t\r\n＝＋－＠'")
_PLAIN = {"choice", "text", "date"}


def stream(job: ExportJob) -> Iterator[bytes]:
    """Yield the file, a row at a time."""
    names = columns(job.scheme)
    line = io.StringIO(newline="")
    writer = csv.writer(line)

    def taken(cells: Iterable[str]) -> bytes:
        writer.writerow(cells)
        data = line.getvalue().encode()
        line.seek(0)
        line.truncate()
        return data

    yield b"\xef\xbb\xbf" + taken(names)
    for annotation in job.records():
        cells = row(annotation, job.articles.metadata(annotation.article.id), job.scheme)
        yield taken(harmless(cells[name]) for name in names)


def columns(scheme: Scheme) -> list[str]:
    """Return the head of the table; an attribute that is named like a column of ours has none of its own."""
    own = {*COLUMNS, *MACHINE}
    return [*COLUMNS, *(attribute.id for attribute in scheme.attributes if attribute.id not in own), *MACHINE]


def row(annotation: Annotation, known: Mapping[str, Any], scheme: Scheme) -> dict[str, str]:
    """Return an annotation as cells by column; lists are JSON."""
    target = annotation.target
    attributes = {key: value for key, value in annotation.attributes.items() if value is not None}
    cells = {key: str(known.get(key) or "") for key in ARTICLE_KEYS}
    for attribute in scheme.attributes:
        cell = _cell(attribute, attributes.get(attribute.id))
        if attribute.id not in {*COLUMNS, *MACHINE}:
            cells[attribute.id] = cell
            if cell:
                del attributes[attribute.id]
    more: dict[str, Any] = {}
    if attributes:
        more["attributes"] = attributes
    if annotation.extra:
        more["extra"] = annotation.extra
    return cells | {
        "article": annotation.article.id,
        "sentence": "" if target.sentence is None else str(target.sentence + 1),
        "start": str(target.start),
        "end": str(target.end),
        "quote": target.quote,
        "tags": ", ".join(annotation.tags)
        if not any("," in tag or tag != tag.strip() for tag in annotation.tags)
        else _json(annotation.tags),
        "note": annotation.note,
        "annotator": annotation.annotator,
        "links": _json(annotation.links) if annotation.links else "",
        "suggested": _json(annotation.suggested) if annotation.suggested else "",
        "created": annotation.created,
        "updated": annotation.updated,
        "rev": str(annotation.rev),
        "uuid": annotation.uuid,
        "sha256": annotation.article.sha256,
        "prefix": target.prefix,
        "suffix": target.suffix,
        "more": _json(more) if more else "",
    }


def _cell(attribute: Attribute, value: Any) -> str:
    """Return an attribute as a cell; empty if it has none that reading would give back as it was."""
    if attribute.kind not in _PLAIN:
        return "" if value is None else _json(value)
    return value if isinstance(value, str) and _attribute(value) == value else ""


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield the rows of a table that has a column `quote`; `;` or a tab may divide the cells, too.

    Raises:
        ExchangeError: it is another file, or isn't UTF-8.
    """
    for place, cells in rows(path, {"quote"}):
        named = {name: cell.removeprefix("'") for name, cell in cells.items()}
        try:
            yield _read_row(named, list(named), place)
        except ValueError as error:
            yield ImportNote(place, str(error))


def _read_row(cells: dict[str, str], names: list[str], place: str) -> IncomingAnnotation:
    more = _value(cells, "more", dict)
    own = set(COLUMNS) | set(MACHINE)
    attributes = {name: _attribute(cells[name]) for name in names if name not in own and cells.get(name)}
    listed = cells.get("tags", "").startswith("[")
    tags = _value(cells, "tags", list) if listed else cells.get("tags", "").split(",")
    if not all(isinstance(tag, str) for tag in tags):
        raise ValueError('"tags" is no list of texts')
    links = _value(cells, "links", list)
    sentence = _number(cells, "sentence")
    return IncomingAnnotation(
        place=place,
        article=cells.get("article") or None,
        sha256=cells.get("sha256") or None,
        start=_number(cells, "start"),
        end=_number(cells, "end"),
        quote=cells["quote"],
        prefix=cells.get("prefix"),
        suffix=cells.get("suffix"),
        sentence=None if sentence is None else sentence - 1,
        tags=tuple(tag if listed else tag.strip() for tag in tags if tag.strip()),
        attributes=attributes | _inner(more, "attributes"),
        note=cells.get("note", ""),
        links=tuple(msgspec.convert(links, list[Link])),
        suggested=tuple(msgspec.convert(_value(cells, "suggested", list), list[Suggested])),
        annotator=cells.get("annotator") or None,
        created=to_utc(cells.get("created")),
        updated=to_utc(cells.get("updated")),
        uuid=cells.get("uuid") or None,
        rev=_number(cells, "rev") or 1,
        extra=_inner(more, "extra"),
        known={key: cells.get(key) or None for key in ARTICLE_KEYS},
    )


def _attribute(cell: str) -> Any:
    """Return a cell's value: JSON where it is a list, an object or a number, else the text."""
    if not cell.lstrip().startswith(tuple("[{-0123456789")):
        return cell
    try:
        return msgspec.json.decode(cell)
    except (msgspec.MsgspecError, RecursionError):
        return cell


def _value(cells: Mapping[str, str], name: str, wanted: type) -> Any:
    cell = cells.get(name)
    if not cell:
        return wanted()
    try:
        value = msgspec.json.decode(cell)
    except (msgspec.MsgspecError, RecursionError):
        raise ValueError(f'"{name}" is no JSON') from None
    if not isinstance(value, wanted):
        raise ValueError(f'"{name}" is no JSON {wanted.__name__}')
    return value


def _inner(more: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = more.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f'"{name}" in "more" is no JSON object')
    return value


def _number(cells: Mapping[str, str], name: str) -> int | None:
    cell = cells.get(name) or ""
    if not cell:
        return None
    if not cell.isascii() or not cell.isdigit() or len(cell) > 18:
        raise ValueError(f'"{name}" is no number: {cell[:20]!r}')
    return int(cell)
