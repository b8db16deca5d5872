"""Ranks which other passages are about the same matter as one: by rare words, a shared figure, a shared name.

Two passages are alike as their words are, the rare ones counting most (the cosine of their inverse document
frequencies). What counts the same thing or names the same person comes before what merely shares words, as
that is what an analyst compares. How alike two are is never shown: the reason is, which can be judged.

Which passages are compared is up to the caller: of a large corpus those that have one of the rarest words.

Weights are summed exactly (`math.fsum`): else the sum depends on the order of a set, which is another one at
each start, and two passages are a last digit more alike from the one than from the other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec

from annotations.insight.figure_records import Figure, differ
from annotations.insight.nouns import TIMES, fates
from annotations.insight.wording import stem
from annotations.text.folding import folded_words
from annotations.text.numbers.words import PARTICLES, bare

RelatedBy = Literal["figures", "noun", "name", "words"]
"""By what two passages are about the same: figures that differ, the same counted noun, a name, rare words."""

_LEAST = 0.04
"""The least that words must have in common, or nothing would be said of how two passages are related."""
_FIGURE = 0.15
"""How much further up a shared counted noun brings a passage that shares words, too."""
_NAME = 0.05
_ACCEPTED = 0.05
"""The same for a name, and once more for one that the analyst has taken as a claimant before."""
_SAME_ARTICLE = 0.7
"""How far down a passage of the same article comes: it goes on, and another one compares."""
_COMMON = 0.5
"""A word in more than this part of the passages says nothing."""
_LOOKED_AT = 48
"""Passages of which figures are read: those whose words are the most alike."""
_WORDS = 3
"""Words that are named as the reason."""


class Passage(msgspec.Struct, frozen=True):
    """A sentence or a claim, as it is compared with others. Offsets are code points of its article."""

    article: str
    start: int
    end: int
    terms: frozenset[str]
    names: frozenset[str] = frozenset()
    """Who claims it, folded."""
    uuid: str = ""
    """The claim, if it is one; else empty."""


FiguresOf = Callable[[Passage], Sequence[Figure]]
"""Reads the amounts of a passage."""


class Reason(msgspec.Struct, frozen=True):
    """The reason for which two passages are shown together."""

    by: RelatedBy
    words: tuple[str, ...]
    """The counted noun, the name, or the rarest words of both."""
    first: Figure | None = None
    second: Figure | None = None
    """The figures that are compared, where there are two."""


class RelatedPassage(msgspec.Struct, frozen=True):
    """A passage that is about the same matter as another one, and why."""

    passage: Passage
    reason: Reason
    score: float
    """For their order alone: it compares nothing else."""


def terms_of(text: str) -> frozenset[str]:
    """Return the words by which a passage is compared: stems, without those that every text has."""
    words = folded_words(text).split()
    return frozenset(
        stem(bare(word)) for word in words if len(word) > 2 and word not in _EMPTY and not word.isdigit()
    )


_EMPTY = frozenset(folded_words(" ".join(PARTICLES)).split()) | frozenset(
    folded_words("""
    قال قالت وقال وقالت يقول تقول أضاف أضافت وأضاف وأضافت أكد أكدت وأكد وأكدت ذكر ذكرت وذكر وذكرت أعلن أعلنت
    وأعلن وأعلنت أوضح أوضحت وأوضح صرح صرحت وصرح أشار أشارت وأشار إلى نفى نفت ونفى ونفت هذا هذه ذلك تلك الذي
    التي الذين أن إن أنه أنها إنه إنها أنهم إنهم كان كانت يكون تكون قد لقد لم لن لا ما من في على عن مع بعد قبل
    بين خلال كما حيث أو ثم بل لكن غير كل أي هو هي هم أيضا وفقا بحسب حسب تم يتم
    """).split()
)


class Frequencies:
    """Counts in how many passages each term stands.

    Args:
        passages: the terms of each.
    """

    def __init__(self, passages: Iterable[Collection[str]] = ()) -> None:
        self._count: Counter[str] = Counter()
        self.total = 0
        for terms in passages:
            self._count.update(terms)
            self.total += 1

    def of(self, term: str) -> int:
        """Return in how many passages a term stands."""
        return self._count[term]


def weights(terms: Iterable[str], frequency: Callable[[str], int], total: int) -> dict[str, float]:
    """Return how much each term says: nothing if most passages have it, the most if only one has."""
    said = {}
    for term in terms:
        having = max(1, frequency(term))
        if having <= max(2.0, total * _COMMON):
            said[term] = math.log(1 + total / having)
    return said


class Weighed(NamedTuple):
    """The weight of each term of a passage, and the length of all of them as one vector."""

    terms: dict[str, float]
    length: float


def weighed(terms: Iterable[str], frequency: Callable[[str], int], total: int) -> Weighed:
    """Weigh the terms of a passage, see `weights`."""
    said = weights(terms, frequency, total)
    return Weighed(said, math.sqrt(math.fsum(weight * weight for weight in said.values())))


def rank(
    subject: Passage,
    others: Iterable[Passage],
    frequency: Callable[[str], int],
    total: int,
    *,
    figures_of: FiguresOf = lambda passage: (),
    accepted: frozenset[str] = frozenset(),
    also: Callable[[Passage], bool] = lambda passage: False,
    weigh: Callable[[Passage], Weighed] | None = None,
) -> list[RelatedPassage]:
    """Return the passages that are about the same matter, the likeliest first.

    Args:
        subject: the passage that is looked at; it and what overlaps it are left out.
        others: those that may be related.
        frequency: in how many passages a term stands.
        total: how many passages there are.
        figures_of: reads the amounts of a passage; asked only about the likeliest.
        accepted: names that the analyst has taken as claimants, folded.
        also: says which passages are looked at for a figure or a name though they share no rare words.
        weigh: remembers what was weighed, for who ranks many; else each passage is weighed anew.
    """
    weigh = weigh or (lambda passage: weighed(passage.terms, frequency, total))
    mine, length = weigh(subject)
    alike: list[tuple[float, Passage]] = []
    for other in others:
        if other.article == subject.article and other.start < subject.end and subject.start < other.end:
            continue
        theirs, theirs_length = weigh(other)
        both = math.fsum(mine[term] * theirs[term] for term in subject.terms & other.terms if term in theirs)
        score = both and both / (length * theirs_length)
        near = _SAME_ARTICLE if other.article == subject.article else 1
        if score >= _LEAST or also(other):
            alike.append((score * near, other))
    alike.sort(key=lambda pair: (-pair[0], pair[1].article, pair[1].start))
    ours = figures_of(subject)
    ranked = []
    for score, other in alike[:_LOOKED_AT]:
        theirs_too = figures_of(other) if ours else ()
        reason, bonus = _reason(subject, other, (ours, theirs_too), mine, accepted)
        near = _SAME_ARTICLE if other.article == subject.article else 1
        if bonus or score >= _LEAST * near:
            ranked.append(RelatedPassage(other, reason, score + bonus * near))
    ranked.sort(key=lambda related: (-related.score, related.passage.article, related.passage.start))
    return ranked


def _reason(
    subject: Passage,
    other: Passage,
    figures: tuple[Sequence[Figure], Sequence[Figure]],
    mine: dict[str, float],
    accepted: frozenset[str],
) -> tuple[Reason, float]:
    """Return why two passages are related, and how far up that brings them."""
    names = subject.names & other.names
    by_name = _NAME + _ACCEPTED * bool(names & accepted) if names else 0.0
    pair = _same_noun(*figures)
    if pair is not None:
        first, second = pair
        by: RelatedBy = "figures" if differ(first, second) else "noun"
        return Reason(by, (first.noun,), first, second), _FIGURE + by_name
    if names:
        return Reason("name", (min(names),)), by_name
    rare = sorted(
        (term for term in subject.terms & other.terms if term in mine), key=lambda term: (-mine[term], term)
    )
    return Reason("words", tuple(rare[:_WORDS])), 0.0


def _same_noun(ours: Sequence[Figure], theirs: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """Return two figures that count the same, those that differ first."""
    pairs = [(first, second) for first in ours for second in theirs if _count_the_same(first, second)]
    return min(pairs, key=lambda pair: not differ(*pair), default=None)


def _count_the_same(first: Figure, second: Figure) -> bool:
    """Say whether two figures count the same: of houses it matters what happened to them."""
    same = bool(first.noun) and first.noun == second.noun and first.noun not in TIMES
    return same and (first.what == second.what or first.noun in fates())
