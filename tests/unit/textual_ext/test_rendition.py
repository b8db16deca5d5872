"""What is written with few codes looks on a terminal as what Rich writes with all of them."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyte.screens import Char
from rich.color import ColorSystem
from rich.style import Style

from tui.textual_ext.rendition import Pen, rendition

COLORS = (None, "#d7dbe0", "#ffaf5f", "red", "default")
STYLES = st.builds(
    Style,
    color=st.sampled_from(COLORS),
    bgcolor=st.sampled_from(COLORS),
    bold=st.booleans(),
    italic=st.booleans(),
    underline=st.booleans(),
    reverse=st.booleans(),
    strike=st.booleans(),
)
RUNS = st.lists(st.tuples(st.sampled_from(("ab", " ", "  ", "a ", "ب")), st.none() | STYLES), max_size=12)
Runs = list[tuple[str, Style | None]]
GROUND = Style(color="#d7dbe0", bgcolor="#14171b")
LIT = Style(color="#ffffff", bgcolor="#2b4059")


def written(runs: Runs, system: ColorSystem = ColorSystem.TRUECOLOR) -> str:
    pen = Pen(system)
    return "".join([*(pen.write(text, style) for text, style in runs), pen.lift()])


def shown(data: str) -> list[object]:
    screen = pyte.Screen(60, 1)
    pyte.Stream(screen).feed(data)
    return [*map(_seen, (screen.buffer[0][x] for x in range(60))), _seen(screen.cursor.attrs)]


def _seen(cell: Char) -> object:
    """Return what is seen of a cell: of a blank that nothing is drawn through its ground alone."""
    drawn = cell.underscore or cell.reverse or cell.strikethrough
    return (cell.bg, cell.data) if cell.data == " " and not drawn else cell


@given(RUNS, st.sampled_from((ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD)))
def test_every_cell_looks_as_rich_writes_it(
    runs: list[tuple[str, Style | None]], system: ColorSystem
) -> None:
    full = "".join(style.render(text, color_system=system) if style else text for text, style in runs)
    assert shown(written(runs, system)) == shown(full)


@pytest.mark.parametrize(
    ("runs", "sent"),
    [
        ([("a", GROUND), ("b", GROUND)], "\x1b[38;2;215;219;224;48;2;20;23;27mab\x1b[0m"),
        ([("a", LIT), ("b", LIT + Style(underline=True)), ("c", LIT)],
         "\x1b[38;2;255;255;255;48;2;43;64;89ma\x1b[4mb\x1b[24mc\x1b[0m"),
        ([("a", Style(bold=True, dim=True)), ("b", Style(dim=True))], "\x1b[1;2ma\x1b[0;2mb\x1b[0m"),
        ([("a", GROUND), (" ", LIT), ("c", GROUND)],
         "\x1b[38;2;215;219;224;48;2;20;23;27ma\x1b[48;2;43;64;89m \x1b[48;2;20;23;27mc\x1b[0m"),
        ([("a", GROUND), (" ", LIT + Style(reverse=True))],
         "\x1b[38;2;215;219;224;48;2;20;23;27ma\x1b[7;38;2;255;255;255;48;2;43;64;89m \x1b[0m"),
        ([("a", Style(bold=True)), ("b", None)], "\x1b[1ma\x1b[0mb"),
        ([(" ", Style(color="red"))], " "),
    ],
    ids=["the same", "an attribute", "one code for two", "a blank", "a drawn blank", "plain", "nothing"],
)  # fmt: skip
def test_only_what_changes_is_said(runs: Runs, sent: str) -> None:
    assert written(runs) == sent


def test_a_link_is_written_whole_and_what_comes_behind_it_anew() -> None:
    link = Style(link="https://example.org", bold=True)
    data = written([("a", GROUND), ("b", link), ("c", GROUND)])
    ground = "\x1b[38;2;215;219;224;48;2;20;23;27m"
    assert data == f"{ground}a\x1b[0m{link.render('b')}{ground}c\x1b[0m"


def test_a_style_is_told_in_the_colours_that_a_terminal_has() -> None:
    style = Style(color="#ff0000", bold=True)
    bright = rendition(style, ColorSystem.TRUECOLOR)
    assert (bright.attributes, bright.color, bright.ground) == (frozenset({"1"}), "38;2;255;0;0", "")
    assert rendition(style, ColorSystem.EIGHT_BIT).color == "38;5;196"
    assert rendition(style, ColorSystem.STANDARD).color == "31"
