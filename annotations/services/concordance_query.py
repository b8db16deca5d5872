"""Reads what is asked of a concordance: words to look for, and the articles in which they count.

`السد source:الساحل from:2025-05-01 to:2025-05` are words for `annotations.corpus.query.Query`, with any of
its signs, and the terms below. A term is written as on the claims board (see
`annotations.services.claim_search`): its value must begin a word of that field, folded, and stands in
quotation marks if it has spaces. Several terms of one name allow each of their values, so that two sources
can be set side by side.

    source:الساحل    the publisher            article:003    the id, or a part of it from a word on
    from:2025-05     that day or later        date:2025-05   the day begins so
    to:2025-05-09    that day or before; a year or a month lasts to its end

An article without a day, or whose day isn't an ISO date, is in no span of days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from annotations.corpus.query import Query
from annotations.model.article import short_id
from annotations.text.dates import to_iso
from annotations.text.folding import ascii_digits, folded_words

if TYPE_CHECKING:
    from annotations.corpus.listing import ArticleRow

_QUOTATION_MARKS = str.maketrans("“”„«»", '"""""')
_PART = re.compile(
    r"""(?:(?<!\S)(?P<name>source|article|date|from|to):(?P<value>"[^"]*"?|\S*))|"[^"]*"?|\S""",
    re.ASCII | re.IGNORECASE,
)
"""A term, or what is none: a phrase as a whole, since a term inside of it is words."""
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_DATES = frozenset({"date", "from", "to"})


class ConcordanceQuery(NamedTuple):
    """Words, and the articles in which they count."""

    words: str
    """As they were typed, without the terms."""
    source: tuple[str, ...] = ()
    """Beginnings of words, folded; here and in `article`."""
    article: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    """Beginnings of ISO dates."""
    since: str = ""
    """The first day, as much of an ISO date as was given; empty: any."""
    until: str = ""
    """The last one."""
    problem: str = ""
    """The term whose value is no date, if there is one."""

    @property
    def query(self) -> Query:
        """Return what finds the words in a text."""
        return Query(self.words)

    def __bool__(self) -> bool:
        """Say whether there are words that can have hits; those that are only not wanted have none."""
        return bool(self.query.terms)

    def accepts(self, row: ArticleRow) -> bool:
        """Say whether the hits of an article count."""
        if self.source and not _begins_a_word(self.source, row.source or ""):
            return False
        if self.article and not _begins_a_word(self.article, f"{row.entry.id} {short_id(row.entry.id)}"):
            return False
        if not (self.date or self.since or self.until):
            return True
        day = row.published or ""
        if not _DAY.match(day):
            return False
        if self.date and not day.startswith(self.date):
            return False
        return self.since <= day and (not self.until or day[: len(self.until)] <= self.until)


def read_query(typed: str) -> ConcordanceQuery:
    """Read what was typed, at any moment of typing: a term without a value asks for nothing yet."""
    text = typed.translate(_QUOTATION_MARKS)  # of the same length
    words: list[str] = []
    given: dict[str, list[str]] = {}
    problem, end = "", 0
    for term in _PART.finditer(text):
        if term["name"] is None:
            continue
        words.append(typed[end : term.start()])
        end = term.end()
        name, value = term["name"].casefold(), term["value"].strip('"').strip()
        if name in _DATES:
            day = _day(value)
            problem = problem or (f"{name}:{value}" if value and day is None else "")
            value = day or ""
        else:
            value = folded_words(value)
        if value:
            given.setdefault(name, []).append(value)
    words.append(typed[end:])
    return ConcordanceQuery(
        " ".join("".join(words).split()),
        tuple(given.get("source", ())),
        tuple(given.get("article", ())),
        tuple(given.get("date", ())),
        max(given.get("from", ()), default=""),
        min(given.get("to", ()), default=""),
        problem,
    )


def _day(value: str) -> str | None:
    """Return a date as it is compared: what is written of an ISO date, or one in another form; else None."""
    written = ascii_digits(value)
    if re.fullmatch(r"\d{0,4}|\d{4}-\d{0,2}|\d{4}-\d\d-\d{0,2}", written, re.ASCII):
        return written.rstrip("-")
    iso = to_iso(value)
    return iso[:10] if iso else None


def _begins_a_word(values: Iterable[str], text: str) -> bool:
    folded = f" {folded_words(text)}"
    return any(f" {value}" in folded for value in values)
