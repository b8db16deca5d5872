"""Holds, in order, the changes that the disk doesn't take now; every change of a session comes through here.

The store itself never holds what isn't on the disk. The screen still has to show what the analyst has just
done, marked as not saved, or she would do it again and have it twice; so it looks at the store through this.
Each change waits as the step that it was, and is saved as that, so that undo takes back one decision at a
time. Whoever changes the store past the pending changes, another program's merge or another person who had
the file in between, blocks nothing: a waiting change whose ground has moved is made anew on what stands there
now, or set aside and said.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from annotations.model.article_corrections import corrected
from annotations.model.records import Annotation, age
from annotations.model.side_records import (
    CORRECTIONS,
    AnyChange,
    AnyRecord,
    ArticleCorrection,
    R,
    SideTable,
    after_change,
    article_of,
    change_to,
    correction_uuid,
    renewed,
    subject,
    updated_at,
    without_revision,
)
from annotations.model.side_records import age as record_age
from annotations.store.base import ConflictError, Event, Info, NotSavedError, Store
from annotations.store.journal import ANNOTATIONS, table_of

_TRIES = 5
"""Times that a waiting change is made anew since the store moved on while it was being saved."""


Key = tuple[str, str]
"""A record's table and uuid."""

Kind = Literal["edited", "deleted", "made", "moved", "undo", "unfit"]


class Clash(NamedTuple):
    """A part of a waiting change that could not be saved, since the record was changed meanwhile."""

    uuid: str
    quote: str
    """The words that name the record: the quote of an annotation or a flag."""
    kind: Kind
    """The change that came in between: it was changed, and so isn't deleted; deleted, and is back; made by
    somebody else, who holds; moved, and stays there; changed, so that an undo of it isn't done any more.
    "unfit": the change can't be kept at all, see `why`."""
    why: str = ""


class _Step(NamedTuple):
    """One decision that waits."""

    changes: Sequence[AnyChange]
    before: Mapping[Key, AnyRecord | None]
    """The records that it was made on."""
    by: str
    kind: str
    of: int | None


class PendingChanges:
    """A store (see `annotations.store.base.Store`), and the changes that wait for its disk.

    Reading waits for no save; what is read is what it will be when all is saved.

    Args:
        store: where annotations live.
        by: who makes the changes, where nobody is named.
        after: the pending changes of the same annotations before they were opened anew; what waits in it
        waits here.
    """

    def __init__(self, store: Store, by: str, after: PendingChanges | None = None) -> None:
        self.store = store
        self.by = by
        self.reason: str = after.reason if after else ""
        """The reason why the last save failed, for the screen; empty when nothing waits."""
        self.clashes: Sequence[Clash] = after.clashes if after else ()
        """The parts that were set aside; whoever has said so empties it."""
        self._steps: Sequence[_Step] = after._steps if after else ()
        self._records: dict[str, dict[str, Any]] = after._records if after else {}
        self._shown = _last_of(self._steps)
        self._saving = threading.RLock()
        for record in self._records.values():
            store.remember_article(record)

    @property
    def waiting(self) -> frozenset[str]:
        """The uuids of annotations and other records whose latest change is not saved."""
        return frozenset(uuid for _, uuid in self._shown)

    def info(self) -> Info:
        """Say where the store is and in what state."""
        return self.store.info()

    # ------------------------------------------------------------------ reading

    def get(self, uuid: str) -> Annotation | None:
        """Return an annotation as it will be when all is saved."""
        shown = self._shown
        if (key := (ANNOTATIONS, uuid)) not in shown:
            return self.store.get(uuid)
        annotation = shown[key]
        return annotation if isinstance(annotation, Annotation) else None

    def find(self, table: str, uuid: str) -> AnyRecord | None:
        """Return a record of any table as it will be when all is saved."""
        shown = self._shown
        return shown[table, uuid] if (table, uuid) in shown else self.store.find(table, uuid)

    def records(self, table: SideTable[R], article_id: str | None = None) -> Sequence[R]:
        """Return the records of a table as they will be when all is saved, oldest first."""
        shown = self._shown
        saved = {record.uuid: record for record in self.store.records(table, article_id)}
        for (name, uuid), record in shown.items():
            if name == table.name:
                saved.pop(uuid, None)
                if isinstance(record, table.kind) and _is_about(record, article_id):
                    saved[uuid] = record
        return sorted(saved.values(), key=record_age)

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return the annotations as they will be when all is saved, oldest first."""
        shown = self._shown
        if not shown:
            return self.store.list(article_id)
        saved = {annotation.uuid: annotation for annotation in self.store.list(article_id)}
        for uuid, annotation in self._annotations():
            saved.pop(uuid, None)
            if annotation and article_id in (None, annotation.article.id):
                saved[uuid] = annotation
        return sorted(saved.values(), key=age)

    def _annotations(self) -> Iterator[tuple[str, Annotation | None]]:
        """Yield the annotations that wait, by uuid; None: it is to go."""
        for (table, uuid), record in self._shown.items():
            if table == ANNOTATIONS:
                yield uuid, record if isinstance(record, Annotation) else None

    def article_ids(self) -> Sequence[str]:
        """Return the ids of the articles that have annotations, sorted; unsaved ones too."""
        waiting = {annotation.article.id for _, annotation in self._annotations() if annotation}
        return sorted(waiting.union(self.store.article_ids()))

    def annotated_texts(self, article_ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return by article the texts (their sha256) that annotations are about; of unsaved ones, too."""
        texts = {each: set(saved) for each, saved in self.store.annotated_texts(article_ids).items()}
        asked = set(article_ids)
        for _, annotation in self._annotations():
            if annotation and annotation.article.id in asked:
                texts.setdefault(annotation.article.id, set()).add(annotation.article.sha256)
        return texts

    def article(self, article_id: str, *, filed: bool = False) -> dict[str, Any] | None:
        """Return what the store remembers of an article, as corrected when all is saved, or `filed`."""
        key = CORRECTIONS.name, correction_uuid(article_id)
        if filed or key not in self._shown:
            return self.store.article(article_id, filed=filed)
        record, correction = self.store.article(article_id, filed=True), self._shown[key]
        if not isinstance(correction, ArticleCorrection):
            return record
        return corrected(record or {"id": article_id, "sha256": correction.article.sha256}, correction)

    def articles(self, *, filed: bool = False) -> Sequence[dict[str, Any]]:
        """Return what the store remembers of all articles, see `article`."""
        ids = [str(record["id"]) for record in self.store.articles(filed=True)]
        return [record for each in ids if (record := self.article(each, filed=filed)) is not None]

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations that will hold a link to one, or any link, when all is saved."""
        saved = {annotation.uuid: annotation for annotation in self.store.linking(to)}
        for uuid, annotation in self._annotations():
            saved.pop(uuid, None)
            if annotation and any(to in (None, link.to) for link in annotation.links):
                saved[uuid] = annotation
        return list(saved.values())

    def deleted(self, table: str = ANNOTATIONS) -> Sequence[str]:
        """Return the uuids of a table's records that are deleted, and will be when all is saved."""
        shown = {uuid: record for (name, uuid), record in self._shown.items() if name == table}
        gone = {uuid for uuid, record in shown.items() if record is None and self.store.find(table, uuid)}
        return [*(uuid for uuid in self.store.deleted(table) if shown.get(uuid) is None), *sorted(gone)]

    def history(self, uuid: str | None = None, since: int = 0) -> Iterator[Event]:
        """Yield what was saved; what waits has no number yet."""
        return self.store.history(uuid, since)

    def watch(self, since: int, timeout: float) -> Sequence[Event]:
        """Wait for what is saved, by anyone."""
        return self.store.watch(since, timeout)

    # ------------------------------------------------------------------ changing

    def apply(
        self,
        changes: Sequence[AnyChange],
        *,
        by: str | None = None,
        kind: str = "edit",
        of: int | None = None,
    ) -> Sequence[Annotation]:
        """Save changes as one step, and before them those that wait, each as the step that it was.

        Returns:
            The annotations of `changes` as stored (deleted ones left out).

        Raises:
            ConflictError: a `base_rev` is not that of the record as `find` returns it; nothing is kept of
            this. NotSavedError: not saved. With `again`, the changes wait; without, they can't be kept at
            all.
        """
        with self._saving:
            step = self._step(changes, by or self.by, kind, of) if changes else None
            waited = bool(self._steps)
            self._save_waiting(step)
            if step is None:
                return []
            try:
                # Where nothing waits, whoever asks has to look again; what waits is made anew here.
                return self._save(step) if waited else self.store.apply(changes, by=step.by, kind=kind, of=of)
            except NotSavedError as error:
                if error.again:
                    self._wait([step], str(error))
                raise
            finally:
                if not self._steps:
                    self._records = {}

    def retry(self) -> bool:
        """Try to save what waits; True when nothing waits any more."""
        try:
            self.apply([])
        except NotSavedError:
            return False
        return True

    def remember_article(self, record: dict[str, Any]) -> None:
        """Keep what is known of an article, see `annotations.store.base.Store`."""
        self._records[str(record["id"])] = record
        self.store.remember_article(record)

    def checkpoint(self) -> None:
        """Bring the TinyDB file up to date with what is saved."""
        self.store.checkpoint()

    def close(self) -> None:
        """Close the store; what waits still waits here."""
        self.store.close()

    def _step(self, changes: Sequence[AnyChange], by: str, kind: str, of: int | None) -> _Step:
        before = {(key := _key(change)): self.find(*key) for change in changes}
        for change in changes:
            current = before[_key(change)]
            if change.base_rev != (current.rev if current else 0):
                raise ConflictError(change.uuid, current)
        return _Step(tuple(changes), before, by, kind, of)

    def _wait(self, steps: Sequence[_Step], reason: str) -> None:
        self._steps, self._shown, self.reason = tuple(steps), _last_of(steps), reason

    def _save_waiting(self, last: _Step | None) -> None:
        """Save what waits, in order.

        Raises:
            NotSavedError: not all of it; `last` waits too if it may be saved later, else nothing is kept of
            it.
        """
        while self._steps:
            step, *rest = self._steps
            try:
                self._save(step)
            except NotSavedError as error:
                if error.again or self.store.info().readonly:
                    self._wait([*self._steps, last] if last and error.again else self._steps, str(error))
                    raise
                self._set_aside(step, "unfit", str(error))
            self._wait(rest, self.reason if rest else "")

    def _save(self, step: _Step) -> Sequence[Annotation]:
        """Save one waiting step on what stands there now."""
        for _ in range(_TRIES):
            changes, clashes = self._anew(step)
            try:
                stored = self.store.apply(changes, by=step.by, kind=step.kind, of=step.of)
            except ConflictError:
                continue  # somebody has saved between our two looks
            self.clashes = (*self.clashes, *clashes)
            return stored
        self._set_aside(step, "unfit", "it is changed all the time")
        return []

    def _set_aside(self, step: _Step, kind: Kind, why: str = "") -> None:
        about = [(change.uuid, after_change(change) or step.before[_key(change)]) for change in step.changes]
        self.clashes = (*self.clashes, *(_clash(uuid, record, kind, why) for uuid, record in about))

    def _anew(self, step: _Step) -> tuple[Sequence[AnyChange], Sequence[Clash]]:
        """Return a step's changes as made on what the store holds now."""
        changes: list[AnyChange] = []
        clashes: list[Clash] = []
        for change in step.changes:
            key = _key(change)
            before, ours, theirs = step.before[key], after_change(change), self.store.find(*key)
            kind: Kind | None = None
            if not _same(before, theirs):
                ours, kind = _rebased(before, ours, theirs)
                if step.of is not None and ours != theirs:  # undo never goes over what came afterwards
                    ours, kind = theirs, "undo"
            if kind:
                clashes.append(_clash(change.uuid, after_change(change) or before or theirs, kind))
            if ours != theirs:
                changes.append(change_to(key[0], change.uuid, theirs.rev if theirs else 0, ours))
        return changes, clashes


def _key(change: AnyChange) -> Key:
    return table_of(change), change.uuid


def _is_about(record: AnyRecord, article_id: str | None) -> bool:
    article = article_of(record)
    return article_id is None or (article is not None and article.id == article_id)


def _clash(uuid: str, record: AnyRecord | None, kind: Kind, why: str = "") -> Clash:
    return Clash(uuid, subject(record) if record else "", kind, why)


def _last_of(steps: Sequence[_Step]) -> Mapping[Key, AnyRecord | None]:
    """Return the records as they will be after all steps."""
    last: dict[Key, AnyRecord | None] = {}
    for step in steps:
        for change in step.changes:
            record = after_change(change)
            if record is not None:
                record = msgspec.structs.replace(record, rev=max(record.rev, change.base_rev + 1))
            last[_key(change)] = record
    return last


def _same(record: AnyRecord | None, other: AnyRecord | None) -> bool:
    """Compare what is said; `rev` and `updated` follow from when it was saved."""
    if record is None or other is None:
        return record is other
    return without_revision(record) == without_revision(other)


_PLACE = ("article", "target")
_APART = frozenset({"uuid", "created", "updated", "rev", "attributes", *_PLACE})
"""Fields that are not taken as a whole; what is said in a tag belongs to the others."""


def _rebased(
    before: AnyRecord | None, ours: AnyRecord | None, theirs: AnyRecord | None
) -> tuple[AnyRecord | None, Kind | None]:
    """Make a change, from `before` to `ours`, on `theirs`; return it, and what there is to say of it.

    What only one side has changed is taken; where both have, ours holds, which comes later: the history keeps
    theirs, and undo brings it back. Only a place is theirs, with the text that its offsets count in: ours may
    count in a text that is gone. A deletion yields to a change, as in a merge.
    """
    if ours is None:
        return theirs, "edited" if theirs else None
    if theirs is None:
        return ours, "deleted"
    if before is None:
        return theirs, None if _same(ours, theirs) else "made"
    changed: dict[str, Any] = {
        field: value
        for field in ours.__struct_fields__
        if field not in _APART and (value := getattr(ours, field)) != getattr(before, field)
    }
    if isinstance(theirs, Annotation):
        attributes = _attributes(before, ours, theirs)
        if attributes != theirs.attributes:
            changed["attributes"] = attributes
    kind: Kind | None = None
    if _place(ours) != _place(before):
        if _place(theirs) == _place(before):
            changed |= _place(ours)
        elif _place(theirs) != _place(ours):
            kind = "moved"
    if not changed:
        return theirs, kind
    return renewed(msgspec.structs.replace(theirs, **changed), updated_at(ours)), kind


def _place(record: AnyRecord) -> dict[str, Any]:
    """Return what says where a record's span is, of one that has any."""
    return {field: getattr(record, field) for field in _PLACE if field in record.__struct_fields__}


def _attributes(before: AnyRecord, ours: AnyRecord, theirs: Annotation) -> dict[str, Any]:
    """Return their attributes with those that were changed here."""
    attributes = dict(theirs.attributes)
    if isinstance(before, Annotation) and isinstance(ours, Annotation):
        for key in {**before.attributes, **ours.attributes}:
            value = ours.attributes.get(key)
            if value != before.attributes.get(key):
                attributes[key] = value
                if key not in ours.attributes:
                    del attributes[key]
    return attributes
