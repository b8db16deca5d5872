"""Guesses a file's format by its first bytes, for imports without `--format`, and to name a mix-up."""

from __future__ import annotations

import zipfile
from itertools import islice
from pathlib import Path
from typing import Any

from annotations.corpus.file_content import opened
from annotations.corpus.records import ArticleError
from annotations.exchange.formats.inception_files import JSON, TSV, XMI, kind_in_zip, kind_of

_HEAD = 1 << 20
_LOOKED_AT = 20
"""Files of a folder whose beginnings are looked at."""

_CAS = {XMI: "cas-xmi", JSON: "cas-json", TSV: "webanno-tsv"}
"""The formats that INCEpTION exports, by the kind of its documents."""


def guess(path: Path) -> str | None:
    """Return the name of the likely format, or None."""
    try:
        if path.is_dir():
            return _folder(path)
        with opened(path) as file:
            head = file.read(_HEAD)
    except (OSError, ArticleError):
        return None
    if head.startswith(b"PK\x03\x04"):
        return _zip(path)
    head = head.removeprefix(b"\xef\xbb\xbf")
    if path.suffix == ".ann":
        return "brat"
    if cas := _CAS.get(kind_of(head) or ""):
        return cas
    first = head.lstrip()[:1]
    if first == b"[":
        return _object(_first_object(head.lstrip()[1:]))
    if first == b"{":
        return _object(_first_object(head))
    line = head.split(b"\n", 1)[0]
    if b"quote" in line and any(mark in line for mark in (b",", b";", b"\t")):
        return "csv"
    if line.startswith(b"-DOCSTART-") or line.rstrip().endswith((b"\tO", b" O")) or b"\tB-" in line:
        return "conll"
    return None


def _folder(path: Path) -> str | None:
    if next(path.rglob("*.ann"), None) is not None:
        return "brat"
    if next(path.rglob("*.conll"), None) is not None:
        return "conll"
    for suffix in ("xmi", "json", "tsv", "zip"):
        for file in islice(path.rglob(f"*.{suffix}"), _LOOKED_AT):
            if (name := guess(file)) in _CAS.values():
                return name
    return None


def _zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            annotated = kind_in_zip(archive)
    except (OSError, zipfile.BadZipFile):
        return None
    if annotated:
        return _CAS[annotated]
    return (
        "refi-qda"
        if any(name.endswith(".qde") for name in names)
        else "xlsx"
        if "xl/workbook.xml" in names
        else None
    )


def _first_object(head: bytes) -> dict[str, Any]:
    """Return the first JSON object at the beginning of `head`; empty if there is none in it."""
    text = head.decode("utf-8", "ignore")
    start = text.find("{")
    if start < 0:
        return {}
    import json  # msgspec reads no object out of the middle of a text

    try:
        value, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return _keys_only(text)
    return value if isinstance(value, dict) else {}


def _keys_only(text: str) -> dict[str, Any]:
    """Return the telling keys of an object that is longer than what was read, or broken."""
    telling = (
        "schema",
        "@context",
        "annotations",
        "data",
        "entities",
        "label",
        "spans",
        "tokens",
        "answer",
        "text",
    )
    return {key: "claimreader/1" if key == "schema" else "" for key in telling if f'"{key}"' in text[:4096]}


def _object(keys: dict[str, Any]) -> str | None:
    if str(keys.get("schema", "")).startswith("claimreader/"):
        return "jsonl"
    if keys.get("type") in ("Annotation", "AnnotationPage", "AnnotationCollection"):
        return "webannotation"
    if str(keys.get("@context", "")).startswith("https://schema.org"):
        return "claim"
    if "data" in keys and ("annotations" in keys or "completions" in keys):
        return "label-studio"
    if {"spans", "_task_hash", "_view_id"} & keys.keys() or ("answer" in keys and "text" in keys):
        return "prodigy"
    if "text" in keys or "data" in keys:
        label = next((keys[key] for key in ("entities", "label", "labels") if key in keys), None)
        if isinstance(label, str) or (isinstance(label, list) and label and isinstance(label[0], str)):
            return "doccano-classification"
        return "doccano" if isinstance(label, list) else None
    return None
