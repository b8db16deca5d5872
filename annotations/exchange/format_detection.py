"""Guesses a file's format by its first bytes, for imports without `--format`, and to name a mix-up.

What JSON holds is told by the keys of its first objects; a table by its header, tokens by their last column.
Of files that other programs keep to themselves it is said which of their exports can be read.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotations.corpus.file_content import opened
from annotations.corpus.records import ArticleError
from annotations.exchange.formats import argilla, hypothesis, inception_files, label_studio_min_reader
from annotations.exchange.tables import header

_HEAD = 1 << 20
_OBJECTS = 50
"""The objects at the beginning of a file that are looked at: one may have no labels, or nothing at all."""

_TOKEN_LINES = 40
_IOB = re.compile(r"O|[BIESLUM]-\S+")

_OURS = frozenset({"doccano", "doccano-classification", "prodigy"})
"""Formats whose lines begin with their names in an export of ours."""

_SCHEMA_ORG = re.compile(r"https?://(www\.)?schema\.org")
_OF_CLAIMS = frozenset({"Claim", "ClaimReview", "DataFeed", "DataFeedItem"})

_INCEPTION = {
    inception_files.XMI: "cas-xmi",
    inception_files.JSON: "cas-json",
    inception_files.TSV: "webanno-tsv",
}
"""Formats by the kinds of documents that INCEpTION exports."""

_TABLES = (
    ("csv", ({"quote"},)),
    ("taguette", ({"document"}, {"tag"}, {"content"})),
    ("potato", ({"displayed_text"}, {"user", "user_id", "instance_id", "id"})),
    ("label-studio", ({"annotation_id", "lead_time"}, {"annotator", "created_at"})),
    ("doccano-classification", ({"text", "data", "sentence"}, {"label", "labels"})),
)
"""Formats by the columns of their tables: one of each set."""

_WAYS = {
    "xlsx": "save the sheet as CSV UTF-8",
    "nvp": "export the project from NVivo as REFI-QDA (.qdpx)",
    "nvpx": "export the project from NVivo as REFI-QDA (.qdpx)",
    "mx20": "export the project from MAXQDA as REFI-QDA (.qdpx)",
    "mx22": "export the project from MAXQDA as REFI-QDA (.qdpx)",
    "mx24": "export the project from MAXQDA as REFI-QDA (.qdpx)",
    "atlproj": "export the project from ATLAS.ti as REFI-QDA (.qdpx)",
    "atlproj23": "export the project from ATLAS.ti as REFI-QDA (.qdpx)",
    "qdc": "it is a codebook without passages; export the project (.qdpx)",
    "qda": "export the project from QualCoder as REFI-QDA (.qdpx)",
    "spacy": "DocBin is written, not read; export JSON lines from spaCy",
    "parquet": "write it as CSV or JSON lines",
}
"""The remedies for files that can't be read, by the ending of their name."""


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
        kind = _zip(path)
        return None if kind == "xlsx" else kind
    if head.startswith(b"SQLite format 3\0"):
        return "taguette"
    head = head.removeprefix(b"\xef\xbb\xbf")
    if path.name.endswith(".ann"):
        return "brat"
    if kind := inception_files.kind_of(head):
        return _INCEPTION[kind]
    text = head.decode("utf-8", "ignore").lstrip()
    if text[:1] in ("[", "{"):
        return _json(text)
    line = text.split("\n", 1)[0]
    table = next((name for name, wanted in _TABLES if header(line, *wanted) is not None), None)
    return table or ("conll" if _is_conll(text) else None)


def way_to_read(path: Path) -> str:
    """Return what to do with a file that is of no format that is read; empty if that isn't known."""
    kind = path.suffix.lower().removeprefix(".")
    try:
        if path.is_dir():
            return ""
        with opened(path) as file:
            head = file.read(1 << 16)
        if head.startswith(b"PK\x03\x04") and _zip(path) == "xlsx":
            kind = "xlsx"
    except (OSError, ArticleError):
        return ""
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "ignore").lstrip()
    if text[:1] == "<" and "taguette" in text[:4096].casefold():
        return "export the highlights from Taguette as CSV, or take its project (.sqlite3)"
    if header(text.split("\n", 1)[0], {"tag"}, {"number of highlights"}):
        return "it is Taguette's codebook, without passages; export its highlights as CSV"
    return _WAYS.get(kind, "")


def _folder(path: Path) -> str | None:
    for pattern, name in (("*.ann", "brat"), ("*.ann.json", "tagtog"), ("*.conll", "conll")):
        if next(path.rglob(pattern), None) is not None:
            return name
    kind = inception_files.kind_in_folder(path)
    return _INCEPTION[kind] if kind else None


def _zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            annotated = inception_files.kind_in_zip(archive)
    except (OSError, zipfile.BadZipFile):
        return None
    if annotated:
        return _INCEPTION[annotated]
    if any(name.endswith(".qde") for name in names):
        return "refi-qda"
    if any(name.endswith(".ann.json") for name in names):
        return "tagtog"
    return "xlsx" if "xl/workbook.xml" in names else None


def _is_conll(text: str) -> bool:
    """Say whether lines are tokens with an IOB tag in the last column, divided by tabs or spaces."""
    tagged = 0
    for line in text.split("\n")[:_TOKEN_LINES]:
        stripped = line.rstrip("\r")
        if stripped.startswith("-DOCSTART-"):
            return True
        if not stripped.strip() or (stripped.startswith("#") and "\t" not in stripped):
            continue
        columns = stripped.split("\t") if "\t" in stripped else stripped.split()
        if len(columns) < 2 or not _IOB.fullmatch(columns[-1]):
            return False
        tagged += 1
    return tagged > 0


def _json(text: str) -> str | None:
    """Return the format that the first objects of a JSON file speak for."""
    undecided = None
    for keys in _objects(text):
        name, certain = _object(keys)
        if name is not None and certain:
            return name
        undecided = undecided or name
    return undecided


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the first JSON objects of a text; of one that is longer than it, or broken, the telling keys."""
    decoder = json.JSONDecoder()  # msgspec reads no object out of the middle of a text
    at = text.find("{")
    for _ in range(_OBJECTS):
        if at < 0:
            return
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield _keys_only(text[at:])
            return
        if isinstance(value, dict):
            yield value
        at = text.find("{", end)


_TELLING = (
    *("schema", "@context", "@type", "annotations", "data", "entities", "label", "spans", "tokens", "answer"),
    *("text", "rows", "total", "examples", "displayed_text", "label_annotations", "span_annotations"),
    *("annotatable", "anncomplete", "fields", "responses", "suggestions", "annotation_id", "annotator"),
    *("dataFeedElement", "@graph"),
)


def _keys_only(text: str) -> dict[str, Any]:
    """Return the telling keys of an object that is longer than what was read, or broken."""
    start = text[:4096]
    keys: dict[str, Any] = {key: "" for key in _TELLING if f'"{key}"' in start}
    for key in ("schema", "@context", "@type", "claimreader"):
        match = re.search(rf'"{key}"\s*:\s*"([^"]*)"', start)
        if match:
            keys[key] = match[1]
    for key in ("rows", "examples", "label", "entities"):
        if re.search(rf'"{key}"\s*:\s*\[', start):
            keys[key] = []
    return keys


def _object(keys: Mapping[str, Any]) -> tuple[str | None, bool]:
    """Return the format that an object speaks for, and whether that is certain."""
    if str(keys.get("schema", "")).startswith("claimreader/"):
        return "jsonl", True
    if isinstance(keys.get("claimreader"), str) and keys["claimreader"] in _OURS:
        return str(keys["claimreader"]), True
    if not {"Annotation", "AnnotationPage", "AnnotationCollection"}.isdisjoint(_types(keys.get("type"))):
        return "webannotation", True
    if _SCHEMA_ORG.match(str(keys.get("@context", ""))) or not _OF_CLAIMS.isdisjoint(
        _types(keys.get("@type"))
    ):
        return "claim", True
    for name, is_of in _BY_KEYS:
        if is_of(keys):
            return name, True
    if "text" in keys or "data" in keys:
        return _labelled(keys)
    return None, False


def _types(value: Any) -> set[str]:
    return set(map(str, value)) if isinstance(value, list) else {str(value)}


def _labelled(keys: Mapping[str, Any]) -> tuple[str | None, bool]:
    """Return which of doccano's forms an object is of: an empty list is of both."""
    label = next((keys[key] for key in ("entities", "label", "labels") if key in keys), None)
    if isinstance(label, str) or (isinstance(label, list) and label and isinstance(label[0], str)):
        return "doccano-classification", label != ""
    return ("doccano", bool(label) or "entities" in keys) if isinstance(label, list) else (None, False)


def _is_label_studio(keys: Mapping[str, Any]) -> bool:
    full = "data" in keys and ("annotations" in keys or "completions" in keys)
    return full or ("annotation_id" in keys and label_studio_min_reader.is_short(keys))


_BY_KEYS = (
    ("hypothesis", lambda keys: isinstance(keys.get("rows"), list) or hypothesis.is_row(keys)),
    ("claim", lambda keys: isinstance(keys.get("claims"), list) and "claimReview" in str(keys["claims"][:1])),
    ("lighttag", lambda keys: isinstance(keys.get("examples"), list)),
    (
        "potato",
        lambda keys: "displayed_text" in keys and ("label_annotations" in keys or "span_annotations" in keys),
    ),
    ("tagtog", lambda keys: "entities" in keys and ("annotatable" in keys or "anncomplete" in keys)),
    ("argilla", lambda keys: argilla.is_record(keys) or {"fields", "responses"} <= keys.keys()),
    ("label-studio", _is_label_studio),
    (
        "prodigy",
        lambda keys: (
            bool({"spans", "_task_hash", "_input_hash", "_view_id"} & keys.keys())
            or ("text" in keys and bool({"answer", "accept"} & keys.keys()))
        ),
    ),
)
"""Formats by the keys of their objects, the more telling ones first."""
