"""Writes a folder that `datasets.load_dataset(folder)` of Hugging Face opens, with fixed features and a card.

Every line has the same keys with the same types (null, never missing), and the card's header (`configs`,
`dataset_info`) says so, so that no reader has to guess a type from the first lines. `articles` has the texts
with their spans; offsets are code points, Python's own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from annotations.corpus.own_files import MANIFEST
from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.files import manifest_line
from annotations.exchange.formats.dataset_card import DatasetCounts, card
from annotations.exchange.formats.jsonl import ARTICLE_KEYS, NumberValue, SpanValue
from annotations.exchange.streams import encoded
from annotations.model.scheme import Attribute, Scheme

DATA = "articles.jsonl"
CARD = "README.md"
_SPAN = {"start": "int64", "end": "int64", "quote": "string"}
_NUMBER = {
    "value": "float64",
    "min": "float64",
    "max": "float64",
    "unit": "string",
    "what": "string",
    "approx": "bool",
    "quote": "string",
}
_OTHER = "other"
"""Attributes that are not the scheme's, or not of its type, and keys of other programs: as JSON, so nothing
is lost.
"""


def save(job: ExportJob, folder: Path) -> None:
    """Write the folder."""
    counts = DatasetCounts()
    with (folder / DATA).open("wb") as file:
        for document in job.documents():
            counts.add(document, job.articles.metadata(document.article.id))
            file.write(encoded(_line(job, document)))
    size = (folder / DATA).stat().st_size
    split = {"name": "train", "num_bytes": size, "num_examples": counts.articles}
    info = {"features": [_named(key, kind) for key, kind in _features(job.scheme).items()], "splits": [split]}
    text = card(job.scheme, counts, job.agreement(), info, DATA)
    (folder / CARD).write_text(text, encoding="utf-8")
    with (folder / MANIFEST).open("wb") as manifest:
        manifest.write(manifest_line(claimreader="datasets"))
        for name in (CARD, DATA):
            manifest.write(manifest_line(file=name))


def _line(job: ExportJob, document: AnnotatedArticle) -> dict[str, Any]:
    article = document.article
    known = job.articles.metadata(article.id)
    spans = []
    for annotation in document.annotations:
        target = annotation.target
        job.agree(article.text[target.start : target.end], annotation)
        other: dict[str, Any] = {"extra": annotation.extra} if annotation.extra else {}
        attributes: dict[str, Any] = {}
        for attribute in job.scheme.attributes:
            attributes[attribute.id] = _typed(attribute, annotation.attributes.get(attribute.id))
        other |= {
            key: value
            for key, value in annotation.attributes.items()
            if value is not None and attributes.get(key) is None
        }
        spans.append(
            {"start": target.start, "end": target.end, "quote": target.quote}
            | {
                "sentence": target.sentence,
                "tags": annotation.tags,
                "attributes": attributes,
                "note": annotation.note,
            }
            | {
                "links": [{"type": link.type, "to": link.to} for link in annotation.links],
                "suggested": [{"field": mark.field, "rule": mark.rule} for mark in annotation.suggested],
                "annotator": annotation.annotator,
            }
            | {
                "created": annotation.created,
                "updated": annotation.updated,
                "rev": annotation.rev,
                "uuid": annotation.uuid,
            }
            | {_OTHER: msgspec.json.encode(other).decode() if other else None}
        )
    meta = {key: known.get(key) for key in ARTICLE_KEYS}
    return {"id": article.id, "sha256": article.sha256} | meta | {"text": article.text, "spans": spans}


def _typed(attribute: Attribute, value: Any) -> Any:
    """Return a value if it is of its attribute's type, the same on every line; else None."""
    try:
        if attribute.kind == "span":
            return msgspec.to_builtins(msgspec.convert(value, SpanValue)) if value else None
        if attribute.kind == "numbers":
            numbers = msgspec.convert(value, list[NumberValue], strict=False) if value else None
            return None if numbers is None else msgspec.to_builtins(numbers)
        return msgspec.convert(value, float if attribute.kind == "number" else str)
    except msgspec.ValidationError:
        return None


def _features(scheme: Scheme) -> dict[str, Any]:
    """Return the type of every key: a name of Arrow's, an object of these, or a list of one."""
    kinds: dict[str, Any] = {"number": "float64", "span": _SPAN, "numbers": [_NUMBER]}
    span = _SPAN | {
        "sentence": "int64",
        "tags": ["string"],
        "attributes": {attribute.id: kinds.get(attribute.kind, "string") for attribute in scheme.attributes},
        "note": "string",
        "links": [{"type": "string", "to": "string"}],
        "suggested": [{"field": "string", "rule": "string"}],
        **dict.fromkeys(("annotator", "created", "updated"), "string"),
        "rev": "int64",
        "uuid": "string",
        _OTHER: "string",
    }
    return dict.fromkeys(("id", "sha256", *ARTICLE_KEYS, "text"), "string") | {"spans": [span]}


def _named(name: str, kind: Any) -> dict[str, Any]:
    return {"name": name} | _kind(kind)


def _kind(kind: Any) -> dict[str, Any]:
    """Return a type as the header of a card spells it (datasets, Features._to_yaml_list)."""
    if isinstance(kind, str):
        return {"dtype": kind}
    if isinstance(kind, dict):
        return {"struct": [_named(key, inner) for key, inner in kind.items()]}
    inner = kind[0]
    return {
        "list": inner if isinstance(inner, str) else [_named(key, nested) for key, nested in inner.items()]
    }
