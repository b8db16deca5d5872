"""The records that a store keeps beside annotations: flags, people, verdicts, corrections, what lines are.

None of it is a claim, and no export writes it as one. Each kind has a table of its own, `SideTable`, whose
documents have a `uuid` and a `rev` as annotations have, so that they are journaled in the same line as these,
undone, merged and followed by the same code. As in `annotations.model.records`, records are frozen, and keys
that this version doesn't know are kept in `extra` and written back.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Literal, TypeVar

import msgspec

from annotations.model.records import (
    EXTRA,
    Annotation,
    ArticleRef,
    Change,
    Counter,
    InvalidAnnotationError,
    Target,
    check_name,
    check_target,
    check_values,
    split_unknown,
    to_document,
)

MAX_TEXT = 2000
"""Code points of a title, a source or a note: what is longer is none, and no screen could show it."""

IRRELEVANT = "irrelevant"
DUPLICATE = "duplicate"

_ARTICLE_NAMES = uuid.UUID("6f1f7c1e-5a0c-5b58-9a3e-0d3c1a6c2b11")
"""The name space (RFC 9562, 5.5) in which an article's id names its correction."""
_FIXED_NAMES = uuid.UUID("2c9f0b7a-83c4-5d0e-9d5f-4d6b8d6f1e02")
"""The one in which it names its fixed lines."""
_LINE_NAMES = uuid.UUID("a1f3d2c8-0b64-5f7e-8c11-7e2f9b3a6d05")
"""The one in which a line and where it is meant name a person's word on it."""

_DONE_NAMES = uuid.UUID("5b0e7c52-9d3a-5c61-8f0d-b1c6f4d2a907")
"""The one in which an annotator and a text name the word that it is done."""

_LINE_NAME = re.compile("[0-9a-f]{16}")
"""A line's name, see `annotations.text.page_lines.name_shown`."""


class SideRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields that all of them have; `extra` are keys of the document that are unknown here."""

    uuid: str
    annotator: str
    created: str
    rev: Counter = 1
    extra: dict[str, Any] = msgspec.field(default_factory=dict, name=EXTRA)

    @property
    def subject(self) -> str:
        """The words by which a line names the record."""
        return self.uuid

    def check(self) -> None:
        """See that the record's values are within bounds.

        Raises:
            InvalidAnnotationError: one isn't.
        """


class Flag(SideRecord, frozen=True, kw_only=True):
    """A sentence that an annotator wants to come back to, decided or not."""

    article: ArticleRef
    target: Target
    updated: str

    @property
    def subject(self) -> str:
        """The sentence."""
        return self.target.quote

    def check(self) -> None:
        """See that the span has the length of its quote."""
        check_target(self.target)


class Identity(SideRecord, frozen=True, kw_only=True):
    """Names that an annotator has said to be one claimant's."""

    names: tuple[str, ...]
    updated: str

    @property
    def subject(self) -> str:
        """The names."""
        return ", ".join(self.names)

    def check(self) -> None:
        """See that there are names, each of one line."""
        _check_texts(self.names)
        if not self.names:
            raise InvalidAnnotationError("it has no names")


class Verdict(SideRecord, frozen=True, kw_only=True):
    """A person's answer to something that a rule of the program proposed: taken, or refused."""

    rule: str
    """The rule's stable name."""
    kind: str
    """The thing proposed: the field of an annotation, or `pair` for two passages shown as related."""
    taken: bool
    noun: str | None = None
    """The counted noun that it was about, where the rule's worth depends on it."""
    pair: tuple[str, str] | None = None
    """The two that don't belong together: the keys of two passages, or of a sentence and a value for it."""

    @property
    def subject(self) -> str:
        """The rule and what it proposed."""
        return f"{self.rule} ({self.kind})"

    def check(self) -> None:
        """See that rule and kind are names."""
        check_name(self.rule)
        check_name(self.kind)


class ArticleCorrection(SideRecord, frozen=True, kw_only=True):
    """A person's word on an article as a whole, in the place of its file's; None: as the file has it.

    There is one for an article, whoever made it: its uuid follows from the article's id.
    """

    article: ArticleRef
    title: str | None = None
    source: str | None = None
    published: str | None = None
    """ISO 8601."""
    url: str | None = None
    set_aside: Literal["irrelevant", "duplicate"] | None = None
    duplicate_of: str | None = None
    """The id of the article that it repeats."""
    tags: tuple[str, ...] = ()
    note: str = ""
    repair: tuple[str, ...] = ()
    """The steps that undo what was done to its damaged text, see `annotations.text.damage`; the text that
    comes of them is the article's, and `article` still names the one that its file has."""
    updated: str

    @property
    def subject(self) -> str:
        """The title as corrected, else the article's id."""
        return self.title or self.article.id

    def check(self) -> None:
        """See that each value is a text of one line, and that the uuid is the article's."""
        values = (self.title, self.source, self.published, self.url, self.duplicate_of)
        _check_texts(value for value in values if value is not None)
        _check_texts(self.tags)
        _check_texts(self.repair)
        if len(self.note) > MAX_TEXT:
            raise InvalidAnnotationError(f"its note has {len(self.note)} code points, {MAX_TEXT} at most")
        if self.uuid != correction_uuid(self.article.id):
            raise InvalidAnnotationError(f"its uuid isn't that of article {self.article.id[:40]!r}")

    @property
    def says_something(self) -> bool:
        """True if anything is said of the article; a correction that says nothing is not kept."""
        values = (self.title, self.source, self.published, self.url, self.set_aside, self.tags, self.note)
        return any(values) or bool(self.repair)


class LineWord(SideRecord, frozen=True, kw_only=True):
    """A person's word on what a line is, in one article or on every page of a source.

    There is one for a line and a place, whoever said it last: its uuid follows from both.
    """

    line: str
    """The line's name in 16 hexadecimal digits, see `annotations.text.page_lines`."""
    quote: str
    """The beginning of the line, for people."""
    kind: Literal["text", "furniture"]
    article: ArticleRef | None = None
    """The article that is meant."""
    source: str | None = None
    """The source whose pages are meant, see `annotations.corpus.page_source`."""
    updated: str

    @property
    def subject(self) -> str:
        """The line."""
        return self.quote

    @property
    def name(self) -> int:
        """The line's name as a number."""
        return int(self.line, 16)

    def check(self) -> None:
        """See that it is of a line, of one place, and that the uuid is that of both."""
        if not _LINE_NAME.fullmatch(self.line):
            raise InvalidAnnotationError(f"{self.line[:40]!r} is no name of a line")
        _check_texts(value for value in (self.quote, self.source) if value is not None)
        if (self.article is None) == (self.source is None):
            raise InvalidAnnotationError("it is neither of one article nor of one source")
        article_id = None if self.article is None else self.article.id
        if self.uuid != line_word_uuid(self.line, article_id=article_id, source=self.source):
            raise InvalidAnnotationError("its uuid isn't that of its line and place")


class FixedLines(SideRecord, frozen=True, kw_only=True):
    """The lines of an article that were furniture by repetition when its first annotation was made.

    There is one for an article, made together with that annotation: its uuid follows from the article's id.
    """

    article: ArticleRef
    lines: tuple[str, ...]
    """Their names, as in `LineWord`, sorted."""
    updated: str

    @property
    def subject(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def names(self) -> frozenset[int]:
        """The names as numbers."""
        return frozenset(int(line, 16) for line in self.lines)

    def check(self) -> None:
        """See that there are lines, and that the uuid is the article's."""
        if not self.lines or not all(map(_LINE_NAME.fullmatch, self.lines)):
            raise InvalidAnnotationError("it has no lines, or one that is no name of a line")
        if self.uuid != fixed_uuid(self.article.id):
            raise InvalidAnnotationError(f"its uuid isn't that of article {self.article.id[:40]!r}")


class Done(SideRecord, frozen=True, kw_only=True):
    """An annotator's word that an article is done: colleagues of a team see it, whatever they may see else.

    There is one for an annotator and a text: its uuid follows from both.
    """

    article: ArticleRef
    updated: str

    @property
    def subject(self) -> str:
        """The article's id."""
        return self.article.id

    def check(self) -> None:
        """See that the uuid is that of the annotator and the text."""
        if self.uuid != done_uuid(self.annotator, self.article.sha256):
            raise InvalidAnnotationError("its uuid isn't that of its annotator and its article's text")


class Feed(SideRecord, frozen=True, kw_only=True):
    """A feed, under which an annotator publishes what is saved here to a team; its uuid names it there.

    A copied database has its feed, too: see `annotations.team.publishing`, which finds that out.
    """

    team: str
    """The uuid of the team."""
    base: Counter
    """The last change of this store before the feed began, which says at first what was said until then."""
    follows: str | None = None
    """The feed that this one goes on from, whose last line wasn't one of this store's changes."""
    left: bool = False
    """True if the annotator has left the team: what was said stays, what is undone falls to others."""
    updated: str

    @property
    def subject(self) -> str:
        """The feed's own uuid."""
        return self.uuid

    def check(self) -> None:
        """See that the names are names."""
        check_name(self.team)
        if self.follows is not None:
            check_name(self.follows)


def done_uuid(annotator: str, sha256: str) -> str:
    """Return the uuid of an annotator's word that a text is done, the same on every machine."""
    return str(uuid.uuid5(_DONE_NAMES, f"{annotator}\0{sha256}".encode("utf-8", "surrogatepass").hex()))


def line_word_uuid(line: str, *, article_id: str | None = None, source: str | None = None) -> str:
    """Return the uuid of a person's word on a line: the same on every machine, so that two merge into one."""
    place = f"{'source' if article_id is None else 'article'}\0{article_id or source or ''}\0{line}"
    return str(uuid.uuid5(_LINE_NAMES, place.encode("utf-8", "surrogatepass").hex()))


def fixed_uuid(article_id: str) -> str:
    """Return the uuid of an article's fixed lines, the same on every machine."""
    return str(uuid.uuid5(_FIXED_NAMES, article_id.encode("utf-8", "surrogatepass").hex()))


def correction_uuid(article_id: str) -> str:
    """Return the uuid of an article's correction: the same on every machine, so that two merge into one."""
    return str(uuid.uuid5(_ARTICLE_NAMES, article_id.encode("utf-8", "surrogatepass").hex()))


AnyRecord = Annotation | SideRecord

PlacedRecord = Annotation | Flag
"""The records that are about a span of an article."""

R = TypeVar("R", bound=SideRecord)


@dataclass(frozen=True)
class SideTable(Generic[R]):
    """A table of the store that holds one kind of record."""

    name: str
    kind: type[R]
    is_a_persons: bool = True
    """False: the program keeps it of what has happened elsewhere, so that neither an undo nor a way back to
    an earlier state takes it away."""
    is_of_articles: bool = False
    """True: it says how the articles are read, one record for an article or a line, whoever has said it last.
    What somebody annotates fits only together with it. Else a record is its annotator's own."""

    def put(self, record: R, base_rev: int = 0) -> SideChange:
        """Return the change that keeps a record, made from revision `base_rev`; 0: it is new."""
        return SideChange(self.name, record.uuid, base_rev, record)

    def drop(self, record: R) -> SideChange:
        """Return the change that takes a record away."""
        return SideChange(self.name, record.uuid, record.rev, None)


class SideChange(msgspec.Struct, frozen=True):
    """As `annotations.model.records.Change`, for a record of another table."""

    table: str
    uuid: str
    base_rev: int
    record: SideRecord | None


AnyChange = Change | SideChange

LATER = SideTable("later", Flag)
PEOPLE = SideTable("people", Identity)
TRUST = SideTable("trust", Verdict)
CORRECTIONS = SideTable("corrections", ArticleCorrection, is_of_articles=True)

LINES = SideTable("lines", LineWord, is_of_articles=True)
FIXED = SideTable("fixed_lines", FixedLines, is_of_articles=True)
DONE = SideTable("done", Done)
FEEDS = SideTable("feeds", Feed, is_a_persons=False)

SIDE_TABLES: Mapping[str, SideTable[Any]] = {
    table.name: table for table in (LATER, PEOPLE, TRUST, CORRECTIONS, LINES, FIXED, DONE, FEEDS)
}
"""All tables beside that of annotations, by name. A new one is a line here and a kind of record."""


def is_a_persons(table: str) -> bool:
    """Say whether what a table holds is a person's word, see `SideTable.is_a_persons`."""
    return table not in SIDE_TABLES or SIDE_TABLES[table].is_a_persons


def after_change(change: AnyChange) -> AnyRecord | None:
    """Return the record as a change leaves it; None: it goes."""
    return change.annotation if isinstance(change, Change) else change.record


def change_to(table: str, uuid: str, base_rev: int, record: AnyRecord | None) -> AnyChange:
    """Return the change after which a record of any table is this one; None: it goes."""
    if table in SIDE_TABLES:
        return SideChange(table, uuid, base_rev, record if isinstance(record, SideRecord) else None)
    return Change(uuid, base_rev, record if isinstance(record, Annotation) else None)


def subject(record: AnyRecord) -> str:
    """Return the words by which a line names a record: the quote, the names, the title."""
    return record.target.quote if isinstance(record, Annotation) else record.subject


def article_of(record: AnyRecord) -> ArticleRef | None:
    """Return the article that a record is about, if it is about one."""
    return getattr(record, "article", None)


def document_of(record: AnyRecord) -> dict[str, Any]:
    """Write a record's TinyDB document: plain JSON types, unknown keys last."""
    if isinstance(record, Annotation):
        return to_document(record)
    document: dict[str, Any] = msgspec.to_builtins(record)
    document.pop(EXTRA, None)
    for key, value in document.items():
        if isinstance(value, tuple):
            document[key] = list(value)
    extra = record.extra
    for key in _nested(type(record)):
        if document[key] is not None:
            document[key] |= extra.get(key, {})
    return document | {key: value for key, value in extra.items() if key not in document}


def record_from(table: SideTable[R], document: Mapping[str, Any]) -> R:
    """Read a TinyDB document of a table, unknown keys into `extra`.

    Raises:
        InvalidAnnotationError: a field is missing, of the wrong type or out of its bounds.
    """
    nested = _nested(table.kind)
    fields = {field.encode_name for field in msgspec.structs.fields(table.kind)} - {EXTRA}
    try:
        known, extra = split_unknown(document, fields)
        for key, names in nested.items():
            if isinstance(known.get(key), Mapping):
                known[key], unknown = split_unknown(known[key], names)
                if unknown:
                    extra[key] = unknown
        record: R = msgspec.convert(known, table.kind)
    except (msgspec.ValidationError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidAnnotationError(str(error)) from None
    return _checked(msgspec.structs.replace(record, extra=extra) if extra else record)


def decode_record(table: SideTable[R], data: bytes) -> R:
    """Read a document from its JSON.

    Raises:
        InvalidAnnotationError: as `record_from`; or what stands there is no JSON object.
    """
    try:
        record: R = _decoder(table).decode(data)
        return _checked(record)
    except msgspec.ValidationError:
        pass  # an unknown key or a fault: the slow way keeps the one and names the other
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidAnnotationError(str(error)) from None
    try:
        document = msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidAnnotationError(str(error)) from None
    return record_from(table, document)


def without_revision(record: AnyRecord) -> AnyRecord:
    """Return what a record says, to be compared; `rev` and `updated` follow from when it was saved."""
    if isinstance(record, Verdict):
        return msgspec.structs.replace(record, rev=1)
    return msgspec.structs.replace(record, rev=1, updated="")


def renewed(record: AnyRecord, now: str) -> AnyRecord:
    """Return a record as changed at a time (UTC); a verdict is never changed, and has none."""
    return record if isinstance(record, Verdict) else msgspec.structs.replace(record, updated=now)


def updated_at(record: AnyRecord) -> str:
    """Return when a record was changed last (UTC)."""
    return str(getattr(record, "updated", record.created))


def age(record: SideRecord) -> tuple[str, str]:
    """Return what puts records in order, oldest first."""
    return record.created, record.uuid


@cache
def _decoder(table: SideTable[R]) -> msgspec.json.Decoder[R]:
    return msgspec.json.Decoder(table.kind)


@cache
def _nested(kind: type[SideRecord]) -> Mapping[str, frozenset[str]]:
    """Return the names of the fields of those objects that a kind of record has inside."""
    inside: dict[str, type[msgspec.Struct]] = {"article": ArticleRef, "target": Target}
    return {key: frozenset(inside[key].__struct_fields__) for key in kind.__struct_fields__ if key in inside}


def _checked(record: R) -> R:
    if record.rev < 1:
        raise InvalidAnnotationError("rev is 0; revisions start at 1")
    check_name(record.uuid)
    check_name(record.annotator)
    record.check()
    if record.extra:
        check_values(record.extra)
    return record


def _check_texts(texts: Iterable[str]) -> None:
    for text in texts:
        check_name(text, most=MAX_TEXT)
