"""Puts formats and the outcome of an export into words of the interface; commands have them in English.

The texts stand in `annotations.exchange`, and are looked up in the catalogue as they stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotations.exchange.format import ALL
from annotations.exchange.report.formats import ReportFormat
from annotations.team.team_file import GOLD
from tui.i18n import N_, _, enumerated, plural
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.exchange.format import Format
    from annotations.exchange.losses import ExportReport, Loss
    from annotations.services.report import WrittenReport

_FIELDS = {
    "tags": N_("tags"),
    "attributes": N_("attributes"),
    "note": N_("note"),
    "links": N_("links"),
    "suggested": N_("what was suggested"),
    "annotator": N_("annotator"),
    "uuid": N_("uuid"),
    "dates": N_("dates"),
    "extra": N_("other programs' keys"),
}
_REASONS = (
    N_("it has no place there"),
    N_("it has no tag, and a span needs a label"),
    N_("it has no tag, and a token needs one"),
    N_("another one has the same span, and nothing else tells them apart here (try --by NAME)"),
    N_("only links between spans of one article have a place"),
    N_("it is not tagged as a claim"),
    N_("it covers white space only, which brat can't mark"),
    N_("it covers white space only, which has no token"),
    N_("white space at its ends has no token"),
    N_("XML can't hold one of its characters"),
    N_("only choices of the scheme have a place, as codes"),
    N_("schema.org's Claim has no property for it"),
    N_("only the day of a review has a place"),
    N_("it is no GUID; one is derived from it"),
    N_("revisions have no place"),
    N_("the other end is not in the file"),
    N_("the text of the article holds half a character (a lone surrogate), which UTF-8 can't"),
    N_("the text of the article is not in the corpus"),
    N_("the quote is not at its place in the article any more (claimreader verify)"),
)
"""Reasons of losses, for the catalogues."""


_REPORTS = (
    N_("a page for the screen and for printing"),
    N_("a Word document"),
    N_("a table of the amounts that the plots show"),
)
"""Forms of the report, for the catalogues."""


def format_about(format_: Format | ReportFormat) -> str:
    """Return what a format is, in a few words."""
    return _(format_.description)


def format_summary(format_: Format | ReportFormat) -> str:
    """Return what a format is and what it can carry."""
    if isinstance(format_, ReportFormat):
        return _("the report for people: {about}").format(about=format_about(format_))
    lost = [
        _("some {field}").format(field=_(_FIELDS[field])) if field in format_.partly else _(_FIELDS[field])
        for field in sorted(ALL - format_.carries)
    ]
    carries = _("without {fields}").format(fields=enumerated(lost)) if lost else _("carries everything")
    ways = _("two ways") if format_.imports else _("export only")
    return _("{about} ({ways}; {carries})").format(about=format_about(format_), ways=ways, carries=carries)


_TOLD = (N_("of colleagues' annotations only those of sentences that you have decided are in it"),)
"""Lines of `annotations.services.said_by`, for the catalogues."""


def whose_shown(whose: str) -> str:
    """Return whose annotations go out of a team, everybody's or gold."""
    if whose == GOLD:
        return _("gold: what the lead of the team has decided")
    return _("what everybody in the team says, as far as you may see it")


def written_lines(report: WrittenReport) -> Iterator[str]:
    """Yield what a person is told at the end of a report."""
    yield _("{claims}, of {articles}").format(
        claims=plural("{n:,} claim", "{n:,} claims", report.claims),
        articles=plural("{n:,} article", "{n:,} articles", report.articles),
    )
    if not report.claims:
        yield _("nothing is tagged as a claim yet")


def report_lines(report: ExportReport) -> Iterator[str]:
    """Yield what a person is told at the end of an export."""
    yield _("{annotations} written, of {articles}").format(
        annotations=plural("{n:,} annotation", "{n:,} annotations", report.annotations),
        articles=plural("{n:,} article", "{n:,} articles", report.articles),
    )
    if report.unchecked:
        yield _("not checked, as their article is not in the corpus: {n:,}").format(n=report.unchecked)
    yield from report.remarks
    yield from report.stale
    for loss in report.losses:
        yield _("{things} not representable in {format}: {why}").format(
            things=_things(loss), format=f"\u2066{report.format}\u2069", why=with_signs(_(loss.why))
        )


def _things(loss: Loss) -> str:
    """Say how many of which thing were lost."""
    n = loss.count
    match loss.what:
        case "tags":
            return plural("{n:,} tag", "{n:,} tags", n)
        case "attributes":
            return plural("{n:,} attribute", "{n:,} attributes", n)
        case "note":
            return plural("{n:,} note", "{n:,} notes", n)
        case "links":
            return plural("{n:,} link", "{n:,} links", n)
        case "suggested":
            return plural("{n:,} mark of a suggestion taken", "{n:,} marks of suggestions taken", n)
        case "annotator":
            return plural("{n:,} annotator's name", "{n:,} annotators' names", n)
        case "uuid":
            return plural("{n:,} uuid", "{n:,} uuids", n)
        case "dates":
            return plural("{n:,} date and revision", "{n:,} dates and revisions", n)
        case "extra":
            return plural("{n:,} other program's key set", "{n:,} other programs' key sets", n)
        case "span":
            return plural("{n:,} exact span", "{n:,} exact spans", n)
    return plural("{n:,} annotation", "{n:,} annotations", n)
