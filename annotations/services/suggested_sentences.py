"""Reads along through a whole corpus: `claimreader suggest`.

As lines it says what is suggested of each sentence. As annotations, which it only makes when it is asked to,
it signs with a name of its own and marks every value as suggested, so that nobody takes them for a person's;
`compare` says how far an annotator agrees with them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from annotations.composition import article_record
from annotations.insight.trust import Trust
from annotations.model.records import Annotation, Change
from annotations.model.side_records import TRUST
from annotations.services.suggestions import (
    Labelled,
    ReadAlong,
    Reason,
    SentenceSuggestion,
    read_along,
    reason_of,
    sentence_key,
    take,
)

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.store.base import AnnotationReader

MACHINE = "suggested by claimreader"
"""Signs suggestions that are written as annotations."""

_NAMES = uuid.UUID("0b7c9f52-6f0e-5c35-9c8b-3f3f7a1d2e44")
"""The name space (RFC 9562, 5.5) in which a sentence names the annotation that is suggested of it."""


class SuggestedSentence(NamedTuple):
    """Holds what is suggested of a sentence, with the words."""

    suggestion: SentenceSuggestion
    text: str
    claimant: str
    """Who says it, of the first claim; empty if nobody is named."""
    reported_as: str
    """How it is reported; empty if it isn't."""
    said: Reason | None
    """Why it is reported speech, if it is."""
    reasons: Sequence[Labelled]
    """Why it is read as it is."""

    def why(self) -> str:
        """Write all reasons in one line, in English."""
        said = [self.said.line()] if self.said else []
        return "; ".join([*said, *(labelled.line() for labelled in self.reasons)])


def read_corpus(
    project: Project, store: AnnotationReader, warn: Callable[[str], None]
) -> Iterator[ReadAlong]:
    """Yield what is suggested of each article of a corpus that isn't set aside.

    Args:
        project: whose articles.
        store: what was taken and refused there.
        warn: called with a line for each article that can't be read, and if some are set aside.
    """
    from annotations.corpus import ArticleError
    from annotations.services.article_corrections import left_out

    aside = left_out(project.corrections, project.corpus.entries, warn)
    trust = Trust(store.records(TRUST))
    for entry in project.corpus.entries:
        if entry.id in aside:
            continue
        try:
            article = project.corpus.read(entry)
        except ArticleError as error:
            warn(str(error))
            continue
        yield read_along(article, trust, project.scheme)


def suggested_sentences(
    project: Project, store: AnnotationReader, warn: Callable[[str], None]
) -> Iterator[SuggestedSentence]:
    """Yield the suggestions of all sentences of a corpus, see `read_corpus`; boilerplate left out."""
    for read in read_corpus(project, store, warn):
        text = read.article.text
        for suggestion in read.sentences:
            first = next(iter(suggestion.claims), None)
            where = first.claimant if first else None
            yield SuggestedSentence(
                suggestion,
                text[suggestion.start : suggestion.end],
                text[where.start : where.end] if where else "",
                first.reported_as if first else "",
                reason_of(read.attributions[suggestion.index][0]) if first else None,
                read.reasons(suggestion.index),
            )


def suggested_annotations(
    project: Project, store: AnnotationReader, warn: Callable[[str], None]
) -> Iterator[bytes]:
    """Yield what is suggested of a corpus as lines of `claimreader/1`, without their ends."""
    from annotations.exchange.formats.jsonl import line

    for read in read_corpus(project, store, warn):
        record = article_record(read.article)
        for suggestion in read.sentences:
            annotation = _as_annotation(read, suggestion.index)
            if annotation is not None:
                yield line(annotation, record, project.scheme)


def _as_annotation(read: ReadAlong, index: int) -> Annotation | None:
    """Return what is suggested of a sentence as an annotation, with the same uuid each time."""
    changes = take(read.article, index, read.offers(index, [], MACHINE), [], MACHINE)
    if not changes:
        return None
    change = changes[0]
    assert isinstance(change, Change)
    assert change.annotation is not None
    name = f"{sentence_key(read.article, index)}:{index}".encode("utf-8", "surrogatepass").hex()
    return msgspec.structs.replace(change.annotation, uuid=str(uuid.uuid5(_NAMES, name)))
