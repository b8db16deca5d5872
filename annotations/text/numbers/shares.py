"""Reads fractions: a share of something uncounted (ثلثا السكان), a part of a measure (نصف ساعة).

A share is offered in percent, so that half of the inhabitants and 50 % of them compare. Its words are also
other words: خمس is five and a fifth, ثمن an eighth and a price, نصف stands in half-finals and half-yearly
reports. Five counts a plural (خمس سنوات); a fifth is of one whole (خمس المساحة, خمس سكان البلاد). What
could be either is neither.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from annotations.text.numbers import nouns, words
from annotations.text.numbers.tokens import Token, Tokens, definite, percent, readings

_ONE = words.numbered("""
    2 نصف
    3 ثلث
    4 ربع
    5 خمس
    6 سدس
    7 سبع
    8 ثمن
    9 تسع
    10 عشر
""")
_TWO = words.numbered("""
    3 ثلثا ثلثي ثلثان ثلثين
    5 خمسا خمسي
""")
_MANY = words.numbered("""
    3 أثلاث
    4 أرباع
    5 أخماس
    6 أسداس
    7 أسباع
    8 أثمان
    9 أتساع
    10 أعشار
""")
_DAMMA = "\u064f"
"""On the first letter it makes خُمس a fifth and عُشر a tenth."""

_PRONOUNS = ("هم", "ها", "هن")

_WHOLES = words.table_of("""
    سكان شعب مجتمع عدد مجموع إجمالي حجم مساحة قيمة كمية إنتاج ناتج دخل اقتصاد ميزانية موازنة احتياطي
    احتياطيات صادرات واردات إيرادات عائدات أرباح خسائر نفقات إنفاق ديون دين ثروة ثروات أموال مال راتب رواتب
    أجور أسهم رأسمال سوق حصة طلب معروض عرض إمدادات تجارة استهلاك طاقة قدرة نفط غاز كهرباء مياه أراض أراضي
    أرض تراب مقاعد أصوات ناخبين أعضاء نواب شباب نساء أطفال رجال قوات جيش أسطول محصول وزن طول عمر حياة مبلغ
    ثمن سعر أسعار وقت مدة مسافة أسر منازل مباني مدارس مستشفيات شركات موظفين عمال طلاب مواطنين لاجئين نازحين
    مرضى مصابين ضحايا قتلى وفيات حالات إصابات بلاد دول مدن جمهور مستخدمين
""")
"""Wholes of which news tells shares; after خمس a noun without article is a whole only if it is here."""

_NO_WHOLES = words.table_of("""
    نهائي نهائيات كرة ساعة عام سنة شهر موسم شوط قرن يوم ليل نهار ليلة دقيقة ثانية أسبوع فصل أول أولى ثاني
    ثالث أخير أخيرة آخر قمر ماضي مقبل حالي ماراثون دائرة
""")
"""Behind نصف and ربع these are rounds, times of day and parts of the globe."""

_MAJORITIES = words.table_of("أغلبية غالبية نصاب أكثرية")


class Share(NamedTuple):
    """A fraction and what it is of."""

    value: Decimal
    """In percent where `unit` is that."""
    unit: str
    end: int
    """Index of the token after fraction and whole."""


class _Fraction(NamedTuple):
    part: Decimal
    end: int
    ambiguous: bool = False
    """It may be a count or another word as well: خمس, ثمن."""
    several: bool = False
    """More than one part, as in ثلثا and ثلاثة أرباع, which begin no compound such as نصف نهائي."""


def begins_share(word: str) -> bool:
    """Say whether a word without particles may be the first of a fraction."""
    return word in _ONE or word in _TWO or _with_pronoun(word) is not None


def share_at(tokens: Tokens, index: int) -> tuple[Share | None, int, int] | None:
    """Read the share whose fraction begins at a token.

    Returns:
        None where no fraction stands. Otherwise the share, or None where it may be something else; the code
        points of the first token that are no part of it, such as و; and the index of the token after.
    """
    token = tokens[index]
    if token.kind == "number":
        many = _MANY.get(tokens[index + 1].bare)
        if many is None or not token.bare.isdigit() or not 0 < int(token.bare[:3]) < many:
            return None
        fraction = _Fraction(Decimal(int(token.bare)) / many, index + 2, several=True)
        return _offered(tokens, index, fraction, 0)
    if token.kind != "word":
        return None
    for cut, word, article in readings(token.bare):
        if article:
            if word in _TWO and _of_majority(tokens, index):
                return Share(_percentage(Decimal(2) / 3), words.PERCENT, index + 1), cut, index + 1
            continue
        if pronoun := _with_pronoun(word):
            return Share(_percentage(pronoun), words.PERCENT, index + 1), cut, index + 1
        if (part := _fraction(tokens, index, word)) is not None:
            return _offered(tokens, index, part, cut)
    return None


def part_of_scale(tokens: Tokens, index: int, word: str) -> tuple[Decimal, int, int] | None:
    """Read a fraction of a scale, نصف مليون, ثلاثة أرباع المليار.

    Returns:
        The part, the scale, and the index of the token after it; None for anything else, also for خمس مليون.
    """
    fraction = _fraction(tokens, index, word)
    if fraction is None or fraction.ambiguous:
        return None
    following = tokens[fraction.end].bare
    following = following.removeprefix("ال")
    if following not in words.SINGULAR_SCALES:
        return None
    return fraction.part, words.SCALES[following], fraction.end + 1


def _of_majority(tokens: Tokens, index: int) -> bool:
    return any(reading.rest in _MAJORITIES for reading in readings(tokens[index - 1].bare))


def _with_pronoun(word: str) -> Decimal | None:
    """Read نصفهم, ثلثاها; not خمسها, which may be her five."""
    for pronoun in _PRONOUNS:
        stem = word.removesuffix(pronoun)
        if stem != word and stem in _TWO:
            return Decimal(2) / _TWO[stem]
        if stem != word and stem in {"نصف", "ثلث", "ربع"}:
            return Decimal(1) / _ONE[stem]
    return None


def _fraction(tokens: Tokens, index: int, word: str) -> _Fraction | None:
    following = tokens[index + 1]
    units = words.UNITS.get(word)
    if units and following.kind == "word" and (many := _MANY.get(following.bare)):
        return _Fraction(Decimal(units) / many, index + 2, several=True) if units < many else None
    if word in _TWO and (word not in words.UNITS or definite(following)):  # خمسا may be five, accusative
        return _Fraction(Decimal(2) / _TWO[word], index + 1, several=True)
    if word in _ONE:
        vowelled = tokens[index].text[1:2] == _DAMMA and len(word) == len(tokens[index].bare)
        return _Fraction(Decimal(1) / _ONE[word], index + 1, _ONE[word] > 4 and not vowelled)
    return None


def _offered(
    tokens: Tokens, index: int, fraction: _Fraction, cut: int
) -> tuple[Share | None, int, int] | None:
    whole = tokens[fraction.end]
    if whole.kind != "word":
        return None if fraction.ambiguous or percent(tokens, fraction.end) is None else (None, cut, index + 1)
    if after := percent(tokens, fraction.end):
        if fraction.ambiguous:
            return None  # خمس في المئة: five
        return Share(fraction.part, words.PERCENT, after), cut, after
    bare = words.without_article(whole.bare) if definite(whole) else None
    if fraction.ambiguous:
        return _ambiguous(tokens, fraction, whole, bare, cut)
    if _scale(whole, bare):
        return None  # the cardinal's: نصف مليون
    if bare is None and whole.bare in nouns.MEASURES and whole.bare in nouns.SINGULARS:
        end = fraction.end + 1 + ((whole.bare, tokens[fraction.end + 1].bare) in words.COMPLEMENTS)
        unit = tokens.text[whole.start : tokens[end - 1].end]
        return Share(fraction.part, unit, end), cut, end
    if not _is_whole(tokens, fraction, bare):
        return None, cut, fraction.end
    return _share(tokens, fraction, cut)


def _scale(whole: Token, bare: str | None) -> bool:
    return (bare or whole.bare) in words.SCALES


def _share(tokens: Tokens, fraction: _Fraction, cut: int) -> tuple[Share, int, int]:
    end = fraction.end + 1
    if not definite(tokens[fraction.end]) and definite(tokens[end]):
        end += 1  # خمس سكان العالم
    return Share(_percentage(fraction.part), words.PERCENT, end), cut, end


def _ambiguous(
    tokens: Tokens, fraction: _Fraction, whole: Token, bare: str | None, cut: int
) -> tuple[Share | None, int, int] | None:
    """Tell a fifth from five: five counts a plural, a fifth is of one whole."""
    eighth = fraction.part == Decimal(1) / 8  # ثمن is a price, too: ثمن النفط
    if bare is not None:  # خمس السكان
        if bare == "سكان" or not (eighth or nouns.plural(whole) or bare in _NO_WHOLES):
            return _share(tokens, fraction, cut)
        return None, cut, fraction.end
    if eighth and whole.bare != "سكان":
        return None, cut, fraction.end
    followed = definite(tokens[fraction.end + 1])
    undivided = whole.bare in _WHOLES and followed and not nouns.plural(whole)
    if whole.bare == "سكان" or undivided or _owned(whole.bare):
        return _share(tokens, fraction, cut)
    return None


def _is_whole(tokens: Tokens, fraction: _Fraction, bare: str | None) -> bool:
    """Say whether the noun behind a fraction that can be nothing else is what it is of."""
    whole = tokens[fraction.end]
    if bare is not None:
        return bare not in _NO_WHOLES and not bare.startswith("نهائ")
    if _owned(whole.bare) or whole.bare in _WHOLES or _of_theirs(whole):
        return True
    word = whole.bare
    if word in _NO_WHOLES or word in words.NOT_COUNTED:
        return False
    return word in nouns.PLURALS or (fraction.several and definite(tokens[fraction.end + 1]))


def _of_theirs(whole: Token) -> bool:
    """Say whether any noun with a pronoun stands there, رحلاتها, and no adjective in ة or measure."""
    for pronoun in ("هم", "ها", "هن", "نا", "ه"):
        if whole.text.endswith(pronoun):
            stem = whole.bare.removesuffix(pronoun)
            return (
                len(stem) > 3
                and not stem.endswith("ي")
                and stem not in nouns.MEASURES | words.NOT_COUNTED
                and whole.bare not in words.NOT_COUNTED
            )
    return False


def _owned(word: str) -> str | None:
    """Return the whole that a pronoun is written to: قيمته, سكانها."""
    for pronoun in ("هم", "ها", "هن", "ه"):
        stem = word.removesuffix(pronoun)
        if stem != word and len(stem) > 2:
            for form in (stem, stem.removesuffix("ت") + "ه"):
                if form in _WHOLES:
                    return form
    return None


def _percentage(part: Decimal) -> Decimal:
    return round(part * 100, 2)
