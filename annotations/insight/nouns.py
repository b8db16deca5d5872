"""Says under which noun an amount is counted: one class for جندي, جنود, عسكري and القوات, one for the killed.

Amounts can be compared only if they count the same thing. What is counted is named in many forms: by number
(جندي, جنديين, جنود), by case (جنديا), with and without the article, by other words (عسكري, القوات), and by
what happened to those counted (مقتل 17 شخصا and 41 قتيلا are of one kind). A small table has the words that
only usage joins and broken plurals; forms that grammar makes are taken off by rule. A noun that no table has
is a class of its own, under its stem.

A class is named by its Arabic noun in the singular, which is also what a person sees. A project may add
classes of its own, see `Nouns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from annotations.text.numbers.tokens import readings
from annotations.text.numbers.words import CURRENCY_SIGNS, bare, without_article

PERSON = "شخص"
"""The class of those of whom nothing is said but that they are people."""

INHABITANT = "نسمة"

_CLASSES = """
    شخص      أشخاص فرد أفراد إنسان بشر ناس روح أرواح آخر آخرون آخرين أخرى أخريات مواطن مواطنون
    نسمة     ساكن سكان
    جندي     جنود عسكري عسكريون عسكريين مقاتل مقاتلون مقاتلين مجند مجندون مجندين محارب محاربون قوات عنصر عناصر
    ضابط     ضباط
    مسلح     مسلحون مسلحين إرهابي إرهابيون إرهابيين متمرد متمردون متمردين
    مرتزق    مرتزقة
    شرطي     شرطة
    مدني     مدنيون مدنيين
    طفل      أطفال رضيع رضع قاصر قصر
    امرأة    نساء سيدة سيدات
    رجل      رجال
    قتيل     قتلى ضحية ضحايا شهيد شهداء وفاة وفيات صريع صرعى
    جريح     جرحى مصاب مصابون مصابين إصابة إصابات
    نازح     نازحون نازحين مهجر مهجرون مهجرين مشرد مشردون مشردين
    لاجئ     لاجئون لاجئين
    معتقل    معتقلون معتقلين موقوف موقوفون موقوفين محتجز محتجزون محتجزين سجين سجناء
    أسير     أسرى
    رهينة    رهائن مختطف مختطفون مختطفين مخطوف مخطوفون مخطوفين
    مفقود    مفقودون مفقودين
    جثة      جثث جثمان جثامين
    أسرة     أسر عائلة عائلات
    متظاهر   متظاهرون متظاهرين محتج محتجون محتجين
    صحفي     صحفيون صحفيين صحافي صحافيون صحافيين
    عامل     عمال موظف موظفون موظفين
    طالب     طلاب طلبة تلميذ تلاميذ
    صاروخ    صواريخ
    مسيرة    مسيرات طائرة_مسيرة درون
    طائرة    طائرات مقاتلة مقاتلات
    مروحية   مروحيات
    قذيفة    قذائف قذيفة_مدفعية قذائف_مدفعية
    ذخيرة    ذخائر
    قنبلة    قنابل
    لغم      ألغام
    دبابة    دبابات
    مدفع     مدافع
    مركبة    مركبات سيارة سيارات عربة عربات آلية آليات
    سفينة    سفن
    زورق     زوارق قارب قوارب
    حاوية    حاويات
    شحنة     شحنات
    غارة     غارات ضربة ضربات
    هجوم     هجمات
    انفجار   انفجارات
    منزل     منازل بيت بيوت مسكن مساكن
    مبنى     مبان مباني بناية بنايات
    قرية     قرى
    مدينة    مدن
    بلدة     بلدات
    دولة     دول بلد بلدان
    مدرسة    مدارس
    مستشفى   مستشفيات
    مخيم     مخيمات
    مركز     مراكز
    موقع     مواقع
    قاعدة    قواعد
    حكومة    حكومات
    صوت      أصوات
    مرة      مرات ضعف أضعاف
    كتيبة    كتائب
    لواء     ألوية
    حالة     حالات
    دولار    دولارات $
    يورو     €
    جنيه     جنيهات £
    ين       ¥
    شيكل     شواكل ₪
    ليرة     ليرات ₺
    ريال     ريالات ﷼
    دينار    دنانير
    درهم     دراهم
    روبل     ₽
    برميل    براميل
    طن       أطنان
    كيلوغرام كيلوجرام كغ كجم
    متر      أمتار أمتر م
    كيلومتر  كيلومترات كم كلم كيلو
    ميل      أميال
    قدم      أقدام
    هكتار    هكتارات
    كيلومتر_مربع كيلومترا_مربعا كم_مربع كيلومترات_مربعة
    درجة     درجات ريختر
    سنة      سنوات عام أعوام
    شهر      أشهر شهور
    أسبوع    أسابيع
    يوم      أيام
    ليلة     ليال ليالي
    ساعة     ساعات
    دقيقة    دقائق
    ثانية    ثوان ثواني
    قرن      قرون
"""
"""A class a line: its name, then the words that are counted under it. Edit it freely; `_` is a space."""

_PEOPLE = """
    شخص نسمة جندي ضابط مسلح مرتزق شرطي مدني طفل امرأة رجل أسرة متظاهر صحفي عامل طالب لاجئ حالة
"""
"""Classes to which something can have happened: 17 شخصا may be 17 killed."""

_FATES = """
    قتيل     مقتل [يت]?قتل(?:ت|وا)? قتيل قتلي مصرع استشهاد استشهد(?:ت|وا)? شهيد شهداء وفاه
    قتيل     وفيات اودي اودت تودي
    قتيل     ضحي(?:ه|ت) ضحايا حتف [يت]?توفي(?:ت|وا)? مات ماتت ماتوا اعدام اعدم(?:ت|وا)?
    جريح     اصابه [يت]صاب اصيب(?:ت|وا)? جرح(?:ت|وا)? جريح جرحي مصاب(?:ون|ين)?
    نازح     نزوح [يت]?نزح(?:ت|وا)? نازح(?:ون|ين)? اجلا[ءؤئو]? اجلي(?:ت|وا)? اجلت اخلا[ءؤئو]
    نازح     اخلي(?:ت|وا)? اخلت
    نازح     تهجير هجر(?:ت|وا)? مهجر(?:ون|ين)? تشريد شرد(?:ت|وا)? مشرد(?:ون|ين)? فرار فروا
    معتقل    اعتقال اعتقل(?:ت|وا)? معتقل(?:ون|ين)? توقيف احتجاز احتجز(?:ت|وا)? محتجز(?:ون|ين)? سجنت سجناء
    أسير     اسر(?:ت|وا)? اسير اسري
    رهينة    خطف(?:ت|وا)? اختطاف اختطف(?:ت|وا)? رهائن رهينه مختطف(?:ون|ين)? مخطوف(?:ون|ين)?
    مفقود    فقد(?:ت|وا)? فقدان مفقود(?:ون|ين)?
    نسمة     [يت]عيش(?:ون)? [يت]قطن(?:ون)? [يت]سكن(?:ون)? سكان تعداد نسمه قاطن(?:ون|ين)?
"""
"""Classes by what can have happened to those counted, and the words that say it, as patterns."""

ONLY_BESIDE = frozenset({"فقد", "وفقد", "اسر", "واسر", "جرح", "وجرح", "هجر"})
"""These have other readings (فقد: "so he has", أسر: families), and count only beside an amount."""

_THING_FATES = """
    مدمر     تدمير [يت]?دمر(?:ت|وا)? تدمر(?:ت)? دمار مدمر(?:ه)? هدم انهار(?:ت)? انهيار
    أسقط     اسقاط [يت]?سقط(?:ت|وا)? اسقط(?:ت|وا)? اعتراض اعترض(?:ت|وا)?
    متضرر    تضرر(?:ت)? اضرار متضرر(?:ه)?
"""
_PREFIX = "[وف]?(?:[بلك]?ال|لل|[بلك]|س)?"
_SUFFIX = "(?:ه|ها|هم|هما|هن|نا)?"

_MEASURES: Mapping[str, tuple[str, float]] = {
    "متر": ("متر", 1),
    "كيلومتر": ("متر", 1000),
    "ميل": ("متر", 1609.344),
    "قدم": ("متر", 0.3048),
    "هكتار": ("كيلومتر مربع", 0.01),
    "كيلومتر مربع": ("كيلومتر مربع", 1),
    "كيلوغرام": ("طن", 0.001),
    "طن": ("طن", 1),
}
"""Units in terms of others, so that 18 feet and 6 metres can be compared."""

TIMES = frozenset(["سنة", "شهر", "أسبوع", "يوم", "ليلة", "ساعة", "دقيقة", "ثانية", "قرن"])
"""Spans of time, which measure what else a sentence says."""


_UNTOUCHED = frozenset(
    {*_MEASURES, *TIMES, "متر مربع", "درجة", "مرة", "دولة", "صوت", "حكومة", "حالة", "برميل"}
)
"""Nothing happens to these: `ستة أمتار أدت لتدمير مدينة` tells of no destroyed metre."""


class Measure(NamedTuple):
    """The unit in which amounts of a class are compared, and how many of them one of the class is."""

    unit: str
    factor: float


class Nouns:
    """The table of classes, with those of a project.

    Args:
        own: classes of a project, each a list of words of which the first one names it. Its words leave the
            class that they had before.
    """

    def __init__(self, own: Iterable[Sequence[str]] = ()) -> None:
        rows = [line.split() for line in _CLASSES.strip().splitlines()]
        self._classes: dict[str, str] = {}
        for words in [*rows, *own]:
            name = words[0].replace("_", " ").strip()
            for word in words:
                if folded := _folded(word.replace("_", " ")):
                    self._classes[folded] = name

    def of_unit(self, unit: str | None) -> str | None:
        """Return the class of a counted noun as it is written, `جنديا` or `الجنود`; None for none."""
        if not unit or not unit.strip():
            return None
        if unit in CURRENCY_SIGNS or unit == "%":
            return self._classes.get(unit, unit)
        folded = _folded(unit)
        for form in _forms(folded):
            if form in self._classes:
                return self._classes[form]
        head = folded.split()[0] if folded else ""
        for form in _forms(head):
            if form in self._classes and folded != head:
                return self._classes[form]
        return _singular(unit)

    def known(self, word: str) -> str | None:
        """Return the class of a word that the table has, `بالجنود` too; None for any other."""
        for reading in readings(bare(word)):
            for form in _forms(reading.rest):
                if form in self._classes:
                    return self._classes[form]
        return None

    def noun_class(self, unit: str | None, what: str | None = None) -> str:
        """Return the class under which an amount is counted; an empty text if nothing says what is counted.

        Args:
            unit: the counted noun, as it is written.
            what: what happened to those counted, as it is written: مقتل, لقوا مصرعهم.
        """
        counted = self.of_unit(unit)
        return class_of(counted, fate_of(what, counted) if what else None)


def class_of(counted: str | None, happened: str | None) -> str:
    """Return the class of what is counted and what happened to it: `جندي قتيل`, and قتيل of mere people."""
    if happened is None or counted == happened:
        return counted or ""
    return happened if counted is None or counted in _NOTHING_SAID else f"{counted} {happened}"


_NOTHING_SAID = frozenset({PERSON, "حالة", INHABITANT})
"""Classes that say nothing more of those to whom something happened."""


@cache
def default() -> Nouns:
    """Return the classes that come with the program."""
    return Nouns()


def noun_class(unit: str | None, what: str | None = None) -> str:
    """Return the class under which an amount is counted, see `Nouns.noun_class`."""
    return default().noun_class(unit, what)


def counted(item: Mapping[str, Any], nouns: Nouns | None = None) -> str:
    """Return what a `numbers` item counts, as a class of these nouns; empty if nothing says what."""
    unit, what = item.get("unit"), item.get("what")
    return (nouns or default()).noun_class(
        unit if isinstance(unit, str) else None, what if isinstance(what, str) else None
    )


def measure(noun: str) -> Measure:
    """Return the unit in which amounts of a class are compared."""
    return Measure(*_MEASURES.get(noun, (noun, 1.0)))


def fate_of(words: str, counted: str | None) -> str | None:
    """Return what happened to those counted, by the first word that says it; None if none does.

    Args:
        words: as they are written.
        counted: the class of what is counted: people can be killed, and things destroyed.
    """
    for word in words.split():
        if happened := fate(bare(word), counted):
            return happened
    return None


@lru_cache(maxsize=20_000)
def fate(word: str, counted: str | None) -> str | None:
    """Return what a word in its bare form says to have happened to those counted; None if it says nothing."""
    tables = []
    if counted is None or counted in _people():
        tables.append(_fates())
    elif counted not in _known():  # a noun that no table has may be of people, كوري, or of things
        tables += [_fates(), _thing_fates()]
    elif counted not in _UNTOUCHED:
        tables.append(_thing_fates())
    return next((name for table in tables for name, pattern in table if pattern.fullmatch(word)), None)


@cache
def fates() -> frozenset[str]:
    """Return the classes of people by what happened to them."""
    return frozenset(name for name, _ in _fates()) - {INHABITANT}


def is_of_people(noun: str) -> bool:
    """Say whether a class is one of people: جندي, and جندي قتيل too."""
    return noun.split(" ", maxsplit=1)[0] in _people() or noun in fates()


# ---------------------------------------------------------------------- the tables, read when first needed


@cache
def _people() -> frozenset[str]:
    return frozenset(_PEOPLE.split())


@cache
def _known() -> frozenset[str]:
    return frozenset(line.split()[0] for line in _CLASSES.strip().splitlines())


@cache
def _fates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return _patterns(_FATES)


@cache
def _thing_fates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return _patterns(_THING_FATES)


def _patterns(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = [line.split() for line in table.strip().splitlines()]
    return tuple((name, re.compile(f"{_PREFIX}(?:{'|'.join(words)}){_SUFFIX}")) for name, *words in rows)


# ---------------------------------------------------------------------- forms that grammar makes


def _folded(word: str) -> str:
    return " ".join(without_article(part) or part for part in bare(word).split())


def _forms(word: str) -> list[str]:
    """Return a folded word and what it may be an inflected form of, the likeliest first."""
    forms = [word]
    for ending, singulars in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            forms += [word[: len(word) - len(ending)] + singular for singular in singulars]
    return forms


_ENDINGS = (
    ("ا", ("",)),  # the accusative: جنديا
    ("يون", ("ي",)),
    ("يين", ("ي",)),
    ("ون", ("",)),
    ("تين", ("ه", "")),  # the dual
    ("تان", ("ه", "")),
    ("ين", ("", "ي")),
    ("ان", ("",)),
    ("ات", ("ه", "")),
)


def _singular(unit: str) -> str:
    """Return the name of a class that no table has: the noun without article and case, as far as rules go."""
    words = []
    for written in unit.split():
        folded = bare(written)
        word = written
        if without_article(folded) is not None and word.startswith("ال"):
            word = word[2:]
        word = re.sub("[\u064b-\u0652\u0640]", "", word)
        for ending, singular in (("يين", "ي"), ("يون", "ي"), ("ياً", "ي"), ("يا", "ي"), ("ا", ""), ("ين", "")):
            if word.endswith(ending) and len(word) - len(ending) > (3 if ending == "ين" else 1):
                word = word[: len(word) - len(ending)] + singular
                break
        words.append(word)
    return " ".join(words)
