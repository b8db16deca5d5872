"""Tells which files are never articles: hidden ones, our database, our exports, the guidelines of a scheme.

Names decide where they can; of the formats that we also write, the first bytes do.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from annotations.corpus.file_content import opened
from annotations.corpus.records import ArticleError
from annotations.file_reading import read_bytes
from annotations.paths import DATABASE_NAME, LARGEST_SCHEME, SCHEME_NAME, names_guidelines_file

MANIFEST = "claimreader.jsonl"
"""Lies in every folder that an export has written, and lists what it wrote there."""

_MARKS = (b"# claimreader", b"<!-- # claimreader", b"<!doctype html>\n<!-- # claimreader")
"""The beginnings of our exports, of those that allow a comment."""

_TABLE_MARKS = (
    b"article,title,source,published,url,sentence,start,end,quote,tags,",
    b"noun,number,as_of,value,min,max,approx,unit,shown,differs_from,",
)
"""The first columns of our tables, of annotations and of a report's amounts, which carry no comment."""

_JSON_MARKS = rb"""(?x)
      \{"schema":"claimreader/  # an annotation a line
    | \{"claimreader":"        # an object a line of another tool's format, and reports of exports
    | \{"(_default|_meta|articles|deleted)":\{  # TinyDB
    | \{"(seq":\d+,"t|mark":\d+,"store)":"  # a journal, or a segment of a history
    | \[\{"id":\d+,"data":\{"sha256":"[0-9a-f]{64}","article":  # Label Studio
    | \[\{"@context":\["http://www\.w3\.org/ns/anno\.jsonld",\{"claimreader":
    | \{"@context":"https://schema\.org","@graph":\[(\]|\{"@type":"Claim)
    """
"""Matches how our other exports begin, white space aside; compiled when a JSON file is looked into."""

_DATABASE = re.compile(rb'\{"(_default|_meta|articles|deleted)":\{')
"""Matches how the tables of a TinyDB file begin, white space aside."""

KNOWN_BY_CONTENT = frozenset({".docx"})
"""Suffixes of our binary files that are told from articles by what is in them."""

WRITTEN_BY_US = KNOWN_BY_CONTENT | {".md", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".csv", ".tsv"}
"""Suffixes of files that are looked into; an export is never written under another one that is read."""

_HEAD = 512

REPORT_MARK = "claimreader report"
"""Stands in the properties of a Word document that is a report of ours."""
_MOST_PROPERTIES = 1 << 16
"""Bytes of a Word document's properties."""


def is_our_name(name: str) -> bool:
    """Say whether a name is hidden or that of a file of ours."""
    return name.startswith(".") or is_our_file(name)


def is_our_file(name: str) -> bool:
    """Say whether a name is that of a file or folder that the program keeps beside the articles."""
    return name.startswith(DATABASE_NAME) or name in (SCHEME_NAME, SCHEME_NAME + ".bak")


def exported_names(folder: Path) -> frozenset[str]:
    """Return the files and subfolders of a folder that we wrote, by its manifest, and its own name.

    A file of that name which isn't a manifest, such as a plain export, makes nothing else disappear.
    """
    import msgspec  # here: few folders have a manifest

    names = set()
    try:
        with opened(folder / MANIFEST) as file:
            if not file.read(_HEAD).startswith(b'{"claimreader":'):
                return frozenset()
            file.seek(0)
            for line in file:
                name = msgspec.json.decode(line, type=dict[str, Any]).get("file", "")
                names.add(str(name).partition("/")[0])
    except (ArticleError, msgspec.MsgspecError, ValueError):
        pass  # what can be read of it counts
    return frozenset({*names, MANIFEST})


def guidelines_file(scheme: Path) -> Path | None:
    """Return the file of guidelines that a scheme names, which is no article; None if there is none.

    Nothing is said of a scheme that can't be read: `annotations.scheme_file.loader.load` does.
    """
    import tomllib  # here: few folders have a scheme

    try:
        text = read_bytes(scheme, LARGEST_SCHEME).decode("utf-8-sig")
        given = tomllib.loads(text.replace("\r\n", "\n")).get("guidelines", "")
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(given, str) or not names_guidelines_file(given):
        return None
    name = Path(given)
    return None if name.is_absolute() or ".." in name.parts else scheme.parent / name


def is_database(path: Path) -> bool:
    """Say whether a file is a TinyDB store, ours or another one, by its first bytes."""
    try:
        with opened(path) as file:
            head = file.read(_HEAD)
    except ArticleError:
        return False
    return _DATABASE.match(b"".join(head.split())) is not None


def is_our_export(path: Path, suffix: str) -> bool:
    """Say whether a file is an export or a TinyDB store of ours, by its first bytes."""
    if suffix not in WRITTEN_BY_US:
        return False
    if suffix == ".docx":
        return _is_our_report(path)
    try:
        with opened(path) as file:
            head = file.read(_HEAD)
    except ArticleError:
        return False  # reading it will say why
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(_MARKS):
        return True
    if head.replace(b";", b",").replace(b"\t", b",").startswith(_TABLE_MARKS):
        return True
    return re.match(_JSON_MARKS, b"".join(head.split())) is not None


def _is_our_report(path: Path) -> bool:
    """Say whether a Word document is a report of ours, by its properties."""
    import zipfile  # here: few folders have Word documents

    try:
        with opened(path) as file, zipfile.ZipFile(file) as archive:
            properties = archive.getinfo("docProps/core.xml")
            if properties.file_size > _MOST_PROPERTIES:
                return False
            return f">{REPORT_MARK}<".encode() in archive.read(properties)
    except Exception:  # whatever zipfile and zlib say of a damaged one: reading it will say why
        return False
