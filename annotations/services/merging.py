"""Merges two annotations files: `claimreader merge A B -o C`.

It goes by uuid, three-way where the histories of the two meet, and nothing is lost in silence. The ancestor
of an annotation is the newest state that both histories know. What only one side changed since is taken; tags
and links are sets, changed on both sides without conflict; of a field that both sides changed, the later one
is kept and the other goes into the report, for clocks lie and nobody may be overruled in silence. A deletion
holds against an untouched annotation and yields to a changed one. Two analysts' annotations of one span stay
two. A link that one side has made to what the other has deleted goes with it, as in every deletion, and is in
the report.

What else a store keeps is merged by the same rules, table by table: flags, people, verdicts, and corrections
of articles, of which there is one for an article, whoever made it.

The number of its sentence that an annotation carries is information: where nothing else differs, nothing
does, and it goes with the target that is kept.

The result is the same whichever file comes first, and merging again changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.corpus.progress import Tell, untold
from annotations.model.records import Annotation, Change, Link, from_document, says_something, to_document
from annotations.model.side_records import (
    SIDE_TABLES,
    AnyChange,
    AnyRecord,
    SideRecord,
    document_of,
    record_from,
)
from annotations.model.suggested import stands
from annotations.paths import likely_file
from annotations.services.annotation_files import without_history, without_journal
from annotations.services.output_paths import OutputPaths
from annotations.services.saving import save
from annotations.store.base import NotSavedError, Store, StoreError
from annotations.store.journal import ANNOTATIONS
from annotations.text.lines import json_beginning
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.composition import Project

MERGE = "merge"
"""The kind under which the history has such a step."""

Document = dict[str, Any]
"""An annotation as it stands in the file."""

_SETS = ("tags", "links", "names", "lines")
_MAPS = ("attributes",)
_OWN = ("rev", "updated", "created", "uuid")
"""Fields that follow from the merge itself."""


Past = dict[str, list[Document | None]]
"""By uuid, every state that the history knows of a record, the present one among them; None: deleted."""


class TableSide(NamedTuple):
    """One of the two files' tables of records beside the annotations."""

    records: dict[str, SideRecord]
    past: Past


class MergeSide(NamedTuple):
    """One of the two files."""

    name: str
    annotations: dict[str, Annotation]
    past: Past
    """Of the annotations."""
    beside: Mapping[str, TableSide] = {}
    """The other tables, by name."""


class Conflict(msgspec.Struct, frozen=True):
    """Something that both sides changed, or that one deleted and the other changed."""

    uuid: str
    article: str
    quote: str
    field: str
    a: Any
    b: Any
    kept: str
    """"a" or "b"."""
    why: str


class Merged(NamedTuple):
    """The annotations of both, those that are gone, and what a person has to look at."""

    annotations: dict[str, Annotation]
    deleted: frozenset[str]
    conflicts: list[Conflict]
    beside: Mapping[str, Mapping[str, SideRecord]] = {}
    """The records of the other tables, by table and uuid."""


def merge_into(
    project: Project,
    a: Path,
    b: Path,
    out: Path,
    *,
    report: Path | str | None = None,
    force: bool = False,
    tell: Tell = untold,
) -> tuple[Merged, str]:
    """Merge two annotations files; returns what was merged, and the report as text.

    Args:
        project: whose annotator merges, and whose files are safe.
        a: one file.
        b: the other.
        out: a new file, or `a` or `b`.
        report: a file for the conflicts, as JSON: an object with the key `conflicts`.
        force: replace the report's file, if it is the user's own.
        tell: called with how far it is.

    Raises:
        ThereAlreadyError: the report's file is there, and `force` isn't set.
        ExchangeError: a path may not be written, see `output_paths`; nothing was merged.
        StoreError: see `merge_files`.
    """
    OutputPaths(project, a, b).check_database(out, (a, b))
    if report is not None:
        report = OutputPaths(project, a, b, out).check(report, force=force)
    merged, text = merge_files(a, b, out, by=project.annotator, tell=tell)
    if isinstance(report, Path):
        from annotations.exchange.files import write_stream

        # the first key says that this is no article of the corpus beside which it may lie
        document = {"claimreader": "conflicts", "conflicts": merged.conflicts}
        write_stream(report, [msgspec.json.encode(document) + b"\n"])
    return merged, text


def left_behind(a: Path, b: Path, *, by: str) -> list[str]:
    """Say, a line each, what of two files wasn't copied along with them.

    To be asked before the merge, which gives one of them new changes.
    """
    from annotations.store.tinydb_store import open_store

    notes = []
    for path in (a, b):
        if path.exists():  # else the merge says so
            with open_store(path, annotator=by, readonly=True) as store:
                seq = store.info().seq
            notes += [without_journal(path, seq), without_history(path, seq)]
    return [note for note in notes if note]


def merge_files(a: Path, b: Path, out: Path, *, by: str, tell: Tell = untold) -> tuple[Merged, str]:
    """Merge two annotation files into a new one, or into one of the two, with the histories of both.

    Args:
        a: one file.
        b: the other.
        out: a file that doesn't exist yet, or `a` or `b`, which is then changed as by any other save.
        by: who merges, for the history.
        tell: called with how far it is.

    Returns:
        What was merged, and the report as text.

    Raises:
        StoreError: one can't be read, `out` is another existing file, or somebody holds it open.
        NotSavedError: the disk would not take it; `out` is as it was.
    """
    from annotations.store.history_merge import join_histories, remove
    from annotations.store.recovery import Paths
    from annotations.store.tinydb_store import open_store

    sides: list[MergeSide] = []
    articles: list[Document] = []
    for path in (a, b):
        if not Paths.of(path).exist():
            raise StoreError(f"{path}: no such annotations file{likely_file(path)}")
        store = open_store(path, annotator=by, readonly=True)
        if apart := store.info().apart:
            raise StoreError(f"{path}: not merged: {apart}")
        sides.append(side(store, str(path), tell))
        articles += store.articles(filed=True)
    merged = merge(sides[0], sides[1], tell)
    fresh = out.resolve() not in (a.resolve(), b.resolve())
    if fresh:
        join_histories(a, b, out, by)
    try:
        with open_store(out, annotator=by) as store:
            if store.info().readonly:
                raise NotSavedError(f"{out}: not merged: {store.info().why}")
            changes = list(_changes(store, merged))
            save(store, changes, by=by, kind=MERGE, records=articles)
    except BaseException:
        if fresh:
            remove(out)
        raise
    return merged, as_text(merged, *sides)


def _changes(store: Store, merged: Merged) -> Iterator[AnyChange]:
    """Yield what makes a store hold the merged annotations and other records."""
    for name, table in SIDE_TABLES.items():
        records = merged.beside.get(name, {})
        for uuid in sorted(records.keys() | {record.uuid for record in store.records(table)}):
            record, stored = records.get(uuid), store.find(name, uuid)
            if record is None:
                assert isinstance(stored, SideRecord)
                yield table.drop(stored)
            elif stored is None or msgspec.structs.replace(record, rev=stored.rev) != stored:
                yield table.put(record, stored.rev if stored else 0)
    for uuid in sorted(merged.annotations.keys() | {annotation.uuid for annotation in store.list()}):
        wanted, current = merged.annotations.get(uuid), store.get(uuid)
        if wanted is None or current is None or _differ(wanted, current):
            yield Change(uuid, current.rev if current else 0, wanted)


def _differ(wanted: Annotation, current: Annotation) -> bool:
    """Say whether anything differs but the revision and the number of the sentence, which is information."""
    target = msgspec.structs.replace(wanted.target, sentence=current.target.sentence)
    return msgspec.structs.replace(wanted, rev=current.rev, target=target) != current


def as_text(merged: Merged, a: MergeSide, b: MergeSide) -> str:
    """Write the report for people: one line a conflict, what was kept first."""
    kept, gone, open_ = len(merged.annotations), len(merged.deleted), len(merged.conflicts)
    both = len(a.annotations.keys() & b.annotations.keys())
    counts = (
        f"{kept} annotations now ({a.name} has {len(a.annotations)}, {b.name} has {len(b.annotations)}, "
        f"{both} in both); left out: {gone} that one side has deleted; to look at: {open_}"
    )
    if any(merged.beside.values()):
        beside = (f"{len(records)} in {table}" for table, records in merged.beside.items() if records)
        counts += f"; beside them: {', '.join(beside)}"
    names = {"a": a.name, "b": b.name, "": "both"}
    lines = []
    for conflict in merged.conflicts:
        kept_value, other = conflict.a, conflict.b
        if conflict.kept == "b":
            kept_value, other = other, kept_value
        lines.append(
            f"{conflict.uuid or '-'} {conflict.article} {conflict.field}: {conflict.why}"
            f" | kept ({names[conflict.kept]}): {json_beginning(kept_value, 120)}"
            f" | other: {json_beginning(other, 120)}"
        )
    return "\n".join(map(escaped, [counts, *lines]))


def side(store: Store, name: str, tell: Tell = untold) -> MergeSide:
    """Read one file to be merged, telling how many changes of its history are read."""
    annotations = {annotation.uuid: annotation for annotation in store.list()}
    beside = {
        table.name: TableSide({record.uuid: record for record in store.records(table)}, {})
        for table in SIDE_TABLES.values()
    }
    past: dict[str, Past] = {ANNOTATIONS: {}} | {table: side.past for table, side in beside.items()}
    for number, event in enumerate(store.history(), 1):
        tell(number, None, "changes read")
        states = past[event.table].setdefault(event.uuid, [_document(event.before)])
        states.append(_document(event.after))
    now: dict[str, Mapping[str, AnyRecord]] = {ANNOTATIONS: annotations}
    now |= {table: side.records for table, side in beside.items()}
    for table, records in now.items():
        for uuid, record in records.items():
            past[table].setdefault(uuid, []).append(document_of(record))
        for uuid in store.deleted(table):
            past[table].setdefault(uuid, []).append(None)
    return MergeSide(name, annotations, past[ANNOTATIONS], beside)


def merge(a: MergeSide, b: MergeSide, tell: Tell = untold) -> Merged:
    """Merge two files; see the module for the rules."""
    merged: dict[str, Annotation] = {}
    deleted = set()
    conflicts: list[Conflict] = []
    uuids = sorted(a.past.keys() | b.past.keys())
    for number, uuid in enumerate(uuids, 1):
        tell(number, len(uuids), "annotations")
        ours, theirs = _document(a.annotations.get(uuid)), _document(b.annotations.get(uuid))
        past_a, past_b = (
            None if states is None else list(map(_unnumbered, states))
            for states in (a.past.get(uuid), b.past.get(uuid))
        )
        result = _merge_one(_unnumbered(ours), _unnumbered(theirs), past_a, past_b, conflicts)
        if result is None:
            deleted.add(uuid)
        else:
            merged[uuid] = from_document(_numbered(result, ours, theirs))
    conflicts += _take_loose_ends(merged, deleted, a)
    conflicts += _texts(a, b)
    beside = {
        table: _merge_table(table, a.beside[table], b.beside[table], conflicts)
        for table in a.beside
        if table in b.beside
    }
    return Merged(merged, frozenset(deleted), conflicts, beside)


def _merge_table(name: str, a: TableSide, b: TableSide, conflicts: list[Conflict]) -> dict[str, SideRecord]:
    """Merge the records of a table beside the annotations."""
    merged: dict[str, SideRecord] = {}
    for uuid in sorted(a.past.keys() | b.past.keys()):
        ours, theirs = _document(a.records.get(uuid)), _document(b.records.get(uuid))
        result = _merge_one(ours, theirs, a.past.get(uuid), b.past.get(uuid), conflicts)
        if result is not None:
            merged[uuid] = record_from(SIDE_TABLES[name], result)
    return merged


def _document(record: AnyRecord | None) -> Document | None:
    return None if record is None else document_of(record)


def _unnumbered(document: Document | None) -> Document | None:
    """Return a document without the number of its sentence."""
    if document is None or "sentence" not in document["target"]:
        return document
    target = {key: value for key, value in document["target"].items() if key != "sentence"}
    return document | {"target": target}


def _numbered(result: Document, *sides: Document | None) -> Document:
    """Return a merged document with the number that the later side gives to the sentence of its target."""
    same = [side for side in sides if side is not None and _where(_unnumbered(side) or {}) == _where(result)]
    later = max(same, key=lambda side: (side["updated"], _key(side)), default=None)
    if later is None or "sentence" not in later["target"]:
        return result
    return result | {"target": result["target"] | {"sentence": later["target"]["sentence"]}}


def _merge_one(
    a: Document | None,
    b: Document | None,
    past_a: list[Document | None] | None,
    past_b: list[Document | None] | None,
    conflicts: list[Conflict],
) -> Document | None:
    """Merge the two sides of one annotation; None: it is gone.

    Args:
        a: what one side has now, None if nothing.
        b: what the other has.
        past_a: every state that the one side has ever known; None if it never knew the annotation.
        past_b: those of the other.
        conflicts: takes what a person has to look at.
    """
    if past_a is None or past_b is None:  # only one side has ever known it
        return b if past_a is None else a
    if a == b:
        return a
    known = [state for state in past_a if state is not None and state in past_b]
    ancestor = max(known, key=_age, default=None)
    if a is None or b is None:
        left = a or b
        if left is None or left == ancestor:
            return None
        why = "deleted on one side, changed on the other"
        what = "annotation" if "tags" in left and "target" in left else "record"
        conflicts.append(_conflict(left, what, a, b, "a" if a else "b", why))
        return left
    if a == ancestor:
        return b
    return a if b == ancestor else _FieldMerge(ancestor or {}, a, b, conflicts).merged()


def _age(document: Document) -> tuple[int, str, str]:
    return document["rev"], _updated(document), _key(document)


def _updated(document: Document) -> str:
    return str(document.get("updated", document["created"]))


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


class _FieldMerge:
    """An annotation that both sides have changed, merged field by field.

    Args:
        ancestor: the newest state that both know, empty if there is none.
        a: one side.
        b: the other.
        conflicts: takes each value that both changed, of which the later is kept.
    """

    def __init__(self, ancestor: Document, a: Document, b: Document, conflicts: list[Conflict]) -> None:
        self._ancestor, self._a, self._b = ancestor, a, b
        self._later = "a" if (_updated(a), _key(a)) >= (_updated(b), _key(b)) else "b"
        self._conflicts = conflicts

    def merged(self) -> Document:
        """Return the annotation of both."""
        a, b = self._a, self._b
        result: Document = {}
        sides = (_where(self._ancestor), _where(a), _where(b))
        where = self._value(*sides, "article and target")
        for field in dict.fromkeys([*a, *b]):
            if field not in (*_OWN, "suggested"):
                result[field] = where[field] if field in where else self._field(field)
        if "suggested" in a:
            result["suggested"] = self._suggested(result)
        result = {field: value for field, value in result.items() if value is not None}
        both_changed = all(_without_own(document) != _without_own(result) for document in (a, b))
        own = {
            "uuid": a["uuid"],
            "created": min(a["created"], b["created"]),
            "rev": max(a["rev"], b["rev"]) + both_changed,
        }
        if "updated" in a:
            own["updated"] = max(a["updated"], b["updated"])
        return own | result

    def _field(self, field: str) -> Any:
        old, ours, theirs = self._ancestor.get(field), self._a.get(field), self._b.get(field)
        if field in _SETS:
            return _merge_sets(old or [], ours or [], theirs or [])
        if field in _MAPS:
            return self._map(old or {}, ours or {}, theirs or {}, field)
        return self._value(old, ours, theirs, field)

    def _suggested(self, result: Document) -> list[Any]:
        """Return the marks of the values that were kept; what a side says unmarked it has said by itself."""
        sides = (self._a, self._b)
        marks = {_key(mark): mark for side in sides for mark in side["suggested"]}
        kept = []
        for _, mark in sorted(marks.items()):
            holders = [side for side in sides if stands(mark["field"], side, result)]
            if holders and all(mark in side["suggested"] for side in holders):
                kept.append(mark)
        return kept

    def _map(
        self, old: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], field: str
    ) -> Document:
        """Merge the values one by one; a null stays where both sides have the key."""
        merged = {
            key: self._value(old.get(key), ours.get(key), theirs.get(key), f"{field}.{key}")
            for key in sorted(ours.keys() | theirs.keys())
        }
        both = ours.keys() & theirs.keys()
        return {key: value for key, value in merged.items() if value is not None or key in both}

    def _value(self, old: Any, ours: Any, theirs: Any, field: str) -> Any:
        if theirs in (ours, old):
            return ours
        if ours == old:
            return theirs
        why = "changed on both sides; the later change is kept"
        self._conflicts.append(_conflict(self._a, field, ours, theirs, self._later, why))
        return ours if self._later == "a" else theirs


def _where(document: Document) -> Document:
    """Return what says where the span is: offsets are nothing without the text that they count."""
    return {field: document.get(field) for field in ("article", "target")}


def _without_own(document: Document) -> Document:
    return {key: value for key, value in document.items() if key not in _OWN and value is not None}


def _merge_sets(old: Iterable[Any], ours: Iterable[Any], theirs: Iterable[Any]) -> list[Any]:
    """Return what either side added and neither took away."""
    by_key = {_key(item): item for item in [*old, *ours, *theirs]}
    before, own, others = ({_key(item) for item in items} for items in (old, ours, theirs))
    kept = (own & others) | ((own | others) - before)
    return [by_key[key] for key in sorted(kept)]


def _conflict(document: Document, field: str, a: Any, b: Any, kept: str, why: str) -> Conflict:
    article, target = document.get("article") or {}, document.get("target", {})
    names = ", ".join(document.get("names", ())) or document.get("quote", "")
    return Conflict(
        document["uuid"], article.get("id", ""), target.get("quote", names), field, a, b, kept, why
    )


def _take_loose_ends(merged: dict[str, Annotation], deleted: set[str], a: MergeSide) -> Iterator[Conflict]:
    """Take away the links that one side made to what the other deleted, and yield each, to be looked at.

    An annotation that said nothing but such a link goes, too.

    Args:
        merged: is changed.
        deleted: takes what goes, too.
        a: one of the sides.
    """
    holders: dict[str, dict[str, None]] = {}
    for annotation in merged.values():
        for link in annotation.links:
            holders.setdefault(link.to, {})[annotation.uuid] = None
    waiting = sorted(deleted, reverse=True)
    while waiting:
        gone = waiting.pop()
        for uuid in [uuid for uuid in holders.get(gone, ()) if uuid in merged]:
            holder = merged[uuid]
            for link in holder.links:
                if link.to == gone:
                    yield _loose_end(
                        holder, link, by_a=uuid in a.annotations and link in a.annotations[uuid].links
                    )
            kept = msgspec.structs.replace(
                holder, links=tuple(link for link in holder.links if link.to != gone)
            )
            if says_something(kept):
                merged[uuid] = kept
            else:
                del merged[uuid]
                deleted.add(uuid)
                waiting.append(uuid)


def _loose_end(holder: Annotation, link: Link, *, by_a: bool) -> Conflict:
    a, b, kept = (link.to, None, "b") if by_a else (None, link.to, "a")
    return _conflict(to_document(holder), "links", a, b, kept, "the link's other end was deleted")


def _texts(a: MergeSide, b: MergeSide) -> list[Conflict]:
    """Report articles annotated in different texts: offsets of one don't count in the other."""
    texts: list[dict[str, set[str]]] = [{}, {}]
    for known, each in zip(texts, (a, b), strict=True):
        for annotation in each.annotations.values():
            known.setdefault(annotation.article.id, set()).add(annotation.article.sha256)
    return [
        Conflict("", name, "", "article.sha256", sorted(ours), sorted(theirs), "", "annotated in two texts")
        for name, ours in sorted(texts[0].items())
        if (theirs := texts[1].get(name, ours)) != ours
    ]
