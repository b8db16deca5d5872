"""W3C Web Annotation (JSON-LD): an array of annotations, each whole in itself, with both text selectors.

The model (4.2.4, 4.2.5) wants code points in logical order, which is what we count, and a State where the
position could go stale: ours is the digest of the text. What the model has no property for stands under
`claimreader`, a term of the annotation's own context, so that JSON-LD processors keep it as a JSON literal.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from annotations.exchange import ExchangeError
from annotations.exchange.dates import to_utc
from annotations.exchange.export_job import ExportJob
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.round_trip_payload import KEY, pack, unpack
from annotations.exchange.streams import encoded, is_offset, json_objects
from annotations.model.records import Annotation, Link

MODEL = "http://www.w3.org/ns/anno.jsonld"
CONTEXT = [MODEL, {KEY: {"@id": "urn:claimreader:annotation", "@type": "@json"}}]


def stream(job: ExportJob) -> Iterator[bytes]:
    """Yield the file, an annotation at a time."""
    yield b"["
    for index, one in enumerate(job.records()):
        yield b",\n" if index else b"\n"
        yield encoded(_item(job, one)).rstrip(b"\n")
    yield b"\n]\n"


def _item(job: ExportJob, one: Annotation) -> dict[str, Any]:
    known = job.articles.metadata(one.article.id)
    target = one.target
    body: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in one.tags
    ]
    if one.note:
        body.append(
            {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": one.note}
        )
    body += [
        {"type": "SpecificResource", "purpose": "linking", "source": _urn(link.to)} for link in one.links
    ]
    return {
        "@context": CONTEXT,
        "id": _urn(one.uuid),
        "type": "Annotation",
        "motivation": "classifying" if one.tags else "commenting",
        "creator": {"type": "Person", "nickname": one.annotator},
        "created": one.created,
        "modified": one.updated,
        "body": body,
        "target": {
            "source": known.get("url") or f"urn:claimreader:article:{quote(one.article.id)}",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": target.quote,
                    "prefix": target.prefix,
                    "suffix": target.suffix,
                },
                {"type": "TextPositionSelector", "start": target.start, "end": target.end},
            ],
            "state": {"type": "State", "value": f"sha256:{one.article.sha256}"},
        },
        KEY: pack(one, note=True)
        | {"article": {"id": one.article.id} | {key: known.get(key) for key in ARTICLE_KEYS}},
    }


def _urn(identity: str) -> str:
    """Return a uuid as a URN (RFC 9562, 4); any other identity of ours as one too."""
    return f"urn:uuid:{quote(identity)}"


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a file: annotations in an array or a row, or in a page or collection.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    for number, item in json_objects(path):
        kind = item.get("type")
        kinds = {str(one) for one in kind} if isinstance(kind, list) else {str(kind)}
        listed = item.get(
            "items", (item.get("first") or {}).get("items") if isinstance(item.get("first"), dict) else None
        )
        if isinstance(listed, list) and kinds & {"AnnotationPage", "AnnotationCollection"}:
            for index, inner in enumerate(listed, 1):
                yield _draft(inner, f"item {number}.{index}")
        elif "Annotation" in kinds and "target" in item:
            yield _draft(item, f"item {number}")
        else:
            raise ExchangeError(f"item {number} is no W3C annotation")


def _draft(item: Any, place: str) -> IncomingAnnotation | ImportNote:
    target = _objects(item.get("target") if isinstance(item, dict) else None)
    if not target:
        return ImportNote(place, "has no target with selectors")
    selectors = {str(one.get("type")): one for one in _objects(target[0].get("selector"))}
    words, position = selectors.get("TextQuoteSelector", {}), selectors.get("TextPositionSelector", {})
    if not isinstance(words.get("exact"), str):
        return ImportNote(place, "has no TextQuoteSelector, and offsets alone are not believed")
    bodies = _objects(item.get("body"))
    if isinstance(item.get("bodyValue"), str):
        bodies = [{"type": "TextualBody", "value": item["bodyValue"]}]
    tags = [
        one["value"]
        for one in bodies
        if one.get("purpose") == "tagging" and isinstance(one.get("value"), str)
    ]
    notes = [
        one["value"]
        for one in bodies
        if one.get("type") == "TextualBody"
        and one.get("purpose") != "tagging"
        and isinstance(one.get("value"), str)
    ]
    hidden = item.get(KEY)
    article = hidden.get("article") if isinstance(hidden, dict) else None
    fields: dict[str, Any] = {
        "quote": words["exact"],
        "prefix": words["prefix"] if isinstance(words.get("prefix"), str) else None,
        "suffix": words["suffix"] if isinstance(words.get("suffix"), str) else None,
        "start": position["start"] if is_offset(position.get("start")) else None,
        "end": position["end"] if is_offset(position.get("end")) else None,
        "tags": tuple(tags),
        "note": "\n".join(notes),
        "sha256": _sha256(target[0].get("state")),
    }
    if isinstance(article, dict) and isinstance(article.get("id"), str):
        fields["article"] = article["id"]
        fields["known"] = {key: article.get(key) for key in ARTICLE_KEYS}
    else:
        source = target[0].get("source")
        fields["article"] = source if isinstance(source, str) else None
    payload = unpack(hidden, place)
    if payload is not None:
        return payload.incoming(place, **fields)
    links = [
        Link("linking", str(one["source"]))
        for one in bodies
        if one.get("purpose") == "linking" and "source" in one
    ]
    identity = item.get("id")
    creator = _objects(item.get("creator"))
    named = creator[0].get("nickname") or creator[0].get("name") if creator else item.get("creator")
    return IncomingAnnotation(
        place=place,
        key=identity if isinstance(identity, str) else None,
        local_links=tuple(links),
        annotator=named if isinstance(named, str) else None,
        created=to_utc(item.get("created")),
        updated=to_utc(item.get("modified")),
        **fields,
    )


def _objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a JSON-LD value, which may be one, a list, or missing."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _sha256(state: Any) -> str | None:
    for one in _objects(state):
        value = one.get("value")
        if isinstance(value, str) and value.startswith("sha256:"):
            return value.removeprefix("sha256:")
    return None
