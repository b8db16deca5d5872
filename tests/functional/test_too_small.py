"""A terminal that is too small says so on every screen, and nothing is lost in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from library_pilot import closing, until
from terminal import COMMAND, Terminal

from annotations.composition import Project
from tui.app import ClaimReader


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal([COMMAND], env={"CLAIMREADER_HOME": str(tmp_path)}, columns=80, rows=24) as terminal:
        terminal.wait_for("0/24")
        yield terminal
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


async def test_keys_whose_effect_nobody_sees_have_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    app = ClaimReader(Project())
    async with closing(app), app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.session.annotations.loaded and len(app.session.listing) == 5)
        await pilot.press("enter", "m", "a")
        await pilot.resize_terminal(20, 5)
        await pilot.press("b", "enter", "j", "2")
        await pilot.resize_terminal(80, 24)
        await pilot.press("c", "enter", "j")
        await pilot.pause()
        assert [one.note for one in app.session.annotations.pending.list()] == ["ac"]


def test_it_may_be_too_small_from_the_start(tmp_path: Path) -> None:
    with Terminal([COMMAND], env={"CLAIMREADER_HOME": str(tmp_path)}, columns=20, rows=5) as terminal:
        terminal.wait_for("terminal too small")
        assert terminal.text.split() == ["terminal", "too", "small"]
        terminal.resize(80, 24)
        terminal.wait_for("0/24")
        terminal.wait_until_gone("too small")
        terminal.resize(20, 5)
        terminal.wait_for("terminal too small")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize(
    ("keys", "there"),
    [
        ("", "0/24"),
        ("/", "to the list"),
        ("?", "LIBRARY"),
        ("\x10", "palette"),
        ("e", "export"),
        ("jj\r", "decided 0/24"),
        ("jj\rt", "on/off"),
        ("jj\rm", "note"),
        ("jj\rv\x1b[D", "by words"),
    ],
)
def test_every_screen_comes_back_as_it_was(reader: Terminal, keys: str, there: str) -> None:
    for key in keys.partition("\r")[0] + keys.partition("\r")[1]:
        reader.type(key)
    if "\r" in keys:
        reader.wait_for("decided 0/24")
        reader.type(keys.partition("\r")[2])
    reader.wait_for(there)
    reader.settle()
    before = reader.text
    reader.resize(20, 5)
    reader.wait_for("terminal too small")
    reader.resize(80, 24)
    reader.wait_until_gone("too small")
    reader.wait_for(there)
    reader.wait_until(lambda: reader.text == before)


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (200, 3), (3, 60)])
def test_no_size_is_too_strange(reader: Terminal, columns: int, rows: int) -> None:
    reader.type("jj\r")
    reader.wait_for("decided 0/24")
    reader.resize(columns, rows)
    reader.wait_until_gone("decided")
    reader.resize(80, 24)
    reader.wait_for("decided 0/24")


def test_of_sizes_in_quick_succession_the_last_one_counts(reader: Terminal) -> None:
    for number in range(100):
        reader.resize(*[(200, 3), (100, 30), (20, 24)][number % 3])
    reader.resize(80, 24)
    reader.wait_for("0/24")
    reader.wait_until_gone("too small")
    reader.wait_until(
        lambda: len(reader.text.splitlines()[0].rstrip()) > 70
    )  # the bar goes from edge to edge


def test_what_does_not_fit_even_so_is_cut_visibly(tmp_path: Path) -> None:
    """In Arabic the words are longer, and go on to the left."""
    environment = {"CLAIMREADER_HOME": str(tmp_path)}
    with Terminal([COMMAND, "--lang", "ar"], env=environment, columns=8, rows=2) as terminal:
        terminal.wait_for("…")
        assert terminal.logical.split() == ["صغيرة..."]  # NFKC makes three dots of one sign
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
