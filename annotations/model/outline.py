"""Keeps an article's outline: where its sentences start, and which of them count.

It is enough to say how far an article is, without its text. It has one number a sentence, `start << 1 |
boilerplate`, the start in code points. So the numbers rise with the starts, the sentence of an offset is
found by bisection, and a list of 100,000 articles can keep them (4 bytes a sentence) where reading and
segmenting the texts again would take minutes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.text.sentences import Sentence

Outline = Sequence[int]
"""One number a sentence, in order."""


class ArticleProgress(NamedTuple):
    """The progress of an article; boilerplate counts nowhere."""

    decided: int
    total: int
    claims: int
    """Annotations tagged as claim, by anyone."""


def outline(sentences: Iterable[Sentence]) -> array[int]:
    """Return the outline of an article, given all its sentences in order."""
    return array("I", [sentence.start << 1 | sentence.boilerplate for sentence in sentences])


def from_bytes(data: bytes) -> array[int]:
    """Return an outline from its `tobytes`."""
    numbers = array("I")
    numbers.frombytes(data)
    return numbers


def counted(of: Outline) -> int:
    """Return how many sentences aren't boilerplate."""
    return sum(1 for number in of if not number & 1)


def sentence_of(of: Outline, offset: int) -> int:
    """Return the 0-based index of the sentence in which a code point lies, or of the last one before it."""
    return max(0, bisect_right(of, offset << 1 | 1) - 1)


def body_start(of: Outline) -> int:
    """Return where the first sentence that isn't boilerplate starts; 0 if there is none."""
    return next((number >> 1 for number in of if not number & 1), 0)


class Count:
    """The progress of an article, kept up with each change.

    A sentence with an annotation, by anyone, is decided. An annotation belongs to the sentence in which its
    start lies, or to the last one before it.

    Args:
        of: the article's outline.
        annotations: of the article, in any order.
        total: what `counted` says of the outline, if that is known.
    """

    def __init__(self, of: Outline, annotations: Iterable[Annotation], total: int | None = None) -> None:
        self.outline = of
        self._total = counted(of) if total is None else total
        self._decided: dict[int, int] = {}
        """Number of annotations by sentence; one without any is left out."""
        self._claims = 0
        self.put_in(annotations)

    @property
    def progress(self) -> ArticleProgress:
        """The progress as it is now."""
        return ArticleProgress(len(self._decided), self._total, self._claims)

    def put_in(self, annotations: Iterable[Annotation]) -> None:
        """Count annotations that have come."""
        for annotation in annotations:
            self._add(annotation, 1)

    def take_out(self, annotations: Iterable[Annotation]) -> None:
        """Count annotations no longer that were counted."""
        for annotation in annotations:
            self._add(annotation, -1)

    def _add(self, annotation: Annotation, number: int) -> None:
        from annotations.model.records import CLAIM  # here: the first list has none yet, and they take 25 ms

        index = sentence_of(self.outline, annotation.target.start)
        if index < len(self.outline) and not self.outline[index] & 1:
            self._claims += number * (CLAIM in annotation.tags)
            self._decided[index] = self._decided.get(index, 0) + number
            if not self._decided[index]:
                del self._decided[index]


def progress(of: Outline, annotations: Iterable[Annotation]) -> ArticleProgress:
    """Return how far an article is."""
    return Count(of, annotations).progress
