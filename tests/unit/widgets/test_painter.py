"""Which cells of a row belong to a sentence, and what stands in the gutter beside it."""

import unicodedata

import pytest

from annotations.model.article import Article, by_sentence
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT
from annotations.services.tagging import press
from tui.theme import palette, textual_theme
from tui.widgets.article.layout import Flow
from tui.widgets.article.painter import GUTTER, Painter

TEXT = (
    "قال الوزير (MSMT) إن العدد 3000 جندي. ونفت موسكو ذلك في 2024 مع KN-23 اليوم. "
    "وأضاف المصدر أن القوات وصلت."
)
LOOK = palette(textual_theme("dark"))
WIDTH = 44


@pytest.fixture
def article() -> Article:
    return Article("a.txt", TEXT)


def painted(article: Article, cursor: int, tags: dict[int, str]) -> list[tuple[str, str]]:
    """Return for each row its lit text in reading order, and its gutter."""
    annotations: list[Annotation] = []
    for sentence, tag in tags.items():
        change = press(article, sentence, tag, annotations, "me", DEFAULT)
        assert change.annotation is not None
        annotations.append(change.annotation)
    paint = Painter(article, DEFAULT, by_sentence(article, annotations), frozenset(), cursor)
    flow = Flow(article.text, WIDTH - GUTTER - 1)
    flow.settle(0, 50)
    rows = []
    for number in range(flow.height):
        row = flow.row(number)
        assert row is not None
        strip = paint.strip(row, WIDTH - GUTTER - row.line.width, WIDTH, LOOK)
        assert strip.cell_length == WIDTH
        lit = LOOK.lit.bgcolor
        cells = [(char, bool(seg.style and seg.style.bgcolor == lit)) for seg in strip for char in seg.text]
        text = "".join(char for char, is_lit in cells if is_lit)
        rows.append((unicodedata.normalize("NFKC", text), "".join(char for char, _ in cells[-GUTTER:])))
    return rows


def letters(text: str) -> str:
    return "".join(sorted(char for char in text if char.isalnum()))


@pytest.mark.parametrize("cursor", [0, 1, 2])
def test_the_lit_cells_are_those_of_the_sentence_and_no_other(article: Article, cursor: int) -> None:
    unit = article.sentences[cursor]
    lit = "".join(text for text, _ in painted(article, cursor, {}))
    assert letters(lit) == letters(article.text[unit.start : unit.end])


def test_numbers_and_latin_names_inside_are_lit_whole(article: Article) -> None:
    lit = " ".join(text for text, _ in painted(article, 1, {}))
    assert "2024" in lit
    assert "KN-23" in lit
    assert "3000" not in lit
    assert "MSMT" not in lit


def test_a_sentence_that_starts_within_a_row_is_marked_in_it(article: Article) -> None:
    gutters = [gutter for _, gutter in painted(article, 2, {0: "quantity", 1: "not_claim"})]
    assert gutters[0].strip() == "c2"
    assert any(gutter.strip(" ◂│") == "0" for gutter in gutters)


def test_the_cursor_is_marked_without_any_colour(article: Article) -> None:
    for cursor in range(3):
        assert sum("◂" in gutter for _, gutter in painted(article, cursor, {})) == 1
