"""Lists every hit of a query in a corpus with the words around it: what a concordance has, a row each.

Articles are read one after the other in the order of the corpus and their hits given as they are found, so
that the first rows are there at once in a corpus of any size, and whoever has seen enough stops asking. A hit
keeps no more of its article than `AROUND` code points at either side within its line, which is what two
hundred columns can show. Hits in boilerplate are marked, not left out: who shows them decides.

Sorting needs all hits, so it is a function of a list: by the words before or behind, the nearest word first,
as concordancers do (AntConc calls it 1L and 1R). A prefix that is written onto the hit, as the `لل` of `للسد`
where سد was asked for, is no word of its own and decides nothing.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.corpus.listing import FoundArticles, chosen
from annotations.corpus.query import Query
from annotations.corpus.records import ArticleError
from annotations.model.article import sentence_at, sha256_of
from annotations.model.outline import from_bytes, sentence_of
from annotations.text.folding import fold, folded_words, is_boundary
from annotations.text.searching.words import words_of
from annotations.text.sentences import BREAKS

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.corpus.listing import ArticleRow
    from annotations.corpus.records import Entry
    from annotations.model.article import Article
    from annotations.services.concordance_query import ConcordanceQuery

AROUND = 160
"""Code points that are kept at either side of a hit."""
_LONG = 1 << 15
"""Code points of an article that is read and searched in 10 ms; a megabyte takes half a second."""
_LONGEST = 240
"""Code points of a hit that are kept: a phrase may have found words with a page of signs between them."""
MOST = 30_000
"""Hits that are kept to be listed and sorted: 70 MB if each is of another article."""
ORDERS = ("corpus", "before", "after", "date", "source")
"""How hits can be sorted: as they are found, by the words before or behind, newest first, by publisher."""
_COMPARED = 6
"""Words before or behind a hit that are compared."""
_REACH = 90
"""Code points in which these are looked for."""

_BREAK = re.compile(f"[{BREAKS}]")
_BLANKS = re.compile(rf"[ \t{BREAKS}]+")
"""Not the spaces that keep a number together, which are a part of it (U+00A0, U+202F)."""
_UNEVEN = re.compile(rf"[ \t{BREAKS}]{{2,}}|[\t{BREAKS}]")
"""Those of them that aren't one space."""
_ISO = re.compile(r"\d{4}-", re.ASCII)


class HitArticle(msgspec.Struct, frozen=True, eq=False):
    """An article that has hits, and what is known of it."""

    id: str
    title: str | None
    source: str | None
    published: str | None
    entry: Entry
    sha256: str
    outline: array[int]
    """The starts of its sentences, see `annotations.model.outline`."""


class Hit(msgspec.Struct, frozen=True, eq=False, gc=False):
    """One place of a text where a query was found, with the words around it.

    `around` is a part of the line of the text in which the hit lies: white space is one space there, and it
    is cut between words. The hit is `around[first:last]` in it.
    """

    article: HitArticle
    sentence: int
    """0-based."""
    boilerplate: bool
    """True if that sentence belongs to the page and not to the article."""
    start: int
    """Code points of the article's text, half-open, here and in `end`."""
    end: int
    around: str
    first: int
    last: int

    @property
    def before(self) -> str:
        """The words before it."""
        return self.around[: self.first]

    @property
    def hit(self) -> str:
        """The words that were found, as they are written."""
        return self.around[self.first : self.last]

    @property
    def after(self) -> str:
        """The words behind it."""
        return self.around[self.last :]


class HitLine(msgspec.Struct):
    """One line of `search --lines --json`; offsets are code points of the article's text, half-open."""

    article: str
    title: str | None
    source: str | None
    published: str | None
    index: int
    """The sentence, 0-based, as in `sentences --json`."""
    boilerplate: bool
    start: int
    end: int
    before: str
    """Words of the same line of the text, white space as one space, `AROUND` code points at the most."""
    hit: str
    after: str


def line_of(hit: Hit) -> HitLine:
    """Return what a program is given of a hit."""
    article = hit.article
    return HitLine(
        article.id,
        article.title,
        article.source,
        article.published,
        hit.sentence,
        hit.boilerplate,
        hit.start,
        hit.end,
        hit.before,
        hit.hit,
        hit.after,
    )


class Concordance:
    """Finds the hits of a query, article by article, in one thread at a time.

    Args:
        index: of the corpus.
        asked: the query, which has words.
        known: ids of articles that are passed over, as they were read before; the others are put there.
        among: returns those of the articles, by key, that are wanted; None: all are.

    Raises:
        IndexFailedError: the index can't be read; here, and while hits are found.
    """

    def __init__(
        self,
        index: CorpusIndex,
        asked: ConcordanceQuery,
        known: set[str] | None = None,
        among: Callable[[array[int]], array[int]] | None = None,
    ) -> None:
        self._index = index
        self._asked = asked
        self._query = asked.query
        if among is None:
            self._found = index.found(asked.words)
        else:
            self._found = FoundArticles(chosen(index.listing(asked.words), among, index.rows))
        self._words = index.known_words(self._query)  # after the articles: others may come with other words
        self._known = set() if known is None else known
        self._paths: dict[Path, Path] = {}
        self._sources: dict[str, str] = {}
        self.looked_at = 0
        """Those of them that were looked at."""
        self.aside = 0
        """Those of them that are set aside, and so count nowhere."""
        self.brief = False
        """True while nothing may take long: before what does comes that of `waits`."""
        self.waits = False
        """True if the next article is a long one, or very many have to be found."""

    @property
    def articles(self) -> int:
        """The number of articles that may have hits; 0 until all have been found."""
        return self._found.total

    def __iter__(self) -> Iterator[Sequence[Hit]]:
        """Yield the hits of each article when it has been read: none where it doesn't count or has none."""
        for row in self._found.first:
            yield from self._looked_at(row)
        if not self._found.are_all_found:
            yield from self._waiting()
            for row in self._found.others():
                yield from self._looked_at(row)

    def _looked_at(self, row: ArticleRow) -> Iterator[Sequence[Hit]]:
        self.looked_at += 1
        id_ = row.entry.id
        if id_ in self._known:
            return
        self._known.add(id_)
        correction = self._index.corpus.corrections.get(id_)
        if correction is not None and correction.set_aside:
            self.aside += 1
            yield ()
        elif self._asked.accepts(row):
            if row.length > _LONG:
                yield from self._waiting()
            yield self._read(row)
        else:
            yield ()

    def _waiting(self) -> Iterator[Sequence[Hit]]:
        """Yield once before what may take long, while nothing may."""
        if self.brief:
            self.waits = True
            yield ()
            self.waits = False

    def _read(self, row: ArticleRow) -> Sequence[Hit]:
        corpus = self._index.corpus
        try:
            text, outline = corpus.text(row.entry), from_bytes(row.outline)
            sha256 = sha256_of(text)
            is_indexed = sha256 == row.sha256 and (not outline or outline[-1] >> 1 < len(text))
            if not is_indexed:  # else there is no need to cut it into sentences again
                article = corpus.read(row.entry)
                text, sha256, outline = article.text, article.sha256, article.outline
        except ArticleError as error:
            corpus.report(str(row.entry.path), str(error))
            return ()
        spans = self._query.hits(text, self._words if is_indexed else None)
        if not spans:
            return ()
        # Of the same file and publisher there is one path and one name, however many articles have hits.
        entry = row.entry._replace(path=self._paths.setdefault(row.entry.path, row.entry.path))
        source = row.source and self._sources.setdefault(row.source, row.source)
        title = row.label if row.titled else None
        about = HitArticle(entry.id, title, source, row.published, entry, sha256, outline)
        together = spans if len(self._query.terms) < 2 else _together(text, spans, self._query)
        return [_hit(text, about, start, end) for start, end in together]


def _together(text: str, spans: Sequence[tuple[int, int]], query: Query) -> Iterator[tuple[int, int]]:
    """Yield spans, those of different terms with no more than a space between them as one.

    Two words that were asked for and stand side by side, as a name does, are one hit and no two.
    """
    first = end = 0
    held: frozenset[int] = frozenset()
    for start, stop in spans:
        words = words_of(text[start:stop])
        terms = frozenset(number for number, term in enumerate(query.terms) if term.places(words))
        if held and text[end:start] in (" ", "\u00a0") and held.isdisjoint(terms):
            held, end = held | terms, stop
            continue
        if end:
            yield first, end
        first, end, held = start, stop, terms
    yield first, end


def _hit(text: str, about: HitArticle, start: int, end: int) -> Hit:
    sentence = sentence_of(about.outline, start)
    boilerplate = bool(about.outline[sentence] & 1) if about.outline else False
    shown_end = end if end - start <= _LONGEST else _boundary(text, start + _LONGEST)
    before = _evened(text[_first_shown(text, start) : start]).lstrip(" ")
    hit = _UNEVEN.sub(" ", text[start:shown_end])
    after = _evened(text[end : _last_shown(text, end)]).rstrip(" ")
    first = len(before)
    return Hit(about, sentence, boilerplate, start, end, before + hit + after, first, first + len(hit))


def _evened(line: str) -> str:
    """Return a part of one line with one space for each stretch of white space."""
    return _UNEVEN.sub(" ", line) if "  " in line or "\t" in line else line


def _first_shown(text: str, start: int) -> int:
    """Return where the words before a hit begin: at the line's beginning or at a word's."""
    least = max(0, start - AROUND)
    lines = [match.end() for match in _BREAK.finditer(text, least, start)]
    if lines:
        return lines[-1]
    if least == 0 or _BREAK.match(text, least - 1):
        return least
    blank = _BLANKS.search(text, least - 1, start - AROUND // 2)  # a longer word is cut itself
    return blank.end() if blank else _boundary(text, least)


def _last_shown(text: str, end: int) -> int:
    """Return where the words behind a hit end: at the line's end or at a word's."""
    most = min(len(text), end + AROUND)
    line = _BREAK.search(text, end, most)
    if line:
        return line.start()
    if most == len(text) or _BREAK.match(text, most):
        return most
    least = end + AROUND // 2
    blank = max(text.rfind(" ", least, most + 1), text.rfind("\t", least, most + 1))
    if blank < 0:
        return _boundary(text, most)
    while blank > least and text[blank - 1] in " \t":
        blank -= 1
    return blank


def _boundary(text: str, offset: int) -> int:
    """Return the next place from an offset on at which no grapheme cluster is cut, within reason."""
    return next(
        (at for at in range(offset, min(len(text), offset + AROUND)) if is_boundary(text, at)), offset
    )


def first_hit(article: Article, query: str) -> int | None:
    """Return the code point at which an article's first hit starts, None if its text has none.

    That is the first one outside of boilerplate, if there is any: words of a menu aren't what is looked for.
    """
    hits = [start for start, _end in Query(query).hits(article.text)]
    in_text = (start for start in hits if not article.units[sentence_at(article, start)].boilerplate)
    return next(in_text, hits[0] if hits else None)


# ---------------------------------------------------------------------------------------------- sorting


def sorted_hits(hits: Sequence[Hit], order: str) -> list[Hit]:
    """Return hits in one of `ORDERS`, given in that of the corpus, which those that are equal keep."""
    key = _KEYS[order]
    return list(hits) if key is None else sorted(hits, key=key)


def words_before(hit: Hit) -> list[str]:
    """Return the folded words before a hit, the nearest first, without what is written onto it."""
    near = hit.around[max(0, hit.first - _REACH) : hit.first]
    words = _words(_without_attached(near[::-1])[::-1])
    return words[: -_COMPARED - 1 : -1]


def words_after(hit: Hit) -> list[str]:
    """Return the folded words behind a hit, the nearest first, without what is written onto it."""
    return _words(_without_attached(hit.around[hit.last : hit.last + _REACH]))[:_COMPARED]


def _without_attached(text: str) -> str:
    """Leave out the letters with which a text begins: they belong to the word in which the hit lies."""
    at = next((place for place, char in enumerate(text) if fold(char) and not char.isalnum()), len(text))
    return text[at:]


def _words(text: str) -> list[str]:
    return folded_words(text).split()


def _newest(hit: Hit) -> tuple[bool, bool, Sequence[int]]:
    """Newest first; what has no day, or none in ISO 8601, comes last."""
    day = hit.article.published or ""
    is_day = bool(_ISO.match(day))
    return not is_day, not day, [-ord(char) for char in day[:10]] if is_day else []


def _publisher(hit: Hit) -> tuple[bool, str]:
    source = folded_words(hit.article.source or "")
    return not source, source


_KEYS: dict[str, Callable[[Hit], Any] | None] = {
    "corpus": None,
    "before": words_before,
    "after": words_after,
    "date": _newest,
    "source": _publisher,
}
