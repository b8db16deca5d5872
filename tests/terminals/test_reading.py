"""The measure itself notices what goes wrong in terminals; else it could not say that nothing does."""

from __future__ import annotations

import pytest
from display import lacking
from reading import Reading, drawn, read


@pytest.fixture(autouse=True)
def tools() -> None:
    if missing := lacking():
        pytest.skip(f"to measure: apt-get install {' '.join(missing.values())}")


def test_a_text_engine_s_own_picture_reads_right(floors: dict[int, Reading]) -> None:
    assert floors[0].errors < 4


def test_raw_arabic_is_noticed_by_its_characters(lines: list[str]) -> None:
    assert read(drawn(lines, joined=False), lines).errors > 50


@pytest.mark.parametrize("gap", [0, 1])
def test_unjoined_letters_in_the_right_order_are_noticed_by_their_shapes(
    lines: list[str], floors: dict[int, Reading], gap: int
) -> None:
    turned = [line[::-1] for line in lines]  # Tesseract makes few errors here: this is why shapes are counted
    assert read(drawn(turned, joined=False), lines, gap=gap).shapes > 1.3 * floors[gap].shapes
