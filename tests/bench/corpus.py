"""The cost of a large corpus: the index against bare SQLite, a search against the bare query, the start.

    python tests/bench/corpus.py [--articles N] [--sources] [--keep FOLDER]

Makes a corpus of N articles (100,000) of about 2 KB each, and prints a table: what was measured, the bar,
whether it is met. Everything is a ratio of two things measured in turns in the same run. The articles are
made of words with the frequencies of language (Zipf), drawn from the seeds and made of roots and patterns, so
that there are as many different words as in news. With `--sources` they are JSON lines of fifty
sources, 4.4 KB an article (`generate_sources`): a million files would want as many inodes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from generate import articles, write_corpus
from generate_sources import records, write_sources

import seeds
from annotations.corpus import Corpus, open_corpus
from annotations.corpus.index import Index, index_path
from annotations.corpus.indexing import update
from annotations.text.searching.words import words_of

HELLO_MS = 240
"""Milliseconds to the first frame of a Textual program that says hello, on the machine of the notes."""

KEY_MS = 3.4
"""Milliseconds of a key in it."""

LONG = 500_000
"""Articles of which a turn of indexing takes a quarter of an hour: one is made."""

QUERIES = ("كوري", "قوات", "الم", "في", "12", "روسيا اوكرانيا", '"كوريا الشمالية"')

# Start to first page: a process of its own, as a user starts one.
LIST = """
import json, resource, sys, time
began = time.perf_counter()
from pathlib import Path
from annotations.corpus import open_corpus
from annotations.corpus.index import Index, index_path
corpus = open_corpus([Path(sys.argv[1])])
index = Index(corpus, index_path(corpus, Path(sys.argv[2])))
listing = index.listing()
rows = listing.page(0, 50)
ready = time.perf_counter()
steps = []
for at in range(0, min(len(listing), 5000), 97):
    before = time.perf_counter()
    listing.page(at, 50)
    steps.append(time.perf_counter() - before)
print(json.dumps([ready - began, sorted(steps)[len(steps) // 2], len(listing),
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""

UPDATE = """
import json, resource, sys, time
from pathlib import Path
from annotations.corpus import open_corpus
from annotations.corpus.index import Index, index_path
from annotations.corpus.indexing import update
corpus = open_corpus([Path(sys.argv[1])])
index = Index(corpus, index_path(corpus, Path(sys.argv[2])))
began, cpu = time.perf_counter(), time.process_time()
for step in update(index): pass
workers = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - began, time.process_time() - cpu, step.articles,
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                  workers.ru_utime + workers.ru_stime]))
"""

# Some rows, then more of them, that a word has found: what they cost in CPU time.
STREAM = """
import json, sys, time
from itertools import islice
from pathlib import Path
from annotations.corpus import open_corpus
from annotations.corpus.index import Index, index_path
from annotations.services.concordance import Concordance
from annotations.services.concordance_query import read_query
corpus = open_corpus([Path(sys.argv[1])])
index = Index(corpus, index_path(corpus, Path(sys.argv[2])))
began = time.process_time()
hits = (hit for article in Concordance(index, read_query(sys.argv[3])) for hit in article)
first = list(islice(hits, 50))
ready = time.process_time()
rest = sum(1 for _ in islice(hits, 50000))
print(json.dumps([ready - began, rest, time.process_time() - ready]))
"""


def run(program: str, corpus: Path, cache: Path, *more: str) -> list[float]:
    """Run a program in a process of its own; return what it measured."""
    command = [sys.executable, "-c", program, corpus, cache, *more]
    done = subprocess.run(command, check=True, capture_output=True)
    measured: list[float] = json.loads(done.stdout)
    return measured


def bare_insert(index: Index, cache: Path, texts: Iterator[str]) -> tuple[float, float]:
    """Insert the same rows, already folded, into the same tables; return seconds and seconds of CPU."""
    bare = Index(index.corpus, cache / "bare.sqlite")
    bare.clear()
    source, target = index.connect(), bare.connect()
    columns = len(source.execute("SELECT * FROM articles LIMIT 1").fetchone())
    rows = source.execute("SELECT * FROM articles ORDER BY key")
    took = cpu = 0.0
    while batch := rows.fetchmany(1000):
        words = [(row[0], " ".join(words_of(text))) for row, text in zip(batch, texts, strict=False)]
        began, before = time.perf_counter(), time.process_time()
        target.execute("BEGIN")
        target.executemany(f"INSERT INTO articles VALUES ({', '.join('?' * columns)})", batch)  # noqa: S608 - marks, as many as columns
        target.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", words)
        target.execute("COMMIT")
        took += time.perf_counter() - began
        cpu += time.process_time() - before
    source.close()
    target.close()
    bare.close()
    bare.path.unlink()
    return took, cpu


def median_ms(*actions: Callable[[], object], turns: int = 15) -> list[float]:
    """Do things in turns; return the median of each in ms."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(turns):
        for action, taken in zip(actions, times, strict=True):
            began = time.perf_counter()
            action()
            taken.append((time.perf_counter() - began) * 1000)
    return [statistics.median(taken) for taken in times]


def report(what: str, measured: str, bar: str, *, met: bool) -> None:
    """Print one row of the table."""
    print(f"| {what:<44} | {measured:<44} | {bar:<24} | {'yes' if met else 'NO':<3} |", flush=True)


def measure_indexing(
    index: Index, folder: Path, cache: Path, texts: Callable[[], Iterator[str]], turns: int
) -> None:
    """First indexing against bare inserting, in a process of its own; in turns, the better of each."""
    firsts, inserts = [], []
    for _ in range(turns):
        index.clear()
        index.close()
        firsts.append(run(UPDATE, folder, cache))
        inserts.append(bare_insert(index, cache, texts()))
    first, insert = min(firsts), min(inserts)
    ratio = first[0] / insert[0]
    measured = f"{ratio:.2f} x ({first[0]:.0f} s / {insert[0]:.0f} s; CPU {first[1] / insert[1]:.2f} x)"
    report("first indexing / inserting folded rows", measured, "at most 3 x", met=ratio <= 3)
    megabytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    rate, of_cpu = megabytes / first[0], megabytes / (first[1] + first[4])
    measured = f"{rate:.1f} MB/s ({of_cpu:.1f} MB a second of CPU)"
    report("first indexing", measured, "12 MB/s on two cores", met=rate >= 12)
    report("memory of indexing", f"{first[3]:.0f} MB", "at most 120 MB", met=first[3] <= 120)
    size = index.path.stat().st_size
    report("size of the index / of the articles", f"{size / 1e6:.0f} MB", "-", met=True)
    second = run(UPDATE, folder, cache)
    report("noticing that nothing changed (worker)", f"{second[0]:.1f} s", "-", met=not second[2])


def measure_start(folder: Path, cache: Path) -> None:
    """Second start against the start with the five seeds, in turns."""
    for seed in update(index_of(open_corpus([seeds.FOLDER]), cache)):
        del seed
    large, small = [], []
    for _ in range(9):
        large.append(run(LIST, folder, cache))
        small.append(run(LIST, seeds.FOLDER, cache))
    start = [statistics.median(times[0] * 1000 for times in kind) for kind in (large, small)]
    measured = f"{start[0]:.0f} ms / {start[1]:.0f} ms: {start[0] - start[1]:+.1f} ms"
    met = start[0] - start[1] <= 0.3 * HELLO_MS
    report("second start to first page / five seeds", measured, "1.3 x of 240 ms: +72 ms", met=met)
    step = [statistics.median(times[1] * 1000 for times in kind) for kind in (large, small)]
    report("a page of 50 / of five", f"{step[0]:.2f} ms / {step[1]:.2f} ms", "-", met=True)
    memory = large[0][3]
    report(
        "memory of the list", f"{memory:.0f} MB / {small[0][3]:.0f} MB", "at most 150 MB", met=memory <= 150
    )


def measure_search(index: Index) -> None:
    """A page of hits and their number against the bare query for the same words as they stand."""
    bare = index.connect()
    for typed in QUERIES:
        match = " ".join(f'"{word}"' for word in words_of(typed))

        def ours(typed: str = typed) -> Sequence[object]:
            return index.listing(typed).page(0, 50)

        def theirs(match: str = match) -> Sequence[object]:
            return bare.execute("SELECT rowid FROM words WHERE words MATCH ?", (match,)).fetchall()

        mine, bar = median_ms(ours, theirs)
        listing = index.listing(typed)
        measured = f"{mine:.1f} ms / {bar:.1f} ms ({len(listing)} hits)"
        report(f"search {typed}", measured, "bare query + 2 keys", met=mine <= bar + 2 * KEY_MS)
    bare.close()


def measure_streaming(folder: Path, cache: Path) -> None:
    """The lines of a concordance, as they come."""
    for word in ("الحكومة", "في"):
        first, rest, seconds = run(STREAM, folder, cache, word)
        report(f"first 50 lines of {word}", f"{first:.2f} s of CPU", "0.15 s", met=first <= 0.15)
        rate = rest / seconds
        report(f"lines of {word}", f"{rate:,.0f} a second of CPU", "10,000 a second", met=rate >= 10_000)


def index_of(corpus: Corpus, cache: Path) -> Index:
    """Open the index of a corpus."""
    return Index(corpus, index_path(corpus, cache))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where it is made, and found again")
    parser.add_argument(
        "--sources", action="store_true", help="JSON lines of fifty sources, 4.4 KB an article"
    )
    options = parser.parse_args()
    base = options.keep or Path(tempfile.mkdtemp())
    folder, cache = base / f"{'sources' if options.sources else 'corpus'}-{options.articles}", base / "cache"
    try:
        if not folder.exists():
            count = options.articles
            size = write_sources(folder, count) / count if options.sources else write_corpus(folder, count)
            print(f"{options.articles} articles of {size:.0f} bytes, SQLite {sqlite3.sqlite_version}")
            print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        index = index_of(open_corpus([folder]), cache)
        count = options.articles

        def texts() -> Iterator[str]:
            return (each.record["text"] for each in records(count)) if options.sources else articles(count)

        measure_indexing(index, folder, cache, texts, turns=2 if count < LONG else 1)
        measure_start(folder, cache)
        measure_search(index)
        measure_streaming(folder, cache)
    finally:
        if not options.keep:
            shutil.rmtree(base)


if __name__ == "__main__":
    main()
