"""The annotations file is read line by line and kept packed, as if it were read as a whole."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_tools import make, opened, put

from annotations.model.records import to_document
from annotations.store import storage
from annotations.store.base import Change, StoreError
from annotations.store.documents import Documents
from annotations.store.storage import dump

SMALL = b"""{"_default": {
"1": {"a": "\\u0642"},
"2": {"b": [1, {}], "c": "},"}
},
"other": {
},
"_meta": {
"1": {"seq": 2}
}}
"""

Content = dict[str, list[tuple[str, bytes]]]


def content(tables: storage.Tables) -> Content:
    return {name: list(table.pieces()) for name, table in tables.items()}


def as_a_whole(path: Path) -> Content | type[StoreError]:
    try:
        return content(storage.parse(path.read_bytes(), path))
    except StoreError as error:
        return type(error)


def as_opened(path: Path) -> Content | type[StoreError]:
    try:
        return content(storage.read(path))
    except StoreError as error:
        return type(error)


@pytest.mark.parametrize("replacement", [b"", b"\n", b",", b"}", b'"', b"1", b"\0", b"\xff", b" {"])
def test_a_damaged_file_is_never_read_otherwise_for_being_read_by_lines(
    tmp_path: Path, replacement: bytes
) -> None:
    path = tmp_path / "annotations.json"
    for at in range(len(SMALL)):
        path.write_bytes(SMALL[:at] + replacement + SMALL[at + 1 :])
        assert as_opened(path) == as_a_whole(path), path.read_bytes()
        path.write_bytes(SMALL[:at])
        assert as_opened(path) == as_a_whole(path), path.read_bytes()
    for lines in ([0, 1, 2, 2], [0, 1, 1, 2], [0, 2, 1], [0, 1, 2, 3, 0, 1, 2]):
        path.write_bytes(b"".join(SMALL.splitlines(keepends=True)[line] for line in lines))
        assert as_opened(path) == as_a_whole(path), path.read_bytes()


def test_what_is_written_is_read_by_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "annotations.json"
    with opened(path) as store:
        for number in range(40):
            put(store, make(number, note="\n\0ملاحظة \U0001f6a8"))
    expected = as_a_whole(path)
    monkeypatch.setattr(storage, "parse", None)
    assert as_opened(path) == expected


_STEPS = st.lists(
    st.tuples(st.integers(0, 60), st.one_of(st.none(), st.dictionaries(st.text(), st.text()))), max_size=80
)


@given(st.integers(0, 50), _STEPS, _STEPS)
def test_packed_documents_are_a_dictionary(
    size: int, before: list[tuple[int, object]], after: list[tuple[int, object]]
) -> None:
    model = {str(slot): dump({"slot": slot}) for slot in range(size)}
    documents = Documents(model.items())

    def change(steps: list[tuple[int, object]]) -> None:
        for number, value in steps:
            slot = str(number)
            if value is not None:
                model[slot] = dump(value)
                documents.put(slot, model[slot])
            elif model.pop(slot, None):
                documents.drop(slot)

    change(before)
    assert list(documents.pieces()) == list(model.items())
    copy, then = documents.copy(), list(model.items())
    change(after)
    assert list(copy.pieces()) == then
    assert [documents.piece(slot) for slot in reversed(model)] == list(reversed(model.values()))


def test_an_open_store_takes_a_third_of_its_file_at_most(tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    with opened(path) as store:
        made = [make(number, note="ا" * 200) for number in range(2000)]
        store.apply([Change(annotation.uuid, 0, annotation) for annotation in made], by="analyst-1")
    size = path.stat().st_size
    assert size > 2000 * len(dump(to_document(made[0])))
    opened(path).close()  # what is loaded and cached at the first opening is none of it
    tracemalloc.start()
    try:
        store = opened(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    store.close()
    assert peak < size / 3 + storage.MAX_DOCUMENT / 4
