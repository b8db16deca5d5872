"""Leads back to earlier states: `claimreader restore` lists them, says what would change, and does it.

Nothing is taken out of the history and nothing is overwritten. To go back to a state is a change like any
other: annotations come back, go, or are as they were, in one step of kind "restore", which `u` takes back.
Where the annotations file and its journal don't belong together (`annotations.store.lineage`) a person says
which of the two holds; the other one is kept under a dated name.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.model.records import (
    Annotation,
    InvalidAnnotationError,
    from_document,
    place_shown,
    timestamp,
)
from annotations.model.side_records import (
    SIDE_TABLES,
    TRUST,
    AnyChange,
    AnyRecord,
    PlacedRecord,
    article_of,
    change_to,
    document_of,
    is_a_persons,
    record_from,
    renewed,
    subject,
    without_revision,
)
from annotations.services.saving import save
from annotations.store import disk, journal
from annotations.store.backups import dated
from annotations.store.base import NotSavedError, Store, StoreError
from annotations.text.lines import json_beginning
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.store.recovery import Paths
    from annotations.store.tables import State

RESTORE = "restore"
"""The kind under which the history has such a step."""

FILE, JOURNAL, BAK = "file", "journal", "bak"
"""Names of states: the annotations file as it is, what lies in the journal and behind it, the last backup."""

_AT = re.compile(r"@(\d{1,18})")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class RestorePoint(msgspec.Struct, frozen=True):
    """One state that there is a way back to."""

    name: str
    """Its name: "file", "journal", "bak", a date, or "@" and the number of the last change in it."""
    when: str
    """UTC time of the last change in it; empty where nothing is."""
    seq: int
    total: int | None
    """Annotations; None: it can't be had whole."""
    what: str
    """The file, or whose work the history has up to there."""


class RestorePoints(NamedTuple):
    """All states that there are."""

    points: list[RestorePoint]
    apart: str
    """A line that says so, where the annotations file and the journal don't belong together."""


Key = tuple[str, str]
"""A record's table and uuid."""


class Difference(msgspec.Struct, frozen=True):
    """One annotation or other record that comes back, goes or changes on the way back to a state."""

    kind: str
    """"back", "go" or "change"."""
    table: str
    now: AnyRecord | None
    then: AnyRecord | None

    @property
    def record(self) -> AnyRecord:
        """The record, to say which it is."""
        record = self.now or self.then
        assert record is not None
        return record


class RestorePlan(NamedTuple):
    """All that going back to a state would change."""

    point: RestorePoint
    differences: list[Difference]
    articles: list[dict[str, Any]]
    """Records of the articles of annotations that come back."""
    aside: str = ""
    """The files that get a dated name, where the annotations file and the journal don't belong together."""

    @property
    def told(self) -> list[Difference]:
        """The differences that a person is told of: answers to suggestions go along silently, as in undo."""
        return [difference for difference in self.differences if difference.table != TRUST.name]

    def count(self, kind: str) -> int:
        """Return the number of records told that come back, go or change (a kind of `Difference`)."""
        return sum(difference.kind == kind for difference in self.told)


def is_name(text: str) -> bool:
    """Tell whether a text is the name of a state, and no file or folder."""
    return text in (FILE, JOURNAL, BAK) or bool(_AT.fullmatch(text) or _DATE.fullmatch(text))


def points(path: Path) -> RestorePoints:
    """Return the states that there are of an annotations file, the newest first.

    Raises:
        StoreError: there is nothing, or it can't be read.
    """
    from annotations.store.recovery import load

    paths = _existing(path)
    loaded = load(paths)
    files = list(_files(paths))
    listed = [point for point in files if point.name == FILE]
    if loaded.apart:
        side = loaded.apart.journal
        listed.append(RestorePoint(JOURNAL, side.when, side.seq, side.total, side.name))
    listed += [point for point in files if point.name != FILE]
    listed += _history(paths, None if loaded.apart else loaded.state)
    return RestorePoints(listed, str(loaded.apart or ""))


def plan(path: Path, name: str, *, source: Path | None = None) -> RestorePlan:
    """Say what going back to a state would change.

    Args:
        path: the annotations file.
        name: the state's; "" with `source`.
        source: another annotations file, such as a copy on another disk, whose state is wanted.

    Raises:
        StoreError: there is no such state, or it can't be had whole.
    """
    from annotations.store.recovery import load

    paths = _existing(path)
    loaded = load(paths)
    now = _by_key(loaded.state)
    if loaded.apart:
        if source or name not in (FILE, JOURNAL):
            raise StoreError(
                f"{path}: say first which of the two holds: restore {FILE}, or restore {JOURNAL}"
            )
        journaled = _journal_state(paths)
        if name == JOURNAL and journaled is None:
            raise StoreError(
                f"{path}: the journal can't be had whole; restore {FILE} keeps the annotations file"
            )
        point = next(point for point in points(path).points if point.name == name)
        if name == JOURNAL:
            return RestorePlan(point, list(_differences(now, _by_key(journaled))), [], paths.main.name)
        if journaled is None:
            return RestorePlan(point, [], [], f"{paths.journal.name} and {paths.history.name}")
        differences = list(_differences(_by_key(journaled), now))
        return RestorePlan(point, differences, _records(loaded.state), paths.main.name)
    if name == JOURNAL:
        raise StoreError(f"{path}: its journal belongs to it; there is nothing to settle")
    if at := _AT.fullmatch(name):
        then, point = _state_at(paths, loaded.state, int(at[1]))
        return RestorePlan(point, list(_differences(now, then)), [])
    state, point = _state_of(paths, name, source)
    return RestorePlan(point, list(_differences(now, _by_key(state))), _records(state))


def restore(path: Path, name: str, *, by: str, source: Path | None = None) -> RestorePlan:
    """Go back to a state, as one more step of the history.

    Args:
        path: the annotations file.
        name: the state's; "" with `source`.
        by: who does it, for the history; only he can undo it.
        source: see `plan`.

    Returns:
        What was done.

    Raises:
        StoreError: there is no such state, or it can't be had whole.
        NotSavedError: the disk would not take it, or somebody else has the file open.
    """
    planned = plan(path, name, source=source)
    kept = _settle(path, name, by=by) if planned.aside else None
    try:
        _make_step(path, name, planned, by=by)
    except NotSavedError as error:
        if kept is None or name != FILE:
            raise
        # The journal holds for now; what was chosen isn't lost, and can be chosen again.
        raise NotSavedError(f"{error}. The file is kept: restore --from {kept.name}") from error
    return planned


def _make_step(path: Path, name: str, planned: RestorePlan, *, by: str) -> None:
    from annotations.store.tinydb_store import open_store

    with open_store(path, annotator=by) as store:
        if store.info().readonly:
            raise NotSavedError(f"{path}: not restored: {store.info().why}")
        store.pause_checkpoints()
        for record in planned.articles:
            if store.article(str(record["id"]), filed=True) is None:
                store.remember_article(record)
        if name != JOURNAL:
            changes = list(_changes(store, planned.differences))
            save(store, changes, by=by, kind=RESTORE)
        store.checkpoint()


def as_text(planned: RestorePlan, most: int = 20) -> Iterator[str]:
    """Write what would change for people: counts, and a line for each of the first annotations."""
    back, go, change = (planned.count(kind) for kind in ("back", "go", "change"))
    yield point_text(planned.point)
    if planned.aside:
        line = f"this one holds; {planned.aside} is kept under today's date. From the other to this:"
        yield escaped(line)
    yield f"{back} come back, {go} go, {change} change" if planned.differences else "nothing would change"
    for difference in planned.told[:most]:
        yield _line(difference)
    if len(planned.told) > most:
        yield f"... and {len(planned.told) - most} more (--json lists all)"


def difference_record(difference: Difference) -> dict[str, Any]:
    """Return a difference as `restore --json` writes it."""
    sides = {"now": difference.now, "then": difference.then}
    documents = {side: said and document_of(said) for side, said in sides.items()}
    return {"what": difference.kind, "table": difference.table} | documents


def point_text(point: RestorePoint) -> str:
    """Write one state as one line."""
    when = point.when[:16].replace("T", " ") + "Z" if point.when else "-"
    total = "not whole" if point.total is None else f"{point.total} annotation{'s' * (point.total != 1)}"
    return escaped(f"{point.name:<12} {when:<17}  {total:>18}  {point.what}")


def _line(difference: Difference) -> str:
    at = difference.record
    article = article_of(at)
    if isinstance(at, PlacedRecord):
        place = place_shown(at.article.id, at.target.sentence)
    else:
        place = article.id if article else "-"
    if difference.table in SIDE_TABLES:
        place += f" {difference.table}"
    verb = {"back": "comes back", "go": "goes", "change": "changes"}[difference.kind]
    if difference.now and difference.then:
        before, after = document_of(difference.now), document_of(difference.then)
        fields = [
            key
            for key in {**before, **after}
            if key not in ("rev", "updated") and before.get(key) != after.get(key)
        ]
        said = "; ".join(f"{key}: {_show(before.get(key))} -> {_show(after.get(key))}" for key in fields)
    else:
        tags = f"{', '.join(at.tags)} " if isinstance(at, Annotation) else ""
        said = f"{tags}{_show(subject(at))}"
    return escaped(f"{verb:<10} {place} {said}")


def _show(value: Any) -> str:
    return json_beginning(value, 60)


def _existing(path: Path) -> Paths:
    from annotations.store.recovery import Paths

    paths = Paths.of(path)
    if not paths.exist():
        raise StoreError(f"{path}: there are no annotations yet, and so nothing to go back to")
    return paths


def _annotations(state: State) -> list[Annotation]:
    return [annotation for uuid in state.annotations.known() if (annotation := state.find(uuid))]


def _by_key(state: State | None) -> dict[Key, AnyRecord]:
    return {(table, record.uuid): record for table, record in state.records()} if state else {}


def _records(state: State | None) -> list[dict[str, Any]]:
    if state is None:
        return []
    return [record for key in state.articles.known() if (record := state.articles.document(key))]


def _read(path: Path, *, new: bool = False) -> State:
    """Read an annotations file by itself.

    Args:
        path: the file.
        new: whether it may be empty, as the annotations file itself is before the first checkpoint. A
            backup or a copy of 0 bytes is what a full disk leaves, and no state without annotations.

    Raises:
        StoreError: it can't be read, or is none.
    """
    from annotations.store import storage
    from annotations.store.tables import State

    try:
        status = path.stat()
        empty = stat.S_ISREG(status.st_mode) and not status.st_size  # a pipe has 0 bytes, too
        if empty and not new:
            raise StoreError(f"{path}: it is empty, 0 bytes, and no state to go back to")
        tables = {} if empty else storage.read(path)
    except OSError as error:
        raise StoreError(f"{path}: can't be read: {error.strerror}") from error
    return State(storage.CheckpointStorage(path, tables, None, sound=False))


def _files(paths: Paths) -> Iterator[RestorePoint]:
    named = [
        (FILE, paths.main),
        (BAK, paths.bak),
        *((backup.stem, backup) for backup in dated(paths.backups)),
    ]
    for name, path in named:
        if path.exists():
            yield _point(name, path)


def _point(name: str, path: Path) -> RestorePoint:
    try:
        state = _read(path, new=name == FILE)
    except StoreError:
        return RestorePoint(name, "", 0, None, f"{path.name}, damaged")
    annotations = _annotations(state)
    when = max((annotation.updated for annotation in annotations), default="")
    return RestorePoint(name, when, state.seq, len(annotations), path.name)


def _state_of(paths: Paths, name: str, source: Path | None) -> tuple[State, RestorePoint]:
    path = source or {FILE: paths.main, BAK: paths.bak}.get(name) or paths.backups / f"{name}.json"
    if not path.exists():
        raise StoreError(f"{paths.main}: there is no {name or path}; claimreader restore lists what there is")
    shown = source.name if source else name
    return _read(path, new=name == FILE), _point(shown, path)


def _journal_state(paths: Paths) -> State | None:
    from annotations.store.recovery import without_main

    return without_main(paths)[0]


def _history(paths: Paths, state: State | None) -> Iterator[RestorePoint]:
    """Yield the state after the last change of each session and day, the newest first.

    Args:
        paths: where.
        state: the tables now; None: they aren't those that the history leads to.
    """
    ends: list[tuple[journal.JournalEntry, int]] = []
    count = 0
    for entry in journal.entries(paths.journal, paths.history):
        for op in entry.ops:
            if op.table == journal.ANNOTATIONS:
                count += (op.after is not None) - (op.before is not None)
        if ends and (ends[-1][0].session, ends[-1][0].t[:10]) == (entry.session, entry.t[:10]):
            ends.pop()
        ends.append((entry, count))
    if state is None:
        state = _journal_state(paths)
    # What the history doesn't have was there before it: counted back from what is there now.
    before = len(state.annotations) - count if state else None
    for entry, there in reversed(ends):
        total = None if before is None or before + there < 0 else before + there
        yield RestorePoint(
            f"@{entry.seq}", entry.t, entry.seq, total, f"the history up to change {entry.seq}, by {entry.by}"
        )


def _state_at(paths: Paths, state: State, seq: int) -> tuple[dict[Key, AnyRecord], RestorePoint]:
    """Return all records after a change: what is there now, with all later changes taken back.

    Raises:
        StoreError: the history doesn't have all of them.
    """
    if seq > state.seq:
        raise StoreError(
            f"{paths.main}: there are {state.seq} changes, no change {seq}; claimreader restore lists"
        )
    later = list(journal.entries(paths.journal, paths.history, seq))
    if [entry.seq for entry in later] != list(range(seq + 1, state.seq + 1)):
        raise StoreError(
            f"{paths.main}: the history has not all changes after {seq}; claimreader restore lists"
        )
    then = _by_key(state)
    for entry in reversed(later):
        for op in entry.ops:
            if op.table not in (journal.ANNOTATIONS, *SIDE_TABLES):
                continue
            then.pop((op.table, op.id), None)
            if op.before is not None:
                try:
                    then[op.table, op.id] = (
                        from_document(op.before)
                        if op.table == journal.ANNOTATIONS
                        else record_from(SIDE_TABLES[op.table], op.before)
                    )
                except InvalidAnnotationError:
                    continue  # another program had left something unreadable there
    entries = journal.entries(paths.journal, paths.history, seq - 1)
    last = next((entry for entry in entries if entry.seq == seq), None)
    said = f"change {seq}" + (f", of {last.by}" if last else "")
    total = sum(table == journal.ANNOTATIONS for table, _ in then)
    return then, RestorePoint(f"@{seq}", last.t if last else "", seq, total, said)


def _differences(now: Mapping[Key, AnyRecord], then: Mapping[Key, AnyRecord]) -> Iterator[Difference]:
    for key in [*then, *(key for key in now if key not in then)]:
        if not is_a_persons(key[0]):
            continue
        before, after = now.get(key), then.get(key)
        if before is None:
            yield Difference("back", key[0], None, after)
        elif after is None:
            yield Difference("go", key[0], before, None)
        elif without_revision(before) != without_revision(after):
            yield Difference("change", key[0], before, after)


def _changes(store: Store, differences: Sequence[Difference]) -> Iterator[AnyChange]:
    for difference in differences:
        uuid = difference.record.uuid
        current, then = store.find(difference.table, uuid), difference.then
        if current is None and then is None:
            continue
        restored = then and renewed(msgspec.structs.replace(then, rev=1), timestamp())
        yield change_to(difference.table, uuid, current.rev if current else 0, restored)


def _settle(path: Path, name: str, *, by: str) -> Path | None:
    """Let the journal stand, the annotations file kept aside; or the file, where no journal is whole.

    The choice of "file" is then a change on top of the journal, so that it has a history and can be undone.

    Returns:
        Where the annotations file is kept; None: it stands.

    Raises:
        NotSavedError: somebody has the file open, or the disk would not take it.
    """
    from annotations.store.lock import Lock
    from annotations.store.recovery import Paths

    paths = Paths.of(path)
    lock = Lock(paths.lock, by)
    try:
        if not lock.acquire():
            raise NotSavedError(f"{path}: not restored: it is open in another claimreader ({lock.holder()})")
        with disk.alone_in(paths.main.parent):
            whole = _journal_state(paths) is not None
            # Without the journal its `.old` one would be the journal: who is killed in between leaves none.
            aside = [paths.main] if whole else [journal.old(paths.journal), paths.journal, paths.history]
            now = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
            kept = {file: _free(file.with_name(f"{file.name}.replaced-{now}")) for file in aside}
            for old, new in kept.items():
                if old.exists():
                    disk.replace(old, new)
            disk.flush_folder(paths.main.parent)
    except OSError as error:
        raise NotSavedError(f"{path}: not restored: {disk.reason(error)}") from error
    finally:
        lock.release()
    assert whole or name == FILE
    return kept.get(paths.main)


def _free(path: Path) -> Path:
    """Return a name that nothing has."""
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{path.name.partition('~')[0]}~{number}")
    return path
