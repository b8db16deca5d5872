"""Text that nobody wrote for us: whatever it holds, reading is linear, and what is offered can be stored."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.text.folding import is_boundary
from annotations.text.numbers import read_numbers
from annotations.text.numbers.tokens import Token, Tokens

# fmt: off
PIECES = [
    "3", "10", "١٢", "۵", "1,500", "1.500", "12،000", "007", "2022", "1e9", "ألف", "ألفا", "آلاف",
    "مليون", "ملايين", "عشرات", "الآلاف", "نصف", "بضعة", "مئة", "ومئة", "مئتي", "ثلاثة", "وثلاثة",
    "عشر", "وعشرون", "اثنا", "واحد", "من", "إلى", "بين", "و", "وبين", "أو", "لا", "ليس", "أكثر",
    "أقل", "نحو", "على", "الأقل", "يصل", "عددهم", "جندي", "جنديا", "جنديين", "صاروخ", "أكتوبر",
    "عام", "يوم", "الساعة", "رقم", "في", "المئة", "مقتل", "KN", "$", "%", "٪", "-", "–", "/", ":",
    ".", "،", "(", '"', "~", "ـ", "ب", "بـ", "الـ", "\u200f", "\u202e", "\u200d", "\u0301",
    "\u064b", "\n", "\x1b[31m", "😀", "\U000e0041", "\u0600",
]
GROWING = [
    "9" * 50, "1,", "1 ", "000 ", "3-", "3 و", "3 إلى ", "بين 3 و", "ألف ", "مليون و", "ثلاثة و",
    "آلاف ", "و", "بضعة ", "نصف ", "من بين ", "لا ", "نحو ", "~", "أكثر من ", "3 جندي ", "3\u0301",
    "\u0600", "جنديين و", "عدد ",
]
# fmt: on
soup = st.lists(st.sampled_from([*PIECES, " ", " ", ""]), max_size=40).map("".join) | st.text(max_size=60)
spaced = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)


@example("0 ـ")  # a word of nothing but a tatweel
@given(soup | spaced)
def test_every_amount_quotes_the_text_in_order_and_can_be_stored(text: str) -> None:
    last = 0
    for number in read_numbers(text):
        assert last <= number.start < number.end
        assert text[number.start : number.end] == number.quote
        assert "\n" not in number.quote
        assert is_boundary(text, number.start)
        assert is_boundary(text, number.end)
        assert all(
            math.isfinite(bound) for bound in (number.value, number.min, number.max) if bound is not None
        )
        if number.min is not None and number.max is not None:
            assert number.min < number.max
            assert number.value is None
        last = number.end


@pytest.mark.parametrize("piece", GROWING)
def test_the_work_grows_with_the_text_and_no_faster(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    get = Tokens.__getitem__

    def counted(tokens: Tokens, index: int) -> Token:
        nonlocal looks
        looks += 1
        return get(tokens, index)

    monkeypatch.setattr(Tokens, "__getitem__", counted)
    costs = []
    for times in (500, 2000):
        looks = 0
        read_numbers(piece * times)
        costs.append(looks)
    assert costs[1] <= 4.1 * costs[0] + 200
