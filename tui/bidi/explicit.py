"""Rules X1-X10 of UAX #9, taken only by text with embeddings, overrides or isolates.

News text has next to none, so this may be slow: it walks the text piece by piece. But the time is linear for
any text. What does occur is names and numbers, each in an isolate of its own; if there is nothing else,
`tui.bidi.isolates` does it all.
"""

from __future__ import annotations

import re
from itertools import accumulate, compress

from tui.bidi.classes import EMBEDDINGS, ISOLATES
from tui.bidi.isolates import isolated_levels, without_isolates
from tui.bidi.resolve import implicit_levels, kept_flags, levels_of, put_back

MAX_DEPTH = 125

_PIECES = re.compile(r"([abcdp])\1*|[ijfk]|[^abcdpijfk]+")
"""Matches a control, or the same embedding again and again, or what is no control."""
_PARAGRAPHS = re.compile("[^B]+")
_STRONG = re.compile("[LRA]")
_LEVEL_RUN = re.compile(rb"(.)\1*", re.DOTALL)
_DIRECTION = {"a": 0, "c": 0, "i": 0, "b": 1, "d": 1, "j": 1}
_OVERRIDE = {"c": "L", "d": "R"}


def first_strong(classes: str) -> int | None:
    """Apply P2 and P3: the level of the first strong character outside isolates, None if there is none.

    Where a paragraph separator stands inside the text, the first part that has such a character decides.
    """
    levels = (_first_strong_of(without_isolates(part)) for part in classes.split("B"))
    return next((level for level in levels if level is not None), None)


def _first_strong_of(classes: str) -> int | None:
    depth = 0
    closers = classes.count("k")
    for m in _PIECES.finditer(classes):
        piece = m[0]
        if piece == "k":
            closers -= 1
            depth = max(0, depth - 1)
        elif piece in "ijf":
            depth += 1
            if depth > closers:  # this isolate lasts to the end
                return None
        elif not depth and (strong := _STRONG.search(piece)):
            return int(strong[0] != "L")
    return None


def explicit_levels(classes: str, text: str, base: int) -> bytes:
    """Return the level of each character before L1, one byte each.

    One that X9 removes has the level of its predecessor. A paragraph separator inside the text ends all
    embeddings and isolates (X8) and has the base level.
    """
    levels = bytearray([base]) * len(classes)
    for m in _PARAGRAPHS.finditer(classes):
        start, end = m.span()
        resolve = implicit_levels if m[0].isupper() else _paragraph
        levels[start:end] = resolve(m[0], text[start:end], base)
    return bytes(levels)


def _paragraph(classes: str, text: str, base: int) -> bytes:
    looked_up = isolated_levels(classes, text, base)
    if looked_up is not None:
        return looked_up
    levels, overridden, matches = _embed(classes, base)
    kept = kept_flags(classes)
    if 0 not in kept:
        return _sequences(classes, overridden, text, levels, matches=matches, base=base)
    place = list(accumulate(kept, initial=0))  # where a code point is among those kept
    resolved = _sequences(
        "".join(compress(classes, kept)),
        "".join(compress(overridden, kept)),
        "".join(compress(text, kept)),
        bytes(compress(levels, kept)),
        matches={place[opener]: place[closer] for opener, closer in matches.items()},
        base=base,
    )
    return put_back(resolved, kept, base)


def _match_isolates(pieces: list[re.Match[str]]) -> dict[int, int]:
    """Match isolate initiators with their PDI (BD9): indices of pieces."""
    matches: dict[int, int] = {}
    opened: list[int] = []
    for index, m in enumerate(pieces):
        if m[0] in "ijf":
            opened.append(index)
        elif m[0] == "k" and opened:
            matches[opened.pop()] = index
    return matches


def _first_strong_after(pieces: list[re.Match[str]], matches: dict[int, int]) -> list[int | None]:
    """Return for each piece the level of the first strong character up to the end of its isolate (X5c)."""
    strong_after: list[int | None] = [None] * (len(pieces) + 1)
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index][0]
        if piece == "k":
            continue
        if piece in "ijf":
            closer = matches.get(index)
            strong_after[index] = None if closer is None else strong_after[closer + 1]
        else:
            strong = _STRONG.search(piece)
            strong_after[index] = int(strong[0] != "L") if strong else strong_after[index + 1]
    return strong_after


def _embed(classes: str, base: int) -> tuple[bytes, str, dict[int, int]]:
    """Apply X1-X8: embedding levels, classes after overrides, and matched isolates as text positions."""
    pieces = list(_PIECES.finditer(classes))
    matches = _match_isolates(pieces)
    strong_after = _first_strong_after(pieces, matches) if "f" in classes else []
    levels = bytearray(len(classes))
    out: list[str] = []
    stack: list[tuple[int, str, bool]] = [(base, "", False)]
    overflow_isolates = overflow_embeddings = valid_isolates = 0

    for index, m in enumerate(pieces):
        piece = m[0]
        start, end = m.span()
        if piece == "k":  # X6a
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid_isolates -= 1
        elif piece[0] == "p" and not overflow_isolates:  # X7
            for _ in piece:
                if overflow_embeddings:
                    overflow_embeddings -= 1
                elif not stack[-1][2] and len(stack) > 1:
                    stack.pop()

        level, override, _ = stack[-1]
        levels[start:end] = bytes([level]) * (end - start)
        out.append(_overridden(piece, override))

        if piece[0] in "abcdijf":  # X2-X5c
            isolate = piece in "ijf"
            odd = strong_after[index + 1] == 1 if piece == "f" else _DIRECTION[piece[0]] == 1
            for _ in piece:
                level = stack[-1][0]
                deeper = level + 1 + (level % 2 == odd)
                if deeper <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                    valid_isolates += isolate
                    stack.append((deeper, _OVERRIDE.get(piece[0], ""), isolate))
                elif isolate:
                    overflow_isolates += 1
                elif not overflow_isolates:
                    overflow_embeddings += 1
    places = {pieces[a].start(): pieces[b].start() for a, b in matches.items()}
    return bytes(levels), "".join(out), places


def _overridden(piece: str, override: str) -> str:
    if not override or piece[0] in EMBEDDINGS:
        return piece
    if "Z" not in piece:
        return override * len(piece)
    return "".join("Z" if c == "Z" else override for c in piece)


def _sequences(
    classes: str, overridden: str, text: str, levels: bytes, *, matches: dict[int, int], base: int
) -> bytes:
    """Apply X10: resolve each isolating run sequence by itself. X9 has removed what it removes."""
    resolved = bytearray(len(levels))
    runs = [m.span() for m in _LEVEL_RUN.finditer(levels)]
    starts_at = {start: index for index, (start, _) in enumerate(runs)}
    continued = [False] * len(runs)
    for first in range(len(runs)):
        if continued[first]:
            continue
        chain = [runs[first]]
        while classes[chain[-1][1] - 1] in ISOLATES and (closer := matches.get(chain[-1][1] - 1)) is not None:
            index = starts_at[closer]
            continued[index] = True
            chain.append(runs[index])
        start, end = chain[0][0], chain[-1][1]
        level = levels[start]
        before = levels[start - 1] if start else base
        open_at_end = classes[end - 1] in "ijf"
        after = base if open_at_end or end == len(levels) else levels[end]
        part = levels_of(
            "".join([overridden[a:b] for a, b in chain]), "".join([text[a:b] for a, b in chain]), level,
            "LR"[max(level, before) & 1], "LR"[max(level, after) & 1],
        )  # fmt: skip
        for a, b in chain:
            resolved[a:b], part = part[: b - a], part[b - a :]
    return bytes(resolved)
