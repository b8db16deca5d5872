"""Makes the change that one press of a tag's key means, to a whole sentence or to a span.

Pure functions over records: the screen holds the state, the store makes it durable, this module says what a
key means.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

import msgspec

from annotations.model.article import Article, by_sentence, sentence_at
from annotations.model.records import (
    NOT_CLAIM,
    Annotation,
    ArticleRef,
    Change,
    new_uuid,
    says_something,
    target_for,
    timestamp,
)
from annotations.model.scheme import Scheme
from annotations.model.suggested import without_overruled


def whole_sentence(
    article: Article, index: int, annotations: Sequence[Annotation], annotator: str
) -> Annotation | None:
    """Find the one annotation of this annotator that covers exactly the sentence, or None."""
    sentence = article.units[index]
    return with_span(sentence.start, sentence.end, annotations, annotator)


def with_span(start: int, end: int, annotations: Sequence[Annotation], annotator: str) -> Annotation | None:
    """Find this annotator's first annotation of exactly these code points, or None."""
    for annotation in annotations:
        span = annotation.target
        if (span.start, span.end) == (start, end) and annotation.annotator == annotator:
            return annotation
    return None


def noted(
    article: Article,
    index: int,
    note: str,
    current: Annotation | None,
    annotator: str,
    span: tuple[int, int] | None = None,
) -> Change:
    """Return the change that writes a note on an annotation, or on the sentence where there is none yet.

    `span` (code points) takes the place of the sentence.
    A note taken away from an annotation without tags takes the annotation with it.
    """
    now = timestamp()
    if current is None:
        start, end = span or (article.units[index].start, article.units[index].end)
        made = untagged(article, start, end, sentence_at(article, start), annotator, now)
        return Change(made.uuid, 0, msgspec.structs.replace(made, note=note) if note else None)
    changed = msgspec.structs.replace(current, note=note, updated=now)
    return Change(current.uuid, current.rev, changed if says_something(changed) else None)


def rest(
    article: Article,
    start: int,
    annotations: Sequence[Annotation],
    annotator: str,
    *,
    but: Container[int] = (),
) -> list[Change]:
    """Return the changes that say `not_claim` of every undecided sentence from `start` on.

    Boilerplate is left out, and so are the sentences of `but`, to which somebody wants to come back.
    """
    now = timestamp()
    decided = by_sentence(article, annotations)
    changes = []
    for index in range(start, len(article.units)):
        sentence = article.units[index]
        if index not in decided and index not in but and not sentence.boilerplate:
            made = untagged(article, sentence.start, sentence.end, index, annotator, now)
            changes.append(Change(made.uuid, 0, msgspec.structs.replace(made, tags=(NOT_CLAIM,))))
    return changes


def untagged(article: Article, start: int, end: int, index: int, annotator: str, now: str) -> Annotation:
    """Return an annotation that says nothing yet of a span (code points) of the sentence `index`."""
    return Annotation(
        uuid=new_uuid(),
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, start, end, index),
        annotator=annotator,
        created=now,
        updated=now,
    )


def press(
    article: Article, index: int, tag: str, annotations: Sequence[Annotation], annotator: str, scheme: Scheme
) -> Change:
    """Return the change that one press of a tag's key makes to a sentence.

    Args:
        article: the article that is read.
        index: the sentence, 0-based.
        tag: id of the tag whose key was pressed.
        annotations: the annotations of this article, or those of the sentence.
        annotator: who presses.
        scheme: how tags go together.
    """
    sentence = article.units[index]
    return press_span(article, sentence.start, sentence.end, tag, annotations, annotator, scheme)


def press_span(
    article: Article,
    start: int,
    end: int,
    tag: str,
    annotations: Sequence[Annotation],
    annotator: str,
    scheme: Scheme,
) -> Change:
    """Return the change that one press of a tag's key makes to a span (code points, as `trimmed` gives it).

    It is that of the annotation which this annotator has of exactly this span, or a new one's. Taking the
    last tag away deletes it.

    Raises:
        ValueError: the span is empty or lies outside the text.
    """
    current = with_span(start, end, annotations, annotator)
    if current is not None:
        return _tagged(current, scheme.toggled(current.tags, tag))
    made = untagged(article, start, end, sentence_at(article, start), annotator, timestamp())
    return Change(made.uuid, 0, msgspec.structs.replace(made, tags=scheme.toggled((), tag)))


def respan(
    article: Article, current: Annotation, start: int, end: int, tags: tuple[str, ...] | None = None
) -> Change:
    """Return the change that gives an annotation another span, and other tags if they are given.

    Everything else stays, its uuid too. With no tag left it is deleted.

    Raises:
        ValueError: the span is empty or lies outside the text.
    """
    moved = msgspec.structs.replace(
        current,
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, start, end, sentence_at(article, start)),
    )
    return _tagged(moved, current.tags if tags is None else tags, keep=tags is None)


def _tagged(current: Annotation, tags: tuple[str, ...], *, keep: bool = False) -> Change:
    if not (tags or keep):
        return Change(current.uuid, current.rev, None)
    changed = msgspec.structs.replace(current, tags=tags, updated=timestamp())
    return Change(current.uuid, current.rev, without_overruled(current, changed))
