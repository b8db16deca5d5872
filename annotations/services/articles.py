"""Looks at the articles: `claimreader list`, `show`, `sentences` and `search`.

What is counted of an article: sentences that anybody has annotated, of those that aren't boilerplate; and
annotations that are claims, of which a sentence may have several. The library counts by the same functions
(`annotations.model.outline`), and keeps up what is counted here once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.composition import article_record
from annotations.model.outline import from_bytes, progress

if TYPE_CHECKING:
    from array import array

    from annotations.composition import Project
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.model.article import Article
    from annotations.store.base import AnnotationReader


class ArticleSummary(msgspec.Struct):
    """One line of `list --json`."""

    id: str
    title: str | None
    source: str | None
    published: str | None
    sentences: int
    """Boilerplate left out, here and in what follows."""
    decided: int
    """Those with at least one annotation, by anyone."""
    claims: int
    """Annotations that are claims; a sentence may have several."""
    same_text: list[str]
    """The ids of other articles that carry the same agency text."""
    set_aside: str | None = None
    """The reason why the article counts nowhere: "irrelevant" or "duplicate"."""
    duplicate_of: str | None = None
    """The id of the article that it repeats."""
    tags: tuple[str, ...] = ()
    """Those of the article as a whole."""


class ListedArticle(NamedTuple):
    """One article of the list."""

    label: str
    """Its title, or its first sentence."""
    summary: ArticleSummary


class SentenceOfArticle(msgspec.Struct, frozen=True):
    """One line of `sentences --json`; `index` is 0-based, offsets are half-open."""

    article: str
    index: int
    start: int
    end: int
    kind: str
    text: str


class FoundArticle(msgspec.Struct):
    """One line of `search --json`; offsets are code points of the article's text, half-open."""

    article: str
    title: str | None
    source: str | None
    published: str | None
    hits: list[tuple[int, int]]
    """In the text; none if only title or source have the words."""
    start: int
    """The code point at which the snippet begins."""
    snippet: str


def list_articles(index: CorpusIndex, store: AnnotationReader) -> Iterator[ListedArticle]:
    """Yield the articles of an index in the order of the corpus, with how far each is."""
    from annotations.services.wire_copies import voices_of_index

    voices = voices_of_index(index)
    for row in index.listing():
        counted = progress(from_bytes(row.outline), store.list(row.entry.id))
        correction = index.corpus.corrections.get(row.entry.id)
        yield ListedArticle(
            row.label,
            ArticleSummary(
                id=row.entry.id,
                title=row.label if row.titled else None,
                source=row.source,
                published=row.published,
                sentences=counted.total,
                decided=counted.decided,
                claims=counted.claims,
                same_text=list(voices.copies(row.entry.id)),
                set_aside=correction.set_aside if correction else None,
                duplicate_of=correction.duplicate_of if correction else None,
                tags=correction.tags if correction else (),
            ),
        )


def find_article(project: Project, reference: str) -> Article:
    """Read the article that an id, any unique beginning of one, or a path means.

    Raises:
        CorpusError: there is none, or there are several.
        ArticleError: it can't be read.
    """
    return project.corpus.read(project.corpus.find(reference))


def article_document(article: Article) -> dict[str, Any]:
    """Return what is known of an article, with its text: `show --json`."""
    return {**article_record(article), "text": article.text}


def sentences(project: Project, warn: Callable[[str], None]) -> Iterator[SentenceOfArticle]:
    """Yield the units of all articles that can be read, boilerplate included.

    Args:
        project: whose articles.
        warn: called with a line for each article that can't be read.

    Raises:
        CorpusError: nothing readable is there.
    """
    from annotations.corpus import ArticleError

    for entry in project.corpus.entries:
        try:
            article = project.corpus.read(entry)
        except ArticleError as error:
            warn(str(error))
            continue
        for number, sentence in enumerate(article.sentences):
            text = article.text[sentence.start : sentence.end]
            yield SentenceOfArticle(article.id, number, sentence.start, sentence.end, sentence.kind, text)


def has_words(query: str) -> bool:
    """Say whether a query has a word to look for."""
    from annotations.corpus.query import Query

    return bool(Query(query))


def search_articles(
    index: CorpusIndex, query: str, among: Callable[[array[int]], array[int]] | None = None
) -> Iterator[FoundArticle]:
    """Yield the articles that a query finds (see `annotations.corpus.query`), the best match first.

    Args:
        index: of the corpus.
        query: as it is typed.
        among: returns those of the articles, by key, that are wanted; None: all are.
    """
    from annotations.corpus.search import results

    for result in results(index, query, among=among):
        row = result.row
        yield FoundArticle(
            article=row.entry.id,
            title=row.label if row.titled else None,
            source=row.source,
            published=row.published,
            hits=list(result.hits),
            start=result.start,
            snippet=result.text,
        )
