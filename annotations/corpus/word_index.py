"""Finds articles by their words: the full text of the index, and how what it finds is ranked.

The full text is one FTS5 table of whole words (`annotations.text.searching.words`), title and source apart
from the text, so that no phrase goes from one into the other. It has no content: the text itself stays in
the files. Beside it stands which words are forms of which (`annotations.text.searching.forms`), for each
word once: a word of a query is looked up there, and the full text is asked for what it found. So a hit of
the index is a hit in the text, by the same keys. Words as they are would not do, because SQLite has no
tokenizer that knows a prefix, nor would parts of words (trigrams), which find مصر in مصرع and take four
times the room.

Among articles that have all words of a query, those come first that have the rarest ones the most often; a
word weighs as much as it is rare, and the tenth time that it stands in an article hardly more than the
third.
"""

from __future__ import annotations

import json
import math
import sqlite3
import threading
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from annotations.corpus.query import KnownWords, Query, Term, near, with_prefixes, written
from annotations.text.searching.forms import has_forms, is_form_of, keys_of
from annotations.text.searching.words import words_of

_VOCABULARY = """
CREATE VIRTUAL TABLE IF NOT EXISTS temp.places USING fts5vocab (main, words, instance);
CREATE VIRTUAL TABLE IF NOT EXISTS temp.counts USING fts5vocab (main, words, row);
"""

_MATCHING = "SELECT rowid FROM words WHERE words MATCH ?"
_ALL_MATCHING = "SELECT group_concat(rowid) FROM words WHERE words MATCH ?"

_NEW = 100_000
"""Words that are remembered as written while articles are indexed: 10 MB."""
_WEIGHED = 20_000
"""Times that a word may stand in a corpus for its places to be counted by article: 20 ms. One that is more
frequent says nothing of an article."""
_SATURATED = 1.2
"""How soon a further time that a word stands in an article counts for nothing: BM25's k1."""


class NewForms:
    """Says for each word of articles that are being indexed what is to be written of it: once."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def of(self, words: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the rows of `forms` for those words that haven't come yet."""
        new = set(filter(has_forms, set(words).difference(self._seen)))
        if len(self._seen) > _NEW:
            self._seen = set()
        self._seen |= new
        for word in new:
            for key in keys_of(word):
                if key != word:
                    yield key, word


class WordIndex:
    """The full text of one index.

    Args:
        connection: returns this thread's connection.
    """

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection
        self._local = threading.local()

    # ------------------------------------------------------------------ which articles

    def matching(self, query: Query, everything: Callable[[], Iterable[int]]) -> array[int]:
        """Return the keys of the articles that a query finds, in rising order.

        Args:
            query: what is looked for.
            everything: returns the keys of all articles, for a query that only says what isn't wanted.
        """
        expressions = self._expressions(query)
        if expressions is None:
            return array("q")
        wanted, left_out = expressions
        loose = any(len(term.keys) > 1 for term in query.unwanted)
        if not wanted:
            gone = set() if not left_out else set(self._matching(left_out))
            keys = (key for key in everything() if loose or key not in gone)
            answers = array("q", sorted(keys))
        elif left_out and not loose:
            answers = self._matching(f"({wanted}) NOT ({left_out})")
        else:
            answers = self._matching(wanted)
        for term in query.terms:
            if len(term.keys) > 1 and answers:
                having = self._having_near(term)
                answers = array("q", (key for key in answers if key in having))
        if loose:
            for term in query.unwanted:
                having = self.having(term, answers)
                answers = array("q", (key for key in answers if key not in having))
        return answers

    def first_matching(self, query: Query, most: int) -> array[int] | None:
        """Return the first keys of the articles that a query finds, in rising order, for no more than these.

        None if it takes all of them to tell: of words near one another, and if nothing is wanted.
        """
        if not query.terms or any(len(term.keys) > 1 for term in (*query.terms, *query.unwanted)):
            return None
        expressions = self._expressions(query)
        if expressions is None:
            return array("q")
        wanted, left_out = expressions
        expression = f"({wanted}) NOT ({left_out})" if left_out else wanted
        return self._keys(f"{_MATCHING} ORDER BY rowid LIMIT ?", expression, most)

    def having(self, term: Term, among: Sequence[int], *, column: str = "") -> set[int]:
        """Return which of some articles have a term in what their files say.

        Args:
            term: of a query.
            among: the keys of articles.
            column: `about` (title and source), `text`, or empty for both.
        """
        expression = self._expression(term)
        if not expression or not among:
            return set()
        if column:
            expression = f"{column} : ({expression})"
        keys = set(
            self._keys(
                "SELECT rowid FROM words WHERE words MATCH ? AND rowid IN (SELECT value FROM json_each(?))",
                expression,
                json.dumps(list(among)),
            )
        )
        return keys & self._having_near(term, column) if len(term.keys) > 1 else keys

    def known(self, query: Query) -> KnownWords:
        """Return the words of all articles that answer a term of a query, for terms of one word."""
        return {term: frozenset(self._words(term.keys[0])) for term in query.terms if len(term.keys) == 1}

    def with_beginning(self, part: str, most: int) -> array[int]:
        """Return the keys of the first articles in which a word begins so, behind any prefix.

        Args:
            part: letters, folded; see `annotations.corpus.query.written`.
            most: how many; a word of many articles costs no more than these.
        """
        expression = " OR ".join(f'"{beginning}"*' for beginning in written(part))
        return self._keys(f"{_MATCHING} LIMIT ?", expression, most) if expression else array("q")

    def _matching(self, expression: str) -> array[int]:
        # In one row: it takes half of the time, and Python's lock is free meanwhile.
        (keys,) = self._connection().execute(_ALL_MATCHING, (expression,)).fetchone()
        return array("q", sorted(msgspec.json.decode(f"[{keys}]", type=list[int])) if keys else ())

    def _expressions(self, query: Query) -> tuple[str, str] | None:
        """Return what is wanted and what isn't as FTS5 asks for it; None if no article can have what is."""
        terms = [self._expression(term) for term in query.terms]
        if not all(terms):
            return None
        unwanted = [expression for term in query.unwanted if (expression := self._expression(term))]
        wanted = " AND ".join(f"({expression})" for expression in terms)
        return wanted, " OR ".join(f"({expression})" for expression in unwanted)

    def _expression(self, term: Term) -> str:
        """Return a term as FTS5 asks for it, near one another left aside; empty if no article can have it."""
        if term.words:
            return f'"{" ".join(term.words)}"{"*" * term.open}'
        if term.beginning:
            return " OR ".join(f'"{beginning}"*' for beginning in with_prefixes(term.beginning))
        parts = []
        for keys in term.keys:
            words = self._words(keys)
            if not words:
                return ""
            parts.append(" OR ".join(f'"{word}"' for word in words))
        return parts[0] if len(parts) == 1 else " AND ".join(f"({part})" for part in parts)

    def _words(self, keys: Collection[str]) -> list[str]:
        """Return the words of the index that have one of some keys."""
        marks = ", ".join("?" * len(keys))
        rows = self._rows(f"SELECT DISTINCT word FROM forms WHERE key IN ({marks})", *keys)  # noqa: S608 - marks only
        words = {str(word) for (word,) in rows} | {key for key in keys if words_of(key) == [key]}
        return sorted(word for word in words if is_form_of(word, keys))

    def _having_near(self, term: Term, column: str = "") -> set[int]:
        """Return the articles in which the words of a term are near one another."""
        places: list[dict[tuple[object, object], list[int]]] = []
        for keys in term.keys:
            of_word: dict[tuple[object, object], list[int]] = {}
            for article, where, offset in self._places(self._words(keys)):
                if not column or where == column:
                    of_word.setdefault((article, where), []).append(int(str(offset)))
            places.append(of_word)
        both = set(places[0]).intersection(*places[1:])
        return {
            int(str(article))
            for article, where in both
            if near([sorted(of_word[article, where]) for of_word in places], term.between)
        }

    def _places(self, words: Sequence[str]) -> Iterator[tuple[object, ...]]:
        for word in words:
            yield from self._rows("SELECT doc, col, offset FROM temp.places WHERE term = ?", word)

    # ------------------------------------------------------------------ in what order

    def ranked(self, query: Query, keys: Sequence[int], total: int) -> dict[int, float]:
        """Return how much the words of a query say of articles; where it is nothing, they are left out.

        Args:
            query: which found them.
            keys: of the articles.
            total: how many articles there are.
        """
        scores: dict[int, float] = {}
        if len(keys) > _WEIGHED:
            return scores  # each of them has each word
        chosen = set(keys)
        for term in query.terms:
            counted = self._counted(term)
            if not counted:
                continue
            rarity = math.log(1 + total / len(counted))
            for key, count in counted.items():
                if key in chosen:
                    weight = rarity * count / (count + _SATURATED)
                    scores[key] = scores.get(key, 0.0) + weight
        return scores

    def _counted(self, term: Term) -> Counter[int]:
        """Return how often each article has a term; nothing if that says little, or it is no word alone."""
        words: list[str] = []
        if len(term.keys) == 1:
            words = self._words(term.keys[0])
        elif len(term.words) == 1 and not term.open:
            words = list(term.words)
        anywhere = " OR ".join(f'"{word}"' for word in words)
        if anywhere and len(self._keys(f"{_MATCHING} LIMIT ?", anywhere, _WEIGHED + 1)) > _WEIGHED:
            return Counter()  # found out without going through all places of a common word
        times = 0
        for word in words:
            for (count,) in self._rows("SELECT cnt FROM temp.counts WHERE term = ?", word):
                times += int(str(count))
        if times > _WEIGHED:
            return Counter()
        return Counter(int(str(article)) for article, _, _ in self._places(words))

    # ------------------------------------------------------------------ SQLite

    def _rows(self, sql: str, *values: object) -> Iterable[tuple[object, ...]]:
        connection = self._connection()
        if getattr(self._local, "connection", None) is not connection:
            connection.executescript(_VOCABULARY)
            self._local.connection = connection
        return connection.execute(sql, values)

    def _keys(self, sql: str, *values: object) -> array[int]:
        return array("q", chain.from_iterable(self._connection().execute(sql, values)))
