"""Years of changes: old segments are compressed, never summarised, and each change is read at most once."""

from __future__ import annotations

import contextlib
import errno
import gzip
import json
import shutil
import threading
import time
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from failing_disk import Disk, Failing
from hypothesis import given
from hypothesis import strategies as st
from store_tools import ME, beside, content, drop, make, note, opened, put, reopened

from annotations.model.records import Annotation, Link, from_document, to_document
from annotations.services.history import as_text, lines
from annotations.services.undo import undo
from annotations.services.verification import verify
from annotations.store import disk, history_entries, journal
from annotations.store.base import Change, Event, StoreError
from annotations.store.tinydb_store import open_store
from annotations.text.sanitising import escaped


@pytest.fixture(autouse=True)
def _small_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 3000)


def grown(path: Path, changes: int = 40) -> list[Event]:
    """Leave a store with a history of several segments; return its events."""
    with opened(path) as store:
        made = [put(store, make(number)) for number in range(4)]
        for number in range(changes):
            note(store, made[number % 4], f"ملاحظة {number}")
            store.checkpoint()
        drop(store, made[3])
        events = list(store.history())
    assert len(journal.segments(beside(path, ".history"))) > 5
    return events


def compress(path: Path) -> None:
    while history_entries.compress_one(beside(path, ".history")):
        pass


def events_of(path: Path) -> list[Event]:
    return list(open_store(path, annotator=ME, readonly=True).history())


def names(path: Path) -> list[str]:
    return sorted(segment.name for segment in beside(path, ".history").iterdir())


def test_compressed_segments_hold_every_change_as_it_was(path: Path) -> None:
    events = grown(path)
    history = beside(path, ".history")
    plain = {segment.name: segment.read_bytes() for segment in journal.segments(history)}
    compress(path)
    assert names(path) == sorted(f"{name}.gz" for name in plain)
    for name, data in plain.items():
        assert gzip.decompress((history / f"{name}.gz").read_bytes()) == data, "any tool reads them"
    assert sum(segment.stat().st_size for segment in history.iterdir()) < sum(map(len, plain.values())) / 2
    assert events_of(path) == events
    assert verify(path) == []
    with opened(path) as store:
        taken_back = 0
        while undo(store, ME):
            taken_back += 1
        assert taken_back == len(events)
        assert store.list() == []


def test_segments_that_are_not_asked_for_are_not_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = grown(path)
    compress(path)
    read, opened_files = journal.read_bytes, []

    def seen(file: Path, most: int, **options: Any) -> bytes:
        opened_files.append(file.name)
        return read(file, most, **options)

    monkeypatch.setattr(journal, "read_bytes", seen)
    lasts = [int(segment.name.partition(".")[0]) for segment in journal.segments(beside(path, ".history"))]
    store = open_store(path, annotator=ME, readonly=True)
    opened_files.clear()
    assert list(store.history(since=lasts[-2])) == [event for event in events if event.seq > lasts[-2]]
    assert opened_files == [path.name + ".journal", f"{lasts[-1]}.jsonl.gz"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_whatever_call_fails_each_change_is_there_once(memory: Path, code: int) -> None:
    origin = memory / "origin" / "annotations.json"
    events = grown(origin, 25)
    number = 0
    while True:
        number += 1
        path = memory / str(number) / origin.name
        shutil.copytree(origin.parent, path.parent)
        failing = Failing(number, code)
        with Disk(before=failing), contextlib.suppress(OSError):
            history_entries.compress_one(beside(path, ".history"))
        assert events_of(path) == events, failing.failed
        compress(path)
        assert events_of(path) == events
        assert not [name for name in names(path) if name.endswith(".jsonl")]
        shutil.rmtree(path.parent)
        if not failing.failed:
            assert number > 8
            return


def test_a_crash_at_any_call_leaves_each_change_once(memory: Path) -> None:
    path = memory / "live" / "annotations.json"
    events = grown(path, 25)
    expected = reopened(path)
    states: list[Path] = []
    copying = False

    def crash(name: str, args: tuple[Any, ...], result: Any) -> None:
        nonlocal copying
        if not copying:
            copying = True
            states.append(memory / f"crash-{len(states)}")
            shutil.copytree(path.parent, states[-1])
            copying = False

    with Disk(after=crash):
        compress(path)
    assert len(states) > 40
    for state in states:
        copy = state / path.name
        assert events_of(copy) == events
        assert reopened(copy) == expected
        compress(copy)
        assert events_of(copy) == events


def test_a_segment_that_is_compressed_while_one_reads_is_read_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = grown(path)
    segments = journal.segments

    def late(folder: Path, since: int = 0) -> list[Path]:
        listed = segments(folder, since)
        monkeypatch.undo()
        compress(path)
        return listed

    store = open_store(path, annotator=ME, readonly=True)
    monkeypatch.setattr(journal, "segments", late)
    assert list(store.history()) == events


def test_a_damaged_compressed_segment_is_named_and_costs_what_lies_behind_the_damage(path: Path) -> None:
    events = grown(path)
    compress(path)
    segment = journal.segments(beside(path, ".history"))[2]
    data = bytearray(segment.read_bytes())
    for damaged in (data[: len(data) // 2], data[:-3], data[:200] + b"\0\0\0\0" + data[204:], data + b"x"):
        segment.write_bytes(damaged)
        left = events_of(path)
        assert [event for event in events if event in left] == left
        assert len(left) >= len(events) - 8
        told = [str(finding) for finding in verify(path)]
        assert any(segment.name in line and "damaged line" in line for line in told), told
    segment.write_bytes(data)
    assert verify(path) == []


def test_a_segment_that_unpacks_to_far_more_than_any_has_is_refused_in_one_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(path)
    compress(path)
    monkeypatch.setattr(journal, "MAX_FILE", 1 << 20)
    segment = journal.segments(beside(path, ".history"))[0]
    segment.write_bytes(gzip.compress(bytes(50 << 20)))
    with pytest.raises(StoreError, match=rf"{segment.name}.* MB; 1 MB at most"):
        events_of(path)


def test_the_thread_beside_the_keys_compresses_what_is_full(path: Path) -> None:
    events = grown(path)
    with open_store(path, annotator=ME) as store:
        put(store, make(9))
        end = time.monotonic() + 60
        while any(name.endswith(".jsonl") for name in names(path)) and time.monotonic() < end:
            time.sleep(0.02)
        assert all(name.endswith(".jsonl.gz") for name in names(path))
        assert list(store.history())[: len(events)] == events


def test_each_change_is_read_once_and_its_documents_only_if_they_are_asked_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = grown(path)
    calls: Counter[str] = Counter()
    for name in ("decode", "document"):
        real = getattr(history_entries, name)

        def counted(*args: Any, _name: str = name, _real: Any = real) -> Any:
            result = _real(*args)
            calls[_name] += result is not None  # the marks of the journal are no changes
            return result

        monkeypatch.setattr(history_entries, name, counted)
    assert verify(path) == []
    uuids = {event.uuid for event in events}
    assert calls == {"decode": len(events), "document": len(uuids) - 1}, "one of them is deleted"
    calls.clear()
    store = open_store(path, annotator=ME, readonly=True)
    of_one = list(store.history(events[0].uuid))
    assert of_one == [event for event in events if event.uuid == events[0].uuid]
    assert calls["decode"] == len(of_one)


def test_one_segment_at_a_time_is_in_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 100_000)
    with opened(path) as store:
        made = put(store, make(1, note="ا" * 2000))
        for number in range(400):
            made = note(store, made, f"{number}" + "ا" * 2000)
            if number % 8 == 0:
                store.checkpoint()
    compress(path)
    size = sum(len(journal.read(segment)) for segment in journal.segments(beside(path, ".history")))
    assert size > 3_000_000
    store = open_store(path, annotator=ME, readonly=True)
    verify(path)  # which loads what it needs
    tracemalloc.start()
    try:
        for event in store.history():
            as_text(event)
        verify(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size / 2, "a file is read by pieces of 1 MB"


# What a line of `history` says, as it was written before it had to be fast.


def slowly(event: Event) -> str:
    def fields(annotation: Annotation | None) -> dict[str, Any]:
        if annotation is None:
            return {}
        document = to_document(annotation)
        left_out = ("rev", "updated", "created", "uuid", "annotator", "article", "target", "attributes")
        span = f"{annotation.target.start}-{annotation.target.end}"
        shown = {key: value for key, value in document.items() if key not in left_out}
        return {"span": span} | shown | document["attributes"]

    def show(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)[:80]

    parts = []
    if event.after is None:
        parts.append("deleted" + (f": {show(event.before.target.quote)}" if event.before else ""))
    else:
        before, after = fields(event.before), fields(event.after)
        if event.before is None:
            parts.append(f"new: {show(event.after.target.quote)}")
        attributes = [*(event.before.attributes if event.before else ()), *event.after.attributes]
        first = [field for field in (*before, *after) if field not in attributes]
        for field in dict.fromkeys([*first, *attributes]):
            old, new = before.get(field), after.get(field)
            if old != new and (event.before or new):
                change = f"{show(old)} -> {show(new)}" if event.before else show(new)
                parts.append(f"{field}: {change}")
    at = event.after or event.before
    sentence = at.target.sentence if at else None
    place = f"{at.article.id}:{sentence + 1 if sentence is not None else '-'}" if at else "-"
    kind = event.kind if event.of is None else f"{event.kind} of {event.of}"
    about = f"{event.seq} {event.time} {event.by} {kind} {event.uuid}"
    line = f"{about} {place} {'; '.join(parts)}"
    return escaped(line)


BASE = make(1)
_LINKS = st.lists(
    st.builds(Link, st.sampled_from(["repeats", "contradicts"]), st.text(max_size=3)), max_size=3
)


@st.composite
def annotations(draw: st.DrawFn) -> Annotation | None:
    annotation = msgspec.structs.replace(
        BASE,
        tags=tuple(sorted(draw(st.sets(st.sampled_from(["claim", "event"]))))),
        note=draw(st.text(max_size=4)),
        links=tuple(draw(_LINKS)),
        attributes=draw(
            st.dictionaries(
                st.text(max_size=3), st.none() | st.text(max_size=3) | st.integers(0, 9), max_size=3
            )
        ),
    )
    document = to_document(annotation) | draw(
        st.dictionaries(st.sampled_from(["x", "y", "extra"]), st.integers(0, 9))
    )
    for link in document["links"]:
        link.update(draw(st.dictionaries(st.sampled_from(["why"]), st.text(max_size=3))))
    document["target"] |= draw(st.dictionaries(st.sampled_from(["why"]), st.text(max_size=3)))
    return draw(st.sampled_from([None, from_document(document)]))


@given(annotations(), annotations(), st.none() | st.integers(1, 9))
def test_a_line_says_what_it_always_said(
    before: Annotation | None, after: Annotation | None, of: int | None
) -> None:
    event = Event(7, "2026", "أنا\x1b", "s", "edit", BASE.uuid, 2, before, after, of)
    assert as_text(event) == slowly(event)


def test_the_command_says_of_each_change_what_is_said_of_its_event(path: Path) -> None:
    events = grown(path)
    compress(path)
    assert list(lines(path)) == [slowly(event) for event in events]
    uuid = events[0].uuid
    assert list(lines(path, uuid)) == [slowly(event) for event in events if event.uuid == uuid]


def test_a_change_of_many_is_one_step_also_when_compressed(path: Path) -> None:
    with opened(path) as store:
        made = [make(number) for number in range(30)]
        store.apply([Change(annotation.uuid, 0, annotation) for annotation in made], by=ME)
        store.checkpoint()
        put(store, make(1))
    compress(path)
    with opened(path) as store:
        assert undo(store, ME)
        assert undo(store, ME)
        assert content(store) == {}


def test_two_that_compress_the_same_segment_leave_each_change_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose lock file was tidied away may still be at it when the next one begins."""
    events = grown(path)
    history = beside(path, ".history")
    half, go_on = threading.Event(), threading.Event()
    second = threading.Thread(target=history_entries.compress_one, args=[history])
    write_all, read = disk.write_all, journal.read

    def slowly(fd: int, data: bytes) -> None:
        if threading.current_thread() is second:
            write_all(fd, data[:20])
            half.set()
            go_on.wait(10)
            data = data[20:]
        write_all(fd, data)

    def then_begins_the_second(file: Path, **options: Any) -> bytes:
        data = read(file, **options)
        if options and second.ident is None:
            second.start()
            half.wait(0.5)
        return data

    monkeypatch.setattr(disk, "write_all", slowly)
    monkeypatch.setattr(journal, "read", then_begins_the_second)
    history_entries.compress_one(history)
    assert events_of(path) == events
    go_on.set()
    second.join()
    assert events_of(path) == events
