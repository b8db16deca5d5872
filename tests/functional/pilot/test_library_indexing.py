"""The library while it is being indexed and after: large corpora, changed, damaged and unreadable ones."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from library_pilot import at_rest, library, names, screen_of, shown, until

from annotations.corpus import indexing
from annotations.corpus.index import Index
from annotations.corpus.progress import IndexingProgress
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.article_list import ArticleList


async def test_the_second_start_notices_what_came_changed_and_went(corpus: Path) -> None:
    async with library(corpus):
        pass
    (corpus / "a.txt").unlink()
    (corpus / "b.txt").write_text("عنوان آخر\n\nنص آخر تماما.\n", encoding="utf-8")
    (corpus / "d.txt").write_text("خبر رابع\n\nنص رابع.\n", encoding="utf-8")
    async with library(corpus) as (app, _):
        assert names(app) == ["b.txt", "c.txt", "d.txt"]
        assert "عنوان آخر" in shown(app)


async def test_what_cannot_be_read_stands_below_the_articles_once(corpus: Path) -> None:
    (corpus / "bad.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    async with library(corpus) as (app, pilot):
        assert names(app) == ["a.txt", "b.txt", "c.txt"]
        assert "1 problem" in shown(app)
        await pilot.press("end")
        await pilot.pause()
        assert "bad.txt: not text: a PDF" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is screen_of(app)


async def test_a_large_corpus_fills_up_while_it_is_indexed_stops_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    update = indexing.update

    def held(index: Index) -> Iterator[IndexingProgress]:
        for progress in update(index):
            yield progress
            if progress.articles >= 300:
                assert goes_on.wait(60)

    monkeypatch.setattr(indexing, "_STEP", 0.0)
    monkeypatch.setattr(indexing, "_ARTICLES", 50)
    monkeypatch.setattr("tui.screens.library.workers._RELIST", 0.0)
    monkeypatch.setattr(indexing, "update", held)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1200):
        (folder / f"{number:04}.txt").write_text(f"خبر رقم {number}\n\nنص الخبر هنا.\n", encoding="utf-8")
    async with library(folder, settled=False) as (app, pilot):
        await until(pilot, lambda: len(app.session.listing) > 200)
        assert "of 1,200 files" in shown(app)
        assert "Esc stops" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "خبر رقم 0" in shown(app)  # read while it is being indexed
        await pilot.press("escape", "escape")
        goes_on.set()
        await app.workers.wait_for_complete()
        some = len(app.session.listing)
        assert 0 < some < 1200
    async with library(folder) as (app, pilot):
        assert len(app.session.listing) == 1200
        await pilot.press("end")
        await pilot.pause()
        assert "خبر رقم 1199" in shown(app)


async def test_records_of_one_file_are_articles_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    rows = [{"id": f"r{number}", "title": f"عنوان {number}", "text": "نص هنا."} for number in range(50)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    async with library(path) as (app, pilot):
        assert len(app.session.listing) == 50
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "عنوان 49" in shown(app)


async def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setattr("annotations.corpus.article_index.cache_folder", lambda: blocked / "below")
    async with library(corpus) as (app, pilot):
        assert app.session.articles.article_index.temporary
        await pilot.press("slash", *"الجسر")
        await until(pilot, lambda: names(app) == ["c.txt"])


async def test_a_damaged_index_is_made_anew(corpus: Path, home: Path) -> None:
    async with library(corpus):
        pass
    (path,) = home.glob("corpus-*.sqlite")
    path.write_bytes(path.read_bytes()[:5000] + b"\xff" * 20_000)
    async with library(corpus) as (app, _):
        assert names(app) == ["a.txt", "b.txt", "c.txt"]


async def test_a_key_draws_only_what_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:04}.txt").write_text(f"خبر رقم {number}\n\nنص.\n", encoding="utf-8")
    async with library(folder) as (app, pilot):
        drawn: list[int] = []
        row = ArticleList.row
        monkeypatch.setattr(
            ArticleList, "row", lambda self, number: drawn.append(number) or row(self, number)
        )
        await pilot.press("j")
        await at_rest(pilot)  # what the start still has to draw
        drawn.clear()
        await pilot.press("j")
        await until(pilot, lambda: len(drawn) >= 2)
        assert sorted(drawn) == [1, 2]
        statements: list[str] = []
        app.session.articles.index._connection.set_trace_callback(statements.append)
        await pilot.press("pagedown")
        await until(pilot, lambda: len(drawn) > 2)
        assert len(statements) <= 2
        assert len(drawn) <= 2 + screen_of(app).articles.size.height


@pytest.mark.parametrize("words", ["الجسر", "كلمة ليست هنا"])
async def test_enter_behind_a_filter_waits_for_what_is_indexed_later(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    goes_on = threading.Event()
    update = indexing.update

    def held(index: Index) -> Iterator[IndexingProgress]:
        assert goes_on.wait(60)
        yield from update(index)

    monkeypatch.setattr(indexing, "update", held)
    async with library(corpus, settled=False) as (app, pilot):
        await until(pilot, lambda: app.session.annotations.loaded)
        await pilot.press("slash", *words, "enter", "enter")
        await pilot.pause()
        assert app.screen is screen_of(app)
        goes_on.set()
        if words == "الجسر":
            await until(pilot, lambda: isinstance(app.screen, ReaderScreen))
            assert app.session.article(0) is app.screen.article
        else:
            await until(pilot, lambda: not screen_of(app).indexing.running)
            await pilot.press("escape")
            await until(pilot, lambda: len(names(app)) == 3)
            assert app.screen is screen_of(app), "the key was for another list"
