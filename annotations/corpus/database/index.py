"""Answers from the tables of a database what an index of a corpus is asked.

Lists are sorted by the database, along the indexes of its tables, and read page by page from where the last
page ended (keyset paging), so that of a million articles the first rows cost no more than those of a hundred.
What a person has corrected of articles is laid over the rows, and searched; the order of a list is that of
what the files say.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from annotations.corpus.database.tables import VERSION, CorpusTables, after, entry_of, not_ours, storable
from annotations.corpus.database.word_search import RANKED, Condition, DatabaseWords
from annotations.corpus.kept_lines import PLACES_BITS, KeptLines, marks_in, names_of
from annotations.corpus.listing import (
    NEWEST,
    RELEVANCE,
    ArticleRow,
    FoundArticles,
    LayeredRows,
    Listing,
    ambiguous,
    corrected,
    listed,
    ordering,
)
from annotations.corpus.query import KnownWords, Query
from annotations.corpus.records import CorpusError, DamagedArticle, IndexFailedError, Problem
from annotations.model.line_layers import Count
from annotations.text.digests import digest_of

if TYPE_CHECKING:
    from annotations.corpus.corpus import Corpus

_ROW = (
    "key, id, file, number, length, label, titled, source, published, article.sentences, outline, encoding,"
    " sha256, site, laid"
)
_ENTRY_COLUMNS = 5
FEW = 20_000
"""Articles that are found up to which all their keys are got, and sorted: 0.1 s. Where there are more, going
along the order until a page is full costs less."""
_MANY = 5 * FEW
"""Articles that the database expects to find from which it isn't asked for as many as that."""
_LINES = "site, names, marks, repeated, laid, fewer"
_ROWS = " from claimreader_corpus.article left join claimreader_corpus.line on line.article = key where "


class _Order(NamedTuple):
    """An order of articles, as columns of which each goes the same way."""

    columns: tuple[str, ...]
    descending: bool
    uniform: bool = True
    """False if it has to be sorted, since no index has it."""

    @property
    def sql(self) -> str:
        """The order as SQL has it."""
        return ", ".join(f"{column}{' desc' * self.descending}" for column in self.columns)


_ORDERS = {
    "file": _Order(("file", "place", "key"), descending=False),
    "title": _Order(("label", "file", "place", "key"), descending=False),
    "published desc": _Order(("latest", "file", "place", "key"), descending=True),
    NEWEST: _Order(("newest", "file", "place", "key"), descending=False),
}
"""Those along which the tables have an index."""


class DatabaseIndex:
    """The tables of one corpus; see `annotations.corpus.corpus_index.CorpusIndex`.

    Args:
        corpus: whose articles these are.
        tables: where they are.
    """

    def __init__(self, corpus: Corpus, tables: CorpusTables) -> None:
        self.corpus = corpus
        self.tables = tables
        self._layered = LayeredRows(corpus)
        self._words = DatabaseWords(tables, self._texts_of)
        self._more: tuple[tuple[int, tuple[int, int]], int] | None = None

    @property
    def place(self) -> str:
        """The database."""
        return self.tables.name

    # ------------------------------------------------------------------ lists

    def listing(self, query: str = "", *, order: str = "file", descending: bool = False) -> Listing:
        """Find articles, see `CorpusIndex.listing`."""
        asked = Query(query) if query else None
        total = self.state()[0]  # also sees that these are tables as we know them
        if not asked:
            by = _order(order, descending=descending)
            return _listing(self.tables, by, None, lambda: total, self.rows)
        condition = self._condition(asked)
        by = _ORDERS[NEWEST] if order == RELEVANCE else _order(order, descending=descending)
        few = self._few(condition, total)
        if few is None:  # the first page costs little then; they are counted meanwhile
            beside = ThreadPoolExecutor(1, "count")
            counted = beside.submit(self._count, condition, total)
            beside.shutdown(wait=False)
            return _listing(self.tables, by, condition, counted.result, self.rows)
        ordered = self._in_order(few, by)
        if order == RELEVANCE and len(ordered) <= RANKED:
            scores = self._words.ranked(asked, ordered, total)
            ordered = array("q", sorted(ordered, key=lambda key: -scores.get(key, 0.0)))  # stable
        return Listing(lambda limit: ordered[:limit], lambda: len(ordered), self.rows)

    def found(self, query: str) -> FoundArticles:
        """Find articles in the order of files, for who goes through them: the first come uncounted."""
        listing = self.listing(query)
        begun = listing.begun
        if begun is None:
            return FoundArticles(listing)
        first = len(begun)
        return FoundArticles(listed(begun, self.rows), lambda: listed(listing.load()[first:], self.rows))

    def known_words(self, query: Query) -> KnownWords:
        """Return which words of the articles answer the terms of a query."""
        return self._words.known(query)

    def having(self, part: str, most: int) -> array[int]:
        """Return the keys of the first articles in which a word begins so, behind any prefix."""
        return array("q", self._words.with_beginning(part, most))

    def _condition(self, query: Query) -> Condition:
        """Return what articles have to fulfil, by what people have said of them, too."""
        condition = self._words.condition(query)
        corrections = self.corpus.corrections
        if not corrections:
            return condition
        from annotations.corpus.corrected_search import corrected_matches

        rows = self.own_rows(list(corrections))
        keys = [key for key, _ in rows]
        matches = corrected_matches(corrections, query, array("q"), rows, self._words.having)
        return Condition(
            f"(({condition.sql}) and words.article <> all(%s) or words.article = any(%s))",
            (*condition.values, keys, list(matches)),
        )

    def _few(self, condition: Condition, total: int) -> list[int] | None:
        """Return the keys of the articles that fulfil a condition; None if they are many."""
        sql = f"select article from claimreader_corpus.words where {condition.sql}"  # noqa: S608 - our own
        values = condition.values
        if condition.unwanted:
            if self._count(condition, total) > FEW:
                return None
            # The words of articles are looked at one by one for what they haven't, but for this.
            sql = (
                "select article from claimreader_corpus.words where article not in"
                " (select article from claimreader_corpus.words where forms @@ %s::tsquery)"
            )
        elif self._expected(sql, values) > _MANY:
            return None
        rows = self.tables.fetch(f"{sql} limit %s", (*values, FEW + 1))
        return None if len(rows) > FEW else [int(str(key)) for (key,) in rows]

    def _expected(self, sql: str, values: Sequence[object]) -> float:
        """Return how many rows the database expects a statement to have; it may be far off."""
        plan = self.tables.fetch(f"explain (format json) {sql}", values)[0][0]
        try:
            return float(plan[0]["Plan"]["Plan Rows"])  # type: ignore[index] # else a TypeError
        except (TypeError, LookupError, ValueError):
            return 0.0

    def _in_order(self, keys: list[int], order: _Order) -> array[int]:
        rows = self.tables.fetch(
            "select key from claimreader_corpus.article where key = any(%s)"  # noqa: S608 - our own
            f" order by {order.sql}",
            (keys,),
        )
        return array("q", [int(str(key)) for (key,) in rows])

    def _count(self, condition: Condition, total: int) -> int:
        if condition.unwanted:
            having = Condition("words.forms @@ %s::tsquery", (condition.unwanted,))
            return total - self._count(having, total)
        rows = self.tables.fetch(
            f"select count(*) from claimreader_corpus.words where {condition.sql}",  # noqa: S608 - our own
            condition.values,
        )
        return int(str(rows[0][0]))

    def state(self) -> tuple[int, int]:
        """Return how many articles there are and were: one of the two changes with every change."""
        row = self._corpus_row("articles, last")
        return int(str(row[0])), int(str(row[1]))

    def _corpus_row(self, columns: str) -> tuple[object, ...]:
        rows = self.tables.fetch(f"select version, {columns} from claimreader_corpus.corpus")  # noqa: S608 - our own
        if not rows:
            raise IndexFailedError(
                f"{self.place}: nothing is there yet; claimreader index FOLDER --to fills it"
            )
        version, *values = rows[0]
        if version != VERSION:
            raise IndexFailedError(
                f"{self.place}: another version of claimreader has filled it; use that one, or fill it anew: "
                "claimreader index FOLDER --to, with --rebuild"
            )
        return tuple(values)

    # ------------------------------------------------------------------ rows

    def rows(self, keys: Sequence[int]) -> list[ArticleRow]:
        """Read articles by key, in the order of the keys; those that are gone are left out."""
        by_key: dict[int, ArticleRow] = {}
        for part in (keys[at : at + 1000] for at in range(0, len(keys), 1000)):
            for key, row in self._select("key = any(%s)", (list(part),)):
                by_key[key] = corrected(row, self.corpus.corrections)
        return [by_key[key] for key in keys if key in by_key]

    def own_rows(self, ids: Iterable[str]) -> list[tuple[int, ArticleRow]]:
        """Return articles by id as their files have them, but for what counts in them, with their keys."""
        return list(self._select("id = any(%s)", (list(map(storable, ids)),)))

    def key(self, article_id: str) -> int | None:
        """Return the key of an article, which never changes while its text doesn't."""
        rows = self.tables.fetch(
            "select key from claimreader_corpus.article where id = %s", (storable(article_id),)
        )
        return int(str(rows[0][0])) if rows else None

    def ids(self, keys: Sequence[int]) -> dict[int, str]:
        """Return the ids of articles by key; those that are gone are left out."""
        rows = self.tables.fetch(
            "select key, id from claimreader_corpus.article where key = any(%s)", (list(keys),)
        )
        return {int(str(key)): str(id_) for key, id_ in rows}

    def keys_by_id(self) -> dict[str, int]:
        """Return the key of every article."""
        rows = self.tables.stream("select id, key from claimreader_corpus.article")
        return {str(id_): int(str(key)) for id_, key in rows}

    def find(self, ref: str) -> ArticleRow:
        """Return the article that an id, or any unique prefix of one, means.

        Raises:
            CorpusError: there is none, or there are several; the message names some.
        """
        named = storable(ref)
        for where, values in (("id = %s", (named,)), ("id >= %s and id < %s", (named, after(named)))):
            rows = [
                corrected(row, self.corpus.corrections)
                for _, row in self._select(f"{where} order by file, place limit 6", values)
            ]
            if len(rows) == 1:
                return rows[0]
            if rows:
                raise ambiguous(ref, rows)
        raise CorpusError(f"no article {ref} in {self.place}")

    def same_text(self, sha256: str) -> list[ArticleRow]:
        """Return the articles that have exactly this text."""
        if (digest := digest_of(sha256)) is None:
            return []
        selected = self._select("sha256 = %s", (digest,))
        return [corrected(row, self.corpus.corrections) for _, row in selected]

    def _select(self, where: str, values: Sequence[object]) -> Iterator[tuple[int, ArticleRow]]:
        for selected in self.tables.fetch(f"select {_ROW}{_ROWS}{where}", values):
            key, row, site, laid = _row(selected)
            yield key, self._layered.laid(row, site, laid, partial(self._kept_lines, key))

    def _kept_lines(self, key: int) -> KeptLines | None:
        rows = self.tables.fetch(
            f"select {_LINES} from claimreader_corpus.line where article = %s",  # noqa: S608 - our own
            (key,),
        )
        return _lines(rows[0]) if rows else None

    def _texts_of(self, keys: Sequence[int]) -> dict[int, Sequence[Sequence[str]]]:
        """Return the words of title and source, and of the text, of some articles."""
        from annotations.corpus.indexed_article import words_of_article
        from annotations.corpus.records import ArticleError
        from annotations.model.article import Article

        words: dict[int, Sequence[Sequence[str]]] = {}
        for key, row in self._select("key = any(%s)", (list(keys),)):
            try:
                record = self.corpus.record(row.entry)
            except ArticleError:
                continue  # it is gone by now
            article = Article(row.entry.id, record.text, metadata=dict(record.metadata))
            words[key] = words_of_article(article)[1:]
        return words

    # ------------------------------------------------------------------ the whole corpus

    def outlines(self) -> Iterator[tuple[int, str, int, bytes]]:
        """Yield key, id, number of sentences and outline of every article, in the order of files."""
        concern = self.corpus.layers.concern
        for key, id_, sentences, outline, site, laid, fewer in self.tables.stream(
            "select key, id, article.sentences, outline, site, laid, fewer from claimreader_corpus.article"
            " left join claimreader_corpus.line on line.article = key order by file, place, key"
        ):
            number, plain = int(str(sentences)), _outline(outline)
            if (
                site is not None
                and concern(str(id_), str(site))
                and (kept := self._kept_lines(int(str(key))))
            ):
                counting, number = self._layered.counting(str(id_), plain, number, kept)
                yield int(str(key)), str(id_), number, counting
            elif laid is None:
                yield int(str(key)), str(id_), number, plain
            else:
                yield int(str(key)), str(id_), number - int(str(fewer)), _outline(laid)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield id and text (its sha256) of every article, in the order of files."""
        for id_, sha256 in self.tables.stream(
            "select id, encode(sha256, 'hex') from claimreader_corpus.article order by file, place, key"
        ):
            yield str(id_), str(sha256)

    def texts_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the texts (their sha256) of articles by id; those that aren't there are left out."""
        by_stored = {storable(each): each for each in ids}
        rows = self.tables.fetch(
            "select id, encode(sha256, 'hex') from claimreader_corpus.article where id = any(%s)",
            (list(by_stored),),
        )
        return {by_stored[str(id_)]: str(sha256) for id_, sha256 in rows}

    def keys_and_texts(self) -> Iterator[tuple[int, bytes]]:
        """Yield key and text (its SHA-256, 32 bytes) of every article, in rising order of keys."""
        for key, sha256 in self.tables.stream(
            "select key, sha256 from claimreader_corpus.article order by key"
        ):
            if not isinstance(sha256, bytes):
                raise not_ours("article")
            yield int(str(key)), sha256

    def sentences(self) -> int:
        """Return how many sentences all articles have, boilerplate left out."""
        (total,) = self._corpus_row("sentences")
        return int(str(total)) + self._more_by_layers()

    def _more_by_layers(self) -> int:
        """Return how many more sentences count by what is in the store than by the tables; kept."""
        layers = self.corpus.layers
        stamp = layers.changes, self.state()
        if self._more is None or self._more[0] != stamp:
            more = 0
            articles, sites = list(layers.articles()), list(layers.sites())
            concerned = self.tables.fetch(
                f"select id, article.sentences, outline, {_LINES} from claimreader_corpus.article"  # noqa: S608 - our own
                " join claimreader_corpus.line on line.article = key where id = any(%s) or site = any(%s)",
                (list(map(storable, articles)), list(map(storable, sites))),
            ) if articles or sites else []  # fmt: skip
            for id_, sentences, outline, *values in concerned:
                kept = _lines(values)
                number = int(str(sentences))
                counting = self._layered.counting(str(id_), _outline(outline), number, kept)[1]
                more += counting - (number - kept.fewer)
            self._more = stamp, more
        return self._more[1]

    def copies(self) -> list[list[str]]:
        """Return the articles that carry the same agency text, by id: the groups of them."""
        groups: dict[int, list[str]] = {}
        for story, id_ in self.tables.stream(
            "select story, id from claimreader_corpus.copies join claimreader_corpus.article on key = article"
        ):
            groups.setdefault(int(str(story)), []).append(str(id_))
        return sorted(sorted(group) for group in groups.values() if len(group) > 1)

    # ------------------------------------------------------------------ lines

    def repeated(self, article_id: str) -> Collection[int]:
        """Return the names of the lines of an article that are furniture by repetition."""
        rows = self.tables.fetch(
            "select repeated from claimreader_corpus.line join claimreader_corpus.article on key = article"
            " where id = %s",
            (storable(article_id),),
        )
        return frozenset(names_of(_bytes(rows[0][0]))) if rows else ()

    def repetitions(self, site: str, name: int) -> Count | None:
        """Return on how many pages of a source a line stands, and of how many; None if it isn't known."""
        rows = self.tables.fetch(
            "select stories, names, counts from claimreader_corpus.source where site = %s", (storable(site),)
        )
        if not rows:
            return None
        stories, names, counts = (
            int(str(rows[0][0])),
            names_of(_bytes(rows[0][1])),
            marks_in(_bytes(rows[0][2])),
        )
        at = bisect_left(names, name)
        if at >= min(len(names), len(counts)) or names[at] != name:
            return None
        return Count(counts[at] >> PLACES_BITS, stories)

    # ------------------------------------------------------------------ files, which there are none of

    def problems(self) -> list[Problem]:
        """Return nothing: what could not be read was told when the tables were filled."""
        return []

    def not_read(self) -> Mapping[str, int]:
        """Return nothing, see `problems`."""
        return {}

    def damaged(self) -> Iterator[DamagedArticle]:
        """Yield nothing: texts are repaired before they come here."""
        return iter(())

    def complete(self) -> bool:
        """Say whether the tables were filled to the end last time."""
        return self._corpus_row("complete")[0] is True

    def clear(self) -> None:
        """Refuse: others read from there.

        Raises:
            IndexFailedError: always.
        """
        raise IndexFailedError(
            f"{self.place}: what is in a database is made anew by claimreader index FOLDER --to, with "
            "--rebuild"
        )

    def close(self) -> None:
        """Close the connections; they are made anew if something is asked again."""
        self.tables.close()


# ---------------------------------------------------------------------------------------------- lists


def _order(order: str, *, descending: bool) -> _Order:
    name = "file" if order == RELEVANCE else order
    if (known := _ORDERS.get(f"{name} desc" if descending else name)) is not None:
        return known
    columns = ordering(order, descending=descending)
    columns = columns.replace("GLOB '[0-9][0-9][0-9][0-9]-*'", "~ '^[0-9]{4}-'")
    return _Order((columns, "key"), descending=False, uniform=False)


def _source_of(condition: Condition | None) -> tuple[str, str, tuple[object, ...]]:
    if condition is None:
        return "claimreader_corpus.article", "true", ()
    joined = "claimreader_corpus.article join claimreader_corpus.words on words.article = article.key"
    return joined, condition.sql, condition.values


def _keys(
    tables: CorpusTables, order: _Order, condition: Condition | None, limit: int | None = None
) -> array[int]:
    """Return the keys of articles in an order."""
    source, where, values = _source_of(condition)
    sql = f"select key from {source} where {where} order by {order.sql}"  # noqa: S608 - our own
    if limit is None:
        return array("q", [int(str(key)) for (key,) in tables.stream(sql, values)])
    return array("q", [int(str(key)) for (key,) in tables.fetch(f"{sql} limit %s", (*values, limit))])


class _SortedPages:
    """Reads a listing page by page, each from the nearest place that is known before it.

    Args:
        tables: of the corpus.
        order: of the listing.
        condition: on the articles; None for all.
    """

    def __init__(self, tables: CorpusTables, order: _Order, condition: Condition | None) -> None:
        self._tables = tables
        self._order = order
        self._condition = condition
        self._source, self._where, self._values = _source_of(condition)
        self._places: list[int] = []
        """Places behind the ends of pages that were read, rising."""
        self._ends: dict[int, tuple[object, ...]] = {}
        """The values by which the article before such a place is sorted."""

    def keys_at(self, offset: int, limit: int) -> array[int]:
        """Return the keys at places `offset` to `offset + limit`."""
        order = self._order
        where, values, skipped = self._where, list(self._values), offset
        at = bisect_right(self._places, offset)
        if at:
            place = self._places[at - 1]
            sign = "<" if order.descending else ">"
            where += f" and ({', '.join(order.columns)}) {sign} ({', '.join(['%s'] * len(order.columns))})"
            values += self._ends[place]
            skipped = offset - place
        rows = self._tables.fetch(
            f"select {', '.join(order.columns)} from {self._source} where {where}"  # noqa: S608 - our own
            f" order by {order.sql} offset %s limit %s",
            (*values, skipped, limit),
        )
        end = offset + len(rows)
        if rows and order.uniform and end not in self._ends:
            insort(self._places, end)
            self._ends[end] = rows[-1]
        return array("q", [int(str(row[-1])) for row in rows])

    def place_of(self, key: int) -> int | None:
        """Return the place of a key; None if the listing hasn't got it, or it would take long to find."""
        order = self._order
        if self._condition is not None:
            return None  # each article before it would be looked at for its words
        if not order.uniform:
            keys = _keys(self._tables, order, None)
            return keys.index(key) if key in keys else None
        found_at = self._tables.fetch(
            f"select {', '.join(order.columns)} from {self._source} where ({self._where}) and key = %s",  # noqa: S608 - our own
            (*self._values, key),
        )
        if not found_at:
            return None
        sign = ">" if order.descending else "<"
        rows = self._tables.fetch(
            f"select count(*) from {self._source} where ({self._where}) and"  # noqa: S608 - our own
            f" ({', '.join(order.columns)}) {sign} ({', '.join(['%s'] * len(order.columns))})",
            (*self._values, *found_at[0]),
        )
        return int(str(rows[0][0]))

    def is_same(self, other: object) -> bool:
        """Say whether these are parts of a listing that was asked for in the same way."""
        return isinstance(other, _SortedPages) and (self._order, self._condition) == (
            other._order,
            other._condition,
        )


def _listing(
    tables: CorpusTables,
    order: _Order,
    condition: Condition | None,
    count: Callable[[], int],
    rows: Callable[[Sequence[int]], list[ArticleRow]],
) -> Listing:
    pages = _SortedPages(tables, order, condition)

    def keys(limit: int | None) -> array[int]:
        return _keys(tables, order, condition) if limit is None else pages.keys_at(0, limit)

    return Listing(keys, count, rows, pages)


# ---------------------------------------------------------------------------------------------- values


def _row(values: Sequence[object]) -> tuple[int, ArticleRow, str, object]:
    """Make a row of the values of `_ROW`; returns its key, its source and its laid outline with it.

    Raises:
        IndexFailedError: they aren't what we write.
    """
    entry = entry_of(values[:_ENTRY_COLUMNS])
    length = values[_ENTRY_COLUMNS - 1]
    label, titled, source, published, sentences, outline, encoding, sha256, site, laid = values[
        _ENTRY_COLUMNS:
    ]
    if not (
        isinstance(label, str)
        and isinstance(source, str | None)
        and isinstance(published, str | None)
        and isinstance(sentences, int)
        and isinstance(length, int)
        and isinstance(sha256, bytes)
    ):
        raise not_ours("article")
    row = ArticleRow(
        entry, label, bool(titled), source, published, sentences, _outline(outline), length, str(encoding),
        sha256.hex(),
    )  # fmt: skip
    return entry.start, row, str(site), laid


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise not_ours("line")
    return value


def _outline(value: object) -> bytes:
    """Return an outline, whole numbers of 4 bytes."""
    outline = _bytes(value)
    if len(outline) % 4:
        raise not_ours("article")
    return outline


def _lines(values: Sequence[object]) -> KeptLines:
    site, names, marks, repeated, laid, fewer = values
    return KeptLines(
        str(site), _bytes(names), _bytes(marks), _bytes(repeated), None if laid is None else _outline(laid),
        int(str(fewer)),
    )  # fmt: skip
