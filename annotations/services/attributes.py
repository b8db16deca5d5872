"""Reads the values that attributes of an annotation can have, and makes the change that writes some.

What a person types is read generously and refused where a wrong value would stand there silently. A date is
ISO 8601 where it can be read as one, else what was typed (أمس, a Hijri date), as with an article's own date;
a figure that is no day is refused. A span is code points of the article with its quote, under the rules of
`target`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import msgspec

from annotations.model.article import Article, sentence_at
from annotations.model.records import Annotation, Change, says_something, timestamp
from annotations.model.scheme import Attribute, Scheme
from annotations.model.suggested import without_overruled
from annotations.services.tagging import untagged
from annotations.text.dates import to_iso
from annotations.text.folding import ascii_digits, is_boundary
from annotations.text.lines import flat, one_line
from annotations.text.numbers import notation, numbers_in
from annotations.text.numbers.amounts import amount, number_shown

CLAIMANT = "claimant"
SOURCE_SPAN = "source_span"
LONGEST_CLAIMANT = 200
"""Code points: longer words of a text are no name, and not proposed as one."""
QUANTITY = "quantity"
"""The tag that says that a claim is about an amount: its numbers are offered."""
LONGEST_STATING = 4000
"""Code points of a sentence whose numbers are offered: a key must not wait for a page without line ends."""

_PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")


class InvalidValueError(ValueError):
    """A value can't be one of this attribute; the message is one line and says what can."""


def parse(attribute: Attribute, typed: str) -> Any:
    """Read what was typed as the value of an attribute; None for nothing, which unsets it.

    Raises:
        InvalidValueError: it can't be read; for a span always, as that is picked and not typed.
    """
    line = one_line(typed)
    if not line:
        return None
    match attribute.kind:
        case "choice":
            if line not in attribute.values:
                raise InvalidValueError(f"{line[:40]!r} is none of: {', '.join(attribute.values)}")
            return line
        case "date":
            return _date(line)
        case "number":
            if (number := notation.plain(line)) is None:
                raise InvalidValueError(f"{line[:40]!r} is no number; write it like 12,500 or 12.5")
            return number
        case "numbers":
            try:
                return notation.typed(line)
            except ValueError as error:
                raise InvalidValueError(str(error)) from None
        case "span":
            raise InvalidValueError("words of the text are picked, not typed")
        case _:
            return line


def _date(line: str) -> str:
    digits = ascii_digits(line)
    iso = to_iso(digits) or (digits if _PARTIAL_DATE.fullmatch(digits) else None)
    if iso is None and not any(char.isalpha() for char in line):
        raise InvalidValueError(f"{line[:40]!r} is no day; write it like 2024-10-23 or 23 أكتوبر 2024")
    return iso or line


def is_iso(value: Any) -> bool:
    """Say whether the value of a date attribute could be read as a date."""
    return isinstance(value, str) and re.match(r"\d{4}(?:-|$)", value) is not None


def numbers_field(scheme: Scheme) -> str | None:
    """Return the attribute in which the numbers of a claim have their place; None: the scheme has none."""
    return next((attribute.id for attribute in scheme.attributes if attribute.kind == "numbers"), None)


def stated_numbers(scheme: Scheme, text: str) -> list[dict[str, Any]]:
    """Return the amounts that a text states, if the scheme has a place for them."""
    wanted = numbers_field(scheme) is not None and len(text) <= LONGEST_STATING
    return [dict(item) for item in _stated(text)] if wanted else []


@lru_cache(maxsize=64)
def _stated(text: str) -> tuple[dict[str, Any], ...]:
    return tuple(numbers_in(text))


def span(text: str, start: int, end: int) -> dict[str, Any]:
    """Return `text[start:end]` (code points) as the value of a span attribute.

    Raises:
        InvalidValueError: it is empty, outside the text, or cuts a grapheme cluster.
    """
    if not 0 <= start < end <= len(text):
        raise InvalidValueError(f"{start}-{end} is no part of a text of {len(text)} code points")
    if not (is_boundary(text, start) and is_boundary(text, end)):
        raise InvalidValueError(f"{start}-{end} cuts a letter from its marks")
    return {"start": start, "end": end, "quote": text[start:end]}


def picked(scheme: Scheme, name: str, value: Mapping[str, Any], current: Annotation | None) -> dict[str, Any]:
    """Return what words of the text give the attribute `name`, and what follows from them.

    Args:
        scheme: says which kind the attribute is.
        name: a span attribute takes the span, any other its words.
        value: a span, see `span`.
        current: where the words of `source_span` become the claimant too, if it has none yet.
    """
    kinds = {attribute.id: attribute.kind for attribute in scheme.attributes}
    words = one_line(value["quote"])
    if kinds.get(name) != "span":
        return {name: words or None}
    given = current.attributes if current else {}
    names_one = name == SOURCE_SPAN and kinds.get(CLAIMANT) == "text" and not given.get(CLAIMANT)
    if names_one and 0 < len(words) <= LONGEST_CLAIMANT:
        return {name: dict(value), CLAIMANT: words}
    return {name: dict(value)}


def with_item(items: Any, place: int, put: Sequence[Mapping[str, Any]], text: str = "") -> list[Any] | None:
    """Return a `numbers` value with one item replaced, added or taken away; None if none is left.

    Args:
        items: the value now; None or what is no list counts as empty.
        place: which item; its number for a new one.
        put: what stands in its place, nothing to take it away. The first keeps the old one's quote.
        text: the annotation's words; a new item that stands there literally gets its quote from them.
    """
    now = list(items) if isinstance(items, list) else []
    replaced = now[place] if place < len(now) else None
    quotes = [replaced.get("quote")] if isinstance(replaced, dict) else []
    if not quotes and put:
        in_text = {notation.written(number): number["quote"] for number in numbers_in(text)}
        quotes = [in_text.get(notation.written(item)) for item in put]
    now[place : place + 1] = [
        {**item, "quote": item.get("quote") or quote} for item, quote in zip_longest(put, quotes[: len(put)])
    ]
    return now or None


def shown(value: Any, language: str = "en") -> str:
    """Return a value as the screen says it: one line, whatever the database holds.

    Hidden characters stay in it: the screen has signs for them. Amounts have theirs already, beside the
    isolates that belong to them (`annotations.text.numbers.amounts`).
    """
    match value:
        case str():
            return value.replace("_", " ") if value.isascii() and value.islower() else flat(value)
        case {"quote": str(quote), "start": _}:
            return flat(quote)
        case [*items]:
            return "، ".join(shown(item, language) for item in items)
        case {"value": _} | {"min": _} | {"max": _}:
            return amount(value, language)
        case None:
            return ""
        case _:
            return flat(number_shown(value))


def with_attributes(
    article: Article,
    words: tuple[int, int],
    values: Mapping[str, Any],
    current: Annotation | None,
    annotator: str,
) -> Change | None:
    """Return the change that sets attributes of an annotation, or of words on which there is none yet.

    Values taken away from an annotation that says nothing else take it with them.

    Args:
        article: the article that is read.
        words: start and end of the words (code points); used if `current` is None.
        values: by attribute; None unsets.
        current: the annotation, of this annotator.
        annotator: who writes.

    Returns:
        None where nothing would change.

    Raises:
        InvalidValueError: a span isn't where it says in the article, or the annotation is somebody else's.
    """
    if current is not None and current.annotator != annotator:
        raise InvalidValueError(f"this annotation is {current.annotator}'s; nobody writes on another's")
    for value in values.values():
        if isinstance(value, Mapping) and value != span(article.text, value["start"], value["end"]):
            raise InvalidValueError(f"the quote {value['quote'][:40]!r} is not at its place in the article")
    before = current.attributes if current else {}
    # A null that another program has written stays: only what is unset here goes.
    after = {
        key: value for key, value in {**before, **values}.items() if key not in values or value is not None
    }
    if after == before:
        return None
    now = timestamp()
    if current is None:
        current = untagged(article, *words, sentence_at(article, words[0]), annotator, now)
        return Change(current.uuid, 0, msgspec.structs.replace(current, attributes=after))
    changed = msgspec.structs.replace(current, attributes=after, updated=now)
    changed = without_overruled(current, changed)
    return Change(current.uuid, current.rev, changed if says_something(changed) else None)
