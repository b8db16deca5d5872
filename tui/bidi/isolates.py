"""Isolates that are all closed and stand in each other at most `DEPTH` deep, without embeddings: by lookup.

Seen from outside, such an isolate is one neutral (X5a-X6a, BD13), and inside it is a paragraph of its own,
one or two levels up, with its own direction at both ends (X10). So the text around is resolved as one
sequence, and the content of each isolate by itself; equal contents, which tiny ones are, only once. Ten times
as fast as the walk of `tui.bidi.explicit`, for a text of nothing but isolates.
"""

from __future__ import annotations

import re
from itertools import compress

from tui.bidi.resolve import implicit_levels, kept_flags, put_back

DEPTH = 4
"""Isolates in isolates that are looked up; below MAX_DEPTH whatever their directions."""

_SHORT = 64
"""Code points of the longest isolate whose levels are kept for equal ones."""


def _nested(openers: str, closer: str) -> str:
    """Return the pattern of an isolate; no quantifier gives back, so that the time is linear."""
    plain = f"[^{openers}{closer}]"
    pattern = f"[{openers}]{plain}*+{closer}"
    for _ in range(DEPTH - 1):
        pattern = f"[{openers}](?:{plain}++|{pattern})*+{closer}"
    return pattern


_ISOLATE = _nested("ijf", "k")
_ISOLATE_TEXT = _nested("\u2066-\u2068", "\u2069")
"""Patterns that `re` compiles when a text has an isolate: a start has none."""
_EXPLICIT = re.compile("[abcdpijfk]")
_STRONG = re.compile("[LRA]")


def without_isolates(classes: str) -> str:
    """Return the classes without closed isolates, for the search of a first strong character (P2)."""
    return re.sub(_ISOLATE, "", classes)


def isolated_levels(classes: str, text: str, base: int) -> bytes | None:
    """Return the level of each character before L1, as `explicit_levels`; None if this isn't such a text."""
    if "Z" not in classes:
        return _resolve(classes, text, base, {})
    kept = kept_flags(classes)
    if kept.count(0) != classes.count("Z"):
        return None  # embeddings
    levels = _resolve(classes.replace("Z", ""), "".join(compress(text, kept)), base, {})
    return None if levels is None else put_back(levels, kept, base)


def _resolve(classes: str, text: str, level: int, known: dict[tuple[str, int], bytes]) -> bytes | None:
    """Resolve one sequence with the isolates in it; `level` is its embedding level."""
    around = re.split(_ISOLATE, classes)
    outside = "O".join(around)
    if _EXPLICIT.search(outside):
        return None
    brackets = "Q" in classes
    levels = implicit_levels(
        outside, re.sub(_ISOLATE_TEXT, "\ufffc", text) if brackets else outside, level & 1
    ).translate(_RAISED[level >> 1])
    if len(around) == 1:
        return levels
    parts = [levels[: len(around[0])]]
    at = len(around[0])
    isolates = zip(
        around[1:],
        re.findall(_ISOLATE, classes),
        re.findall(_ISOLATE_TEXT, text) if brackets else re.findall(_ISOLATE, classes),
        strict=True,
    )
    for after, isolate, written in isolates:
        key = (written, levels[at] << 8 | level)
        inside = known.get(key)
        if inside is None:
            inside = _isolate(isolate, written, level, levels[at : at + 1], known)
            if inside is None:
                return None
            if len(written) <= _SHORT:
                known[key] = inside
        parts.append(inside)
        at += 1
        parts.append(levels[at : at + len(after)])
        at += len(after)
    return b"".join(parts)


def _isolate(
    classes: str, text: str, level: int, outside: bytes, known: dict[tuple[str, int], bytes]
) -> bytes | None:
    """Resolve an isolate in a sequence of that level, `outside` being what its ends got there."""
    opener, content = classes[0], classes[1:-1]
    odd = opener == "j"
    if opener == "f":
        strong = _STRONG.search(without_isolates(content))
        odd = strong is not None and strong[0] != "L"
    inside = _resolve(content, text[1:-1], level + 1 + (level % 2 == odd), known)
    return None if inside is None else outside + inside + outside


_RAISED = [bytes((code + 2 * by) & 255 for code in range(256)) for by in range(DEPTH + 2)]
"""Tables that raise levels by an even number: the rules know but whether a level is odd."""
