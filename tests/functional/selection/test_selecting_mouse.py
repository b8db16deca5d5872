"""The mouse in the article: a click, a drag, two clicks, the wheel; in a real pty, as terminals report it."""

import base64
from pathlib import Path

from lit_cells import lit, lit_cells, place, wait_lit
from sample_corpus import stored
from terminal import COMMAND, Terminal

PRESS, MOVE, WHEEL_UP, WHEEL_DOWN = 0, 32, 64, 65


def mouse(reader: Terminal, button: int, y: int, x: int, *, release: bool = False) -> None:
    """Send a report of the mouse (xterm's SGR mode 1006) for a cell, 0-based."""
    reader.type(f"\x1b[<{button};{x + 1};{y + 1}{'m' if release else 'M'}")


def click(reader: Terminal, y: int, x: int) -> None:
    mouse(reader, PRESS, y, x)
    mouse(reader, PRESS, y, x, release=True)


def cursor_rows(reader: Terminal) -> list[int]:
    return [y for y, row in enumerate(reader.screen.display) if "◂" in row]


def wait_cursor(reader: Terminal, *wanted: int) -> None:
    reader.wait_until(lambda: cursor_rows(reader) == list(wanted))


def test_a_click_moves_the_cursor(reader: Terminal) -> None:
    wait_cursor(reader, 1)
    y, x = place(reader, "الميناء")
    click(reader, y, x)
    wait_cursor(reader, y)
    assert lit(reader) == []


def test_a_drag_selects_the_letters_under_it(reader: Terminal, corpus: Path) -> None:
    y, x = place(reader, "الوزير")
    mouse(reader, PRESS, y, x)
    mouse(reader, MOVE, y, x - 2)
    wait_lit(reader, "الو")
    mouse(reader, MOVE, y, x - 5)
    mouse(reader, PRESS, y, x - 5, release=True)
    wait_lit(reader, "الوزير")
    assert lit_cells(reader)[0][1] == x - 5
    reader.type("2")  # the selection waits for a key
    reader.wait_for("decided 1/3")
    wait_lit(reader)
    reader.type("\x11")
    assert reader.wait_for_end() == 0
    assert [annotation["target"]["quote"] for annotation in stored(corpus)] == ["الوزير"]


def test_a_drag_to_the_right_and_over_rows_selects_too(reader: Terminal) -> None:
    y, x = place(reader, "الميناء")
    mouse(reader, PRESS, y, x - 6)
    mouse(reader, MOVE, y, x)
    wait_lit(reader, "الميناء")
    y, x = place(reader, "هناك")
    mouse(reader, MOVE, y, x)
    mouse(reader, PRESS, y, x, release=True)
    reader.wait_until(lambda: len(lit(reader)) == 2)
    assert [text.split()[0] for text in lit(reader)] == ["هناك.", "وصلت"]
    assert lit(reader)[1].endswith("الميناء")


def test_two_clicks_select_a_word_to_copy(reader: Terminal) -> None:
    y, x = place(reader, "الميناء")
    click(reader, y, x - 2)
    click(reader, y, x - 2)
    wait_lit(reader, "الميناء")
    reader.type("y")
    reader.wait_for_bytes(b"\x1b]52;c;" + base64.b64encode("الميناء".encode()))


def test_a_click_ends_a_selection(reader: Terminal) -> None:
    reader.type("v")
    wait_lit(reader, "قال")
    y, x = place(reader, "الميناء")
    click(reader, y, x)
    wait_lit(reader)
    wait_cursor(reader, y)
    reader.type("k")
    reader.wait_until_gone("by words")


def test_the_wheel_scrolls_three_rows_and_the_cursor_stays_in_sight(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = "\n".join(f"قال المصدر رقم {n} إن القوات وصلت إلى المدينة." for n in range(60))
    (folder / "a.txt").write_text(text, encoding="utf-8")

    with Terminal(
        [COMMAND, str(folder)], env={"CLAIMREADER_HOME": str(tmp_path)}, columns=80, rows=20
    ) as reader:
        reader.wait_for("0/60")
        reader.type("\r")
        reader.wait_for("رقم 0 ", logical=True)
        reader.type("jjjj")
        wait_cursor(reader, 5)
        mouse(reader, WHEEL_DOWN, 5, 40)
        wait_cursor(reader, 2)  # the text moves, the cursor stays with its sentence
        mouse(reader, WHEEL_DOWN, 5, 40)
        wait_cursor(reader, 1)  # which has left the view: now the first one in it is under the cursor
        assert "رقم 6 " in reader.logical.splitlines()[1]
        reader.type("v")
        wait_lit(reader, "قال")
        mouse(reader, WHEEL_DOWN, 5, 40)
        wait_lit(reader)
        mouse(reader, WHEEL_UP, 5, 40)
        wait_lit(reader, "قال")  # what is selected stays, in sight or not
        reader.type("\x1b")
        for _ in range(30):
            mouse(reader, WHEEL_UP, 5, 40)
        reader.wait_for("رقم 0 ", logical=True)
        assert len(cursor_rows(reader)) == 1
        for _ in range(30):
            mouse(reader, WHEEL_DOWN, 5, 40)
        reader.wait_for("رقم 59 ", logical=True)
        assert "رقم 59 " in reader.logical.splitlines()[14]
        reader.type("\x11")
        assert reader.wait_for_end() == 0
