"""Reads WebAnno TSV 3: spans, relations, chains and slots of all layers, whoever wrote the file.

The text is put together of the sentences as INCEpTION does it, with line ends and blanks where the offsets
leave room, so its letters are the article's and its white space need not be. Offsets count UTF-16 in
INCEpTION; scripts of others count code points, so that is taken which puts the tokens where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from annotations.exchange import ExchangeError
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.layer_choice import is_of_a_person, link_label, said, tag_feature, unpacked
from annotations.exchange.offsets import Utf16
from annotations.model.records import Link

LAYER = "webanno.custom.ClaimSpan"
RELATION = "webanno.custom.ClaimSpanLink"
LABEL, NOTE, TAGS = "label", "note", "tags"
NOTHING, EMPTY = "_", "*"
"""No annotation in a column; an annotation without this feature."""

_VERSION = re.compile(r"#FORMAT=WebAnno TSV (3(?:\.\d+)?)")
_LAYERS = {"#T_SP=": "span", "#T_RL=": "relation", "#T_CH=": "chain"}
_STACKED = re.compile(r"((?:\\.|[^\\|])*)(?:\||$)", re.DOTALL)
_SLOTS = re.compile(r"((?:\\.|[^\\;])*)(?:;|$)", re.DOTALL)
_NUMBERED = re.compile(r"((?:\\.|[^\\])*)\[(\d{1,9})\]", re.DOTALL)
_REFERENCE = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d{1,9})(?:_(\d{1,9}))?\])?")
_IN_CHAIN = re.compile(r"(.*)->(\d{1,9})-(\d{1,9})", re.DOTALL)
_ESCAPE = re.compile(r"\\(->|[\\\[\]|_;tn*])")
_ESCAPE_IN_TEXT = re.compile(r"\\([tnfrb\\]|[\x00-\x1f])")
_JAVA_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_CONTROL = {"t": "\t", "n": "\n", "f": "\x0c", "r": "\r", "b": "\b"}
_GAP = 1 << 20
"""Blanks that may stand between two sentences."""
_COLUMNS = 500


def joined(tags: Iterable[str]) -> str:
    """Return tags as one label."""
    return ", ".join(tags)


class _Column(NamedTuple):
    """A column: of which layer, and what it holds of it."""

    kind: str
    layer: str
    feature: str
    base: str = ""
    """The layer of a relation's ends, or of a slot's targets."""


class _Unit(NamedTuple):
    """A token or a part of one, with its cells."""

    line: int
    name: str
    begin: int
    end: int
    word: str
    cells: list[str]


class _Sentence(NamedTuple):
    text: str
    units: list[_Unit]


class _Item(msgspec.Struct):
    """An annotation of a layer."""

    layer: str
    line: int
    key: str
    begin: int
    end: int
    features: dict[str, Any]
    links: list[Link] = []


def annotations_of(
    data: bytes, place: str, document: str, annotator: str | None
) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a file.

    Args:
        data: the file.
        place: its name, for messages.
        document: the name of the article, as far as the file's place says so.
        annotator: who made it, likewise.

    Raises:
        ExchangeError: it is another file, or is damaged.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ExchangeError("it is not UTF-8") from None
    lines = re.split(r"\r\n|\n|\r", text)
    version = _VERSION.match(lines[0])
    if version is None:
        raise ExchangeError("it is no WebAnno TSV 3")
    columns, first = _columns(lines)
    sentences = list(_sentences(lines, first, columns, java=version[1] in {"3", "3.0", "3.1"}))
    whole, units = _whole(sentences)
    reader = _Reader(place, columns)
    for sentence in sentences:
        for unit in sentence.units:
            reader.read(unit)
    yield from reader.join()
    yield from _incoming(reader.items, whole, units, _Origin(place, document, annotator))


class _Origin(NamedTuple):
    place: str
    document: str
    annotator: str | None


def _columns(lines: list[str]) -> tuple[list[_Column], int]:
    """Return the columns after the first three, and where the header ends."""
    columns: list[_Column] = []
    at = 1
    while at < len(lines) and lines[at].startswith(tuple(_LAYERS)):
        kind = _LAYERS[lines[at][:6]]
        layer, *features = lines[at][6:].split("|")
        features = [feature for feature in features if feature] or [""]
        for number, feature in enumerate(features):
            before = features[number - 1] if number else ""
            if kind == "relation" and feature.startswith("BT_"):
                columns.append(_Column("reference", layer, "", feature.removeprefix("BT_")))
            elif kind == "span" and feature.startswith("ROLE_"):
                columns.append(_Column("roles", layer, feature))
            elif kind == "span" and before.startswith("ROLE_"):
                columns.append(_Column("targets", layer, before, feature))
            else:
                columns.append(_Column(kind, layer, feature))
        at += 1
    if len(columns) > _COLUMNS:
        raise ExchangeError(f"it has more than {_COLUMNS} columns")
    return columns, at


def _sentences(lines: list[str], first: int, columns: list[_Column], *, java: bool) -> Iterator[_Sentence]:
    texts: list[str] = []
    units: list[_Unit] = []
    for number, line in enumerate(lines[first:], first + 1):
        if line.startswith("#") and not units:
            if line.startswith("#Text="):
                texts.append(_text(line.removeprefix("#Text="), java=java))
        elif not line:
            if units:
                yield _Sentence("\n".join(texts), units)
            elif texts:
                raise ExchangeError(f"line {number}: a sentence without tokens")
            texts, units = [], []
        else:
            units.append(_unit(line, number, len(columns)))
    if units:
        yield _Sentence("\n".join(texts), units)


def _unit(line: str, number: int, columns: int) -> _Unit:
    cells = line.split("\t")
    if len(cells) < 3 + columns:
        raise ExchangeError(f"line {number} has {len(cells)} columns, not {3 + columns}: it is cut short")
    begin, _, end = cells[1].partition("-")
    if not (begin.isdecimal() and end.isdecimal() and len(begin) < 10 and len(end) < 10):
        raise ExchangeError(f"line {number} has no offsets")
    return _Unit(number, cells[0], int(begin), int(end), cells[2], cells[3 : 3 + columns])


def _text(line: str, *, java: bool) -> str:
    if java:
        line = _JAVA_ESCAPE.sub(lambda match: chr(int(match[1], 16)), line)
        line = line.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _ESCAPE_IN_TEXT.sub(lambda match: _CONTROL.get(match[1], match[1]), line)


def _value(cell: str) -> str:
    return _ESCAPE.sub(lambda match: _CONTROL.get(match[1], match[1]), cell)


# ---------------------------------------------------------------- the text, and where its tokens are


class _CodePoints:
    """Offsets that are code points already."""

    def __init__(self, text: str) -> None:
        self._length = len(text)

    def to_units(self, offset: int) -> int:
        return offset

    def to_code_points(self, unit: int) -> int:
        return unit


_Units = Utf16 | _CodePoints


def _whole(sentences: list[_Sentence]) -> tuple[str, _Units]:
    """Return the text, with the unit in which the file counts: the one that finds more of its tokens.

    Raises:
        ExchangeError: the sentences stand inside of each other.
    """
    best: tuple[int, str, _Units] | None = None
    refused: ExchangeError | None = None
    for kind in (Utf16, _CodePoints):
        try:
            text = _put_together(sentences, wide=kind is Utf16)
        except ExchangeError as error:
            refused = refused or error
            continue
        units: _Units = kind(text)
        hits = sum(
            text[units.to_code_points(unit.begin) : units.to_code_points(unit.end)] == unit.word
            for sentence in sentences
            for unit in sentence.units
        )
        if best is None or hits > best[0]:
            best = hits, text, units
        if not any(char > "\uffff" for char in text):
            break
    if best is None:
        raise refused or ExchangeError("it holds no text")
    return best[1], best[2]


def _put_together(sentences: list[_Sentence], *, wide: bool) -> str:
    parts: list[str] = []
    length = 0
    for sentence in sentences:
        unit = sentence.units[0]
        if parts and length == unit.begin + 1:
            parts[-1] = parts[-1].removesuffix("\n")
            length -= 1
        if length > unit.begin:
            raise ExchangeError(f"line {unit.line}: the sentence begins inside of the one before")
        if unit.begin - length > _GAP:
            raise ExchangeError(f"line {unit.line}: {unit.begin - length} blanks before the sentence")
        parts += [" " * (unit.begin - length), f"{sentence.text}\n"]
        size = len(sentence.text.encode("utf-16-le", "surrogatepass")) // 2 if wide else len(sentence.text)
        length = unit.begin + size + 1
    return "".join(parts).removesuffix("\n")


# ---------------------------------------------------------------- what stands in the columns


class _Arrow(NamedTuple):
    """A relation or a slot, whose ends are looked for when all annotations are known."""

    line: int
    label: str
    origin: _Item | None
    """None: it is what `reference` names."""
    reference: str
    """The other end, as the file names it."""
    base: str
    """The layer in which the ends are."""
    unit: str
    """The token at which the arrow ends, for a relation."""


class _Reader:
    """Gathers the annotations of a file out of the cells of its tokens."""

    def __init__(self, place: str, columns: list[_Column]) -> None:
        self.items: list[_Item] = []
        self.arrows: list[_Arrow] = []
        self._place = place
        self._layers: dict[str, list[tuple[int, _Column]]] = {}
        for at, column in enumerate(columns):
            if is_of_a_person(column.layer):
                self._layers.setdefault(column.layer, []).append((at, column))
        self._numbered: dict[tuple[str, str], _Item] = {}
        self._at: dict[tuple[str, str], list[_Item]] = {}
        """The annotations of a layer on a token, in their order."""
        self._chains: dict[tuple[str, int], dict[int, tuple[_Item, str]]] = {}

    def read(self, unit: _Unit) -> None:
        """Take in a line."""
        for layer, columns in self._layers.items():
            cells = {at: _split(_STACKED, unit.cells[at]) for at, _ in columns if unit.cells[at] != NOTHING}
            if not cells:
                continue
            given = [(column, cells[at]) for at, column in columns if at in cells]
            most = max(len(values) for _, values in given)
            for index in range(most):
                values = [(column, values[index]) for column, values in given if index < len(values)]
                kind = columns[0][1].kind
                if kind in {"relation", "reference"}:
                    self._relation(unit, layer, values)
                elif kind == "chain":
                    self._element(unit, layer, values)
                else:
                    self._span(unit, layer, values)

    def _span(self, unit: _Unit, layer: str, values: list[tuple[_Column, str]]) -> None:
        plain = [(column, *_numbered(value)) for column, value in values if column.kind != "targets"]
        number = next((number for _, _, number in plain if number), "")
        item = self._item(unit, layer, number)
        roles: dict[str, list[str]] = {}
        for column, value, _ in plain:
            if column.kind == "roles":
                roles[column.feature] = _split(_SLOTS, value)
            elif column.feature and value != EMPTY:
                item.features[column.feature] = _value(value)
        for column, value in values:
            if column.kind != "targets" or value == EMPTY:
                continue
            name = column.feature.removeprefix("ROLE_").partition(":")[2].partition("_")[0] or "role"
            for role, target in zip(roles.get(column.feature, ()), _split(_SLOTS, value), strict=False):
                label = name if role in {EMPTY, NOTHING, ""} else _value(role)
                self.arrows.append(_Arrow(unit.line, label, item, target, column.base, unit.name))

    def _relation(self, unit: _Unit, layer: str, values: list[tuple[_Column, str]]) -> None:
        reference = next(((column, value) for column, value in values if column.kind == "reference"), None)
        if reference is None:
            return
        features = [
            (column.feature, _value(value))
            for column, value in values
            if column.kind == "relation" and value != EMPTY
        ]
        label = link_label(layer, features)
        self.arrows.append(_Arrow(unit.line, label, None, reference[1], reference[0].base, unit.name))

    def _element(self, unit: _Unit, layer: str, values: list[tuple[_Column, str]]) -> None:
        """Take in an element of a chain, which is known by the numbers of its chain and in it."""
        link = next((match for _, value in values if (match := _IN_CHAIN.fullmatch(value))), None)
        if link is None:
            return
        item = self._item(unit, layer, f"{link[2]}-{link[3]}")
        relation = "" if link[1] == EMPTY else _value(link[1])
        self._chains.setdefault((layer, int(link[2])), {})[int(link[3])] = item, relation
        for _, value in values:
            kind = _NUMBERED.fullmatch(value)
            if kind is not None and kind[1] != EMPTY:
                item.features["value"] = _value(kind[1])

    def _item(self, unit: _Unit, layer: str, number: str) -> _Item:
        """Return the annotation of a number, or a new one; it goes on to this token."""
        item = self._numbered.get((layer, number)) if number else None
        if item is None:
            key = f"{self._place} {len(self.items)}"
            item = _Item(layer, unit.line, key, unit.begin, unit.end, {})
            self.items.append(item)
            if number:
                self._numbered[layer, number] = item
        item.begin, item.end = min(item.begin, unit.begin), max(item.end, unit.end)
        self._at.setdefault((layer, unit.name), []).append(item)
        return item

    def join(self) -> Iterator[ImportNote]:
        """Turn arrows and chains into links, and yield those that lead nowhere."""
        for chain in self._chains.values():
            elements = [chain[at] for at in sorted(chain)]
            for (item, relation), (following, _) in pairwise(elements):
                label = relation or item.layer.rpartition(".")[2]
                item.links.append(Link(label, following.key))
        for arrow in self.arrows:
            reference = _REFERENCE.fullmatch(arrow.reference)
            origin = target = None
            if reference is not None and arrow.origin is not None:
                origin, target = arrow.origin, self._found(arrow.base, reference[1], reference[2])
            elif reference is not None:
                origin = self._found(arrow.base, reference[1], reference[2])
                target = self._found(arrow.base, arrow.unit, reference[3])
            if origin is None or target is None:
                place = f"{self._place}, line {arrow.line}"
                yield ImportNote(place, f"its link {arrow.label[:40]} leads to nothing that is read")
            else:
                origin.links.append(Link(arrow.label, target.key))

    def _found(self, layer: str, unit: str, number: str | None) -> _Item | None:
        """Return the annotation on a token that a reference means."""
        layers = [layer] if layer in self._layers else list(self._layers)
        for name in layers:
            if number and int(number) and (item := self._numbered.get((name, number))) is not None:
                return item
        for name in layers:
            if items := self._at.get((name, unit)):
                return items[0]
        return None


def _numbered(value: str) -> tuple[str, str]:
    """Return a value without its number, and the number."""
    match = _NUMBERED.fullmatch(value)
    return (match[1], match[2]) if match else (value, "")


def _incoming(
    items: list[_Item], text: str, units: _Units, origin: _Origin
) -> Iterator[IncomingAnnotation | ImportNote]:
    layers: dict[str, list[_Item]] = {}
    for item in items:
        layers.setdefault(item.layer, []).append(item)
    tags = {layer: tag_feature([item.features for item in given]) for layer, given in layers.items()}
    for item in items:
        place = f"{origin.place}, line {item.line}"
        start, end = units.to_code_points(item.begin), units.to_code_points(item.end)
        if (units.to_units(start), units.to_units(end)) != (item.begin, item.end):
            yield ImportNote(place, f"the span {item.begin}-{item.end} ends inside of a character")
            continue
        try:
            payload, packed = unpacked(item.features, place)
        except ExchangeError as error:
            yield ImportNote(place, str(error))
            continue
        own = payload is not None
        words = said(item.layer, LABEL if own else tags[item.layer], item.features)
        labels = words.tags
        if own and labels == ((joined(packed),) if packed else ()):
            labels = packed
        elif own:  # the label was changed in INCEpTION
            labels = tuple(tag for label in labels for tag in label.split(", "))
        fields: dict[str, Any] = {
            "name": origin.document,
            "text": text,
            "start": start,
            "end": end,
            "tags": labels,
            "key": item.key,
            "local_links": tuple(item.links),
        }
        if payload is None:
            fields |= {"attributes": words.attributes, "note": words.note}
            yield IncomingAnnotation(place=place, annotator=origin.annotator, **fields)
        else:
            fields["note"] = words.note or payload.note
            fields["attributes"] = payload.attributes | words.attributes
            yield payload.incoming(place, **fields)


def _split(pattern: re.Pattern[str], cell: str) -> list[str]:
    """Return the values of a cell."""
    values: list[str] = []
    at = 0
    while at <= len(cell):
        match = pattern.match(cell, at)
        if match is None:
            return [*values, cell[at:]]
        values.append(match[1])
        if match.end() == len(cell):
            break
        at = match.end()
    return values
