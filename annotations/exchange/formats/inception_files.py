"""Finds the annotated documents in what INCEpTION exports: a file, a folder, a zip, a project's archive.

An archive of a project has `annotation/DOCUMENT/USER.EXT` for each document and annotator, `curation/...` for
what was agreed on, and both again in Java's own serialisation, which only Java reads. A document in UIMA CAS
XMI is a zip of its own with the type system in it. `INITIAL_CAS` is the document as it was before anybody did
anything. Whatever is not read is named.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import msgspec

from annotations.corpus.file_content import LIMIT, MOST
from annotations.corpus.own_files import MANIFEST
from annotations.exchange import ExchangeError
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.streams import binary, decoded
from annotations.extras import is_installed, needs

LIBRARY = "dkpro-cassis"
INITIAL = "INITIAL_CAS"
_BY_USER = ("annotation", "curation")
"""The folders of a project's archive in which a file is called as who made it."""
_NOT_ANNOTATIONS = ("source", "log", "annotation_ser", "curation_ser", "guideline", "kb", "images")
_DEEPEST = 2
"""Zips inside of each other: a document's in a project's."""
_LOOKED_AT = 200
"""Members of a zip that are looked at to say what it is."""
_RATIO = 200
_HARMLESS = 1 << 20

_DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OSError),  # a method that Python lacks, a password
)

XMI, JSON, TSV = "xmi", "json", "tsv"


class AnnotatedFile(NamedTuple):
    """One document of one annotator, still unread."""

    place: str
    """Its path, for messages."""
    kind: str
    """`XMI`, `JSON` or `TSV`."""
    data: bytes
    document: str
    """The name of the document."""
    annotator: str | None
    types: bytes | None = None
    """The type system of an XMI."""


def kind_of(head: bytes) -> str | None:
    """Return the kind of an annotated document by how it begins; None if it is none."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"#FORMAT=WebAnno TSV 3"):
        return TSV
    if head.startswith(b"{") and any(
        key in head for key in (b'"%TYPES"', b'"%FEATURE_STRUCTURES"', b'"%VIEWS"')
    ):
        return JSON
    if head.startswith(b"<") and b"http://www.omg.org/XMI" in head[: 1 << 16]:
        return XMI
    return None


def kind_in_folder(folder: Path) -> str | None:
    """Return the kind of the annotated documents in a folder, by the first that is one."""
    for suffix in (".xmi", ".json", ".tsv", ".zip"):
        for path in islice(sorted(folder.rglob(f"*{suffix}")), _LOOKED_AT):
            try:
                with binary(path) as file:
                    if suffix == ".zip":
                        with zipfile.ZipFile(file) as archive:
                            kind = kind_in_zip(archive)
                    else:
                        kind = kind_of(file.read(1 << 16))
            except (ExchangeError, *_DAMAGED):
                continue
            if kind is not None:
                return kind
    return None


def kind_in_zip(archive: zipfile.ZipFile) -> str | None:
    """Return what the annotated documents of an archive are, by its first; None if there are none."""
    names = archive.namelist()
    is_project = any(name.startswith(("exportedproject", "annotation/", "annotation_ser/")) for name in names)
    for info in archive.infolist()[:_LOOKED_AT]:
        suffix = PurePosixPath(info.filename).suffix.lower()
        if suffix in {".xmi", ".json", ".tsv"}:
            try:
                with archive.open(info) as member:
                    kind = kind_of(member.read(1 << 16))
            except _DAMAGED:
                continue
            if kind is not None:
                return kind
    return XMI if is_project else None


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a file, a folder or an archive.

    Raises:
        ExchangeError: it holds no annotated document, or is the only one and is damaged.
    """
    seen = _Seen()
    count = 0
    for file in _files(path):
        if isinstance(file, ImportNote):
            yield file
            continue
        count += 1
        try:
            for incoming in _read(file):
                if isinstance(incoming, ImportNote) or not seen.before(incoming, file.annotator):
                    yield incoming
        except ExchangeError as error:
            if file.place == path.name and not path.is_dir():
                raise
            yield ImportNote(file.place, str(error))
    if not count:
        raise ExchangeError(
            "there is no document in UIMA CAS XMI, UIMA CAS JSON or WebAnno TSV 3 in it; in INCEpTION choose "
            "one of them, for a project under Settings, Export, Secondary format"
        )


def _read(file: AnnotatedFile) -> Iterator[IncomingAnnotation | ImportNote]:
    if file.kind == TSV:
        from annotations.exchange.formats import webanno_tsv_reader

        yield from webanno_tsv_reader.annotations_of(file.data, file.place, file.document, file.annotator)
        return
    if not is_installed("cassis"):
        raise ExchangeError(f"UIMA CAS {needs(LIBRARY)}")
    from annotations.exchange.formats import uima_reader

    is_xmi = file.kind == XMI
    guarded, cas = uima_reader.read_xmi(file.data, file.types) if is_xmi else uima_reader.read_json(file.data)
    yield from uima_reader.annotations_of(guarded, cas, file.place, file.document, file.annotator)


class _Seen:
    """Knows the annotations of claimreader that have come: every annotator's document begins with them."""

    def __init__(self) -> None:
        self._said: dict[str, int] = {}

    def before(self, incoming: IncomingAnnotation, annotator: str | None) -> bool:
        """Say whether the same has come; what another annotator made of it becomes one of their own."""
        if not incoming.uuid:
            return False
        attributes = msgspec.json.encode(incoming.attributes)
        span = (incoming.start, incoming.end)
        said = hash((span, tuple(sorted(incoming.tags)), incoming.note, attributes))
        if incoming.uuid not in self._said:
            self._said[incoming.uuid] = said
        elif self._said[incoming.uuid] == said:
            return True
        elif annotator is not None:
            incoming.uuid, incoming.annotator, incoming.rev = None, annotator, 1
        return False


# ---------------------------------------------------------------- where documents lie


def _files(path: Path) -> Iterator[AnnotatedFile | ImportNote]:
    if path.is_dir():
        yield from _in_folder(path)
        return
    with binary(path) as file:
        head = file.read(1 << 16)
        file.seek(0)
        if head.startswith(b"PK\x03\x04"):
            try:
                with zipfile.ZipFile(file) as archive:
                    yield from _in_zip(archive, "", _Budget())
            except _DAMAGED as error:
                raise ExchangeError(f"the zip is damaged or encrypted: {error}") from None
            return
        kind = kind_of(head)
        if kind is None:
            raise ExchangeError("it is neither UIMA CAS XMI, UIMA CAS JSON nor WebAnno TSV 3")
        data = file.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise ExchangeError(f"it has more than {LIMIT >> 20} MB")
    types = _types_beside(path) if kind == XMI else None
    yield AnnotatedFile(path.name, kind, data, path.stem, None, types)


def _types_beside(path: Path) -> bytes | None:
    """Return the type system that lies in the file's folder: as INCEpTION calls it, or the only one."""
    named = [path.parent / "TypeSystem.xml", path.with_suffix(".xml"), path.parent / "typesystem.xml"]
    for candidate in named:
        if candidate.is_file():
            with binary(candidate) as file:
                data = file.read(LIMIT)
            if b"typeSystemDescription" in data[: 1 << 16]:
                return data
    return None


def _in_folder(folder: Path) -> Iterator[AnnotatedFile | ImportNote]:
    suffixes = {".xmi", ".json", ".tsv", ".zip"}
    named = (path for path in folder.rglob("*") if path.suffix.lower() in suffixes)
    paths = sorted(path for path in named if path.is_file() and not path.is_symlink())
    own = _own_documents(folder)
    for path in paths:
        relative = path.relative_to(folder).as_posix()
        if path.name == MANIFEST:
            continue
        try:
            for file in _files(path):
                if isinstance(file, ImportNote):
                    yield ImportNote(f"{relative}: {file.place}", file.message)
                elif path.stem.startswith(INITIAL):
                    yield ImportNote(relative, _INITIAL)
                else:
                    document, annotator = own.get(relative), None
                    if document is None:
                        document, annotator = _named(PurePosixPath(relative))
                    types = file.types or _types_above(path, folder)
                    inside = "" if file.place == path.name else f": {file.place}"
                    yield file._replace(
                        place=f"{relative}{inside}", document=document, types=types, annotator=annotator
                    )
        except ExchangeError as error:
            if path.suffix.lower() in {".xmi", ".zip"}:
                yield ImportNote(relative, str(error))


def _own_documents(folder: Path) -> dict[str, str]:
    """Return the articles of the files of our own export, by its manifest: names of files are shortened."""
    if not (folder / MANIFEST).is_file():
        return {}
    with binary(folder / MANIFEST) as file:
        lines = [decoded(line, f"{MANIFEST}, line {number}") for number, line in enumerate(file, 1)]
    return {str(line["file"]): str(line["article"]) for line in lines if {"file", "article"} <= line.keys()}


def _types_above(path: Path, folder: Path) -> bytes | None:
    """Return the type system of a folder above, up to the one that is imported."""
    for parent in path.parents:
        types = _types_beside(parent / path.name)
        if types is not None or parent == folder:
            return types
    return None


_INITIAL = "is the document as it was imported, by nobody; left out"


class _Budget:
    """Counts what a zip and those inside of it unpack to."""

    def __init__(self) -> None:
        self._read = 0

    def read(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        """Return a member.

        Raises:
            ExchangeError: it is too large, or becomes so when it is unpacked.
        """
        if info.file_size > max(_HARMLESS, _RATIO * info.compress_size):
            raise ExchangeError(f"it becomes more than {_RATIO} times as large, as no annotations do")
        if info.file_size > LIMIT:
            raise ExchangeError(f"it has more than {LIMIT >> 20} MB")
        with archive.open(info) as member:
            data = member.read(LIMIT + 1)
        self._read += len(data)
        if len(data) > LIMIT or self._read > MOST:
            raise ExchangeError(f"it has more than {LIMIT >> 20} MB, or all have more than {MOST >> 30} GB")
        return data


def _in_zip(
    archive: zipfile.ZipFile, above: str, budget: _Budget, depth: int = 1
) -> Iterator[AnnotatedFile | ImportNote]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    types = next(
        (info for info in members if PurePosixPath(info.filename).name.lower() == "typesystem.xml"), None
    )
    system: bytes | None = None
    serialised: Counter[str] = Counter()
    for info in members:
        path = PurePosixPath(info.filename)
        place = f"{above}{info.filename}"
        suffix = path.suffix.lower()
        if suffix == ".ser":
            serialised[path.parts[0]] += 1
        if path.parts[0] in _NOT_ANNOTATIONS or suffix not in {".xmi", ".json", ".tsv", ".zip"}:
            continue
        if path.stem == INITIAL:
            yield ImportNote(place, _INITIAL)
            continue
        try:
            data = budget.read(archive, info)
            document, annotator = _named(path)
            if suffix == ".zip":
                if depth == _DEEPEST:
                    raise ExchangeError("it is a zip in a zip in a zip")
                with zipfile.ZipFile(io.BytesIO(data)) as inner:
                    for file in _in_zip(inner, f"{place}: ", budget, depth + 1):
                        if isinstance(file, ImportNote):
                            yield file
                        else:
                            yield file._replace(document=document, annotator=annotator)
                continue
            kind = kind_of(data[: 1 << 16])
            if kind is None:
                if suffix == ".xmi":
                    raise ExchangeError("it is no XMI")
                continue
            if kind == XMI and types is not None and system is None:
                system = budget.read(archive, types)
            yield AnnotatedFile(place, kind, data, document, annotator, system if kind == XMI else None)
        except (ExchangeError, *_DAMAGED) as error:
            yield ImportNote(place, " ".join(str(error).split()))
    for name, number in serialised.items():
        if not any(info.filename.startswith(name.removesuffix("_ser") + "/") for info in members):
            yield ImportNote(f"{above}{name}", f"{number} files (.ser) that only INCEpTION reads; left out")


def _named(path: PurePosixPath) -> tuple[str, str | None]:
    """Return the document and the annotator that a path names, as in `annotation/DOCUMENT/USER.xmi`."""
    for folder in _BY_USER:
        if folder in path.parts[:-2]:
            at = path.parts.index(folder)
            return "/".join(path.parts[at + 1 : -1]), path.stem
    return path.stem, None
