"""The library as it is used: filter, sort, come back; by keys in a Textual pilot."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_pilot import library, names, screen_of, shown, until
from sample_corpus import samples, say
from terminal import logical

from tui.session.article_repository import BEST, ORDERS
from tui.widgets.article_list import ArticleList
from tui.widgets.bidi_input import BidiInput


async def test_typing_filters_by_words_of_title_and_text_in_any_spelling(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        assert names(app) == ["a.txt", "b.txt", "c.txt"]
        await pilot.press("slash", *"اوكرانيا")
        await until(pilot, lambda: names(app) == ["b.txt"])
        assert "1 hit" in shown(app)
        await pilot.press(*["backspace"] * 8, *"قوات")  # with a prefix in b
        await until(pilot, lambda: names(app) == ["b.txt", "a.txt"])  # the newer one first
        assert "2 hits" in shown(app)
        await pilot.press("enter")
        assert isinstance(app.focused, ArticleList)
        await pilot.press("k", "enter")
        await pilot.pause()
        assert "أوكرانيا تنتظر" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert names(app) == ["b.txt", "a.txt"]  # the filter is kept while an article is read
        await pilot.press("escape")
        await until(pilot, lambda: len(app.session.listing) == 3)
        assert not screen_of(app).query(BidiInput)
        assert screen_of(app).articles.cursor == 1  # still on b
        assert "3 articles" in shown(app)


async def test_a_word_that_is_not_typed_to_its_end_is_the_beginning_of_others(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press("slash", *"اوكر")
        await until(pilot, lambda: names(app) == ["b.txt"])
        assert screen_of(app).query_one(BidiInput).value == "اوكر"
        await pilot.press("enter")
        await pilot.pause()
        assert screen_of(app).query_one(BidiInput).value == "اوكر*", "what was found can be seen"
        await until(pilot, lambda: screen_of(app).queries.query.text == "اوكر*")
        assert names(app) == ["b.txt"]


async def test_while_a_filter_is_on_the_best_match_comes_first_unless_another_order_was_chosen(
    corpus: Path,
) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press("slash", *"قوات", "enter")
        await until(pilot, lambda: names(app) == ["b.txt", "a.txt"])
        assert "best match first" in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: names(app) == ["a.txt", "b.txt", "c.txt"])
        assert screen_of(app).queries.query.order == "file"
        await pilot.press("s", "slash", *"قوات", "enter")
        await until(pilot, lambda: len(names(app)) == 2)
        assert screen_of(app).queries.query.order == "published"


def test_the_best_match_is_called_as_in_the_index() -> None:
    from annotations.corpus.listing import RELEVANCE

    assert BEST == RELEVANCE


async def test_what_was_found_is_marked_letter_by_letter(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press("slash", *"اوكرانيا")
        await until(pilot, lambda: names(app) == ["b.txt"])
        marked = [
            "".join(segment.text for segment in strip if segment.style and segment.style.underline)
            for strip in app.screen._compositor.render_strips()
        ]
        assert [logical(text).strip() for text in marked if text.strip()] == ["أوكرانيا"]


async def test_nothing_found_says_how_to_come_back(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press("slash", *"زززز")
        await until(pilot, lambda: not app.session.listing)
        assert "Esc shows all articles again" in shown(app)
        await pilot.press("enter", "j", "enter", "end", "s")
        await pilot.pause()
        assert app.screen is screen_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.session.listing) == 3)


async def test_the_sort_key_goes_round_and_says_which(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press("end", "enter", "1", "escape")  # a claim in c
        await pilot.pause()
        assert screen_of(app).articles.cursor == 2
        orders = {
            "published": ["b.txt", "a.txt", "c.txt"],
            "title": ["b.txt", "c.txt", "a.txt"],
            "undecided": ["a.txt", "b.txt", "c.txt"],
            "claims": ["c.txt", "a.txt", "b.txt"],
            "worth": ["a.txt", "b.txt", "c.txt"],
            "file": ["a.txt", "b.txt", "c.txt"],
        }
        for order, expected in orders.items():
            await pilot.press("s")
            await until(pilot, lambda expected=expected, order=order: screen_of(app).listed.order == order)
            assert names(app) == expected
            assert ORDERS[order] in shown(app)
            assert names(app)[screen_of(app).articles.cursor] == "c.txt"  # the cursor stays on its article


async def test_articles_with_something_undecided_come_first(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press("enter", "x", "escape")
        await pilot.pause()
        assert "3/3" in shown(app)
        await pilot.press("s", "s", "s")
        await until(pilot, lambda: names(app) == ["b.txt", "c.txt", "a.txt"])


async def test_a_row_says_what_was_decided_without_reading_the_article(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press("j", "enter", "1", "escape")
        await pilot.pause()
        assert "1/3" in shown(app)
    async with library(corpus) as (app, pilot):
        assert app.session.listing.indexed
        assert "1/3" in shown(app)
        read = app.session.articles._read._values
        assert [entry.id for entry in read] == ["a.txt"]  # the preview's


async def test_p_shows_who_has_decided_how_many(tmp_path: Path) -> None:
    folder = samples(tmp_path / "news")
    say(folder / "annotations.json", "huda", [(3, ("claim",)), (4, ("not_claim",))])
    say(folder / "annotations.json", "sami", [(3, ("claim", "event"))])
    async with library(folder) as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: "huda: decided 2 (1.2%) · 1 claim" in shown(app))
        assert "also decided by somebody else: 1" in shown(app)
        await pilot.press("escape", "j")
        assert screen_of(app).articles.cursor == 1


@pytest.mark.parametrize("wait", [True, False])
async def test_the_cursor_stays_on_its_article_however_fast_a_filter_is_typed(
    corpus: Path, wait: bool
) -> None:
    """Two letters are a word that no article has; the third makes the beginning of some words of it."""
    async with library(corpus) as (app, pilot):
        await pilot.press("j", "j", "slash")
        for letter in "ال":
            await pilot.press(letter)
            if wait:
                await until(pilot, lambda: screen_of(app).listed == screen_of(app).queries.query)
        await pilot.press("و")
        await until(pilot, lambda: names(app) == ["b.txt", "c.txt"])
        assert names(app)[screen_of(app).articles.cursor] == "c.txt"


async def test_behind_an_article_that_was_read_the_cursor_stays_on_it(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press("slash", *"السفينة", "enter", "enter")
        await pilot.press("escape", "escape", "escape")  # finding, the article, the filter
        await until(pilot, lambda: len(names(app)) == 3)
        assert names(app)[screen_of(app).articles.cursor] == "a.txt"
