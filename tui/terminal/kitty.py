"""Arranges a row for kitty, which shapes runs of letters but runs no bidi.

kitty hands each run of cells of one font to HarfBuzz, which takes the run's direction from its first letter
and lays it out so (kitty's `force_ltr no`, its default). A blank ends a run, since it needs no font; so does
a change to bold or italic. Two ways lead to rows that read right:

- A hidden Latin letter in the blank before the text, and no-break spaces after it: all is one run from left
  to right. Vowel marks are where they belong.
- Each run that begins with an Arabic letter sent the other way round, since kitty turns it and mirrors its
  brackets. It needs no colour to hide a letter in, and holds when Arabic comes from another font than the
  rest; but kitty sets marks beside their letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from tui.bidi.classes import bidi_class, mirror
from tui.terminal.inverse_bidi import SentCell

_TATWEEL = "\u0640"
_LATIN, _ARABIC, _NO_BREAK_SPACE = "l", "\u0627", "\u00a0"


def one_run(cells: Sequence[str], faces: Sequence[int]) -> list[SentCell]:
    """Return the cells as they are to be seen, led by a hidden letter.

    Args:
        cells: what is to be seen, from left to right.
        faces: for each cell a number that differs where bold or italic does.
    """
    sent = [SentCell(text, cell) for cell, text in enumerate(cells)]
    drawn = [None if _box(text) else face for text, face in zip(cells, faces, strict=True)]
    for start, end in _stretches(drawn):
        right = [cell for cell in range(start, end) if _side(cells[cell][0]) == "R"]
        if not right:
            continue
        lead = next((cell for cell in range(right[0], start - 1, -1) if cells[cell] == " "), None)
        if lead is None:
            turned = reversed_runs(cells[start:end], faces[start:end])
            sent[start:end] = [cell._replace(cell=start + cell.cell) for cell in turned]
            continue
        sent[lead] = SentCell(_LATIN, lead, "hidden")
        for cell in range(lead + 1, right[-1]):
            if cells[cell] == " ":
                sent[cell] = SentCell(_NO_BREAK_SPACE, cell)
    return sent


def reversed_runs(cells: Sequence[str], faces: Sequence[int], *, one_font: bool = True) -> list[SentCell]:
    """Return what is sent so that the wanted cells are seen.

    Args:
        cells: what is to be seen, from left to right.
        faces: for each cell a number that differs where bold or italic does.
        one_font: whether the terminal's font has Arabic; if not, Arabic letters come from another one and are
            runs of their own.
    """
    sent = [SentCell(text, cell) for cell, text in enumerate(cells)]
    for start, end in _runs(cells, faces, one_font=one_font):
        sides = [side for text in cells[start:end] if (side := _side(text[0]))]
        if not sides or sides[0] == "L":
            continue
        if sides[-1] == "R":
            sent[start:end] = _turned(sent[start:end])
        else:
            _lead(sent, cells, start, end)
    return sent


def _runs(cells: Sequence[str], faces: Sequence[int], *, one_font: bool) -> Iterator[tuple[int, int]]:
    fonts = [
        None if text == " " or _box(text) else (face, one_font or _arabic(text[0]))
        for text, face in zip(cells, faces, strict=True)
    ]
    return _stretches(fonts)


def _stretches(fonts: Sequence[object]) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(1, len(fonts) + 1):
        if place == len(fonts) or fonts[place] != fonts[start]:
            if fonts[start] is not None:
                yield start, place
            start = place


def _box(text: str) -> bool:
    """Tell box drawing and block elements, which kitty paints itself."""
    return "\u2500" <= text[0] <= "\u259f"


def _arabic(char: str) -> bool:
    """Tell whether a font without Arabic lacks a character: letters, and the signs of the Arabic block."""
    return bidi_class(char) in "RAN" or "\u0600" <= char <= "\u06ff"


def _side(char: str) -> str:
    """Return `R` or `L` for a character whose script has a direction, nothing for one of any script."""
    if char == _TATWEEL or unicodedata.category(char)[0] != "L":
        return "R" if "\u06f0" <= char <= "\u06f9" else ""
    return "R" if bidi_class(char) in "RA" else "L"


def _turned(run: Sequence[SentCell]) -> list[SentCell]:
    return [cell._replace(text=mirror(cell.text[0]) + cell.text[1:]) for cell in reversed(run)]


def _lead(sent: list[SentCell], cells: Sequence[str], start: int, end: int) -> None:
    """Turn a run that begins with Arabic and ends with Latin, so that either way its first letter is wrong.

    A hidden letter in a blank beside it goes first.
    """
    if start and cells[start - 1] == " " and (start == 1 or cells[start - 2] == " "):
        sent[start - 1] = SentCell(_LATIN, start - 1, "hidden")
    elif end < len(cells) and cells[end] == " " and (end + 1 == len(cells) or cells[end + 1] == " "):
        sent[start : end + 1] = [SentCell(_ARABIC, end, "hidden"), *_turned(sent[start:end])]
