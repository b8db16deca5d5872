"""Every key under an Arabic layout: the bytes that a terminal sends, up to what the program does."""

from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from annotations.composition import Project
from tui.app import ClaimReader
from tui.config.keyboard_layouts import Layout
from tui.screens.library.screen import LibraryScreen
from tui.screens.reader.screen import ReaderScreen
from tui.textual_ext.input_parser import InputParser


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {
        "CLAIMREADER_HOME": str(tmp_path / "home"),
        "CLAIMREADER_ANNOTATOR": "analyst-1",
    }


def test_a_whole_way_in_a_terminal_with_an_arabic_layout(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("تت\r")  # j j Enter
        terminal.wait_for("decided 0/24")
        terminal.type("٢")
        terminal.wait_for("decided 1/24")
        terminal.type("ؤ")  # c
        terminal.wait_for("decided 2/24")
        terminal.type("ت۰")  # j 0
        terminal.wait_for("decided 3/24")
        terminal.type("ع")  # u
        terminal.wait_for("undone")
        terminal.type("ا")  # h
        terminal.wait_for("harakat hidden")
        terminal.type("ب")  # f
        terminal.wait_for("boilerplate")
        terminal.type("لا")  # b: neither g nor h
        terminal.type("ا")  # so this is the second h
        terminal.wait_for("harakat shown")
        terminal.type("ج")  # [
        terminal.wait_for("001")
        terminal.type("د")  # ]
        terminal.wait_for("002")
        terminal.type("ض")  # q
        terminal.wait_for("5 articles")
        terminal.type("\x1b[1590;5u")  # ctrl+q as the kitty protocol has it
        assert terminal.wait_for_end() == 0


async def send(app: ClaimReader, pilot: object, *reads: str) -> None:
    parser = InputParser()
    for read in reads:
        for event in parser.feed(read):
            app.post_message(event)
    await pilot.pause()  # type: ignore[attr-defined]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project([], database=str(tmp_path / "annotations.json"), annotator="analyst-1")


@pytest.mark.parametrize(
    ("layout", "down", "claim", "event", "following", "back"),
    [
        ("pc", "ت", "ؤ", "١", "د", "ض"),
        ("mac", "ت", "ذ", "١", "ة", "ض"),
        ("azerty", "ت", "ؤ", "&", "د", "ش"),
        ("pc", "J", "C", "1", "]", "Q"),  # Latin, with Caps Lock
    ],
)
async def test_the_layout_says_which_key_a_letter_is(
    project: Project, layout: Layout, down: str, claim: str, event: str, following: str, back: str
) -> None:
    app = ClaimReader(project, keyboard=layout)
    async with app.run_test(size=(120, 40)) as pilot:
        await app.workers.wait_for_complete()
        await send(app, pilot, "\r")
        reader = app.screen
        assert isinstance(reader, ReaderScreen)
        before = reader.view.cursor
        await send(app, pilot, down)
        assert reader.view.cursor == before + 1
        await send(app, pilot, claim)
        assert [annotation.tags for annotation in app.session.annotations.of(reader.article)] == [("claim",)]
        await send(app, pilot, event)
        assert [annotation.tags for annotation in app.session.annotations.of(reader.article)] == [
            ("claim", "event")
        ]
        place = reader.place
        await send(app, pilot, following)
        assert reader.place == place + 1
        await send(app, pilot, back)
        assert isinstance(app.screen, LibraryScreen)


async def test_lam_and_alef_of_one_read_are_the_free_key(project: Project) -> None:
    app = ClaimReader(project, keyboard="pc")
    async with app.run_test(size=(120, 40)) as pilot:
        await app.workers.wait_for_complete()
        await send(app, pilot, "\r")
        reader = app.screen
        assert isinstance(reader, ReaderScreen)
        await send(app, pilot, "لا", "\x1b[65275;;1604:1575u", "ﻻ")
        assert app.screen_stack == [*app.screen_stack[:-1], reader]
        assert reader.view.harakat
        await send(app, pilot, "ا")  # alone it is h
        assert not reader.view.harakat
