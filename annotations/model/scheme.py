"""The scheme: the tags and attributes that a span can have, and the rules by which tags go together.

A scheme is data, so that a project can bring its own. The default is for claims in news: the types are Full
Fact's and AVeriTeC's with one for war reporting (who holds what), the attributes say who claims, how firmly,
with which numbers (FactBank's factuality relative to a source, PARC's source and cue spans, the Admiralty
grades).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import msgspec

from annotations.model.records import CLAIM, NOT_CLAIM

AttributeKind = Literal["choice", "text", "date", "number", "span", "numbers"]


class Tag(msgspec.Struct, frozen=True):
    """One thing that a single key says of a sentence or a selection."""

    id: str
    key: str
    label: str
    arabic: str
    color: str
    """A colour that stands out on dark and light ground; never the only sign: the key is in the gutter."""
    description: str
    implies: tuple[str, ...] = ()
    """Tags that it sets too, and that take it along when they are taken away: a type implies `claim`."""
    exclusive: bool = False
    """It stands alone: setting it takes all others away, setting another takes it away."""
    arabic_description: str = ""
    """The description in Arabic; empty: the program's own translation, if it has one, else the English."""


class Attribute(msgspec.Struct, frozen=True, dict=True):
    """One detail of an annotation; unset ones are not stored."""

    id: str
    kind: AttributeKind
    label: str
    arabic: str
    values: tuple[str, ...] = ()
    """The values of a `choice`."""
    key: str = ""
    """Goes to it while the details have the focus; none means that only the arrows do."""
    arabic_values: tuple[str, ...] = ()
    """The names of the values in Arabic, in their order; empty: the program's own translation, or as they
    are."""

    @cached_property
    def arabic_of(self) -> dict[str, str]:
        """The Arabic names by value, as far as the scheme has them."""
        return dict(zip(self.values, self.arabic_values, strict=False))


class Scheme(msgspec.Struct, frozen=True, dict=True):
    """All tags and attributes of a project."""

    tags: tuple[Tag, ...]
    attributes: tuple[Attribute, ...]
    guidelines: str = ""
    """Advice on when to set which tag, in Markdown; empty: what the tags say of themselves."""
    same_claimants: tuple[tuple[str, ...], ...] = ()
    """Names that are one person's, the first of them standing for all; see `annotations.model.people`."""
    counted_nouns: tuple[tuple[str, ...], ...] = ()
    """Words for one thing that is counted, the first of them naming it; see `annotations.insight.nouns`."""
    arabic_guidelines: str = ""
    """The guidelines in Arabic; empty: `guidelines`."""
    about: str = ""
    """One sentence that says what the scheme is for."""
    arabic_about: str = ""

    @cached_property
    def by_id(self) -> dict[str, Tag]:
        """Tags by their id."""
        return {tag.id: tag for tag in self.tags}

    @cached_property
    def by_key(self) -> dict[str, Tag]:
        """Tags by their key."""
        return {tag.key: tag for tag in self.tags}

    def ordered(self, tags: Iterable[str]) -> list[str]:
        """Put tag ids in the scheme's order for the screen; ones that the scheme doesn't know come last."""
        rank, last = self._rank, len(self.tags)
        return sorted(tags, key=lambda tag: (rank.get(tag, last), tag))

    def letters(self, tags: Iterable[str]) -> str:
        """Return the keys of these tags, `c2` for claim and quantity; `?` for one not in the scheme."""
        return "".join(self.by_id[tag].key if tag in self.by_id else "?" for tag in self.ordered(tags))

    def toggled(self, tags: Iterable[str], tag: str) -> tuple[str, ...]:
        """Return `tags` after one press of the key of `tag`: sorted, without duplicates.

        What it implies is set too; taken away, it takes along what implies it; an exclusive one stands alone.
        """
        present = set(tags)
        if tag in present:
            return tuple(sorted(other for other in present if tag not in self._with_implied(other)))
        if tag in self._exclusive:
            return (tag,)
        return tuple(sorted((present - self._exclusive) | self._with_implied(tag)))

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {tag.id: place for place, tag in enumerate(self.tags)}

    @cached_property
    def _exclusive(self) -> frozenset[str]:
        return frozenset(tag.id for tag in self.tags if tag.exclusive)

    def _with_implied(self, tag: str) -> set[str]:
        """Return a tag with all that it implies; one that the scheme has lost counts as a type of claim."""
        reached: set[str] = set()
        waiting = [tag]
        while waiting:
            reached.add(name := waiting.pop())
            implied = self.by_id[name].implies if name in self.by_id else (CLAIM,)
            waiting += [other for other in implied if other in self.by_id and other not in reached]
        return reached


def _choice(name: str, key: str, label: str, arabic: str, values: str) -> Attribute:
    return Attribute(name, "choice", label, arabic, tuple(values.split()), key)


_TYPE = (CLAIM,)
"""Implied by every type of claim."""

DEFAULT = Scheme(
    tags=(
        Tag(CLAIM, "c", "claim", "ادعاء", "#5fafff", "says that something is so; its type is open"),
        Tag("event", "1", "event", "حدث", "#5fd7af", "a strike, a clash, an arrest, a statement made", _TYPE),
        Tag(
            "quantity",
            "2",
            "quantity",
            "عدد",
            "#ffd75f",
            "killed, wounded, displaced, soldiers, square kilometres",
            _TYPE,
        ),
        Tag("blame", "3", "blame", "تحميل مسؤولية", "#ff875f", "who did it, or what caused it", _TYPE),
        Tag("control", "4", "control", "سيطرة", "#af87ff", "who holds what, and where", _TYPE),
        Tag(
            "prediction",
            "5",
            "prediction",
            "توقع أو تهديد",
            "#ff87d7",
            "what will happen, or is threatened",
            _TYPE,
        ),
        Tag(
            "rule",
            "6",
            "rule",
            "قرار أو اتفاق",
            "#87d7ff",
            "a law, a resolution, the term of an agreement",
            _TYPE,
        ),
        Tag("other", "7", "other claim", "ادعاء آخر", "#d7d7af", "a claim of another kind", _TYPE),
        Tag(
            NOT_CLAIM,
            "0",
            "not a claim",
            "ليس ادعاءً",
            "#808080",
            "opinion, background, a question",
            exclusive=True,
        ),
    ),
    attributes=(
        _choice(
            "reported_as", "s", "reported as", "صيغة النقل", "asserted denied alleged confirmed questioned"
        ),
        _choice("certainty", "c", "certainty", "درجة اليقين", "certain probable possible denied unknown"),
        Attribute("claimant", "text", "claimant", "صاحب الادعاء", key="w"),
        _choice(
            "claimant_kind",
            "t",
            "kind of claimant",
            "نوع صاحب الادعاء",
            "named_official anonymous_official witness armed_group agency document outlet none",
        ),
        Attribute("side", "text", "side", "الطرف", key="b"),
        Attribute("source_span", "span", "source in the text", "المصدر في النص", key="f"),
        Attribute("cue_span", "span", "cue in the text", "فعل النقل في النص", key="v"),
        Attribute("numbers", "numbers", "numbers", "الأعداد", key="n"),
        Attribute("when", "date", "when", "متى", key="d"),
        Attribute("where", "text", "where", "أين", key="p"),
        _choice("worth_checking", "i", "worth checking", "يستحق التحقق", "no not_urgent urgent unsure"),
        Attribute("grade", "text", "grade (A-F, 1-6)", "تقييم المصدر والمعلومة", key="g"),
        _choice("status", "o", "status", "الحالة", "unstarted in_progress inconclusive verified false"),
        _choice("annotator_confidence", "h", "my confidence", "ثقة المحلل", "1 2 3"),
    ),
)
"""The scheme of a project that brings none."""
