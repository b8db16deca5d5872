"""Puts what several people say of the same sentences side by side: the items of every agreement figure.

An annotation belongs to the sentence of the text in which it starts, as the text is segmented now; where the
text isn't at hand, or has become another one, spans that share a code point are about one thing. The number
that an annotation carries (`target.sentence`) is information, written by whatever segmented the text then,
and decides nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import groupby
from typing import NamedTuple, TypeVar

from annotations.model.records import Annotation

T = TypeVar("T")

SentenceStarts = Callable[[str, str], "Sequence[int] | None"]
"""Takes an article's id and the sha256 of its text; returns where the text's sentences start (code points,
rising), None where there is no such text."""

TaggedSpan = tuple[str, int, int]
"""A tag with the start and the end (code points) of what has it."""

_END = 1 << 62
"""The end of a last sentence: after anything that starts in it."""


class Sentence(NamedTuple):
    """A sentence: that of the text, or without the text the reach of spans that overlap."""

    article: str
    sha256: str
    start: int
    end: int
    """Annotations that start from `start` on and before `end` (code points) are about it."""
    number: int | None
    """Its number in the text (0-based); without the text the one that its first annotation carries."""


class SpanCounts(NamedTuple):
    """Counts of what two people have marked in a sentence, each tag of a span by itself."""

    a: int
    b: int
    exact: int
    """Spans that both have marked alike: tag, start and end."""
    met_a: int
    """A's spans that share a code point with one of B's of the same tag."""
    met_b: int


class _Marked(NamedTuple):
    """One annotation, and whose it is: the place of its side among those that are compared."""

    side: int
    annotation: Annotation


def sentences_of(
    sides: Sequence[Iterable[Annotation]], starts: SentenceStarts = lambda *_: None
) -> Iterator[tuple[Sentence, list[list[Annotation]]]]:
    """Yield the sentences of which anybody says something, in the order of article and text.

    Args:
        sides: each person's annotations.
        starts: where the sentences of the articles start, for those whose text is at hand.

    Returns:
        Each sentence with what each side says of it, in the order of the sides.
    """
    texts: dict[tuple[str, str], list[_Marked]] = {}
    for side, said in enumerate(sides):
        for annotation in said:
            text = annotation.article.id, annotation.article.sha256
            texts.setdefault(text, []).append(_Marked(side, annotation))
    for (article, sha256), marked in sorted(texts.items(), key=lambda item: item[0]):
        ordered = sorted(marked, key=_in_text_order)
        known = starts(article, sha256)
        parts = _by_overlap(ordered) if known is None else _by_sentence(ordered, known)
        for start, end, number, inside in parts:
            by_side: list[list[Annotation]] = [[] for _ in sides]
            for side, annotation in inside:
                by_side[side].append(annotation)
            yield Sentence(article, sha256, start, end, number), by_side


def paced(things: Iterable[T], breathe: Callable[[], object]) -> Iterator[T]:
    """Yield things of a long work, and call `breathe` before each: who waits beside it may have a turn."""
    for thing in things:
        breathe()
        yield thing


def tags_of(annotations: Sequence[Annotation]) -> frozenset[str] | None:
    """Return the tags that a person has given to a sentence; None if nothing is said of it."""
    return frozenset(tag for annotation in annotations for tag in annotation.tags) if annotations else None


def marked_spans(annotations: Iterable[Annotation]) -> frozenset[TaggedSpan]:
    """Return what annotations mark: a tag on a span (code points), each once."""
    return frozenset(
        (tag, annotation.target.start, annotation.target.end)
        for annotation in annotations
        for tag in annotation.tags
    )


def span_counts(ours: Set[TaggedSpan], theirs: Set[TaggedSpan]) -> SpanCounts:
    """Count how far two people have marked the same spans of a sentence, see `marked_spans`."""
    if ours == theirs:
        return SpanCounts(*[len(ours)] * 5)
    return SpanCounts(len(ours), len(theirs), len(ours & theirs), _met(ours, theirs), _met(theirs, ours))


def _in_text_order(marked: _Marked) -> tuple[int, int, str]:
    target = marked.annotation.target
    return target.start, target.end, marked.annotation.uuid


_Part = tuple[int, int, int | None, list[_Marked]]


def _by_sentence(ordered: list[_Marked], starts: Sequence[int]) -> Iterator[_Part]:
    def index(marked: _Marked) -> int:
        return max(0, bisect_right(starts, marked.annotation.target.start) - 1)

    for sentence, inside in groupby(ordered, key=index):
        start = starts[sentence] if sentence else 0
        end = starts[sentence + 1] if sentence + 1 < len(starts) else _END
        yield start, end, sentence, list(inside)


def _by_overlap(ordered: list[_Marked]) -> Iterator[_Part]:
    part: list[_Marked] = []
    reach = 0
    for marked in ordered:
        target = marked.annotation.target
        if part and target.start >= reach:
            yield _reaching(part, reach)
            part = []
        part.append(marked)
        reach = max(reach, target.end)
    if part:
        yield _reaching(part, reach)


def _reaching(part: list[_Marked], reach: int) -> _Part:
    first = part[0].annotation.target
    return first.start, reach, first.sentence, part


def _met(spans: Set[TaggedSpan], others: Set[TaggedSpan]) -> int:
    return sum(any(tag == t and start < e and s < end for t, s, e in others) for tag, start, end in spans)
