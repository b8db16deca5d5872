"""Names the months of the calendars that Arabic sites date by, and turns a Hijri date into its Gregorian day.

The tables are complete for the press from Rabat to Baghdad: all that CLDR has for Arabic (a test compares),
and the spellings that sites use beside them. Names are written as people write them; `folding.fold` takes
away what differs only by hamza, tashkeel, ta marbuta or alif maqsura. Loaded with the first date that is
looked for.

Hijri dates are read by Umm al-Qura, the civil calendar of Saudi Arabia, which the library `hijridate` has for
1343 to 1500 AH. Countries that go by the sighting of the moon differ from it by a day; where a weekday stands
before the date it decides, see `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from annotations.text.folding import fold

_GREGORIAN = """
    1  يناير، ينايير، كانون الثاني، كانون ثاني، كانون ثان، كانون الآخر، كانون 2، ك2، جانفي
    2  فبراير، فيبراير، شباط، فيفري
    3  مارس، آذار، مارت
    4  أبريل، نيسان، أفريل
    5  مايو، أيار، ماي، مايس
    6  يونيو، يونيه، حزيران، جوان
    7  يوليو، يوليه، تموز، جويلية، يوليوز
    8  أغسطس، أغسطوس، أوغسطس، آب، أوت، غشت، أغشت
    9  سبتمبر، سيبتمبر، أيلول، شتنبر، شتمبر
    10 أكتوبر، أوكتوبر، تشرين الأول، تشرين أول، تشرين 1، ت1
    11 نوفمبر، تشرين الثاني، تشرين ثاني، تشرين ثان، تشرين الآخر، تشرين 2، ت2، نونبر، نونمبر
    12 ديسمبر، ديسيمبر، دسمبر، كانون الأول، كانون أول، كانون 1، ك1، دجنبر، دجمبر

    1  january, jan, janvier, janv
    2  february, feb, février, févr
    3  march, mar, mars
    4  april, apr, avril, avr
    5  may, mai
    6  june, jun, juin
    7  july, jul, juillet, juil
    8  august, aug, août
    9  september, sept, sep, septembre
    10 october, oct, octobre
    11 november, nov, novembre
    12 december, dec, décembre, déc
"""
"""Egypt and Gulf; Levant and Iraq (ك1 and its like are Lebanese newspapers'); Tunisia and Algeria; Morocco;
Mauritania. Then English, and the French of sites in the Maghreb."""

_LIBYAN = """
    1 أي النار 2 النوار 3 الربيع 4 الطير 5 الماء 6 الصيف
    7 ناصر 8 هانيبال 9 الفاتح 10 التمور 11 الحرث 12 الكانون
"""
"""Libya's names from 1986 to 2011. They are words as well, so they count only between a day and a year."""

_HIJRI = """
    1  محرم، المحرم، محرم الحرام
    2  صفر، صفر الخير
    3  ربيع الأول، ربيع أول، ربيع 1
    4  ربيع الآخر، ربيع الثاني، ربيع آخر، ربيع ثاني، ربيع ثان، ربيع 2
    5  جمادى الأولى، جمادى الأول، جمادى أولى، جمادى أول، جماد الأول، جماد أول
    5  جمادى 1، جماد الأولى
    6  جمادى الآخرة، جمادى الثانية، جمادى الآخر، جمادى الثاني، جمادى 2
    6  جماد الآخرة، جماد الثانية، جمادى آخرة، جمادى ثانية، جماد الآخر، جماد الثاني، جماد ثاني، جماد آخر
    7  رجب، رجب الفرد، رجب المرجب، رجب الأصم
    8  شعبان، شعبان المعظم
    9  رمضان، رمضان المبارك، رمضان المعظم
    10 شوال، شوال المكرم
    11 ذو القعدة، ذي القعدة، ذا القعدة، ذوالقعدة، ذيالقعدة، ذو القعدة الحرام، ذي القعدة الحرام
    12 ذو الحجة، ذي الحجة، ذا الحجة، ذوالحجة، ذيالحجة، ذو الحجة الحرام، ذي الحجة الحرام
"""

_OTHER = """
    توت، بابه، هاتور، كيهك، كياك، طوبة، أمشير، برمهات، برمودة، بشنس، بؤونة، بؤنة، أبيب، مسرى، نسيء،
    فروردين، ارديبهشت، خرداد، تير، مرداد، شهريور، مهر، آبان، آذر، دي، بهمن، اسفند
"""
"""The Coptic year of Egyptian papers, and the solar one of Iranian agencies: known as dates, and not read."""

MARKS = r"(?:ه(?:جريه?)?|(?:من |لل)هجره|ah)(?![^\W\d_])(?!\s?\.?\s?ش(?![^\W\d_]))"
"""Signs that a year is Hijri, folded; `هـ ش` is the solar year of Iran."""


def _rows(table: str) -> Iterator[tuple[str, int]]:
    for row in filter(None, map(str.strip, table.splitlines())):
        number, names = row.split(maxsplit=1)
        for name in re.split("[،,]", names):
            yield fold(name.strip()), int(number)


def _libyan() -> Iterator[tuple[str, int]]:
    for number, name in re.findall(r"(\d+) ([^\d\n]+)", _LIBYAN):
        yield fold(name.strip()), int(number)


GREGORIAN: dict[str, int] = dict(_rows(_GREGORIAN))
"""Folded name, and the month's number."""
LIBYAN: dict[str, int] = dict(_libyan())
HIJRI: dict[str, int] = dict(_rows(_HIJRI))
OTHER: tuple[str, ...] = tuple(
    dict.fromkeys(fold(name.strip()) for name in re.split("[،\n]", _OTHER) if name.strip())
)


def one_of(names: Iterable[str]) -> str:
    """Return a pattern of one name as a whole word: the longest that stands there, with any blanks in it."""
    spelled = sorted((re.escape(name).replace(r"\ ", r"\s?") for name in names), key=len, reverse=True)
    return rf"(?:{'|'.join(spelled)})(?![^\W\d_])(?:(?<!\d)|(?!\d))"


def number_of(months: Mapping[str, int], written: str) -> int | None:
    """Return the number of a month as `one_of` found it."""
    bare = "".join(written.split())
    return next((number for name, number in months.items() if name.replace(" ", "") == bare), None)


@cache
def _names() -> re.Pattern[str]:
    return re.compile(one_of({**GREGORIAN, **LIBYAN}))


def months_of(written: str) -> set[int]:
    """Return the months that one or more Gregorian names say: more than one if they contradict each other."""
    names = _names().findall(written)
    return {number for name in names if (number := number_of({**LIBYAN, **GREGORIAN}, name))}


def day_of_hijri(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Hijri date; None if there is no such day, or no table for its year."""
    from hijridate import Hijri  # 8 ms

    try:
        gregorian = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(gregorian.year, gregorian.month, gregorian.day)
