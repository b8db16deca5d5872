"""Writes schema.org's JSON-LD: a Claim per annotation tagged as one, a ClaimReview where there is a verdict.

A highlight that nobody has rated is a Claim only (appearance: the article). Which attribute is the verdict
says `annotations.exchange.verdicts`. Google asks for `url`, the page of the review, which only the publisher
has: it is left for them to fill in. schema.org has no relation between claims, so links stay behind; so does
every attribute that isn't who, when or the verdict. The place of the words is the claim's `identifier`, for
schema.org has no offsets; so a file comes back as it went out (`schema_org_reader`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from annotations.exchange.dates import to_utc
from annotations.exchange.export_job import ExportJob
from annotations.exchange.formats import schema_org_reader
from annotations.exchange.formats.schema_org_reader import SHA256, SPAN, UUID
from annotations.exchange.streams import encoded
from annotations.exchange.verdicts import VERDICTS, verdict_attribute
from annotations.model.records import CLAIM, Annotation
from annotations.model.scheme import Attribute
from annotations.text.web_addresses import host_of

NOT_A_CLAIM = "it is not tagged as a claim"

_ORGANISATIONS = frozenset({"agency", "outlet", "armed_group", "document"})
"""Kinds of claimant that are no persons."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?", re.ASCII | re.DOTALL)

read_annotations = schema_org_reader.read_annotations
read_under = schema_org_reader.read_under


def stream(job: ExportJob) -> Iterator[bytes]:
    """Yield the file, a claim or review at a time."""
    yield b'{"@context":"https://schema.org","@graph":['
    first = True
    reviews = 0
    verdict = verdict_attribute(job.scheme)
    for annotation in job.records():
        if CLAIM not in annotation.tags:
            job.leave_out(annotation, NOT_A_CLAIM)
            continue
        item = _item(job, annotation, verdict)
        reviews += item["@type"] == "ClaimReview"
        yield (b"\n" if first else b",\n") + _embeddable(encoded(item)).rstrip(b"\n")
        first = False
    yield b"\n]}\n"
    if reviews:
        job.remarks.append(f"{reviews} ClaimReview without `url`: add the address of your published review")


def _embeddable(data: bytes) -> bytes:
    r"""Write `<`, `>` and `&` as `\u003c` and so on: a publisher puts this between `<script>` tags as it is.

    There `</script>` ends it, wherever it stands (HTML, 4.12.1.3); in JSON all three stand in strings only,
    and U+2028 and U+2029 are escaped already.
    """
    return data.replace(b"<", b"\\u003c").replace(b">", b"\\u003e").replace(b"&", b"\\u0026")


def _item(job: ExportJob, annotation: Annotation, attribute: Attribute | None) -> dict[str, Any]:
    """Return the claim, or the review that holds it."""
    known = job.articles.metadata(annotation.article.id)
    attributes = {key: value for key, value in annotation.attributes.items() if value is not None}
    value = None if attribute is None else attributes.get(attribute.id)
    verdict = VERDICTS.get(value) if isinstance(value, str) else None
    claim = _claim(annotation, known, attributes)
    held = {name for key, name in (("author", "claimant"), ("datePublished", "when")) if key in claim}
    if attribute is not None and verdict is not None:
        held.add(attribute.id)
    if lost := len(attributes.keys() - held):
        job.losses.add(annotation, "attributes", "schema.org's Claim has no property for it", lost)
    job.losses.add(annotation, "dates", "only the day of a review has a place")
    if attribute is None or verdict is None:
        return claim
    review = {
        "@type": "ClaimReview",
        "claimReviewed": annotation.target.quote,
        "author": {"@type": "Person", "name": annotation.annotator},
        "itemReviewed": claim,
        "reviewRating": {
            "@type": "Rating",
            "alternateName": attribute.arabic_of.get(str(value)) or verdict.arabic,
            "ratingValue": verdict.place,
            "bestRating": 5,
            "worstRating": 1,
        },
    }
    if day := (to_utc(annotation.updated) or "")[:10]:
        review["datePublished"] = day
    return review


def _claim(annotation: Annotation, known: Mapping[str, Any], attributes: Mapping[str, Any]) -> dict[str, Any]:
    appearance: dict[str, Any] = {
        "@type": "NewsArticle",
        "identifier": annotation.article.id,
        "inLanguage": "ar",
    }
    url, published = known.get("url"), known.get("published")
    given = {
        "url": url if host_of(url) else None,
        "headline": known.get("title"),
        "datePublished": published if isinstance(published, str) and _DAY.fullmatch(published) else None,
    }
    appearance |= {key: value for key, value in given.items() if value}
    if known.get("source"):
        appearance["publisher"] = {"@type": "Organization", "name": known["source"]}
    target = annotation.target
    claim: dict[str, Any] = {
        "@type": "Claim",
        "@id": UUID + quote(annotation.uuid),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": SPAN, "value": f"{target.start}-{target.end}"},
            {"@type": "PropertyValue", "propertyID": SHA256, "value": annotation.article.sha256},
        ],
        "text": target.quote,
        "appearance": appearance,
        "keywords": list(annotation.tags),
    }
    # contributor, not author: the author of a Claim is who makes it, not who has marked it in a text
    claim["contributor"] = {"@type": "Person", "name": annotation.annotator}
    if annotation.note:
        claim["comment"] = {"@type": "Comment", "text": annotation.note}
    claimant, when = attributes.get("claimant"), attributes.get("when")
    if isinstance(claimant, str) and claimant:
        kind = "Organization" if attributes.get("claimant_kind") in _ORGANISATIONS else "Person"
        claim["author"] = {"@type": kind, "name": claimant}
    if isinstance(when, str) and _DAY.fullmatch(when):
        claim["datePublished"] = when
    return claim
