"""How many cells segments take is told without Rich's tables where all letters are common, and as by them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from rich.cells import cell_len
from rich.segment import Segment

from tui.bidi.char_kinds import kind_of
from tui.widgets import strips

ALL = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
COMMON = [char for char in ALL if re.fullmatch(strips._ONE_CELL_EACH, char)]


def test_every_common_character_has_one_cell() -> None:
    assert len(COMMON) > 600
    assert {cell_len(char) for char in COMMON} == {1}


@pytest.mark.parametrize("text", ["", "قال", "ﻗﺎﻝ ab «1»", "جنديًّا", "日本", "👍🏽 ok", "a\u200bb"])
def test_segments_take_the_cells_that_rich_says(text: str) -> None:
    assert strips.cells([Segment(text), Segment("ab")]) == cell_len(text) + 2


def test_lines_and_blocks_are_of_the_kind_that_their_width_says() -> None:
    for char in map(chr, range(0x2500, 0x2600)):
        sign = unicodedata.category(char) == "So"
        assert kind_of(char) == ("w" if cell_len(char) == 2 else "p" if sign else "s")
