"""Says who changed what, and when, in words: `claimreader history [ANNOTATION]`.

Beside annotations it tells of what else the store keeps: flags, people, verdicts, corrected articles. A line
is made of the documents as they stand in the journal: what is the same before and after is compared as bytes
and never decoded, since of 50,000 changes most leave most of an annotation as it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.model.records import Annotation, InvalidAnnotationError, decode, place_shown
from annotations.model.side_records import SIDE_TABLES, AnyRecord, document_of
from annotations.store import history_entries
from annotations.store.base import Event, Store
from annotations.store.journal import ANNOTATIONS
from annotations.text.lines import json_beginning
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.composition import Project

_NOISE = frozenset({"rev", "updated", "created", "uuid", "annotator"})
"""Fields that the line says anyway, or that say nothing of what was changed."""
_PLAIN: tuple[str, ...] = ("tags", "note", "links")
_PLACE = ("target", "article")
_OWN = _NOISE.union(_PLAIN, ("article", "target", "attributes"))

_KEPT = 4096
"""Annotations whose last state is remembered: what one works at for a week, 10 MB."""

_Side = Mapping[str, msgspec.Raw]
"""A document by its fields, each as it stands in the JSON."""

_Place = tuple[str | None, int | None]
"""Article and sentence."""
_NOWHERE: _Place = (None, None)

_SIDE = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NULL = msgspec.Raw(b"null")


class _Article(msgspec.Struct):
    id: str


class _Target(msgspec.Struct):
    start: int
    end: int
    quote: str
    sentence: int | None = None


_ARTICLE = msgspec.json.Decoder(_Article)
_TARGET = msgspec.json.Decoder(_Target)


class NotOneError(LookupError):
    """A prefix that no annotation has, or several; the message says which."""


def find_uuid(store: Store, prefix: str) -> str:
    """Return the uuid that begins with `prefix`, of annotations that are there or ever were.

    Raises:
        NotOneError: there is none, or more than one.
    """
    known = {annotation.uuid for annotation in store.list()} | {event.uuid for event in store.history()}
    for table in SIDE_TABLES.values():
        known |= {record.uuid for record in store.records(table)}
    if prefix in known:
        return prefix
    matching = sorted(uuid for uuid in known if uuid.startswith(prefix))
    if len(matching) != 1:
        some = f"{len(matching)} annotations begin with {prefix[:40]!r}: {', '.join(matching[:3])}"
        raise NotOneError(some if matching else f"no annotation begins with {prefix[:40]!r}")
    return matching[0]


def meant_uuid(project: Project, prefix: str) -> str:
    """Return the uuid that begins with `prefix`; who names a folder, as for other commands, is told how.

    Raises:
        NotOneError: there is none, or more than one.
    """
    try:
        return find_uuid(project.store(readonly=True), prefix)
    except NotOneError as error:
        if os.path.lexists(prefix):
            raise NotOneError(f"{error}; for the changes of a folder: history --corpus {prefix}") from None
        raise


def event_records(project: Project, uuid: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the events of one annotation or of all, oldest first, as `history --json` writes them."""
    for event in project.store(readonly=True).history(uuid):
        record = msgspec.structs.asdict(event)
        for side in ("before", "after"):
            record[side] = document_of(record[side]) if record[side] else None
        yield record


class PastChange(NamedTuple):
    """One record's part in one change, in words that `history` prints into a pipe."""

    seq: int
    time: str
    by: str
    kind: str
    """The kind of change: "edit", "undo of 12", "import", ..."""
    uuid: str
    article: str | None
    """The id of the article; None if it is about none."""
    sentence: int | None
    """The number of the sentence, from 0, if that is known."""
    said: str
    """Each field before and after."""
    before: msgspec.Raw = _NULL
    """The annotation as it stands in the journal; null if there was none, and for other records."""
    after: msgspec.Raw = _NULL

    @property
    def sides(self) -> tuple[Annotation | None, Annotation | None] | None:
        """The annotation before and after; None if it is none, or can't be read as one any more."""
        if self.before == self.after == _NULL:
            return None
        try:
            before, after = (None if side == _NULL else decode(side) for side in (self.before, self.after))
        except InvalidAnnotationError:
            return None
        return before, after

    def __str__(self) -> str:
        place = "-" if self.article is None else place_shown(self.article, self.sentence)
        return escaped(f"{self.seq} {self.time} {self.by} {self.kind} {self.uuid} {place} {self.said}")


def lines(path: Path, uuid: str | None = None) -> Iterator[str]:
    """Yield a line for each record's part in each change, see `past_changes`."""
    return map(str, past_changes(path, uuid))


def past_changes(path: Path, uuid: str | None = None) -> Iterator[PastChange]:
    """Yield each record's part in each change, oldest first, of one record or of all.

    Only journal and history are read; it does not matter in what state the annotations file itself is.

    Raises:
        StoreError: what lies there is no journal but a link, a pipe, or far larger than any.
    """
    from annotations.store.recovery import Paths

    paths = Paths.of(path)
    last: dict[str, tuple[msgspec.Raw, _Side | None]] = {}
    for entry in history_entries.entries(paths.journal, paths.history, about=uuid):
        kind = _kind(entry.kind, entry.of)
        for op in entry.ops:
            if uuid not in (None, op.id):
                continue
            sides = _NULL, _NULL
            if op.table in SIDE_TABLES:
                about, said = _side_said(op.table, bytes(op.before), bytes(op.after))
            elif op.table == ANNOTATIONS:
                # What a change found is nearly always what the one before it left.
                known = last.get(op.id)
                before = known[1] if known and known[0] == op.before else _side(op.before)
                after = _side(op.after)
                if len(last) >= _KEPT:
                    last.clear()
                last[op.id] = op.after, after
                about, said = _said(before, after)
                sides = op.before, op.after
            else:
                continue
            yield PastChange(entry.seq, entry.t, entry.by, kind, op.id, *about, said, *sides)


def as_text(event: Event) -> str:
    """Write the same line of an event."""
    before, after = (_as_json(side) for side in (event.before, event.after))
    if event.table in SIDE_TABLES:
        about, said = _side_said(event.table, bytes(before), bytes(after))
    else:
        about, said = _said(_side(before), _side(after))
    kind = _kind(event.kind, event.of)
    return str(PastChange(event.seq, event.time, event.by, kind, event.uuid, *about, said))


def _kind(kind: str, of: int | None) -> str:
    return kind if of is None else f"{kind} of {of}"


def _as_json(record: AnyRecord | None) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(document_of(record))) if record else _NULL


def _side_said(table: str, before: bytes, after: bytes) -> tuple[_Place, str]:
    """Return place and words of a record beside the annotations: its table stands before what was said."""
    try:
        old, new = (msgspec.json.decode(side, type=dict[str, Any] | None) for side in (before, after))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        old = new = None  # another program had left something unreadable there
    at = new or old or {}
    target, article = (value if isinstance(value := at.get(key), dict) else {} for key in _PLACE)
    said = ["deleted"] if new is None else ["new"] if old is None else []
    if isinstance(quote := target.get("quote"), str):
        said.append(_show(quote))
    for key in dict.fromkeys([*(old or {}), *(new or {})]):
        was, now = (old or {}).get(key), (new or {}).get(key)
        if key in _NOISE or key in _PLACE or was == now:
            continue
        if old is not None and new is not None:
            said.append(f"{key}: {_show(was)} -> {_show(now)}")
        elif was or now:  # of what is new or deleted only what it says
            said.append(f"{key}: {_show(was or now)}")
    if old and new and (span := _offsets(old)) != _offsets(new):
        said.append(f"span: {span} -> {_offsets(new)}")
    sentence = target.get("sentence")
    place = str(article.get("id")), sentence if isinstance(sentence, int) else None
    return place if article else _NOWHERE, f"{table}: {'; '.join(said)}"


def _offsets(document: Mapping[str, Any]) -> str | None:
    target = document.get("target")
    return f"{target.get('start')}-{target.get('end')}" if isinstance(target, dict) else None


def _said(before: _Side | None, after: _Side | None) -> tuple[_Place, str]:
    """Return place and words of an annotation's change: each field before and after."""
    at = after or before
    if at is None:
        return _NOWHERE, "deleted" if after is None else ""
    target = _TARGET.decode(at["target"])
    place = _article_id(bytes(at["article"])), target.sentence
    return place, "; ".join(_differences(before, after, target))


@lru_cache(maxsize=1024)
def _article_id(article: bytes) -> str:
    return _ARTICLE.decode(article).id


def _side(raw: msgspec.Raw) -> _Side | None:
    """Return one side of a change by its fields; None where there was or is none that could be shown."""
    if raw == _NULL:
        return None
    try:
        side = _SIDE.decode(raw)
        _TARGET.decode(side["target"])
        _article_id(bytes(side["article"]))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, KeyError):
        return None  # another program had left something unreadable there
    return side


def _differences(before: _Side | None, after: _Side | None, target: _Target) -> Iterator[str]:
    if after is None:
        yield f"deleted: {_show(target.quote)}"
        return
    if before is None:
        yield f"new: {_show(target.quote)}"
    for field, old, new in _fields(before or {}, after):
        if before is None:
            if new:
                yield f"{field}: {_show(new)}"
        elif old != new:
            yield f"{field}: {_show(old)} -> {_show(new)}"


def _fields(before: _Side, after: _Side) -> Iterator[tuple[str, Any, Any]]:
    """Yield what may differ, flattened by one level: an attribute is a field of its own, the span one."""
    if before.get("target") != after["target"]:
        yield "span", _span(before), _span(after)
    fields = _PLAIN
    if before.keys() - _OWN or after.keys() - _OWN:
        fields = (*_PLAIN, *(key for key in dict.fromkeys([*before, *after]) if key not in _OWN))
    for field in fields:
        if before.get(field) != after.get(field):
            yield field, _value(before.get(field)), _value(after.get(field))
    if before.get("attributes") != after.get("attributes"):
        old, new = (_value(side.get("attributes")) or {} for side in (before, after))
        for key in dict.fromkeys([*old, *new]):
            yield key, old.get(key), new.get(key)


def _span(side: _Side) -> str | None:
    if not side:
        return None
    target = _TARGET.decode(side["target"])
    return f"{target.start}-{target.end}"


def _value(raw: msgspec.Raw | None) -> Any:
    return None if raw is None else msgspec.json.decode(raw)


def _show(value: Any) -> str:
    return json_beginning(value, 80)
