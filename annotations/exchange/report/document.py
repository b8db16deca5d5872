"""The report as a document: sections of paragraphs, facts, tables, plots and notes, in words, without a look.

The page and the Word document are both made from this, so that neither says what the other leaves out. Texts
stand here as they are stored; who writes a file makes them harmless (`sanitising`).
"""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter
from typing import Literal, NamedTuple

from annotations.exchange.report.svg_plot import Drawing, Point, SourceMark

Look = Literal["plain", "quote", "amount", "strong", "tag", "code", "cite", "mark"]
"""`quote` is an article's text, which keeps its direction; `amount` has isolates of
`annotations.text.numbers.amounts`; `code` is read from left to right (a place, an address); `cite` is the
number of a note; `mark` is a sign such as `≠`."""


class Run(NamedTuple):
    """A piece of text that has one look and leads to one place."""

    text: str
    look: Look = "plain"
    to: str = ""
    """The anchor of a row or a note with a `#` before it, or a web address; empty: it leads nowhere."""


Line = Sequence[Run]


class Cell(NamedTuple):
    """A cell of a table: lines, of which those behind the first are smaller."""

    lines: Sequence[Line]
    quote: bool = False
    """True if its first line is an article's text."""
    number: bool = False
    """True if it is a number to be compared with those above and below it."""
    shape: SourceMark | None = None
    """The mark that a row has in the plot."""


class Row(NamedTuple):
    """A row of a table; links lead to its anchor."""

    cells: Sequence[Cell]
    anchor: str = ""


class Table(NamedTuple):
    """A table; on a narrow screen each row of it becomes a card, unless it is a grid that is read across."""

    name: str
    """Says what it is about to those who don't see it."""
    columns: Sequence[str]
    widths: Sequence[int]
    """Shares of the width on paper, one a column."""
    rows: Sequence[Row]
    grid: bool = False


class Paragraph(NamedTuple):
    """Lines of text."""

    lines: Sequence[Line]
    small: bool = False


class Bullets(NamedTuple):
    """A list of lines."""

    lines: Sequence[Line]


class Facts(NamedTuple):
    """Names with what there is to say of each."""

    facts: Sequence[tuple[str, Sequence[Line]]]


class Plot(NamedTuple):
    """A plot, laid out for a wide and for a narrow page."""

    name: str
    wide: Drawing
    narrow: Drawing
    points: Sequence[Point] = ()
    """The same, for who lays it out otherwise."""


class Note(NamedTuple):
    """A numbered note: where a row comes from."""

    anchor: str
    number: str
    lines: Sequence[Line]


class Notes(NamedTuple):
    """All notes, which rows cite."""

    notes: Sequence[Note]


Block = Paragraph | Bullets | Facts | Table | Plot | Notes


class Part(NamedTuple):
    """A part of a section below a heading of its own."""

    title: Line
    blocks: Sequence[Block]
    anchor: str = ""


class Section(NamedTuple):
    """A section of the report."""

    anchor: str
    title: str
    blocks: Sequence[Block]
    parts: Sequence[Part] = ()


class Document(NamedTuple):
    """The report."""

    title: str
    about: Sequence[Line]
    """The lines below the title: what the report covers, and who made it when."""
    sections: Sequence[Section]
    foot: str


def line(*runs: Run | str) -> Line:
    """Return a line of these runs; a text is a plain one."""
    return [run if isinstance(run, Run) else Run(run) for run in runs]


def named(name: str, colon: str, *runs: Run | str) -> Line:
    """Return a line that says of a name what there is to say; the name is a run of its own direction."""
    return line(name, f"{colon} ", *runs)


def filled(template: str, **runs: Run | str | Line) -> Line:
    """Return a line of a template of the language, with a run or a line in the place of each `{name}`."""
    pieces: list[Run] = []
    for before, name, _, _ in Formatter().parse(template):
        if before:
            pieces.append(Run(before))
        if name is not None:
            run = runs[name]
            pieces += line(run) if isinstance(run, Run | str) else run
    return pieces


def joined(runs: Sequence[Run | str], between: str = " · ") -> Line:
    """Return a line of the runs that have a text, with something between each two."""
    kept = [run for run in line(*runs) if run.text]
    return [piece for run in kept for piece in (Run(between), run)][1:]


def plain(line: Line) -> str:
    """Return what a line says."""
    return "".join(run.text for run in line)
