"""Reads brat standoff: text-bound lines with their attributes, relations and notes.

An event is its trigger, with its type as the tag and its arguments as links; an equivalence is a link from
its first member to each other. A discontinuous span comes in as one from first to last, which is said. A note
on a relation goes to the annotation that it starts from; an attribute of a relation, and `N` (normalisation),
have no place here and are named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from annotations.corpus.file_content import LIMIT
from annotations.exchange import ExchangeError
from annotations.exchange.ascii_names import from_word
from annotations.exchange.files import manifest
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.round_trip_payload import KEY, RoundTripPayload, unpack
from annotations.exchange.streams import binary
from annotations.model.records import Link

NO_TAG = "no_tag"
"""The type of a line whose annotation has no tag."""

LINE = re.compile("[^\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""A piece between two tabs or line ends, of those that `str.splitlines` and most readers of `.ann` cut at."""

_DISCONTINUOUS = "a span of several parts comes in as one, from first to last"
_SPAN = re.compile(r"(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)\Z")


def flat(note: str) -> str:
    """Return a note on one line, as an `.ann` file can hold it."""
    return " ".join(note.split())


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a folder of `.ann` files, or in one.

    Raises:
        ExchangeError: there is none, or one isn't standoff.
    """
    folder = path if path.is_dir() else path.parent
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise ExchangeError("no .ann file in it")
    # HFS+ gives names back decomposed
    articles = {_composed(entry["file"]): entry.get("article") for entry in manifest(folder)}
    for file in files:
        name = file.relative_to(folder).as_posix()
        beside = file.with_suffix(".txt")
        text = _read(beside) if beside.is_file() else None
        article = articles.get(_composed(name)) or (
            None if text is not None else name.removesuffix(".ann") + ".txt"
        )
        content = _read(file)
        if file == path and not content.strip():
            raise ExchangeError("the file is empty")
        lines = content.split("\n")
        try:
            yield from _File(name, article, text).annotations(lines)
        except ExchangeError as error:
            raise ExchangeError(f"{name}, {error}") from None


class _Span(NamedTuple):
    """A text-bound line."""

    tag: str
    ranges: list[tuple[int, int]]
    shown: str
    """The words that the line repeats."""


class _Packed(NamedTuple):
    """A note that an export of ours has written, about the annotation of a text-bound line."""

    payload: RoundTripPayload
    parts: list[str]
    """All lines of the annotation, where it has several tags."""
    span: Any
    """Its own ends, where brat's are others."""


class _File:
    """One `.ann` file, by the ids of its lines."""

    def __init__(self, name: str, article: str | None, text: str | None) -> None:
        self.name = name
        self.article = article
        self.text = text
        self.spans: dict[str, _Span] = {}
        self.triggers: dict[str, str] = {}
        """Event id to the id of its text-bound line."""
        self.attributes: dict[str, dict[str, Any]] = {}
        self.links: dict[str, list[tuple[str, str]]] = {}
        """Roles and other ends."""
        self.relations: dict[str, tuple[str, str]] = {}
        """Type and first end of each relation."""
        self.notes: dict[str, list[str]] = {}
        self.packed: dict[str, _Packed] = {}

    def annotations(self, lines: Iterable[str]) -> Iterator[IncomingAnnotation | ImportNote]:
        for number, line in enumerate(lines, 1):
            stripped = line.rstrip("\r")
            if stripped.strip():
                problem = self._take_line(stripped, number)
                if problem:
                    yield ImportNote(f"{self.name}, line {number}", problem)
        self._give_to_ends()
        heads = {part: head for head, packed in self.packed.items() for part in packed.parts if part != head}
        yield from self._about_nothing()
        for identity in self.spans:
            if heads.get(identity) not in self.spans:
                yield self._annotation(identity, [part for part, head in heads.items() if head == identity])

    def _give_to_ends(self) -> None:
        """Give the notes on relations to the annotations that these start from: a link has none."""
        for identity, (kind, begin) in self.relations.items():
            for note in self.notes.pop(identity, []):
                head = self.triggers.get(begin, begin)
                self.notes.setdefault(head, []).append(f"{kind}: {note}")

    def _about_nothing(self) -> Iterator[ImportNote]:
        """Yield a line for each attribute and note that is of no annotation."""
        for identity, values in self.attributes.items():
            if identity in self.relations:
                names = ", ".join(values)
                yield ImportNote(f"{self.name}, {identity}", f"a link has no attributes: {names} is left out")
            elif identity not in self.spans and identity not in self.triggers:
                yield ImportNote(f"{self.name}, {identity}", f"there is none, and it has {', '.join(values)}")
        for identity in self.notes:
            if identity not in self.spans and identity not in self.triggers:
                yield ImportNote(f"{self.name}, {identity}", "there is none, and it has a note")

    def _take_line(self, line: str, number: int) -> str:
        """Take in a line; returns what is wrong with it, if it's only this line that is."""
        identity, tab, rest = line.partition("\t")
        kind = identity[:1]
        if not tab or kind not in "TREAMN#*":
            raise ExchangeError(f"line {number} is no standoff: {line[:40]!r}")
        data, _, tail = rest.partition("\t")
        words = data.split(" ")
        match kind:
            case "T":
                self._take_span(identity, data, tail, number)
            case "E":
                self._take_event(identity, words)
            case "R" if len(words) >= 3:
                begin, to = (word.partition(":")[2] for word in words[1:3])
                self.relations[identity] = (from_word(words[0]), begin)
                self.links.setdefault(begin, []).append((from_word(words[0]), to))
            case "*" if len(words) >= 3:
                self.links.setdefault(words[1], []).extend((from_word(words[0]), to) for to in words[2:])
            case "A" | "M" | "" if len(words) >= 2:
                value: Any = from_word(words[2]) if len(words) > 2 else True
                self.attributes.setdefault(words[1], {})[from_word(words[0])] = value
            case "#" if len(words) >= 2 and words[0] == KEY:
                self._take_payload(words[1], tail, number)
            case "#" if len(words) >= 2:
                self.notes.setdefault(words[1], []).append(tail)
            case _:
                return f"{identity} {words[0]} has no place here"
        return ""

    def _take_span(self, identity: str, data: str, shown: str, number: int) -> None:
        match = _SPAN.match(data)
        if not match:
            raise ExchangeError(f"line {number} has no type and offsets: {data[:40]!r}")
        ranges = []
        for part in match[2].split(";"):
            start, _, end = part.partition(" ")
            ranges.append((int(start), int(end)))
        self.spans[identity] = _Span(from_word(match[1]), ranges, shown)

    def _take_event(self, identity: str, words: list[str]) -> None:
        self.triggers[identity] = words[0].partition(":")[2]
        for word in words[1:]:
            role, _, to = word.partition(":")
            if to:
                self.links.setdefault(identity, []).append((from_word(role), to))

    def _take_payload(self, identity: str, tail: str, number: int) -> None:
        place = f"line {number}"
        try:
            value = msgspec.json.decode(tail)
        except (msgspec.MsgspecError, RecursionError):
            raise ExchangeError(f"{place}: the note of type {KEY} is damaged") from None
        parts, span = [], None
        if isinstance(value, dict):
            parts, span = value.pop("parts", []), value.pop("span", None)
        payload = unpack(value, place)
        if payload is not None and isinstance(parts, list):
            self.packed[identity] = _Packed(payload, [str(part) for part in parts], span)

    def _annotation(self, identity: str, parts: list[str]) -> IncomingAnnotation:
        """Return the annotation of a text-bound line and of further lines, one for each further tag."""
        tag, ranges, shown = self.spans[identity]
        start, end = min(start for start, _ in ranges), max(end for _, end in ranges)
        named = [identity, *(event for event, trigger in self.triggers.items() if trigger == identity)]
        attributes: dict[str, Any] = {}
        for name in named:
            attributes |= self.attributes.get(name, {})
        note = "\n".join(line for name in named for line in self.notes.get(name, ()))
        tags = [tag, *(self.spans[part].tag for part in parts if part in self.spans)]
        fields: dict[str, Any] = {
            "article": self.article,
            "text": self.text,
            "start": start,
            "end": end,
            "tags": tuple(tag for tag in tags if tag != NO_TAG),
            "key": f"{self.name}: {identity}",
            "local_links": tuple(link for name in named for link in self._links_of(name)),
            "remark": _DISCONTINUOUS if self._has_gap(ranges) else "",
        }
        if self.text is None:
            fields["quote"] = shown if len(ranges) == 1 else None
        place = f"{self.name}, {identity}"
        if identity not in self.packed:
            return IncomingAnnotation(place=place, attributes=attributes, note=note, **fields)
        payload, _, span = self.packed[identity]
        if isinstance(span, list) and len(span) == 2 and self._same_words(span, start, end):
            fields["start"], fields["end"] = span
        if flat(payload.note) == note:
            note = payload.note
        return payload.incoming(place, **fields, attributes=payload.attributes | attributes, note=note)

    def _links_of(self, name: str) -> Iterator[Link]:
        for role, to in self.links.get(name, ()):
            yield Link(role, f"{self.name}: {self.triggers.get(to, to)}")

    def _has_gap(self, ranges: list[tuple[int, int]]) -> bool:
        """Say whether there are words between the ranges of a span."""
        text = self.text
        return text is not None and any(text[end:start].strip() for (_, end), (start, _) in pairwise(ranges))

    def _same_words(self, span: list[Any], start: int, end: int) -> bool:
        """Say whether the span that we wrote down differs from what brat shows by white space only."""
        if (
            self.text is None
            or not all(isinstance(offset, int) for offset in span)
            or not 0 <= span[0] <= start
        ):
            return False
        return end <= span[1] and not (self.text[span[0] : start] + self.text[end : span[1]]).strip()


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _read(path: Path) -> str:
    with binary(path) as file:
        data = file.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise ExchangeError(f"{path.name} has more than {LIMIT >> 20} MB")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ExchangeError(f"{path.name} is not UTF-8, byte {error.start}") from None
