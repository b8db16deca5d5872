"""What an amount counts, and what happened to those counted, is read within its clause."""

from __future__ import annotations

import pytest

from annotations.insight.counting import counted_in, heading_year
from annotations.insight.nouns import default, noun_class


def nouns_of(text: str) -> list[str]:
    return [counted.noun for counted in counted_in(text, default()).amounts]


def years_of(text: str) -> list[str | None]:
    return [counted.period for counted in counted_in(text, default()).amounts]


@pytest.mark.parametrize(
    ("unit", "what", "noun"),
    [
        ("جنديا", None, "جندي"),
        ("الجنود", None, "جندي"),
        ("جنديين", None, "جندي"),
        ("عسكريين", None, "جندي"),
        ("القوات", None, "جندي"),
        ("شخصا", "مقتل", "قتيل"),
        ("قتيلا", None, "قتيل"),
        ("جندي", "مقتل", "جندي قتيل"),
        (None, "إصابة", "جريح"),
        ("مسيرات", "إسقاط", "مسيرة أسقط"),
        ("بارجة", None, "بارجة"),
        ("غواصين", None, "غواص"),
        ("$", None, "دولار"),
        ("%", None, "%"),
        (None, None, ""),
        (" ", None, ""),
    ],
)
def test_forms_and_words_of_one_thing_are_one_class(unit: str | None, what: str | None, noun: str) -> None:
    assert noun_class(unit, what) == noun


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("مقتل 12 شخصا", ["قتيل"]),
        ("لقي 12 شخصا مصرعهم", ["قتيل"]),
        ("قالت الوزارة إن 12 شخصا على الأقل قد لقوا حتفهم", ["قتيل"]),
        ("عدد القتلى في وادي الرمل بلغ 34 شخصا", ["قتيل"]),
        ("ارتفاع عدد الوفيات جراء السيول إلى 34", ["قتيل"]),
        ("راح ضحيتها ما يقرب من 9 أشخاص", ["قتيل"]),
        ("أصيب 540 شخصا وفقد 29 آخرون", ["جريح", "مفقود"]),
        ("أجلت السلطات 12 ألف شخص من القرى", ["نازح"]),
        ("عدد من تم إجلاؤهم بلغ 12 ألفا و500 شخص", ["نازح"]),
        ("16 ألف شخص تعرضوا لعمليات الإخلاء", ["نازح"]),
        ("قتل 41 شخصا بينهم تسعة أطفال", ["قتيل", "طفل قتيل"]),
        ("مقتل 115 ألف جندي وإصابة 500 ألف", ["جندي قتيل", "جندي جريح"]),
        ("نحو ألفي بحار قتلوا أو جرحوا", ["بحار قتيل أو جريح"]),
        ("قوات يقدر عددها بالآلاف", ["جندي"]),
        ("نتحدث عن 700 أو 900، أو أي عدد كان من الجنود", ["جندي", "جندي"]),
        ("أعضاء اللجنة الخمسة عشر", ["أعضاء"]),
        ("مدينة يعيش بها أكثر من 380 ألف شخص", ["نسمة"]),
        ("دمرت السيول 14 منزلا", ["منزل مدمر"]),
    ],
)
def test_what_happened_is_read_from_the_words_around(text: str, nouns: list[str]) -> None:
    assert nouns_of(text) == nouns


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("بعد مقتل وزيرها، أرسلت نوران 3000 جندي", ["جندي"]),
        ("القتلى الذين أرسلت نوران لدفنهم 300 جندي", ["جندي"]),
        ("أرسلت نوران 300 جندي، وقتل الوزير", ["جندي"]),
        ("أرسلت نوران 300 جندي وقتلت الوزير", ["جندي"]),
        ("فقد أرسلت الحكومة 300 جندي", ["جندي"]),
        ("موجات بارتفاع ستة أمتار أدت لتدمير القرية", ["متر"]),
        ("إجلاء أكثر من 10 بالمئة من السكان", ["%"]),
    ],
)
def test_what_is_said_of_somebody_else_is_left(text: str, nouns: list[str]) -> None:
    assert nouns_of(text) == nouns


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("في عام 1938، قتل 200 شخص", ["1938"]),
        ("أكثر من 11 ألف جندي العام الماضي، و3000 جندي آخرين هذا العام", ["-1", "0"]),
        ("أرسلت 13 ألف حاوية منذ عام 2023", [None]),
        ("أرسلت 13 ألف حاوية", [None]),
    ],
)
def test_the_year_is_the_one_that_is_said_of_the_amount(text: str, years: list[str | None]) -> None:
    assert years_of(text) == years


def test_a_year_heads_an_entry_of_a_list() -> None:
    assert heading_year("2006: قتل 700 شخص") == "2006"
    assert heading_year("في 2006 قتل 700 شخص") is None
    assert [one.period for one in counted_in("قتل 700 شخص", default(), period="2006").amounts] == ["2006"]
