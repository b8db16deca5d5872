"""Says who has decided how many sentences: the work of several people on one corpus, side by side.

A sentence counts for each person who has annotated it, so that the sum may be more than what is decided
(`shared` says how many were decided by somebody else as well). Boilerplate counts nowhere.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from annotations.model.outline import from_bytes
from annotations.model.records import CLAIM

if TYPE_CHECKING:
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.store.base import AnnotationReader


class AnnotatorProgress(msgspec.Struct):
    """One line of `list --annotators --json`."""

    annotator: str
    decided: int = 0
    """Sentences with an annotation of theirs."""
    shared: int = 0
    """Those of them that somebody else has decided, too."""
    sentences: int = 0
    """All that there are to decide in the corpus."""
    claims: int = 0
    """Annotations of theirs that are claims; a sentence may have several."""
    articles: int = 0
    """Those in which they have decided something."""
    last: str = ""
    """The time of their latest change, in ISO 8601."""


def by_annotator(index: CorpusIndex, store: AnnotationReader) -> list[AnnotatorProgress]:
    """Return the progress of each annotator, who has decided most first; an article at a time.

    Raises:
        IndexFailedError: the index can't be read.
    """
    people: dict[str, AnnotatorProgress] = {}
    sentences = 0
    for _, article_id, counted, packed in index.outlines():
        sentences += counted
        annotations = store.list(article_id)
        if not annotations:
            continue
        outline = from_bytes(packed)
        deciding: dict[int, set[str]] = {}
        for annotation in annotations:
            place = max(0, bisect_right(outline, annotation.target.start << 1 | 1) - 1)
            if place >= len(outline) or outline[place] & 1:
                continue
            name = annotation.annotator
            person = people.setdefault(name, AnnotatorProgress(name))
            deciding.setdefault(place, set()).add(name)
            person.claims += CLAIM in annotation.tags
            person.last = max(person.last, annotation.updated)
        for name in set().union(*deciding.values()):
            people[name].articles += 1
        for names in deciding.values():
            for name in names:
                people[name].decided += 1
                people[name].shared += len(names) > 1
    for person in people.values():
        person.sentences = sentences
    return sorted(people.values(), key=lambda person: (-person.decided, person.annotator))
