"""Lists the words by which a noun phrase is recognised: what heads one, what goes on with it, what ends it.

The tables are written as a newspaper writes and folded once, so that hamzas and tashkeel don't matter. They
are closed classes (particles, months, countries) or nearly closed ones (offices, kinds of institution);
people's names are in none of them: a name is what is left.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from annotations.text.folding import fold


def table(text: str) -> frozenset[str]:
    """Return the folded forms of the words of a text."""
    return frozenset(fold(text).split())


THAT = table("أن إن")
THAT_PRONOUN = table("""
    أنه أنها أنهم أنهما أنهن إنه إنها إنهم إنهما إنهن أننا أنني أني إننا إنني إني أنك إنك أنكم إنكم
""")
BY_THAT = table("بأن بأنه بأنها بأنهم بأنهما بأنهن بأننا بأنني")
BY = fold("بأن")
AND_THAT = table("وأن وأنه وأنها وأنهم وأنهما وبأن")
FREE_AND_THAT = fold("وأن")
ALL_THAT = THAT | THAT_PRONOUN | BY_THAT

NO_CLAIM_BEFORE_THAT = table("""
    يمكن يجب ينبغي يتعين بد بعد قبل دون بدون منذ الممكن المقرر المتوقع المرجح المحتمل الضروري المفترض
    المهم المستحيل الواضح الطبيعي المنتظر اللازم شأنه شأنها بمجرد لولا غير إلا بيد رغم يكاد أوشك يريد تريد
    يستطيع تستطيع مع كما حد سبق يفترض ينتظر يأمل تأمل أجل
""")
"""Behind these أن begins no claim of the verb that stands before: يجب أن، بعد أن، من المتوقع أن، إلا أن."""

WHICH = table("الذي التي الذين اللذان اللذين اللتان اللتين اللواتي اللاتي والذي والتي والذين")
WHAT = table("ما مما عما وما بما فيما")
NEGATIONS = table("لا لم لن ولا ولم ولن فلا فلم فلن ليس ليست ما وما دون غير أو")
BE = table("كان كانت كانا كانتا كانوا وكان وكانت وكانا وكانتا وكانوا فكان فكانت")
ALREADY = table("قد وقد فقد لقد ولقد كما وكما لطالما ولطالما طالما")

AND = "و"
"""It may stand alone: و أشار."""
CONNECTIVES = table("""
    لكن ولكن بل بينما وبينما فيما وفيما حيث إذ إلا غير كما وكما لأن إذا وإذا ولو حين عندما وعندما لكنه
    لكنها لكنهم لكنهما ولكنه ولكنها ولكنهم ولكنهما ثم حتى لذا لذلك كذلك رغم
""")
BUT = table("لكن ولكن بينما وبينما فيما وفيما لكنه لكنها لكنهم لكنهما ولكنه ولكنها ولكنهم وهو وهي وهم")
"""With these a clause begins that no longer belongs to what was said before."""
OWN_PRONOUNS = table("لكنه لكنها لكنهم لكنهما ولكنه ولكنها ولكنهم ولكنهما وهو وهي وهم هو هي هم")
"""Pronouns that stand for the subject of a verb: ولكنه أشار."""

PARTICLES = table("""
    لطالما ولطالما طالما قد لقد وقد لم لن لا ولا ولم ولن فقد هل كان كانت كانا كانوا يكون تكون ليس ليست كي
    لكي سوف عند عندما حين حينما بينما فيما حيث حتى إذ إذا لولا لأن بل ثم أو كما إلا سوى ربما يمكن يجب
    ينبغي لكن ولكن لكنه لكنها ولكنه ولكنها وهو وهي وهم مثل عما مما فإن فإنه فإنها إما لما
""")
VERBS = table(
    "أجري أجريت صدر صدرت أعدت وصل وقع وضع وجه وافق وعد واصل وزع طلب طلبت طلبوا طلبا فضل فضلت اشترط اشترطت"
)
"""Verbs that would be read as part of a name: what begins with و may be one with "and"."""
LIKE_NOUNS = table("التقى التقت التقيا التقوا يلتقي تلتقي التزم التزمت التحق التحقت")
"""Verbs that begin as if they had an article."""
THERE = table("هناك ثمة وهناك وثمة")
MADE = table("""
    أطلق أطلقت أطلقوا وجه وجهت وجهوا كرر كررت كرروا ردد رددت رددوا يطلق تطلق يوجه توجه يكرر تكرر ساق ساقت
""")
"""With these somebody makes an accusation: أطلقت المعارضة اتهامات بأن."""
DEMONSTRATIVES = table("هذا هذه ذلك تلك هؤلاء أولئك هذان هذين هاتان هاتين")
PRONOUNS = table("هو هي هم هما نحن")
QUANTIFIERS = table("أي أية كل جميع كلا كلتا")

NUMBERS = table("""
    واحد واحدة اثنان اثنين اثنتان اثنتين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة
    تسع عشرة عشر عشرون عشرين ثلاثون ثلاثين أربعون خمسون عشرات مئات آلاف ألف مئة مائة ملايين مليون نصف ربع
    ثلث ثلثا معظم غالبية أغلب
""")
PREPOSITIONS = table("""
    في من عن على إلى مع لدى بين عبر ضد حول بشأن خلال بعد قبل منذ أثناء عقب عند تجاه نحو ضمن حتى دون بدون
    رغم بسبب بفضل لصالح لأجل وسط أمام خلف تحت فوق داخل خارج قرب باتجاه بهدف بغية إثر إزاء حيال جراء نتيجة
    فيه فيها منه منها عنه عنها عليه عليها إليه إليها معه معها له لها لهم به بها بهم فيهم منهم عليهم إليهم
    لديه لديها لديهم بينهم بينها بينهما وفي ومن وعن وعلى وإلى ومع وخلال وبعد وقبل ومنذ
""")
ABOUT = table("عن حول بشأن")
IN_IT = table("فيه فيها")
TO_THEM = table("له لها لهم به بها بهم فيه فيها منه منها معه معها إليه إليها عليه عليها")

TIME = table("""
    يوم أمس اليوم غدا الآن صباح مساء ظهر فجر ليل ليلة ليلا نهارا ساعة عام سنة شهر أسبوع عشية وقت لاحقا
    سابقا مؤخرا حديثا السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة الأسبوع الشهر الماضي
    الماضية الجاري المقبل يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
    كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين
""")
YEAR = fold("عام")
THE_YEAR = fold("العام")
THIS_YEAR = table("الماضي المقبل الجاري الحالي المنصرم")
"""After these العام is "the year", else "general", as in الأمين العام."""

ADVERBS = table("""
    أيضا مرارا مجددا تكرارا حاليا سابقا لاحقا مؤخرا رسميا علنا صراحة فورا كذلك أخيرا بدوره بدورها بدورهم
    جميعا معا وحده وحدها بالفعل تماما بشدة بوضوح آنذاك حينها وقتها عندئذ هناك هنا أولا ثانيا بالطبع أصلا
    عموما تحديدا خصوصا خاصة مباشرة بحزم باستمرار قطعا فحسب فقط مازحا بصراحة جاهدا دائما غالبا تقريبا
    هاتفيا لأول للمرة
""")

SETTINGS = table("""
    وقت مقابلة مقابلات تصريح تصريحات بيان بيانه بيانها مؤتمر حديث حديثه حديثها كلمة كلمته كلمتها خطاب
    خطابه خطابها رسالة رسالته رسالتها تغريدة تغريدات تدوينة منشور مذكرة اجتماع جلسة إفادة تقرير تقريره
    تقريرها برنامج مقال مقالة لقاء حوار اتصال مداخلة سياق إطار ختام ضوء حال حالة إشارة مقطع ندوة فعالية رد
    معرض أعقاب أول حين نهاية بداية مطلع منتصف أواخر أوائل مستهل ظل الأيام الأسابيع الأشهر غضون عهد موقع
    صفحة حساب حسابه حسابها تعليق تعليقه تعليقها أحدث آخر الوقت وثيقة كتاب كتابه كتابها شهادة شهادته
    شهادتها أعقاب
""")
"""Nouns that follow في where it says when or on what occasion something was said."""

ADDRESSEES = table("""
    صحفيين صحافيين وكالة قناة صحيفة جريدة إذاعة تلفزيون موقع مجلة شبكة برنامج محطة رويترز فرانس بي الجزيرة
    سي العربية نواب أنصار مؤيدين وسائل مراسلين أسوشيتد أسوشييتد الأناضول سبوتنيك تاس بلومبرغ إعلام مشرعين
    محكمة برلمان
""")
"""Those to whom something is said: قال فلان لوكالة ..., قال للصحفيين."""

ACCORDING = table("بحسب حسب وفق وفقا طبقا تبعا نقلا حسبما وفقما بحسبما")
SUPERLATIVES = table("أول آخر أكثر أقل أكبر أصغر أحدث أعلى أدنى أسوأ أفضل أقوى أهم أبرز ثاني ثالث")
RESPONSIBILITY = table("مسؤولية المسؤولية مسؤوليتها مسؤوليته بالمسؤولية")
SILENCE = table("""
    يحدد تحدد يحددوا يذكر تذكر يوضح توضح يوضحوا يقدم تقدم يقدموا يكشف تكشف يكشفوا يفصح تفصح يعط تعط يعطي
    تعطي يعطوا يسم تسم يخض تخض يتطرق تتطرق
""")
"""With these, denied, the outlet says what somebody didn't say: لكنه لم يحدد متى."""
FEELINGS = table("""
    قلق مخاوف أسف خشية أمل استياء اعتقاد غضب ثقة تفاؤل دهشة استغراب خيبة تخوف امتعاض صدمة حزن شكوك تحفظ
    ندم ارتياح قناعة
""")
PERFORMED = table("حالة حداد حرب ترشح ترشيح استقالة تشكيل افتتاح إطلاق تأسيس")
"""Acts that are done by announcing them: أعلن حالة الطوارئ claims nothing."""
MEASURES = table("عدد أعداد حجم قيمة كلفة تكلفة تكاليف خسائر نسبة مساحة أضرار حصيلة")
STATEMENTS = table("""
    ادعاء ادعاءات اتهام اتهامات مزاعم زعم تقارير تقرير أنباء شائعات إشاعات رواية روايات تصريح تصريحات تهمة
    تهم مقولة أقوال افتراءات معلومات
""")
"""Nouns for what can be called untrue: the object of رفض where it denies something."""
_LONGEST_DENIAL = 300
"""Code points."""
_UNTRUE = tuple(
    fold(phrase)
    for phrase in (
        *(
            "غير صحيح",
            "ليس صحيح",
            "ليست صحيح",
            "غير دقيق",
            "ليس دقيق",
            "ليست دقيق",
            "كاذب",
            "أكاذيب",
            "زائف",
            "مزيف",
        ),
        *(
            "لا أساس ل",
            "لا صحة ل",
            "عار عن الصحة",
            "عارية عن الصحة",
            "عارية من الصحة",
            "مفبرك",
            "ملفق",
            "مختلق",
        ),
        *("افتراء", "محض كذب"),
    )
)


def untrue(said: str) -> bool:
    """Say whether something is called untrue, which is to deny it; a long speech is more than that."""
    if len(said) > _LONGEST_DENIAL:
        return False
    folded = fold(said)
    return any(phrase in folded for phrase in _UNTRUE)


ADJECTIVES = table("""
    العام العامة السابق السابقة الحالي الحالية الأول الأولى الثاني الثانية الثالث الثالثة الأعلى العليا
    المتحدة الأبيض الجديد الجديدة الكبير الكبيرة الكبرى الأكبر الكبار الأحمر الخاص الخاصة الراحل الراحلة
    المنتخب المنتخبة المؤقت المؤقتة الأوسط المشترك المشتركة المستقل المستقلة المسلح المسلحة المعارض
    المعارضة الحاكم الحاكمة البارز البارزة المختص المختصة المعنية المتخصص المتخصصة الدائم الدائمة الصغير
    القديم الآخر الأخرى الآخرون الآخرين المتعددة المسؤولة الأخير الأخيرة الشهير المقيم الحر الحرة المحتلة
    المستقيل المساعد المكلف المكلفة القائم القائمة التابع التابعة المنافس المنافسة
""")
_MASDARS = table("""
    عرقلة سيطرة زعزعة سماع فقدان تراجع تصاعد تزايد تفاقم تعاون تبادل تجاوز تواصل تعامل تناقص تجاهل تقدم
    توسع تحسن تدهور تورط تعرض تدفق تضرر تغير تحرك تحول وجود عدم حدوث وقوع مقتل قتل وفاة إصابة وصول صحة
    ضلوع علاقة نشر منح بدء قيام حصول عودة صدور شن دعم سقوط نمو زيادة خفض رفع قرب نية أهمية ضرورة حرص رفض
    نقل طرد سحب بيع شراء مسؤولية ثبوت ورود إمكانية احتمال استعداد قدرة جاهزية رغبة مواصلة مشاركة محاولة
    ممارسة مقاطعة مغادرة متابعة معاقبة محاربة حظر قصف شراكة سعي لعب فشل فوز ضرب هجوم عمل عقد حق
""")
_POSSESSIVE = ("ه", "ها", "هم", "هما")


class Head(NamedTuple):
    """A noun that heads a phrase: its gender, its number ("s" or "p"), and what kind of thing it names."""

    gender: str
    number: str
    kind: str


_HEADS = """
    m s person وزير رئيس مسؤول مسئول متحدث ناطق خبير محلل مصدر شاهد سفير نائب مدير أمين طبيب زعيم عضو نقيب
    m s person عقيد عميد لواء جنرال أدميرال قائد مستشار مبعوث ممثل مندوب محام محامي قاض قاضي باحث أستاذ
    m s person دكتور كاتب صحفي صحافي مراسل ناشط شيخ سيد ملك أمير بابا مرشد رجل شاب مواطن دبلوماسي سياسي
    m s person عالم محافظ عمدة حاكم مفتش مراقب مشرف مدرب لاعب مخرج فنان مؤلف مؤسس موظف عامل طالب ضابط جندي
    m s person مقاتل قيادي قنصل مساعد وكيل مفوض مقرر منسق حقوقي معارض مرشح محقق مدع مدعي والد أب ابن شقيق
    m s person زوج جار مالك صاحب أحد نجل كبير إعلامي مهندس مؤرخ سكرتير رقيب
    f s person وزيرة رئيسة مسؤولة مسئولة متحدثة ناطقة خبيرة محللة سفيرة نائبة مديرة أمينة طبيبة زعيمة عضوة
    f s person مستشارة مبعوثة ممثلة مندوبة محامية قاضية باحثة أستاذة دكتورة كاتبة صحفية صحافية مراسلة
    f s person ناشطة سيدة ملكة أميرة امرأة شابة مواطنة دبلوماسية مفوضة مقررة منسقة مرشحة والدة أم ابنة
    f s person شقيقة زوجة إحدى إعلامية مهندسة مؤرخة طالبة كبيرة
    m p person وزراء رؤساء مسؤولون مسؤولين مسئولون مسئولين متحدثون خبراء محللون محللين شهود سفراء نواب
    m p person أعضاء ضباط قادة باحثون باحثين علماء محامون محامين محامو قضاة صحفيون صحفيين صحافيون ناشطون
    m p person ناشطين نشطاء سكان أهالي مواطنون مواطنين مراقبون مراقبين دبلوماسيون دبلوماسيين معارضون
    m p person معارضين محققون محققين أقارب ناجون ناجين جنود مقاتلون معلقون منتقدون منتقدين نقاد بعض عدد
    m p person كثيرون آخرون جيران زعماء اقتصاديون مشرعون عديد كثير أطباء مهندسون أنصار خصوم حلفاء مسعفون
    m p person ساسة سياسيون سياسيين
    f s institution وزارة حكومة شرطة هيئة لجنة وكالة شركة منظمة إدارة محكمة جمعية بعثة جماعة حركة سلطة
    f s institution مخابرات استخبارات صحيفة جريدة مجلة قناة شبكة محطة إذاعة جامعة مؤسسة نقابة كتلة دولة
    f s institution رئاسة قيادة قوة نيابة أمانة سفارة مفوضية رابطة غرفة بورصة بلدية منصة جبهة كنيسة مجموعة
    f s institution عائلة أسرة فرقة كتيبة ميليشيا مليشيا عصابة مديرية كلية مدرسة مستشفى سلطات قوات مصادر
    f s institution أحزاب قوى فصائل نقابات وزارات لجان بنوك أجهزة أوساط محاكم مجالس مواقع قنوات سفارات
    f s institution مراكز جامعات مؤسسات وسائل دول أمم ولايات حكومات منظمات شركات جهات جماعات هيئات دائرة
    f s institution صحف خارجية داخلية
    m s institution حزب مكتب بنك مصرف مجلس برلمان اتحاد موقع مركز معهد جيش بيت تحالف حلف جهاز ائتلاف تنظيم
    m s institution نادي فريق صندوق ديوان قصر تلفزيون تليفزيون مرصد هلال صليب كونغرس كونجرس بنتاغون ناتو
    m s institution كرملين دفاع وفد طرف جانب تيار كيان حرس أمن
    m s document بلاغ تقرير بيان استطلاع تحقيق تعداد مسح مقال خبر كتاب حكم قرار قانون فحص منشور فيديو
    f s document حصيلة دراسة وثيقة رسالة مذكرة وثائق بيانات أرقام إحصاءات إحصائيات تقديرات سجلات أبحاث
    f s document معلومات نتائج صور تحقيقات لائحة لقطات أنباء بحوث دراسات تقارير أخبار تقييمات
"""
HEADS: dict[str, Head] = {}
for _row in _HEADS.strip().splitlines():
    _gender, _number, _kind, *_words = _row.split()
    HEADS.update((fold(_word), Head(_gender, _number, _kind)) for _word in _words)

PLACES = table("""
    الصين اليابان الهند روسيا أوكرانيا إيران العراق سوريا لبنان مصر السودان ليبيا تونس الجزائر المغرب
    موريتانيا الأردن فلسطين إسرائيل السعودية الإمارات قطر الكويت البحرين عمان اليمن تركيا أرمينيا أذربيجان
    جورجيا بريطانيا فرنسا ألمانيا إيطاليا إسبانيا البرتغال هولندا بلجيكا النمسا سويسرا السويد النرويج
    الدنمارك فنلندا بولندا أيرلندا اليونان قبرص بلغاريا رومانيا المجر صربيا كرواتيا أوروبا أمريكا أميركا
    كندا المكسيك البرازيل الأرجنتين تشيلي كولومبيا فنزويلا كوبا بوليفيا بيرو أستراليا نيوزيلندا إندونيسيا
    ماليزيا سنغافورة تايلاند فيتنام الفلبين باكستان أفغانستان بنغلادش كوريا تايوان أفريقيا إفريقيا إثيوبيا
    إريتريا الصومال كينيا نيجيريا تشاد مالي النيجر جيبوتي واشنطن موسكو بكين طوكيو سول سيول بيونغيانغ لندن
    باريس برلين روما مدريد بروكسل كييف طهران بغداد دمشق بيروت القاهرة الخرطوم طرابلس الرباط عمّان رام
    القدس الرياض أبوظبي الدوحة صنعاء أنقرة إسطنبول نيودلهي إسلام كابول جاكرتا
""")
"""Names of countries and capitals: they are feminine, and no part of a person's name."""


def definite(form: str) -> bool:
    """Say whether a folded word has the article, behind a conjunction or preposition too."""
    return len(form) > 4 and form.startswith(("ال", "لل", "وال", "بال", "كال", "فال", "ولل"))


def bare(form: str) -> str:
    """Return a folded word without conjunction, preposition and article, as far as they can be told."""
    if form in HEADS:
        return form
    for prefix in ("وال", "فال", "بال", "كال", "ولل", "ال", "لل"):
        if form.startswith(prefix) and len(form) > len(prefix) + 1:
            return form[len(prefix) :]
    if len(form) > 3 and form[0] in "وفبلك" and form[1:] in HEADS:
        return form[1:]
    return form


@lru_cache(maxsize=1 << 13)
def head(form: str) -> Head | None:
    """Return what a noun says of the phrase that it heads, in dual and plural too; None if it is unknown."""
    word = bare(form)
    known = HEADS.get(word)
    if known is None and word.endswith("ا"):  # مسؤولا
        known = HEADS.get(word[:-1])
    if known is None and word.endswith(("ان", "ين", "ون")):
        single = HEADS.get(word[:-2]) or HEADS.get(bare(word[:-2]))
        if single and single.kind == "person":
            return Head(single.gender, "p", single.kind)
    return known


def own(form: str, among: frozenset[str]) -> bool:
    """Say whether a word is one of some nouns with a pronoun of the third person: قلقه، تصريحاتها."""
    for suffix in _POSSESSIVE:
        stem = form[: -len(suffix)]
        if form.endswith(suffix) and (stem in among or (stem.endswith("ت") and stem[:-1] + "ه" in among)):
            return True
    return False


def adjective(form: str) -> bool:
    """Say whether a word with the article may be an adjective of the noun before it."""
    word = bare(form)
    if word in _BARE_ADJECTIVES or (
        len(word) == 5 and word[1] == "ا" and word[-1] == "ه" and word not in HEADS
    ):
        return True  # فاعلة: الواردة، الصادرة
    known = HEADS.get(word)
    return (known is None or known.kind == "person") and form.endswith(_NISBA)


_NISBA = ("يه", "ي", "يين", "يون", "يان", "يتين", "يات")
_BARE_ADJECTIVES = frozenset(bare(form) for form in ADJECTIVES)


def masdar(form: str) -> bool:
    """Say whether a word looks like a verbal noun, which may begin a claim and names no speaker: وجود."""
    for suffix in ("", *_POSSESSIVE):
        if not form.endswith(suffix):
            continue
        word = form[: len(form) - len(suffix)]
        if word in _MASDARS or (suffix and word[-1:] == "ت" and word[:-1] + "ه" in _MASDARS):
            return True
        size = len(word)
        if (
            (size == 5 and word[0] == "ت" and word[3] == "ي")  # تفعيل
            or (size == 6 and word[0] == "م" and word[2] == "ا" and word[-1] == "ه")  # مفاعلة
            or (size in {5, 6} and word[0] == "ا" and word[-2] == "ا" and word[1] != "ل")  # إفعال، افتعال
            or (size == 7 and word.startswith("است") and word[-2] == "ا")
        ):
            return word not in HEADS and word not in PLACES
    return False


def by_masdar(form: str) -> bool:
    """Say whether a word is ب with a verbal noun or an article behind it: باستخدام، بالسعي."""
    with_article = len(form) > 4 and form.startswith("بال")
    return with_article or (len(form) > 3 and form[0] == "ب" and masdar(form[1:]))
