"""Lists the kinds of files that articles are read from; each is a module here, imported when one is met.

A module has `records(path, options)`, which yields every article of a file in order, a `Fault` where one
can't be read, a `Remark` on the file, and raises ArticleError when the file can't be read (on); and
`read(path, entry, options)`, which reads one of them again by its place. Where a whole file is one article,
`whole_file`, it needs no reading to be listed.

A suffix says of what kind a file is. Where several programs share one (`.json`, `.xml`, `.txt`) the kind's
module looks into the file, and raises `NotOurKindError` where it is nothing with articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record, Remark
from annotations.file_reading import head_of


class FileKind(NamedTuple):
    """One kind of file that articles come in."""

    module: str
    """The one of this package that reads it."""
    suffixes: tuple[str, ...]
    """Lower case; each may have `.gz` behind it."""
    whole_file: bool = False
    """True if a file is one article."""
    library: str = ""
    """The library that it needs, as it is installed, if that isn't installed with claimreader."""
    imported: str = ""
    """The same, as it is imported."""


KINDS = (
    FileKind("text", (".txt", ".md"), whole_file=True),
    FileKind("html", (".html", ".htm"), whole_file=True, library="trafilatura", imported="trafilatura"),
    FileKind("jsonl", (".jsonl", ".ndjson")),
    FileKind("json_array", (".json",)),
    FileKind("x_archive", (".js",)),
    FileKind("table", (".csv", ".tsv")),
    FileKind(
        "spreadsheet",
        (".xlsx", ".xls", ".ods", ".xlsm", ".xlsb"),
        library="python-calamine",
        imported="python_calamine",
    ),
    FileKind("feed", (".rss", ".atom", ".rdf", ".xml"), library="feedparser", imported="feedparser"),
    FileKind("warc", (".warc", ".wet", ".wacz"), library="warcio", imported="warcio"),
    FileKind("parquet", (".parquet",), library="pyarrow", imported="pyarrow"),
    FileKind("pdf", (".pdf",), whole_file=True, library="pypdfium2", imported="pypdfium2"),
    FileKind("docx", (".docx",), whole_file=True, library="python-docx", imported="docx"),
    FileKind("odt", (".odt",), whole_file=True),
    FileKind("eml", (".eml",), whole_file=True),
    FileKind("mbox", (".mbox",)),
    FileKind("mhtml", (".mhtml", ".mht"), whole_file=True, library="trafilatura", imported="trafilatura"),
    FileKind("ris", (".ris",)),
    FileKind("subtitles", (".srt", ".vtt"), whole_file=True),
)

_CHATS_IN, _CHAT = ".txt", "whatsapp"
"""The suffix of texts among which chats are, told by how they begin, and what their kind goes by."""

_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}
_KIND_OF = {**_BY_SUFFIX, _CHAT: FileKind("whatsapp", ())}

SUFFIXES = frozenset(_BY_SUFFIX)
WHOLE_FILE = frozenset(suffix for suffix, kind in _KIND_OF.items() if kind.whole_file)
"""Suffixes of formats in which a file is one article."""

EXPECTED = (
    f"expected {', '.join(dict.fromkeys(kind.suffixes[0] for kind in KINDS))} or another of"
    f" {len(SUFFIXES)} endings: claimreader help formats"
)
"""Says which files are read, one ending for each module; there are too many for a line."""


PAGE_PARTS = "*_files/"
"""Stands as an ending for the parts that web pages were saved with, whatever their endings."""

_LONGEST = 11
"""Characters of an ending, its dot included; what is longer is a part of the name."""


def kinds_by_library() -> dict[str, list[str]]:
    """Return the suffixes that are read, by the library that they need, as it is installed; "" for none."""
    by_library: dict[str, list[str]] = {"": []}
    for kind in KINDS:
        by_library.setdefault(kind.library, []).extend(kind.suffixes)
    return by_library


class ArticleFormat(Protocol):
    """The two functions that each module of this package has."""

    def records(self, path: Path, options: Options) -> Iterator[Record | Fault | Remark]:
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


@lru_cache(maxsize=1024)
def _ending(suffix: str) -> str:
    if len(suffix) > _LONGEST or suffix[1:].isdigit() or len(suffix.split()) != 1 or len(suffix) == 1:
        return ""  # "1. خبر", "log.3"
    return suffix


def ending_of(name: str, suffix: str) -> str:
    """Return the ending by which a file that isn't read is counted; empty if it has none.

    Args:
        name: the file's.
        suffix: see `suffix_of`.
    """
    if suffix:
        return _ending(suffix)
    return ".gz" if name.lower().endswith(".gz") else ""


_HEAD = 2048
"""Bytes of a file by which its kind is told."""

_BEFORE_DATE = "\ufeff\u200e\u200f\u202a\u202b\u202c [".encode()
"""Bytes of the marks, and of the bracket, that may stand before the date of a message."""


def kind_of(location: str, suffix: str) -> str:
    """Return what the format of a file goes by: its suffix, or the name of a kind that its beginning tells.

    Args:
        location: its path; it is opened if files of its suffix may be of several kinds.
        suffix: of `SUFFIXES`.
    """
    if suffix != _CHATS_IN:
        return suffix
    if location[-3:].lower() == ".gz":
        from annotations.corpus.file_content import opened  # here: few texts are packed

        try:
            with opened(Path(location)) as file:
                head = file.read(_HEAD)
        except ArticleError:
            return suffix  # reading it will say why
    else:
        head = head_of(location, _HEAD)
    # A message begins with its date; few articles begin with a digit, and need the expressions of a chat.
    first = head[:16].lstrip(_BEFORE_DATE)[:2]
    if not (first[:1].isdigit() or b"\xd9\xa0" <= first <= b"\xd9\xa9" or first[:1] == b"\xdb"):
        return suffix
    from annotations.corpus.formats.whatsapp import is_chat

    return _CHAT if is_chat(head.decode("utf-8", "ignore")) else suffix


def format_of(name: str, *, has_place: bool) -> ArticleFormat:
    """Return the module that reads an article again.

    Args:
        name: of its file.
        has_place: whether it is one of several in that.
    """
    suffix = suffix_of(name)
    return format_for(_CHAT if has_place and suffix == _CHATS_IN else suffix)


def missing_library(suffix: str) -> str | None:
    """Return the name of the library without which files of a suffix can't be read, or None."""
    kind = _KIND_OF[suffix]
    if not kind.library:
        return None
    from annotations.extras import is_installed  # here: most corpora need no extra

    return None if is_installed(kind.imported) else kind.library


@lru_cache
def format_for(suffix: str) -> ArticleFormat:
    """Return the module that reads files of a suffix of `SUFFIXES`, or of what `kind_of` returns."""
    return cast("ArticleFormat", import_module(f"{__name__}.{_KIND_OF[suffix].module}"))
