"""Guesses what was meant by an unknown name: one rule for options, tags, formats, files and keys.

The measure is `difflib`'s (Ratcliff and Obershelp), with its own threshold of 0.6: "quantty" is near
"quantity", "evnt" isn't near "export". Upper and lower case are one.
"""

from __future__ import annotations

from collections.abc import Iterable


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like a wrong one, None if none does."""
    from difflib import get_close_matches  # here: it costs 4 ms, and is needed when something is wrong

    by_folded: dict[str, str] = {}
    for name in sorted(known):  # of names that differ in case alone the first, whatever order a set has
        by_folded.setdefault(name.casefold(), name)
    near = get_close_matches(wrong.casefold(), list(by_folded), 1)
    return by_folded[near[0]] if near else None


def perhaps(wrong: str, known: Iterable[str]) -> str:
    """Return `; perhaps quantity` for the end of an error's line, nothing if no known name is near."""
    name = nearest(wrong, known)
    return f"; perhaps {name}" if name is not None else ""
