"""Sets one tag on many annotations or sentences at once, of any articles, as one set of changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from annotations.model.article import Article
from annotations.model.records import Annotation, Change, timestamp
from annotations.model.scheme import Scheme
from annotations.model.suggested import without_overruled
from annotations.services.tagging import press, whole_sentence


class BulkTagging(NamedTuple):
    """The result of one press of a tag's key on many annotations."""

    changes: Sequence[Change]
    on: bool
    """True if the tag is set, False if it is taken away."""
    left: int
    """Annotations of other annotators, which stay as they are."""

    @property
    def deleted(self) -> int:
        """Number of annotations that lose their last tag, and go."""
        return sum(change.annotation is None for change in self.changes)


def press_on_all(annotations: Sequence[Annotation], tag: str, annotator: str, scheme: Scheme) -> BulkTagging:
    """Set a tag on all of them; where all have it already, take it away from all.

    Args:
        annotations: which ones, each once.
        tag: id of the tag.
        annotator: who does it, and whose annotations alone are changed.
        scheme: how tags go together.
    """
    mine = [annotation for annotation in annotations if annotation.annotator == annotator]
    on = not all(tag in annotation.tags for annotation in mine)
    now = timestamp()
    changes = []
    for annotation in mine:
        if on == (tag in annotation.tags):
            continue
        tags = scheme.toggled(annotation.tags, tag)
        changed = msgspec.structs.replace(annotation, tags=tags, updated=now)
        kept = without_overruled(annotation, changed) if tags else None
        changes.append(Change(annotation.uuid, annotation.rev, kept))
    return BulkTagging(changes, on, len(annotations) - len(mine))


def press_on_sentences(
    sentences: Sequence[tuple[Article, int]],
    tag: str,
    annotations: Callable[[Article], Sequence[Annotation]],
    annotator: str,
    scheme: Scheme,
) -> BulkTagging:
    """Set a tag on all of some sentences, as its key does on one; where all have it, take it away from all.

    Args:
        sentences: each once: its article and its number, 0-based.
        tag: id of the tag.
        annotations: returns those of an article.
        annotator: who does it, and whose annotations alone are looked at.
        scheme: how tags go together.
    """
    having = []
    for article, index in sentences:
        current = whole_sentence(article, index, annotations(article), annotator)
        having.append(current is not None and tag in current.tags)
    on = not all(having)
    changes = [
        press(article, index, tag, annotations(article), annotator, scheme)
        for (article, index), has in zip(sentences, having, strict=True)
        if on != has
    ]
    return BulkTagging(changes, on, 0)
