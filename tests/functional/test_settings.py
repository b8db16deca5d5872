"""What a user's settings do, in the program as it is started."""

from __future__ import annotations

import subprocess
from pathlib import Path

from terminal import COMMAND, Terminal


def start(home: Path, settings: str = "", *options: str, **env: str) -> Terminal:
    home.mkdir(exist_ok=True)
    if settings:
        (home / "settings.toml").write_text(settings, encoding="utf-8")
    return Terminal(
        [COMMAND, *options],
        env={"CLAIMREADER_HOME": str(home), "LC_ALL": "C.UTF-8", **env},
        columns=100,
        rows=24,
    )


def at(terminal: Terminal, text: str) -> tuple[object, object, bool]:
    """Return colour, ground and reverse of the first cell of a text."""
    for y, row in enumerate(terminal.screen.display):
        if (x := row.find(text)) >= 0:
            cell = terminal.screen.buffer[y][x]
            return cell.fg, cell.bg, cell.reverse
    raise AssertionError(f"{text!r} is not there:\n{terminal.text}")


def test_a_key_of_the_settings_works_and_is_shown(tmp_path: Path) -> None:
    with start(
        tmp_path, '[keys]\n"library.open" = "F5"\n"reader.claim" = "K"\n"library.help" = "H"\n'
    ) as terminal:
        terminal.wait_for("0/24")
        terminal.wait_for("F5 open")
        terminal.type("H")
        terminal.wait_for("LIBRARY")
        terminal.type("q\x1b[15~")
        terminal.wait_for("K claim")
        terminal.type("K")
        terminal.wait_for("claims 1")
        terminal.type("c")  # has no meaning now
        terminal.type("?")
        terminal.wait_for("READER")
        assert not [row for row in terminal.screen.display if row.startswith(" c ")]


def test_clashes_are_said_and_quit_stays(tmp_path: Path) -> None:
    with start(tmp_path, '[keys]\n"library.open" = "ctrl+q"\n"library.quit" = "j"\n') as terminal:
        terminal.wait_for("library.open: Ctrl-q always quits; keys: library.quit takes j from library.down")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_settings_that_cannot_be_read_stop_nothing_and_are_said_by_doctor(tmp_path: Path) -> None:
    with start(tmp_path, "[keys\n") as terminal:
        terminal.wait_for("settings.toml: ")
        terminal.type("\r")
        terminal.wait_for("claims 0")
    (tmp_path / "settings.toml").write_text('keyboard = "dvorak"\n[keys]\n"reader.clam" = "k"\n')
    done = subprocess.run(
        [COMMAND, "doctor"],
        env={"CLAIMREADER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "keyboard is 'dvorak'; it can be auto, pc, mac, azerty" in done.stdout
    assert "'reader.clam' is no action; perhaps reader.claim" in done.stdout


def test_the_keyboard_of_the_settings(tmp_path: Path) -> None:
    with start(tmp_path, 'keyboard = "azerty"\n') as terminal:
        terminal.wait_for("0/24")
        terminal.type("\r")
        terminal.wait_for("claims 0")
        terminal.type("é")  # 2 of azerty, unshifted
        terminal.wait_for("c2")


def test_a_theme_is_chosen_from_the_palette_and_kept(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("0/24")
        dark = at(terminal, "0/24")
        terminal.type("\x10theme\r")
        terminal.wait_for("for a bright room")
        terminal.type("light\r")
        terminal.wait_until_gone("for a bright room")
        terminal.wait_until(lambda: "0/24" in terminal.text and at(terminal, "0/24") != dark)
        light = at(terminal, "0/24")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert 'theme = "light"' in (tmp_path / "settings.toml").read_text()
    with start(tmp_path) as terminal:
        terminal.wait_for("0/24")
        assert at(terminal, "0/24") == light


def test_the_terminals_own_colours(tmp_path: Path) -> None:
    with start(tmp_path, 'theme = "ansi"\n') as terminal:
        terminal.wait_for("0/24")
        terminal.type("\r")
        terminal.wait_for("claim")
        assert b"38;2" not in terminal.sent
        assert b"48;2" not in terminal.sent


def test_without_colours_the_cursor_is_reversed(tmp_path: Path) -> None:
    with start(tmp_path, 'theme = "light"\n', NO_COLOR="1") as terminal:
        terminal.wait_for("0/24")
        assert at(terminal, "0/73") == ("default", "default", True)  # the cursor is on the first row
        terminal.type("\r2")
        terminal.wait_for("c2")
        cells = [cell for row in terminal.screen.buffer.values() for cell in row.values()]
        assert {cell.fg for cell in cells} == {cell.bg for cell in cells} == {"default"}
        assert any(cell.reverse for cell in cells)


def test_messages_name_the_users_own_keys(tmp_path: Path) -> None:
    with start(tmp_path, '[keys]\n"reader.undo" = ["F9"]\n"library.undo" = ["F9"]\n') as terminal:
        terminal.wait_for("0/24")
        terminal.type("\r")
        terminal.wait_for("claims 0")
        terminal.type("cd")
        terminal.wait_for("deleted; F9 brings it back")
