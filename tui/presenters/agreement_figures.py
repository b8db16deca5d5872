"""Lays out the figures of several people's agreement as rows under headings, and the words about each row.

Each section has columns of its own, named by its heading: alpha with its interval, what a person has decided,
kappa and the F1 of spans of two. A number is never cut: where there is no room for a column it is left out,
and the panel about the row has all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.model.article import short_id
from annotations.model.records import place_shown
from annotations.services.agreement_measures import measure_shown
from annotations.services.costliest import Part
from annotations.text.numbers.amounts import LRI, PDI
from tui.bidi import Paragraph, layout
from tui.i18n import _, enumerated, one_by_one, plural
from tui.presenters.agreement import value_shown, why_shown
from tui.presenters.cases import Passage
from tui.presenters.claims import Column
from tui.presenters.stored import with_signs
from tui.presenters.team_agreement import pairs_by_name, questions

if TYPE_CHECKING:
    from annotations.services.agreement_measures import Measure
    from annotations.services.costliest import Costly
    from annotations.services.pair_agreement import PairFigures
    from annotations.services.team_agreement import Person, Reliability, SeenDifferently, TeamAgreement

_NAME = 14
"""Cells that a name has at least."""
_EDGES = 6
"""Cells of a row for its beginning and its end."""
_COUNT = 11
_VALUE = 8
_INTERVAL = 21
"""`-0.123 [-0.12, -0.12]`"""
_BRIEF = 24
"""Cells of a name in a line in which others stand, too."""
_WITH_INTERVALS = 100
"""Cells of a row from which there is room for the intervals of spans."""


class FigureColumn(NamedTuple):
    """A column of figures."""

    name: str
    room: int
    """Cells; no figure takes more."""
    spare: int
    """Columns are left out where there is no room, the highest first."""


class FigureRow(NamedTuple):
    """A row of the list: a heading, or one figure with what it is of."""

    names: tuple[str, ...]
    """A name, or the two of a pair, as they are stored."""
    cells: tuple[str, ...]
    rooms: tuple[int, ...]
    """The cells that each of these takes."""
    part: Part | None = None
    """The part of the agreement of which this is; None: a heading."""


def figure_rows(agreement: TeamAgreement, width: int) -> list[FigureRow]:
    """Return the rows for a view of so many cells."""
    return [
        *_alpha_rows(_("tag"), "tag", [(row.name, row) for row in questions(agreement)], width),
        *_pair_rows(agreement.pairs, width),
        *_person_rows(agreement.people, width),
        *_alpha_rows(_("week"), "week", [(row.name or "-", row) for row in agreement.weeks], width),
        *_alpha_rows(
            _("article"), "article", [(short_id(row.name), row) for row in agreement.articles], width
        ),
    ]


def _alpha_rows(
    heading: str, kind: str, rows: Sequence[tuple[str, Reliability]], width: int
) -> Iterator[FigureRow]:
    columns = (
        FigureColumn(_("sentences"), _COUNT, 2),
        FigureColumn(_("differing"), _COUNT, 3),
        FigureColumn(_("alpha"), _INTERVAL, 1),
    )
    cells = [(str(row.units), str(row.differing), value_shown(row.alpha)) for _name, row in rows]
    parts = [
        Part("labels")
        if kind == "tag" and at == 0
        else Part("sets")
        if kind == "tag" and at == 1
        else Part(kind, row.name)  # type: ignore[arg-type] # a kind
        for at, (_name, row) in enumerate(rows)
    ]
    names = [(name,) for name, _row in rows]
    return _section(heading, columns, names, cells, parts, width)


def _pair_rows(pairs: Sequence[PairFigures], width: int) -> Iterator[FigureRow]:
    wide = width >= _WITH_INTERVALS
    room = _INTERVAL if wide else _VALUE
    columns = (
        FigureColumn(_("sentences"), _COUNT, 4),
        FigureColumn(_("kappa"), _INTERVAL, 1),
        FigureColumn(_("span F1"), max(room, 12), 2),
        FigureColumn(_("overlapping"), max(room, 12), 3),
    )
    cells = [
        (
            str(pair.units),
            value_shown(pair.kappa),
            value_shown(pair.exact, interval=wide),
            value_shown(pair.overlapping, interval=wide),
        )
        for pair in pairs
    ]
    parts = [Part("pair", pair.a, pair.b) for pair in pairs]
    return _section(_("two people"), columns, [(pair.a, pair.b) for pair in pairs], cells, parts, width)


def _person_rows(people: Sequence[Person], width: int) -> Iterator[FigureRow]:
    columns = tuple(
        FigureColumn(name, _COUNT, spare)
        for name, spare in ((_("annotations"), 3), (_("sentences"), 2), (_("shared"), 1))
    )
    cells = [(str(each.annotations), str(each.sentences), str(each.shared)) for each in people]
    parts = [Part("person", each.name) for each in people]
    return _section(_("annotator"), columns, [(each.name,) for each in people], cells, parts, width)


def _section(
    heading: str,
    columns: Sequence[FigureColumn],
    names: Sequence[tuple[str, ...]],
    cells: Sequence[tuple[str, ...]],
    parts: Sequence[Part],
    width: int,
) -> Iterator[FigureRow]:
    """Yield a heading and its rows, with the columns for which there is room beside a name."""
    if not names:
        return
    kept = list(range(len(columns)))
    while kept and sum(columns[at].room + 1 for at in kept) > width - _EDGES - _NAME:
        kept.remove(max(kept, key=lambda at: columns[at].spare))
    rooms = tuple(columns[at].room for at in kept)
    yield FigureRow((heading,), tuple(columns[at].name for at in kept), rooms)
    for name, values, part in zip(names, cells, parts, strict=True):
        yield FigureRow(name, tuple(values[at] for at in kept), rooms, part)


# ---------------------------------------------------------------------- the matrix of pairs


def matrix_rooms(count: int, width: int) -> tuple[int, int]:
    """Return the cells of a column of people, and how many of them there is room for beside names."""
    left = width - _EDGES - max(_NAME, min(24, width // 4))
    room = max(_VALUE, min(14, left // max(1, count) - 1))
    return room, max(1, left // (room + 1))


def matrix_row(agreement: TeamAgreement, number: int, first: int, width: int) -> FigureRow:
    """Return a person's row of the matrix of kappa, with a column for each from the `first` on."""
    people = agreement.people
    room, shown = matrix_rooms(len(people), width)
    others = people[first : first + shown]
    by_pair = pairs_by_name(agreement)
    own = people[number].name
    cells = tuple(
        "·" if other.name == own else _in_matrix(by_pair[own, other.name].kappa) for other in others
    )
    return FigureRow((own,), cells, (room,) * len(others), Part("person", own))


def matrix_head(agreement: TeamAgreement, first: int, width: int) -> FigureRow:
    """Return the row of names above the matrix."""
    room, shown = matrix_rooms(len(agreement.people), width)
    others = tuple(with_signs(person.name) for person in agreement.people[first : first + shown])
    return FigureRow((_("kappa"),), others, (room,) * len(others))


def _in_matrix(kappa: Measure) -> str:
    return "-" if kappa.value is None else f"{kappa.value:.3f}"


# ---------------------------------------------------------------------- the panel about a row


def about_part(agreement: TeamAgreement, part: Part) -> list[Passage]:
    """Say what a row is of, and all of its figures with their intervals."""
    if part.kind == "pair":
        return _about_pair(pairs_by_name(agreement)[part.name, part.other])
    if part.kind == "person":
        return about_person(agreement, part.name)
    row = _reliability(agreement, part)
    share = plural("{n:,} sentence", "{n:,} sentences", row.units)
    seen = plural("{n:,} seen differently", "{n:,} seen differently", row.differing)
    return [
        Passage((title_of(part),), _meaning(part), own=True),
        _measured(_("alpha"), row.alpha),
        Passage((_("sentences"),), one_by_one((share, seen)), own=True),
    ]


def about_person(agreement: TeamAgreement, name: str, others: Sequence[str] | None = None) -> list[Passage]:
    """Say how much of a person counts, and the kappa with each of the others, or some of them."""
    person = next(each for each in agreement.people if each.name == name)
    counts = _("{sentences} decided, of which {shared} by somebody else, too").format(
        sentences=plural("{n:,} sentence", "{n:,} sentences", person.sentences), shared=f"{person.shared:,}"
    )
    by_pair = pairs_by_name(agreement)
    shown = [each.name for each in agreement.people] if others is None else others
    return [
        Passage((title_of(Part("person", name)),), counts, own=True),
        *(
            Passage((in_brief(other),), f"{_('kappa')} {_figure(by_pair[name, other].kappa)}", own=True)
            for other in shown
            if other != name
        ),
    ]


def _about_pair(pair: PairFigures) -> list[Passage]:
    both = plural("{n:,} sentence decided by both", "{n:,} sentences decided by both", pair.units)
    return [
        Passage((title_of(Part("pair", pair.a, pair.b)),), both, own=True),
        _measured(_("kappa"), pair.kappa),
        _measured(_("per cent"), pair.percent, form=".1%"),
        _measured(_("span F1"), pair.exact),
        _measured(_("overlapping"), pair.overlapping),
    ]


def _measured(label: str, measure: Measure, form: str = ".3f") -> Passage:
    said = _figure(measure, form)
    if measure.low is not None:
        said = _("{figure}, in brackets the 95 % interval").format(figure=said)
    return Passage((label,), said, own=True)


def _figure(measure: Measure, form: str = ".3f") -> str:
    if measure.value is None:
        return _("undefined: {why}").format(why=why_shown(measure.why))
    number = f"{LRI}{measure_shown(measure, form, '.1%' if form == '.1%' else '.2f')}{PDI}"
    return one_by_one((number, why_shown(measure.why))) if measure.why else number


def title_of(part: Part) -> str:
    """Return what a part is called, in a line of its own."""
    if part.kind == "pair":
        return enumerated((_isolated(part.name), _isolated(part.other)))
    if part.kind in ("labels", "sets"):
        return part.kind
    return _isolated(short_id(part.name) if part.kind == "article" else part.name or "-")


def _meaning(part: Part) -> str:
    return {
        "labels": _("the whole set of tags, the same or not"),
        "sets": _("how far the sets of tags are apart (MASI)"),
        "tag": _("whether a sentence has this tag"),
        "article": _("the sets of tags (MASI) in this article"),
        "week": _("the sets of tags (MASI) of the week in which the last word on a sentence was said"),
    }[part.kind]


def _reliability(agreement: TeamAgreement, part: Part) -> Reliability:
    if part.kind in ("labels", "sets"):
        return agreement.labels if part.kind == "labels" else agreement.sets
    rows = {"tag": agreement.tags, "article": agreement.articles, "week": agreement.weeks}[part.kind]
    return next(row for row in rows if row.name == part.name)


def _isolated(text: str) -> str:
    return f"\u2068{in_brief(text)}\u2069"


def in_brief(name: str) -> str:
    """Return a name from outside for a line in which others stand, too: cut if it is long."""
    shown = with_signs(" ".join(name[: 8 * _BRIEF].split()))
    lines = layout(Paragraph(shown), _BRIEF)
    return shown if len(lines) == 1 else f"{shown[: layout(Paragraph(shown), _BRIEF - 1)[0].end].rstrip()}…"


# ---------------------------------------------------------------------- the costliest sentences


def costly_columns(width: int) -> list[Column]:
    """Return the columns of the sentences that cost most; the sentence has what is left."""
    return [
        Column("share", _("share"), 6, right=True),
        Column("place", _("place"), 9),
        Column("difference", _("difference"), max(16, (width - 30) // 2)),
    ]


def costly_cells(costly: Costly) -> tuple[str, ...]:
    """Return what stands in the columns of a sentence: its share, its place, who has given which tags."""
    seen = costly.seen
    place = place_shown(short_id(seen.article), seen.sentence)
    return f"{costly.share:.1%}", with_signs(place), in_short(seen)


def hidden_cells(seen: SeenDifferently) -> tuple[str, ...]:
    """Return the same of a sentence of which one may not see what others say."""
    return "", with_signs(place_shown(short_id(seen.article), seen.sentence)), _("decide it first")


def in_short(seen: SeenDifferently) -> str:
    """Say how many have given which tags to a sentence, the most first; of two who has given which."""
    groups = _groups(seen)
    if len(seen.said) == 2:
        shown = [(_isolated(names[0]), tags) for names, tags, _ in groups]
    else:
        shown = [(f"{LRI}{len(names)}{PDI}", tags) for names, tags, _ in groups]
    return one_by_one(_("{who}: {tags}").format(who=who, tags=_tags(tags)) for who, tags in shown)


def who_says_what(seen: SeenDifferently) -> list[Passage]:
    """Return who says what of a sentence: tags, who gave them, and to which words where these differ."""
    groups = _groups(seen)
    by_words = len({quotes for _, _, quotes in groups}) > 1
    passages = []
    for names, tags, quotes in groups:
        people = plural("{n:,} person", "{n:,} people", len(names))  # words that give the line its direction
        said = _("{people}: {names}").format(people=people, names=enumerated(map(_isolated, names)))
        passages.append(Passage((_tags(tags),), said, own=True))
        if by_words:
            passages += [Passage((), quote) for quote in quotes]
    return passages if by_words else [*passages, Passage((_("sentence"),), seen.quote)]


def not_to_be_seen(seen: SeenDifferently) -> list[Passage]:
    """Say why nothing is said of a sentence that isn't decided any more."""
    place = with_signs(place_shown(short_id(seen.article), seen.sentence))
    return [Passage((place,), _("what others say of it is seen when you have decided it"), own=True)]


_Group = tuple[list[str], tuple[str, ...], tuple[str, ...]]


def _groups(seen: SeenDifferently) -> list[_Group]:
    """Return those who say the same of a sentence together, the most first: names, tags, words."""
    groups: dict[object, _Group] = {}
    for said in seen.said:
        quotes = tuple(dict.fromkeys(said.quotes))
        groups.setdefault(said.spans, ([], said.tags, quotes))[0].append(said.name)
    return sorted(groups.values(), key=lambda group: -len(group[0]))


def _tags(tags: Sequence[str]) -> str:
    return enumerated(map(_isolated, tags)) or _("no tag")
