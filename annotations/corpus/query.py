"""Reads a query in one way for the index and for the text, so that the words found are those highlighted.

A query is words, and all of them are wanted. Each stands for the word in its forms, whole words only: `قوات`
is found as للقوات and وقواته, مصر never in مصرع (`annotations.text.searching.forms`). Beside that it has
four signs, which a person who types one by accident isn't told off for:

- `"كوريا الشمالية"`: exactly these words in this order, no other forms. What differs no more than by vowel
  marks, a hamza on alef, ى for ي or Persian letters is the same.
- `-كلمة`, `-"عبارة"`: articles without it.
- `صاروخ*`: words that begin so, with and without a prefix.
- `"روسيا الناتو"~5`: these words in any form and order, with at most five others between them.

A word with a Latin letter or a digit in it is taken as written, but for what divides it: KN-23, KN23, KN 23.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar

import msgspec

from annotations.text.searching.forms import LONGEST, keys_of, query_keys
from annotations.text.searching.words import LETTERS, TextWords, words_of

_PARTS = re.compile(r'([-−]?)"([^"]*)(?:"(?:~([0-9]{1,3})(?![^\s"]))?|\Z)|([^"\s]+)')
_QUOTATION_MARKS = str.maketrans("“”„«»", '"""""')

_SHORTEST = 3
"""Letters that the beginning of a word has at least; with fewer, half of the index would have to be read."""
_UNFINISHED = 3
"""Letters from which on a word that is being typed is looked for as the beginning of others."""

_MOST = 32
"""Terms that count, of a text that was pasted."""
_WORDS = 64
"""Words of a term that count."""

PREFIXES = (
    "", "ال", "و", "وال", "ف", "فال", "ب", "بال", "ك", "كال", "ل", "لل", "وب", "وبال", "ول", "ولل", "وك",
    "وكال", "فب", "فبال", "فل", "فلل",
)  # fmt: skip
"""Letters that may be written onto a word, for `word*`, which doesn't know the rest of it."""


_SEEN = 150_000
"""Words of texts of which it is remembered whether they are forms of what is looked for, over all that was
looked for: 18 MB."""


class _Forms:
    """Tells which words of texts are forms of one that is looked for; each word is taken apart once.

    Args:
        keys: the `query_keys` of what is looked for.
    """

    remembered: ClassVar[int] = 0
    """Words, over all that was looked for."""

    def __init__(self, keys: frozenset[str]) -> None:
        self._keys = keys
        self._are: set[str] = set()
        self._are_not: set[str] = set()

    def among(self, words: set[str]) -> set[str]:
        """Return those of some words that are."""
        doubtful = words - self._are_not
        new = doubtful - self._are
        for word in new:
            (self._are_not if self._keys.isdisjoint(keys_of(word)) else self._are).add(word)
        _Forms.remembered += len(new)
        if _Forms.remembered > _SEEN:
            _Forms.remembered = 0
            _forms_of.cache_clear()
        return doubtful & self._are


_forms_of = lru_cache(_MOST)(_Forms)


class Term(msgspec.Struct, frozen=True):
    """One condition of a query.

    One of `keys`, `beginning` and `words` says what is looked for. Several `keys` are words near one another.
    """

    keys: tuple[frozenset[str], ...] = ()
    """The `query_keys` of each word."""
    beginning: str = ""
    """Letters with which a word has to begin, behind a prefix."""
    words: tuple[str, ...] = ()
    """Words that stand as they are, one after the other; the last may go on if the term is `open`."""
    open: bool = False
    between: int = 0
    """Other words that may stand between several `keys`."""
    negative: bool = False
    """Articles are wanted that don't have it."""

    def places(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Return the first and last word of each place at which the term stands among the words of a text."""
        if self.words:
            return self._sequences(words)
        if (matching := self.alone(words)) is not None:
            return [(at, at) for at, word in enumerate(words) if word in matching] if matching else []
        forms = [_forms_of(keys).among(set(words)) for keys in self.keys]
        if not all(forms):
            return []
        each = [[at for at, word in enumerate(words) if word in matching] for matching in forms]
        return [(at, at) for at in near(each, self.between)]

    def alone(self, words: Sequence[str]) -> set[str] | None:
        """Return the words of a text of which each is an answer; None if only several together are one."""
        if self.beginning:
            return {word for word in set(words) if begins(word, self.beginning)}
        return _forms_of(self.keys[0]).among(set(words)) if len(self.keys) == 1 else None

    def _sequences(self, words: Sequence[str]) -> list[tuple[int, int]]:
        first, count = self.words[0], len(self.words)
        *before, last = self.words
        return [
            (at, at + count - 1)
            for at in range(len(words) - count + 1)
            if (words[at] == first or (count == 1 and self.open))
            and all(words[at + step] == word for step, word in enumerate(before))
            and (words[at + count - 1].startswith(last) if self.open else words[at + count - 1] == last)
        ]


KnownWords = Mapping[Term, Collection[str]]
"""By term the words that answer it alone, all of those at least that a text has: such as an index knows."""


def begins(word: str, beginning: str) -> bool:
    """Say whether a word of a text begins so, with or without a prefix."""
    return beginning in word and any(map(word.startswith, with_prefixes(beginning)))


def with_prefixes(beginning: str) -> list[str]:
    """Return what words begin with that begin so, with or without a prefix.

    What is longer than any word has none: a pasted line without its spaces would be asked for in each.
    """
    return [prefix + beginning for prefix in PREFIXES] if len(beginning) <= LONGEST else [beginning]


def written(part: str) -> list[str]:
    """Return what words begin with in which a folded part stands behind any prefix, as they may be written.

    Args:
        part: letters, folded by `annotations.text.folding`, so that a و may be a ؤ. What is longer than any
            word is the beginning of none.
    """
    if len(part) > LONGEST:
        return []
    parts = [part]
    for plain, seated in (("و", "ؤ"), ("ي", "ئ"), ("ه", "ة")):
        parts += [part[:at] + seated + part[at + 1 :] for at, letter in enumerate(part) if letter == plain]
    return [beginning for each in parts for beginning in with_prefixes(each)]


def near(places: Sequence[Sequence[int]], between: int) -> list[int]:
    """Return which places of words are near one another, in order.

    Args:
        places: of each word, rising, in words of the text.
        between: other words that may stand between the first and the last.
    """
    if not all(places):
        return []
    widest = between + len(places) - 1
    chosen: set[int] = set()
    owners: dict[int, list[int]] = {}
    for number, of_word in enumerate(places):
        for place in of_word:
            owners.setdefault(place, []).append(number)
    ordered = sorted(owners)
    counts = [0] * len(places)
    missing, first = len(places), 0
    for last, place in enumerate(ordered):
        for number in owners[place]:
            missing -= not counts[number]
            counts[number] += 1
        while ordered[first] < place - widest:
            for number in owners[ordered[first]]:
                counts[number] -= 1
                missing += not counts[number]
            first += 1
        if not missing and last - first + 1 >= len(places):  # one word may be two of those that are wanted
            chosen.update(ordered[max(first, last - _WORDS) : last + 1])
    return sorted(chosen)


class Query:
    """A query as the user types it, at any moment of typing."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        terms = _terms(typed)
        self.terms: Sequence[Term] = [term for term in terms if not term.negative]
        """The terms that an article must have."""
        self.unwanted: Sequence[Term] = [term for term in terms if term.negative]
        """The terms that it must not have."""

    def __bool__(self) -> bool:
        return bool(self.terms or self.unwanted)

    def hits(self, text: str, known: KnownWords | None = None) -> list[tuple[int, int]]:
        """Find every occurrence of every term.

        Args:
            text: any.
            known: what of its words is known beforehand.

        Returns:
            Spans of `text` (code points, half-open), in order, not overlapping; none cuts a grapheme cluster.
        """
        return self.hits_among(TextWords(text), known) if self.terms else []

    def hits_among(self, text: TextWords, known: KnownWords | None = None) -> list[tuple[int, int]]:
        """Find the `hits` in a text of which the words are at hand."""
        spans: list[tuple[int, int]] = []
        for term in self.terms:
            matching = known.get(term) if known else None
            if matching is not None or (matching := term.alone(text.words)) is not None:
                spans += text.spans_of(matching)
            else:
                places = term.places(text.words)
                where = text.spans({number for place in places for number in place})
                spans += [(where[first][0], where[last][1]) for first, last in places]
        spans.sort()
        hits: list[tuple[int, int]] = []
        for start, end in spans:
            if hits and start < hits[-1][1]:
                hits[-1] = hits[-1][0], max(end, hits[-1][1])
            else:
                hits.append((start, end))
        return hits

    def answered_by(self, *texts: Sequence[str]) -> bool:
        """Say whether some texts together answer the query, given the words of each."""
        return self.decided(lambda term: any(term.places(words) for words in texts))

    def decided(self, has: Callable[[Term], bool]) -> bool:
        """Say whether what has certain terms answers the query."""
        return all(map(has, self.terms)) and not any(map(has, self.unwanted))

    @property
    def completed(self) -> str | None:
        """The query with its last word as the beginning of one; None if that is no word, or too short."""
        word = self.typed.rpartition(" ")[2]
        last = words_of(word)
        plain = (
            word and word[-1].isalnum() and not set(word) & set('"“”„«»') and not word.startswith(("-", "−"))
        )
        if not plain or self.typed.translate(_QUOTATION_MARKS).count('"') % 2:
            return None
        if len(last) != 1 or len(last[0]) < _UNFINISHED:
            return None
        return f"{self.typed}*"


def _terms(typed: str) -> list[Term]:
    terms: dict[Term, None] = {}
    for minus, phrase, between, word in _PARTS.findall(typed.translate(_QUOTATION_MARKS)):
        if len(terms) >= _MOST:
            break
        for term in _word(word) if word else _phrase(phrase, between, bool(minus)):
            terms[term] = None
    return list(terms)[:_MOST]


def _phrase(phrase: str, between: str, negative: bool) -> Iterable[Term]:
    words = tuple(words_of(phrase))[:_WORDS]
    if between and len(words) > 1:
        keys = tuple(dict.fromkeys(map(query_keys, words[:_MOST])))
        return [Term(keys=keys, between=int(between) if len(keys) > 1 else 0, negative=negative)]
    return [Term(words=words, negative=negative)] if words else []


def _word(written: str) -> Iterable[Term]:
    negative = written[0] in "-−"
    words = tuple(words_of(written))[:_WORDS]
    if not words:
        return []
    is_open = written.endswith("*") and len("".join(words)) >= _SHORTEST
    if all(map(LETTERS.fullmatch, words)):
        if "عبدال" in "".join(words) and not is_open:  # the parts of one name, which others write apart
            return [Term(keys=tuple(map(query_keys, words)), negative=negative)]
        *whole, last = words
        terms = [Term(keys=(query_keys(word),), negative=negative) for word in whole]
        if is_open:
            beginning = last[2:] if last.startswith("ال") and len(last) > _SHORTEST else last
            return [*terms, Term(beginning=beginning, negative=negative)]
        return [*terms, Term(keys=(query_keys(last),), negative=negative)]
    while len(words) > 1 and words[0] in PREFIXES:
        words = words[1:]
    return [Term(words=words, open=is_open, negative=negative)]


class Snippet(msgspec.Struct, frozen=True):
    """A part of a text around its first hit: `text[start:end]`, in code points."""

    start: int
    end: int
    hits: Sequence[tuple[int, int]]
    """Those inside the part, as offsets into the whole text."""


def snippet(text: str, hits: Sequence[tuple[int, int]], width: int = 80) -> Snippet:
    """Cut about `width` code points out of a text, from word to word, within the line of its first hit."""
    first = hits[0] if hits else (len(text) - len(text.lstrip()),) * 2
    line_start = text.rfind("\n", 0, first[0]) + 1
    line_end = text.find("\n", first[1])
    line_end = len(text) if line_end < 0 else line_end
    start = max(line_start, first[0] - max(0, width - (first[1] - first[0])) // 2)
    end = min(line_end, max(start + width, first[1]))
    start = max(line_start, min(start, end - width))
    while start > line_start and not text[start - 1].isspace() and start < first[0]:
        start += 1
    while end < line_end and not text[end].isspace() and end > first[1]:
        end -= 1
    return Snippet(start, end, [hit for hit in hits if start <= hit[0] and hit[1] <= end])
