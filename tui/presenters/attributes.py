"""Puts the attributes of an annotation into rows, which a person goes through and fills in.

A row is an attribute of the scheme, one of its numbers, or a value whose attribute the scheme has lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from annotations.model.scheme import Attribute, Scheme
from annotations.services.attributes import shown
from tui.i18n import N_, _, language
from tui.presenters.annotation import DetailLine, amounts_said, choice_label, label_of, value_of
from tui.presenters.stored import with_signs

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
    """The place of the number among those of its attribute; None: the attribute itself."""

    @property
    def kind(self) -> str:
        """The kind of its attribute; nothing if that is lost."""
        return self.attribute.kind if self.attribute else ""


def fields(scheme: Scheme, values: Mapping[str, Any]) -> list[Field]:
    """Return the rows: all attributes of the scheme, then what else has a value."""
    rows = []
    for attribute in scheme.attributes:
        rows.append(Field(attribute.id, attribute))
        items = values.get(attribute.id)
        if attribute.kind == "numbers" and isinstance(items, list):
            rows += [Field(attribute.id, attribute, place) for place in range(len(items))]
    known = {attribute.id for attribute in scheme.attributes}
    return rows + [Field(name, None) for name in values if name not in known and values[name] is not None]


def field_value(field: Field, values: Mapping[str, Any]) -> str:
    """Return the value of a row as the screen says it."""
    value = values.get(field.id)
    if field.kind == "numbers" and isinstance(value, list):
        if field.item is not None:
            item = value[field.item]
            return amounts_said(item)
        return str(len(value)) if value else ""
    return value_of(field.attribute, value)


def field_line(
    field: Field, values: Mapping[str, Any], offered: Sequence[Any], key: str, *, current: bool
) -> DetailLine:
    """Return the line of a row; `offered` are the numbers that the text states, `key` goes to it."""
    style = "lit" if current else "text"
    if field.item is not None:
        return DetailLine(value=ITEM + field_value(field, values), style=style, wide=True)
    name = label_of(field.attribute, field.id)
    if field.kind == "numbers" and not values.get(field.id) and offered:
        return DetailLine(name, f"{shown(list(offered), language())} ?", key, style if current else "dim")
    return DetailLine(name, field_value(field, values), key, style)


def choices_and_hint(
    field: Field, values: Mapping[str, Any], offered: Sequence[Any]
) -> tuple[list[DetailLine], str]:
    """Return the values that the row under the cursor may take, if they are few, and what keys do there."""
    attribute, value = field.attribute, values.get(field.id)
    if attribute is None:
        return [], _(_LOST)
    if field.item is not None:
        return [], _(_ITEM)
    if attribute.kind == "choice":
        return [
            DetailLine(
                value=choice_label(choice, attribute),
                key=str(n) if n < 10 else "",
                style="lit" if choice == value else "text",
                wide=True,
            )
            for n, choice in enumerate(attribute.values, 1)
        ], ""
    if attribute.kind == "numbers" and not value and offered:
        return [], _(_OFFERED)
    return [], _(_WHAT_TO_DO[attribute.kind])


def name_lines(names: Sequence[str], at: int) -> list[DetailLine]:
    """Return a line for each name that is offered while one is typed; `at` is the one in the line, or -1."""
    return [
        DetailLine(value=with_signs(name), style="lit" if number == at else "text", wide=True)
        for number, name in enumerate(names)
    ]
