"""Records to words for lists of claims: their columns and rows, the headings of groups, the panel below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.model.article import Article
from annotations.model.links import Source, ties
from annotations.model.scheme import Scheme
from annotations.services.attributes import shown
from annotations.services.claim_index import Fact
from annotations.text.numbers.amounts import amount, short
from tui.i18n import N_, _, language, plural
from tui.presenters.annotation import choice_label, tag_labels
from tui.presenters.cases import Passage
from tui.presenters.links import link_label, place_of
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.exchange.report.claims import Figure
    from annotations.model.records import Annotation

_LINKS = 12
"""Links that the panel shows; it has room for fewer."""
_MARK = "*"
_SIDES = 3
"""Amounts that a heading names."""


class Column(NamedTuple):
    """A column shows one fact of each annotation."""

    id: str
    name: str
    room: int
    """Its cells."""
    since: int = 0
    """The width of the view, in cells, from which on it is there."""


LIST_COLUMNS = (
    Column("place", N_("place"), 9),
    Column("tags", N_("tag"), 4),
    Column("number", N_("number"), 13),
    Column("certainty", N_("certain"), 8),
    Column("date", N_("date"), 10, 100),
    Column("claimant", N_("claimant"), 14, 110),
    Column("source", N_("source"), 12, 120),
    Column("more", " ", 3),
)
"""The columns where each row is an annotation."""
GROUP_COLUMNS = (
    Column("number", N_("number"), 13),
    Column("certainty", N_("certain"), 9),
    Column("source", N_("source"), 10),
    Column("date", N_("date"), 10, 90),
    Column("place", N_("place"), 9, 100),
    Column("claimant", N_("claimant"), 14, 110),
    Column("more", " ", 3, 120),
)
"""The columns where contradictions are compared, which begin with that by which they differ."""
_WORDS = 18
"""Cells of لا يقل عن 115,000."""


def fitting(columns: Sequence[Column], width: int) -> list[Column]:
    """Return the columns for which there is room; in Arabic a bound is said by words, which take more."""
    wider = _WORDS if language() == "ar" else 0
    return [
        column._replace(room=max(column.room, wider)) if column.id == "number" else column
        for column in columns
        if width >= column.since
    ]


class ClaimRow(NamedTuple):
    """A row has the mark of the user, its columns, and the quote of an annotation."""

    mark: str
    columns: tuple[str, ...]
    quote: str
    words: tuple[str, ...] = ()
    """These are marked in the quote."""
    heading: bool = False
    """True for the heading of a group: only its quote is shown, from the left."""
    gone: bool = False
    """True if the annotation was deleted."""


def claim_row(
    annotation: Annotation,
    fact: Fact,
    links: int,
    columns: Sequence[Column],
    scheme: Scheme,
    *,
    marked: bool = False,
    words: tuple[str, ...] = (),
) -> ClaimRow:
    """Return what stands in the row of an annotation.

    Args:
        annotation: whose row.
        fact: what else is known of it.
        links: how many it has, at either end.
        columns: which columns there are.
        scheme: for the letters of tags.
        marked: whether the user has marked it.
        words: what is looked for.
    """
    rooms = {column.id: column.room for column in columns}
    attributes, short_id = annotation.attributes, Article(annotation.article.id, "").short_id
    cells = {
        "place": place_of(annotation),
        "tags": scheme.letters(annotation.tags),
        "number": short(fact.number.item, language(), rooms.get("number", 0)) if fact.number else "",
        "certainty": choice_label(attributes.get("certainty")),
        "date": fact.day,
        "claimant": with_signs(str(attributes.get("claimant") or "")),
        "source": with_signs(str(fact.record.get("source") or short_id)),
        "more": ("m" if annotation.note else "") + (f"l{links}" if links else ""),
    }
    row = tuple(cells[column.id] for column in columns)
    return ClaimRow(_MARK if marked else "", row, annotation.target.quote, words)


def deleted_row(text: str, columns: Sequence[Column], *, marked: bool = False) -> ClaimRow:
    """Return the row of an annotation that was deleted; `text` stands in place of its quote."""
    return ClaimRow(_MARK if marked else "", ("",) * len(columns), text, gone=True)


def heading_row(number: int, members: Sequence[tuple[Annotation, Fact]]) -> ClaimRow:
    """Return the row above a group of claims that contradict each other."""
    sources = {str(fact.record.get("source") or annotation.article.id) for annotation, fact in members}
    numbers = sorted((fact.number for _, fact in members if fact.number), key=lambda number: number.anchor)
    parts = [
        plural("{n} claim", "{n} claims", len(members)),
        plural("{n} source", "{n} sources", len(sources)),
    ]
    if numbers:
        parts.append(_span(numbers))
    name = _("contradiction {n}").format(n=number)
    return ClaimRow("", (), f"{name}: {' · '.join(parts)}", heading=True)


def _span(numbers: Sequence[Figure]) -> str:
    """Return from where to where numbers go; where one of them is open at an end, the numbers themselves."""
    ends = [end for number in numbers for end in (number.low, number.high)]
    known = [end for end in ends if end is not None]
    if len(known) == len(ends):
        return amount({"min": min(known), "max": max(known)}, language())
    amounts = list(dict.fromkeys(amount(number.item, language(), unit=False) for number in numbers))
    return " / ".join(amounts if len(amounts) <= _SIDES else [amounts[0], "…", amounts[-1]])


def passages_about(annotation: Annotation, fact: Fact, source: Source, scheme: Scheme) -> list[Passage]:
    """Return all about an annotation: itself, its note, the other ends of its links, its article's title."""
    value = annotation.attributes.get
    label_lines = (
        f"{place_of(annotation)}  {', '.join(tag_labels(scheme, annotation.tags))}",
        shown(value("numbers"), language()),
        _joined(choice_label(value("certainty")), value("claimant")),
        _joined(fact.record.get("source"), fact.day),
        _("by {name}").format(name=with_signs(annotation.annotator)),
    )
    about = [Passage(tuple(filter(None, label_lines)), annotation.target.quote)]
    if annotation.note:
        about.append(Passage((_("note"),), annotation.note))
    for tie in ties(annotation, source)[:_LINKS]:
        other = source.get(tie.other)
        name = link_label(tie.type, outgoing=tie.outgoing)
        where, quote = (place_of(other), other.target.quote) if other else (_("not here"), "")
        about.append(Passage((f"{name} {where}",), quote))
    if title := fact.record.get("title"):
        about.append(Passage((_("title"),), str(title)))
    return about


def passages_of_group(members: Sequence[tuple[Annotation, Fact]]) -> list[Passage]:
    """Return a group of claims, each with what it is compared by."""
    sides = []
    for annotation, fact in members:
        number = "-" if fact.number is None else amount(fact.number.item, language(), unit=False)
        compared = f"{number}  {choice_label(annotation.attributes.get('certainty'))}".rstrip()
        label_lines = (compared, _joined(fact.record.get("source"), fact.day))
        sides.append(Passage(tuple(filter(None, label_lines)), annotation.target.quote))
    return sides


def _joined(*values: object) -> str:
    """Return what is known of some facts, in one line."""
    return " · ".join(with_signs(str(value)) for value in values if value)
