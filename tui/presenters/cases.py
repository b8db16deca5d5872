"""The words of a list with a panel below it: a row for each case, and passages of text about one of them.

Here is what the two review lists say of annotations: where one is, and in what two of them differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from annotations.model.article import Article

if TYPE_CHECKING:
    from annotations.model.records import Annotation

LABEL = 26
"""Cells that the label of a passage may take."""
_COMPARED = 4000
"""Code points of two quotes that are compared word by word: a key must not wait for more."""

Spans = tuple[tuple[int, int], ...]


class Case(NamedTuple):
    """A row reads `mark  column  column ...                quote`, each of any script."""

    mark: str
    """The sign of a decision; empty where none was taken."""
    columns: Sequence[str]
    quote: str


class Passage(NamedTuple):
    """A passage is a text, with a few short lines at its left that say what it is."""

    label: Sequence[str]
    text: str = ""
    marks: Sequence[tuple[int, int]] = ()
    """Code points, half-open, that are to be seen."""
    own: bool = False
    """True if the program wrote the text, whose isolates are its own."""
    struck: bool = False
    """True if it is a text that is no more."""


def place_columns(annotation: Annotation) -> tuple[str, str]:
    """Return where an annotation is, in two columns: the article, and its sentence from 1."""
    sentence = annotation.target.sentence
    return Article(annotation.article.id, "").short_id, "-" if sentence is None else str(sentence + 1)


def parts_beyond(annotation: Annotation, others: Sequence[Annotation]) -> Sequence[tuple[int, int]]:
    """Return the parts of an annotation's quote (code points in it) that no other one marks."""
    first, end = annotation.target.start, annotation.target.end
    start, parts = first, []
    for other in sorted(others, key=lambda other: other.target.start):
        parts.append((start, min(end, other.target.start)))
        start = max(start, other.target.end)
    if others:
        parts.append((start, end))
    return tuple((a - first, b - first) for a, b in parts if b > a)


def differences(old: str, new: str) -> tuple[Spans, Spans]:
    """Return what of an old text is gone and what of a new one has come, word by word (code points)."""
    if len(old) + len(new) > _COMPARED:
        return (), ()
    before, after = _words(old), _words(new)
    ops = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    gone = [(first, last) for op, first, last, _, _ in ops if op != "equal" and last > first]
    come = [(first, last) for op, _, _, first, last in ops if op != "equal" and last > first]
    return _spans(before, gone), _spans(after, come)


def _words(text: str) -> list[str]:
    """Cut a text behind its spaces."""
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:]


def _spans(words: Sequence[str], runs: Sequence[tuple[int, int]]) -> Spans:
    ends = list(accumulate(map(len, words), initial=0))
    return tuple((ends[first], ends[last] - words[last - 1].endswith(" ")) for first, last in runs)
