"""Lists the pairs of passages of a corpus that belong side by side: `claimreader suggest --pairs`.

Three kinds, the surest first: one claimant who denied something and admitted it later; figures that differ;
and passages that are about the same matter. All articles are read, so this is for a command and not for a
key; what is related to the sentence at hand is `annotations.services.related`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from annotations.insight.differing import differing_pairs
from annotations.insight.figures import Figure, Origin
from annotations.insight.reasons import WHY
from annotations.insight.related import Frequencies, Passage, RelatedPassage, Weighed, rank, terms_of, weighed
from annotations.insight.reversals import Stance, admits, in_full, reversals
from annotations.insight.trust import PAIR, Trust
from annotations.model.people import People, folded_name
from annotations.model.records import CLAIM
from annotations.model.side_records import TRUST
from annotations.reporting.records import CONFIRMED, DENIED
from annotations.services.people import people_of
from annotations.services.related import as_shown
from annotations.services.suggested_sentences import read_corpus
from annotations.services.suggestions import ReadAlong, passage_key
from annotations.services.wire_copies import voices_of_articles

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.insight.wire_copies import Voices
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.store.base import AnnotationReader

PairKind = Literal["reversal", "figures", "related"]

_RELATED = 10
"""Related passages of one sentence."""
_COMMON = 200
"""Sentences with a word from which it finds none."""


class PairEnd(msgspec.Struct, frozen=True):
    """One of the two: a span of an article's text, code points, half-open."""

    article: str
    start: int
    end: int


class SuggestedPair(msgspec.Struct, frozen=True):
    """Two passages to be looked at side by side: a line of `suggest --pairs --json`."""

    a: PairEnd
    b: PairEnd
    kind: PairKind
    why: str


class ShownPair(NamedTuple):
    """A pair with the words of both."""

    pair: SuggestedPair
    a: str
    b: str


class _Sentence(msgspec.Struct):
    quote: str
    figures: Sequence[Figure]
    weighed: Weighed | None = None


def suggested_pairs(
    project: Project, store: AnnotationReader, warn: Callable[[str], None]
) -> Iterator[ShownPair]:
    """Yield the pairs of a corpus, the surest kind first and of each kind the likeliest.

    Args:
        project: whose articles.
        store: what has been said of them, and what was refused.
        warn: called with a line for each article that can't be read.
    """
    trust = Trust(store.records(TRUST))
    corpus = _Corpus(project, store, trust, warn)
    for pair in corpus.pairs(people_of(project.scheme, store)):
        if not corpus.refused(pair):
            yield pair


class _Corpus:
    """All sentences of a corpus, read once.

    Args:
        project: whose articles.
        store: what has been said of them.
        trust: which rules are heard.
        warn: called with a line for each article that can't be read.
    """

    def __init__(
        self, project: Project, store: AnnotationReader, trust: Trust, warn: Callable[[str], None]
    ) -> None:
        self._trust = trust
        self._sentences: dict[Passage, _Sentence] = {}
        self._stances: list[Stance] = []
        self._figures: list[Figure] = []
        self._texts: dict[str, str] = {}
        self._keyed: dict[str, list[tuple[int, int, str]]] = {}
        """By article where each sentence begins and ends, with its key and those of its claims."""
        articles: list[Article] = []
        for read in read_corpus(project, store, warn):
            self._take(read, store.list(read.article.id))
            articles.append(read.article)
        self._voices: Voices = voices_of_articles(articles)
        self._frequencies = Frequencies(passage.terms for passage in self._sentences)
        self._having: dict[str, list[Passage]] = {}
        for passage in self._sentences:
            for term in passage.terms:
                self._having.setdefault(term, []).append(passage)

    def _take(self, read: ReadAlong, annotations: Sequence[Annotation]) -> None:
        """Take in the sentences of an article, with who says what in them."""
        text, day = read.article.text, Origin.of(read.article).day or ""
        self._texts[read.article.id] = text
        self._figures += read.figures
        named: list[str] = []
        for index, unit in enumerate(read.article.sentences):
            if unit.boilerplate:
                continue
            said = read.attributions[index]
            claims = [it for it in annotations if unit.start <= it.target.start < unit.end]
            names = {text[it.claimant.start : it.claimant.end] for it in said if it.claimant is not None} | {
                _text(claim, "claimant") for claim in claims
            }
            quote = text[unit.start : unit.end]
            self._keyed.setdefault(read.article.id, []).extend(
                (unit.start, unit.end, passage_key(read.article.id, words))
                for words in {quote, *(claim.target.quote for claim in claims if CLAIM in claim.tags)}
            )
            passage = Passage(
                read.article.id,
                unit.start,
                unit.end,
                terms_of(quote),
                frozenset(filter(None, map(folded_name, names))),
            )
            self._sentences[passage] = _Sentence(quote, read.figures_of(index))
            for claim in claims:
                how = _text(claim, "reported_as")
                self._stances.append(
                    Stance(passage, _text(claim, "claimant"), how == DENIED, how == CONFIRMED, day)
                )
            for it in said:
                name = text[it.claimant.start : it.claimant.end] if it.claimant is not None else ""
                if not claims:
                    admitted = it.reported_as == CONFIRMED and admits(it.words)
                    full = in_full(name, named)
                    self._stances.append(Stance(passage, full, it.reported_as == DENIED, admitted, day))
                named.append(name)

    # ------------------------------------------------------------------ the pairs

    def pairs(self, people: People) -> Iterator[ShownPair]:
        """Yield all of them, the surest kind first."""
        for turn in reversals(self._stances, people, self._rank):
            name = people.canonical(turn.denied.claimant)
            why = WHY["reversal"].format(words=" ".join(name.split()))
            yield self._pair(_end(turn.denied.passage), _end(turn.admitted.passage), "reversal", why)
        for figures in differing_pairs(self._figures, self._voices):
            if not self._trust.silent("figures", PAIR, figures.a.noun):
                a, b = (PairEnd(it.article, it.start, it.end) for it in (figures.a, figures.b))
                yield self._pair(a, b, "figures", figures.why)
        yield from self._related()

    def _related(self) -> Iterator[ShownPair]:
        best: dict[tuple[Passage, Passage], RelatedPassage] = {}
        for passage in self._sentences:
            for related in self._rank(passage, self._others(passage))[:_RELATED]:
                reason = related.reason
                if self._trust.silent(reason.by, PAIR, reason.first.noun if reason.first else None):
                    continue
                pair = (
                    min((passage, related.passage), key=_order),
                    max((passage, related.passage), key=_order),
                )
                if pair not in best or best[pair].score < related.score:
                    best[pair] = related
        listed = sorted(best.items(), key=lambda item: (-item[1].score, *map(_order, item[0])))
        for (first, second), related in listed:
            why = as_shown(related, self._sentences[related.passage].quote).why
            yield self._pair(_end(first), _end(second), "related", why)

    def _others(self, passage: Passage) -> Iterable[Passage]:
        """Return the passages that share a word with this one that isn't in very many."""
        words = sorted(passage.terms, key=lambda term: (len(self._having[term]), term))
        others: dict[Passage, None] = {}
        for term in words:
            having = self._having[term]
            if len(having) > _COMMON and others:
                break
            others |= dict.fromkeys(having)
        copies = self._voices.copies(passage.article)
        return [other for other in others if other.article not in copies]

    def _rank(self, passage: Passage, others: Iterable[Passage]) -> list[RelatedPassage]:
        return rank(
            passage,
            others,
            self._frequencies.of,
            self._frequencies.total,
            figures_of=lambda other: self._sentences[other].figures,
            weigh=self._weigh,
        )

    def _weigh(self, passage: Passage) -> Weighed:
        sentence = self._sentences[passage]
        if sentence.weighed is None:
            sentence.weighed = weighed(passage.terms, self._frequencies.of, self._frequencies.total)
        return sentence.weighed

    def _pair(self, a: PairEnd, b: PairEnd, kind: PairKind, why: str) -> ShownPair:
        return ShownPair(SuggestedPair(a, b, kind, why), self._quote(a), self._quote(b))

    def _quote(self, end: PairEnd) -> str:
        return self._texts[end.article][end.start : end.end]

    def refused(self, shown: ShownPair) -> bool:
        """Say whether somebody has said that these two have nothing to do with each other."""
        theirs = self._keys(shown.pair.b)
        return any(self._trust.refused(a, b) for a in self._keys(shown.pair.a) for b in theirs)

    def _keys(self, end: PairEnd) -> Sequence[str]:
        """Return the keys by which a passage may have been refused: its sentence's and those of claims."""
        return [key for first, last, key in self._keyed.get(end.article, ()) if first <= end.start < last]


def _end(passage: Passage) -> PairEnd:
    return PairEnd(passage.article, passage.start, passage.end)


def _order(passage: Passage) -> tuple[str, int]:
    return passage.article, passage.start


def _text(annotation: Annotation, attribute: str) -> str:
    attributes: Mapping[str, object] = annotation.attributes
    value = attributes.get(attribute)
    return value if isinstance(value, str) else ""
