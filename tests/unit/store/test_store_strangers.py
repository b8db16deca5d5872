"""What other programs put into the annotations file stays there byte for byte; all else works beside it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_tools import ME, TEXT, beside, content, drop, make, note, opened, put
from tinydb import TinyDB, where

from annotations.model.article import Article
from annotations.model.records import to_document
from annotations.services.attributes import with_attributes
from annotations.services.undo import undo
from annotations.services.verification import repair, verify
from annotations.store import journal, storage
from annotations.store.base import NotSavedError, StoreError


def pieces(path: Path) -> dict[tuple[str, str], bytes]:
    """Return every document as it stands in the file, by table and document id."""
    return {
        (name, slot): piece
        for name, table in storage.read(path).items()
        for slot, piece in ([("", table)] if isinstance(table, bytes) else table.pieces())
    }


def insert(path: Path, table: str, *documents: str) -> None:
    """Put documents into a table as text, as a program does that writes JSON of its own."""
    tables = json.loads(path.read_text())
    names = {f"@{number}@": document for number, document in enumerate(documents)}
    for name in names:
        number = max(map(int, tables.setdefault(table, {})), default=0) + 1
        tables[table][str(number)] = name
    text = json.dumps(tables)
    for name, document in names.items():
        text = text.replace(json.dumps(name), document)
    path.write_text(text, encoding="utf-8")


STRANGE = {
    "another program's document": '{"hello": 1}',
    "NaN": '{"x": [NaN, -Infinity, 1.50]}',
    "a whole number of 5,000 digits": '{"x": %s}' % ("9" * 5000),
    "half a surrogate pair": '{"x": "\\ud800", "x": 2}',
    "5 MB": '{"x": "%s"}' % ("y" * 5_000_000),
    "no object": "[1,  2.0e1]",
    "spread over lines": '{\n "1": {\n},\n "2": "},\\n" }',
    "Arabic as it is": '{"عنوان": "خبر \U0001f6a8"}',
}


@pytest.mark.parametrize("table", ["_default", "articles", "deleted", "_meta", "of another program"])
@pytest.mark.parametrize("document", STRANGE.values(), ids=STRANGE)
def test_a_strange_document_stays_and_all_else_works(path: Path, document: str, table: str) -> None:
    with opened(path) as store:
        mine, gone = put(store, make(1)), put(store, make(2))
    with TinyDB(path) as database:
        database.table("of another program").insert({"theirs": True})
    insert(path, table, document)
    before = {
        place: piece
        for place, piece in pieces(path).items()
        if place[0] == table and place != ("_meta", "1") and b'"uuid"' not in piece
    }
    assert len(before) in (1, 2)
    with opened(path) as store:
        assert len(content(store)) == 2
        note(store, mine, "changed")
        store.checkpoint()
        drop(store, gone)
        assert undo(store, ME)
        third = put(store, make(3))
        assert [document["note"] for document in store.table.search(where("note") == "changed")] == [
            "changed"
        ]
        assert len(store.table) == 3
    repair(path, by=ME)
    after = pieces(path)
    assert {place: after[place] for place in before} == before
    ascii_of = re.sub("[^\0-\x7f]+", lambda match: json.dumps(match[0])[1:-1], document)
    assert ascii_of.encode() in path.read_bytes()
    with opened(path) as store:
        assert set(content(store)) == {mine.uuid, gone.uuid, third.uuid}
        told = "".join(store.info().notes)
    named = [finding for finding in verify(path) if "kept as it is" in str(finding)]
    assert ("1 document(s)" in told) == (table in ("_default", "articles", "deleted"))
    assert len(named) == (2 if told else 1), "and the other program's table, about which nothing is wrong"


def test_what_stands_in_the_place_of_a_table_stays_too(path: Path) -> None:
    with opened(path) as store:
        mine = put(store, make(1))
    tables = json.loads(path.read_text()) | {"version": 2, "جدول": {"theme": "dark"}, "list": [1, {}]}
    path.write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
    with opened(path) as store:
        note(store, mine, "changed")
    left = json.loads(path.read_text())
    assert [left[name] for name in ("version", "جدول", "list")] == [2, {"theme": "dark"}, [1, {}]]
    assert path.read_bytes().isascii()
    assert not [finding for finding in verify(path) if finding.wrong]


@pytest.mark.parametrize(
    "text",
    [
        '{"dependencies": {"a": "1.0"}}',
        '{"name": "x", "version": 1}',
        '{"_default": {"1": {"title": "Buy milk"}}}',
        '{"_default": [{"uuid": 1, "target": 2}]}',
    ],
)
def test_a_file_in_which_nothing_is_ours_is_not_made_an_annotations_file(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(StoreError, match="--db"):
        opened(path)
    assert path.read_text() == text


def test_an_id_of_18_digits_makes_no_file_that_is_then_refused(path: Path) -> None:
    with opened(path) as store:
        put(store, make(1))
    theirs = [make(2), make(3), make(4)]
    tables = json.loads(path.read_text())
    for slot, annotation in zip(("9" * 15, "9" * 18, str(2**53)), theirs, strict=True):
        tables["_default"][slot] = to_document(annotation)
    path.write_text(json.dumps(tables))
    with opened(path) as store:
        for number in range(5, 9):
            put(store, make(number))
        expected = content(store)
        assert len(expected) == 8
    with TinyDB(path) as database:
        assert len(database.all()) == 8
    with opened(path) as store:
        assert content(store) == expected
        assert store.info().notes == ()


def foreign(**changes: Any) -> dict[str, Any]:
    return to_document(make(1)) | changes


def test_two_links_to_one_annotation_keep_their_unknown_keys(path: Path) -> None:
    links = [
        {"type": "contradicts", "to": "u-2", "why": "figures"},
        {"type": "repeats", "to": "u-2", "seen": [1]},
        {"type": "repeats", "to": "u-2"},
        {"type": "repeats", "to": "u-2", "seen": [2]},
        {"type": "repeats", "to": "u-3"},
    ]
    document = foreign(links=links)
    path.parent.mkdir()
    path.write_text(json.dumps({"_default": {"1": document}}))
    with opened(path) as store:
        (annotation,) = store.list()
        note(store, annotation, "changed")
    (after,) = json.loads(path.read_text())["_default"].values()
    assert after["links"] == links
    with opened(path) as store:
        (annotation,) = store.list()
        put(store, msgspec.structs.replace(annotation, links=annotation.links[1:4]))
    (after,) = json.loads(path.read_text())["_default"].values()
    assert after["links"] == links[1:4]


def test_an_attribute_of_null_stays_until_it_is_set(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"_default": {"1": foreign(attributes={"claimant": None, "a": 1, "b": 2})}}))
    text = Article(id="art-1", text=TEXT)
    for values, expected in (
        ({"b": None}, {"claimant": None, "a": 1}),
        ({"claimant": "الجيش"}, {"claimant": "الجيش", "a": 1}),
    ):
        with opened(path) as store:
            (annotation,) = store.list()
            change = with_attributes(text, 0, values, annotation, ME)
            assert change
            store.apply([change], by=ME)
        (after,) = json.loads(path.read_text())["_default"].values()
        assert after["attributes"] == expected


MOST = (1 << 53) - 1


def test_numbers_of_changes_that_are_used_up_make_no_file_that_is_then_refused(path: Path) -> None:
    with opened(path) as store:
        mine = put(store, make(1))
    tables = json.loads(path.read_text())
    tables["_meta"]["1"]["seq"] = MOST - 2
    path.write_text(json.dumps(tables))
    with opened(path) as store:
        note(store, mine, "one")
        note(store, mine, "two")
        with pytest.raises(NotSavedError, match="no file can have more"):
            note(store, mine, "one too many")
        assert store.info().readonly
    with opened(path) as store:
        assert [annotation.note for annotation in store.list()] == ["two"]
        assert "no file can have more" in store.info().why
    assert not [finding for finding in verify(path) if "not what claimreader" in str(finding)]


def test_a_revision_that_is_used_up_can_be_deleted_and_the_file_is_read_again(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"_default": {"1": foreign(rev=MOST)}}))
    with opened(path) as store:
        (annotation,) = store.list()
        with pytest.raises(NotSavedError, match="can't be kept"):
            note(store, annotation, "changed")
        drop(store, annotation)
    with opened(path) as store:
        assert store.list() == []
        assert store.deleted() == (annotation.uuid,)
        assert store.info().notes == ()


def test_a_line_of_the_journal_beyond_all_numbers_is_set_aside(path: Path) -> None:
    store = opened(path)
    put(store, make(1))
    expected = content(store)
    with beside(path, ".journal").open("ab") as file:
        file.write(msgspec.json.encode({"seq": 1}))
        line = journal.encode(journal.JournalEntry(MOST + 1, "t", "by", "s", "edit", ()))
        file.write(b"\n" + line)
    copy = path.parent.with_name("copy")
    shutil.copytree(path.parent, copy)
    store.close()
    with opened(copy / path.name) as store:
        assert content(store) == expected
        put(store, make(2))
    assert len(content(opened(copy / path.name))) == 2


def test_a_damaged_annotation_whose_last_change_is_in_the_journal_is_there_twice_not_lost(path: Path) -> None:
    store = opened(path)
    mine = put(store, make(1))
    store.checkpoint()
    note(store, mine, "only in the journal")
    torn = path.read_text().replace('"tags":["claim"]', '"tags":"claim"')
    path.write_text(torn)
    with pytest.raises(StoreError, match="another program"):
        store.close()
    with opened(path) as store:
        assert [annotation.note for annotation in store.list()] == ["only in the journal"]
    assert '"tags":"claim"' in path.read_text()
    assert list(beside(path, "").parent.glob("*.damaged-*")), (
        "as for any annotation that another program changed"
    )


_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)


@given(
    tables=st.dictionaries(st.text(), st.one_of(st.dictionaries(st.text(), _VALUES), _VALUES), max_size=3),
    indent=st.sampled_from([None, 0, 2]),
    ascii_only=st.booleans(),
)
def test_whatever_tinydb_reads_is_read_and_written_as_it_stands(
    memory_path: Path, tables: dict[str, Any], indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(tables, indent=indent, ensure_ascii=ascii_only)
    try:
        memory_path.write_text(text, encoding="utf-8")
    except UnicodeEncodeError:  # half a surrogate as it is isn't UTF-8, and no program can write that
        memory_path.write_text(json.dumps(tables, indent=indent), encoding="utf-8")
    parsed = storage.parse(memory_path.read_bytes(), memory_path)
    memory_path.write_bytes(b"".join(storage.pieces(parsed)))
    assert json.dumps(json.loads(memory_path.read_bytes())) == json.dumps(tables)
    assert pieces(memory_path) == {
        (name, slot): piece
        for name, table in parsed.items()
        for slot, piece in ([("", table)] if isinstance(table, bytes) else table.pieces())
    }


@pytest.fixture(scope="module")
def memory_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("strange") / "annotations.json"
