"""Records to words for lists of claims: their columns and rows, and the panel below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.model.article import Article
from annotations.model.links import Tie, ties
from annotations.model.people import NOBODY, People
from annotations.model.scheme import Scheme
from annotations.services.claim_index import Fact, numbers_of
from annotations.text.numbers.amounts import PDI, amount, several
from tui.i18n import N_, _, enumerated, language
from tui.presenters.annotation import amounts_said, choice_label, tag_labels
from tui.presenters.cases import LABEL, Passage
from tui.presenters.links import deleted_by, hidden_end, link_label, place_of
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.insight.figure_records import Figure
    from annotations.model.records import Annotation
    from annotations.services.related import Related
    from tui.session.link_ends import LinkEnds

_FSI = "\u2068"
"""Begins an isolate of the direction that its text has (UAX #9)."""
_BOUNDS = ("value", "min", "max", "approx", "quote")
_LINKS = 12
"""Links that the panel shows; it has room for fewer."""
MARK = "*"
"""Before a row that the user has marked."""
_LINKED, _DIFFERS, _RELATED = "l", "≠", "≈"
"""Before a row that may be linked with another claim."""


class Column(NamedTuple):
    """A column shows one fact of each annotation."""

    id: str
    name: str
    room: int
    """Its cells."""
    right: bool = False
    """True if it stands at the right edge of its room: Arabic beside the quote."""


class _Wish(NamedTuple):
    """States what a column asks for if there is something in it."""

    id: str
    name: str
    least: int
    """Cells without which it isn't there at all."""
    grows: bool = False
    """True if it takes more where its values need it."""


_PLACES = ("place", "tags", "number", "certainty", "reported_as", "date", "source", "more", "claimant")
"""The columns from left to right; the quote follows at the right edge."""
_WISHES = (
    _Wish("tags", N_("tag"), 4),
    _Wish("number", N_("number"), 13, grows=True),
    _Wish("claimant", N_("claimant"), 14, grows=True),
    _Wish("more", " ", 3),
    _Wish("certainty", N_("certain"), 8),
    _Wish("date", N_("date"), 10),
    _Wish("place", N_("place"), 9),
    _Wish("source", N_("source"), 10, grows=True),
    _Wish("reported_as", N_("reported as"), 11),
)
"""The columns, those first that must be seen where room is short."""
_EDGES = 5
"""Cells of a row for its mark and its end."""
_NARROW = 80
_QUOTE = 26
"""Cells that the quote has at the least in a view of 80, and a fifth of each cell more."""
_COMFORT = 17
"""Cells in a view of 80 that a column that grows may take from columns which matter less."""
_BOUNDS_IN_WORDS = 8
"""Cells more that an Arabic amount takes for its bound: لا يقل عن in place of ≥."""
_WIDEST = {"number": 30, "claimant": 44, "source": 20}


def fitting(width: int, needed: Mapping[str, int]) -> list[Column]:
    """Return the columns for which a view has room, in cells: none that is empty, and what matters first.

    Claimants and numbers take what they need as far as the quote has room, before others are there at all.

    Args:
        width: the cells of the view.
        needed: code points that the values of columns need, 0 for an empty column; see
            `annotations.services.claim_index.ClaimIndex.widths`. What isn't named is there.
    """
    beyond = max(0, width - _NARROW)
    free = width - _EDGES - _QUOTE - beyond // 5
    rooms: dict[str, int] = {}
    for wish in _WISHES:
        if needed.get(wish.id, wish.least):
            room = min(_need(wish, needed), _COMFORT + beyond // 12) if wish.grows else wish.least
            room = max(wish.least, min(room, free - 1))
            if room < free:
                rooms[wish.id] = room
                free -= room + 1
    for wish in _WISHES:  # what is left over
        if wish.id in rooms and wish.grows:
            more = max(0, min(_need(wish, needed) - rooms[wish.id], free))
            rooms[wish.id] += more
            free -= more
    names = {wish.id: wish.name for wish in _WISHES}
    return [
        Column(name, names[name], rooms[name], right=name == "claimant") for name in _PLACES if name in rooms
    ]


def _need(wish: _Wish, needed: Mapping[str, int]) -> int:
    """Return the cells that the values of a column need, no more than its widest."""
    in_words = _BOUNDS_IN_WORDS if wish.id == "number" and language() == "ar" else 0
    return min(needed.get(wish.id, wish.least) + in_words, _WIDEST[wish.id])


class ClaimRow(NamedTuple):
    """A row has the mark of the user, its columns, and the quote of an annotation."""

    mark: str
    columns: tuple[str, ...]
    quote: str
    words: str = ""
    """These are marked in the quote."""
    gone: bool = False
    """True if the annotation was deleted."""


def claim_row(
    annotation: Annotation,
    fact: Fact,
    links: int,
    columns: Sequence[Column],
    scheme: Scheme,
    *,
    mark: str = "",
    words: str = "",
) -> ClaimRow:
    """Return what stands in the row of an annotation.

    Args:
        annotation: whose row.
        fact: what else is known of it.
        links: how many it has, at either end.
        columns: which columns there are.
        scheme: for the letters of tags.
        mark: what stands before it.
        words: what is looked for.
    """
    rooms = {column.id: column.room for column in columns}
    attributes, short_id = annotation.attributes, Article(annotation.article.id, "").short_id
    cells = {
        "place": place_of(annotation),
        "tags": scheme.letters(annotation.tags),
        "number": several([figure.item for figure in fact.numbers], language(), rooms.get("number", 0)),
        "certainty": choice_label(attributes.get("certainty")),
        "reported_as": choice_label(attributes.get("reported_as")),
        "date": fact.day,
        "claimant": with_signs(str(attributes.get("claimant") or "")),
        "source": with_signs(str(fact.record.get("source") or short_id)),
        "more": ("m" if annotation.note else "") + (f"l{links}" if links else ""),
    }
    row = tuple(cells[column.id] for column in columns)
    return ClaimRow(mark, row, annotation.target.quote, words)


def link_mark(linked: Sequence[str], link_of: str, related: Related | None) -> str:
    """Return what stands before a claim in the list of those that another one may be linked with.

    Args:
        linked: the uuids of the other ends of its links.
        link_of: that of the claim that is to be linked; empty on the board.
        related: why it is about the same, if it is.
    """
    if link_of and link_of in linked:
        return _LINKED
    if related is None:
        return ""
    return _DIFFERS if related.differs else _RELATED


def passage_on_related(related: Related) -> Passage:
    """Return why a claim is about the same as the one that is to be linked."""
    words = [f"{_FSI}{with_signs(word)}{PDI}" for word in related.words]
    if related.ours is not None and related.theirs is not None:
        words.append(f"{_figure(related.ours)} / {_figure(related.theirs)}")
    return Passage((_("same matter"),), _(related.reason().text).format(words=enumerated(words)), own=True)


def _figure(figure: Figure) -> str:
    return amount({name: getattr(figure, name) for name in _BOUNDS}, language())


def deleted_row(text: str, columns: Sequence[Column], *, marked: bool = False) -> ClaimRow:
    """Return the row of an annotation that was deleted; `text` stands in place of its quote."""
    return ClaimRow(MARK if marked else "", ("",) * len(columns), text, gone=True)


def passages_about(
    annotation: Annotation, fact: Fact, source: LinkEnds, scheme: Scheme, people: People = NOBODY
) -> list[Passage]:
    """Return all about an annotation: itself, who says it, its numbers, its note, its links, its title.

    Behind a claimant who is known under several names stands the one that stands for all.
    """
    value = annotation.attributes.get
    label_lines = (
        f"{place_of(annotation)}  {enumerated(tag_labels(scheme, annotation.tags))}",
        _joined(fact.record.get("source"), fact.day),
        _("by {name}").format(name=with_signs(annotation.annotator)),
    )
    about = [Passage(tuple(filter(None, label_lines)), annotation.target.quote)]
    how = dict.fromkeys(choice_label(value(name)) for name in ("reported_as", "certainty"))
    if claimant := value("claimant"):
        line, stands = _joined(_("claimant"), *how), people.canonical(str(claimant))
        label = (line,) if len(line) <= LABEL else (_("claimant"), _joined(*how))
        about.append(Passage(label, str(claimant) if stands == claimant else f"{claimant} = {stands}"))
    elif any(how):
        about.append(Passage((_joined(*how),)))
    if numbers := value("numbers"):
        about.append(Passage((_("number"),), amounts_said(numbers), own=True))
    if annotation.note:
        about.append(Passage((_("note"),), annotation.note))
    about += [_other_end(tie, source) for tie in ties(annotation, source)[:_LINKS]]
    if title := fact.record.get("title"):
        about.append(Passage((_("title"),), str(title)))
    return about


def _other_end(tie: Tie, ends: LinkEnds) -> Passage:
    """Return the other end of a link: where it is, which number it claims, who says it, and its words."""
    name, other = link_label(tie.type, outgoing=tie.outgoing), ends.get(tie.other)
    if other is not None:
        return _end_passage(name, other)
    end = ends.colleague(tie.other)
    if end is None:
        return Passage((f"{name} {_('not here')}",))
    if end.said is None:
        return Passage((name,), hidden_end())
    passage = _end_passage(name, end.said.annotation)
    if end.deleted:
        return passage._replace(label=(passage.label[0], deleted_by(end)), struck=True)
    return passage._replace(label=(*passage.label, _("by {name}").format(name=with_signs(end.said.member))))


def _end_passage(name: str, other: Annotation) -> Passage:
    items = [figure.item for figure in numbers_of(other)]
    label = (f"{name} {place_of(other)}", several(items, language(), LABEL))
    claimant = other.attributes.get("claimant")
    said = f"{claimant}: {other.target.quote}" if claimant else other.target.quote
    return Passage(tuple(filter(None, label)), said)


def _joined(*values: object) -> str:
    """Return what is known of some facts, in one line."""
    return " · ".join(with_signs(str(value)) for value in values if value)
