"""Undo and redo: step by step, over restarts and articles, and never over another person's work."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from store_tools import ME, content, drop, make, note, opened, put

from annotations.model.records import Link
from annotations.services.history import NotOneError, as_text, find_uuid
from annotations.services.undo import (
    UndoConflictError,
    comes_after_all,
    is_redone_first,
    redo,
    undo,
)
from annotations.store.base import Change

OTHER = "analyst-2"


def test_one_step_is_one_apply_in_whatever_articles(path: Path) -> None:
    with opened(path) as store:
        first = put(store, make(1))
        several = [make(number, article=f"art-{number}") for number in range(3)]
        store.apply([Change(first.uuid, 1, None), *(Change(it.uuid, 0, it) for it in several)], by=ME)
        assert len(store.list()) == 3
        assert {event.uuid for event in undo(store, ME)} == {first.uuid, *(it.uuid for it in several)}
        assert set(content(store)) == {first.uuid}
        redo(store, ME)
        assert len(store.list()) == 3


def test_back_to_the_beginning_and_forth_again_over_restarts(path: Path) -> None:
    with opened(path) as store:
        saved = put(store, make(1))
        for number in range(5):
            saved = note(store, saved, str(number))
        drop(store, saved)
    notes = []
    for _ in range(7):
        with opened(path) as store:
            assert undo(store, ME)
            notes += [it.note for it in store.list()]
    assert notes == ["4", "3", "2", "1", "0", ""]
    with opened(path) as store:
        assert undo(store, ME) == []
        assert store.list() == []
    for _ in range(7):
        with opened(path) as store:
            assert redo(store, ME)
    with opened(path) as store:
        assert redo(store, ME) == []
        assert store.list() == []
        assert [event.rev for event in store.history(saved.uuid)] == list(range(1, 22))


def test_a_deletion_taken_back_brings_everything_back(path: Path) -> None:
    with opened(path) as store:
        whole = msgspec.structs.replace(
            make(1),
            note="ملاحظة",
            attributes={"claimant": "x"},
            links=(Link("repeats", "u"),),
            extra={"theirs": 1},
        )
        saved = put(store, whole)
        drop(store, saved)
        (event,) = undo(store, ME)
        back = store.get(saved.uuid)
        assert back is not None
        assert msgspec.structs.replace(back, rev=1, updated=saved.updated) == saved
        assert (event.kind, event.of, event.after) == ("undo", 2, back)


def test_a_new_change_ends_redoing(path: Path) -> None:
    with opened(path) as store:
        saved = note(store, put(store, make(1)), "old")
        undo(store, ME)
        note(store, saved, "new")
        assert redo(store, ME) == []
        undo(store, ME)
        undo(store, ME)
        assert store.list() == []


def test_what_was_done_beside_the_store_has_its_turn_in_the_order_of_all(path: Path) -> None:
    with opened(path) as store:
        put(store, make(1))
        beside = store.info().seq
        assert comes_after_all(store, ME, beside)
        put(store, make(2), by=OTHER)
        assert comes_after_all(store, ME, beside), "another's change is no step of mine"
        put(store, make(3))
        assert not comes_after_all(store, ME, beside)
        undo(store, ME)
        assert comes_after_all(store, ME, beside)

        taken_back = store.info().seq
        assert is_redone_first(store, ME, taken_back), "the later of two that were undone goes first"
        undo(store, ME)
        assert not is_redone_first(store, ME, taken_back)
        redo(store, ME)
        assert is_redone_first(store, ME, taken_back)
        put(store, make(4), by=OTHER)
        assert is_redone_first(store, ME, taken_back)
        put(store, make(5))
        assert not is_redone_first(store, ME, taken_back), "a new change ends redoing"
        undo(store, ME)
        assert not is_redone_first(store, ME, taken_back)


def test_undo_reaches_further_back_than_it_reads_at_first(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.services.undo.AT_FIRST", 3)
    with opened(path) as store:
        for number in range(8):
            put(store, make(number))
        put(store, make(9), by=OTHER)
    with opened(path) as store:
        assert [len(undo(store, ME)) for _ in range(9)] == [1] * 8 + [0]
    with opened(path) as store:
        assert [len(redo(store, ME)) for _ in range(9)] == [1] * 8 + [0]
        assert len(store.list()) == 9


def test_each_annotator_has_a_line_of_his_own(path: Path) -> None:
    with opened(path) as store:
        mine, theirs = put(store, make(1)), put(store, make(2), by=OTHER)
        undo(store, ME)
        assert set(content(store)) == {theirs.uuid}
        assert undo(store, ME) == []
        put(store, make(3), by=OTHER)
        redo(store, ME)
        assert mine.uuid in content(store)


@pytest.mark.parametrize("after", ["changed", "deleted"])
def test_anothers_later_change_is_never_undone(path: Path, after: str) -> None:
    with opened(path) as store:
        saved = note(store, put(store, make(1)), "mine")
        if after == "changed":
            note(store, saved, "theirs", by=OTHER)
        else:
            drop(store, saved, by=OTHER)
        before = content(store)
        with pytest.raises(UndoConflictError, match=f"can't undo: .* by {OTHER}") as raised:
            undo(store, ME)
        assert raised.value.uuid == saved.uuid
        assert content(store) == before


def test_a_conflict_in_one_annotation_leaves_the_whole_step(path: Path) -> None:
    with opened(path) as store:
        several = [make(number) for number in range(3)]
        store.apply([Change(it.uuid, 0, it) for it in several], by=ME)
        note(store, several[2], "theirs", by=OTHER)
        with pytest.raises(UndoConflictError):
            undo(store, ME)
        assert len(store.list()) == 3


def test_history_in_words(path: Path) -> None:
    with opened(path) as store:
        saved = put(store, msgspec.structs.replace(make(1), attributes={"claimant": "قائد\x1b[2J\u202e"}))
        note(store, saved, "ملاحظة")
        undo(store, ME)
        drop(store, saved)
        lines = [as_text(event) for event in store.history()]
        assert all(line.isprintable() for line in lines)
        assert "new:" in lines[0]
        assert 'tags: ["claim"]' in lines[0]
        assert lines[1].endswith('note: "" -> "ملاحظة"')
        assert "undo of 2" in lines[2]
        assert "deleted" in lines[3]
        assert find_uuid(store, saved.uuid[:20]) == saved.uuid
        put(store, make(2))
        with pytest.raises(NotOneError, match="2 annotations begin with"):
            find_uuid(store, saved.uuid[:2])
        with pytest.raises(NotOneError, match="no annotation"):
            find_uuid(store, "zzz")
