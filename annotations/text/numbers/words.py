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
    return "ئ".join(fold(part) for part in word.split("ئ"))


def table_of(text: str) -> frozenset[str]:
    """Return the bare forms of the words of a text."""
    return frozenset(bare(word) for word in text.split())


def _table(lines: str) -> dict[str, int]:
    rows = (line.split() for line in lines.strip().splitlines())
    return {bare(word): int(row[0]) for row in rows for word in row[1:]}


UNITS = _table("""
    1  واحد واحدة احد أحد إحدى
    2  اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي
    3  ثلاث ثلاثة
    4  أربع أربعة
    5  خمس خمسة
    6  ست ستة
    7  سبع سبعة
    8  ثمان ثماني ثمانية
    9  تسع تسعة
""")
TENS = _table("""
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
COMPOUND_ONLY = table_of("احد أحد إحدى واحد واحدة اثنا اثني اثنتا اثنتي")
"""Numbers only with عشر or tens after them: أحد alone is "someone", واحدة من "one of the"."""

ONE = table_of("واحد واحدة")

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
    | _table("200 مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي")
    | {
        bare(units + hundred): 100 * digit
        for digit, forms in enumerate(["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان ثماني", "تسع"], start=3)
        for units in forms.split()
        for hundred in ("مئة", "مائة", "ماية", "مية")
    }
)

SCALES = _table("""
    1000           ألف ألفا آلاف ألوف
    1000000        مليون مليونا ملايين
    1000000000     مليار مليارا مليارات بليون بليونا بلايين
    1000000000000  تريليون تريليونا تريليونات ترليون ترليونا ترليونات
""")
SINGULAR_SCALES = table_of("ألف مليون مليار بليون تريليون ترليون")
DUAL_SCALES = _table("""
    1000           ألفان ألفين ألفي ألفا
    1000000        مليونان مليونين مليوني مليونا
    1000000000     ملياران مليارين ملياري مليارا بليونان بليونين بليوني
    1000000000000  تريليونان تريليونين ترليونان ترليونين
""")
TANWIN_OR_DUAL = table_of("ألفا مليونا مليارا")
"""ألفا is "a thousand" with an accusative ending, or "two thousand" directly before what is counted."""

CONSTRUCT = table_of("ألفي مليوني ملياري بليوني مئتا مئتي مائتا مائتي")
"""These duals stand only before what they count; without it they are another word or a torn one."""

LOTS = _table("""
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

FRACTIONS = {bare("نصف"): 2, bare("ربع"): 4}
"""Parts of the scale they stand beside: نصف مليون, مليون ونصف."""


def _phrases(lines: str) -> dict[tuple[str, ...], str]:
    rows = (line.split(maxsplit=1) for line in lines.strip().splitlines())
    return {tuple(map(bare, phrase.split())): row[0] for row in rows for phrase in row[1].split("،")}


CUES_BEFORE = _phrases("""
    min     أكثر من، أزيد من، أكبر من، ما لا يقل عن، لا يقل عن، لا تقل عن، لا يقل عددهم عن، ما يزيد على
    min     ما يزيد عن، يزيد على، يزيد عن
    min     أكثر بقليل من، أكثر بكثير من، ما يربو على، ما يربو عن، يربو على، تربو على، تجاوز، تجاوزت، فوق
    min     تزيد على، تزيد عن، ما يفوق، يفوق، تفوق، على الأقل، بحد أدنى، كحد أدنى، يتجاوز، تتجاوز، ما يتجاوز
    min     تخطى، تخطت، يتخطى، تتخطى
    max     أقل بقليل من، أقل بكثير من
    max     أقل من، أدنى من، ما لا يزيد على، ما لا يزيد عن، لا يزيد على، لا يزيد عن، لا تزيد على
    max     لا تزيد عن، ما لا يتجاوز، لا يتجاوز، لا تتجاوز
    max     لا يتعدى، لا تتعدى، لم يتعد، لم تتعد، لا يتخطى، لا تتخطى، لم يتخط، لم تتخط
    max     لم يتجاوز، لم تتجاوز، ما يصل إلى، قد يصل إلى، قد تصل إلى، يصل إلى، تصل إلى، على الأكثر
    max     بحد أقصى، كحد أقصى
    approx  نحو، حوالي، حوالى، قرابة، زهاء، ما يقرب من، يقرب من، ما يقارب، يقارب، ما يناهز، يناهز، تناهز
    approx  تقريبا، عدة
""")
CUES_AFTER = _phrases("""
    min     على أقل تقدير، على الأقل، كحد أدنى، بحد أدنى، أو أكثر، أو يزيد، ونيف، فأكثر، فما فوق
    max     على أكثر تقدير، على أبعد تقدير، على الأكثر، كحد أقصى، بحد أقصى، أو أقل، فأقل
    approx  تقريبا
""")
NEGATIONS = table_of("لا لم لن ألا ليس ليست ليسوا عدم دون بدون")
"""Before a bound they turn it round: ليس أكثر من is a max."""

ARRIVES = table_of("يصل تصل")
"""With ل before them, ليصل إلى, they say which number has been reached, and no bound."""

THEIR_NUMBER = table_of("عددهم عددها عدده عددهن العدد عدد")
"""May stand inside a bound: يصل عددهم إلى."""

LONGEST_CUE = max(map(len, CUES_BEFORE)) + 1
"""In words, with one of THEIR_NUMBER."""

CURRENCY_SIGNS = frozenset("$€£¥₪₺₽﷼")
PERCENT = "%"
"""The unit of every percentage, however it is written, so that 5 % and 5 في المئة compare."""

COUNTED = table_of("""
    جندي جنود عنصر عناصر مقاتل مقاتلا مقاتلين مسلح مسلحا مسلحين ضابط ضباط عسكري عسكريا عسكريين مرتزق
    مرتزقة فرد أفراد عامل عمال
    شخص أشخاص مدني مدنيا مدنيين رجل رجال امرأة نساء طفل أطفال قتيل قتلى جريح جرحى مصاب مصابا مصابين شهيد
    شهداء ضحية ضحايا
    أسير أسرى رهينة رهائن معتقل معتقلا معتقلين محتجز محتجزا محتجزين مفقود مفقودا مفقودين نازح نازحا نازحين
    لاجئ لاجئا لاجئين
    مهاجر مهاجرا مهاجرين مواطن مواطنا مواطنين نسمة عائلة أسرة متظاهر متظاهرا متظاهرين صحفي صحفيا صحفيين
    صوت أصوات ناخب ناخبا
    صاروخ صواريخ مسيرة مسيرات طائرة طائرات دبابة دبابات قذيفة قذائف مدفع مدافع لغم ألغام رصاصة رصاصات غارة
    غارات هجوم هجمات ضربة
    قنبلة قنابل مركبة مركبات سيارة سيارات سفينة سفن زورق زوارق غواصة حاوية حاويات شحنة شحنات مروحية
    مروحيات مقاتلة مقاتلات
    برميل براميل طن أطنان كيلومتر كيلومترا كيلومترات كم كيلوغرام كلم متر أمتار ميل أميال هكتار هكتارا ليتر
    لتر درجة درجات كيلو
    دولار دولارات يورو جنيه جنيها ريال روبل ين يوان ليرة ليرات دينار دينارا دنانير درهم درهما شيكل وون
    عام أعوام سنة سنوات شهر أشهر شهور أسبوع أسابيع يوم أيام ساعة ساعات دقيقة دقائق ثانية ثوان عقد عقود مرة
    مرات قرن قرون ليلة ليال
    بلد بلدان بلدة بلدات بيت بيوت بناية بنايات بند بنود بندقية بنادق بعثة بريطاني بولندي باحث باحثا باحثين
    بحار بحارا بحارة بطارية بطاريات بئر آبار
    وحدة وحدات وفد وفود ولد أولاد وزير وزراء وزارة وزارات وثيقة وثائق وفاة وفيات ورقة وكالة وكالات ولاية
    ولايات وظيفة وظائف واقعة وقود
    لبناني ليبي لواء ألوية لجنة لجان لغة لغات لاعب لاعبا لاعبين لوحة
    يوما ياباني يمني يهودي تقرير تقارير تذكرة تذاكر تركي تونسي تهمة تهم تفجير تفجيرات تلميذ تلاميذ تاجر
    تجار توقيع توقيعات تظاهرة تغريدة
    سوري سعودي سوداني سجين سجينا سجناء سرية سد سكان سلاح أسلحة سبب أسباب سؤال أسئلة سائق سيدة سيدات
    منظومة منظومات قاعدة قواعد موقع مواقع دولة دول مدينة مدن قرية قرى منزل منازل مبنى مبان مستشفى مستشفيات
    مدرسة مدارس مصنع مصانع
    كتيبة كتائب فرقة فرق لواءا سرب أسراب
    بارجة بوارج باخرة بواخر بلدية بلديات لقبا ألقاب لوحا ورشة ورش ورما وجبة وجبات
""")
"""Nouns counted in news. One that isn't here is taken too, unless its form may be a verb or a particle."""

MAY_BE_NO_NOUN = frozenset("وبليتس")
"""First letters that may be a particle or a verb's prefix (وقال, بأسلحة, لقتال, يقاتلون, تنص, ستصل): such
a word has to be in COUNTED."""

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
        ("درجة درجات نقطة نقاط", "مئوية"),
    ]
    for noun in nouns.split()
    for second in seconds.split()
}
"""Second words without which the noun would be another unit."""

_DUAL_STEMS = """
    جندي شخص قتيل صاروخ ضابط طفل رجل مسعف طائرت دبابت مسيرت قذيفت غارت سفينت حاويت سيارت جثت امرأت قنبلت
    عام سنت شهر أسبوع يوم ساعت دقيقت مرت عقد
"""
DUAL_NOUNS = frozenset(bare(stem + ending) for stem in _DUAL_STEMS.split() for ending in ("ان", "ين"))
"""Duals that count by themselves, مقتل جنديين; of nouns without a plural in ين (مدنيين may be either)."""

OTHERS = table_of("آخر آخرون آخرين آخران أخرى أخريات")
"""After a number: so many more of what was counted before."""

COUNTED_OUT_OF = table_of("""
    جنود ضباط عناصر أفراد أشخاص رجال نساء أطفال قتلى جرحى شهداء ضحايا أسرى رهائن صواريخ قذائف مدافع ألغام
    قنابل سفن زوارق دول مدن قرى
    منازل سكان مرتزقة قوات عمال ركاب طلاب أيام كتائب ألوية
    سجناء أطباء وزراء خبراء نواب قادة أعضاء عناصر شهود أسرى بيوت مبان مباني مدارس سفراء علماء
""")
"""Plurals that are counted with من, ١٥ من الجنود; any in ين and ات is too."""

DEFINITE_NOT_COUNTED = table_of("""
    الآن اليوم الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الماضي الماضية الحالي المقبل الساعة
    الشهر العام أصل
""")
"""No unit after من: ١٥ من الشهر."""

DESIGNATES = table_of("""
    رقم الرقم الطابق طابق خط العرض الطول قرار القرار القرارين القراران مادة المادة بند البند فقرة الفقرة
    فصل الفصل صفحة الصفحة قرن القرن ساعة الساعة طراز الطراز طرازي نموذج
    القناة قناة الغرفة غرفة مرتبة المرتبة المركز الدورة الدرجة النسخة نسخة الإصدار إصدار الحلقة الجولة
    الآية المجموعة مجموعة إف أف سو ميغ ميج تي بي إس شاهد كوفيد سكاي فرانس بوينغ إيرباص
    بوينج أبولو هاتف جوال القانون قانون المرسوم مرسوم الطريق طريق خط الخط الملف الفئة فئة هاتفيا
""")
"""A number after one of these is a name: القرار 2254, شاهد 136."""

TIME_NAMES = table_of("""
    عام العام سنة السنة يوم ليلة يومي أيام صيف شتاء ربيع خريف حرب ثورة دستور قمة كأس مونديال بطولة مواليد
    موسم انتخابات
""")
"""A bare number, or one that looks like a year, after one of these is a date."""

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

BOUND_VERBS = table_of("يقل تقل يزيد تزيد يتجاوز تتجاوز تجاوز تجاوزت يفوق تفوق")
"""One of these further off, لا يقل عدد القتلى عن 20, make a bound that isn't read: there is no value."""

SHARES_OF = table_of("سكان السكان")
"""After خمس, ربع and the like these make a share, خمس السكان, and no number of theirs."""

ODD = table_of("نيف بضع بضعة")
"""Before a number, نيف وعشرون, بضعة عشر: some more than it."""

TELLS_AMOUNT = table_of("""
    عدد العدد عددا عددهم عددها عدده حصيلة الحصيلة إجمالي الإجمالي مجموع المجموع بلغ بلغت يبلغ تبلغ البالغ
    البالغة ليبلغ لتبلغ وصل وصلت ليصل لتصل
    ارتفع ارتفعت سجل سجلت أحصى أحصت يتراوح تتراوح
""")
"""A number without a unit is a count when one of these stands shortly before it."""

CHANGES = table_of("""
    ارتفع ارتفعت يرتفع زاد زادت يزيد انخفض انخفضت تراجع تراجعت رفع رفعت خفض خفضت قفز قفزت هبط هبطت تقلص
    تقلصت نما نمت
    ارتفاع زيادة انخفاض خفض رفع تراجع نمو تقليص الارتفاع الزيادة الانخفاض
""")
"""After these من ... إلى is a change between two numbers and no range."""

HAPPENED = table_of("""
    قتل قتلت قتلوا أصيب أصيبت أصيبوا جرح جرحت جرحوا استشهد استشهدت استشهدوا اعتقل اعتقلت اعتقلوا
    نزح نزحت نزحوا خطف خطفت أسر أسرت فقد مقتل استشهاد إصابة اعتقال جرح خطف اختطاف نزوح إجلاء فقدان
""")
"""A number directly after one of these counts people, noun or not: قتل 25 وأصيب 180."""

WHAT = table_of("""
    مقتل استشهاد إصابة وفاة جرح أسر اعتقال نزوح تهجير تشريد فقدان اختطاف إعدام تدمير إسقاط اعتراض إجلاء
""")
"""Verbal nouns that say what happened to the counted; taken where they stand directly before the amount."""
