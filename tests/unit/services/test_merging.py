"""Two analysts, two copies of a file: one file again, with nothing lost and nothing decided in silence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_tools import ME, beside, content, drop, make, note, numbered, opened, put

from annotations.model.records import Annotation, Link, Suggested, to_document
from annotations.services.merging import Merged, MergeSide, as_text, merge, merge_files
from annotations.services.undo import undo
from annotations.services.verification import verify
from annotations.store.base import NotSavedError, StoreError

Document = dict[str, Any]


@pytest.fixture
def common(path: Path) -> list[Annotation]:
    """Three annotations that both copies begin with; the copy is at `two.json`."""
    with opened(path) as store:
        made = [put(store, make(number, note="old", tags=("claim", "event"))) for number in range(3)]
    copy(path)
    return made


def copy(path: Path) -> Path:
    """Copy a store's files, as a colleague gets them."""
    two = path.with_name("two.json")
    shutil.copy(path, two)
    shutil.copy(beside(path, ".journal"), beside(two, ".journal"))
    return two


def both(
    path: Path, ours: Callable[[Any], object], theirs: Callable[[Any], object]
) -> tuple[Merged, str, dict[str, Document]]:
    """Work on both copies, merge them either way, and return merged, report and the new file's content."""
    two = path.with_name("two.json")
    for name, work in ((path, ours), (two, theirs)):
        with opened(name) as store:
            work(store)
    merged, report = merge_files(path, two, path.with_name("c.json"), by="editor")
    mirrored, _ = merge_files(two, path, path.with_name("d.json"), by="editor")
    assert mirrored.annotations == merged.annotations
    with opened(path.with_name("c.json")) as c, opened(path.with_name("d.json")) as d:
        assert content(c) == content(d)
        return merged, report, content(c)


def tagged(annotation: Annotation, *tags: str) -> Annotation:
    return msgspec.structs.replace(annotation, tags=tuple(sorted(tags)), updated="2026-11-22T00:00:00.000Z")


def test_what_one_side_changed_is_taken(path: Path, common: list[Annotation]) -> None:
    fresh = make(9)
    merged, report, got = both(
        path,
        lambda store: (note(store, common[0], "mine"), drop(store, common[2])),
        lambda store: (note(store, common[1], "theirs"), put(store, fresh)),
    )
    assert merged.conflicts == []
    assert {uuid: it["note"] for uuid, it in got.items()} == {
        common[0].uuid: "mine",
        common[1].uuid: "theirs",
        fresh.uuid: "",
    }
    assert merged.deleted == {common[2].uuid}
    two = path.with_name("two.json")
    assert report == (
        f"3 annotations now ({path} has 2, {two} has 4, 2 in both); "
        "left out: 1 that one side has deleted; to look at: 0"
    )


def test_tags_are_sets(path: Path, common: list[Annotation]) -> None:
    merged, _, got = both(
        path,
        lambda store: put(store, tagged(common[0], "claim", "event", "quantity")),
        lambda store: put(store, tagged(common[0], "claim", "blame")),
    )
    assert got[common[0].uuid]["tags"] == ["blame", "claim", "quantity"]
    assert merged.conflicts == []


def test_two_notes_keep_the_later_and_report_the_other(path: Path, common: list[Annotation]) -> None:
    later = msgspec.structs.replace(common[0], note="later", updated="2099-01-01T00:00:00.000Z")
    merged, report, got = both(
        path, lambda store: note(store, common[0], "earlier"), lambda store: put(store, later)
    )
    assert got[common[0].uuid]["note"] == "later"
    (conflict,) = merged.conflicts
    assert (conflict.field, conflict.a, conflict.b, conflict.kept) == ("note", "earlier", "later", "b")
    assert '"earlier"' in report
    assert msgspec.json.decode(msgspec.json.encode(merged.conflicts))[0]["a"] == "earlier"


def test_a_deletion_yields_to_a_change(path: Path, common: list[Annotation]) -> None:
    merged, _, got = both(
        path, lambda store: drop(store, common[0]), lambda store: note(store, common[0], "changed")
    )
    assert got[common[0].uuid]["note"] == "changed"
    (conflict,) = merged.conflicts
    assert conflict.why == "deleted on one side, changed on the other"


def test_a_link_to_what_the_other_deleted_goes_and_is_reported(path: Path, common: list[Annotation]) -> None:
    linked = msgspec.structs.replace(common[0], links=(Link("repeats", common[1].uuid),))
    merged, report, got = both(path, lambda store: put(store, linked), lambda store: drop(store, common[1]))
    assert got.keys() == {common[0].uuid, common[2].uuid}
    assert "links" not in got[common[0].uuid] or not got[common[0].uuid]["links"]
    (conflict,) = merged.conflicts
    assert (conflict.field, conflict.a, conflict.b, conflict.kept) == ("links", common[1].uuid, None, "b")
    assert f'| kept ({path.with_name("two.json")}): null | other: "{common[1].uuid}"' in report
    assert not [finding for finding in verify(path.with_name("c.json")) if finding.wrong]
    for side in (path, path.with_name("two.json")):  # who has the link yet doesn't bring it back
        again, _ = merge_files(path.with_name("c.json"), side, path.with_name("c.json"), by="editor")
        assert again.conflicts == []
        with opened(path.with_name("c.json")) as store:
            assert content(store) == got


def test_an_annotation_that_said_nothing_but_such_a_link_goes_with_it(
    path: Path, common: list[Annotation]
) -> None:
    bare = msgspec.structs.replace(make(9), tags=(), links=(Link("repeats", common[1].uuid),))
    tied = msgspec.structs.replace(common[0], links=(Link("updates", bare.uuid),))
    merged, _, got = both(
        path, lambda store: (put(store, bare), put(store, tied)), lambda store: drop(store, common[1])
    )
    assert got.keys() == {common[0].uuid, common[2].uuid}
    assert merged.deleted == {common[1].uuid, bare.uuid}
    assert [conflict.uuid for conflict in merged.conflicts] == [bare.uuid, common[0].uuid]


def test_a_deletion_known_only_by_its_tombstone_is_reported_not_undone_in_silence(
    path: Path, common: list[Annotation]
) -> None:
    with opened(path) as store:
        drop(store, common[0])
    beside(path, ".journal").unlink()
    merged, _ = merge_files(path, path.with_name("two.json"), path.with_name("c.json"), by="editor")
    assert common[0].uuid in merged.annotations
    assert [conflict.uuid for conflict in merged.conflicts] == [common[0].uuid]


def test_two_texts_of_one_article_are_reported(path: Path, common: list[Annotation]) -> None:
    other = msgspec.structs.replace(
        make(5), article=msgspec.structs.replace(common[0].article, sha256="f" * 64)
    )
    merged, _, got = both(path, lambda store: None, lambda store: put(store, other))
    assert [conflict.field for conflict in merged.conflicts] == ["article.sha256"]
    assert got[other.uuid]["article"]["sha256"] == "f" * 64


def test_the_history_of_both_is_in_the_merged_file(path: Path, common: list[Annotation]) -> None:
    two = path.with_name("two.json")
    with opened(path) as store:
        note(store, common[0], "mine")
        undo(store, ME)
    with opened(two) as store:
        note(store, common[1], "theirs", by="analyst-2")
    merge_files(path, two, path.with_name("c.json"), by="editor")
    with opened(path.with_name("c.json")) as store:
        events = list(store.history())
        assert [event.by for event in events].count("analyst-2") == 1
        assert len({event.seq for event in events if event.kind == "edit" and event.before is None}) == 3
        (undone,) = [event for event in events if event.kind == "undo"]
        (edit,) = [event for event in events if event.seq == undone.of]
        assert edit.after is not None
        assert edit.after.note == "mine"
        assert undo(store, "analyst-2")
        assert store.get(common[1].uuid) is not None


def test_merging_again_changes_nothing(path: Path, common: list[Annotation]) -> None:
    later = msgspec.structs.replace(common[0], note="later", updated="2099-01-01T00:00:00.000Z")
    _, _, got = both(path, lambda store: note(store, common[0], "x"), lambda store: put(store, later))
    for number, other in enumerate((path, path.with_name("two.json"), path.with_name("c.json"))):
        again, _ = merge_files(
            path.with_name("c.json"), other, path.with_name(f"again{number}.json"), by="editor"
        )
        assert {uuid: to_document(it) for uuid, it in again.annotations.items()} == got


def test_into_one_of_the_two(path: Path, common: list[Annotation]) -> None:
    two = path.with_name("two.json")
    with opened(two) as store:
        note(store, common[1], "theirs")
    merge_files(path, two, path, by="editor")
    with opened(path) as store:
        assert store.list()[1].note == "theirs"
        assert [event.kind for event in store.history()][-1] == "merge"
        with pytest.raises(NotSavedError, match="open in another claimreader"):
            merge_files(two, path, path, by="editor")


def test_an_existing_file_is_never_overwritten(path: Path, common: list[Annotation]) -> None:
    out = path.with_name("c.json")
    with opened(out) as store:
        put(store, make())
        with pytest.raises(StoreError, match="exists already and is open in another"):
            merge_files(path, path.with_name("two.json"), out, by="editor")
    with pytest.raises(StoreError, match=r"exists already\. Name"):
        merge_files(path, path.with_name("two.json"), out, by="editor")
    with pytest.raises(StoreError, match="no such"):
        merge_files(path, path.with_name("nothing.json"), path.with_name("x.json"), by="editor")


BASE = make(1)
documents = st.builds(
    lambda note, tags, claimant, suggested, updated, rev: msgspec.structs.replace(
        BASE,
        note=note,
        tags=tuple(sorted(tags)),
        attributes={"claimant": claimant} if claimant else {},
        suggested=tuple(Suggested(field, rule) for field, rule in sorted(suggested)),
        updated=f"2026-01-01T00:00:0{updated}.000Z",
        rev=rev,
    ),
    st.sampled_from(["", "n1", "n2"]),
    st.sets(st.sampled_from(["claim", "event", "rule"])),
    st.sampled_from(["", "x", "y"]),
    st.sets(st.sampled_from([("claimant", "by-verb"), ("claimant", "by-noun"), ("tags", "figure")])),
    st.integers(0, 3),
    st.integers(2, 4),
)
pasts = st.lists(st.none() | documents, max_size=3)


def from_past(name: str, states: list[Annotation | None]) -> MergeSide:
    """Make a side whose only annotation has gone through these states, revisions in order."""
    steps = [
        it and to_document(msgspec.structs.replace(it, rev=rev))
        for rev, it in enumerate([BASE, *states], start=1)
    ]
    last = states[-1] if states else BASE
    alive = {BASE.uuid: msgspec.structs.replace(last, rev=len(steps))} if last else {}
    return MergeSide(name, alive, {BASE.uuid: steps})


def stood(mark: Suggested, side: Annotation, merged: Annotation) -> bool:
    """Say whether what a side has under a mark is what was merged."""
    if mark.field == "tags":
        return set(side.tags) <= set(merged.tags)
    return side.attributes.get(mark.field) == merged.attributes.get(mark.field)


@settings(max_examples=600)
@given(pasts, pasts)
def test_any_two_histories(ours: list[Annotation | None], theirs: list[Annotation | None]) -> None:
    a, b = from_past("a", ours), from_past("b", theirs)
    one, two = merge(a, b), merge(b, a)
    assert one.annotations == two.annotations
    assert one.deleted == two.deleted
    assert len(one.conflicts) == len(two.conflicts)
    for each, other in ((a, b), (b, a)):
        assert merge(each, each).annotations == each.annotations
        assert merge(each, each).conflicts == []
        if (mine := each.annotations.get(BASE.uuid)) and (kept := one.annotations.get(BASE.uuid)):
            reported = [it.a for it in one.conflicts] + [it.b for it in one.conflicts]
            known = [state["note"] for state in other.past[BASE.uuid] if state]
            assert mine.note == kept.note or mine.note in reported or mine.note in known, "a note vanished"
    if both := one.annotations.get(BASE.uuid):
        sides = [side.annotations.get(BASE.uuid) for side in (a, b)]
        assert all(
            any(side and mark in side.suggested and stood(mark, side, both) for side in sides)
            for mark in both.suggested
        ), "marked, and nobody took it"
    past = {
        BASE.uuid: a.past[BASE.uuid]
        + b.past[BASE.uuid]
        + [to_document(it) for it in one.annotations.values()]
    }
    c = MergeSide("c", one.annotations, past)
    for each in (a, b, c):
        again = merge(c, each).annotations
        assert again == one.annotations


def test_the_report_is_one_line_a_conflict(common: list[Annotation]) -> None:
    hostile = msgspec.structs.replace(
        BASE, note="a\nb\x1b[2J\u202e", updated="2099-01-01T00:00:00.000Z", rev=2
    )
    a = from_past("a", [msgspec.structs.replace(BASE, note="y")])
    b = MergeSide("b", {BASE.uuid: hostile}, {BASE.uuid: [to_document(BASE), to_document(hostile)]})
    report = as_text(merge(a, b), a, b)
    assert len(report.splitlines()) == 2
    assert "\x1b" not in report
    assert "\u202e" not in report


def test_two_sides_that_differ_in_the_number_of_a_sentence_alone_differ_in_nothing() -> None:
    one = msgspec.structs.replace(make(), rev=1)
    for first, second in ((3, 4), (None, 4), (3, None)):
        a = MergeSide("a", {one.uuid: numbered(one, first)}, {one.uuid: [to_document(numbered(one, first))]})
        b = MergeSide(
            "b", {one.uuid: numbered(one, second)}, {one.uuid: [to_document(numbered(one, second))]}
        )
        for sides in ((a, b), (b, a)):
            merged = merge(*sides)
            assert merged.conflicts == []
            (kept,) = merged.annotations.values()
            assert numbered(kept, None) == numbered(one, None)
        assert merge(a, b).annotations == merge(b, a).annotations


def test_a_value_taken_on_one_side_stays_marked_and_one_overruled_on_the_other_does_not() -> None:
    mark = Suggested("claimant", "by-verb")
    taken = msgspec.structs.replace(BASE, attributes={"claimant": "x"}, suggested=(mark,), rev=2)
    noted = msgspec.structs.replace(BASE, note="n", rev=2)
    kept = merge(from_past("a", [taken]), from_past("b", [noted])).annotations[BASE.uuid]
    assert (kept.note, kept.attributes, kept.suggested) == ("n", {"claimant": "x"}, (mark,))
    overruled = msgspec.structs.replace(
        taken, attributes={"claimant": "y"}, suggested=(), updated="2099-01-01T00:00:00.000Z", rev=3
    )
    noted = msgspec.structs.replace(taken, note="n", rev=3)
    merged = merge(from_past("a", [taken, overruled]), from_past("b", [taken, noted]))
    kept = merged.annotations[BASE.uuid]
    assert (kept.note, kept.attributes, kept.suggested) == ("n", {"claimant": "y"}, ())
    assert merged.conflicts == []
