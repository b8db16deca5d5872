"""Reads title, source and date of an article out of its own text, each with the place where it stands.

Crawled text carries them in lines that `sentences.split` has already recognised; a value that it doesn't
carry is None, never a guess. What is known beside the text (a JSON field, a file's front matter) comes first,
see `article`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from annotations.model.units import Unit
from annotations.text.boilerplate_matcher import alternatives
from annotations.text.boilerplate_rules import WIRE
from annotations.text.dates import date_label, dates_in
from annotations.text.folding import fold_map
from annotations.text.sentences import Sentence, split

TextSpan = tuple[int, int]
"""Code points, half-open."""


class Metadata(msgspec.Struct, frozen=True):
    """Title, source and date, as the text itself has them."""

    title: str | None = None
    source: str | None = None
    """The publisher, as the text's own source line has it."""
    published: str | None = None
    """`YYYY-MM-DD`; a date that can't be read (Hijri, "منذ ساعتين", 30 February) as it is written."""
    title_span: TextSpan | None = None
    source_span: TextSpan | None = None
    published_span: TextSpan | None = None
    """The unit in which the date stands."""


_SOURCE = re.compile(r"\s*(?:المصدر|مصدر الخبر|نقلا عن|نقلاً عن|[Ss]ource)\s*[:|/–—-]+\s*")
_OPENING = 80
"""Code points: the longest dateline, as in مدينة غزة (الأراضي الفلسطينية) 27 أكتوبر 2024 (أ ف ب) -."""


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
    """Prefer a date line that says it is the publication's, then the first under the headline, then any."""
    lines = [unit for unit in units if unit.kind == "date"]
    if not lines:
        return None, None
    title = next((unit.start for unit in units if unit.kind == "title"), 0)
    best = min(lines, key=lambda unit: (_doubt(text[unit.start : unit.end]), unit.start < title, unit.start))
    written = text[best.start : best.end]
    return next(dates_in(written), None) or written, (best.start, best.end)


def _doubt(line: str) -> int:
    """Rank a line: 0 if it is labelled as the publication's date, 1 a bare date, 2 an update, 3 an hour."""
    label = date_label(line)
    if label:
        return 2 if re.search("تحديث|updated|modified", label) else 0
    return 3 if ":" in line and not next(dates_in(line), None) else 1
