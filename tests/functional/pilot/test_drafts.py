"""What is typed belongs to the place that it was begun for, whatever happens until it is said."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from library_pilot import Use, library, shown
from reader_pilot import made, opened, type_
from sample_corpus import stored
from terminal import COMMAND, Terminal

from tui.app import ClaimReader
from tui.screens.board.screen import BoardScreen
from tui.screens.library.screen import LibraryScreen
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.bars import KeyHints
from tui.widgets.prompt import PromptRow


def notes(app: ClaimReader) -> list[tuple[str, str, str]]:
    return [
        (annotation.article.id, annotation.target.quote[:5], annotation.note)
        for annotation in app.session.annotations.pending.list()
    ]


def line(app: ClaimReader) -> str:
    """The row of keys and messages."""
    return app.screen.query_one(KeyHints).render_line(0).text


def prompt(app: ClaimReader) -> PromptRow:
    return app.screen.query_one(PromptRow)


async def palette(app: ClaimReader, pilot: Use, action: str) -> None:
    """Choose an action in the palette; `+` before it: another of those that match, each `+` one further."""
    await pilot.press("f2")
    await type_(app, pilot, action.lstrip("+"))
    await pilot.press(*["down"] * action.count("+"), "enter")
    await pilot.pause()


async def test_a_note_is_never_said_of_another_article(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot, "a.txt")
        await pilot.press("m")
        await type_(app, pilot, "عن السفينة")
        await palette(app, pilot, "next article")
        assert reader.article.id == "b.txt"
        assert "kept as a draft" in line(app)
        assert "a:1" in line(app)
        assert not prompt(app).asking
        await pilot.press("enter", "enter")
        assert notes(app) == []
        await palette(app, pilot, "previous article")
        await pilot.press("m")
        assert prompt(app).input.value == "عن السفينة"
        await pilot.press("enter")
        assert [(article, note) for article, _, note in notes(app)] == [("a.txt", "عن السفينة")]
        assert not len(app.session.drafts)
        await pilot.press("m")
        assert prompt(app).input.value == "عن السفينة", "it is the note now"
        await pilot.press("escape")
        assert not len(app.session.drafts), "nothing was typed"


@pytest.mark.parametrize(
    ("action", "there"),
    [
        ("+++back", LibraryScreen),
        ("claims board", BoardScreen),
        ("next sentence", ReaderScreen),
        ("undo", ReaderScreen),
        ("find in the article", ReaderScreen),
        ("select words", ReaderScreen),
        ("details: fill in", ReaderScreen),
    ],
)
async def test_every_way_out_leaves_a_draft_and_says_so(corpus: Path, action: str, there: type) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot, "c.txt")
        await pilot.press("2", "k", "k", "m")
        await type_(app, pilot, "نصف")
        place = app.screen.article.id  # type: ignore[attr-defined]
        await palette(app, pilot, action)
        assert isinstance(app.screen, there)
        assert "kept as a draft" in line(app)
        assert [(draft.question.article_id, draft.text) for draft in app.session.drafts.all()] == [
            (place, "نصف")
        ]
        assert all(not note for _, _, note in notes(app))


async def test_esc_leaves_a_draft_that_the_details_show_and_m_brings_back(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("m")
        assert "Enter keep it" in line(app)
        assert line(app).rstrip().endswith("Esc leave it as a draft")
        await type_(app, pilot, "نصف ملاحظة")
        await pilot.press("escape")
        assert "kept as a draft" in line(app)
        await pilot.press("home", "end")  # elsewhere
        assert "نصف ملاحظة" not in shown(app)
        await opened(app, pilot)
        assert "نصف ملاحظة" in shown(app), "the details say so"
        await pilot.press("m")
        assert prompt(app).input.value == "نصف ملاحظة"
        await pilot.press("ctrl+u", "escape")  # emptied on purpose
        assert not len(app.session.drafts)
        await pilot.press("m")
        assert prompt(app).input.value == ""


async def test_a_draft_in_two_scripts_reads_in_the_details_as_where_it_is_typed(corpus: Path) -> None:
    """Arabic first, so right to left: its row says something in English before it, which must not turn it."""
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("m")
        await type_(app, pilot, "خبر CNN")
        typed = re.search(r"CNN \S+", shown(app))
        await pilot.press("escape")
        kept = re.search(r"note: (.+?)  ", shown(app) + "  ")
        assert typed is not None
        assert kept is not None
        assert kept[1].strip() == typed[0]


async def test_a_note_on_words_is_said_of_these_words(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("v", "left", "m")
        words = reader.state.question
        assert words is not None
        await type_(app, pilot, "نصف")
        await pilot.press("escape", "home")
        await opened(app, pilot)
        await pilot.press("m", "enter")
        (annotation,) = app.session.annotations.pending.list()
        assert (annotation.target.quote, annotation.note) == (words.quote, "نصف")
        assert len(words.quote.split()) == 2


async def test_an_annotation_that_was_undone_meanwhile_is_asked_about(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("c", "m")
        await type_(app, pilot, "نصف")
        app.action_undo()  # as the palette does, with the line still open
        assert notes(app) == []
        await pilot.press("enter")
        assert "gone" in line(app)
        assert prompt(app).asking
        assert notes(app) == []
        await pilot.press("enter")
        (annotation,) = app.session.annotations.pending.list()
        assert (annotation.note, annotation.target.start) == (
            "نصف",
            reader.article.units[reader.view.cursor].start,
        )
        assert not len(app.session.drafts)


async def test_a_note_that_was_changed_meanwhile_is_not_written_over_unasked(corpus: Path) -> None:
    annotation = made(corpus, tags=("claim",), note="قديم")
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("m")
        await type_(app, pilot, " وجديد")
        from annotations.services.tagging import noted

        change = noted(
            reader.article, 0, "قول آخر", app.session.annotations.pending.get(annotation.uuid), "analyst-1"
        )
        app.context.save(reader.article, [change])
        await pilot.press("enter")
        assert "meanwhile" in line(app)
        assert [note for _, _, note in notes(app)] == ["قول آخر"]
        await pilot.press("enter")
        assert [note for _, _, note in notes(app)] == ["قديم وجديد"]


async def test_what_is_found_belongs_to_its_article(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot, "a.txt")
        await pilot.press("slash")
        assert "↓ ↑ next, previous hit" in line(app)
        await type_(app, pilot, "السفينة")
        await palette(app, pilot, "next article")
        assert not prompt(app).asking
        await pilot.press("down", "enter", "up", "slash", "enter", "down")
        assert "nothing found" in shown(app)
        assert reader.article.id == "b.txt"
        await pilot.press("escape")


async def test_a_number_is_added_to_the_annotation_that_it_was_begun_for(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot, "a.txt")
        for number in ("5", "7"):
            await pilot.press("a", "n", "plus")
            await type_(app, pilot, f"{number} سفن")
            await pilot.press("enter", "escape", "down")
        await opened(app, pilot, "a.txt")
        reader = app.screen  # type: ignore[assignment]
        start = reader.article.units[reader.view.cursor].start
        await pilot.press("a", "n", "plus")
        await type_(app, pilot, "9 سفن")
        reader.navigation.go(reader.view.cursor + 1)
        await pilot.press("enter")
        values = {
            annotation.target.start: [item["value"] for item in annotation.attributes["numbers"]]
            for annotation in app.session.annotations.pending.list()
        }
        assert values.pop(start) == [5.0, 9.0]
        assert list(values.values()) == [[7.0]]


async def test_the_palette_goes_to_what_was_left(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await palette(app, pilot, "next draft")
        assert "no drafts" in line(app)
        await opened(app, pilot, "b.txt")
        await pilot.press("m")
        await type_(app, pilot, "نصف")
        await pilot.press("escape", "escape")
    async with library(corpus) as (app, pilot):
        await pilot.pause()
        assert "1 draft" in shown(app)
        await palette(app, pilot, "next draft")
        assert isinstance(app.screen, ReaderScreen)
        assert app.screen.article.id == "b.txt"
        assert "draft 1 of 1" in line(app)
        await pilot.press("m", "enter")
        assert [(article, note) for article, _, note in notes(app)] == [("b.txt", "نصف")]


async def test_who_can_keep_no_draft_is_asked_before_leaving(corpus: Path, home: Path) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("m")
        (home / "drafts").write_text("a file where the folder would be")
        await type_(app, pilot, "نصف")
        await pilot.press("ctrl+q")
        assert "what was typed is not saved. The same key once more" in line(app)
        assert prompt(app).input.value == "نصف"


# ---------------------------------------------------------------------- the end of the program


def typing(folder: Path, home: Path, rows: tuple[int, int] = (80, 24)) -> Terminal:
    env = {"CLAIMREADER_HOME": str(home), "CLAIMREADER_ANNOTATOR": "me"}
    return Terminal([COMMAND, str(folder)], env=env, columns=rows[0], rows=rows[1])


@pytest.mark.parametrize(
    "end",
    [
        lambda terminal: terminal.type("\x11"),
        lambda terminal: os.kill(terminal.pid, signal.SIGTERM),
        lambda terminal: os.kill(terminal.pid, signal.SIGHUP),
    ],
    ids=["ctrl-q", "SIGTERM", "SIGHUP"],
)
def test_a_half_typed_note_outlives_the_program(
    corpus: Path, tmp_path: Path, end: Callable[[Terminal], None]
) -> None:
    with typing(corpus, tmp_path / "home") as terminal:
        terminal.wait_for("3 articles")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("mhalf a note")
        terminal.wait_for("half a note")
        end(terminal)
        terminal.wait_for_end()
    assert not (corpus / "annotations.json").exists()
    with typing(corpus, tmp_path / "home") as again:
        again.wait_for("1 draft")
        again.type("\r")
        again.wait_for("half a note")
        again.type("m\r")
        again.wait_for("note saved")
        again.type("\x11")
        assert again.wait_for_end() == 0
    assert [annotation["note"] for annotation in stored(corpus)] == ["half a note"]
    assert not list((tmp_path / "home" / "drafts").iterdir())


def test_a_killed_program_has_kept_what_was_typed_before_the_keys_rested(
    corpus: Path, tmp_path: Path
) -> None:
    with typing(corpus, tmp_path / "home") as terminal:
        terminal.wait_for("3 articles")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("mhalf a note")
        terminal.wait_until(lambda: any((tmp_path / "home").glob("drafts/*.json")))
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_for_end()
    (kept,) = (tmp_path / "home" / "drafts").glob("*.json")
    assert "half a note" in kept.read_text()
    assert not (corpus / "annotations.json").exists()
