"""Finds passages of a corpus that are about the same matter as one: claims, and sentences nobody has tagged.

Of a small corpus all sentences are read once, in a worker, and compared. Of a large one the index names the
few articles that have one of the sentence's rarest words, and only these are looked at, so that a question
costs the same among 100,000 claims as among a hundred and nothing of them is held in memory. Measured with
100,000 articles of 2 KB and as many claims (`tests/bench/suggesting.py`): 16 ms of the processor a question,
25 ms (p95), 4 MiB.

A pair that somebody has refused is never shown again, whichever of the two is looked at.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from annotations.insight import reasons
from annotations.insight.claims import words_of
from annotations.insight.figure_records import Figure
from annotations.insight.figures import Origin, figures_in, figures_of_claims, iso
from annotations.insight.nouns import counted
from annotations.insight.related import (
    Frequencies,
    Passage,
    RelatedPassage,
    Weighed,
    rank,
    terms_of,
    weighed,
)
from annotations.insight.trust import PAIR, Trust
from annotations.model.outline import from_bytes
from annotations.model.people import NOBODY, People, folded_name
from annotations.model.records import CLAIM, Annotation
from annotations.services.suggestions import Reason, passage_key
from annotations.text.folding import fold, folded_words
from annotations.text.numbers.amounts import amount
from annotations.text.sentences import Sentence

if TYPE_CHECKING:
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.corpus.listing import ArticleRow
    from annotations.insight.nouns import Nouns
    from annotations.model.article import Article

SMALL = 2_000
"""Sentences of a corpus that is read as a whole: 8 MiB, and a fifth of a second in a worker."""
SHOWN = 10
"""Related passages of one sentence at the most."""

NO_TRUST = Trust()
"""Nothing has been decided."""

_MOST = 200
"""Articles from which on a word is frequent, and how many more have it is of no interest."""
_ASKED = 12
"""Words of a sentence that the index is asked for, the longest ones, which are the rarest mostly."""
_RARE = 5
"""Words by which articles are looked for."""
_ARTICLES = 16
"""Articles that are read for one sentence."""
_WITH_CLAIMS = 80
"""Articles whose claims are looked at for one sentence."""
_CLAIMS = 2 * SMALL
"""Claims that are kept taken apart: those of an article more at the most."""


class ClaimSource(Protocol):
    """Where annotations are: a store, or the pending changes before one."""

    def list(self, article_id: str) -> Sequence[Annotation]:
        """Return the annotations of an article; what is the same object as before is looked at once."""
        ...

    def article(self, article_id: str) -> Mapping[str, object] | None:
        """Return what is remembered of an article."""
        ...


class Related(msgspec.Struct, frozen=True):
    """A passage that is about the same matter as the one that is looked at, and why."""

    article: str
    start: int
    end: int
    uuid: str
    """The claim, if it is one; else empty."""
    quote: str
    rule: str
    """By what: `figures` (of the same noun, and they differ), `noun`, `name` or `words`."""
    noun: str | None
    words: tuple[str, ...]
    """The noun, the name, or the words of both as this passage has them."""
    ours: Figure | None
    """The figures that are compared, if that is why: of the passage that is looked at, and of this one."""
    theirs: Figure | None
    key: str
    """Names it for `suggestions.refuse_pair`, together with `suggestions.passage_key` of the other."""

    @property
    def differs(self) -> bool:
        """Whether both name figures that can't both be right as they stand."""
        return self.rule == "figures"

    def reason(self, language: str = "en") -> Reason:
        """Return why it is shown; the amounts are written in a language."""
        words = ", ".join(self.words)
        if self.ours is not None and self.theirs is not None:
            words += f", {written(self.ours, language)} / {written(self.theirs, language)}"
        return Reason(reasons.why(self.rule), words)

    @property
    def why(self) -> str:
        """The reason in one line, in English."""
        return self.reason().line()


def written(figure: Figure, language: str = "en", *, isolates: bool = False) -> str:
    """Write the number of a figure, without what it counts; a screen wants it in `isolates`."""
    item = {name: getattr(figure, name) for name in ("value", "min", "max", "approx", "quote")}
    return amount(item, language, isolates=isolates)


class RelatedPassages:
    """Answers what is related to a sentence; for a worker, any of them.

    Args:
        index: of the corpus, as far as it is complete.
        claims: where annotations are.
        trust: what was refused.
        nouns: the classes of counted nouns, if not the default.
        aside: returns the ids of the articles that are set aside, in which nothing is looked for.
        breathe: is called between pieces of the work, of a millisecond or two each, to let others go on.
    """

    def __init__(
        self,
        index: CorpusIndex,
        claims: ClaimSource,
        trust: Trust,
        nouns: Nouns | None = None,
        aside: Callable[[], frozenset[str]] = frozenset,
        breathe: Callable[[], None] = lambda: None,
    ) -> None:
        self._breathe = breathe
        self._nouns = nouns
        self._index = index
        self._claims = claims
        self.trust = trust
        self._aside = aside
        self._lock = threading.Lock()
        self._claimed: dict[str, _Claimed] = {}
        """The claims of articles, each taken apart."""
        self._whole: _Whole | None = None
        self._read_at: tuple[int, int] | None = None
        """The state of the index when all sentences were read."""

    def to_sentence(
        self,
        article: Article,
        start: int,
        end: int,
        *,
        claims_only: bool = False,
        names: Iterable[str] = (),
    ) -> list[Related]:
        """Return what is related to a sentence or a claim, the likeliest first.

        A name that somebody has taken as the claimant of a claim counts for more than one that was only read.

        Args:
            article: the article that is read.
            start: the first code point of the passage.
            end: the code point after its last one.
            claims_only: leave out what nobody has tagged as a claim.
            names: who says it, as it was read.
        """
        text = article.text[start:end]
        here = [it for it in self._claims.list(article.id) if start <= it.target.start < end]
        said = set(map(_claimant, here))
        named = frozenset(filter(None, map(folded_name, {*names, *said})))
        subject = _Sentence(Passage(article.id, start, end, terms_of(text), named), text, Origin.of(article))
        with self._lock:
            others, known = self._others(subject.passage, claims_only=claims_only)
        by_passage = {sentence.passage: sentence for sentence in (*others, subject)}
        accepted = {name for other in others if other.passage.uuid for name in other.passage.names}
        self._breathe()

        def figures_of(passage: Passage) -> Sequence[Figure]:
            sentence = by_passage[passage]
            if not sentence.is_read:
                self._breathe()
            return sentence.figures

        ranked = rank(
            subject.passage,
            [sentence.passage for sentence in others],
            known.frequency,
            known.total,
            figures_of=figures_of,
            accepted=frozenset({*accepted, *map(folded_name, said)}),
            weigh=known.weigh,
        )
        own = {text, *(it.target.quote for it in here if CLAIM in it.tags)}
        keys = [passage_key(article.id, words) for words in own]
        shown = (as_shown(related, by_passage[related.passage].quote) for related in ranked)
        return list(islice((related for related in shown if _heard(self.trust, keys, related)), SHOWN))

    def _others(self, subject: Passage, *, claims_only: bool) -> tuple[list[_Sentence], _Known]:
        """Return what may be related to a passage, and what is known of how rare terms are."""
        aside, state = self._aside(), self._index.state()
        if state != self._read_at:  # articles come, go and change while one reads
            small = self._index.sentences() <= SMALL
            self._whole, self._read_at = _Whole(self._all_sentences()) if small else None, state
        if self._whole is not None:
            sentences = [it for it in self._whole.having(subject.terms) if it.passage.article not in aside]
            return [*self._with_claims(sentences, claims_only=claims_only)], self._whole.known
        rare, keys, known = self._by_index(subject, aside)
        if claims_only:
            rows = self._index.rows(keys[:_WITH_CLAIMS])
            claims = (self._claims_of(row.entry.id) for row in rows)
            return [claim for of_article in claims for claim in of_article.all], known
        rows = self._index.rows(keys[:_ARTICLES])
        read = [sentence for row in rows for sentence in self._sentences(row, rare)]
        return [*self._with_claims(read, claims_only=False)], known

    # ------------------------------------------------------------------ by the index

    def _by_index(self, subject: Passage, aside: frozenset[str]) -> tuple[frozenset[str], list[int], _Known]:
        """Return a passage's rarest words, the articles that have most of them, and how rare they are."""
        import statistics  # here: only an index of many articles is asked; 0.2 MiB

        asked = sorted(
            (term for term in subject.terms if len(term) >= _SHORTEST), key=lambda term: (-len(term), term)
        )
        having = {term: self._index.having(term, _MOST) for term in asked[:_ASKED]}
        counts = {term: len(keys) for term, keys in having.items()}
        rare = [term for count, term in sorted((n, term) for term, n in counts.items()) if 1 < count < _MOST]
        keys: Counter[int] = Counter()
        for term in rare[:_RARE]:
            keys.update(having[term])
        typical = max(1, round(statistics.median(counts.values()))) if counts else 1
        wanted = sorted(keys, key=lambda key: (-keys[key], key))
        if aside:
            ids = self._index.ids(wanted)
            wanted = [key for key in wanted if ids.get(key) not in aside]
        known = _Known(lambda term: counts.get(term, typical), 2 * _MOST)
        return frozenset(rare[:_RARE]), wanted, known

    # ------------------------------------------------------------------ the passages of an article

    def _all_sentences(self) -> Iterator[_Sentence]:
        keys = [key for key, _, _, _ in self._index.outlines()]
        for row in self._index.rows(keys):
            self._breathe()
            yield from self._sentences(row)

    def _sentences(self, row: ArticleRow, parts: frozenset[str] = frozenset()) -> Iterator[_Sentence]:
        """Yield the sentences of an article that have one of these parts of words; all if there are none."""
        from annotations.corpus.records import ArticleError

        try:
            article = self._index.corpus.read(row.entry)
        except ArticleError:
            return  # it can't be read any more, which the library says
        if article.sha256 == row.sha256:
            article.recall(row.label, from_bytes(row.outline))
        origin = Origin(row.entry.id, row.source, iso(row.published), row.label if row.titled else None)
        for unit in article.units:
            quote = article.text[unit.start : unit.end]
            if not unit.boilerplate and (not parts or _has(quote, parts)):
                passage = Passage(article.id, unit.start, unit.end, terms_of(quote))
                yield _Sentence(passage, quote, origin, nouns=self._nouns)

    def _with_claims(self, sentences: Iterable[_Sentence], *, claims_only: bool) -> Iterator[_Sentence]:
        """Put claims in the place of sentences that have one: their words, their claimant, their uuid."""
        by_article: dict[str, list[_Sentence]] = {}
        for sentence in sentences:
            by_article.setdefault(sentence.passage.article, []).append(sentence)
        for article_id, of_article in by_article.items():
            self._breathe()
            claims = self._claims_of(article_id)
            for sentence in of_article:
                here = claims.within(sentence.passage.start, sentence.passage.end)
                if here or not claims_only:
                    yield from here or [sentence]

    def _claims_of(self, article_id: str) -> _Claimed:
        """Return the claims of an article; only those that have changed are taken apart."""
        annotations, before = self._claims.list(article_id), self._claimed.get(article_id)
        if before is not None and before.annotations is annotations:
            return before
        origin = Origin.of_record(article_id, self._claims.article(article_id) or {})
        known = {} if before is None or before.origin != origin else before.by_uuid
        by_uuid = {}
        for annotation in annotations:
            if CLAIM in annotation.tags:
                kept = known.get(annotation.uuid)
                if kept is None or kept[0] != annotation:
                    self._breathe()
                    kept = annotation, _of_claim(annotation, origin, self._nouns)
                by_uuid[annotation.uuid] = kept
        if sum(len(of_article.all) for of_article in self._claimed.values()) >= _CLAIMS:
            self._claimed.clear()
        claimed = self._claimed[article_id] = _Claimed(annotations, origin, by_uuid)
        return claimed


_SHORTEST = 3
"""Letters that the index needs to find something inside a word."""


class _Sentence:
    """A sentence or a claim, of which the amounts are read when they are asked for.

    Args:
        passage: how it is compared.
        quote: its words.
        origin: of its article.
        claim: the annotation, if it is one.
        nouns: the classes of counted nouns, if not the default.
    """

    def __init__(
        self,
        passage: Passage,
        quote: str,
        origin: Origin,
        claim: Annotation | None = None,
        nouns: Nouns | None = None,
    ) -> None:
        self._nouns = nouns
        self.passage = passage
        self.quote = quote
        self._origin = origin
        self._claim = claim

    @property
    def is_read(self) -> bool:
        """Whether its amounts have been read."""
        return "figures" in vars(self)

    @cached_property
    def figures(self) -> Sequence[Figure]:
        """Its amounts; offsets of a sentence count from its own start."""
        if self._claim is not None:
            return figures_of_claims(self._origin, [self._claim], nouns=self._nouns)
        sentence = Sentence(0, len(self.quote), "body")
        return figures_in(self._origin, self.quote, [sentence], nouns=self._nouns)


class _Claimed:
    """The claims of one article, as they are compared.

    Args:
        annotations: all of the article, as they were given.
        origin: the article.
        by_uuid: those of them that are claims, each with how it is compared.
    """

    def __init__(
        self,
        annotations: Sequence[Annotation],
        origin: Origin,
        by_uuid: Mapping[str, tuple[Annotation, _Sentence]],
    ) -> None:
        self.annotations = annotations
        self.origin = origin
        self.by_uuid = by_uuid
        self.all = sorted((claim for _, claim in by_uuid.values()), key=_begins)
        """By where they begin."""

    def within(self, start: int, end: int) -> list[_Sentence]:
        """Return those that begin in a passage."""
        return self.all[bisect_left(self.all, start, key=_begins) : bisect_left(self.all, end, key=_begins)]


def _begins(sentence: _Sentence) -> int:
    return sentence.passage.start


class _Known(NamedTuple):
    """Tells in how many passages a term stands, as far as is known, and of how many."""

    frequency: Callable[[str], int]
    total: int
    weigh: Callable[[Passage], Weighed] | None = None
    """Weighs a passage, if that is remembered."""


class _Whole:
    """All sentences of a small corpus, to be found by their terms."""

    def __init__(self, sentences: Iterable[_Sentence]) -> None:
        self._sentences = list(sentences)
        self._places = places = dict[str, list[int]]()
        for place, sentence in enumerate(self._sentences):
            for term in sentence.passage.terms:
                places.setdefault(term, []).append(place)
        self._weighed: dict[frozenset[str], Weighed] = {}
        self.known = _Known(self._frequency, len(self._sentences), self._weigh)

    def _frequency(self, term: str) -> int:
        return len(self._places.get(term, ()))

    def _weigh(self, passage: Passage) -> Weighed:
        """Weigh the terms of a sentence or a claim: once, as how rare they are is settled."""
        known = self._weighed.get(passage.terms)
        if known is None:
            if len(self._weighed) >= SMALL + _CLAIMS:
                self._weighed.clear()
            known = weighed(passage.terms, self._frequency, len(self._sentences))
            self._weighed[passage.terms] = known
        return known

    def having(self, terms: Iterable[str]) -> list[_Sentence]:
        """Return the sentences that have one of the terms."""
        places = {place for term in terms for place in self._places.get(term, ())}
        return [self._sentences[place] for place in sorted(places)]


def _heard(trust: Trust, keys: Iterable[str], related: Related) -> bool:
    """Say whether a related passage may be shown: it wasn't refused, and its rule not too often.

    Args:
        trust: what was refused.
        keys: of the passage that is looked at, and of the claims in it.
        related: what would be shown.
    """
    refused = any(trust.refused(key, related.key) for key in keys)
    return not refused and not trust.silent(related.rule, PAIR, related.noun)


def _claimant(annotation: Annotation) -> str:
    value = annotation.attributes.get("claimant")
    return value if isinstance(value, str) else ""


def _of_claim(annotation: Annotation, origin: Origin, nouns: Nouns | None) -> _Sentence:
    target, claimant = annotation.target, folded_name(_claimant(annotation))
    passage = Passage(
        origin.article,
        target.start,
        target.end,
        terms_of(target.quote),
        frozenset({claimant} if claimant else ()),
        annotation.uuid,
    )
    return _Sentence(passage, target.quote, origin, annotation, nouns)


def _has(quote: str, parts: frozenset[str]) -> bool:
    folded = fold(quote)
    return any(part in folded for part in parts)


def as_shown(related: RelatedPassage, quote: str) -> Related:
    """Return a related passage as it is shown, given its words."""
    passage, reason = related.passage, related.reason
    words = _as_written(reason.words, quote) if reason.by == "words" else reason.words
    return Related(
        article=passage.article,
        start=passage.start,
        end=passage.end,
        uuid=passage.uuid,
        quote=quote,
        rule=reason.by,
        noun=reason.first.noun if reason.first is not None else None,
        words=words,
        ours=reason.first,
        theirs=reason.second,
        key=passage_key(passage.article, quote),
    )


def _as_written(stems: Sequence[str], quote: str) -> tuple[str, ...]:
    """Return the words of a passage that have these stems, in the order of the stems."""
    written_as: dict[str, str] = {}
    for word in words_of(quote):
        for term in terms_of(folded_words(word)):
            written_as.setdefault(term, word)
    return tuple(written_as.get(stem, stem) for stem in stems)


def related_among(
    claim: Annotation,
    others: Iterable[Annotation],
    source: ClaimSource,
    people: People = NOBODY,
    nouns: Nouns | None = None,
    trust: Trust = NO_TRUST,
) -> list[Related]:
    """Return those of some claims that are about the same matter as one, the likeliest first.

    Args:
        claim: the one that is looked at; it is left out.
        others: the claims that it is compared with, and by which it is told which words are rare.
        source: what is remembered of their articles.
        people: tells whose names are one person's.
        nouns: the classes of counted nouns, if not the default.
        trust: what was refused.
    """
    subject = _said_by(claim, source, people, nouns)
    compared = {other.uuid: other for other in others if other.uuid != claim.uuid}
    sentences = [_said_by(other, source, people, nouns) for other in compared.values()]
    counts = _counted_in(claim, nouns)
    by_passage = {sentence.passage: sentence for sentence in (*sentences, subject)}
    known = Frequencies(passage.terms for passage in by_passage)
    ranked = rank(
        subject.passage,
        [sentence.passage for sentence in sentences],
        known.of,
        known.total,
        figures_of=lambda passage: by_passage[passage].figures,
        also=lambda passage: bool(
            passage.names & subject.passage.names or counts & _counted_in(compared[passage.uuid], nouns)
        ),
    )
    shown = (as_shown(related, by_passage[related.passage].quote) for related in ranked)
    keys = [passage_key(claim.article.id, claim.target.quote)]
    return [related for related in shown if _heard(trust, keys, related)]


def _counted_in(claim: Annotation, nouns: Nouns | None) -> frozenset[str]:
    """Return what the numbers of a claim count."""
    numbers = claim.attributes.get("numbers")
    items = numbers if isinstance(numbers, list) else ()
    return frozenset(filter(None, (counted(item, nouns) for item in items if isinstance(item, Mapping))))


def _said_by(claim: Annotation, source: ClaimSource, people: People, nouns: Nouns | None) -> _Sentence:
    """Return a claim as it is compared, with the name that is one for all spellings of its claimant."""
    origin = Origin.of_record(claim.article.id, source.article(claim.article.id) or {})
    said = _of_claim(claim, origin, nouns)
    names = frozenset(map(people.key, said.passage.names))
    said.passage = msgspec.structs.replace(said.passage, names=names)
    return said
