"""Several annotations, a selection and the current one: each in exactly its cells, in colour or not."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from annotations.model.article import Article, by_sentence
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT
from annotations.services.tagging import press_span
from tui.theme import Palette, palette, textual_theme
from tui.widgets.article.layout import Flow
from tui.widgets.article.painter import GUTTER, Painter
from tui.widgets.article.span_index import SpanIndex

TEXT = "قال الوزير (MSMT) إن العدد 3000 جندي. ونفت موسكو ذلك في 2024 مع KN-23 اليوم. وأضاف أن القوات وصلت."
WIDTH = 50
COLORED = palette(textual_theme("dark"))
PLAIN = palette(textual_theme("mono"))
ARTICLE = Article("a.txt", TEXT)


def made(quote: str, tag: str = "quantity", by: str = "me") -> Annotation:
    start = TEXT.index(quote)
    change = press_span(ARTICLE, start, start + len(quote), tag, [], by, DEFAULT)
    assert change.annotation is not None
    return change.annotation


def painted(
    annotations: Sequence[Annotation] = (),
    look: Palette = COLORED,
    *,
    cursor: int = 0,
    current: Annotation | None = None,
    selected: tuple[int, int] | None = None,
) -> dict[int, Style]:
    """Return the style of the cell of each code point that has one."""
    paint = Painter(ARTICLE, DEFAULT, by_sentence(ARTICLE, annotations), frozenset(), cursor)
    paint.current, paint.selected = current, selected
    flow = Flow(TEXT, WIDTH - GUTTER - 1)
    flow.settle(0, 50)
    found: dict[int, Style] = {}
    for number in range(flow.height):
        row = flow.row(number)
        assert row is not None
        left = WIDTH - GUTTER - row.line.width
        strip = paint.strip(row, left, WIDTH, look)
        cells = [segment.style or Style() for segment in strip for _ in segment.text]
        for offset in range(row.line.start, row.line.end):
            column = row.line.column_of(offset)
            if column is not None:
                found[row.offset + offset] = cells[left + column]
    return found


def cells_where(styles: dict[int, Style], attribute: str) -> str:
    return "".join(TEXT[offset] for offset in sorted(styles) if getattr(styles[offset], attribute))


def colored(styles: dict[int, Style], tag: str) -> str:
    wanted = {COLORED.tagged(DEFAULT.by_id[tag].color, lit).color for lit in (True, False)}
    return "".join(TEXT[offset] for offset in sorted(styles) if styles[offset].color in wanted)


def test_a_part_of_a_sentence_is_coloured_in_its_cells_only() -> None:
    assert colored(painted([made("العدد 3000")]), "quantity") == "العدد 3000"
    assert colored(painted([made("(MSMT)", "event")]), "event") == "(MSMT)"


def test_what_goes_over_sentences_is_coloured_in_all_of_them() -> None:
    quote = "جندي. ونفت موسكو ذلك في 2024 مع KN-23 اليوم. وأضاف"
    assert colored(painted([made(quote)]), "quantity").replace(" ", "") == quote.replace(" ", "")


def test_of_overlapping_annotations_the_inner_colour_and_a_line_under_both_are_seen() -> None:
    styles = painted(
        [made("الوزير (MSMT) إن", "event"), made("(MSMT) إن العدد 3000", "quantity"), made("3000", "blame")]
    )
    assert colored(styles, "blame") == "3000"
    assert cells_where(styles, "underline") == "(MSMT) إن3000"
    assert colored(styles, "event") + colored(styles, "quantity") == "الوزير (MSMT) إن العدد "


def test_without_colours_tags_are_underlined_and_overlaps_bold() -> None:
    styles = painted([made("الوزير (MSMT)", "event"), made("(MSMT) إن العدد", "quantity")], PLAIN, cursor=2)
    assert cells_where(styles, "underline") == "الوزير (MSMT) إن العدد"
    assert cells_where(styles, "bold") == "(MSMT)"


@pytest.mark.parametrize(("look", "attribute"), [(COLORED, "bold"), (PLAIN, "italic")])
def test_the_current_one_of_several_stands_out(look: Palette, attribute: str) -> None:
    one, other = made("العدد 3000"), made("الوزير", "event")
    assert cells_where(painted([one, other], look, current=other), attribute) == "الوزير"
    assert (
        cells_where(painted([one], look, current=one), attribute) == ""
    )  # there is no other to tell it from


def test_the_words_of_source_and_cue_are_underlined() -> None:
    start = TEXT.index("الوزير")
    span = {"start": start, "end": start + 6, "quote": "الوزير"}
    one = msgspec.structs.replace(
        made("العدد 3000"), attributes={"source_span": span, "cue_span": {"start": 3, "end": 0}}
    )
    assert cells_where(painted([one], current=one), "underline") == "الوزير"
    assert cells_where(painted([one]), "underline") == ""


@pytest.mark.parametrize("look", [COLORED, PLAIN, palette(textual_theme("ansi"))])
@pytest.mark.parametrize("quote", ["الوزير (MSMT) إن", "3000", "جندي. ونفت", "(", "KN-23 اليوم. وأضاف"])
def test_a_selection_is_reversed_in_exactly_its_cells(look: Palette, quote: str) -> None:
    start = TEXT.index(quote)
    styles = painted([made("العدد 3000")], look, selected=(start, start + len(quote)))
    shown = {offset: style for offset, style in styles.items() if bool(style.reverse)}
    assert sorted(shown) == [offset for offset in sorted(styles) if start <= offset < start + len(quote)]


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=12),
    st.integers(0, 99),
    st.integers(1, 30),
)
def test_the_span_index_finds_what_lies_over_a_place(
    spans: list[tuple[int, int]], start: int, length: int
) -> None:
    one = made("العدد 3000")
    there = [
        msgspec.structs.replace(
            one, uuid=str(at), target=msgspec.structs.replace(one.target, start=first, end=first + size)
        )
        for at, (first, size) in enumerate(spans)
    ]
    end = start + length
    found = SpanIndex(there).over(start, end)
    wanted = {one.uuid for one in there if one.target.start < end and one.target.end > start}
    assert {one.uuid for one in found} == wanted
    sizes = [one.target.end - one.target.start for one in found]
    assert sizes == sorted(sizes, reverse=True)
