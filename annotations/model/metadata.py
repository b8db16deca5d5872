"""Reads title, source and date of an article out of its own text, each with the place where it stands.

Crawled text carries them in lines that `sentences.split` has already recognised; a value that it doesn't
carry is None, never a guess. What is known beside the text (a JSON field, a file's front matter) comes first,
see `article`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from annotations.model.units import Unit
from annotations.text.boilerplate_matcher import alternatives
from annotations.text.boilerplate_rules import WIRE
from annotations.text.dates import dates_in, days_of_line, is_label, is_update, month_goes_first
from annotations.text.folding import fold, fold_map
from annotations.text.sentences import Sentence, split

TextSpan = tuple[int, int]
"""Code points, half-open."""


class Metadata(msgspec.Struct, frozen=True):
    """Title, source and date, as the text itself has them."""

    title: str | None = None
    source: str | None = None
    """The publisher, as the text's own source line has it."""
    published: str | None = None
    """`YYYY-MM-DD`; None where the page has an hour or "منذ ساعتين" only, which name no day."""
    title_span: TextSpan | None = None
    source_span: TextSpan | None = None
    published_span: TextSpan | None = None
    """The unit in which the date stands."""


_SOURCE = re.compile(r"\s*(?:المصدر|مصدر الخبر|نقلا عن|نقلاً عن|[Ss]ource)\s*[:|/–—-]+\s*")
_OPENING = 80
"""Code points: the longest dateline, as in مدينة غزة (الأراضي الفلسطينية) 27 أكتوبر 2024 (أ ف ب) -."""
_BETWEEN_NAMES = re.compile(r"\s[-–—•·/]\s|\|")
"""Separators of author, place and day in one line."""
_PARTS = 6
_STORY = frozenset({"title", "lead", "body", "heading"})
_OTHERS = frozenset({"related", "comment-form"})
_NOT_BESIDE = frozenset({"title", "duplicate-title"}) | _OTHERS
_YEAR = re.compile(r"\d{4}")


@cache
def _dateline() -> re.Pattern[str]:
    wire = "|".join(alternatives(WIRE))
    name = r"[^\W\d_]+(?: [^\W\d_]+){0,2}"  # one to three words
    forms = (
        rf"{name}[-–—] (?:{name}[-–—] )?",  # غزة- , رام الله- صدى نيوز- : a dash tied to the name
        rf"{name} ?/ ?[-–—]",  # المستقلة/-
        rf"{name} ?/ ?{name} ?/(?: ?[-–—])?",  # بغداد / واع /
        rf"(?:{name}[ ،,]{{0,2}})?(?:\d{{1,2}} \w+ )?(?:\d{{4}} )?[–—-]? ?[(/–—-] ?(?:{wire})"
        r"(?: ?[)/] ?[-–—:]{0,2}| ?[-–—:]{1,2})",  # موسكو 27 أكتوبر (رويترز) -
        rf"(?:{wire}) ?[-–—/:]{{1,2}} ",  # رويترز -
    )
    return re.compile("|".join(forms))


def metadata(text: str, sentences: Sequence[Sentence] | None = None) -> Metadata:
    """Read title, source and date out of a text; `sentences` are its units, if they are known already."""
    units = split(text) if sentences is None else sentences
    title = _title(text, units)
    source = _source(text, units)
    published, place = _published(text, units)
    return Metadata(
        title=text[slice(*title)] if title else None,
        source=text[slice(*source)] if source else None,
        published=published,
        title_span=title,
        source_span=source,
        published_span=place,
    )


def dateline_prefix(text: str, sentence: Unit) -> TextSpan | None:
    """Find the place and agency that a wire story opens with (`المستقلة/-`, `موسكو (رويترز) -`).

    Returns:
        Its span, without the blank after it, or None. It stays part of the sentence; a reader dims it.
    """
    if sentence.boilerplate:
        return None
    folded, offsets = fold_map(text[sentence.start : min(sentence.end, sentence.start + _OPENING)])
    match = _dateline().match(folded)
    if not match or match.end() >= len(folded):
        return None
    return sentence.start, sentence.start + offsets[len(match[0].rstrip()) - 1] + 1


def _title(text: str, units: Sequence[Sentence]) -> TextSpan | None:
    titles = [unit for unit in units if unit.kind == "title"]
    return (titles[0].start, titles[-1].end) if titles else None


def _source(text: str, units: Sequence[Sentence]) -> TextSpan | None:
    """Find the last labelled source line (an earlier one may be a picture's), or that under a bare label."""
    span = None
    pending = False
    for unit in units:
        if unit.kind != "source":
            pending = False
            continue
        label = _SOURCE.match(text, unit.start, unit.end)
        if label and label.end() < unit.end:
            end = unit.end - (text[unit.end - 1] == ".")
            span = (label.end(), end) if label.end() < end else span
        elif pending:
            span = unit.start, unit.end
        pending = label is not None and label.end() == unit.end
    return span


def _published(text: str, units: Sequence[Sentence]) -> tuple[str | None, TextSpan | None]:
    """Find the day of the publication and the unit that says it.

    First comes a date line that says it is the publication's, then a bare one, then an update's; of those
    that say the same, the first one under the headline. Without a date line it is a day in the line of the
    author or the agency above the story, or in the wire's dateline that opens it.
    """
    title = next((unit.start for unit in units if unit.kind == "title"), 0)
    lines = [at for at, unit in enumerate(units) if unit.kind == "date"]
    month_first = month_goes_first(text[units[at].start : units[at].end] for at in lines)
    days_of_others = _days_of_others(units)
    best: tuple[int, bool, int] | None = None
    day_and_place: tuple[str | None, TextSpan | None] = None, None
    for at in lines:
        unit = units[at]
        label = _label_above(text, units, at)
        for day in days_of_line(text[unit.start : unit.end], month_first=month_first):
            said = day.label or label
            if not said and at in days_of_others:
                continue
            doubt = 1 if not said else 2 if is_update(said) else 0
            rank = (doubt, unit.start < title, unit.start)
            if best is None or rank < best:
                best, day_and_place = rank, (day.iso, (unit.start, unit.end))
    return day_and_place if best else _beside_the_author(text, units)


def _label_above(text: str, units: Sequence[Sentence], at: int) -> str:
    """Return the line above a date line if it is the date's label, as "تاريخ النشر" alone in its line."""
    above = text[units[at - 1].start : units[at - 1].end] if at else ""
    return fold(above) if is_label(above) else ""


def _days_of_others(units: Sequence[Sentence]) -> set[int]:
    """Return the places of date lines among links to other stories, or under them or comments at the end."""
    kinds = [unit.kind for unit in units]
    story_end = max((at for at, kind in enumerate(kinds) if kind in _STORY), default=-1)
    first = next((at for at in range(story_end + 1, len(kinds)) if kinds[at] in _OTHERS), len(kinds))
    return {
        at
        for at, kind in enumerate(kinds)
        if kind == "date"
        and (
            at > first or (0 < at < len(kinds) - 1 and kinds[at - 1] in _OTHERS and kinds[at + 1] in _OTHERS)
        )
    }


def _beside_the_author(text: str, units: Sequence[Sentence]) -> tuple[str | None, TextSpan | None]:
    """Find a day in a line that names the author or the agency above the story, or in the dateline."""
    for unit in units:
        line = text[unit.start : unit.end]
        if unit.kind in _NOT_BESIDE:
            continue
        if _YEAR.search(fold(line[: _OPENING + 1])):  # no day is told without one; most lines have none
            days: Iterator[str] = iter(())
            if len(line) <= _OPENING and not line.endswith("."):
                parts = [line] if unit.kind == "source" else _BETWEEN_NAMES.split(line)[:_PARTS]
                days = (day for part in parts for day in _days(part, loosely=unit.kind == "source"))
            elif prefix := dateline_prefix(text, unit):
                days = dates_in(text[slice(*prefix)])
            if day := next(days, None):
                return day, (unit.start, unit.end)
        if unit.kind == "body" and len(line) > _OPENING:
            break
    return None, None


def _days(text: str, *, loosely: bool) -> Iterator[str]:
    return dates_in(text) if loosely else (day.iso for day in days_of_line(text))
