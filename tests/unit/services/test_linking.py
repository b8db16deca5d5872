"""Links: both ends see them, nobody changes another's annotation, no deletion leaves one to nothing."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest
from claim_store import ME, annotation, pending_changes_of, store_of
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.model.links import (
    TYPES,
    Tie,
    completed,
    contradicting,
    groups,
    linked,
    ties,
    unlinked,
)
from annotations.model.records import Annotation, Link
from annotations.services.undo import redo, undo
from annotations.store.base import Change
from annotations.store.tinydb_store import TinyDBStore, open_store


def test_a_link_is_held_by_one_end_and_seen_from_both(tmp_path: Path) -> None:
    pending_changes = pending_changes_of(
        tmp_path, [annotation("a", links=[("supports", "b")]), annotation("b")]
    )
    a, b = pending_changes.get("a"), pending_changes.get("b")
    assert a
    assert b
    assert ties(a, pending_changes) == [Tie("supports", "b", outgoing=True)]
    assert ties(b, pending_changes) == [Tie("supports", "a", outgoing=False)]


def test_which_link_to_an_annotation_is_known_after_changes_and_after_a_restart(tmp_path: Path) -> None:
    with store_of(tmp_path, [annotation(name) for name in "abc"]) as store:
        for name, links in (("a", [("repeats", "c")]), ("b", [("updates", "c"), ("supports", "a")])):
            current = store.get(name)
            assert current
            store.apply([Change(name, current.rev, annotation(name, links=links))], by=ME)
        assert [one.uuid for one in store.linking("c")] == ["a", "b"]
        current = store.get("b")
        assert current
        store.apply([unlinked(current, Link("updates", "c"))], by=ME)
        assert [one.uuid for one in store.linking("c")] == ["a"]
        assert [one.uuid for one in store.linking("a")] == ["b"]
    with open_store(tmp_path / "annotations.json", annotator=ME) as again:
        assert [one.uuid for one in again.linking("c")] == ["a"]
        assert [one.uuid for one in again.linking()] == ["a", "b"]
        assert not again.linking("b")


def test_only_ones_own_annotations_hold_new_links(tmp_path: Path) -> None:
    theirs = annotation("theirs", annotator="sara")
    mine = annotation("mine")
    assert linked([theirs], "supports", mine, ME).left == 1
    assert linked([theirs], "supports", mine, ME).changes == []
    # What contradicts is contradicted: my end can hold it.
    (change,) = linked([theirs], "contradicts", mine, ME).changes
    assert change.annotation is not None
    assert (change.uuid, change.annotation.links) == ("mine", (Link("contradicts", "theirs"),))


def test_many_are_linked_to_one_and_none_twice() -> None:
    target = annotation("t", links=[("contradicts", "b")])
    ends = [annotation("a"), annotation("b"), annotation("t"), annotation("c", links=[("contradicts", "t")])]
    found = linked(ends, "contradicts", target, ME)
    assert [change.uuid for change in found.changes] == ["a"]
    assert (found.there, found.left) == (2, 0)


def test_links_of_several_to_mine_are_one_change_of_mine() -> None:
    others = [annotation(name, annotator="sara") for name in "ab"]
    (change,) = linked(others, "contradicts", annotation("t"), ME).changes
    assert change.annotation is not None
    assert change.annotation.links == (Link("contradicts", "a"), Link("contradicts", "b"))


def test_an_annotation_that_said_nothing_but_a_link_goes_with_it() -> None:
    empty = annotation("a", tags=(), links=[("repeats", "b")])
    assert unlinked(empty, Link("repeats", "b")).annotation is None


def test_deleting_takes_the_links_to_it_in_every_article_away_and_one_undo_brings_all_back(
    tmp_path: Path,
) -> None:
    before = [
        annotation("a"),
        annotation("b", article="001_b.txt", links=[("contradicts", "a"), ("supports", "c")]),
        annotation("c", article="002_c.txt", annotator="sara", links=[("repeats", "a")]),
        annotation("only-link", tags=(), links=[("updates", "a")]),
        annotation("to-only-link", links=[("updates", "only-link")]),
    ]
    store = store_of(tmp_path, before)
    store.apply(completed([Change("a", 1, None)], store), by=ME)
    assert {one.uuid: one.links for one in store.list()} == {
        "b": (Link("supports", "c"),),
        "c": (),
        "to-only-link": (),
    }
    undo(store, ME)
    assert said(store) == {one.uuid: _said(one) for one in before}
    redo(store, ME)
    assert set(said(store)) == {"b", "c", "to-only-link"}
    store.close()


def test_the_undo_of_making_an_annotation_takes_links_to_it_away_too(tmp_path: Path) -> None:
    store = store_of(tmp_path, [annotation("theirs", annotator="sara")])
    store.apply([Change("mine", 0, annotation("mine"))], by=ME)
    store.apply(
        [Change("theirs", 1, annotation("theirs", annotator="sara", links=[("repeats", "mine")]))], by="sara"
    )
    undo(store, ME)
    assert said(store) == {"theirs": _said(annotation("theirs", annotator="sara"))}
    store.close()


def test_a_link_that_comes_in_the_same_change_as_the_deletion_goes(tmp_path: Path) -> None:
    store = store_of(tmp_path, [annotation("a"), annotation("b")])
    changes = [Change("a", 1, annotation("a", links=[("updates", "b")])), Change("b", 1, None)]
    store.apply(completed(changes, store), by=ME)
    assert said(store) == {"a": _said(annotation("a"))}
    store.close()


def test_nothing_is_looked_at_where_nothing_is_deleted() -> None:
    class Blind:
        def get(self, uuid: str) -> Annotation | None:
            raise AssertionError(uuid)

        def linking(self, to: str | None = None) -> list[Annotation]:
            raise AssertionError(to)

    changes = [Change("a", 1, annotation("a"))]
    assert completed(changes, Blind()) is changes


def test_many_deletions_cost_what_they_are_and_not_the_square_of_it() -> None:
    class Alone:
        def get(self, uuid: str) -> Annotation | None:
            raise AssertionError(uuid)

        def linking(self, to: str | None = None) -> list[Annotation]:
            return []

    began = time.process_time()
    assert len(completed([Change(str(number), 1, None) for number in range(50_000)], Alone())) == 50_000
    assert time.process_time() - began < 10  # 0.3 s; each compared with all others would be ten minutes


def test_what_waits_for_the_disk_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotations.store.base import NotSavedError

    pending_changes = pending_changes_of(
        tmp_path, [annotation("a", links=[("updates", "b")]), annotation("b"), annotation("c")]
    )

    def full(*_: object, **__: object) -> None:
        raise NotSavedError("not saved", again=True)

    monkeypatch.setattr(pending_changes.store, "apply", full)
    with pytest.raises(NotSavedError):
        pending_changes.apply([
            Change("a", 1, annotation("a")),
            Change("c", 1, annotation("c", links=[("supports", "b")])),
        ])  # fmt: skip
    assert [one.uuid for one in pending_changes.linking("b")] == ["c"]
    assert [one.uuid for one in pending_changes.linking()] == ["c"]


NAMES = [f"n{number}" for number in range(6)]
LINKS = st.lists(st.tuples(st.sampled_from(TYPES), st.sampled_from(NAMES)), max_size=3, unique=True)
MADE = st.tuples(st.booleans(), st.sampled_from(["000_a.txt", "001_b.txt"]), LINKS)


@settings(max_examples=40)
@given(
    st.lists(MADE, min_size=6, max_size=6),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
)
def test_no_deletion_leaves_a_link_to_nothing_and_undo_restores_all(
    made: list[tuple[bool, str, list[tuple[str, str]]]], deleted: list[str]
) -> None:
    before = [
        annotation(name, article=article, tags=("claim",) if tagged else (), links=links)
        for name, (tagged, article, links) in zip(NAMES, made, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder, store_of(Path(folder), before) as store:
        store.apply(completed([Change(name, 1, None) for name in deleted], store), by=ME)
        after = {one.uuid: one for one in store.list()}
        assert not set(deleted) & after.keys()
        for one in after.values():
            assert all(link.to in after for link in one.links)
            old = before[NAMES.index(one.uuid)]
            assert one.links == tuple(link for link in old.links if link.to in after)
        assert [one.uuid for one in store.linking()] == sorted(
            uuid for uuid, one in after.items() if one.links
        )
        undo(store, ME)
        assert said(store) == {one.uuid: _said(one) for one in before}


def test_groups_are_what_hangs_together() -> None:
    found = groups([("a", "b"), ("c", "d"), ("e", "b"), ("d", "f")])
    assert sorted(map(sorted, found)) == [["a", "b", "e"], ["c", "d", "f"]]


def test_only_contradictions_between_annotations_that_are_there_make_a_group(tmp_path: Path) -> None:
    pending_changes = pending_changes_of(
        tmp_path,
        [
            annotation("a", links=[("contradicts", "b"), ("contradicts", "gone"), ("contradicts", "a")]),
            annotation("b"),
            annotation("c", links=[("supports", "a")]),
            annotation("d", links=[("contradicts", "gone")]),
        ],
    )
    # c speaks to the same question
    asked = contradicting(pending_changes.linking(), lambda uuid: pending_changes.get(uuid) is not None)
    assert [sorted(group) for group in asked] == [["a", "b", "c"]]


def said(store: TinyDBStore) -> dict[str, object]:
    return {one.uuid: _said(one) for one in store.list()}


def _said(one: Annotation) -> object:
    return one.article, one.target, one.tags, one.links, one.note, one.annotator
