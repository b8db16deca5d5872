"""The annotation: what a person says about a span of an article, as the database and the export have it.

Records are frozen msgspec structs: a change makes a new one, so nothing that has been read can be altered
behind the store's back. Keys that this version doesn't know are kept in `extra` and written back, so that a
newer claimreader or another program may add to a document without losing it here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Annotated, Any

import msgspec

from annotations.text.sanitising import LONGEST_NAME

CONTEXT = 32
"""Code points of prefix and suffix kept with each span, as Hypothesis does (W3C Web Annotation)."""

CLAIM = "claim"
NOT_CLAIM = "not_claim"

MAX_DEPTH = 500
"""Lists and objects in each other: Python's own JSON ends near 1,000, in some versions without a word."""

MAX_NAME = LONGEST_NAME
"""Code points of a tag, an annotator's name or a uuid."""

EXTRA = "//extra"
"""The name of `extra` in JSON, which no document uses, so that its own "extra" stays unknown."""

_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069]")
"""Never in a name shown in one line: controls, line separators, bidi controls (UAX #9, 2.1 to 2.4)."""


MAX_COUNTER = (1 << 53) - 1

Counter = Annotated[int, msgspec.Meta(ge=0, le=MAX_COUNTER)]
"""A whole number that every JSON reader keeps exactly (RFC 8259, 6)."""


class InvalidAnnotationError(ValueError):
    """A document is not a valid annotation; the message names the field and what is wrong with it."""


class ArticleRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article and one text of it: `sha256` is of the UTF-8 bytes of the text that offsets count."""

    id: str
    sha256: str


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A span: code points, half-open, with the quote and its surroundings to find it again."""

    start: Counter
    end: Counter
    quote: str
    prefix: str = ""
    suffix: str = ""
    sentence: int | None = None
    """0-based sentence in which the span starts; information, never a key."""


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From the annotation that holds it to another one; stored at one end, shown at both."""

    type: str
    to: str


class Suggested(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that a person took from a suggestion, so that agreement can be measured without it."""

    field: str
    """`tags`, or the id of an attribute."""
    rule: str
    """The rule that suggested it, see `annotations.insight` and `annotations.reporting`."""


class Annotation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One annotator's judgement on one span."""

    uuid: str
    article: ArticleRef
    target: Target
    tags: tuple[str, ...] = ()
    """Sorted, without duplicates."""
    attributes: dict[str, Any] = {}
    note: str = ""
    links: tuple[Link, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    """The values that were taken from suggestions and still stand; see `annotations.model.suggested`."""
    annotator: str
    created: str
    updated: str
    rev: Counter = 1
    extra: dict[str, Any] = msgspec.field(default_factory=dict, name=EXTRA)
    """Keys of the document that this version doesn't know. Under `article` and `target` lie those of these
    objects, under `links` those of the links, by `_name_of` a link: of each that has that name, in order."""


class Change(msgspec.Struct, frozen=True):
    """One step of a change: put `annotation`, or delete when it is None.

    `base_rev` is the revision that the change was made from; 0 means that the uuid must not exist now.
    """

    uuid: str
    base_rev: int
    annotation: Annotation | None


def from_document(document: Mapping[str, Any]) -> Annotation:
    """Read a TinyDB document, unknown keys into `extra`.

    Raises:
        InvalidAnnotationError: a field is missing, of the wrong type or out of its bounds.
    """
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    try:
        for key, value in document.items():
            if key not in _FIELDS:
                extra[key] = value
            elif key in _NESTED and isinstance(value, Mapping):
                known[key], unknown = split_unknown(value, _NESTED[key])
                if unknown:
                    extra[key] = unknown
            elif (
                key == "links"
                and isinstance(value, list)
                and all(isinstance(link, Mapping) for link in value)
            ):
                parts = [split_unknown(link, _names(Link)) for link in value]
                known[key] = [link for link, _ in parts]
                if any(rest for _, rest in parts):
                    extra[key] = {}
                    for link, rest in parts:
                        extra[key].setdefault(_name_of(link), []).append(rest)
            else:
                known[key] = value
        annotation = msgspec.convert(known, Annotation)
    except (msgspec.ValidationError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidAnnotationError(str(error)) from None
    return _checked(msgspec.structs.replace(annotation, extra=extra) if extra else annotation)


def to_document(annotation: Annotation) -> dict[str, Any]:
    """Write a TinyDB document: plain JSON types, unknown keys last."""
    extra = annotation.extra
    document: dict[str, Any] = msgspec.to_builtins(annotation)
    document.pop(EXTRA, None)
    document["tags"] = list(annotation.tags)
    document["suggested"] = list(document["suggested"])
    unknown = {name: iter(rests) for name, rests in extra.get("links", {}).items()}
    document["links"] = [
        link | next(unknown.get(_name_of(link), iter(())), {}) if unknown else link
        for link in document["links"]
    ]
    for key in _NESTED:
        document[key] |= extra.get(key, {})
    return document | {key: value for key, value in extra.items() if key not in _FIELDS}


def _name_of(link: Mapping[str, Any]) -> str:
    """Name a link by what it says, since several may lead to one annotation."""
    return repr((link.get("type"), link.get("to")))


def says_something(annotation: Annotation) -> bool:
    """Say whether an annotation says anything of its span; one that doesn't is not kept.

    A value of an attribute that is null, as another program may write it, says nothing.
    """
    values = any(value is not None for value in annotation.attributes.values())
    return bool(annotation.tags or values or annotation.note or annotation.links)


def without_revision(annotation: Annotation) -> Annotation:
    """Return what an annotation says, to be compared; `rev` and `updated` follow from when it was saved."""
    return msgspec.structs.replace(annotation, rev=1, updated="")


def place_shown(article_id: str, sentence: int | None) -> str:
    """Write a place for a line of a list: the article, and the number of the sentence, counted from 1."""
    return f"{article_id}:{'-' if sentence is None else sentence + 1}"


def age(annotation: Annotation) -> tuple[str, str]:
    """Return what puts annotations in order, oldest first."""
    return annotation.created, annotation.uuid


def decode(data: bytes | msgspec.Raw) -> Annotation:
    """Read a document from its JSON; 3 us where `from_document` takes 15, since it makes no dictionaries.

    Raises:
        InvalidAnnotationError: as `from_document`; or what stands there is no JSON.
    """
    try:
        return _checked(_DECODER.decode(data))
    except msgspec.ValidationError:
        pass  # an unknown key or a fault: the slow way keeps the one and names the other
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidAnnotationError(str(error)) from None
    try:
        document = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidAnnotationError(str(error)) from None
    return from_document(document)


def _checked(annotation: Annotation) -> Annotation:
    target, tags = annotation.target, annotation.tags
    if not (0 <= target.start < target.end and len(target.quote) == target.end - target.start):
        check_target(target)
    if annotation.rev < 1:
        raise InvalidAnnotationError("rev is 0; revisions start at 1")
    for value in annotation.attributes.values():
        if type(value) is not str:  # nearly all of them are strings, which need no looking into
            check_values(annotation.attributes)
            break
    if annotation.extra:
        check_values(annotation.extra)
    names = (annotation.uuid, annotation.annotator, *tags)
    if annotation.suggested:
        names += tuple(name for mark in annotation.suggested for name in (mark.field, mark.rule))
    together = "".join(names)
    # All at once: a third of what asking each by itself takes.
    if not all(names) or len(together) > MAX_NAME or not together.isprintable():
        for name in names:
            check_name(name)
    if len(tags) > 1 and list(tags) != (ordered := sorted(set(tags))):
        return msgspec.structs.replace(annotation, tags=tuple(ordered))
    return annotation


def check_target(target: Target) -> None:
    """See that a span isn't empty, and has the length of its quote.

    Raises:
        InvalidAnnotationError: it is, or hasn't.
    """
    if not 0 <= target.start < target.end:
        raise InvalidAnnotationError(f"the span {target.start}-{target.end} is empty or out of order")
    if len(target.quote) != target.end - target.start:
        raise InvalidAnnotationError(
            f"the quote has {len(target.quote)} code points, the span {target.end - target.start}"
        )


def check_name(name: str, most: int = MAX_NAME) -> None:
    """See that a name can be shown in one line.

    Raises:
        InvalidAnnotationError: it is empty, has more than `most` code points or holds a control character.
    """
    # nothing in _CONTROL is printable, and asking that first is three times as fast
    if not name or len(name) > most or (not name.isprintable() and _CONTROL.search(name)):
        raise InvalidAnnotationError(f"{name[:40]!r} is empty, too long or holds a control character")


def check_values(value: Any) -> None:
    """Refuse what would not come back as it is.

    Raises:
        InvalidAnnotationError: a whole number of more than 64 bits, which no other program reads; or more
            than `MAX_DEPTH` lists and objects in each other.
    """
    level, depth = [value], 0
    while level:
        if depth > MAX_DEPTH:
            raise InvalidAnnotationError(f"it is nested more than {MAX_DEPTH} deep")
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list | tuple):
                below += item
            elif isinstance(item, int) and not -(1 << 63) <= item < 1 << 64:
                raise InvalidAnnotationError(f"a whole number of {item.bit_length()} bits; 64 at most")
        level, depth = below, depth + 1


def _names(struct: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(struct)) - {EXTRA}


def split_unknown(
    document: Mapping[str, Any], names: Collection[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the keys of an object that are known, and those that aren't."""
    known = {key: value for key, value in document.items() if key in names}
    return known, {key: value for key, value in document.items() if key not in names}


_FIELDS = _names(Annotation)
_NESTED = {"article": _names(ArticleRef), "target": _names(Target)}
_DECODER = msgspec.json.Decoder(Annotation)


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
    return _stamp(datetime.now(UTC))


def timestamps() -> Iterator[str]:
    """Yield now and the moments after it, a millisecond apart: what is made in one step keeps its order."""
    now = datetime.now(UTC)
    return (_stamp(now + timedelta(milliseconds=passed)) for passed in count())


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
