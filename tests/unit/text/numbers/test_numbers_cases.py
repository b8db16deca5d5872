"""Amounts as Arabic writes them, beyond the sample articles: one text a line, with what is to be read in
it."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotations.text.numbers import read_numbers, to_attribute

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "data/numbers/cases.jsonl").read_text("utf-8").splitlines()
]
UNSET = {"value": None, "min": None, "max": None, "unit": None, "what": None, "approx": False}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_amounts_are_read_as_they_are_meant(case: dict[str, Any]) -> None:
    wanted = [UNSET | number for number in case["numbers"]]
    assert [to_attribute(number) for number in read_numbers(case["text"])] == wanted
