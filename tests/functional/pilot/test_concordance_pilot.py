"""The concordance in a Textual pilot: hits in order, orders, marks and tags, and how the worker ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from library_pilot import library, screen_of, shown, until

from annotations.corpus.index import IndexFailedError
from annotations.model.records import Annotation
from tui.app import ClaimReader
from tui.screens.concordance import finder as reading
from tui.screens.concordance.screen import ConcordanceScreen
from tui.screens.library.screen import LibraryScreen
from tui.screens.reader.screen import ReaderScreen

RECORDS = [
    ("a", "2025-05-03", "الساحل", "قالت الوزارة إن السد انهار. ونفت الشركة ذلك. وبقي السد القديم."),
    ("b", "2025-05-09", "صوت النهر", "تحدث الخبراء عن السد الجديد.\n\nاقرأ أيضا: أسرار السد العالي"),
    ("c", "2025-05-01", "الساحل", "امتلأ السد بالماء، وفتحت بوابات السد كلها."),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "dam"
    corpus.mkdir()
    lines = [
        json.dumps({"id": id_, "published": day, "source": source, "text": text}, ensure_ascii=False)
        for id_, day, source, text in RECORDS
    ]
    (corpus / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return corpus


def screen(app: ClaimReader) -> ConcordanceScreen:
    assert isinstance(app.screen, ConcordanceScreen)
    return app.screen


def read_all(app: ClaimReader) -> bool:
    return not screen(app).finder.reading and app.screen.answered.is_set()  # type: ignore[attr-defined]


def rows(app: ClaimReader) -> list[tuple[str, str]]:
    """Return the article of each row, and the word behind its hit."""
    return [(hit.article.id, (hit.after.split() or [""])[0]) for hit in screen(app).finder.hits]


def saved(app: ClaimReader) -> list[Annotation]:
    store = app.session.annotations.pending
    return [annotation for article_id in store.article_ids() for annotation in store.list(article_id)]


async def test_h_lists_every_hit_of_the_filter_and_escape_comes_back_to_it(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("slash", *"السد", "enter", "h")
        await until(pilot, lambda: read_all(app))
        assert rows(app) == [
            ("a", "انهار."), ("a", "القديم."), ("b", "الجديد."), ("c", "بالماء،"), ("c", "كلها."),
        ]  # fmt: skip
        assert "5 hits · 3 articles" in shown(app)
        assert "without 1 in boilerplate" in shown(app)
        await pilot.press("escape")
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.listed.text == "السد"


async def test_without_a_filter_it_asks_for_words_and_escape_leaves_it(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("h")
        assert "what to look for goes into the line below" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)
        await pilot.press("h", *"السد", "enter")
        await until(pilot, lambda: read_all(app))
        assert len(rows(app)) == 5


async def test_boilerplate_is_shown_on_request_and_a_list_of_it_alone_says_how(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد", "enter", "f")
        await until(pilot, lambda: read_all(app))
        assert ("b", "العالي") in rows(app)
        assert "6 hits · 3 articles" in shown(app)
        await pilot.press("f", "slash", "ctrl+u", *"أسرار", "enter")
        await until(pilot, lambda: read_all(app))
        assert rows(app) == []
        assert "only in boilerplate: f shows these hits" in shown(app)


async def test_the_orders_go_round_and_the_cursor_stays_on_its_hit(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد", "enter")
        await until(pilot, lambda: read_all(app))
        await pilot.press("j", "j")
        held = screen(app).at_cursor()
        orders = []
        for _ in range(5):
            await pilot.press("s")
            orders.append((screen(app).finder.order, [word for _, word in rows(app)]))
            assert screen(app).at_cursor() is held
        before, after, date, source, corpus = orders
        assert [name for name, _ in orders] == ["before", "after", "date", "source", "corpus"]
        assert before[1] == ["بالماء،", "انهار.", "كلها.", "الجديد.", "القديم."]
        assert after[1] == ["الجديد.", "القديم.", "انهار.", "بالماء،", "كلها."]
        assert date[1][0] == "الجديد."
        assert source[1][-1] == "الجديد."
        assert corpus[1][0] == "انهار."


async def test_terms_keep_to_sources_and_days_and_what_is_no_date_is_said(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد source:النهر", "enter")
        await until(pilot, lambda: read_all(app))
        assert rows(app) == [("b", "الجديد.")]
        await pilot.press("slash", "ctrl+u", *"السد to:2025-05-03", "enter")
        await until(pilot, lambda: read_all(app))
        assert {article for article, _ in rows(app)} == {"a", "c"}
        await pilot.press("slash", *" from:gestern")
        await pilot.pause()
        assert "from:gestern is no date" in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: read_all(app))
        assert screen(app).finder.typed == "السد to:2025-05-03"
        assert len(rows(app)) == 4


async def test_enter_goes_to_the_hit_with_finding_on_and_escape_comes_back_to_its_row(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد source:الساحل", "enter")
        await until(pilot, lambda: read_all(app))
        await pilot.press("j", "enter")
        assert isinstance(app.screen, ReaderScreen)
        assert app.screen.article.id == "a"
        assert app.screen.state.cursor == 2
        assert not app.screen.finding.is_on
        assert "hit 2 of 2" in shown(app)
        await pilot.press("c", "escape")
        assert screen(app).rows.cursor == 1
        assert [screen(app)._row(place).tags for place in range(3)] == ["", "c", ""]


async def test_what_is_said_of_a_line_in_the_reader_holds_for_the_hits_when_one_comes_back(
    folder: Path,
) -> None:
    text = "قالت الوزارة إن السد انهار.\n\nصور السد من الجو\n\nوبقي السد القديم كما كان."
    (folder / "z.txt").write_text(text, encoding="utf-8")
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد article:z", "enter")
        await until(pilot, lambda: read_all(app))
        before = len(rows(app)), screen(app).finder.left_out
        await pilot.press("end", "enter", "z", "2")  # furniture, in this article
        await pilot.pause()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConcordanceScreen) and read_all(app))
        assert (len(rows(app)), screen(app).finder.left_out) == (before[0] - 1, before[1] + 1)


async def test_a_tag_is_set_on_the_sentence_of_the_hit_and_undone(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد", "enter")
        await until(pilot, lambda: read_all(app))
        await pilot.press("j", "1")
        (made,) = saved(app)
        assert made.target.quote == "وبقي السد القديم."
        assert set(made.tags) == {"claim", "event"}
        assert screen(app)._row(1).tags == "c1"
        assert screen(app).rows.cursor == 1
        await pilot.press("k", "u")
        assert saved(app) == []
        await pilot.press("r")
        assert len(saved(app)) == 1
        assert screen(app).rows.cursor == 1, "what was undone or done again is seen"
        await pilot.press("1")
        assert [annotation.tags for annotation in saved(app)] == [("claim",)], "as in the reader"


async def test_marked_hits_are_tagged_at_once_each_sentence_once_and_one_undo_takes_all_back(
    folder: Path,
) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد", "enter")
        await until(pilot, lambda: read_all(app))
        await pilot.press("space", "j", "j", "space", "space")
        assert "marked 3" in shown(app)
        await pilot.press("0")
        assert len(saved(app)) == 2, "two of the hits stand in one sentence"
        assert "not a claim set on 2" in shown(app)
        await pilot.press("u")
        assert saved(app) == []
        await pilot.press("escape")
        assert "marked" not in shown(app).splitlines()[0]
        assert isinstance(app.screen, ConcordanceScreen)


async def test_rows_come_in_batches_and_keys_act_on_those_that_are_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_SCREENFUL", 1)
    monkeypatch.setattr(reading, "_BATCH", 0.0)
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد", "enter", "j")
        assert screen(app).at_cursor() is not None
        await until(pilot, lambda: read_all(app))
        assert len(rows(app)) == 5


async def test_while_one_types_on_the_rows_of_before_stand_until_others_come(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد", "enter")
        await until(pilot, lambda: read_all(app))
        screen(app).finder.ask("الوزارة")
        assert len(rows(app)) == 5, "nothing flickers"
        assert not screen(app).answered.is_set(), "and no key acts on them"
        await until(pilot, lambda: read_all(app))
        assert rows(app) == [("a", "إن")]
        screen(app).finder.ask("")
        assert rows(app) == []


async def test_a_list_without_end_stops_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 3)
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد", "enter")
        await until(pilot, lambda: read_all(app))
        assert screen(app).finder.progress.capped
        assert 3 <= len(rows(app)) < 5
        assert "only the first" in shown(app)


async def test_an_index_that_cannot_be_read_is_told_and_the_screen_can_be_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise IndexFailedError("index.sqlite: the index can't be used: disk I/O error")

    async with library(folder) as (app, pilot):
        await pilot.press("slash", *"السد", "enter")
        await until(pilot, screen_of(app).answered.is_set)
        monkeypatch.setattr(reading, "Concordance", broken)
        await pilot.press("h")
        await until(pilot, lambda: not screen(app).finder.reading)
        assert "the index can't be used: disk I/O error" in shown(app)
        assert rows(app) == []
        await pilot.press("escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_leaving_and_other_words_end_the_worker(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"السد", "enter")
        first = screen(app).finder._worker
        assert first is not None
        await pilot.press("slash", "ctrl+u", *"الوزارة", "enter")
        assert first.is_cancelled
        await until(pilot, lambda: read_all(app))
        assert rows(app) == [("a", "إن")]
        last = screen(app).finder._worker
        await pilot.press("q")
        await pilot.pause()
        assert last is not None
        assert last.is_cancelled or last.is_finished


async def test_an_article_that_has_changed_is_told_and_tags_nothing(folder: Path) -> None:
    (folder / "z.txt").write_text("انهار السد أمس.\n", encoding="utf-8")
    async with library(folder) as (app, pilot):
        await pilot.press("h", *"أمس", "enter")
        await until(pilot, lambda: read_all(app))
        assert rows(app) == [("z.txt", "")] or len(rows(app)) == 1
        screen(app).finder.stop()
        (folder / "z.txt").write_text("لا شيء. انهار السد أمس.\n", encoding="utf-8")
        app.session.articles._read.discard(app.session.listing[3])
        await pilot.press("c")
        assert saved(app) == []
        assert "has changed" in shown(app)


async def test_articles_that_come_while_the_corpus_is_indexed_are_found_too(folder: Path) -> None:
    async with library(folder, settled=False) as (app, pilot):
        await pilot.press("h", *"السد", "enter")
        await until(pilot, lambda: read_all(app))
        assert len(rows(app)) == 5
