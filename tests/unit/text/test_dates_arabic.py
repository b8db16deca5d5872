"""Dates as Arabic sites write them, and what only looks like one."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from random import Random

import pytest
from babel.dates import get_month_names
from babel.localedata import locale_identifiers
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

import seeds
from annotations.model.article import Article
from annotations.model.metadata import metadata
from annotations.text import calendars, date_patterns
from annotations.text.dates import (
    dates_in,
    day_of_epoch,
    days_of_line,
    folded_date_label,
    month_goes_first,
    names_no_day,
    to_iso,
)
from annotations.text.folding import fold


def date_label(line: str) -> str | None:
    """Ask as the kinds of lines do, which are folded already."""
    return folded_date_label(" ".join(fold(line).split()))


MONTHS = [
    "يناير ينايير كانون_الثاني كانون_ثاني كانون_ثانٍ كانون_2 ك2 جانفي January Jan janvier",
    "فبراير شباط فيفري February Feb février",
    "مارس آذار اذار أذار مارت March Mar mars",
    "أبريل إبريل ابريل نيسان أفريل افريل April Apr avril",
    "مايو أيار ايار آيار ماي مايس May mai",
    "يونيو يونيه يونية حزيران جوان June Jun juin",
    "يوليو يوليه يولية تموز تمّوز جويلية جويليه يوليوز July Jul juillet",
    "أغسطس اغسطس آب أوت اوت غشت أغشت August Aug août",
    "سبتمبر أيلول ايلول شتنبر شتمبر Sept September Sep septembre",
    "أكتوبر اكتوبر أكتوبَر تشرين_الأول تشرين_الاول تشرين_أول ت1 October Oct octobre",
    "نوفمبر تشرين_الثاني تشرين_الثانى تشرين_ثاني تشرين_2 ت2 نونبر November Nov novembre",
    "ديسمبر كانون_الأول كانون_الاول كانون_أول ك1 دجنبر دجمبر December Dec décembre",
]


@pytest.mark.parametrize(
    ("name", "number"),
    [(name.replace("_", " "), number) for number, names in enumerate(MONTHS, 1) for name in names.split()],
)
def test_every_month_name_from_rabat_to_baghdad(name: str, number: int) -> None:
    assert to_iso(f"9 {name} 2024") == to_iso(f"{name} ٩, ٢٠٢٤") == f"2024-{number:02}-09"


@pytest.mark.parametrize(
    "text",
    [
        "27 أكتوبر 2024",
        "٢٧ أكتوبر ٢٠٢٤",
        "۲۷ أکتوبر ۲۰۲۴",
        "27 أكتوبر/تشرين الأول 2024",
        "27 أكتوبر (تشرين الأول) 2024",
        "الأحد، 27 أكتوبر 2024 10:05 ص",
        "الأحد 27 أكتوبر/تشرين الأول 2024 - الساعة 22:05 بتوقيت غرينتش",
        "27 من أكتوبر عام 2024",
        "أكتوبر 27, 2024آخر تحديث: أكتوبر 28, 2024",
        "تاريخ النشر: 27th, October 2024 GMT",
        "نُشر في: 27/10/2024",
        "27.10.2024 | 15:08",
        "27-10-2024",
        "10/27/2024",
        "2024/10/27",
        "2024-10-27",
        "Sun, 27 Oct 2024 10:00:00 GMT",
        "October 27, 2024 at 5:00 PM",
        "24 ربيع الآخر 1446 هـ الموافق 27 أكتوبر 2024 م",
        "الأحد 27-10-2024 01:03 | كتب: أماني عبد الغني",
        "27 تشرين الأول/أكتوبر 2024",
        "27 أكتوبر / تشرين الأول 2024",
        "27 [تشرين الأول] أكتوبر 2024",
        "27 (أكتوبر/تشرين الأول) 2024",
        "27 تشرين الأول أكتوبر 2024",
        "27 - أكتوبر - 2024",
        "27/أكتوبر/2024",
        "27 من شهر أكتوبر لعام 2024",
        "27\u200f/\u200f10\u200f/\u200f2024",
        "\u202b٢٧\u202c أكتوبر ٢٠٢٤",
        "Sun, 27 Oct 2024 23:30:00 -0500",
        "Oct 27, 2024",
        "dimanche 27 octobre 2024 à 10h05",
        "20241027",
        "20241027T235900Z",
        "الأحد 24 ربيع الآخر 1446 هـ - 27 أكتوبر/تشرين الأول 2024 م",
        "27 أكتوبر 2024 م الموافق لـ 24 ربيع الثاني 1446 هـ",
        "الأحد 24 ربيع الآخر 1446 هـ، 17 بابه 1741 ق، الموافق 27 أكتوبر 2024",
        "24 ربيع الآخر 1446 هـ",
        "٢٤ ربيعٍ الثاني ١٤٤٦هـ",
        "24/4/1446 هـ",
        "1446-04-24 هـ",
        "ربيع الآخر 24, 1446",
        "الأحد، 24 من ربيع الثاني عام 1446 للهجرة",
        "الأحد 25 ربيع الآخر 1446 هـ",
        "آخر تحديث: 28 أكتوبر 2024 - نشر: 27 أكتوبر 2024",
        "27 أكتوبر 2024 | 5 دقائق قراءة",
        "أكتوبر 27, 2024 | 10:05 ص | 1,234 مشاهدة",
        "GMT 10:05 2024 الأحد 27 أكتوبر",
        "10:05 | 2024 / 10 / 27",
        "27 أكتوبر 2024 على الساعة 10:05",
        "آخر تحديث للخبر: 27 أكتوبر 2024",
        "نشر هذا المقال في 27 أكتوبر 2024",
        "27 أكتوبر 2024 - 01:41 بتوقيت نيويورك",
    ],
)
def test_dates(text: str) -> None:
    assert to_iso(text) == "2024-10-27"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-10-27T10:05:00Z", "2024-10-27T10:05:00+00:00"),
        ("2024-10-27 10:05", "2024-10-27T10:05:00"),
        ("2024-10-27T10:05:00+03:00", "2024-10-27T10:05:00+03:00"),
        ("03/04/2024", "2024-04-03"),  # the day comes first
    ],
)
def test_time_stamps_keep_their_time(text: str, iso: str) -> None:
    assert to_iso(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "30 فبراير 2024",
        "2024-02-30",
        "2024-13-01T00:00",
        "31/02/2024",
        "2024-02-30T10:00:00Z",
        "0001-01-01T00:00:00",
        "00/00/0000",
        "0000-01-01",
        "27/10/9999999",
        "27 أكتوبر 9999",
        "31 محرم 1446 هـ",
        "1 محرم 1200 هـ",
        "1403/08/06 هـ ش",
        "6 آبان 1403",
        "12:08 ص",
        "أمس",
        "99999999",
        "الفاتح 3 2008",
        "1446/04/24",
        "۱۴۰۳/۰۸/۰۶",
        "منذ 3 ساعات",
        "27 أكتوبر",
        "أكتوبر 2024",
        "الأحد",
        "آخر تحديث",
        "27 أبريل/آذار 2024",
        "في السابع والعشرين من أكتوبر",
        "غادر في 27 أكتوبر 2024",
        "1730000000",
        "27 أكتوبر 2024" * 50,
        "\ud800\x00",
    ],
)
def test_what_is_not_one_date_is_none(text: str) -> None:
    assert to_iso(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "منذ 3 ساعات",
        "منذ 44 دقيقة",
        "منذ دقائق قليلة",
        "نشر منذ 3 ساعات",
        "نُشر منذ يومين",
        "آخر تحديث: منذ 5 دقائق",
        "قبل ساعتين",
        "قبل يوم واحد",
        "منذ ساعة و20 دقيقة",
        "قبل ثلاثة أيام",
        "5 ساعات مضت",
        "أمس 10:05",
        "أول أمس",
        "3 hours ago",
        "30 فبراير 2024",
        "آخر تحديث: 12:30",
        "12:08 ص",
        "10:05 اليوم",
    ],
)
def test_what_names_no_day_is_a_date_line_and_no_date_of_publication(text: str) -> None:
    assert date_label(text) is not None
    assert names_no_day(text)
    assert metadata(f"{TITLE}\n{text}\n{STORY}").published is None
    assert Article("a", STORY, metadata={"published": text}).published is None
    dated = f"{TITLE}\n27 أكتوبر 2024\n{STORY}"
    assert Article("a", dated, metadata={"published": text}).published == "2024-10-27"


TITLE = "كوريا الشمالية تطلق صاروخين باتجاه البحر"
STORY = "أعلنت وزارة الدفاع أن بيونغ يانغ أطلقت صاروخين باتجاه البحر."


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("27 أكتوبر 2024", "2024-10-27"),
        ("السبت 26 أكتوبر 2024\nتاريخ النشر: 27 أكتوبر 2024", "2024-10-27"),
        ("آخر تحديث: 28 أكتوبر 2024\nنُشر في: 27 أكتوبر 2024", "2024-10-27"),
        ("آخر تحديث: 28 أكتوبر 2024\n27 أكتوبر 2024", "2024-10-27"),
        ("آخر تحديث: 28 أكتوبر 2024", "2024-10-28"),
        ("تاريخ النشر\n27 أكتوبر 2024\nآخر تحديث\n28 أكتوبر 2024", "2024-10-27"),
        ("آخر تحديث\n28 أكتوبر 2024\nتاريخ النشر\n27 أكتوبر 2024", "2024-10-27"),
        ("منذ 44 دقيقة\n27 أكتوبر 2024", "2024-10-27"),
        ("24 ربيع الآخر 1446 هـ\n10:05", "2024-10-27"),
        ("02/10/2024\nآخر تحديث: 10/27/2024", "2024-02-10"),
        ("02/10/2024\nآخر تحديث: 27/10/2024", "2024-10-02"),
        ("أحمد علي - القاهرة - 27 أكتوبر 2024", "2024-10-27"),
        ("بقلم: أحمد علي | 27 أكتوبر 2024", "2024-10-27"),
        ("10:05", None),
        ("", None),
    ],
)
def test_the_day_of_publication_under_a_headline(lines: str, day: str | None) -> None:
    assert metadata(f"{TITLE}\n{lines}\n{STORY}").published == day


def test_a_bare_date_under_the_lead_is_the_publication_s() -> None:
    lead = "قالت سيول إن الإطلاق هو الثالث في أسبوع، وإنها تراقب الوضع"
    found = metadata(f"{TITLE}\n{lead}\n27 أكتوبر 2024\n{STORY}\n{STORY}")
    assert found.published == "2024-10-27"


def test_days_of_other_stories_and_comments_date_none() -> None:
    story = f"{TITLE}\n{{}}\n{STORY}\n{STORY}\nأخبار ذات صلة\nالرئيس يصل إلى العاصمة غدا\n22 - أبريل - 2012\n"
    others = f"{story}وزير الخارجية يغادر العاصمة\n9 - مارس - 2012\n"
    for page in (story, others):
        assert metadata(page.format("منذ 38 دقيقة")).published is None
        assert metadata(page.format("27 أكتوبر 2024")).published == "2024-10-27"


def test_a_wire_s_dateline_dates_the_story_if_nothing_else_does() -> None:
    assert metadata(f"{TITLE}\nموسكو 27 أكتوبر 2024 (رويترز) - {STORY}").published == "2024-10-27"
    assert metadata(f"{TITLE}\n{STORY}\nووقع ذلك في 27 أكتوبر 2024 قرب الحدود.").published is None


@pytest.mark.parametrize(
    ("given", "beside", "day"),
    [
        ("03/04/2024", {}, "2024-04-03"),
        ("03/04/2024", {"url": "https://example.com/2024/03/04/a"}, "2024-03-04"),
        ("03/04/2024", {"url": "https://example.com/2024/04/03/a"}, "2024-04-03"),
        ("1730000000", {}, "2024-10-27"),
        ("1730000000000", {}, "2024-10-27"),
        ("2024-10-27T23:30:00-05:00", {}, "2024-10-27T23:30:00-05:00"),
        ("أكتوبر 2024", {}, "أكتوبر 2024"),
        ("خريف 2024", {}, "خريف 2024"),
    ],
)
def test_what_a_file_gives_as_the_day(given: str, beside: dict[str, str], day: str) -> None:
    assert Article("a", STORY, metadata={"published": given, **beside}).published == day


def test_the_month_goes_first_only_where_another_date_shows_it() -> None:
    assert not month_goes_first(["03/04/2024"])
    assert month_goes_first(["03/04/2024", "10/27/2024"])
    assert not month_goes_first(["03/04/2024", "10/27/2024", "27/10/2024"])
    assert month_goes_first(["03/04/2024", "4 مارس 2024"])
    assert not month_goes_first(["03/04/2024", "3 أبريل 2024"])


def test_a_weekday_says_which_of_two_neighbours_a_sighted_moon_meant() -> None:
    # 24 Rabi II 1446 is a Sunday by Umm al-Qura; Morocco began the month a day later
    assert to_iso("الاثنين 24 ربيع الآخر 1446 هـ") == "2024-10-28"
    assert to_iso("السبت 24 ربيع الآخر 1446 هـ") == "2024-10-26"
    assert to_iso("الخميس 24 ربيع الآخر 1446 هـ") == "2024-10-27"  # no neighbour: a mistake of the site's


def test_a_day_in_both_calendars_is_mentioned_once() -> None:
    both = "وقع الهجوم يوم 24 ربيع الآخر 1446 هـ (27 أكتوبر 2024) قرب الحدود"
    assert list(dates_in(both)) == ["2024-10-27"]
    assert list(dates_in("بين 1 محرم 1446 هـ حين بدأت الحملة و27 أكتوبر 2024")) == [
        "2024-07-07",
        "2024-10-27",
    ]


WAYS = [
    "{d} {name} {y}",
    "{d} {name}، {y}",
    "{d}/{name}/{y}",
    "{d} - {name} - {y}",
    "{d} من {name} عام {y}",
    "{name} {d}, {y}",
    "{y} {name} {d}",
    "يوم {d} {name} {y} - 10:05",
    "نشر في: {d} {name} {y} م",
    "آخر تحديث {d} {name} {y} - الساعة 22:05 بتوقيت غرينتش",
]
NUMERIC = [
    "{d}/{m}/{y}",
    "{d:02}-{m:02}-{y}",
    "{d}.{m}.{y}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{d} / {m} / {y}",
]


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(WAYS),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_a_day_in_any_form_is_read_back(day: date, way: str, random: Random, digits: bool) -> None:
    names = [name for name, number in calendars.GREGORIAN.items() if number == day.month]
    spelled = random.choice(["/", " / ", "-", " ("]).join(random.sample(names, random.choice([1, 1, 2])))
    name = spelled + ")" * spelled.count("(")
    written = way.format(d=day.day, name=name, y=day.year)
    if digits:
        written = written.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert to_iso(written) == day.isoformat(), written


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(NUMERIC))
def test_a_numeric_day_is_read_back_day_first(day: date, way: str) -> None:
    assert to_iso(way.format(d=day.day, m=day.month, y=day.year)) == day.isoformat()


@given(
    st.dates(date(1925, 1, 1), date(2077, 11, 1)),
    st.sampled_from([*WAYS[:6], "{d}/{m}/{y} هـ", "{y}/{m}/{d}هـ"]),
)
def test_a_hijri_day_is_read_back(day: date, way: str) -> None:
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    for name, number in calendars.HIJRI.items():
        if number == hijri.month:
            written = way.format(d=hijri.day, m=hijri.month, name=name, y=hijri.year)
            assert to_iso(written) == day.isoformat(), written


@given(st.text(st.sampled_from("0123456789/-.:، هـمنأكتوبرمحرم\u200f" + "٣")), st.booleans())
def test_no_text_is_too_odd_to_be_no_date(text: str, month_first: bool) -> None:
    for day in [*dates_in(text, month_first=month_first), *(day.iso for day in days_of_line(text))]:
        assert 1900 <= date.fromisoformat(day).year <= 2100
    to_iso(text)
    month_goes_first([text])


def test_all_month_names_of_cldr_are_known() -> None:
    for locale in (name for name in locale_identifiers() if name.startswith("ar")):
        for number, name in get_month_names("wide", locale=locale).items():
            if not name.startswith("M"):
                assert calendars.GREGORIAN[fold(name)] == number


def test_words_in_patterns_are_as_folding_leaves_them() -> None:
    listed = [
        value
        for name, value in vars(date_patterns).items()
        if name.isupper() and isinstance(value, (str, tuple))
    ]
    for words in listed:
        arabic = "".join(re.findall("[\u0600-\u06ff]", str(words)))
        assert fold(arabic) == arabic


def test_all_dates_of_a_sentence_in_order() -> None:
    text = "بين 27 أكتوبر 2024 و٥ تشرين الثاني ٢٠٢٤، وليس في 31 نوفمبر 2024"
    assert list(dates_in(text)) == ["2024-10-27", "2024-11-05"]


def test_a_sentence_that_mentions_a_day_is_no_date_line() -> None:
    assert date_label("وصلت القوات في 27 أكتوبر 2024 إلى كورسك.") is None


STORY_LINES = [
    "27 أكتوبر 2024 يوم لن ينساه أهل المدينة",
    "قبل ثلاثة أيام قتل خمسة أشخاص",
    "منذ 7 أكتوبر 2023 قتل أكثر من 40 ألف شخص",
    "في 27 أكتوبر 2024، أعلن الوزير استقالته",
    "أمس الأحد وصل الوفد",
    "الساعة 10:05 صباحا انفجرت القنبلة",
    "27 أكتوبر 2024 تحرير كورسك من القوات",
    "بيان 27 أكتوبر 2024",
    "123 مشاهدة للطائر النادر",
    "اليوم السابع",
    "اليوم",
    "كتب: أحمد علي",
    "2024",
    "12.50",
    "3-2",
]


@pytest.mark.parametrize("line", STORY_LINES)
def test_what_tells_more_than_a_day_is_no_date_line(line: str) -> None:
    assert date_label(line) is None


def test_no_sentence_of_a_story_is_a_date_line() -> None:
    sentences = (Path(__file__).parents[2] / "data/reported_speech/sentences.txt").read_text(encoding="utf-8")
    told = [line for line in sentences.splitlines() if line and line[0] not in "#>"]
    for gold in (
        (Path(__file__).parents[2] / "data/gold_seeds.jsonl").read_text(encoding="utf-8").splitlines()
    ):
        seed = json.loads(gold)
        text = (Path(seeds.__file__).parent / seed["file"]).read_text(encoding="utf-8")
        told += [text[unit["start"] : unit["end"]] for unit in seed["units"] if unit["kind"] != "date"]
    assert len(told) > 300
    assert [line for line in told if date_label(line) is not None] == []


def test_a_date_line_says_what_it_is_the_date_of() -> None:
    assert date_label("تاريخ النشر: 27th, October 2024 GMT") == "تاريخ النشر"
    assert date_label("آخر تحديث: ٢٧ أكتوبر ٢٠٢٤") == "اخر تحديث"
    assert date_label("27 أكتوبر 2024") == ""


@pytest.mark.parametrize(
    "text",
    [
        "Mon Nov 25 10:00:00 +0000 2024",
        "Mon Nov 25 10:00:00 2024",
        "Mon Nov 25 10:00:00 UTC 2024",
        "Mon, 25 Nov 2024 10:00:00 +0300",
        "Mon, 25 Nov 2024 10:00:00 PDT",
        "25 Nov 24 10:00 GMT",
        "Mon, 25 Nov 2024 10:00:00 +0000 (UTC)",
        "Monday, 25-Nov-24 10:00:00 GMT",
    ],
)
def test_dates_of_x_and_of_mail(text: str) -> None:
    assert to_iso(text) == "2024-11-25"
    assert to_iso(text.replace("Nov 25", "Nov 31").replace("25 Nov", "31 Nov").replace("25-", "31-")) is None


@pytest.mark.parametrize("zeros", ["", "000", "000000", "000000000"])
def test_seconds_since_1970_and_parts_of_them(zeros: str) -> None:
    assert day_of_epoch("1732528800" + zeros) == "2024-11-25"
    assert day_of_epoch("17325288001" + zeros) is None
