"""Reads a project's own scheme, `claimreader.toml`, into a `Scheme`, or refuses it in one line that helps.

TOML, since people write it by hand, it takes comments, and Python reads it. What is left out has its plainest
meaning: a label is the id, a tag has the colour of text. A file without attributes has the default's, so that
a project can bring tags alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, get_args

import msgspec

from annotations.file_reading import read_bytes
from annotations.model.people import folded_name
from annotations.model.scheme import DEFAULT, Attribute, AttributeKind, Scheme, Tag
from annotations.paths import LARGEST_SCHEME, SCHEME_NAME, beside, names_guidelines_file
from annotations.scheme_file.toml_positions import TomlPath, line_of, syntax_error, too_deep, too_long_integer
from annotations.text.sanitising import escaped, is_plain, one_line
from annotations.text.similar import nearest

FILE = SCHEME_NAME
KINDS: tuple[str, ...] = get_args(AttributeKind)
PLAIN_COLOR = "#d7d7d7"

_LONGEST_ID = 64
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
TAG_FIELDS = {"id": str, "key": str, "label": str, "arabic": str, "color": str, "description": str,
               "implies": list, "exclusive": bool}  # fmt: skip
CLAIMANTS_FIELDS = ("same",)
FIGURES_FIELDS = ("nouns",)
ATTRIBUTE_FIELDS = {"id": str, "kind": str, "label": str, "arabic": str, "values": list, "key": str}
_TYPE_NAMES = {str: 'text in quotes, "..."', list: 'a list of texts, ["...", "..."]', bool: "true or false"}

_SAME = 'same = [["...", "..."]]'
_NOUNS = 'nouns = [["...", "..."]]'
_FEWEST_NAMES = 2
_OTHER_FILE = "name another file with --scheme FILE"
_FREE_KEYS = "89bxyzwtglmnop"
"""Offered in place of a key that is taken, if they are free."""


class SchemeError(ValueError):
    """A scheme can't be used. The message is one line: file, line, what is wrong, what to do."""


def find(roots: Iterable[Path]) -> Path | None:
    """Return the scheme beside a corpus: in the folder, or in the folder of the file; None if there is none.

    Raises:
        SchemeError: two roots bring two schemes.
    """
    schemes = beside(roots, FILE)
    if len(schemes) > 1:
        raise SchemeError(
            f"{named(schemes[0])} and {named(schemes[1])} are two schemes; choose one with --scheme FILE"
        )
    return schemes[0] if schemes else None


def load(
    path: Path,
    *,
    reserved: Mapping[str, str] | None = None,
    reserved_in_details: Mapping[str, str] | None = None,
) -> Scheme:
    """Read a scheme.

    Args:
        path: the TOML file.
        reserved: keys that a tag can't have, with what they do: {"j": "next sentence"}.
        reserved_in_details: keys that an attribute can't have, with what they do in the details.

    Raises:
        SchemeError: the file can't be read, isn't TOML or isn't a scheme.
    """
    try:
        data = read_bytes(path, LARGEST_SCHEME)
    except OSError as error:
        raise SchemeError(f"{named(path)}: {error.strerror}; {_OTHER_FILE}") from None
    return _Reader(str(path), data).scheme(reserved or {}, reserved_in_details or {})


class _Reader:
    """One file being read; every complaint knows its line."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        try:
            self._text = data.decode("utf-8-sig").replace("\r\n", "\n")
            if line := too_deep(self._text):
                raise SchemeError(f"{named(name)}, line {line}: a name of too many parts; take it away")
            self._data = tomllib.loads(self._text)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise SchemeError(f"{named(name)}, line {line}: not UTF-8; save the file as UTF-8") from None
        except tomllib.TOMLDecodeError as error:
            line, fault = syntax_error(error, self._text)
            raise SchemeError(f"{named(name)}, line {line}: {shown(fault)}; mend the TOML there") from None
        except SchemeError:
            raise
        except ValueError:  # tomllib leaves it to int() to refuse a number of more than 4,300 digits
            line = too_long_integer(self._text)
            raise SchemeError(f"{named(name)}, line {line}: a number is too long; shorten it") from None
        except RecursionError:
            raise SchemeError(f"{named(name)}: nested too deeply to be a scheme; {_OTHER_FILE}") from None

    def scheme(self, reserved: Mapping[str, str], reserved_in_details: Mapping[str, str]) -> Scheme:
        self._only(self._data, ("tags", "attributes", "guidelines", "claimants", "figures"), ())
        tags = [self._tag(table, ("tags", number)) for number, table in self._tables("tags")]
        people, nouns = self._same_claimants(), self._counted_nouns()
        if not tags and self._data and self._data.keys() <= {"claimants", "figures"}:
            return msgspec.structs.replace(DEFAULT, same_claimants=people, counted_nouns=nouns)
        if not tags:
            self._fail((), 'has no tags; begin one with [[tags]], id = "claim" and key = "c"')
        self._unique("tags", "id", [tag.id for tag in tags], tags)
        self._unique("tags", "key", [tag.key for tag in tags], tags)
        self._free("tags", tags, reserved)
        self._rules(tags)
        guidelines = self._guidelines()
        if "attributes" not in self._data:
            return Scheme(tuple(tags), DEFAULT.attributes, guidelines, people, nouns)
        attributes = [
            self._attribute(table, ("attributes", number)) for number, table in self._tables("attributes")
        ]
        self._unique("attributes", "id", [attribute.id for attribute in attributes], attributes)
        self._unique("attributes", "key", [attribute.key for attribute in attributes], attributes)
        self._free("attributes", attributes, reserved_in_details)
        return Scheme(tuple(tags), tuple(attributes), guidelines, people, nouns)

    def _same_claimants(self) -> tuple[tuple[str, ...], ...]:
        """Return the names that are one person's, a group for each."""
        groups = self._groups("claimants", CLAIMANTS_FIELDS, "names", _SAME)
        for number, group in enumerate(groups):
            if len(group) < _FEWEST_NAMES:
                said = "one name alone says nothing; add another of the same person, or take it away"
                self._fail(("claimants", "same", number), said)
        return groups

    def _counted_nouns(self) -> tuple[tuple[str, ...], ...]:
        """Return the words that are counted under one noun, a group for each."""
        return self._groups("figures", FIGURES_FIELDS, "nouns", _NOUNS)

    def _groups(self, name: str, fields: Sequence[str], of: str, hint: str) -> tuple[tuple[str, ...], ...]:
        """Return the one field of a table: lists of words that mean one thing, no word in two of them."""
        table = self._data.get(name, {})
        if not isinstance(table, dict):
            self._fail((name,), f"{name} has to be a table; begin it with [{name}], {hint}")
        self._only(table, fields, (name,))
        groups = table.get(fields[0], [])
        place: TomlPath = (name, fields[0])
        if not isinstance(groups, list) or not all(isinstance(group, list) for group in groups):
            self._fail(place, f"{fields[0]} has to be a list of lists of {of}, {hint}")
        group_of: dict[str, int] = {}
        for number, group in enumerate(groups):
            self._words(group, (*place, number), of.removesuffix("s"), hint)
            for word in group:
                if (first := group_of.setdefault(folded_name(word), number)) < number:
                    both = f"{_quoted(word)} is in two groups, first in line"
                    line = line_of(self._text, (*place, first))
                    self._fail((*place, number), f"{both} {line}; make one group of them")
        return tuple(tuple(group) for group in groups if group)

    def _words(self, group: list[Any], place: TomlPath, of: str, hint: str) -> None:
        """Check the words of one group."""
        texts = [word for word in group if isinstance(word, str) and folded_name(word)]
        if len(texts) < len(group):
            self._fail(place, f"a {of} has to be text in quotes, {hint}")
        if not all(map(is_plain, texts)):
            self._fail(place, f"a {of} holds a line end or an invisible character; take it away")

    def _guidelines(self) -> str:
        """Return the guidelines in Markdown: the text, or that of the file which it names."""
        given = self._data.get("guidelines", "")
        if not isinstance(given, str):
            self._fail(("guidelines",), "guidelines has to be text or the name of a Markdown file, in quotes")
        if not names_guidelines_file(given):
            return given
        path = Path(given)
        if path.is_absolute() or ".." in path.parts:
            self._fail(("guidelines",), f"{_quoted(given)} is not beside this file; put the guidelines here")
        beside = Path(self._name).parent / path
        try:
            data = read_bytes(beside, LARGEST_SCHEME)
        except (FileNotFoundError, IsADirectoryError, ValueError):  # ValueError: a NUL, which no name has
            self._fail(("guidelines",), f"no file {_quoted(given)} is beside this one; take the line away")
        except OSError as error:
            self._fail(
                ("guidelines",),
                f"{_quoted(given)}: {error.strerror}; put a text there, or take the line away",
            )
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._fail(("guidelines",), f"{_quoted(given)} is not UTF-8; save it as UTF-8")

    def _tag(self, table: dict[str, Any], place: TomlPath) -> Tag:
        self._fields(table, TAG_FIELDS, place)
        name = self._id(table, place)
        if "key" not in table:
            self._fail(
                place, f'tag {_quoted(name)} has no key; add key = "8", or another free digit or letter'
            )
        color = table.get("color", PLAIN_COLOR)
        if not _COLOR.fullmatch(color):
            self._fail(
                (*place, "color"), f"{_quoted(color)} is no colour; write # and six hex digits, as in #5fafff"
            )
        label = table.get("label", name)
        return Tag(
            id=name,
            key=self._key(table, place),
            label=label,
            arabic=table.get("arabic", label),
            color=color.lower(),
            description=table.get("description", ""),
            implies=tuple(table.get("implies", ())),
            exclusive=table.get("exclusive", False),
        )

    def _attribute(self, table: dict[str, Any], place: TomlPath) -> Attribute:
        self._fields(table, ATTRIBUTE_FIELDS, place)
        name = self._id(table, place)
        kind = table.get("kind")
        if kind is None:
            self._fail(place, f"attribute {_quoted(name)} has no kind; add one of {', '.join(KINDS)}")
        if kind not in KINDS:
            likely = _likely(kind, KINDS)
            self._fail((*place, "kind"), f"{_quoted(kind)} is no kind; use {likely}one of {', '.join(KINDS)}")
        values = table.get("values", [])
        if kind == "choice" and not values:
            where = (*place, "values" if "values" in table else "kind")
            self._fail(where, f'choice {_quoted(name)} has no values; add values = ["yes", "no"]')
        if kind != "choice" and values:
            self._fail(
                (*place, "values"),
                f'{_quoted(name)} is a {kind}; make it kind = "choice" or take the values away',
            )
        if "" in values or len(set(values)) < len(values):
            self._fail((*place, "values"), f"{_quoted(name)} has an empty value or one twice; take it away")
        label = table.get("label", name)
        key = self._key(table, place) if "key" in table else ""
        return Attribute(name, kind, label, table.get("arabic", label), tuple(values), key)

    def _tables(self, name: str) -> Iterable[tuple[int, dict[str, Any]]]:
        tables = self._data.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._fail((name,), f"{name} has to be a list of tables; begin each with [[{name}]]")
        return enumerate(tables)

    def _only(self, table: Mapping[str, Any], known: Sequence[str], place: TomlPath) -> None:
        for name in table:
            if name not in known:
                self._fail(
                    (*place, name), f"unknown field {_quoted(name)}; {_likely(name, known)}take it away"
                )

    def _fields(self, table: Mapping[str, Any], types: Mapping[str, type], place: TomlPath) -> None:
        self._only(table, tuple(types), place)
        for name, value in table.items():
            texts = value if isinstance(value, list) else [value] if isinstance(value, str) else []
            if not isinstance(value, types[name]) or not all(isinstance(text, str) for text in texts):
                self._fail((*place, name), f"{name} has to be {_TYPE_NAMES[types[name]]}")
            if not all(map(is_plain, texts)):
                self._fail((*place, name), f"{name} holds a line end or an invisible character; take it away")

    def _id(self, table: Mapping[str, Any], place: TomlPath) -> str:
        name = table.get("id")
        if name is None:
            self._fail(place, f'{str(place[0])[:-1]} {int(place[1]) + 1} has no id; add id = "a_short_name"')
        if not name.isidentifier() or len(name) > _LONGEST_ID:
            self._fail((*place, "id"), f"{_quoted(name)} is no id; use letters, digits and _, a letter first")
        return str(name)

    def _key(self, table: Mapping[str, Any], place: TomlPath) -> str:
        key = str(table["key"])
        if len(key) != 1 or not key.isascii() or key.isspace():
            self._fail(
                (*place, "key"),
                f"{_quoted(key)} is no key; use one Latin letter or digit (also for Arabic layouts)",
            )
        return key

    def _unique(self, kind: str, field: str, values: Sequence[str], items: Sequence[Tag | Attribute]) -> None:
        known: dict[str, int] = {}
        for number, value in enumerate(values):
            first = known.setdefault(value, number)
            if value and first < number:
                both = f"{_quoted(items[first].id)} and to {_quoted(items[number].id)}"
                fault = f"key {_quoted(value)} is bound to {both}"
                if field == "id":
                    line = line_of(self._text, (kind, first, "id"))
                    fault = f"id {_quoted(value)} is there twice, first in line {line}"
                self._fail((kind, number, field), f"{fault}; change one of them")

    def _free(self, kind: str, items: Sequence[Tag | Attribute], reserved: Mapping[str, str]) -> None:
        taken = {item.key for item in items} | reserved.keys()
        free = [key for key in _FREE_KEYS if key not in taken][:3]
        for number, item in enumerate(items):
            if item.key in reserved:
                fault = (
                    f"key {_quoted(item.key)} of {_quoted(item.id)} is {_quoted(reserved[item.key])} already"
                )
                such = f", such as {', '.join(free)}" if free else ""
                self._fail((kind, number, "key"), f"{fault}; use another{such}")

    def _rules(self, tags: Sequence[Tag]) -> None:
        by_id = {tag.id: tag for tag in tags}
        for number, tag in enumerate(tags):
            place = ("tags", number, "implies")
            for other in tag.implies:
                fault = f"{_quoted(tag.id)} implies {_quoted(other)}"
                if other not in by_id:
                    self._fail(place, f"{fault}, which is no tag; {_likely(other, by_id)}take it away")
                if tag.exclusive or by_id[other].exclusive:
                    alone = _quoted(tag.id if tag.exclusive else other)
                    self._fail(place, f"{fault}, but {alone} is exclusive; take one of the two away")

    def _fail(self, place: TomlPath, message: str) -> NoReturn:
        raise SchemeError(f"{named(self._name)}, line {line_of(self._text, place)}: {message}")


def named(path: object) -> str:
    """Return a path for a message of one line: whole, for its end is what names the file."""
    return escaped(str(path))


def shown(text: object) -> str:
    """Return what a user wrote for a message of one line: nothing invisible, no more than 120 code points."""
    return one_line(text, 120)


def _quoted(text: object) -> str:
    return f'"{shown(text)[:40]}"'


def _likely(wrong: object, known: Iterable[str]) -> str:
    """Return `perhaps "claim", or `, if something known looks like what was written."""
    close = nearest(str(wrong), known)
    return f"perhaps {_quoted(close)}, or " if close is not None else ""
