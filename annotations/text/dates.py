"""Reads Arabic dates as ISO 8601: month names from Rabat to Baghdad, both digit sets, English forms.

A text is read as a date only when all of it is one, with what usually stands around dates (weekday, hour,
time zone, a label such as "آخر تحديث"). So "30 فبراير 2024", a Hijri date and "منذ ساعتين" stay the text they
are, and a sentence that mentions a day is never a date line. Patterns work on folded text (`arabic.fold`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from annotations.text.folding import fold

_MONTHS = """
    1  يناير، كانون الثاني، كانون ثاني، كانون ثان، جانفي، january، jan
    2  فبراير، شباط، فيفري، february، feb
    3  مارس، آذار، مارت، march، mar
    4  أبريل، نيسان، أفريل، april، apr
    5  مايو، أيار، ماي، مايس، may
    6  يونيو، يونيه، حزيران، جوان، june، jun
    7  يوليو، يوليه، تموز، جويلية، يوليوز، july، jul
    8  أغسطس، آب، أوت، غشت، أغشت، august، aug
    9  سبتمبر، أيلول، شتنبر، september، sept، sep
    10 أكتوبر، تشرين الأول، تشرين أول، october، oct
    11 نوفمبر، تشرين الثاني، تشرين ثاني، تشرين ثان، نونبر، november، nov
    12 ديسمبر، كانون الأول، كانون أول، دجنبر، دجمبر، december، dec
"""
"""Egypt and Gulf; Levant and Iraq; Algeria and Tunisia; Morocco and Mauritania; English."""

_HIJRI_MONTHS = (
    "محرم|صفر|ربيع (?:الاول|الثاني|الاخر|اول|ثاني|اخر)|جمادي (?:الاولي|الاخره|الثانيه|الاول|الثاني|الاخر)|رجب"
    "|شعبان|رمضان|شوال|ذو القعده|ذي القعده|ذو الحجه|ذي الحجه"
)
_UNITS = (
    "ثانيه|ثوان|ثواني|دقيقه|دقيقتين|دقائق|ساعه|ساعتين|ساعات|يوم|يوما|يومين|ايام|اسبوع|اسبوعين|اسابيع|شهر|شهرين"
    "|شهور|اشهر|سنه|سنتين|سنوات|عام|عامين|اعوام"
)
_LABELS = (
    "(?:تاريخ |وقت )?(?:النشر|التحديث|نشرت?|اضيفت?|حدثت?|تم (?:النشر|التحديث|نشره?|تحديثه?)|اخر تحديث|تحديث)"
    "(?: (?:في|بتاريخ|يوم|منذ))?|التاريخ|تاريخ|بتاريخ|في|الموافق|الساعه|(?:last )?(?:updated|modified)"
    "|published|posted|date|at|on"
)
_WEEKDAYS = (
    "(?:يوم )?(?:ال)?(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت)"
    "|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
)
_ZONES = (
    "ابو ?ظبي|مكه(?: المكرمه)?|القدس|القاهره|[جغ]رينت?ش|بيروت|دمشق|بغداد|الرياض|الدوحه|تونس|الجزائر|الرباط"
    "|عمان|دبي|السعوديه|لندن"
)
_LONGEST = 160
"""Code points: a date line with two dates, two hours and their labels has about 120."""


class _Patterns(NamedTuple):
    numbers: dict[str, int]
    date: re.Pattern[str]
    undated: re.Pattern[str]
    label: re.Pattern[str]
    around: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Build what the lists above say, when the first date is looked for: import stays cheap."""
    rows = (line.split(maxsplit=1) for line in _MONTHS.strip().splitlines())
    numbers = {fold(name.strip()): int(number) for number, names in rows for name in names.split("،")}
    end = r"(?![^\W\d_])"  # no letter after it
    name = f"(?:{'|'.join(sorted(numbers, key=len, reverse=True))}){end}"
    month = rf"{name}(?:\s?[/\-(]\s?{name}\)?)?"  # أبريل/نيسان and أبريل (نيسان): two names, one month
    gap = r"[\s,،./\-]{0,3}"
    dates = (
        r"(?<!\d)(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<d2>\d{1,2})\s?(?P<s2>[-/.])\s?(?P<m2>\d{1,2})\s?(?P=s2)\s?(?P<y2>\d{4})(?!\d)",
        rf"(?<!\d)(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?: of| من| شهر|{gap})\s?(?P<m3>{month}){gap}"
        r"(?:من )?(?:عام |سنه )?(?P<y3>\d{4})(?!\d)",
        rf"(?<![^\W\d_])(?P<m4>{month}){gap}(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?{gap}(?P<y4>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<y5>\d{{4}}){gap}(?P<m5>{month}){gap}(?P<d5>\d{{1,2}})(?!\d)",
    )
    undated = (
        rf"(?<!\d)\d{{1,2}}[\s/\-]?(?:من |شهر )?(?:{_HIJRI_MONTHS}){gap}(?:عام |سنه )?1[345]\d\d(?!\d)",
        rf"(?:منذ|قبل) (?:حوالي )?(?:\d{{1,3}} )?(?:{_UNITS}){end}",
        r"\d{1,3} (?:minutes?|hours?|days?|weeks?) ago",
    )
    around = (
        r"[\s,،.:;؛|/\\()\[\]•·–—_-]+",
        rf"(?:{_WEEKDAYS}){end}",
        r"t?\d{1,2}\s?[:.]\s?\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?!\d)",
        rf"(?:ص|م|ه|صباحا|مساء|ظهرا|ميلادي|ميلاديه|هجري|هجريه|[ap]\.?m){end}",
        rf"(?:gmt|utc|bst|est|z|[جغ]رينت?ش)(?:\s?[+-]\s?\d{{1,2}}(?::?\d{{2}})?)?{end}",
        r"[+-]\d{2}:?\d{2}(?!\d)",
        rf"(?:بتوقيت )?(?:{_ZONES}){end}|بالتوقيت المحلي",
        r"(?:كتبت?|بقلم)\s*:?\s*[^\d:|]{3,40}$",  # 27-03-2022 01:03 | كتب: ...
    )
    return _Patterns(
        numbers,
        re.compile("|".join(dates)),
        re.compile("|".join(undated)),
        re.compile(f"(?:{_LABELS}){end}"),
        re.compile("|".join(around)),
    )


def to_iso(text: str) -> str | None:
    """Read a text that is a date as a whole.

    Returns:
        `YYYY-MM-DD`; for an ISO time stamp all of it; None for anything else, Hijri dates included.
    """
    stripped = text.strip()
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", stripped, re.ASCII):
        try:
            return datetime.fromisoformat(stripped).isoformat()
        except ValueError:
            pass  # with a zone's name, perhaps: the date is still one
    return next(dates_in(text), None) if date_label(text) is not None else None


def dates_in(text: str) -> Iterator[str]:
    """Yield the Gregorian dates that a text mentions, in order, as `YYYY-MM-DD`; no impossible ones."""
    for match in _patterns().date.finditer(fold(text)):
        form = next(form for form in "12345" if match[f"y{form}"])
        month, day = match[f"m{form}"], match[f"d{form}"]
        if form == "2" and int(month) > 12:
            month, day = day, month  # 10/27/2024; where both readings are possible the day comes first
        iso = _iso(match[f"y{form}"], month, day)
        if iso:
            yield iso


def date_label(line: str) -> str | None:
    """Say what a date line is the date of.

    Returns:
        The first label, folded ("تاريخ النشر", "اخر تحديث"), or "" where there is none; None if the line
        doesn't consist of dates and hours (also Hijri, also relative) and of what stands around them.
    """
    return folded_date_label(" ".join(fold(line).split())) if len(line) <= _LONGEST else None


def folded_date_label(folded: str) -> str | None:
    """Say the same of a line that is folded already, with one space between words."""
    if not 0 < len(folded) <= _LONGEST:
        return None
    patterns = _patterns()
    order = (patterns.date, patterns.undated, patterns.label, patterns.around)
    at, dated, label = 0, False, ""
    while at < len(folded):
        match = next((match for pattern in order if (match := pattern.match(folded, at))), None)
        if not match:
            return None
        if match.re is patterns.label and len(match[0]) > 2:  # not في and its like
            label = label or match[0]
        hour = ":" in match[0] and match[0][-1].isdigit()
        dated |= match.re in {patterns.date, patterns.undated} or hour
        at = match.end()
    return label if dated else None


def _iso(year: str, month: str, day: str) -> str | None:
    if month.isdigit():
        number = int(month)
    else:
        names = [part.strip(" )") for part in re.split(r"[/\-(]", month)]
        months = {_patterns().numbers[name] for name in names}
        if len(months) > 1:
            return None
        number = months.pop()
    if not 1900 <= int(year) <= 2100:
        return None  # a Hijri or Persian year
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
