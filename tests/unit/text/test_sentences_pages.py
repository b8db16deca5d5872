"""Pages as crawlers leave them, in the manner of the large Arabic sites: each line with its kind."""

from __future__ import annotations

import pytest

from annotations.model.metadata import metadata
from annotations.text.sentences import split

LEAD = "أعلنت وزارة الدفاع الكورية الجنوبية أن بيونغ يانغ أطلقت صاروخين باليستيين باتجاه البحر الشرقي."
MORE = "وقالت الوزارة في بيان إن الصاروخين قطعا مسافة 300 كيلومتر قبل أن يسقطا في البحر، دون وقوع أضرار."
LAST = "ويأتي الإطلاق بعد أيام من مناورات مشتركة بين سيول وواشنطن شاركت فيها عشرات الطائرات."
TITLE = "كوريا الشمالية تطلق صاروخين باليستيين باتجاه البحر"
OTHER = "زيلينسكي: لا سلام من دون ضمانات أمنية"
ANOTHER = "هل تنجح مفاوضات الهدنة في الدوحة؟"

PAGES = {
    "a share bar, a byline and a date above, a wire, tags and a comment form below": [
        ("section", "الرئيسية » أخبار » العالم"),
        ("title", TITLE),
        ("source", "كتب: محمد عبد الله"),
        ("date", "الثلاثاء، 05 نوفمبر 2024 12:38 ص"),
        ("ui", "شارك على فيسبوك تويتر واتساب"),
        ("ui", "FacebookTwitterLinkedInEmail"),
        ("body", LEAD),
        ("body", MORE),
        ("source", "(رويترز)"),
        ("keywords", "كلمات مفتاحية"),
        ("keywords", "كوريا الشمالية"),
        ("keywords", "صواريخ"),
        ("comment-form", "اترك تعليقاً"),
        ("comment-form", "لن يتم نشر عنوان بريدك الإلكتروني."),
        ("comment-form", "الاسم *"),
        ("related", "أخبار ذات صلة"),
        ("related", OTHER),
        ("date", "23 - ديسمبر - 2024"),
        ("related", ANOTHER),
    ],
    "links amid the story, which goes on": [
        ("title", TITLE),
        ("body", LEAD),
        ("related", "اقرأ أيضا:"),
        ("related", OTHER),
        ("related", ANOTHER),
        ("body", MORE),
        ("related", "شاهد أيضاً: " + OTHER),
        ("heading", "ردود الفعل"),
        ("body", LAST),
        ("related", "قد يهمك أيضا.. " + OTHER),
    ],
    "a link list whose last line is a heading of the story": [
        ("title", TITLE),
        ("body", LEAD),
        ("related", "اقرأ أيضا"),
        ("related", OTHER),
        ("heading", "مناورات مشتركة"),
        ("body", MORE),
    ],
    "the site's name in the first title, the most read above the story": [
        ("duplicate-title", TITLE + " - بوابة الأخبار"),
        ("date", "الثلاثاء 10 فبراير 2026 12:26 م"),
        ("related", "الأكثر قراءة"),
        ("related", "قد يعجبك أيضا"),
        ("title", TITLE),
        ("date", "نشر في: الثلاثاء 5 نوفمبر 2024 - 4:27 م | آخر تحديث: الثلاثاء 5 نوفمبر 2024 - 4:30 م"),
        ("body", LEAD),
        ("body", MORE),
    ],
    "an aggregator: a whole second story after the first one's source and tags": [
        ("title", TITLE),
        ("date", "تاريخ النشر: 5th, November 2024 GMT"),
        ("body", LEAD),
        ("source", "المصدر: وكالة يونهاب"),
        ("keywords", "كلمات دلالية: كوريا الشمالية صواريخ سيول"),
        ("related", "إقرأ أيضاً:"),
        ("related", OTHER),
        ("related", MORE),
        ("related", LAST),
    ],
    "a cookie notice, a newsletter and a copyright line": [
        ("banner", "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا."),
        ("ui", "موافق"),
        ("title", TITLE),
        ("body", LEAD),
        ("banner", "اشترك في نشرتنا البريدية ليصلك كل جديد"),
        ("body", MORE),
        ("banner", "تابعونا على تويتر وفيسبوك"),
        ("banner", "جميع الحقوق محفوظة © 2024"),
    ],
    "a blog: counters, a breadcrumb with the headline in it, the stories before and after": [
        ("section", "الرئيسية / الأخبار / " + TITLE),
        ("title", TITLE),
        ("source", "المواطن - فريق التحرير"),
        ("ui", "حجم الخط"),
        ("ui", "0"),
        ("ui", "[ad_1]"),
        ("body", LEAD),
        ("body", MORE),
        ("ui", "googletag.cmd.push(function() { googletag.display('div-gpt-ad-1'); });"),
        ("related", "السابق"),
        ("related", OTHER),
        ("related", "التالي"),
        ("related", ANOTHER),
        ("ui", "زر الذهاب إلى الأعلى"),
    ],
    "a teaser between two copies of the headline": [
        ("title", TITLE),
        ("lead", "بيونغ يانغ تختبر صواريخ جديدة بعد أيام من مناورات مشتركة جنوبي شبه الجزيرة."),
        ("ui", "استمع"),
        ("duplicate-title", TITLE),
        ("body", LEAD),
        ("heading", "ماذا نعرف عن الصاروخين؟"),
        ("body", MORE),
    ],
    "the day and hour of the crawl and a caption above the headline, a template that was never filled in": [
        ("ui", "اغلق القائمة"),
        ("date", "الخميس 2024-05-23"),
        ("date", "القاهرة 02:48 م"),
        ("section", "كيم جونج أون"),
        ("title", TITLE),
        ("source", "أ ش أ"),
        ("date", "الثلاثاء، 05 نوفمبر 2024 12:38 ص"),
        ("body", LEAD),
        ("body", MORE),
        ("ui", "التعليقات {{getCommentCount()}}"),
        ("comment-form", "كن أول من يعلق على الخبر"),
        ("banner", "اشترك في قائمتنا البريدية"),
    ],
    "days as headings of a chronology": [
        ("title", "تسلسل زمني للأزمة الكورية منذ بداية العام"),
        ("body", LEAD),
        ("heading", "27 أكتوبر 2024"),
        ("body", MORE),
        ("heading", "5 نوفمبر 2024"),
        ("body", LAST),
    ],
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "blank lines"])
def test_each_line_of_a_page_gets_its_kind(page: list[tuple[str, str]], between: str) -> None:
    text = between.join(line for _, line in page)
    got = [(unit.kind, text[unit.start : unit.end]) for unit in split(text)]
    assert got == page


@pytest.mark.parametrize(
    "name",
    [
        "the site's name in the first title, the most read above the story",
        "the day and hour of the crawl and a caption above the headline, a template that was never filled in",
    ],
)
def test_the_publication_date_is_not_the_day_the_page_was_loaded(name: str) -> None:
    found = metadata("\n".join(line for _, line in PAGES[name]))
    assert (found.title, found.published) == (TITLE, "2024-11-05")


def test_a_source_line_names_the_publisher() -> None:
    page = PAGES["an aggregator: a whole second story after the first one's source and tags"]
    found = metadata("\n".join(line for _, line in page))
    assert (found.source, found.published) == ("وكالة يونهاب", "2024-11-05")
