"""Hands a format the annotations in order, checks them against their articles, and names what is lost.

A format takes either `records` (one annotation after the other; the text isn't needed) or `documents`
(article by article, with the text). Both are streams: nothing but the article at hand is in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from annotations.exchange import ExchangeError
from annotations.exchange.losses import ANNOTATION, FIELDS, NAMED, Losses, present
from annotations.model.records import Annotation
from annotations.text.sanitising import is_utf8

if TYPE_CHECKING:
    from annotations.exchange.articles import Articles
    from annotations.exchange.format import Format
    from annotations.model.article import Article
    from annotations.model.scheme import Scheme

BROKEN = "the text of the article holds half a character (a lone surrogate), which UTF-8 can't"
GONE = "the text of the article is not in the corpus"
_TOGETHER = 256
"""Annotations of an article that are written at once: some 200 KB."""
STALE = "the quote is not at its place in the article any more (claimreader verify)"


class AnnotatedArticle(NamedTuple):
    """An article with its annotations in the order of the text, each of which fits."""

    article: Article
    annotations: list[Annotation]


class PairAgreement(NamedTuple):
    """The agreement of two annotators on the tags of sentences that both have decided."""

    first: str
    second: str
    sentences: int
    """Those that both have decided."""
    percent: float | None
    """From 0 to 1; what is undefined is None, as all figures here."""
    kappa: float | None
    """Cohen's."""
    alpha: float | None
    """Krippendorff's, nominal."""


AgreementOf = Callable[[], Sequence[PairAgreement]]
"""Measures the agreement of the annotations that go out. The use cases, which know how, hand it in; a format
that states it asks for it at the end."""


def _unmeasured() -> Sequence[PairAgreement]:
    return ()


class ExportJob:
    """The annotations that a format is given to write, and what is learnt about them on the way.

    Args:
        format: what it can carry.
        annotations: grouped by article.
        articles: their texts and metadata.
        scheme: the tags and attributes of the project.
        agreement: measures how far annotators agree.
    """

    def __init__(
        self,
        format: Format,  # noqa: A002 - the word for it everywhere here
        annotations: Iterable[Annotation],
        articles: Articles,
        scheme: Scheme,
        agreement: AgreementOf = _unmeasured,
    ) -> None:
        self.agreement = agreement
        self.format = format
        self.articles = articles
        self.scheme = scheme
        self.losses = Losses()
        self.written = self.article_count = self.unchecked = 0
        self.stale: list[str] = []
        self.remarks: list[str] = []
        self.met_tags: set[str] = set()
        self.met_links: set[str] = set()
        """Tags and link types met on the way, for formats that declare them in a second file."""
        self._annotations = annotations
        self._dropped = [field for field in FIELDS if field not in format.carries | format.partly]

    def records(self) -> Iterator[Annotation]:
        """Yield every annotation; one that doesn't fit its article is reported, and still goes."""
        for _, batch in self.batches():
            yield from batch

    def batches(self) -> Iterator[tuple[str, list[Annotation]]]:
        """Yield the same, some annotations of one article at a time, with the article's id."""
        for article_id, group in self._groups():
            article = self.articles.get(article_id)
            while batch := list(islice(group, _TOGETHER)):
                for annotation in batch:
                    if article is None:
                        self.unchecked += 1
                    elif not _fits(article, annotation) and len(self.stale) < NAMED:
                        self.stale.append(f"{annotation.uuid} in {article_id}: {STALE}")
                    self.count(annotation)
                yield article_id, batch

    def documents(self) -> Iterator[AnnotatedArticle]:
        """Yield every article that is there; annotations that don't fit their text are losses."""
        for article_id, group in self._groups():
            article = self.articles.get(article_id)
            missing = GONE if article is None else "" if is_utf8(article.text) else BROKEN
            fitting = []
            for annotation in group:
                if article is None or missing:
                    self.losses.add(annotation, ANNOTATION, missing)
                elif not _fits(article, annotation):
                    self.losses.add(annotation, ANNOTATION, STALE)
                else:
                    self.count(annotation)
                    fitting.append(annotation)
            if article is not None and fitting:
                fitting.sort(
                    key=lambda annotation: (
                        annotation.target.start,
                        annotation.target.end,
                        annotation.created,
                        annotation.uuid,
                    )
                )
                yield AnnotatedArticle(article, fitting)

    def count(self, annotation: Annotation) -> None:
        """Count an annotation as written, and name what the format has no place for."""
        self.written += 1
        if not self._dropped:
            return
        for field, count in present(annotation, self._dropped):
            self.losses.add(annotation, field, "it has no place there", count)

    def leave_out(self, annotation: Annotation, why: str) -> None:
        """Take back one that `documents` or `records` counted: the format can't hold it at all."""
        self.written -= 1
        self.losses.add(annotation, ANNOTATION, why)

    def agree(self, read_back: str, annotation: Annotation) -> None:
        """Check what a reader of the target's offsets will find there: the promise of every export.

        Raises:
            ExchangeError: it is not the quote, so the export stops.
        """
        if read_back != annotation.target.quote:
            raise ExchangeError(
                f"{annotation.uuid}: {self.format.name}'s offsets miss the quote; please report this"
            )

    def _groups(self) -> Iterator[tuple[str, Iterator[Annotation]]]:
        seen: set[str] = set()
        for article_id, group in groupby(self._annotations, key=lambda annotation: annotation.article.id):
            if article_id in seen:
                raise ValueError(f"annotations are not grouped by article: {article_id} comes twice")
            seen.add(article_id)
            self.article_count += 1
            yield article_id, group


def _fits(article: Article, annotation: Annotation) -> bool:
    span = annotation.target
    return article.text[span.start : span.end] == span.quote
