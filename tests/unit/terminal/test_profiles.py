"""What each profile sends comes out of its terminal's own handling as the cells that were laid out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from tui.bidi import Paragraph, layout
from tui.bidi.classes import bidi_class, mirror
from tui.terminal.inverse_bidi import SentCell
from tui.terminal.profiles import PROFILES, clusters, profile_of

STEP = 1 if os.environ.get("CLAIMREADER_FULL") == "1" else 12
ARTICLES = sorted(seeds.FOLDER.glob("*.txt"))
CELL = st.sampled_from([*"ﺍﺏﻼﺕאבab12٣٤ .,-+%()[]<>“«»│◂", "ﺏَّ", "語", "é", " ", " "])
ROW = st.lists(CELL, min_size=1, max_size=40)
FACES = st.lists(st.sampled_from([0, 0, 0, 2]), min_size=40, max_size=40)


def reordered(sent: Sequence[SentCell], base: str) -> str:
    """Do what a terminal with a bidi of its own does with a row: UAX #9, mirrored brackets."""
    row = "".join(one.text for one in sent)
    return "".join(line.text for line in layout(Paragraph(row, base), 4 * len(row) + 1))  # type: ignore[arg-type]


def shaped_by_kitty(sent: Sequence[SentCell], faces: Sequence[int], *, one_font: bool = True) -> list[str]:
    """Do what kitty does: runs of one font, each in the direction of its first letter."""

    def font(one: SentCell) -> object:
        char = one.text[0]
        if char == " " or "\u2500" <= char <= "\u259f":
            return None
        return faces[one.cell], one_font or bidi_class(char) in "RAN" or "\u0600" <= char <= "\u06ff"

    shown: list[str] = []
    for key, group in groupby(sent, font):
        run = list(group)
        sides = [bidi_class(one.text[0]) for one in run if one.text[0].isalpha() and one.text[0] != "\u0640"]
        if key is not None and sides and sides[0] in "RA":
            run = [one._replace(text=mirror(one.text[0]) + one.text[1:]) for one in reversed(run)]
        shown += [" " if one.drawn == "hidden" else one.text for one in run]
    return blank(shown)


def blank(cells: Sequence[str]) -> list[str]:
    """Make each blank a space: one that doesn't break is seen as one."""
    return [text.replace("\u00a0", " ") for text in cells]


def rows(path: Path, start: int) -> list[str]:
    found = []
    for text in path.read_text(encoding="utf-8").splitlines():
        paragraph = Paragraph(text)
        for width in range(40 + start, 161, STEP):
            found += [
                " " * (1 + width - line.width) + line.text + "  c2 " for line in layout(paragraph, width)
            ]
    return found


@pytest.mark.parametrize(("number", "path"), enumerate(ARTICLES), ids=[path.name[:3] for path in ARTICLES])
def test_every_row_of_the_seeds_is_seen_as_it_was_laid_out(number: int, path: Path) -> None:
    found = rows(path, number % STEP)
    assert len(found) > 100
    for row in set(found):
        cells = clusters(row)
        faces = [0] * len(cells)
        inverse = PROFILES["inverse"].arrange(cells, faces)
        assert reordered(inverse, "ltr") == row
        assert reordered(inverse, "auto") == row  # mlterm takes the direction from the first letter
        letters = PROFILES["inverse-letter"]
        assert reordered(letters.arrange(cells, faces), "auto").replace("l", " ") == row.replace("l", " ")
        assert reordered([SentCell(letters.row(row), 0)], "auto").replace("\u2800", " ") == row
        for name in ("kitty", "kitty-words"):
            assert shaped_by_kitty(PROFILES[name].arrange(cells, faces), faces) == blank(cells), name
        fallback = PROFILES["kitty-fallback"].arrange(cells, faces)
        assert shaped_by_kitty(fallback, faces, one_font=False) == blank(cells)
        assert [one.text for one in PROFILES["qterminal"].arrange(cells, faces)] == cells


@given(ROW)
def test_any_row_survives_a_terminal_that_reorders(cells: list[str]) -> None:
    sent = PROFILES["inverse"].arrange(cells, [0] * len(cells))
    assert reordered(sent, "ltr") == "".join(cells)
    assert reordered(sent, "auto") == "".join(cells)
    letters = PROFILES["inverse-letter"].row("".join(cells))
    assert reordered([SentCell(letters, 0)], "auto").replace("\u2800", " ") == "".join(cells)


@given(ROW, FACES)
def test_any_row_survives_kitty_but_for_arabic_and_latin_in_one_word_at_its_very_edge(
    cells: list[str], faces: list[int]
) -> None:
    cells = [" ", *cells, " "]
    faces = [0, *faces[: len(cells) - 2], 0]
    words = "".join(cells).split(" ")
    if any({bidi_class(char) in "RA" for char in word if char.isalpha()} == {True, False} for word in words):
        return  # a word of both scripts, next to other words: see the test of its own
    for name in ("kitty", "kitty-words"):
        sent = PROFILES[name].arrange(cells, faces)
        assert shaped_by_kitty(sent, faces) == blank(cells), name
    sent = PROFILES["kitty-fallback"].arrange(cells, faces)
    assert shaped_by_kitty(sent, faces, one_font=False) == blank(cells)


@pytest.mark.parametrize("word", ["MSMTﻝﺍ", "ﻝﺍMSMT", "ﻝﺍ-23KN", "12ﻒﻟﺃ"])
@pytest.mark.parametrize("name", ["kitty", "kitty-words"])
def test_a_word_of_both_scripts_reads_right_in_kitty(word: str, name: str) -> None:
    cells = clusters(f"  {word}  ﺐﺘﻛ ")
    faces = [0] * len(cells)
    assert shaped_by_kitty(PROFILES[name].arrange(cells, faces), faces) == cells


def test_each_cell_keeps_its_style_wherever_it_is_sent() -> None:
    cells = clusters("  3000 ﺐﺘﻛ (MSMT) ﺭﺍﺩ  c2")
    for profile in PROFILES.values():
        sent = profile.arrange(cells, [0] * len(cells))
        assert sorted(one.cell for one in sent) == list(range(len(cells)))
        for one in sent:
            text = one.text.replace("\u200e", "").replace("\u00a0", " ").replace("\u2800", " ")
            assert one.drawn == "hidden" or text in (cells[one.cell], mirror(cells[one.cell]))


@pytest.mark.parametrize(
    ("version", "alone", "in_tmux"),
    [
        ("XTerm(379)", "plain", "plain"),
        ("kitty(0.26.5)", "kitty", "kitty"),
        ("Konsole 22.12.3", "konsole", "inverse"),
        ("mlterm 279", "mlterm", "inverse-letter"),
        ("VTE 7006", "explicit", "inverse"),
        ("qtermwidget", "qterminal", "qterminal"),
        ("Apple_Terminal 455", "inverse", "inverse"),
        ("iTerm2 3.6.0", "inverse", "inverse"),
        ("rxvt 95", "plain", "plain"),
        ("ghostty 1.1.3", "plain", "plain"),
        ("Windows Terminal", "plain", "plain"),
    ],
)
def test_a_terminal_is_known_by_its_own_name(version: str, alone: str, in_tmux: str) -> None:
    for nested, name in ((False, alone), (True, in_tmux)):
        profile = profile_of(version, nested=nested)
        assert profile is not None
        assert profile.name == name


def test_an_unknown_terminal_has_no_profile_of_its_own() -> None:
    assert profile_of("") is None
    assert profile_of("something 1.0") is None


def test_rows_that_stay_rely_on_no_mode_of_the_whole_window() -> None:
    for profile in PROFILES.values():
        printed = profile.for_printing
        assert printed.printed == ""
        assert "\x1b]" not in printed.start
        assert bool(printed.start) == bool(printed.stop)
