"""Lists the words by which Arabic counts: number words, scales, bounds, units, and what is no quantity.

Everything is written here as a newspaper writes it and folded once at import by `bare`, the form in which
`reading.py` and `cardinal.py` compare words: no tashkeel, no tatweel, one alef, ه for ة. The hamza of مئة
stays, or مئتين (two hundred) would be ميتين (dead). Where a word has other readings (ألف: thousand, or
"he wrote"), the rule that keeps them apart is in `reading.py`; what is in no table is not read.
"""

from __future__ import annotations

from functools import lru_cache

from annotations.text.folding import fold


@lru_cache(maxsize=1 << 15)  # the words of news are few, and each is asked for at every look
def bare(word: str) -> str:
    """Return the form in which words are compared; its letters are those of the word, in order."""
    return bare_text(word)


def bare_text(text: str) -> str:
    """Return a text with its words in that form; a table is read in one call, and isn't remembered."""
    return "ئ".join(map(fold, text.split("ئ")))


def table_of(text: str) -> frozenset[str]:
    """Return the bare forms of the words of a text."""
    return frozenset(bare_text(text).split())


def numbered(lines: str) -> dict[str, int]:
    """Return the bare forms of words with the number at the head of their line."""
    rows = (line.split() for line in bare_text(lines).strip().splitlines())
    return {word: int(row[0]) for row in rows for word in row[1:]}


UNITS = numbered("""
    1  واحد واحدة واحدا احد أحد إحدى
    2  اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي
    3  ثلاث ثلاثة ثلاثا
    4  أربع أربعة أربعا
    5  خمس خمسة خمسا
    6  ست ستة ستا
    7  سبع سبعة سبعا
    8  ثمان ثماني ثمانية ثمانيا
    9  تسع تسعة تسعا
""")
TENS = numbered("""
    20  عشرون عشرين
    30  ثلاثون ثلاثين
    40  أربعون أربعين
    50  خمسون خمسين
    60  ستون ستين
    70  سبعون سبعين
    80  ثمانون ثمانين
    90  تسعون تسعين
""")
TEN = table_of("عشر عشرة")
COMPOUND_ONLY = table_of("احد أحد إحدى واحد واحدة واحدا اثنا اثني اثنتا اثنتي")
"""Numbers only with عشر or tens after them: أحد alone is "someone", واحدة من "one of the"."""

ONE = table_of("واحد واحدة واحدا")

OWN_ALEF_LAM = table_of("""
    ألفان ألفين ألغام ألوية ألعاب ألوان ألقاب ألسنة ألبوم ألبومات ألمان ألماني ألمانية إلكتروني إلكترونية
""")
"""Words whose first two letters, ال once they are bare, are their own and no article."""

ARTICLE = "ال"


def without_article(word: str) -> str | None:
    """Return what a bare word is without its article; None where it has none."""
    if word.startswith(ARTICLE) and len(word) > 4 and word not in OWN_ALEF_LAM:
        return word[len(ARTICLE) :]
    return None


HUNDRED = table_of("مئة مائة ماية مية")
HUNDREDS = (
    dict.fromkeys(HUNDRED, 100)
    | numbered("200 مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي")
    | {
        bare_text(units + hundred): 100 * digit
        for digit, forms in enumerate(["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان ثماني", "تسع"], start=3)
        for units in forms.split()
        for hundred in ("مئة", "مائة", "ماية", "مية", "مأة")
    }
)

SCALES = numbered("""
    1000           ألف ألفا آلاف ألوف
    1000000        مليون مليونا ملايين
    1000000000     مليار مليارا مليارات بليون بليونا بلايين
    1000000000000  تريليون تريليونا تريليونات ترليون ترليونا ترليونات
    1000000000000000  كوادريليون كوادرليون كوادرليونا كدريليون
""")
SINGULAR_SCALES = table_of("ألف مليون مليار بليون تريليون ترليون كوادريليون كوادرليون كدريليون")
DUAL_SCALES = numbered("""
    1000           ألفان ألفين ألفي ألفا
    1000000        مليونان مليونين مليوني مليونا
    1000000000     ملياران مليارين ملياري مليارا بليونان بليونين بليوني بليونا
    1000000000000  تريليونان تريليونين ترليونان ترليونين تريليوني ترليوني تريليونا ترليونا
""")
TANWIN_OR_DUAL = table_of("ألفا مليونا مليارا بليونا تريليونا ترليونا")
"""ألفا is "a thousand" with an accusative ending, or "two thousand" directly before what is counted."""

CONSTRUCT = table_of("ألفي مليوني ملياري بليوني تريليوني ترليوني مئتا مئتي مائتا مائتي")
"""These duals stand only before what they count; without it they are another word or a torn one."""

COUNTING = frozenset(UNITS | TENS | HUNDREDS | SCALES | DUAL_SCALES) | TEN

LOTS = numbered("""
    10             عشرات
    100            مئات
    1000           آلاف ألوف
    1000000        ملايين
    1000000000     مليارات بلايين
    1000000000000  تريليونات ترليونات
""")
"""Plurals that say "at least so many" when no number stands before them."""

FEW = table_of("بضع بضعة")
"""Three to nine in the dictionaries (Lisan al-Arab, بضع); only the lower end is taken."""

FRACTIONS = {"نصف": 2, "ربع": 4}
"""Parts of the scale they stand beside: نصف مليون, مليون ونصف."""


def _phrases(lines: str) -> dict[tuple[str, ...], str]:
    rows = (line.split(maxsplit=1) for line in bare_text(lines).strip().splitlines())
    return {tuple(phrase.split()): row[0] for row in rows for phrase in row[1].split("،")}


_EXCEEDS = """
    يتجاوز تتجاوز يتجاوزون تجاوز تجاوزت تجاوزوا متجاوزا متجاوزة جاوز جاوزت يجاوز تجاوزه تجاوزها
    يتخطى تتخطى تخطى تخطت متخطيا متخطية يتعدى تتعدى تعدى تعدت يتعد تتعد يتخط تتخط
    يفوق تفوق فاق فاقت ناف نافت
"""
_RISES_ABOVE = """
    يزيد تزيد يزيدون زاد زادت يزد تزد يربو تربو يربون ربا ربت ينوف تنوف ناف نافت ينيف تنيف
"""
_FALLS_BELOW = "يقل تقل يقلون قل قلت"
_NEARS = """
    يناهز تناهز ناهز ناهزت يقارب تقارب يقاربون قارب قاربت مقاربا
"""

CUES_BEFORE = (
    _phrases("""
    min     أكثر من، أزيد من، أكبر من، أعلى من، أكثر قليلا من، أكثر بقليل من، أكثر بكثير من، أزيد بقليل من
    min     أعلى بقليل من، ما لا يقل عن، لا يقل عن، لا تقل عن
    min     لا يقل على، لا يقلون عن، لم يقل عن، لم تقل عن، بما لا يقل عن
    min     فوق، ما فوق، على الأقل، بحد أدنى، كحد أدنى
    min     بحده الأدنى، في حده الأدنى، أدناه، أدناها، ما لا يقل عددهم عن
    max     أقل من، أدنى من، أقل قليلا من، أقل بقليل من، أقل بكثير من
    max     أدنى بقليل من، دون، ما دون، بما دون، أصغر من
    max     دون سن، تحت سن، ما لا يتجاوز، ما يصل إلى، بما يصل إلى، قد يصل إلى، قد تصل إلى، يصل إلى، تصل إلى
    max     يصلون إلى، على الأكثر، على أكثر تقدير، بحد أقصى، كحد أقصى
    max     بحد أعلى، كحد أعلى، أقصاه، أقصاها، حتى
    min     فوق سن
    approx  نحو، حوالي، حوالى، قرابة، زهاء، ما يقرب من
    approx  يقرب من، تقرب من، ما يقارب، ما يناهز، قريب من، قريبة من
    approx  تقريبا، عدة، بحدود، في حدود
""")
    | {
        phrase: kind
        for kind, verbs, preposition in [
            *[("min", _EXCEEDS, "")],
            *[("min", _RISES_ABOVE, on) for on in ("على", "عن")],
            *[("max", _FALLS_BELOW, on) for on in ("على", "عن")],
            *[("approx", _NEARS, "")],
        ]
        for verb in verbs.split()
        for phrase in [tuple(map(bare, filter(None, (verb, preposition))))]
    }
    | {
        tuple(map(bare, ("ما", verb, *rest))): kind
        for kind, verbs, rest in [
            *[("min", _EXCEEDS, ())],
            *[("min", _RISES_ABOVE, (on,)) for on in ("على", "عن")],
            *[("max", _FALLS_BELOW, (on,)) for on in ("على", "عن")],
            *[("approx", _NEARS, ())],
        ]
        for verb in verbs.split()
    }
)
"""The last three verbs' classes are the dictionaries' for exceeding, rising above and coming near."""

CUES_AFTER = _phrases("""
    min     على أقل تقدير، على الأقل، كحد أدنى، بحد أدنى، أو أكثر، أو يزيد
    min     أو تزيد، ونيف، ويزيد، فأكثر، وأكثر، فما فوق
    min     وما فوق، فصاعدا، كأقل تقدير، على أدنى تقدير، وبضعة
    min     وبضع، ونيفا، في أقل تقدير، أو يزيدون، ويزيدون، في الحد الأدنى
    max     على أكثر تقدير، على أبعد تقدير، على أقصى تقدير، على الأكثر
    max     كحد أقصى، بحد أقصى، أو أقل، فأقل، فما دون
    max     وما دون، كحد أعلى، بحد أعلى، كأقصى تقدير، كأقصى حد، في أقصى حد، في الحد الأقصى
    approx  تقريبا، بالتقريب، على وجه التقريب، أو نحو ذلك، أو نحوها
""")
COMPARED = table_of("وأكثر فأكثر فأقل")
"""Before من these begin another amount."""

NEGATIONS = table_of("لا لم لن ألا ليس ليست ليسوا عدم دون بدون")
"""Before a bound they turn it round: ليس أكثر من is a max."""

EXCEEDS = table_of(_EXCEEDS)
RISES_ABOVE = table_of(_RISES_ABOVE)
FALLS_BELOW = table_of(_FALLS_BELOW)
"""Verbs of bounds; what they are said of may stand between them and the number: لا يقل عدد القتلى عن 20."""

MEASURED = table_of("""
    حرارة رطوبة رياح أمواج إنتاج أرباح خسائر إيرادات ديون عجز ميزانية موازنة تضخم بطالة مبيعات صادرات واردات
    استثمارات احتياطي نمو تداول قروض رواتب أضرار ثروة مسافة حمولة وفيات إصابات
    عدد عددهم عددها عدده عددهن العدد حصيلة الحصيلة حصيلته حصيلتها إجمالي الإجمالي مجموع المجموع قيمة قيمته
    قيمتها القيمة نسبة النسبة نسبته نسبتها سعر السعر سعره سعرها أسعار عمر عمره عمرها أعمارهم وزن وزنه وزنها
    طول طوله طولها مدة مدته مدتها المدة كلفة كلفته كلفتها تكلفة تكلفته تكلفتها حجم حجمه حجمها سرعة سرعته
    سرعتها ارتفاع ارتفاعه ارتفاعها عمق عمقه مساحة مساحته مساحتها مبلغ المبلغ رصيد راتب درجة معدل متوسط عرض
    عرضه عرضها مداه مداها مدى
""")
"""Words for a count or a size, with which the subject of a verb of a bound begins."""

WITHOUT = table_of("من بـ")
"""Before دون they make it «without», no bound: من دون 5 لاعبين."""

ARRIVES = table_of("يصل تصل يصلون")
"""With ل before them, ليصل إلى, they say which number has been reached, and no bound."""

THEIR_NUMBER = table_of("عددهم عددها عدده عددهن العدد عدد حاجز عتبة سقف")
"""May stand inside a bound: يصل عددهم إلى, تجاوز حاجز الـ80."""

LONGEST_CUE = max(map(len, CUES_BEFORE)) + 1
"""In words, with one of THEIR_NUMBER."""

CURRENCY_SIGNS = frozenset("$€£¥₪₺₽﷼")
# fmt: off
LATIN_CURRENCIES = frozenset({
    "USD", "EUR", "GBP", "SAR", "AED", "EGP", "JOD", "KWD", "QAR", "TRY", "JPY", "CNY", "RUB", "CHF",
})
LATIN_UNITS = LATIN_CURRENCIES | {
    "km", "KM", "Km", "m", "cm", "mm", "kg", "KG", "Kg", "g", "mg", "ml", "l", "kW", "MW", "GW", "kWh", "MWh",
    "GWh", "MB", "GB", "TB", "Hz", "MHz", "GHz", "MPa",
}
# fmt: on
"""ISO 4217 and SI, as Arabic texts write them in Latin letters; others after digits are a name: 5G, 27th."""

PERCENT = "%"
"""The unit of every percentage, however it is written, so that 5 % and 5 في المئة compare."""

MAY_BE_NO_NOUN = frozenset("وبليتس")
"""First letters that may be a particle or a verb's prefix (وقال, بأسلحة, لقتال, يقاتلون, تنص, ستصل): such
a word has to be a known noun, or one whose form fits the number."""

PARTICLES = table_of("""
    من إلى في فى على عن مع منذ حتى قبل بعد خلال عند عندما أو أم ثم أن إن أنه إنه أنها إنها أنهم إنهم الذي
    التي ما لا لم لن قد لقد فقد فقط فيما
    كما كان كانت كانوا كل كلا كلتا كذلك كي هذا هذه هؤلاء هو هي هم أي أيضا إذ إذا غير سوى ضد ضمن نحو حوالي
    حول دون عبر عام ربما رغم مثل مقابل نظرا أثناء
    منهم منها منه منهن فيهم فيها فيه عليهم عليها عنهم إليهم إليها معهم حين حيث حيال جراء إثر أمام فوق تحت
    قبيل نحو لدى
""")
NOT_COUNTED = PARTICLES | HUNDRED | UNITS.keys() | TENS.keys() | table_of("""
    شرق غرب شمال جنوب شمالا جنوبا شرقا غربا أرباع أثلاث أخماس أعشار
    شمالي شرقي غربي جنوبي نصف ربع ثلث قتل قتلت قتلوا جرح جرحت
    جرحوا أصيب أصيبت أصيبوا أعلن أعلنت أكد أكدت قال قالت أرسل أرسلت دخل دخلت وصل وصلت عاد عادت فر غادر
    غادرت
    أحدهما أحدهم إحداهما إحداهن كلاهما معظمهم معظمها غالبيتهم أغلبهم بعضهم جميعهم جميعها كلهم كلها
    حسب وفق خصوصا مرورا وصولا فضلا علما عموما
    قرب داخل خارج وسط بجانب بسبب لمدة ضمن عقب تحت قبالة
    آخر أخرى آخرين آخرون أخريات آخران إضافي إضافية إضافيا إضافيين جديد جديدة جدد مؤلفة كاملة كامل فأكثر
    فأقل أكثر أقل أكبر أصغر أول أخير أخيرة تقريبا حاليا سنويا شهريا يوميا
    صباحا مساء ظهرا فجرا عصرا ليلا مليون مليار ألف
""")  # fmt: skip
"""Words that often stand after a number and aren't what is counted."""

COMPLEMENTS = {
    (bare(noun), bare(second))
    for nouns, seconds in [
        ("قذيفة قذائف", "مدفعية"),
        ("كوري كوريا", "شمالي شماليا جنوبي جنوبيا"),
        ("كيلومتر كيلومترا كيلومترات متر مترا أمتار كم ميل", "مربع مربعا مربعة مكعب مكعبا مكعبة"),
        ("درجة درجات نقطة نقاط", "مئوية أساس"),
        ("سنة سنوات", "ضوئية"),
        ("ميل أميال عقدة", "بحري بحرية"),
    ]
    for noun in nouns.split()
    for second in seconds.split()
}
"""Second words without which the noun would be another unit."""

OTHERS = table_of("آخر آخرون آخرين آخران أخرى أخريات")
"""After a number: so many more of what was counted before."""

COUNTED_OUT_OF = table_of("""
    جنود ضباط عناصر أفراد أشخاص رجال نساء أطفال قتلى جرحى شهداء ضحايا أسرى رهائن صواريخ قذائف مدافع ألغام
    قنابل سفن زوارق دول مدن قرى
    منازل سكان مرتزقة قوات عمال ركاب طلاب أيام كتائب ألوية
    سجناء أطباء وزراء خبراء نواب قادة أعضاء عناصر شهود أسرى بيوت مبان مباني مدارس سفراء علماء
""")
"""Plurals that are counted with من, ١٥ من الجنود; any in ين and ات is too."""

HOMES = table_of("منازل بيوت مساكن ديار أراضي مناطق قرى بلدات مدن أحياء مواقع مخيمات")
"""With a pronoun, and after من: where those counted were driven from."""

DEFINITE_NOT_COUNTED = table_of("""
    الآن اليوم الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الماضي الماضية الحالي المقبل الساعة
    الشهر العام أصل السنة الأسبوع القرن العمر المحرم المئة المائة
""")
"""No unit after من: ١٥ من الشهر."""

DESIGNATES = table_of("""
    رقم طابق قرار قرارين قراران مادة مادتان مادتين بند فقرة فصل صفحة قرن ساعة طراز طرازي نموذج غرفة مرتبة
    نسخة إصدار حلقة آية سورة إف أف سو ميغ ميج تي بي إس كي إم كوفيد سكاي فرانس بوينغ بوينج إيرباص أبولو هاتف
    جوال فاكس تليفون واتساب قانون مرسوم لائحة مرقم قناتي راديو إذاعة صنف بروتوكول ملحق مستند
    هاتفيا آيفون أيفون ويندوز أندرويد أيباد آيباد غالاكسي جالاكسي بلايستيشن إكس ماك
    فورمولا كوب إكسبو رؤية أجندة دور ساعته توقيت بتوقيت مونديال مخرج رصيف زنزانة استوديو
""")
"""A number after one of these is a name: القرار 2254, المادة 51, إف 16."""

NAMED = table_of("""
    خط عرض طول قناة مركز دورة درجة جولة مجموعة شاهد طريق شارع ملف فئة لواء كتيبة فرقة سرية فيلق فوج سرب
    أسطول جيش كتائب ألوية فرق وحدة رحلة قطار حافلة مبنى بناية منزل حي بلوك قطاع منطقة مربع محطة بوابة مدرج
    ملعب قاعة شقة بيت لجنة محكمة دائرة حقل بئر مجمع منفذ حاجز نقطة جزء باب موسم مباراة دقيقة مرحلة مستوى
    منتخب تحت نادي فئتي نظام جيل صاروخ طائرة دبابة غواصة مدفع مقاتلة مسيرة قمر مركبة كوكب فيروس متحور عقار
    لقاح سيارة هاتف تطبيق معالج
""")
"""A number after one of these is a name, unless a noun that it counts stands behind it: الكتيبة 13."""

CONTESTS = table_of("""
    مباراة مباريات سباق سباقات دوري بطولة بطولات كأس مسابقة مسابقات لعبة ألعاب مجموعة قمة اجتماع مجموعتي
    صيغة نظام خطة تشكيلة حرب حروب
""")
"""Before a definite number they make a name, and count nothing: قمة السبع, مباريات الأربع كرات."""

TIME_NAMES = table_of("""
    عام العام سنة السنة عامي سنتي يوم ليلة يومي أيام صيف
    شتاء ربيع خريف حرب ثورة دستور قمة كأس مونديال بطولة مواليد
    موسم انتخابات
""")
"""A bare number, or one that looks like a year, after one of these is a date."""

YEAR_NAMES = table_of("عام العام سنة السنة")
YEARS = table_of("أعوام سنوات مواسم")
"""Before one year or several: سنوات 2010 و2011."""

MONTHS = table_of("""
    يناير كانون جانفي فبراير شباط فيفري مارس آذار مارت أبريل نيسان أفريل مايو أيار ماي مايس يونيو يونيه
    حزيران جوان
    يوليو يوليه تموز جويلية يوليوز أغسطس آب أوت غشت أغشت سبتمبر أيلول شتنبر أكتوبر تشرين نوفمبر نونبر
    ديسمبر دجنبر
    محرم صفر ربيع جمادى رجب شعبان رمضان شوال ذو ذي هجري هجرية ميلادي ميلادية
    january february march april may june july august september october november december
""")
"""First words of month names, and what follows a year."""

DAY_TIMES = table_of("صباحا مساء ظهرا فجرا عصرا ليلا")

NOT_NUMBERS = table_of("لست فألف")
"""Verbs that come apart into a particle and a number word."""

BOUND_VERBS = table_of(
    "يقل تقل يزيد تزيد يتجاوز تتجاوز تجاوز تجاوزت يفوق تفوق يتعدى تتعدى يتخطى تتخطى تخطى تخطت"
)
"""One of these further off, لا يقل عدد القتلى عن 20, make a bound that isn't read: there is no value."""

ODD = table_of("نيف بضع بضعة")
"""Before a number, نيف وعشرون, بضعة عشر: some more than it."""

TELLS_AMOUNT = table_of("""
    حصيلته حصيلتها مجموعهم مجموعها يبلغون بالغا ليبلغ أعدادهم

    عدد العدد عددا عددهم عددها عدده حصيلة الحصيلة إجمالي الإجمالي مجموع المجموع بلغ بلغت يبلغ تبلغ البالغ
    البالغة ليبلغ لتبلغ وصل وصلت ليصل لتصل
    ارتفع ارتفعت سجل سجلت أحصى أحصت يتراوح تتراوح
""")
"""A number without a unit is a count when one of these stands shortly before it."""

CHANGES = table_of("""
    ارتفع ارتفعت يرتفع ترتفع سيرتفع سترتفع ارتفاع ارتفاعا مرتفعا مرتفعة زاد زادت يزيد تزيد سيزيد ستزيد زيادة
    انخفض انخفضت ينخفض تنخفض سينخفض ستنخفض انخفاض انخفاضا منخفضا منخفضة تراجع تراجعت يتراجع تتراجع سيتراجع
    تراجعا رفع رفعت يرفع ترفع سيرفع سترفع خفض خفضت يخفض تخفض سيخفض ستخفض تخفيض قفز قفزت يقفز تقفز قفزة هبط
    هبطت يهبط تهبط هبوط هبوطا صعد صعدت يصعد تصعد صعود صعودا تقلص تقلصت يتقلص تتقلص قلص قلصت تقليص نما نمت
    ينمو تنمو نمو تضاعف تضاعفت تدنى تدنت تحسن تحسنت تحول تحولت انتقل انتقلت نزل نزلت نزول توسع توسعت تغير
    تغيرت تغيير عدل عدلت تعديل الارتفاع الزيادة الانخفاض التراجع النمو
""")
"""After these من ... إلى is a change between two numbers and no range."""

SPREADS = table_of("""
    يتراوح تتراوح تراوح تراوحت يتراوحون متراوحة أعمار أعمارهم أعمارهن عمر عمرية العمرية
""")
"""After these it is a range all the same: ارتفعت بين من تتراوح أعمارهم من 18 إلى 39 عاما."""

HAPPENED = table_of("""
    تقتل تصيب يصيب تجرح يجرح تعتقل يعتقل توقف يوقف تنقذ ينقذ تخطف يخطف تأسر يأسر تدمر يدمر تسقط يسقط تحتجز
    يحتجز تحرر يحرر تعدم يعدم تشرد يشرد
    قتل قتلت قتلوا يقتل أصيب أصيبت أصيبوا جرح جرحت جرحوا استشهد استشهدت استشهدوا اعتقل اعتقلت اعتقلوا
    نزح نزحت نزحوا خطف خطفت أسر أسرت فقد مقتل استشهاد إصابة اعتقال جرح خطف اختطاف نزوح إجلاء فقدان
    وفاة مصرع موت غرق إنقاذ توقيف احتجاز تحرير إعدام اغتيال انتشال تشريد تهجير ترحيل تسمم اختناق سقوط دفن
    إخلاء مات توفي توفيت غرق أنقذ أنقذت أوقف أوقفت احتجز احتجزت حرر حررت أعدم أعدمت اغتال اغتيل شرد شردت قضى
    سقط إسقاط تدمير اعتراض استهداف أسقط أسقطت دمر دمرت اعترض اعترضت نجاة إسعاف علاج تعافي شفاء اختفاء احتراق
    طرد إبعاد فصل تسريح إطلاق ضبط جرحى قتلى إصابات وفيات مصابين ضحايا مفقودين
""")
"""A number directly after one of these counts people, noun or not: قتل 25 وأصيب 180."""

AMONG = table_of("""
    بينهم بينها بينهن منهم منها منهن فيهم ضمنهم ضمنها ضمنهن
""")
"""Beside a number it counts some of those counted before: بينهم 4 بحال خطرة, ثلاثة منهم."""

THESE = bare("هؤلاء")

PHONE_TALK = table_of("""
    اتصال اتصل اتصلوا يتصل هاتف هواتف جوال موبايل واتساب واتس تليفون تلفون فاكس رقم أرقام ساخن استفسار تواصل
    حجز راسل راسلوا مراسلة رسالة أرضي تحويلة حساب آيبان
""")
"""Near a bare number they make it one to be dialled."""

WHAT = table_of("""
    مقتل استشهاد إصابة وفاة جرح أسر اعتقال نزوح تهجير تشريد فقدان اختطاف إعدام تدمير إسقاط اعتراض إجلاء
""")
"""Verbal nouns that say what happened to the counted; taken where they stand directly before the amount."""
