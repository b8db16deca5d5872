"""Keeps the amounts of a corpus for a screen: those of claims at once, those that are only read as they come.

A row is an amount of an article, and stays the same row when somebody tags it or takes that back: what a
person has marked, and the cursor, stay where they are. What was read of an amount and what a claim says of it
are kept beside each other, packed, since a corpus may have some 100,000 of them; a claim's words come first.
An amount that a claim covers without naming it is none of its own.

Reading the annotations (`fill`) and finding (`find`) may take seconds and belong in a worker.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.corpus.query import Query
from annotations.insight.differing import differing
from annotations.insight.figure_records import Figure, Setting, interval, stated
from annotations.insight.figures import is_claim
from annotations.model.people import NOBODY, People
from annotations.services.figures import FoundFigure, claim_figures, read_figures, spellings_in
from annotations.text.coverage import Coverage
from annotations.text.folding import fold
from annotations.text.searching.words import words_of

if TYPE_CHECKING:
    from annotations.insight.nouns import Nouns
    from annotations.insight.wire_copies import Voices
    from annotations.model.article import Article
    from annotations.services.claim_index import AnnotationSource

ORDERS = ("as of", "number", "claimant", "source", "article")
"""The orders of rows; those that have no day, claimant or source come last."""

_TURN = 16
"""Annotations of an article that are read before others get at the rows."""
_AROUND = 160
"""Code points to either side of an amount that are kept of its sentence."""
_POINTS = 48
"""Amounts of one claimant that a plot draws."""

_PLAIN = Setting()
_Packed = tuple[Figure, str, int]


class Point(NamedTuple):
    """An amount of a claimant in a plot."""

    day: str
    """ISO 8601; empty if it isn't known."""
    figure: Figure


class FigureList(NamedTuple):
    """The amounts of one noun that a query finds."""

    noun: str
    order: str = ORDERS[0]
    text: str = ""
    rows: Sequence[int] = ()
    differs: bytes = b""
    """A 1 for each row that differs from another one of its noun."""
    spellings: tuple[str, ...] = ()
    claimants: int = 0
    voices: int = 0
    """Articles, those that carry the same text counted once."""
    copies: int = 0
    """Articles that aren't counted so."""
    tagged: int = 0
    dated: bool = False
    """True if any has a day."""
    sources: bool = False
    """True if any has a source."""
    series: tuple[tuple[str, tuple[Point, ...]], ...] = ()
    """The claimants with their amounts, who has most of them first; last, under no name, those of none."""


class FigureIndex:
    """The amounts; may be used from several threads.

    Args:
        source: whose annotations.
        nouns: the classes of counted nouns.
        is_aside: says whether an article is set aside: its amounts aren't shown.
    """

    def __init__(
        self,
        source: AnnotationSource,
        nouns: Nouns | None = None,
        is_aside: Callable[[str], bool] = lambda article_id: False,
    ) -> None:
        self._source = source
        self._nouns = nouns
        self._is_aside = is_aside
        self._lock = threading.RLock()
        self._claims: list[bytes | None] = []
        self._read: list[bytes | None] = []
        self._noun_of = array("i")
        """Of each row the number of its noun; -1 where nothing is to be shown."""
        self._noun_names: list[str] = []
        self._noun_numbers: dict[str, int] = {}
        self._counts: list[int] = []
        self._rows_of: dict[str, list[int]] = {}
        self._spans = array("Q")
        """Of each row its start and end."""
        self._texts: dict[str, str] = {}
        """Of each article that was read the hash of its text."""
        self._stale: set[str] = set()
        self._taken_in: set[str] = set()
        """The articles whose claims are there, as long as those of others are still being read."""
        self.version = 0
        """Rises with each update that took something in."""
        self.complete = False
        """True once the annotations have been read."""

    def __len__(self) -> int:
        return sum(self._counts)

    @property
    def articles(self) -> int:
        """Return how many articles have been read for amounts that nobody has tagged."""
        return len(self._texts)

    def has_read(self, article_id: str) -> bool:
        """Say whether an article has been read."""
        return article_id in self._texts

    def noun_counts(self) -> list[tuple[str, int]]:
        """Return the nouns and how many amounts each has, the most frequent first; last those of no noun."""
        with self._lock:
            counts = [(name, self._counts[number]) for number, name in enumerate(self._noun_names)]
        listed = [(name, count) for name, count in counts if count]
        return sorted(listed, key=lambda entry: (not entry[0], -entry[1], entry[0]))

    def figure(self, row: int) -> FoundFigure | None:
        """Return what a row shows now; None if its amount is gone."""
        with self._lock:
            packed, read = self._shown(row), self._read[row]
        if packed is None:
            return None
        figure, sentence, at = packed
        if figure.annotation is not None:
            annotation = self._source.get(figure.annotation)
            sentence = annotation.target.quote if annotation is not None else figure.quote
        unnamed = figure.tagged and not figure.claimant and read is not None
        return FoundFigure(
            figure, sentence, at, _DECODER.decode(read)[0].claimant if unnamed and read else None
        )

    # ------------------------------------------------------------------ reading

    def fill(self) -> Iterator[int]:
        """Read the amounts of all claims; yields how many rows there are by now."""
        for article_id in self._source.article_ids():
            if self._is_aside(article_id):
                continue  # `mark` brings it when it no longer is
            with self._lock:
                if self._is_newer(article_id):
                    continue
                for row in self._rows_of.get(article_id, ()):  # of a reading that was broken off in it
                    self._claims[row] = None
                rows_at = self._rows_at(article_id)
            record = self._source.article(article_id) or {}
            waiting = iter(sorted(filter(is_claim, self._source.list(article_id)), key=_place))
            while batch := list(islice(waiting, _TURN)):
                figures = claim_figures(article_id, batch, record, self._nouns)
                with self._lock:
                    if self._is_newer(article_id):
                        break
                    for entry in figures:
                        self._put(self._claims, self._row_for(rows_at, article_id, entry.figure), entry)
                yield len(self._claims)
            with self._lock:
                self._taken_in.add(article_id)
        with self._lock:
            self.complete = True
            self._taken_in.clear()

    def _is_newer(self, article_id: str) -> bool:
        """Say whether more is known of an article than `fill` has read: `update` has read it, or will."""
        return article_id in self._stale or article_id in self._taken_in

    def mark(self, article_ids: Iterable[str]) -> None:
        """Remember of which articles something was said; `update` reads that when it is to be seen."""
        with self._lock:
            self._stale.update(article_ids)

    def forget(self, article_ids: Iterable[str]) -> None:
        """Remember that what is said of these articles as a whole has changed: they are to be read anew."""
        with self._lock:
            for article_id in article_ids:
                self._texts.pop(article_id, None)
                for row in self._rows_of.get(article_id, ()):
                    self._read[row] = None
                self._stale.add(article_id)

    def update(self) -> None:
        """Take in what was said of the articles that were marked."""
        with self._lock:
            stale, self._stale = self._stale, set()
            if not self.complete:
                self._taken_in |= stale
        for article_id in sorted(stale):
            claims = [*filter(is_claim, self._source.list(article_id))]
            record = self._source.article(article_id) or {}
            figures = claim_figures(article_id, claims, record, self._nouns)
            with self._lock:
                rows_at = self._rows_at(article_id)
                for row in self._rows_of.get(article_id, ()):
                    self._claims[row] = None
                for entry in figures:
                    self._put(self._claims, self._row_for(rows_at, article_id, entry.figure), entry)
                self._cover(article_id)
        self.version += bool(stale)

    def read(self, article: Article) -> None:
        """Read the amounts of an article that nobody has tagged; some 20 ms."""
        figures = read_figures(article, self._nouns)
        with self._lock:
            rows_at = self._rows_at(article.id)
            for entry in figures:
                self._put(self._read, self._row_for(rows_at, article.id, entry.figure), entry)
            self._texts[article.id] = article.sha256
            self._cover(article.id)
            self.version += 1

    def _rows_at(self, article_id: str) -> dict[tuple[int, int], list[int]]:
        """Return an article's rows by the span of their amount; numbers that were typed may share one."""
        rows_at: dict[tuple[int, int], list[int]] = {}
        for row in reversed(self._rows_of.get(article_id, ())):
            rows_at.setdefault((self._spans[2 * row], self._spans[2 * row + 1]), []).append(row)
        return rows_at

    def _row_for(self, rows_at: Mapping[tuple[int, int], list[int]], article_id: str, figure: Figure) -> int:
        """Return the row of an amount, each of `rows_at` once: one that is there, else a new one."""
        there = rows_at.get((figure.start, figure.end))
        if there:
            return there.pop()
        row = len(self._claims)
        self._claims.append(None)
        self._read.append(None)
        self._noun_of.append(-1)
        self._spans.extend((figure.start, figure.end))
        self._rows_of.setdefault(article_id, []).append(row)
        return row

    def _put(self, store: list[bytes | None], row: int, entry: FoundFigure) -> None:
        figure, sentence, at = entry.figure, entry.sentence, entry.at
        kept = msgspec.structs.replace(
            figure,
            setting=Setting(
                figure.setting.start, figure.setting.end, figure.setting.sentence, figure.setting.period
            ),
        )
        if figure.annotation is not None:
            sentence = ""
        else:
            first = max(0, at - _AROUND)
            sentence, at = sentence[first : at + _AROUND + figure.end - figure.start], at - first
        store[row] = _ENCODER.encode((kept, sentence, at))
        self._name(row, figure.noun)

    def _cover(self, article_id: str) -> None:
        """Show of an article's rows those of claims, and what was read where no claim is."""
        sha256, is_aside = self._texts.get(article_id), self._is_aside(article_id)
        covered = Coverage()
        for claim in sorted(filter(is_claim, self._source.list(article_id)), key=_place):
            if claim.article.sha256 == sha256:
                covered.add(claim.target.start, claim.target.end)
        for row in self._rows_of.get(article_id, ()):
            start, end = self._spans[2 * row], self._spans[2 * row + 1]
            if is_aside:
                packed = None
            elif self._claims[row] is not None:
                packed = self._claims[row]
            elif covered.meets(start, end):
                packed = None
            else:
                packed = self._read[row]
            self._name(row, None if packed is None else _DECODER.decode(packed)[0].noun)

    def _name(self, row: int, noun: str | None) -> None:
        before = self._noun_of[row]
        if before >= 0:
            self._counts[before] -= 1
        number = -1
        if noun is not None:
            number = self._noun_numbers.setdefault(noun, len(self._noun_names))
            if number == len(self._noun_names):
                self._noun_names.append(noun)
                self._counts.append(0)
            self._counts[number] += 1
        self._noun_of[row] = number

    def _shown(self, row: int) -> _Packed | None:
        packed = self._claims[row] or self._read[row]
        return None if packed is None or self._noun_of[row] < 0 else _DECODER.decode(packed)

    # ------------------------------------------------------------------ finding

    def find(
        self,
        noun: str,
        order: str = ORDERS[0],
        text: str = "",
        voices: Voices | None = None,
        people: People = NOBODY,
    ) -> FigureList:
        """Return the amounts of a noun that a text finds (`annotations.corpus.query`), in one of `ORDERS`.

        A claimant is one of `people`, and found by each of the person's names.
        """
        with self._lock:
            number = self._noun_numbers.get(noun, -2)
            rows = [row for row, other in enumerate(self._noun_of) if other == number]
            entries = [packed for row in rows if (packed := self._shown(row)) is not None]
        wanted = Query(text)
        if wanted:
            matches = [self._matches(entry, wanted, people) for entry in entries]
            if not any(matches) and wanted.completed:  # a word that isn't typed to its end
                wanted = Query(wanted.completed)
                matches = [self._matches(entry, wanted, people) for entry in entries]
            rows = [row for row, match in zip(rows, matches, strict=True) if match]
            entries = [entry for entry, match in zip(entries, matches, strict=True) if match]
        key = _by_person(people) if order == "claimant" else _KEYS[order]
        places = sorted(range(len(rows)), key=lambda place: (key(entries[place][0]), entries[place][0].order))
        figures = [entries[place][0] for place in places]
        articles = {figure.article for figure in figures}
        voice_count = voices.count(articles) if voices is not None else len(articles)
        series = _series(figures, people)
        return FigureList(
            noun,
            order,
            text,
            array("I", [rows[place] for place in places]),
            bytes(differing(figures)),
            spellings_in(figures),
            len([name for name, _ in series if name]),
            voice_count,
            len(articles) - voice_count,
            sum(figure.tagged for figure in figures),
            any(figure.as_of for figure in figures),
            any(figure.source for figure in figures),
            series,
        )

    def _matches(self, entry: _Packed, wanted: Query, people: People) -> bool:
        figure, sentence, _ = entry
        if figure.annotation is not None:
            annotation = self._source.get(figure.annotation)
            sentence = annotation.target.quote if annotation is not None else ""
        names = people.spellings(figure.claimant) if figure.claimant else ()
        said = (figure.quote, *names, figure.source, figure.as_of, figure.article, sentence)
        return wanted.answered_by(*(words_of(text) for text in said if text))


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Packed)


def _place(annotation: Any) -> tuple[int, int]:
    return annotation.target.start, annotation.target.end


def _last(text: str | None) -> tuple[bool, str]:
    return not text, text or ""


def _number(figure: Figure) -> float:
    number = stated(figure)
    return float("inf") if number is None else number


_KEYS: Mapping[str, Callable[[Figure], Any]] = {
    "as of": lambda figure: _last(figure.as_of),
    "number": _number,
    "source": lambda figure: _last(fold(figure.source or "")),
    "article": lambda figure: figure.article,
}


def _by_person(people: People) -> Callable[[Figure], Any]:
    return lambda figure: _last(people.key(figure.claimant or ""))


def _series(figures: Iterable[Figure], people: People) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    """Return the claimants with their amounts in the order of time; equal ones of one day once."""
    names: dict[str, str] = {}
    points: dict[str, dict[tuple[object, ...], Point]] = {}
    for figure in figures:
        if figure.vague or not figure.known:
            continue
        name = people.key(figure.claimant or "")
        names.setdefault(name, people.canonical(figure.claimant or ""))
        point = Point(figure.as_of or "", figure)
        points.setdefault(name, {}).setdefault((point.day, interval(figure)), point)
    listed = sorted(points, key=lambda name: (not name, -len(points[name]), name))
    return tuple(
        (names[name], tuple(sorted(points[name].values(), key=_by_day)[:_POINTS])) for name in listed
    )


def _by_day(point: Point) -> tuple[bool, str]:
    return _last(point.day)
