"""Finds the articles of a database by their words, as `annotations.corpus.word_index` does in SQLite.

The full text is a column of type tsvector under a GIN index. Its words are our own, as
`annotations.text.searching.words` folds them; no dictionary of PostgreSQL has a say. Beside it stands which
words are forms of which: a word of a query is looked up there, and the full text is asked for what that
found. Title and source are marked A and stand far enough before the text that no phrase goes from one into
the other.

A tsvector has places for 16,383 words, and for 255 of each. Of a longer article the words are all there, but
where they stand isn't: whether it has a phrase is looked for in its text.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import accumulate
from typing import NamedTuple

from annotations.corpus.database.tables import CorpusTables, storable
from annotations.corpus.query import KnownWords, Query, Term, near, with_prefixes, written
from annotations.text.searching.forms import is_form_of
from annotations.text.searching.words import words_of

LAST_PLACE = 16_383
MOST_PLACES = 255
"""Words that a tsvector has places for, and times that it knows of each."""
BETWEEN = 1000
"""Places between title and text: more than any term may reach over."""

RANKED = 5000
"""Articles that are found up to which they are ranked: to look at the words of so many takes 0.1 s. Where
there are more, the newest come first."""
_SATURATED = 1.2
"""As in `annotations.corpus.word_index`."""
_SIXTH_OF_PI_SQUARED = 1.64493406685
_SUMS = list(accumulate(1 / number**2 for number in range(1, MOST_PLACES + 2)))
"""The sums of which PostgreSQL makes the rank of a word that stands so often in a text."""


class Condition(NamedTuple):
    """Says which articles answer a query, as a condition on `words` with its values."""

    sql: str
    values: tuple[object, ...]
    unwanted: str = ""
    """The tsquery of what none of them may have, where that is all that is asked."""


NOTHING, ALL = Condition("false", ()), Condition("true", ())


class DatabaseWords:
    """The full text of one database.

    Args:
        tables: its tables.
        text_of: returns the words of an article's title and source, and of its text, by key.
    """

    def __init__(
        self, tables: CorpusTables, text_of: Callable[[Sequence[int]], dict[int, Sequence[Sequence[str]]]]
    ) -> None:
        self._tables = tables
        self._text_of = text_of

    def known(self, query: Query) -> KnownWords:
        """Return the words of all articles that answer a term of a query, for terms of one word."""
        return {term: frozenset(self._words(term.keys[0])) for term in query.terms if len(term.keys) == 1}

    def condition(self, query: Query) -> Condition:
        """Return what articles have to fulfil that a query finds."""
        wanted = [self._expression(term) for term in query.terms]
        if not all(wanted):
            return NOTHING
        terms = " & ".join(f"({expression})" for expression in wanted)
        sql: list[str] = ["words.forms @@ %s::tsquery"] if terms else []
        values: list[object] = [terms] if terms else []
        unwanted = [(term, self._expression(term)) for term in query.unwanted]
        if not query.terms and all(len(term.words) < 2 and len(term.keys) < 2 for term in query.unwanted):
            left_out = " | ".join(f"({expression})" for _, expression in unwanted if expression)
            return Condition("not words.forms @@ %s::tsquery", (left_out,), left_out) if left_out else ALL
        for term, expression in unwanted:
            if expression and terms and len(term.words) < 2 and len(term.keys) < 2:
                values[0] = f"{values[0]} & !({expression})"  # the index tells
            elif expression and len(term.keys) < 2:
                sql.append(
                    "words.article not in (select article from claimreader_corpus.words"
                    " where forms @@ %s::tsquery)"
                )
                values.append(expression)
            elif expression:
                sql.append("words.article <> all(%s)")
                values.append(sorted(self._having_near(term, expression)))
        for term, expression in zip(query.terms, wanted, strict=True):
            if len(term.keys) > 1:
                sql.append("words.article = any(%s)")
                values.append(sorted(self._having_near(term, terms or expression)))
        plain = " and ".join(sql) or "true"
        if any(len(term.words) > 1 for term in (*query.terms, *query.unwanted)):
            return self._with_long(query, plain, values)
        return Condition(plain, tuple(values))

    def _with_long(self, query: Query, plain: str, values: list[object]) -> Condition:
        """Return a condition of which phrases in long articles were looked for in their texts."""
        loose = " & ".join(f"({self._expression(term, ' & ')})" for term in query.terms)
        where = " and words.forms @@ %s::tsquery" if loose else ""
        rows = self._tables.fetch(
            f"select article from claimreader_corpus.words where long{where}",  # noqa: S608 - constants
            (loose,) if loose else (),
        )
        long = [int(str(key)) for (key,) in rows]
        if not long:
            return Condition(plain, tuple(values))
        answering = [key for key, texts in self._text_of(long).items() if query.answered_by(*texts)]
        return Condition(f"(({plain}) and not words.long or words.article = any(%s))", (*values, answering))

    def having(self, term: Term, among: Sequence[int], *, column: str = "") -> set[int]:
        """Return which of a few articles have a term in what their files say.

        Args:
            term: of a query.
            among: the keys of articles.
            column: `about` (title and source), `text`, or empty for both.
        """
        chosen = {"about": slice(0, 1), "text": slice(1, 2), "": slice(0, 2)}[column]
        texts = self._text_of(among) if among else {}
        return {key for key, parts in texts.items() if any(map(term.places, parts[chosen]))}

    def with_beginning(self, part: str, most: int) -> list[int]:
        """Return the keys of the first articles in which a word begins so, see `WordIndex.with_beginning`."""
        expression = " | ".join(f"{_quoted(beginning)}:*" for beginning in written(part))
        if not expression:
            return []
        rows = self._tables.fetch(
            "select article from claimreader_corpus.words where forms @@ %s::tsquery"
            " order by article limit %s",
            (expression, most),
        )
        return [int(str(key)) for (key,) in rows]

    def ranked(self, query: Query, keys: Sequence[int], total: int) -> dict[int, float]:
        """Return how much the words of a query say of articles, see `WordIndex.ranked`."""
        scores: dict[int, float] = {}
        for term in query.terms:
            words = self._held(term.keys[0]) if len(term.keys) == 1 else list(filter(_is_held, term.words))
            if not words or (len(term.keys) != 1 and (len(words) != 1 or term.open)):
                continue
            having = self._number_having(words)
            if not having:
                continue
            rarity = math.log(1 + total / having)
            for key, count in self._counted(words, keys).items():
                scores[key] = scores.get(key, 0.0) + rarity * count / (count + _SATURATED)
        return scores

    def _number_having(self, words: Sequence[str]) -> int:
        """Return how many articles have one of some words; nothing if that are too many to say anything."""
        rows = self._tables.fetch(
            "select count(*) from (select from claimreader_corpus.words where forms @@ %s::tsquery limit %s)"
            " as those",
            (" | ".join(map(_quoted, words)), 4 * RANKED + 1),
        )
        number = int(str(rows[0][0]))
        return 0 if number > 4 * RANKED else number

    def _counted(self, words: Sequence[str], keys: Sequence[int]) -> Counter[int]:
        """Return how often articles have one of some words.

        PostgreSQL tells that by no function. Its rank of a single word is a sum over the places of the word
        that rises with each, and so says how many there are.
        """
        counts: Counter[int] = Counter()
        ranks = ", ".join(["ts_rank('{1, 1, 1, 1}', forms, %s::tsquery, 0)"] * len(words))
        rows = self._tables.fetch(
            f"select article, {ranks} from claimreader_corpus.words"  # noqa: S608 - constants
            " where article = any(%s) and forms @@ %s::tsquery",
            (*map(_quoted, words), list(keys), " | ".join(map(_quoted, words))),
        )
        for key, *of_words in rows:
            for rank in of_words:
                if rank:
                    counts[int(str(key))] += _times(float(str(rank)))
        return counts

    def _having_near(self, term: Term, expression: str) -> set[int]:
        """Return the articles in which the words of a term are near one another."""
        forms = [frozenset(self._words(keys)) for keys in term.keys]
        of_any = sorted(frozenset().union(*forms))
        rows = self._tables.fetch(
            "select article, lexeme, positions, weights from claimreader_corpus.words, unnest(forms)"
            " where forms @@ %s::tsquery and not long and lexeme = any(%s)",
            (expression, of_any),
        )
        places: dict[tuple[int, bool], list[list[int]]] = {}
        for key, word, positions, weights in rows:
            for place, weight in zip(positions, weights, strict=True):  # type: ignore[call-overload] # arrays
                of_part = places.setdefault((int(str(key)), weight == "A"), [[] for _ in forms])
                for number, form in enumerate(forms):
                    if word in form:
                        of_part[number].append(place)
        having = {
            key for (key, _), of_part in places.items() if near(list(map(sorted, of_part)), term.between)
        }
        long = self._tables.fetch(
            "select article from claimreader_corpus.words where long and forms @@ %s::tsquery", (expression,)
        )
        return having | self.having(term, [int(str(key)) for (key,) in long])

    # ------------------------------------------------------------------ terms as PostgreSQL asks for them

    def _expression(self, term: Term, between: str = " <-> ") -> str:
        """Return a term as a tsquery, near one another left aside; empty if no article can have it.

        Args:
            term: of a query.
            between: stands between the words of a phrase; with ` & `, they may stand anywhere.
        """
        if term.words:
            if not all(map(_is_held, term.words)):
                return ""
            *before, last = map(_quoted, term.words)
            return between.join([*before, f"{last}{':*' * term.open}"])
        if term.beginning:
            beginnings = filter(_is_held, with_prefixes(term.beginning))
            return " | ".join(f"{_quoted(beginning)}:*" for beginning in beginnings)
        parts = []
        for keys in term.keys:
            words = self._held(keys)
            if not words:
                return ""
            parts.append(" | ".join(map(_quoted, words)))
        return parts[0] if len(parts) == 1 else " & ".join(f"({part})" for part in parts)

    def _held(self, keys: Collection[str]) -> list[str]:
        """Return those of the same words that a tsvector holds."""
        return list(filter(_is_held, self._words(keys)))

    def _words(self, keys: Collection[str]) -> list[str]:
        """Return the words of the articles that have one of some keys."""
        rows = self._tables.fetch(
            "select distinct word from claimreader_corpus.form where key = any(%s)",
            (list(map(storable, keys)),),
        )
        words = {str(word) for (word,) in rows} | {key for key in keys if words_of(key) == [key]}
        return sorted(word for word in words if is_form_of(word, keys))


def _quoted(word: str) -> str:
    """Return a word as a tsvector and a tsquery have it."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _is_held(word: str) -> bool:
    """Say whether a tsvector holds a word; a tsquery has no room for a longer one either."""
    return _size(word) <= _LONGEST_WORD


def _size(word: str) -> int:
    return len(storable(word).encode("utf-8"))


def _times(rank: float) -> int:
    """Return how often a word stands in a text, by the rank that PostgreSQL gives it."""
    total = rank * _SIXTH_OF_PI_SQUARED
    at = bisect_left(_SUMS, total)
    if at and (at == len(_SUMS) or total - _SUMS[at - 1] < _SUMS[at] - total):
        at -= 1
    return at + 1


class Forms(NamedTuple):
    """The words of one article as the table has them."""

    vector: str
    long: bool
    left_out: int
    """Different words that there is no room for, or that are too long."""


_ROOM = 900_000
"""Bytes of words and places that a tsvector holds: 1 MB, less what is aligned."""
_LONGEST_WORD = 2000
"""Bytes of a word: PostgreSQL holds 2046. A longer one is in no vector, so that no search finds it."""


def forms_of(about: Sequence[str], words: Sequence[str]) -> Forms:
    """Return the words of an article as a tsvector.

    Args:
        about: the words of title and source, as far as the text hasn't them.
        words: those of the text.
    """
    places: dict[str, list[str]] = {}
    first = len(about) + BETWEEN if about else 0
    for number, word in enumerate(about[: BETWEEN // 2], 1):
        places.setdefault(word, []).append(f"{number}A")
    for number, word in enumerate(words, first + 1):
        places.setdefault(word, []).append(str(number))
    long = (
        first + len(words) >= LAST_PLACE
        or len(about) > BETWEEN // 2
        or any(len(of_word) > MOST_PLACES for of_word in places.values())
    )
    if long:
        places = {word: of_word[:MOST_PLACES] for word, of_word in places.items()}
    room, left_out, parts = _ROOM, 0, []
    for word, of_word in places.items():
        plain, size = storable(word), _size(word)
        if size > _LONGEST_WORD or size + 4 > room:
            left_out += 1
            continue
        with_places = size + 4 + 2 * len(of_word) <= room // 2
        parts.append(f"{_quoted(plain)}:{','.join(of_word)}" if with_places else _quoted(plain))
        room -= size + 4 + (2 * len(of_word) if with_places else 0)
        long = long or not with_places
    return Forms(" ".join(parts), long, left_out)
