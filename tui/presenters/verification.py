"""Puts what `verify` found into lines: what many annotations have in common is one line with their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from annotations.text.sanitising import escaped
from tui.i18n import N_, _, plural

if TYPE_CHECKING:
    from annotations.services.verification import Discrepancy

_ARTICLES = 20
"""Articles that have a line each for one kind of fault; of more there is one line for all."""

_KINDS = {
    "not-as-saved": (
        N_("changed by another program, or by a fault of the disk, since it was saved"),
        N_("claimreader history shows what was saved last"),
    ),
    "no-uuid": (N_("the uuid is none (RFC 9562)"), N_("It works, but other programs may refuse it")),
    "dead-link": (N_("a link leads to an annotation that is not there"), ""),
    "article-missing": (N_("the article is not in the corpus"), N_("Name its folder")),
    "article-changed": (N_("the article has changed since"), N_("Open it: the reader asks about each span")),
    "other-words": (N_("the article has other words there"), ""),
    "number-without-words": (
        N_("a number's words are not in the article"),
        N_("Open it and take the number anew"),
    ),
    "number-outside": (N_("a number's words are not among those that are annotated"), ""),
    "number-differs": (
        N_("a number's words read as another number"),
        N_("Right if it was changed on purpose"),
    ),
}
"""The kinds of `annotations.services.verification` in words, and what can be done."""


def finding_lines(findings: Iterable[Discrepancy]) -> Iterator[str]:
    """Yield a line for each thing that is off: one an article where it is the same of many annotations."""
    groups: dict[tuple[str, str], list[Discrepancy]] = {}
    for number, finding in enumerate(findings):
        key = (finding.kind, finding.article) if finding.kind in _KINDS else ("", str(number))
        groups.setdefault(key, []).append(finding)
    articles: dict[str, int] = {}
    for kind, _article in groups:
        articles[kind] = articles.get(kind, 0) + 1
    told: set[str] = set()
    for (kind, article), group in groups.items():
        if not kind:
            yield str(group[0])
        elif articles[kind] <= _ARTICLES:
            yield _line(kind, article, group, with_remedy=kind not in told)
        elif kind not in told:
            alike = [each for (other, _), same in groups.items() if other == kind for each in same]
            yield _line(kind, plural("{n:,} article", "{n:,} articles", articles[kind]), alike)
        told.add(kind)


def _line(kind: str, where: str, group: Sequence[Discrepancy], *, with_remedy: bool = True) -> str:
    """Return the line of findings of one kind; of a single one it says what is written there."""
    what, remedy = _KINDS[kind]
    if len(group) == 1:
        return str(group[0])
    count = plural("{n:,} annotation", "{n:,} annotations", len(group))
    said = ": ".join(filter(None, [where, count, _(what)]))
    return escaped(said + (f". {_(remedy)}" if remedy and with_remedy else ""))
