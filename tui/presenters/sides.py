"""Puts questions and their sides into rows: who stands on which side since when, and who carries which.

Each side of a question has a letter, the same in the list of sides and in the matrix.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from annotations.insight.nouns import counted
from annotations.insight.sides import Matrix, Question, Reversal, Side, Stand
from annotations.text.lines import flat
from annotations.text.numbers.amounts import LRI, PDI, several
from tui.i18n import N_, _, language, plural
from tui.presenters.annotation import choice_label, in_one_run
from tui.presenters.cases import LABEL, Passage
from tui.presenters.claims import Column
from tui.presenters.stored import with_signs

FSI = "\u2068"
"""Begins an isolate of the direction that its text has (UAX #9)."""
_NEITHER = N_("neither")
_EDGES = 5
"""Cells of a row for its beginning and its end."""
_NARROW = 80
_GAP = " · "


class SideRow(NamedTuple):
    """A row of the list: the heading of a question, a claim on a side, or somebody who turned."""

    kind: Literal["question", "stand", "turned"]
    question: int
    """Its place among the questions."""
    text: str = ""
    """The title of a question, or the words on somebody who turned; empty for a claim."""
    note: str = ""
    """The counts of a question's sides, claims and sources."""
    label: str = ""
    """The side, where its first row is."""
    side: tuple[int, Side] | None = None
    """The side that is to be named there, with its place."""
    stand: Stand | None = None
    again: bool = False
    """True if the row above is of the same person on the same side."""
    annotation: str = ""
    """The uuid that the row leads to."""


def rows_of(questions: Sequence[Question]) -> list[SideRow]:
    """Return the rows of questions, each with its sides and who turned."""
    rows: list[SideRow] = []
    for number, asked in enumerate(questions):
        rows.append(SideRow("question", number, title_of(asked), counts_of(asked)))
        for place, side in enumerate(asked.sides):
            rows += _stand_rows(number, place, side)
        for turned in asked.turned:
            text, uuid = reversal_of(turned, asked), turned.then.annotation
            rows.append(SideRow("turned", number, text, label=_("turned"), annotation=uuid))
    return rows


def _stand_rows(question: int, place: int, side: Side) -> Iterator[SideRow]:
    """Yield the rows of a side, person by person; the first one names it."""
    named: tuple[int, Side] | None = (place, side)
    for _name, stands in side.by_claimant():
        again = False
        for stand in stands:
            uuid = stand.annotation
            yield SideRow("stand", question, side=named, stand=stand, again=again, annotation=uuid)
            named, again = None, True


def title_of(asked: Question) -> str:
    """Return what a question is about, as its claims say it; where figures differ, what is counted."""
    title = with_signs(flat(asked.title))
    figure = asked.sides[0].figure
    return _("how many: {noun}").format(noun=title) if figure and counted(figure) else title


def counts_of(asked: Question, *, sources: bool = True) -> str:
    """Say how many sides and claims a question has, from how many `sources`, copies of a text apart."""
    counts = [
        plural("{n} side", "{n} sides", len(asked.sides)),
        plural("{n} claim", "{n} claims", asked.claims),
    ]
    counts += [plural("{n} source", "{n} sources", asked.sources)] if sources else []
    counts += [plural("{n} copy", "{n} copies", asked.copies)] if sources and asked.copies else []
    return _GAP.join(counts)


def letter(place: int) -> str:
    """Return the letter of a side, by its place: a to z, then a2."""
    return chr(ord("a") + place % 26) + (str(place // 26 + 1) if place >= 26 else "")


def side_words(side: Side, cells: int = 200) -> str:
    """Return what a side says: its figure, its words, or how its claims are reported."""
    if side.figure is not None:
        return in_one_run(several([side.figure], language(), cells))
    if side.kind == "statement":
        return f"«{with_signs(flat(side.label))}»"
    return _(_NEITHER) if side.kind == "neither" else choice_label(side.kind)


def side_label(place: int, side: Side, cells: int) -> str:
    """Return the letter of a side and what it says."""
    return f"{letter(place)}  {side_words(side, cells - 3)}"


def reversal_of(turned: Reversal, asked: Question) -> str:
    """Say who turned, from which side to which, and since when each was held."""
    parts = [f"{with_signs(turned.claimant)}: "]
    for turn in (turned.first, turned.then):
        words = side_words(asked.sides[turn.side])
        parts.append(f"{FSI}{words}{PDI} {LRI}{turn.since}{PDI}")
    return parts[0] + f"{_comma()} ".join(parts[1:])


def who(stand: Stand) -> str:
    """Return who stands on a side; where no one is named, the source in brackets."""
    name = with_signs(stand.claimant) if stand.claimant else f"({with_signs(stand.source or stand.article)})"
    return f"{name} (= {with_signs(stand.copy_of)})" if stand.copy_of else name


def _comma() -> str:
    return "،" if language() == "ar" else ","


# ---------------------------------------------------------------------- the list of sides

_STAND_NAMES = {
    "label": N_("side"),
    "since": N_("since"),
    "how": N_("reported as"),
    "source": N_("source"),
    "place": N_("place"),
    "claimant": N_("claimant"),
}


def side_columns(width: int, rows: Sequence[SideRow]) -> list[Column]:
    """Return the columns of sides for which a view has room; claimant and quote share what is left."""
    beyond = max(0, width - _NARROW)
    labels = [len(side_label(*row.side, 200)) for row in rows if row.side]
    claimants = [len(who(row.stand)) for row in rows if row.stand]
    rooms = {
        "label": max(12, min(max(labels, default=0), 17 + beyond // 6)),
        "since": 10 if any(row.stand.since for row in rows if row.stand) else 0,
        "how": 11 if width >= 100 and any(_how(row) for row in rows) else 0,
        "source": min(10 + beyond // 10, 20) if width >= 130 else 0,
        "place": 9 if width >= 110 else 0,
        "claimant": max(12, min(max(claimants, default=0), 22 + beyond // 5)),
    }
    return [
        Column(name, _STAND_NAMES[name], room, right=name == "claimant")
        for name, room in rooms.items()
        if room
    ]


def stand_cells(row: SideRow, columns: Sequence[Column]) -> tuple[str, ...]:
    """Return what stands in the columns of a claim's row."""
    stand = row.stand
    if stand is None:
        return ("",) * len(columns)
    rooms = {column.id: column.room for column in columns}
    cells = {
        "label": side_label(*row.side, rooms["label"]) if row.side else "",
        "since": stand.since,
        "how": _how(row),
        "source": with_signs(stand.source or stand.article),
        "place": stand.place,
        "claimant": "″" if row.again and stand.claimant and not stand.copy_of else who(stand),
    }
    return tuple(cells[column.id] for column in columns)


def _how(row: SideRow) -> str:
    return choice_label(row.stand.reported_as) if row.stand else ""


# ---------------------------------------------------------------------- the matrix


def matrix_columns(table: Matrix, first: int, width: int) -> list[Column]:
    """Return as many sources as there is room for beside the questions.

    Args:
        table: the matrix.
        first: the place of the first one that is shown.
        width: the cells of the view.
    """
    room = width - _EDGES - max(24, width // 3)
    columns: list[Column] = []
    for place in range(first, len(table.sources)):
        name = with_signs(table.sources[place])
        widest = max((len(_letters(row[place])) for row in table.rows), default=1)
        column = Column(name, name, max(4, min(len(name), 14), min(widest, 20)))
        room -= column.room + 1
        if room < 0 and columns:
            break
        columns.append(column)
    return columns


def matrix_cells(table: Matrix, number: int, first: int, columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the letters of the sides that each of these sources carries, in the row of a question."""
    row = table.rows[number][first : first + len(columns)]
    return tuple(_letters(places) or "·" for places in row)


def _letters(places: Sequence[int]) -> str:
    letters = [*map(letter, places)]
    return ("" if all(len(name) == 1 for name in letters) else " ").join(letters)


def legend(asked: Question) -> list[Passage]:
    """Return what the letters of a question stand for, and who stands there since when."""
    passages = []
    for place, side in enumerate(asked.sides):
        standing = [
            _since(stands[0], first=not number) for number, (_, stands) in enumerate(side.by_claimant())
        ]
        passages.append(Passage((side_label(place, side, LABEL),), _GAP.join(standing), own=True))
    passages += [Passage((_("turned"),), reversal_of(turned, asked), own=True) for turned in asked.turned]
    return passages


def _since(stand: Stand, *, first: bool) -> str:
    """Return who stands on a side and since when; the `first` of a line gives it its direction."""
    name = who(stand) if first else f"{FSI}{who(stand)}{PDI}"
    return f"{name} {LRI}({stand.since}){PDI}" if stand.since else name
