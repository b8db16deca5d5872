"""Each module here reads one input format, and is imported when a file of that kind is met.

A module has `records(path, options)`, which yields every article of a file in order, a `Fault` where one
can't be read, and raises ArticleError when the file can't be read (on); and `read(path, entry, options)`,
which reads one of them again by its place. Formats in which a whole file is one article need no reading to be
listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from annotations.corpus.records import Entry, Fault, Options, Record

_MODULES = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json_array",
    ".csv": "table",
    ".tsv": "table",
    ".parquet": "parquet",
}

SUFFIXES = frozenset(_MODULES)
WHOLE_FILE = frozenset({".txt", ".md", ".html", ".htm"})
"""Suffixes of formats in which a file is one article."""

_EXTRAS = {"html": "trafilatura", "parquet": "pyarrow"}
"""Modules that need a library which isn't installed with claimreader; the extra is named as the module is."""

EXPECTED = "expected .txt .md .html .jsonl .json .csv .tsv or .parquet, each also as .gz"


class ArticleFormat(Protocol):
    """The two functions that each module of this package has."""

    def records(self, path: Path, options: Options) -> Iterator[Record | Fault]:
        """Yield every article of a file in order."""
        ...

    def read(self, path: Path, entry: Entry, options: Options) -> Record:
        """Read one article again."""
        ...


def suffix_of(name: str) -> str:
    """Return the suffix that decides the format, lower case, without `.gz`; empty if there is none."""
    stem = name.lower().removesuffix(".gz")
    dot = stem.rfind(".")
    return stem[dot:] if dot > 0 else ""


def missing_extra(suffix: str) -> str | None:
    """Return what to install before files of a suffix can be read, or None."""
    extra = _MODULES[suffix]
    library = _EXTRAS.get(extra)
    if library is None:
        return None
    from importlib.util import find_spec  # here: most corpora need no extra

    if find_spec(library) is not None:
        return None
    return f"not read: needs {library}; pip install 'claimreader[{extra}]'"


def format_for(suffix: str) -> ArticleFormat:
    """Return the module that reads files of a suffix of `SUFFIXES`."""
    return cast("ArticleFormat", import_module(f"{__name__}.{_MODULES[suffix]}"))
