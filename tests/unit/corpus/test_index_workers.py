"""An index is the same whoever made it, in one process or in several; and no process outlives its index."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from corpus_tools import Make, indexed, opened
from hypothesis import given
from hypothesis import strategies as st

import seeds
from annotations.corpus import indexing
from annotations.corpus.corpus import UniqueIds
from annotations.corpus.index import Index
from annotations.corpus.index_workers import IndexWorkers
from annotations.corpus.indexed_article import FileToIndex, RecordToIndex
from annotations.corpus.indexed_article import indexed as worked_out
from annotations.corpus.indexing import _TakenIds, update
from annotations.corpus.records import File, Options, Record

TABLES = (
    "files",
    "articles",
    "fingerprints",
    "lines",
    "sources",
    "damaged",
    "problems",
    "forms",
    "unfinished",
)


@pytest.fixture
def by_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have workers read the smallest corpus, a few articles at a time."""
    monkeypatch.setattr(indexing, "_LARGE", 0)
    monkeypatch.setattr(indexing, "_WORK", 4000)
    monkeypatch.setattr(indexing, "cores", lambda: 2)


def content(index: Index) -> dict[str, list[tuple[object, ...]]]:
    """Return all that an index keeps: its tables, and each place of each word."""
    with closing(sqlite3.connect(index.path)) as db:
        kept = {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES[:-1]}  # noqa: S608 - our own tables
        kept["unfinished"] = db.execute("SELECT * FROM unfinished").fetchall()
        db.execute("CREATE VIRTUAL TABLE temp.places USING fts5vocab (main, words, instance)")
        kept["words"] = db.execute("SELECT * FROM places ORDER BY doc, col, offset").fetchall()
    return kept


def mixed(make: Make) -> Path:
    """Write a corpus with files of several kinds, of which some can't be read and some are damaged."""
    files: dict[str, bytes | str] = {
        path.name: path.read_bytes() for path in sorted(seeds.FOLDER.glob("*.txt"))
    }
    texts = [text.decode() for text in files.values() if isinstance(text, bytes)]
    lines = [
        json.dumps({"id": str(number % 7), "text": f"{texts[number % 5][:3000]} {number}", "title": "عنوان"})
        for number in range(40)
    ]
    lines[5:7] = ["{", '{"text": ""}']
    files |= {
        "records.jsonl": "\n".join(lines),
        "table.csv": "text,source\nقال الوزير إن القوات وصلت.,وكالة\n,\n",
        "old/windows.txt": "قال الوزير إن القوات وصلت إلى كييف.".encode("cp1256"),
        "old/broken.txt": "قال الوزير إن القوات وصلت".encode() + b"\xd8",
        "old/mojibake.txt": "قالت الحكومة إن القوات وصلت".encode().decode("cp1252", "replace"),
        "old/empty.txt": " \n",
        "page.json": json.dumps([{"text": "خبر أول"}, {"text": "خبر ثان"}]),
    }
    return make(files)


@pytest.mark.usefixtures("by_workers")
def test_workers_make_the_index_that_one_process_makes(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = mixed(make)
    by_several = content(indexed(tmp_path / "several", folder))
    monkeypatch.setattr(indexing, "cores", lambda: 1)
    alone = content(indexed(tmp_path / "alone", folder))
    assert alone == by_several
    assert len(alone["articles"]) > 40
    assert alone["damaged"]
    assert len(alone["problems"]) > 4


@pytest.mark.usefixtures("by_workers")
@pytest.mark.parametrize("steps", [1, 3, 6])
def test_what_is_left_amid_goes_on_and_is_the_same_at_the_end(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr(indexing, "_ARTICLES", 1)
    folder = mixed(make)
    whole = content(indexed(tmp_path / "whole", folder))
    index = opened(tmp_path / "left", folder)
    with closing(update(index)) as run:
        for _ in zip(range(steps), run, strict=False):
            pass
    had = len(index.listing())
    assert list(update(index))[-1].articles == len(whole["articles"]) - had
    assert content(index) == whole


def test_a_small_corpus_starts_no_process(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "IndexWorkers", None)
    assert len(indexed(cache, seeds.FOLDER).listing()) == 5


def record(number: int) -> RecordToIndex:
    file = File("a.jsonl", "a.jsonl", 100, 1, ".jsonl")
    return RecordToIndex(file, number, Record(f"خبر رقم {number}.", end=9, number=number), ())


@pytest.fixture
def workers() -> Iterator[IndexWorkers]:
    """Give one worker."""
    started = IndexWorkers(Options(), 1)
    yield started
    started.close()


def test_the_work_of_a_worker_that_died_is_done_all_the_same(workers: IndexWorkers) -> None:
    first = workers.submit([record(1)]).result()
    workers._processes[0].kill()
    workers._processes[0].wait()
    again = workers.submit([record(1), record(2)]).result()
    assert again == worked_out([record(1), record(2)], Options())
    assert again[:1] == first


def test_what_goes_wrong_in_a_worker_is_raised_here(workers: IndexWorkers) -> None:
    nothing = FileToIndex(None, 0, ())  # type: ignore[arg-type]  # what no caller gives
    with pytest.raises(AttributeError):
        workers.submit([nothing]).result()
    assert workers.submit([record(1)]).result()


def test_ctrl_c_does_not_reach_a_worker(workers: IndexWorkers) -> None:
    workers.submit([record(1)]).result()
    assert os.getpgid(workers._processes[0].pid) != os.getpgid(0)


def test_closing_ends_the_workers_though_they_are_at_work() -> None:
    workers = IndexWorkers(Options(), 2)
    workers.submit([record(1)]).result()
    for _ in range(20):
        workers.submit([record(number) for number in range(200)])
    workers.close()
    assert all(process.returncode is not None for process in workers._processes)


PROGRAM = textwrap.dedent(
    """
    import sys, time
    from annotations.corpus.index_workers import IndexWorkers
    from annotations.corpus.records import File, Options, Record
    from annotations.corpus.indexed_article import RecordToIndex

    print("began", flush=True)
    workers = IndexWorkers(Options(), 2)
    file = File("a.jsonl", "a.jsonl", 100, 1, ".jsonl")
    records = [RecordToIndex(file, 0, Record("text", end=9, number=1), ())]
    for each in [workers.submit(records) for _ in range(8)]:
        each.result()
    print(*(process.pid for process in workers._processes), flush=True)
    time.sleep(60)
    """
)


def is_there(pid: int) -> bool:
    """Say whether a process lives; one that has ended and is waited for by nobody doesn't."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc who lives")
def test_a_program_that_is_killed_leaves_no_process_and_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"  # nothing keeps it from being imported by a worker
    script.write_text(PROGRAM, encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "began\n"
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert 1 <= len(pids) <= 2
        assert all(map(is_there, pids))
        process.send_signal(signal.SIGKILL)
        assert process.stdout.read() == ""
    end = time.monotonic() + 30
    while any(map(is_there, pids)):
        assert time.monotonic() < end, "a worker outlives the program that started it"
        time.sleep(0.02)


@given(st.lists(st.sampled_from(["a", "b", "a~2", "a~3", "b~2~2", "c", ""]), max_size=20))
def test_ids_for_the_time_being_are_those_of_a_fresh_listing(bases: list[str]) -> None:
    unique, taken = UniqueIds(bases[:3]), _TakenIds(bases[:3])
    assert [taken.name(base) for base in bases] == [unique.name(base) for base in bases]


def test_ids_for_the_time_being_take_no_more_than_their_hashes() -> None:
    taken = _TakenIds()
    names = [f"news.example/{number}" for number in range(5000)]
    assert [taken.name(base) for base in names] == names
    assert [taken.name(base) for base in names[:9]] == [f"{base}~2" for base in names[:9]]
    assert taken._table.itemsize * len(taken._table) <= 32 * 5000


def test_statements_with_the_texts_of_a_batch_are_not_kept(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    connect = sqlite3.connect

    def noting(*arguments: Any, cached_statements: int = 128, **more: Any) -> sqlite3.Connection:
        made.append(cached_statements)
        return connect(*arguments, cached_statements=cached_statements, **more)

    index = opened(cache, make({"a.txt": "نص"}))
    monkeypatch.setattr(sqlite3, "connect", noting)
    for _ in update(index):
        pass
    assert made.count(0) == 1  # the one that writes; SQLite keeps each statement with what was put into it
