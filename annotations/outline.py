"""Where an article's sentences start and which of them count: enough to say how far it is, without its text.

One number a sentence, `start << 1 | boilerplate`, the start in code points. So the numbers rise with the
starts, the sentence of an offset is found by bisection, and a list of 100,000 articles can keep them (4 bytes
a sentence) where reading and segmenting the texts again would take minutes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.records import Annotation
    from annotations.sentences import Sentence

Outline = Sequence[int]
"""One number a sentence, in order."""


class Progress(NamedTuple):
    """How far an article is; boilerplate counts nowhere."""

    decided: int
    total: int
    claims: int
    """Annotations tagged as claim, by anyone."""


def outline(sentences: Iterable[Sentence]) -> array[int]:
    """Return the outline of an article, given all its sentences in order."""
    return array("I", [one.start << 1 | one.boilerplate for one in sentences])


def from_bytes(data: bytes) -> array[int]:
    """Return an outline from its `tobytes`."""
    found = array("I")
    found.frombytes(data)
    return found


def counted(of: Outline) -> int:
    """Return how many sentences aren't boilerplate."""
    return sum(1 for one in of if not one & 1)


def body_start(of: Outline) -> int:
    """Return where the first sentence that isn't boilerplate starts; 0 if there is none."""
    return next((one >> 1 for one in of if not one & 1), 0)


def progress(of: Outline, annotations: Iterable[Annotation]) -> Progress:
    """Count decided sentences: not boilerplate, and at least one annotation, by anyone.

    An annotation belongs to the sentence in which its start lies, or to the last one before it.
    """
    found = list(annotations)
    if not found:
        return Progress(0, counted(of), 0)
    from annotations.records import CLAIM  # here: the first list has none yet, and their records take 25 ms

    claims = 0
    decided = set()
    for annotation in found:
        index = max(0, bisect_right(of, annotation.target.start << 1 | 1) - 1)
        if index < len(of) and not of[index] & 1:
            decided.add(index)
            claims += CLAIM in annotation.tags
    return Progress(len(decided), counted(of), claims)
