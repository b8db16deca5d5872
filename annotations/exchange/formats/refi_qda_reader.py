"""Reads a REFI-QDA project (.qdpx): selections of text sources, whatever program made them.

Nothing is unpacked to the disk, an entry is read up to a limit, and a document type declaration is refused:
with it goes every entity (no billion laughs, no file of this machine). Nested codes of other programs are
named by their path.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat

import msgspec

from annotations.corpus.file_content import LIMIT
from annotations.exchange import ExchangeError
from annotations.exchange.dates import to_utc
from annotations.exchange.formats.refi_qda_offsets import Countings, Position, SourceText
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.streams import binary
from annotations.model.records import MAX_NAME, Link

NAMESPACE = "urn:QDA-XML:project:1.0"
ATTRIBUTE = "An attribute of claimreader"
"""The description of a code whose sub-codes are an attribute's values."""
ARTICLE = "article"
"""The variable that holds an article's id."""
MAX_PROJECT = 1 << 30
"""Bytes that `project.qde` may have when unpacked."""

DEEPEST = 1000
"""Elements inside each other; a codebook's codes are the deepest that there are."""

_DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(NotImplementedError, EOFError, RuntimeError),  # a method that Python lacks, a cut, a password
)

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_guid(text: str) -> bool:
    """Say whether a uuid can stand as it is."""
    return _GUID.fullmatch(text) is not None


class _Code(msgspec.Struct):
    name: str
    attribute: str | None = None
    """The attribute of which the code's name is a value."""


class _Index(msgspec.Struct):
    """The users, codes, variables and links that selections refer to, by GUID."""

    origin: str = ""
    users: dict[str, str] = {}
    codes: dict[str, _Code] = {}
    variables: dict[str, str] = {}
    links: dict[str, list[Link]] = {}


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a project.

    Raises:
        ExchangeError: it is no project, is damaged, or holds what no project needs.
    """
    try:
        with binary(path) as file, zipfile.ZipFile(file) as archive:
            name = next((info for info in archive.infolist() if info.filename.lower().endswith(".qde")), None)
            if name is None:
                raise ExchangeError("there is no project.qde in it")
            if name.file_size > MAX_PROJECT:
                raise ExchangeError(f"{name.filename} has more than {MAX_PROJECT >> 30} GB")
            with archive.open(name) as qde:
                origin = _begin(qde)
            with archive.open(name) as qde:
                index = _index(qde)
            index.origin = origin
            with archive.open(name) as qde:
                yield from _sources(qde, _Texts(archive), index)
    except _DAMAGED as error:
        raise ExchangeError(f"the zip is damaged or encrypted: {error}") from None
    except (ElementTree.ParseError, expat.ExpatError) as error:
        raise ExchangeError(f"project.qde is broken or cut short: {error}") from None


def _begin(file: IO[bytes]) -> str:
    """Read up to the first element and return its `origin`: the program; a DTD can stand nowhere else."""
    parser = expat.ParserCreate()
    origins: list[str] = []

    def refuse(*_: Any) -> None:
        raise ExchangeError("project.qde has a document type declaration, which no project needs")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda _, attributes: origins.append(attributes.get("origin", ""))
    while not origins and (chunk := file.read(1 << 16)):
        parser.Parse(chunk)
    return origins[0] if origins else ""


def _elements(file: IO[bytes], wanted: set[str]) -> Iterator[tuple[str, ElementTree.Element]]:
    """Yield whole elements of these names, from anywhere, and forget them afterwards.

    What an element costs grows neither with how deep it stands nor with how many there are.

    Raises:
        ExchangeError: elements are nested deeper than any project's.
    """
    above: list[ElementTree.Element] = []
    kept = 0
    """Of those above, how many are wanted: what stands inside them is needed until they end."""
    for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314 - there is no DTD: see above
        name = element.tag.rpartition("}")[2]
        if event == "start":
            if len(above) == DEEPEST:
                raise ExchangeError(f"project.qde has more than {DEEPEST} elements inside each other")
            above.append(element)
            kept += name in wanted
            continue
        above.pop()
        if name in wanted:
            kept -= 1
            yield name, element
        if above and not kept:
            above[-1].remove(element)  # its only child by now


def _index(file: IO[bytes]) -> _Index:
    index = _Index()
    for name, element in _elements(file, {"Users", "Codes", "Variables", "Links"}):
        if name == "Users":
            index.users |= {
                _id(child): child.get("name") or child.get("id") or _id(child) for child in element
            }
        elif name == "Variables":
            index.variables |= {_id(child): child.get("name", "") for child in element}
        elif name == "Links":
            for child in element:
                link = Link(child.get("name") or "related", _bare(child.get("targetGUID")))
                index.links.setdefault(_bare(child.get("originGUID")), []).append(link)
        else:
            _codes(element, index)
    return index


def _codes(codes: ElementTree.Element, index: _Index) -> None:
    """Take in the codes of a codebook; those inside another one are named by their path."""
    waiting: list[tuple[ElementTree.Element, str, str | None]] = [(codes, "", None)]
    while waiting:
        parent, path, attribute = waiting.pop()
        for code in parent:
            if code.tag.endswith("}Code"):
                name = code.get("name", "")
                index.codes[_id(code)] = _Code(name if attribute else f"{path}{name}", attribute)
                if code.findtext("{*}Description") == ATTRIBUTE:
                    waiting.append((code, "", name))
                else:  # a path that is longer than any name is refused as one, however long it is
                    waiting.append((code, f"{path}{name}/"[: 2 * MAX_NAME], None))


class _Texts:
    """The texts in the zip, by name; names are asked for once a source."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            self._entries.setdefault(info.filename.lower(), info)

    def read(self, path: str) -> str | None:
        """Return the text of a source by its path, None if it isn't in the file."""
        entry = self._entries.get(f"sources/{path.removeprefix('internal://')}".lower())
        if not path.startswith("internal://") or entry is None:
            return None
        with self._archive.open(entry) as file:
            data = file.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise ExchangeError(f"{entry.filename} has more than {LIMIT >> 20} MB")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ExchangeError(f"{entry.filename} is not UTF-8") from None


def _sources(file: IO[bytes], texts: _Texts, index: _Index) -> Iterator[IncomingAnnotation | ImportNote]:
    countings = Countings(index.origin)
    for _, source in _elements(file, {"TextSource"}):
        title = source.get("name") or _id(source)
        selections = source.findall("{*}PlainTextSelection")
        if not selections:
            continue
        text = source.findtext("{*}PlainTextContent")
        if text is None:
            text = texts.read(source.get("plainTextPath", ""))
        if text is None:
            yield ImportNote(title, "its text is not in the file")
            continue
        values = {
            index.variables.get(_bare(ref.get("targetGUID")), ""): value.findtext("{*}TextValue") or ""
            for value in source.findall("{*}VariableValue")
            if (ref := value.find("{*}VariableRef")) is not None
        }
        positions = [_position(selection) for selection in selections]
        source_text, remark = countings.decide(text, [each for each in positions if each is not None])
        article = values.get(ARTICLE) or None
        for selection, position in zip(selections, positions, strict=True):
            place = f"{title}, {_id(selection)}"
            if position is None:
                yield ImportNote(place, "has no positions")
                continue
            incoming = _read_selection(selection, source_text, position, article, index, place)
            incoming.remark, remark = remark, ""  # once a source
            yield incoming


def _position(selection: ElementTree.Element) -> Position | None:
    try:
        start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
    except ValueError:
        return None
    return Position(start, end, selection.get("name", ""))


def _read_selection(
    selection: ElementTree.Element,
    text: SourceText,
    position: Position,
    article: str | None,
    index: _Index,
    place: str,
) -> IncomingAnnotation:
    tags: list[str] = []
    attributes: dict[str, Any] = {}
    user = selection.get("creatingUser") or selection.get("modifyingUser")
    for coding in selection.findall("{*}Coding"):
        ref = coding.find("{*}CodeRef")
        code = index.codes.get(_bare(ref.get("targetGUID"))) if ref is not None else None
        user = user or coding.get("creatingUser")
        if code is not None and code.attribute:
            attributes[code.attribute] = code.name
        elif code is not None:
            tags.append(code.name)
    guid = _id(selection)
    start, end = text.in_code_points(position.start, position.end)
    return IncomingAnnotation(
        place=place,
        article=article,
        text=text.text,
        start=start,
        end=end,
        tags=tuple(tags),
        attributes=attributes,
        note=selection.findtext("{*}Description") or "",
        local_links=tuple(index.links.get(guid, ())),
        key=guid,
        uuid=guid or None,
        annotator=index.users.get(_bare(user)),
        created=to_utc(selection.get("creationDateTime")),
        updated=to_utc(selection.get("modifiedDateTime")),
    )


def _id(element: ElementTree.Element) -> str:
    return _bare(element.get("guid"))


def _bare(guid: str | None) -> str:
    """Return a GUID as we write it: without the braces that the schema allows, in lower case."""
    return (guid or "").strip("{}").lower()
