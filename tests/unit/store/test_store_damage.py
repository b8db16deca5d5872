"""Whatever happened to the files while nobody looked: nothing saved is lost, and what was done is told.

Most files here hold annotations in three layers, as after a crash: the first in the backup, more in the
annotations file, the last only in the journal.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from store_tools import ME, beside, changes, content, drop, make, note, opened, plain, put, reopened
from tinydb import TinyDB

from annotations.model.records import to_document
from annotations.store.base import DamagedError, StoreError
from annotations.store.tinydb_store import open_store

Content = dict[str, dict[str, Any]]


@pytest.fixture
def layered(path: Path) -> Content:
    """Leave the files as a crash does, and say what was saved."""
    live = path.parent.with_name("live") / path.name
    store = opened(live)
    for layer in range(3):
        made = [put(store, make(number, note=f"layer {layer}")) for number in range(4)]
        note(store, made[0], "changed")
        drop(store, made[1])
        if layer < 2:
            store.checkpoint()
    expected = content(store)
    shutil.copytree(live.parent, path.parent)
    store.close()
    beside(path, ".lock").unlink()
    shutil.rmtree(beside(path, ".backups"))
    assert len(plain(path)) == 6
    assert len(expected) == 9
    return expected


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def zeros(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def byte_order_mark(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


def no_meta(path: Path) -> None:
    with TinyDB(path) as database:
        database.drop_table("_meta")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut": cut,
    "emptied": lambda path: path.write_bytes(b""),
    "zeros": zeros,
    "another text": lambda path: path.write_text("سلام"),
    "deleted": Path.unlink,
}
HARMLESS: dict[str, Callable[[Path], object]] = {"byte order mark": byte_order_mark, "no _meta": no_meta}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_restored_and_kept(
    path: Path, layered: Content, damage: Callable[[Path], object]
) -> None:
    damage(path)
    harmed = path.read_bytes() if path.exists() else None
    with opened(path) as store:
        assert content(store) == layered
        (told,) = store.info().notes
        assert "annotations.json.bak" in told
        put(store, make(note="after"))
    assert len(plain(path)) == 10
    kept = [copy.read_bytes() for copy in path.parent.glob("annotations.json.damaged-*")]
    assert kept == ([] if harmed is None else [harmed])
    assert opened(path).info().notes == ()


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_what_is_no_damage_is_not_treated_as_such(
    path: Path, layered: Content, change: Callable[[Path], object]
) -> None:
    change(path)
    with opened(path) as store:
        assert content(store) == layered
        assert store.info().notes == ()
    assert not list(path.parent.glob("*.damaged-*"))


def test_the_backup_survives_the_first_save_after_damage(path: Path, layered: Content) -> None:
    cut(path)
    backup = beside(path, ".bak").read_bytes()
    with opened(path) as store:
        put(store, make())
        store.checkpoint()
        assert beside(path, ".bak").read_bytes() == backup, "the damaged file must never become the backup"


def test_a_missing_file_is_no_new_file_while_its_backup_is_there(path: Path, layered: Content) -> None:
    path.unlink()
    beside(path, ".journal").unlink()
    with opened(path) as store:
        assert len(store.list()) == 3
        assert "missing" in store.info().notes[0]


def test_every_combination_of_missing_files(path: Path, layered: Content) -> None:
    names = [path, beside(path, ".bak"), beside(path, ".journal")]
    whole = [name.read_bytes() for name in names]
    for present in product((True, False), repeat=3):
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        for name, there, data in zip(names, present, whole, strict=True):
            if there:
                name.write_bytes(data)
        main, backup, journal = present
        expected = 9 if journal else 6 if main else 3 if backup else 0
        assert len(reopened(path)) == expected, present


def test_a_slip_in_an_editor_is_named_and_not_overwritten(path: Path, layered: Content) -> None:
    broken = path.read_text().replace('"note":"changed",', '"note":"changed"', 1)
    path.write_text(broken)
    with pytest.raises(DamagedError, match=r"line 2 column \d+.*--repair") as raised:
        opened(path)
    assert "\n" not in str(raised.value)
    assert path.read_text() == broken
    with open_store(path, annotator=ME, repair=True) as store:
        assert content(store) == layered
    assert [copy.read_text() for copy in path.parent.glob("*.damaged-*")] == [broken]


def test_a_valid_edit_by_hand_is_respected(path: Path, layered: Content) -> None:
    document = json.loads(path.read_text())
    gone = document["_default"].pop("3")
    document["_default"]["1"]["note"] = "by hand"
    path.write_text(json.dumps(document, indent=2))
    with opened(path) as store:
        assert gone["uuid"] not in content(store)
        assert store.list()[0].note == "by hand"
        assert len(store.list()) == 8


def test_a_document_of_another_program_keeps_its_place(path: Path, layered: Content) -> None:
    """Replay by document id would put ours over theirs: both have the same."""
    theirs = to_document(make(note="theirs"))
    with TinyDB(path) as database:
        database.insert(theirs)
    with opened(path) as store:
        assert content(store) == layered | {theirs["uuid"]: theirs}
    assert plain(path) == layered | {theirs["uuid"]: theirs}


def test_another_programs_edit_while_open_is_never_overwritten(path: Path) -> None:
    store = opened(path)
    mine = put(store, make(1, note="mine"))
    store.checkpoint()
    theirs = to_document(make(2, note="theirs"))
    with TinyDB(path) as database:
        database.insert(theirs)
    later = put(store, make(3, note="later"))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        store.checkpoint()
    assert path.read_bytes() == before
    assert "another program" in store.info().trouble
    with pytest.raises(StoreError, match="another program"):
        store.close()
    both = {mine.uuid: to_document(mine), theirs["uuid"]: theirs, later.uuid: to_document(later)}
    assert reopened(path) == both


def test_the_same_annotation_changed_by_two_programs_loses_neither(path: Path) -> None:
    store = opened(path)
    mine = put(store, make(1))
    store.checkpoint()
    with TinyDB(path) as database:
        database.update({"note": "theirs"})
    note(store, mine, "mine")
    with pytest.raises(StoreError):
        store.close()
    with opened(path) as store:
        assert store.list()[0].note == "mine"
        assert "another program" in store.info().notes[0]
    (kept,) = path.parent.glob("*.damaged-*")
    assert "theirs" in kept.read_text()


def test_documents_with_one_uuid_are_all_kept(path: Path, layered: Content) -> None:
    document = json.loads(path.read_text())
    document["_default"]["77"] = document["_default"]["1"] | {"note": "twin"}
    path.write_text(json.dumps(document))
    with opened(path) as store:
        assert "uuid" in store.info().notes[0]
        put(store, make())
    assert json.loads(path.read_text())["_default"]["77"]["note"] == "twin"


def test_a_journal_alone_is_enough_from_the_beginning_on(path: Path, layered: Content) -> None:
    path.write_bytes(b"{")
    beside(path, ".bak").unlink()
    with opened(path) as store:
        assert content(store) == layered
        assert "rebuilt from the journal" in store.info().notes[0]


def test_what_would_lose_changes_is_done_only_when_asked(path: Path, layered: Content) -> None:
    cut(path)
    beside(path, ".bak").unlink()
    journal = beside(path, ".journal")
    lines = journal.read_bytes().splitlines(keepends=True)
    gone = changes(journal.read_bytes())[:12]
    journal.write_bytes(b"".join(line for line in lines if line not in gone))
    harmed = path.read_bytes()
    with pytest.raises(StoreError, match="changes 1 to 12 are in no backup"):
        opened(path)
    assert path.read_bytes() == harmed
    with open_store(path, annotator=ME, repair=True) as store:
        assert len(store.list()) == 3
    assert [copy.read_bytes() for copy in path.parent.glob("annotations.json.damaged-*")] == [harmed]


def test_dated_backups_stand_in_for_the_last_one(path: Path, layered: Content) -> None:
    folder = beside(path, ".backups")
    folder.mkdir()
    shutil.copy(beside(path, ".bak"), folder / "2026-01-01.json")
    cut(path)
    beside(path, ".bak").write_bytes(b"")
    assert reopened(path) == layered


def test_a_newer_format_is_only_read(path: Path, layered: Content) -> None:
    document = json.loads(path.read_text())
    document["_meta"]["1"]["format"] = 2
    path.write_text(json.dumps(document))
    before = path.read_bytes()
    with opened(path) as store:
        assert store.info().readonly
        assert "newer claimreader" in store.info().why
    assert path.read_bytes() == before


def test_opening_twice_after_damage_is_the_same_as_once(path: Path, layered: Content) -> None:
    """A crash during recovery: opened, nothing finished, opened again."""
    cut(path)
    for _ in range(3):
        copy = path.parent.with_name("copy") / path.name
        shutil.rmtree(copy.parent, ignore_errors=True)
        store = opened(path)
        shutil.copytree(path.parent, copy.parent)
        store.close()
        assert reopened(copy) == layered
