"""Lines of a story that look like the frame of a page: quotations, verses, lists, results, headings.

A button that is shown costs a glance, a claim that is dimmed costs the claim. So each of these is tried
between the paragraphs of a story, and below its last one where it can stand there.
"""

from __future__ import annotations

import pytest

from annotations.text.sentences import split

TITLE = "مجلس المدينة يقر خطة لترميم السوق القديم"
STORY = [
    "أقر مجلس المدينة مساء الاثنين خطة لترميم السوق القديم، بعد جلسة استمرت خمس ساعات وحضرها عشرات التجار.",
    "وقالت رئيسة المجلس إن الأعمال تبدأ في الربيع، وإن المحال ستبقى مفتوحة ما أمكن خلال الأشهر الأولى.",
    "وطالب التجار بتعويض عن أيام الإغلاق، فيما رأى بعض السكان أن الخطة تأخرت أكثر مما ينبغي.",
]
REPLY = "وردت البلدية بأن صندوقا للتعويض سيفتح مطلع العام المقبل، وأن الطلبات تقدم إلى مكتب السوق."

AMID = {
    "short quotations": ["«لن نغلق أبوابنا»", '"هذا سوق آبائنا"', "“ننتظر منذ سنوات”"],
    "one-line paragraphs": ["لم يعلق أحد.", "ثم جاء المطر.", "هكذا انتهت الجلسة.", "وحدث ما كان متوقعا."],
    "headings": ["خلفية", "ماذا بعد؟", "ردود فعل", "أرقام", "في الأسواق", "رياضة وسياسة", "صور من السوق"],
    "questions": ["من يدفع الكلفة؟", "ومتى تنتهي الأعمال؟", "هل يعود الزبائن؟"],
    "questions and answers": [
        "س: متى تبدأ الأعمال؟",
        "ج: في الربيع.",
        "س: وهل يغلق السوق؟",
        "ج: جزئيا، ولأيام قليلة.",
    ],
    "speakers": ["المذيع: ومن يراقب العمل؟", "الضيفة: لجنة من التجار والبلدية.", "المذيع: شكرا لك."],
    "facts in a list": ["- ترميم 40 محلا", "- تبليط الممرات", "- إنارة جديدة", "- سقف خشبي"],
    "facts with points": ["• مدة الأعمال 18 شهرا", "• الكلفة 3 ملايين", "• عدد المحال 112"],
    "facts with numbers": ["1- فتح باب الطلبات", "2- درس الملفات", "3- صرف التعويضات"],
    "days of a chronology": ["12 آذار 2019", "مطلع 2020", "1 نيسان 2021"],
    "results": ["الشرق 2 - 1 الغرب", "الشمال 0 - 0 الجنوب", "الساحل 3 - 2 الجبل"],
    "figures of a table": ["المحال 112", "الممرات 14", "الأبواب 7"],
    "verses": [
        "يا سوق أهلي كم مررت بنا",
        "والليل يسأل عن خطانا",
        "كنا صغارا حين كان لنا",
        "في كل باب وجه من سكنا",
    ],
    "names": ["سليم الحداد", "رنا البيطار", "هاني الدباغ"],
    "hours of a programme": ["10:00 افتتاح المعرض", "11:30 جولة في السوق", "13:00 لقاء مع التجار"],
    "a sum that is explained": ["قسمة بسيطة:", "3 ملايين على 112 محلا", "أي نحو 27 ألفا للمحل"],
    "lines in Latin letters": ["Grand Bazaar Project", "Heritage First"],
    "a tweet's text": ["سوقنا ليس للبيع ولا للهدم ❤"],
    "a broken column": [
        "وكان التجار قد رفعوا قبل",
        "أسابيع عريضة إلى المجلس،",
        "يطالبون فيها بأن تبقى",
        "المحال مفتوحة خلال",
    ],
    "sentences with a button's word": [
        "شارك في الجلسة خمسون تاجرا.",
        "أغلق المجلس باب النقاش عند منتصف الليل.",
        "اشترك ثلاثة مكاتب في وضع الخطة.",
        "سجل مجانا أكثر من مئة متطوع أسماءهم.",
        "تابع قناة المدينة آلاف المشاهدين.",
        "حمل التطبيق الجديد عشرة آلاف شخص.",
    ],
    "sentences with a notice's words": [
        "وأكد أن جميع حقوق التجار محفوظة بموجب القانون.",
        "وقال إن الموقع غير مسؤول عن تأخر الأعمال.",
        "وأوضح أن التعليقات على الخطة تصل إلى مكتب السوق.",
        "واتهم المجلس بأنه لا يتحمل مسؤولية الأضرار.",
        "وكتب على لافتة: هنا إعلانك.",
    ],
    "sentences about papers and agencies": [
        "ونقلت الوكالة الوطنية عن مصدر في البلدية أن الكلفة قد ترتفع.",
        "ونشرت صحيفة محلية نص الخطة كاملا.",
        "بقلم من حبر أحمر وقع المعترضون عريضتهم.",
        "تصوير السوق ممنوع خلال الأعمال.",
    ],
    "paragraphs without a stop": [
        "وأوضح المهندس المشرف أن السقف الجديد سيحمي الممرات من المطر ومن حر الصيف",
        "وأضاف أن الحجر المستعمل من مقالع قريبة كما كان في بناء السوق أول مرة",
        "كما أشار إلى أن الأبواب القديمة التي نجت من الحريق ستعود إلى أماكنها",
    ],
}

HEADINGS = ["اقتصاد", "الخدمات", "وظائف", "تعليم", "سياحة", "الطقس", "الأرشيف", "التعليق", "الموقع", "المدير"]
"""Headings that a menu or a form has too: so many in a row would be one."""

BELOW = {
    "a last short sentence": ["وختم: «السوق لنا جميعا»."],
    "a list that is announced": ["وتشمل الخطة:", "ترميم المحال", "تبليط الممرات", "إنارة الأبواب"],
    "a list with marks": ["- ترميم 40 محلا", "- تبليط الممرات", "- إنارة جديدة"],
    "questions": ["فهل يعود الزبائن؟"],
    "a verse": ["يا سوق أهلي كم مررت بنا", "والليل يسأل عن خطانا"],
    "paragraphs without a stop": [
        "وأوضح المهندس المشرف أن السقف الجديد سيحمي الممرات من المطر ومن حر الصيف",
        "وأضاف أن الحجر المستعمل من مقالع قريبة كما كان في بناء السوق أول مرة",
        "كما أشار إلى أن الأبواب القديمة التي نجت من الحريق ستعود إلى أماكنها",
    ],
}

TITLES = [
    "خطة السوق.. ترميم بعد انتظار",
    "«السوق لنا»: تجار المدينة يرفضون الإغلاق",
    "مجلس المدينة: ترميم السوق يبدأ في الربيع",
    "بالفيديو.. جلسة المجلس تقر ترميم السوق",
    "تقرير: خطة الترميم تكلف 3 ملايين",
    "هل يبقى السوق مفتوحا؟",
    "112 محلا في خطة ترميم السوق القديم",
    "في جلسة خمس ساعات.. المجلس يقر خطة الترميم",
    "عاجل | مجلس المدينة يقر خطة ترميم السوق",
]


def kinds(lines: list[str]) -> dict[str, str]:
    text = "\n".join(lines)
    return {text[unit.start : unit.end]: unit.kind for unit in split(text)}


def dimmed(lines: list[str]) -> list[str]:
    text = "\n".join(lines)
    return [text[unit.start : unit.end] for unit in split(text) if unit.boilerplate]


@pytest.mark.parametrize("lines", AMID.values(), ids=AMID.keys())
def test_what_stands_amid_a_story_is_kept(lines: list[str]) -> None:
    assert dimmed([TITLE, *STORY, *lines, REPLY]) == []
    assert dimmed([TITLE, STORY[0], *lines, *STORY[1:], "اترك تعليقا"]) == ["اترك تعليقا"]


@pytest.mark.parametrize("line", [*HEADINGS, *(line for lines in AMID.values() for line in lines)])
def test_each_such_line_is_kept_alone(line: str) -> None:
    assert dimmed([TITLE, *STORY, line, REPLY]) == []


@pytest.mark.parametrize("lines", BELOW.values(), ids=BELOW.keys())
def test_what_ends_a_story_is_kept(lines: list[str]) -> None:
    assert dimmed([TITLE, *STORY, *lines]) == []


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("above", [[], ["محليات"], ["الرئيسية", "أخبار", "12 آذار 2019"]])
def test_a_headline_of_any_form_is_the_title(title: str, above: list[str]) -> None:
    found = kinds([*above, title, *STORY])
    assert found[title] == "title"
    assert all(found[line] in {"section", "date", "ui"} for line in above)


@pytest.mark.parametrize(
    "opening",
    [
        "أقر مجلس المدينة اليوم الاثنين خطة لترميم السوق القديم وسط حضور التجار",
        "قالت رئيسة مجلس المدينة إن خطة ترميم السوق القديم تبدأ في الربيع المقبل",
        "وأضافت أن الخطة تشمل ترميم السوق",
        "أقر مجلس المدينة خطة لترميم السوق القديم.",
    ],
)
def test_the_first_sentence_of_a_story_is_no_title(opening: str) -> None:
    assert "title" not in kinds([opening, *STORY[1:], REPLY]).values()


@pytest.mark.parametrize("caption", ["رئيسة المجلس", "السوق القديم", "ليلى حمدان", "12 آذار 2019", "رويترز"])
def test_a_name_or_a_caption_over_a_story_is_no_title(caption: str) -> None:
    story = ["قالت رئيسة المجلس ليلى حمدان إن السوق القديم سيرمم، وإن الأعمال تبدأ في الربيع المقبل.", *STORY]
    assert "title" not in kinds(["محليات", caption, *story]).values()
