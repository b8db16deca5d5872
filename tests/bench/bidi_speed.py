"""The cost of text to cells: ratios within one run, programs interleaved, medians of CPU time.

    python tests/bench/bidi_speed.py [--rounds N]

The first table is over the five seeds. "Whole way" is from text to lines at 80 cells with their strings and
both maps; what it is measured against gives a string only. The second table is hostile paragraphs against
what the two libraries take for the seeds' text of the same length: our own time for that is no measure, since
it gets shorter. Exit status 1 if a bar is missed; nothing in CI depends on it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import arabic_reshaper
from bidi import get_display
from timing import medians

import seeds
from tui.bidi import Line, Paragraph, layout, layout_prefix

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(Path(seeds.__file__).parent.glob("*.txt"))]
PARAGRAPHS = [line for text in TEXTS for line in text.splitlines() if line]
FLOWING = " ".join(PARAGRAPHS)
WIDTH = 80
SCREEN = 40
HOSTILE_BAR = 2.5


def rust() -> None:
    """Order each paragraph with python-bidi: a string."""
    for text in PARAGRAPHS:
        get_display(text)


def plain() -> None:
    """Shape and order each paragraph with the two libraries: a string."""
    for text in PARAGRAPHS:
        get_display(arabic_reshaper.reshape(text))


def levels() -> None:
    """Resolve each paragraph: levels and the logical indices in visual order."""
    for text in PARAGRAPHS:
        paragraph = Paragraph(text)
        paragraph.visual_order(0, len(text))


def whole() -> None:
    """Go from text to lines, each with its string and both maps."""
    for text in PARAGRAPHS:
        for line in layout(Paragraph(text), WIDTH):
            _ = line.text, line.logical, line.visual


def seed() -> None:
    """Lay out the longest seed as far as the first screen, with the strings of its lines."""
    lines: list[Line] = []
    for text in max(TEXTS, key=len).splitlines():
        if len(lines) >= SCREEN:
            break
        lines += layout_prefix(text, WIDTH, SCREEN)
    _ = [line.text for line in lines[:SCREEN]]


LONG = (FLOWING + " ") * (1_000_000 // len(FLOWING.encode()) + 1)


def megabyte() -> None:
    """Lay out one paragraph of 1 MB for a first screen."""
    _ = [line.text for line in layout_prefix(LONG, WIDTH, SCREEN)[:SCREEN]]


BARS: list[tuple[str, str, str, float]] = [  # what, measured against, at least so many times as fast
    ("levels", "rust", "levels and map", 0.9),
    ("whole", "plain", "whole way", 2.5),
    ("megabyte", "seed", "first screen of a 1 MB paragraph", 0.5),
]

HOSTILE = {
    "200 unpaired isolates": "\u2067" * 200 + FLOWING[:2000],
    "200 unpaired isolates of any direction": "\u2068a" * 200 + FLOWING[:2000],
    "10,000 marks on a letter": "ب" + "\u064e" * 10_000,
    "1,000,000 letters, no space": "ب" * 1_000_000,
    "U+2029 inside": "\u2029".join([FLOWING[:1000], FLOWING[1000:2000], FLOWING[2000:3000]]),
    "lone surrogates": FLOWING[:5000].replace("ا", "\ud800"),
    "1,000,000 brackets": "ا a" + "(a)" * 333_333,
    "1,000,000 spaces": "ا" + " " * 1_000_000,
    "1,000,000 embeddings": "\u202b" * 1_000_000,
    "1,000,000 controls": "\x1b" * 1_000_000,
    "300,000 isolates of a letter": "\u2067a\u2069" * 300_000,
    "100,000 isolates of a number in text": "قال \u2066KN-23\u2069 " * 100_000,
}


def lay_out(text: str) -> Callable[[], None]:
    """Return a program that lays out a paragraph with the string and the map of each line."""

    def program() -> None:
        for line in layout(Paragraph(text), WIDTH):
            _ = line.text, line.visual

    return program


def with_libraries(text: str) -> Callable[[], None]:
    """Return a program that shapes and orders a paragraph with the two libraries: a string."""

    def program() -> None:
        get_display(arabic_reshaper.reshape(text))

    return program


def hostile_table(rounds: int) -> bool:
    """Print how much longer each hostile paragraph takes than the libraries do for an ordinary one."""
    kept = True
    for name, text in HOSTILE.items():
        ordinary = (FLOWING * (len(text) // len(FLOWING) + 1))[: len(text)]
        pair = {"hostile": lay_out(text), "ordinary": with_libraries(ordinary)}
        times = medians(pair, rounds if len(text) < 100_000 else 2, time.process_time)
        ratio = times["hostile"] / times["ordinary"]
        kept &= ratio <= HOSTILE_BAR
        print(
            f"{name:40} {times['hostile'] * 1000:9.2f} {times['ordinary'] * 1000:9.2f} {ratio:7.2f}"
            f"   at most {HOSTILE_BAR}"
        )
    return kept


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    whole()
    programs = (rust, levels, plain, whole, seed, megabyte)
    jobs = {program.__name__: program for program in programs}
    times = medians(jobs, rounds, time.process_time)
    kept = True
    print(f"{'':40} {'ms':>9} {'against':>9} {'speed':>7}")
    for program, other, name, bar in BARS:
        ratio = times[other] / times[program]
        kept &= ratio >= bar
        print(
            f"{name:40} {times[program] * 1000:9.2f} {times[other] * 1000:9.2f} {ratio:7.2f}   at least {bar}"
        )
    print(f"\n{'':40} {'ms':>9} {'ordinary':>9} {'times':>7}")
    kept &= hostile_table(rounds)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
