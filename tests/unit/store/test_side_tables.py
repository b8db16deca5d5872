"""What the store keeps beside annotations is as safe as they are: flags, people, verdicts, corrections."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from failing_disk import Disk, no_room_to_write
from store_tools import (
    ME,
    beside_content,
    content,
    drop_beside,
    everything,
    make,
    make_beside,
    note,
    opened,
    plain,
    plain_beside,
    put,
    put_beside,
)

from annotations.model.side_records import (
    LATER,
    PEOPLE,
    SIDE_TABLES,
    Flag,
    Identity,
    SideChange,
    document_of,
    record_from,
)
from annotations.services import restoring
from annotations.services.history import lines
from annotations.services.merging import merge_files
from annotations.services.undo import UndoConflictError, redo, undo
from annotations.services.verification import verify
from annotations.store.base import Change, ConflictError, NotSavedError
from annotations.store.pending_changes import PendingChanges
from annotations.store.tinydb_store import open_store

TABLES = sorted(SIDE_TABLES)
OTHER = "analyst-2"


@pytest.mark.parametrize("table", TABLES)
def test_a_record_is_there_at_the_next_opening_and_no_annotation(path: Path, table: str) -> None:
    with opened(path) as store:
        mine = put(store, make(1))
        saved = put_beside(store, table, make_beside(table, 1))
        assert saved.rev == 1
        assert list(content(store)) == [mine.uuid]
    with opened(path) as store:
        assert store.find(table, saved.uuid) == saved
        assert store.records(SIDE_TABLES[table]) == [saved]
        assert store.get(saved.uuid) is None
    assert list(plain(path)) == [mine.uuid], "TinyDB's own table holds annotations and nothing else"
    assert plain_beside(path) == {saved.uuid: {"table": table} | document_of(saved)}


@pytest.mark.parametrize("table", TABLES)
def test_a_deleted_record_never_has_a_revision_twice(path: Path, table: str) -> None:
    with opened(path) as store:
        made = make_beside(table, 1)
        put_beside(store, table, made)
        drop_beside(store, table, made)
        assert (store.deleted(table), store.deleted()) == ((made.uuid,), ())
    with opened(path) as store:
        assert (store.deleted(table), store.deleted()) == ((made.uuid,), ())
        assert put_beside(store, table, made).rev == 3
        assert store.deleted(table) == ()


@pytest.mark.parametrize("table", TABLES)
def test_keys_that_this_version_does_not_know_are_kept(table: str) -> None:
    document = document_of(make_beside(table, 1)) | {"mood": {"a": [1]}, "extra": 2}
    if "article" in document:
        document["article"] = document["article"] | {"shelf": "B"}
    assert document_of(record_from(SIDE_TABLES[table], document)) == document


def test_an_older_file_opens_and_gets_no_empty_tables(path: Path) -> None:
    with opened(path) as store:
        put(store, make(1))
    tables = json.loads(path.read_text())
    assert not SIDE_TABLES.keys() & tables.keys()
    with opened(path) as store:
        assert beside_content(store) == {}
        put_beside(store, "later", make_beside("later", 1))
    assert json.loads(path.read_text()).keys() - tables.keys() == {"later"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("document", ['{"hello": 1}', '{"x": [NaN]}', "[1, 2]", '{"uuid": 3}'])
def test_a_stranger_in_a_table_stays_and_is_not_shown(path: Path, table: str, document: str) -> None:
    with opened(path) as store:
        put(store, make(1))
        saved = put_beside(store, table, make_beside(table, 1))
    head = f'"{table}": {{\n'
    path.write_text(path.read_text().replace(head, f'{head}"77": {document},\n'))
    with opened(path) as store:
        assert list(beside_content(store)) == [saved.uuid]
        assert "1 document(s)" in "".join(store.info().notes)
        drop_beside(store, table, saved)
        second = put_beside(store, table, make_beside(table, 2))
    assert f'"77": {document}' in path.read_text()
    with opened(path) as store:
        assert list(beside_content(store)) == [second.uuid]
    assert any("document '77'" in str(finding) for finding in verify(path))


def test_a_change_of_two_tables_is_all_or_none_and_one_undo(path: Path) -> None:
    with opened(path) as store:
        flag = put_beside(store, "later", make_beside("later", 1))
        annotation, seq = make(2), store.info().seq
        with pytest.raises(ConflictError):
            store.apply(
                [Change(annotation.uuid, 0, annotation), SideChange("later", flag.uuid, 9, None)], by=ME
            )
        assert list(everything(store)) == [flag.uuid]
        store.apply([Change(annotation.uuid, 0, annotation), LATER.drop(flag)], by=ME)
        assert (list(everything(store)), store.info().seq) == ([annotation.uuid], seq + 1)
        assert {event.table for event in undo(store, ME)} == {"_default", "later"}
        assert list(everything(store)) == [flag.uuid]
        redo(store, ME)
        assert list(everything(store)) == [annotation.uuid]
        undo(store, ME)
    with opened(path) as store:
        back = store.find("later", flag.uuid)
        assert isinstance(back, Flag)
        assert (back.target, back.rev) == (flag.target, 5), "no revision comes twice"
        undo(store, ME)
        assert everything(store) == {}
        assert not undo(store, ME)


def test_an_undo_never_goes_over_what_came_afterwards(path: Path) -> None:
    with opened(path) as store:
        people = put_beside(store, "people", make_beside("people", 1))
        assert isinstance(people, Identity)
        put_beside(store, "people", msgspec.structs.replace(people, names=("a", "b", "c")), by=OTHER)
        with pytest.raises(UndoConflictError) as raised:
            undo(store, ME)
        assert (raised.value.uuid, raised.value.by) == (people.uuid, OTHER)
        assert isinstance(kept := store.find("people", people.uuid), Identity)
        assert kept.names == ("a", "b", "c")


@pytest.mark.parametrize("table", TABLES)
def test_a_record_that_could_not_be_read_again_is_not_saved(path: Path, table: str) -> None:
    with opened(path) as store:
        made = make_beside(table, 1)
        for bad in (
            msgspec.structs.replace(made, annotator="two\nlines"),
            msgspec.structs.replace(made, extra={"deep": 1 << 70}),
        ):
            with pytest.raises(NotSavedError, match="can't be kept"):
                put_beside(store, table, bad)
        assert everything(store) == {}
        assert store.info().seq == 0


def test_a_reader_follows_what_is_kept_beside_annotations(path: Path) -> None:
    with opened(path) as store:
        put(store, make(1))
        with open_store(path, annotator=OTHER, readonly=True) as reader:
            seq = reader.info().seq
            flag = put_beside(store, "later", make_beside("later", 1))
            (event,) = reader.watch(seq, 0)
            assert (event.table, event.before, event.after) == ("later", None, flag)
            assert reader.records(LATER, "art-1") == [flag]
            assert reader.records(LATER, "art-2") == []
            drop_beside(store, "later", flag)
            reader.watch(seq + 1, 0)
            assert reader.records(LATER) == []


def test_on_a_full_disk_a_record_waits_in_sight_and_is_saved_later(path: Path) -> None:
    store = opened(path)
    pending = PendingChanges(store, ME)
    old = put_beside(store, "later", make_beside("later", 1))
    new, annotation = make_beside("later", 2), make(3)
    with Disk(before=no_room_to_write), pytest.raises(NotSavedError) as raised:
        pending.apply(
            [LATER.put(new), LATER.drop(old), Change(annotation.uuid, 0, annotation)]  # type: ignore[list-item]
        )
    assert raised.value.again
    assert pending.waiting == {new.uuid, old.uuid, annotation.uuid}
    assert [flag.uuid for flag in pending.records(LATER)] == [new.uuid]
    assert (pending.records(LATER, "art-1"), pending.find("later", old.uuid)) == ([], None)
    assert pending.deleted("later") == [old.uuid]
    assert [kept.uuid for kept in pending.list()] == [annotation.uuid]
    assert list(everything(store)) == [old.uuid]
    assert pending.retry()
    assert everything(store).keys() == {new.uuid, annotation.uuid}
    store.close()
    with opened(path) as again:
        assert everything(again).keys() == {new.uuid, annotation.uuid}


def test_what_waits_is_made_anew_on_what_another_saved(path: Path) -> None:
    store = opened(path)
    pending = PendingChanges(store, ME)
    made = put_beside(store, "people", make_beside("people", 1))
    assert isinstance(made, Identity)
    gone = put_beside(store, "later", make_beside("later", 1))
    with Disk(before=no_room_to_write), pytest.raises(NotSavedError):
        pending.apply(
            [PEOPLE.put(msgspec.structs.replace(made, names=("a", "b")), made.rev), LATER.drop(gone)]
        )
    put_beside(store, "people", msgspec.structs.replace(made, annotator=OTHER), by=OTHER)
    put_beside(store, "later", msgspec.structs.replace(gone, annotator=OTHER), by=OTHER)
    assert pending.retry()
    assert isinstance(kept := store.find("people", made.uuid), Identity)
    assert (kept.names, kept.annotator) == (("a", "b"), OTHER)
    assert store.find("later", gone.uuid) is not None
    assert [(clash.uuid, clash.kind) for clash in pending.clashes] == [(gone.uuid, "edited")]
    store.close()


def test_two_files_merge_table_by_table(tmp_path: Path) -> None:
    a, b, out = (tmp_path / f"{name}.json" for name in "abc")
    with opened(a) as store:
        people = put_beside(store, "people", make_beside("people", 1))
        goes = put_beside(store, "later", make_beside("later", 1))
        put(store, make(1))
    for source in sorted(tmp_path.iterdir()):
        if source.is_file():
            source.with_name(source.name.replace("a.json", "b.json", 1)).write_bytes(source.read_bytes())
    assert isinstance(people, Identity)
    with opened(a) as store:
        put_beside(store, "people", msgspec.structs.replace(people, names=(*people.names, "ناطق")))
        mine = put_beside(store, "corrections", make_beside("corrections", 1, "mine"))
    with opened(b) as store:
        put_beside(store, "people", msgspec.structs.replace(people, names=(*people.names, "spokesman")))
        drop_beside(store, "later", goes)
        theirs = make_beside("corrections", 1, "theirs")
        theirs = put_beside(store, "corrections", msgspec.structs.replace(theirs, updated="2999"))
        flag = put_beside(store, "later", make_beside("later", 2))
    assert mine.uuid == theirs.uuid, "an article has one correction, whoever made it"
    merged, text = merge_files(a, b, out, by=ME)
    mirrored, _ = merge_files(b, a, tmp_path / "d.json", by=ME)
    assert mirrored.beside == merged.beside
    with opened(out) as store:
        kept = {record["uuid"]: record for record in beside_content(store).values()}
    assert kept.keys() == {people.uuid, mine.uuid, flag.uuid}
    assert set(kept[people.uuid]["names"]) == {*people.names, "ناطق", "spokesman"}
    assert kept[mine.uuid]["title"] == "theirs."
    (conflict,) = merged.conflicts
    assert (conflict.article, conflict.field, conflict.a, conflict.b) == (
        "art-1",
        "title",
        "mine.",
        "theirs.",
    )
    assert "beside them: 1 in later, 1 in people, 1 in corrections" in text
    assert merge_files(out, b, out, by=ME)[0].conflicts == []
    with opened(out) as store:
        assert {record["uuid"]: record for record in beside_content(store).values()} == kept


def test_a_restore_leads_back_in_every_table(path: Path) -> None:
    with opened(path) as store:
        flag = put_beside(store, "later", make_beside("later", 1))
        seq = store.info().seq
        before = everything(store)
        drop_beside(store, "later", flag)
        people = put_beside(store, "people", make_beside("people", 1))
    planned = restoring.plan(path, f"@{seq}")
    assert [(found.kind, found.table) for found in planned.differences] == [
        ("back", "later"),
        ("go", "people"),
    ]
    assert planned.point.total == 0, "annotations are counted, and there are none"
    text = "\n".join(restoring.as_text(planned))
    assert "comes back art-1:2 later" in text
    assert "goes       - people" in text
    restoring.restore(path, f"@{seq}", by=ME)
    with opened(path) as store:
        assert everything(store).keys() == before.keys()
        undo(store, ME)
        assert everything(store).keys() == {people.uuid}


def test_verify_and_history_tell_of_every_table(path: Path) -> None:
    with opened(path) as store:
        saved = [put_beside(store, table, make_beside(table, 1)) for table in TABLES]
        drop_beside(store, TABLES[0], saved[0])
    assert verify(path) == []
    told = list(lines(path))
    assert [line.split()[4] for line in told] == [record.uuid for record in (*saved, saved[0])]
    assert all(f" {table}: new" in line for table, line in zip(TABLES, told, strict=False))
    assert f" {TABLES[0]}: deleted" in told[-1]
    path.write_text(path.read_text().replace("verb-then-subject", "another-rule"))
    (finding,) = verify(path)
    assert "changed by another program" in str(finding)


def test_verify_compares_the_quote_of_a_flag_with_its_article(path: Path) -> None:
    with opened(path) as store:
        flag = put_beside(store, "later", make_beside("later", 1))
    assert isinstance(flag, Flag)
    faults = verify(path, lambda _: "another text, and long enough")
    assert {finding.where for finding in faults} == {flag.uuid}


@pytest.mark.parametrize("before", [0, 500])
def test_a_flag_is_one_write_and_one_sync_however_many_there_are(path: Path, before: int) -> None:
    with opened(path) as store:
        flags = [make_beside("later", number) for number in range(before)]
        store.apply([LATER.put(flag) for flag in flags], by=ME)  # type: ignore[arg-type]
        note(store, put(store, make()), "the first save of a session opens its journal")
        calls: Counter[str] = Counter()
        with Disk(after=lambda name, *_: calls.update(["sync" if "sync" in name else name])):
            put_beside(store, "later", make_beside("later", 1))
        assert calls == {"write": 1, "sync": 1}


def test_the_history_says_what_was_said_and_nothing_that_was_not(path: Path) -> None:
    with opened(path) as store:
        made = put_beside(store, "corrections", make_beside("corrections", 1, "first"))
        put_beside(store, "corrections", msgspec.structs.replace(made, title="second."))
        drop_beside(store, "corrections", made)
    new, changed, gone = (line.partition(" corrections: ")[2] for line in lines(path))
    assert new == 'new; title: "first."; tags: ["war"]'
    assert changed == 'title: "first." -> "second."'
    assert gone == 'deleted; title: "second."; tags: ["war"]'
