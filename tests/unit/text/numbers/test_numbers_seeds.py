"""Every number of the five sample articles, against a careful reading of them."""

import json
import re
from pathlib import Path

import pytest

import seeds
from annotations.text.numbers import read_numbers

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "data/numbers/seeds.jsonl").read_text("utf-8").splitlines()
]
TEXTS = {path.name: path.read_text("utf-8") for path in sorted(seeds.FOLDER.glob("*.txt"))}
FIELDS = ("start", "end", "quote", "value", "min", "max", "unit", "what", "approx")


@pytest.mark.parametrize("article", TEXTS)
def test_every_amount_is_read_and_nothing_else(article: str) -> None:
    wanted = [
        {key: row[key] for key in FIELDS} for row in ROWS if row["article"] == article and "value" in row
    ]
    got = [{key: getattr(number, key) for key in FIELDS} for number in read_numbers(TEXTS[article])]
    assert got == wanted


@pytest.mark.parametrize("article", TEXTS)
def test_the_reading_accounts_for_every_digit_and_every_number_word(article: str) -> None:
    spans = [(row["start"], row["end"]) for row in ROWS if row["article"] == article]
    text = TEXTS[article]
    stems = (
        r"ثلاثة?|أربعة?|خمسة?|ستة|سبعة?|ثمانية?|تسعة?|عشرة?|"
        r"مئ[ةا]\w*|مائ\w+|ألف|آلاف|مليون|ملايين|مليار\w*|عشرات"
    )
    for found in re.finditer(rf"\d+|\b[وبل]?(?:ال)?(?:{stems})\b", text):
        assert any(start < found.end() and found.start() < end for start, end in spans), found


def test_the_reading_quotes_the_articles() -> None:
    assert all(TEXTS[row["article"]][row["start"] : row["end"]] == row["quote"] for row in ROWS)
    assert len({row["article"] for row in ROWS}) == 5
