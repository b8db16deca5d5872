"""The journal, byte by byte: every cut and every flip loses the line it hits and no other."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from store_tools import ME, beside, changes, content, drop, make, note, opened, put, reopened

from annotations.store import journal
from annotations.store.tinydb_store import open_store


def states(path: Path) -> tuple[bytes, list[dict[str, dict[str, object]]]]:
    """Save five changes; return the journal, and what was saved after each of its lines."""
    store = opened(path)
    after: list[dict[str, dict[str, object]]] = [{}]
    first, second = make(1), make(2)
    for step in (
        lambda: put(store, first),
        lambda: put(store, second),
        lambda: note(store, first, "ملاحظة"),
        lambda: drop(store, second),
        lambda: put(store, make(3)),
    ):
        step()
        after.append(content(store))
    return beside(path, ".journal").read_bytes(), after


def in_a_change(data: bytes) -> bool:
    """Tell whether the last line, which isn't whole, looks like a change."""
    return data.rpartition(b"\n")[2].startswith(b'{"seq":')


def found(path: Path, data: bytes) -> tuple[dict[str, dict[str, object]], str]:
    """Read a store whose journal is `data`, as a reader does."""
    beside(path, ".journal").write_bytes(data)
    store = open_store(path, annotator=ME, readonly=True)
    return content(store), " ".join(store.info().notes)


def test_cut_at_every_byte(memory: Path) -> None:
    path = memory / "annotations.json"
    data, after = states(path)
    ends = [0, *(at + 1 for at, byte in enumerate(data) if byte == 10)]
    for length in range(len(data)):
        whole = len(changes(data[:length])) - (length not in ends and in_a_change(data[:length]))
        got, notes = found(path, data[:length])
        assert got == after[whole], length
        assert ("unfinished" in notes) == (length not in ends), length


def said(scan: journal.Scan) -> list[journal.JournalEntry | journal.Mark]:
    """Return what a journal says, changes and marks."""
    return [*scan.entries, *scan.marks]


def check_every_flip(path: Path) -> None:
    data, _ = states(path)
    lines = data.splitlines(keepends=True)
    alone = [said(journal.scan(line))[0] for line in lines]
    start = 0
    for number, line in enumerate(lines):
        for offset in range(start, start + len(line)):
            flipped = bytearray(data)
            flipped[offset] ^= 1 << random.Random(offset).randrange(8)
            scan = journal.scan(bytes(flipped))
            kept = [entry for entry in alone if entry in said(scan)]
            # A flip of a line feed tears two lines, or makes one of two; a flip that makes one tears its own.
            lost = {number, number + 1} if offset == start + len(line) - 1 else {number}
            assert [entry for at, entry in enumerate(alone) if at not in lost] == [
                entry for entry in kept if alone.index(entry) not in lost
            ], offset
            assert len(said(scan)) == len(kept), f"a flip at {offset} made a change that nobody made"
            assert scan.bad or scan.unfinished, offset
        start += len(line)


def test_flip_of_every_byte(path: Path) -> None:
    check_every_flip(path)


def test_the_flips_are_seen_by_the_checksum_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the checksum the same test must fail."""
    monkeypatch.setattr(journal, "intact", lambda line: True)
    with pytest.raises(AssertionError):
        check_every_flip(path)


def test_a_damaged_line_is_set_aside_and_told_once(path: Path) -> None:
    data, after = states(path)
    lines = changes(data)
    beside(path, ".journal").write_bytes(data.replace(lines[2], lines[2][:-9] + b"\n") + b"{torn")
    beside(path, ".lock").unlink()
    with opened(path) as store:
        notes = " ".join(store.info().notes)
        assert "damaged line" in notes
        assert "unfinished" in notes
        assert "changes 3 are missing" in notes
        assert set(content(store)) == set(after[5])
        put(store, make(4))
    aside = b"".join(
        sorted(file.read_bytes() for file in path.parent.glob("annotations.json.journal.damaged-*"))
    )
    assert b"{torn" in aside
    assert lines[2][:40] in aside
    with opened(path) as store:
        assert store.info().notes == ()
        assert len(store.list()) == 3


def test_a_journal_removed_or_cut_while_open_is_written_anew(path: Path) -> None:
    store = opened(path)
    first = put(store, make(1))
    beside(path, ".journal").unlink()
    second = put(store, make(2))
    beside(path, ".journal").write_bytes(b"")
    third = put(store, make(3))
    copy = open_store(path, annotator=ME, readonly=True)
    assert set(content(copy)) == {first.uuid, second.uuid, third.uuid}


def test_full_journals_become_history_and_nothing_of_it_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 4000)
    with opened(path) as store:
        for number in range(20):
            saved = put(store, make(number))
            note(store, saved, "changed")
            store.checkpoint()
        expected = content(store)
        events = list(store.history())
    segments = sorted(int(file.stem) for file in beside(path, ".history").iterdir())
    assert len(segments) > 5
    assert [event.seq for event in events] == list(range(1, 41))
    path.unlink()
    beside(path, ".bak").unlink()
    for backup in beside(path, ".backups").iterdir():
        backup.unlink()
    assert reopened(path) == expected


def test_a_reader_never_sees_saved_changes_vanish(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old annotations file read first and a rotated journal read afterwards must not go together."""
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 1)
    writer = opened(path)
    saved = [put(writer, make(0))]
    writer.checkpoint()
    saved.append(put(writer, make(1)))
    read = journal.read

    def checkpoint_in_between(name: Path) -> bytes:
        if name == beside(path, ".journal"):
            monkeypatch.setattr(journal, "read", read)
            writer.checkpoint()
            saved.append(put(writer, make(2)))
        return read(name)

    monkeypatch.setattr(journal, "read", checkpoint_in_between)
    reader = open_store(path, annotator="other", readonly=True)
    assert set(content(reader)) == {annotation.uuid for annotation in saved}
    assert reader.info().notes == ()
