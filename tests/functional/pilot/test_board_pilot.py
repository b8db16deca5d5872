"""What a key costs on a large board, and what deleting does to links, in a Textual pilot."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from library_pilot import library, shown, until
from msgspec.structs import replace
from sample_claims import ME, articles, corpus_with_claims
from sample_corpus import samples

from annotations.model.records import (
    Annotation,
    ArticleRef,
    Link,
    new_uuid,
    target_for,
    timestamp,
    to_document,
)
from annotations.store.base import Change
from tui.app import ClaimReader
from tui.screens.board.screen import BoardScreen
from tui.screens.board.sides import SidesScreen
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.cursor_list import CursorList

MANY = 10_000


def large(folder: Path) -> None:
    """Make a database of many annotations, as another program would write it."""
    samples(folder)
    known, now, documents = list(articles(folder).values()), timestamp(), {}
    for number in range(MANY):
        article = known[number % len(known)]
        unit = article.units[number % len(article.units)]
        one = Annotation(
            uuid=new_uuid(),
            article=ArticleRef(article.id, article.sha256),
            target=target_for(article.text, unit.start, unit.end, number % len(article.units)),
            tags=("claim", "event") if number % 3 else ("claim",),
            note=f"number{number}",
            annotator=ME,
            created=now,
            updated=now,
        )
        documents[str(number + 1)] = to_document(one)
    (folder / "annotations.json").write_text(json.dumps({"_default": documents}), encoding="utf-8")


def board_of(app: ClaimReader) -> BoardScreen:
    assert isinstance(app.screen, BoardScreen)
    return app.screen


def count_rows(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Count which rows are drawn."""
    drawn: Counter[int] = Counter()
    draw = CursorList.row

    def counting(self: CursorList, number: int) -> object:
        drawn[number] += 1
        return draw(self, number)

    monkeypatch.setattr(CursorList, "row", counting)
    return drawn


async def test_a_key_draws_only_the_rows_that_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large(tmp_path / "news")
    async with library(tmp_path / "news") as (app, pilot):
        await pilot.press("g")
        board = board_of(app)
        assert len(board.rows) > 0  # it can be used before all is read
        await until(pilot, lambda: board.claims.index.complete and not board.claims.finder.busy)
        assert len(board.rows) == MANY
        drawn = count_rows(monkeypatch)
        for key, rows in (("j", {0, 1}), ("j", {1, 2}), ("k", {1, 2}), ("space", {1, 2}), ("1", {1})):
            drawn.clear()
            await pilot.press(key)
            await pilot.pause()
            assert set(drawn) == rows, key
        drawn.clear()
        await pilot.press("end")
        await pilot.pause()
        assert len(drawn) <= board.rows.size.height + 2
        assert board.rows.cursor == MANY - 1


async def test_typing_a_filter_waits_for_nothing_and_the_last_one_counts(tmp_path: Path) -> None:
    large(tmp_path / "news")
    async with library(tmp_path / "news") as (app, pilot):
        await pilot.press("g", "slash", *"number99")
        board = board_of(app)

        def only(note: str) -> bool:
            one = board.claims.at_cursor()
            found = not board.claims.finder.busy and len(board.rows) == 1
            return found and one is not None and one.note == note

        await until(pilot, lambda: board.claims.index.complete and only("number99"))
        await pilot.press("9", "9", "enter", "s")
        await until(pilot, lambda: only("number9999"))
        await pilot.press("escape")
        await until(pilot, lambda: not board.claims.finder.busy and len(board.rows) == MANY)


async def test_deleting_in_the_reader_takes_the_links_of_other_articles_and_undo_brings_all_back(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "news"
    first, *others = corpus_with_claims(folder)
    async with library(folder) as (app, pilot):
        linked = []
        for one in others[1:]:
            current = app.session.annotations.pending.get(one.uuid)
            assert current is not None
            linked.append(replace(current, links=(Link("updates", first.uuid), Link("repeats", one.uuid))))
        assert app.context.save(None, [Change(one.uuid, one.rev, one) for one in linked])
        await pilot.press("g", "enter")
        assert isinstance(app.screen, ReaderScreen)
        assert app.screen.state.current is not None
        assert app.screen.state.current.uuid == first.uuid
        await pilot.press("d")
        assert app.session.annotations.pending.get(first.uuid) is None
        assert not app.session.annotations.pending.linking(first.uuid)
        for one in linked:
            after = app.session.annotations.pending.get(one.uuid)
            assert after is not None
            assert after.links == (Link("repeats", one.uuid),)
        await pilot.press("u")
        assert len(app.session.annotations.pending.linking(first.uuid)) == len(linked)
        await pilot.press("c")  # takes the last tags away, and so deletes, too
        assert app.session.annotations.pending.get(first.uuid) is None
        assert not app.session.annotations.pending.linking(first.uuid)
        await pilot.press("u")
        assert len(app.session.annotations.pending.linking(first.uuid)) == len(linked)


async def test_g_from_a_reader_that_the_board_opened_goes_back_to_the_board(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    corpus_with_claims(folder)
    async with library(folder) as (app, pilot):
        await pilot.press("g", "j", "j", "enter", "g", "j")
        assert board_of(app).rows.cursor == 3
        assert len(app.screen_stack) == 2
        await pilot.press("enter", "3", "escape")
        one = board_of(app).claims.at_cursor()
        assert one is not None
        assert "blame" in one.tags  # as the reader left it


async def test_what_the_board_changes_is_seen_in_the_reader_below_it(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    corpus_with_claims(folder)
    async with library(folder) as (app, pilot):
        await pilot.press("enter", "g", "a", "3", "escape", "escape")
        assert isinstance(app.screen, ReaderScreen)
        await pilot.pause()
        rows = shown(app).splitlines()
        assert any(row.rstrip().endswith("c+") for row in rows)  # more tags than the gutter has room for


async def test_what_the_disk_does_not_take_is_said_and_stays_in_sight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotations.store.base import NotSavedError

    folder = tmp_path / "news"
    corpus_with_claims(folder)
    async with library(folder) as (app, pilot):

        def full(*_: object, **__: object) -> None:
            raise NotSavedError(f"{folder}: not saved: disk full", again=True)

        await pilot.press("g")
        monkeypatch.setattr(app.session.annotations.store, "apply", full)
        await pilot.press("a", "3")
        assert "NOT SAVED" in app.session.annotations.alarm
        assert [
            app.session.annotations.pending.get(board_of(app).claims.index.uuid(row)).tags  # type: ignore[union-attr]
            for row in range(6)
        ] == [("blame", "claim", "quantity")] * 6
        monkeypatch.undo()
        await pilot.press("u")
        assert not app.session.annotations.unsaved


async def test_a_sentence_is_opened_whatever_the_library_lists(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    first, *_ = corpus_with_claims(folder)
    async with library(folder) as (app, pilot):
        await pilot.press("slash", *"MSMT", "enter")  # a word of another article
        await until(pilot, lambda: len(app.session.listing) == 1)
        await pilot.press("g", "enter")
        assert isinstance(app.screen, ReaderScreen)
        assert app.screen.article.id == first.article.id
        assert app.screen.state.current is not None
        assert app.screen.state.current.uuid == first.uuid
        await pilot.press("right_square_bracket", "left_square_bracket", "escape")
        assert board_of(app).rows.cursor == 0
        for path in folder.glob("000*"):
            path.unlink()
        await pilot.press("enter")
        assert board_of(app)  # says why, and stays


async def test_what_a_filter_lists_can_be_exported_alone(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    corpus_with_claims(folder)
    async with library(folder) as (_app, pilot):
        await pilot.press("g", "slash", *"certainty:certain", "enter", "e", *"jsonl", "enter")
        await pilot.pause()
        await pilot.press("ctrl+u", *str(tmp_path / "some.jsonl"), "enter")
        await until(pilot, (tmp_path / "some.jsonl").exists)
        lines = [json.loads(line) for line in (tmp_path / "some.jsonl").read_text("utf-8").splitlines()]
        assert [line["attributes"]["certainty"] for line in lines] == ["certain", "certain"]


async def test_the_questions_of_many_links_are_found_beside_the_keys_which_wait_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.textual_ext.key_dispatch.LONGEST", 120.0)  # whatever else the machine does
    large(tmp_path / "news")
    database = tmp_path / "news" / "annotations.json"
    documents = json.loads(database.read_text(encoding="utf-8"))
    all_of = list(documents["_default"].values())
    for first, second, third in zip(all_of[:1500:3], all_of[1:1500:3], all_of[2:1500:3], strict=True):
        first["links"] = [{"type": "contradicts", "to": second["uuid"]}]
        third["links"] = [{"type": "supports", "to": second["uuid"]}]
    database.write_text(json.dumps(documents), encoding="utf-8")
    async with library(tmp_path / "news") as (app, pilot):
        await pilot.press("g", "t", "n", "j")  # typed ahead
        sides = app.screen
        assert isinstance(sides, SidesScreen)
        await until(pilot, lambda: len(sides.questions) == 500)
        await pilot.press("enter")
        assert isinstance(app.screen, ReaderScreen)
        await pilot.press("escape")
        assert app.screen is sides
        assert sides.shown[sides.rows.cursor].question == 1
        first = sides.shown[sides.rows.cursor].annotation
        annotation = app.session.annotations.pending.get(first)
        assert annotation is not None
        assert app.context.save(None, [Change(first, annotation.rev, None)])
        await until(pilot, lambda: first not in {row.annotation for row in sides.shown})


async def test_a_column_that_was_empty_comes_when_there_is_something_in_it_and_no_other_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "news"
    first, *_ = corpus_with_claims(folder)
    async with library(folder) as (app, pilot):
        await pilot.press("g")
        board = board_of(app)
        columns = [column.id for column in board.claims._columns]
        assert "claimant" not in columns
        drawn = count_rows(monkeypatch)
        current = app.session.annotations.pending.get(first.uuid)
        assert current is not None
        surer = replace(current, attributes={**current.attributes, "certainty": "certain"})
        assert app.context.save(None, [Change(current.uuid, current.rev, surer)])
        await pilot.pause()
        assert [column.id for column in board.claims._columns] == columns
        assert set(drawn) == {0}, "the row that changed alone"
        current = app.session.annotations.pending.get(first.uuid)
        assert current is not None
        named = replace(current, attributes={**current.attributes, "claimant": "هيئة السدود"})
        assert app.context.save(None, [Change(current.uuid, current.rev, named)])
        await pilot.pause()
        assert "claimant" in [column.id for column in board.claims._columns]
        assert "السدود" in shown(app)
