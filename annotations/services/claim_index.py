"""Keeps the claims board's rows: every annotation, to be found and sorted, 100,000 in 20 MB.

A row is a number; what it shows is read from the store when it is drawn, so nothing here holds a record.
Kept are only the columns to sort by and, packed, the text to find it by. Rows are read once, article by
article, in a worker; afterwards `update` keeps them up with each change. A row never becomes another
annotation's, and that of a deleted one stays empty until undo brings it back.
"""

from __future__ import annotations

import threading
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from annotations.exchange.report.claims import Figure, ReportedClaim, figures
from annotations.exchange.report.messages import ENGLISH
from annotations.insight.nouns import counted
from annotations.model.links import Source
from annotations.model.people import NOBODY, People
from annotations.model.records import CLAIM
from annotations.services.claim_search import Texts, folded_for_parts, matcher, matching, text_of
from annotations.services.column_widths import WIDEST, ColumnWidths
from annotations.services.row_numbers import RowNumbers
from annotations.text.numbers.amounts import amount, number_shown, several

if TYPE_CHECKING:
    from annotations.insight.nouns import Nouns
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme

ORDERS = ("article", "number", "date", "claimant", "certainty", "changed")
"""The orders of rows; those that have no number, date, claimant or certainty come last. By number those that
count one thing stand together, and what most of them count comes first; by claimant those of one person."""
_BY_KEY = ("number", "date", "certainty", "changed")
"""The orders in which each row has a key of its own."""
COLUMNS = ("tags", "number", "certainty", "reported_as", "date", "source", "claimant", "more")
"""The columns of rows whose widths are known."""
_NONE = float("inf")
_TURN = 512
"""Rows that are read before others get at them: 20 ms."""


class AnnotationSource(Source, Protocol):
    """The source of the rows: a store, or the pending changes before one."""

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return the annotations of an article."""
        ...

    def article_ids(self) -> Sequence[str]:
        """Return the ids of the articles that have annotations, sorted."""
        ...

    def article(self, article_id: str) -> Mapping[str, Any] | None:
        """Return what is remembered of an article."""
        ...


class Fact(NamedTuple):
    """All that a row shows besides the annotation itself."""

    numbers: Sequence[Figure]
    """All numbers that are claimed."""
    day: str
    """The day that the claim is about, else that of the article: an ISO date; empty if not known."""
    record: Mapping[str, Any]
    """All that the store remembers of the article, as corrected."""

    @property
    def number(self) -> Figure | None:
        """The first number that is claimed."""
        return self.numbers[0] if self.numbers else None


def numbers_of(annotation: Annotation) -> Sequence[Figure]:
    """Return the numbers that an annotation claims, as far as they can be understood."""
    return figures(ReportedClaim(0, annotation, {}), ENGLISH)


class ClaimIndex:
    """The rows; may be used from several threads.

    Args:
        source: whose annotations.
        scheme: for the names of tags and the order of certainties.
        nouns: the classes of counted nouns, if not the default.
    """

    def __init__(self, source: AnnotationSource, scheme: Scheme, nouns: Nouns | None = None) -> None:
        self.nouns = nouns
        self._source = source
        self._scheme = scheme
        values = next(
            (attribute.values for attribute in scheme.attributes if attribute.id == "certainty"), ()
        )
        self._certainties = {value: rank for rank, value in enumerate(values)}
        self._lock = threading.RLock()
        self._numbers = RowNumbers()
        self._article_places: dict[str, int] = {}
        self._article_ids: list[str] = []
        self._articles = array("I")
        """By row the place of its article among those."""
        self._starts = array("Q")
        self._keys = {name: array("d") for name in _BY_KEY}
        self._claimant_places: dict[str, int] = {}
        """A number for each name of a claimant; no name has one, too."""
        self._claimants = array("I")
        """By row the number of its claimant's name."""
        self._noun_places: dict[str, int] = {}
        """A number for each noun that is counted."""
        self._nouns = array("I")
        """By row the number of the noun that its first number counts."""
        self._widths = ColumnWidths(COLUMNS)
        self._are_claims = bytearray()
        """By row 1 for a claim, 0 for a note or what is tagged as no claim."""
        self._texts = Texts()
        self._gone: set[int] = set()
        self._in_order = True
        self._stale: set[str] = set()
        self.version = 0
        """Rises with each update that took something in."""
        self.complete = False
        """True once all that is there has been read."""

    def __len__(self) -> int:
        return len(self._numbers)

    def uuid(self, row: int) -> str:
        """Return whose row it is."""
        return self._numbers.uuid(row)

    def row(self, uuid: str) -> int | None:
        """Return the row of an annotation, if it has been read."""
        return self._numbers.get(uuid)

    def annotation(self, row: int) -> Annotation | None:
        """Return the annotation of a row as it is now; None: it was deleted."""
        return self._source.get(self._numbers.uuid(row))

    def fact(self, annotation: Annotation, record: Mapping[str, Any] | None = None) -> Fact:
        """Return what else a row says; `record` is what is remembered of the article, if that is known."""
        if record is None:
            record = self._source.article(annotation.article.id) or {}
        claim = ReportedClaim(0, annotation, record)
        return Fact(figures(claim, ENGLISH), str(claim.day or ""), record)

    def widths(self) -> dict[str, int]:
        """Return the code points that nearly all values of each of `COLUMNS` need; 0: it is empty."""
        with self._lock:
            return self._widths.needed()

    # ------------------------------------------------------------------ reading

    def fill(self) -> Iterator[int]:
        """Read all annotations; yields how many rows there are by now, every few hundred."""
        for article_id in self._source.article_ids():
            waiting = iter(sorted(self._source.list(article_id), key=_place))
            record = self._source.article(article_id) or {}
            while batch := list(islice(waiting, _TURN)):
                with self._lock:
                    for annotation in batch:
                        self._read(annotation, record)
                yield len(self._numbers)
        self.complete = True

    def mark(self, uuids: Iterable[str]) -> None:
        """Remember that these annotations have changed; `update` reads them when the board is seen again."""
        self._stale.update(uuids)

    def update(self) -> None:
        """Take in what was marked."""
        with self._lock:
            stale, self._stale = self._stale, set()
            for uuid in sorted(stale):
                annotation = self._source.get(uuid)
                if annotation is not None:
                    self._read(annotation)
                elif (row := self._numbers.get(uuid)) is not None:
                    self._gone.add(row)
                    self._are_claims[row] = 0
            self.version += bool(stale)

    def _read(self, annotation: Annotation, record: Mapping[str, Any] | None = None) -> int:
        again, row = record is None, self._numbers.get(annotation.uuid)
        if row is not None and not again:  # changed since reading began: newer than what was listed
            return row
        fact = self.fact(annotation, record)
        number, record = fact.number, fact.record
        text = text_of(annotation, record, self._scheme, _found_by(fact.numbers))
        noun = self._noun_places.setdefault(
            counted(number.item, self.nouns) if number else "", len(self._noun_places)
        )
        claimant = annotation.attributes.get("claimant")
        person = self._claimant_places.setdefault(
            claimant if isinstance(claimant, str) else "", len(self._claimant_places)
        )
        certainty = self._certainties.get(str(annotation.attributes.get("certainty")), _NONE)
        keys = {
            "number": number.anchor if number else _NONE,
            "date": _days(fact.day),
            "certainty": float(certainty),
            "changed": -_seconds(annotation.updated),
        }
        if row is None:
            row = self._numbers.add(annotation.uuid)
            self._articles.append(self._article_place(annotation.article.id))
            self._starts.append(annotation.target.start)
            self._texts.append(text)
            self._nouns.append(noun)
            self._claimants.append(person)
            self._are_claims.append(self._says_claim(annotation))
            for name, value in keys.items():
                self._keys[name].append(value)
            self._in_order = self._in_order and not again
        else:
            self._gone.discard(row)
            self._articles[row] = self._article_place(annotation.article.id)
            self._starts[row] = annotation.target.start
            self._texts.put(row, text)
            self._nouns[row] = noun
            self._claimants[row] = person
            self._are_claims[row] = self._says_claim(annotation)
            for name, value in keys.items():
                self._keys[name][row] = value
        self._widths.put(row, _widths(annotation, fact))
        return row

    def _article_place(self, article_id: str) -> int:
        place = self._article_places.setdefault(article_id, len(self._article_ids))
        if place == len(self._article_ids):
            self._article_ids.append(article_id)
        return place

    # ------------------------------------------------------------------ finding

    def find(self, query: str = "", order: str = ORDERS[0], *, people: People = NOBODY) -> Sequence[int]:
        """Return the rows that a query finds, in one of `ORDERS`; may take a second, and belongs in a worker.

        See `annotations.services.claim_search` for what a query is, and what `people` is to it.
        """
        with self._lock:
            count, gone, texts = len(self._numbers), frozenset(self._gone), self._texts.copy()
        matches = matcher(query, people)
        if matches is None and not gone and order == ORDERS[0] and self._in_order:
            return range(count)
        rows = range(count) if matches is None else matching(texts, matches)
        return array("I", self.sorted((row for row in rows if row not in gone), order, people))

    def sorted(self, rows: Iterable[int], order: str, people: People = NOBODY) -> list[int]:
        """Put rows in one of `ORDERS`; equal ones stand as in the articles, those of one person by time."""
        listed = list(rows)
        if not self._in_order or order != ORDERS[0]:
            listed.sort(key=self.key)
        if order in self._keys:
            listed.sort(key=self._keys[order].__getitem__)  # stable
        if order == "claimant":
            listed.sort(key=self._keys["date"].__getitem__)
            listed.sort(key=self._claimant_ranks(people).__getitem__)
        if order == "number":
            listed.sort(key=self._noun_ranks().__getitem__)
        return listed

    def _claimant_ranks(self, people: People) -> Sequence[tuple[bool, str]]:
        """Return by row what puts the claimants in order, those of one person together, no name last."""
        with self._lock:
            names, claimants = [*self._claimant_places], self._claimants[:]
        keys = [people.key(name) for name in names]
        ranks = [(not key, key) for key in keys]
        return [ranks[claimant] for claimant in claimants]

    def _noun_ranks(self) -> Sequence[int]:
        """Return by row the rank of the noun that it counts: the most counted first, none at all last."""
        with self._lock:
            nouns, keys = self._nouns[:], self._keys["number"][:]
            names = [*self._noun_places]
        numbered = Counter(noun for noun, key in zip(nouns, keys, strict=True) if key != _NONE)
        ordered = sorted(numbered, key=lambda noun: (-numbered[noun], names[noun]))
        ranks = {noun: rank for rank, noun in enumerate(ordered)}
        last = len(ranks)
        return [last if key == _NONE else ranks[noun] for noun, key in zip(nouns, keys, strict=True)]

    def is_claim(self, row: int) -> bool:
        """Say whether a row is a claim, and neither a note nor tagged as no claim."""
        return bool(self._are_claims[row])

    @property
    def claim_count(self) -> int:
        """How many rows are claims."""
        return self._are_claims.count(1)

    def claims(self) -> Sequence[int]:
        """Return the rows that are claims."""
        return [row for row, claim in enumerate(self._are_claims) if claim]

    def _says_claim(self, annotation: Annotation) -> bool:
        if CLAIM in self._scheme.by_id:
            return CLAIM in annotation.tags
        exclusive = (
            tag in self._scheme.by_id and self._scheme.by_id[tag].exclusive for tag in annotation.tags
        )
        return bool(annotation.tags) and not any(exclusive)

    def having(self, parts: Iterable[str]) -> dict[str, list[int]]:
        """Return which rows have each of these folded parts of words in what they are found by."""
        with self._lock:
            texts = self._texts.copy()
        rows: dict[str, list[int]] = {part: [] for part in parts}
        for row, text in enumerate(texts):
            folded = folded_for_parts(text)
            for part, having in rows.items():
                if part in folded:
                    having.append(row)
        return rows

    def counting_the_same(self, annotation: Annotation) -> Sequence[int]:
        """Return the rows whose first number counts what that of an annotation does."""
        numbers = numbers_of(annotation)
        noun = self._noun_places.get(counted(numbers[0].item, self.nouns)) if numbers else None
        if noun is None:
            return ()
        with self._lock:
            nouns, keys = self._nouns[:], self._keys["number"][:]
        return [
            row for row, (of, key) in enumerate(zip(nouns, keys, strict=True)) if of == noun and key != _NONE
        ]

    def key(self, row: int) -> tuple[str, int]:
        """Return what a row is sorted by in the order of articles: the article, and where in it."""
        return self._article_ids[self._articles[row]], self._starts[row]


def _found_by(numbers: Iterable[Figure]) -> str:
    """Return what a claim's numbers are found by: each end by itself, and as the lists write it."""
    said = []
    for figure in numbers:
        ends = dict.fromkeys(end for end in (figure.low, figure.high) if end is not None)
        said += [*map(number_shown, ends), amount(figure.item, isolates=False)]
    return "; ".join(said)


def _widths(annotation: Annotation, fact: Fact) -> dict[str, int]:
    """Return how long the values of a row are, in code points."""
    value = annotation.attributes.get
    shown: dict[str, object] = {
        "tags": annotation.tags,
        "number": several([figure.item for figure in fact.numbers], "en", WIDEST, isolates=False),
        "certainty": value("certainty"),
        "reported_as": value("reported_as"),
        "date": fact.day,
        "source": fact.record.get("source"),
        "claimant": value("claimant"),
        "more": annotation.note or annotation.links,
    }
    return {name: len(text) for name, text in shown.items() if isinstance(text, str | tuple)}


def _place(annotation: Annotation) -> tuple[int, int, str]:
    return annotation.target.start, annotation.target.end, annotation.uuid


def _days(day: str) -> float:
    return float(day.replace("-", "")) if day else _NONE


def _seconds(time: str) -> float:
    try:
        return datetime.fromisoformat(time).timestamp()
    except (ValueError, OverflowError, OSError):  # another program's
        return 0.0
