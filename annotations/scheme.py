"""What can be said about a span: the tags and attributes of a scheme, and the rules by which tags go together.

A scheme is data, so that a project can bring its own. The default is for claims in news: the types are Full Fact's and
AVeriTeC's with one for war reporting (who holds what), the attributes say who claims, how firmly, with which numbers
(FactBank's factuality relative to a source, PARC's source and cue spans, the Admiralty grades).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import msgspec

from annotations.records import CLAIM, NOT_CLAIM

Kind = Literal["choice", "text", "date", "number", "span", "numbers"]


class Tag(msgspec.Struct, frozen=True):
    """One thing that a single key says of a sentence or a selection."""

    id: str
    key: str
    label: str
    arabic: str
    color: str
    """A colour that stands out on dark and light ground; never the only sign (the key stands in the gutter too)."""
    description: str


class Attribute(msgspec.Struct, frozen=True):
    """One detail of an annotation; unset ones are not stored."""

    id: str
    kind: Kind
    label: str
    arabic: str
    values: tuple[str, ...] = ()
    """What a `choice` can be."""


class Scheme(msgspec.Struct, frozen=True, dict=True):
    """All tags and attributes of a project."""

    tags: tuple[Tag, ...]
    attributes: tuple[Attribute, ...]

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
        rank = {tag.id: place for place, tag in enumerate(self.tags)}
        return sorted(tags, key=lambda tag: (rank.get(tag, len(rank)), tag))

    def letters(self, tags: Iterable[str]) -> str:
        """Return the keys of these tags, `c2` for claim and quantity; `?` for a tag that the scheme doesn't know."""
        return "".join(self.by_id[tag].key if tag in self.by_id else "?" for tag in self.ordered(tags))

    def toggled(self, tags: Iterable[str], tag: str) -> tuple[str, ...]:
        """Return `tags` after one press of the key of `tag`: sorted, without duplicates.

        A type sets `claim` too; `claim` taken away takes its types along; `not_claim` excludes all others.
        """
        present = set(tags)
        if tag in present:
            return tuple(sorted(present - (present if tag == CLAIM else {tag})))
        if tag == NOT_CLAIM:
            return (NOT_CLAIM,)
        return tuple(sorted((present - {NOT_CLAIM}) | {CLAIM, tag}))


DEFAULT = Scheme(
    tags=(
        Tag(CLAIM, "c", "claim", "ادعاء", "#5fafff", "says that something is so; its type is open"),
        Tag("event", "1", "event", "حدث", "#5fd7af", "a strike, a clash, an arrest, a statement made"),
        Tag("quantity", "2", "quantity", "عدد", "#ffd75f", "killed, wounded, displaced, soldiers, square kilometres"),
        Tag("blame", "3", "blame", "تحميل مسؤولية", "#ff875f", "who did it, or what caused it"),
        Tag("control", "4", "control", "سيطرة", "#af87ff", "who holds what, and where"),
        Tag("prediction", "5", "prediction", "توقع أو تهديد", "#ff87d7", "what will happen, or is threatened"),
        Tag("rule", "6", "rule", "قرار أو اتفاق", "#87d7ff", "a law, a resolution, the term of an agreement"),
        Tag("other", "7", "other claim", "ادعاء آخر", "#d7d7af", "a claim of another kind"),
        Tag(NOT_CLAIM, "0", "not a claim", "ليس ادعاءً", "#808080", "opinion, background, a question"),
    ),
    attributes=(
        Attribute("reported_as", "choice", "reported as", "صيغة النقل", ("asserted", "denied", "alleged", "confirmed", "questioned")),
        Attribute("certainty", "choice", "certainty", "درجة اليقين", ("certain", "probable", "possible", "denied", "unknown")),
        Attribute("claimant", "text", "claimant", "صاحب الادعاء"),
        Attribute(
            "claimant_kind",
            "choice",
            "kind of claimant",
            "نوع صاحب الادعاء",
            ("named_official", "anonymous_official", "witness", "armed_group", "agency", "document", "outlet", "none"),
        ),
        Attribute("side", "text", "side", "الطرف"),
        Attribute("source_span", "span", "source in the text", "المصدر في النص"),
        Attribute("cue_span", "span", "cue in the text", "فعل النقل في النص"),
        Attribute("numbers", "numbers", "numbers", "الأعداد"),
        Attribute("when", "date", "when", "متى"),
        Attribute("where", "text", "where", "أين"),
        Attribute("worth_checking", "choice", "worth checking", "يستحق التحقق", ("no", "not_urgent", "urgent", "unsure")),
        Attribute("grade", "text", "grade (A-F, 1-6)", "تقييم المصدر والمعلومة"),
        Attribute("status", "choice", "status", "الحالة", ("unstarted", "in_progress", "inconclusive", "verified", "false")),
        Attribute("annotator_confidence", "choice", "my confidence", "ثقة المحلل", ("1", "2", "3")),
    ),
)
"""The scheme of a project that brings none."""
