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

_MARKS = (
    *(b"# claimreader", b"<!-- # claimreader", b"<!doctype html>\n<!-- # claimreader"),
    b"#FORMAT=WebAnno TSV",  # whoever wrote it, it is annotations and no article
    b"<View>",  # a labelling config of Label Studio, whoever wrote it
)
"""The beginnings of our exports, of those that allow a comment."""

_TABLE_MARKS = (
    b"article,title,source,published,url,sentence,start,end,quote,tags,",
    b"noun,number,as_of,value,min,max,approx,unit,shown,differs_from,",
)
"""The first columns of our tables, of annotations and of a report's amounts, which carry no comment."""

_JSON_MARKS = rb"""(?x)
      \{"schema":"claimreader/  # an annotation a line
    | \{"claimreader":"        # an object a line of another tool's format, and reports of exports
    | \{"(_default|_meta|articles|deleted)":\{("\d+":|\})  # TinyDB, which numbers what it keeps
    | \{"(seq":\d+,"t|mark":\d+,"store)":"  # a journal, or a segment of a history
    | \[\{"id":\d+,"data":\{"sha256":"[0-9a-f]{64}","article":  # Label Studio
    | \[\{"@context":\["http://www\.w3\.org/ns/anno\.jsonld",\{"claimreader":
    | \{"%(TYPES|FEATURE_STRUCTURES|VIEWS)":  # UIMA CAS, of whatever program
    | \{"@context":"https://schema\.org","@graph":\[(\]|\{"@type":"Claim)
    """
"""Matches how our other exports begin, white space aside; compiled when a JSON file is looked into."""

_DATABASE = re.compile(rb'\{"(_default|_meta|articles|deleted)":\{("\d+":|\})')
"""Matches how the tables of a TinyDB file begin, white space aside."""

KNOWN_BY_CONTENT = frozenset({".docx", ".xlsx", ".parquet"})
"""Suffixes of our binary files that are told from articles by what is in them."""

WRITTEN_BY_US = KNOWN_BY_CONTENT | {
    *(".md", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xml"),
}
"""Suffixes of files that are looked into; an export is never written under another one that is read."""

_WRITTEN_UNREAD = frozenset({".xlsx", ".docx", ".qdpx", ".jsonld", ".conll", ".ann"})
"""Suffixes under which we write exports, and that may be of no kind of article."""

_OURS_ALONE = frozenset({".spacy", ".pyc"})
"""Suffixes of files that hold no article and no import reads."""

_STORE_ENDINGS = (".json.journal", ".json.bak", ".json.lock")
"""Endings of the files that a store keeps beside an annotations file, whatever that is called."""

_OF_SYSTEMS = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__init__.py"})
"""Names of files that Windows and macOS leave in folders, and of the one that makes our samples a package."""

PARQUET_MARK = "claimreader:annotations"
"""Stands in the metadata of a Parquet file of ours."""

_MOST_FOOTER = 1 << 20
"""Bytes of a footer's end that are looked at; what is said of the whole file stands behind its row groups."""

_HEAD = 512

REPORT_MARK = "claimreader report"
"""Stands in the properties of a Word document that is a report of ours."""
_MOST_PROPERTIES = 1 << 16
"""Bytes of a document's properties."""

_ARCHIVE_MARKS = {
    "docProps/core.xml": (b">claimreader<", f">{REPORT_MARK}<".encode()),
    "project.qde": (b'origin="claimreader"',),
}
"""Bytes that stand early in a member of an archive that we wrote."""


def is_our_name(name: str) -> bool:
    """Say whether a name is hidden or that of a file of ours.

    `~$` begins the file by which Word and Excel say that they have a document open; Windows hides it.
    """
    return name.startswith((".", "~$")) or is_our_file(name)


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


SOMETIMES_OURS = frozenset(
    {*_WRITTEN_UNREAD, *_OURS_ALONE, ".journal", ".bak", ".lock", ".db", ".ini", ".py", ".pyc", ""}
)
"""Suffixes of no kind that is read, of which some files are of no interest."""


def is_of_no_interest(location: str, name: str, suffix: str) -> bool:
    """Say whether a file of no kind that is read is ours, or a system's own: such are not even counted.

    Args:
        location: its path.
        name: its name.
        suffix: the ending of that, lower case.
    """
    if suffix in _WRITTEN_UNREAD:
        return is_our_archive(path := Path(location)) or _begins_as_ours(path)
    return suffix in _OURS_ALONE or name.endswith(_STORE_ENDINGS) or name.casefold() in _OF_SYSTEMS


def _is_our_parquet(path: Path) -> bool:
    """Say whether a Parquet file is an export of ours, by what its footer says of the whole."""
    if path.suffix.lower() == ".gz":  # never one: and its end is read only by unpacking it all
        return False
    try:
        with opened(path) as file:
            file.seek(0, 2)
            length = file.tell()
            file.seek(max(0, length - 8))
            end = file.read(8)
            if len(end) < 8 or end[4:] != b"PAR1":
                return False
            footer = min(int.from_bytes(end[:4], "little"), _MOST_FOOTER, length - 8)
            file.seek(length - 8 - footer)
            return PARQUET_MARK.encode() in file.read(footer)
    except ArticleError:
        return False  # reading it will say why


def is_our_archive(path: Path) -> bool:
    """Say whether a file is a workbook, a Word document or a REFI-QDA project that we wrote."""
    import zipfile  # here: few folders have any

    try:
        with opened(path) as file:
            if file.read(4) != b"PK\3\4":
                return False
            with zipfile.ZipFile(file) as archive:
                for member, marks in _ARCHIVE_MARKS.items():
                    if member in archive.NameToInfo:
                        with archive.open(member) as part:
                            head = part.read(_MOST_PROPERTIES)
                        return any(mark in head for mark in marks)
    except Exception:  # whatever zipfile and zlib say of a damaged one: reading it will say why
        return False
    return False


def is_our_export(path: Path, suffix: str) -> bool:
    """Say whether a file is an export or a TinyDB store of ours, by its first bytes."""
    if suffix == ".parquet":
        return _is_our_parquet(path)
    if suffix in KNOWN_BY_CONTENT:
        return is_our_archive(path)
    return suffix in WRITTEN_BY_US and _begins_as_ours(path)


def _begins_as_ours(path: Path) -> bool:
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
