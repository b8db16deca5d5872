"""Words are found at their places in a text in two ways, which agree whatever lies between their letters."""

from __future__ import annotations

import random
import unicodedata

import pytest

from annotations.text.folding import Translation
from annotations.text.searching.words import TextWords, words_of

BETWEEN = (
    "\u064e", "\u0651", "\u0640", "\u200c", "\u200d", "\u200f", "\ufeff", "\u00ad", "\u0654", "\u0300",
    "ﷺ", "ﻻ", "é", "ß", "😀", "\u00a0", "\u202f", "\u2028", "\x1c", "\x00", "\t", "  ", "-", "، ",
)  # fmt: skip
WORDS = ("السد", "وَالسدّ", "الحكومة", "في", "فيه", "عبدالله", "12,000", "١٢٬٠٠٠", "12", "KN-23", "مسؤول", "a")


def texts(count: int) -> list[str]:
    rng = random.Random(7)
    made = []
    for number in range(count):
        letters = list(" ".join(rng.choices(WORDS, k=rng.randint(1, 30))))
        for _ in range(rng.choice((0, 0, 1, 3, 40))):
            letters.insert(rng.randrange(len(letters) + 1), rng.choice(BETWEEN))
        text = "".join(letters)
        made.append(unicodedata.normalize("NFD", text) if number % 5 == 4 else text)
    return made


def test_words_stand_where_they_are_counted() -> None:
    for text in texts(800):
        cut = TextWords(text)
        for wanted in (frozenset(words_of(word)) for word in WORDS):
            numbers = [number for number, word in enumerate(cut.words) if word in wanted]
            expected = [cut.spans(numbers)[number] for number in numbers]
            assert TextWords(text).spans_of(wanted) == expected, (text, wanted)


@pytest.mark.parametrize("text", ["السـد", "\u0640\u0640ا\u0640", "", "é😀é", "\ufeffسدّ é\u0300ـسد\u064e"])
def test_where_letters_were_follows_from_those_that_were_dropped(text: str) -> None:
    class Table(dict[int, str]):
        def __missing__(self, code: int) -> str:
            return "" if unicodedata.category(chr(code)) in {"Mn", "Cf", "Lm"} else chr(code).upper()

    translation = Translation(Table())
    told = translation.with_gaps(text)
    assert told is not None
    made, gaps = told
    assert made == translation(text)
    kept = [at for at, char in enumerate(text) if unicodedata.category(char) not in {"Mn", "Cf", "Lm"}]
    assert [at + sum(gap <= at for gap in gaps) for at in range(len(made))] == kept


def test_a_letter_that_becomes_several_is_told_of_in_no_places() -> None:
    table = {code: chr(code) for code in range(0x10000)} | {ord("ﷺ"): "صلى"}
    assert Translation(table).with_gaps("قال ﷺ") is None
