"""Amounts in sentences of many kinds of news: casualties, economy, sport, weather, elections, health.

Each part of the file was written before the reader was run on it; how it did at first stands above the part.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from annotations.text.numbers import Number, read_numbers

LINES = [
    line
    for line in (Path(__file__).parents[3] / "data/numbers/news.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


class Place(NamedTuple):
    """A place that is judged: its code points, and what is right there."""

    start: int
    end: int
    wanted: str


def places(line: str) -> tuple[str, list[Place]]:
    """Return the text of a line and its places."""
    marked, *wanted = line.split("\t")
    spans, text = [], ""
    for before, inside in re.findall(r"([^\[]*)(?:\[([^\]]*)\])?", marked):
        text += before
        if inside:
            spans.append((len(text), len(text) + len(inside)))
            text += inside
    assert len(spans) == len(wanted), line
    return text, [Place(*span, want) for span, want in zip(spans, wanted, strict=True)]


def is_right(found: Number | None, wanted: str) -> bool:
    """Say whether what was read is what one of the alternatives asks for."""
    return any(_fits(found, alternative.strip()) for alternative in wanted.split("|"))


def _fits(found: Number | None, wanted: str) -> bool:
    if wanted == "-" or found is None:
        return wanted == "-" and found is None
    amount, _, unit = wanted.partition(" ")
    if unit and not (found.unit or "").removeprefix("ال").startswith(unit):
        return False
    bounds = found.value, found.min, found.max
    if amount == "?":
        return bounds == (None, None, None)
    if amount.startswith("/"):
        share = float(amount[1:])
        value = math.nan if found.value is None else found.value
        return abs(value - share) < 0.01 or (found.unit == "%" and abs(value - 100 * share) < 0.1)
    if amount[0] != "≈" and found.approx != (amount[0] == "~"):
        return False
    amount = amount.lstrip("~≈")
    low, _, high = amount.partition("..")
    if high:
        return bounds == (None, float(low), float(high))
    if amount.startswith(">="):
        return bounds == (None, float(amount[2:]), None)
    if amount.startswith("<="):
        return bounds == (None, None, float(amount[2:]))
    return bounds == (float(amount), None, None)


@pytest.mark.parametrize("line", LINES)
def test_amounts_of_the_news_are_read_and_other_numbers_are_left_alone(line: str) -> None:
    text, judged = places(line)
    found = read_numbers(text)
    for place in judged:
        here = [number for number in found if number.start < place.end and place.start < number.end]
        assert is_right(here[0] if here else None, place.wanted), (place, here)
    inside = [
        number
        for number in found
        if any(number.start < place.end and place.start < number.end for place in judged)
    ]
    assert found == inside
