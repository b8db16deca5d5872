"""Reads an amount as a person types it in one line, and writes it to be typed again.

`~12,000 جندي`, `10,000–12,000`, `≥ 3,000 جندي (مقتل)`. What is typed may also be what a text says, such as
`نحو 12 ألف جندي`, and is then read by `read_numbers`; here a number may stand without the surroundings that a
text has to have, since who types it means a number. What can't be read whole is refused: an amount that is
wrong costs more than one that is typed twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from annotations.text.folding import ascii_digits, fold
from annotations.text.numbers import words
from annotations.text.numbers.amounts import number_shown
from annotations.text.numbers.reading import read_numbers, to_attribute

_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?"
_PLAIN = re.compile(_NUMBER)
_ENGLISH = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_AMOUNT = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*[-–—]\s*(?P<high>{_NUMBER}))?"
    rf"(?:\s*(?P<scale>{'|'.join(_ENGLISH)})\b)?\s*(?P<unit>[^\d\s][^\d]*)?",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"\s*(?P<approx>[~≈]|(?:about|around|nearly)\s)?\s*(?P<bound>≥|≤|>=|<=|>|<)?\s*", re.IGNORECASE
)
_EVENT = re.compile(r"\((?P<event>[^()]*)\)$")
_TWO_READINGS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?!\d)")
"""1.500 is one and a half here and fifteen hundred there; 0.125 can only be one of them."""


def plain(typed: str) -> float | None:
    """Read a number that stands alone, in any digits, `12,500.5` or `١٢٬٥٠٠٫٥`; None if it isn't one.

    A comma parts thousands and a point begins the fraction; 1.500 could be either and is none.
    """
    digits = _digits(typed)
    number = _PLAIN.fullmatch(digits)
    return float(number[0].replace(",", "")) if number and not _TWO_READINGS.search(digits) else None


def written(item: Mapping[str, Any]) -> str:
    """Write an item of the `numbers` attribute as it can be typed again; one without any number as its quote.

    What is only read is written by `annotations.text.numbers.amounts.amount`.
    """
    value, low, high = (item.get(key) for key in ("value", "min", "max"))
    if value is not None:
        amount = number_shown(value)
    elif low is not None and high is not None:
        amount = f"{number_shown(low)}–{number_shown(high)}"
    elif low is not None or high is not None:
        amount = f"≥ {number_shown(low)}" if low is not None else f"≤ {number_shown(high)}"
    else:
        return " ".join(str(item.get("quote") or item.get("unit") or "?").split())
    unit, event = item.get("unit"), item.get("what")
    parts = ["~" * bool(item.get("approx")) + amount, str(unit or ""), f"({event})" if event else ""]
    return " ".join(" ".join(filter(None, parts)).split())


def typed(line: str) -> list[dict[str, Any]]:
    """Read the amounts that a person typed, as items of the `numbers` attribute; `quote` is None in each.

    Raises:
        ValueError: no amount can be read in it, or not all of its digits belong to one.
    """
    text = " ".join(line.split())
    event = _EVENT.search(text)
    if event:
        text = text[: event.start()].rstrip()
    signs = _SIGNS.match(text)
    assert signs  # it may be empty
    items = _read(text[signs.end() :])
    if signs["approx"] or signs["bound"]:
        items[0] = _signed(items[0], signs["bound"], approx=bool(signs["approx"]))
    if event and (said := event["event"].strip()):
        items[-1]["what"] = said
    return items


def _read(text: str) -> list[dict[str, Any]]:
    numbers = read_numbers(text)
    gaps = _gaps(text, [(number.start, number.end) for number in numbers])
    if not numbers or any(char.isdigit() for gap in gaps for char in gap):
        return [_noted(text)._asdict() | {"what": None, "quote": None}]
    items = [to_attribute(number) | {"quote": None} for number in numbers]
    if any(item["value"] is item["min"] is item["max"] is None for item in items):
        raise ValueError(line_for(text))  # 1.500: two readings
    if len(items) == 1 and (rest := gaps[-1].strip(" .،,")):
        items[0]["unit"] = f"{items[0]['unit'] or ''} {rest}".strip()  # جندي كوري: all of it was typed
    return items


class _Noted(NamedTuple):
    value: float | None
    min: float | None
    max: float | None
    unit: str | None
    approx: bool = False


def _noted(text: str) -> _Noted:
    """Read a bare number or range, with a unit behind it or none."""
    digits = _digits(text)
    match = _AMOUNT.fullmatch(digits)
    unit = (text[match.start("unit") :].strip() or None) if match and match["unit"] else None
    scaled = unit and fold(unit).startswith(tuple(words.SCALES))  # 10 آلافا is not ten of anything
    if not match or scaled or _TWO_READINGS.search(digits):
        raise ValueError(line_for(text))
    scale = _ENGLISH[match["scale"].lower()] if match["scale"] else 1
    low = float(match["low"].replace(",", "")) * scale
    if not match["high"]:
        return _Noted(low, None, None, unit)
    high = float(match["high"].replace(",", "")) * scale
    if low >= high:
        raise ValueError(line_for(text))
    return _Noted(None, low, high, unit)


def _signed(item: dict[str, Any], bound: str | None, *, approx: bool) -> dict[str, Any]:
    item = item | {"approx": approx or item["approx"]}
    if bound is None:
        return item
    if item["value"] is None:
        raise ValueError(line_for(bound))  # a bound of a range
    key = "min" if bound in ("≥", ">=", ">") else "max"
    return item | {"value": None, key: item["value"]}


def _gaps(text: str, spans: list[tuple[int, int]]) -> list[str]:
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _digits(text: str) -> str:
    """Return a text of the same length with ASCII digits and separators."""
    return ascii_digits(text).translate({0x66B: ".", 0x66C: ",", 0x2212: "-", 0x66A: "%"})


def line_for(text: str) -> str:
    """Return the complaint about a text that is no amount."""
    return (
        f"no amount can be read in {text[:40]!r}; write it like 12,000 or ~10,000–12,000 and what is counted"
    )
