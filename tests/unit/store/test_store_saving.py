"""What a user of the store relies on when nothing goes wrong."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from store_tools import ME, beside, content, drop, make, note, opened, plain, put, reopened
from tinydb import TinyDB, where

from annotations.model.records import Link, to_document
from annotations.store import disk, journal
from annotations.store.base import Change, ConflictError, NotSavedError
from annotations.store.tables import State
from annotations.store.tinydb_store import open_store


def test_who_only_reads_leaves_no_file(path: Path) -> None:
    with open_store(path, annotator=ME) as store:
        assert store.list() == []
        assert not store.info().readonly
        store.remember_article({"id": "art-1", "title": "عنوان"})
        store.checkpoint()
    assert not path.parent.exists()


def test_saved_is_there_at_the_next_opening(path: Path) -> None:
    with opened(path) as store:
        first, second = put(store, make(1)), put(store, make(2))
        changed = note(store, first, "ملاحظة")
        drop(store, second)
        assert changed.rev == 2
    assert reopened(path) == {first.uuid: to_document(changed)}


def test_saved_is_in_the_journal_before_any_checkpoint(path: Path) -> None:
    store = opened(path)
    saved = put(store, make())
    assert not path.exists()
    reader = open_store(path, annotator="other", readonly=True)
    assert reader.get(saved.uuid) == saved
    store.close()


def test_a_change_from_an_old_revision_is_refused_whole(path: Path) -> None:
    with opened(path) as store:
        saved = put(store, make())
        newer = note(store, saved, "new")
        fresh = make(2)
        with pytest.raises(ConflictError) as raised:
            store.apply([Change(fresh.uuid, 0, fresh), Change(saved.uuid, saved.rev, None)], by=ME)
        assert raised.value.current == newer
        assert content(store) == {saved.uuid: to_document(newer)}
        with pytest.raises(ConflictError):
            store.apply([Change(saved.uuid, 0, saved)], by=ME)


def test_revisions_never_come_twice_even_after_a_deletion(path: Path) -> None:
    with opened(path) as store:
        saved = put(store, make())
        drop(store, saved)
    with opened(path) as store:
        (again,) = store.apply([Change(saved.uuid, 0, saved)], by=ME)
        assert again.rev == 3
    assert [event.rev for event in open_store(path, annotator=ME).history(saved.uuid)] == [1, 2, 3]


def test_plain_tinydb_reads_the_same(path: Path) -> None:
    with opened(path) as store:
        for number in range(5):
            put(store, make(number))
        drop(store, store.list()[2])
        store.remember_article({"id": "art-1", "sha256": "0" * 64, "title": "عنوان"})
        note(store, store.list()[0], "ملاحظة")
        expected = content(store)
    assert (
        plain(path, encoding="utf-8")
        == plain(path, encoding="cp1256")
        == plain(path, encoding="ascii")
        == expected
    )
    with TinyDB(path, access_mode="r") as database:
        assert [record["title"] for record in database.table("articles").all()] == ["عنوان"]
        assert [tomb["rev"] for tomb in database.table("deleted").all()] == [2]
        assert [(meta["format"], meta["seq"]) for meta in database.table("_meta").all()] == [(1, 7)]


def test_plain_tinydb_reads_the_file_in_the_c_locale(path: Path) -> None:
    with opened(path) as store:
        put(store, make(note="ملاحظة"))
    script = "import sys, tinydb; print(ascii(tinydb.TinyDB(sys.argv[1]).all()[0]['note']))"
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = subprocess.run(
        [sys.executable, "-c", script, path], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ascii("ملاحظة")


def test_what_plain_tinydb_writes_is_read(path: Path) -> None:
    path.parent.mkdir()
    mine, theirs = make(1), make(2)
    with TinyDB(path, indent=4, ensure_ascii=False, encoding="utf-8") as database:
        database.insert(to_document(mine))
        database.table("their own").insert({"x": 1})
    with opened(path) as store:
        assert content(store) == {mine.uuid: to_document(mine)}
        put(store, theirs)
    assert set(plain(path)) == {mine.uuid, theirs.uuid}
    with TinyDB(path, access_mode="r", encoding="ascii") as database:
        assert database.table("their own").all() == [{"x": 1}]


def test_unknown_keys_stay_at_every_level(path: Path) -> None:
    path.parent.mkdir()
    document = to_document(msgspec.structs.replace(make(), links=(Link("repeats", "u-2"),)))
    document |= {"extra": {"a": [1]}, "colour": "red"}
    document["article"]["volume"] = 7
    document["target"]["page"] = 3
    document["links"][0]["why"] = "same photo"
    with TinyDB(path) as database:
        database.insert(document)
    with opened(path) as store:
        note(store, store.list()[0], "changed")
    assert plain(path) == {document["uuid"]: document | {"note": "changed", "rev": 2}}


def test_nobody_can_alter_what_the_store_holds(path: Path) -> None:
    with opened(path) as store:
        saved = put(store, msgspec.structs.replace(make(), attributes={"numbers": [{"value": 3}]}))
        handed_out = store.get(saved.uuid)
        assert handed_out is not None
        handed_out.attributes["numbers"].append("altered")
        store.list()[0].attributes.clear()
        assert content(store) == {saved.uuid: to_document(saved)}


def test_what_could_not_be_read_back_is_not_saved(path: Path) -> None:
    good = make()
    bad = [
        msgspec.structs.replace(good, tags=("cl\x1baim",)),
        msgspec.structs.replace(good, note="\ud800"),
        msgspec.structs.replace(good, attributes={"n": float("nan")}),
        msgspec.structs.replace(good, attributes={"n": object()}),
        msgspec.structs.replace(good, target=msgspec.structs.replace(good.target, end=999)),
        msgspec.structs.replace(good, note="x" * (5 << 20)),
        msgspec.structs.replace(good, uuid="another"),
        msgspec.structs.replace(good, note=3),  # type: ignore[arg-type]
    ]
    with opened(path) as store:
        for annotation in bad:
            with pytest.raises(NotSavedError) as raised:
                store.apply([Change(good.uuid, 0, annotation)], by=ME)
            assert "\n" not in str(raised.value)
        assert store.list() == []
        put(store, good)
    assert set(reopened(path)) == {good.uuid}


def test_files_are_private_and_keep_the_mode_they_are_given(path: Path) -> None:
    with opened(path) as store:
        put(store, make(1))
        store.checkpoint()
        put(store, make(2))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.rglob("*")}
    assert set(modes.values()) <= {0o600, 0o700}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o640)
    with opened(path) as store:
        put(store, make(3))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_to_the_file_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    link = tmp_path / "link.json"
    link.symlink_to(path)
    with opened(link) as store:
        put(store, make(1))
        assert opened(path).info().readonly, "the same file by another name has the same lock"
    with opened(link) as store:
        put(store, make(2))
    assert link.is_symlink()
    assert len(plain(path)) == 2
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["link.json"]


def test_articles_are_kept_with_their_annotations(path: Path) -> None:
    with opened(path) as store:
        store.remember_article({"id": "art-1", "title": "\ud800عنوان"})
        store.remember_article({"id": "art-2", "title": "never annotated"})
        put(store, make(1))
        put(store, make(2))
    with opened(path) as store:
        assert [record["id"] for record in store.articles()] == ["art-1"]
    journal = beside(path, ".journal").read_bytes()
    assert journal.count(b'["articles",') == 1


def test_tinydbs_own_queries_work_and_its_writing_methods_are_refused(path: Path) -> None:
    with opened(path) as store:
        made = [
            put(store, make(number, tags=("claim", "event") if number % 2 else ("rule",)))
            for number in range(4)
        ]
        events = where("tags").any(["event"])
        assert [document["uuid"] for document in store.table.search(events)] == [made[1].uuid, made[3].uuid]
        drop(store, made[1])
        assert [document["uuid"] for document in store.table.search(events)] == [made[3].uuid]
        assert len(store.table) == 3
        with pytest.raises(TypeError, match=r"Store\.apply"):
            store.table.insert({"uuid": "x"})
        assert len(store.list()) == 3


def test_annotations_of_an_article_are_found_oldest_first(path: Path) -> None:
    with opened(path) as store:
        made = [put(store, make(number, article=f"art-{number % 2}")) for number in range(6)]
        drop(store, made[0])
        put(store, made[0])
        assert [annotation.uuid for annotation in store.list("art-0")] == [
            made[number].uuid for number in (0, 2, 4)
        ]
        assert store.list("art-9") == []


def test_reading_waits_for_no_save(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand annotations that move at once, or a slow disk, don't stop the screen."""
    with opened(path) as store:
        first = put(store, make(0))
        more = [make(number) for number in range(1, 1001)]
        flushing, go_on = threading.Event(), threading.Event()
        flush = disk.flush

        def slow(fd: int) -> None:
            flushing.set()
            assert go_on.wait(20)
            flush(fd)

        monkeypatch.setattr(disk, "flush", slow)
        saving = threading.Thread(
            target=lambda: store.apply([Change(annotation.uuid, 0, annotation) for annotation in more], by=ME)
        )
        saving.start()
        assert flushing.wait(20)
        assert [annotation.uuid for annotation in store.list()] == [first.uuid], (
            "what isn't on the disk isn't shown"
        )
        assert store.get(more[0].uuid) is None
        go_on.set()
        seen = 0
        while saving.is_alive():
            before, seen = seen, len(store.list())
            assert seen >= before
        assert len(store.list()) == 1001
    assert len(reopened(path)) == 1001


def test_a_checkpoint_never_takes_half_a_change(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(path) as store:
        changing, started = State.changing, threading.Event()

        def slow(self: State, entry: journal.JournalEntry, *known: object) -> Iterator[None]:
            for _ in changing(self, entry, *known):  # type: ignore[arg-type]
                started.set()
                time.sleep(0.01)
                yield

        monkeypatch.setattr(State, "changing", slow)
        more = [make(number) for number in range(1000)]
        saving = threading.Thread(
            target=lambda: store.apply([Change(annotation.uuid, 0, annotation) for annotation in more], by=ME)
        )
        saving.start()
        assert started.wait(20)
        store.checkpoint()
        assert len(plain(path)) == 1000
        saving.join()
