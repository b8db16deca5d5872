"""Any sequence of saves, deletions, undos, checkpoints, openings and crashes, against a dictionary."""

from __future__ import annotations

import shutil
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from state_machines import SETTINGS, UNTIL_FOUND, folder_in_memory
from store_tools import (
    ME,
    drop,
    drop_beside,
    everything,
    make,
    make_beside,
    opened,
    plain,
    plain_beside,
    put,
    put_beside,
)

from annotations.model.records import Annotation, to_document
from annotations.model.side_records import (
    FEEDS,
    SIDE_TABLES,
    SideChange,
    SideRecord,
    document_of,
    is_a_persons,
)
from annotations.services.undo import redo, undo
from annotations.store.base import Change
from annotations.store.tables import State

Content = dict[str, dict[str, Any]]


def said(content: Content) -> Content:
    """Leave out what an undo moves on instead of back."""
    return {uuid: document | {"rev": 0, "updated": ""} for uuid, document in content.items()}


class StoreMachine(RuleBasedStateMachine):
    """The store, and beside it what it must hold now, before each undo, and after each redo."""

    made: Bundle[Annotation] = Bundle("made")
    beside: Bundle[tuple[str, SideRecord]] = Bundle("beside")

    def __init__(self) -> None:
        super().__init__()
        self.folder = folder_in_memory()
        self.path = self.folder / "0" / "annotations.json"
        self.crashes = 0
        self.store = opened(self.path)
        self.model: Content = {}
        self.past: list[Content] = []
        self.future: list[Content] = []

    def _changed(self, after: Content) -> None:
        self.past.append(said(self.model))
        self.future.clear()
        self.model = after

    @rule(target=made, number=st.integers(0, 40), note=st.text(max_size=5))
    def insert(self, number: int, note: str) -> Annotation:
        saved = put(self.store, make(number, note=note))
        self._changed(self.model | {saved.uuid: to_document(saved)})
        return saved

    @rule(target=made, numbers=st.lists(st.integers(0, 40), min_size=2, max_size=4))
    def insert_several(self, numbers: list[int]) -> Any:
        new = [make(number) for number in numbers]
        stored = self.store.apply([Change(annotation.uuid, 0, annotation) for annotation in new], by=ME)
        self._changed(self.model | {annotation.uuid: to_document(annotation) for annotation in stored})
        return multiple(*stored)

    @rule(
        annotation=made, note=st.text(max_size=5), tags=st.sets(st.sampled_from(["claim", "event", "سيطرة"]))
    )
    def change(self, annotation: Annotation, note: str, tags: set[str]) -> None:
        current = self.store.get(annotation.uuid) or annotation
        saved = put(self.store, msgspec.structs.replace(current, note=note, tags=tuple(sorted(tags))))
        self._changed(self.model | {saved.uuid: to_document(saved)})

    @rule(annotation=consumes(made))
    def delete(self, annotation: Annotation) -> None:
        if annotation.uuid in self.model:
            drop(self.store, annotation)
            self._changed(
                {uuid: document for uuid, document in self.model.items() if uuid != annotation.uuid}
            )

    @rule(
        target=beside,
        table=st.sampled_from([table for table in sorted(SIDE_TABLES) if is_a_persons(table)]),
        number=st.integers(0, 5),
        text=st.sampled_from(["a", "بب", "ccc"]),
    )
    def put_beside(self, table: str, number: int, text: str) -> tuple[str, SideRecord]:
        saved = put_beside(self.store, table, make_beside(table, number, text))
        self._changed(self.model | {saved.uuid: {"table": table} | document_of(saved)})
        return table, saved

    @rule(number=st.integers(0, 5))
    def keep_a_feed(self, number: int) -> None:
        """What no person has said is there whatever is taken back."""
        saved = put_beside(self.store, FEEDS.name, make_beside(FEEDS.name, number))
        document = {"table": FEEDS.name} | document_of(saved)
        self.model = self.model | {saved.uuid: document}
        for content in (*self.past, *self.future):
            content.update(said({saved.uuid: document}))

    @rule(beside=consumes(beside))
    def drop_beside(self, beside: tuple[str, SideRecord]) -> None:
        table, record = beside
        if record.uuid in self.model:
            drop_beside(self.store, table, record)
            self._changed({uuid: said for uuid, said in self.model.items() if uuid != record.uuid})

    @rule(target=made, number=st.integers(0, 40), beside=beside)
    def insert_and_drop_beside(self, number: int, beside: tuple[str, SideRecord]) -> Any:
        """One step of two tables: a sentence is decided, and what was to come back to goes."""
        table, record = beside
        new, current = make(number), self.store.find(table, record.uuid)
        rev = current.rev if current else 0
        changes = [SideChange(table, record.uuid, rev, None), Change(new.uuid, 0, new)]
        (stored,) = self.store.apply(changes, by=ME)
        left = {uuid: said for uuid, said in self.model.items() if uuid != record.uuid}
        self._changed(left | {stored.uuid: to_document(stored)})
        return stored

    @rule()
    def undo(self) -> None:
        assert bool(undo(self.store, ME)) == bool(self.past)
        if self.past:
            self.future.append(said(self.model))
            assert said(everything(self.store)) == self.past.pop()
            self.model = everything(self.store)

    @rule()
    def redo(self) -> None:
        assert bool(redo(self.store, ME)) == bool(self.future)
        if self.future:
            self.past.append(said(self.model))
            assert said(everything(self.store)) == self.future.pop()
            self.model = everything(self.store)

    @rule()
    def checkpoint(self) -> None:
        self.store.checkpoint()
        if self.path.exists():
            beside = {uuid: said for uuid, said in self.model.items() if "table" in said}
            assert plain_beside(self.path) == beside
            assert plain(self.path) == {uuid: said for uuid, said in self.model.items() if uuid not in beside}

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = opened(self.path)

    @rule(torn=st.binary(max_size=30), checkpoint=st.booleans())
    def crash(self, torn: bytes, checkpoint: bool) -> None:
        """Go on with the files as they are at this moment, the journal's end torn."""
        self.crashes += 1
        copy = self.folder / str(self.crashes) / self.path.name
        if self.path.parent.exists():
            shutil.copytree(self.path.parent, copy.parent)
            journal = copy.with_name(copy.name + ".journal")
            if journal.exists():
                journal.write_bytes(journal.read_bytes() + torn.replace(b"\n", b""))
            if checkpoint:
                copy.with_name(copy.name + ".tmp").write_bytes(torn)
        self.store.close()
        self.path = copy
        self.store = opened(self.path)

    @invariant()
    def holds_the_model(self) -> None:
        assert everything(self.store) == self.model

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


@pytest.mark.usefixtures("sizes")
def test_any_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 4000)
    run_state_machine_as_test(StoreMachine, settings=SETTINGS)


def test_a_recovery_that_forgets_deletions_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same machine must find a replay that is broken on purpose."""
    change = State.change

    def hollow(self: State, entry: Any) -> None:
        kept = tuple(op for op in entry.ops if op.after is not None)
        change(self, msgspec.structs.replace(entry, ops=kept))

    monkeypatch.setattr(State, "change", hollow)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(StoreMachine, settings=UNTIL_FOUND)
