"""Doubts a number: it may count something, or be a date, an hour, an ordinal, a name.

The rules look at a few tokens on both sides. Where they are in doubt the number is not offered: a missing
number costs the analyst a few keys, a wrong one may go unseen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.text.numbers import nouns, words
from annotations.text.numbers.tokens import (
    DASHES,
    Token,
    Tokens,
    WordReading,
    definite,
    is_any,
    like_a_year,
    made_definite,
    percent,
    readings,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from annotations.text.numbers.around import CountedNoun
    from annotations.text.numbers.cardinal import Cardinal

_PROCLITICS = (
    words.table_of("و ف ب ل ك وب ول فب فل وك نحو حوالي قرابة زهاء بين يناهز")
    | words.PARTICLES
    | words.HAPPENED
    | words.AMONG
    | words.TELLS_AMOUNT
)
"""Words that may be written together with digits; the longer ones are slips of crawled pages, من10."""
ARTICLE_ALONE = words.table_of("ال وال بال لل فال")
"""Before digits: الـ 24 ساعة, بالـ100."""
_NO_AMOUNT_BEFORE = frozenset("/#+@_\\^°=−-")
"""A hyphen is a minus, a bullet or a part of a name: it can't be told which."""

_NO_AMOUNT_AFTER = frozenset("+°_@#\\^'′″ºª")
_LINKS = frozenset({"و", "او", "الي", "حتي", "،", ",", *DASHES})
_PREPOSITIONS = words.table_of("عن إلى من ب ل بـ لـ بواقع بمعدل")
_THE_LAST = words.table_of("آخر")
"""In `2024آخر تحديث` it begins what follows."""
_ORDINAL = re.compile("حادي?ه?|ثاني?ه?|ثالثه?|رابعه?|خامسه?|سادسه?|سابعه?|ثامنه?|تاسعه?")
_LEADS = (
    words.PARTICLES
    | words.HAPPENED
    | words.TELLS_AMOUNT
    | words.CHANGES
    | words.AMONG
    | words.NEGATIONS
    | words.table_of("و ف ب ل ك الآن أيضا كلها جميعا فقط")
)
"""Words before a number that it is no name of."""
_ELSEWHERE = words.table_of("إلى في منذ خلال بعد قبل مع من بين حتى أمام مقابل")
"""Directly before a number they keep the verb of a bound from it: يزيد العدد إلى 5."""
_PROPORTION = words.table_of("كل")
_SINCE = words.table_of("في فى منذ بحلول حتى قبل بعد لـ")


def designates(tokens: Tokens, index: int) -> bool:
    """Say whether the number at a token is a name, an ordinal, an hour, a part of an address or a date."""
    before = tokens[index - 1]
    if before.kind == "sign" and before.bare in {":", "(", "«", '"', "“"}:
        before = tokens[index - 2]
    if before.bare == "+" or _names(before, words.DESIGNATES):
        return True
    if is_any(before, words.ODD):  # بضعة عشر: thirteen to nineteen; نيف وعشرون is twenty at least
        return not odd_before(tokens, index)
    if tokens[index].kind == "word" and _names(before, words.CONTESTS) and not _counted_after(tokens, index):
        return True  # مجموعة سبعة وسبعين
    if before.bare in ARTICLE_ALONE:
        # القمة الـ 32: which one of them; الرهائن الـ 97: all of them
        return not (_counted_after(tokens, index) or _of_many(tokens, index - 1))
    if is_ordinal(tokens, index) or _in_proportion(tokens, index):
        return True
    if tokens[index].kind != "number":
        return False
    if before.bare == "العدد" and not (amount_told(tokens, index - 1) or _counted_after(tokens, index)):
        return True  # of a periodical; إن العدد 3,000 جندي is an amount
    if _names(before, words.NAMED) and not _counted_after(tokens, index, by_form=False):
        return True
    if before.kind == "latin":
        return before.text not in words.LATIN_CURRENCIES
    return _glued_before(tokens, index) or _glued_after(tokens, index)


def odd_before(tokens: Tokens, index: int) -> bool:
    """Say whether نيف or بضعة is joined to tens by و: نيف وعشرون."""
    token = tokens[index]
    return (
        token.bare[:1] == "و"
        and token.bare[1:] in words.TENS.keys() | words.HUNDREDS.keys()
        and tokens[index - 1].bare in words.ODD
    )


def _names(token: Token, table: frozenset[str]) -> bool:
    """Say whether a word is in a table, also behind و or ب; not ولاية, which is no آية."""
    return token.bare in table or (not nouns.known(token.bare) and is_any(token, table))


def _counted_after(tokens: Tokens, index: int, *, by_form: bool = True) -> bool:
    """Say whether a scale, a percentage or a noun that is surely counted stands behind a number.

    Args:
        tokens: the text.
        index: of the number.
        by_form: whether a noun may be told by its form, or must be in the table.
    """
    after = tokens[index + 1]
    if after.bare in words.SCALES or percent(tokens, index + 1):
        return True
    digits = tokens[index].bare
    count = int(digits[-2:]) if tokens[index].kind == "number" and digits[-2:].isdigit() else None
    return after.kind == "word" and (nouns.known(after.bare, count) or (by_form and nouns.fits(after, count)))


def _of_many(tokens: Tokens, index: int) -> bool:
    """Say whether a definite plural stands before a token: الركاب, المعتقلين."""
    return definite(tokens[index - 1]) and nouns.plural(tokens[index - 1])


def _in_proportion(tokens: Tokens, index: int) -> bool:
    """Say whether a number is a side of `9 من كل 10` or `واحد من بين كل خمسة`, a ratio and no amount."""
    if tokens[index - 1].bare in _PROPORTION:
        return tokens[index - 2].bare in {"من", "بين"} and tokens[index - 3].bare != "اكثر"
    if tokens[index + 1].bare == "علي" and tokens[index + 2].kind == "number" == tokens[index].kind:
        return True  # 1 على 81
    at = index + 1 + (tokens[index + 1].bare != "من")
    if tokens[at].bare != "من":
        return False
    at += 1 + (tokens[at + 1].bare == "بين")
    of = tokens[at + 1]
    return tokens[at].bare in _PROPORTION and (
        of.kind == "number" or of.bare in words.UNITS or of.bare in words.TEN or of.bare in words.HUNDREDS
    )


def is_ordinal(tokens: Tokens, index: int) -> bool:
    """Say whether a word is the second part of an ordinal: الرابعة عشرة, الخامس عشر."""
    before = tokens[index - 1]
    return (
        tokens[index].bare in words.TEN
        and before.kind == "word"
        and any(reading.definite and _ORDINAL.fullmatch(reading.rest) for reading in readings(before.bare))
    )


def _glued_before(tokens: Tokens, index: int) -> bool:
    if not tokens.glued(index):
        return False
    before, left = tokens[index - 1], tokens[index - 2]
    glued_left = tokens.glued(index - 1)
    if before.kind != "sign":
        return before.bare not in _PROCLITICS and before.bare not in ARTICLE_ALONE
    if before.bare in _NO_AMOUNT_BEFORE:
        return True
    if before.bare in DASHES:
        return glued_left
    if before.bare == ".":
        return not glued_left or left.kind != "word"
    return before.bare == ":" and glued_left and left.kind == "number"


def _glued_after(tokens: Tokens, index: int) -> bool:
    after, right = tokens[index + 1], tokens[index + 2]
    if not tokens.glued(index + 1):
        return False
    if after.kind != "sign":
        if after.kind == "latin":
            return after.text not in words.LATIN_UNITS
        other = after.bare in words.OTHERS and after.bare not in _THE_LAST
        return not (other or _counted_after(tokens, index))
    if after.bare == "+":  # 10,000+ جندي
        return right.kind != "word" or tokens.glued(index + 2) or right.bare in words.SCALES
    if after.bare in _NO_AMOUNT_AFTER:
        return True
    if not tokens.glued(index + 2):
        return False
    return (after.bare in {":", "/"} and right.kind != "sign") or (
        after.bare in DASHES and right.kind in {"latin", "word"}
    )


def is_date(tokens: Tokens, index: int, end: int, value: Decimal | None, unit_known: bool) -> bool:
    """Say whether what stands from `index` to `end` is a day, a year or an hour."""
    before, after = tokens[index - 1], tokens[end]
    day = value is not None and value <= 31
    year = like_a_year(tokens[index]) or (
        tokens[index].kind == "word" and value is not None and 1300 <= value <= 2100
    )
    if is_any(after, words.DAY_TIMES) and not (tokens[index].kind == "word" and definite(before)):
        return True
    if after.bare in {"ق", "ه"} or (after.bare == "م" and tokens.glued(end)):
        return year or tokens[index].kind == "number"  # ق.م, هـ, 1258م
    if value is not None and value <= 2100 and _month_ahead(tokens, end):
        return True
    if is_any(before, words.MONTHS) and (year or (day and not unit_known)):
        return True
    all_of_them = tokens[index].kind == "word" and definite(before)  # الأيام العشرة
    if is_any(before, words.TIME_NAMES) and (year or not (unit_known or all_of_them)):
        return True
    if is_any(before, words.YEARS) and like_a_year(tokens[index]):
        return True
    return year and tokens[index].kind == "number" and is_any(before, _SINCE)


def _month_ahead(tokens: Tokens, end: int) -> bool:
    """Look over `3 و4 و5 أكتوبر`, `8 - 13 أكتوبر`, `3 من أكتوبر` and `27، أكتوبر`."""
    for _ in range(8):
        token = tokens[end]
        if token.bare in words.MONTHS or token.text.lower() in words.MONTHS:
            return True
        if token.bare == "من" and tokens[end + 1].bare in words.MONTHS:
            return True
        number = token.kind == "number" and token.bare.isdigit() and len(token.bare) <= 2
        if not (number or token.bare in _LINKS):
            return False
        end += 1
    return False


def counts(
    tokens: Tokens,
    index: int,
    number: Cardinal,
    reading: WordReading | None,
    unit: CountedNoun,
    *,
    bounded: bool,
    after_amount: bool,
) -> bool:
    """Decide whether a number is an amount; every doubt says no.

    Args:
        tokens: the text.
        index: of the number's first token.
        number: what was read there.
        reading: how its first word was divided.
        unit: what follows.
        bounded: whether a bound or نحو stands with it.
        after_amount: whether only one token lies between it and the amount before.
    """
    if number.construct and not unit.name:
        return False
    if _may_be_ordinal(tokens, index, number, reading, bounded=bounded, known=unit.known):
        return False
    if number.definite and number.words and is_any(tokens[index - 1], words.CONTESTS):
        return False  # مباريات الأربع كرات
    if reading is not None and number.open and _to_them(tokens[index], reading) and not _measured(unit):
        return False
    until = tokens[index - 1].bare in {"حتي", "وحتي"} and number.scale == 1
    if not unit.name and (until or _reaches_a_year(tokens, index, number)):
        return False
    if not unit.name and not bounded:
        return _stated(tokens, index, number, after_or=after_amount and tokens[index - 1].bare == "او")
    bare_digits = number.scale == 1 and tokens[index].kind == "number" and not (unit.known or bounded)
    if bare_digits and (like_a_year(tokens[index]) or _may_be_named(tokens, index, number)):
        return False
    if number.value == 1000 and tokens[unit.end].bare == f"و{words.bare(unit.name or '')}":
        return False  # ألف ليلة وليلة
    # ألف كتابا: he wrote one; after a thousand the noun stands in the genitive.
    return not (number.open and number.value == 1000 and unit.name and words.bare(unit.name).endswith("ا"))


def _to_them(token: Token, reading: WordReading) -> bool:
    """Say whether a number word is those of whom was spoken, behind ل: وجهت للثلاثة اتهامات."""
    return reading.definite and "لل" in token.bare[: reading.cut + 2]


def _measured(unit: CountedNoun) -> bool:
    return unit.name is not None and words.bare(unit.name) in nouns.MEASURES


def _may_be_named(tokens: Tokens, index: int, number: Cardinal) -> bool:
    """Say whether digits may be part of a name, ويندوز 11 متاح: the word behind them isn't surely counted."""
    before = tokens[index - 1]
    if before.kind != "word" or is_any(before, _LEADS):
        return False
    if number.value is not None and number.value % 100 == 0 and number.value > 0:
        return definite(before)  # 200 كشك
    verb = before.bare[0] == "ي" or (before.bare.endswith(("ت", "وا")) and len(before.bare) > 3)
    return definite(before) or not verb


def _may_be_ordinal(
    tokens: Tokens,
    index: int,
    number: Cardinal,
    reading: WordReading | None,
    *,
    bounded: bool,
    known: bool,
) -> bool:
    """Say whether a definite number word is as often an ordinal: العشرين, الألف; الاثنين is Monday, too."""
    if not number.definite or not number.words or number.floor is not None or reading is None:
        return False
    word = reading.rest
    if words.UNITS.get(word, 0) >= 3 or number.value in {11, 12}:
        return False
    if word in words.TEN:
        return not (made_definite(tokens[index - 1]) or known)
    if word in words.TENS:
        return not (bounded or known)
    if word in words.HUNDREDS or word in words.SCALES or word in words.DUAL_SCALES:
        return not (bounded or known or nouns.plural(tokens[index - 1]))
    return word not in words.FRACTIONS


def _stated(tokens: Tokens, index: int, number: Cardinal, *, after_or: bool) -> bool:
    """Say whether a number without unit, bound or percent sign is an amount all the same."""
    before, after = tokens[index - 1], tokens[number.end]
    if number.floor is not None:
        return True
    if number.definite:
        return made_definite(before) or _with_pronoun(before)
    if before.bare in ARTICLE_ALONE:
        return True  # `designates` has let pass only الرهائن الـ 97
    if (number.scale > 1 and not number.open) or after.bare in words.OTHERS or after.bare in words.AMONG:
        return True
    if _dialled(tokens, index):
        return False
    if (is_any(before, words.AMONG) or _part_of_more(tokens, number)) and not _goes_on(tokens, number.end):
        return True
    told = amount_told(tokens, index) or (
        is_any(before, words.HAPPENED) and not like_a_year(tokens[index]) and not _goes_on(tokens, number.end)
    )
    told = told or (is_any(before, _REACHING) and changed(tokens, index))
    told = told or _object_of(tokens, index, number)
    if number.words:
        return told or not number.open or (3 <= (number.value or 0) <= 10 and _many_before(before))
    if like_a_year(tokens[index]):
        return told
    return told or after_or or ((number.value or 0) > 31 and is_any(before, _PREPOSITIONS))


def _object_of(tokens: Tokens, index: int, number: Cardinal) -> bool:
    """Say whether a number is the object of a verb whose subject stands before it: أوقفت الشرطة 9 بتهمة."""
    return (
        definite(tokens[index - 1])
        and is_any(tokens[index - 2], words.HAPPENED)
        and not like_a_year(tokens[index])
        and not _goes_on(tokens, number.end)
    )


def _reaches_a_year(tokens: Tokens, index: int, number: Cardinal) -> bool:
    """Say whether four digits before حتى or إلى may be a year of any century: من 1517 حتى 1798."""
    token = tokens[index]
    return (
        token.kind == "number"
        and number.scale == 1
        and len(token.bare) == 4
        and token.bare.isdigit()
        and 1000 <= int(token.bare) <= 2100
        and tokens[number.end].bare in {"حتي", "الي"}
    )


def _many_before(token: Token) -> bool:
    """Say whether a plural that the number behind it counts stands there: عوامل ثلاثة."""
    return token.bare in nouns.PLURALS and not is_any(token, words.CONTESTS)


_SENTENCE_ENDS = frozenset(".\n؟?!؛;")
_REACHING = words.table_of("إلى")


def _with_pronoun(token: Token) -> bool:
    """Say whether a word is a noun of somebody's, as definite as one with the article: مبارياته الأربع."""
    if token.kind != "word" or len(token.bare) < 5 or is_any(token, words.CONTESTS | words.NAMED | _LEADS):
        return False
    return token.bare.endswith(("هم", "ها", "هن")) or token.text.endswith("ه")


def _part_of_more(tokens: Tokens, number: Cardinal) -> bool:
    """Say whether a number is so many of another number: 21 من أصل 28 مسيرة."""
    return tokens[number.end].bare == "من" and (
        tokens[number.end + 1].bare in {"اصل", "بين", "مجموع", "اجمالي"}
        and tokens[number.end + 2].kind == "number"
    )


def _dialled(tokens: Tokens, index: int) -> bool:
    """Say whether a bare number is one of a telephone or an account."""
    return tokens[index].kind == "number" and any(
        is_any(tokens[back], words.PHONE_TALK) for back in range(index - 5, index)
    )


def changed(tokens: Tokens, index: int) -> bool:
    """Say whether a word like ارتفع or زيادة stands within the ten tokens before, in the same sentence."""
    for back in range(index - 1, index - 11, -1):
        if tokens[back].kind == "sign" and tokens[back].bare in _SENTENCE_ENDS:
            return False
        if is_any(tokens[back], words.SPREADS):
            return False
        if is_any(tokens[back], words.CHANGES):
            return True
    return False


def _goes_on(tokens: Tokens, end: int) -> bool:
    """Say whether more digits follow, as in 1,<hidden>500: what is read may be a part of what is seen."""
    sign = tokens[end].kind == "sign" and (tokens.glued(end) or tokens[end].bare in DASHES)
    return tokens[end + sign].kind == "number"


def bound_told(tokens: Tokens, index: int, floor: int) -> bool:
    """Say whether a verb of a bound stands within the five tokens before, too far off to be read with it."""
    for back in range(index - 1, max(index - 6, floor - 1), -1):
        if tokens[back].kind == "sign":
            return False
        if is_any(tokens[back], words.BOUND_VERBS):
            return not is_any(tokens[index - 1], _ELSEWHERE)
    return False


def amount_told(tokens: Tokens, index: int) -> bool:
    """Say whether a word like عدد or بلغ stands within the five tokens before."""
    for back in range(index - 1, index - 6, -1):
        token = tokens[back]
        if token.kind == "sign" and token.bare != ":":
            return False
        if is_any(token, words.TELLS_AMOUNT):
            return True
    return False
