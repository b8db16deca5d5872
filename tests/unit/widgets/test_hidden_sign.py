"""A row of the reader with hidden characters has a sign in its gutter, and no cell of it is moved."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from annotations.model.article import Article, by_sentence
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT
from annotations.services.tagging import press_span
from annotations.text.hidden_characters import SIGN
from tui.bidi import Line
from tui.theme import Palette, palette, textual_theme
from tui.widgets.article.layout import Flow
from tui.widgets.article.painter import GUTTER, Painter

WIDTH = 60
CLEAN = "قال المتحدث إن القصف قتل 21 جنديا في الشمال."
LOOKS = [palette(textual_theme(name)) for name in ("dark", "light", "high-contrast", "mono")]


def rows(
    text: str,
    *,
    tags: Sequence[str] = (),
    cursor: int = -1,
    unsaved: bool = False,
    harakat: bool = True,
    look: Palette = LOOKS[0],
) -> list[tuple[str, str, Line]]:
    """Return for each row its text, its gutter, and its line; with the first sentence tagged."""
    article = Article("a.txt", text)
    made: list[Annotation] = []
    if tags:
        unit = article.units[0]
        change = press_span(article, unit.start, unit.end, "claim", [], "me", DEFAULT)
        assert change.annotation is not None
        made = [msgspec.structs.replace(change.annotation, tags=tuple(tags))]
    waiting = frozenset(one.uuid for one in made) if unsaved else frozenset()
    paint = Painter(article, DEFAULT, by_sentence(article, made), waiting, cursor)
    flow = Flow(text, WIDTH - GUTTER - 1, harakat=harakat)
    flow.settle(0, 50)
    found = []
    for number in range(flow.height):
        row = flow.row(number)
        assert row is not None
        strip = paint.strip(row, WIDTH - GUTTER - row.line.width, WIDTH, look)
        assert strip.cell_length == WIDTH
        found.append((strip.text[:-GUTTER].strip(), strip.text[-GUTTER:], row.line))
    return found


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "number",
    [
        "\u202e21\u202c",
        "\u202d21\u202c",
        "2\u200b1",
        "2\U000e00301",
        "\u206721\u2069",
        "2\u31641",
        "2\u200f1",
    ],
)
def test_its_row_has_the_sign_and_others_have_none(number: str, look: Palette) -> None:
    hidden = CLEAN.replace("21", number)
    (clean,), (above, signed, below) = rows(CLEAN, look=look), rows(f"{CLEAN}\n{hidden}\n{CLEAN}", look=look)
    assert above[:2] == below[:2] == clean[:2]
    assert clean[1] == "    "
    assert signed[1] == f" {SIGN}  "
    assert signed[2].width == clean[2].width, "it takes no cell of the text"
    if number != "2\u200f1":
        assert signed[0] == clean[0], "the digits are in the order in which they are stored"


def test_it_stands_in_each_row_that_has_one_and_in_no_other() -> None:
    text = f"{CLEAN} {CLEAN.replace('21', '2' + chr(0x200B) + '1')} {CLEAN}"
    signs = [(SIGN in gutter, line) for _, gutter, line in rows(text)]
    place = text.index("\u200b")
    assert [sign for sign, _ in signs] == [line.start <= place < line.end for _, line in signs]
    assert any(sign for sign, _ in signs)
    assert not all(sign for sign, _ in signs)


def test_it_stands_in_each_row_that_a_control_above_directs() -> None:
    text = f"{CLEAN} \u202b{CLEAN} {CLEAN} {CLEAN}\u202c {CLEAN} {CLEAN}"
    opener, closer = text.index("\u202b"), text.index("\u202c")
    found = rows(f"{CLEAN}\n{text}\n{CLEAN}")
    assert [SIGN in gutter for _, gutter, _ in found] == [
        False,
        *(line.start <= closer and line.end > opener for _, _, line in found[1:-1]),
        False,
    ]
    assert sum(SIGN in gutter for _, gutter, _ in found) > 3


def test_what_parts_a_number_at_the_end_of_a_row_is_told_of_in_both() -> None:
    text = "1" * (WIDTH - GUTTER - 1) + "\u200b" + "2" * 20
    assert [SIGN in gutter for _, gutter, _ in rows(text)] == [True, True]


@pytest.mark.parametrize(
    ("tags", "more", "gutter"),
    [
        ((), {"cursor": 0}, f" {SIGN} ◂"),
        (("claim",), {}, f" {SIGN}c "),
        (("claim",), {"cursor": 0}, f" {SIGN}c◂"),
        (("claim", "quantity"), {}, f"{SIGN}c2 "),
        (("claim",), {"unsaved": True}, f"!{SIGN}c "),
        (("claim", "quantity"), {"unsaved": True}, f"{SIGN}c2 "),
    ],
)
def test_it_has_a_place_beside_every_other_sign(
    tags: Sequence[str], more: dict[str, int], gutter: str
) -> None:
    (row,) = rows(CLEAN.replace("21", "2\u200b1"), tags=tags, **more)  # type: ignore[arg-type]
    assert row[1] == gutter


def test_spelling_has_none() -> None:
    for text in (
        "می\u200cخواهم کتاب\u200cها",
        "عام 1446 ه\u200d",
        "(MSMT)\u200f قال \u200eBBC\u200e 5",
        "👨\u200d👩\u200d👧 👍🏽",
    ):
        assert all(gutter == "    " for _, gutter, _ in rows(text))


def test_a_giant_paragraph_s_overrides_are_not_applied_either() -> None:
    text = "قال المتحدث كلاما طويلا في هذا اليوم " * 600 + "قتل \u202e21\u202c جنديا."
    flow = Flow(text, 55)
    first = flow.row(0)
    last = flow.row(flow.row_of(len(text) - 1))
    assert first is not None
    assert last is not None
    assert " 21 " in last.line.text
    assert first.line.start == 0
    assert last.line.end == len(text), "offsets are those of the text as it is stored"


def test_the_sign_is_there_with_harakat_hidden() -> None:
    (row,) = rows(CLEAN.replace("21", "2\u200b1").replace("قال", "قَالَ"), harakat=False)
    assert SIGN in row[1]
