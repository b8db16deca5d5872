"""Tells in which line of a TOML text a value stands, so that a complaint about it can name the line.

`tomllib` tells the line of syntax errors only. For a value the line is found by parsing: what the n-th
statement brings isn't in the text that ends before it, and is in every longer one. So a bisection over the
statements finds it, in every way that TOML has of writing a table, with a dozen parses. Where a statement
ends says a scanner of its brackets and strings; a statement of many lines counts as its first one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any

TomlPath = tuple[str | int, ...]
"""The way to a value: `("tags", 2, "key")`."""

MOST_PARTS = 100
"""Dots in one line, outside of strings and comments."""

_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_TOKEN = re.compile(
    r"""
      \#[^\n]*                           # a comment
    | \"{3} (?: \\. | [^\\] )*? \"{3,5}  # a string of many lines may end in two quotation marks of its own
    | '{3} .*? '{3,5}
    | \" (?: \\. | [^"\\\n] )* \"
    | ' [^'\n]* '
    | [\[\]{}\n]
    """,
    re.VERBOSE | re.DOTALL,
)


def line_of(text: str, place: TomlPath) -> int:
    """Return the line (from 1) in which the value at a place begins; `text` has to be TOML that holds it."""

    def holds(part: str) -> bool:
        try:
            data: Any = tomllib.loads(part)
            for step in place:
                data = data[step]
        except (ValueError, KeyError, IndexError, TypeError):
            return False
        return True

    return _first_line(text, holds)


def too_long_integer(text: str) -> int:
    """Return the line (from 1) of the first integer that is longer than Python reads (4,300 digits)."""

    def fails(part: str) -> bool:
        try:
            tomllib.loads(part)
        except tomllib.TOMLDecodeError:
            return False
        except ValueError:
            return True
        return False

    return _first_line(text, fails)


def too_deep(text: str) -> int:
    """Return the first line (from 1) with a name of far more parts than anybody writes, 0 if there is none.

    tomllib takes a time that is quadratic in the parts of a dotted name: 2 minutes for 60,000. So dots
    outside of strings and comments are counted first.
    """
    bare = _TOKEN.sub(lambda token: "\n" * token[0].count("\n"), text)
    lines = enumerate(bare.split("\n"), 1)
    return next((number for number, line in lines if line.count(".") > MOST_PARTS), 0)


def _first_line(text: str, true: Callable[[str], bool]) -> int:
    """Return the first line of the first statement with which something is true of the text."""
    ends = _statement_ends(text)
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if true(text[: ends[middle]]) else (middle + 1, high)
    return text.count("\n", 0, ends[low - 1] if low else 0) + 1


def _statement_ends(text: str) -> list[int]:
    """Return where each statement, comment and blank line ends: behind a line end outside of brackets."""
    ends, depth = [], 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        elif token[0] == "\n" and depth <= 0:
            ends.append(token.end())
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return ends


def syntax_error(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Return the line (from 1) of a syntax error and what is wrong there."""
    message = str(error)
    at = _AT.search(message)
    line = int(at[1]) if at and at[1] else len(text.rstrip("\n").split("\n"))
    fault = message[: at.start()] if at else message
    return line, (fault[:1].lower() + fault[1:]) or "not TOML"
