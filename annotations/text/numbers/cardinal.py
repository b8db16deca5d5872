"""Reads the cardinal that begins at a token: digits, number words, scales, or all three.

The grammar is the schoolbook's (Wright, A Grammar of the Arabic Language, I 318-329): units before tens,
hundreds before both, joined by و; scales descend; what stands before a scale multiplies it, what is
joined after it is added. So `ثلاثة آلاف وخمسمئة`, `12 ألفا و500` and `مليون ونصف المليون` are one number
each, and `خمسة آلاف وعشرة آلاف` are two. Arithmetic is decimal: 1.1 million is 1,100,000. Every look
ahead is over a few tokens, so reading is linear.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from annotations.text.numbers import nouns, words
from annotations.text.numbers.shares import part_of_scale
from annotations.text.numbers.tokens import Tokens, WordReading, digits_value, percent

_ONE_COMMA = re.compile(r"\d{1,3}[,٬]\d\d[1-9]")


class Cardinal(NamedTuple):
    """A cardinal number and how it was written."""

    value: Decimal | None
    """None: an amount that can't be told for certain, as 1.500 or بضعة آلاف."""
    end: int
    """Index of the token after it."""
    head: Decimal = Decimal(1)
    """The number before the scale, 10 of `10 آلاف`."""
    scale: int = 1
    """The first scale; 1 if there is none."""
    floor: int | None = None
    """At least so many: `عشرات`, `بضعة آلاف`."""
    definite: bool = False
    words: int = 0
    """0 when it is written in digits, be it with a scale's word."""
    construct: bool = False
    """It needs a counted noun after it to be a number at all."""
    open: bool = False
    """A lone word that is a number only in the right place: ست, ألف, عشرون."""


def cardinal(
    tokens: Tokens, index: int, reading: WordReading | None = None, *, chain: bool = True
) -> Cardinal | None:
    """Read the cardinal that begins at a token.

    Args:
        tokens: the text.
        index: of the first token.
        reading: how to divide it, if it is a word.
        chain: whether what is joined by و belongs to it; not so in `بين ألف وخمسة آلاف`.
    """
    token = tokens[index]
    if token.kind == "number":
        return _digits(tokens, index, chain)
    if reading is None:
        return None
    word = reading.rest
    if word in words.LOTS:
        return _lots(tokens, index, word, reading.definite)
    if word in words.FEW:
        return _few(tokens, index)
    if not reading.definite and (part := _fraction(tokens, index, word)):
        return part
    if word in words.TANWIN_OR_DUAL:
        return _accusative_or_dual(tokens, index, word, chain)
    if word in words.DUAL_SCALES:
        scale = words.DUAL_SCALES[word]
        first = Cardinal(
            Decimal(2 * scale),
            index + 1,
            Decimal(2),
            scale,
            None,
            reading.definite,
            2,
            word in words.CONSTRUCT,
        )
        return _added(tokens, first, chain)
    if word in words.SCALES:
        if word not in words.SINGULAR_SCALES:
            return None
        first = _scaled(
            tokens, Cardinal(Decimal(1), index + 1, definite=reading.definite, words=1), words.SCALES[word]
        )
        return _added(tokens, first._replace(open=first.scale == 1000), chain)
    small = _below_thousand(tokens, index, word, chain)
    if small is None:
        return None
    small = _and_part(tokens, small._replace(definite=reading.definite))
    return _added(tokens, _scaled(tokens, small), chain)


def _accusative_or_dual(tokens: Tokens, index: int, word: str, chain: bool) -> Cardinal | None:
    """Tell `ألفا جندي`, two thousand (construct), from `ألفًا و500` and `ألفًا من الجنود`, one (accusative)."""
    scale, following = words.SCALES[word], tokens[index + 1]
    if following.bare in nouns.COUNTED and not following.bare.endswith("ا"):
        return Cardinal(Decimal(2 * scale), index + 1, Decimal(2), scale, words=1)
    single = Cardinal(Decimal(scale), index + 1, Decimal(1), scale, words=1, construct=True)
    added = _added(tokens, single, chain)
    return added if added.end > single.end or following.bare == "من" else None


def _digits(tokens: Tokens, index: int, chain: bool) -> Cardinal | None:
    raw, end = tokens[index].bare, index + 1
    grouped = _space_grouped(tokens, index)
    if grouped:
        raw, end = grouped
    read = digits_value(raw)
    if read is None:
        return None
    value, sureness = read
    first = _scaled(tokens, _and_part(tokens, Cardinal(value, end)))
    if first.scale > 1 and (_ONE_COMMA.fullmatch(tokens[index].bare) or _too_many(first)):
        return first._replace(value=None)  # 44,579 مليون: thousands of them, or the decimals of 44
    if sureness == "unsure" or (sureness != "sure" and not _parted(tokens, first, sureness)):
        return first._replace(value=None)
    return _added(tokens, first, chain)


def _too_many(number: Cardinal) -> bool:
    """Say whether a scale stands behind digits that hold it already, a slip of the pen: 330,000 ألف."""
    return number.head >= (1000 if number.scale == 1000 else 100_000)


def _parted(tokens: Tokens, number: Cardinal, sureness: str) -> bool:
    """Say whether what follows digits with a separator can be had in parts, so that it is a decimal."""
    if number.scale > 1 or percent(tokens, number.end):
        return True
    noun = tokens[number.end].bare
    measure = noun in nouns.MEASURES or noun.removesuffix("ا") in nouns.MEASURES
    return sureness == "measured" and (measure or noun in words.CURRENCY_SIGNS)


def _and_part(tokens: Tokens, small: Cardinal) -> Cardinal:
    """Add the half of `ثلاثة ونصف مليون` and `5 ونصف بالمئة`, before what both of them count."""
    follower = joined(tokens, small.end)
    if small.value is None or small.value >= 100 or follower is None or follower[1] is None:
        return small
    index, part = follower[0], words.FRACTIONS.get(follower[1].rest)
    after = tokens[index + 1].bare
    if part is None or not (after in words.SCALES or percent(tokens, index + 1) or after in nouns.MEASURES):
        return small
    return small._replace(value=small.value + Decimal(1) / part, end=index + 1, open=False)


def _space_grouped(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Join `10 000`: groups of three set off by one space. Two amounts never stand side by side in prose."""
    groups = [tokens[index].bare]
    end = index + 1
    if not re.fullmatch(r"[1-9]\d{0,2}", groups[0]):
        return None
    while (
        tokens[end].kind == "number"
        and tokens[end].start - tokens[end - 1].end == 1
        and re.fullmatch(r"\d{3}", tokens[end].bare)
    ):
        groups.append(tokens[end].bare)
        end += 1
        if len(groups) > 5:
            return None
    if len(groups) == 1:
        return None
    gap = tokens.text[tokens[index].end]
    counted = nouns.known(tokens[end].bare) or tokens[end].bare in words.SCALES
    certain = gap in "\u00a0\u202f\u2009" or counted or any(group[0] == "0" for group in groups[1:])
    return (",".join(groups) if certain else "،".join(groups)), end


def _scaled(tokens: Tokens, small: Cardinal, scale: int = 1) -> Cardinal:
    """Multiply by the scales that follow, as in `10 آلاف` and `ألف مليار`."""
    head, end = small.value or Decimal(0), small.end
    while tokens[end].kind == "word" and scale <= 10**12:
        step = words.SCALES.get(_scale_word(tokens[end].bare, small), 0)
        if step < scale or step == 0:
            break
        scale, end = scale * step, end + 1
    if scale == 1:
        return small
    return small._replace(value=head * scale, end=end, head=head, scale=scale, open=False)


def _scale_word(word: str, small: Cardinal) -> str:
    """`الثلاثة الآلاف` and `نصف المليون`: a scale may have the article when what is before it has."""
    return word[2:] if small.definite and word.startswith("ال") and word[2:] in words.SCALES else word


def _added(tokens: Tokens, first: Cardinal, chain: bool) -> Cardinal:
    """Add what is joined by و and smaller than the last scale."""
    total, lowest = first, first.scale
    while chain and lowest > 1 and total.value is not None:
        follower = joined(tokens, total.end)
        if follower is None:
            break
        index, reading = follower
        if reading and reading.rest in words.FRACTIONS:
            part = _fraction(tokens, index, reading.rest)
            if part and part.scale != lowest:
                break  # نصف of another scale is another number
            end = part.end if part else index + 1
            return total._replace(
                value=total.value + Decimal(lowest) / words.FRACTIONS[reading.rest], end=end
            )
        part = _part(tokens, index, reading)
        if part is None or part.value is None or part.value >= lowest or part.value != int(part.value):
            break
        total = total._replace(
            value=total.value + part.value,
            end=part.end,
            words=total.words + part.words,
            open=False,
            construct=False,
        )
        lowest = part.scale
    return total


def _part(tokens: Tokens, index: int, reading: WordReading | None) -> Cardinal | None:
    if reading is None:
        read = digits_value(tokens[index].bare)
        if read is None or read[1] != "sure":
            return None
        return _scaled(tokens, Cardinal(read[0], index + 1))
    if reading.rest in words.DUAL_SCALES and reading.rest not in words.TANWIN_OR_DUAL:
        scale = words.DUAL_SCALES[reading.rest]
        return Cardinal(Decimal(2 * scale), index + 1, Decimal(2), scale, words=1)
    if reading.rest in words.SINGULAR_SCALES:
        return _scaled(tokens, Cardinal(Decimal(1), index + 1, words=1), words.SCALES[reading.rest])
    small = _below_thousand(tokens, index, reading.rest, True, lone_one=True)
    return small and _scaled(tokens, small)


def joined(tokens: Tokens, index: int) -> tuple[int, WordReading | None] | None:
    """Find what و joins at a token: `و500`, `و 500`, `وخمسمئة`, `و خمسمئة`.

    Returns:
        The index of the number's token and how to divide it, if it is a word; None if nothing is joined.
    """
    token = tokens[index]
    if token.kind != "word" or token.bare[:1] != "و":
        return None
    if token.bare != "و":
        rest = token.bare[1:]
        bare = words.without_article(rest)
        return index, WordReading(1, rest if bare is None else bare, bare is not None)
    follower = tokens[index + 1]
    if follower.kind == "number":
        return index + 1, None
    return (index + 1, WordReading(0, follower.bare, False)) if follower.kind == "word" else None


def _below_thousand(
    tokens: Tokens, index: int, word: str, chain: bool, *, lone_one: bool = False
) -> Cardinal | None:
    hundred = words.HUNDREDS.get(word)
    if hundred is None and word in words.UNITS and tokens[index + 1].bare in words.HUNDRED:
        hundred, index = 100 * words.UNITS[word], index + 1
    if hundred is None:
        return _below_hundred(tokens, index, word, lone_one=lone_one)
    hundreds = Cardinal(Decimal(hundred), index + 1, words=1, construct=word in words.CONSTRUCT, open=True)
    follower = joined(tokens, index + 1) if chain else None
    if follower and follower[1]:
        rest = _below_hundred(tokens, follower[0], follower[1].rest, lone_one=True)
        if rest and rest.value is not None:
            return Cardinal(hundred + rest.value, rest.end, words=2)
    return hundreds


def _below_hundred(tokens: Tokens, index: int, word: str, *, lone_one: bool = False) -> Cardinal | None:
    """Read units, teens or tens; `lone_one`: a lone واحد counts too, as it does after a hundred."""
    if word in words.TENS:
        return Cardinal(Decimal(words.TENS[word]), index + 1, words=1, open=True)
    if word in words.TEN:
        return Cardinal(Decimal(10), index + 1, words=1, open=True)
    units = words.UNITS.get(word)
    if units is None:
        return None
    if tokens[index + 1].bare in words.TEN:
        return Cardinal(Decimal(10 + units), index + 2, words=2)
    follower = joined(tokens, index + 1)
    tens = words.TENS.get(follower[1].rest) if follower and follower[1] else None
    if follower and tens:
        return Cardinal(Decimal(tens + units), follower[0] + 1, words=2)
    if word in words.COMPOUND_ONLY and not (word in words.ONE and (lone_one or percent(tokens, index + 1))):
        return None
    return Cardinal(Decimal(units), index + 1, words=1, open=True)


def _lots(tokens: Tokens, index: int, word: str, definite: bool) -> Cardinal:
    """`عشرات`, `مئات الآلاف`: at least one of each."""
    floor, end = words.LOTS[word], index + 1
    while tokens[end].kind == "word" and floor < 10**15:
        following = tokens[end].bare
        following = following[2:] if following.startswith("ال") and following[2:] in words.LOTS else following
        if following not in words.LOTS or words.LOTS[following] <= 100:
            break
        floor, end = floor * words.LOTS[following], end + 1
    return Cardinal(None, end, floor=floor, definite=definite, words=1)


def _few(tokens: Tokens, index: int) -> Cardinal | None:
    following = tokens[index + 1]
    if following.bare in words.TEN:
        return None  # بضعة عشر: thirteen to nineteen
    if following.kind == "word" and following.bare in words.LOTS:
        lots = _lots(tokens, index + 1, following.bare, False)
        return lots._replace(floor=3 * (lots.floor or 1))
    return Cardinal(None, index + 1, floor=3, words=1, construct=True)


def _fraction(tokens: Tokens, index: int, word: str) -> Cardinal | None:
    """`نصف مليون`, `ربع المليون`, `ثلاثة أرباع المليون`; a third of one is no number that can be told."""
    if (read := part_of_scale(tokens, index, word)) is None:
        return None
    part, scale, end = read
    value = part * scale
    return Cardinal(value if value == int(value) else None, end, part, scale, words=2)
