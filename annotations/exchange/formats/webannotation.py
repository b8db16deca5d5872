"""Writes and reads W3C Web Annotations (JSON-LD): an array, each whole in itself, with both text selectors.

The model (4.2.4, 4.2.5) wants code points in logical order, which is what we count, and a State where the
position could go stale: ours is the digest of the text. What the model has no property for stands under
`claimreader`, a term of the annotation's own context, so that JSON-LD processors keep it as a JSON literal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    for index, annotation in enumerate(job.records()):
        yield b",\n" if index else b"\n"
        yield encoded(_item(job, annotation)).rstrip(b"\n")
    yield b"\n]\n"


def _item(job: ExportJob, annotation: Annotation) -> dict[str, Any]:
    known = job.articles.metadata(annotation.article.id)
    target = annotation.target
    body: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in annotation.tags
    ]
    if annotation.note:
        body.append(
            {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": annotation.note}
        )
    body += [
        {"type": "SpecificResource", "purpose": "linking", "source": _urn(link.to)}
        for link in annotation.links
    ]
    return {
        "@context": CONTEXT,
        "id": _urn(annotation.uuid),
        "type": "Annotation",
        "motivation": "classifying" if annotation.tags else "commenting",
        "creator": {"type": "Person", "nickname": annotation.annotator},
        "created": annotation.created,
        "modified": annotation.updated,
        "body": body,
        "target": {
            "source": known.get("url") or f"urn:claimreader:article:{quote(annotation.article.id)}",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": target.quote,
                    "prefix": target.prefix,
                    "suffix": target.suffix,
                },
                {"type": "TextPositionSelector", "start": target.start, "end": target.end},
            ],
            "state": {"type": "State", "value": f"sha256:{annotation.article.sha256}"},
        },
        KEY: pack(annotation, note=True)
        | {"article": {"id": annotation.article.id} | {key: known.get(key) for key in ARTICLE_KEYS}},
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
        declared = item.get("type")
        types = set(map(str, declared)) if isinstance(declared, list) else {str(declared)}
        listed = _listed(item)
        if listed is not None and types & {"AnnotationPage", "AnnotationCollection"}:
            for index, inner in enumerate(listed, 1):
                yield _read(inner, f"item {number}.{index}")
        elif "Annotation" in types and "target" in item:
            yield _read(item, f"item {number}")
        else:
            raise ExchangeError(f"item {number} is no W3C annotation")


def _listed(item: dict[str, Any]) -> list[Any] | None:
    """Return the annotations of a page, or of the first page of a collection; None if it is neither."""
    first = item.get("first")
    listed = item.get("items", first.get("items") if isinstance(first, dict) else None)
    return listed if isinstance(listed, list) else None


def _read(item: Any, place: str) -> IncomingAnnotation | ImportNote:
    targets = _objects(item.get("target") if isinstance(item, dict) else None)
    if not targets:
        return ImportNote(place, "has no target with selectors")
    target = targets[0]
    selectors = {str(selector.get("type")): selector for selector in _objects(target.get("selector"))}
    words, position = selectors.get("TextQuoteSelector", {}), selectors.get("TextPositionSelector", {})
    if not isinstance(words.get("exact"), str):
        return ImportNote(place, "has no TextQuoteSelector, and offsets alone are not believed")
    bodies = _bodies(item)
    fields: dict[str, Any] = {
        "quote": words["exact"],
        "prefix": _text(words.get("prefix")),
        "suffix": _text(words.get("suffix")),
        "start": position["start"] if is_offset(position.get("start")) else None,
        "end": position["end"] if is_offset(position.get("end")) else None,
        "tags": tuple(_values(body for body in bodies if body.get("purpose") == "tagging")),
        "note": "\n".join(_values(body for body in bodies if _is_comment(body))),
        "sha256": _sha256(target.get("state")),
    }
    fields |= _article(item.get(KEY), target)
    payload = unpack(item.get(KEY), place)
    if payload is not None:
        return payload.incoming(place, **fields)
    return IncomingAnnotation(
        place=place,
        key=_text(item.get("id")),
        local_links=tuple(_links(bodies)),
        annotator=_creator(item.get("creator")),
        created=to_utc(item.get("created")),
        updated=to_utc(item.get("modified")),
        **fields,
    )


def _bodies(item: dict[str, Any]) -> list[dict[str, Any]]:
    if isinstance(item.get("bodyValue"), str):
        return [{"type": "TextualBody", "value": item["bodyValue"]}]
    return _objects(item.get("body"))


def _is_comment(body: dict[str, Any]) -> bool:
    return body.get("type") == "TextualBody" and body.get("purpose") != "tagging"


def _values(bodies: Iterable[dict[str, Any]]) -> Iterator[str]:
    return (body["value"] for body in bodies if isinstance(body.get("value"), str))


def _links(bodies: Iterable[dict[str, Any]]) -> Iterator[Link]:
    for body in bodies:
        if body.get("purpose") == "linking" and "source" in body:
            yield Link("linking", str(body["source"]))


def _article(ours: Any, target: dict[str, Any]) -> dict[str, Any]:
    """Return the article: as an export of ours names it, else by its source."""
    article = ours.get("article") if isinstance(ours, dict) else None
    if isinstance(article, dict) and isinstance(article.get("id"), str):
        return {"article": article["id"], "known": {key: article.get(key) for key in ARTICLE_KEYS}}
    return {"article": _text(target.get("source"))}


def _creator(value: Any) -> str | None:
    """Return the name of the first creator, or the creator itself where that is a text."""
    creators = _objects(value)
    return _text(creators[0].get("nickname") or creators[0].get("name") if creators else value)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a JSON-LD value, which may be one, a list, or missing."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def _sha256(state: Any) -> str | None:
    for part in _objects(state):
        value = part.get("value")
        if isinstance(value, str) and value.startswith("sha256:"):
            return value.removeprefix("sha256:")
    return None
