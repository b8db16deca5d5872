"""What is never an article: hidden files, our database, our exports.

Names decide where they can; of the formats that we also write, the first bytes do.
"""

from __future__ import annotations

from pathlib import Path

from annotations.corpus.opening import opened
from annotations.corpus.records import ArticleError

MANIFEST = "claimreader-export.json"
"""Lies in every folder that an export has written; such a folder is not read."""

_MARKS = (b"# claimreader", b"<!-- # claimreader")
"""How our exports begin, those that allow a comment."""

_JSONL_MARK = b'"schema":"claimreader/'
_WRITTEN_BY_US = frozenset({".md", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".csv", ".tsv"})
_TINYDB_MARKS = (b'{"_default":{', b'{"_meta":{', b'{"articles":{', b'{"deleted":{')
_HEAD = 512


def is_our_name(name: str) -> bool:
    """Say whether a name is hidden or that of a file of ours."""
    return name.startswith((".", "annotations.json")) or name == "claimreader.toml"


def is_our_export(path: Path, suffix: str) -> bool:
    """Say whether a file is an export or a TinyDB store of ours, by its first bytes."""
    if suffix not in _WRITTEN_BY_US:
        return False
    try:
        with opened(path) as file:
            head = file.read(_HEAD)
    except ArticleError:
        return False  # reading it will say why
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(_MARKS):
        return True
    compact = head.replace(b" ", b"")
    if suffix in {".jsonl", ".ndjson"}:
        return compact.startswith(b"{" + _JSONL_MARK)
    if suffix == ".json":
        return compact.startswith(_TINYDB_MARKS)
    return False
