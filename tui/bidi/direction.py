"""The base direction of a paragraph of an article, which is not always what its first letter says.

News in Arabic opens paragraphs with Latin names (`CNN: قالت ...`). UAX #9's P2 and P3 would set those from
left to right, with their words in an order that nobody wrote; a browser doesn't, as the page says `dir=rtl`.
HL1 lets a higher protocol set the level of a paragraph, and this is ours:

1. A paragraph without a right-to-left letter runs from left to right.
2. In an article most of whose letters run from right to left, every other paragraph does so too.
3. In any other article a paragraph runs the way of most of its letters.

Most is counted in a sample of fixed size, taken evenly, so that no text makes this dear.
"""

from __future__ import annotations

from tui.bidi.classes import classes
from tui.bidi.paragraph import Direction

_SAMPLE = 4096
"""Code points that are looked at, at most twice as many; they are spread evenly over a longer text."""

_BEGINNING = 64
"""Code points that are looked at first for a letter from right to left: most paragraphs begin with one."""


def mostly_rtl(text: str) -> bool:
    """Say whether more of a text's letters run from right to left than from left to right."""
    letters = classes(text[:: max(1, len(text) // _SAMPLE)])
    return letters.count("R") + letters.count("A") > letters.count("L")


def direction_of(paragraph: str, *, in_rtl: bool) -> Direction:
    """Return the base direction of a paragraph.

    Args:
        paragraph: its text.
        in_rtl: whether the article is `mostly_rtl`.
    """
    if not _has_rtl(paragraph):
        return "ltr"
    return "rtl" if in_rtl or mostly_rtl(paragraph) else "ltr"


def _has_rtl(text: str) -> bool:
    if text.isascii():
        return False
    start, end = 0, _BEGINNING
    while start < len(text):
        letters = classes(text[start:end])
        if "A" in letters or "R" in letters:
            return True
        start, end = end, end + _SAMPLE
    return False
