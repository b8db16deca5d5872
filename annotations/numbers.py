"""Read the amounts that an Arabic sentence states: value or bounds, what is counted, how surely.

An amount that is read wrong costs more than one that is not offered, since the analyst trusts what stands there. So a
number is read only where its surroundings say that it counts something: a unit, a scale, a bound, a percent sign, or a word
like عدد before it. Dates, years, hours, ordinals, resolutions, weapons' names (KN-23, شاهد 136) and scores are left out, and an
amount that two readers would write differently (1.500) is offered without a value. The tables are in `numbers_words.py`, the
grammar of cardinals in `numbers_cardinal.py`, the doubts in `numbers_context.py`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from annotations import numbers_words as words
from annotations.arabic import is_boundary
from annotations.numbers_around import Unit, cues_after, cues_before, happened, unit_at
from annotations.numbers_cardinal import Cardinal, Reading, Tokens, cardinal, joined, position, readings
from annotations.numbers_context import DASHES, designates, is_any, is_date, like_a_year, stated


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """One amount of a text. `start` and `end` are code points, half-open: `text[start:end] == quote`.

    The quote holds bound, number and unit, `ما لا يقل عن 115 ألف جندي`. A bound leaves `value` None and is in `min` or `max`,
    a range is in both; all three are None where it is certain that an amount is stated and not which.
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
    """What happened to them, where a verbal noun stands directly before: مقتل, إصابة."""
    approx: bool = False


def to_attribute(number: Number) -> dict[str, Any]:
    """Return the item of the `numbers` attribute (design.md): all its keys, without the place in the text."""
    return {key: getattr(number, key) for key in ("value", "min", "max", "unit", "what", "approx", "quote")}


def read_numbers(text: str) -> list[Number]:
    """Read all amounts of a text, in order and not overlapping; time is linear in its length."""
    tokens = Tokens(text)
    found: list[Number] = []
    index = floor = 0
    while index < len(tokens):
        number, end = _amount(tokens, index, floor)
        if number:
            found.append(number)
            floor = end
        index = max(end, index + 1)
    return found


class _Range(NamedTuple):
    low: Decimal
    last: Cardinal


def _amount(tokens: Tokens, index: int, floor: int) -> tuple[Number | None, int]:
    """Read the amount whose number begins at a token; `end` is the index after what is dealt with."""
    if tokens[index].kind not in {"number", "word"}:
        return None, index + 1
    between = tokens[index - 1].bare in {"بين", "وبين"} and tokens[index - 2].bare != "من"
    number, reading = _cardinal(tokens, index, chain=not between)
    if number is None:
        return _dual(tokens, index, floor)
    if designates(tokens, index):
        return None, index + 1 if reading is None else number.end
    span = _range(tokens, index, number, between)
    if between and span is None:
        number = _cardinal(tokens, index)[0] or number
    last = span.last if span else number
    if span is None and _torn(tokens, number):
        return None, index + 1
    unit = unit_at(tokens, last)
    if is_date(tokens, index, last.end, last.value, unit.known):
        return None, last.end
    from_word = span is not None and index > floor and tokens[index - 1].bare in {"من", "بين", "وبين"}
    head = index - from_word
    cut = 1 if tokens[head].bare == "وبين" else reading.cut if reading and not from_word else 0
    cues = cues_before(tokens, head, floor if not cut or from_word else head, position(tokens[head], cut))
    start, first = cues.start, cues.first
    if tokens[first - 1].bare in words.CURRENCY_SIGNS and first > floor:
        start, first, unit = tokens[first - 1].start, first - 1, unit._replace(name=unit.name or tokens[first - 1].bare, known=True)
    after, end = cues_after(tokens, unit.end)
    kinds = cues.kinds | ({after} if after else set())
    if not _counts(tokens, index, number, reading, span, unit, bool(kinds), floor):
        return None, last.end
    value, end = _and_half(tokens, last, unit.end, end)
    bounds = _bounds(last._replace(value=value), span, kinds)
    return _built(tokens, start, end, unit, happened(tokens, first), bounds, "approx" in kinds or last.floor is not None), end


def _cardinal(tokens: Tokens, index: int, *, chain: bool = True) -> tuple[Cardinal | None, Reading | None]:
    token = tokens[index]
    if token.kind == "number":
        return cardinal(tokens, index, chain=chain), None
    if token.kind == "word" and token.bare not in words.NOT_NUMBERS:
        for reading in readings(token.bare):
            if found := cardinal(tokens, index, reading, chain=chain):
                return found, reading
    return None, None


def _torn(tokens: Tokens, number: Cardinal) -> bool:
    """Say whether a dash and another number are written to it, and it is no range: a score, a date, a telephone number."""
    end = number.end
    return (
        tokens.glued(end) and tokens[end].bare in DASHES and tokens.glued(end + 1) and tokens[end + 1].kind == "number"
    )


def _range(tokens: Tokens, index: int, first: Cardinal, between: bool) -> _Range | None:
    """Read `10-12 ألف`, `من 10 إلى 12 ألف`, `بين 10 و12 ألف`, `10 أو 12 ألف`: a scale at the end belongs to both."""
    if first.value is None or first.definite:
        return None
    unit = Unit(None, first.end)
    link = _link(tokens, first.end, between)
    if link is None:
        unit = unit_at(tokens, first)
        link = _link(tokens, unit.end, between) if unit.name else None
    if link is None:
        return None
    kind, at = link
    second, _ = _cardinal(tokens, at)
    if second is None or second.value is None or second.floor or _torn(tokens, second):
        return None
    second_unit = unit_at(tokens, second)
    if unit.name and (kind == "or" or second_unit.name not in {None, unit.name}):
        return None
    if second.scale == 1 and not second_unit.name and not unit.name:
        return None
    if kind == "to" and tokens[index - 1].bare == "من" and any(is_any(tokens[back], words.CHANGES) for back in range(index - 7, index)):
        return None
    shared = first.scale == 1 < second.scale and not unit.name and first.value < second.head
    low = first.value * second.scale if shared else first.value
    if low >= second.value:
        return None
    return _Range(low, second)


def _link(tokens: Tokens, at: int, between: bool) -> tuple[str, int] | None:
    token = tokens[at]
    if token.bare in DASHES and tokens[at + 1].kind == "number" and tokens.glued(at) == tokens.glued(at + 1):
        return "dash", at + 1
    if token.bare in {"الي", "حتي"}:
        return "to", at + 1
    if token.bare == "او":
        return "or", at + 1
    if between and (follower := joined(tokens, at)):
        return "and", follower[0]
    return None


def _counts(
    tokens: Tokens, index: int, number: Cardinal, reading: Reading | None, span: _Range | None, unit: Unit, bounded: bool, floor: int
) -> bool:
    """Decide whether the number is an amount; every doubt says no."""
    if span:
        return unit.name is not None or span.last.scale > 1
    lone_article = number.definite and number.floor is None and number.words and (reading is None or reading.rest not in words.UNITS)
    if lone_article or (number.definite and number.value == 2):
        return False
    if (number.construct and not unit.name) or _lacks_its_scale(tokens, number):
        return False
    if not unit.name and not bounded:
        after_or = tokens[index - 1].bare == "او" and floor == index - 1 > 0
        return stated(tokens, index, number, reading, after_or=after_or)
    if like_a_year(tokens[index]) and number.scale == 1 and not (unit.known or bounded):
        return False
    if number.open and number.value == 1000 and unit.name and words.bare(unit.name).endswith("ا"):
        return False  # ألف كتابا: he wrote one; after a thousand the noun stands in the genitive
    return True


def _lacks_its_scale(tokens: Tokens, number: Cardinal) -> bool:
    """Say whether the scale comes only with the next number, and it is no range: `ارتفع من 100 إلى 120 ألفا`."""
    link = _link(tokens, number.end, False)
    second = _cardinal(tokens, link[1])[0] if link and number.scale == 1 else None
    return second is not None and second.scale > 1


def _dual(tokens: Tokens, index: int, floor: int) -> tuple[Number | None, int]:
    """Read a noun that says two of itself: `جنديين`."""
    token = tokens[index]
    for cut, word, article in readings(token.bare) if token.kind == "word" else ():
        if article or word not in words.DUAL_NOUNS or tokens[index - 1].bare == "بين":
            continue
        end = index + 1 + (words.UNITS.get(tokens[index + 1].bare) == 2)
        cues = cues_before(tokens, index, index if cut else floor, position(token, cut))
        after, end = cues_after(tokens, end)
        kinds = cues.kinds | ({after} if after else set())
        value, end = _and_half(tokens, Cardinal(Decimal(2), end), end, end)
        bounds = _bounds(Cardinal(value, end), None, kinds)
        unit = Unit(tokens.text[position(token, cut) : token.end], end, True)
        what = None if cut else happened(tokens, cues.first)
        return _built(tokens, cues.start, end, unit, what, bounds, "approx" in kinds), end
    return None, index + 1


def _and_half(tokens: Tokens, number: Cardinal, unit_end: int, end: int) -> tuple[Decimal | None, int]:
    """Add `ونصف` after the unit, as in `ثلاث سنوات ونصف`; after a scale it could be half of either, so no value is told."""
    follower = joined(tokens, unit_end) if end == unit_end else None
    if number.value is None or follower is None or follower[1] is None:
        return number.value, end
    index, part = follower[0], words.FRACTIONS.get(follower[1].rest)
    if part is None or tokens[index + 1].bare.removeprefix("ال") in words.SCALES:
        return number.value, end
    return (number.value + Decimal(1) / part if number.scale == 1 else None), index + 1


def _bounds(number: Cardinal, span: _Range | None, kinds: frozenset[str] | set[str]) -> tuple[float | None, float | None, float | None]:
    """Return value, min and max."""
    if span:
        return None, float(span.low), None if number.value is None else float(number.value)
    if {"min", "max"} <= kinds:
        return None, None, None
    if number.floor is not None:
        return None, None if "max" in kinds else float(number.floor), None
    if number.value is None:
        return None, None, None
    value = float(number.value)
    return (None, value, None) if "min" in kinds else (None, None, value) if "max" in kinds else (value, None, None)


def _built(
    tokens: Tokens, start: int, end: int, unit: Unit, what: str | None, bounds: tuple[float | None, float | None, float | None], approx: bool
) -> Number:
    text, stop = tokens.text, tokens[end - 1].end
    while not is_boundary(text, start):
        start -= 1
    while not is_boundary(text, stop):
        stop += 1
    value, low, high = bounds
    return Number(
        start=start, end=stop, quote=text[start:stop], value=value, min=low, max=high, unit=unit.name, what=what, approx=approx
    )  # fmt: skip
