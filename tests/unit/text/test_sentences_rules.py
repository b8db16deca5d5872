"""Where a sentence ends in Arabic news, and where it only seems to."""

from __future__ import annotations

import pytest

from annotations.text.sentences import spans

# `⟂` marks each cut; what stands between two lines of the list is one text.
TEXTS = [
    "قال روته ذلك.⟂ وأضاف أن الحرب مستمرة.",
    "هل تنتهي الحرب؟⟂ لا أحد يعلم.",
    "وصل إلى 100 ألف جندي .⟂ وأشار التقرير إلى ذلك .",
    "وقال: “نحن مستعدون”.⟂ “إنها أهداف عادلة”.",
    "وقال: «نحن مستعدون.»⟂ ثم غادر القاعة.",
    "وقال: ”نحن مستعدون. ”⟂ ثم غادر القاعة.",
    'قال: "نعم. "⟂ وغادر القاعة.',
    'وسأله: "هل أنت مستعد؟" قال الوزير أمام الصحفيين.',
    'وسأله: "هل أنت مستعد؟"⟂ وأضاف أن الوقت ضيق.',
    'قال: "هل أنت مستعد؟"، ثم غادر القاعة.',
    "وصفه بأنه صديق (أليس كذلك؟) قبل عامين.",
    "وتحدث عن نصر (!) كبير.",
    "سطر أول بلا نقطة\n⟂سطر ثان بلا نقطة",
    "سطر أول.\u2028⟂سطر ثان.",
    # two dots and three
    "بعد اعتراف روسيا.. كوريا الشمالية تعلق",
    'وقال: "نرى أدلة.. ما يفعلونه أمر آخر". وأضاف.'.replace(". وأضاف", ".⟂ وأضاف"),
    "انتهى الاجتماع.. ثم عاد الوفد إلى بلاده.".replace(".. ثم", "..⟂ ثم"),
    "سنرى... وربما لا نرى شيئا.",
    "سنرى… وربما لا نرى شيئا.",
    "سر زيارة وزير الخارجية لروسيا.. هل تتدخل موسكو؟ فيديو",
    "ماذا حدث في كورسك؟ (صور وفيديو)",
    "لماذا؟!⟂ لا أحد يعلم.",
    "لماذا؟ !⟂ لا أحد يعلم.",
    # abbreviations, initials, numbers
    "التقى د. أحمد وم. وائل في القاهرة.",
    "ألقى المحاضرة أ. د. سمير علي.",
    "كتب د\u202a.\u202c ديفيد مقالا.",
    "سلمه له.⟂ ثم غادر.",
    "لم يعلق أحد به.⟂ لا شيء تغير.",
    "الرئيس جون إف. كينيدي زار برلين.",
    "نقلت ا.ف.ب. عن مصدر أن الحرب مستمرة.",
    "صدر عن وكالة ا.ف.ب.⟂ وأضافت الوكالة تفاصيل.",
    "قال Mr. Smith إنه مستعد.",
    "حصل على فيتامين D.⟂ يعتقد الأطباء ذلك.",
    "على ارتفاع 300 م.⟂ ثم هبطت الطائرة.",
    "1. وصول القوات",
    "ارتفع السعر إلى 2.5 مليون دولار في 2024.⟂ وانخفض بعدها.",
    "نشرت العربية.نت الخبر.",
    "غزت روسيا.وقال بوتين ذلك.".replace("روسيا.", "روسيا.⟂"),
    "قتلى في الاشتباكات .⟂وشهدت القاهرة مسيرات .",
    "نشرت الجزيرة .نت الخبر.",
    "هذه “لعبة”.وقال ذلك.".replace("”.", "”.⟂"),
    "زوروا موقع www.example.com للمزيد.",
    # leftovers without a word belong to a neighbour
    "انتهى الخبر. ***",
    "... ثم عاد الوفد.",
    "***",
]


@pytest.mark.parametrize("marked", TEXTS)
def test_cuts(marked: str) -> None:
    text = marked.replace("⟂", "")
    wanted = [part.strip() for part in marked.split("⟂")]
    assert [text[start:end] for start, end in spans(text)] == wanted


def test_nothing_gives_nothing() -> None:
    for text in ("", " ", "\n\n", "\u200f", "\u00a0\u202b\n", "\u064b"):
        assert spans(text) == []


def test_white_space_bidi_marks_and_bom_lie_outside() -> None:
    text = "\ufeff\u200f\u00a0قال ذلك.\u200f \u202b وأضاف.\u202c\u00a0\n"
    assert [text[start:end] for start, end in spans(text)] == ["قال ذلك.", "وأضاف."]


def test_a_mark_after_the_stop_is_not_cut_off() -> None:
    assert spans("قال.\u064b ثم") == [(0, 8)]


def test_a_mark_on_a_blank_is_left_with_the_blank() -> None:
    assert spans("قال. \u064bثم") == [(0, 8)]
    assert spans("\u064bثم") == [(1, 3)]
    assert spans(" \u064bثم") == [(2, 4)]
