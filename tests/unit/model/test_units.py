"""The bounds of sentences from an outline are those of the segmenter, and an article recalls it only once."""

from array import array

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import seeds
from annotations.model.article import Article
from annotations.model.outline import outline
from annotations.model.units import Outlined
from annotations.text.sentences import split

_PIECES = st.one_of(
    st.sampled_from(list('ابدو .؟!…،:"“”»()[]\n\r\v\x1c\x85\u2028\u2029\u00a0\t\u3000')),
    st.sampled_from(list("\u064b\u0651\u0640\u0600\u06dd\u200f\u202b\u2067\u200d\ufeff\x00\ud800🏻")),
    st.sampled_from(["قال. ", "ثم؟ فيديو", "د. ", ".. ", "المصدر: ", "اقرأ أيضا\n", "رويترز", ". ”"]),
    st.characters(),
)


def bounds(units: object) -> list[tuple[int, int, bool]]:
    return [(one.start, one.end, one.boilerplate) for one in units]  # type: ignore[attr-defined]


@settings(max_examples=400)
@given(st.lists(_PIECES, max_size=60).map("".join))
@example("قال.\u064b ثم. \u064bقال")
@example("قال \n\u064b\u200f \u0651ثم")
@example("قال \u0600 . 2\n \u3000\nقال")
def test_bounds_are_those_of_the_segmenter(text: str) -> None:
    sentences = split(text)
    assert bounds(Outlined(text, outline(sentences))) == bounds(sentences)


@pytest.mark.parametrize("path", sorted(seeds.FOLDER.glob("*.txt")), ids=lambda path: path.name[:3])
def test_an_article_that_recalls_its_outline_is_the_same_to_a_reader(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    whole, recalled = Article("a", text), Article("a", text)
    recalled.recall(whole.label, whole.outline)
    assert bounds(recalled.units) == bounds(whole.units)
    assert bounds(recalled.units[3:5]) == bounds(whole.units[3:5])
    assert recalled.units[-1].end == whole.sentences[-1].end
    assert (recalled.label, recalled.sentence_starts) == (whole.label, whole.sentence_starts)
    assert recalled.boilerplate_paragraphs == whole.boilerplate_paragraphs
    assert not recalled.segmented
    assert recalled.sentences == whole.sentences
    assert recalled.segmented


def test_an_outline_beyond_the_text_is_left() -> None:
    article = Article("a", "قال. ثم قال.")
    article.recall("x", array("I", [0, 90]))
    assert [(one.start, one.end) for one in article.units] == [(0, 4), (5, 12)]
    assert article.label != "x"


def test_an_empty_outline_has_no_unit() -> None:
    article = Article("a", " \n")
    article.recall("a", array("I"))
    assert not article.units
    with pytest.raises(IndexError):
        article.units[0]
