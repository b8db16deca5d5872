"""Sentences of stories that look like a page's furniture and must not be dimmed."""

from __future__ import annotations

import pytest

from annotations.text.sentences import split

TITLE = "كوريا الشمالية تطلق صاروخين باليستيين باتجاه البحر"
LEAD = "أعلنت وزارة الدفاع الكورية الجنوبية أن بيونغ يانغ أطلقت صاروخين باليستيين باتجاه البحر الشرقي."
LAST = "ويأتي الإطلاق بعد أيام من مناورات مشتركة بين سيول وواشنطن شاركت فيها عشرات الطائرات."

SENTENCES = [
    # the words of buttons and labels, as verbs and nouns
    "شارك آلاف الجنود في العرض العسكري وسط العاصمة.",
    "شارك الخبر قلق كثيرين من سكان المدينة الحدودية.",
    "شاهد أيضا الزعيم الكوري عرضا عسكريا ضخما في العاصمة.",
    "اقرأ أيضا في التقرير أن عدد القتلى تجاوز المئة، يقول الدبلوماسي.",
    "بحث بوتين وكيم هاتفيا آخر تطورات الحرب في أوكرانيا.",
    "إغلاق المعبر زاد من معاناة السكان في الشمال.",
    "إعلان الحرب جاء بعد ساعات من القصف على العاصمة.",
    "حفظ السلام مهمة صعبة في هذه المنطقة من العالم.",
    "تسجيل عشرات الإصابات الجديدة في صفوف الجنود الكوريين.",
    "المزيد من القوات الكورية وصلت إلى كورسك خلال الأسبوع الماضي.",
    "للمزيد من الضغط على موسكو، فرضت واشنطن عقوبات جديدة.",
    "التعليقات على القرار جاءت غاضبة في معظم العواصم الغربية.",
    "التالي في القائمة هو وزير الدفاع السابق المتهم بالفساد.",
    "تابعنا على مدار الساعة تحركات القوات قرب خط الجبهة.",
    "اشترك في النشرة أكثر من مليون قارئ خلال عام واحد.",
    "حمل التطبيق الصيني الشركات الأمريكية على خفض أسعارها.",
    # sources
    "المصدر الذي طلب عدم كشف هويته أكد وصول القوات إلى الجبهة.",
    "المصدر – وهو ضابط رفيع في الجيش – نفى وقوع أي خسائر بشرية.",
    "قال المصدر: القوات الكورية وصلت إلى كورسك يوم الأحد.",
    "المصدر: نعم، وصلت القوات بالفعل إلى الجبهة منذ أسبوع، ولا شك في ذلك لدينا.",
    "رويترز نقلت عن ثلاثة مسؤولين أن الصفقة وشيكة.",
    "كتب ترامب على منصته أن الحرب ستنتهي خلال أيام.",
    'كتب زيلينسكي: "هذا الإنكار لا معنى له".',
    # dates
    "آخر تحديث للبيانات كان يوم 27 أكتوبر 2024 وفق الوزارة.",
    "في 27 أكتوبر 2024 أعلنت سيول وصول القوات إلى روسيا.",
    "منذ ثلاث سنوات والحرب مستمرة في شرق البلاد.",
    "نشرت كوريا الشمالية في أكتوبر 2024 نحو 11 ألف جندي.",
    # legal notices, cookies, money
    "الاتفاق يمنع إعادة نشر الصواريخ قرب الحدود بين البلدين.",
    "لا يجوز إعادة نشر القوات دون موافقة مجلس الأمن.",
    "لن يتم نشر البريد الإلكتروني للمرشحة قبل انتهاء التحقيق.",
    "قالت الشركة إنها تستخدم ملفات تعريف الارتباط لجمع بيانات المستخدمين.",
    "«نستخدم ملفات تعريف الارتباط»، بهذه العبارة بدأ بيان الشركة.",
    "دعمكم يساعدنا على الصمود، خاطب زيلينسكي قادة الحلف الأطلسي.",
    "وناشد الرئيس حلفاءه: دعمكم يصنع الفارق في هذه الحرب.",
    "يجب تسجيل الدخول إلى الأراضي المحتلة لدى المعابر، وإلا تم تعليق التصاريح.",
    "هذا الموقع يستخدم لتخزين الصواريخ بحسب صور الأقمار الصناعية.",
    # what opens headlines
    "مصدر: موسكو تخسر ألف جندي كل يوم على الجبهة الشرقية.",
    "مصادر: الجيش الروسي يستعد لهجوم جديد على خاركيف.",
    "عاجل: روسيا تقصف العاصمة الأوكرانية بعشرات المسيرات.",
    "تقرير: 14 ألف جندي كوري شمالي يقاتلون في روسيا.",
]

HEADINGS = [
    "أوروبا",
    "اقتصاد",
    "آراء متباينة",
    "شارك في المعركة",
    "27 أكتوبر 2024",
    "المصدر المجهول",
    "المزيد من العقوبات",
    "تعليق روسي",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_the_story_is_never_dimmed_wherever_it_stands(sentence: str) -> None:
    for lines in (
        [TITLE, sentence, LEAD, LAST],
        [TITLE, LEAD, sentence, LAST],
        [TITLE, LEAD, LAST, sentence],
        [TITLE, LEAD + " " + sentence + " " + LAST],
        [sentence, LEAD, LAST],
        [sentence],
    ):
        units = split("\n".join(lines))
        assert [unit for unit in units if unit.boilerplate] == []


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_inside_the_story_is_a_heading(heading: str) -> None:
    text = "\n".join([TITLE, LEAD, heading, LAST])
    assert [unit.kind for unit in split(text)] == ["title", "body", "heading", "body"]


def test_a_link_list_amid_the_story_does_not_swallow_it() -> None:
    text = "\n".join([TITLE, LEAD, "اقرأ أيضا:", "عنوان خبر آخر", LAST, LEAD])
    assert [unit.kind for unit in split(text)] == ["title", "body", "related", "related", "body", "body"]


def test_a_picture_credit_amid_the_story_does_not_end_it() -> None:
    text = "\n".join([TITLE, LEAD, "تصوير: رويترز", LAST, "اقرأ أيضا:", "عنوان خبر آخر", LEAD])
    assert [unit.kind for unit in split(text)] == [
        "title",
        "body",
        "source",
        "body",
        "related",
        "related",
        "body",
    ]


def test_a_sentence_that_a_story_says_twice_is_no_duplicate_of_the_title() -> None:
    text = "\n".join([LEAD, LAST, LEAD])
    assert {unit.kind for unit in split(text)} == {"body"}


def test_two_headlines_with_a_common_beginning_are_two() -> None:
    text = "\n".join(["الحرب في أوكرانيا - موسكو", LEAD, "الحرب في أوكرانيا - كييف", LAST])
    assert [unit.kind for unit in split(text)] == ["title", "body", "heading", "body"]


TOLL = ["الحصيلة", "القتلى: 1200", "الجرحى: 4300", "النازحون: 600 ألف"]
ANSWERS = ["هل قصفتم السوق؟", "نعم", "من أمر؟", "القائد", "كم قتل؟", "أربعون"]
WITNESSES = ['محمد: "رأيت الجثث"', 'علي: "هربنا ليلا"', 'سعاد: "فقدت ابني"']
DEMANDS = ["• وقف فوري لإطلاق النار", "• فتح المعبر أمام القوافل", "• نشر مراقبين دوليين"]


@pytest.mark.parametrize(
    "lines", [TOLL, ANSWERS, WITNESSES, DEMANDS], ids=["toll", "answers", "witnesses", "demands"]
)
def test_short_lines_that_count_quote_or_answer_below_a_story_are_its_own(lines: list[str]) -> None:
    units = split("\n".join([TITLE, LEAD, LAST, *lines]))
    assert [unit.boilerplate for unit in units] == [False] * (3 + len(lines))


def test_points_that_sum_a_story_up_under_its_headline_are_no_links() -> None:
    lines = [
        "البنك المركزي يخفض الفائدة مئة نقطة أساس",
        "النقاط الرئيسية",
        "الفائدة على الإيداع 24% وعلى الإقراض 25%",
        "التضخم السنوي يتباطأ إلى 13.9% في أبريل",
        "الخطوة الثانية من نوعها منذ بداية العام",
        "خفض البنك المركزي أسعار الفائدة الرئيسية مئة نقطة أساس، وهو الخفض الثاني هذا العام.",
        "وقالت لجنة السياسة النقدية إن المخاطر المحيطة بمسار التضخم ما زالت مائلة إلى الصعود.",
    ]
    assert not [unit.start for unit in split("\n".join(lines)) if unit.boilerplate]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "تغطية مباشرة: الهجوم على المطار",
            "10:05 انفجاران في محيط المطار",
            "10:20 شركة الطيران تعلق رحلاتها",
            "10:41 مصدر عسكري: إسقاط مسيرتين",
            "11:02 لا إصابات بين المدنيين",
        ],
        [
            TITLE,
            "الجنوب يستدعي سفيره في بكين",
            "طوكيو طلبت اجتماعا طارئا",
            "موسكو استخدمت الفيتو",
            "واشنطن نفت وجود جنود لها",
        ],
        ["خاص: الجيش يستعيد القصر"],
        ["رويترز: 40 قتيلا"],
        ["عاجل | إغلاق مطار الخرطوم"],
        [
            "Army retakes palace",
            "The army said on Friday that it had retaken the palace.",
            "Rebels denied it",
        ],
    ],
    ids=["live", "short lines alone", "exclusive", "agency", "breaking", "English"],
)
def test_a_page_of_headlines_alone_is_not_dimmed(lines: list[str]) -> None:
    assert not [unit.kind for unit in split("\n".join(lines)) if unit.boilerplate]


def test_what_a_source_and_an_agency_say_is_no_credit() -> None:
    said = ["المصدر: الهجوم نفذته قوات من الشمال", "الأناضول: الجيش قصف السوق", "المشاركة 64%"]
    units = split("\n".join([TITLE, LEAD, *said, LAST]))
    assert [unit.boilerplate for unit in units] == [False] * 6


def test_background_without_stops_below_a_story_is_its_own() -> None:
    background = ["اندلعت الحرب في أبريل 2023", "قتل أكثر من 150 ألف شخص", "نزح 12 مليون إنسان"]
    units = split("\n".join([TITLE, LEAD, LAST, *background]))
    assert not [unit.start for unit in units if unit.boilerplate]


def test_who_reported_and_edited_a_dispatch_is_a_credit_and_preparing_a_law_is_not() -> None:
    credit = "(تغطية صحفية سالم عبد الغني - إعداد هدى الكاتب للنشرة العربية - تحرير علي ناجي)"
    law = "إعداد قانون الانتخابات - كما قال الوزير - مهمة الحكومة المقبلة."
    units = split("\n".join([LEAD, law, LAST, credit]))
    assert [unit.kind for unit in units] == ["body", "body", "body", "source"]
