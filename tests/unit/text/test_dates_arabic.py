"""Dates as Arabic sites write them, and what only looks like one."""

from __future__ import annotations

import pytest

from annotations.model.metadata import metadata
from annotations.text.dates import date_label, dates_in, to_iso

MONTHS = [
    "يناير كانون_الثاني جانفي January Jan",
    "فبراير شباط فيفري February",
    "مارس آذار اذار March",
    "أبريل إبريل ابريل نيسان أفريل April",
    "مايو أيار ماي May",
    "يونيو يونيه حزيران جوان June",
    "يوليو يوليه تموز جويلية يوليوز July",
    "أغسطس آب أوت غشت August",
    "سبتمبر أيلول شتنبر Sept September",
    "أكتوبر تشرين_الأول اكتوبر October",
    "نوفمبر تشرين_الثاني نونبر November",
    "ديسمبر كانون_الأول دجنبر December",
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
        "24 ربيع الآخر 1446 هـ",
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
    "text", ["منذ 3 ساعات", "24 ربيع الآخر 1446 هـ", "30 فبراير 2024", "آخر تحديث: 12:30"]
)
def test_a_date_line_need_not_be_readable_and_is_then_kept_as_written(text: str) -> None:
    assert date_label(text) is not None
    title = "كوريا الشمالية تطلق صاروخين باتجاه البحر"
    body = "أعلنت وزارة الدفاع أن بيونغ يانغ أطلقت صاروخين باتجاه البحر."
    assert metadata("\n".join([title, text, body])).published == text


def test_all_dates_of_a_sentence_in_order() -> None:
    text = "بين 27 أكتوبر 2024 و٥ تشرين الثاني ٢٠٢٤، وليس في 31 نوفمبر 2024"
    assert list(dates_in(text)) == ["2024-10-27", "2024-11-05"]


def test_a_sentence_that_mentions_a_day_is_no_date_line() -> None:
    assert date_label("وصلت القوات في 27 أكتوبر 2024 إلى كورسك.") is None


def test_a_date_line_says_what_it_is_the_date_of() -> None:
    assert date_label("تاريخ النشر: 27th, October 2024 GMT") == "تاريخ النشر"
    assert date_label("آخر تحديث: ٢٧ أكتوبر ٢٠٢٤") == "اخر تحديث"
    assert date_label("27 أكتوبر 2024") == ""
