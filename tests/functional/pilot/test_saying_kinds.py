"""What a line is, said by a key and taken back by another: the reader, the details, the counts everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import site_pages
from library_pilot import library, screen_of, shown, until
from reader_pilot import panel
from terminal import logical

from annotations.model.article import sentence_at
from annotations.model.side_records import FIXED, LINES
from tui.app import ClaimReader
from tui.screens.dialogs.line_kind import LineKindDialog
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.bars import KeyHints

AMID = site_pages.NOON.amid
PAGES = site_pages.pages(9, (site_pages.NOON,))


def write(folder: Path, count: int) -> None:
    for number, page in enumerate(PAGES[:count]):
        record = {"id": f"p{number}", "text": page.text, "url": f"https://{page.host}/{number}"}
        (folder / f"{number}.json").write_text(json.dumps(record), encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of nine pages of one site."""
    folder = tmp_path / "site"
    folder.mkdir()
    write(folder, 9)
    return folder


async def opened(app: ClaimReader, pilot: object, name: str = "p0") -> ReaderScreen:
    """Open an article at the line amid its story that its source repeats."""
    place = next(at for at, entry in enumerate(app.session.listing) if entry.id == name)
    await app.open_article(place)
    await pilot.pause()  # type: ignore[attr-defined]
    reader = app.screen
    assert isinstance(reader, ReaderScreen)
    reader.navigation.go(sentence_at(reader.article, reader.article.text.index(AMID)))
    await pilot.pause()  # type: ignore[attr-defined]
    return reader


def message(app: ClaimReader) -> str:
    return app.screen.query_one(KeyHints).render_line(0).text


def counts(app: ClaimReader, name: str = "p0") -> int:
    """Return how many sentences of an article count in the library's row."""
    rows = (app.session.listing.row(place) for place in range(len(app.session.listing)))
    return next(row.sentences for row in rows if row is not None and row.entry.id == name)


async def test_the_details_say_on_how_many_pages_a_line_stands(site: Path) -> None:
    async with library(site) as (app, pilot):
        reader = await opened(app, pilot)
        assert reader.article.sentences[reader.view.cursor].kind == "repeated"
        pages = sum(AMID in page.text for page in PAGES)
        said = " ".join(panel(app).split())
        assert f"on {pages} of 9 pages of this source" in said
        reader.navigation.go(reader.view.cursor - 1)
        await pilot.pause()
        assert "pages of this source" not in " ".join(panel(app).split())


async def test_a_wrong_guess_costs_z_and_a_digit_and_undo_takes_it_back(site: Path) -> None:
    async with library(site) as (app, pilot):
        reader = await opened(app, pilot)
        cursor, before = reader.view.cursor, app.context.progress(reader.article)
        listed = counts(app)
        assert listed == before.total
        await pilot.press("z", "1")
        assert app.screen is reader
        assert "text in this article; u takes it back" in message(app)
        assert not reader.article.units[cursor].boilerplate
        assert app.context.progress(reader.article).total == before.total + 1 == counts(app)
        assert f"decided 0/{before.total + 1}" in shown(app)
        assert "text here" in panel(app)
        await pilot.press("u")
        assert reader.article.units[cursor].boilerplate
        assert f"decided 0/{before.total}" in shown(app)
        assert "what a line is" in shown(app)
        await pilot.press("r")
        assert f"decided 0/{before.total + 1}" in shown(app)


async def test_what_is_no_furniture_any_more_is_not_dimmed(site: Path) -> None:
    def looks(reader: ReaderScreen) -> set[str]:
        """Return the styles of the line's letters, the cursor elsewhere."""
        strips = map(reader.view.render_line, range(reader.view.size.height))
        (strip,) = (strip for strip in strips if AMID in logical(strip.text))
        return {str(segment.style) for segment in strip if segment.text.strip()}

    async with library(site) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("k")
        dimmed = looks(reader)
        await pilot.press("j", "z", "1", "k")
        assert looks(reader) != dimmed
        await pilot.press("u", "home")
        assert looks(reader) == dimmed


async def test_a_word_for_the_source_changes_all_counts_of_the_library_at_once(site: Path) -> None:
    async with library(site) as (app, pilot):
        await until(pilot, lambda: app.session.corpus_progress.known)
        before = app.session.corpus_progress.total
        await opened(app, pilot)
        one = counts(app, "p1")
        await pilot.press("z", "3", "escape")
        pages = sum(AMID in page.text for page in PAGES)
        await until(pilot, lambda: app.session.corpus_progress.total == before + pages)
        assert counts(app, "p1") == one + 1
        await pilot.press("u")
        await until(pilot, lambda: app.session.corpus_progress.total == before)
        assert counts(app, "p1") == one
        assert not app.session.annotations.pending.records(LINES)


async def test_text_that_is_furniture_is_dimmed_passed_over_and_its_annotation_stays(site: Path) -> None:
    async with library(site) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("k", "c")
        start, total = reader.view.cursor, app.context.progress(reader.article).total
        assert f"decided 1/{total}" in shown(app)
        await pilot.press("z", "2")
        assert reader.article.units[start].boilerplate
        assert len(reader.view.group) == 1, "it is annotated still"
        line = reader.article.line_names[start]
        fewer = sum(name == line for name in reader.article.line_names)
        assert f"decided 0/{total - fewer}" in shown(app)
        await pilot.press("f")
        assert reader.view.cursor != start, "hidden boilerplate has no cursor"
        await pilot.press("f", "u")
        assert f"decided 1/{total}" in shown(app)


async def test_what_becomes_furniture_while_boilerplate_is_hidden_leaves_the_view(site: Path) -> None:
    async with library(site) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("f", "n")
        start = reader.view.cursor
        words = reader.article.text[reader.article.units[start].start :][:20]
        assert words in shown(app)
        await pilot.press("z", "2")
        assert reader.view.cursor != start
        assert words not in shown(app)
        await pilot.press("u")
        assert words in shown(app)


async def test_the_dialog_says_what_holds_and_closes_with_each_of_its_ways_out(site: Path) -> None:
    async with library(site) as (app, pilot):
        reader = await opened(app, pilot)
        for key in ("z", "escape", "q"):
            await pilot.press("z")
            assert isinstance(app.screen, LineKindDialog)
            assert "noon.example" in shown(app)
            assert AMID in shown(app)
            await pilot.press(key)
            assert app.screen is reader
        await pilot.press("z", "0")
        assert "nobody has said anything of this line" in message(app)
        await pilot.press("1", "z")
        assert "[x] 1 text here" in shown(app)
        await pilot.press("1")
        assert "that is so already" in message(app)
        await pilot.press("j", "j", "j", "j", "enter")
        assert app.screen is reader
        assert "as the program finds it" in message(app)
        assert reader.article.units[reader.view.cursor].boilerplate


async def test_an_open_article_follows_the_corpus_without_a_key(site: Path) -> None:
    for file in sorted(site.glob("*.json"))[3:]:
        file.unlink()
    async with library(site) as (app, pilot):
        reader = await opened(app, pilot)
        total = app.context.progress(reader.article).total
        assert f"decided 0/{total}" in shown(app)
        write(site, 9)
        screen_of(app).indexing.start()
        await until(pilot, lambda: not screen_of(app).indexing.running)
        await until(pilot, lambda: reader.article.units[reader.view.cursor].boilerplate)
        fewer = app.context.progress(reader.article).total
        assert fewer < total
        await until(pilot, lambda: f"decided 0/{fewer}" in shown(app))


async def test_the_first_decision_fixes_what_is_repeated_and_the_corpus_may_grow(site: Path) -> None:
    for file in sorted(site.glob("*.json"))[3:]:
        file.unlink()
    async with library(site) as (app, pilot):
        reader = await opened(app, pilot)
        assert not reader.article.units[reader.view.cursor].boilerplate, "three pages prove nothing"
        total = app.context.progress(reader.article).total
        await pilot.press("0")
        write(site, 9)
        screen_of(app).indexing.start()
        await until(pilot, lambda: not screen_of(app).indexing.running)
        assert app.context.progress(reader.article).total == total == counts(app)
        assert f"decided 1/{total}" in shown(app)
        assert counts(app, "p1") < app.session.articles.corpus.read(app.session.listing[1]).counted + 1
        await pilot.press("u")
        assert counts(app) < total, "nothing is decided there any more"
        assert f"decided 0/{counts(app)}" in shown(app)
        await pilot.press("0")
        (fixed,) = app.session.annotations.pending.records(FIXED)
        assert fixed.article.id == "p0"
