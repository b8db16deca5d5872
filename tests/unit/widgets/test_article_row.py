"""A row of the library gives its title the room that the source leaves."""

import pytest

from tui.presenters.articles import DONE, ArticleCard
from tui.theme import palette, textual_theme
from tui.widgets.article_list import _strip, source_room

TITLE = "kuvaus " * 60
LOOK = palette(textual_theme("dark"))


def room_of_title(source: str, width: int) -> int:
    """Return the cells of the title, which fills all it can get."""
    row = _strip(ArticleCard(TITLE, source=source, published="2026-11-29"), width, False, LOOK)
    assert row.cell_length == width
    return len(row.text.partition("kuvaus")[1] + row.text.partition("kuvaus")[2].rstrip())


@pytest.mark.parametrize("width", [100, 120, 200])
def test_what_a_source_leaves_is_the_title_s(width: int) -> None:
    longest = room_of_title("s" * 99, width)
    for source in ("", "ab", "abcdefgh"):
        spared = source_room(width) - len(source) + 2 * (not source)
        assert room_of_title(source, width) == pytest.approx(longest + spared, abs=len("kuvaus"))


def test_a_source_that_is_white_space_is_none() -> None:
    assert room_of_title(" \n", 120) == room_of_title("", 120)


def test_where_there_is_no_room_for_sources_the_title_has_all() -> None:
    assert room_of_title("ab", 80) == room_of_title("", 80)


@pytest.mark.parametrize(("width", "before"), [(60, "12/24"), (80, "━"), (120, "━")])
def test_an_article_that_is_done_has_its_sign_where_there_is_no_bar_too(width: int, before: str) -> None:
    card = ArticleCard(TITLE, sentences=24, decided=12, published="2026-11-29")
    done, open_ = (_strip(card._replace(done=done), width, False, LOOK).text for done in (True, False))
    assert f"{before}{DONE}" in done
    assert DONE not in open_
    assert len(done) == len(open_) == width
    assert done.replace(DONE, " ").split()[-3:] == open_.split()[-3:]
