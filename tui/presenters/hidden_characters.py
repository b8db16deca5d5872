"""What is said of the hidden characters of a text: the lines of the details, the count of an article."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import islice

from annotations.text.hidden_characters import COUNTED, HiddenCharacter, count_hidden, find_hidden
from tui.bidi import direction_of, mostly_rtl
from tui.i18n import N_, _, plural
from tui.presenters.stored import SIGN, reorders_in, with_signs

MOST = 3
"""Hidden characters of one sentence that are named; those beyond are counted."""
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
    """The hidden characters of a text that can change what a reader sees, as the reader sets its paragraphs.

    Args:
        text: of an article.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def within(self, start: int, end: int) -> list[HiddenCharacter]:
        """Return those in a span of code points, `COUNTED` at the most."""
        return list(islice(find_hidden(self._text, start, end, reorders=self._reordering), COUNTED))

    def count(self) -> int:
        """Return how many there are, `COUNTED` at the most."""
        return count_hidden(self._text, reorders=self._reordering)

    @cached_property
    def _in_rtl(self) -> bool:
        return mostly_rtl(self._text)

    def _reordering(self, text: str, marks: Sequence[int]) -> Collection[int]:
        start = text.rfind("\n", 0, marks[0]) + 1
        end = text.find("\n", start, start + _PARAGRAPH)
        paragraph = text[start : end if end >= 0 else start + _PARAGRAPH]
        return reorders_in(direction_of(paragraph, in_rtl=self._in_rtl))(text, marks)


def hidden_lines(text: str, start: int, end: int) -> list[str]:
    """Return what the details say of the hidden characters in a span of an article: nothing, mostly.

    Each line has the word in which it stands, with a sign in its place, its code point, and what it is.
    """
    found = HiddenOf(text).within(start, end)
    named = [one for one in found if one.kind != "end"] or found
    lines = [_line(text, one) for one in named[:MOST]]
    if more := len(named) - len(lines):
        lines.append(plural("and {n} more", "and {n} more", more))
    return lines


def _line(text: str, hidden: HiddenCharacter) -> str:
    at = hidden.offset
    before = _WORD_END.search(text[max(0, at - _AROUND) : at])
    after = _WORD.match(text[at + 1 : at + 1 + _AROUND])
    word = with_signs(f"{before[0] if before else ''}{SIGN}{after[0] if after else ''}")
    name = _(NAMES[hidden.kind])
    return _("{word}: {name}, {code}").format(word=f"\u2068{word}\u2069", name=name, code=hidden.code)
