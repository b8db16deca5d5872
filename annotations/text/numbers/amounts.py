"""Writes an amount as a person reads it, with its bounds: one function for every screen, page and list.

A bound is shown as a bound: `≥1,500`, `>1,500`, `≤9,000,000`, `~3,000`, `10,000–12,000`, `millions`. The
signs and their digits are one left-to-right isolate (UAX #9, LRI and PDI), since ≥ is mirrored in
right-to-left text (rule L4): «≥1,500» would read `1,500≤`, which is false. In Arabic a bound is said by words
(أكثر من، لا يقل عن، حتى، نحو، بين … و…), which mirror nothing.

A record knows a lower and an upper bound and not whether the bound itself is meant (`more than 1,500` and `at
least 1,500` are both `min: 1500`). Its quote may: where that says أكثر من or أقل من, the sign is > or <;
otherwise ≥ and ≤ are written, which hold for both. Hidden characters of a noun are shown by a sign, so that
the only controls in what is written are its isolates.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from annotations.text.hidden_characters import visible
from annotations.text.lines import flat
from annotations.text.numbers import words
from annotations.text.numbers.tokens import Tokens

LRI, PDI = "\u2066", "\u2069"
"""Begin and end a left-to-right isolate (UAX #9, 2.4)."""

Language = str
"""`ar` says bounds by words, any other by signs."""

Bound = Literal["value", "range", "min", "max", "lots"]

_COMMA = "، "
"""Parts amounts in either language: their nouns are Arabic."""
_LONGEST_WORDS = 60
"""Code points of a counted noun: more is no noun, and a column has no room for it."""

_MORE_THAN = words.table_of("أكثر أزيد أكبر يزيد تزيد يربو تربو تجاوز تجاوزت يتجاوز تتجاوز يفوق تفوق فوق")
_LESS_THAN = words.table_of("أقل أدنى")
_OR = words.table_of("أو فما")
"""Before one of them: 5 أو أكثر is at least 5."""

_LOTS = {
    10: ("tens", "عشرات"),
    10**2: ("hundreds", "مئات"),
    10**3: ("thousands", "آلاف"),
    10**4: ("tens of thousands", "عشرات الآلاف"),
    10**5: ("hundreds of thousands", "مئات الآلاف"),
    10**6: ("millions", "ملايين"),
    10**7: ("tens of millions", "عشرات الملايين"),
    10**8: ("hundreds of millions", "مئات الملايين"),
    10**9: ("billions", "مليارات"),
    10**10: ("tens of billions", "عشرات المليارات"),
    10**11: ("hundreds of billions", "مئات المليارات"),
    10**12: ("trillions", "تريليونات"),
}
_DEFINITE = frozenset(arabic for _, arabic in _LOTS.values() if " ال" in arabic)
"""Behind these the counted noun stands after من: عشرات الآلاف من الجنود."""


class Interval(NamedTuple):
    """The bounds of a number; None at an end that is open."""

    low: float | None
    high: float | None

    @property
    def anchor(self) -> float:
        """The end that is known, the lower one first: what amounts are put in order by."""
        known = self.low if self.low is not None else self.high
        assert known is not None
        return known


def interval(item: Mapping[str, Any]) -> Interval | None:
    """Return where the number of a `numbers` item lies; None for an item that states none."""
    value, low, high = (_finite(item.get(key)) for key in ("value", "min", "max"))
    if value is None and low is None and high is None:
        return None
    if value is None:
        return Interval(low, high)
    ends = [end for end in (value, low, high) if end is not None]
    return Interval(min(ends), max(ends))


def amount(
    item: Mapping[str, Any], language: Language = "en", *, unit: bool = True, isolates: bool = True
) -> str:
    """Write an item of the `numbers` attribute in one line; one without any number as its quote.

    Args:
        item: the record, of whatever origin: what is no number or text in it is passed over.
        language: of the screen or page.
        unit: whether what is counted and what happened to it follow.
        isolates: whether signs and digits are isolated; only where nothing is shown (a search, a sort).
    """
    if interval(item) is None:
        return visible(flat(str(item.get("quote") or item.get("unit") or "?")))
    said = _with_unit(_number(item, language), item) if unit else _number(item, language)
    return said if isolates else _bare(said)


def short(item: Mapping[str, Any], language: Language, cells: int) -> str:
    """Write the number alone for a column of so many cells: where words have no room for it, by signs.

    An item that states none is a question mark: its quote stands elsewhere.
    """
    if interval(item) is None:
        return "?"
    for written in (_number(item, language), _signs(item)):
        if len(_bare(written)) <= cells:
            return written
    return _signs(item)


def several(
    items: Sequence[Mapping[str, Any]], language: Language, cells: int, *, isolates: bool = True
) -> str:
    """Write all amounts of a claim in one line of so many cells, as much of them as there is room for.

    What neighbours count is written once, behind the last of them. Where there is no room bounds are said by
    signs, then nouns are left out, and at last `+2` says that two more amounts are there.

    Args:
        items: the records.
        language: of the screen or page.
        cells: the room, a cell for each code point that isn't an isolate.
        isolates: as for `amount`.
    """
    said = ""
    for said in _lines(items, language):
        if len(_bare(said)) <= cells:
            break
    return said if isolates else _bare(said)


def _lines(items: Sequence[Mapping[str, Any]], language: Language) -> Iterator[str]:
    """Yield ways to write amounts in one line, each shorter than the one before."""
    nouns = [*map(_behind, items), ""]
    last = [noun != following for noun, following in pairwise(nouns)]
    last[-1:] = [True] if items else []
    for lang in dict.fromkeys((language, "")):
        yield _COMMA.join(
            amount(item, lang, unit=with_noun) for item, with_noun in zip(items, last, strict=True)
        )
    alone = [amount(item, "", unit=False) for item in items]
    yield _COMMA.join(alone)
    for shown in range(len(items) - 1, 0, -1):
        yield f"{_COMMA.join(alone[:shown])} {_isolated(f'+{len(items) - shown}')}"


def _behind(item: Mapping[str, Any]) -> str:
    """Return what stands behind the number of an amount: what is counted, and what happened to it."""
    return _with_unit("", item)


def _bare(said: str) -> str:
    return said.replace(LRI, "").replace(PDI, "")


def number_shown(value: Any) -> str:
    """Write a number with its thousands parted; what isn't one as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if abs(value) < 1e15 and value == int(value) else f"{value:,}"


def bound_of(item: Mapping[str, Any]) -> tuple[Bound, bool]:
    """Say which bound an amount is, and whether the bound itself is excluded, as far as that is known."""
    value, low, high = (_finite(item.get(key)) for key in ("value", "min", "max"))
    if value is not None or (low is not None and low == high):
        return "value", False
    if low is not None and high is not None:
        return "range", False
    if high is not None:
        return "max", _says(item, _LESS_THAN)
    if low in _LOTS and item.get("approx") is True and _is_lots(item, low):
        return "lots", False
    return "min", _says(item, _MORE_THAN)


# ---------------------------------------------------------------------- the number


def _number(item: Mapping[str, Any], language: Language) -> str:
    return _words(item) if language == "ar" else _signs(item)


def _signs(item: Mapping[str, Any]) -> str:
    value, low, high = (_finite(item.get(key)) for key in ("value", "min", "max"))
    bound, strict = bound_of(item)
    about = "~" if item.get("approx") is True else ""
    match bound:
        case "value":
            said = number_shown(value if value is not None else low)
        case "range":
            said = f"{number_shown(low)}–{number_shown(high)}"
        case "lots":
            return f"{_LOTS[int(low or 0)][0]} {_sign_of(item)}".strip()
        case "min":
            said = (">" if strict else "≥") + number_shown(low)
        case "max":
            said = ("<" if strict else "≤") + number_shown(high)
    return _isolated(about + said + _sign_of(item))


def _words(item: Mapping[str, Any]) -> str:
    value, low, high = (_finite(item.get(key)) for key in ("value", "min", "max"))
    bound, strict = bound_of(item)
    about = "نحو " if item.get("approx") is True else ""
    sign = _sign_of(item)
    match bound:
        case "value":
            return about + _isolated(number_shown(value if value is not None else low) + sign)
        case "range" if about:
            return f"{about}{_isolated(number_shown(low))} إلى {_isolated(number_shown(high) + sign)}"
        case "range":
            return f"بين {_isolated(number_shown(low))} و{_isolated(number_shown(high) + sign)}"
        case "lots":
            return f"{_LOTS[int(low or 0)][1]} {sign}".strip()
        case "min":
            return f"{'أكثر من' if strict else 'لا يقل عن'} {about}{_isolated(number_shown(low) + sign)}"
        case "max":
            return f"{'أقل من' if strict else 'حتى'} {about}{_isolated(number_shown(high) + sign)}"


def _isolated(number: str) -> str:
    return f"{LRI}{number}{PDI}"


def _finite(value: Any) -> float | int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isinstance(value, int) or math.isfinite(value) else None


# ---------------------------------------------------------------------- what is counted


def _with_unit(said: str, item: Mapping[str, Any]) -> str:
    unit = "" if _sign_of(item) else _noun(item.get("unit"))
    event = _noun(item.get("what"))
    if unit and said in _DEFINITE:
        unit = f"من {unit}"
    return " ".join(filter(None, (said, unit, f"({event})" if event else "")))


def _noun(value: Any) -> str:
    return visible(flat(value)[:_LONGEST_WORDS]) if isinstance(value, str) else ""


def _sign_of(item: Mapping[str, Any]) -> str:
    """Return a unit that is a sign (%, $) as it stands behind the digits, in their isolate."""
    unit = _noun(item.get("unit"))
    if not unit or any(char.isalnum() for char in unit):
        return ""
    return unit if unit == words.PERCENT else f" {unit}"


# ---------------------------------------------------------------------- what the quote says


def _quote(item: Mapping[str, Any]) -> list[str]:
    quote = item.get("quote")
    return [token.bare for token in _tokens(quote)] if isinstance(quote, str) else []


def _tokens(text: str) -> list[Any]:
    tokens = Tokens(text[:400])
    return [tokens[index] for index in range(len(tokens))]


def _says(item: Mapping[str, Any], cues: frozenset[str] | set[str]) -> bool:
    """Say whether the quote has one of these words before its number, and not as an alternative."""
    said = _quote(item)
    return any(word in cues and (not at or said[at - 1] not in _OR) for at, word in enumerate(said))


def _is_lots(item: Mapping[str, Any], low: float | None) -> bool:
    """Say whether the quote names the scale alone: عشرات الآلاف, and not عشرة آلاف."""
    product = 1
    for word in _quote(item):
        scale = words.LOTS.get(word) or words.LOTS.get(word.removeprefix("ال"))
        product *= scale or 1
        if any(char.isdigit() for char in word):
            return False
    return product == low
