"""What a large corpus costs: the index against bare SQLite, a search against the bare query, memory. Ratios of one run.

    python tests/bench/corpus.py [--articles N] [--keep FOLDER]

Makes a corpus of N articles (100,000) of about 2 KB each, indexes it, and prints a table: what was measured, the bar,
and whether it is met. The articles are made of words with the frequencies of language (Zipf), drawn from the seeds and
from roots put into patterns, so that there are as many different words as in news.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import seeds
from annotations.corpus import open_corpus
from annotations.corpus.index import Index, index_path
from annotations.corpus.indexing import update
from annotations.corpus.search import Query, index_form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = 60_000
_ROOT_LETTERS = "بتجحخدذرزسشصضطعغفقكلمنهوي"
_PATTERNS = ["{0}{1}{2}", "ال{0}{1}{2}", "{0}ا{1}{2}", "م{0}{1}و{2}", "ال{0}{1}ي{2}ة", "و{0}{1}{2}ت", "ي{0}{1}{2}ون", "ت{0}{1}ي{2}", "لل{0}{1}{2}", "ا{0}ت{1}ا{2}"]  # fmt: skip


def vocabulary(rng: random.Random) -> list[str]:
    """Return words, the commonest first: those of the seeds, then made ones."""
    words = list(
        dict.fromkeys(word for path in seeds.FOLDER.glob("*.txt") for word in path.read_text("utf-8").split())
    )
    rng.shuffle(words)
    made = set(words)
    while len(made) < WORDS:
        made.add(rng.choice(_PATTERNS).format(*rng.choices(_ROOT_LETTERS, k=3)))
    return words + sorted(made - set(words))


def articles(count: int, seed: int = 4) -> Iterator[str]:
    """Yield texts of about 2 KB: a title, a source line and a date, paragraphs of sentences."""
    rng = random.Random(seed)
    words = vocabulary(rng)
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))

    def some(low: int, high: int) -> str:
        points = (rng.random() * weights[-1] for _ in range(rng.randint(low, high)))
        return " ".join(words[bisect.bisect(weights, point)].strip(".:؟!،") for point in points)

    for number in range(count):
        paragraphs = [
            " ".join(f"{some(8, 24)}." for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(4, 7))
        ]
        day = f"{number % 28 + 1} أكتوبر 2024"
        yield "\n\n".join([some(6, 12), day, *paragraphs, f"المصدر: وكالة {some(1, 1)}"]) + "\n"


def write_corpus(folder: Path, count: int) -> float:
    """Write the articles as files, a thousand a folder; return their mean size in bytes."""
    size = 0
    for number, text in enumerate(articles(count)):
        parent = folder / f"{number // 1000:03}"
        if number % 1000 == 0:
            parent.mkdir(parents=True)
        size += (parent / f"{number:06}.txt").write_bytes(text.encode())
    return size / count
