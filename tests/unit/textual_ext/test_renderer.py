"""Rows are sent whole where a profile needs them, every cell in its style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal import detection
from tui.terminal.profiles import ATTRIBUTES, PROFILES, Attribute
from tui.terminal.query import Answer
from tui.textual_ext.app import TerminalApp
from tui.textual_ext.input_parser import TerminalAnswer
from tui.textual_ext.renderer import arranged, whole_rows

RED, BLUE = Style(color="red", bgcolor="black"), Style(color="blue", bgcolor="black")


class Half(Widget):
    """One half of the screen."""

    DEFAULT_CSS = "Half { width: 1fr; height: 1fr; }"

    def __init__(self, text: str, style: Style) -> None:
        super().__init__()
        self.text, self.look = text, style

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(self.text.rjust(self.size.width), self.look)], self.size.width)


class Halves(App[None]):
    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Half("abc", BLUE)
            yield Half("ﺐﺘﻛ", RED)


@pytest.fixture(autouse=True)
def home(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    yield
    arranged.cache_clear()


async def test_a_part_of_a_row_that_changed_is_sent_with_all_of_the_row() -> None:
    app = Halves()
    async with app.run_test(size=(20, 3)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor
        compositor._dirty_regions.clear()
        right = app.query(Half).last()
        right._repaint_regions.add(Region(0, 1, 10, 1))
        compositor.update_widgets({right})
        update = compositor.render_update(screen_stack=[])
        assert isinstance(update, ChopsUpdate)
        sent = whole_rows(compositor, update, PROFILES["inverse"])
        assert [(y, strip.text) for y, strip in sent.rows] == [(1, "       abc       ﺐﺘﻛ")]
        written = sent.render_segments(app.console)
        assert written.startswith("\x1b[2H")
        assert written.index("abc") < written.index("ﻛﺘﺐ")  # the letters alone are turned


async def test_a_full_update_has_every_row() -> None:
    app = Halves()
    async with app.run_test(size=(20, 3)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor
        update = compositor.render_update(full=True, screen_stack=[])
        assert isinstance(update, LayoutUpdate)
        sent = whole_rows(compositor, update, PROFILES["kitty"])
        assert [(y, strip.text) for y, strip in sent.rows] == [(y, "       abc       ﺐﺘﻛ") for y in range(3)]


def test_a_cell_is_sent_in_its_own_style() -> None:
    row = (Segment("  ﺐﺘ", RED), Segment("ﻛ  ab", BLUE))
    assert list(arranged(row, PROFILES["inverse"])) == [
        Segment(" \u200e ", RED), Segment("ﻛ", BLUE), Segment("ﺘﺐ", RED), Segment("  ab", BLUE),
    ]  # fmt: skip


def test_a_hidden_letter_has_the_colour_of_its_ground() -> None:
    first = next(iter(arranged((Segment(" ﺐﺘﻛ", RED),), PROFILES["inverse-letter"])))
    assert first.text == "l"
    assert first.style is not None
    assert first.style.color == first.style.bgcolor == RED.bgcolor
    assert first.style.conceal


def drawn(strip: Strip, attribute: Attribute) -> list[tuple[str, Style | None, bool]]:
    """Return each character, its segment's style, and whether the terminal draws it with the attribute."""
    on, off = (f"\x1b[{code}m" for code in ATTRIBUTES[attribute])
    found = []
    for segment in strip:
        there = bool(segment.style and getattr(segment.style, attribute))
        for part in re.findall(r"\x1b\[[0-9;]*m|[^\x1b]", segment.text):
            if part in (on, off):
                there = part == on
            else:
                found.append((part, segment.style, there))
    return found


def test_neighbours_in_arabic_never_have_one_face_in_kitty() -> None:
    leaning = RED + Style(italic=True)
    row = (Segment("ab ﺐﺘﻛ", RED), Segment("ﺐﺘﻛ", leaning))
    cells = drawn(arranged(row, PROFILES["kitty"]), "italic")
    assert "".join(char for char, _, _ in cells) == "ab ﺐﺘﻛﺐﺘﻛ"
    assert [style for _, style, _ in cells] == [RED] * 6 + [leaning] * 3
    assert all(a != b for (_, _, a), (_, _, b) in pairwise(cells[3:]))
    assert not any(italic for _, _, italic in cells[:3])


def test_neighbours_never_have_one_rendition_in_qterminal() -> None:
    style = Style(color="#ffffff", bgcolor="#000000")
    cells = drawn(arranged((Segment("ﺐﺘﻛ ab", style),), PROFILES["qterminal"]), "dim")
    assert "".join(char for char, _, _ in cells) == "ﺐﺘﻛ ab"
    assert all(a != b for (_, _, a), (_, _, b) in pairwise(cells))


async def test_the_profile_can_be_changed_while_reading_and_is_kept() -> None:
    app = TerminalApp()
    async with app.run_test() as pilot:
        app.use_profile("kitty")
        await pilot.pause()
        assert app.choice.profile.name == "kitty"
        assert app.choice.source == "settings"
        app.use_profile("auto")
        assert app.choice.source != "settings"


async def test_another_terminal_around_tmux_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "tmux-256color")
    monkeypatch.setenv("TMUX", "socket,1,0")
    attached = ["VTE 7006", "", "kitty(0.26.5)"]  # nothing: nobody is attached
    monkeypatch.setattr(detection, "ask_tmux", lambda: attached.pop(0) if attached else "")
    app = TerminalApp()
    seen = []
    async with app.run_test() as pilot:
        await pilot.pause()
        for _ in range(3):
            await app.profile_chooser.ask_tmux()
            seen.append(app.choice.profile.name)
    assert list(dict.fromkeys(seen)) in (["inverse", "kitty"], ["kitty"])  # the app asks by itself, too
    assert seen[-1] == "kitty"
    assert detection.recall().terminal == "kitty(0.26.5)"


async def test_an_answer_that_names_tmux_asks_tmux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")  # as with a tmux that says so of itself
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr(detection, "ask_tmux", lambda: "Konsole 22.12.3")
    app = TerminalApp()
    async with app.run_test() as pilot:
        app.on_terminal_answer(TerminalAnswer(Answer(version="tmux 3.3a")))
        for _ in range(100):
            await pilot.pause(0.01)
            if app.choice.profile.name == "inverse":
                break
    assert app.choice.why == "Konsole 22.12.3, by tmux, inside tmux"
