"""Knows the nouns that news counts, and by their form which other words may be counted.

A number governs its noun (Wright, A Grammar of the Arabic Language, II 234-240): after 3 to 10 it is a
plural, after 11 to 99 a singular in the accusative (جنديا), after hundreds, thousands and what is above
them a singular in the genitive. So most nouns can be told from a verb, an adverb or a name by their ending
and the number before them. A table is asked where form leaves it open: `بلدات` may begin with a preposition,
and `يمني` as a verb does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from annotations.text.numbers.words import NOT_COUNTED, bare, bare_text, table_of

if TYPE_CHECKING:
    from annotations.text.numbers.tokens import Token

_MEASURES = """
    كيلومتر+ات كلم كم كيلو متر/أمتار/أمتر سنتيمتر+ات سنتمتر+ات سم مليمتر+ات ملليمتر+ات ميليمتر+ات ملم مم
    ميل/أميال ياردة+ات قدم/أقدام بوصة+ات عقدة/عقد فرسخ/فراسخ
    هكتار+ات فدان/أفدنة دونم+ات دنم+ات آكر+ات
    طن/أطنان كيلوغرام+ات كيلوجرام+ات كغم كجم كغ كلغ غرام+ات جرام+ات مليغرام+ات ملليغرام+ات ملغ ملجم
    رطل/أرطال أونصة+ات أوقية+ات قنطار/قناطير قيراط/قراريط
    برميل/براميل لتر+ات ليتر+ات مليلتر+ات ملليلتر+ات ملل غالون+ات جالون+ات
    درجة+ات نقطة/نقاط ريختر فولت واط كيلوواط كيلووات ميغاواط ميغاوات ميجاواط ميجاوات غيغاواط غيغاوات
    جيجاواط جيجاوات تيراواط أمبير هرتز ميغاهرتز غيغاهرتز ديسيبل كالوري سعرة+ات
    بايت كيلوبايت ميغابايت ميجابايت غيغابايت جيجابايت تيرابايت بكسل ميغابكسل ميجابكسل
    دولار+ات يورو جنيه+ات ريال+ات روبل+ات ين يوان ليرة+ات دينار/دنانير درهم/دراهم شيكل/شواكل/شواقل وون
    روبية+ات فرنك+ات بيزو بيتكوين سنت+ات قرش/قروش فلس/فلوس هللة+ات تومان كرونة+ات أوقية راند نايرا بوند فلسا
    عام/أعوام/أعوم سنة/سنوات/سنين شهر/أشهر/شهور أسبوع/أسابيع يوم/أيام ليلة/ليال/ليالي ساعة+ات دقيقة/دقائق
    ثانية/ثوان/ثواني عقد/عقود قرن/قرون ربيع حول/أحوال فصل/فصول
"""
"""Units of length, weight, money and time: these can be had in parts, so 6,8 of them is a decimal."""

_PEOPLE = """
    جندي/جنود عنصر/عناصر مقاتل+ين مسلح+ين ضابط/ضباط عسكري+ين مرتزق/مرتزقة فرد/أفراد عامل/عمال/عوامل شخص/أشخاص
    مدني+ين رجل/رجال امرأة/نساء/نسوة سيدة+ات طفل/أطفال رضيع/رضع قتيل/قتلى جريح/جرحى مصاب+ين شهيد/شهداء
    ضحية/ضحايا أسير/أسرى رهينة/رهائن معتقل+ين محتجز+ين مفقود+ين نازح+ين لاجئ+ين مهاجر+ين مواطن+ين نسمة إنسان
    إنسانا متظاهر+ين محتج+ين صحفي+ين صحافي+ين إعلامي+ين ناخب+ين مرشح+ين نائب/نواب عضو/أعضاء وزير/وزراء
    سفير/سفراء رئيس/رؤساء مسؤول+ين قائد/قادة خبير/خبراء طبيب/أطباء ممرض+ين مسعف+ين مريض/مرضى طالب/طلاب/طلبة
    تلميذ/تلاميذ معلم+ين مدرس+ين أستاذ/أساتذة باحث+ين عالم/علماء مهندس+ين موظف+ين شرطي+ين حارس/حراس سائق+ين
    راكب/ركاب مسافر+ين سائح/سياح/سواح/سائحا حاج/حجاج معتمر+ين مصل+ين لاعب+ين متسابق+ين رياضي+ين مشجع+ين
    متفرج+ين مشاهد+ين متابع+ين مشترك+ين مستخدم+ين زائر/زوار ضيف/ضيوف مشارك+ين متطوع+ين مندوب+ين ممثل+ين
    موقع+ين شاهد/شهود متهم+ين مشتبه سجين/سجناء موقوف+ين مدان+ين مختطف+ين مخطوف+ين مصور+ين كاتب/كتاب فنان+ين
    مخرج+ين قاض/قضاة محام+ين رائد/رواد طيار+ين بحار/بحارة صياد+ين مزارع+ين فلاح+ين تاجر/تجار مستوطن+ين
    إرهابي+ين متمرد+ين متطرف+ين انتحاري+ين مهرب+ين لص/لصوص شاب/شبان/شباب فتاة/فتيات فتى/فتيان صبي/صبية
    ولد/أولاد بنت/بنات ابن/أبناء ابنة أخ/إخوة أخت/أخوات شقيق/أشقاء شقيقة+ات أم/أمهات أب/آباء أرملة/أرامل
    يتيم/أيتام مولود/مواليد عائلة+ات أسرة/أسر جثة/جثث جثمان/جثامين ناج+ين متوف+ين مشرد+ين مهجر+ين سوري+ين
    سعودي+ين سوداني+ين لبناني+ين ليبي+ين يمني+ين ياباني+ين يهودي/يهود يوناني+ين تركي/أتراك تونسي+ين
    بريطاني+ين بولندي+ين بلجيكي+ين برازيلي+ين بحريني+ين بنغالي+ين باكستاني+ين فلسطيني+ين إسرائيلي+ين
    عراقي+ين مصري+ين أمريكي+ين أميركي+ين روسي/روس أوكراني+ين فرنسي+ين ألماني/ألمان إيراني+ين أفغاني/أفغان
    كردي/أكراد عربي/عرب كوري+ين صيني+ين هندي/هنود تايلاندي+ين سويدي+ين سويسري+ين سنغالي+ين أوروبي+ين
    أجنبي/أجانب يافع+ين بالغ+ين بائع/باعة تقني+ين سياسي+ين ساكن سكان وفد/وفود زوجة+ات زعيم/زعماء خريج+ين
    فني+ين جنرال+ات وسيط/وسطاء وكيل/وكلاء يساري+ين بدوي/بدو تنفيذي+ين سجان+ين ساع+ين سباح+ين بطل/أبطال
    وريث/ورثة تربوي+ين ثائر/ثوار سلفي+ين
"""
"""Nouns of people, from soldiers to the dead."""

_THINGS = """
    صوت/أصوات صاروخ/صواريخ مسيرة+ات طائرة+ات دبابة+ات قذيفة/قذائف مدفع/مدافع لغم/ألغام رصاصة+ات غارة+ات
    هجوم/هجمات ضربة+ات قنبلة/قنابل مركبة+ات سيارة+ات سفينة/سفن زورق/زوارق قارب/قوارب غواصة+ات حاوية+ات
    شحنة+ات مروحية+ات مقاتلة+ات قاذفة+ات بارجة/بوارج باخرة/بواخر ناقلة+ات مدمرة+ات فرقاطة+ات آلية+ات
    مدرعة+ات عربة+ات شاحنة+ات حافلة+ات قطار+ات دراجة+ات سكين/سكاكين بندقية/بنادق رشاش+ات مسدس+ات سلاح/أسلحة
    سيف/سيوف رأس/رؤوس عبوة+ات لوحة+ات منظومة+ات بطارية+ات رادار+ات قاعدة/قواعد موقع/مواقع نقطة/نقاط
    هدف/أهداف ثكنة+ات مستودع+ات مخزن/مخازن نفق/أنفاق حاجز/حواجز معبر/معابر ميناء/موانئ مطار+ات محطة+ات
    سد/سدود جسر/جسور طريق/طرق شارع/شوارع بئر/آبار حقل/حقول كتيبة/كتائب فرقة/فرق لواء/ألوية سرب/أسراب
    سرية/سرايا فصيل/فصائل فوج/أفواج وحدة+ات جيش/جيوش ميليشيا ميليشيات دولة/دول بلد/بلدان مدينة/مدن قرية/قرى
    بلدة+ات بلدية+ات ولاية+ات محافظة+ات مقاطعة+ات إقليم/أقاليم منطقة/مناطق حي/أحياء جزيرة/جزر مستوطنة+ات
    مخيم+ات بؤرة/بؤر دائرة/دوائر قارة+ات عاصمة/عواصم منزل/منازل بيت/بيوت مبنى/مبان/مباني بناية+ات برج/أبراج
    شقة/شقق غرفة/غرف طابق/طوابق مدرسة/مدارس جامعة+ات كلية+ات مستشفى/مستشفيات مصنع/مصانع معمل/معامل
    متجر/متاجر محل/محال/محلات مسجد/مساجد كنيسة/كنائس فندق/فنادق مركز/مراكز مقر/مقار/مقرات سجن/سجون
    ملعب/ملاعب متحف/متاحف خيمة/خيام سرير/أسرة مقعد/مقاعد مكتب/مكاتب سوق/أسواق بنك/بنوك مصرف/مصارف شركة+ات
    مؤسسة+ات منظمة+ات جمعية+ات هيئة+ات وكالة+ات وزارة+ات لجنة/لجان مجموعة+ات حزب/أحزاب كتلة/كتل تحالف+ات
    نقابة+ات صحيفة/صحف قناة/قنوات محكمة/محاكم هجمة+ات انفجار+ات تفجير+ات اشتباك+ات معركة/معارك عملية+ات
    حادث/حوادث حادثة حريق/حرائق زلزال/زلازل هزة+ات إعصار/أعاصير فيضان+ات سيل/سيول عاصفة/عواصف مجزرة/مجازر
    جريمة/جرائم انتهاك+ات خرق/خروقات حرب/حروب محاولة+ات تظاهرة+ات مظاهرة+ات احتجاج+ات إضراب+ات اعتداء+ات
    توغل+ات طلعة+ات رحلة+ات زيارة+ات جولة+ات اجتماع+ات لقاء+ات جلسة+ات مؤتمر+ات قمة/قمم دورة+ات
    مباراة/مباريات شوط/أشواط بطولة+ات لقب/ألقاب كأس/كؤوس ميدالية+ات ذهبية+ات فضية+ات برونزية+ات سباق+ات
    انتصار+ات فوز هزيمة/هزائم تعادل+ات خسارة/خسائر ركلة+ات تمريرة+ات كرة+ات نجمة/نجوم رقم/أرقام حالة+ات
    إصابة+ات وفاة/وفيات جرعة+ات لقاح+ات عينة+ات فحص/فحوص/فحوصات اختبار+ات مرض/أمراض وباء/أوبئة دواء/أدوية
    علاج+ات تجربة/تجارب ورم/أورام وجبة+ات تدخل+ات عقد/عقود صفقة+ات اتفاق+ات اتفاقية+ات مذكرة+ات
    قرار+ات قانون/قوانين مشروع/مشاريع/مشروعات خطة/خطط برنامج/برامج بند/بنود مادة/مواد شرط/شروط تعديل+ات
    توصية+ات مبادرة+ات اقتراح+ات مقترح+ات إجراء+ات عقوبة+ات غرامة+ات تهمة/تهم قضية/قضايا دعوى/دعاوى
    شكوى/شكاوى حكم/أحكام طلب+ات عرض/عروض رخصة/رخص ترخيص/تراخيص تأشيرة+ات تصريح+ات بيان+ات تقرير/تقارير
    دراسة+ات وثيقة/وثائق ملف+ات صفحة+ات ورقة/أوراق/ورقات
    كتاب/كتب رواية+ات قصة/قصص قصيدة/قصائد فيلم/أفلام مسلسل+ات
    أغنية/أغاني أغان لوحة+ات صورة/صور رسالة/رسائل تغريدة+ات منشور+ات حساب+ات سؤال/أسئلة إجابة+ات سبب/أسباب
    مرة+ات ضعف/أضعاف خطوة+ات مرحلة/مراحل نوع/أنواع لغة+ات لون/ألوان شكل/أشكال فئة+ات نسخة/نسخ قطعة/قطع
    حصة/حصص سهم/أسهم سند+ات وظيفة/وظائف فرصة/فرص ورشة/ورش ورشات مصلحة/مصالح سلة/سلال كيس/أكياس صندوق/صناديق
    علبة/علب طرد/طرود خط/خطوط شجرة/أشجار نبتة+ات رأس/رؤوس حيوان+ات كلب/كلاب قطة/قطط خروف/خراف بقرة/أبقار
    بعثة+ات قمر/أقمار كوكب/كواكب نظام/أنظمة جهاز/أجهزة هاتف/هواتف حاسوب/حواسيب تطبيق+ات مسألة/مسائل
    واقعة/وقائع تحد تحديات يخت/يخوت لوح/ألواح لوحا توقيع+ات تذكرة/تذاكر بطاقة+ات بوابة+ات بالون+ات باص+ات
    برقية+ات بذرة/بذور بيضة/بيض بقعة/بقع بيئة+ات تل/تلال تابوت/توابيت تصويت+ات تحذير+ات تسجيل+ات تعهد+ات
    تمرين/تمارين تمثال/تماثيل تدريب+ات تنظيم+ات تيار+ات توربين+ات سفارة+ات ساحة+ات سور/أسوار سلسلة/سلاسل
    سلم/سلالم سيناريو سيناريوهات ستاد+ات سعر/أسعار لغز/ألغاز لافتة+ات لحظة+ات لمسة+ات لائحة/لوائح
    ليبرالي+ين وجهة+ات وسام/أوسمة وصية/وصايا وعد/وعود وردة/ورود وشاح/أوشحة وسيلة/وسائل واجهة+ات وادي/أودية
    ولادة+ات هكتار مربع/مربعات محور/محاور مسار+ات ممر+ات باب/أبواب نافذة/نوافذ عين/عيون يد/أياد جهة+ات
    جبهة+ات ركن/أركان جزء/أجزاء قسم/أقسام بندا درس/دروس صف/صفوف فصل/فصول نصيحة/نصائح فائدة/فوائد طريقة/طرق
    دفعة+ات حزمة/حزم قافلة/قوافل
"""
"""Nouns of things, places and events."""

_DUALS_IN_EEN = table_of("""
    جندي شخص ضابط طفل رجل رضيع قتيل جريح شهيد أسير عنصر فرد نائب وزير سفير رئيس قائد خبير طبيب تلميذ شاب فتى
    صبي ولد ابن شقيق أخ جثمان عضو سجين لص زعيم وسيط وفد رهينة امرأة سيدة فتاة شقيقة عائلة أسرة جثة ضحية زوجة
    شهيدة
""")
"""People of whom two are said in ين and many are not: جنديين, but عاملين and ألمانيين may be many."""

_NO_DUALS = table_of("""
    إبان أبين أخان أخين أمان أمين أكران أكرين خرقان سندان سندين سوران سورين سيفان سيفين قدمان قدمين كيسان
    كيسين لوحان لوحين مصلان ناجان ساعان قاضان حاجان واطان متوفان
    محامان تحدان تحدين شعبان مشتبهين طالبان صبيان بطلان ميلان قدمين
    كمان كمين طنان طنين ينان ينين مقران مقرين علاجين ربيعان ربيعين حولان حولين حيان حيين بيانين بيانان
    تلان تلين سيلان سيلين سلمان سلمين رأسان رأسين يدان يدين عينان عينين عقدين طريقان فصلين ركنين صفين بابان
    بابين فوزان فوزين ودان شكلين قسمان محلين مركزين سؤالان قمران خطين ولايتين جهتان جهتين جانبان جانبين
    مليونان مليونين سنتان سنتين دوليان حكمان حكمين صفان عرضان عرضين ملفين كاسين
""") - table_of("سنتين سنتان")
"""Forms that a dual would have but that are other words, or that as often speak of a known pair (اليدين)."""

_ABBREVIATED = table_of(
    "كلم كم كيلو سم مم ملم كغم كجم كغ كلغ ملغ ملجم ملل ين وون فلسا بندا لوحا إنسانا سائحا سكان ميليشيات محلات"
)

_FAMILY = re.compile(r"(?P<noun>[^/+]+)(?:\+(?P<sound>ين|ات))?(?P<broken>(?:/[^/+]+)*)")


class _Family(NamedTuple):
    """A noun with its plurals, all bare."""

    noun: str
    dual: str
    """Its stem before the ان or ين of two."""
    plurals: Sequence[str]
    sound: bool
    """True if its plural ends in ين, as duals do."""


def _families(text: str) -> list[_Family]:
    matches = [_FAMILY.fullmatch(entry) for entry in text.split()]
    lines = "\n".join(_forms(match["noun"], match["sound"], match["broken"]) for match in matches if match)
    families = (line.split() for line in bare_text(lines).splitlines())
    return [
        _Family(noun, dual, plurals, match is not None and match["sound"] == "ين")
        for (noun, dual, *plurals), match in zip(families, matches, strict=True)
    ]


def _forms(noun: str, sound: str | None, broken: str) -> str:
    """Write a noun, the stem of its dual and its plurals beside each other."""
    stem = noun[:-1] + {"ة": "ت", "ى": "ي"}[noun[-1]] if noun[-1] in "ةى" else noun
    forms = [noun, stem, *broken.split("/")]
    if sound == "ين":
        forms += [noun + "ين", noun + "ون"]
    elif sound == "ات":
        forms.append(noun.removesuffix("ة") + "ات")
    return " ".join(forms)


def _of(families: Iterable[_Family]) -> frozenset[str]:
    return frozenset(form for family in families for form in (family.noun, *family.plurals))


_measures, _people, _things = map(_families, (_MEASURES, _PEOPLE, _THINGS))
_all = [*_measures, *_people, *_things]
MEASURES = _of(_measures)
PEOPLE = _of(_people)
COUNTED = _of(_all)
"""Nouns counted in news, singular and plural. One that isn't here is taken by its shape, see `fits`."""

SINGULARS = frozenset(family.noun for family in _all)
_MAY_BE_VERBS = SINGULARS - MEASURES - PEOPLE
PLURALS = frozenset(form for family in _all for form in family.plurals) - SINGULARS
_SINGULAR_OF = {form: family.noun for family in reversed(_all) for form in family.plurals}

_many_in_een = PEOPLE - _DUALS_IN_EEN
_other_words = _NO_DUALS | COUNTED
DUALS = {
    form: family.noun
    for family in _all
    for ending in (("ان",) if family.noun in _many_in_een else ("ان", "ين"))
    if family.noun not in _ABBREVIATED and (form := family.dual + ending) not in _other_words
}
"""Nouns that say two of themselves, with their singulars; not those in ين that may be plurals (مدنيين)."""

HUMAN_PAIRS = {family.noun + "ين": family.noun for family in _all if family.sound}
"""Plural or dual, مدنيين: a dual for certain only before اثنين."""

del _measures, _people, _things, _all, _many_in_een, _other_words, _MEASURES, _PEOPLE, _THINGS

ONE_OF = PEOPLE | table_of(
    "صاروخ طائرة مسيرة إصابة وفاة حالة يوم عام سنة شهر أسبوع ساعة دقيقة هدف صوت دولار مليون"
)
"""Singulars that واحد counts: شخص واحد. Others say «the same» as often: في وقت واحد, من جانب واحد."""

_ADVERBS = table_of("""
    يوميا أسبوعيا شهريا سنويا تقريبا تحديدا تباعا سريعا سابقا لاحقا تماما تدريجيا يدويا يسارا يمينا تلقائيا
    تاليا سلميا سرا سوية سيرا سعيا بدءا بحرا برا بعيدا باكرا بدلا بناء بتاتا بغتة لاسيما لذا لهذا لما ليلا
    وفقا وحيدا وقتا وسطا وحتى وأما ولا وإنما تأكيدا تزامنا تمهيدا تنفيذا تعليقا تحسبا تجنبا توازيا ترددا
    دوليا محليا رسميا جوا حاليا مؤخرا مجددا معا أيضا أخيرا أولا ثانيا ثالثا شخصيا إجمالا فورا قريبا مباشرة
    عادة خاصة عامة كافة إضافة نسبة نتيجة مقارنة مقابلة فجأة غدا أمس أبدا حقا فعلا مثلا دائما غالبا أحيانا
    جدا كثيرا قليلا ضمنا علنا طوعا جراء فوقا تحتا إذا هذا كذا ماذا لماذا لولا كلا مهما أنا إنا هنا هناك ها
    يا إما إلا
""")
"""Words in ا and ة that look like a counted noun and say how or when."""

_BROKEN_PLURAL = re.compile(
    r"ا[^اوي][^اوي]ا[^ا]"  # أفعال: أحزاب
    r"|[^اويتنسب]?[^اي]ا[^اوي]ي?[^ا]"  # مفاعل, مفاعيل, فواعل, فعالل: مصانع, صناديق, جوائز
    r"|[^ويتسبل][^اي]و[^اوي]"  # فعول: عقود
    r"|[^ويتسبل][^اوي][^اوي]اء"  # فعلاء: خبراء
    r"|ا[^اوي][^اوي][^اوي]اء"  # أفعلاء: أصدقاء
    r"|ا[^اوي][^اوي]ه"  # أفعلة: أسلحة
)

_VERBS_FIRST = frozenset("ويتسبلن")
"""First letters that may be a particle or a verb's prefix: وقال, بأسلحة, لقتال, يقاتلون, تنص, ستصل, ننشر."""


def known(word: str, count: int | None = None) -> bool:
    """Say whether a bare word is in the table of counted nouns, be it in the accusative: جنديا, عضوا.

    Args:
        word: bare.
        count: what governs the noun, 0 to 99; a short noun that may be a verb (حكم, عرض) has to agree.
    """
    if word in COUNTED:
        return not (count and count > 2 and len(word) == 3 and word in _MAY_BE_VERBS)
    return word[-1:] == "ا" and word[:-1] in COUNTED


def same(name: str, other: str) -> bool:
    """Say whether two nouns as written count the same: شهر and أشهر, جندي and جنديا."""
    return _singular(bare(name)) == _singular(bare(other))


def _singular(word: str) -> str:
    for form in (word, word.removeprefix("ال")):
        stem = form if form in COUNTED else form.removesuffix("ا")
        if stem in COUNTED:
            return _SINGULAR_OF.get(stem, stem)
    return word.removesuffix("ا")


def plural(token: Token) -> bool:
    """Say whether a word is a plural of people or things, with the article or without: الرهائن, الركاب."""
    word = token.bare.removeprefix("ال")
    return word in PLURALS or (len(word) > 4 and word.endswith(("ات", "ين", "ون")) and word not in SINGULARS)


def fits(token: Token, count: int | None) -> bool:
    """Say whether a word that no table has shows by its form that the number before it counts it.

    Args:
        token: the word, without an article.
        count: the number; None for a fraction or one that isn't told.
    """
    word = token.bare
    if (
        count is None
        or len(word) < 3
        or word in NOT_COUNTED
        or word in _ADVERBS
        or token.text.startswith("ال")
    ):
        return False
    return _form_fits(word, _LAST_MARKS.sub("", token.text)[-1:], count % 100)


_LAST_MARKS = re.compile(r"[\u064b-\u0652]+$")


@lru_cache(maxsize=1 << 12)
def _form_fits(word: str, last: str, count: int) -> bool:
    if last == "ة":
        # Never a verb, but a letter before it may be a particle (بقيمة), and it an adjective (أمريكية).
        return word[0] not in "وبلفك" and not word.endswith("يه") and (count > 10 or count == 0)
    if 3 <= count <= 10:
        if word.endswith("ات") and len(word) > 4:
            return word[0] not in "وبلفك"
        if word.endswith("ين") and len(word) > 4:
            return word[0] not in "وبلفك"
        if word.endswith("ون") and len(word) > 4:
            return word[0] not in _VERBS_FIRST
        return word[0] not in "ويتسبلفك" and _BROKEN_PLURAL.fullmatch(word) is not None
    if 11 <= count <= 99:
        return (
            last == "ا" and len(word) > 3 and word[0] != "ي" and not word.endswith(("وا", "ها", "نا", "يا"))
        )
    return False
