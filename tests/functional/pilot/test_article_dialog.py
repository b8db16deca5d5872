"""This article, from inside: corrected by key, set aside, and what library, reader and board then show."""

from pathlib import Path

import pytest
from library_pilot import Use, library, names, screen_of, shown, until
from reader_pilot import made, opened, type_

from annotations.store.tinydb_store import open_store
from tui.app import ClaimReader
from tui.screens.dialogs.article import ArticleDialog
from tui.widgets.bars import KeyHints


async def ask(app: ClaimReader, pilot: Use, name: str) -> None:
    """Put the library's cursor on an article, and open the dialog."""
    screen_of(app).articles.move_to(names(app).index(name))
    await pilot.press("i")
    await pilot.pause()
    assert isinstance(app.screen, ArticleDialog)


async def typed(app: ClaimReader, pilot: Use, text: str) -> None:
    """Replace what is in the line, and press Enter."""
    await pilot.press("enter")
    app.screen._prompt.input.value = ""  # type: ignore[attr-defined]
    await type_(app, pilot, f"{text}\r")
    await pilot.pause()


def message(app: ClaimReader) -> str:
    return app.screen.query_one(KeyHints).render_line(0).text


async def test_a_title_is_corrected_and_seen_in_list_and_reader_and_undone(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await ask(app, pilot, "a.txt")
        await typed(app, pilot, "Right title")
        assert "Right title" in shown(app)
        assert "وصول قوات جديدة" in shown(app), "what the file says stands beside it"
        await pilot.press("escape")
        await until(pilot, lambda: "Right title" in shown(app))
        reader = await opened(app, pilot, "a.txt")
        assert "Right title" in shown(app).splitlines()[0]
        await pilot.press("u")
        assert "Right title" not in shown(app).splitlines()[0]
        assert reader.article.title == "وصول قوات جديدة"
        await pilot.press("r", "f3")
        await pilot.pause()
        assert isinstance(app.screen, ArticleDialog)
        await pilot.press("0")
        assert reader.article.title == "وصول قوات جديدة"
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "Right title" not in shown(app))


async def test_a_date_that_cannot_be_read_is_one_clear_line_and_stays_to_be_mended(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await ask(app, pilot, "a.txt")
        await pilot.press("j", "j")
        await typed(app, pilot, "31/02/2024")
        assert "can't be read as a date" in message(app)
        assert app.screen._prompt.asking  # type: ignore[attr-defined]
        assert not app.session.project.corrections
        await pilot.press("ctrl+u")
        await type_(app, pilot, "٣ تشرين الثاني ٢٠٢٣\r")
        assert app.session.project.corrections["a.txt"].published == "2023-11-03"
        await pilot.press("escape")
        app.screen.queries.ask(app.screen.queries.query._replace(order="published"))  # type: ignore[attr-defined]
        await until(pilot, lambda: names(app) == ["b.txt", "c.txt", "a.txt"])


async def test_an_address_is_one_of_the_web(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await ask(app, pilot, "a.txt")
        await pilot.press("j", "j", "j")
        await typed(app, pilot, "javascript:alert(1)")
        assert "no address of the web" in message(app)
        assert not app.session.project.corrections


async def test_an_article_set_aside_is_dim_counts_nowhere_and_is_passed_over_by_n(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        screen = screen_of(app)
        await until(pilot, lambda: app.session.corpus_progress.known)
        before = app.session.corpus_progress.total
        await ask(app, pilot, "b.txt")
        await pilot.press("x", "escape")
        place = names(app).index("b.txt")
        await until(pilot, lambda: screen._card(place).aside == "irrelevant")
        await until(pilot, lambda: app.session.corpus_progress.total < before)
        assert "irrelevant" in shown(app)
        reader = await opened(app, pilot, "a.txt")
        await pilot.press("home", "x", "n")
        await pilot.pause()
        assert reader.article.id == "c.txt"
        await pilot.press("u", "u")
        await pilot.press("escape")
        await until(pilot, lambda: app.session.corpus_progress.total == before)
        assert not app.session.project.corrections


async def test_a_duplicate_is_chosen_from_the_list_and_is_never_one_of_itself(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await ask(app, pilot, "b.txt")
        await pilot.press("d")
        await pilot.pause()
        assert "duplicate of ..." in shown(app), "the list says what is asked"
        await type_(app, pilot, "b.txt\r")
        await until(pilot, lambda: isinstance(app.screen, ArticleDialog))
        assert "no duplicate of itself" in message(app)
        await pilot.press("d")
        await pilot.pause()
        await type_(app, pilot, "c.txt\r")
        await until(pilot, lambda: "b.txt" in app.session.project.corrections)
        correction = app.session.project.corrections["b.txt"]
        assert (correction.set_aside, correction.duplicate_of) == ("duplicate", "c.txt")
        await pilot.press("escape")
        await until(pilot, lambda: "duplicate of" in shown(app))


async def test_the_board_shows_the_corrected_source(corpus: Path) -> None:
    made(corpus, tags=("claim",))
    async with library(corpus) as (app, pilot):
        await ask(app, pilot, "c.txt")
        await pilot.press("j")
        await typed(app, pilot, "Northern Agency")
        await pilot.press("escape", "g")
        await pilot.pause()
        await until(pilot, lambda: len(app.session.annotations.claim_index.find("source:northern")) == 1)


async def test_where_nothing_can_be_saved_the_dialog_does_not_open(corpus: Path) -> None:
    made(corpus)
    with open_store(corpus / "annotations.json", annotator="other"):
        async with library(corpus) as (app, pilot):
            await pilot.press("i")
            await pilot.pause()
            assert not isinstance(app.screen, ArticleDialog)
            assert "READ-ONLY" in shown(app)


@pytest.mark.parametrize("key", ["q", "i", "f3"])
async def test_the_keys_that_open_it_close_it(corpus: Path, key: str) -> None:
    async with library(corpus) as (app, pilot):
        await ask(app, pilot, "a.txt")
        await pilot.press(key)
        await pilot.pause()
        assert not isinstance(app.screen, ArticleDialog)


async def test_the_author_that_a_file_names_is_shown_and_stays_the_file_s(corpus: Path) -> None:
    (corpus / "a.txt").write_text("---\nauthor: سعاد\u001b العلي\n---\nوصول قوات جديدة\n\nقال المتحدث ذلك.\n")
    async with library(corpus) as (app, pilot):
        await ask(app, pilot, "a.txt")
        assert "author" in shown(app)
        assert "\u001b" not in shown(app)
        await pilot.press("j", "j", "j", "j", "enter")
        assert "can't be changed here" in message(app)
        await pilot.press("0", "escape")
        assert not app.session.project.corrections
        await ask(app, pilot, "b.txt")
        assert "author" not in shown(app)


async def test_a_damaged_text_is_repaired_by_one_key_seen_at_once_and_taken_back(tmp_path: Path) -> None:
    good = "قال الوزير إن القوات وصلت إلى الميناء.\nونفت موسكو ذلك.\n"
    damaged = "".join(bytes([byte]).decode("cp1256") for byte in good.encode())
    (tmp_path / "a.txt").write_text(damaged, encoding="utf-8")
    (tmp_path / "b.txt").write_text("خبر سليم.\n", encoding="utf-8")
    async with library(tmp_path) as (app, pilot):
        await until(pilot, lambda: "1 problem" in shown(app))
        await ask(app, pilot, "a.txt")
        await until(pilot, lambda: "looks damaged" in shown(app))
        assert "قال الوزير" in shown(app), "the first line as it would be"
        await pilot.press("t")
        await until(pilot, lambda: "repaired: UTF-8 as Windows-1256" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: "1 problem" not in shown(app) and "قال الوزير" in shown(app))
        reader = await opened(app, pilot, "a.txt")
        assert reader.article.text == good
        await pilot.press("c")
        await until(pilot, lambda: len(app.session.annotations.pending.list("a.txt")) == 1)
        await pilot.press("u")
        await until(pilot, lambda: not app.session.annotations.pending.list("a.txt"))
        await pilot.press("u")
        await until(pilot, lambda: reader.article.text == damaged)
        await pilot.press("r")
        await until(pilot, lambda: reader.article.text == good)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, ArticleDialog))
        await pilot.press("t")
        await until(pilot, lambda: reader.article.text == damaged)


async def test_a_good_text_has_no_row_of_its_own_and_the_key_says_so(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await ask(app, pilot, "a.txt")
        assert len(app.screen._fields) == 7  # type: ignore[attr-defined]
        await pilot.press("t")
        assert "nothing in the text looks damaged" in message(app)
