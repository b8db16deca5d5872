r"""An article: text that offsets count into, and what is known about it.

The text is exactly what was read, but for two things that every reader of the file has to agree on: the byte
order mark is dropped, and `\r\n` and `\r` become `\n`. There is no normalisation: no NFC, no stripping of
tashkeel.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from annotations.model.line_layers import laid
from annotations.model.metadata import Metadata, metadata
from annotations.model.outline import counted, outline
from annotations.model.units import Outlined, Unit
from annotations.text.dates import (
    dates_in,
    day_of_epoch,
    is_ambiguous,
    month_goes_first,
    names_no_day,
    to_iso,
)
from annotations.text.page_lines import line_names
from annotations.text.sentences import Sentence, split

if TYPE_CHECKING:
    from annotations.model.article_corrections import Corrections
    from annotations.model.line_layers import LineLayers, Verdicts
    from annotations.model.records import Annotation
    from annotations.model.side_records import ArticleCorrection
    from annotations.text.damage import Damage

MAX_LABEL = 300
"""Code points of a label: a sentence of an article without line ends may be as long as the article."""

_CRAWL_HASH = re.compile(r"[_-][0-9a-f]{8,}$")


class Article:
    """One article of the corpus; what takes time to know is computed when it is asked for, once.

    Args:
        id: stable across runs and machines: the path relative to its corpus root, or the record's own id.
        text: the text that all offsets count into, in code points.
        path: the file it came from, for messages; None for a record of a larger file.
        metadata: title, author, source, published, url, language as given beside the text; what is missing is
            looked for in the text, but for the author.
        encoding: in which the text was found, for the screen.
        bad_bytes: which bytes of the file are no text, on one line; U+FFFD stands for them.
        repair: the steps by which the text was repaired, see `annotations.text.damage`.
        corrections: what people have said of articles, by id; whatever changes in it holds at once.
        site: its source as far as furniture goes, see `annotations.corpus.page_source`.
        layers: what is known of lines beyond this page; whatever changes in it holds at once.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 - the record's field is called id
        text: str,
        *,
        path: str | None = None,
        metadata: dict[str, str] | None = None,
        encoding: str = "utf-8",
        bad_bytes: str = "",
        repair: Sequence[str] = (),
        corrections: Corrections | None = None,
        site: str = "",
        layers: LineLayers | None = None,
    ) -> None:
        self.id = id
        self.text = text
        self.path = path
        self.metadata = metadata or {}
        self.encoding = encoding
        self.site = site
        self.bad_bytes = bad_bytes
        self.repair = tuple(repair)
        self._corrections: Corrections = {} if corrections is None else corrections
        self._layers = layers
        self._units = TextUnits(text)
        self._seen = -1
        """The state of the layers up to which `_kinds` is known to hold."""
        self._kinds = ArticleKinds(self._units, {})

    @cached_property
    def damage(self) -> Damage | None:
        """How the text is damaged, as it is now; None if it isn't."""
        from annotations.text.damage import damage_of  # here: reading as a rule asks for none

        damage = damage_of(self.text)
        return None if damage and not damage.steps and self.bad_bytes else damage  # said there

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the text's UTF-8 bytes."""
        return sha256_of(self.text)

    @property
    def own_sentences(self) -> tuple[Sentence, ...]:
        """Every unit of the text in order, as the text alone has them; as they count they are `sentences`."""
        return self._units.sentences

    @property
    def line_names(self) -> Sequence[int]:
        """The name of the line of each sentence, see `annotations.text.page_lines`."""
        return self._units.line_names

    @property
    def kinds(self) -> ArticleKinds:
        """The kinds of its sentences; another object when that has changed."""
        layers = self._layers
        if layers is not None and self._seen != layers.changes:
            self._seen = layers.changes
            verdicts = layers.verdicts(self.id, self.site)
            if verdicts != self._kinds.verdicts:
                self._kinds = ArticleKinds(self._units, verdicts)
        return self._kinds

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every unit of the text in order, boilerplate included."""
        return self.kinds.sentences

    @property
    def segmented(self) -> bool:
        """True if `sentences` is at hand; else it takes 0.2 s for a megabyte."""
        return self._units.segmented

    def recall(self, label: str | None, outline: array[int]) -> None:
        """Take over what was worked out before from the very same text: who calls has compared the hashes.

        So `own_label` (None: not known), `outline` and `units` don't need the sentences. An outline that goes
        beyond the text, as from a damaged index, is left.
        """
        if not self.segmented and (not outline or outline[-1] >> 1 < len(self.text)):
            if label is not None:
                self.own_label = label
            self.kinds.outline = outline

    def recall_facts(self, title: str | None, source: str | None, published: str | None) -> None:
        """Take over `own_title` and the like, worked out before from the very same record of a file.

        So they don't need the sentences, where the file itself doesn't give them.
        """
        self.own_title, self.own_source, self.own_published = title, source, published

    @property
    def units(self) -> Sequence[Unit]:
        """The bounds of `sentences`, without their kinds: at once, where the outline was recalled."""
        kinds = self.kinds
        return kinds.sentences if self.segmented or not kinds.recalled else kinds.outlined

    @cached_property
    def in_text(self) -> Metadata:
        """Title, source and date as the text itself has them."""
        return metadata(self.text, self.own_sentences)

    @property
    def correction(self) -> ArticleCorrection | None:
        """A person's word on the article as a whole, if there is one."""
        return self._corrections.get(self.id)

    @property
    def title(self) -> str | None:
        """The title as corrected, else given beside the text, else the text's own."""
        correction = self.correction
        return (correction.title if correction else None) or self.own_title

    @cached_property
    def own_title(self) -> str | None:
        """The title as the file has it."""
        return self.metadata.get("title") or self.in_text.title

    @property
    def source(self) -> str | None:
        """Its publisher: as corrected, else given beside the text, else as the text's source line has it."""
        correction = self.correction
        return (correction.source if correction else None) or self.own_source

    @cached_property
    def own_source(self) -> str | None:
        """The publisher as the file has it."""
        return self.metadata.get("source") or self.in_text.source

    @property
    def author(self) -> str | None:
        """Who wrote it, as given beside the text: for people, no export has it."""
        return self.metadata.get("author")

    @property
    def url(self) -> str | None:
        """Its address: as corrected, else as given beside the text."""
        correction = self.correction
        return (correction.url if correction else None) or self.metadata.get("url")

    @property
    def published(self) -> str | None:
        """The day of its publication, in ISO 8601; what a file gives and nobody can read as it is written.

        An hour, "منذ 44 دقيقة" and a 30th of February are no days: then the text's own holds, or None.
        """
        correction = self.correction
        return (correction.published if correction else None) or self.own_published

    @cached_property
    def own_published(self) -> str | None:
        """The day as the file has it."""
        given = self.metadata.get("published")
        if not given:
            return self.in_text.published
        month_first = is_ambiguous(given) and self._month_goes_first(given)
        if day := to_iso(given, month_first=month_first) or day_of_epoch(given):
            return day
        return self.in_text.published if names_no_day(given) else given

    def _month_goes_first(self, given: str) -> bool:
        """Say whether the address or the text shows that 3/4/2024 is the 4th of March here."""
        known = [*dates_in(self.metadata.get("url") or ""), *filter(None, [self.in_text.published])]
        return month_goes_first([given], known)

    @property
    def label(self) -> str:
        """Its name on screen: the title as corrected, else `own_label`."""
        correction = self.correction
        return (correction.title if correction else None) or self.own_label

    @cached_property
    def own_label(self) -> str:
        """Its name as the file has it.

        That is its title, else its first sentence that isn't boilerplate, else its id; cut at `MAX_LABEL`.
        """
        own = next((sentence for sentence in self.own_sentences if not sentence.boilerplate), None)
        label = self.own_title or (self.text[own.start : own.end] if own else self.id)
        return label if len(label) <= MAX_LABEL else label[:MAX_LABEL].rpartition(" ")[0] + "…"

    @property
    def sentence_starts(self) -> list[int]:
        """The start of each sentence (code points), for looking one up by bisection."""
        return self.kinds.sentence_starts

    @property
    def counted(self) -> int:
        """Number of sentences that count: all but boilerplate."""
        return self.kinds.counted

    @property
    def outline(self) -> array[int]:
        """The start of each sentence, and whether it counts; see `annotations.model.outline`."""
        return self.kinds.outline

    @property
    def boilerplate_paragraphs(self) -> frozenset[int]:
        """Indices of the paragraphs (parts between line ends) that hold boilerplate and nothing else."""
        return self.kinds.boilerplate_paragraphs

    @property
    def short_id(self) -> str:
        """The id for narrow places, see `short_id`."""
        return short_id(self.id)


def sha256_of(text: str) -> str:
    """Return the hex digest of a text's UTF-8 bytes, by which an article is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class TextUnits:
    """A text and the units that it has by itself, segmented when they are asked for, once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def segmented(self) -> bool:
        """True if `sentences` is at hand."""
        return "sentences" in self.__dict__

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every unit in order, with the kind that the text alone gives it."""
        return tuple(split(self.text))

    @cached_property
    def line_names(self) -> Sequence[int]:
        """The name of the line of each unit, see `annotations.text.page_lines`."""
        return line_names(self.text, self.sentences)


class ArticleKinds:
    """The kinds of an article's sentences under certain verdicts; computed when it is asked for, once.

    It knows the text and not the article: two objects that know each other stay in memory until the garbage
    is collected, and whoever goes through a corpus would have hundreds of articles there instead of a few.

    Args:
        units: of the article's text.
        verdicts: of `annotations.model.line_layers`.
    """

    def __init__(self, units: TextUnits, verdicts: Verdicts) -> None:
        self._units = units
        self.verdicts = verdicts
        self.stamp = hash(frozenset(verdicts.items()))
        """The same for the same verdicts, in one process."""

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every unit of the text in order."""
        units = self._units
        if not self.verdicts:
            return units.sentences
        return laid(units.sentences, units.line_names, self.verdicts)

    @property
    def recalled(self) -> bool:
        """True if the outline is known, worked out or from before."""
        return "outline" in self.__dict__

    @cached_property
    def outlined(self) -> Outlined:
        """The bounds of the sentences, by the outline."""
        return Outlined(self._units.text, self.outline)

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The start of each sentence."""
        return [number >> 1 for number in self.outline]

    @cached_property
    def counted(self) -> int:
        """Number of sentences that count."""
        return counted(self.outline)

    @cached_property
    def outline(self) -> array[int]:
        """The start of each sentence, and whether it counts."""
        return outline(self.sentences)

    @cached_property
    def boilerplate_paragraphs(self) -> frozenset[int]:
        """Indices of the paragraphs that hold boilerplate and nothing else."""
        held: dict[int, bool] = {}
        paragraph = counted = 0
        for number in self.outline:
            start, boilerplate = number >> 1, bool(number & 1)
            paragraph += self._units.text.count("\n", counted, start)
            counted = start
            held[paragraph] = held.get(paragraph, True) and boilerplate
        return frozenset(index for index, only in held.items() if only)


def short_id(article_id: str) -> str:
    """Return an article's id for narrow places, without folders, suffix and a crawler's hash.

    `002` of `news/002_3ab0a48c1437315e.txt`.
    """
    name = article_id.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    return _CRAWL_HASH.sub("", stem) or stem


def sentence_at(article: Article, offset: int) -> int:
    """Return the 0-based index of the sentence in which the code point lies, or of the last one before it."""
    starts = article.sentence_starts
    return max(0, bisect_right(starts, offset) - 1)


def by_sentence(article: Article, annotations: Iterable[Annotation]) -> dict[int, list[Annotation]]:
    """Group annotations by the sentence in which their start lies, each group in the order given."""
    groups: dict[int, list[Annotation]] = {}
    for annotation in annotations:
        groups.setdefault(sentence_at(article, annotation.target.start), []).append(annotation)
    return groups
