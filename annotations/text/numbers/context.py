"""Doubts a number: it may count something, or be a date, an hour, an ordinal, a name.

The rules look at a few tokens on both sides. Where they are in doubt the number is not offered: a missing
number costs the analyst a few keys, a wrong one may go unseen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.text.numbers import words
from annotations.text.numbers.tokens import DASHES, Token, Tokens, WordReading, definite, percent, readings

if TYPE_CHECKING:
    from decimal import Decimal

    from annotations.text.numbers.around import CountedNoun
    from annotations.text.numbers.cardinal import Cardinal

_PROCLITICS = words.table_of("و ف ب ل ك وب ول فب فل وك من عن إلى نحو حوالي قرابة")
"""Words that may be written together with digits; the longer ones are slips of crawled pages, من10."""
_NO_AMOUNT_BEFORE = frozenset("/#+@_\\^°=−-")
"""A hyphen is a minus, a bullet or a part of a name: it can't be told which."""

_NO_AMOUNT_AFTER = frozenset("+°_@#\\^'′″ºª")
_LINKS = frozenset({"و", "او", "الي", "حتي", "،", ",", *DASHES})
_PREPOSITIONS = words.table_of("عن إلى من ب ل بـ لـ بواقع بمعدل")
_THE_LAST = words.table_of("آخر")
"""In `2024آخر تحديث` it begins what follows."""
_SHARES = words.table_of("خمس سبع تسع")
"""Numbers that are written as fractions are: a fifth, a seventh, a ninth."""
_ORDINAL = re.compile("حادي?ه?|ثاني?ه?|ثالثه?|رابعه?|خامسه?|سادسه?|سابعه?|ثامنه?|تاسعه?")
_SINCE = words.table_of("في فى منذ بحلول حتى قبل بعد لـ")


def is_any(token: Token, table: frozenset[str]) -> bool:
    """Say whether a word is in a table, with or without what is written together with it (و, ب, ال)."""
    if token.kind != "word":
        return False
    return any(rest in table for _, rest, _ in readings(token.bare))


def like_a_year(token: Token) -> bool:
    """Say whether digits may be a Gregorian year: four of them, without separators, from 1800 to 2100."""
    return (
        token.kind == "number"
        and len(token.bare) == 4
        and token.bare.isdigit()
        and 1800 <= int(token.bare) <= 2100
    )


def designates(tokens: Tokens, index: int) -> bool:
    """Say whether the number at a token is a name, an ordinal, an hour, a part of an address or a date."""
    before = tokens[index - 1]
    if before.kind == "sign" and before.bare in {":", "(", "«", '"', "“"}:
        before = tokens[index - 2]
    if is_any(before, words.DESIGNATES | words.ODD) or before.bare == "+":
        return True
    if before.bare == "ال" and not _counted_after(tokens, index):
        return True  # القمة الـ 32: which one of them
    if _is_ordinal(tokens, index):
        return True
    if tokens[index].kind != "number":
        return False
    if before.kind == "latin":
        return True
    return _glued_before(tokens, index) or _glued_after(tokens, index)


def _counted_after(tokens: Tokens, index: int) -> bool:
    after = tokens[index + 1]
    return after.bare in words.COUNTED or after.bare in words.SCALES


def _is_ordinal(tokens: Tokens, index: int) -> bool:
    """Say whether a word is the second part of an ordinal: الرابعة عشرة, الخامس عشر."""
    before = tokens[index - 1]
    return (
        tokens[index].bare in words.TEN
        and definite(before)
        and bool(_ORDINAL.fullmatch(words.without_article(before.bare) or ""))
    )


def _glued_before(tokens: Tokens, index: int) -> bool:
    if not tokens.glued(index):
        return False
    before, left = tokens[index - 1], tokens[index - 2]
    glued_left = tokens.glued(index - 1)
    if before.kind != "sign":
        return before.bare not in _PROCLITICS
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
        counted = words.COUNTED | words.SCALES.keys() | (words.OTHERS - _THE_LAST)
        return after.bare not in counted and percent(tokens, index + 1) is None
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
    if is_any(after, words.DAY_TIMES):
        return True
    if value is not None and value <= 2100 and _month_ahead(tokens, end):
        return True
    if is_any(before, words.MONTHS) and (year or (day and not unit_known)):
        return True
    if is_any(before, words.TIME_NAMES) and (year or not unit_known):
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
    if _may_be_ordinal(number, reading) or (number.construct and not unit.name):
        return False
    if (
        reading is not None
        and reading.rest in _SHARES
        and unit.name
        and words.bare(unit.name) in words.SHARES_OF
    ):
        return False  # خمس السكان
    if not unit.name and not bounded:
        return _stated(tokens, index, number, after_or=after_amount and tokens[index - 1].bare == "او")
    if like_a_year(tokens[index]) and number.scale == 1 and not (unit.known or bounded):
        return False
    # ألف كتابا: he wrote one; after a thousand the noun stands in the genitive.
    return not (number.open and number.value == 1000 and unit.name and words.bare(unit.name).endswith("ا"))


def _may_be_ordinal(number: Cardinal, reading: WordReading | None) -> bool:
    """Say whether a definite number word is as often an ordinal: العشرين, الألف; الاثنين is Monday, too."""
    if not number.definite or not number.words or number.floor is not None or reading is None:
        return False
    return words.UNITS.get(reading.rest, 0) < 3 and reading.rest not in words.FRACTIONS


def _stated(tokens: Tokens, index: int, number: Cardinal, *, after_or: bool) -> bool:
    """Say whether a number without unit, bound or percent sign is an amount all the same."""
    if number.floor is not None:
        return True
    if number.definite:
        return definite(tokens[index - 1])
    if (number.scale > 1 and not number.open) or tokens[number.end].bare in words.OTHERS:
        return True
    told = amount_told(tokens, index) or (
        is_any(tokens[index - 1], words.HAPPENED)
        and not like_a_year(tokens[index])
        and not _goes_on(tokens, number.end)
    )
    if number.words:
        return told or not number.open
    if like_a_year(tokens[index]):
        return told
    return told or after_or or ((number.value or 0) > 31 and is_any(tokens[index - 1], _PREPOSITIONS))


def _goes_on(tokens: Tokens, end: int) -> bool:
    """Say whether more digits follow, as in 1,<hidden>500: what is read may be a part of what is seen."""
    sign = tokens[end].kind == "sign" and tokens.glued(end)
    return tokens[end + sign].kind == "number"


def bound_told(tokens: Tokens, index: int, floor: int) -> bool:
    """Say whether a verb of a bound stands within the five tokens before, too far off to be read with it."""
    for back in range(index - 1, max(index - 6, floor - 1), -1):
        if tokens[back].kind == "sign":
            return False
        if is_any(tokens[back], words.BOUND_VERBS):
            return tokens[index - 1].bare != "الي"  # يزيد العدد إلى: rises to
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
