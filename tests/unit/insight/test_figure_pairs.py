"""Amounts of different articles are paired if they differ and are of one matter, and only then."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.insight.differing import differing
from annotations.insight.figures import Figure, FigurePair, Origin, differ, differing_pairs, figures_of
from annotations.insight.wire_copies import Voices
from annotations.model.article import Article


def pairs(
    *texts: str, published: str | None = "2025-05-03", voices: Voices | None = None
) -> list[FigurePair]:
    figures: list[Figure] = []
    for number, text in enumerate(texts):
        article = Article(f"{number}.txt", text)
        origin = Origin(article.id, None, "2025-05-03", article.title)
        figures += figures_of(origin, text, article.units)
    return differing_pairs(figures, voices)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قتل 17 شخصا في السيول.", "بلغ عدد القتلى 41 شخصا."),
        ("قتل 17 شخصا على الأقل.", "ارتفع عدد القتلى إلى 41."),  # outgrown
        ("أجلت السلطات 12 ألف شخص.", "نزح 20 ألف شخص من القرى."),
        ("ارتفاع السيول تجاوز ثمانية أمتار.", "ارتفاع السيول لم يتجاوز خمسة أمتار."),
        ("ارتفاع موجة السيول ستة أمتار.", "ارتفاع موجة السيول 30 قدما."),
        ("أرسلت نوران 1500 جندي إلى وادي الرمل.", "أرسلت نوران ثلاثة آلاف جندي إلى وادي الرمل."),
        ("قتل 800 شخص.", "مقتل الآلاف."),
        ("يسكن وادي الرمل أكثر من 380 ألف شخص.", "عدد سكانها 379 ألف نسمة."),
    ],
)
def test_amounts_of_one_matter_that_differ_are_a_pair(one: str, other: str) -> None:
    (pair,) = pairs(one, other)
    assert (pair.a.article, pair.b.article) == ("0.txt", "1.txt")
    assert pair.why.startswith(f"same noun: {pair.a.noun}, ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قتل 17 شخصا.", "أصيب 41 شخصا."),
        ("قتل 832 شخصا.", "قتل أكثر من 800 شخص."),
        ("قتل 17 شخصا في الزلزال.", "قتل 41 شخصا في غارة."),
        ("قتل 17 شخصا.", "قتل 41 شخصا في عام 1998."),
        ("2006: قتل 17 شخصا.", "قتل 41 شخصا."),
        ("سرعة السيول 80 مترا.", "ارتفاع السيول 8 أمتار."),
        ("طول الشاطئ 300 كيلومتر.", "طول الشق 30 مترا."),
        ("شاهد عمره 35 عاما.", "شاهد عمره 21 عاما."),
        ("يتألف الحلف من 32 دولة.", "يتألف الفريق من 11 دولة."),
        ("أرسلت نوران 1500 جندي.", "أرسلت نوران آلاف الجنود."),
        ("يسكنها 380 ألف شخص.", "عدد سكانها 210 آلاف نسمة."),
        ("قتل 17 شخصا.\nقتل 41 شخصا.", "لا شيء."),
    ],
)
def test_amounts_of_two_matters_and_such_as_agree_are_none(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_the_year_of_the_article_may_be_named() -> None:
    assert len(pairs("قتل 17 شخصا.", "قتل 41 شخصا في عام 2025.")) == 1


def test_the_likeliest_pair_comes_first() -> None:
    texts = (
        "قتل 17 شخصا في سيول وادي الرمل.",
        "قتل 41 شخصا في سيول وادي الرمل.",
        "قتل 95 شخصا.",
    )
    assert {pairs(*texts)[0].a.article, pairs(*texts)[0].b.article} == {"0.txt", "1.txt"}


def test_copies_of_one_text_are_not_compared() -> None:
    texts = ("قتل 17 شخصا.", "قتل 41 شخصا.")
    assert pairs(*texts, voices=Voices([("0.txt", "1.txt")])) == []


def test_many_amounts_of_one_noun_are_compared_by_rare_words() -> None:
    """Far from all pairs are looked at, and those that share a name are found."""
    texts = [f"قتل {number + 10} شخصا في بلدة {name}." for number, name in enumerate(NAMES * 60)]
    found = pairs(*texts)
    assert found
    assert all(pair.a.setting.words & pair.b.setting.words for pair in found)


NAMES = ("كاسيل", "زهرافا", "أوريم", "تلمون", "برقاش", "دهلون", "مرداس", "قيصون")


# ---------------------------------------------------------------------- which of a list differ

VALUE = st.integers(1, 60).map(float)
FIGURE = st.builds(
    lambda noun, low, high, approx, place: Figure(
        article="a.txt", start=0, end=1, quote="", noun=noun, min=low, max=high, approx=approx, place=place
    ),
    st.sampled_from(["قتيل", "جندي", "متر", "قدم", ""]),
    st.none() | VALUE,
    st.none() | VALUE,
    st.booleans(),
    st.sampled_from([None, "نوران", "زهرافا"]),
).filter(lambda figure: figure.min is None or figure.max is None or figure.min <= figure.max)


@given(st.lists(FIGURE, max_size=12))
def test_a_list_marks_exactly_those_that_differ_from_another(figures: list[Figure]) -> None:
    wanted = [False] * len(figures)
    for i, j in combinations(range(len(figures)), 2):
        if differ(figures[i], figures[j]):
            wanted[i] = wanted[j] = True
    assert differing(figures) == wanted


def test_a_long_list_takes_no_time_to_speak_of() -> None:
    """Each with each would be five billion comparisons."""
    chance = random.Random(7)
    figures = [
        Figure(article="a.txt", start=0, end=1, quote="", noun="قتيل", value=float(chance.randrange(10**6)))
        for _ in range(100_000)
    ]
    assert all(differing(figures))
