"""What is said about a span of an article: the annotation, as it stands in the database and in the JSONL export.

Records are frozen msgspec structs: a change makes a new one, so nothing that has been read can be altered behind the
store's back. Keys that this version doesn't know are kept in `extra` and written back, so that a newer claimreader or
another program may add to a document without losing it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

CONTEXT = 32
"""Code points of prefix and suffix kept with each span, as in the W3C Web Annotation practice of Hypothesis."""

CLAIM = "claim"
NOT_CLAIM = "not_claim"


class InvalidAnnotationError(ValueError):
    """A document is not a valid annotation; the message names the field and what is wrong with it."""


class ArticleRef(msgspec.Struct, frozen=True):
    """Which article, and exactly which text of it: `sha256` is of the UTF-8 bytes of the text that offsets count."""

    id: str
    sha256: str


class Target(msgspec.Struct, frozen=True):
    """A span: code points, half-open, with the quote and its surroundings to find it again."""

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    sentence: int | None = None
    """0-based sentence in which the span starts; information, never a key."""


class Link(msgspec.Struct, frozen=True):
    """From the annotation that holds it to another one; stored at one end, shown at both."""

    type: str
    to: str


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """One annotator's judgement on one span. See design.md, "An annotation"."""

    uuid: str
    article: ArticleRef
    target: Target
    tags: tuple[str, ...] = ()
    """Sorted, without duplicates."""
    attributes: dict[str, Any] = {}
    note: str = ""
    links: tuple[Link, ...] = ()
    annotator: str
    created: str
    updated: str
    rev: int = 1
    extra: dict[str, Any] = {}
    """Top-level keys of the document that this version doesn't know."""


_KNOWN = frozenset(field.encode_name for field in msgspec.structs.fields(Annotation)) - {"extra"}


def from_document(document: Mapping[str, Any]) -> Annotation:
    """Read a TinyDB document.

    Raises:
        InvalidAnnotationError: a field is missing or of the wrong type.
    """
    try:
        known = {key: value for key, value in document.items() if key in _KNOWN}
        extra = {key: value for key, value in document.items() if key not in _KNOWN}
        annotation = msgspec.convert(known, Annotation)
    except (msgspec.ValidationError, TypeError, AttributeError) as error:
        raise InvalidAnnotationError(str(error)) from None
    target = annotation.target
    if not 0 <= target.start < target.end:
        raise InvalidAnnotationError(f"the span {target.start}-{target.end} is empty or out of order")
    if len(target.quote) != target.end - target.start:
        raise InvalidAnnotationError(f"the quote has {len(target.quote)} code points, the span {target.end - target.start}")
    return msgspec.structs.replace(annotation, extra=extra) if extra else annotation


def to_document(annotation: Annotation) -> dict[str, Any]:
    """Write a TinyDB document: plain JSON types, unknown keys last, `attributes` without unset ones."""
    document: dict[str, Any] = msgspec.to_builtins(annotation)
    extra = document.pop("extra")
    document["tags"] = list(annotation.tags)
    document["links"] = [{"type": link.type, "to": link.to} for link in annotation.links]
    document["attributes"] = {key: value for key, value in annotation.attributes.items() if value is not None}
    return document | extra


def target_for(text: str, start: int, end: int, sentence: int | None = None) -> Target:
    """Make the span `text[start:end]` (code points) with its quote and surroundings.

    Raises:
        ValueError: the span is empty or lies outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span {start}-{end} is not inside a text of {len(text)} code points")
    return Target(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        sentence=sentence,
    )


def new_uuid() -> str:
    """Return a UUID version 7 (RFC 9562): ordered by time, so documents sort as they were made."""
    import uuid_utils  # here: 15 ms of import that reading an article doesn't need

    return str(uuid_utils.uuid7())


def timestamp() -> str:
    """Return now, in UTC, to the millisecond, with a `Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
