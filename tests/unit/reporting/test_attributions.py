"""An analyst is told whose claim a sentence reports, by which word, how firmly, and what is claimed."""

from __future__ import annotations

import pytest

from annotations.reporting import attributions
from annotations.text.sentences import split


def read(text: str) -> list[tuple[str | None, str | None, str, str]]:
    """Return cue, claimant, how reported and content of every claim of a text, as words."""

    def words(span: object) -> str | None:
        return span and text[span.start : span.end]

    return [
        (words(claim.cue), words(claim.claimant), claim.reported_as, words(claim.content) or "")
        for unit in attributions(text, split(text))
        for claim in unit
    ]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "وقال وزير الري سالم الدهني يوم الأحد إن السد لم يتضرر.",
            [("قال", "وزير الري سالم الدهني", "asserted", "السد لم يتضرر")],
        ),
        (
            "بلدية كرمانا نفت أن يكون الجسر مغلقا.",
            [("نفت", "بلدية كرمانا", "denied", "يكون الجسر مغلقا")],
        ),
        (
            "وكان المتحدث باسم البلدية، نادر كوفان، قال إن الجسر مغلق.",
            [("قال", "المتحدث باسم البلدية، نادر كوفان", "asserted", "الجسر مغلق")],
        ),
        (
            "وزعمت صحيفة المرفأ أن السفينة غرقت، مشيرة إلى أن طاقمها نجا.",
            [
                ("زعمت", "صحيفة المرفأ", "alleged", "السفينة غرقت"),
                ("مشيرة", "صحيفة المرفأ", "asserted", "طاقمها نجا"),
            ],
        ),
        (
            "غرقت السفينة قبالة الساحل، بحسب حرس السواحل.",
            [("بحسب", "حرس السواحل", "asserted", "غرقت السفينة قبالة الساحل")],
        ),
        ("يُعتقد أن السفينة غرقت.", [("يُعتقد", None, "alleged", "السفينة غرقت")]),
        ("وصلت السفينة إلى المرفأ صباح الأحد.", []),
        ("ولم يؤكد الوزير أن السد تضرر.", []),
        ("قرأ الطلاب عن الخبير الذي قال إن النهر سيجف.", []),
    ],
)
def test_a_sentence_says_who_claims_what(
    text: str, claims: list[tuple[str | None, str | None, str, str]]
) -> None:
    assert read(text) == claims


def test_a_speaker_who_goes_on_is_the_one_named_before() -> None:
    text = "قالت الوزيرة ليلى الكرماني إن السد آمن. وأضافت أن المياه تنخفض."
    assert read(text)[1] == ("أضافت", "الوزيرة ليلى الكرماني", "asserted", "المياه تنخفض")
