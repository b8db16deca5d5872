"""Puts one change of an annotation into a few words, for the line that says what was undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.model.article import short_id
from annotations.model.records import Annotation
from annotations.model.scheme import Scheme
from annotations.model.side_records import (
    AnyRecord,
    ArticleCorrection,
    Done,
    FixedLines,
    Flag,
    Identity,
    LineWord,
    Verdict,
    subject,
)
from tui.i18n import _, enumerated, plural
from tui.presenters.annotation import label_of, tag_labels, tag_names, value_of
from tui.presenters.line_kinds import source_name
from tui.presenters.links import link_label, place_of
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.services.history import PastChange

_ISOLATES = frozenset("\u2066\u2067\u2068\u2069")
"""They stand in an amount as it is shown."""
_LONGEST = 30
"""Code points of a value that is named."""


def turned_back(touched: Sequence[AnyRecord], scheme: Scheme, *, is_there: bool, again: bool) -> str:
    """Return the line that says what was undone: where, what, of how many, and in which words of the text.

    What may be cut off in a narrow row, the words of the text, comes last.

    Args:
        touched: the records that changed, each as it was before and as it is, without what didn't exist.
        scheme: names its tags and attributes.
        is_there: whether the first of them, if it is an annotation, exists now.
        again: whether it was done again; else it was undone.
    """
    first = touched[0]
    ends = [end if isinstance(end, Annotation) else None for end in touched if end.uuid == first.uuid]
    if len(ends) == 1:
        ends.insert(0 if is_there else 1, None)
    before, after = ends if again else ends[::-1]  # as the person's own change went
    said = [_place(first), change_words(before, after, scheme) or _kind(first)]
    answers = {
        record.uuid for record in touched if isinstance(record, Verdict | FixedLines)
    }  # they go with what was taken
    if others := len({record.uuid for record in touched} - answers - {first.uuid}):
        said.append(plural("and {n} more", "and {n} more", others))
    said.append(f"\u2068{with_signs(subject(first)[:200])}\u2069")
    done = _("done again: {what}") if again else _("undone: {what}")
    return done.format(what=" · ".join(filter(None, said)))


def _place(record: AnyRecord) -> str:
    """Say where a record is, as far as it is of an article."""
    match record:
        case Annotation() | Flag():
            place = place_of(record)
        case ArticleCorrection() | Done():
            place = short_id(record.article.id)
        case LineWord():
            place = (
                source_name(record.source or "") if record.article is None else short_id(record.article.id)
            )
        case _:
            return ""
    return f"\u2066{with_signs(place)}\u2069"


def _kind(record: AnyRecord) -> str:
    """Say which kind of record it is that is no annotation."""
    match record:
        case Flag():
            return _("come back later")
        case ArticleCorrection():
            return _("the article's details")
        case Done():
            return _("done with this article")
        case LineWord():
            return _("what a line is")
        case Identity():
            return _("names of one claimant")
        case Verdict():
            return _("a suggestion's answer")
        case _:
            return ""


def change_words(before: Annotation | None, after: Annotation | None, scheme: Scheme) -> str:
    """Return what a change did: `+quantity`, `-claim`, `claimant «...»`; nothing for one without effect.

    Args:
        before: as it was; None: the change made it.
        after: as it is; None: the change deleted it.
        scheme: names its tags and attributes.
    """
    if before is None or after is None:
        end = after or before
        return "" if end is None else f"{'+' if after else '-'}{tag_names(scheme, end.tags)}"
    return enumerated(
        [
            *_signed(scheme, before, after),
            *_values(scheme, before, after),
            *([_named(_("note"), with_signs(after.note))] if before.note != after.note else []),
            *_links(before, after),
            *([_("other words")] if _words(before) != _words(after) else []),
        ]
    )


def past_change_words(change: PastChange, scheme: Scheme) -> str:
    """Return what a change of the history did, and in which words of the text.

    What can't be read as an annotation any more, and what is none, is said as `history` says it into a pipe.
    """
    if change.sides is None:
        return with_signs(change.said)
    before, after = change.sides
    end = after or before
    quote = "" if end is None else f"\u2068{with_signs(end.target.quote[:200])}\u2069"
    return " ".join(filter(None, [change_words(before, after, scheme), quote]))


def _words(annotation: Annotation) -> tuple[int, int]:
    return annotation.target.start, annotation.target.end


def _signed(scheme: Scheme, before: Annotation, after: Annotation) -> list[str]:
    gained = [tag for tag in after.tags if tag not in before.tags]
    lost = [tag for tag in before.tags if tag not in after.tags]
    return [
        *(f"+{label}" for label in tag_labels(scheme, gained)),
        *(f"-{label}" for label in tag_labels(scheme, lost)),
    ]


def _values(scheme: Scheme, before: Annotation, after: Annotation) -> list[str]:
    known = {attribute.id: attribute for attribute in scheme.attributes}
    changed = [
        name
        for name in dict.fromkeys([*after.attributes, *before.attributes])
        if before.attributes.get(name) != after.attributes.get(name)
    ]
    return [
        _named(label_of(known.get(name), name), value_of(known.get(name), after.attributes.get(name)))
        for name in changed
    ]


def _links(before: Annotation, after: Annotation) -> list[str]:
    return [
        *(f"+{link_label(link.type)}" for link in after.links if link not in before.links),
        *(f"-{link_label(link.type)}" for link in before.links if link not in after.links),
    ]


def _named(name: str, value: str) -> str:
    if not value:
        return f"-{name}"
    said = " ".join(value.split())
    if len(said) > _LONGEST and not _ISOLATES.intersection(said):  # 4 of 4,500 would be another amount
        said = said[:_LONGEST].rstrip() + "…"
    return f"{name} \u2068{said}\u2069"
