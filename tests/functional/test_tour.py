"""The tour leads through seven keys on the samples, and leaves nothing behind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Return what starts the tour for somebody who has never seen the program."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    temporary.mkdir()
    env = {"CLAIMREADER_HOME": str(home), "LC_ALL": "C.UTF-8", "TMPDIR": str(temporary)}

    def started(*options: str, columns: int = 80, rows: int = 24) -> Terminal:
        return Terminal([COMMAND, *options], env=env, columns=columns, rows=rows, first_time=True)

    return started


def walk(terminal: Terminal, keys: str) -> None:
    for number, key in enumerate(keys, 1):
        terminal.wait_for(f"tour {number} of 7")
        terminal.type(key)
    terminal.wait_for("that was the tour")


@pytest.mark.parametrize("keys", ["\rj20ug?", "\rت٢٠عل؟"], ids=["Latin", "Arabic"])
def test_seven_keys_act_on_the_real_screens_and_nothing_is_left_behind(
    start: Start, tmp_path: Path, keys: str
) -> None:
    with start("tour") as terminal:
        walk(terminal, keys)
        assert "BOARD" in terminal.text
        terminal.type("\x1b")
        assert terminal.wait_for_end() == 0
    assert not (tmp_path / "home").exists()
    assert not list((tmp_path / "temporary").iterdir())


def test_a_key_that_is_not_waited_for_does_nothing_and_esc_leaves_at_any_step(start: Start) -> None:
    with start("tour", columns=120, rows=40) as terminal:
        terminal.wait_for("tour 1 of 7")
        terminal.type("gq?\r")
        terminal.wait_for("tour 2 of 7")
        terminal.type("xj")
        terminal.wait_for("tour 3 of 7")
        assert "decided 0/73" in terminal.text
        terminal.type("2")
        terminal.wait_for("decided 1/73")
        terminal.type("\x1b")
        assert terminal.wait_for_end() == 0


def test_every_key_typed_ahead_acts(start: Start) -> None:
    with start("tour") as terminal:
        terminal.wait_for("tour 1 of 7")
        terminal.type("\rj20ug?")
        terminal.wait_for("that was the tour")
        terminal.type("\x1b")
        assert terminal.wait_for_end() == 0


def test_it_is_read_out_step_by_step(start: Start) -> None:
    with start("tour", "--accessible") as terminal:
        walk(terminal, "\rj20ug?")
        terminal.type("q")
        assert terminal.wait_for_end() == 0


def test_from_the_palette_it_comes_back_to_the_folder_and_to_what_was_said_there(
    start: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("انهار السد أمس.\nامتلأ.\n", encoding="utf-8")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "offered.json").write_text('{"never": true}')
    with start(str(folder)) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r2")
        terminal.wait_for("decided 1/2")
        terminal.type("q\x10tour")
        terminal.wait_for("seven keys")
        terminal.type("\r")
        terminal.wait_for("tour 1 of 7")
        terminal.type("\x1b")
        terminal.wait_for("1 article")
        terminal.wait_for("1/2")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
