"""Lays out how far several people agree: tables of figures, the matrix of pairs, and the costliest sentences.

The words are those of `annotations.services.team_agreement.as_text`, which writes the same into a pipe, in
the language of the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.model.article import short_id
from annotations.model.records import place_shown
from tui.i18n import _, enumerated, one_by_one, plural
from tui.presenters.agreement import note_rows, value_shown, why_shown
from tui.presenters.stored import with_signs
from tui.presenters.table import Column, table_rows

if TYPE_CHECKING:
    from annotations.services.pair_agreement import PairFigures
    from annotations.services.team_agreement import Reliability, SeenDifferently, TeamAgreement

_WITH_INTERVALS = 100
"""Cells from which there is room for the intervals of pairs."""

_IN_MATRIX = 12
"""People whose pairs are shown as a matrix, which then has columns of a few cells each."""


def team_agreement_rows(agreement: TeamAgreement, width: int) -> Iterator[str]:
    """Yield the rows: tables, what they count, and what differs.

    Args:
        agreement: the figures.
        width: cells of a row.
    """
    yield ""
    counts = [
        Column(_("annotator"), least=8, most=24),
        *(Column(name, number=True, most=12) for name in (_("annotations"), _("sentences"), _("shared"))),
    ]
    people = (
        (person.name, str(person.annotations), str(person.sentences), str(person.shared))
        for person in agreement.people
    )
    yield from table_rows(counts, people, width)
    for heading, rows in (
        (_("tag"), ((row.name, row) for row in questions(agreement))),
        (_("article"), ((short_id(row.name), row) for row in agreement.articles)),
        (_("week"), ((row.name or "-", row) for row in agreement.weeks)),
    ):
        yield ""
        yield from _reliability_rows(heading, rows, width)
    yield ""
    yield from _matrix_rows(agreement, width)
    yield ""
    yield from _pair_rows(agreement.pairs, width)
    yield ""
    count = len(agreement.disagreements)
    for note in (
        _("labels: the whole set of tags, the same or not; sets: how far the sets are apart (MASI)"),
        _("shared: sentences that somebody else has decided, too; only these count"),
        _("share: that of all disagreement; the costliest sentences come first"),
        *(_("undefined, or without interval: {why}").format(why=why_shown(why)) for why in _whys(agreement)),
        "",
        plural("{n:,} sentence seen differently:", "{n:,} sentences seen differently:", count)
        if count
        else _("no sentence is seen differently"),
    ):
        yield from note_rows(note, width)
    columns = [
        Column(_("place"), least=7, most=16),
        Column(_("share"), number=True, most=6),
        Column(_("difference"), least=20, most=max(30, width // 2), own=True),
        Column(_("sentence"), least=20, spare=1),
    ]
    records = (
        (
            place_shown(short_id(seen.article), seen.sentence),
            f"{seen.share:.1%}",
            difference(seen),
            seen.quote,
        )
        for seen in agreement.disagreements
    )
    yield from table_rows(columns, records, width)


def difference(seen: SeenDifferently) -> str:
    """Say what each of those who have decided a sentence says of it."""
    return one_by_one(
        _("{who}: {tags}").format(
            who=f"\u2068{with_signs(said.name)}\u2069",
            tags=enumerated(f"\u2068{with_signs(tag)}\u2069" for tag in said.tags) or _("no tag"),
        )
        for said in seen.said
    )


def questions(agreement: TeamAgreement) -> tuple[Reliability, ...]:
    """Return alpha on each question: over the sets of tags in both ways, and over each tag."""
    return agreement.labels, agreement.sets, *agreement.tags


def pairs_by_name(agreement: TeamAgreement) -> Mapping[tuple[str, str], PairFigures]:
    """Return the figures of each two by their names, in either order."""
    return {names: pair for pair in agreement.pairs for names in ((pair.a, pair.b), (pair.b, pair.a))}


def _reliability_rows(heading: str, rows: Iterable[tuple[str, Reliability]], width: int) -> Iterator[str]:
    columns = [
        Column(heading, least=8, most=24),
        Column(_("sentences"), number=True, most=10),
        Column(_("differing"), number=True, most=10),
        Column(_("alpha"), number=True, most=20),
    ]
    records = ((name, str(row.units), str(row.differing), value_shown(row.alpha)) for name, row in rows)
    yield from table_rows(columns, records, width)


def _matrix_rows(agreement: TeamAgreement, width: int) -> Iterator[str]:
    """Yield the kappa of each two, the people in rows and columns; nothing for two, or too many."""
    names = [person.name for person in agreement.people]
    if not 2 < len(names) <= _IN_MATRIX:
        return
    by_pair = pairs_by_name(agreement)

    def cell(ours: str, theirs: str) -> str:
        return "" if ours == theirs else value_shown(by_pair[ours, theirs].kappa, interval=False)

    room = max(6, min(12, (width - 24) // len(names) - 2))
    columns = [
        Column(_("kappa"), least=8, most=20),
        *(Column(name, number=True, most=room) for name in names),
    ]
    yield from table_rows(columns, ((ours, *(cell(ours, name) for name in names)) for ours in names), width)


def _pair_rows(pairs: Sequence[PairFigures], width: int) -> Iterator[str]:
    intervals = width >= _WITH_INTERVALS
    columns = [
        Column(_("annotator"), least=6, most=16),
        Column(_("annotator"), least=6, most=16),
        Column(_("sentences"), number=True, most=10),
        Column(_("kappa"), number=True, most=20),
        Column(_("span F1"), number=True, most=20),
        Column(_("overlapping"), number=True, most=20),
    ]
    records = (
        (
            pair.a,
            pair.b,
            str(pair.units),
            *(value_shown(each, interval=intervals) for each in (pair.kappa, pair.exact, pair.overlapping)),
        )
        for pair in pairs
    )
    yield from table_rows(columns, records, width)


def _whys(agreement: TeamAgreement) -> Iterable[str]:
    measures = [row.alpha for row in questions(agreement)]
    measures += [each for pair in agreement.pairs for each in (pair.kappa, pair.exact, pair.overlapping)]
    return dict.fromkeys(measure.why for measure in measures if measure.why)
