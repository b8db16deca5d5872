"""Segmentation, kinds and search folding: speed as a ratio to a one-line regex, and growth from n to 4n.

    python tests/bench/sentences.py [FILE ...]

FILE: texts to measure on, the seeds if none. The sides of a ratio alternate in one run and the best round
counts, so that a busy machine moves both alike. Bars: `spans` within 4 times the regex, 4n to n about 4.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from timing import best

import seeds
from annotations.text.folding import find, fold
from annotations.text.sentences import spans, split

NAIVE = re.compile(r"[.!?؟…]+[\"'”’»)\]]*(?=\s)|\n")
ROUNDS = 3
MEGABYTE = 500_000
"""Code points of Arabic to a megabyte of UTF-8."""


def naive(text: str) -> list[tuple[int, int]]:
    """Cut after stops and closers before white space, and at line ends."""
    spans, start = [], 0
    for match in NAIVE.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    return [*spans, (start, len(text))]


def repeat(piece: str, length: int) -> str:
    """Return `piece` over and over, `length` code points long."""
    return (piece * (length // len(piece) + 1))[:length]


HOSTILE: dict[str, Callable[[int], str]] = {
    "one line of prose": lambda n: repeat("قال روته إن الحرب مستمرة. وأضاف: “لا نعرف متى تنتهي”. ", n),
    "dots": lambda n: "." * n,
    "dots with blanks": lambda n: repeat(". ", n),
    "two dots, quotations never closed": lambda n: repeat('“قال ".. ', n),
    "media tags": lambda n: repeat("؟ فيديو ", n),
    "quotes": lambda n: repeat('." ', n),
    "closers": lambda n: "قال." + "”" * n,
    "marks": lambda n: repeat(" \u064b", n),
    "bidi marks": lambda n: "\u200f" * n,
    "flags": lambda n: "🇪" * n,
    "line ends": lambda n: "\n" * n,
    "lines of one word": lambda n: repeat("قال\n", n),
    "link list labels": lambda n: repeat("اقرأ أيضا\n", n),
    "labels and buttons": lambda n: repeat("اقرأ أيضا\n" + "شارك\n" * 50, n),
    "the same headline": lambda n: repeat("كوريا الشمالية تطلق صاروخا\n", n),
    "one word": lambda n: "ق" * n,
    "form sentences": lambda n: repeat("لن يتم نشر عنوان بريدك الإلكتروني. ", n),
    "date lines": lambda n: repeat("27 أكتوبر 2024\n", n),
}


def main(paths: list[str]) -> None:
    """Print the table."""
    files = [Path(path) for path in paths] or sorted(Path(seeds.__file__).parent.glob("*.txt"))
    texts = "\n".join(path.read_text(encoding="utf-8") for path in files)
    texts = repeat(texts + "\n", max(len(texts), 200_000))
    jobs = {"base": naive, "spans": spans, "split": split, "fold": fold}
    times = best({name: lambda job=job: job(texts) for name, job in jobs.items()}, ROUNDS)  # type: ignore[misc]
    print(f"of a one-line regex split, over {len(texts):,} code points (a quarter of its speed is 4.0):")
    for name in ("spans", "split", "fold"):
        print(f"  {name:8} {times[name] / times['base']:6.2f} times its time")
    print("4n to n, where 4.0 is linear:        spans  split   find")
    for name, build in HOSTILE.items():
        small, large = build(MEGABYTE // 4), build(MEGABYTE)
        ratios = []
        for job in (spans, split, lambda text: find(text, text[: len(text) // 2][:2])):
            sizes = best({"few": lambda: job(small), "many": lambda: job(large)}, ROUNDS)  # noqa: B023 - called at once
            ratios.append(sizes["many"] / sizes["few"])
        print(f"  {name:33}" + "".join(f"{ratio:7.1f}" for ratio in ratios))


if __name__ == "__main__":
    main(sys.argv[1:])
