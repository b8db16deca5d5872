"""Puts one change of an annotation into a few words, for the line that says what was undone."""

from __future__ import annotations

from annotations.model.records import Annotation
from annotations.model.scheme import Scheme
from tui.i18n import _, enumerated
from tui.presenters.annotation import label_of, tag_labels, tag_names, value_of
from tui.presenters.links import link_label
from tui.presenters.stored import with_signs

_ISOLATES = frozenset("\u2066\u2067\u2068\u2069")
"""They stand in an amount as it is shown."""
_LONGEST = 30
"""Code points of a value that is named."""


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
