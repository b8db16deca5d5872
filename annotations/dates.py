"""Arabic dates to ISO 8601: every month name in use from Rabat to Baghdad, both digit sets, and the English forms.

A text is read as a date only when all of it is one, with what usually stands around dates (weekday, hour, time zone,
a label such as "آخر تحديث"). So "30 فبراير 2024", a Hijri date or "منذ ساعتين" stay the text they are, and a sentence
that mentions a day is never taken for a date line. All patterns work on folded text (`arabic.fold`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from annotations.arabic import fold

_MONTHS = """
    1  يناير، كانون الثاني، كانون ثاني، كانون ثان، جانفي، january، jan
    2  فبراير، شباط، فيفري، february، feb
    3  مارس، آذار، اذار، مارت، march، mar
    4  أبريل، نيسان، أفريل، april، apr
    5  مايو، أيار، ماي، مايس، may
    6  يونيو، يونيه، حزيران، جوان، june، jun
    7  يوليو، يوليه، تموز، جويلية، يوليوز، july، jul
    8  أغسطس، آب، أوت، غشت، أغشت، august، aug
    9  سبتمبر، أيلول، شتنبر، september، sept، sep
    10 أكتوبر، تشرين الأول، تشرين أول، october، oct
    11 نوفمبر، تشرين الثاني، تشرين ثاني، تشرين ثان، نونبر، نوفمبر، november، nov
    12 ديسمبر، كانون الأول، كانون أول، دجنبر، دجمبر، december، dec
"""
"""Egyptian and Gulf, Levantine and Iraqi, Algerian and Tunisian, Moroccan and Mauritanian, English names of each month."""

_HIJRI = "محرم|صفر|ربيع (?:الاول|الثاني|الاخر|اول|ثاني|اخر)|جماد[يه] (?:الاولي|الاخره|الثانيه|الاول|الثاني|الاخر)|رجب|شعبان|رمضان|شوال|ذو القعده|ذي القعده|ذو الحجه|ذي الحجه"
_WEEKDAY = r"(?:يوم )?(?:ال)?(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت)|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"


def _month_numbers() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for line in _MONTHS.strip().splitlines():
        number, names = line.split(maxsplit=1)
        numbers |= {fold(name.strip()): int(number) for name in names.split("،")}
    return numbers


_MONTH_NUMBER = _month_numbers()
MONTH_NAMES = frozenset(_MONTH_NUMBER)
"""All of them, folded."""
_NAME = "(?:" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + ")(?![^\\W\\d_])"
_MONTH = rf"{_NAME}(?:\s?[/\-(]\s?{_NAME}\)?)?"  # أبريل/نيسان and أبريل (نيسان): two names, one month
_SEP = r"[\s,،./\-]{0,3}"
_DATE = re.compile(
    "|".join(
        [
            r"(?<!\d)(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d)",
            r"(?<!\d)(?P<d2>\d{1,2})\s?(?P<s2>[-/.])\s?(?P<m2>\d{1,2})\s?(?P=s2)\s?(?P<y2>\d{4})(?!\d)",
            rf"(?<!\d)(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?: of| من| شهر|{_SEP})\s?(?P<m3>{_MONTH}){_SEP}(?:من )?(?:عام |سنه )?(?P<y3>\d{{4}})(?!\d)",
            rf"(?<![^\W\d_])(?P<m4>{_MONTH}){_SEP}(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?{_SEP}(?P<y4>\d{{4}})(?!\d)",
            rf"(?<!\d)(?P<y5>\d{{4}}){_SEP}(?P<m5>{_MONTH}){_SEP}(?P<d5>\d{{1,2}})(?!\d)",
        ]
    )
)
_HIJRI_DATE = re.compile(
    rf"(?<!\d)\d{{1,2}}[\s/\-]?(?:من |شهر )?(?:{_HIJRI})[\s,،/\-]{{0,3}}(?:عام |سنه )?1[345]\d\d(?!\d)"
)
_RELATIVE = re.compile(
    r"(?:منذ|قبل)\s+(?:حوالي )?(?:\d{1,3}\s+)?(?:ثانيه|ثواني?|دقيقه|دقيقتين|دقائق|ساعه|ساعتين|ساعات|يوما?|يومين|ايام|اسبوع|اسبوعين|اسابيع|شهر|شهرين|شهور|اشهر|سنه|سنتين|سنوات|عام|عامين|اعوام)"
    r"|\d{1,3} (?:minutes?|hours?|days?|weeks?) ago"
)
_LABEL = (
    r"(?:تاريخ |وقت )?(?:النشر|التحديث|نشر(?:ت)?|اضيف(?:ت)?|حدث(?:ت)?|تم (?:النشر|التحديث|نشره?|تحديثه?)|اخر تحديث|تحديث)(?: (?:في|بتاريخ|يوم|منذ))?"
    r"|التاريخ|تاريخ|بتاريخ|في|الموافق|الساعه|(?:last )?(?:updated|modified)|published|posted|date|(?:at|on)\b"
)
_PLACE = r"(?: (?:ابو ?ظبي|مكه(?: المكرمه)?|القدس|القاهره|[جغ]رينت?ش|بيروت|دمشق|بغداد|الرياض|الدوحه|تونس|الجزائر|الرباط|عمان|دبي|السعوديه|لندن))?"
_AROUND = re.compile(
    "|".join(
        [
            r"[\s,،.:;؛|/\\()\[\]•·–—_-]+",
            rf"(?:{_WEEKDAY})(?![^\W\d_])",
            r"t?\d{1,2}\s?[:.]\s?\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?!\d)",
            r"(?:ص|م|ه|صباحا|مساء|ظهرا|ميلادي|ميلاديه|هجري|هجريه|[ap]\.?m)(?![^\W\d_])",
            r"(?:gmt|utc|bst|est|z|جرينتش|غرينتش)(?:\s?[+-]\s?\d{1,2}(?::?\d{2})?)?(?![^\W\d_])",
            r"[+-]\d{2}:?\d{2}(?!\d)",
            rf"بتوقيت{_PLACE}|بالتوقيت المحلي",
            r"(?:كتبت?|بقلم)\s*:?\s*[^\d:|]{3,40}$",  # 27-03-2022 01:03 | كتب: ...
        ]
    )
)
_LABELS = re.compile(rf"(?:{_LABEL})(?![^\W\d_])")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_LONGEST = 160
"""Code points: the longest date line seen, with two dates, two hours and their labels, has about 120."""


def to_iso(text: str) -> str | None:
    """Read a text that is a date as a whole.

    Returns:
        `YYYY-MM-DD`; for an ISO time stamp all of it; None for anything else, Hijri and relative dates included.
    """
    stripped = text.strip()
    if _ISO.fullmatch(stripped):
        try:
            return datetime.fromisoformat(stripped).isoformat()
        except ValueError:
            return None
    return next(dates_in(text), None) if is_date_line(text) else None


def dates_in(text: str) -> Iterator[str]:
    """Yield the Gregorian dates that a text mentions, in order, as `YYYY-MM-DD`; impossible ones are left out."""
    for match in _DATE.finditer(fold(text)):
        found = next(
            (match[f"y{form}"], match[f"m{form}"], match[f"d{form}"]) for form in "12345" if match[f"y{form}"]
        )
        iso = _iso(*found)
        if iso:
            yield iso


def is_date_line(text: str, *, labelled: bool = False) -> bool:
    """Say whether a text consists of dates (also Hijri, also relative) and of what stands around dates.

    Args:
        text: one line.
        labelled: only if it also says what the date is of, as "تاريخ النشر" does.
    """
    if not 0 < len(text) <= _LONGEST:
        return False
    folded = " ".join(fold(text).split())
    at, dated, has_label, hour = 0, False, False, False
    while at < len(folded):
        for pattern in (_DATE, _HIJRI_DATE, _RELATIVE, _LABELS, _AROUND):
            match = pattern.match(folded, at)
            if match:
                dated |= pattern in {_DATE, _HIJRI_DATE, _RELATIVE}
                has_label |= pattern is _LABELS and len(match[0]) > 2
                hour |= ":" in match[0] and any(char.isdigit() for char in match[0])
                at = match.end()
                break
        else:
            return False
    return (dated or (has_label and hour)) and (has_label or not labelled)


def _iso(year: str, month: str, day: str) -> str | None:
    if month.isdigit():
        if int(month) > 12 >= int(day):
            month, day = (
                day,
                month,
            )  # 10/27/2024; where both are possible the day comes first, as Arabic writes it
        number = int(month)
    else:
        names = [name.strip(" /-()") for name in re.split(r"[/\-(]", month)]
        if len({_MONTH_NUMBER[name] for name in names}) > 1:
            return None
        number = _MONTH_NUMBER[names[0]]
    if not 1900 <= int(year) <= 2100:
        return None  # Hijri and Persian years
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
