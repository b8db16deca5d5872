"""Selects text: a span has a fixed and a free end, and the free end moves in steps.

The free end stops where a unit ends while it is behind the fixed end, and where one starts while it is before
it; between the two it leaps over the fixed end. So a selection is never empty, and a step back undoes a step
on. All ends lie between grapheme clusters (UAX #29), and every unit begins and ends with one that can be
seen. Nothing but the text between the old place and the new one is looked at.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from annotations.model.article import Article
from annotations.text.folding import INVISIBLE, PREPENDED, extends, is_boundary

Step = Literal["word", "letter", "phrase", "sentence"]
"""The size of a step; a letter is a grapheme cluster, a phrase is what stands between punctuation."""

STEPS: tuple[Step, ...] = get_args(Step)

_UNSEEN = frozenset(INVISIBLE + "\u200c\u200d")
_IN_WORDS = "-'’_\u2010\u2011"
"""Part of a word between two letters: `KN-23`."""
_IN_NUMBERS = ".,:/٫٬"
"""Part of a number between two digits: `3,000`, `12:30`."""
_BEHIND_NUMBERS = "%٪‰"
_BEFORE_NUMBERS = "$€£"


class Selection(NamedTuple):
    """The span that is being selected, in code points; either end may be the first one."""

    fixed: int
    free: int

    @property
    def start(self) -> int:
        """The first code point."""
        return min(self)

    @property
    def end(self) -> int:
        """The code point after the last one."""
        return max(self)

    @property
    def turned(self) -> Selection:
        """The same span with the other end free."""
        return Selection(self.free, self.fixed)


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without what can't be seen at its ends, None if nothing can be seen in it.

    A cluster that an end cuts is taken in whole.
    """
    start, end = _floor(text, max(0, start)), _ceiling(text, min(end, len(text)))
    first = start
    while first < end and not _seen(text, first):
        first = _ceiling(text, first + 1)
    last = end
    while last > first and not _seen(text, before := _floor(text, last - 1)):
        last = before
    return (first, last) if first < last else None


def first_word(text: str, start: int, end: int) -> Selection | None:
    """Select the first word of a span, the whole of one without words, nothing if there is none to see."""
    span = trimmed(text, start, end)
    if span is None:
        return None
    at = span[0]
    while at < span[1]:
        if _wordy(text, at):
            return Selection(*word_at(text, at))
        at = _ceiling(text, at + 1)
    return Selection(*span)


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Return the word that holds a code point, its cluster if it is in no word."""
    start = _floor(text, offset)
    end = _ceiling(text, start + 1)
    if _wordy(text, start):
        while start > 0 and _wordy(text, before := _floor(text, start - 1)):
            start = before
        while end < len(text) and _wordy(text, end):
            end = _ceiling(text, end + 1)
    return start, end


def between(text: str, first: int, last: int) -> Selection | None:
    """Select from the cluster of one code point to that of another, which is the free end.

    None if nothing can be seen there.
    """
    if first <= last:
        selection = Selection(_floor(text, first), _ceiling(text, last + 1))
    else:
        selection = Selection(_ceiling(text, first + 1), _floor(text, last))
    return selection if trimmed(text, selection.start, selection.end) else None


def paragraph_at(text: str, offset: int) -> tuple[int, int]:
    """Return the paragraph that holds a code point, without its line end."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end


def moved(text: str, selection: Selection, place: int) -> Selection:
    """Put the free end on a place between clusters; where nothing would be selected, it stays."""
    changed = selection._replace(free=_floor(text, max(0, min(place, len(text)))))
    return changed if trimmed(text, changed.start, changed.end) else selection


def reach(text: str, selection: Selection, offset: int, size: Step) -> Selection:
    """Move the free end so far that the letter of a code point, or its word, is just taken in."""
    if not 0 <= offset < len(text):
        return selection
    start = _floor(text, offset)
    end = _ceiling(text, start + 1)
    if size != "letter":
        start, end = word_at(text, offset)
    return moved(text, selection, end if end > selection.fixed else start)


def step(article: Article, selection: Selection, size: Step, direction: int) -> Selection:
    """Move the free end on (1) or back (-1) by a unit; at the end of the text it stays."""
    fixed, free = selection
    on = direction > 0
    if (free - fixed) * direction < 0:  # towards the fixed end
        place = _stop(article, size, free, direction, ends=not on)
        if place is not None and (place - fixed) * direction < 0:
            return Selection(fixed, place)
        free = fixed
    place = _stop(article, size, free, direction, ends=on)
    return selection if place is None else Selection(fixed, place)


def _stop(article: Article, size: Step, at: int, direction: int, *, ends: bool) -> int | None:
    """Return the nearest place beyond `at` where a unit ends, or else starts; None if there is none."""
    if size == "sentence":
        return _sentence_stop(article, at, direction, ends=ends)
    text = article.text
    inside = {"word": _wordy, "letter": _seen, "phrase": _spoken}[size]
    for before, here in _forward(text, at) if direction > 0 else _backward(text, at):
        own, other = (before, here) if ends else (here, before)
        if inside(text, own) and (
            size == "letter"
            or (size == "word" and not _wordy(text, other))
            or (size == "phrase" and _pauses(text, here, 1 if ends else -1))
        ):
            return here
    return None


def _sentence_stop(article: Article, at: int, direction: int, *, ends: bool) -> int | None:
    starts = article.sentence_starts
    if direction > 0:
        place = bisect_right(starts, at)
        if ends and place and article.units[place - 1].end > at:
            place -= 1
    else:
        place = bisect_left(starts, at) - 1
        if ends and place >= 0 and article.units[place].end >= at:
            place -= 1
    if not 0 <= place < len(starts):
        return None
    return article.units[place].end if ends else starts[place]


# ------------------------------------------------------------------ clusters; each is known by its start


def _floor(text: str, offset: int) -> int:
    while not is_boundary(text, offset):
        offset -= 1
    return offset


def _ceiling(text: str, offset: int) -> int:
    while not is_boundary(text, offset):
        offset += 1
    return offset


def _forward(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the clusters around each boundary behind `at`; the one after the last is the text's length."""
    before = at
    while before < len(text):
        here = _ceiling(text, before + 1)
        yield before, here
        before = here


def _backward(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the clusters around each boundary before `at`; the one before the first is -1."""
    here = _floor(text, at - 1) if at > 0 else -1
    while here >= 0:
        before = _floor(text, here - 1) if here else -1
        yield before, here
        here = before


def _seen(text: str, at: int) -> bool:
    return 0 <= at < len(text) and not text[at].isspace() and text[at] not in _UNSEEN


def _wordy(text: str, at: int) -> bool:
    """Say whether a cluster is of a word; what joins two letters or belongs to a number is, too."""
    if not 0 <= at < len(text):
        return False
    char = text[at]
    if char.isalnum() or char in PREPENDED:
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char in _IN_WORDS:
        return bool(before) and (before.isalnum() or extends(before)) and after.isalnum()
    return (
        (char in _IN_NUMBERS and before.isdigit() and after.isdigit())
        or (char in _BEHIND_NUMBERS and before.isdigit())
        or (char in _BEFORE_NUMBERS and after.isdigit())
    )


def _marks_pause(text: str, at: int) -> bool:
    """Say whether a code point parts phrases: punctuation outside words, a line end, the text's end."""
    if not 0 <= at < len(text) or text[at] == "\n":
        return True
    return unicodedata.category(text[at])[0] == "P" and not _wordy(text, at)


def _spoken(text: str, at: int) -> bool:
    return _seen(text, at) and not _marks_pause(text, at)


def _pauses(text: str, here: int, direction: int) -> bool:
    """Say whether there is a pause at a boundary, looking over white space in a direction."""
    at = here if direction > 0 else here - 1
    while 0 <= at < len(text) and text[at] != "\n" and not _seen(text, at):
        at += direction
    return _marks_pause(text, at)
