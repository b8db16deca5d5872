"""Any sequence of decisions, full disks, changes by another program, undos and openings: none is lost."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, NamedTuple

import msgspec
import pytest
from failing_disk import Disk, no_room_to_write
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from state_machines import SETTINGS, UNTIL_FOUND, folder_in_memory
from store_tools import ME, make, opened

from annotations.model.records import Annotation
from annotations.services.undo import UndoConflictError, undo
from annotations.store import pending_changes as module
from annotations.store.base import Change, NotSavedError, Store
from annotations.store.pending_changes import PendingChanges

OTHER = "another program"


class Said(NamedTuple):
    """What these annotations differ in: ours is the note, the tags are the other program's."""

    note: str
    tags: tuple[str, ...]


class Waiting(NamedTuple):
    """What was decided on one annotation since the disk took nothing any more."""

    ground: Said | None
    note: str
    deleted: bool


def said(annotation: Annotation | None) -> Said | None:
    return annotation and Said(annotation.note, annotation.tags)


def saved(store: Store) -> dict[str, Said | None]:
    return {annotation.uuid: said(annotation) for annotation in store.list()}


class PendingChangesMachine(RuleBasedStateMachine):
    """The pending changes, and beside them what must be in sight and what must come to be saved."""

    made: Bundle[str] = Bundle("made")

    def __init__(self) -> None:
        super().__init__()
        self.folder = folder_in_memory()
        self.full = False
        self.stack = ExitStack()
        self.stack.enter_context(Disk(before=self._before))
        self.store = opened(self.folder / "annotations.json")
        self.pending_changes = PendingChanges(self.store, ME)
        self.model: dict[str, Said | None] = {}
        """What is saved."""
        self.waiting: dict[str, Waiting] = {}
        self.steps = 0
        """Decisions that wait."""

    def _before(self, name: str, args: tuple[Any, ...]) -> None:
        if self.full:
            no_room_to_write(name, args)

    def _view(self) -> Mapping[str, Said | None]:
        view = dict(self.model)
        for uuid, annotation in self.waiting.items():
            tags = annotation.ground.tags if annotation.ground else ("claim",)
            view[uuid] = None if annotation.deleted else Said(annotation.note, tags)
        return {uuid: annotation for uuid, annotation in view.items() if annotation}

    def _decide(self, change: Change, note: str, *, full: bool, deleted: bool = False) -> None:
        """Make a change through the pending changes, on a full disk or not, and say what must come of it."""
        self.full = full
        ground = (
            self.waiting[change.uuid].ground if change.uuid in self.waiting else self.model.get(change.uuid)
        )
        self.waiting[change.uuid] = Waiting(ground, note, deleted)
        self.steps += 1
        if self.full:
            with pytest.raises(NotSavedError, match="disk full") as raised:
                self.pending_changes.apply([change])
            assert raised.value.again
        else:
            self.pending_changes.apply([change])
            self._all_saved()
        self.full = False

    def _all_saved(self) -> None:
        for uuid, annotation in self.waiting.items():
            theirs = self.model.get(uuid)
            if theirs == annotation.ground or theirs is None:
                tags = annotation.ground.tags if annotation.ground else ("claim",)
                self.model[uuid] = None if annotation.deleted else Said(annotation.note, tags)
            else:  # changed by the other: what is ours is on it, and it isn't deleted
                self.model[uuid] = Said(annotation.note, theirs.tags)
        self.waiting, self.steps = {}, 0
        assert self.pending_changes.waiting == frozenset()
        assert self.pending_changes.reason == ""
        assert saved(self.store) == {
            uuid: annotation for uuid, annotation in self.model.items() if annotation
        }

    @rule(target=made, number=st.integers(0, 40), full=st.booleans())
    def insert(self, number: int, full: bool) -> str:
        annotation = make(number)
        self._decide(Change(annotation.uuid, 0, annotation), "", full=full)
        return annotation.uuid

    @rule(uuid=made, note=st.text(max_size=3), full=st.booleans())
    def edit(self, uuid: str, note: str, full: bool) -> None:
        if (current := self.pending_changes.get(uuid)) and current.note != note:
            put = msgspec.structs.replace(current, note=note)
            self._decide(Change(uuid, current.rev, put), note, full=full)

    @rule(uuid=made, full=st.booleans())
    def delete(self, uuid: str, full: bool) -> None:
        if current := self.pending_changes.get(uuid):
            self._decide(Change(uuid, current.rev, None), current.note, full=full, deleted=True)

    @rule()
    def retry(self) -> None:
        assert self.pending_changes.retry()
        self._all_saved()

    @rule(uuid=made, tag=st.sampled_from(["event", "rule", "سيطرة"]))
    def other_changes(self, uuid: str, tag: str) -> None:
        if current := self.store.get(uuid):
            put = msgspec.structs.replace(current, tags=(tag,))
            self.store.apply([Change(uuid, current.rev, put)], by=OTHER)
            self.model[uuid] = Said(current.note, (tag,))

    @rule(uuid=made)
    def other_deletes(self, uuid: str) -> None:
        if current := self.store.get(uuid):
            self.store.apply([Change(uuid, current.rev, None)], by=OTHER)
            self.model[uuid] = None

    @precondition(lambda self: not self.waiting)
    @rule()
    def undo(self) -> None:
        """What waited is taken back one decision at a time, as what was saved at once."""
        before = saved(self.store)
        try:
            events = undo(self.pending_changes, ME)
        except UndoConflictError:
            assert saved(self.store) == before
            return
        assert len(events) <= 1
        for event in events:
            before[event.uuid] = said(event.after)
        self.model = saved(self.store)
        assert self.model == {uuid: annotation for uuid, annotation in before.items() if annotation}

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = opened(self.folder / "annotations.json")
        self.pending_changes = PendingChanges(self.store, ME, after=self.pending_changes)

    @invariant()
    def all_is_in_sight(self) -> None:
        assert {
            annotation.uuid: said(annotation) for annotation in self.pending_changes.list()
        } == self._view()
        assert self.pending_changes.waiting == self.waiting.keys()
        assert all(
            said(self.pending_changes.get(uuid)) == annotation for uuid, annotation in self._view().items()
        )
        assert len(self.pending_changes._steps) == self.steps

    def teardown(self) -> None:
        assert self.pending_changes.retry(), "however it came to this, nothing blocks the rest"
        self._all_saved()
        self.store.close()
        self.stack.close()
        shutil.rmtree(self.folder)


def test_any_sequence() -> None:
    run_state_machine_as_test(PendingChangesMachine, settings=SETTINGS)


def test_pending_changes_that_give_way_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: one that lets go of what is ours where another has changed something."""
    monkeypatch.setattr(module, "_rebased", lambda before, ours, theirs: (theirs, None))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(PendingChangesMachine, settings=UNTIL_FOUND)
