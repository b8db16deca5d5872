"""Chooses the title among the lines before the story, and finds its copies, its lead and the headings.

Each candidate gets points for what headlines are and menus, mastheads, captions and names are not: its words
come again in the story, it is repeated on the page, it has the length of a headline and no stop, it stands by
itself and near the story. Nothing is a title that has too few: a story that begins at once has none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from annotations.text.line_shape import Line
from annotations.text.story_words import StoryWords

HEADING = 15
"""Words: the longest heading inside a story."""
LONGEST = 2 * HEADING
"""Words: the longest headline."""
_AROUND_LEAD = 4
"""Lines: how far below the headline its repetition makes what lies between them the lead."""
_ENOUGH = 2.0
"""Points that a title has at least."""
_SHORT_TITLE = 3
"""Words: so short a line is more often a section, a name or a place."""
_TELLING = 12
"""Content words: a shorter story needn't say again what its headline said."""
_SITE_NAME = re.compile(r"(?<=\w{4}) ?[|–—-] (?:[^ |–—-]++ ?+){1,4}+$")
_SITE_BEFORE = re.compile(r"^(?:[^ |–—:-]++ ){1,3}[|–—-] (?=(?:\S+ ){3})")
_BEFORE_NAME = re.compile("[|–—-]")
_PUNCTUATION = re.compile(r"[^\w\s]+")
_LIST = 4
"""Lines: so many headlines one under the other are a list."""


def mark_headlines(lines: list[Line], head: int, story: StoryWords) -> Line | None:
    """Mark title, copies and lead; `head` is the first line of the story. Returns the title's line."""
    own = [line for line in lines if not line.kind]
    first = lines[head] if head < len(lines) else None
    places = _places(own, first)
    if places:
        copies = _Copies(own)
        points = {at: _points(own, at, len(places), copies, story) for at in places}
        best = max(places, key=lambda at: (points[at], -at))
        if points[best] >= _ENOUGH:
            return _mark_title(own, copies.of(_above_its_lead(own, best, points)), places[-1])
    if first is not None and own and own[0] is first and _is_stopped_headline(lines, head):
        first.kind = "title"
        return first
    return None


def _above_its_lead(own: Sequence[Line], best: int, points: dict[int, float]) -> int:
    """Return the line above the best one if that is its lead: longer, nearly as good, and right below."""
    above = best - 1
    if (
        points.get(above, 0) >= max(_ENOUGH, points[best] - 1)
        and _SHORT_TITLE < own[above].words < own[best].words
        and not own[best].shape.bullet
    ):
        return above
    return best


def mark_headings(lines: Sequence[Line]) -> None:
    """Mark the short lines over longer prose as headings."""
    own = [line for line in lines if not line.kind]
    for line, following in itertools.pairwise(own):
        if can_head(line) and line.words < following.words and (following.prose or following.words > HEADING):
            line.kind = "heading"


def can_head(line: Line) -> bool:
    """Say whether a line is short as a heading is, and no item of a list."""
    return line.link and line.words <= HEADING and not line.shape.bullet


def _places(own: list[Line], first_prose: Line | None) -> list[int]:
    """Return the places before the story that can be its headline; without a story only the first line is."""
    end = 1
    if first_prose is not None:
        end = next((at for at, line in enumerate(own) if line is first_prose), 0)
    return [at for at in range(min(end, len(own) - 1)) if _can_be_title(own[at])]


def _can_be_title(line: Line) -> bool:
    """Say whether a line has a headline's form: no stop, no caption, not cut off, no way to a page."""
    return (
        not (line.stopped or line.cut or line.shape.dangling or line.shape.caption_like or line.ticker)
        and line.words <= LONGEST
        and line.last - line.first <= 3
        and not line.shape.breadcrumb
    )


def _points(own: list[Line], at: int, candidates: int, copies: _Copies, story: StoryWords) -> float:
    """Weigh what speaks for a line as the title, and what against it."""
    line = own[at]
    shared, words = story.shared(bare(line.folded))
    telling = story.count >= _TELLING
    short = line.words <= _SHORT_TITLE
    points = min(2.0, max(0, line.words - 3))  # five words and more make a headline
    points += 3 * shared / words + min(shared, 3) * 0.5 if words else -1
    if not telling:
        points += 1.5 if line.words > 1 else -0.5
    elif not shared:
        points -= 1.5 if at == 0 and candidates == 1 else 2.5
    if short and telling:
        points += 0.5 if shared and shared == words else -1.5
        if line.words == 1 or story.says(line.folded):
            points -= 4  # a name or a place, as the story has it: a caption or a dateline
    if line.words > 18:
        points -= 1
    if len(copies.of(at)) > 1:
        points += 3 if line.words > 4 else 0.5  # mastheads are repeated too
    if at == 0:
        points += 0.5
    if line.shape.lead_like:
        points -= 4
    if story.begins(line.folded):
        points -= 4  # the first words of the story, as a teaser or a picture has them
    if line.shape.pair or line.shape.table_row or (line.shape.menu and not shared):
        points -= 3
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


def _is_stopped_headline(lines: Sequence[Line], head: int) -> bool:
    """Say whether the first sentence is a headline with a stop.

    The next one says nearly all of it again, or half of it with a date or a credit between them.
    """
    line = lines[head]
    if line.words > 20 or line.shape.opens_sentence or line.shape.lead_like:
        return False
    below = list(itertools.takewhile(lambda other: not other.prose, lines[head + 1 : head + 6]))
    after = head + 1 + len(below)
    if after >= len(lines) or line.words >= lines[after].words:
        return False
    shared, words = StoryWords(lines[after : after + 1]).shared(line.folded)
    apart = any(match.kind in {"date", "source"} for other in below for match in other.matches)
    return words >= 4 and shared * 10 >= words * (5 if apart else 7)


def bare(folded: str) -> str:
    """Return a headline without the name of the site behind or before it, if enough of it is left."""
    if not _BEFORE_NAME.search(folded):
        return folded
    without = _SITE_BEFORE.sub("", _SITE_NAME.sub("", folded))
    return without if without.count(" ") >= _SHORT_TITLE - 1 else folded


def _keys(folded: str) -> tuple[str, str, str]:
    """Return a headline without punctuation: as it is, without a site's name behind it, and `bare`."""
    if folded.replace(" ", "").isalnum():
        return folded, folded, folded
    whole = _key(folded)
    if not _BEFORE_NAME.search(folded):
        return whole, whole, whole
    return whole, _key(_SITE_NAME.sub("", folded)), _key(bare(folded))


def _key(folded: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", folded).split())


class _Copies:
    """Where each headline stands again, with or without a site's name; two names would be two headlines."""

    def __init__(self, own: Sequence[Line]) -> None:
        self._keys: dict[int, tuple[str, str, str]] = {}
        self._places: dict[str, list[int]] = {}
        for at, line in enumerate(own):
            if line.words <= LONGEST and not line.stopped:
                self._keys[at] = keys = _keys(line.folded)
                for form in set(keys):
                    self._places.setdefault(form, []).append(at)

    def of(self, at: int) -> list[int]:
        """Return the places of a headline, its own among them."""
        whole, unnamed, shortest = self._keys[at]
        if whole == unnamed == shortest:
            return self._places[whole]
        short = next((form for form in (shortest, unnamed) if len(self._same(form, whole)) > 1), whole)
        return self._same(short, whole) if short != whole else self._places[whole]

    def _same(self, short: str, whole: str) -> list[int]:
        return [place for place in self._places[short] if self._keys[place][0] in {short, whole}]


def _mark_title(own: list[Line], copies: Sequence[int], last: int) -> Line:
    """Take the copy without the site's name, else the first; what lies between two near ones is the lead.

    `last` is the last place above the story; a copy below it is the title only if it is the shorter one.
    """
    title = min(copies, key=lambda at: (own[at].words, at > last))  # min takes the first of equals
    for at in copies:
        own[at].kind = "title" if at == title else "duplicate-title"
    if title == copies[0] and len(copies) > 1 and copies[1] - copies[0] <= _AROUND_LEAD:
        for line in own[copies[0] + 1 : copies[1]]:
            if not line.kind and line.words > 3:
                line.kind = "lead"
    return own[title]
