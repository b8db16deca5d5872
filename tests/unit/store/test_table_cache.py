"""A large annotations file is opened through a cache, and never says anything else for it."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from store_tools import ME, drop, make, make_beside, note, opened, plain, put, put_beside
from tinydb import TinyDB

from annotations.model.records import Annotation, ArticleRef, Link
from annotations.model.side_records import SIDE_TABLES, TRUST
from annotations.paths import cache_folder
from annotations.services.undo import undo
from annotations.services.verification import verify
from annotations.store import cached_tables, recovery, storage, table_cache
from annotations.store.base import Change
from annotations.store.documents import Documents
from annotations.store.table_cache import TableCache
from annotations.store.tables import State
from annotations.store.tinydb_store import TinyDBStore, open_store

NEVER = 1 << 60


@pytest.fixture(autouse=True)
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every file for a large one, with a cache of its own."""
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(storage, "LARGE", 1)


@pytest.fixture
def path(memory: Path) -> Path:
    return memory / "annotations.json"


@pytest.fixture
def filled(path: Path) -> Path:
    """A file with annotations, tombstones and other records, and its cache."""
    with opened(path) as store:
        made = [put(store, make(number, article=f"art-{number % 3}")) for number in range(40)]
        linked = made[1]
        put(store, _linked(made[0], linked))
        drop(store, made[2])
        verdict = put_beside(store, TRUST.name, make_beside(TRUST.name))
        assert store.find(TRUST.name, verdict.uuid)
    with opened(path) as store:
        assert is_cached(store)
    return path


def _linked(annotation: Annotation, other: Annotation) -> Annotation:
    return Annotation(
        **{name: getattr(annotation, name) for name in annotation.__struct_fields__ if name != "links"},
        links=(Link("supports", other.uuid),),
    )


def is_cached(store: TinyDBStore) -> bool:
    return store.table.cached is not None


def truth(path: Path, monkeypatch: pytest.MonkeyPatch) -> State:
    """Read file and journal as if there were no cache."""
    with monkeypatch.context() as without:
        without.setattr(storage, "LARGE", NEVER)
        return recovery.load(recovery.Paths.of(path)).state


def check(store: TinyDBStore, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """See that a store answers everything as the files alone do."""
    true = truth(path, monkeypatch)
    uuids = list(true.annotations.known())
    assert {each.uuid: each for each in store.list()} == {uuid: true.find(uuid) for uuid in uuids}
    assert len(store.table) == len(uuids)
    assert list(store.table.known()) == uuids
    assert list(store.article_ids()) == sorted(true.index.article_ids())
    asked = [*true.index.article_ids(), "none", "\ud800"]
    texts = store.annotated_texts(asked)
    for article_id in asked:
        assert {each.uuid for each in store.list(article_id)} == set(true.index.of_article(article_id))
        assert {each.article.sha256 for each in store.list(article_id)} <= set(texts.get(article_id, ()))
    for other in [None, *uuids]:
        assert [each.uuid for each in store.linking(other)] == true.index.linking(other)
    for table in ("_default", *SIDE_TABLES):
        assert sorted(store.deleted(table)) == sorted(true.gone(table))
    for table, record in true.records():
        assert store.find(table, record.uuid) == record
    assert store.get("\ud800") is None
    assert store.articles(filed=True) == [true.articles.document(key) for key in true.articles.known()]


class Walk:
    """A random sequence of what can happen to a store."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path = path
        self.chance = random.Random(seed)
        self.store = opened(path)
        self.opened_cached = 0

    def step(self) -> None:
        steps = [
            self.add,
            self.add,
            self.edit,
            self.follow,
            self.drop,
            self.link,
            self.back,
            self.beside,
            self.beside_gone,
        ]
        self.chance.choice([*steps, self.checkpoint, self.reopen])()

    def _one_of(self) -> Annotation | None:
        annotations = self.store.list()
        return self.chance.choice(annotations) if annotations else None

    def add(self) -> None:
        number = self.chance.randrange(50)
        self.store.remember_article({"id": f"art-{number % 4}", "title": str(number)})
        put(self.store, make(number, article=f"art-{number % 4}"))

    def edit(self) -> None:
        if annotation := self._one_of():
            note(self.store, annotation, f"note {self.chance.random()}")

    def follow(self) -> None:
        """Let an annotation follow its article to another text."""
        if annotation := self._one_of():
            article = ArticleRef(annotation.article.id, f"{self.chance.randrange(3):064x}")
            put(self.store, msgspec.structs.replace(annotation, article=article))

    def drop(self) -> None:
        if annotation := self._one_of():
            drop(self.store, annotation)

    def link(self) -> None:
        first, second = self._one_of(), self._one_of()
        if first and second and not first.links:
            put(self.store, _linked(first, second))

    def back(self) -> None:
        undo(self.store, ME)

    def beside(self) -> None:
        put_beside(self.store, TRUST.name, make_beside(TRUST.name, self.chance.randrange(9)))

    def beside_gone(self) -> None:
        if records := self.store.records(TRUST):
            self.store.apply([TRUST.drop(records[0])], by=ME)

    def checkpoint(self) -> None:
        self.store.checkpoint()

    def reopen(self) -> None:
        self.store.close()
        self.store = opened(self.path)
        self.opened_cached += is_cached(self.store)


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_done_a_store_with_a_cache_answers_as_its_files_do(
    path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(path, seed)
    for _ in range(40):
        walk.step()
        check(walk.store, path, monkeypatch)
    walk.reopen()
    check(walk.store, path, monkeypatch)
    walk.store.close()
    assert walk.opened_cached
    assert plain(path).keys() == {each.uuid for each in walk.store.list()}


def test_which_texts_are_annotated_is_told_without_reading_an_annotation(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(filled) as store:
        first = store.list("art-1")[0]
        other = "a" * 64
        put(store, msgspec.structs.replace(first, article=ArticleRef("art-1", other)))
    before = first.article.sha256
    with opened(filled) as store:
        assert is_cached(store)
        with monkeypatch.context() as unread:
            unread.setattr(TableCache, "piece", lambda *_: pytest.fail("was read"))
            texts = store.annotated_texts(["art-0", "art-1", "none"])
        assert texts == {"art-0": {before}, "art-1": {before, other}}
        put(store, make(7, article="new"))
        assert store.annotated_texts(["new"]) == {"new": {before}}


def test_a_cache_that_misses_a_change_is_found_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: one that is brought up to date without the changes, and sealed all the same."""
    monkeypatch.setattr(table_cache.CacheWriter, "change_table", lambda *_: None)
    with opened(path) as store:
        put(store, make(1))
    with opened(path) as store:
        put(store, make(2))
    with opened(path) as store, pytest.raises(AssertionError):
        check(store, path, monkeypatch)


def test_it_holds_what_the_file_does_byte_for_byte(filled: Path) -> None:
    cache = table_cache.opened(filled)
    assert cache is not None
    tables, expected = cached_tables._tables(cache), storage.read(filled)
    assert list(tables) == list(expected)
    for name, table in expected.items():
        cached = tables[name]
        assert not isinstance(table, bytes)
        assert not isinstance(cached, bytes)
        assert list(cached.pieces()) == list(table.pieces())
        assert list(cached) == list(table)
        assert len(cached) == len(table)


def test_a_small_file_has_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "LARGE", 1 << 20)
    with opened(path) as store:
        put(store, make())
    with opened(path) as store:
        assert not is_cached(store)
    assert not cache_folder().exists()


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def _fill(file: Path) -> None:
    file.write_bytes(b"\0" * file.stat().st_size)


def _link(file: Path) -> None:
    other = file.with_name("other")
    file.rename(other)
    file.symlink_to(other)


def _open_to_others(file: Path) -> None:
    file.chmod(0o666)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("ending", ["", "-seal"])
@pytest.mark.parametrize(
    "harm",
    [_cut, _flip, _fill, _link, _open_to_others, _folder, Path.unlink, os.mkfifo],
    ids=lambda f: f.__name__,
)
def test_one_that_is_torn_or_not_ours_alone_is_not_used(
    filled: Path, ending: str, harm: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = table_cache.path_of(filled)
    file = cache.with_name(cache.name + ending)
    if harm is os.mkfifo:
        file.unlink()
    harm(file)
    assert table_cache.opened(filled) is None
    for _ in range(2):  # made anew, where there is room for it
        with opened(filled) as store:
            check(store, filled, monkeypatch)
            note(store, store.list()[0], "more")


@pytest.mark.parametrize("at", range(0, 100, 9))
def test_no_byte_of_it_may_be_another(filled: Path, at: int) -> None:
    cache = table_cache.path_of(filled)
    data = bytearray(cache.read_bytes())
    data[len(data) * at // 100] ^= 0x40
    cache.write_bytes(data)
    assert table_cache.opened(filled) is None


def test_one_of_another_version_is_made_anew(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_cache, "VERSION", 99)
    assert table_cache.opened(filled) is None
    with opened(filled) as store:
        assert is_cached(store)


def test_a_file_that_another_program_has_written_is_read(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TinyDB(filled) as database:
        database.update({"note": "theirs"})
    with opened(filled) as store:
        assert {each.note for each in store.list()} == {"theirs"}
        check(store, filled, monkeypatch)


def test_a_file_that_keeps_its_size_and_its_time_is_read(filled: Path) -> None:
    status = filled.stat()
    data = filled.read_bytes()
    with filled.open("r+b") as file:
        file.write(data.replace(b'"note":""', b'"note":""', 1).replace(b'"claim"', b'"event"'))
    os.utime(filled, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert filled.stat().st_size == status.st_size
    with opened(filled) as store:
        assert {each.tags for each in store.list()} == {("event",)}


def test_a_copy_of_the_file_is_another_file(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.write_bytes(filled.read_bytes())
    assert table_cache.opened(filled) is None
    with opened(filled) as store:
        check(store, filled, monkeypatch)


def test_documents_that_are_none_of_ours_are_told_of_as_ever(filled: Path) -> None:
    data = filled.read_bytes()
    filled.write_bytes(data.replace(b'{"_default": {\n', b'{"_default": {\n"9999": {"no": "annotation"},\n'))
    for _ in range(2):
        with open_store(filled, annotator=ME, readonly=True) as store:
            assert not is_cached(store)
            assert any("no annotations" in line for line in store.info().notes)


def test_where_there_is_no_folder_for_it_all_goes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache_folder().write_text("a file")
    for number in range(3):
        with opened(path) as store:
            put(store, make(number))
            check(store, path, monkeypatch)
            assert not is_cached(store)
    assert len(plain(path)) == 3


def test_one_that_can_not_be_brought_up_to_date_is_left_behind(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(table_cache.CacheWriter, "change_table", _no_room)
        with opened(filled) as store:
            assert is_cached(store)
            note(store, store.list()[0], "saved all the same")
        assert store.info().trouble == ""
    assert table_cache.opened(filled) is None
    assert not list(cache_folder().glob("*-new-*"))
    with opened(filled) as store:
        assert "saved all the same" in {each.note for each in store.list()}
        check(store, filled, monkeypatch)


def _no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_who_has_it_open_sees_what_is_saved_meanwhile_and_nothing_torn(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(filled) as writer, open_store(filled, annotator="other", readonly=True) as reader:
        assert is_cached(reader)
        for number in range(3):
            added = put(writer, make(number, article="new"))
            drop(writer, writer.list()[0])
            writer.checkpoint()
            assert reader.watch(reader.info().seq, 0)
            assert reader.get(added.uuid) == added
            check(reader, filled, monkeypatch)


def test_the_cache_names_no_text_for_other_users_to_read(filled: Path) -> None:
    for file in cache_folder().glob("annotations-*"):
        assert file.stat().st_mode & 0o077 == 0


def test_what_a_killed_one_has_left_goes_and_what_another_writes_just_now_stays(filled: Path) -> None:
    cache = table_cache.path_of(filled)
    left, written = (cache.with_name(f"{cache.name}-new-{name}") for name in ("left", "written"))
    for file in (left, written):
        file.write_bytes(b"half")
    os.utime(left, (0, 0))
    with opened(filled) as store:
        note(store, store.list()[0], "more")
    assert not left.exists()
    assert written.exists()
    assert table_cache.opened(filled) is not None


def test_odd_document_ids_stay_as_they_are(filled: Path) -> None:
    tables = storage.read(filled)
    annotations = tables["_default"]
    assert isinstance(annotations, Documents)
    kept = [piece for _, piece in annotations.pieces()]
    odd = dict(zip(["007", "7", "12345678901234567890"], kept, strict=False))
    filled.write_bytes(b"".join(storage.pieces({**tables, "_default": Documents(odd.items())})))
    with opened(filled) as store:
        assert is_cached(store)
        added = put(store, make(1))
        assert store.apply([Change(added.uuid, added.rev, None)], by=ME) == []
        put(store, make(2))
    assert list(json.loads(filled.read_bytes())["_default"])[:3] == list(odd)


def test_verify_looks_at_the_file_itself(filled: Path) -> None:
    """A fault of the disk changes no time; the file here is rotten where its cache is whole."""
    cache, seal = table_cache.path_of(filled), table_cache._read_seal(_seal(filled))
    filled.write_bytes(filled.read_bytes().replace(b'"claim"', b'"event"', 1))
    state, end = table_cache._state(filled)
    _seal(filled).write_bytes(msgspec.json.encode(msgspec.structs.replace(seal, state=state, end=end)))
    assert cache.exists()
    with open_store(filled, annotator=ME, readonly=True) as store:
        assert is_cached(store)
    assert any("changed by another program" in finding.what for finding in verify(filled))
    with open_store(filled, annotator=ME, readonly=True) as store:  # and the cache is that of the file again
        assert is_cached(store)
        assert sum("event" in annotation.tags for annotation in store.list()) == 1


def _seal(path: Path) -> Path:
    cache = table_cache.path_of(path)
    return cache.with_name(f"{cache.name}-seal")
