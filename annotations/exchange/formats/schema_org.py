"""Writes schema.org's JSON-LD: a Claim per annotation tagged as one, a ClaimReview where there is a verdict.

A highlight that nobody has rated is a Claim only (appearance: the article). Google asks for `url`, the page
of the review, which only the publisher has: it is left for them to fill in. schema.org has no relation
between claims, so links stay behind; so does every attribute that isn't who, when or the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from annotations.exchange.dates import to_utc
from annotations.exchange.export_job import ExportJob
from annotations.exchange.streams import encoded
from annotations.model.records import CLAIM, Annotation
from annotations.text.web_addresses import host_of

VERDICTS = {
    "verified": ("صحيح", 5),
    "inconclusive": ("غير محسوم", 3),
    "false": ("خاطئ", 1),
    "supported": ("تدعمه الأدلة", 5),
    "refuted": ("تدحضه الأدلة", 1),
    "not_enough_evidence": ("أدلة غير كافية", 3),
    "conflicting_evidence": ("أدلة متضاربة", 3),
}
"""Values of `status` that are verdicts, of the default scheme and of `factcheck`: what to call them, and a
place on a scale from 1 to 5."""
_HELD = ("claimant", "when", "status")
NOT_A_CLAIM = "it is not tagged as a claim"


def stream(job: ExportJob) -> Iterator[bytes]:
    """Yield the file, a claim or review at a time."""
    yield b'{"@context":"https://schema.org","@graph":['
    first = True
    reviews = 0
    for annotation in job.records():
        if CLAIM not in annotation.tags:
            job.leave_out(annotation, NOT_A_CLAIM)
            continue
        for item in _items(job, annotation):
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


def _items(job: ExportJob, annotation: Annotation) -> Iterator[dict[str, Any]]:
    """Yield the claim, or the review that holds it."""
    known = job.articles.metadata(annotation.article.id)
    attributes = {key: value for key, value in annotation.attributes.items() if value is not None}
    status = attributes.get("status")
    verdict = VERDICTS.get(status) if isinstance(status, str) else None
    claim = _claim(annotation, known, attributes)
    held = {key for key in _HELD if attributes.get(key) and (key != "status" or verdict)}
    if lost := len(attributes.keys() - held):
        job.losses.add(annotation, "attributes", "schema.org's Claim has no property for it", lost)
    job.losses.add(annotation, "dates", "only the day of a review has a place")
    if verdict is None:
        yield claim
        return
    name, value = verdict
    rating = {
        "@type": "Rating",
        "alternateName": name,
        "ratingValue": value,
        "bestRating": 5,
        "worstRating": 1,
    }
    review = {
        "@type": "ClaimReview",
        "claimReviewed": annotation.target.quote,
        "author": {"@type": "Person", "name": annotation.annotator},
        "itemReviewed": claim,
        "reviewRating": rating,
    }
    if day := (to_utc(annotation.updated) or "")[:10]:
        review["datePublished"] = day
    yield review


def _claim(annotation: Annotation, known: Mapping[str, Any], attributes: Mapping[str, Any]) -> dict[str, Any]:
    appearance: dict[str, Any] = {
        "@type": "NewsArticle",
        "identifier": annotation.article.id,
        "inLanguage": "ar",
    }
    url = known.get("url")
    given = {
        "url": url if host_of(url) else None,
        "headline": known.get("title"),
        "datePublished": known.get("published"),
    }
    appearance |= {key: value for key, value in given.items() if value}
    if known.get("source"):
        appearance["publisher"] = {"@type": "Organization", "name": known["source"]}
    claim: dict[str, Any] = {
        "@type": "Claim",
        "@id": f"urn:uuid:{quote(annotation.uuid)}",
        "text": annotation.target.quote,
        "appearance": appearance,
        "keywords": list(annotation.tags),
    }
    # contributor, not author: the author of a Claim is who makes it, not who has marked it in a text
    claim["contributor"] = {"@type": "Person", "name": annotation.annotator}
    if annotation.note:
        claim["comment"] = {"@type": "Comment", "text": annotation.note}
    if attributes.get("claimant"):
        claim["author"] = {"@type": "Thing", "name": str(attributes["claimant"])}
    if attributes.get("when"):
        claim["datePublished"] = str(attributes["when"])
    return claim
