"""In which line of a TOML text a value stands, so that a complaint about it can name the line.

`tomllib` tells the line of syntax errors only. For a value the line is found by parsing: what begins in
line n isn't in the text that ends before n, and is in every longer one that parses. So a bisection over
the lines finds it, in every way that TOML has of writing a table, with a dozen parses.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

Place = tuple[str | int, ...]
"""The way to a value: `("tags", 2, "key")`."""

_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def line_of(text: str, place: Place) -> int:
    """Return the line (from 1) in which the value at a place begins; `text` has to be TOML that holds it."""
    lines = text.split("\n")
    low, high = 1, len(lines)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _holds(lines, middle, place) else (middle + 1, high)
    return low


def _holds(lines: list[str], count: int, place: Place) -> bool:
    """Say whether the first `count` lines, with what completes their last value, hold the place."""
    for end in range(count, len(lines) + 1):
        try:
            data: Any = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue  # a value of several lines is cut
        try:
            for step in place:
                data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
        return True
    return True


def syntax_error(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Return the line (from 1) of a syntax error and what is wrong there."""
    message = str(error)
    at = _AT.search(message)
    line = int(at[1]) if at and at[1] else len(text.rstrip("\n").split("\n"))
    what = message[: at.start()] if at else message
    return line, (what[:1].lower() + what[1:]) or "not TOML"
