"""Puts the glyphs of a line into the order in which they are read.

They are sorted by where they stand, so that it doesn't matter in which order a program has drawn them. From
there the Unicode bidirectional algorithm is run backwards: in a line of Arabic all is read from the right,
but for numbers and for runs of Latin, which were laid out from the left. Brackets and curly quotes are set by
what is around them: some programs give the mirrored sign, others not, and some do both in a line.

Letters that stand in the wrong direction, as where a program without Arabic has laid them out from the left,
or where character recognition puts a word's letters so under its picture, are recognised by what no Arabic
word begins or ends with, over a whole page; see `direction`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from annotations.corpus.pdf.glyphs import Glyph

_WORD_GAP = 0.18
"""Of an em: a gap that divides words, where a line doesn't say otherwise."""
_LEAST_GAP, _MOST_GAP, _JUMP = 0.08, 0.3, 0.05
"""Of an em: between which gaps a line may divide its own into those in words and those between them."""
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "“": "”"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_BRACKET = re.compile(r"[()\[\]{}«»‹›“”]")
_ALEFS = frozenset("اأإآ")
_RAISED, _THIN = 0.45, 0.12
"""Of an em: how high a mark begins, and half of an alef's width."""
_STROKE = 0.15
"""Of an em: no Arabic letter is as low."""
_SAME = 0.6
"""Of its width: how much of a letter lies on another one that is the same."""
_STOPS = tuple(".,،:;؛!?؟")
_SHADDA = "\u0651"


class Letter(NamedTuple):
    """A glyph with the marks that stand on it."""

    text: str
    kind: str
    """`R`: Arabic or Hebrew; `L`: another letter; `N`: a digit; `C`: a sign in numbers; `W`: blank; else
    `O`."""
    glyph: Glyph


class Direction(NamedTuple):
    """The way in which the letters of a page stand."""

    words_turned: bool = False
    """True if the letters of each word stand from the left."""
    lines_turned: bool = False
    """True if whole lines do."""


UPRIGHT = Direction()


@lru_cache(8192)
def kind_of(char: str) -> str:
    """Return the kind of a character, see `Letter`."""
    bidi = unicodedata.bidirectional(char)
    if bidi in {"R", "AL"}:
        return "R"
    if bidi in {"EN", "AN"}:
        return "C" if char in "٫٬" else "N"
    if bidi == "L":
        return "L"
    if bidi == "CS":
        return "C"
    return "W" if bidi in {"WS", "S", "B"} else "O"


def letters_of(glyphs: Iterable[Glyph], marks: Iterable[Glyph]) -> list[Letter]:
    """Return the letters of a line from left to right, each with its marks."""
    ordered = sorted(
        map(_lowered, glyphs), key=lambda glyph: (round(glyph.x, 1), glyph.left + glyph.right, glyph.number)
    )
    ordered = _once(ordered)
    lam_before_alef(ordered)
    on: dict[int, list[str]] = {}
    carriers = [at for at, glyph in enumerate(ordered) if kind_of(glyph.text[0]) in "RL"]
    for mark in marks:
        middle = (mark.left + mark.right) / 2 if mark.right > mark.left else mark.x
        if carriers:
            nearest = min(carriers, key=lambda at: _distance(ordered[at], middle))
            on.setdefault(nearest, []).append(mark.text)
    letters = []
    for at, glyph in enumerate(ordered):
        above = "".join(sorted(dict.fromkeys(on.get(at, ())), key=lambda mark: mark != _SHADDA))
        letters.append(Letter(glyph.text + above, kind_of(glyph.text[0]), glyph))
    return letters


def _lowered(glyph: Glyph) -> Glyph:
    """Give an alef that has the place of the mark on it, as in Chromium's pages, the width of an alef."""
    if glyph.text not in _ALEFS or glyph.bottom <= glyph.y + _RAISED * glyph.em:
        return glyph
    middle = (glyph.left + glyph.right) / 2
    return glyph._replace(left=middle - _THIN * glyph.em, right=middle + _THIN * glyph.em)


def _once(ordered: Sequence[Glyph]) -> list[Glyph]:
    """Drop what stands twice for one letter.

    A producer may give a letter with its mark, and both once more; say of the stroke that leads to a letter
    that it is the letter, too; and leave a blank at a line's end on its last letter.
    """
    kept: list[Glyph] = []
    for glyph in ordered:
        if kept and " " in {kept[-1].text, glyph.text} and abs(kept[-1].x - glyph.x) < 0.02 * glyph.em:
            kept[-1] = glyph if kept[-1].text == " " else kept[-1]
            continue
        if kept and kept[-1].text == glyph.text and kind_of(glyph.text[0]) == "R":
            if min(each.top - each.bottom for each in (kept[-1], glyph)) < _STROKE * glyph.em:
                kept[-1] = max(kept[-1], glyph, key=lambda each: each.top - each.bottom)
                continue
            shared = min(kept[-1].right, glyph.right) - max(kept[-1].left, glyph.left)
            narrower = min(kept[-1].right - kept[-1].left, glyph.right - glyph.left)
            if shared > _SAME * narrower:
                wider = max(kept[-1], glyph, key=lambda each: each.right - each.left)
                kept[-1] = wider
                continue
        kept.append(glyph)
    return kept


def lam_before_alef(ordered: list[Glyph]) -> None:
    """Put lam to the right of an alef that has the same place: together they are one sign, never `ال`."""
    for at in range(len(ordered) - 1):
        first, second = ordered[at], ordered[at + 1]
        if first.text == "ل" and second.text in _ALEFS and abs(first.x - second.x) < 0.02 * first.em:
            ordered[at], ordered[at + 1] = second, first


def _distance(glyph: Glyph, x: float) -> tuple[float, float]:
    outside = max(glyph.left - x, x - glyph.right, 0.0)
    return outside, abs((glyph.left + glyph.right) / 2 - x)


def with_blanks(letters: Sequence[Letter]) -> list[Letter]:
    """Return letters with a blank wherever there is one, or a gap as wide as one; never two in a row."""
    share = _word_gap(letters)
    spaced: list[Letter] = []
    end = None
    for letter in letters:
        if letter.kind == "W":
            if spaced and spaced[-1].kind != "W":
                spaced.append(letter._replace(text=" "))
            continue
        glyph = letter.glyph
        if end is not None and glyph.left - end > share * glyph.em and spaced[-1].kind != "W":
            spaced.append(Letter(" ", "W", glyph))
        spaced.append(letter)
        end = glyph.right if end is None else max(end, glyph.right)
    while spaced and spaced[-1].kind == "W":
        spaced.pop()
    return spaced


def _word_gap(letters: Sequence[Letter]) -> float:
    """Return the gap that divides words in a line, of an em: where its gaps jump from small to large ones."""
    gaps = []
    end = None
    for letter in letters:
        if letter.kind == "W":
            end = None
            continue
        if end is not None and letter.glyph.em > 0:
            gaps.append((letter.glyph.left - end) / letter.glyph.em)
        end = letter.glyph.right if end is None else max(end, letter.glyph.right)
    steps = sorted({_LEAST_GAP, _MOST_GAP, *(gap for gap in gaps if _LEAST_GAP < gap < _MOST_GAP)})
    jump, low = max((high - low, low) for low, high in pairwise(steps))
    if len(steps) < 3 or jump < _JUMP:
        return _WORD_GAP
    return low + jump / 2


def is_rtl(letters: Iterable[Letter], *, page_is: bool) -> bool:
    """Say whether a line is read from the right: by its letters, else as its page is."""
    kinds = [letter.kind for letter in letters]
    right, left = kinds.count("R"), kinds.count("L")
    return right > 0 and (page_is or right >= left)


def logical(letters: Sequence[Letter], direction: Direction = UPRIGHT, *, page_is_rtl: bool = True) -> str:
    """Return the text of a line.

    Args:
        letters: from left to right, with blanks.
        direction: how letters stand on its page.
        page_is_rtl: whether most letters of the page are read from the right.
    """
    text = "".join(letter.text for letter in letters)
    if direction.lines_turned:
        return with_brackets(text)
    if not any(letter.kind == "R" for letter in letters):
        # Latin alone stands as it is read, unless its full stop is at the left, as in a line of Arabic.
        from_right = page_is_rtl and text[:1] in _STOPS and text[-1:] not in _STOPS
        return (
            "".join(piece.text for part in _pieces_between(letters)[::-1] for piece in part)
            if from_right
            else text
        )
    if direction.words_turned:
        return with_brackets(_of_turned_words(letters))
    if is_rtl(letters, page_is=page_is_rtl):
        pieces = _pieces_of_rtl(letters)
        return with_brackets("".join("".join(letter.text for letter in piece) for piece in pieces))
    return "".join(letter.text for piece in _pieces_of_ltr(letters) for letter in piece)


def _pieces_of_rtl(letters: Sequence[Letter]) -> list[Sequence[Letter]]:
    """Return the pieces of a line of Arabic in the order of reading, each in its own order."""
    pieces: list[Sequence[Letter]] = []
    at = 0
    while at < len(letters):
        if letters[at].kind == "R":
            pieces.append(letters[at : at + 1])
            at += 1
            continue
        end = at
        while end < len(letters) and letters[end].kind != "R":
            end += 1
        pieces += _pieces_between(letters[at:end])
        at = end
    return pieces[::-1]


def _pieces_between(letters: Sequence[Letter]) -> list[Sequence[Letter]]:
    """Return the pieces of what stands between Arabic letters, from left to right."""
    latin = [at for at, letter in enumerate(letters) if letter.kind == "L"]
    if not latin:
        return _numbers(letters)
    first, last = latin[0], latin[-1] + 1
    while first and letters[first - 1].kind == "N":  # 5G
        first -= 1
    while True:  # a number that follows is laid out as Latin is (rule W7)
        at = last
        while at < len(letters) and letters[at].kind not in "NL":
            at += 1
        if at == len(letters) or not letters[at].text[0].isascii():
            break
        last = at + 1
    brackets = sum(letter.text in _PAIRS or letter.text in _CLOSING for letter in letters[first:last])
    if brackets % 2 and last < len(letters) and letters[last].text in {*_PAIRS, *_CLOSING}:
        last += 1
    return [*_numbers(letters[:first]), letters[first:last], *_numbers(letters[last:])]


def _numbers(letters: Sequence[Letter]) -> list[Sequence[Letter]]:
    """Return numbers whole, as `3.5` and `12/10/2024`, and all other signs one by one."""
    pieces: list[Sequence[Letter]] = []
    at = 0
    while at < len(letters):
        end = at + 1
        if letters[at].kind == "N":
            while end < len(letters) and (
                letters[end].kind == "N"
                or (letters[end].kind == "C" and end + 1 < len(letters) and letters[end + 1].kind == "N")
            ):
                end += 1
        pieces.append(letters[at:end])
        at = end
    return pieces


def _pieces_of_ltr(letters: Sequence[Letter]) -> list[Sequence[Letter]]:
    """Return the pieces of a line of Latin with some Arabic in it."""
    arabic = [at for at, letter in enumerate(letters) if letter.kind == "R"]
    pieces: list[Sequence[Letter]] = []
    at = 0
    while at < len(letters):
        if letters[at].kind != "R":
            pieces.append(letters[at : at + 1])
            at += 1
            continue
        end = next((place for place in range(at, len(letters)) if letters[place].kind == "L"), len(letters))
        last = max(place for place in arabic if place < end) + 1
        pieces += _pieces_of_rtl(letters[at:last])
        at = last
    return pieces


def with_brackets(text: str) -> str:
    """Set each bracket of a line of Arabic to the one that opens or closes, by what is around it."""
    if not _BRACKET.search(text):
        return text
    depth = dict.fromkeys(_PAIRS, 0)
    chars = list(text)
    for match in _BRACKET.finditer(text):
        at = match.start()
        opening = _CLOSING.get(match[0], match[0])
        before, after = text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " "
        may_open = before.isspace() or before in '([{«‹“"'
        may_close = after.isspace() or after in ')]}»›"”.,،:؛;!?؟…'
        opens = may_open if may_open != may_close else depth[opening] == 0
        depth[opening] = max(0, depth[opening] + (1 if opens else -1))
        chars[at] = opening if opens else _PAIRS[opening]
    return "".join(chars)


def _of_turned_words(letters: Sequence[Letter]) -> str:
    """Return a line whose words follow each other from the right, and the letters of each from the left."""
    words: list[str] = []
    latin = 0
    for word in "".join(letter.text for letter in letters).split(" "):
        if any(kind_of(char) == "R" for char in word) or not any(kind_of(char) == "L" for char in word):
            words.insert(0, word)
            latin = 0
        else:
            words.insert(latin, word)
            latin += 1
    return " ".join(words)


def direction(lines: Iterable[Sequence[Letter]], *, from_right: bool) -> Direction:
    """Return how the letters of a page stand, by the ends of its words.

    `ة` and `ى` end words, and `ال` begins them. A word with one at the wrong end is one of a page that
    is turned, or an accident: it is turned if there are more of them than of those that are right.

    Args:
        lines: from left to right.
        from_right: whether the words of a line were drawn from the right.
    """
    right = wrong = 0
    for letters in lines:
        for word in (word for word in _words(letters) if len(word) > 1):
            first, second, before, last = word[-1].text, word[-2].text, word[1].text, word[0].text
            right += last[0] in "ةى"
            wrong += first[0] in "ةى"
            if len(word) > 3:
                right += first == "ا" and second == "ل"
                wrong += last == "ا" and before == "ل"
    if wrong < 3 or wrong <= 2 * right:
        return UPRIGHT
    return Direction(words_turned=from_right, lines_turned=not from_right)


def _words(letters: Sequence[Letter]) -> Iterable[list[Letter]]:
    """Yield the Arabic words of a line, each and their letters from left to right."""
    word: list[Letter] = []
    for letter in letters:
        if letter.kind == "R":
            word.append(letter)
        elif word:
            yield word
            word = []
    if word:
        yield word
