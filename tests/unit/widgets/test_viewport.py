"""A viewport over a text, without a terminal: what is in view, where it scrolls, what is under a cell."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from tui.widgets.article import layout
from tui.widgets.article.hit_test import HitTest
from tui.widgets.article.viewport import Viewport

GUTTER = 4
WORDS = "قال الوزير (MSMT) إن العدد 3000 جندي في 2024 مع KN-23 اليوم."
TEXT = "\n".join(f"{number} {WORDS} {WORDS}" for number in range(40)) + "\n\nA line in English, 8-13."


class Area:
    """A scrolling area that scrolls as far as it is told to, as Textual's does."""

    def __init__(self, width: int = 60, height: int = 12) -> None:
        self.size = Size(width, height)
        self.top = 0
        self.rows = 0

    def jump(self, row: int) -> None:
        self.top = max(0, min(row, self.rows - self.size.height))

    def reach(self, rows: int) -> None:
        self.rows = rows

    def rewind(self) -> None:
        self.top = 0


def shown(area: Area, text: str = TEXT, span: tuple[int, int] = (0, 1)) -> tuple[Viewport, list[int]]:
    """Return a viewport laid out with a span in view, and a list that grows when rows are renumbered."""
    renumbered: list[int] = []
    viewport = Viewport(area, gutter=GUTTER, renumbered=lambda: renumbered.append(area.top))
    viewport.show(text)
    viewport.lay_out(span, None)
    return viewport, renumbered


def test_nothing_is_laid_out_before_there_is_a_text_and_room() -> None:
    area = Area(width=0)
    viewport, renumbered = shown(area)
    assert viewport.flow is None
    assert (viewport.row(0), viewport.page(1), renumbered) == (None, False, [])
    assert HitTest(viewport).offset_at(0, 0) is None


@given(st.integers(0, len(TEXT) - 1), st.integers(20, 100), st.integers(3, 30))
def test_a_code_point_that_is_brought_in_is_in_view(offset: int, width: int, height: int) -> None:
    viewport, _ = shown(Area(width, height))
    viewport.bring_in(offset)
    assert viewport.flow is not None
    assert viewport.top <= viewport.flow.row_of(offset) < viewport.bottom


@given(st.integers(0, 39), st.integers(40, 100))
def test_another_width_keeps_the_span_in_view(paragraph: int, width: int) -> None:
    start = TEXT.index(f"{paragraph} {WORDS}")
    area = Area()
    viewport, renumbered = shown(area, span=(start, start + 5))
    assert viewport.shows((start, start + 5))
    area.size = Size(width, 9)
    viewport.lay_out((start, start + 5), None)
    assert viewport.shows((start, start + 5))
    assert viewport.is_laid_out
    assert renumbered


def test_pages_go_through_the_whole_text_and_back() -> None:
    area = Area()
    viewport, _ = shown(area)
    starts = [viewport.span_in_view()[0]]
    while viewport.page(1):
        starts.append(viewport.span_in_view()[0])
    assert starts == sorted(set(starts))
    assert viewport.span_in_view()[1] == len(TEXT)
    while viewport.page(-1):
        pass
    assert area.top == 0


def test_a_wheel_stops_at_both_ends() -> None:
    area = Area()
    viewport, _ = shown(area)
    viewport.scroll(-3)
    assert area.top == 0
    for _ in range(200):
        viewport.scroll(3)
    assert viewport.flow is not None
    assert viewport.bottom == viewport.flow.height


@given(st.integers(0, len(TEXT) - 1))
def test_a_cell_that_shows_a_code_point_is_hit_by_it(offset: int) -> None:
    viewport, _ = shown(Area(width=70))
    viewport.bring_in(offset)
    hit_test = HitTest(viewport)
    for number, x0, x1 in viewport.cells_of(offset, offset + 1):
        for x in range(x0, x1):
            hit = hit_test.offset_at(x, number - viewport.top)
            row = viewport.row(number)
            assert hit is not None
            assert row is not None
            assert row.line.column_of(hit - row.offset) == row.line.column_of(offset - row.offset)


def test_going_a_row_down_and_up_keeps_the_column() -> None:
    viewport, _ = shown(Area())
    hit_test = HitTest(viewport)
    start = TEXT.index("MSMT")
    below = hit_test.beside(start, 1)
    assert below is not None
    assert hit_test.beside(below[0], -1, below[1]) == (start, below[1])
    assert hit_test.beside(0, -1) is None


def test_the_direction_of_a_paragraph_is_known_before_it_is_laid_out() -> None:
    viewport, _ = shown(Area(width=0))
    hit_test = HitTest(viewport)
    assert hit_test.rtl_at(0)
    assert not hit_test.rtl_at(len(TEXT) - 1)


def test_the_rest_of_a_giant_paragraph_comes_without_anything_in_view_moving(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout, "GIANT", 400)
    area = Area()
    text = " ".join([WORDS] * 60) + "\n" + WORDS
    viewport, renumbered = shown(area, text)
    flow = viewport.flow
    assert flow is not None
    assert flow.begun
    before = viewport.span_in_view()
    renumbered.clear()
    asyncio.run(viewport.finish(flow))
    assert not flow.begun
    assert renumbered
    assert viewport.span_in_view() == before
    assert area.rows == flow.height
