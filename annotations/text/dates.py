"""Reads Arabic dates as ISO 8601, in both calendars, by every month's name from Rabat to Baghdad.

A text is read as a date only when all of it is one, with what usually stands around dates (weekday, hour,
time zone, a label such as "آخر تحديث"). So "30 فبراير 2024", "منذ ساعتين" and "10:05" are no day, and a
sentence that mentions a day is never a date line. The day is the one that is written: no time zone moves it.
Where a Hijri and a Gregorian date stand together the Gregorian one holds; a Hijri one alone is reckoned by
`calendars`. All patterns (`date_patterns`) work on folded text, in which bidi marks and tashkeel are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from annotations.text.calendars import HIJRI, day_of_hijri, months_of, number_of
from annotations.text.date_patterns import WEEKDAYS, patterns
from annotations.text.folding import fold

_UPDATED = re.compile("تحديث|تعديل|حدث|عدل|جدد|updat|modif|edited|revised|actualise|a jour")
"""In a label: the date is that of a change and not of the publication."""
_LONGEST = 160
"""Code points: a date line with two dates, two hours and their labels has about 120."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_KEPT = 2048
"""Dates that are remembered as read, some years of days: each article may have one beside its text."""
_YEAR = re.compile(r"\d{4}")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{6}Z?)?", re.ASCII)
"""ISO 8601's basic format: 20241027, 20241027T101500Z."""
_MAIL = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})[ -]([a-z]{3,9})[ -](\d\d|\d{4}),? \d\d?:\d\d(?::\d\d)?"
    r"(?: (?:[+-]\d{4}|[a-z]{1,5}))?(?: \([\w ]{1,40}\))?",
    re.ASCII,
)
"""RFC 2822, and RFC 850 before it: Mon, 25 Nov 2024 10:00:00 PDT."""
_CLOCK = re.compile(
    r"(?:[a-z]{3} )?([a-z]{3}) (\d{1,2}) \d\d:\d\d:\d\d(?: (?:[+-]\d{4}|[a-z]{1,5}))? (\d{4})", re.ASCII
)
"""As X, and C's `ctime`, write: Mon Nov 25 10:00:00 +0000 2024."""


class Dated(NamedTuple):
    """A day that a date line names."""

    iso: str
    """`YYYY-MM-DD`."""
    label: str
    """The line's own word for what it is the date of, folded; empty if there is none."""


class _Mention(NamedTuple):
    start: int
    end: int
    iso: str | None
    """Of a Gregorian date; None if there can't be one."""
    hijri: tuple[str, str, str] | None
    """Year, month and day of a Hijri one, as written."""


def to_iso(text: str, *, month_first: bool = False) -> str | None:
    """Read a text that is a date as a whole.

    Args:
        text: as a field or a line has it; of several dates the one that isn't an update's counts.
        month_first: how 3/4/2024 is read; Arabic sites write the day first.

    Returns:
        `YYYY-MM-DD`; for an ISO time stamp all of it; None for anything else.
    """
    return (_kept_iso if len(text) <= _LONGEST else _read_iso)(text, month_first)


def _read_iso(text: str, month_first: bool) -> str | None:
    stripped = text.strip()
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", stripped, re.ASCII):
        try:
            stamp = datetime.fromisoformat(stripped)
            return stamp.isoformat() if _FIRST_YEAR <= stamp.year <= _LAST_YEAR else None
        except ValueError:
            pass  # with a zone's name, perhaps: the date is still one
    if compact := _COMPACT.fullmatch(stripped):
        return _iso(*compact.groups())
    lower = " ".join(stripped.lower().split())
    if mail := _MAIL.fullmatch(lower):
        day, month, year = mail.groups()
        return _iso(year if len(year) > 2 else _whole_year(year), month, day)
    if clock := _CLOCK.fullmatch(lower):
        month, day, year = clock.groups()
        return _iso(year, month, day)
    days = days_of_line(text, month_first=month_first)
    return min(days, key=lambda day: is_update(day.label)).iso if days else None


def _whole_year(two: str) -> str:
    """Return the year that two digits of a mail's date mean (RFC 5322, 4.3)."""
    return f"{20 if int(two) < 50 else 19}{two}"


_kept_iso = lru_cache(_KEPT)(_read_iso)


def dates_in(text: str, *, month_first: bool = False) -> Iterator[str]:
    """Yield the dates that a text mentions, in order, as `YYYY-MM-DD`; no impossible ones.

    A day that is given in both calendars is yielded once, by the Gregorian one.
    """
    folded = fold(text)
    mentions = [each for each in _mentions(folded, month_first=month_first) if each.iso or each.hijri]
    for at, each in enumerate(mentions):
        if each.hijri and any(_same_day(folded, each, other) for other in mentions[max(0, at - 1) : at + 2]):
            continue
        if iso := _reckoned(folded, each):
            yield iso


def days_of_line(line: str, *, month_first: bool = False) -> list[Dated]:
    """Return the days that a date line names, each with its label; none for a line that isn't one."""
    if len(line) > _LONGEST:
        return []
    folded = " ".join(fold(line).split())
    pieces = _pieces(folded)
    if not pieces:
        return []
    mentions = list(_mentions(folded, month_first=month_first))
    gregorian = [each for each in mentions if each.iso]
    labels = [piece for piece in pieces if piece.re is patterns().label and not _CONNECTS.fullmatch(piece[0])]
    return [
        Dated(iso, next((label[0] for label in reversed(labels) if label.start() < each.start), ""))
        for each in gregorian or mentions
        if (iso := _reckoned(folded, each))
    ]


_CONNECTS = re.compile(
    r"(?:في )?يوم|في|منذ|بتاريخ|(?:ال)?(?:موافق|مصادف)(?: ?ل)?|(?:في |علي )?(?:تمام )?الساعه|at|on|le|a"
)
"""Labels that don't say what a date is the date of."""


def is_update(label: str) -> bool:
    """Say whether a folded label names the day of a change, not of the publication."""
    return _UPDATED.search(label) is not None


def is_label(line: str) -> bool:
    """Say whether a line is nothing but the label of a date, as "تاريخ النشر:" above the date itself."""
    folded = " ".join(fold(line[: _LONGEST + 1]).split()).strip(" :-|.")
    match = patterns().label.fullmatch(folded)
    return match is not None and not _CONNECTS.fullmatch(folded)


def is_ambiguous(text: str) -> bool:
    """Say whether a text holds a date like 3/4/2024, which names one of two days."""
    matches = patterns().date.finditer(fold(text[:_LONGEST]))
    return any(match["y2"] and int(match["m2"]) <= 12 and int(match["d2"]) <= 12 for match in matches)


def day_of_epoch(text: str) -> str | None:
    """Read what a machine wrote as seconds since 1970, or thousandths, millionths and so on of them.

    Returns:
        The day in Greenwich, from 2001 on, or None.
    """
    number = re.fullmatch(r"([1-4]\d{9})(?:\d{3}){0,3}(?:\.\d+)?", text.strip(), re.ASCII)
    if not number or int(number[1]) >= 4_102_444_800:  # 2100
        return None
    return datetime.fromtimestamp(int(number[1]), UTC).date().isoformat()


def month_goes_first(lines: Iterable[str], days: Iterable[str] = ()) -> bool:
    """Say whether a site writes 3/4/2024 for the 4th of March, by the other dates that are known of it.

    Args:
        lines: its date lines.
        days: of the same article, `YYYY-MM-DD`, as its address or a machine-readable field has them.
    """
    text = "\n".join(fold(line) for line in lines)
    numbers = [
        (int(match["m2"]), int(match["d2"]), int(match["y2"]))
        for match in patterns().date.finditer(text)
        if match["y2"]
    ]
    if any(day > 12 >= month for month, day, _ in numbers):
        return False  # 27/10/2024
    if any(month > 12 >= day for month, day, _ in numbers):
        return True  # 10/27/2024
    known = {*days, *dates_in(re.sub(r"\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{4}", " ", text))}
    return any(
        f"{year:04}-{day:02}-{month:02}" in known and f"{year:04}-{month:02}-{day:02}" not in known
        for month, day, year in numbers
    )


def names_no_day(text: str) -> bool:
    """Say whether a date line names no day at all: an hour, "منذ 44 دقيقة", a 30th of February.

    A month, or a day without its year, says something.
    """
    if len(text) > _LONGEST or days_of_line(text):
        return False
    pieces = _pieces(" ".join(fold(text).split()))
    return bool(pieces) and all(piece.re is not patterns().partial for piece in pieces)


def folded_date_label(folded: str) -> str | None:
    """Say what a date line is the date of.

    Args:
        folded: the line, folded, with one space between words.

    Returns:
        The first label ("تاريخ النشر", "اخر تحديث"), or "" where there is none; None if the line doesn't
        consist of dates and hours (also Hijri, also relative) and of what stands around them.
    """
    pieces = _pieces(folded)
    if not pieces:
        return None
    labels = (piece[0] for piece in pieces if piece.re is patterns().label and len(piece[0]) > 2)
    return next(labels, "")  # longer than في and its like


_HINT = re.compile(r"\d|\b(?:منذ|قبل|امس|البارحه|امبارح|الان|ago|yesterday|now|hier)\b")
"""Every date line has a figure or one of these words."""


def _pieces(folded: str) -> list[re.Match[str]]:
    """Divide a date line into its dates, labels and what stands around them; an empty list if it is none."""
    if not 0 < len(folded) <= _LONGEST or not _HINT.search(folded):
        return []
    order = patterns()[:5]
    pieces: list[re.Match[str]] = []
    at, dated = 0, False
    while at < len(folded):
        match = next((match for pattern in order if (match := pattern.match(folded, at))), None)
        if not match:
            return []
        hour = match[0][-1].isdigit() and (":" in match[0] or "h" in match[0])
        dated |= match.re in order[:3] or hour
        pieces.append(match)
        at = match.end()
    return pieces if dated else []


def _mentions(folded: str, *, month_first: bool) -> Iterator[_Mention]:
    """Yield every date of a folded text, impossible ones included."""
    if not _YEAR.search(folded):
        return  # most sentences
    for match in patterns().date.finditer(folded):
        form = next(form for form in "1234567890" if match[f"y{form}"])
        written = match[f"y{form}"], match[f"m{form}"], match[f"d{form}"]
        if form in "6789":
            yield _Mention(*match.span(), None, written)
            continue
        year, month, day = written
        # Arabic pages write the day first; 10/27/2024 can only be read the other way.
        if form == "2" and (int(month) > 12 or (month_first and int(day) <= 12)):
            month, day = day, month
        yield _Mention(*match.span(), _iso(year, month, day), None)


def _same_day(folded: str, hijri: _Mention, other: _Mention) -> bool:
    """Say whether a Gregorian date says the same as the Hijri one beside it."""
    first, second = (hijri, other) if hijri.start < other.start else (other, hijri)
    return not other.hijri and bool(patterns().between.fullmatch(folded, first.end, second.start))


def _by_weekday(folded: str, start: int, day: date) -> date:
    """Return the day or its neighbour, whichever is the weekday that stands before a Hijri date.

    The moon is sighted a day earlier or later from country to country; the weekday is the same for all.
    """
    before = patterns().weekday_before.search(folded, max(0, start - 16), start)
    if not before:
        return day
    for names in WEEKDAYS:
        for number, name in enumerate(names.split("|")):
            if re.match(rf"(?:يوم )?(?:ال)?(?:{name})", before[0]):
                ahead = (number - day.weekday() + 1) % 7 - 1  # -1 to 5
                return day + timedelta(days=ahead) if ahead in {-1, 1} else day
    return day


def _reckoned(folded: str, mention: _Mention) -> str | None:
    """Return the day of a date, by the tables of `calendars` for a Hijri one."""
    if not mention.hijri:
        return mention.iso
    year, month, day = mention.hijri
    number = int(month) if month.isdigit() else number_of(HIJRI, month)
    reckoned = day_of_hijri(int(year), number, int(day)) if number else None
    return _by_weekday(folded, mention.start, reckoned).isoformat() if reckoned else None


def _iso(year: str, month: str, day: str) -> str | None:
    months = {int(month)} if month.isdigit() else months_of(month)
    if len(months) != 1 or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:  # a Hijri or Persian year
        return None
    try:
        return date(int(year), months.pop(), int(day)).isoformat()
    except ValueError:
        return None
