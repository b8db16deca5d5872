"""The screen for people who have it read: in the running program, in a real pty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

import seeds

STYLED = re.compile(rb"\x1b\[([\d;]*)m")
LINES = re.compile("[\u2500-\u259f]")


def start(home: dict[str, str], text: str = "", **size: int) -> Terminal:
    folder = Path(home["CLAIMREADER_HOME"])
    folder.mkdir(exist_ok=True)
    (folder / "settings.toml").write_text(text)
    return Terminal([COMMAND, *([] if "accessible = true" in text else ["--accessible"])], env=home, **size)


@pytest.fixture
def terminal(home: dict[str, str]) -> Iterator[Terminal]:
    with start(home) as started:
        started.wait_for("5 articles")
        yield started
        started.type("\x11")
        assert started.wait_for_end() == 0


def test_no_place_has_lines_or_colours_and_the_cursor_can_be_seen(terminal: Terminal) -> None:
    def look(keys: str, *, there: str = "", gone: str = "") -> None:
        terminal.type(keys)
        terminal.wait_for(there) if there else terminal.wait_until_gone(gone)
        assert not LINES.search(terminal.text)
        assert not terminal.screen.cursor.hidden

    look("j\r\r", there="1 of 23")
    look("c", there="claims 1")
    look("a", there="my confidence")
    look("\x1b", gone="my confidence")
    look("t", there="another kind")
    look("\x1b", gone="another kind")
    look("g", there="f quantities")
    look("?", there="Ctrl-q")
    styles = {code for codes in STYLED.findall(terminal.sent) for code in codes.split(b";")}
    assert styles <= {b"", *(b"%d" % code for code in (0, 1, 2, 3, 4, 7, 22, 23, 24, 27, 39, 49))}


def test_a_message_has_the_cursor_until_the_next_key(terminal: Terminal) -> None:
    terminal.type("\r")
    terminal.wait_for("decided 0/73")
    in_text = terminal.screen.cursor.y
    terminal.type("y")
    terminal.wait_until(lambda: terminal.screen.cursor.y == terminal.screen.lines - 1)
    terminal.type("j")
    terminal.wait_until(lambda: terminal.screen.cursor.y != terminal.screen.lines - 1)
    assert terminal.screen.cursor.y >= in_text


def test_a_tag_is_said_in_the_row_of_the_cursor_which_stays(terminal: Terminal) -> None:
    def is_on_the_sentence() -> bool:
        return terminal.screen.display[terminal.screen.cursor.y].rstrip().endswith("<")

    terminal.type("j\r")
    terminal.wait_for("decided 0/23")
    terminal.wait_until(is_on_the_sentence)
    at = terminal.screen.cursor.y
    terminal.type("1")
    terminal.wait_for("decided 1/23")
    terminal.wait_until(lambda: terminal.screen.cursor.y == at)
    assert "1" in terminal.screen.display[at][-4:]
    terminal.type("0")
    terminal.wait_until(lambda: "0" in terminal.screen.display[at][-4:] and terminal.screen.cursor.y == at)


def test_the_setting_does_the_same_and_rows_may_be_in_reading_order(home: dict[str, str]) -> None:
    first = sorted(seeds.FOLDER.glob("*.txt"))[1].read_text("utf-8")[:40]
    with start(home, 'accessible = true\naccessible_text = "logical"\n') as terminal:
        terminal.wait_for("5 articles")
        terminal.type("j\r")
        terminal.wait_for(first)
        terminal.wait_until(lambda: terminal.screen.display[terminal.screen.cursor.y].startswith(first))
        assert terminal.screen.cursor.x == 0
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_in_a_small_window_the_title_keeps_its_room_and_nothing_covers_the_articles(
    home: dict[str, str],
) -> None:
    with Terminal([COMMAND], env=home, columns=40, rows=10, first_time=True) as terminal:
        terminal.wait_for("? shows all keys")
        terminal.wait_until(lambda: "0/73" in terminal.text)
        rows = [line for line in terminal.screen.display if re.search(r"0/\d\d", line)]
        assert len(rows) == 5
        assert all(len(re.findall(r"[\ufb50-\ufefc]", row)) > 12 for row in rows)
        terminal.type("\r")
        terminal.wait_until_gone("? shows all keys")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
