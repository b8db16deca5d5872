"""Undoes and redoes, written once above every store: a new change restores what stood before.

Nothing is taken out of the history. An undo is a change of its own whose `of` names the change that it takes
back; a redo takes back an undo in the same way. What can be undone is therefore read from the store's
history: it lasts over restarts and articles, and each annotator has a line of his own. One `apply` of several
annotations and other records is one step. What the program keeps by itself, such as under which feed a team
gets to know what is saved here, is no step: to take it back would publish all of it once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from annotations.model.records import timestamp
from annotations.model.side_records import AnyRecord, change_to, is_a_persons, renewed, without_revision
from annotations.services.saving import save
from annotations.store.base import ConflictError, Event, Store

UNDO = "undo"
REDO = "redo"

AT_FIRST = 2000
"""Changes that are read before the first undo, 0.1 s; all the others only when these have been taken back."""


class UndoConflictError(Exception):
    """A step can't be taken back, for a record of it was changed afterwards; nothing has changed."""

    def __init__(self, step: Sequence[Event], uuid: str, by: str, kind: str) -> None:
        super().__init__(f"can't {kind}: {uuid} was changed afterwards by {by}")
        self.step = step
        """The events of the step that stays as it is."""
        self.uuid = uuid
        self.by = by


def undo(store: Store, by: str) -> Sequence[Event]:
    """Take back the last change of annotator `by` that isn't taken back yet.

    Returns:
        The events of the change that was made to do so, one for each record; none: there is nothing to
        undo.

    Raises:
        UndoConflictError: a record of that step is not as the step left it.
        NotSavedError: the disk would not take it; nothing has changed.
    """
    return _take_back(store, by, UNDO)


def redo(store: Store, by: str) -> Sequence[Event]:
    """Take back the last undo of annotator `by`, if he has changed nothing else since.

    Returns:
        As `undo`.

    Raises:
        UndoConflictError: as `undo`.
        NotSavedError: as `undo`.
    """
    return _take_back(store, by, REDO)


def last_step(store: Store, by: str) -> Sequence[Event]:
    """Return the events of the step that `undo` would take back; none if there is none."""
    past = _caught_up(store, by, UNDO)
    done = past.stack(by, UNDO)
    return tuple(done[-1]) if done else ()


def comes_after_all(store: Store, by: str, seq: int) -> bool:
    """Say whether what somebody did beside the store after its change `seq` is taken back before `undo`.

    That is so if the step that `undo` would take back is none that he has made since.
    """
    step = last_step(store, by)
    return not step or step[0].seq <= seq


def is_redone_first(store: Store, by: str, seq: int) -> bool:
    """Say whether what somebody took back beside the store after its change `seq` is redone before `redo`.

    That is so if he has changed nothing else since, and the step that `redo` would make again was undone
    before.
    """
    for event in store.history(since=seq):
        if event.by == by and event.kind not in (UNDO, REDO) and is_a_persons(event.table):
            return False
    undone = _caught_up(store, by, REDO).stack(by, REDO)
    return not undone or undone[-1][0].seq <= seq


class _Steps(NamedTuple):
    """The steps of one annotator that can be taken back: those that count as done, and undos."""

    done: list[list[Event]]
    undone: list[list[Event]]


class _Past:
    """All annotators' steps in one store after `since`, read from its history once and then kept up."""

    def __init__(self, since: int) -> None:
        self.seq = self.since = since
        self.of: dict[str, _Steps] = {}

    def stack(self, by: str, kind: str) -> list[list[Event]]:
        steps = self.of.get(by, _Steps([], []))
        return steps.done if kind == UNDO else steps.undone

    def catch_up(self, store: Store) -> None:
        step: list[Event] = []
        for event in store.history(since=self.seq):
            if not is_a_persons(event.table):
                continue
            if event.seq != self.seq:
                step = []
                self._add(event, step)
                self.seq = event.seq
            step.append(event)

    def _add(self, first: Event, step: list[Event]) -> None:
        done, undone = self.of.setdefault(first.by, _Steps([], []))
        if first.kind == UNDO:
            _drop(done, first.of)
            undone.append(step)
        elif first.kind == REDO:
            _drop(undone, first.of)
            done.append(step)
        else:
            done.append(step)
            undone.clear()


def _drop(steps: list[list[Event]], seq: int | None) -> None:
    steps[:] = [step for step in steps if step[0].seq != seq]


_PASTS: WeakKeyDictionary[Store, _Past] = WeakKeyDictionary()


def _caught_up(store: Store, by: str, kind: str) -> _Past:
    past = _PASTS.setdefault(store, _Past(max(0, store.info().seq - AT_FIRST)))
    past.catch_up(store)
    if past.since and not past.stack(by, kind):
        past = _PASTS[store] = _Past(0)
        past.catch_up(store)
    return past


def _take_back(store: Store, by: str, kind: str) -> Sequence[Event]:
    past = _caught_up(store, by, kind)
    if not (stack := past.stack(by, kind)):
        return []
    step = stack[-1]
    changes = []
    for event in step:
        current = store.find(event.table, event.uuid)
        if _content(current) != _content(event.after):
            raise _conflict(store, step, event.uuid, kind)
        restored = event.before and renewed(event.before, timestamp())
        changes.append(change_to(event.table, event.uuid, current.rev if current else 0, restored))
    try:
        # what somebody has linked to an annotation meanwhile doesn't outlive the undo of its making
        save(store, changes, by=by, kind=kind, of=step[0].seq)
    except ConflictError as error:
        raise _conflict(store, step, error.uuid, kind) from error
    before = past.seq
    past.catch_up(store)
    return [event for event in store.history(since=before) if event.of == step[0].seq and event.by == by]


def _content(record: AnyRecord | None) -> AnyRecord | None:
    return record and without_revision(record)


def _conflict(store: Store, step: Sequence[Event], uuid: str, kind: str) -> UndoConflictError:
    later = [event.by for event in store.history(uuid, since=step[0].seq)]
    return UndoConflictError(step, uuid, later[-1] if later else "another program", kind)
