"""No rule of text takes more than in proportion to the text, however it repeats itself."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from annotations.corpus import query
from annotations.corpus.formats.html_fragment import fragment_text
from annotations.corpus.formats.linked_data import LinkedData
from annotations.corpus.formats.table_columns import columns_of
from annotations.corpus.front_matter import split as front_matter
from annotations.corpus.records import Options
from annotations.corpus.spreadsheet_extent import _CELL
from annotations.insight.sides import _words
from annotations.model import quote_search
from annotations.model.article import Article
from annotations.model.records import Target
from annotations.reporting.tokens import _TOKEN
from annotations.text import folding
from annotations.text.line_shape import LineShape, _is_menu
from annotations.text.numbers import read_numbers
from annotations.text.searching import words
from annotations.text.sentences import split

NASTY = {
    "spaces": " ",
    "blank lines": "\n",
    "lines of a space": " \n",
    "one letter": "ا",
    "letters and marks": "ا\u064b",
    "marks": "\u064b",
    "tatweel": "ـ",
    "dots": ".",
    "dots and spaces": ". ",
    "quotation marks": "«»",
    "opening ones": "«",
    "brackets": "(",
    "dashes": "- ",
    "digits": "1",
    "digits and commas": "1,",
    "dates": "12 يناير ",
    "slashes": "1/",
    "number words": "ألف و",
    "millions": "مليون ",
    "conjoining jamo": "\u1100",
    "flags": "\U0001f1e6",
    "emoji": "👩\u200d",
    "number signs": "\u0600",
    "controls": "\u200f\u202e",
    "addresses": "http://www.",
    "words": "قال ",
    "front matter": "a: b\n",
}

RULES: dict[str, Callable[[str], object]] = {
    "sentences, kinds, title, outline": lambda text: _everything(Article("1", text)),
    "numbers": read_numbers,
    "front matter": lambda text: front_matter("---\n" + text, Options()),
    "words": words.words_of,
    "what is found": lambda text: query.Query(text[:12]).hits(text),
    "what is found in an article": lambda text: folding.find(text, text[:3]),
    "where a quote has gone": lambda text: quote_search.find_again(text, target("قال المتحدث " * 4)),
    "where a quote of it has gone": lambda text: quote_search.find_again(text, target(text[:300])),
}


def _everything(article: Article) -> object:
    facts = article.label, article.title, article.source, article.published
    return facts, article.outline, article.boilerplate_paragraphs


def target(quote: str) -> Target:
    return Target(start=50, end=50 + len(quote), quote=quote, prefix="ا" * 32, suffix="ب" * 32, sentence=0)


def seconds(rule: Callable[[str], object], text: str) -> float:
    """Return the processor's time that a rule takes, not that of the clock on the wall."""
    began = time.process_time()
    rule(text)
    return time.process_time() - began


@pytest.mark.parametrize("pattern", NASTY)
@pytest.mark.parametrize("rule", RULES)
def test_eight_times_the_text_takes_no_twenty_fold_time(rule: str, pattern: str) -> None:
    size = 3000
    for shape in (lambda body: body, lambda body: f"قال{body}1"):
        small, large = (shape((NASTY[pattern] * length)[:length]) for length in (size, 8 * size))
        for _ in range(4):  # what grows as the square takes 64 times as long, each time
            floor = max(seconds(RULES[rule], small), 0.01)
            if seconds(RULES[rule], large) < 20 * floor:
                break
        else:
            pytest.fail(f"{rule} of {pattern}: more than 20 times as long")


def glued(length: int) -> str:
    """Return a line of so many letters whose spaces were lost."""
    return "".join(random.Random(5).choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=length)) + "."


ONCE_DEAR: dict[str, tuple[Callable[[str], object], Callable[[int], str]]] = {
    "a glued line, as long as a sign may be": (split, lambda n: glued(n // 121)),
    "colons before the end": (split, lambda n: f"قال محمد إن {': ' * (n // 2)} نهاية."),
    "dots before the end": (split, lambda n: f"{'قال محمد إن ' * 12}{'… ' * (n // 2)} ا…"),
    "a menu of different words": (
        lambda text: _is_menu(LineShape(text)),
        lambda n: " ".join(map(str, range(n // 6))),
    ),
    "broken linked data": (lambda text: LinkedData([text]), lambda n: f'{{"@type":{" " * n}x}}'),
    "its author": (lambda text: LinkedData([text]), lambda n: f'{{"@type":"Article","author":{" " * n}x}}'),
    "groups of digits": (lambda text: [*_TOKEN.finditer(text)], lambda n: "1.000.000" * (n // 9) + "x"),
    "names in a quote": (lambda text: _words(text, ["محمد"]), lambda n: "محمد " * (n // 5)),
    "a cell of many names": (
        lambda text: _CELL.findall(text.encode()),
        lambda n: "<c" + ' r="A1"' * (n // 7) + "/>",
    ),
    "columns without names": (
        lambda text: columns_of(text.split(","), Options()),
        lambda n: "text,title" + "," * n,
    ),
    "tags that never end": (fragment_text, lambda n: "<p>ا" + "<a '" * (n // 4)),
    "comments that never end": (fragment_text, lambda n: "<!--" * (n // 4)),
}
"""Reads what a hostile or broken file may have, of about so many code points."""


@pytest.mark.parametrize("name", ONCE_DEAR)
def test_what_once_took_the_square_of_its_length_takes_its_length(name: str) -> None:
    rule, written = ONCE_DEAR[name]
    rule(written(3000))  # tables are read once
    for _ in range(4):
        floor = max(seconds(rule, written(3000)), 0.01)
        if seconds(rule, written(24_000)) < 20 * floor:
            break
    else:
        pytest.fail(f"{name}: more than 20 times as long")


@pytest.mark.parametrize("pattern", ["\u1100", "\U0001f1e6", "\u0600", "ا\u064b", "ا ", "a"])
def test_each_place_of_a_text_is_asked_for_a_boundary_a_few_times(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0
    whole = folding.is_boundary

    def counted(text: str, offset: int) -> bool:
        nonlocal calls
        calls += 1
        return whole(text, offset)

    monkeypatch.setattr(words, "is_boundary", counted)
    text = pattern * 3000
    for typed in (pattern, pattern * 3, f'"{pattern}" {pattern * 2}'):
        calls = 0
        hits = query.Query(typed).hits(text)
        assert calls <= 4 * len(text)
        for before, after in pairwise(hits):
            assert before[1] <= after[0]
        assert all(whole(text, start) and whole(text, end) for start, end in hits)


def test_overlapping_places_of_a_quote_are_all_found() -> None:
    chance = random.Random(11)
    for _ in range(3000):
        letters = chance.choice(("a", "ab", "aab", "abc"))
        text = "".join(chance.choices(letters, k=chance.randrange(40)))
        quote = "".join(chance.choices(letters, k=chance.randrange(1, 8))) * chance.choice((1, 2))
        text = text[:10] + quote * chance.choice((0, 1, 3)) + text[10:] + quote[:3] + quote
        expected = [at for at in range(len(text)) if text.startswith(quote, at)]
        assert list(quote_search._occurrences(text, quote)) == expected, (text, quote)


def test_of_very_many_places_of_a_quote_the_likeliest_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = []
    judge = quote_search._judge
    monkeypatch.setattr(quote_search, "_judge", lambda *args: judged.append(args[2]) or judge(*args))
    quote = "قال "
    text = quote * 5000 + "هنا: " + quote + "انتهى"
    wanted = Target(start=4, end=8, quote=quote, prefix="قال هنا: ", suffix="انتهى", sentence=0)
    place = quote_search.find_again(text, wanted)
    assert place is not None
    assert place.start == text.index("هنا: ") + 5
    assert len(judged) == quote_search._JUDGED
