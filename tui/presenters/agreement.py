"""Lays out how far two people agree: a table of figures, and a row for each sentence seen differently.

The words are those of `annotations.services.agreement.as_text`, which writes the same into a pipe, in the
language of the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from annotations.model.article import short_id
from annotations.model.records import place_shown
from annotations.services.agreement_measures import measure_shown
from tui.bidi import Paragraph, layout
from tui.i18n import N_, _, enumerated, language, one_by_one, plural
from tui.presenters.stored import with_signs
from tui.presenters.table import Column, table_rows

if TYPE_CHECKING:
    from annotations.services.agreement import Agreement, Comparison, Disagreement
    from annotations.services.agreement_measures import Measure

_WITH_INTERVALS = 110
"""Cells from which there is room for the intervals."""

_WHYS = (
    N_("too few sentences for an interval"),
    N_("no sentence that both decided"),
    N_("no sentence that both decided, or one and the same label in all"),
    N_("no sentence that two decided, or one and the same label in all"),
    N_("nobody has marked a span"),
)
"""The reasons that services give, which are translated here."""


def why_shown(why: str) -> str:
    """Return the reason for which a figure is undefined, or has no interval, in the language in use."""
    return _(why) if why in _WHYS else why


def value_shown(measure: Measure, form: str = ".3f", ends: str = ".2f", *, interval: bool = True) -> str:
    """Return a figure with its interval, which is one run from left to right in any language.

    Args:
        measure: the figure.
        form: its format of Python.
        ends: that of the interval's ends.
        interval: whether that is shown.
    """
    if measure.value is None:
        return _("undefined")
    return measure_shown(measure, form, ends) if interval else f"{measure.value:{form}}"


def agreement_rows(comparison: Comparison, names: Sequence[str], width: int) -> Iterator[str]:
    """Yield the rows: the table of figures, what it counts, and what differs.

    Args:
        comparison: the figures.
        names: what the two people are called.
        width: cells of a row.
    """
    yield ""
    columns = [
        Column(_("tag"), least=8, most=20),
        Column(_("sentences"), number=True, most=10),
        Column("A", number=True, most=7),
        Column("B", number=True, most=7),
        Column(_("per cent"), number=True, most=24),
        Column(_("kappa"), number=True, most=20),
        Column(_("alpha"), number=True, most=20),
    ]
    intervals = width >= _WITH_INTERVALS
    yield from table_rows(
        columns, (_figures(row, intervals=intervals) for row in comparison.agreements), width
    )
    exact, overlapping = map(value_shown, (comparison.exact, comparison.overlapping))
    notes = [
        _("sentences: that both have annotated; A, B: that each has annotated (labels), or given the tag"),
        _("spans: F1 {exact} exact, {overlapping} overlapping").format(exact=exact, overlapping=overlapping),
    ]
    notes += [
        _("undefined, or without interval: {why}").format(why=why_shown(why)) for why in _whys(comparison)
    ]
    count = len(comparison.disagreements)
    notes += [
        "",
        plural("{n:,} sentence seen differently:", "{n:,} sentences seen differently:", count)
        if count
        else _("no sentence is seen differently"),
    ]
    for note in notes:
        yield from note_rows(note, width)
    columns = [
        Column(_("place"), least=7, most=16),
        Column(_("difference"), least=20, most=max(30, width // 3), own=True),
        Column(_("sentence"), least=20),
    ]
    records = (
        (
            place_shown(short_id(seen.article), seen.sentence),
            _difference(seen, names),
            seen.quote,
        )
        for seen in comparison.disagreements
    )
    yield from table_rows(columns, records, width)


def note_rows(note: str, width: int) -> Iterator[str]:
    """Yield the rows of a sentence below a table, at the side from which the interface is read."""
    rtl = language() == "ar"
    for line in layout(Paragraph(note, "rtl" if rtl else "ltr"), width):
        yield " " * (width - line.width if rtl else 0) + line.text


def _figures(row: Agreement, *, intervals: bool) -> tuple[str, ...]:
    return (
        row.name,
        str(row.units),
        str(row.a),
        str(row.b),
        value_shown(row.percent, ".1%", ".1%", interval=intervals),
        value_shown(row.kappa, interval=intervals),
        value_shown(row.alpha, interval=intervals),
    )


def _whys(comparison: Comparison) -> Iterable[str]:
    measures = [
        *(measure for row in comparison.agreements for measure in (row.percent, row.kappa, row.alpha)),
        comparison.exact,
        comparison.overlapping,
    ]
    return dict.fromkeys(measure.why for measure in measures if measure.why)


def _difference(seen: Disagreement, names: Sequence[str]) -> str:
    """Say in what two people differ: the tags that only one has set, and those of both."""
    a, b = (f"\u2068{with_signs(name)}\u2069" for name in names)
    ours, theirs = set(seen.tags_a), set(seen.tags_b)
    if not seen.uuids_a or not seen.uuids_b:
        who, tags, other = (a, ours, b) if seen.uuids_a else (b, theirs, a)
        said = _("{who}: {tags}").format(who=who, tags=_listed(tags))
        return one_by_one([said, _("{who}: nothing said").format(who=other)])
    if ours == theirs:
        return _("both: {tags}, on other words").format(tags=_listed(ours))
    parts = [
        (_("only {who}: {tags}"), a, ours - theirs),
        (_("only {who}: {tags}"), b, theirs - ours),
        (_("both: {tags}"), "", ours & theirs),
    ]
    return one_by_one(text.format(who=who, tags=_listed(tags)) for text, who, tags in parts if tags)


def _listed(tags: Iterable[str]) -> str:
    return enumerated(f"\u2068{with_signs(tag)}\u2069" for tag in sorted(tags)) or _("no tag")
