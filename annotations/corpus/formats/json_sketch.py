"""Parses the beginning of a JSON file, cut anywhere, as if it ended there: enough to see how it is built."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_CLOSING = {"[": "]", "{": "}"}

_FAULTS = 10
"""Objects that can't be parsed and are passed over before the beginning is given up."""


def sketch(head: str) -> Any:
    """Return the first object or array of a text: whole, or as far as its last comma if it is cut.

    An object in it that can't be parsed is None.

    Returns:
        None if there is nothing that can be parsed.
    """
    text = _closed(head)
    for _ in range(_FAULTS):
        try:
            return msgspec.json.decode(text)
        except RecursionError:
            return None
        except msgspec.DecodeError:
            try:
                return json.loads(text, strict=False)
            except json.JSONDecodeError as error:
                text = _without(text, error.pos)
            except (ValueError, RecursionError):
                return None
    return None


def _closed(head: str) -> str:
    """Return the first value of a text, up to its last comma and with all brackets closed if it is cut."""
    begin = min((at for at in (head.find("["), head.find("{")) if at >= 0), default=0)
    closing: list[str] = []
    end, missing = begin, ""
    for token in _TOKEN.finditer(head, begin):
        sign = token[0]
        if sign in _CLOSING:
            closing.append(_CLOSING[sign])
        elif sign == ",":
            end, missing = token.start(), "".join(reversed(closing))
        elif sign in ("]", "}"):
            closing.pop()
            if not closing:
                return head[begin : token.end()]
    return head[begin:end] + missing


def _without(text: str, place: int) -> str:
    """Return a text with null for the innermost object or array around a place."""
    opened: list[int] = []
    around, depth = -1, 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in _CLOSING:
            if around < 0 and token.start() >= place and opened:
                around, depth = opened[-1], len(opened)
            opened.append(token.start())
        elif sign in ("]", "}") and opened:
            if around < 0 and token.start() >= place:
                around, depth = opened[-1], len(opened)
            opened.pop()
            if around >= 0 and len(opened) < depth:
                return f"{text[:around]}null{text[token.end() :]}"
    return "null"
