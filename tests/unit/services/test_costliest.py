"""The sentences that pull a figure down: of a tag, an article, a week, a person, two people."""

from __future__ import annotations

import pytest

from annotations.services.costliest import Part, costliest
from annotations.services.team_agreement import SeenDifferently, Statement


def seen(article: str, number: int, week: str = "2026-W45", **said: str) -> SeenDifferently:
    """Make a sentence seen differently; of `a="claim event"` a has marked it as a whole."""
    statements = tuple(
        Statement(name, tuple(tags.split()), (), tuple((tag, 0, 9) for tag in tags.split()))
        for name, tags in said.items()
    )
    return SeenDifferently(article, number, "", 0.0, statements, week=week)


ALL = (
    seen("x", 0, a="claim", b="event", c="event"),
    seen("x", 1, a="claim", b="claim", c="claim rule", week="2026-W46"),
    seen("y", 2, a="rule", b="event"),
    seen("y", 3, b="claim", c="event"),
)


def numbers(part: Part) -> list[int | None]:
    return [costly.seen.sentence for costly in costliest(ALL, part)]


@pytest.mark.parametrize(
    ("part", "sentences"),
    [
        # of three people two of three pairs differ, by m - 1: as much as the one of two
        (Part("labels"), [0, 1, 2, 3]),
        (Part("sets"), [0, 2, 3, 1]),
        (Part("tag", "rule"), [1, 2]),
        (Part("tag", "claim"), [0, 3]),
        (Part("tag", "number"), []),
        (Part("article", "x"), [0, 1]),
        (Part("article", "y"), [2, 3]),
        (Part("week", "2026-W46"), [1]),
        (Part("person", "a"), [0, 2, 1]),
        (Part("pair", "a", "b"), [0, 2]),
        (Part("pair", "b", "a"), [0, 2]),
        (Part("pair", "b", "c"), [3, 1]),
    ],
)
def test_the_sentences_of_a_figure_come_with_the_costliest_first(part: Part, sentences: list[int]) -> None:
    assert numbers(part) == sentences
    assert sum(costly.share for costly in costliest(ALL, part)) == pytest.approx(1.0 if sentences else 0.0)


def test_where_only_the_words_differ_it_costs_the_tags_nothing() -> None:
    marked = tuple(
        Statement(name, ("claim",), (), (("claim", 0, end),)) for name, end in (("a", 5), ("b", 9))
    )
    other = SeenDifferently("x", 7, "", 0.0, marked)
    assert costliest([other], Part("tag", "claim")) == []
    assert [costly.share for costly in costliest([other], Part("pair", "a", "b"))] == [0.0]
    assert [costly.share for costly in costliest([other, *ALL], Part("sets"))][-1] == 0.0
