"""Lays out text that comes through a pipe: articles, and what programs print in lines.

Nothing is joined: each line of the input is a paragraph, as UAX #9 has it and as the filter bicon does. What
a line is set like depends on its block, which is what stands between two empty lines:

- a block of *prose* is set as an article is: a paragraph that runs from right to left stands at the right
  edge, and what is too long is wrapped at words;
- in a block of *records* (a log, a table, a listing) each line stays where it is, at the left, and so do its
  columns: what stands on both sides of a gap keeps its place, and is ordered and joined by itself. The words
  of a message run from right to left after what the program printed before them.

Records are told by what most lines of the block look like: columns with gaps of blanks or tabs between them,
or a beginning such as a time, a path, a word in Latin letters, a bracket. Who sees more than we do can say
which of the two it is.

A colour (SGR) and the erasure behind it (EL) that a program sends with its lines are left out; all else that
would act is shown as a sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from tui.bidi import Direction, Paragraph, direction_of, layout, mostly_rtl
from tui.bidi.classes import classes
from tui.presenters.stored import with_signs
from tui.presenters.text_rows import paragraph_rows

LAYOUTS = ("auto", "text", "lines")
"""Found out; all prose; all records."""

_BLOCK = 200
"""Lines of a block that are looked at together; what follows is set as they are."""
_BLOCK_SIZE = 1 << 16
"""The same in code points."""

_COLOUR = re.compile(r"\x1b\[[0-9;:]*[mK]")
_GAP = re.compile(r"(?<=\S)(?:\t[ \t]*| {2,}\t?[ \t]*)(?=\S)")
_COLUMNS = re.compile(r"\S\t\s*\S|[^\s.!?؟…:؛،] {2}\S|\S {3,}\S|\|.*\||\A {2,}\d+ ")
_TIME = r"\d{4}[-/]\d\d?[-/]\d\d?|\d\d?:\d\d|[A-Z][a-z]{2} +\d\d? \d\d:"
_RECORD = re.compile(
    rf"\s*(?:\[?(?:{_TIME})"  # 2026-11-29T10:00:01, [10:00:01], Nov 29 10:00
    r"|[-\w./~+@]*[\w./~]:\d+:"  # grep -n: news/001.txt:12:
    r"|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b"
    r"|[-dlcbps][-r][-w][-xsStT][-r])",  # ls -l
    re.ASCII,
)
_LATIN_FIRST = re.compile(r"\s*[\[({<\"'/$#+*~>.@-]*[A-Za-z]")
_RTL_LETTER = re.compile("[RA]")
_LRI, _RLI, _PDI = "\u2066", "\u2067", "\u2069"
_WIDEST = 1 << 20


def piped_rows(lines: Iterable[str | None], width: int, how: str = "auto") -> Iterator[str | None]:
    r"""Yield the rows of a text, shaped and ordered; None where the input pauses and all so far is laid out.

    Args:
        lines: each with its `\n`; what has none goes on in the next one. None for a pause.
        width: cells of a row.
        how: one of `LAYOUTS`.
    """
    text = _PipedText(width, how)
    block: list[str] = []
    size = 0
    for line in lines:
        if line is not None:
            block.append(line)
            size += len(line)
            ends = not line.strip()
            if not ends and len(block) < _BLOCK and size < _BLOCK_SIZE:
                continue
        yield from text.rows(block)
        block.clear()
        size = 0
        if line is None:
            yield None
    yield from text.rows(block)


class _PipedText:
    """Sets the lines of a text by all that has come of it.

    Args:
        width: cells of a row.
        how: one of `LAYOUTS`.
    """

    def __init__(self, width: int, how: str) -> None:
        self._width = width
        self._how = how
        self._records = how == "lines"
        self._letters = [0, 0]
        """Letters so far, from left to right and from right to left."""
        self._going_on: Direction | None = None
        """How the line is set of which the last piece was a part; None if it had ended."""

    def rows(self, block: Sequence[str]) -> Iterator[str]:
        """Yield the rows of the next lines of a block; an empty line ends it."""
        lines = [_COLOUR.sub("", line.removesuffix("\n")) for line in block]
        for line in lines:
            letters = classes(line)
            self._letters[0] += letters.count("L")
            self._letters[1] += letters.count("R") + letters.count("A")
        if self._how == "auto" and not self._records:
            self._records = are_records([line for line in lines if line.strip()])
        for line, piece in zip(lines, block, strict=True):
            if not line.strip():
                if self._how == "auto":
                    self._records = False
                yield ""
            elif self._records:
                yield from record_rows(line, self._width)
            else:
                in_rtl = self._letters[1] > self._letters[0]
                direction = self._going_on or direction_of(line, in_rtl=in_rtl)
                yield from paragraph_rows(line, self._width, direction)
                self._going_on = None if piece.endswith("\n") else direction


def are_records(lines: Sequence[str]) -> bool:
    """Say whether lines that aren't empty are records, as most of them look."""
    alike = sum(
        bool(_COLUMNS.search(line) or _RECORD.match(line) or (len(lines) > 1 and _LATIN_FIRST.match(line)))
        for line in lines
    )
    return 2 * alike > len(lines)


def record_rows(line: str, width: int) -> Iterator[str]:
    """Yield the rows of a line whose columns stay where they are.

    What stands between two gaps is an isolate, so that no column joins the run of its neighbour. A gap is as
    much wider as the words before it got narrower: lam-alef is one cell, and a vowel mark none.
    """
    text = line.expandtabs(8) if line.startswith("\t") else line
    at = column = shown = len(text) - len(text.lstrip(" "))
    parts = [" " * at]
    for gap in _GAP.finditer(text, at):
        field = text[at : gap.start()]
        parts.append(_in_place(field))
        shown += layout(Paragraph(parts[-1], "ltr"), _WIDEST)[0].width
        column = _after(gap[0], column + cell_len(field))  # as a program counts that pads: no ligatures
        parts.append(" " * max(1, column - shown))
        shown += len(parts[-1])
        at = gap.end()
    parts.append(_in_place(text[at:]))
    for row in layout(Paragraph("".join(parts), "ltr"), width):
        yield row.text


def _in_place(field: str) -> str:
    """Return a field whose words from right to left, with what follows them, run so."""
    shown = with_signs(field, "ltr")
    first = _RTL_LETTER.search(classes(shown))
    if first is not None and mostly_rtl(shown[first.start() :]):
        shown = f"{shown[: first.start()]}{_RLI}{shown[first.start() :]}{_PDI}"
    return f"{_LRI}{shown}{_PDI}"


def _after(gap: str, column: int) -> int:
    """Return the column behind a gap that begins in a column; tabs stop at each eighth one."""
    for char in gap:
        column = (column // 8 + 1) * 8 if char == "\t" else column + 1
    return column
