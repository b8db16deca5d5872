"""Puts amounts into words: the rows of a list of quantities, and the headings above them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.model.article import Article
from annotations.model.records import place_shown
from annotations.text.lines import flat
from annotations.text.numbers.amounts import amount, short
from annotations.text.numbers.words import bare
from tui.i18n import N_, _, language, plural
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.insight.figures import Figure
    from annotations.services.figure_index import FigureList
    from annotations.services.figures import FoundFigure, NounFigures

DIFFERS = "≠"
_LEAST_NAME = 14
"""Cells of a claimant's column."""
OFFERED = "?"
"""Stands behind a claimant that was only read."""
MARK = "*"
"""Stands before the row of an amount that the user has marked."""


class FigureColumn(NamedTuple):
    """A column of a list of amounts."""

    id: str
    name: str
    room: int
    """Its cells."""


class FigureRow(NamedTuple):
    """A row has the mark of the user, its columns, and the words around an amount."""

    mark: str
    columns: tuple[str, ...]
    quote: str
    span: tuple[int, int] = (0, 0)
    """Where the amount stands in them (code points)."""
    tagged: bool = True


def figure_row(
    found_figure: FoundFigure,
    columns: Sequence[FigureColumn],
    cells: int,
    *,
    differs: bool,
) -> FigureRow:
    """Return what stands in the row of an amount.

    Args:
        found_figure: the amount.
        columns: which columns there are.
        cells: of the room for the words around it.
        differs: whether it differs from another one of its noun.
    """
    quote, span = around(found_figure, cells)
    figure = found_figure.figure
    if found_figure.read_claimant:  # as the details offer it: nobody has said so
        name = f"{found_figure.read_claimant} {OFFERED}"
        columns_shown = figure_cells(msgspec.structs.replace(figure, claimant=name), columns, differs=differs)
    else:
        columns_shown = figure_cells(figure, columns, differs=differs)
    return FigureRow("", columns_shown, quote, span, figure.tagged)


_NAMES = {
    "as_of": N_("as of"),
    "figure": N_("figure"),
    "differs": " ",
    "claimant": N_("claimant"),
    "source": N_("source"),
    "place": N_("place"),
}


def figure_columns(width: int, listed: FigureList | None = None) -> list[FigureColumn]:
    """Return the columns for which a view has room; of a list those that say something."""
    rooms = {"as_of": 10, "figure": 18 if language() == "ar" else 13, "differs": 1}
    room = 16 if width < 110 else 24 if width < 150 else 34
    if listed is not None:  # as long as the names are; the words beside it need two thirds
        longest = max((len(name) for name, _ in listed.series), default=0)
        room = max(_LEAST_NAME, min(longest, width // 4))
    rooms["claimant"] = room
    if width >= 110:
        rooms["source"] = 14 if width < 150 else 20
    if width >= 96:
        rooms["place"] = 8
    has = {
        "as_of": listed is None or listed.dated,
        "differs": listed is None or any(listed.differs),
        "claimant": listed is None or bool(listed.claimants or listed.tagged),
        "source": listed is None or listed.sources,
    }
    return [FigureColumn(name, _NAMES[name], room) for name, room in rooms.items() if has.get(name, True)]


def figure_cells(figure: Figure, columns: Sequence[FigureColumn], *, differs: bool) -> tuple[str, ...]:
    """Return what stands in the columns of an amount's row."""
    rooms = {column.id: column.room for column in columns}
    short_id = Article(figure.article, "").short_id
    cells = {
        "as_of": figure.as_of or "",
        "figure": short(item_of(figure), language(), rooms.get("figure", 13)),
        "differs": DIFFERS if differs else "",
        "claimant": with_signs(figure.claimant or ""),
        "source": with_signs(figure.source or ""),
        "place": place_shown(short_id, figure.setting.sentence),
    }
    return tuple(cells[column.id] for column in columns)


def item_of(figure: Figure) -> dict[str, Any]:
    """Return an amount as an item of a `numbers` attribute, without the noun under which it is listed."""
    return {
        "value": figure.value,
        "min": figure.min,
        "max": figure.max,
        "approx": figure.approx,
        "unit": figure.unit if figure.unit == "%" else None,
        "quote": figure.quote,
    }


def seen_columns(
    columns: Sequence[FigureColumn], figures: Sequence[Figure], *, differs: bool
) -> list[FigureColumn]:
    """Return the columns in which any of some figures has something."""
    has = {
        "as_of": any(figure.as_of for figure in figures),
        "differs": differs,
        "claimant": any(figure.claimant for figure in figures),
        "source": any(figure.source for figure in figures),
    }
    return [column for column in columns if has.get(column.id, True)]


def figure_shown(figure: Figure) -> str:
    """Return the number of a figure, with its bounds."""
    return amount(item_of(figure), language(), isolates=False)


def around(found_figure: FoundFigure, cells: int) -> tuple[str, tuple[int, int]]:
    """Return so much of a sentence that its amount is in sight in a view of so many cells, in one line.

    Returns:
        The words, and where in them the amount stands (code points).
    """
    sentence, at = found_figure.sentence, found_figure.at
    length = found_figure.figure.end - found_figure.figure.start
    start = 0
    if at + length > cells - 1:
        start = max(0, at - max(4, (cells - length) // 3))
        spare = cells - 3 - (len(sentence) - start)
        start = sentence.find(" ", max(0, start - max(0, spare))) + 1
        start = start if 0 < start <= at else at
    lead = "… " if start else ""
    before = flat(sentence[start:at] + "|")[:-1]
    amount_words = flat(sentence[at : at + length])
    rest = flat("|" + sentence[at + length : at + length + 8 * max(1, cells)])[1:]
    shown = with_signs(lead + before)
    begin = len(shown)
    amount_shown = with_signs(amount_words)
    return shown + amount_shown + with_signs(rest), (begin, begin + len(amount_shown))


def noun_name(noun: str, spellings: Sequence[str]) -> str:
    """Return the name of a noun with its spellings: قتيل / قتلى / ضحايا."""
    if not noun:
        return _("not said of what")
    others = (word for word in spellings if bare(word).removesuffix("ا") != bare(noun))
    return " / ".join(dict.fromkeys(with_signs(word) for word in (noun, *others)))


def counts_of(group: NounFigures) -> str:
    """Return how many amounts there are, of how many claimants and articles."""
    return _counts(len(group.figures), group.claimants, group.voices, group.copies)


def counts_of_list(listed: FigureList) -> str:
    """Return how many amounts are listed, of how many claimants and articles."""
    return _counts(len(listed.rows), listed.claimants, listed.voices, listed.copies)


def _counts(amounts: int, claimants: int, articles: int, copies: int) -> str:
    parts = [plural("{n} amount", "{n} amounts", amounts)]
    if claimants:
        parts.append(plural("{n} claimant", "{n} claimants", claimants))
    parts.append(plural("{n} article", "{n} articles", articles))
    if copies:  # the same agency text elsewhere is no further voice
        parts.append(plural("{n} copy", "{n} copies", copies))
    return " · ".join(parts)
