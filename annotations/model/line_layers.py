"""Lays over the kinds that a text has by itself what is known beyond its one page: the one place for it.

What a later layer says holds:

1. the text alone (`annotations.text.sentences`);
2. repetition: a line that stands on many pages of one source is furniture (`annotations.corpus`). In an
   article that has annotations it is fixed which lines these are, as they were at the first of them, since
   what is left to decide would else jump as the corpus grows;
3. people's word on a line, for every page of a source;
4. people's word on a line of this article.

All that asks an `Article` for its sentences gets them so; rows of the index go through `relaid`. The layers
are live: `changes` tells whoever keeps something that it may hold no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from annotations.model.outline import from_bytes

if TYPE_CHECKING:
    from annotations.model.side_records import AnyRecord, FixedLines, LineWord
    from annotations.text.sentences import Sentence

REPEATED = "repeated"
"""The kind of a line that is furniture since it stands on many pages of its source."""
FURNITURE = "furniture"
"""The kind of a line that is furniture by a person's word."""

UNITS_SHIFT = 8
"""Where the number of a line's sentences begins in its marks; see `annotations.corpus.line_frequency`."""


class Verdict(NamedTuple):
    """The word of the layers above the text on a line."""

    furniture: bool
    layer: Literal["repetition", "source", "article"]


Verdicts = Mapping[int, Verdict]
"""By the name of the line, see `annotations.text.page_lines`."""


class Count(NamedTuple):
    """The pages of a source on which a line stands, and all; copies of one story count once."""

    pages: int
    all: int


class Repetition(Protocol):
    """Knows which lines are repeated: the index of the corpus."""

    def repeated(self, article_id: str) -> Collection[int]:
        """Return the names of the lines of an article that are furniture since they are repeated."""

    def repetitions(self, site: str, name: int) -> Count | None:
        """Return how often a line stands on the pages of a source, None if it isn't known as repeated."""


class LineLayers:
    """All layers of one corpus above the texts. Whoever opens the annotations fills it."""

    def __init__(self) -> None:
        self.changes = 0
        """Times that something in it has changed."""
        self.repetition: Repetition | None = None
        self.annotated: set[str] = set()
        """The ids of the articles that have annotations."""
        self._fixed: dict[str, FixedLines] = {}
        self._of_articles: dict[str, dict[int, LineWord]] = {}
        self._of_sources: dict[str, dict[int, LineWord]] = {}

    # ------------------------------------------------------------------ filling it

    def clear(self) -> None:
        """Forget what people have said, and which articles have annotations."""
        self._fixed.clear()
        self._of_articles.clear()
        self._of_sources.clear()
        self.annotated.clear()
        self.changes += 1

    def take(self, records: Iterable[AnyRecord]) -> None:
        """Take in records as they are now, of `LINES` and `FIXED`; others are none of its concern."""
        from annotations.model.side_records import FixedLines, LineWord

        for record in records:
            if isinstance(record, FixedLines):
                self._fixed[record.article.id] = record
            elif isinstance(record, LineWord):
                self._table(record).setdefault(self._place(record), {})[record.name] = record
        self.changes += 1

    def drop(self, record: AnyRecord) -> None:
        """Take in that a record is gone."""
        from annotations.model.side_records import FixedLines, LineWord

        if isinstance(record, FixedLines):
            self._fixed.pop(record.article.id, None)
        elif isinstance(record, LineWord):
            table, place = self._table(record), self._place(record)
            words = table.get(place, {})
            words.pop(record.name, None)
            if not words:
                table.pop(place, None)
        self.changes += 1

    def note_annotations(self, article_id: str, *, there: bool) -> None:
        """Take in whether an article has annotations."""
        if there != (article_id in self.annotated):
            (self.annotated.add if there else self.annotated.discard)(article_id)
            self.changes += 1

    def note_repetition(self, repetition: Repetition | None) -> None:
        """Take in that it may be known otherwise which lines are repeated."""
        self.repetition = repetition
        self.changes += 1

    def _table(self, word: LineWord) -> dict[str, dict[int, LineWord]]:
        return self._of_sources if word.article is None else self._of_articles

    @staticmethod
    def _place(word: LineWord) -> str:
        return word.source or "" if word.article is None else word.article.id

    # ------------------------------------------------------------------ asking it

    def concern(self, article_id: str, site: str) -> bool:
        """Say whether an article's kinds may be others than the text and the index have them."""
        return article_id in self.annotated or article_id in self._of_articles or site in self._of_sources

    def sites(self) -> Collection[str]:
        """Return the sources of whose lines people have said something."""
        return self._of_sources.keys()

    def articles(self) -> set[str]:
        """Return the ids of the articles that have annotations, or of whose lines people spoke."""
        return self.annotated | self._of_articles.keys()

    def verdicts(self, article_id: str, site: str, repeated: Collection[int] | None = None) -> Verdicts:
        """Return what holds of the lines of an article.

        Args:
            article_id: the article.
            site: its source, see `annotations.corpus.page_source`.
            repeated: the lines that the index has as repeated, if they are at hand.
        """
        if article_id in self.annotated:
            fixed = self._fixed.get(article_id)
            repeated = fixed.names if fixed else ()
        elif repeated is None:
            repeated = self.repeated(article_id)
        said: dict[int, Verdict] = dict.fromkeys(repeated, Verdict(furniture=True, layer="repetition"))
        for layer, words in (
            ("source", self._of_sources.get(site)),
            ("article", self._of_articles.get(article_id)),
        ):
            for name, word in (words or {}).items():
                said[name] = Verdict(word.kind == FURNITURE, layer)  # type: ignore[arg-type]  # one of the two
        return said

    def repeated(self, article_id: str) -> Collection[int]:
        """Return the lines of an article that are repeated as the index has it now."""
        return self.repetition.repeated(article_id) if self.repetition is not None else ()

    def repetitions(self, site: str, name: int) -> Count | None:
        """Return how often a line stands on the pages of its source, as far as that is known."""
        return self.repetition.repetitions(site, name) if self.repetition is not None else None

    def word(self, article_id: str, site: str, name: int) -> LineWord | None:
        """Return the word of a person that holds of a line, if there is one."""
        for words in (self._of_articles.get(article_id), self._of_sources.get(site)):
            if words and name in words:
                return words[name]
        return None


def kind_under(kind: str, *, boilerplate: bool, verdict: Verdict | None) -> str:
    """Return the kind of a sentence under the layers.

    Args:
        kind: what the text alone says.
        boilerplate: whether that is of the page and not of the article.
        verdict: what the layers say of its line, if they say anything.
    """
    if verdict is None or verdict.furniture == boilerplate:
        return kind
    if not verdict.furniture:
        return "body"
    return REPEATED if verdict.layer == "repetition" else FURNITURE


def laid(sentences: Sequence[Sentence], names: Sequence[int], verdicts: Verdicts) -> tuple[Sentence, ...]:
    """Return the sentences of an article under the layers; `names` are those of their lines."""
    from msgspec.structs import replace

    return tuple(
        sentence
        if name not in verdicts
        else replace(
            sentence,
            kind=kind_under(sentence.kind, boilerplate=sentence.boilerplate, verdict=verdicts[name]),
        )
        for sentence, name in zip(sentences, names, strict=True)
    )


def relaid(outline: bytes, names: Sequence[int], marks: Sequence[int], verdicts: Verdicts) -> bytes:
    """Return the outline of an article under the layers, given that of its text alone and its lines."""
    numbers = from_bytes(outline)
    at = 0
    for name, mark in zip(names, marks, strict=True):
        after = at + (mark >> UNITS_SHIFT)
        if name in verdicts:
            furniture = verdicts[name].furniture
            for place in range(at, min(after, len(numbers))):
                numbers[place] = numbers[place] & ~1 | furniture
        at = after
    return numbers.tobytes()
