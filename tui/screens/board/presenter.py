"""What a row of the claims board says, and the panel under it: pure functions over records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.model.article import Article
from annotations.model.links import Source, ties
from annotations.model.scheme import Scheme
from annotations.services.attributes import shown
from annotations.services.claim_index import Fact
from annotations.text.amounts import amount, short
from tui.config.bindings import undoable
from tui.i18n import _, language, named, plural
from tui.presenters.annotation import choice
from tui.presenters.links import label, place_of
from tui.presenters.stored import with_signs
from tui.widgets.board_list import Claim, Column
from tui.widgets.review_list import Passage

if TYPE_CHECKING:
    from annotations.exchange.report.claims import Figure
    from annotations.model.records import Annotation

_LINKS = 12
"""Links that the panel shows; it has room for fewer."""
_MARK = "*"
_SIDES = 3
"""Amounts that a heading names."""


def figure(number: Figure | None, cells: int) -> str:
    """Return a number as a column of so many cells shows it: `~12,000`, `3–5`, `≥1,500`."""
    return "" if number is None else short(number.item, language(), cells)


def claim(
    one: Annotation,
    fact: Fact,
    links: int,
    columns: Sequence[Column],
    scheme: Scheme,
    *,
    marked: bool = False,
    words: tuple[str, ...] = (),
) -> Claim:
    """Say what stands in the row of an annotation.

    Args:
        one: the annotation.
        fact: what else is known of it.
        links: how many it has, at either end.
        columns: which columns there are.
        scheme: for the letters of tags.
        marked: whether the user has marked it.
        words: what is looked for.
    """
    rooms = {column.id: column.room for column in columns}
    said = {
        "place": place_of(one),
        "tags": scheme.letters(one.tags),
        "number": figure(fact.number, rooms.get("number", 0)),
        "certainty": choice(one.attributes.get("certainty")),
        "date": fact.day,
        "claimant": with_signs(str(one.attributes.get("claimant") or "")),
        "source": with_signs(str(fact.record.get("source") or Article(one.article.id, "").short_id)),
        "more": ("m" if one.note else "") + (f"l{links}" if links else ""),
    }
    cells = tuple(said[column.id] for column in columns)
    return Claim(_MARK if marked else "", cells, one.target.quote, words)


def deleted(columns: Sequence[Column], *, marked: bool = False) -> Claim:
    """Return the row of an annotation that was deleted."""
    text = undoable(_("deleted; {undo} brings it back"), "board")
    return Claim(_MARK if marked else "", ("",) * len(columns), text, gone=True)


def heading(number: int, members: Sequence[tuple[Annotation, Fact]]) -> Claim:
    """Return the row above a group of claims that contradict each other."""
    sources = {str(fact.record.get("source") or one.article.id) for one, fact in members}
    figures = sorted((fact.number for _, fact in members if fact.number), key=lambda one: one.anchor)
    said = [
        plural("{n} claim", "{n} claims", len(members)),
        plural("{n} source", "{n} sources", len(sources)),
    ]
    if figures:
        said.append(_sides(figures))
    name = _("contradiction {n}").format(n=number)
    return Claim("", (), f"{name}: {' · '.join(said)}", heading=True)


def _sides(figures: Sequence[Figure]) -> str:
    """Return from where to where figures go; where one of them is open at an end, the figures themselves."""
    ends = [end for one in figures for end in (one.low, one.high)]
    known = [end for end in ends if end is not None]
    if len(known) == len(ends):
        return amount({"min": min(known), "max": max(known)}, language())
    amounts = list(dict.fromkeys(amount(one.item, language(), unit=False) for one in figures))
    return " / ".join(amounts if len(amounts) <= _SIDES else [amounts[0], "…", amounts[-1]])


def passages(one: Annotation, fact: Fact, source: Source, scheme: Scheme) -> list[Passage]:
    """Return all about an annotation: itself, its note, the other ends of its links, its article's title."""
    value = one.attributes.get
    tags = [named(scheme.by_id[tag]) if tag in scheme.by_id else tag for tag in scheme.ordered(one.tags)]
    said = (
        f"{place_of(one)}  {', '.join(tags)}",
        shown(value("numbers"), language()),
        " · ".join(with_signs(str(it)) for it in (choice(value("certainty")), value("claimant")) if it),
        " · ".join(with_signs(str(it)) for it in (fact.record.get("source"), fact.day) if it),
        _("by {name}").format(name=with_signs(one.annotator)),
    )
    found = [Passage(tuple(filter(None, said)), one.target.quote)]
    if one.note:
        found.append(Passage((_("note"),), one.note))
    for tie in ties(one, source)[:_LINKS]:
        other = source.get(tie.other)
        name = label(tie.type, outgoing=tie.outgoing)
        where, quote = (place_of(other), other.target.quote) if other else (_("not here"), "")
        found.append(Passage((f"{name} {where}",), quote))
    if title := fact.record.get("title"):
        found.append(Passage((_("title"),), str(title)))
    return found


def _said(number: Figure | None) -> str:
    return "-" if number is None else amount(number.item, language(), unit=False)


def side_by_side(members: Sequence[tuple[Annotation, Fact]]) -> list[Passage]:
    """Return a group of claims, each with what it is compared by."""
    return [
        Passage(
            tuple(
                filter(
                    None,
                    (
                        f"{_said(fact.number)}  {choice(one.attributes.get('certainty'))}".rstrip(),
                        " · ".join(with_signs(str(it)) for it in (fact.record.get("source"), fact.day) if it),
                    ),
                )
            ),
            one.target.quote,
        )
        for one, fact in members
    ]
