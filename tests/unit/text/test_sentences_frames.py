"""The frame of a page by place and shape: of forums, ministries, channels, blogs and papers of any country.

None of these pages is a site's; the lines are written for the test, in the manner of what publishing systems
put around a story.
"""

from __future__ import annotations

import pytest

from annotations.model.metadata import metadata
from annotations.text.sentences import split

TITLE = "بلدية الميناء تفتتح جسرا جديدا للمشاة بعد عامين من التأخير"
STORY = [
    "افتتحت بلدية الميناء صباح أمس الأربعاء جسرا جديدا للمشاة يربط ضفتي المدينة، بعد تأخير دام عامين.",
    "وقال رئيس البلدية في كلمة قصيرة إن الجسر كلف ثلاثة ملايين، وإن كلفته بقيت دون ما كان مقررا.",
    "ويعبر الجسر نحو ألف شخص كل يوم، معظمهم من طلاب المدارس الذين كانوا يسلكون طريقا أطول.",
    "وأضاف أن البلدية ستزرع الأشجار على جانبيه قبل نهاية الربيع، وأن الإنارة ستعمل بالطاقة الشمسية.",
]

ABOVE = {
    "a menu of sections": [
        "الرئيسية",
        "أخبار محلية",
        "مال و أعمال",
        "ثقافة و فن",
        "رياضة",
        "كتاب وآراء",
        "المرأة والطفل",
        "البث المباشر",
    ],
    "a menu that no table lists": [
        "واحة الأدب",
        "بريد المدينة",
        "حديث الناس",
        "نافذة على البحر",
        "بيت الحكمة",
    ],
    "a menu in one line": ["الرئيسية | من نحن | أرشيف الأعداد | هيئة التحرير | اتصل بنا"],
    "a breadcrumb": ["أنت هنا: الرئيسية » الأخبار » محليات"],
    "a breadcrumb of marks": ["الرئيسية > الأقسام > أخبار المدينة"],
    "links for those who hear the page": ["Skip to main content", "تجاوز إلى المحتوى الرئيسي"],
    "a masthead, labels over names": ["رئيس التحرير", "سليم الطرابلسي", "المدير المسؤول", "ناديا الخوري"],
    "a masthead in one line": ["رئيس مجلس الإدارة: هاني السقا", "رئيس التحرير: منى العبد الله"],
    "tables of the day": [
        "الطقس",
        "العظمى 24 الصغرى 15",
        "دولار 3.75 يورو 4.10",
        "الفجر 04:12 الشروق 05:40 الظهر 11:50",
    ],
    "a language switch": ["English", "Français", "العربية"],
    "an account": ["تسجيل الدخول", "إنشاء حساب جديد", "نسيت كلمة المرور؟"],
    "telephone numbers": ["للإعلان: 00000000 / 00000001", "هاتف: +000 1 000000"],
    "a ticker of other stories": [
        "عاجل",
        "أسعار الخضار تتراجع في الأسواق الشعبية قبل العيد",
        "الفريق الأزرق يفوز على ضيفه بهدفين نظيفين",
        "افتتاح معرض الكتاب بمشاركة مئتي دار نشر",
        "تأجيل امتحانات الثانوية أسبوعا بسبب الحر",
    ],
    "a ticker run together": [
        "أسعار الخضار تتراجع في الأسواق الشعبية    الفريق الأزرق يفوز على ضيفه بهدفين"
        "    افتتاح معرض الكتاب بمشاركة مئتي دار    تأجيل امتحانات الثانوية أسبوعا بسبب الحر"
    ],
    "the site's name twice": ["مرفأ الأخبار", "مرفأ الأخبار"],
    "a counter, the size of type": ["1,240 مشاهدة", "A+ A-", "أ أ أ"],
    "names of files": ["IMG_20180412_101530.jpg", "6bcd141e-dc41-4ac9-aafa-874f3f34bd7f", "image 170023455"],
    "addresses": ["https://www.example.org/ar/12/345", "www.example.org", "news@example.org"],
    "a cookie notice": ["نستخدم ملفات تعريف الارتباط لنمنحك أفضل تجربة على موقعنا.", "قبول", "رفض"],
    "a forum": [
        "أدوات الموضوع",
        "انواع عرض الموضوع",
        "رقم المشاركة : 1",
        "تاريخ التسجيل: Jun 2009",
        "المشاركات: 3,841",
    ],
    "a channel": ["362 subscribers", "1K photos", "Download Telegram"],
}

UNDER = {
    "an author": ["كتبت: رنا الحاج"],
    "an author without a label": ["هدى المنصور"],
    "the desk": ["فريق التحرير"],
    "who wrote and how long it takes": ["كتب فريق التحرير 2 دقائق للقراءة"],
    "a place and its agencies": ["دمشق - وكالات"],
    "a credit of three parts": ["مرفأ - خاص - تصوير: سامي"],
    "the site in Latin letters": ["marfa news"],
    "a translator": ["ترجمة وتحرير: وائل صبري"],
    "tools": ["طباعة", "حجم الخط", "نسخ الرابط", "استمع للمقال"],
    "counters": ["عدد المشاهدات: 5421", "0 تعليقات", "3 دقائق"],
    "an hour alone": ["14:35", "10:30 GMT"],
}

BELOW = {
    "a list of stories without a label": [
        "أسعار الخضار تتراجع في الأسواق الشعبية قبل العيد",
        "الفريق الأزرق يفوز على ضيفه بهدفين نظيفين",
        "افتتاح معرض الكتاب بمشاركة مئتي دار نشر",
        "تأجيل امتحانات الثانوية أسبوعا بسبب الحر",
    ],
    "teasers with a button": [
        "أسعار الخضار تتراجع في الأسواق... المزيد",
        "الفريق الأزرق يفوز على ضيفه… اقرأ المزيد",
    ],
    "the feed's last line": ["The post جسر جديد للمشاة.. افتتاح بعد عامين appeared first on مرفأ الأخبار."],
    "a comment form in English": [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Name *",
        "Website",
    ],
    "the rules for comments": [
        "شروط النشر: عدم الإساءة للكاتب أو للأشخاص أو للمقدسات أو مهاجمة الأديان.",
        "التعليقات المنشورة لا تعبر عن رأي الموقع.",
        "اكتب تعليقك هنا",
        "رمز التحقق",
        "إرسال",
    ],
    "a forum": [
        "رد مع اقتباس",
        "الذين يشاهدون محتوى الموضوع الآن : 1",
        "المواضيع المتشابهة",
        "غير متواجد حاليا",
    ],
    "a channel's description": [
        "اشتركوا في القناة وفعلوا الجرس",
        "لا تنسوا الاشتراك في القناة",
        "تابعونا على فيسبوك: https://facebook.example/marfa",
        "#الميناء #جسر",
    ],
    "a paywall": [
        "هذا المحتوى مخصص للمشتركين",
        "تبقى لك 3 مقالات مجانية هذا الشهر",
        "سجل مجانا لمتابعة القراءة",
    ],
    "a footer": [
        "من نحن",
        "اتصل بنا",
        "سياسة الخصوصية",
        "خريطة الموقع",
        "جميع الحقوق محفوظة © 2021 مرفأ",
        "تصميم وتطوير شركة الضوء",
    ],
    "a signature": ["س.م - ع.ك"],
    "an author's box": ["تقرير: هدى المنصور", "مشاهدة جميع المقالات"],
    "a cloud of words": ["الوسوم", "جسور", "البلدية", "طلاب", "طاقة شمسية"],
    "what closes a dispatch": ["انتهى", "/ا.ع/"],
    "who is here": ["عدد الزوار: 15231", "المتواجدون الآن", "120"],
    "the paper itself": ["العدد 4567", "النسخة الورقية", "نسخة PDF"],
    "an aggregator": [
        "كانت هذه تفاصيل افتتاح الجسر، نرجو بأن نكون قد وفقنا في إعطائك التفاصيل.",
        "لقراءة الخبر من المصدر اضغط هنا",
    ],
    "a print footer": ["طبع من موقع مرفأ", "https://example.org/print/345"],
    "a question to the reader": ["ما رأيك", "شارك برأيك", "عرض النتائج"],
}

CASES = [
    *((f"above: {name}", lines, "above") for name, lines in ABOVE.items()),
    *((f"under the title: {name}", lines, "under") for name, lines in UNDER.items()),
    *((f"below: {name}", lines, "below") for name, lines in BELOW.items()),
]


def page(lines: list[str], place: str) -> list[str]:
    above, under, below = ((lines if place == here else []) for here in ("above", "under", "below"))
    return [*above, TITLE, *under, *STORY, *below]


def marked(text: str) -> tuple[list[str], list[str]]:
    """Return the lines that are dimmed and those that aren't; a line is dimmed if all its units are."""
    dimmed, kept = [], []
    units = split(text)
    at = 0
    for line in text.split("\n"):
        own = [unit for unit in units if at <= unit.start < at + len(line)]
        at += len(line) + 1
        if own:
            (dimmed if all(unit.boilerplate for unit in own) else kept).append(line)
    return dimmed, kept


@pytest.mark.parametrize(("lines", "place"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_frame_is_dimmed_and_nothing_else(lines: list[str], place: str) -> None:
    dimmed, kept = marked("\n".join(page(lines, place)))
    assert dimmed == lines
    assert kept == [TITLE, *STORY]


@pytest.mark.parametrize(("lines", "place"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_title_is_found_whatever_stands_around_it(lines: list[str], place: str) -> None:
    assert metadata("\n".join(page(lines, place))).title == TITLE


@pytest.mark.parametrize("lines", ABOVE.values(), ids=ABOVE.keys())
def test_a_story_without_a_title_gets_none_from_the_frame_above_it(lines: list[str]) -> None:
    assert metadata("\n".join([*lines, *STORY])).title is None


TITLED = {
    "a title with a stop, and a date under it": (
        TITLE + ".",
        [TITLE + ".", "12/03/2019", *STORY],
    ),
    "a title that is cut off in dots": (TITLE + "...", ["محليات", TITLE + "...", *STORY]),
    "a lead without a stop under the title": (
        TITLE,
        [
            TITLE,
            "الجسر الجديد للمشاة في الميناء يفتتح بعد عامين من التأخير ورئيس البلدية يعد بالأشجار",
            *STORY,
        ],
    ),
    "the story's first words under a picture": (TITLE, ["محليات", TITLE, STORY[0][:44], *STORY]),
    "the channel's name twice": (TITLE, ["مرفأ | أخبار", "مرفأ | أخبار", TITLE, *STORY]),
    "an author and a city twice": (TITLE, ["الميناء - سامي حداد", TITLE, "الميناء - سامي حداد", *STORY]),
    "the city is a tag too": (
        TITLE,
        ["محليات", TITLE, "الميناء - سامي حداد", *STORY, "الميناء", "جسر", "البلدية"],
    ),
    "the title with the site's name before and behind it": (
        TITLE,
        ["مرفأ الأخبار - " + TITLE, "12/03/2019", TITLE, *STORY, TITLE + " | مرفأ"],
    ),
    "a column of short lines": (
        TITLE,
        [
            TITLE,
            "افتتحت بلدية الميناء صباح",
            "أمس جسرا جديدا للمشاة، وذلك",
            "بعد تأخير دام عامين، حيث",
            "قال رئيس البلدية إن",
            "الجسر كلف ثلاثة ملايين، وهو",
            "أقل مما كان مقررا قبل",
            "بدء العمل فيه.",
        ],
    ),
}


@pytest.mark.parametrize(("title", "lines"), TITLED.values(), ids=TITLED.keys())
def test_the_title_is_the_line_that_the_story_speaks_of(title: str, lines: list[str]) -> None:
    assert metadata("\n".join(lines)).title == title


@pytest.mark.parametrize(
    "line",
    [
        "جانب من افتتاح جسر المشاة في الميناء",
        "صورة من افتتاح الجسر الجديد في مدينة الميناء",
        "رئيس البلدية يفتتح الجسر (رويترز)",
        "جسر المشاة في الميناء - أرشيف",
        "الميناء - سامي حداد",
        "أنت هنا: أخبار » الميناء » جسر المشاة",
    ],
)
def test_a_caption_or_a_credit_over_a_story_is_no_title(line: str) -> None:
    assert metadata("\n".join(["محليات", line, *STORY])).title is None


def test_a_page_of_links_has_no_title_and_no_story() -> None:
    links = [
        f"{hour}:05 . {line}... المزيد |"
        for hour, line in enumerate(ABOVE["a ticker of other stories"][1:], 10)
    ]
    assert {unit.kind for unit in split("\n".join(links))} == {"related"}
