"""What a crawled page says beside its article: one table of phrases, each with its kind and the reason it is there.

To teach claimreader a new site, add a phrase to a row (or a row). Phrases are compared after `arabic.fold`, so
spelling of hamzas, tashkeel and digits doesn't matter. The forms, from the safest to the boldest:

- WHOLE: the line is the phrase, or several phrases of the same row one after another, but for symbols and counts.
- LABEL: the line begins with the phrase and a colon (or dash, bar), and is short.
- PART: a sentence has the phrase in it; `…` in a phrase stands for anything between.

No rule fires on a sentence that quotes or reports speech: there the words are news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotations.arabic import fold


class Rule(NamedTuple):
    """One row: lines or sentences of the form with one of the phrases are of the kind, where `zone` allows."""

    kind: str
    form: str
    zone: str
    """"any", "head" (before the first prose), "tail" (after the last), "edge" (either), "after" (after the first)."""
    phrases: str
    """Separated by `|`, as a regex without capital escapes; PART: plain text."""
    reason: str


_AGENCY = (
    "رويترز|وكالة رويترز|ا ف ب|ا\\.ف\\.ب|أ\\. ?ف\\. ?ب\\.?|أف ?ب|فرانس برس|وكالة فرانس برس|الفرنسية|وكالات|الوكالات|د ب أ|د\\.ب\\.أ|أ ب"
    "|أسوشيتد ?برس|اسوشييتد ?برس|الأناضول|وكالة الأناضول|شينخوا|سبوتنيك|تاس|نوفوستي|بلومبرغ|بلومبيرغ|يونهاب|سانا|واس|وام|كونا|قنا|بترا|وفا"
    "|صفا|واع|أ ش أ|أ\\.ش\\.أ|وات|واج|ومع|بي بي سي|سي ان ان|afp|reuters|ap|bbc|cnn|dpa|getty images|غيتي|غيتي إيميجز|وسائل إعلام|مواقع إلكترونية"
)

TABLE = (
    Rule(
        "ui", "WHOLE", "any",
        "اقرأ المزيد|إقرأ المزيد|قراءة المزيد|اقرأ أكثر|المزيد|عرض المزيد|شاهد المزيد|أظهر المزيد|إغلاق|أغلق|إلغاء|موافق|تخطي|التالي|السابق"
        "|الخبر (?:التالي|السابق)|المقال (?:التالي|السابق)|القائمة|القائمة الرئيسية|بحث|البحث|ابحث|تسجيل الدخول|تسجيل|دخول"
        "|(?:تخطى|تخطي|انتقل|الانتقال|اذهب) إلى المحتوى(?: الرئيسي)?|العودة إلى الأعلى|close|menu|search|read more|skip to content",
        "buttons and menus, kept as words when a page is stripped of its HTML",
    ),
    Rule(
        "ui", "WHOLE", "any",
        "شارك|شاركها|شاركه|مشاركة|المشاركة|شارك(?:وا)? (?:هذا )?(?:المقال|الخبر|الموضوع|القصة|المقالة|الصفحة)|مشاركة (?:المقال|الخبر)|شارك على|شارك عبر"
        "|المشاركة (?:عبر|على)|مشاركة (?:عبر|على)|انشر|غرد|تغريدة|أعجبني|إعجاب|متابعة|تابعنا|تابعونا|تابعنا على|تابعونا على|عبر|على"
        "|فيسبوك|فيس بوك|تويتر|إكس|منصة إكس|واتساب|واتس ?اب|تلغرام|تيليغرام|تليجرام|تيليجرام|تلجرام|لينكد ?إن|لينكدين|إنستغرام|انستجرام|انستقرام|يوتيوب"
        "|ماسنجر|مسنجر|سناب ?شات|بينتريست|تيك ?توك|ريديت|البريد|البريد الإلكتروني|عبر البريد|بريد إلكتروني|إيميل|نسخ الرابط|انسخ الرابط|تم نسخ الرابط|رابط مختصر|الرابط المختصر"
        "|share|tweet|facebook|twitter|x|whatsapp|telegram|linkedin|instagram|messenger|pinterest|reddit|email|e-mail|copy link|copy url|url|link",
        "share bars: the names of networks in a row, often with counts",
    ),
    Rule(
        "ui", "WHOLE", "any",
        "طباعة|اطبع|حفظ|احفظ(?: المقال)?|استمع|استمع إلى (?:المقال|الخبر)|استمع للمقال|حجم الخط|تكبير الخط|تصغير الخط|تشغيل|تشغيل الفيديو|إيقاف|كتم الصوت"
        "|إعلان|إعلانات|مساحة إعلانية|الإعلان|advertisement|ad|print|save|rss|مشاهدات?|مشاهدة|المشاهدات|قراءة|قراءات|عدد (?:القراءات|المشاهدات|الزيارات)"
        "|(?:مدة|وقت) القراءة|(?:أقل من )?دقيقة(?: واحدة)?|دقائق|دقيقتان|للقراءة|زمن القراءة",
        "reading tools, counters and the word that marks an advertisement",
    ),
    Rule(
        "section", "WHOLE", "head",
        "الرئيسية|الصفحة الرئيسية|أخبار|الأخبار|[اآ]خر الأخبار|أحدث الأخبار|أهم الأخبار|أخبار عاجلة|عاجل|خبر عاجل|سياسة|السياسة|سياسي|اقتصاد|الاقتصاد|رياضة|الرياضة"
        "|العالم|عالم|حول العالم|أخبار العالم|العالم العربي|الوطن العربي|عرب وعالم|عربي ودولي|عربي وعالمي|عربي|عربية|عالمي|دولي|دولية|دوليات|شؤون (?:دولية|عربية)"
        "|أخبار (?:دولية|عالمية|عربية|محلية|سياسية|العرب)|محلي|محليات|محلية|ثقافة|ثقافة وفن|فن|فنون|منوعات|مجتمع|تقارير|تقرير|تقارير وتحقيقات|تحقيقات|تحليل|تحليلات|مقالات|مقال|رأي|آراء|الرأي"
        "|حوادث|قضايا|تكنولوجيا|علوم|علوم وتكنولوجيا|صحة|الشرق الأوسط|الخليج|أوروبا|آسيا|أفريقيا|أمريكا|أميركا|خاص|حصري|فيديو|صور|ملفات|حوارات|حوار|صحافة|حرب أوكرانيا"
        "|home|news|world|politics|opinion",
        "section labels and breadcrumbs above the headline; further down the same words are headings",
    ),
    Rule(
        "source", "LABEL", "any",
        "المصدر|مصدر الخبر|مصدر الصورة|صدر الصورة،?|تصوير|نقلا عن|source|photo|credit",
        "where the story or its picture was taken from; not مصدر and مصادر, which open headlines (مصدر: موسكو تخسر)",
    ),
    Rule("source", "WHOLE", "any", _AGENCY, "a wire credit that stands alone"),
    Rule(
        "source", "WHOLE", "edge",
        f"(?:[^ ]+ ){{0,2}}[^ ]+ ?[-–—/(]+ ?(?:{_AGENCY})",
        "a city and its wire: القاهرة - رويترز",
    ),
    Rule("source", "WHOLE", "head", "كتبت? [^ .]+ [^ .]+(?: [^ .]+)?", "bylines without a colon: كتب محمد علي"),
    Rule(
        "source", "LABEL", "edge",
        "كتب|كتبت|بقلم|إعداد|أعد التقرير|تحرير|المحرر|ترجمة|متابعة|مراسل|محرر|الكاتب|بواسطة|by",
        "bylines",
    ),
    Rule(
        "keywords", "LABEL", "any",
        "كلمات دلالية|الكلمات الدلالية|كلمات مفتاحية|الكلمات المفتاحية|كلمات البحث|وسوم|الوسوم|وسم|الوسم|العلامات|علامات|تاغ|تاغات|تاجز|هاشتاغ|هاشتاج|التصنيفات|التصنيف"
        "|tags?|keywords?",
        "keyword lists; with the label alone, the short lines under it",
    ),
    Rule(
        "related", "LABEL", "any",
        "و?[إا]قر[أا](?:ي|وا)? [أا]يض[اً]+|شاهد(?:وا)? أيضا|طالع أيضا|تابع أيضا|انظر أيضا|انظر|اقرأ في|اقرأ عن|قد يهمك(?: أيضا)?|قد يعجبك(?: أيضا)?|ربما يعجبك(?: أيضا)?"
        "|قد تهمك|قد يهمكم|للمزيد|للمزيد من التفاصيل|للمزيد اقرأ|لمزيد من الأخبار|اقرأ المزيد|المزيد|المزيد من|المزيد حول هذه القصة|المزيد من الأخبار|موضوع ذو صلة|خبر ذو صلة"
        "|(?:ال)?(?:مقالات|أخبار|مواضيع|موضوعات|مواد|قصص|روابط|تقارير|عناوين|تغطية|فيديوهات) (?:ذات (?:ال)?صلة|متعلقة|مرتبطة|مشابهة|مقترحة|أخرى|قد تهمك)|ذات صلة|مواضيع قد تهمك"
        "|(?:المقالات|الأخبار|المواضيع) (?:المتعلقة|المرتبطة|المشابهة)|الأكثر (?:قراءة|مشاهدة|تداولا|شعبية|رواجا|تعليقا|متابعة|مشاركة)|اخترنا لكم?|نرشح لكم?|ننصحكم? بقراءة"
        "|يمكنك أيضا قراءة|من نفس القسم|مختارات|قصص مقترحة|read also|related(?: articles| news)?|see also|most read|see more",
        "links to other stories; a marker alone on its line opens a block",
    ),
    Rule(
        "related", "WHOLE", "after",
        "[اآ]خر الأخبار|أحدث الأخبار|أهم الأخبار|أخبار أخرى|المزيد من الأخبار|أخبار عاجلة|المزيد في [^ ]+",
        "list headings below the article; above it the same words are section labels",
    ),
    Rule(
        "comment-form", "WHOLE", "any",
        "[اأ]ترك (?:تعليق[اك]?|رد[اك]?|تعليقك هنا)|[أا]ضف (?:تعليق[اك]?|رد[اك]?)|اكتب تعليق[اك]?|إضافة تعليق|التعليقات|تعليقات|(?:\\(?\\d+\\)? )?(?:تعليق|تعليقات)|التعليقات \\(?\\d+\\)?"
        "|لا (?:يوجد|توجد) تعليقات|لا تعليقات|كن أول من يعلق|شارك(?:نا)? برأيك|شاركنا رأيك|إلغاء الرد|إرسال التعليق|[أا]رسل التعليق|الاسم \\*|البريد الإلكتروني \\*"
        "|التعليق \\*|الموقع الإلكتروني|leave a (?:comment|reply)|comments?|cancel reply",
        "the comment form's headings and field names",
    ),
    Rule(
        "comment-form", "PART", "any",
        "لن يتم نشر عنوان بريدك|لن يتم نشر البريد الإلكتروني الخاص بك|لن ينشر بريدك|الحقول الإلزامية مشار إليها|الحقول المطلوبة مشار إليها|احفظ اسمي … بريدي|احفظ اسمي … البريد"
        "|احفظ بياناتي … التعليق|يجب أن تكون مسجلا … تعليق|يجب أنت تكون مسجل الدخول|يجب تسجيل الدخول … إضافة تعليق|يجب تسجيل الدخول … لترك تعليق|التعليقات … لا تعبر عن رأي|التعليقات … تعبر عن آراء أصحابها"
        "|هذا الموقع يستخدم akismet|يستخدم هذا الموقع akismet|هذا الموقع يستخدم خدمة أكيسميت|أعلمني بمتابعة التعليقات|أعلمني بالمشاركات الجديدة",
        "the standing sentences of WordPress and other comment forms",
    ),
    Rule(
        "banner", "PART", "edge",
        "دعمكم يساعد|دعمك يساعد|دعمكم يسمح لنا|دعمك يسمح لنا|دعمكم يصنع|دعمك يصنع|دعمكم يحدث|دعمك يحدث|دعمكم يمكننا|دعمك يمكننا|تبرعك يساعد|تبرعكم يساعد|تبرعك يسمح|تبرع الآن"
        "|ساعدونا في الاستمرار|ادعم الصحافة|ادعموا الصحافة|ثمن الصحافة|حجبك عن تقاريرنا|نظام حظر الاشتراك|نعتمد على تبرعات … القراء|تبرعات قرائنا",
        "appeals for money, as translated from British and American papers",
    ),
    Rule(
        "banner", "PART", "any",
        "نستخدم ملفات تعريف الارتباط|يستخدم هذا الموقع ملفات تعريف|هذا الموقع يستخدم ملفات تعريف|موقعنا يستخدم ملفات تعريف|يستخدم موقعنا ملفات تعريف|بالاستمرار في تصفح … توافق"
        "|باستخدامك لهذا الموقع|باستمرارك في استخدام|نستخدم الكوكيز|قبول جميع ملفات|we use cookies",
        "cookie notices",
    ),
    Rule(
        "banner", "PART", "any",
        "اشترك في نشرتنا|اشتركوا في نشرتنا|اشترك في النشرة|اشترك بالنشرة|سجل في نشرتنا|اشترك في القائمة البريدية|القائمة البريدية لتصلك|لتصلك آخر الأخبار|ليصلك كل جديد|لتصلكم آخر"
        "|اشترك في قناتنا|اشتركوا في قناتنا|اشترك في قناة … على|انضم إلى قناتنا|انضموا إلى قناتنا|انضم لقناتنا|تابعوا قناتنا|تابع قناتنا|تابعوا صفحتنا|تابعونا على|تابعونا عبر|تابعنا على فيسبوك|تابعنا على تويتر|تابعنا على منص|تابعنا على جوجل|تابعنا على غوغل|تابعنا عبر جوجل"
        "|تابعوا آخر الأخبار … على|تابعوا آخر أخبار|تابع آخر الأخبار … عبر|تابع آخر الأخبار … على|لمتابعة آخر الأخبار … اشترك|لمتابعة آخر الأخبار … تابع|لمتابعة آخر الأخبار … انضم|لمتابعة أخبار … تابع|يمكنكم الاشتراك"
        "|حمل تطبيقنا|حملوا تطبيق|حمل التطبيق الآن|فعل الإشعارات|فعلوا الإشعارات|نشرتنا البريدية|نشرتنا الإخبارية|تابع … google news|تابع … جوجل نيوز|تابع … غوغل نيوز|اضغط هنا للاشتراك|انقر هنا للاشتراك",
        "newsletters, channels, apps: the site speaks to its reader in the imperative",
    ),
    Rule(
        "banner", "PART", "any",
        "جميع الحقوق محفوظة|كل الحقوق محفوظة|كافة الحقوق محفوظة|حقوق النشر محفوظة|حقوق الطبع محفوظة|all rights reserved|إعادة نشر المحتوى|إعادة نشر هذا المقال|إعادة نشر هذه المادة|إعادة نشر المواد"
        "|المقال يعبر عن رأي|المقال لا يعبر عن رأي|المقالة تعبر عن رأي|الآراء الواردة في … تعبر عن|الآراء المنشورة … تعبر|ما ورد في المقال … رأي|هذا المحتوى مترجم|تمت ترجمة هذا المقال|تمت ترجمة هذا الخبر|تمت ترجمة هذا المحتوى",
        "copyright and liability lines; not a bare إعادة نشر, which armies do with troops",
    ),
)


class Finding(NamedTuple):
    """What the table says about a line: its kind, the form of the rule, and what follows a label."""

    kind: str
    form: str
    zone: str
    rest: str = ""


_SPEECH = re.compile(
    r"[\"“”«»„]|(?<!\w)[وف]?(?:قال|يقول|تقول|اضاف|صرح|اوضح|اكد|ذكر|اعلن|افاد|كتب|طالب|نقل|زعم|اتهم|راي)(?:ت|وا)?(?!\w)"
)
_WHOLE_LONGEST, _LABEL_LONGEST, _PART_LONGEST = 160, 600, 400  # code points, folded


def _whole(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[\W\d_]*+(?:{phrases})(?!\w))++[\W\d_]*+")


def _label(phrases: str) -> re.Pattern[str]:
    return re.compile(
        rf"[\W_]*+(?:{phrases})(?!\w)\s*+(?:(?:[:|–—-]|\.\.|(?<=،)\s?)[\s:|.–—-]*+(?P<rest>.*)|[\W_]*+)"
    )


def _by_length(phrases: str) -> str:
    """Longest first, so that no phrase hides a longer one that begins with it."""
    alternatives = _split(fold(phrases))
    return "|".join(sorted(alternatives, key=len, reverse=True))


def _split(phrases: str) -> list[str]:
    """Split at the `|` that aren't inside a group."""
    parts, depth = [""], 0
    for char in phrases:
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _compile(form: str) -> list[tuple[str, str, re.Pattern[str]]]:
    rows: dict[tuple[str, str], list[str]] = {}
    for rule in TABLE:
        if rule.form == form:
            rows.setdefault((rule.kind, rule.zone), []).append(rule.phrases)
    build = _whole if form == "WHOLE" else _label
    return [(kind, zone, build(_by_length("|".join(rows[kind, zone])))) for kind, zone in rows]


_WHOLES = _compile("WHOLE")
_LABELS = _compile("LABEL")
Part = tuple[str, str, list[str]]
_PARTS: list[Part] = [
    (rule.kind, rule.zone, fold(phrase).split(" … "))
    for rule in TABLE
    if rule.form == "PART"
    for phrase in rule.phrases.split("|")
]


def in_line(folded: str) -> list[Finding]:
    """Look a folded line up in WHOLE and LABEL; several rows may know it, each for its own zone."""
    found = []
    if len(folded) <= _WHOLE_LONGEST:
        found = [Finding(kind, "WHOLE", zone) for kind, zone, pattern in _WHOLES if pattern.fullmatch(folded)]
    if len(folded) <= _LABEL_LONGEST:
        for kind, zone, pattern in _LABELS:
            match = pattern.fullmatch(folded)
            if match:
                found.append(Finding(kind, "LABEL", zone, match["rest"] or ""))
    return found


def parts_in(folded: str) -> list[Part]:
    """Return the PART phrases that a folded text has at all: most articles have none, and are spared the rest."""
    return [part for part in _PARTS if part[2][0] in folded]


def in_sentence(folded: str, parts: Sequence[Part]) -> Finding | None:
    """Look a folded sentence up in those PART phrases."""
    if len(folded) > _PART_LONGEST:
        return None
    for kind, zone, pieces in parts:
        if _has(folded, pieces) and not _SPEECH.search(folded):
            return Finding(kind, "PART", zone)
    return None


def _has(folded: str, pieces: Sequence[str]) -> bool:
    at = 0
    for piece in pieces:
        at = folded.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True
