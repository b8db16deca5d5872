"""Reads the amounts that an Arabic sentence states: value or bounds, what is counted, how surely.

An amount that is read wrong costs more than one that is not offered, since the analyst trusts what stands
there. So a number is read only where its surroundings say that it counts something: a unit, a scale, a
bound, a percent sign, or a word like عدد before it. Dates, years, hours, ordinals, resolutions, weapons'
names (KN-23, شاهد 136) and scores are left out, and an amount that two readers would write differently
(1.500) is offered without a value. The tables are in `words.py`, the grammar of cardinals in
`cardinal.py`, the doubts in `context.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from annotations.text.folding import is_boundary
from annotations.text.hidden_characters import find_hidden
from annotations.text.numbers import nouns, words
from annotations.text.numbers.around import (
    CountedNoun,
    Cues,
    cue_ending_at,
    cues_after,
    cues_before,
    happened,
    unit_at,
)
from annotations.text.numbers.cardinal import Cardinal, joined
from annotations.text.numbers.context import (
    ARTICLE_ALONE,
    bound_told,
    counts,
    designates,
    is_date,
    is_ordinal,
    odd_before,
)
from annotations.text.numbers.ranges import (
    Range,
    cardinal_at,
    lacks_its_scale,
    link_at,
    range_at,
    torn,
)
from annotations.text.numbers.shares import Share, begins_share, share_at
from annotations.text.numbers.tokens import DASHES, Tokens, definite, is_any, position, readings

_PARTING = frozenset({"zero width", "tag", "filler", "selector", "modifier", "format", "mark"})
"""Hidden characters that part what is seen as one number."""


_BETWEEN = frozenset({"بين", "وبين"})
_ZERO = "صفر"

_FIRST_WORDS = frozenset().union(
    *(
        words.UNITS,
        words.TENS,
        words.TEN,
        words.HUNDREDS,
        words.SCALES,
        words.DUAL_SCALES,
        words.LOTS,
        words.FEW,
    ),
    *(nouns.MEASURES & nouns.SINGULARS, nouns.PEOPLE & nouns.SINGULARS, nouns.ONE_OF, {_ZERO}),
)

_PART_OF_NAMES = frozenset({"ف", "ك", "فب", "فل", "فك", "وك"})
"""Letters before a dual or singular that are hardly ever a particle there."""


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """One amount of a text. `start` and `end` are code points, half-open: `text[start:end] == quote`.

    The quote holds bound, number and unit, `ما لا يقل عن 115 ألف جندي`. A bound leaves `value` None and
    is in `min` or `max`, a range is in both; all three are None where it is certain that an amount is
    stated and not which.
    """

    start: int
    end: int
    quote: str
    value: float | None = None
    min: float | None = None
    max: float | None = None
    unit: str | None = None
    """The counted noun as it is written there; `%` for every form of percent."""
    what: str | None = None
    """The fate of those counted, where a verbal noun stands directly before: مقتل, إصابة."""
    approx: bool = False


class _Bounds(NamedTuple):
    value: float | None = None
    min: float | None = None
    max: float | None = None


def to_attribute(number: Number) -> dict[str, Any]:
    """Return the item of the `numbers` attribute: all its keys, null where unset."""
    return {key: getattr(number, key) for key in ("value", "min", "max", "unit", "what", "approx", "quote")}


def numbers_in(text: str) -> list[dict[str, Any]]:
    """Return the amounts that a text states, as the value of a `numbers` attribute: a proposal.

    One that a hidden character parts from what it is seen with is left out: `1,U+200B500` is seen as 1,500.
    """
    hidden = {character.offset for character in find_hidden(text) if character.kind in _PARTING}
    return [
        to_attribute(number)
        for number in read_numbers(text)
        if number.start - 1 not in hidden and number.end not in hidden
    ]


def amounts_agree(item: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two items of a `numbers` attribute state the same value and bounds, whatever is counted."""
    return all(item.get(key) == other.get(key) for key in ("value", "min", "max"))


def read_numbers(text: str) -> list[Number]:
    """Read all amounts of a text, in order and not overlapping; time is linear in its length."""
    return numbers_of(Tokens(text))


def numbers_of(tokens: Tokens) -> list[Number]:
    """Read the amounts of a text that is cut into tokens already."""
    numbers: list[Number] = []
    index = floor = 0
    while index < len(tokens):
        number, end = _amount(tokens, index, floor)
        if number:
            numbers.append(number)
            floor = end
        index = max(end, index + 1)
    return numbers


@lru_cache(maxsize=1 << 15)  # most words begin no amount, and the words of news are few
def _may_begin(word: str) -> bool:
    """Say whether an amount may begin with a bare word, by any way to divide it."""
    return any(
        rest in _FIRST_WORDS or rest in nouns.DUALS or rest in nouns.HUMAN_PAIRS or begins_share(rest)
        for _, rest, _ in readings(word)
    )


def _amount(tokens: Tokens, index: int, floor: int) -> tuple[Number | None, int]:
    """Read the amount whose number begins at a token, not looking back before the token `floor`.

    Returns:
        The amount or None, and the index of the token after all that is dealt with.
    """
    token = tokens[index]
    if token.kind != "number" and not (token.kind == "word" and _may_begin(token.bare)):
        return None, index + 1
    if not is_ordinal(tokens, index) and (share := share_at(tokens, index)):
        return _share(tokens, index, floor, *share)
    between = _is_between(tokens, index, floor)
    number, reading = cardinal_at(tokens, index, chain=not between)
    if number is None:
        return _unnumbered(tokens, index, floor)
    span = range_at(tokens, index, number, between=between)
    if designates(tokens, index) or (span is None and torn(tokens, number)):
        return None, number.end
    if between and span is None:
        number = cardinal_at(tokens, index)[0] or number
        if number.words:
            return None, number.end  # بين خمسة وعشرين: 25, or from 5 to 20
    last, plus = _with_plus(tokens, span.last if span else number)
    unit, sign = unit_at(tokens, last), _percent_before(tokens, index)
    bracketed = tokens[index - 1].bare == "(" and tokens[last.end].bare == ")" and index > floor
    if bracketed:
        unit = _behind_bracket(tokens, last)
        bracketed = unit.known
    if span and not unit.name:  # 30 شخصا أو 40
        unit = unit_at(tokens, number)._replace(end=last.end)
    if sign and not unit.known:
        unit = CountedNoun(words.PERCENT, last.end, True)
    if is_date(tokens, index, last.end, last.value, unit.known):
        return None, last.end
    cut = reading.cut if reading else 0
    cues, unit = _said_before(tokens, index, floor, unit, cut=cut, in_range=span is not None)
    after, end = cues_after(tokens, unit.end)
    kinds = cues.kinds | ({after} if after else set()) | ({"min"} if plus else set())
    odd = odd_before(tokens, index)
    if odd:
        kinds |= {"min"}
    if (sign or bracketed or odd) and cues.first == index:
        cues = cues._replace(start=tokens[index - 1].start)
    amount_before = floor == index - 1 > 0
    if span is None and (
        lacks_its_scale(tokens, number)
        or not counts(tokens, index, number, reading, unit, bounded=bool(kinds), after_amount=amount_before)
    ):
        return None, last.end
    value, end = _and_half(tokens, last, unit.end, end)
    bounds = _bounds(last._replace(value=value), span, kinds)
    if _is_open(tokens, cues.first, floor, end, bounded=bool(kinds & {"min", "max"})):
        bounds = _Bounds()
    approx = "approx" in kinds or last.floor is not None or (span is not None and span.approx)
    event = happened(tokens, cues.first)
    return _built(tokens, (cues.start, end), unit, event, bounds, approx=approx), end


def _behind_bracket(tokens: Tokens, number: Cardinal) -> CountedNoun:
    """Read what is counted by a number in brackets, as in tables turned into sentences: بلغ (393) حالة."""
    behind = unit_at(tokens, number._replace(end=number.end + 1))
    return behind if behind.known else CountedNoun(None, number.end)


def _is_between(tokens: Tokens, index: int, floor: int) -> bool:
    """Say whether بين stands before a number, with نحو behind it or nothing: من بين is "out of"."""
    at = index - 1
    if tokens[at].bare not in _BETWEEN and (cue := cue_ending_at(tokens, index, floor)):
        at = cue[1] - 1 if cue[0] == "approx" and not cue[2] else at
    return tokens[at].bare in _BETWEEN and tokens[at - 1].bare != "من"


def _share(
    tokens: Tokens, index: int, floor: int, share: Share | None, cut: int, end: int
) -> tuple[Number | None, int]:
    """Make the record of a fraction: نحو ثلثي السكان, نصف ساعة."""
    if share is None or tokens[index - 1].bare == "الا":
        return None, end
    cues = cues_before(tokens, index, index if cut else floor, position(tokens[index], cut))
    after, end = cues_after(tokens, share.end)
    kinds = cues.kinds | ({after} if after else set())
    bounds = _bounds(Cardinal(share.value, share.end), None, kinds)
    unit = CountedNoun(share.unit, share.end, True)
    return _built(tokens, (cues.start, end), unit, None, bounds, approx="approx" in kinds), end


def _with_plus(tokens: Tokens, number: Cardinal) -> tuple[Cardinal, bool]:
    """Take a plus sign to a number, `10,000+ جندي`; return whether there is one."""
    plus = (
        tokens[number.end].bare == "+"
        and tokens.glued(number.end)
        and tokens[number.end + 1].bare not in words.SCALES
    )
    return (number._replace(end=number.end + 1), True) if plus else (number, False)


def _percent_before(tokens: Tokens, index: int) -> bool:
    """Say whether a percent sign is written before a number, as some sites do: %45."""
    if tokens[index - 1].bare not in {"%", "٪"} or tokens[index].kind != "number":
        return False
    return tokens.glued(index) or tokens[index - 2].kind != "number"


def _is_open(tokens: Tokens, first: int, floor: int, end: int, *, bounded: bool) -> bool:
    """Say whether more is said of an amount than is read: مليون إلا ربع; 5 درجات تحت الصفر."""
    below_zero = tokens[end].bare == "تحت" and tokens[end + 1].bare == "الصفر"
    return below_zero or tokens[end].bare == "الا" or (not bounded and bound_told(tokens, first, floor))


def _said_before(
    tokens: Tokens, index: int, floor: int, unit: CountedNoun, *, cut: int, in_range: bool
) -> tuple[Cues, CountedNoun]:
    """Read the bounds before an amount, and a currency's sign, which may stand there instead of behind it.

    Args:
        tokens: the text.
        index: of the number's first token.
        floor: nothing before this token belongs to it.
        unit: what stands behind it.
        cut: code points of its first token that are no part of the number, such as و.
        in_range: whether it begins a range, to which من or بين belong.
    """
    head = index
    if is_any(tokens[index - 1], ARTICLE_ALONE) and index > floor and not in_range:
        head = index - 1  # يناهز الـ90
    elif in_range and index > floor and tokens[index - 1].bare in {"من", *_BETWEEN}:
        head, cut = index - 1, int(tokens[index - 1].bare == "وبين")
    cues = cues_before(tokens, head, head if cut else floor, position(tokens[head], cut))
    if head < index and cues.first == head and not in_range:
        cues = cues._replace(start=tokens[index].start, first=index)  # الـ is no part of what is quoted
    sign = tokens[cues.first - 1]
    if sign.bare in words.CURRENCY_SIGNS and cues.first > floor:
        cues = cues._replace(start=sign.start, first=cues.first - 1)
        unit = CountedNoun(unit.name or sign.bare, unit.end, True)
    return cues, unit


def _unnumbered(tokens: Tokens, index: int, floor: int) -> tuple[Number | None, int]:
    """Read what states a number without one of its own: جنديين, شخص واحد, ساعة ونصف, صفر إصابات."""
    token = tokens[index]
    if token.kind != "word" or tokens[index - 1].bare == "بين":
        return None, index + 1
    for cut, word, article in readings(token.bare):
        if article or token.bare[cut - 1 : cut + 1] == "لل" or token.bare[:cut] in _PART_OF_NAMES:
            continue  # للصين is China, not two thieves, and فورمان a name
        if word.endswith(("يان", "يين")) and _after_dual(tokens[index - 1].bare, word):
            continue  # سائحان بريطانيان
        if word in nouns.DUALS or (word in nouns.HUMAN_PAIRS and _two(tokens, index + 1)):
            return _dual(tokens, index, floor, cut, word)
        if word in nouns.SINGULARS and (read := _single(tokens, index, floor, cut, word)):
            return read
        if word in words.ONE and (read := _one(tokens, index, cut)):
            return read
        if word == _ZERO and (read := _zero(tokens, index, cut)):
            return read
    return None, index + 1


def _after_dual(before: str, word: str) -> bool:
    """Say whether the word before is a dual of the same case, so that this one is its adjective."""
    return len(before) > 4 and before.endswith(word[-2:])


def _two(tokens: Tokens, index: int) -> bool:
    return words.UNITS.get(tokens[index].bare) == 2


def _dual(tokens: Tokens, index: int, floor: int, cut: int, word: str) -> tuple[Number | None, int]:
    """Read a noun that says two of itself: `جنديين`, `مترين إلى ثلاثة أمتار`."""
    token = tokens[index]
    start = position(token, cut)
    unit = CountedNoun(tokens.text[start : token.end], index + 1 + _two(tokens, index + 1), True)
    number = Cardinal(Decimal(2), unit.end)
    span, unit = _from_two(tokens, index, unit)
    head = index
    if span is not None and index > floor and tokens[index - 1].bare == "من" and not cut:
        head, start = index - 1, tokens[index - 1].start
    cues = cues_before(tokens, head, head if cut else floor, start)
    after, end = cues_after(tokens, unit.end)
    kinds = cues.kinds | ({after} if after else set())
    value, end = _and_half(tokens, number, unit.end, end) if span is None else (None, end)
    bounds = _bounds(span.last if span else Cardinal(value, end), span, kinds)
    event = None if cut else happened(tokens, cues.first)
    return _built(tokens, (cues.start, end), unit, event, bounds, approx="approx" in kinds), end


def _from_two(tokens: Tokens, index: int, unit: CountedNoun) -> tuple[Range | None, CountedNoun]:
    """Read the range that begins with a dual: شهرين أو ثلاثة, مترين إلى ثلاثة أمتار."""
    link = link_at(tokens, unit.end, False)
    second = cardinal_at(tokens, link[1])[0] if link else None
    if link is None or second is None or second.value is None or second.value <= 2 or second.scale > 1:
        return None, unit
    noun = unit_at(tokens, second)
    singular = nouns.DUALS.get(readings(tokens[index].bare)[-1].rest, "")
    if noun.name and (link[0] == "or" or not nouns.same(noun.name, singular)):
        return None, unit
    return Range(Decimal(2), second), noun if noun.name else unit._replace(end=second.end)


def _single(tokens: Tokens, index: int, floor: int, cut: int, word: str) -> tuple[Number | None, int] | None:
    """Read a singular that says one of itself: شخص واحد, ساعة ونصف, and يوم أو يومين."""
    start, after = position(tokens[index], cut), tokens[index + 1]
    unit = CountedNoun(tokens.text[start : tokens[index].end], index + 1, True)
    value, span, end = Decimal(1), None, index + 1
    if after.bare in words.ONE and word in nouns.ONE_OF:
        end = index + 2
    elif after.bare in {"او", "الي"} and nouns.DUALS.get(tokens[index + 2].bare) == word:
        if word not in nouns.MEASURES and word not in nouns.PEOPLE:
            return None
        end = index + 3
        span = Range(Decimal(1), Cardinal(Decimal(2), end))
    elif word in nouns.MEASURES and not is_any(tokens[index - 1], words.FEW):
        half, end = _and_half(tokens, Cardinal(value, end), end, end)
        if half is None or half == value:
            return None
        value = half
    else:
        return None
    cues = cues_before(tokens, index, index if cut else floor, start)
    kind, end = cues_after(tokens, end)
    kinds = cues.kinds | ({kind} if kind else set())
    bounds = _bounds(span.last if span else Cardinal(value, end), span, kinds)
    event = None if cut else happened(tokens, cues.first)
    return _built(tokens, (cues.start, end), unit, event, bounds, approx="approx" in kinds), end


def _one(tokens: Tokens, index: int, cut: int) -> tuple[Number | None, int] | None:
    """Read واحد where those killed or hurt are counted: مقتل واحد وإصابة 5; not واحد من كبار القادة."""
    after = tokens[index + 1]
    if cut or after.bare == "من" or not is_any(tokens[index - 1], words.HAPPENED):
        return None
    if after.kind == "word" and not (after.bare.startswith("و") or after.bare in words.PARTICLES):
        return None
    event = happened(tokens, index)
    extent = tokens[index].start, index + 1
    return _built(tokens, extent, CountedNoun(None, index + 1), event, _Bounds(1.0), approx=False), index + 1


def _zero(tokens: Tokens, index: int, cut: int) -> tuple[Number | None, int] | None:
    """Read صفر where something is counted: صفر إصابات; it is a month, too, and half of a score."""
    number = Cardinal(Decimal(0), index + 1, words=1)
    unit, before = unit_at(tokens, number), tokens[index - 1]
    counted = unit.known or nouns.plural(tokens[index + 1])
    if not counted or definite(tokens[index + 1]) or before.kind == "number" or before.bare in DASHES:
        return None
    start = position(tokens[index], cut)
    unit = unit if unit.name else CountedNoun(tokens[index + 1].text, index + 2)
    return _built(tokens, (start, unit.end), unit, None, _Bounds(0.0), approx=False), unit.end


def _and_half(tokens: Tokens, number: Cardinal, unit_end: int, end: int) -> tuple[Decimal | None, int]:
    """Add `ونصف` after the unit, `ثلاث سنوات ونصف`; after a scale it may be half of either: no value."""
    follower = joined(tokens, unit_end) if end == unit_end else None
    if number.value is None or follower is None or follower[1] is None:
        return number.value, end
    index, part = follower[0], words.FRACTIONS.get(follower[1].rest)
    whole = tokens[index + 1]
    if part is None or whole.bare.removeprefix("ال") in words.SCALES:
        return number.value, end
    if definite(whole) and whole.bare[2:] not in nouns.MEASURES:  # خمس سنوات ونصف السكان
        return number.value, end
    return (number.value + Decimal(1) / part if number.scale == 1 else None), index + 1


def _bounds(number: Cardinal, span: Range | None, kinds: frozenset[str]) -> _Bounds:
    value = None if number.value is None else float(number.value)
    if span:
        return _Bounds(min=float(span.low), max=value)
    if {"min", "max"} <= kinds:
        return _Bounds()
    if number.floor is not None:
        return _Bounds() if "max" in kinds else _Bounds(min=float(number.floor))
    return _Bounds(min=value) if "min" in kinds else _Bounds(max=value) if "max" in kinds else _Bounds(value)


def _built(
    tokens: Tokens,
    extent: tuple[int, int],
    unit: CountedNoun,
    event: str | None,
    bounds: _Bounds,
    *,
    approx: bool,
) -> Number:
    """Make the record; `extent` is where it starts (code points) and the index of the token after it."""
    text, start, end = tokens.text, extent[0], tokens[extent[1] - 1].end
    while not is_boundary(text, start):
        start -= 1
    while not is_boundary(text, end):
        end += 1
    quote = text[start:end]
    return Number(
        start=start, end=end, quote=quote, unit=unit.name, what=event, approx=approx, **bounds._asdict()
    )
