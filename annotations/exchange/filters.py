"""Chooses the annotations that go out: the same few filters for every format, one order that all rely on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from annotations.model.records import Annotation
from annotations.store.base import Store


class Filter(msgspec.Struct, frozen=True):
    """A choice of annotations; a field that is left empty lets everything through."""

    tags: tuple[str, ...] = ()
    """Any of these."""
    articles: tuple[str, ...] = ()
    """Ids."""
    annotators: tuple[str, ...] = ()
    since: date | None = None
    """Changed on this day (UTC) or later."""
    decided: bool = False
    """Only where something was decided: with a tag, not with a note alone."""

    uuids: frozenset[str] | None = None
    """These annotations and no others, such as those that the board lists; None for all."""

    def wants(self, annotation: Annotation) -> bool:
        """Say whether an annotation passes."""
        return (
            (not self.tags or not set(self.tags).isdisjoint(annotation.tags))
            and (self.uuids is None or annotation.uuid in self.uuids)
            and (not self.articles or annotation.article.id in self.articles)
            and (not self.annotators or annotation.annotator in self.annotators)
            and (not self.decided or bool(annotation.tags))
            # RFC 3339 in UTC sorts as text; so a date that another program wrote badly can't stop an export
            and (self.since is None or annotation.updated[:10] >= self.since.isoformat())
        )


def chosen(store: Store, wanted: Filter) -> Iterator[Annotation]:
    """Yield what passes, in the order of article and text; one article at a time is in memory."""
    for article_id in named(store, wanted):
        yield from sorted(filter(wanted.wants, store.list(article_id)), key=in_text_order)


def named(store: Store, wanted: Filter) -> Sequence[str]:
    """Return the ids of the annotated articles that a filter names, all of them if it names none."""
    names = frozenset(wanted.articles)
    return [article_id for article_id in store.article_ids() if not names or article_id in names]


def in_text_order(annotation: Annotation) -> tuple[int, int, str, str]:
    """Return what puts annotations in order by place in the text, then by age."""
    target = annotation.target
    return target.start, target.end, annotation.created, annotation.uuid
