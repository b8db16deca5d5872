"""In one process: each thing that claimreader does itself against the library that one would pick instead.

Each pair works on the same input in turns, and the best round of each counts. What the other one gives is
often less (a string and no map, no offsets, no kinds, nothing synced); the names say so.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import bidi_speed
import corpora
import exchange
import store
from timing import Job, best
from tinydb import TinyDB

from annotations.exchange import registry
from annotations.exchange.filters import Filter, chosen
from annotations.model.scheme import DEFAULT
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store
from annotations.text.folding import fold
from annotations.text.sentences import split

ROUNDS = 7
SAVED = 10_000
"""Annotations in the file into which one more is saved."""
EXPORTED = 20_000
_OPTIONAL = {"pysbd": "pysbd", "pyarabic": "PyArabic"}

Pair = tuple[str, Job, str, Job]
"""A piece of work, our way to do it, the other library's name, and its way."""


def missing() -> list[str]:
    """Return the libraries that aren't installed."""
    return [name for module, name in _OPTIONAL.items() if find_spec(module) is None]


def measured() -> dict[str, dict[str, float]]:
    """Return for each thing the seconds of claimreader and of the other, by their names."""
    seconds = {}
    for what, ours, name, theirs in chain(_text(), _saving(), _exporting()):  # each closed after its turn
        seconds[what] = best({"claimreader": ours, name: theirs}, ROUNDS)
    return seconds


def _text() -> Iterator[Pair]:
    """The five samples, paragraph by paragraph or each as a whole."""
    yield "bidi levels and map", bidi_speed.levels, "python-bidi, a string", bidi_speed.rust
    yield (
        "lines of 80 cells with maps",
        bidi_speed.whole,
        "arabic-reshaper and python-bidi, a string",
        bidi_speed.plain,
    )
    texts = bidi_speed.TEXTS
    if find_spec("pysbd"):
        from pysbd import Segmenter

        cutter = Segmenter(language="ar", clean=False)
        yield (
            "sentences with offsets and kinds",
            lambda: [split(text) for text in texts],
            "pysbd, strings",
            lambda: [cutter.segment(text) for text in texts],
        )
    if find_spec("pyarabic"):
        from pyarabic.araby import normalize_hamza, strip_tashkeel, strip_tatweel

        yield (
            "folding for search",
            lambda: [fold(text) for text in texts],
            "PyArabic, hamza and tashkeel",
            lambda: [normalize_hamza(strip_tatweel(strip_tashkeel(text))) for text in texts],
        )


def _saving() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory(dir=corpora.cache()) as name:  # a real disk, which /tmp may not be
        (Path(name) / "tinydb").mkdir()
        path = store.make(Path(name), SAVED)
        other = TinyDB(store.make(Path(name) / "tinydb", SAVED))
        with open_store(path, annotator="analyst-1") as ours:
            ours.pause_checkpoints()

            def save() -> None:
                fresh = store.annotation(1)
                ours.apply([Change(fresh.uuid, 0, fresh)], by="analyst-1")

            document = {"uuid": "x", "quote": store.TEXT[:110]}
            yield f"one save among {SAVED:,}, synced", save, "TinyDB", lambda: other.insert(dict(document))
        other.close()


def _exporting() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as name:
        ours, articles = exchange.opened(Path(name), EXPORTED), exchange.corpus(EXPORTED)
        lines = io.BytesIO()
        registry.export("jsonl", chosen(ours, Filter()), articles, DEFAULT, lines)
        records = [json.loads(line) for line in lines.getvalue().splitlines()]
        yield (
            f"export of {EXPORTED:,} as JSON lines, from the store",
            lambda: registry.export("jsonl", chosen(ours, Filter()), articles, DEFAULT, exchange.Sink()),  # type: ignore[arg-type]
            "json.dumps, records at hand",
            lambda: [json.dumps(record, ensure_ascii=False).encode() for record in records],
        )
        ours.close()
