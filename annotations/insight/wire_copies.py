"""Finds articles that carry the same agency text: several outlets that print one dispatch are one voice.

Outlets put a title and a line of their own over a dispatch, leave its end out and change its punctuation, but
keep its sentences. So articles are compared by their sentences as wholes: folded, words alone, each a number.
Of two articles one is a copy of the other if they share at least three sentences, and at least half of those
of the shorter one.

What doesn't count: boilerplate; sentences of few words, as many reports have the same ones by chance; and
sentences that are mostly quotation, since whoever reports a speech quotes the same words. A sentence that
very many articles have is furniture of their pages.

Copies of one article are one group, also where two of them share too little with each other. So a page that
strings several dispatches together joins what it copies.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from annotations.text.folding import folded_words

if TYPE_CHECKING:
    from annotations.model.units import Unit

FEW_WORDS = 8
"""Words that a sentence must have to count."""
AT_LEAST = 3
"""Sentences that two articles must share."""
FURNITURE = 200
"""Articles with one and the same sentence from which it is furniture: no dispatch is printed by so many."""

_QUOTATION = re.compile(r"«[^«»\n]*»|“[^“”\n]*”|„[^“”„\n]*[“”]|\"[^\"\n]*\"")

Key = TypeVar("Key", bound=Hashable)


class Voices:
    """Says which articles are one voice, since they carry the same text.

    Args:
        groups: the ids of articles that are copies of one another; an article is in one group at most.
    """

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self.groups: tuple[tuple[str, ...], ...] = tuple(map(tuple, groups))
        self._group_of = {article_id: group for group in self.groups for article_id in group}

    def of(self, article_id: str) -> tuple[str, ...]:
        """Return the articles that count as one voice with this one, itself included."""
        return self._group_of.get(article_id, (article_id,))

    def copies(self, article_id: str) -> tuple[str, ...]:
        """Return the other articles with the same text."""
        return tuple(other for other in self.of(article_id) if other != article_id)

    def count(self, article_ids: Iterable[str]) -> int:
        """Return how many voices these articles are."""
        return len({self.of(article_id)[0] for article_id in article_ids})


def fingerprints(text: str, units: Sequence[Unit], words: Sequence[str] | None = None) -> array[int]:
    """Return a number for each sentence of an article that counts, each once, in rising order.

    Args:
        text: of the article.
        units: all its sentences.
        words: the `folded_words` of each, if they are at hand.
    """
    quotations = [match.span() for match in _QUOTATION.finditer(text)]
    numbers: set[int] = set()
    first = 0  # the first quotation that doesn't end before the sentence
    for place, unit in enumerate(units):
        if unit.boilerplate:
            continue
        own = folded_words(text[unit.start : unit.end]) if words is None else words[place]
        if own.count(" ") + 1 < FEW_WORDS:
            continue
        while first < len(quotations) and quotations[first][1] <= unit.start:
            first += 1
        if 2 * _quoted(quotations, first, unit) <= unit.end - unit.start:
            # 4 bytes are few enough to collide, but no two articles share three sentences by that.
            digest = blake2b(own.encode("utf-8", "surrogatepass"), digest_size=4).digest()
            numbers.add(int.from_bytes(digest, "big"))
    return array("I", sorted(numbers))


def _quoted(quotations: Sequence[tuple[int, int]], first: int, unit: Unit) -> int:
    """Return how many code points of a sentence are quoted, by quotations from the first one on."""
    quoted = 0
    for place in range(first, len(quotations)):  # a slice would walk to its beginning for each sentence
        start, end = quotations[place]
        if start >= unit.end:
            break
        quoted += min(end, unit.end) - max(start, unit.start)
    return quoted


def voices(of_articles: Mapping[str, Collection[int]]) -> Voices:
    """Return which articles are one voice.

    Args:
        of_articles: the `fingerprints` of each article, by its id.
    """
    having: dict[int, list[str]] = {}
    for article_id, numbers in of_articles.items():
        for number in numbers:
            having.setdefault(number, []).append(article_id)
    sizes = {article_id: len(numbers) for article_id, numbers in of_articles.items()}
    return Voices(groups(having.values(), sizes))


def groups(having: Iterable[Sequence[Key]], sizes: Mapping[Key, int]) -> list[list[Key]]:
    """Return the groups of copies among articles; those without a copy are in none.

    Args:
        having: for each sentence the articles that have it; those with one article alone may be left out.
        sizes: the number of sentences of each article that count, in the order in which groups are to be.
    """
    shared: Counter[tuple[Key, Key]] = Counter()
    place = {key: number for number, key in enumerate(sizes)}
    for keys in having:
        if 1 < len(keys) < FURNITURE:
            shared.update(combinations(sorted(keys, key=place.__getitem__), 2))
    joined: dict[Key, list[Key]] = {}
    for (first, second), number in shared.items():
        if number < AT_LEAST or 2 * number < min(sizes[first], sizes[second]):
            continue
        group, other = joined.setdefault(first, [first]), joined.setdefault(second, [second])
        if group is other:
            continue
        if len(group) < len(other):
            group, other = other, group
        group.extend(other)
        joined.update(dict.fromkeys(other, group))
    of_all = {id(group): group for group in joined.values()}.values()
    return sorted(
        (sorted(group, key=place.__getitem__) for group in of_all), key=lambda group: place[group[0]]
    )
