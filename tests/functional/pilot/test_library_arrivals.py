"""Files come, change and go while the library is open (--watch): said in the top line, and nothing moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from library_pilot import Use, closing, names, screen_of, shown, until

from annotations.composition import Project
from tui.app import ClaimReader
from tui.screens.reader.screen import ReaderScreen


def write(folder: Path, name: str, title: str, text: str = "نص الخبر هنا.") -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"{title}\n\n{text}\n", encoding="utf-8")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Forty articles with room between their names."""
    for number in range(10, 50):
        write(tmp_path / "corpus", f"{number}.txt", f"خبر رقم {number}")
    return tmp_path / "corpus"


@asynccontextmanager
async def watched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[ClaimReader, Use]]:
    """Open a folder as with --watch; what the system would say, a test says by `came`."""
    monkeypatch.setattr("annotations.corpus.arrivals.arrivals", lambda roots, has_ended: iter(()))
    app = ClaimReader(Project([folder]))
    app.session.watch()
    async with closing(app), app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: not screen_of(app).indexing.running and app.session.annotations.loaded)
        yield app, pilot


async def came(app: ClaimReader, pilot: Use, restless: frozenset[str] = frozenset()) -> None:
    arriving = screen_of(app)._arriving
    assert arriving is not None
    arriving.note(restless)
    await until(pilot, lambda: not (arriving.waits or screen_of(app).indexing.running))


def in_sight(app: ClaimReader) -> tuple[str, int]:
    """Return the article under the cursor and its row on the screen."""
    library = screen_of(app)
    return app.session.listing[library.articles.cursor].id, library.articles.cursor - library.articles.top


async def test_what_came_is_counted_and_listed_when_a_key_asks(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(many, monkeypatch) as (app, pilot):
        await pilot.press(*"jjjjjjjjjj")
        before, rows = in_sight(app), shown(app).splitlines()[2:15]
        assert before == ("20.txt", 10)
        for number in range(12):
            write(many, f"00-{number}.txt", f"جديد {number}")
        await came(app, pilot)
        assert "12 new (n)" in shown(app)
        assert "40 articles" in shown(app)
        assert shown(app).splitlines()[2:15] == rows
        await pilot.press("n")
        await until(pilot, lambda: len(app.session.listing) == 52)
        assert in_sight(app) == before
        assert shown(app).splitlines()[2:15] == rows
        assert "new (n)" not in shown(app)
        await pilot.press("home")
        await pilot.pause()
        assert "جديد 0" in shown(app)


async def test_a_changed_article_stays_at_its_place_with_its_new_title(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(many, monkeypatch) as (app, pilot):
        write(many, "12.txt", "عنوان آخر")
        await came(app, pilot)
        assert names(app)[2] == "12.txt"
        assert "عنوان آخر" in shown(app)
        assert "new (n)" not in shown(app)
        await pilot.press("j", "j", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ReaderScreen)
        assert app.screen.article.id == "12.txt"


async def test_a_removed_article_leaves_when_a_key_asks(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(many, monkeypatch) as (app, pilot):
        await pilot.press(*"jjjjj")
        (many / "11.txt").unlink()
        (many / "30.txt").unlink()
        await came(app, pilot)
        assert len(app.session.listing) == 40
        assert in_sight(app) == ("15.txt", 5)
        assert "this article is gone since it was listed" in shown(app)
        assert "2 gone (n)" in shown(app)
        await pilot.press("n")
        await until(pilot, lambda: len(app.session.listing) == 38)
        assert in_sight(app)[0] == "15.txt"
        assert "gone (n)" not in shown(app)


async def test_filter_and_order_stay(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(many, "30.txt", "الجسر القديم")
    async with watched(many, monkeypatch) as (app, pilot):
        await pilot.press("slash", *"الجسر", "enter")
        await until(pilot, lambda: names(app) == ["30.txt"])
        write(many, "60.txt", "الجسر الجديد")
        write(many, "61.txt", "غيره")
        await came(app, pilot)
        assert names(app) == ["30.txt"]
        assert "2 new (n)" in shown(app)
        await pilot.press("n")
        await until(pilot, lambda: sorted(names(app)) == ["30.txt", "60.txt"])
        assert in_sight(app)[0] == "30.txt"
        assert "new (n)" not in shown(app)


async def test_an_open_article_stays_as_it_is(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(many, monkeypatch) as (app, pilot):
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: "related" in shown(app))  # found in the pause behind the key
        before = shown(app)
        write(many, "00.txt", "جديد")
        write(many, "13.txt", "عنوان آخر")
        await came(app, pilot)
        assert shown(app) == before
        await pilot.press("escape")
        await pilot.pause()
        assert in_sight(app) == ("12.txt", 2)
        assert "1 new (n)" in shown(app)


async def test_what_is_ours_or_still_being_written_is_not_new(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(many, monkeypatch) as (app, pilot):
        (many / "claims.jsonl").write_text('{"schema":"claimreader/1"}\n', encoding="utf-8")
        write(many, "60.txt", "نصف خبر")
        await came(app, pilot, frozenset({str(many / "60.txt")}))
        assert "new (n)" not in shown(app)
        await came(app, pilot)
        assert "1 new (n)" in shown(app)


async def test_files_that_come_one_after_the_other_add_up(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(many, monkeypatch) as (app, pilot):
        write(many, "60.txt", "واحد")
        await came(app, pilot)
        write(many, "61.txt", "اثنان")
        write(many, "60.txt", "واحد، من جديد")
        await came(app, pilot)
        assert "2 new (n)" in shown(app)
        (many / "60.txt").unlink()
        await came(app, pilot)
        assert "1 new (n)" in shown(app)


async def test_a_broken_file_is_a_problem_below_the_articles(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(many, monkeypatch) as (app, pilot):
        (many / "bad.txt").write_bytes(b"%PDF-1.7 \x00\x01")
        await came(app, pilot)
        assert "1 problem" in shown(app)


async def test_without_watch_the_key_says_how(many: Path) -> None:
    app = ClaimReader(Project([many]))
    async with closing(app), app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: not screen_of(app).indexing.running)
        await pilot.press("n")
        await pilot.pause()
        assert "--watch" in shown(app)
