"""Any text may come from outside: spans stay in it, cut no character, and take time by its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.model.article import Article
from annotations.reporting import attributions, attributions_of
from annotations.reporting.lexicon import TABLE
from annotations.reporting.records import REPORTED_AS
from annotations.text.folding import is_boundary
from annotations.text.sentences import Sentence, split

_SAYING = [verb for row in TABLE.strip().splitlines() for verb in row.split("|")[0].split()]
_WORDS = """
    أن إن أنه بأن : ، , . ؟ " “ ” « » ( ) - وقالت وأضاف قوله بحسب وفقا نقلا عن حسبما ما ذكر الذي لوزارة للوزير
    الوزير وزير كل من في علي نادر
    السابق كرمانا كان وكان هو هذا مزاعم إرسال مشيرا إلى محذرا قائلاً نفي إعلان يُعتقد لا لم
    لكن وهو نفته باستخدام 12 1,500 و ب ل ـ
"""
_CHARACTERS = (
    "\n",
    "\u0651",
    "\u200f",
    "\u200d",
    "e\u0301",
    "🇸🇩",
    "\U0001f469\u200d\U0001f52c",
    "\0",
    "\ud800",
)
_PHRASES = (
    "وقال علي إن",
    "قالت الوزيرة، ليلى الكرماني، في بيان:",
    'بحسب صحيفة "المرفأ"',
    "اتهم زعيم المعارضة الحكومة بتزوير",
    "ونقلت الوكالة عن مسؤول قوله",
    "“لن نرحل.",
    "وهو ما نفته السلطات",
    "وزير الري: لا",
)
_PIECES = st.sampled_from([*_SAYING, *_WORDS.split(), *_CHARACTERS]) | st.sampled_from(_PHRASES)
_TEXTS = (
    st.lists(_PIECES, max_size=60).map(" ".join) | st.lists(_PIECES, max_size=30).map("".join) | st.text()
)


@given(_TEXTS)
@settings(max_examples=400)
def test_spans_lie_in_the_text_and_cut_no_character(text: str) -> None:
    units = Article("a", text).units
    per_unit = attributions(text, units)
    assert len(per_unit) == len(units)
    for unit, claims in zip(units, per_unit, strict=True):
        for claim in claims:
            assert claim.reported_as in REPORTED_AS
            assert claim.rule
            assert claim.words in text
            for span in (claim.cue, claim.claimant, claim.content):
                if span is not None:
                    assert 0 <= span.start < span.end <= len(text)
                    assert is_boundary(text, span.start)
                    assert is_boundary(text, span.end)
            for span in (claim.cue, claim.content):
                assert span is None or unit.start <= span.start < span.end <= unit.end
            assert claim.claimant is None or claim.claimant.end <= unit.end


@given(_TEXTS)
def test_boilerplate_reports_nothing(text: str) -> None:
    units = split(text)
    for unit, claims in zip(units, attributions(text, units), strict=True):
        assert not (unit.boilerplate and claims)


@given(_TEXTS, st.integers(min_value=0))
def test_a_sentence_alone_says_what_it_says_in_its_article(text: str, number: int) -> None:
    units = Article("a", text).units
    if units:
        index = number % len(units)
        assert attributions_of(text, units, index) == attributions(text, units)[index]


@pytest.mark.parametrize(
    "piece",
    [
        "وقال الوزير نادر كوفان إن السد آمن، ",
        "وقال ",
        "قال الوزير، ",
        '" ',
        "كلمة' ",
        "من وزير في ",
        "بحسب الوزير، ",
        "وصف الوزير الأنباء بأنها كاذبة، ",
        "وهو ما نفته كرمانا، ",
        "وفقا للوزير ",
    ],
)
def test_in_one_paragraph_four_times_the_text_takes_about_four_times_as_long(piece: str) -> None:
    small, large = (_seconds(piece * size) for size in (1_000, 4_000))
    assert large < 9 * small + 0.05  # quadratic would be 16


def _seconds(text: str) -> float:
    units = [Sentence(0, len(text), "body")]
    times = []
    for _ in range(3):
        begun = time.process_time()
        attributions(text, units)
        times.append(time.process_time() - begun)
    return min(times)
