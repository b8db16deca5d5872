"""Merging two annotations files: `claimreader merge A B -o C`.

It goes by uuid, three-way where the histories of the two meet, and nothing is lost in silence. The ancestor
of an annotation is the newest state that both histories know. What only one side changed since is taken; tags
and links are sets, changed on both sides without conflict; of a field that both sides changed, the later one
is kept and the other goes into the report, for clocks lie and nobody may be overruled in silence. A deletion
holds against an untouched annotation and yields to a changed one. Two analysts' annotations of one span stay
two. A link that one side has made to what the other has deleted stays, and is in the report.

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

from annotations.model.records import Annotation, Change, from_document, to_document
from annotations.paths import likely_file
from annotations.services.annotation_files import without_history, without_journal
from annotations.services.output_paths import OutputPaths
from annotations.services.saving import save
from annotations.store.base import NotSavedError, Store, StoreError
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.project import Project

MERGE = "merge"
"""What the history calls such a step."""

Document = dict[str, Any]
"""An annotation as it stands in the file."""

_SETS = ("tags", "links")
_MAPS = ("attributes",)
_OWN = ("rev", "updated", "created", "uuid")
"""Fields that follow from the merge itself."""


class Side(NamedTuple):
    """One of the two files."""

    name: str
    annotations: dict[str, Annotation]
    past: dict[str, list[Document | None]]
    """Every state that the history knows of an annotation, the present one among them; None: deleted."""


class Conflict(msgspec.Struct, frozen=True):
    """What both sides changed, or one deleted and the other changed."""

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


def merge_into(
    project: Project, a: Path, b: Path, out: Path, *, report: Path | str | None = None, force: bool = False
) -> tuple[Merged, str]:
    """Merge two annotations files; returns what was merged, and the report as text.

    Args:
        project: whose annotator merges, and whose files are safe.
        a: one file.
        b: the other.
        out: a new file, or `a` or `b`.
        report: a file for the conflicts, as JSON: an object with the key `conflicts`.
        force: replace the report's file, if it is the user's own.

    Raises:
        ThereAlreadyError: the report's file is there, and `force` isn't set.
        ExchangeError: a path may not be written, see `output_paths`; nothing was merged.
        StoreError: see `merge_files`.
    """
    OutputPaths(project, a, b).check_database(out, (a, b))
    if report is not None:
        report = OutputPaths(project, a, b, out).check(report, force=force)
    merged, text = merge_files(a, b, out, by=project.annotator)
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


def merge_files(a: Path, b: Path, out: Path, *, by: str) -> tuple[Merged, str]:
    """Merge two annotation files into a new one, or into one of the two, with the histories of both.

    Args:
        a: one file.
        b: the other.
        out: a file that doesn't exist yet, or `a` or `b`, which is then changed as by any other save.
        by: who merges, for the history.

    Returns:
        What was merged, and the report as text.

    Raises:
        StoreError: one can't be read, `out` is another existing file, or somebody holds it open.
        NotSavedError: the disk would not take it; `out` is as it was.
    """
    from annotations.store.history_merge import join_histories, remove
    from annotations.store.recovery import Paths
    from annotations.store.tinydb_store import open_store

    sides: list[Side] = []
    articles: list[Document] = []
    for path in (a, b):
        if not Paths.of(path).exist():
            raise StoreError(f"{path}: no such annotations file{likely_file(path)}")
        store = open_store(path, annotator=by, readonly=True)
        if apart := store.info().apart:
            raise StoreError(f"{path}: not merged: {apart}")
        sides.append(side(store, str(path)))
        articles += store.articles()
    merged = merge(*sides)
    fresh = out.resolve() not in (a.resolve(), b.resolve())
    if fresh:
        join_histories(a, b, out, by)
    try:
        with open_store(out, annotator=by) as store:
            if store.info().readonly:
                raise NotSavedError(f"{out}: not merged: {store.info().why}")
            changes = list(_changes(store, merged))
            save(store, changes, by=by, kind=MERGE, records=articles, whole_state=True)
    except BaseException:
        if fresh:
            remove(out)
        raise
    return merged, as_text(merged, *sides)


def _changes(store: Store, merged: Merged) -> Iterator[Change]:
    """Yield what makes a store hold the merged annotations."""
    for uuid in sorted(merged.annotations.keys() | {annotation.uuid for annotation in store.list()}):
        wanted, current = merged.annotations.get(uuid), store.get(uuid)
        if wanted is None or current is None or _differ(wanted, current):
            yield Change(uuid, current.rev if current else 0, wanted)


def _differ(wanted: Annotation, current: Annotation) -> bool:
    """Say whether anything differs but the revision and the number of the sentence, which is information."""
    target = msgspec.structs.replace(wanted.target, sentence=current.target.sentence)
    return msgspec.structs.replace(wanted, rev=current.rev, target=target) != current


def as_text(merged: Merged, a: Side, b: Side) -> str:
    """Write the report for people: one line a conflict, what was kept first."""
    kept, gone, open_ = len(merged.annotations), len(merged.deleted), len(merged.conflicts)
    both = len(a.annotations.keys() & b.annotations.keys())
    counts = (
        f"{kept} annotations now ({a.name} has {len(a.annotations)}, {b.name} has {len(b.annotations)}, "
        f"{both} in both); left out: {gone} that one side has deleted; to look at: {open_}"
    )
    names = {"a": a.name, "b": b.name, "": "both"}
    lines = [
        f"{conflict.uuid or '-'} {conflict.article} {conflict.field}: {conflict.why}"
        f" | kept ({names[conflict.kept]}): {_beginning(conflict.b if conflict.kept == 'b' else conflict.a)}"
        f" | other: {_beginning(conflict.a if conflict.kept == 'b' else conflict.b)}"
        for conflict in merged.conflicts
    ]
    return "\n".join(map(escaped, [counts, *lines]))


def _beginning(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:120]


def side(store: Store, name: str) -> Side:
    """Read one file to be merged."""
    annotations = {annotation.uuid: annotation for annotation in store.list()}
    past: dict[str, list[Document | None]] = {}
    for event in store.history():
        states = past.setdefault(event.uuid, [_document(event.before)])
        states.append(_document(event.after))
    for uuid, annotation in annotations.items():
        past.setdefault(uuid, []).append(to_document(annotation))
    for uuid in store.deleted():
        past.setdefault(uuid, []).append(None)
    return Side(name, annotations, past)


def merge(a: Side, b: Side) -> Merged:
    """Merge two files; see the module for the rules."""
    merged: dict[str, Annotation] = {}
    deleted = set()
    conflicts: list[Conflict] = []
    for uuid in sorted(a.past.keys() | b.past.keys()):
        ours, theirs = _document(a.annotations.get(uuid)), _document(b.annotations.get(uuid))
        past_a, past_b = (
            None if states is None else list(map(_unnumbered, states))
            for states in (a.past.get(uuid), b.past.get(uuid))
        )
        result = _merge_one(uuid, _unnumbered(ours), _unnumbered(theirs), past_a, past_b, conflicts)
        if result is None:
            deleted.add(uuid)
        else:
            merged[uuid] = from_document(_numbered(result, ours, theirs))
    conflicts += _loose_ends(merged, deleted)
    conflicts += _texts(a, b)
    return Merged(merged, frozenset(deleted), conflicts)


def _document(annotation: Annotation | None) -> Document | None:
    return None if annotation is None else to_document(annotation)


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
    uuid: str,
    a: Document | None,
    b: Document | None,
    past_a: list[Document | None] | None,
    past_b: list[Document | None] | None,
    conflicts: list[Conflict],
) -> Document | None:
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
        conflicts.append(
            _conflict(
                left, "annotation", a, b, "a" if a else "b", "deleted on one side, changed on the other"
            )
        )
        return left
    if a == ancestor:
        return b
    if b == ancestor:
        return a
    return _merge_fields(ancestor or {}, a, b, conflicts)


def _age(document: Document) -> tuple[int, str, str]:
    return document["rev"], document["updated"], _key(document)


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _merge_fields(ancestor: Document, a: Document, b: Document, conflicts: list[Conflict]) -> Document:
    later = "a" if (a["updated"], _key(a)) >= (b["updated"], _key(b)) else "b"
    where = _merge_values(_where(ancestor), _where(a), _where(b), later, "article and target", a, conflicts)
    fields = [field for field in dict.fromkeys([*a, *b]) if field not in _OWN]
    merged = {
        field: where[field]
        if field in where
        else _merge_field(field, ancestor.get(field), a.get(field), b.get(field), later, a, conflicts)
        for field in fields
    }
    merged = {field: value for field, value in merged.items() if value is not None}
    both_changed = _without_own(a) != merged != _without_own(b)
    own = {
        "uuid": a["uuid"],
        "created": min(a["created"], b["created"]),
        "updated": max(a["updated"], b["updated"]),
        "rev": max(a["rev"], b["rev"]) + both_changed,
    }
    return own | merged


def _merge_field(
    field: str, old: Any, a: Any, b: Any, later: str, whole: Document, conflicts: list[Conflict]
) -> Any:
    """Merge one field: a set and a map by their parts, all else as a whole."""
    if field in _SETS:
        return _merge_sets(old or [], a or [], b or [])
    if field in _MAPS:
        parts = _merge_maps(old or {}, a or {}, b or {}, later, field, whole, conflicts)
        both = (a or {}).keys() & (b or {}).keys()
        return {key: value for key, value in parts.items() if value is not None or key in both}
    return _merge_values(old, a, b, later, field, whole, conflicts)


def _where(document: Document) -> Document:
    """Return what says where the span is: offsets are nothing without the text that they count."""
    return {field: document.get(field) for field in ("article", "target")}


def _without_own(document: Document) -> Document:
    return {key: value for key, value in document.items() if key not in _OWN}


def _merge_sets(old: Iterable[Any], a: Iterable[Any], b: Iterable[Any]) -> list[Any]:
    """Return what either side added and neither took away."""
    keyed = {_key(item): item for item in [*old, *a, *b]}
    before, ours, theirs = ({_key(item) for item in items} for items in (old, a, b))
    kept = (ours & theirs) | ((ours | theirs) - before)
    return [keyed[key] for key in sorted(kept)]


def _merge_maps(
    old: Mapping[str, Any],
    a: Mapping[str, Any],
    b: Mapping[str, Any],
    later: str,
    field: str,
    whole: Document,
    conflicts: list[Conflict],
) -> Document:
    return {
        key: _merge_values(old.get(key), a.get(key), b.get(key), later, f"{field}.{key}", whole, conflicts)
        for key in sorted(a.keys() | b.keys())
    }


def _merge_values(
    old: Any, a: Any, b: Any, later: str, field: str, whole: Document, conflicts: list[Conflict]
) -> Any:
    if b in (a, old):
        return a
    if a == old:
        return b
    conflicts.append(_conflict(whole, field, a, b, later, "changed on both sides; the later change is kept"))
    return a if later == "a" else b


def _conflict(document: Document, field: str, a: Any, b: Any, kept: str, why: str) -> Conflict:
    return Conflict(
        document["uuid"], document["article"]["id"], document["target"]["quote"], field, a, b, kept, why
    )


def _loose_ends(merged: dict[str, Annotation], deleted: set[str]) -> list[Conflict]:
    """Report links that one side made to what the other deleted."""
    return [
        _conflict(to_document(annotation), "links", link.to, None, "a", "the link's other end was deleted")
        for annotation in merged.values()
        for link in annotation.links
        if link.to in deleted
    ]


def _texts(a: Side, b: Side) -> list[Conflict]:
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
