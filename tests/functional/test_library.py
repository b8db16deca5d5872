"""The library as it is used: filter, sort, index, stop, come back; by keys in a Textual pilot."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from terminal import logical
from textual.pilot import Pilot

from annotations.corpus import indexing
from annotations.corpus.index import Index
from annotations.corpus.progress import Progress
from annotations.project import Project
from tui.app import ClaimReader
from tui.catalogue import ORDERS
from tui.screens.library import Library
from tui.widgets.article_list import ArticleList
from tui.widgets.bidi_input import BidiInput

Use = Pilot[None]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CLAIMREADER_ANNOTATOR", "analyst-1")
    return tmp_path / "home"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three articles that differ in date, title and words."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, title, day, body in (
        (
            "a.txt",
            "وصول قوات جديدة",
            "2 أكتوبر 2024",
            "قال المتحدث إن السفينة غادرت الميناء. وأضاف أنها عادت.",
        ),
        (
            "b.txt",
            "اجتماع في العاصمة",
            "5 أكتوبر 2024",
            "أعلن الوزير أن أوكرانيا تنتظر. ولم يحدد موعدا للقوات.",
        ),
        (
            "c.txt",
            "باب الأخبار العاجلة",
            "1 أكتوبر 2024",
            "ذكرت الوكالة أن الجسر أغلق. وسيفتح غدا أمام الناس.",
        ),
    ):
        (folder / name).write_text(f"{title}\n\n{day}\n\n{body}\n", encoding="utf-8")
    return folder


@asynccontextmanager
async def library(*roots: Path, settled: bool = True) -> AsyncIterator[tuple[ClaimReader, Use]]:
    app = ClaimReader(Project(list(roots)))
    try:
        async with app.run_test(size=(120, 30)) as pilot:
            if settled:
                await until(pilot, lambda: not screen_of(app).indexing and app.desk.loaded)
            yield app, pilot
    finally:
        app.desk.catalogue.close()
        app.desk.project.close()


async def until(pilot: Use, true: Callable[[], bool]) -> None:
    for _ in range(600):
        await pilot.pause(0.02)
        if true() and not pilot.app.screen_stack[0].busy:  # type: ignore[attr-defined]  # the library's
            await pilot.pause()
            return
    raise AssertionError(f"it did not come about:\n{shown(pilot.app)}")


def screen_of(app: object) -> Library:
    screen = app.screen_stack[0]  # type: ignore[attr-defined]
    assert isinstance(screen, Library)
    return screen


def shown(app: object) -> str:
    """The screen's rows as cells, and once more with their Arabic in reading order."""
    rows = [strip.text for strip in app.screen._compositor.render_strips()]  # type: ignore[attr-defined]
    return "\n".join([*rows, *map(logical, rows)])


def names(app: ClaimReader) -> list[str]:
    return [entry.id for entry in app.desk.entries]


async def test_typing_filters_by_words_of_title_and_text_in_any_spelling(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        assert names(app) == ["a.txt", "b.txt", "c.txt"]
        await pilot.press("slash", *"اوكرانيا")
        await until(pilot, lambda: names(app) == ["b.txt"])
        assert "1 hit" in shown(app)
        await pilot.press(*["backspace"] * 8, *"قوات")  # inside a word of b, too
        await until(pilot, lambda: names(app) == ["a.txt", "b.txt"])
        assert "2 hits" in shown(app)
        await pilot.press("enter")
        assert isinstance(app.focused, ArticleList)
        await pilot.press("j", "enter")
        await pilot.pause()
        assert "أوكرانيا تنتظر" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert names(app) == ["a.txt", "b.txt"]  # the filter is kept while an article is read
        await pilot.press("escape")
        await until(pilot, lambda: len(app.desk.entries) == 3)
        assert not screen_of(app).query(BidiInput)
        assert screen_of(app).articles.cursor == 1  # still on b
        assert "3 articles" in shown(app)


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
        await until(pilot, lambda: not app.desk.entries)
        assert "Esc shows all articles again" in shown(app)
        await pilot.press("enter", "j", "enter", "end", "s")
        await pilot.pause()
        assert app.screen is screen_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.desk.entries) == 3)


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
            "file": ["a.txt", "b.txt", "c.txt"],
        }
        for order, expected in orders.items():
            await pilot.press("s")
            await until(pilot, lambda expected=expected, order=order: screen_of(app)._shown.order == order)
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
        assert app.desk.entries.indexed
        assert "1/3" in shown(app)
        read = app.desk._articles.keys()
        assert [entry.id for entry in read] == ["a.txt"]  # the preview's


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
        assert "1 not readable" in shown(app)
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

    def held(index: Index) -> Iterator[Progress]:
        for progress in update(index):
            yield progress
            if progress.articles >= 300:
                assert goes_on.wait(60)

    monkeypatch.setattr(indexing, "_STEP", 0.0)
    monkeypatch.setattr(indexing, "_ARTICLES", 50)
    monkeypatch.setattr("tui.screens.shelving._RELIST", 0.0)
    monkeypatch.setattr(indexing, "update", held)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1200):
        (folder / f"{number:04}.txt").write_text(f"خبر رقم {number}\n\nنص الخبر هنا.\n", encoding="utf-8")
    async with library(folder, settled=False) as (app, pilot):
        await until(pilot, lambda: len(app.desk.entries) > 200)
        assert "of 1,200 files" in shown(app)
        assert "Esc stops" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "خبر رقم 0" in shown(app)  # read while it is being indexed
        await pilot.press("escape", "escape")
        goes_on.set()
        await app.workers.wait_for_complete()
        some = len(app.desk.entries)
        assert 0 < some < 1200
    async with library(folder) as (app, pilot):
        assert len(app.desk.entries) == 1200
        await pilot.press("end")
        await pilot.pause()
        assert "خبر رقم 1199" in shown(app)


async def test_records_of_one_file_are_articles_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    rows = [{"id": f"r{number}", "title": f"عنوان {number}", "text": "نص هنا."} for number in range(50)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    async with library(path) as (app, pilot):
        assert len(app.desk.entries) == 50
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "عنوان 49" in shown(app)


async def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setattr("tui.catalogue.cache_folder", lambda: blocked / "below")
    async with library(corpus) as (app, pilot):
        assert app.desk.catalogue.temporary
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
        await pilot.pause()
        assert sorted(set(drawn)) == [0, 1]
        assert len(drawn) == 2
        statements: list[str] = []
        app.desk.catalogue.index._connection.set_trace_callback(statements.append)
        await pilot.press("pagedown")
        await pilot.pause()
        assert len(statements) <= 2
        assert len(drawn) <= 2 + screen_of(app).articles.size.height
