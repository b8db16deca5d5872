"""Describes the lines that commands write with `--json`: their JSON Schema, and the tables of the help topic.

Each command that has JSON has a function `json_lines()` beside what writes them. It returns a `JsonLine` for
each of its forms. Types are those of the msgspec structs that are written, where there are such; a field
without a meaning is an error, so that none is added in silence. `claimreader COMMAND --json-schema` and the
topic `json` are made of these, and a test holds what the commands write to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import msgspec

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Fields = Mapping[str, tuple[Any, str]]
"""By key of a line, the type of its value and a phrase that says what it means."""


class JsonLine(NamedTuple):
    """A form of the lines that a command writes."""

    form: str
    """The words behind the command's name that lead to it, such as "--lines"; empty for the usual one."""
    fields: Fields


def fields_of(struct: Any, meanings: Mapping[str, str], **types: Any) -> dict[str, tuple[Any, str]]:
    """Return the fields of a msgspec struct with their meanings.

    Args:
        struct: what is written.
        meanings: by field.
        types: of fields that are written as something else than they are.

    Raises:
        KeyError: a field has no meaning.
    """
    return {
        field.name: (types.get(field.name, field.type), meanings[field.name])
        for field in msgspec.structs.fields(struct)
    }


def line_type(command: str, line: JsonLine) -> Any:
    """Return the type of such a line, which has each of its keys and no other."""
    name = "".join(word.capitalize() for word in re.findall(r"\w+", f"{command} {line.form}"))
    fields = [
        (key, Annotated[kind, msgspec.Meta(description=meaning)])
        for key, (kind, meaning) in line.fields.items()
    ]
    return msgspec.defstruct(name, fields, kw_only=True, forbid_unknown_fields=True)


def schema(command: str, lines: Sequence[JsonLine]) -> str:
    """Return the JSON Schema (2020-12) of a command's lines: of one form, or of any of several."""
    types = [line_type(command, line) for line in lines]
    if len(types) == 1:
        described: dict[str, Any] = msgspec.json.schema(types[0])
    else:
        forms, known = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
        named = zip(forms, lines, strict=True)
        described = {
            "anyOf": [form | {"description": f"{command} {line.form}".strip()} for form, line in named],
            "$defs": known,
        }
    document = {"$schema": DIALECT} | described
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def topic_tables(commands: Iterable[tuple[str, Sequence[JsonLine]]]) -> str:
    """Return the tables of the help topic `json`, one for each form of each command, in Markdown.

    Args:
        commands: names with their forms.
    """
    parts = []
    for command, lines in commands:
        for line in lines:
            described = msgspec.json.schema(line_type(command, line))
            known = described["$defs"]
            fields = known[described["$ref"].rpartition("/")[2]]["properties"]
            rows = (
                f"| `{key}` | {_kind(value, known)} | {value['description']} |"
                for key, value in fields.items()
            )
            head = f"## {command} {line.form}".rstrip()
            parts.append("\n".join([head, "", "| key | value | meaning |", "| --- | --- | --- |", *rows, ""]))
    return "\n".join(parts)


_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}


def _kind(value: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """Say in words what kind of value a JSON Schema has."""
    if "anyOf" in value:
        return " or ".join(_kind(each, known) for each in value["anyOf"])
    if "$ref" in value:
        return _kind(known[value["$ref"].rpartition("/")[2]], known)
    if "enum" in value:
        return " or ".join(f"`{each}`" for each in value["enum"])
    kind = value.get("type")
    if kind == "array":
        items: Mapping[str, Any] = value.get("items") or next(iter(value.get("prefixItems", ())), {})
        return f"list of {_kind(items, known)}" if items else "list"
    if kind == "object":
        keys = ", ".join(f"`{key}`" for key in value.get("properties", ()))
        return f"object ({keys})" if keys else "object"
    return _KINDS.get(str(kind), "any value")
