"""Reads a project's own scheme, `claimreader.toml`, into a `Scheme`, or says what is wrong, line by line.

TOML, since people write it by hand, it takes comments, and Python reads it. What is left out has its plainest
meaning: a label is the id, a tag has the colour of text. A file without attributes has the default's, and one
without tags its tags, so that a project can bring the other alone. A mistake is noted and reading goes on, so
that `claimreader scheme check` can tell all of them; whoever only loads a scheme is told the first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

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
_MOST_TOLD = 200
_MOST_SEARCHED = 4_000_000
"""Code points of a scheme times mistakes that are told with their line: each is 10 to 20 parses of the text,
which takes 3 s of the largest file with that."""
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
TEXT_FIELDS = ("about", "arabic_about")
GUIDELINES_FIELDS = ("guidelines", "arabic_guidelines")
TAG_FIELDS = {"id": str, "key": str, "label": str, "arabic": str, "color": str, "description": str,
               "arabic_description": str, "implies": list, "exclusive": bool}  # fmt: skip
CLAIMANTS_FIELDS = ("same",)
FIGURES_FIELDS = ("nouns",)
ATTRIBUTE_FIELDS = {"id": str, "kind": str, "label": str, "arabic": str, "values": list,
                    "arabic_values": list, "key": str}  # fmt: skip
TEAM = "team"
TEAM_FIELDS = {"hub": str, "name": str, "lead": str, "share": (int, float), "readers": int, "blind": bool}
"""Fields of the table about who reads the corpus together, see `annotations.scheme_file.team_table`; it is no
part of the scheme."""
FIELDS = (*TEXT_FIELDS, *GUIDELINES_FIELDS, "tags", "attributes", "claimants", "figures", TEAM)
_TYPE_NAMES: Mapping[Any, str] = {
    str: 'text in quotes, "..."',
    list: 'a list of texts, ["...", "..."]',
    bool: "true or false",
    int: "a whole number",
    (int, float): "a number",
}

_FIRST = "\0"
"""Stands for a line that isn't looked up yet; nothing that is shown of a file holds one."""

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


class SchemeCheck(NamedTuple):
    """All that is wrong with a scheme's file, and the scheme that is in it."""

    scheme: Scheme | None
    """None: there are mistakes."""
    mistakes: Sequence[str]
    """A line each, in the order of the file: file, line, what is wrong, what to do."""


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
    reader = _Reader(str(path), _bytes(path))
    scheme = reader.scheme(reserved or {}, reserved_in_details or {})
    if reader.mistakes:
        raise SchemeError(reader.line(reader.mistakes[0]))
    return scheme


def check(
    path: Path,
    *,
    reserved: Mapping[str, str] | None = None,
    reserved_in_details: Mapping[str, str] | None = None,
) -> SchemeCheck:
    """Read a scheme and tell every mistake in it; for the arguments see `load`.

    What isn't TOML ends the reading there, and is the only mistake told. Of a file of more mistakes than
    anybody mends in one go the last line says how many more there are.
    """
    try:
        reader = _Reader(str(path), _bytes(path))
    except SchemeError as error:
        return SchemeCheck(None, [str(error)])
    scheme = reader.scheme(reserved or {}, reserved_in_details or {})
    if not reader.mistakes:
        return SchemeCheck(scheme, [])
    return SchemeCheck(None, reader.lines())


def read_text(text: str, name: str) -> Scheme:
    """Read a scheme that isn't a file yet; `name` stands for it in an error.

    Raises:
        SchemeError: it isn't a scheme.
    """
    reader = _Reader(name, text.encode("utf-8"))
    scheme = reader.scheme({}, {})
    if reader.mistakes:
        raise SchemeError(reader.line(reader.mistakes[0]))
    return scheme


def source_text(path: Path) -> str:
    """Return a scheme as the text of its file, comments and all.

    Raises:
        SchemeError: the file can't be read, or isn't UTF-8.
    """
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SchemeError(f"{named(path)}: not UTF-8; save the file as UTF-8") from None


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path, LARGEST_SCHEME)
    except OSError as error:
        raise SchemeError(f"{named(path)}: {error.strerror}; {_OTHER_FILE}") from None


class _Mistake(NamedTuple):
    """One thing that is wrong; in which line it stands is looked up only if it is told."""

    place: TomlPath
    said: str
    """The fault and its remedy, with `_FIRST` for the line of `first`."""
    first: TomlPath = ()


class _Reader:
    """One file being read; every complaint knows its line."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        self.mistakes: list[_Mistake] = []
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

    def line(self, mistake: _Mistake) -> str:
        """Write one mistake."""
        return self._told(mistake, line_of(self._text, mistake.place))

    def lines(self) -> list[str]:
        """Write all mistakes, in the order of the file; of very many only the first that were met."""
        most = min(_MOST_TOLD, _MOST_SEARCHED // (len(self._text) + 1) + 1)
        lines_of = (line_of(self._text, mistake.place) for mistake in self.mistakes)
        told = sorted((line, number) for number, line in zip(range(most), lines_of, strict=False))
        lines = [self._told(self.mistakes[number], line) for line, number in told]
        if (more := len(self.mistakes) - len(told)) > 0:
            lines.append(f"{named(self._name)}: and {more} more; mend these first")
        return lines

    def _told(self, mistake: _Mistake, line: int) -> str:
        said = mistake.said
        if mistake.first:
            said = said.replace(_FIRST, str(line_of(self._text, mistake.first)))
        return f"{named(self._name)}, line {line}: {said}"

    def scheme(self, reserved: Mapping[str, str], reserved_in_details: Mapping[str, str]) -> Scheme:
        """Return what the file says; wherever it is wrong, something harmless stands for it."""
        self._only(self._data, FIELDS, ())
        self._team()
        return Scheme(
            self._tags(reserved),
            self._attributes(reserved_in_details),
            self._guidelines("guidelines"),
            self._same_claimants(),
            self._counted_nouns(),
            self._guidelines("arabic_guidelines"),
            *(self._sentence(name) for name in TEXT_FIELDS),
        )

    def _team(self) -> None:
        """Complain of what is wrong in the table of the team, which is read elsewhere."""
        table = self._data.get(TEAM, {})
        if not isinstance(table, dict):
            self._note((TEAM,), f"{TEAM} has to be a table; begin it with [{TEAM}]")
            return
        self._fields(table, TEAM_FIELDS, (TEAM,))

    def _tags(self, reserved: Mapping[str, str]) -> tuple[Tag, ...]:
        if self._data and "tags" not in self._data:
            return DEFAULT.tags
        tables = self._tables("tags")
        if tables == []:
            self._note((), 'has no tags; begin one with [[tags]], id = "claim" and key = "c"')
        tags = [self._tag(table, ("tags", number)) for number, table in enumerate(tables or ())]
        self._unique("tags", "id", [tag.id for tag in tags], tags)
        self._unique("tags", "key", [tag.key for tag in tags], tags)
        self._free("tags", tags, reserved)
        self._rules(tags)
        return tuple(tags)

    def _attributes(self, reserved: Mapping[str, str]) -> tuple[Attribute, ...]:
        if "attributes" not in self._data:
            return DEFAULT.attributes
        attributes = [
            self._attribute(table, ("attributes", number))
            for number, table in enumerate(self._tables("attributes") or ())
        ]
        self._unique("attributes", "id", [attribute.id for attribute in attributes], attributes)
        self._unique("attributes", "key", [attribute.key for attribute in attributes], attributes)
        self._free("attributes", attributes, reserved)
        return tuple(attributes)

    def _same_claimants(self) -> tuple[tuple[str, ...], ...]:
        """Return the names that are one person's, a group for each."""
        groups = self._groups("claimants", CLAIMANTS_FIELDS, "names", _SAME)
        for number, group in enumerate(groups):
            if len(group) < _FEWEST_NAMES:
                said = "one name alone says nothing; add another of the same person, or take it away"
                self._note(("claimants", "same", number), said)
        return groups

    def _counted_nouns(self) -> tuple[tuple[str, ...], ...]:
        """Return the words that are counted under one noun, a group for each."""
        return self._groups("figures", FIGURES_FIELDS, "nouns", _NOUNS)

    def _groups(self, name: str, fields: Sequence[str], of: str, hint: str) -> tuple[tuple[str, ...], ...]:
        """Return the one field of a table: lists of words that mean one thing, no word in two of them."""
        table = self._data.get(name, {})
        if not isinstance(table, dict):
            self._note((name,), f"{name} has to be a table; begin it with [{name}], {hint}")
            return ()
        self._only(table, fields, (name,))
        groups = table.get(fields[0], [])
        place: TomlPath = (name, fields[0])
        if not isinstance(groups, list) or not all(isinstance(group, list) for group in groups):
            self._note(place, f"{fields[0]} has to be a list of lists of {of}, {hint}")
            return ()
        group_of: dict[str, int] = {}
        for number, group in enumerate(groups):
            for word in self._words(group, (*place, number), of.removesuffix("s"), hint):
                if (first := group_of.setdefault(folded_name(word), number)) < number:
                    both = f"{_quoted(word)} is in two groups, first in line {_FIRST}"
                    self._note((*place, number), f"{both}; make one group of them", (*place, first))
        return tuple(tuple(group) for group in groups if group)

    def _words(self, group: list[Any], place: TomlPath, of: str, hint: str) -> list[str]:
        """Return the words of one group, and complain of the others."""
        texts = [word for word in group if isinstance(word, str) and folded_name(word)]
        if len(texts) < len(group):
            self._note(place, f"a {of} has to be text in quotes, {hint}")
        if not all(map(is_plain, texts)):
            self._note(place, f"a {of} holds a line end or an invisible character; take it away")
        return texts

    def _sentence(self, name: str) -> str:
        """Return one sentence about the scheme."""
        given = self._data.get(name, "")
        if not isinstance(given, str):
            self._note((name,), f"{name} has to be {_TYPE_NAMES[str]}")
            return ""
        if not is_plain(given):
            self._note((name,), f"{name} holds a line end or an invisible character; take it away")
        return given

    def _guidelines(self, name: str) -> str:
        """Return the guidelines in Markdown: the text, or that of the file which it names."""
        given = self._data.get(name, "")
        if not isinstance(given, str):
            self._note((name,), f"{name} has to be text or the name of a Markdown file, in quotes")
            return ""
        if not names_guidelines_file(given):
            return given
        path = Path(given)
        if path.is_absolute() or ".." in path.parts:
            self._note((name,), f"{_quoted(given)} is not beside this file; put the guidelines here")
            return ""
        beside = Path(self._name).parent / path
        try:
            return read_bytes(beside, LARGEST_SCHEME).decode("utf-8-sig")
        except UnicodeDecodeError:
            said = f"{_quoted(given)} is not UTF-8; save it as UTF-8"
        except (FileNotFoundError, IsADirectoryError, ValueError):  # ValueError: a NUL, which no name has
            said = f"no file {_quoted(given)} is beside this one; take the line away"
        except OSError as error:
            said = f"{_quoted(given)}: {error.strerror}; put a text there, or take the line away"
        self._note((name,), said)
        return ""

    def _tag(self, table: dict[str, Any], place: TomlPath) -> Tag:
        fields = self._fields(table, TAG_FIELDS, place)
        name = self._id(table, fields, place)
        if "key" not in table:
            free = 'add key = "8", or another free digit or letter'
            self._note(place, f"tag {_quoted(name)} has no key; {free}")
        color = fields.get("color", PLAIN_COLOR)
        if not _COLOR.fullmatch(color):
            hint = "write # and six hex digits, as in #5fafff"
            self._note((*place, "color"), f"{_quoted(color)} is no colour; {hint}")
        label = fields.get("label", name)
        return Tag(
            id=name,
            key=self._key(fields, place),
            label=label,
            arabic=fields.get("arabic", label),
            color=color.lower(),
            description=fields.get("description", ""),
            implies=tuple(fields.get("implies", ())),
            exclusive=fields.get("exclusive", False),
            arabic_description=fields.get("arabic_description", ""),
        )

    def _attribute(self, table: dict[str, Any], place: TomlPath) -> Attribute:
        fields = self._fields(table, ATTRIBUTE_FIELDS, place)
        name = self._id(table, fields, place)
        values = fields.get("values", [])
        kind: Any = fields.get("kind")
        if kind not in KINDS:
            if "kind" not in table:
                self._note(place, f"attribute {_quoted(name)} has no kind; add one of {', '.join(KINDS)}")
            elif kind is not None:
                use = f"use {_likely(kind, KINDS)}one of {', '.join(KINDS)}"
                self._note((*place, "kind"), f"{_quoted(kind)} is no kind; {use}")
            kind = "choice" if values else "text"
        elif kind == "choice" and not values and not ("values" in table and "values" not in fields):
            where = (*place, "values" if "values" in table else "kind")
            self._note(where, f'choice {_quoted(name)} has no values; add values = ["yes", "no"]')
        elif kind != "choice" and values:
            hint = 'make it kind = "choice" or take the values away'
            self._note((*place, "values"), f"{_quoted(name)} is a {kind}; {hint}")
        if "" in values or len(set(values)) < len(values):
            self._note((*place, "values"), f"{_quoted(name)} has an empty value or one twice; take it away")
        arabic = fields.get("arabic_values", [])
        if arabic and len(arabic) != len(values):
            both = f"{_quoted(name)} has {len(values)} values and {len(arabic)} in Arabic"
            self._note((*place, "arabic_values"), f"{both}; write one for each, in the same order")
        label = fields.get("label", name)
        key = self._key(fields, place) if "key" in fields else ""
        return Attribute(name, kind, label, fields.get("arabic", label), tuple(values), key, tuple(arabic))

    def _tables(self, name: str) -> list[dict[str, Any]] | None:
        """Return the tables of that name; None, and a complaint, if something else has it."""
        tables = self._data.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._note((name,), f"{name} has to be a list of tables; begin each with [[{name}]]")
            return None
        return tables

    def _only(self, table: Mapping[str, Any], known: Sequence[str], place: TomlPath) -> None:
        for name in table:
            if name not in known:
                likely = _likely(name, known)
                self._note((*place, name), f"unknown field {_quoted(name)}; {likely}take it away")

    def _fields(self, table: Mapping[str, Any], types: Mapping[str, Any], place: TomlPath) -> dict[str, Any]:
        """Return the fields of a table that have the right type, and complain of all others."""
        self._only(table, tuple(types), place)
        right = {}
        for name, value in table.items():
            if name not in types:
                continue
            texts = value if isinstance(value, list) else [value] if isinstance(value, str) else []
            is_flag = isinstance(value, bool)  # which Python takes for a number
            right_type = isinstance(value, types[name]) and is_flag == (types[name] is bool)
            if not right_type or not all(isinstance(text, str) for text in texts):
                self._note((*place, name), f"{name} has to be {_TYPE_NAMES[types[name]]}")
                continue
            if not all(map(is_plain, texts)):
                self._note((*place, name), f"{name} holds a line end or an invisible character; take it away")
                continue
            right[name] = value
        return right

    def _id(self, table: Mapping[str, Any], fields: Mapping[str, Any], place: TomlPath) -> str:
        name = fields.get("id", "")
        if "id" not in table:
            self._note(place, f'{str(place[0])[:-1]} {int(place[1]) + 1} has no id; add id = "a_short_name"')
        elif "id" in fields and not is_id(name):
            self._note((*place, "id"), f"{_quoted(name)} is no id; use letters, digits and _, a letter first")
        return str(name)

    def _key(self, fields: Mapping[str, Any], place: TomlPath) -> str:
        key = str(fields.get("key", ""))
        if "key" in fields and (len(key) != 1 or not key.isascii() or key.isspace()):
            hint = "use one Latin letter or digit (also for Arabic layouts)"
            self._note((*place, "key"), f"{_quoted(key)} is no key; {hint}")
            return ""
        return key

    def _unique(self, kind: str, field: str, values: Sequence[str], items: Sequence[Tag | Attribute]) -> None:
        known: dict[str, int] = {}
        for number, value in enumerate(values):
            first = known.setdefault(value, number)
            if value and first < number:
                both = f"{_quoted(items[first].id)} and to {_quoted(items[number].id)}"
                fault = f"key {_quoted(value)} is bound to {both}"
                if field == "id":
                    fault = f"id {_quoted(value)} is there twice, first in line {_FIRST}"
                self._note((kind, number, field), f"{fault}; change one of them", (kind, first, field))

    def _free(self, kind: str, items: Sequence[Tag | Attribute], reserved: Mapping[str, str]) -> None:
        taken = {item.key for item in items} | reserved.keys()
        free = [key for key in _FREE_KEYS if key not in taken][:3]
        for number, item in enumerate(items):
            if item.key in reserved:
                fault = (
                    f"key {_quoted(item.key)} of {_quoted(item.id)} is {_quoted(reserved[item.key])} already"
                )
                such = f", such as {', '.join(free)}" if free else ""
                self._note((kind, number, "key"), f"{fault}; use another{such}")

    def _rules(self, tags: Sequence[Tag]) -> None:
        by_id = {tag.id: tag for tag in tags if tag.id}
        for number, tag in enumerate(tags):
            place = ("tags", number, "implies")
            for other in tag.implies:
                fault = f"{_quoted(tag.id)} implies {_quoted(other)}"
                if other not in by_id:
                    # To look for what is alike takes as long as there are tags; few mistakes are told.
                    likely = _likely(other, by_id) if len(self.mistakes) < _MOST_TOLD else ""
                    self._note(place, f"{fault}, which is no tag; {likely}take it away")
                elif tag.exclusive or by_id[other].exclusive:
                    alone = _quoted(tag.id if tag.exclusive else other)
                    self._note(place, f"{fault}, but {alone} is exclusive; take one of the two away")

    def _note(self, place: TomlPath, message: str, first: TomlPath = ()) -> None:
        self.mistakes.append(_Mistake(place, message, first))


def is_id(name: str) -> bool:
    """Say whether a tag or an attribute may be called so."""
    return name.isidentifier() and len(name) <= _LONGEST_ID


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
