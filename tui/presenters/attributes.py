"""The attributes of an annotation as rows to go through and fill in: which there are, and what each says.

A row is an attribute of the scheme, one of its numbers, or a value whose attribute the scheme has lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from annotations.model.scheme import Attribute, Scheme
from annotations.services.attributes import shown
from tui.i18n import N_, _, language
from tui.presenters.annotation import Line, choice, label_of, value_of

ITEM = "  · "
"""Stands before each number of an attribute that has several."""

_WHAT_TO_DO = {
    "text": N_("Enter: type it; Tab there: words of the text"),
    "date": N_("Enter: type it, such as 2024-10-23 or أمس"),
    "number": N_("Enter: type it, such as 12,500"),
    "span": N_("Enter: pick words of the text"),
    "numbers": N_("Enter: add one, such as ~12,000 جندي"),
}
_OFFERED = N_("Enter: take what the text says; +: type one")
_ITEM = N_("Enter: change it; 0: take it away; +: one more")
_LOST = N_("not in the scheme any more; 0 takes it away")


class Field(NamedTuple):
    """A row."""

    id: str
    attribute: Attribute | None
    """None: the scheme has lost it."""
    item: int | None = None
    """Which of its numbers; None: the attribute itself."""

    @property
    def kind(self) -> str:
        """The kind of its attribute; nothing if that is lost."""
        return self.attribute.kind if self.attribute else ""


def fields(scheme: Scheme, values: Mapping[str, Any]) -> list[Field]:
    """Return the rows: all attributes of the scheme, then what else has a value."""
    found = []
    for attribute in scheme.attributes:
        found.append(Field(attribute.id, attribute))
        items = values.get(attribute.id)
        if attribute.kind == "numbers" and isinstance(items, list):
            found += [Field(attribute.id, attribute, place) for place in range(len(items))]
    known = {attribute.id for attribute in scheme.attributes}
    return found + [Field(name, None) for name in values if name not in known and values[name] is not None]


def said(field: Field, values: Mapping[str, Any]) -> str:
    """Return the value of a row as the screen says it."""
    value = values.get(field.id)
    if field.kind == "numbers" and isinstance(value, list):
        if field.item is not None:
            item = value[field.item]
            return shown(item, language())
        return str(len(value)) if value else ""
    return value_of(field.attribute, value)


def line(field: Field, values: Mapping[str, Any], offered: Sequence[Any], *, current: bool) -> Line:
    """Return the line of a row; `offered` are the numbers that the text states."""
    style = "lit" if current else "text"
    if field.item is not None:
        return Line(value=ITEM + said(field, values), style=style, wide=True)
    name, key = label_of(field.attribute, field.id), field.attribute.key if field.attribute else ""
    if field.kind == "numbers" and not values.get(field.id) and offered:
        return Line(name, f"{shown(list(offered), language())} ?", key, style if current else "dim")
    return Line(name, said(field, values), key, style)


def foot(field: Field, values: Mapping[str, Any], offered: Sequence[Any]) -> tuple[list[Line], str]:
    """Return what can be made of the row under the cursor: values to choose from, and what keys do."""
    attribute, value = field.attribute, values.get(field.id)
    if attribute is None:
        return [], _(_LOST)
    if field.item is not None:
        return [], _(_ITEM)
    if attribute.kind == "choice":
        return [
            Line(
                value=choice(one),
                key=str(n) if n < 10 else "",
                style="lit" if one == value else "text",
                wide=True,
            )
            for n, one in enumerate(attribute.values, 1)
        ], ""
    if attribute.kind == "numbers" and not value and offered:
        return [], _(_OFFERED)
    return [], _(_WHAT_TO_DO[attribute.kind])
