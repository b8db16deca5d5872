"""What is marked in two quotes is what they differ in."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from annotations.model.records import Annotation, ArticleRef, target_for
from tui.presenters.cases import differences, parts_beyond

WORDS = st.lists(st.sampled_from(["قال", "الوزير", "إن", "14", "ألف", "جندي", "(MSMT)", "\n"]), max_size=12)


def without(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    kept = "".join(char for at, char in enumerate(text) if not any(a <= at < b for a, b in spans))
    return kept.split()


@given(WORDS, WORDS)
def test_without_what_is_marked_two_quotes_are_the_same(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    gone, come = differences(before, after)
    assert without(before, gone) == without(after, come)
    for text, spans in ((before, gone), (after, come)):
        for start, end in spans:
            assert 0 <= start <= end <= len(text)
    assert differences(before, before) == ((), ())


def test_a_word_that_changed_is_marked_without_the_space_behind_it() -> None:
    gone, come = differences("قتل عشرة جنود", "قتل عشرون جنديا")
    assert (gone, come) == (((4, 13),), ((4, 15),))
    gone, come = differences("قتل عشرة جنود", "قتل عشرون جنود")
    assert (gone, come) == (((4, 8),), ((4, 9),))


def test_texts_too_long_to_compare_at_a_key_are_shown_without_marks() -> None:
    assert differences("كلمة " * 5000, "كلام " * 5000) == ((), ())


def marked(start: int, end: int) -> Annotation:
    return Annotation(
        uuid=f"{start}-{end}",
        article=ArticleRef("a", ""),
        target=target_for("س" * 60, start, end),
        annotator="a",
        created="",
        updated="",
    )


SPANS = st.tuples(st.integers(0, 50), st.integers(1, 10)).map(lambda pair: marked(pair[0], sum(pair)))


@given(SPANS, st.lists(SPANS, min_size=1, max_size=4))
def test_marked_is_what_no_other_annotation_covers(one: Annotation, others: list[Annotation]) -> None:
    first = one.target.start
    covered = {at for other in others for at in range(other.target.start, other.target.end)}
    got = [first + at for start, end in parts_beyond(one, others) for at in range(start, end)]
    assert got == [at for at in range(first, one.target.end) if at not in covered]
    assert parts_beyond(one, []) == ()
