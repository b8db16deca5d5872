"""An annotations file from anywhere: what is not ours is refused in one line, and never written to."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from store_tools import ME, beside, content, make, opened, put

from annotations.model.records import to_document
from annotations.services.undo import undo
from annotations.services.verification import repair, verify
from annotations.store import journal
from annotations.store.base import StoreError


def good() -> dict[str, Any]:
    return to_document(make())


def document(**changes: Any) -> str:
    return json.dumps({"_default": {"1": good() | changes}})


def target(**changes: Any) -> str:
    return document(target=good()["target"] | changes)


FILES: dict[str, str | bytes] = {
    "no object": "[1, 2]",
    "text": '"annotations"',
    "a package file": '{"name": "x", "version": "1", "dependencies": {}}',
    "tables of lists": '{"_default": []}',
    "documents of lists": '{"_default": {"1": []}}',
    "another program's documents": '{"_default": {"1": {"title": "Buy milk"}}}',
    "document ids that are none": '{"_default": {"x": {}}}',
    "a huge document id": '{"_default": {"' + "9" * 5000 + '": {}}}',
    "nested 10,000 deep": '{"_default": {"1": {"a": ' + "[" * 10_000 + "]" * 10_000 + "}}}",
    "control characters in the JSON": b'{"_default": {"1": {"uuid": "\x01"}}}',
    "another encoding": '{"_default": {"1": {"note": "ملاحظة"}}}'.encode("cp1256"),
    "two-byte characters": "\ufeff{}".encode("utf-16-le"),
    "a _meta of a wrong type": '{"_meta": {"1": {"seq": "x"}}}',
    "a _meta with a huge seq": '{"_meta": {"1": {"seq": 99999999999999999999999999}}}',
    "articles without id": '{"articles": {"1": {"title": "x"}}}',
    "deleted of a wrong type": '{"deleted": {"1": {"uuid": []}}}',
    "deleted with a strange revision": '{"deleted": {"1": {"uuid": "u", "rev": "x"}}}',
}

DAMAGED: dict[str, str] = {
    "a string of 10 MB": document(note="x" * 10_000_000),
    "an attribute nested 10,000 deep": document(attributes={"a": "@"}).replace(
        '"@"', "[" * 10_000 + "]" * 10_000
    ),
    "tags of a wrong type": document(tags="claim"),
    "a tag that is a number": document(tags=[1]),
    "links of a wrong type": document(links=[1]),
    "attributes of a wrong type": document(attributes=[]),
    "a note of null": document(note=None),
    "an offset that is text": target(start="1"),
    "an offset that is a fraction": target(start=1.5),
    "a huge offset": document().replace('"end": 12', '"end": ' + "9" * 4000),
    "a huge number": document(attributes={"n": "@"}).replace('"@"', "9" * 4000),
    "an empty span": target(start=3, end=3),
    "a span before the text": target(start=-5, end=7),
    "a quote of another length": target(quote="x"),
    "an escape sequence in a tag": document(tags=["\x1b[2J"]),
    "a bidi control in a tag": document(tags=["claim\u202e"]),
    "a line feed in a name": document(annotator="a\nb"),
    "no uuid": document(uuid=""),
    "revision 0": document(rev=0),
    "a missing field": document(article=None),
    "not a number": document(attributes={"n": float("nan")}),
    "half a surrogate": document(note="\ud800"),
    "a document id that is none": document().replace('"1": {', '"x": {'),
    "a document id of 5,000 digits": document().replace('"1": {', '"' + "9" * 5000 + '": {'),
}
"""Annotation files in which one document isn't what it should be."""


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_refused_in_one_line_and_left_alone(path: Path, data: str | bytes) -> None:
    path.parent.mkdir()
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    path.write_bytes(raw)
    with pytest.raises(StoreError) as raised:
        opened(path)
    message = str(raised.value)
    assert message.startswith(f"{path}: ")
    assert message.isprintable()
    assert len(message) < 600
    assert path.read_bytes() == raw
    assert {file.name for file in path.parent.iterdir()} <= {path.name, path.name + ".lock"}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_one_damaged_document_is_kept_byte_for_byte_and_named(path: Path, data: str) -> None:
    path.parent.mkdir()
    path.write_text(data)
    document = data[data.index("{", 15) : -2]
    with opened(path) as store:
        assert store.list() == []
        (told,) = store.info().notes
        assert "1 document(s)" in told
        first, second = put(store, make(1)), put(store, make(2))
        assert undo(store, ME)
        assert set(content(store)) == {first.uuid}
    assert document in path.read_text()
    assert any("kept as it is, not shown" in str(finding) for finding in verify(path))
    repair(path, by=ME)
    assert document in path.read_text()
    with opened(path) as store:
        assert set(content(store)) == {first.uuid}
        put(store, second)
    assert document in beside(path, ".bak").read_text()
    assert document in path.read_text()


def link_to_itself(path: Path) -> Path:
    path.symlink_to(path)
    return path


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def long_name(path: Path) -> Path:
    return path.with_name("x" * 300)


def null_byte(path: Path) -> Path:
    return path.with_name("a\0b")


@pytest.mark.parametrize(
    "make_place", [link_to_itself, pipe, folder, long_name, null_byte, lambda path: Path("/dev/zero")]
)
def test_what_is_no_file_is_refused_in_one_line(path: Path, make_place: Callable[[Path], Path]) -> None:
    path.parent.mkdir()
    with pytest.raises(StoreError) as raised:
        opened(make_place(path))
    assert str(raised.value).isprintable()
    assert "--db" in str(raised.value)


ACCEPTED: dict[str, str] = {
    "empty": "",
    "white space and an object": " {} \n",
    "an empty table": '{"_default": {}}',
    "markup and controls in free text": document(note="<script>\x1b[2J\u202e[bold]=HYPERLINK()"),
    "tags unsorted and twice": document(tags=["event", "claim", "event"]),
}


@pytest.mark.parametrize("data", ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_only_unusual_is_read(path: Path, data: str) -> None:
    path.parent.mkdir()
    path.write_text(data)
    with opened(path) as store:
        before = content(store)
        saved = put(store, make())
        assert all(list(annotation.tags) == sorted(set(annotation.tags)) for annotation in store.list())
    with opened(path) as store:
        assert content(store) == before | {saved.uuid: to_document(saved)}


def test_a_journal_that_lies_with_a_right_checksum_does_no_harm(path: Path) -> None:
    """Whoever can write the journal can compute a CRC-32; what it says is checked like anything else."""
    with opened(path) as store:
        kept = put(store, make())
    lying = [
        [journal.Op("_default", "2", {"uuid": "x"}, "x", None)],
        [journal.Op("_default", "x" * 99, good() | {"tags": ["\x1b"]}, "x", None)],
        [journal.Op("_meta", "1", {"seq": 0}, "", None)],
        [journal.Op("_default", "9" * 5000, good(), "another uuid", None)],
        [journal.Op("articles", "1", {"id": 7}, "art", None)],
    ]
    with beside(path, ".journal").open("ab") as file:
        for seq, ops in enumerate(lying, start=2):
            file.write(journal.encode(journal.JournalEntry(seq, "t", "by", "s", "edit", tuple(ops))))
        file.write(b"\xff\xfe\n" + b"[" * 100_000 + b"\n" + b'{"seq":99}\n')
    with opened(path) as store:
        assert set(content(store)) >= {kept.uuid}
        assert store.info().notes
        put(store, make())
        expected = content(store)
    with opened(path) as store:
        assert content(store) == expected


def test_a_million_digits_are_not_read_as_a_number(path: Path) -> None:
    with opened(path) as store:
        put(store, make())
    with beside(path, ".journal").open("ab") as file:
        file.write(b'{"seq":' + b"9" * 1_000_000 + b",\n")
    with opened(path) as store:
        assert len(store.list()) == 1
    assert msgspec.json.decode(path.read_bytes())["_meta"]["1"]["seq"] == 1
