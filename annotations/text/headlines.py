"""Chooses the title among the lines before the story, and finds its copies, its lead and the headings.

Each candidate gets points for what headlines are and menus, mastheads, captions and names are not: its words
come again in the story, it is repeated on the page, it has the length of a headline and no stop, it stands by
itself and near the story. Nothing is a title that has too few: a story that begins at once has none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from annotations.text.line_shape import Line, is_breadcrumb, is_menu_line, is_table_row
from annotations.text.story_words import StoryWords

HEADING = 15
"""Words: the longest heading inside a story."""
LONGEST = 2 * HEADING
"""Words: the longest headline."""
_AROUND_LEAD = 4
"""Lines: how far below the headline its repetition makes what lies between them the lead."""
_ENOUGH = 2.0
"""Points that a title has at least."""
_TELLING = 12
"""Content words: a shorter story needn't say again what its headline said."""
_SITE_NAME = re.compile(r"(?<=\w{4}) ?[|–—-] (?:[^ |–—-]++ ?+){1,4}+$")
_SITE_BEFORE = re.compile(r"^(?:[^ |–—:-]++ ){1,3}[|–—-] (?=(?:\S+ ){3})")
_PUNCTUATION = re.compile(r"[^\w\s]+")
_LIST = 4
"""Lines: so many headlines one under the other are a list."""


def mark_headlines(lines: list[Line], head: int, story: StoryWords) -> Line | None:
    """Mark title, copies and lead; `head` is the first line of the story. Returns the title's line."""
    own = [line for line in lines if not line.kind]
    first = lines[head] if head < len(lines) else None
    places = _places(own, first)
    copies = _Copies(own)
    scored = [(_points(own, at, len(places), copies, story), -at) for at in places]
    best = max(scored, default=(0.0, 0))
    if best[0] >= _ENOUGH:
        return _mark_title(own, copies.of(-best[1]))
    if first is not None and own and own[0] is first and _is_headline_of_next(own, story):
        first.kind = "title"
        return first
    return None


def mark_headings(lines: Sequence[Line]) -> None:
    """Mark the short lines over longer prose as headings."""
    own = [line for line in lines if not line.kind]
    for line, following in itertools.pairwise(own):
        if can_head(line) and line.words < following.words and (following.prose or following.words > HEADING):
            line.kind = "heading"


def can_head(line: Line) -> bool:
    """Say whether a line is short as a heading is, and no item of a list."""
    return line.link and line.words <= HEADING and not line.bullet


def _places(own: list[Line], first_prose: Line | None) -> list[int]:
    """Return the places before the story that can be its headline; without a story only the first line is."""
    end = 1
    if first_prose is not None:
        end = next((at for at, line in enumerate(own) if line is first_prose), 0)
    return [at for at in range(min(end, len(own) - 1)) if own[at].link and own[at].words <= LONGEST]


def _points(own: list[Line], at: int, candidates: int, copies: _Copies, story: StoryWords) -> float:
    """Weigh what speaks for a line as the title."""
    line = own[at]
    shared, words = story.shared(bare(line.folded))
    telling = story.count >= _TELLING
    points = 2.0 if line.words >= 5 else 1.0 if line.words == 4 else 0.0
    points += 3 * shared / words + min(shared, 3) * 0.5 if words else -1
    if telling and not shared:
        points -= 1.5 if at == 0 and candidates == 1 else 2.5
    if not telling:
        points += 1.5 if line.words > 1 else -0.5
    if line.words <= 3 and telling:
        points += 0.5 if shared and shared == words else -1.5
        if line.words == 1 or story.says(line.folded):
            points -= 4.0  # a name or a place, as the story has it: a caption or a dateline
    elif line.words > 18:
        points -= 1.0
    if len(copies.of(at)) > 1:
        points += 3.0 if line.words >= 4 else 0.5
    if at == 0:
        points += 0.5
    if line.lead_like or line.cut or line.dangling:
        points -= 3.5
    if is_table_row(line) or is_breadcrumb(line) or (is_menu_line(line) and not shared):
        points -= 3.0
    if _in_list(own, at):
        points -= 1.5
    return points


def _in_list(own: list[Line], at: int) -> bool:
    """Say whether other headlines stand right above and below, or three on one side: a list has no title."""
    above = below = 0
    while at - above - 1 >= 0 and _listed(own[at], own[at - above - 1]) and above < _LIST:
        above += 1
    while at + below + 1 < len(own) and _listed(own[at], own[at + below + 1]) and below < _LIST:
        below += 1
    return above + below >= _LIST - 1


def _listed(line: Line, other: Line) -> bool:
    return other.link and (other.words >= 5) == (line.words >= 5) and other.first - line.last < 8


def _is_headline_of_next(own: list[Line], story: StoryWords) -> bool:
    """Say whether the first line is a headline with a stop: the line under it says nearly all of it again."""
    if len(own) < 2 or not own[1].prose or own[0].words > 20 or own[0].opens_sentence:
        return False
    shared, words = StoryWords(own[1:2]).shared(own[0].folded)
    return words >= 4 and shared * 10 >= words * 7 and own[0].words < own[1].words


def bare(folded: str) -> str:
    """Return a headline without the name of the site behind or before it."""
    return _SITE_BEFORE.sub("", _SITE_NAME.sub("", folded))


def _key(folded: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", folded).split())


class _Copies:
    """Where each headline stands again, with or without a site's name; two names would be two headlines."""

    def __init__(self, own: Sequence[Line]) -> None:
        self._own = own
        self._places: dict[str, list[int]] = {}
        for at, line in enumerate(own):
            if line.words <= LONGEST and not line.stopped:
                for form in {
                    _key(line.folded),
                    _key(_SITE_NAME.sub("", line.folded)),
                    _key(bare(line.folded)),
                }:
                    self._places.setdefault(form, []).append(at)

    def of(self, at: int) -> list[int]:
        """Return the places of a headline, its own among them."""
        folded = self._own[at].folded
        whole = _key(folded)
        short = next(
            (
                form
                for form in (_key(bare(folded)), _key(_SITE_NAME.sub("", folded)))
                if len(self._same(form, whole)) > 1
            ),
            whole,
        )
        return self._same(short, whole) if short != whole else self._places.get(whole, [at])

    def _same(self, short: str, whole: str) -> list[int]:
        return [
            place for place in self._places.get(short, ()) if _key(self._own[place].folded) in {short, whole}
        ]


def _mark_title(own: list[Line], copies: Sequence[int]) -> Line:
    """Take the copy without the site's name, else the first; what lies between two near ones is the lead."""
    title = min(copies, key=lambda at: own[at].words)  # min takes the first of equals
    for at in copies:
        own[at].kind = "title" if at == title else "duplicate-title"
    if title == copies[0] and len(copies) > 1 and copies[1] - copies[0] <= _AROUND_LEAD:
        for line in own[copies[0] + 1 : copies[1]]:
            if not line.kind and line.words > 3:
                line.kind = "lead"
    return own[title]
