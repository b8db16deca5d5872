"""Every phrase of the table is found by the look-up, which tries a line only against rows that may fit."""

from __future__ import annotations

import re

import pytest

from annotations.text import boilerplate_matcher
from annotations.text.boilerplate_rules import TABLE
from annotations.text.folding import fold

PLAIN = re.compile(r"[\w …؟.,:-]+")
"""A phrase that stands for itself alone; `.` stands for any character, itself among them."""

LINES = [
    (rule.kind, rule.form, phrase)
    for rule in TABLE
    if rule.form != "PART"
    for phrase in boilerplate_matcher.alternatives(rule.phrases)
    if PLAIN.fullmatch(phrase)
]
PARTS = [
    (rule.kind, phrase)
    for rule in TABLE
    if rule.form == "PART"
    for phrase in boilerplate_matcher.alternatives(rule.phrases)
]


def test_the_table_has_hundreds_of_phrases() -> None:
    assert len(LINES) > 500
    assert len(PARTS) > 200


@pytest.mark.parametrize("before", ["", "• ", "12 "])
def test_a_line_that_is_a_phrase_of_the_table_is_known(before: str) -> None:
    unknown = [
        (kind, form, phrase)
        for kind, form, phrase in LINES
        if kind not in {match.kind for match in boilerplate_matcher.in_line(before + phrase)}
        and (form == "WHOLE" or not before[:1].isdigit())
    ]
    assert unknown == []


@pytest.mark.parametrize("label", [line for line in LINES if line[1] == "LABEL"])
def test_a_label_is_known_with_what_follows_it(label: tuple[str, str, str]) -> None:
    kind, _, phrase = label
    rests = {(match.kind, match.rest) for match in boilerplate_matcher.in_line(f"{phrase}: شيء ما")}
    assert (kind, "شيء ما") in rests


def test_a_sentence_that_has_a_phrase_is_known_and_with_a_conjunction_before_it_too() -> None:
    unknown = []
    for kind, phrase in PARTS:
        for before in ("هنا ", "و", "") if phrase[0].isalpha() else ("",):
            sentence = before + phrase.replace(fold(" … "), " كل شيء ") + " هنا"
            parts = boilerplate_matcher.parts_in(sentence)
            match = boilerplate_matcher.in_sentence(sentence, parts)
            if match is None or match.kind not in {kind, *(other for other, _ in PARTS)}:
                unknown.append((kind, sentence))
    assert unknown == []


def test_of_two_phrases_in_one_sentence_the_one_that_holds_anywhere_decides() -> None:
    """Whichever of their words a set has first: it has another order at each start."""
    for sentence, kind in (
        ("تابعونا على فيسبوك وتويتر ودعمكم يساعدنا على البقاء في خدمتكم دائما", "banner"),
        ("ودعمكم يساعدنا على البقاء في خدمتكم دائما تابعونا على فيسبوك وتويتر", "banner"),
        ("يستخدم هذا الموقع الكوكيز وجميع الحقوق محفوظة لموقعنا على الشبكة", "banner"),
        ("لن يتم نشر بريدك الإلكتروني ويستخدم هذا الموقع الكوكيز لخدمتكم", "comment-form"),
    ):
        folded = fold(sentence)
        parts = boilerplate_matcher.parts_in(folded)
        assert len(parts) > 1
        match = boilerplate_matcher.in_sentence(folded, parts)
        assert match is not None
        assert (match.kind, match.zone) == (kind, "any")
