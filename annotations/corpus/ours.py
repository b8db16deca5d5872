"""What is never an article: hidden files, our database, our exports.

Names decide where they can; of the formats that we also write, the first bytes do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from annotations.corpus.opening import opened
from annotations.corpus.records import ArticleError

MANIFEST = "claimreader.jsonl"
"""Lies in every folder that an export has written, and lists what it wrote there."""

_MARKS = (b"# claimreader", b"<!-- # claimreader")
"""How our exports begin, those that allow a comment."""

_TABLE_MARK = b"article,title,source,published,url,sentence,start,end,quote,tags,"
"""The first columns of our tables, which carry no comment."""

_JSONL_MARK = b'"schema":"claimreader/'
_WRITTEN_BY_US = frozenset({".md", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".csv", ".tsv"})
_TINYDB_MARKS = (b'{"_default":{', b'{"_meta":{', b'{"articles":{', b'{"deleted":{')
_HEAD = 512


def is_our_name(name: str) -> bool:
    """Say whether a name is hidden or that of a file of ours."""
    return name.startswith((".", "annotations.json")) or name == "claimreader.toml"


def exported_names(folder: Path) -> frozenset[str]:
    """Return the files and subfolders of a folder that we wrote, by its manifest, and its own name.

    A file of that name which isn't a manifest, such as a plain export, makes nothing else disappear.
    """
    found = set()
    try:
        with opened(folder / MANIFEST) as file:
            if not file.read(_HEAD).startswith(b'{"claimreader":'):
                return frozenset()
            file.seek(0)
            for line in file:
                name = msgspec.json.decode(line, type=dict[str, Any]).get("file", "")
                found.add(str(name).partition("/")[0])
    except (ArticleError, msgspec.MsgspecError, ValueError):
        pass  # what can be read of it counts
    return frozenset({*found, MANIFEST})


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
    if suffix in {".csv", ".tsv"}:
        return head.replace(b";", b",").replace(b"\t", b",").startswith(_TABLE_MARK)
    if suffix == ".json":
        return compact.startswith(_TINYDB_MARKS)
    return False
