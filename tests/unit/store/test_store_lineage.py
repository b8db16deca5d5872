"""An annotations file beside a journal that is not its own: nothing is mixed or written, both are named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from store_tools import ME, beside, changes, content, drop, make, note, opened, plain, put, reopened
from tinydb import TinyDB

from annotations.model.records import to_document
from annotations.services import restoring
from annotations.services.merging import merge_files
from annotations.services.restoring import FILE, JOURNAL, restore
from annotations.services.verification import repair, verify
from annotations.store import journal
from annotations.store.base import NotSavedError, StoreError
from annotations.store.tinydb_store import open_store

Content = dict[str, dict[str, Any]]


def saved(path: Path, count: int, *, checkpoints: int = 1) -> Content:
    """Save some annotations in a session of their own; return all that is there."""
    with opened(path) as store:
        for number in range(count):
            put(store, make(number, note=path.stem))
            if number % max(1, count // checkpoints) == 0:
                store.checkpoint()
        return content(store)


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder but locks."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.endswith(".lock")
    }


def found_apart(path: Path, expected: Content) -> str:
    """See that both are said to be there, that the file alone is shown, and nothing is written by anyone."""
    before = files(path.parent)
    with opened(path) as store:
        info = store.info()
        assert info.readonly
        assert info.why == f"run claimreader restore: {info.apart}"
        assert content(store) == expected
        with pytest.raises(NotSavedError, match="claimreader restore"):
            put(store, make(99))
        store.checkpoint()
    with open_store(path, annotator=ME, readonly=True) as store:
        assert store.info().apart == info.apart
    assert any("don't belong together" in str(finding) for finding in verify(path) if finding.wrong)
    with pytest.raises(StoreError, match="don't belong together"):
        repair(path, by=ME)
    assert files(path.parent) == before
    assert "\n" not in info.apart
    return info.apart


def test_another_projects_file_over_ours(path: Path) -> None:
    saved(path, 5)
    other = path.parent.with_name("other") / "theirs.json"
    theirs = saved(other, 3)
    shutil.copy(other, path)
    told = found_apart(path, theirs)
    assert "annotations.json: 3 annotations" in told
    assert "annotations.json.journal: 5 annotations" in told


def test_a_backup_put_in_place(path: Path) -> None:
    first = saved(path, 5)
    shutil.copy(path, path.parent.with_name("kept.json"))
    saved(path, 4)
    shutil.copy(path.parent.with_name("kept.json"), path)
    told = found_apart(path, first)
    assert "annotations.json: 5 annotations" in told
    assert "annotations.json.journal: 9 annotations" in told


def test_the_last_backup_put_in_place_with_nothing_saved_since(path: Path) -> None:
    """The journal names no later change, only a later checkpoint."""
    with opened(path) as store:
        put(store, make(1))
        store.checkpoint()
        first = content(store)
        put(store, make(2))
    assert plain(path) != first
    beside(path, ".bak").replace(path)
    found_apart(path, first)


def test_a_merged_file_put_in_place(path: Path) -> None:
    saved(path, 6)
    other = path.with_name("other.json")
    saved(other, 10)
    merged = path.with_name("merged.json")
    merge_files(path, other, merged, by=ME)
    merged.replace(path)
    assert len(plain(path)) == 16
    found_apart(path, plain(path))


def test_a_journal_of_another_project(path: Path) -> None:
    ours = saved(path, 5)
    other = path.with_name("other.json")
    saved(other, 8)
    shutil.copy(beside(other, ".journal"), beside(path, ".journal"))
    assert "not whole" not in found_apart(path, ours)


def test_a_history_of_another_project(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = saved(path, 5)
    other = path.with_name("other.json")
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 2000)
    saved(other, 20, checkpoints=10)
    beside(path, ".journal").unlink()
    shutil.copytree(beside(other, ".history"), beside(path, ".history"))
    found_apart(path, ours)


def test_two_copies_that_went_on_by_themselves(path: Path) -> None:
    """The same store by its id: what differs is who has written it since."""
    saved(path, 5)
    other = path.parent.with_name("copy") / path.name
    shutil.copytree(path.parent, other.parent)
    saved(path, 2)
    theirs = saved(other, 3)
    shutil.copy(other, path)
    found_apart(path, theirs)


def test_two_copies_of_which_one_was_killed(path: Path) -> None:
    """Ours has saved changes since the copy, and no checkpoint of its own: the numbers alone look right."""
    saved(path, 5)
    other = path.parent.with_name("copy") / path.name
    shutil.copytree(path.parent, other.parent)
    store = opened(path)
    mine = put(store, make(50))
    theirs = saved(other, 3)
    shutil.copy(other, path)
    store._lock.release()  # as when it is killed
    found_apart(path, theirs)
    assert mine.uuid.encode() in beside(path, ".journal").read_bytes()


def test_a_file_without_meta_that_shares_nothing_with_the_journal(path: Path) -> None:
    saved(path, 5)
    with TinyDB(path) as database:
        database.drop_tables()
        theirs = to_document(make(1, note="theirs"))
        database.insert(theirs)
    found_apart(path, {theirs["uuid"]: theirs})


def whole(path: Path) -> None:
    """See that nothing is said to be apart."""
    with opened(path) as store:
        assert not store.info().apart
        assert not store.info().readonly
    assert [str(finding) for finding in verify(path) if finding.wrong] == []


def test_files_moved_together_belong_together(path: Path) -> None:
    first = saved(path, 5, checkpoints=3)
    other = path.parent.with_name("moved") / path.name
    shutil.move(path.parent, other.parent)
    whole(other)
    assert reopened(other) == first


def test_a_file_moved_alone_is_whole(path: Path) -> None:
    first = saved(path, 5)
    other = path.parent.with_name("alone") / "new name.json"
    other.parent.mkdir()
    shutil.copy(path, other)
    whole(other)
    assert reopened(other) == first


def test_edits_of_other_programs_still_belong(path: Path) -> None:
    store = opened(path)
    put(store, make(1))
    store.checkpoint()
    theirs = to_document(make(2))
    with TinyDB(path) as database:
        database.insert(theirs)
    put(store, make(3))
    with pytest.raises(StoreError, match="another program"):
        store.close()
    with opened(path) as store:
        assert not store.info().readonly
        assert len(store.list()) == 3


def test_killed_between_the_file_and_its_mark(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when marks can't be written for a while, as on a disk that has just become full."""
    store = opened(path)
    monkeypatch.setattr(journal.Journal, "mark", lambda self, mark: None)
    for number in range(15):
        put(store, make(number))
        store.checkpoint()
        copy = path.parent.with_name(f"killed{number}") / path.name
        shutil.copytree(path.parent, copy.parent)
        whole(copy)
        assert reopened(copy) == content(store)


def test_a_file_that_was_damaged_and_restored_goes_on_in_the_same_line(path: Path) -> None:
    saved(path, 5, checkpoints=3)
    path.write_bytes(path.read_bytes()[:-30])
    with opened(path) as store:
        assert "restored" in store.info().notes[0]
        put(store, make(7))
    whole(path)


def test_the_backup_of_another_store_restores_nothing(path: Path) -> None:
    ours = saved(path, 5)
    other = path.with_name("other.json")
    saved(other, 4)
    shutil.copy(other, beside(path, ".bak"))
    shutil.rmtree(beside(path, ".backups"), ignore_errors=True)
    path.unlink()
    with opened(path) as store:
        assert content(store) == ours
        assert "journal alone" in store.info().notes[0]


def before_marks(path: Path) -> None:
    """Make the files what they were before there were marks and lines of descent."""
    data = json.loads(path.read_text())
    meta = data["_meta"]["1"]
    data["_meta"]["1"] = {key: meta[key] for key in ("format", "store", "seq", "app")}
    path.write_text(json.dumps(data))
    lines = beside(path, ".journal")
    lines.write_bytes(b"".join(changes(lines.read_bytes())))


@pytest.mark.parametrize("killed", [False, True])
def test_files_of_the_format_before_are_taken_along(path: Path, killed: bool) -> None:
    saved(path, 3)
    store = opened(path)
    put(store, make(9))
    if not killed:
        store.close()
    expected = content(store)
    store._lock.release()
    before_marks(path)
    shutil.copy(path, path.parent.with_name("old.json"))
    with opened(path) as store:
        assert content(store) == expected
        assert not store.info().notes
        put(store, make(10))
        expected = content(store)
    meta = json.loads(path.read_text())["_meta"]["1"]
    marks = journal.marks(beside(path, ".journal").read_bytes())
    assert meta["checkpoint"] == marks[-1].checkpoint != ""
    assert {mark.store for mark in marks} == {meta["store"]}
    whole(path)
    assert reopened(path) == expected
    shutil.copy(path.parent.with_name("old.json"), path)
    found_apart(path, plain(path))


def test_an_older_claimreader_in_between_is_taken_along(path: Path) -> None:
    """It keeps what it doesn't know of in `_meta`, and sets marks aside as lines that it can't read."""
    saved(path, 3)
    with opened(path) as store:
        note(store, store.list()[0], "changed")
        drop(store, store.list()[1])
        expected = content(store)
    lines = beside(path, ".journal")
    lines.write_bytes(b"".join(changes(lines.read_bytes())))
    whole(path)
    assert reopened(path) == expected


def test_a_merge_mixes_nothing_either(path: Path) -> None:
    saved(path, 2)
    other = path.with_name("other.json")
    saved(other, 3)
    shutil.copy(other, path)
    for a, b in ((path, other), (other, path)):
        with pytest.raises(StoreError, match="don't belong together"):
            merge_files(a, b, path.with_name("c.json"), by=ME)
    assert not path.with_name("c.json").exists()


def test_a_follower_is_not_misled_by_a_checkpoint(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads an older annotations file, and then a journal that names a later one."""
    writer = opened(path)
    put(writer, make(1))
    writer.checkpoint()
    put(writer, make(2))
    from annotations.store import recovery

    base: Callable[..., Any] = recovery._base

    def checkpoint_in_between(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(recovery, "_base", base)
        outcome = base(*args, **more)
        put(writer, make(3))
        writer.checkpoint()
        return outcome

    monkeypatch.setattr(recovery, "_base", checkpoint_in_between)
    with open_store(path, annotator="other", readonly=True) as reader:
        assert not reader.info().apart
    writer.close()


@pytest.mark.parametrize(
    "meta", [{"store": 7}, {"line": "x"}, {"checkpoint": []}, {"store": "\x1b[2J\u202e" * 9}, {"line": [1]}]
)
def test_a_hostile_line_of_descent_is_one_harmless_line(path: Path, meta: dict[str, Any]) -> None:
    saved(path, 2)
    data = json.loads(path.read_text())
    data["_meta"]["1"] |= meta
    path.write_text(json.dumps(data))
    try:
        with opened(path) as store:
            told = store.info().apart
            assert told
    except StoreError as error:
        told = str(error)
    assert told.isprintable()


def test_every_segment_says_whose_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 3000)
    saved(path, 20, checkpoints=20)
    other = path.with_name("other.json")
    saved(other, 20, checkpoints=20)
    merged = path.with_name("merged.json")
    merge_files(path, other, merged, by=ME)
    stores = set()
    for each in (path, other, merged):
        store = json.loads(each.read_text())["_meta"]["1"]["store"]
        stores.add(store)
        segments = journal.segments(beside(each, ".history"))
        assert segments
        for segment in [*segments, beside(each, ".journal")]:
            marks = journal.marks(journal.read(segment))
            assert {mark.store for mark in marks} == {store}, segment
    assert len(stores) == 3


def without_meta(path: Path) -> None:
    """Make what a script writes with TinyDB alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TinyDB(path) as database:
        database.insert_multiple(to_document(make(number)) for number in range(3))


def with_meta_of_no_store(path: Path) -> None:
    """The same, where `_meta` names no store."""
    without_meta(path)
    with TinyDB(path) as database:
        database.table("_meta").insert({"format": 1, "seq": 0})


@pytest.mark.parametrize("begin", [without_meta, with_meta_of_no_store])
def test_killed_before_the_first_checkpoint_of_a_file_that_names_no_store(
    path: Path, begin: Callable[[Path], None]
) -> None:
    begin(path)
    store = opened(path)
    put(store, make(50))
    expected = content(store)
    store._lock.release()  # as when it is killed
    whole(path)
    assert reopened(path) == expected
    assert len(expected) == 4


def test_killed_before_the_first_checkpoint_beside_another_file_put_in_place(path: Path) -> None:
    store = opened(path)
    put(store, make(50))
    store._lock.release()
    other = path.with_name("other.json")
    theirs = saved(other, 2)
    shutil.copy(other, path)
    found_apart(path, theirs)


def copies_that_went_on(path: Path) -> tuple[Content, Path]:
    """Leave two copies of one store, each with changes of its own; return what is in ours, and the other."""
    saved(path, 3, checkpoints=3)
    other = path.parent.with_name("copy") / path.name
    shutil.copytree(path.parent, other.parent)
    ours = saved(path, 4, checkpoints=4)
    saved(other, 2, checkpoints=2)
    return ours, other


def test_the_journals_side_takes_nothing_of_a_backup_that_went_another_way(path: Path) -> None:
    """As when a sync client takes the file and its backup from one machine, the journal from the other."""
    ours, other = copies_that_went_on(path)
    shutil.copy(other, path)
    shutil.copy(beside(other, ".bak"), beside(path, ".bak"))
    shutil.rmtree(beside(path, ".backups"), ignore_errors=True)
    assert "annotations.json.journal: 7 annotations" in found_apart(path, plain(other))
    restore(path, JOURNAL, by=ME)
    assert reopened(path) == ours


def test_a_damaged_file_is_restored_from_the_backup_that_the_journal_goes_on_from(path: Path) -> None:
    ours, other = copies_that_went_on(path)
    shutil.copy(beside(other, ".bak"), beside(path, ".bak"))
    path.write_bytes(b"")
    with opened(path) as store:
        assert ".json and the journal" in store.info().notes[0], "a dated one"
        assert content(store) == ours


def test_who_is_overtaken_while_he_restores_is_told_where_the_file_is_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, other = copies_that_went_on(path)
    theirs = plain(other)
    shutil.copy(other, path)
    settle, others = restoring._settle, []

    def overtaken(*args: Any, **more: Any) -> Path | None:
        kept = settle(*args, **more)
        others.append(opened(path))
        return kept

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "_settle", overtaken)
        with pytest.raises(NotSavedError, match=r"open in another.*restore --from (\S+)$") as raised:
            restore(path, FILE, by=ME)
    assert content(others[0]) == ours
    others[0].close()
    restore(path, "", by=ME, source=path.with_name(str(raised.value).rpartition(" ")[2]))
    assert reopened(path).keys() == theirs.keys()
