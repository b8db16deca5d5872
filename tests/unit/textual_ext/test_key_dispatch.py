"""A key does what the table has in the place one is in, else what the scheme has, else what its twin does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from tui.config import bindings
from tui.config.keymap import resolve
from tui.textual_ext.app import TerminalApp
from tui.theme import textual_theme
from tui.widgets.bidi_input import BidiInput


class Reading(Screen[None]):
    """A screen in the reader's place, which can go into that of the details."""

    key_place = "reader"
    own_keys: ClassVar[dict[str, str]] = {"number_sign": "tag('#')", "C": "tag('C')"}

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        yield BidiInput()

    def action_tag(self, key: str) -> None:
        self.done.append(f"tag {key}")

    def action_step(self, by: int) -> None:
        self.done.append(f"step {by}")

    def action_value(self, number: int) -> None:
        self.done.append(f"value {number}")

    def action_note(self) -> None:
        self.set_focus(self.query_one(BidiInput))


class Reads(TerminalApp):
    AUTO_FOCUS = ""

    def get_default_screen(self) -> Reading:
        return Reading()

    def on_mount(self) -> None:
        dark = textual_theme("dark")
        self.register_theme(dark)
        self.theme = dark.name

    @property
    def reading(self) -> Reading:
        assert isinstance(self.screen, Reading)
        return self.screen


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))


@asynccontextmanager
async def reading() -> AsyncIterator[Pilot[None]]:
    async with Reads().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield pilot


async def press(pilot: Pilot[None], *names: str) -> list[str]:
    """Press keys by their names, characters that no name of Textual's stands for too."""
    assert isinstance(pilot.app, Reads)
    done = pilot.app.reading.done
    done.clear()
    for name in names:
        pilot.app.post_message(Key(name, name if len(name) == 1 else None))
    await pilot.pause()
    return done


async def test_a_key_acts_in_the_place_one_is_in() -> None:
    async with reading() as pilot:
        assert await press(pilot, "c", "j", "1") == ["tag c", "step 1", "tag 1"]
        pilot.app.reading.key_place = "details"  # type: ignore[attr-defined]
        assert await press(pilot, "1", "left") == ["value 1", "step 1"]


async def test_the_twin_of_a_key_acts_where_the_key_itself_does_nothing() -> None:
    async with reading() as pilot:
        assert await press(pilot, "ؤ", "ت", "٢", "J") == ["tag c", "step 1", "tag 2", "step 1"]
        assert await press(pilot, "C", "number_sign") == ["tag C", "tag #"], (
            "the project's own keys go before"
        )


async def test_the_user_s_keys_hold_from_then_on_and_their_twins_too() -> None:
    async with reading() as pilot:
        bindings.use(resolve({"reader.claim": "k", "reader.next": ""}).keys)
        assert await press(pilot, "k", "ن", "c", "j") == ["tag c", "tag c"]


async def test_while_one_types_letters_are_text_and_the_ways_out_are_keys() -> None:
    async with reading() as pilot:
        assert await press(pilot, "m", "c", "ت") == []
        assert pilot.app.query_one(BidiInput).value == "cت"
        await press(pilot, "ctrl+ض")
        assert not pilot.app.is_running


async def test_what_leaves_the_program_leaves_the_keys_behind_it() -> None:
    async with reading() as pilot:
        assert await press(pilot, "ctrl+q", "c") == []


async def test_in_a_terminal_that_is_too_small_only_the_way_out_acts() -> None:
    async with reading() as pilot:
        await pilot.resize_terminal(20, 5)
        assert await press(pilot, "c", "ت") == []
        await press(pilot, "ctrl+q")
        assert not pilot.app.is_running
