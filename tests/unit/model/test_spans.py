"""How a selection grows: by words, letters, to punctuation, by sentences; what it may never become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.article import Article
from annotations.model.spans import (
    STEPS,
    Selection,
    Step,
    between,
    first_word,
    moved,
    paragraph_at,
    reach,
    step,
    trimmed,
    word_at,
)
from annotations.text.folding import is_boundary

TEXT = "قال الوزير (MSMT)، إن العدد 3,000 جُنديٍّ. ونفت KN-23 ذلك.\nوأضاف: «نعم»."

PIECES = st.sampled_from([
    "قال", "الوزير", "جُنديٍّ", "لا", "3,000", "50%", "KN-23", "👩\u200d🚀", "🇸🇾🇱🇧", "é", "e\u0301",
    " ", "  ", "\n", "\n\n", ".", "،", "؟", "«", "»", "(", ")", "-", "\u200f", "\u200c", "\u064b", "\u0600",
    "\t", "\x1b[31m", "한", "\u1100\u1161",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)
MOVES = st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from([1, -1])), max_size=12)


def selected(article: Article, selection: Selection) -> str:
    span = trimmed(article.text, selection.start, selection.end)
    assert span is not None
    return article.text[slice(*span)]


def grown(size: Step, steps: int) -> str:
    article = Article("a.txt", TEXT)
    selection = first_word(TEXT, 0, len(TEXT))
    assert selection is not None
    for _ in range(abs(steps)):
        selection = step(article, selection, size, 1 if steps > 0 else -1)
    return selected(article, selection)


@pytest.mark.parametrize(
    ("size", "steps", "wanted"),
    [
        ("word", 0, "قال"),
        ("word", 1, "قال الوزير"),
        ("word", 2, "قال الوزير (MSMT"),
        ("word", 5, "قال الوزير (MSMT)، إن العدد 3,000"),
        ("word", 6, "قال الوزير (MSMT)، إن العدد 3,000 جُنديٍّ"),
        ("word", 8, "قال الوزير (MSMT)، إن العدد 3,000 جُنديٍّ. ونفت KN-23"),
        ("word", -3, "قال"),
        ("letter", 1, "قال ا"),
        ("letter", -1, "قا"),
        ("letter", -9, "ق"),
        ("phrase", 1, "قال الوزير"),
        ("phrase", 2, "قال الوزير (MSMT"),
        ("phrase", 3, "قال الوزير (MSMT)، إن العدد 3,000 جُنديٍّ"),
        ("sentence", 1, "قال الوزير (MSMT)، إن العدد 3,000 جُنديٍّ."),
        ("sentence", 2, "قال الوزير (MSMT)، إن العدد 3,000 جُنديٍّ. ونفت KN-23 ذلك."),
    ],
)
def test_a_selection_grows_by_what_a_reader_sees(size: Step, steps: int, wanted: str) -> None:
    assert grown(size, steps) == wanted


def test_a_letter_is_taken_with_all_its_marks() -> None:
    article = Article("a.txt", TEXT)
    start = TEXT.index("جُنديٍّ")
    selection = Selection(start, start + 2)
    assert selected(article, selection) == "جُ"
    taken = []
    for _ in range(3):
        selection = step(article, selection, "letter", 1)
        taken.append(selected(article, selection))
    assert taken == ["جُن", "جُند", "جُنديٍّ"]


def test_the_other_end_moves_after_a_change_of_ends() -> None:
    article = Article("a.txt", TEXT)
    selection = step(article, Selection(0, 10), "word", 1).turned
    assert selected(article, step(article, selection, "word", 1)) == "الوزير (MSMT"
    assert step(article, selection, "word", 1).turned.fixed == TEXT.index("الوزير")


def test_the_free_end_leaps_over_the_fixed_one_and_back() -> None:
    article = Article("a.txt", TEXT)
    start = TEXT.index("الوزير")
    selection = Selection(start, start + 6)
    back = step(article, selection, "word", -1)
    assert selected(article, back) == "قال"
    assert step(article, back, "word", 1) == selection


def test_the_first_word_is_found_behind_punctuation() -> None:
    assert first_word("  «نعم» قال", 0, 11) == (3, 6)
    assert first_word(" ... ", 0, 5) == (1, 4)
    assert first_word(" \u200f\n", 0, 3) is None
    assert first_word("", 0, 0) is None


def test_a_row_up_or_down_takes_the_word_there_just_in() -> None:
    selection = Selection(4, 10)
    at = TEXT.index("العدد") + 2
    assert reach(TEXT, selection, at, "word") == (4, at + 3)
    assert reach(TEXT, selection, at, "letter") == (4, at + 1)
    assert reach(TEXT, selection, 1, "word") == (4, 0)
    assert reach(TEXT, selection, len(TEXT), "word") == selection


def test_a_paragraph_ends_at_its_line_end() -> None:
    second = TEXT.index("\n") + 1
    assert paragraph_at(TEXT, 5) == (0, second - 1)
    assert paragraph_at(TEXT, second) == (second, len(TEXT))


def test_a_drag_takes_both_letters_in_whichever_way_it_goes() -> None:
    assert between(TEXT, 1, 5) == (1, 6)
    assert between(TEXT, 5, 1) == (6, 1)
    assert between("ا  ب", 1, 2) is None


@given(TEXTS, MOVES, st.data())
def test_a_selection_is_always_something_whole(
    text: str, moves: list[tuple[Step, int]], data: st.DataObject
) -> None:
    article = Article("a.txt", text)
    selection = first_word(text, 0, len(text))
    if selection is None:
        assert trimmed(text, 0, len(text)) is None
        return
    for size, direction in moves:
        before = selection
        kind = data.draw(st.sampled_from(["step", "turn", "reach", "moved", "between"]))
        at = data.draw(st.integers(0, len(text)))
        if kind == "step":
            selection = step(article, selection, size, direction)
            assert selection.fixed == before.fixed
            assert (selection.free - before.free) * direction >= 0
        elif kind == "turn":
            selection = selection.turned
        elif kind == "reach":
            selection = reach(text, selection, at, size)
        elif kind == "moved":
            selection = moved(text, selection, at)
        elif at < len(text):
            selection = between(text, at, data.draw(st.integers(0, len(text) - 1))) or selection
        span = trimmed(text, selection.start, selection.end)
        assert span is not None
        start, end = span
        assert selection.start <= start < end <= selection.end
        assert is_boundary(text, start)
        assert is_boundary(text, end)
        assert text[start:end].strip()
        assert is_boundary(text, selection.fixed)
        assert is_boundary(text, selection.free)


@given(TEXTS, st.sampled_from(STEPS), st.integers(0, 6))
def test_steps_back_undo_steps_on(text: str, size: Step, count: int) -> None:
    article = Article("a.txt", text)
    first = first_word(text, 0, len(text))
    if first is None:
        return
    way = [step(article, first, size, 1)]
    for _ in range(count):
        way.append(step(article, way[-1], size, 1))
    for before, after in zip(reversed(way[:-1]), reversed(way[1:]), strict=True):
        assert after == before or step(article, after, size, -1) == before


@given(TEXTS, st.integers(0, 200))
def test_a_word_is_found_from_any_of_its_letters(text: str, at: int) -> None:
    if at >= len(text):
        return
    start, end = word_at(text, at)
    assert start <= at < end
    assert is_boundary(text, start)
    assert is_boundary(text, end)
    assert {word_at(text, inside) for inside in range(start, end)} == {(start, end)}
