"""What the library's workers do never stops a key, and what goes wrong in one is said, once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from library_pilot import library, screen_of, shown, until
from sample_corpus import NAME, samples, say, stored

from annotations.corpus import indexing
from annotations.services import reanchoring
from tui.session.article_repository import ArticleRepository


async def test_keys_work_while_annotations_move_with_their_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = samples(tmp_path / "news")
    say(folder / "annotations.json", "analyst-1", [(number, ("claim",)) for number in range(3, 9)])
    text = (folder / NAME).read_text(encoding="utf-8")
    (folder / NAME).write_text("عاجل: خبر أُضيف.\n\n" + text, encoding="utf-8")
    begun, go_on, follow = threading.Event(), threading.Event(), reanchoring.relocate

    def slow(*args: Any, **options: Any) -> Any:
        begun.set()
        assert go_on.wait(60)
        return follow(*args, **options)

    monkeypatch.setattr(reanchoring, "relocate", slow)
    async with library(folder, settled=False) as (app, pilot):
        try:
            await until(pilot, begun.is_set)
            before = screen_of(app).articles.cursor
            await pilot.press("j", "enter")
            await pilot.press("c")
            assert screen_of(app).articles.cursor == before + 1
            assert "claims 1" in shown(app), "also what is tagged meanwhile is saved"
            assert "moved with the text" not in shown(app)
        finally:
            go_on.set()
        await until(pilot, lambda: "6 annotations moved with the text" in shown(app))
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    for one in stored(folder / "annotations.json"):
        target = one["target"]
        assert texts[one["article"]["id"]][target["start"] : target["end"]] == target["quote"]


async def test_a_tag_that_comes_between_does_not_stop_the_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was prepared from an older revision is prepared once more."""
    folder = samples(tmp_path / "news")
    say(folder / "annotations.json", "analyst-1", [(4, ("claim",)), (5, ("claim",))])
    text = (folder / NAME).read_text(encoding="utf-8")
    (folder / NAME).write_text("عاجل.\n\n" + text, encoding="utf-8")
    timestamp, noted = reanchoring.timestamp, []

    async with library(folder, settled=False) as (app, pilot):

        def between() -> str:
            """Before the store is asked for anything; then the first that was asked for changes behind it."""
            if not noted:
                noted.append(True)
                get, store = app.session.annotations.store.get, app.session.annotations.store

                def changing(uuid: str) -> Any:
                    found = get(uuid)
                    if len(noted) == 1:
                        noted.append(True)
                        put = reanchoring.msgspec.structs.replace(found, note="ملاحظة")
                        store.apply([reanchoring.Change(uuid, found.rev, put)], by="analyst-1")
                    return found

                monkeypatch.setattr(store, "get", changing)
            return timestamp()

        monkeypatch.setattr(reanchoring, "timestamp", between)
        await until(pilot, lambda: "2 annotations moved with the text" in shown(app))
    assert sorted(one["note"] for one in stored(folder / "annotations.json")) == ["", "ملاحظة"]


async def test_an_error_while_indexing_is_said_once_and_stands_below_the_articles(
    corpus: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise RuntimeError("برهان")

    monkeypatch.setattr(indexing, "update", broken)
    async with library(corpus) as (app, pilot):
        await until(pilot, lambda: "this should not have happened" in shown(app))
        assert "3 articles" in shown(app), "they can be read all the same"
        said = shown(app).count("RuntimeError")
        await pilot.press("j")
        await pilot.pause()
        assert 0 < shown(app).count("RuntimeError") < said, "the row below the articles, not the message"
        assert "1 problem" in shown(app)
    assert "in broken" in (home / "crash.txt").read_text(encoding="utf-8")


async def test_an_error_while_listing_is_said_once_and_the_list_stays(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with library(corpus) as (app, pilot):

        def broken(*_: object) -> object:
            raise RuntimeError("برهان")

        monkeypatch.setattr(ArticleRepository, "listing", broken)
        await pilot.press("s")
        await until(pilot, lambda: "this should not have happened" in shown(app))
        assert "3 articles" in shown(app)
        await pilot.press("j")
        screen_of(app).queries.ask(screen_of(app).queries.query)
        await until(pilot, lambda: not screen_of(app).queries.busy)
        assert "this should not have happened" not in shown(app)
        monkeypatch.undo()
        await pilot.press("s")
        await until(pilot, lambda: "newest" in shown(app) or "by title" in shown(app))
