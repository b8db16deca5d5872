"""Arranges a row for kitty, which shapes runs of cells but runs no bidi, so that each run is one cell.

kitty hands each run of cells to HarfBuzz, which takes the run's direction from its first letter, and so
turns a run that begins with Arabic (kitty's `force_ltr no`, its default). A run is what has one font: the
same face, and the same of the fonts that stand in where that face lacks a character. Which those are nobody
outside kitty can know, and one emoji among the letters cuts a run in two: rows that are sent turned, run by
run, read wrong where that is guessed wrong, numbers first. A run of one cell is the same either way, on any
font.

What parts two cells that follow each other (kitty/fonts.c, `render_line` and `run_fonts_are_equal`):

- the face: one of them is italic (all versions; 0.26.5 and 0.41.1 were measured). It is hardly seen: fonts
  have no italic Arabic, and kitty takes the upright letter of another file for it. Only Arabic is switched,
  and what touches it where the number of letters doesn't come out.
- the place of its text, OSC 66 (from 0.40.0 on, docs/text-sizing-protocol.rst), which acts on text of
  another size alone, and isn't seen at all.

Colours, marks, links and where the cursor went part nothing, since kitty shapes what its screen holds; spaces
and box drawing are no part of a run. Vowel marks are shaped with their letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import compress

_TURNS = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks whose letters, digits and signs HarfBuzz may take for right-to-left."""
_CHAIN = re.compile("O?(?:RO?)+")
_THIN = ".,:;'`|!"


def _seen_in_italics(text: str) -> int:
    """Return how much is lost where a cell is italic.

    Seen, sheen, sad, dad and the finals of yeh are wider than a cell: kitty makes upright ones smaller and
    cuts italic ones, which takes the tail of a final and is the worse to read (0.8 points of characters).
    What isn't Arabic is seen to lean, and the less so the thinner it is.
    """
    char = text[0]
    if "\ufeb1" <= char <= "\ufec0":
        return 2 if (ord(char) - 0xFEB1) % 4 < 2 else 1  # isolated and final, initial and medial
    if "\ufeef" <= char <= "\ufef2":
        return 2
    if _kind(text) == "R":
        return 0
    return 1 if char in _THIN else 2


def in_italics(cells: Sequence[str], faces: Sequence[int]) -> list[bool]:
    """Return for each cell whether italic is switched there, so that no run with Arabic has two cells.

    Args:
        cells: what is to be seen, from left to right.
        faces: for each cell 2 if it is bold, plus 1 if it is italic.
    """
    own, other = [face & 1 for face in faces], [face >> 1 for face in faces]
    return _switched(cells, own, other, _seen_in_italics)


def in_bold(cells: Sequence[str], faces: Sequence[int]) -> list[bool]:
    """Return the same for bold: for GNU screen, which shows italics in reverse colours."""
    own, other = [face >> 1 for face in faces], [face & 1 for face in faces]
    return _switched(cells, own, other, lambda text: 0 if _kind(text) == "R" else 2)


def placed(cells: Sequence[str], faces: Sequence[int]) -> list[str]:
    """Return what is sent for each cell: every second one of those with Arabic at another place."""
    switched = _switched(cells, [0] * len(cells), faces, lambda text: 1)
    return [f"\x1b]66;h=1;{text}\x07" if there else text for text, there in zip(cells, switched, strict=True)]


def _switched(
    cells: Sequence[str], own: Sequence[int], other: Sequence[int], cost: Callable[[str], int]
) -> list[bool]:
    """Return where to switch: of two cells in a row, one of them Arabic, one has the face and one hasn't.

    Args:
        cells: what is to be seen.
        own: for each cell 1 if its style has what is switched.
        other: for each cell its style apart from that; cells of different ones are parted already.
        cost: of switching a cell; of the two ways to begin the cheaper one is taken.
    """
    switched = [False] * len(cells)
    for start, end in _chains(cells, other):
        ways = [[(place + way) % 2 != own[place] for place in range(start, end)] for way in (0, 1)]
        costs = [sum(map(cost, compress(cells[start:end], way))) for way in ways]
        switched[start:end] = ways[costs[1] < costs[0]]
    return switched


def _chains(cells: Sequence[str], other: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of cells of which any two neighbours have to be parted, since one of them is Arabic."""
    one_style = len(set(other)) < 2
    for match in _CHAIN.finditer("".join(map(_kind, cells))):
        start, end = match.span()
        if not one_style:
            for place in range(start + 1, end):
                if other[place] != other[place - 1]:
                    yield start, place
                    start = place
        yield start, end


@lru_cache(maxsize=4096)
def _kind(text: str) -> str:
    """Return `R` for a cell that HarfBuzz may turn, a blank for one that needs no font, and else `O`.

    No font have spaces, and box drawing and block elements, which kitty paints itself.
    """
    if text == " " or "\u2500" <= text[0] <= "\u259f":
        return " "
    return "R" if _TURNS.search(text) else "O"
