"""What the rules say of single sentences: claim or not, of which type, worth checking or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.insight.claims import CLAIM_TYPES, Judgement, judge
from annotations.insight.figures import Origin, figures_in
from annotations.model.article import Article
from annotations.reporting import attributions


def judged(text: str) -> Judgement:
    """Judge the first sentence of a text."""
    article = Article("a.txt", text)
    first = article.sentences[0]
    found = attributions(text, article.sentences)[0]
    figures = [
        figure
        for figure in figures_in(Origin("a.txt"), text, article.sentences)
        if first.start <= figure.start < first.end
    ]
    return judge(text, first.start, first.end, found, figures)


def kind(text: str) -> str | bool | None:
    found = judged(text).type
    return found.value if found else None


def worth(text: str) -> str | bool | None:
    found = judged(text).worth_checking
    return found.value if found else None


@pytest.mark.parametrize(
    "heading",
    [
        "أسباب الأزمة",
        "كيف انهار الجسر؟",
        "ماذا بعد الفيضان في وادي الرمل؟",
        "كشف المستور",
        "تاريخ الميناء القديم",
    ],
)
def test_questions_and_headings_claim_nothing(heading: str) -> None:
    judgement = judged(heading)
    assert judgement.claim.value is False
    assert kind(heading) == "not_claim"
    assert worth(heading) is False


@pytest.mark.parametrize(
    "claim",
    [
        "وزارة الري تغلق السد",
        "انهار الجسر.",
        "بلدة الرمل: إصابة ستة صيادين في عاصفة",
        "لا وجود لأي تسرب في الميناء.",
        "قالت نقابة الصيادين: هل نحن أرقام؟",
    ],
)
def test_a_line_with_a_verb_an_event_or_a_claimant_claims_something(claim: str) -> None:
    assert judged(claim).claim.value is True


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("بلغ عدد القوارب الغارقة 40 قاربا في ميناء الرمل.", "quantity"),
        ("قالت نقابة الصيادين إن أكثر من 1,500 صياد فقدوا قواربهم.", "quantity"),
        ("وتراجعت الصادرات بنسبة 12 في المئة هذا العام.", "quantity"),
        ("قال رئيس البلدية إن المدينة ستعيد بناء الجسر.", "prediction"),
        ("من المتوقع أن يصل الوفد إلى الميناء غدا.", "prediction"),
        ("ولن تعود السفن إلى المرفأ قبل الربيع.", "prediction"),
        ("انهار جسر الوادي فجر الثلاثاء.", "event"),
        ("وتم إجلاء السكان من الضفة الشرقية.", "event"),
        ("قالت الشرطة إنها اعتقلت حارس المستودع.", "event"),
        ("أغلقت البلدية سوق السمك بعد الفيضان.", "event"),
        ("قالت الشرطة إن «فرقا خاصة» من البلدية شاركت في البحث عن المفقودين.", "event"),
        ("فقد أعلنت البلدية الحداد ثلاثة أيام.", "event"),
        ("وقالت النقابة إن عددهم قد يصل إلى 12 ألف صياد.", "quantity"),
        ("وقال الوزير: إذا تم فتح السد فإن الوادي يغرق.", "prediction"),
    ],
)
def test_a_precise_sign_gives_a_type(sentence: str, expected: str) -> None:
    assert kind(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "قال الصياد إن البحر جميل في الربيع.",
        "يمنح قانون الموانئ البلدية حق الإشراف على المرفأ.",
        "وقال: نحن فخورون بمدينتنا.",
        "وشاب يبلغ 20 عاما في المستشفى.",
    ],
)
def test_without_one_nothing_is_said_of_the_type(sentence: str) -> None:
    assert kind(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "نفت وزارة الري أن تكون البوابات قد تعطلت.",
        "غرق 40 قاربا في ميناء الرمل.",
        "انهار جسر الوادي فجر الثلاثاء.",
        "قالت الشرطة إنها اعتقلت حارس المستودع.",
    ],
)
def test_figures_events_and_denials_are_worth_checking(sentence: str) -> None:
    assert worth(sentence) is True


@pytest.mark.parametrize(
    "sentence",
    [
        "قال رئيس البلدية إن المدينة ستعيد بناء الجسر.",
        "قال الوزير: «نحن نشعر بالحزن على الضحايا».",
        "وشكر رئيس البلدية فرق الإنقاذ على جهودها.",
        "قالت النقابة إنه يجب فتح الميناء.",
    ],
)
def test_what_is_to_come_views_thanks_and_duties_are_not(sentence: str) -> None:
    assert worth(sentence) is False


def test_every_answer_names_its_rule_and_the_words_as_they_are_written() -> None:
    judgement = judged("وأَغلقت البلدية سوق السمك بعد الفيضان.")
    assert judgement.type is not None
    assert (judgement.type.rule, judgement.type.words) == ("happened", "وأَغلقت")
    figure = judged("قالت النقابة إن أكثر من 1,500 صياد فقدوا قواربهم.").worth_checking
    assert figure is not None
    assert (figure.rule, figure.words) == ("figure", "أكثر من 1,500 صياد")


@given(st.text(st.sampled_from('قالإنسيذهب تم قد ؟.«»"،: 12٣وفلmA\u064b\u200f\n'), max_size=120))
def test_any_text_is_judged_and_no_other_type_is_offered(text: str) -> None:
    article = Article("a.txt", text)
    found = attributions(text, article.sentences)
    for place, unit in enumerate(article.sentences):
        judgement = judge(text, unit.start, unit.end, found[place], ())
        assert judgement.type is None or judgement.type.value in CLAIM_TYPES
        assert judgement.claim.value or (judgement.type and judgement.type.value == "not_claim")
