"""The reader on a small article in a real pty, and what is lit there, read letter by letter."""

from __future__ import annotations

from terminal import Terminal, logical

LEFT, RIGHT, UP, DOWN = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B"

FIRST = "قال الوزير (MSMT) أمس إن العدد 3,000 جُنديٍّ، ونفت موسكو."
_MIRROR = str.maketrans("()", ")(")
TEXT = f"{FIRST} وأضاف المصدر أن KN-23 هناك.\nوصلت القوات إلى الميناء صباح اليوم، ثم عادت."


def lit(terminal: Terminal) -> list[str]:
    """Return what is shown reversed in the article, row by row, in reading order."""
    return [text for _, _, text in lit_cells(terminal)]


def lit_cells(terminal: Terminal) -> list[tuple[int, int, str]]:
    """Return the runs of reversed cells: row, first column from the left, and letters in reading order.

    Marks are left out: they are in the cell of their letter.
    """
    runs = []
    screen = terminal.screen
    for y in range(1, screen.lines - 1):
        columns = [x for x in range(screen.columns) if screen.buffer[y][x].reverse]
        while columns:
            run = 1
            while run < len(columns) and columns[run] == columns[0] + run:
                run += 1
            cells = "".join(screen.buffer[y][x].data[0] for x in columns[:run])
            runs.append((y, columns[0], logical(cells).translate(_MIRROR)))
            columns = columns[run:]
    return runs


def wait_lit(terminal: Terminal, *wanted: str) -> None:
    """Wait until exactly these pieces are lit, marks left out."""
    try:
        terminal.wait_until(lambda: lit(terminal) == list(wanted))
    except AssertionError as error:
        raise AssertionError(f"{lit(terminal)} is lit, not {list(wanted)}") from error


def place(terminal: Terminal, word: str) -> tuple[int, int]:
    """Return row and column (0-based) of the first letter of a word of the article, its rightmost cell."""
    screen = terminal.screen
    for y in range(1, screen.lines - 1):
        row = "".join(screen.buffer[y][x].data[0] for x in range(screen.columns))
        for right in range(screen.columns, 0, -1):
            if any(logical(row[left:right]) == word for left in range(max(0, right - len(word)), right)):
                return y, right - 1
    raise AssertionError(f"{word} is not on the screen:\n{terminal.logical}")
