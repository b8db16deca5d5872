"""The terminal's own cursor, which braille displays and screen readers follow, is where the person is.

In the running program, in a real pty; what stands in the cell of the cursor is read back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from terminal import COMMAND, Terminal

import seeds

DOWN = "\x1b[B"
FIRST_LETTER = sorted(seeds.FOLDER.glob("*.txt"))[1].read_text("utf-8")[0]


@pytest.fixture
def library(home: dict[str, str]) -> Iterator[Terminal]:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        yield terminal
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def row(terminal: Terminal) -> int:
    return int(terminal.screen.cursor.y)


def under(terminal: Terminal) -> str:
    """Return the letter in the cell of the cursor."""
    cursor = terminal.screen.cursor
    return unicodedata.normalize("NFKC", terminal.screen.display[cursor.y][cursor.x])


def wait_for_row_with(terminal: Terminal, mark: str) -> None:
    """Wait until the cursor is in the one row with the mark of a list's row."""
    terminal.wait_until(
        lambda: (
            [mark in line for line in terminal.screen.display].count(True) == 1
            and mark in terminal.screen.display[row(terminal)]
        )
    )


def open_second(library: Terminal) -> Terminal:
    library.type("j\r")
    library.wait_for("1 of 23")
    return library


def test_in_a_list_it_is_on_the_row_at_the_first_letter_of_the_title(library: Terminal) -> None:
    for key in ("j", "j", "k"):
        library.type(key)
        wait_for_row_with(library, "◂")
    assert under(library) == library.logical.splitlines()[row(library)].strip(" ◂")[0]


def test_it_goes_from_the_line_that_is_typed_in_to_the_list_and_back(library: Terminal) -> None:
    library.type("\x10")
    library.wait_for("Esc")
    library.type("s")
    library.wait_until(lambda: row(library) == 0)
    library.type(DOWN)
    library.wait_until(lambda: row(library) > 0)
    library.type("o")
    library.wait_until(lambda: row(library) == 0)
    library.type("\x1b")


def test_in_an_article_it_is_on_the_first_letter_of_the_sentence(library: Terminal) -> None:
    reader = open_second(library)
    first = row(reader)
    assert under(reader) == FIRST_LETTER
    reader.type("j")
    reader.wait_for("2 of 23")
    reader.wait_until(lambda: row(reader) > first)
    letter = under(reader)
    assert letter.isalpha()
    reader.type("k")
    reader.wait_until(lambda: row(reader) == first and under(reader) == FIRST_LETTER)


def test_it_goes_to_the_hit_by_arrows_and_to_the_line_again_by_letters(library: Terminal) -> None:
    reader = open_second(library)
    reader.type("/")
    reader.wait_for("find")
    line = row(reader)
    reader.type("كوريا")
    reader.wait_until(lambda: "/30" in reader.text and row(reader) == line)
    reader.type(DOWN)
    reader.wait_until(lambda: row(reader) < line and under(reader).isalpha())
    reader.type(" ")
    reader.wait_until(lambda: row(reader) == line)
    reader.type("\r")  # to the hit in the text, which is not where the sentence begins
    reader.wait_until(lambda: row(reader) < line and under(reader) == "ك")
    reader.type("j")
    reader.wait_until(lambda: row(reader) < line and under(reader) != "ك")


def test_while_words_are_selected_it_is_on_the_moving_end(library: Terminal) -> None:
    reader = open_second(library)
    at = reader.screen.cursor.x
    reader.type("v")
    reader.wait_until(lambda: reader.screen.cursor.x < at)
    first = reader.screen.cursor.x
    reader.type("\x1b[D")
    reader.wait_until(lambda: reader.screen.cursor.x < first - 3)
    reader.type("\x1b")
    reader.wait_until(lambda: reader.screen.cursor.x == at)


def test_in_details_tags_and_board_it_is_on_the_row_that_keys_act_on(library: Terminal) -> None:
    reader = open_second(library)
    reader.type("c")
    reader.wait_for("claims 1")
    in_text = row(reader)
    reader.type("a")
    reader.wait_until(lambda: reader.screen.cursor.x == 1)
    first = row(reader)
    reader.type(DOWN)
    reader.wait_until(lambda: row(reader) == first + 1)
    reader.type("\x1b")
    reader.wait_until(lambda: row(reader) == in_text and reader.screen.cursor.x > 1)
    reader.type("t")
    reader.wait_until(lambda: reader.screen.cursor.x == 1)
    first = row(reader)
    reader.type(DOWN)
    reader.wait_until(lambda: row(reader) == first + 1)
    reader.type("\x1b")
    reader.wait_until(lambda: row(reader) == in_text)
    reader.type("g")
    wait_for_row_with(reader, "◂")
