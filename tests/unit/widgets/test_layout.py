"""Rows of an article: laid out only as far as they are looked at, and the same ones as if all of it were."""

from __future__ import annotations

import random
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import seeds
from tui.bidi import Line, Paragraph
from tui.widgets.article import layout as flow_module
from tui.widgets.article.layout import Flow

SEEDS = [path.read_text(encoding="utf-8") for path in sorted(seeds.FOLDER.glob("*.txt"))]
PROSE = " ".join(" ".join(SEEDS).split())
GIANT_TEXT = (PROSE + " ") * (600_000 // len(PROSE))
SCREEN = 40
WIDTH = 80


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The code points of each paragraph that is laid out, prefixes included."""
    sizes: list[int] = []
    make = Paragraph.__init__

    def counted(self: Paragraph, text: str, *rest: object) -> None:
        sizes.append(len(text))
        make(self, text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Paragraph, "__init__", counted)
    return sizes


def facts(line: Line) -> tuple[object, ...]:
    return line.start, line.end, line.text, line.rtl, line.columns(line.start, line.end)


def whole(text: str, width: int) -> Flow:
    flow = Flow(text, width)
    for index in range(len(text.split("\n"))):
        flow.lines(index)
    return flow


def place_of(flow: Flow, offset: int) -> tuple[int, int]:
    return flow.place_at(flow.row_of(offset))


def test_opening_5000_paragraphs_lays_out_one_screen(resolved: list[int]) -> None:
    flow = Flow("\n".join(f"{PROSE[:180]} {number}" for number in range(5000)), WIDTH)
    flow.settle(0, SCREEN)
    assert all(flow.row(number) for number in range(SCREEN))
    assert sum(resolved) <= (SCREEN + 3) * WIDTH


def test_some_paragraphs_below_the_view_are_laid_out_ahead_and_no_row_in_view_moves(
    resolved: list[int],
) -> None:
    flow = Flow("\n".join([*(f"{PROSE[:180]} {number}" for number in range(5000)), GIANT_TEXT]), WIDTH)
    flow.settle(0, SCREEN)
    shown = [flow.row(number) for number in range(SCREEN)]
    resolved.clear()
    flow.lay_out_ahead(SCREEN, SCREEN, 3)
    assert len(resolved) == 3
    assert [flow.row(number) for number in range(SCREEN)] == shown
    for _ in range(SCREEN):
        flow.lay_out_ahead(SCREEN, SCREEN, 3)
    assert len(resolved) <= SCREEN + 1, "no more than the next page"
    resolved.clear()
    flow.settle(SCREEN, SCREEN)
    assert not resolved
    flow.lay_out_ahead(flow.height - 1, SCREEN, 3)
    assert not flow.begun, "a giant paragraph waits until it is looked at"


def test_opening_one_giant_paragraph_lays_out_one_screen(resolved: list[int]) -> None:
    flow = Flow(GIANT_TEXT, WIDTH)
    flow.settle(0, SCREEN)
    assert flow.rows_of(0, 300, SCREEN) == (0, 4)
    assert all(flow.row(number) for number in range(SCREEN))
    assert list(flow.spans(0, 600, 0, SCREEN))
    assert sum(resolved) <= 2 * (SCREEN + 3) * WIDTH
    assert flow.begun == [0]


def test_a_sentence_as_long_as_a_giant_paragraph_needs_one_screen(resolved: list[int]) -> None:
    flow = Flow(GIANT_TEXT, WIDTH)
    assert flow.rows_of(0, len(GIANT_TEXT), SCREEN) == (0, SCREEN + 1)
    assert sum(resolved) <= 3 * (SCREEN + 3) * WIDTH


def test_what_is_on_screen_stays_when_the_rest_comes(resolved: list[int]) -> None:
    flow = Flow(f"{SEEDS[0]}\n{GIANT_TEXT}\n{SEEDS[1]}", WIDTH)
    top = flow.row_of(len(SEEDS[0]) + 1) - 5
    flow.settle(top, SCREEN)
    before = [(row.offset, facts(row.line)) for row in map(flow.row, range(top, top + SCREEN)) if row]
    (index,) = flow.begun
    thread = Thread(target=flow.finish, args=(index,))
    thread.start()
    last = flow.row_of(len(SEEDS[0]) + len(GIANT_TEXT))  # waits for it
    thread.join()
    assert resolved.count(len(GIANT_TEXT)) == 1
    assert flow.begun == []
    assert before == [(row.offset, facts(row.line)) for row in map(flow.row, range(top, top + SCREEN)) if row]
    assert flow.place_at(last) == (index, len(flow.lines(index)) - 1)


def test_a_hidden_giant_takes_no_row() -> None:
    flow = Flow(f"قال\n{GIANT_TEXT}\nثم", WIDTH, hidden=[1])
    assert flow.row_of(len(GIANT_TEXT)) == 1
    flow.settle(0, SCREEN)
    assert (flow.height, flow.begun) == (2, [])


_PARTS = st.lists(
    st.one_of(
        st.sampled_from(["قال", "وأضاف", "KN-23", "(3000)", "«ثم»", "\u2067", "\u2069", "(", ")", "مُحَمَّد"])
    ),
    min_size=1,
    max_size=400,
).map(" ".join)


@settings(max_examples=60)
@given(st.lists(_PARTS, min_size=1, max_size=4).map("\n".join), st.integers(5, 40), st.integers(0, 1 << 30))
def test_whatever_is_asked_in_whatever_order_the_answers_are_those_of_the_whole(
    text: str, width: int, seed: int
) -> None:
    rng = random.Random(seed)
    reference = whole(text, width)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow_module, "GIANT", 60)
        patch.setattr(flow_module, "_FAR", 12)
        flow = Flow(text, width)
        for _ in range(12):
            offset = rng.randrange(len(text) + 1)
            match rng.randrange(5):
                case 0:
                    flow.settle(rng.randrange(flow.height), rng.randrange(1, 9))
                case 1:
                    assert place_of(flow, offset) == place_of(reference, offset)
                case 2:
                    number = rng.randrange(flow.height)
                    row = flow.row(number)
                    if row is not None:
                        index, line = flow.place_at(number)
                        assert facts(row.line) == facts(reference.lines(index)[line])
                case 3 if flow.begun:
                    flow.finish(rng.choice(flow.begun))
                case _:
                    end = text.find("\n", offset) % (len(text) + 1)
                    first, after = flow.rows_of(offset, end, 6)
                    known, known_after = reference.rows_of(offset, end, 6)
                    assert after - first == known_after - known
                    runs = flow.spans(offset, end, first, after)
                    known_runs = reference.spans(offset, end, known, known_after)
                    assert [(y - first, *xs) for y, *xs in runs] == [
                        (y - known, *xs) for y, *xs in known_runs
                    ]
        for index in range(len(text.split("\n"))):
            assert [*map(facts, flow.lines(index))] == [*map(facts, reference.lines(index))]
        assert flow.height == reference.height


def test_latin_first_paragraphs_of_an_arabic_article_run_from_the_right() -> None:
    flow = Flow("قال الوزير إن العدد كبير.\nCNN: قالت الوكالة\nhttps://example.org/news\n27-10-2024", WIDTH)
    rows = [row for row in map(flow.row, range(4)) if row]
    assert [row.line.rtl for row in rows] == [True, True, False, False]
    assert rows[1].line.text.endswith("CNN")
