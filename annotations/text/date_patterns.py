"""The patterns by which `dates` reads a text: dates, what is nearly one, and what surrounds them.

All of it is for folded text (`folding.fold`): written with plain alif, ya and ha, no tatweel, ASCII digits.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from annotations.text.calendars import GREGORIAN, HIJRI, LIBYAN, MARKS, OTHER, one_of

WEEKDAYS = (
    "اثنين|ثلاثاء?|اربعاء?|خميس|جمعه|سبت|احد",
    "mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun",
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
)
"""From Monday on, in each language."""
_UNITS = (
    "ثانيه|ثانيتين|ثوان|ثواني|دقيقه|دقيقتين|دقايق|ساعه|ساعتين|ساعات|يوم|يوما|يومين|ايام|اسبوع|اسبوعا|اسبوعين|اسابيع"
    "|شهر|شهرا|شهرين|شهور|اشهر|سنه|سنتين|سنوات|سنين|عام|عاما|عامين|اعوام"
)
_COUNTS = (
    r"\d{1,3}|واحده?|اثن(?:ين|تين)|(?:ثلاث|اربع|خمس|ست|سبع|تسع|عشر)ه?|ثمان(?:يه?)?|بضع(?:ه)?|عده"
)  # fmt: skip
_ACTS = "نشر|اضافه|ادراج|اصدار|انشاء|رفع|بث|تحرير|كتابه"
_THINGS = "خبر|مقال|مقاله|موضوع|ماده|تقرير|بيان"
_UPDATES = "(?:اخر )?(?:ال)?(?:تحديث|تعديل)(?: (?:ال)?اخير)?"
_AT = "(?: (?:في|بتاريخ|يوم|عند|الساعه))?"
_WHEN = "(?:تاريخ|وقت|موعد|توقيت|يوم)(?: و ?(?:تاريخ|وقت|توقيت|ساعه))?"
_LABELS = (
    rf"{_WHEN} (?:(?:ال)?(?:{_ACTS}|{_THINGS})|{_UPDATES}){_AT}"
    rf"|(?:النشر|الاضافه|الادراج|{_UPDATES}(?: لل(?:{_THINGS}))?){_AT}"
    rf"|(?:تم|جري) (?:ال)?(?:{_ACTS.replace('ه', '[هت]')}|تحديث|تعديل)(?:ه|ها)?{_AT}"
    "|(?:نشر|اضيف|ادرج|حرر|صدر|بث|رفع|انشي|حدث|عدل|جدد)ت?"
    rf"(?: (?:هذا |هذه )?(?:ال)?(?:{_THINGS}))?{_AT}"
    "|كتبت? (?:في|بتاريخ|يوم)(?= )|م(?:حدث|عدل)ه?"
    "|التاريخ|تاريخ|بتاريخ|(?:في )?يوم|في|منذ|(?:ال)?(?:موافق|مصادف)(?: ?ل)?|(?:في |علي )?(?:تمام )?الساعه"
    "|(?:first |last |originally )?(?:publi(?:shed|cation|sh)|posted|created|added|issued|released?|updated?"
    "|modified|edited|revised)(?: (?:date|on|at|time))?"
    "|date(?: (?:published|created|modified|updated|of publication))?|at|on"
    "|(?:publie|cree|modifie|actualise|mise? a jour)e?(?: le| a)?|le|a"
)
_ZONES = (
    "ابو ?ظبي|مكه(?: المكرمه)?|القدس|القاهره|[جغ]رينت?ش|بيروت|دمشق|بغداد|الرياض|الدوحه|تونس|الجزاير|الرباط"
    "|عمان|دبي|السعوديه|لندن|الكويت|المنامه|مسقط|صنعاء|عدن|طرابلس|الخرطوم|نواكشوط|الدار البيضاء|غزه"
    "|موسكو|باريس|نيويورك|واشنطن"
)  # fmt: skip


class Patterns(NamedTuple):
    """Compiled patterns; one that is tried first among others stands first."""

    date: re.Pattern[str]
    """A whole date; the groups y, m, d carry the number of its form, which is 6 to 9 for Hijri ones."""
    partial: re.Pattern[str]
    """A day without its year, a month, a short year; also what no calendar here reads."""
    relative: re.Pattern[str]
    """منذ ساعتين and its like."""
    label: re.Pattern[str]
    around: re.Pattern[str]
    """Weekday, hour, zone, era, reading time, separators."""
    between: re.Pattern[str]
    """All that may stand between two dates that are one day in two calendars."""
    weekday_before: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Build what the lists above say, when the first date is looked for: import stays cheap."""
    end = r"(?![^\W\d_])"  # no letter after it
    name = one_of(GREGORIAN)
    again = rf"\s?[)\]]?\s?[/\-–(\[]?\s?{name}[)\]]?"
    month = rf"{name}(?:{again}){{0,2}}"  # أبريل/نيسان and أبريل (نيسان): one month
    either = rf"(?:{month}|{one_of(LIBYAN)})"
    hijri = one_of(HIJRI)
    gap = r"[\s,،./()\[\]\-–]{0,3}"
    year = "(?:من )?(?:(?:ال|ل|لل)?(?:عام|سنه) )?"
    of = rf"(?:st|nd|rd|th|er)?(?: of| من شهر| من| شهر| ل ?شهر|{gap})\s?"
    ah = rf"(?:\s?{MARKS})"
    weekday = "|".join(
        (
            rf"(?:يوم )?(?:ال)?(?:{WEEKDAYS[0]}){end}",
            rf"(?:{WEEKDAYS[1]})(?:day)?{end}",
            rf"(?:{WEEKDAYS[2]}){end}",
        )
    )
    dates = (
        rf"(?<!\d)(?P<y7>1[345]\d\d)\s?(?P<s7>[-/.])\s?(?P<m7>\d{{1,2}})\s?(?P=s7)\s?(?P<d7>\d{{1,2}}){ah}",
        rf"(?<!\d)(?P<d8>\d{{1,2}})\s?(?P<s8>[-/.])\s?(?P<m8>\d{{1,2}})\s?(?P=s8)\s?(?P<y8>1[345]\d\d){ah}",
        r"(?<!\d)(?P<y1>\d{4})\s?(?P<s1>[-/.])\s?(?P<m1>\d{1,2})\s?(?P=s1)\s?(?P<d1>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<d2>\d{1,2})\s?(?P<s2>[-/.])\s?(?P<m2>\d{1,2})\s?(?P=s2)\s?(?P<y2>\d{4})(?!\d)",
        rf"(?<!\d)(?P<d3>\d{{1,2}}){of}(?P<m3>{either}){gap}{year}(?P<y3>\d{{4}})(?!\d)",
        rf"(?<![^\W\d_])(?P<m4>{month}){gap}(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?{gap}{year}(?P<y4>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<y5>\d{{4}}){gap}(?P<m5>{month}){gap}(?P<d5>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?P<y0>\d{{4}})[\s,،]{{1,3}}(?:{weekday})[\s,،]{{1,3}}(?P<d0>\d{{1,2}}){gap}(?P<m0>{month})"
        rf"(?!{gap}\d{{4}})",  # GMT 10:05 2024 الأحد 27 أكتوبر
        rf"(?<!\d)(?P<d9>\d{{1,2}}){of}(?P<m9>{hijri}){gap}{year}(?P<y9>1[345]\d\d)(?!\d){ah}?",
        rf"(?<![^\W\d_])(?P<m6>{hijri}){gap}(?P<d6>\d{{1,2}}){gap}{year}(?P<y6>1[345]\d\d)(?!\d){ah}?",
    )
    partial = (
        rf"(?<!\d)\d{{1,2}}{of}(?:{either}|{hijri}|{one_of(OTHER)})(?:{gap}{year}\d{{4}}(?!\d))?",
        rf"(?:{month}|{hijri}){gap}{year}\d{{4}}(?!\d){ah}?",
        r"(?<!\d)\d{1,2}(?P<short>[-/.])\d{1,2}(?P=short)\d\d(?!\d)",
    )
    relative = (
        rf"(?:منذ|قبل|من(?= \d)) (?:حوالي |نحو |اكثر من |اقل من )?(?:(?:{_COUNTS}) ?)?"
        rf"(?:{_UNITS}){end}(?: واحده?{end})?(?: و ?(?:(?:{_COUNTS}) ?)?(?:{_UNITS}){end})*"
        rf"(?: (?:تقريبا|مضت|قليله|معدوده){end})?",
        rf"(?:{_COUNTS}) ?(?:{_UNITS}) (?:مضت|مضي){end}",
        rf"(?:منذ|قبل) (?:قليل|لحظات|لحظه|وقت قصير){end}|الان{end}",
        rf"(?:اول )?(?:امس|البارحه|امبارح)(?: الاول)?{end}|yesterday|just now|hier(?!\w)",
        r"(?:an?|\d{1,3}) ?(?:sec(?:ond)?s?|min(?:ute)?s?|h(?:(?:ou)?rs?)?|d(?:ays?)?|weeks?|months?) ago",
        r"il y a \d{1,3} \w+",
    )
    around = (
        r"\s?[+-]\d{2}:?\d{2}(?!\d)",
        r"[\s,،.:;؛|/\\()\[\]•·–—_+*-]+",
        weekday,
        r"t?\d{1,2}\s?[:.]\s?\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?!\d)|\d{1,2}h\d{2}(?!\d)",
        rf"(?:ص|صباحا?|مساءا?|ظهرا|عصرا|فجرا|ليلا|(?:بعد|قبل) (?:ال)?ظهر|[ap]\.?m){end}",
        rf"(?:م|ه|ق|ش|ميلاديه?|هجريه?|قبطيه?){end}",
        rf"(?:gmt|utc|bst|est|edt|cst|cet|cest|eet|eest|msk|ast|ksa|z|[جغ]رينت?ش|ت ?\.? ?غ)"
        rf"(?:\s?[+-]\s?\d{{1,2}}(?::?\d{{2}})?)?{end}",
        rf"(?:ب?توقيت )?(?:{_ZONES}){end}|بالتوقيت المحلي|بتوقيت (?:[^\W\d_]+ ?){{1,3}}(?:$|(?=[\d|),،.–-]))",
        rf"اليوم{end}|today",
        r"(?:(?:وقت|مده|زمن) ال)?قراءه ?:? ?\d{1,3} (?:دقيقه|دقايق|د)"
        r"|\d{1,3} (?:دقيقه|دقايق) ?(?:لل|من ال)?قراءه"
        r"|(?:دقيقه|دقيقتين|دقيقتان) (?:لل)?قراءه|\d{1,3} min(?:ute)?s? read",
        rf"\d{{1,3}}(?:[,.]?\d{{3}})* "
        rf"(?:مشاهد(?:ه|ات)|زيار(?:ه|ات)|قراء(?:ه|ات)|تعليق(?:ات)?|views?|comments?){end}",
        # 27-03-2022 01:03 | كتب: ...
        r"(?:(?:كتبت?|بقلم)\s*:?|(?:بواسطه|تحرير|اعداد|by) ?:)\s*[^\d:|]{3,40}$",
    )
    coptic = rf"\d{{1,2}} {one_of(OTHER)} \d{{4}}(?: ق{end})?"
    link = "(?:ال)?(?:موافق|مصادف)(?: ?ل)?"
    return Patterns(
        re.compile("|".join(dates)),
        re.compile("|".join(partial)),
        re.compile("|".join(relative)),
        re.compile(f"(?:{_LABELS}){end}"),
        re.compile("|".join(around)),
        re.compile(rf"(?:[\s,،.:|/()\[\]•–—-]|{link}|{weekday}|م{end}|ميلاديه?{end}|{MARKS}|{coptic})*+"),
        re.compile(rf"(?:{weekday})[\s,،:-]*$"),
    )
