"""Finds the hidden characters of a text that can change what a reader sees, and puts them into words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple

from annotations.text.hidden_characters import (
    COUNTED,
    HiddenCharacter,
    count_hidden,
    find_hidden,
    first_hidden,
)
from annotations.text.hidden_characters import SIGN as VISIBLE_SIGN
from tui.bidi import direction_of, mostly_rtl
from tui.i18n import N_, _, plural
from tui.presenters.stored import SIGN, directed, reorders_in, with_signs

MOST = 3
"""Hidden characters of one sentence that are named; those beyond are counted."""
_CHECKS = 64
"""Runs of marks of direction in a row that are looked at closely; more than that are no honest text."""
_AROUND = 10
"""Code points that are shown at either side of one, as far as its word goes."""
_WORD, _WORD_END = re.compile(r"\S*"), re.compile(r"\S*+$")
_PARAGRAPH = 1 << 14
"""Code points of a paragraph by which its direction is judged."""

NAMES = {
    "override": N_("direction override, not applied"),
    "embedding": N_("direction embedding"),
    "isolate": N_("direction isolate"),
    "end": N_("end of a direction"),
    "mark": N_("direction mark"),
    "zero width": N_("zero width character"),
    "tag": N_("tag character"),
    "filler": N_("blank filler"),
    "selector": N_("variation selector"),
    "modifier": N_("emoji modifier"),
    "format": N_("format character"),
}
"""By the kind of `annotations.text.hidden_characters`."""


class HiddenOf:
    """Finds the hidden characters that can change what is seen, as the reader sets a text's paragraphs.

    Args:
        text: of an article.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._directed: dict[int, list[tuple[int, int]]] = {}
        """By a paragraph's first code point the parts of it that have a direction of their own."""

    def within(self, start: int, end: int) -> list[HiddenCharacter]:
        """Return those that act on a span of code points, `COUNTED` at the most.

        They stand in it, or before it and direct it.
        """
        inside = find_hidden(self._text, start, end, reorders=self._reordering)
        paragraph = self._text.rfind("\n", 0, start) + 1
        return list(islice(chain(self._openers(start, paragraph), inside), COUNTED))

    def any_in(self, start: int, end: int, paragraph: int) -> bool:
        """Say whether any acts on a span of code points, such as a row, of the paragraph that begins there.

        What stands between two rows counts for both: it may part a number that is wrapped there.
        """
        if self._openers(start, paragraph):
            return True
        first = first_hidden(self._text, start)
        hidden = find_hidden(self._text, first, end, reorders=self._reordering, checks=_CHECKS)
        return next(hidden, None) is not None

    def count(self) -> int:
        """Return how many there are, `COUNTED` at the most."""
        return count_hidden(self._text, reorders=self._reordering)

    def _openers(self, offset: int, paragraph: int) -> list[HiddenCharacter]:
        """Return what opened the embedding or isolate in which an offset lies, the outermost one."""
        parts = self._parts(paragraph)
        place = bisect_left(parts, (offset, 0)) - 1
        if place < 0 or parts[place][1] <= offset:
            return []
        return list(islice(find_hidden(self._text, parts[place][0], parts[place][0] + 1), 1))

    def _parts(self, paragraph: int) -> list[tuple[int, int]]:
        """Return the parts of a paragraph with a direction of their own, those within others left out."""
        known = self._directed.get(paragraph)
        if known is None:
            end = self._text.find("\n", paragraph)
            inner = directed(self._text, paragraph, end if end >= 0 else None)
            known = []
            for opener, last in sorted((part.opener, part.end) for part in inner if not part.forced):
                if not known or opener >= known[-1][1]:
                    known.append((opener, last))
            self._directed[paragraph] = known
        return known

    @cached_property
    def _in_rtl(self) -> bool:
        return mostly_rtl(self._text)

    def _reordering(self, text: str, marks: Sequence[int]) -> Collection[int]:
        start = text.rfind("\n", 0, marks[0]) + 1
        end = text.find("\n", start, start + _PARAGRAPH)
        paragraph = text[start : end if end >= 0 else start + _PARAGRAPH]
        return reorders_in(direction_of(paragraph, in_rtl=self._in_rtl))(text, marks)


class HiddenNote(NamedTuple):
    """The words of the details about one hidden character."""

    where: str
    """The word in which it stands, with a sign in its place, and its code point."""
    what: str
    """The name of its kind; for those that are only counted, how many they are."""


def hidden_in(text: str, start: int, end: int, known: HiddenOf | None = None) -> list[HiddenNote]:
    """Return the words of the details about the hidden characters in a span of an article: mostly none.

    Args:
        text: of the article.
        start: the first code point.
        end: the code point after the last one.
        known: finds them in this text, and has been asked before: a paragraph of a megabyte takes 2 ms once.
    """
    hidden = (known or HiddenOf(text)).within(start, end)
    named = [character for character in hidden if character.kind != "end"] or hidden
    notes = [HiddenNote(_where(text, character), _(NAMES[character.kind])) for character in named[:MOST]]
    if more := len(named) - len(notes):
        notes.append(HiddenNote("", plural("and {n} more", "and {n} more", more)))
    return notes


def _where(text: str, hidden: HiddenCharacter) -> str:
    at = hidden.offset
    before = _WORD_END.search(text[max(0, at - _AROUND) : at])
    after = _WORD.match(text[at + 1 : at + 1 + _AROUND])
    word = with_signs(f"{before[0] if before else ''}{SIGN}{after[0] if after else ''}")
    if word[0] == SIGN:  # without a direction it would stand before the isolate
        word = VISIBLE_SIGN + word[1:]
    return f"\u2068{word}\u2069  \u2066{hidden.code}\u2069"
