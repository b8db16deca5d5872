"""A generated corpus: articles of about 2 KB, the same ones each time, as files in folders of a thousand."""

from __future__ import annotations

import bisect
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import seeds

WORDS = 60_000
"""Different words, as in some thousands of news articles."""

_ROOT_LETTERS = "بتجحخدذرزسشصضطعغفقكلمنهوي"
_PATTERNS = (
    "{0}{1}{2}", "ال{0}{1}{2}", "{0}ا{1}{2}", "م{0}{1}و{2}", "ال{0}{1}ي{2}ة", "و{0}{1}{2}ت", "ي{0}{1}{2}ون",
    "ت{0}{1}ي{2}", "لل{0}{1}{2}", "ا{0}ت{1}ا{2}",
)  # fmt: skip


def vocabulary(rng: random.Random) -> list[str]:
    """Return words, the commonest first: those of the seeds, then made ones."""
    texts = [path.read_text("utf-8") for path in sorted(seeds.FOLDER.glob("*.txt"))]
    words = list(dict.fromkeys(word for text in texts for word in text.split()))
    rng.shuffle(words)
    made = set(words)
    while len(made) < WORDS:
        made.add(rng.choice(_PATTERNS).format(*rng.choices(_ROOT_LETTERS, k=3)))
    return words + sorted(made - set(words))


def articles(count: int, seed: int = 4) -> Iterator[str]:
    """Yield texts: a title, a date, paragraphs of sentences, a source line."""
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
    """Write the articles as files; return their mean size in bytes."""
    size = 0
    for number, text in enumerate(articles(count)):
        parent = folder / f"{number // 1000:03}"
        if number % 1000 == 0:
            parent.mkdir(parents=True)
        size += (parent / f"{number:06}.txt").write_bytes(text.encode())
    return size / count
