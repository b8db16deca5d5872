"""A generated corpus of any size: JSON lines of fifty sources, the same ones each time, 4.4 KB an article.

Each source has a frame of its own around its stories, as crawled pages have: a menu, links, a line that names
it. The stories are made of phrases that are drawn from words with the frequencies of language, so that there
are as many different words as in news, no two articles share their sentences, and a million of them are
written in some minutes.

    python tests/bench/generate_sources.py FOLDER [--articles N]
"""

from __future__ import annotations

import argparse
import bisect
import datetime
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generate import vocabulary

SOURCES = 50
PHRASES = 200_000
_FIRST_DAY = datetime.date(2022, 1, 1)
_DAYS = 1000
_NEW_NAMES = 3
"""Words in an article that no other one has, as names are: so the words of a corpus never stop growing."""
_LETTERS = "بتجحخدرزسشصضطعغفقكلمنهوي"
_MENU = ("الرئيسية", "أخبار", "اقتصاد", "رياضة", "ثقافة", "فيديو", "صحة", "علوم وتكنولوجيا", "منوعات", "رأي")
_BEGINNINGS = (
    "وقال المتحدث باسم الوزارة إن", "وأضاف في تصريحات للصحفيين أن", "وأعلنت الحكومة أن",
    "وذكرت وكالة الأنباء أن",
    "وأكد مسؤول رفيع أن", "وبحسب مصادر محلية فإن", "وفي المقابل", "ومن جهة أخرى", "وأشار التقرير إلى أن",
)  # fmt: skip


class Article(NamedTuple):
    """One record of a source's file."""

    source: int
    record: dict[str, str]


def records(count: int, seed: int = 5) -> Iterator[Article]:
    """Yield articles, source after source in turns."""
    rng = random.Random(seed)
    words = [word.strip('.:؟!،"“”') for word in vocabulary(rng)]
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))

    def phrase() -> str:
        points = (rng.random() * weights[-1] for _ in range(rng.randint(3, 6)))
        return " ".join(words[bisect.bisect(weights, point)] for point in points)

    phrases = [phrase() for _ in range(PHRASES)]
    frames = [_frame(number, rng, phrases) for number in range(SOURCES)]
    for number in range(count):
        frame = frames[number % SOURCES]
        yield Article(number % SOURCES, _record(number, frame, rng, phrases))


class _Frame(NamedTuple):
    name: str
    site: str
    above: str
    below: str
    """What every page of the source has above and below the story."""


def _frame(number: int, rng: random.Random, phrases: list[str]) -> _Frame:
    menu = "\n".join(rng.sample(_MENU, 5))
    links = "\n".join(rng.choices(phrases, k=4))
    name = f"وكالة {phrases[number].split()[0]} {number}"
    below = f"المصدر: {name}\nاقرأ أيضا\n{links}\nجميع الحقوق محفوظة"
    return _Frame(name, f"news{number:02}.example", menu, below)


def _record(number: int, frame: _Frame, rng: random.Random, phrases: list[str]) -> dict[str, str]:
    day = _FIRST_DAY + datetime.timedelta(days=rng.randrange(_DAYS))
    title = " ".join(rng.choices(phrases, k=2))
    paragraphs = []
    names = ["".join(rng.choices(_LETTERS, k=6)) for _ in range(_NEW_NAMES)]
    for at in range(rng.randint(6, 11)):
        sentences = []
        for _ in range(rng.randint(1, 3)):
            first = f"{rng.choice(_BEGINNINGS)} " if rng.random() < 0.4 else ""
            said = "، ".join(" ".join(rng.choices(phrases, k=2)) for _ in range(rng.randint(1, 3)))
            quoted = f' "{rng.choice(phrases)}"' if rng.random() < 0.15 else ""
            figure = f" {rng.randint(2, 90_000):,}" if rng.random() < 0.2 else ""
            name = f" {names.pop()}" if names else ""
            sentences.append(f"{first}{said}{name}{figure}{quoted}.")
        if at == 3:
            paragraphs.append(rng.choice(phrases))
        paragraphs.append(" ".join(sentences))
    text = "\n".join((frame.above, title, day.strftime("%d/%m/%Y"), *paragraphs, frame.below))
    return {
        "id": f"{frame.site}/{number}",
        "title": title,
        "source": frame.name,
        "published": day.isoformat(),
        "url": f"https://{frame.site}/{number}",
        "text": text,
    }


def write_sources(folder: Path, count: int) -> int:
    """Write the articles as one file of JSON lines for each source; return their size in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"source-{number:02}.jsonl" for number in range(min(SOURCES, count))]
    files = [path.open("w", encoding="utf-8") for path in paths]
    try:
        for article in records(count):
            files[article.source].write(json.dumps(article.record, ensure_ascii=False) + "\n")
    finally:
        for file in files:
            file.close()
    return sum(path.stat().st_size for path in paths)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000, metavar="N")
    chosen = parser.parse_args()
    print(f"{write_sources(chosen.folder, chosen.articles):,} bytes")
