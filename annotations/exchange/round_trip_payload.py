"""Carries what a format has no words for under one key, `claimreader`, where the format lets other keys be.

Label Studio's `meta`, a Prodigy span, a brat note and a web annotation keep what they don't know, so a file
that went through such a tool still says who annotated, when, and with which attributes. What the tool itself
can show and change (tags, notes, relations) stands in its own words beside the payload, and wins when both
say something.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import msgspec

from annotations.exchange import ExchangeError
from annotations.exchange.incoming import IncomingAnnotation
from annotations.model.records import Annotation, Link, Suggested

KEY = "claimreader"
"""First in an object, with the format's name, it also says that this is an export and no article."""


class RoundTripPayload(msgspec.Struct, omit_defaults=True, frozen=True):
    """All of an annotation but its span and tags."""

    uuid: str
    annotator: str
    created: str
    updated: str
    rev: int = 1
    attributes: dict[str, Any] = {}
    note: str = ""
    links: tuple[Link, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    sentence: int | None = None
    extra: dict[str, Any] = {}

    def incoming(self, place: str, **keys: Any) -> IncomingAnnotation:
        """Return the annotation of this payload and of `keys`, which win."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return IncomingAnnotation(place=place, **fields | keys)


def pack(
    annotation: Annotation, *, attributes: Container[str] = (), links: Container[str] = (), note: bool = False
) -> dict[str, Any]:
    """Return the payload of an annotation in plain JSON types.

    Args:
        annotation: the one to pack.
        attributes: names of those that the format says in its own words; they stay out of the payload.
        links: uuids to which the format draws the links itself.
        note: whether it has a place for the note.
    """
    fields = {
        name: getattr(annotation, name) for name in RoundTripPayload.__struct_fields__ if name != "sentence"
    }
    fields["attributes"] = {
        key: value
        for key, value in annotation.attributes.items()
        if value is not None and key not in attributes
    }
    fields["links"] = tuple(link for link in annotation.links if link.to not in links)
    if note:
        fields["note"] = ""
    packed: dict[str, Any] = msgspec.to_builtins(
        RoundTripPayload(**fields, sentence=annotation.target.sentence)
    )
    return packed


def unpack(value: Any, place: str) -> RoundTripPayload | None:
    """Return the payload that stands in a file; None if there is none.

    Raises:
        ExchangeError: there is one, and it isn't as we pack it.
    """
    if value is None:
        return None
    try:
        return msgspec.convert(value, RoundTripPayload)
    except msgspec.ValidationError as error:
        raise ExchangeError(f'{place}: "{KEY}" is damaged: {error}') from None
