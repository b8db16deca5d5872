"""Reads schema.org's Claim and ClaimReview, as fact checkers publish them, and as we write them.

They stand alone, in arrays, in an `@graph`, or in the data feeds that collect them (`dataFeedElement`), and
Google's Fact Check Tools have a form of their own (`claims` with `claimReview`). A claim is looked for in the
article in which it appeared, by its address, else in all of them: fact checkers write claims in their own
words, and then there is nothing to mark, which is said of each. A rating that the scheme has a value for is
that value; any other, and the address of the review, is the note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from annotations.exchange import ExchangeError
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.streams import binary, json_inside, json_records
from annotations.exchange.verdicts import value_called, verdict_attribute
from annotations.model.records import CLAIM
from annotations.model.scheme import DEFAULT, Scheme

SPAN = "urn:claimreader:span"
"""The `propertyID` under which a claim of ours has its offsets."""
SHA256 = "urn:claimreader:sha256"
"""That of the digest of the article's text."""
UUID = "urn:uuid:"

_INSIDE = ("@graph", "dataFeedElement", "itemListElement", "item", "mainEntity", "hasPart", "claims")
"""Keys under which claims and reviews lie in something else."""
_LONG = frozenset({"@graph", "dataFeedElement"})
"""Those of them under which there may be thousands, at the top of a file."""
_HEAD = 4096
_DEEPEST = 20


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield the claims, their verdicts as the default scheme has them.

    Raises:
        ExchangeError: as `read_under`.
    """
    return read_under(path, DEFAULT)


def read_under(path: Path, scheme: Scheme) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield the claims, their verdicts as the attribute of a scheme that has verdicts.

    Raises:
        ExchangeError: there is neither a Claim nor a ClaimReview in it, or it is cut short.
    """
    read = False
    for place, item in _items(path):
        for number, (kind, inner) in enumerate(_claims(item, 0), 1):
            read = True
            where = f"{place}, claim {number}"
            yield _annotation(kind, inner, where, scheme)
        read = read or item.get("@graph") == []
    if not read:
        raise ExchangeError("there is neither a Claim nor a ClaimReview in it")


def _items(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects of a file: the elements of a graph or feed by themselves, which may be many."""
    with binary(path) as file:
        head = file.read(_HEAD).lstrip()
    listed = False
    if head.startswith(b"{") and any(f'"{key}"'.encode() in head for key in _LONG):
        for place, item in json_inside(path, _LONG):
            listed = True
            yield place, item
    if not listed:
        yield from json_records(path)


def _claims(item: Any, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each claim and review in a value of JSON-LD, with its type."""
    if isinstance(item, list):
        for each in item:
            yield from _claims(each, depth)
        return
    if not isinstance(item, dict) or depth > _DEEPEST:
        return
    names = {str(name).rpartition("/")[2] for name in _listed(item.get("@type"))}
    if "ClaimReview" in names:
        yield "ClaimReview", item
    elif "Claim" in names:
        yield "Claim", item
    elif isinstance(item.get("claimReview"), list) and isinstance(item.get("text"), str):
        yield "Google", item
    else:
        for key in _INSIDE:
            if key in item:
                yield from _claims(item[key], depth + 1)


def _annotation(
    kind: str, item: Mapping[str, Any], place: str, scheme: Scheme
) -> IncomingAnnotation | ImportNote:
    if kind == "Google":
        item = _of_google(item)
    review = item if kind != "Claim" else {}
    claim = _object(item.get("itemReviewed")) if kind != "Claim" else item
    texts = (review.get("claimReviewed"), claim.get("text"), claim.get("name"), claim.get("description"))
    words = next((text.strip("\n") for text in texts if isinstance(text, str) and text.strip()), None)
    if words is None:
        return ImportNote(place, "has no words of a claim")
    keywords = _listed(claim.get("keywords"))  # those of others are subjects, not tags
    tags = tuple(map(str, keywords)) if CLAIM in keywords else (CLAIM,)
    attributes: dict[str, Any] = {}
    claimant = _name(claim.get("author"))
    if claimant:
        attributes["claimant"] = claimant
    if isinstance(claim.get("datePublished"), str) and claim["datePublished"]:
        attributes["when"] = claim["datePublished"]
    value, rating = _rating(review, scheme)
    attributes |= value
    comment = _object(claim.get("comment")).get("text")
    said = [comment if isinstance(comment, str) else "", *rating]
    start, end = _span(claim)
    sha256 = _identifier(claim, SHA256)
    identity = claim.get("@id")
    return IncomingAnnotation(
        place=place,
        article=_appearance(claim),
        sha256=sha256 or None,
        start=start,
        end=end,
        quote=words,
        tags=tags,
        attributes=attributes,
        note="\n".join(line for line in said if line),
        uuid=unquote(identity.removeprefix(UUID))
        if isinstance(identity, str) and identity.startswith(UUID)
        else None,
        annotator=_name(claim.get("contributor")) or None,
    )


def _rating(review: Mapping[str, Any], scheme: Scheme) -> tuple[dict[str, Any], list[str]]:
    """Return the verdict as an attribute, and the lines of a note for what is said of it beyond."""
    rating = _object(review.get("reviewRating"))
    name = next(
        (
            rating[key]
            for key in ("alternateName", "ratingExplanation", "name")
            if isinstance(rating.get(key), str)
        ),
        "",
    )
    attribute = verdict_attribute(scheme)
    value = value_called(name, attribute) if attribute is not None and name else None
    lines = []
    if value is None and (name or rating.get("ratingValue") is not None):
        worth = rating.get("ratingValue")
        of = f"{worth} of {rating['bestRating']}" if rating.get("bestRating") is not None else worth
        by = _name(review.get("author"))
        lines.append(": ".join(str(part) for part in (by, name or of) if part))
    url = review.get("url")
    if isinstance(url, str) and url:
        lines.append(url)
    return {attribute.id: value} if attribute is not None and value is not None else {}, lines


def _of_google(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a claim of Google's Fact Check Tools as the first of its reviews."""
    review = next((each for each in item["claimReview"] if isinstance(each, dict)), {})
    claim = {
        "text": item["text"],
        "author": {"name": item.get("claimant")},
        "datePublished": item.get("claimDate"),
    }
    return {
        "claimReviewed": item["text"],
        "itemReviewed": claim,
        "reviewRating": {"alternateName": review.get("textualRating")},
        "author": review.get("publisher"),
        "url": review.get("url"),
    }


def _appearance(claim: Mapping[str, Any]) -> str | None:
    """Return what names the article in which a claim appeared: our id, else an address."""
    for key in ("appearance", "firstAppearance"):
        for appearance in _listed(claim.get(key)):
            if isinstance(appearance, str) and appearance:
                return appearance
            names = _object(appearance)
            for name in ("identifier", "url", "@id"):
                if isinstance(names.get(name), str) and names[name]:
                    return str(names[name])
    return None


def _span(claim: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the offsets of a claim of ours."""
    start, _, end = _identifier(claim, SPAN).partition("-")
    if all(part.isascii() and part.isdigit() and len(part) < 18 for part in (start, end)):
        return int(start), int(end)
    return None, None


def _identifier(claim: Mapping[str, Any], wanted: str) -> str:
    """Return the value of one of our own identifiers; empty if a claim has none."""
    for identifier in _listed(claim.get("identifier")):
        value = _object(identifier).get("value")
        if _object(identifier).get("propertyID") == wanted and isinstance(value, str):
            return value
    return ""


def _name(value: Any) -> str:
    """Return the name of a person or organisation, of the first of several, or of one that is its name."""
    for each in _listed(value):
        name = each if isinstance(each, str) else _object(each).get("name")
        if isinstance(name, str) and name.strip():
            return name
    return ""


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _object(value: Any) -> Mapping[str, Any]:
    """Return an object, or the first of a list; an empty one for anything else."""
    return next((each for each in _listed(value) if isinstance(each, dict)), {})
