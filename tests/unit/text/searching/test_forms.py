"""A word is found in its forms, and no other word is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus_tools import without_spaces
from hypothesis import given
from hypothesis import strategies as st

import seeds
from annotations.corpus.query import Query
from annotations.text.folding import folded_words
from annotations.text.searching.forms import LONGEST, is_form_of, keys_of, query_keys
from annotations.text.searching.words import TextWords, folded_and_words, words_of

PAIRS = Path(__file__).with_name("pairs.txt")
NOT = "not"


def pairs() -> Iterator[tuple[str, str, str]]:
    kind = ""
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            kind = line[2:]
        elif ":" in line and not line.startswith("#"):
            query, _, words = line.partition(":")
            for word in [words.strip()] if '"12' in query else words.split():
                yield kind, query, word


def test_words_are_found_in_their_forms_and_others_are_not() -> None:
    wrong = []
    for kind, query, word in pairs():
        text = f"جاء أن {word} كما نشر"
        found = any(start < 7 + len(word) and end > 7 for start, end in Query(query).hits(text))
        if found == (kind == NOT):
            wrong.append((kind, query, word))
    assert not wrong


WORDS = sorted({word for path in seeds.FOLDER.glob("*.txt") for word in words_of(path.read_text("utf-8"))})


@pytest.mark.parametrize("word", WORDS)
def test_a_word_finds_itself(word: str) -> None:
    assert is_form_of(word, query_keys(word))


@given(st.text(alphabet="ابتوفلكسيهةمنءؤئقر", min_size=1, max_size=12))
def test_any_letters_find_themselves(word: str) -> None:
    for each in words_of(word):
        assert is_form_of(each, query_keys(each))
        assert len(keys_of(each)) < 60


NASTY = "ابتجغطسصعفقكلمنهويةىؤئءپڤگ"
"""Letters of prefixes, endings, names and hamzas, of which words have readings."""
MOST_KEYS = 300


@pytest.mark.parametrize(
    "word",
    [  # of all words of these letters that were tried, those with the most keys: 1,074 without a bound
        "فسياؤيواطاغوايئاياياواوگاوصاويئه",
        "وفكاياڤيوقاوعولايويمواياويواوياء",
        "وفككءىائكاوغجاةنهلفؤومكايڤوستؤته",
        "ووكڤبوپقيپوجغگؤغةيطئصيىهيپپلجينا",
        *(letter * LONGEST for letter in "وفبلك"),
        "وا" * (LONGEST // 2),
        "پو" * (LONGEST // 2),
        "پئاو" * (LONGEST // 4),
    ],
)
def test_a_word_has_few_keys_whatever_its_letters(word: str) -> None:
    assert len(word) == LONGEST
    assert len(keys_of(word)) < MOST_KEYS
    assert len(query_keys(word)) < MOST_KEYS


@given(st.text(alphabet=NASTY, min_size=1, max_size=LONGEST))
def test_no_letters_have_more_keys_than_these(letters: str) -> None:
    for word in words_of(letters):
        assert len(keys_of(word) | query_keys(word)) < MOST_KEYS
        assert is_form_of(word, query_keys(word))


def test_what_is_longer_than_a_word_is_nothing_but_itself() -> None:
    glued = without_spaces()
    assert max(map(len, WORDS)) < LONGEST // 2
    assert len(glued) > 3000
    for length in (LONGEST + 1, 300, 1100, len(glued)):
        for word in (glued[:length], "و" * length, "وا" * length, "پو" * length):
            assert keys_of(word) == query_keys(word) == {word}


def test_the_longest_words_have_their_forms() -> None:
    word = "ميثيلينديوكسيميثامفيتامين"
    text = f"عن ال{word} وبال{word}"
    assert [text[start:end] for start, end in Query(word).hits(text)] == [f"ال{word}", f"وبال{word}"]


@given(st.text(alphabet="اؤيئؤةك,1234ﷺﻻﺆKnN-\u0301\u200f\u0600 \n👩\u200d½", max_size=40))
def test_words_are_the_same_with_and_without_their_places(text: str) -> None:
    pieces = text.split("\n")
    words = [word for piece in pieces for word in words_of(piece)]
    assert folded_and_words(pieces) == (list(map(folded_words, pieces)), words)
    assert folded_and_words([]) == ([], [])
    located = TextWords(text)
    assert located.words == words_of(text)
    spans = located.spans(range(len(located.words)))
    assert all(0 <= start < end <= len(text) for start, end in spans.values())
    starts = [spans[number][0] for number in range(len(spans))]
    assert starts == sorted(starts)
    for number, (start, end) in spans.items():
        assert located.words[number] in words_of(text[start:end])
        assert located.spans({number}) == {number: (start, end)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("KN-23 KN23", ["kn", "23", "kn", "23"]),
        ("50شخصا", ["50", "شخصا"]),
        ("12,000 و1,234,567", ["12000", "و", "1234567"]),
        ("١٢٬٠٠٠", ["12000"]),
        ("12,5", ["12", "5"]),
        ("مسؤول مسؤول", ["مسؤول", "مسؤول"]),
        ("ﺍﻟﻜﻮﺭﻳﺔ الکوریة", ["الكورية", "الكورية"]),
    ],
)
def test_words_are_cut_where_script_and_digits_meet(text: str, words: list[str]) -> None:
    assert words_of(text) == words
