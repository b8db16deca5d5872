"""Number words against two others who write them: ICU, and the schoolbook's rules with case, gender and
spelling free.

`icu_spellout.tsv.gz` was made once with PyICU 2.17 on ICU 72.1 (`RuleBasedNumberFormat`, locale `ar`). Each
line is a value, a tab and a spelling, one for each different spelling of `%spellout-numbering`,
`%spellout-cardinal-masculine` and `%spellout-cardinal-feminine`, for 3 to 999, for the edges of every power
of ten up to 10^15, and for 1,200 random values. ICU is no dependency.
"""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.numbers import read_numbers

ICU = [
    line.split("\t")
    for line in gzip.decompress((Path(__file__).parents[3] / "data/numbers/icu_spellout.tsv.gz").read_bytes())
    .decode()
    .splitlines()
]

UNITS = {
    3: ["ثلاث", "ثلاثة"], 4: ["أربع", "أربعة", "اربعة"], 5: ["خمس", "خمسة", "خمسةٌ"], 6: ["ست", "ستة", "سته"],
    7: ["سبع", "سبعة"], 8: ["ثمان", "ثماني", "ثمانية", "ثمانيه"], 9: ["تسع", "تسعة", "تسعةِ"],
}  # fmt: skip
TENS = ["عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
SCALES = [
    (10**12, "تريليون", ["تريليونان", "تريليونين"], "تريليونات"),
    (10**9, "مليار", ["ملياران", "مليارين"], "مليارات"),
    (10**6, "مليون", ["مليونان", "مليونين"], "ملايين"),
    (10**3, "ألف", ["ألفان", "ألفين"], "آلاف"),
]


AND = st.sampled_from([" و", " و", " و "])
"""What joins the parts; the last one is a frequent slip."""


@st.composite
def below_hundred(draw: st.DrawFn, number: int) -> str:
    def pick(options: list[str]) -> str:
        return draw(st.sampled_from(options))

    ones = number % 10
    tens = TENS[number // 10 - 2] + pick(["ون", "ين"]) if number >= 20 else ""
    if number == 10:
        return pick(["عشر", "عشرة"])
    if 10 < number < 20:
        unit = {1: ["أحد", "إحدى", "احدى"], 2: ["اثنا", "اثني", "اثنى", "اثنتا", "إثنا"]}.get(ones) or UNITS[
            ones
        ]
        return f"{pick(unit)} {pick(['عشر', 'عشرة'])}"
    unit = (
        pick({1: ["واحد", "واحدة"], 2: ["اثنان", "اثنين", "اثنتان"]}.get(ones) or UNITS[ones]) if ones else ""
    )
    return draw(AND).join(filter(None, [unit, tens]))


@st.composite
def below_thousand(draw: st.DrawFn, number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds:
        hundred = draw(st.sampled_from(["مئة", "مائة", "مئةٍ", "مائه"]))
        if hundreds == 2:
            hundred = draw(st.sampled_from(["مئتان", "مئتين", "مائتان", "مائتين"]))
        elif hundreds > 2:
            hundred = draw(st.sampled_from(UNITS[hundreds][:1])) + draw(st.sampled_from(["", " "])) + hundred
        parts.append(hundred)
    if rest:
        parts.append(draw(below_hundred(rest)))
    return draw(AND).join(parts)


@st.composite
def spelled(draw: st.DrawFn) -> tuple[int, str]:
    number = draw(st.integers(3, 10**15 - 1) | st.integers(3, 10**6))
    left, parts = number, []
    for scale, one, two, many in SCALES:
        count, left = divmod(left, scale)
        if count == 1:
            parts.append(one)
        elif count == 2:
            parts.append(draw(st.sampled_from(two)))
        elif count:
            accusative = ["", "ا", "ًا"] if left and 11 <= count % 100 <= 99 else [""]
            scaled = many if 3 <= count % 100 <= 10 else one + draw(st.sampled_from(accusative))
            parts.append(f"{draw(below_thousand(count))} {scaled}")
    if left:
        parts.append(draw(below_thousand(left)))
    return number, draw(AND).join(parts)


def test_what_icu_spells_is_read_back() -> None:
    assert len(ICU) > 2900
    for number, spelling in ICU:
        assert [(found.value, found.unit) for found in read_numbers(f"{spelling} جندي")] == [
            (float(number), "جندي")
        ]


@given(spelled())
def test_what_the_schoolbook_spells_is_read_back(case: tuple[int, str]) -> None:
    number, spelling = case
    assert [(found.value, found.quote) for found in read_numbers(f"نحو {spelling} جندي.")] == [
        (float(number), f"نحو {spelling} جندي")
    ]


@given(
    st.integers(0, 10**15 - 1),
    st.sampled_from(["{}", "{:,}"]),
    st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]),
)
def test_digits_of_every_script_are_read_exactly(number: int, form: str, digits: str) -> None:
    written = form.format(number).translate(
        str.maketrans("0123456789,", digits + ("," if digits[0] == "0" else "٬"))
    )
    assert [found.value for found in read_numbers(f"أرسلت {written} جندي")] == [float(number)]


@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        ("ثمان وعشرون مليون وألفان وخمسمئة", 28_002_500),  # ألفان begins with the letters of the article
        ("خمسة ملايين وألفين وثلاثين", 5_002_030),
        ("مليار وألفان", 1_000_002_000),
        ("ألفان وعشرة", 2_010),
    ],
)
def test_two_thousand_is_added_to_what_stands_before_it(spelling: str, value: int) -> None:
    assert [(found.value, found.unit) for found in read_numbers(f"نحو {spelling} جندي.")] == [(value, "جندي")]
