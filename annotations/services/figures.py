"""Lists the amounts of a corpus: `claimreader figures`, and the screen of quantities.

Amounts of claims come from the annotations alone, so that they are there at once; those of sentences that
nobody has tagged are read in the articles, one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations.insight.differing import differing
from annotations.insight.figures import Figure, Origin, figures_of, figures_of_claims
from annotations.model.people import NOBODY, People

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.insight.nouns import Nouns
    from annotations.insight.wire_copies import Voices
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.store.base import AnnotationReader

_SPELLINGS = 4
"""Spellings that a heading names."""


class FoundFigure(NamedTuple):
    """An amount with the words that say it."""

    figure: Figure
    sentence: str
    """Its sentence; of a claim on a few words these."""
    at: int
    """The code point of the sentence at which the amount begins."""
    read_claimant: str | None = None
    """The one who is read to claim it, where a person has tagged it and noted nobody."""


class NounFigures(NamedTuple):
    """The amounts that are counted under one noun."""

    noun: str
    spellings: tuple[str, ...]
    """The nouns as they are written, the most frequent first."""
    figures: Sequence[FoundFigure]
    differs: Sequence[bool]
    """For each, whether it differs from any other of them."""
    claimants: int
    voices: int
    """Articles, those that carry the same text counted once."""
    copies: int
    """Articles that aren't counted so."""


def article_figures(
    article: Article, annotations: Iterable[Annotation], nouns: Nouns | None = None
) -> list[FoundFigure]:
    """Return all amounts of an article, in order, with who is read to claim them; takes some 20 ms."""
    from annotations.reporting import attributions

    annotations = list(annotations)
    origin = Origin.of(article)
    said = attributions(article.text, article.units)
    figures = figures_of(origin, article.text, article.units, annotations, said, nouns=nouns)
    claims = {annotation.uuid: annotation for annotation in annotations}
    return _found(figures, claims, article.text)


def read_figures(article: Article, nouns: Nouns | None = None) -> list[FoundFigure]:
    """Return the amounts that an article's text states, whatever has been said of them."""
    from annotations.insight.figures import figures_in
    from annotations.reporting import attributions

    origin = Origin.of(article)
    said = attributions(article.text, article.units)
    figures = figures_in(origin, article.text, article.units, said, nouns=nouns)
    return _found(figures, {}, article.text)


def claim_figures(
    article_id: str,
    annotations: Iterable[Annotation],
    record: Mapping[str, Any],
    nouns: Nouns | None = None,
) -> list[FoundFigure]:
    """Return the amounts of an article's claims, in order; `record` is what the store remembers of it."""
    claims = {annotation.uuid: annotation for annotation in annotations}
    figures = figures_of_claims(Origin.of_record(article_id, record), claims.values(), nouns=nouns)
    return _found(figures, claims)


def _found(figures: Iterable[Figure], claims: Mapping[str, Annotation], text: str = "") -> list[FoundFigure]:
    """Put to each amount the words that say it; amounts of one sentence share it, be it as long as it may."""
    sentences: dict[tuple[int, int], str] = {}
    listed = []
    for figure in figures:
        claim = claims.get(figure.annotation or "")
        if claim is not None:
            listed.append(FoundFigure(figure, claim.target.quote, figure.start - claim.target.start))
            continue
        start, end = figure.setting.start, figure.setting.end
        if (start, end) not in sentences:
            sentences[start, end] = text[start:end]
        listed.append(FoundFigure(figure, sentences[start, end], figure.start - start))
    return listed


def corpus_figures(
    project: Project, store: AnnotationReader, warn: Callable[[str], None]
) -> Iterator[FoundFigure]:
    """Yield all amounts of a corpus, in the order of its articles; claims whose article is gone come last.

    Articles that are set aside are left out, and how many they are is said.

    Args:
        project: whose articles.
        store: the annotations of them.
        warn: called with a line for each article that can't be read.
    """
    from annotations.corpus import ArticleError
    from annotations.services.article_corrections import left_out

    aside = left_out(project.corrections, project.corpus.entries, warn)
    read = set(aside)
    for entry in project.corpus.entries:
        if entry.id in aside:
            continue
        read.add(entry.id)
        try:
            article = project.corpus.read(entry)
        except ArticleError as error:
            warn(str(error))
            yield from _of_store(entry.id, store, project.nouns)
        else:
            yield from article_figures(article, store.list(article.id), project.nouns)
    for article_id in store.article_ids():
        if article_id not in read:
            yield from _of_store(article_id, store, project.nouns)


def _of_store(article_id: str, store: AnnotationReader, nouns: Nouns) -> list[FoundFigure]:
    return claim_figures(article_id, store.list(article_id), store.article(article_id) or {}, nouns)


def by_noun(
    figures: Iterable[FoundFigure], voices: Voices | None = None, people: People = NOBODY
) -> list[NounFigures]:
    """Put amounts under their nouns, the noun with the most of them first; those of none come last.

    Args:
        figures: of any articles.
        voices: which articles count as one, if that is known.
        people: tells whose names are one person's.
    """
    nouns: dict[str, list[FoundFigure]] = {}
    for found_figure in figures:
        nouns.setdefault(found_figure.figure.noun, []).append(found_figure)
    listed = sorted(nouns.items(), key=lambda entry: (not entry[0], -len(entry[1]), entry[0]))
    return [noun_figures(noun, sorted(kept, key=_by_day), voices, people) for noun, kept in listed]


def spellings_in(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Return the nouns of amounts as they are written, the most frequent first, as many as are named."""
    written = Counter(figure.unit for figure in figures if figure.unit)
    return tuple(sorted(written, key=lambda unit: (-written[unit], unit))[:_SPELLINGS])


def _by_day(found_figure: FoundFigure) -> tuple[str, tuple[str, int, int]]:
    """Return what puts amounts in the order of time; undated ones come last."""
    return found_figure.figure.as_of or "9999", found_figure.figure.order


def noun_figures(
    noun: str, figures: Sequence[FoundFigure], voices: Voices | None = None, people: People = NOBODY
) -> NounFigures:
    """Return the amounts of one noun with what is said of all of them."""
    articles = {figure.article for figure, *_ in figures}
    voice_count = voices.count(articles) if voices else len(articles)
    return NounFigures(
        noun,
        spellings_in(entry.figure for entry in figures),
        figures,
        differing([entry.figure for entry in figures]),
        len({people.key(figure.claimant) for figure, *_ in figures if figure.claimant}),
        voice_count,
        len(articles) - voice_count,
    )
