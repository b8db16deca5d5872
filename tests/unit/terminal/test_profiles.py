"""What each profile sends comes out of its terminal's own handling as the cells that were laid out."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from tui.bidi import Paragraph, layout
from tui.bidi.classes import bidi_class, mirror
from tui.terminal.inverse_bidi import SentCell
from tui.terminal.profiles import PROFILES, Attribute, Profile, clusters, profile_of

STEP = 1 if os.environ.get("CLAIMREADER_FULL") == "1" else 12
ARTICLES = sorted(seeds.FOLDER.glob("*.txt"))
CELL = st.sampled_from([*"ﺍﺏﻼﺕאבab12٣٤ .,-+%()[]<>“«»│◂", "ﺏَّ", "語", "é", " ", " "])
ROW = st.lists(CELL, min_size=1, max_size=40)
IN_KITTY = ("kitty", "kitty-placed", "kitty-bold")
ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪٫٬"
"""Arabic for HarfBuzz, which goes by scripts, not by bidi classes."""
FACES = st.lists(st.sampled_from([0, 0, 0, 1, 2, 3]), min_size=40, max_size=40)


def reordered(sent: Sequence[SentCell], base: str) -> str:
    """Do what a terminal with a bidi of its own does with a row: UAX #9, mirrored brackets."""
    row = "".join(one.text for one in sent)
    return "".join(line.text for line in layout(Paragraph(row, base), 4 * len(row) + 1))  # type: ignore[arg-type]


def seen_in_kitty(profile: Profile, cells: Sequence[str], faces: Sequence[int], lacking: str = "") -> str:
    """Do what kitty does (fonts.c): a run of cells of one font has the direction of its first letter.

    Args:
        profile: how the row is sent.
        cells: the row.
        faces: for each cell 2 if it is bold, plus 1 if it is italic.
        lacking: characters that come from a font that stands in.
    """

    def font(one: SentCell) -> object:
        text, placed = unplaced(one.text)
        if text[0] == " " or "\u2500" <= text[0] <= "\u259f":
            return None
        bold, italic = faces[one.cell] & 2, faces[one.cell] & 1
        if one.drawn == "switched":
            bold ^= 2 * (profile.switched == "bold")
            italic ^= profile.switched == "italic"
        return bold, italic, placed, text[0] in lacking

    shown: list[str] = []
    for key, group in groupby(profile.arrange(cells, faces), font):
        run = [unplaced(one.text)[0] for one in group]
        directed = [char for char in "".join(run) if char in ARABIC_DIGITS or char.isalpha()]
        if key is not None and directed and (directed[0] in ARABIC_DIGITS or bidi_class(directed[0]) in "RA"):
            run = [mirror(text[0]) + text[1:] for text in reversed(run)] if len(run) > 1 else run
        shown += run
    return "".join(shown)


def unplaced(text: str) -> tuple[str, bool]:
    """Return what a cell shows, and whether it is sent at a place of its own (OSC 66)."""
    match = re.fullmatch("\x1b]66;h=1;(.*)\x07", text, re.DOTALL)
    return (match[1], True) if match else (text, False)


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
        letters = PROFILES["inverse-letter"].arrange(cells, faces)
        assert reordered(letters, "auto").replace("l", " ") == row.replace("l", " ")
        assert not any("\u200e" in one.text for one in letters)  # takes a cell in mlterm
        for name in IN_KITTY:
            assert seen_in_kitty(PROFILES[name], cells, faces) == row, name
            assert seen_in_kitty(PROFILES[name], cells, faces, lacking="".join(set(row))[::2]) == row, name
        assert [one.text for one in PROFILES["qterminal"].arrange(cells, faces)] == cells


@given(ROW)
def test_any_row_survives_a_terminal_that_reorders(cells: list[str]) -> None:
    sent = PROFILES["inverse"].arrange(cells, [0] * len(cells))
    assert reordered(sent, "ltr") == "".join(cells)
    assert reordered(sent, "auto") == "".join(cells)
    hidden = PROFILES["inverse-letter"].row("".join(cells))
    letters = hidden.replace("\x1b[8m", "").replace("\x1b[28m", "")
    seen = reordered([SentCell(letters, 0)], "auto").replace("l", " ")
    assert seen.removeprefix(" ") == "".join(cells).removeprefix(" ")  # one cell further in is as good


@given(ROW, FACES, st.sets(CELL))
def test_any_row_reads_right_in_kitty_whatever_its_font_lacks(
    cells: list[str], faces: list[int], lacking: set[str]
) -> None:
    faces = faces[: len(cells)]
    for name in IN_KITTY:
        seen = seen_in_kitty(PROFILES[name], cells, faces, "".join(one[0] for one in lacking))
        assert seen == "".join(cells), name


def test_in_kitty_only_arabic_is_switched_where_it_can_be() -> None:
    row = clusters("https://example.org KN-23 ﺔﺒﺴﻧ ٪50 (ﺔﻨﺳ) 3000")
    for name in ("kitty", "kitty-bold"):
        switched = [row[one.cell] for one in PROFILES[name].arrange(row, [0] * len(row)) if one.drawn]
        assert all(bidi_class(text[0]) in "RAN" for text in switched if text != "٪"), switched


def test_no_two_cells_of_a_row_are_one_text_in_qterminal() -> None:
    profile = PROFILES["qterminal"]
    drawn = [one.drawn for one in profile.arrange(clusters("ﺔﺒﺴﻧ 50٪"), [0] * 8)]
    assert all(first != second for first, second in pairwise(drawn))
    assert profile.row("ﺔ50") == "ﺔ\x1b[2m5\x1b[22m0"


@pytest.mark.parametrize(
    ("name", "own", "codes"),
    [
        ("kitty", (), ("\x1b[3m", "\x1b[23m")),
        ("kitty", ("italic", "bold"), ("\x1b[23m", "\x1b[3m")),
        ("kitty-bold", ("dim",), ("\x1b[1m", "\x1b[22;2m")),
        ("qterminal", ("bold",), ("\x1b[2m", "\x1b[22;1m")),
        ("qterminal", ("bold", "dim"), ("\x1b[22;1m", "\x1b[2m")),
        ("explicit", ("bold",), ("", "")),
    ],
)
def test_what_is_switched_leaves_the_other_attributes(
    name: str, own: tuple[Attribute, ...], codes: tuple[str, str]
) -> None:
    assert PROFILES[name].switch(own) == codes


@pytest.mark.parametrize(
    "row",
    ["ﺐﺘﻛ ﺮﺸﻋ 12 ﺮﻄﺳﺃ", "ﺐﺘﻛ 3-2 ﻢﺛ", "ﺔﻨﺳ KN-23 ٪50 ﺐﺘﻛ", "      ؟854", "  ﺐﺘﻛ 94–38", " ٪89٫5 ﻡﺍﺩ ۵۸٪"],
)
def test_a_full_row_takes_no_more_cells_in_mlterm_than_it_has(row: str) -> None:
    sent = PROFILES["inverse-letter"].arrange(clusters(row), [0] * len(clusters(row)))
    assert reordered(sent, "auto").replace("l", " ") == row.replace("l", " ")
    assert len("".join(one.text for one in sent)) == len(row)


def test_each_cell_keeps_its_style_wherever_it_is_sent() -> None:
    cells = clusters("  3000 ﺐﺘﻛ (MSMT) ﺭﺍﺩ  c2")
    for profile in PROFILES.values():
        if profile.order == "logical":  # which sends fewer cells than there are
            continue
        sent = profile.arrange(cells, [0] * len(cells))
        assert sorted(one.cell for one in sent) == list(range(len(cells)))
        for one in sent:
            text = unplaced(one.text)[0].replace("\u200e", "")
            assert one.drawn == "hidden" or text in (cells[one.cell], mirror(cells[one.cell]))


@pytest.mark.parametrize(
    ("version", "alone", "in_tmux"),
    [
        ("XTerm(379)", "plain", "plain"),
        ("kitty(0.26.5)", "kitty", "kitty"),
        ("kitty 0.39.1", "kitty", "kitty"),
        ("kitty(0.40.0)", "kitty-placed", "kitty"),
        ("kitty(0.42.1)", "kitty-placed", "kitty"),
        ("kitty(1.2.0)", "kitty-placed", "kitty"),
        ("Konsole 22.12.3", "konsole", "inverse"),
        ("mlterm 279", "mlterm", "inverse-letter"),
        ("VTE 7006", "explicit", "inverse"),
        ("qtermwidget", "qterminal", "qterminal"),
        ("Apple_Terminal 455", "inverse", "inverse"),
        ("iTerm2 3.6.0", "plain", "plain"),
        ("WarpTerminal v0.2026.05.27", "plain", "plain"),
        ("rxvt 95", "plain", "plain"),
        ("ghostty 1.1.3", "plain", "plain"),
        ("Windows Terminal", "plain", "plain"),
    ],
)
def test_a_terminal_is_known_by_its_own_name(version: str, alone: str, in_tmux: str) -> None:
    for nested, name in (("", alone), ("tmux", in_tmux)):
        profile = profile_of(version, nested=nested)
        assert profile is not None
        assert profile.name == name


def test_screen_has_no_italics_to_part_the_cells_of_kitty() -> None:
    for version in ("kitty(0.26.5)", "kitty(0.42.1)"):
        profile = profile_of(version, nested="screen")
        assert profile is not None
        assert profile.name == "kitty-bold"


def test_an_unknown_terminal_has_no_profile_of_its_own() -> None:
    assert profile_of("") is None
    assert profile_of("something 1.0") is None


def test_rows_that_stay_rely_on_no_mode_of_the_whole_window() -> None:
    for profile in PROFILES.values():
        printed = profile.for_printing
        assert printed.printed == ""
        assert "\x1b]" not in printed.start
        assert bool(printed.start) == bool(printed.stop)


@pytest.mark.parametrize("name", [name for name in PROFILES if PROFILES[name].order != "kitty-placed"])
def test_bold_parts_of_a_row_are_bold_wherever_the_profile_sends_them(name: str) -> None:
    parts = [("  ", False), ("ﺡﺎﺘﻔﻤﻟﺍ", False), (" ", False), ("Ctrl-p", True), (" 12", False)]
    sent = PROFILES[name].styled_row(parts)
    bold, is_bold = "", False
    for piece in re.split(r"(\x1b\[[0-9;]*m)", sent):
        codes = piece[2:-1].split(";") if piece.startswith("\x1b[") else []
        if codes:
            is_bold = "1" in codes or (is_bold and "22" not in codes)
        else:
            bold += piece if is_bold else ""
    letters = "".join(char for char in bold if char.isascii() and not char.isspace())
    if PROFILES[name].switched == "bold":  # every second Arabic cell is bold there, too
        assert set("Ctrlp-") <= set(letters)
    else:
        assert letters == "Ctrl-p"
        assert not re.search("[\ufe70-\ufefc]", bold)
    assert not is_bold


def test_a_row_without_bold_parts_is_sent_as_before() -> None:
    assert PROFILES["plain"].styled_row([("ab ", False), ("ﺃ", False)]) == "ab ﺃ"
    assert PROFILES["plain"].styled_row([("a", False), ("b", True), ("c", True)]) == "a\x1b[1mbc\x1b[22m"
