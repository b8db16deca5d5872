"""Lists the words by which one sees what kind of statement a sentence makes, and generates their forms.

Newspapers write without tashkeel, so a verb is told from a noun by a table of verbs, by the shapes that only
a verb has (استخدم is one, استخدام is its noun), and by the particles before it. What is in no table and has
no such shape is not read: to stay silent costs nothing. Words are compared folded
(`annotations.text.folding`), without a leading و or ف.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from annotations.text.folding import fold


def table(text: str) -> frozenset[str]:
    """Return the folded words of a text."""
    return frozenset(fold(text).split())


NEGATIONS = table("لم لن لا ليس ليست ليسوا غير")
PARTICLES = table("إن أن إنه إنها إنهم أنه أنها أنهم لكن لكنه لكنها لكنهم ثم كما بينما حيث")
"""They stand before what is said and are none of it."""

BEFORE = table("""
    في من على بعد قبل منذ خلال وفق وفقا بحسب حسب مع عند أثناء رغم إلى عقب بين خارج داخل ضمن أمام حول
    ووفق بالنسبة بدلا ردا نظرا فيما
    بالإضافة إضافة تزامنا بموجب بناء علاوة ورغم
""")
"""Begin what stands before a statement and ends at a comma."""

COPULAS = table("""
    تم تمت جرى جرت
    كان كانت كانوا يكون تكون يكونوا ليس ليست ليسوا هناك ثمة هو هي هم هما هذه هذا إن إنه إنها إنهم لا
    لم لن يوجد توجد أصبح أصبحت صار صارت ظل ظلت بات باتت يظل تظل يبقى تبقى بقي بقيت يعد تعد
""")
"""With one of these a line says something, though no verb of the tables stands in it."""

FUTURE_WORDS = table("سوف لن")
EXPECTED = (
    ("من", "المتوقع"), ("من", "المنتظر"), ("من", "المرتقب"), ("من", "المرجح"), ("من", "المحتمل"),
    ("من", "الممكن"), ("من", "المقرر"), ("من", "المزمع"), ("على", "وشك"),
)  # fmt: skip
EXPECTING = table("""
    يتوقع تتوقع يتوقعون توقع توقعت توقعوا متوقعا متوقعة يأمل تأمل يأملون يعتزم تعتزم يعتزمون ينوي
    تنوي ينوون يخطط تخطط يخططون
""")
CONDITIONS = table("إذا لئن")

POSSIBLE = table("يمكن يمكنها يمكنه ربما شأنه شأنها محتمل محتملة")

OBLIGATION = table("يجب ينبغي يتعين لابد ")
LAW = table("""
    قانون القانون قوانين القوانين دستور الدستور دستوريا قانونيا قانونا مادة المادة يحظر تحظر يسمح
    تسمح يلزم تلزم تشريع التشريع مرسوم المرسوم ينص تنص يقضي تقضي اتفاقية الاتفاقية محظور ممنوع
""")
CAUSE = table(
    "بسبب نتيجة جراء سببه سببها سبب يسبب تسبب تسببت أدى أدت يؤدي تؤدي مسؤولية المسؤولية مسؤولا مسؤولة"
)

OPINION = table("""
    أعتقد نعتقد أرى نرى أظن نظن آمل نأمل أتمنى نتمنى أشعر نشعر أريد نريد أحب نحب أخشى نخشى ينبغي مهم
    مهمة المهم أهم جيد جيدة جيدا سيئ سيئة رائع رائعة عظيم عظيمة أفضل أسوأ خطير خطيرة جميل جميلة صعب
    صعبة سهل سهلة ضروري ضرورية الضروري مستحيل مستحيلة المستحيل ممكن معقول منطقي منطقية مرفوض فرصة
    حلم أمل ثقة الثقة كرامة عار فخر فخور فخورون سعيد سعيدة سعداء حزين آسف قلق قلقة قلقون غاضب مخيف
    أكاذيب كذب هراء سخيف سخافة عبث فاشي إرهاب الطبيعي بالطبع للأسف لسوء لحسن مؤسف المؤسف مشكلة
    المشكلة دائما أبدا حقا جدا تماما بالتأكيد بحتة مستعد مستعدة مستعدون استعداد استعداده استعدادها
    يعني تعني يمثل تمثل يشكل تشكل يعتبر تعتبر بمثابة يستحق تستحق
""")
FIRST_PERSON = table("""
    أنا نحن إننا إنني لدينا لدي لنا علينا معنا معي عندنا بيننا كنا كنت لسنا لست أننا أنني بلادنا
    شعبنا وطننا بلدنا حياتنا ديننا أمتنا مستقبلنا
""")

FEELING = table("""
    قلق قلقه قلقها قلقهم استياء استياءه استياءها غضب غضبه أسف أسفه أسفها أمل أمله أملها أملهم سعادته
    امتنانه صدمته حزنه حزنها رغبته رغبتها ثقته ثقتها خوفه مخاوف مخاوفه مخاوفها يشعر تشعر يشعرون شعر
    شعرت
""")
PRAISE = table("""
    شكر شكرت شكروا يشكر تشكر الشكر أشاد أشادت أشادوا يشيد تشيد رحب رحبت رحبوا يرحب ترحب هنأ هنأت
    يهنئ تهنئ أثنى أثنت يثني تثني عزى عزت يعزي تعزي التعازي
""")
AMOUNTING = table("""
    بلغ بلغت يبلغ تبلغ ارتفع ارتفعت يرتفع ترتفع انخفض انخفضت ينخفض تنخفض تراوح تراوحت يتراوح تتراوح
    تجاوز تجاوزت يتجاوز تتجاوز زاد زادت يزيد تزيد يقدر تقدر قدر قدرت يفوق تفوق يعادل تعادل يضم تضم
    يمتلك تمتلك ثبت ثبتت
""")

_EVENTS = """
    قتل أصيب جرح توفي مات استشهد لقي غرق سقط انهار انفجر فجر قصف هاجم اندلع نشب وقع حدث جرى شن أطلق
    أسقط دمر تضرر اعتقل أوقف احتجز ألقى قبض سجن حكم حاكم أدان برأ أفرج خطف اختطف أسر عثر وجد أنقذ
    انتشل نقل أجلى أخلى نزح فر هرب غادر وصل عاد زار سافر توجه دخل خرج اقتحم حاصر تقدم انسحب تراجع
    سيطر استولى احتل استعاد حرر هبط ارتفع انخفض زاد تجاوز بلغ تراوح افتتح أغلق فتح منع سمح فرض رفع
    ألغى علق أقر وافق رفض صوت انتخب فاز خسر استقال عين أقال شكل أبرم أجرى عقد التقى اجتمع استقبل بحث
    ناقش اتفق تفاوض نظم شارك حضر أدلى أرسل سلم تسلم تلقى حصل منح قدم أصدر نشر أذاع بث كتب سجل وثق
    كشف أظهر أعلن صرح دعا طالب ناشد تعهد وعد هدد اتهم انتقد ندد استدعى طرد بدأ انطلق انتهى توقف
    استمر تواصل استأنف أنهى أكمل بنى أنشأ أسس صنع باع اشترى دفع خصص أنفق استثمر صدر استورد أنتج ربح
    سرق نهب احترق حرق أحرق تسرب هطل ضرب اجتاح غمر انقطع تعطل تأجل أجل ألقت استهدف اعترض رصد شوهد
    التقط استخدم زود درب حشد تظاهر احتج أضرب اشتبك تصدى رد اعترف أبلغ تولى ترأس خلف ولد تزوج عاش درس
    تخرج عمل انضم ترك تخلى أضاع كسر حطم طعن دهس اغتيل اغتال نفذ دبر شهد صادق ساهم سلط كلف عارض
    دافع تصاعد تزايد تدهور تحسن نجح فشل تمكن حاول قرر قاد خاض أسفر تسبب أودى طال شمل استضاف ضبط صادر
    كثف عزز طور اختبر نصب أقام شيع دفن أعدم عالج نجا رحل هجر حل جمد أثار أدرج حقق لجأ تبادل تعرض
    تسلل زرع دمج ربط استعرض اقترح تراكم وظف أعاد جاء
"""
"""Verbs of what happens or is done, "he did"; what one says or thinks is not among them unless it is news."""

_NOT_PERFECT = table("""
    بيت وقت صوت موت تحت بنت أخت ست زيت توقيت إنترنت الإنترنت كويت الكويت حوت قوت سكوت ثابت لافت
    تفاوت كبريت سبت السبت ليت حيث بحت تشتت
""")
"""They end in ت and are no "she did"."""

EVENT_NOUNS = table("""
    مقتل إصابة وفاة مصرع استشهاد اعتقال توقيف إلقاء انفجار تفجير قصف هجوم غارة اغتيال اختطاف خطف
    إطلاق إسقاط سقوط غرق انهيار حريق زلزال فيضان اشتباكات اشتباك مواجهات نزوح إجلاء إخلاء عودة وصول
    مغادرة استقالة إقالة تعيين انتخاب فوز خسارة توقيع إعلان افتتاح إغلاق محاكمة حكم إدانة تدمير سرقة
    طعن دهس تظاهرة مظاهرات احتجاجات إضراب إصدار نشر العثور انتشال إنقاذ ارتفاع انخفاض
""")
"""Nouns of what happens: `اعتقال ثلاثة في الميناء` says that it happened, without a verb."""

DATES = table("""
    يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار
    نيسان أيار حزيران تموز آب أيلول تشرين الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة
    السبت أمس اليوم عام سنة الماضي الماضية صباح مساء ظهر فجر الساعة
""")

RELATIVES = table("الذي التي الذين اللذين اللتين اللاتي اللواتي حيث بعدما قبلما عندما حين")
"""Begin a clause that says something of a noun, not of the sentence."""

_NOT_IMPERFECT = table("""
    يوم يومي يومية يوميا يوما يد يده يدها يمين يسار يونيو يوليو يناير يوتيوب ياسر يوسف يمني يمنية
    يهود يهودي يهودية يابان ياباني يابانية يورو يونان يوناني يونانية يونيسف يونسكو يقين ينبوع يأس
    يتيم يتامى يافا يافع يحيى يعقوب يسوع يزيد يومين يوحنا
""")
_IMPERFECT = re.compile(r"ي[^\W\d_]{2,}$")
_FUTURE = re.compile(r"س[يتن][^\W\d_]{3,}$")
_NOT_FUTURE = table("""
    ستريت سترات ستارة
    سياسة سياسي سياسية سياسات سياسيا سياسيون سياسيين سيارة سيارات سيادة سيادي سيادية سيدة سيدات
    سينما سيناء سيناريو سيول سيولة سياق سياج سياح سياحة سياحي سياحية سيطرة سيطر سيطرت سيطروا سيئة
    سيئات ستين ستون ستائر ستار ستالين ستراتيجي ستيفن ستوكهولم سنوات سنوي سنوية سنويا سنتان سنتين
    سنغافورة سندات سنجار سيرة سيمنز سيبيريا سيدني ستوديو ستمائة سنة سنتر سيرا سيراليون سيف سيوف
    سيناتور سينودس
""")
_SHAPES = re.compile(r"(?:است[^\W\d_]{2}[^\W\d_ء]|ا[^\W\d_]ت[^\W\d_اويه]{2}|ان[^\W\d_اويه]{3})(?:ت|وا|تا)?$")
"""Forms VII, VIII and X without the long vowel of their nouns: اندلعت, اعتقل, استخدم; not اندلاع."""
_NOT_SHAPES = table("أنقرة أنجلو أنتجت أندلس انستغرام")


_SHORT = (
    NEGATIONS | PARTICLES | BEFORE | COPULAS | FUTURE_WORDS | EXPECTING | CONDITIONS | POSSIBLE | OBLIGATION
) | (PRAISE | AMOUNTING | FIRST_PERSON | table("قد لقد ما كل"))
"""Words that may have a و or ف before them, though little is left without it."""


def bare(word: str) -> str:
    """Return a folded word without the و or ف before it, where the rest is a word and the whole is none."""
    if len(word) < 3 or word[0] not in "وف" or word in perfects():
        return word
    rest = word[1:]
    known = rest in perfects() or rest in _SHORT or begins_as_perfect(rest)
    return rest if known or (word[0] == "و" and len(rest) > 3) or is_future(rest) else word


@cache
def perfects() -> frozenset[str]:
    """Return the forms of "he, she, they did" of the verbs of what happens."""
    return frozenset(form for verb in _EVENTS.split() for form in _perfect(verb))


def _perfect(verb: str) -> Iterable[str]:
    word = fold(verb)
    stem = word[:-1] if verb[-1] in "ىا" else word
    return word, f"{stem}ت", f"{stem}وا", f"{stem}تا"


@lru_cache(maxsize=20_000)
def is_perfect(word: str) -> bool:
    """Say whether a bare word is "did" wherever it stands; of three letters (نشر, قتل) it may be a noun."""
    if word in perfects():
        return len(word) > 3
    return _SHAPES.match(word) is not None and word not in _NOT_SHAPES


def begins_as_perfect(word: str) -> bool:
    """Say whether a bare word is "did" where a sentence begins with it: of the tables, or any in ت."""
    return word in perfects() or (
        len(word) > 3
        and word[-1] == "ت"
        and not word.endswith("ات")
        and not word.startswith("ال")
        and word not in _NOT_PERFECT
    )


def is_imperfect(word: str) -> bool:
    """Say whether a bare word is "he does"."""
    return _IMPERFECT.match(word) is not None and word not in _NOT_IMPERFECT


def is_future(word: str) -> bool:
    """Say whether a bare word is "will do"."""
    return word in FUTURE_WORDS or (_FUTURE.match(word) is not None and word not in _NOT_FUTURE)


_VERBAL_NOUN = re.compile(r"ت(?:[^\W\d_]{2}ي[^\W\d_]ه?|[^\W\d_]ا[^\W\d_]{2}|.*ات|.*ي)$")


def follows_as_imperfect(word: str) -> bool:
    """Say whether a word can be "she does" behind the noun with which a headline begins: وزارة تطلب ..."""
    return len(word) > 3 and word[0] == "ت" and _VERBAL_NOUN.match(word) is None
