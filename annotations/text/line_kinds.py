"""Tells the kind of each unit of an article: prose, headline, heading, or part of the page around it.

The phrases are in `boilerplate_rules.TABLE`; here is what only a line's place decides. The first and the last
line of prose (a full sentence that the table doesn't know) divide the text into head, story and tail. A label
alone opens a block, which ends at the next prose, so that a link list amid a story never swallows the story;
only after the story's own source or keyword line does a "read also" run to the end, since then another
article follows. In doubt a unit is body: to dim a claim costs an analyst more than to read a button.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import msgspec

from annotations.text import boilerplate_matcher
from annotations.text.boilerplate_matcher import BoilerplateMatch
from annotations.text.dates import folded_date_label
from annotations.text.folding import fold

_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FULL_STOP = re.compile(r"(?<!\.)\.\W*+$")
_OPEN_END = re.compile(r"[:،؛,;]\W*+$")
_SITE_NAME = re.compile(r"(?<=\w{4}) ?[|–—-] (?:[^ |–—-]++ ?+){1,4}+$")
_QUOTED = re.compile('["“”«»]')
_BULLET = re.compile(r"[-•·*–—▪●◦]\s")

_PROSE = 6
"""Words: the shortest complete sentence that proves that the story has begun."""
_UNPUNCTUATED_PROSE = 25
"""Words: from here a line is prose without a full stop too; a headline is never as long."""
_TITLE = 4
"""Words: fewer before the story are a name, a caption or a place, if anything longer is there."""
_HEADING = 15
"""Words: the longest heading inside a story."""
_BLOCKS = {"related": (_UNPUNCTUATED_PROSE, 20), "keywords": (5, 30), "source": (6, 1)}
"""Kinds whose label may stand alone: how many words a line under it has at most, and how many lines."""
_AROUND_LEAD = 4
"""Lines: how far below the headline its repetition makes what lies between them the lead."""


class _Line(msgspec.Struct):
    """One line of the text: units `first` to `last` (exclusive) of the cuts."""

    folded: str
    first: int
    last: int
    kind: str = ""
    matches: Sequence[BoilerplateMatch] = ()

    @property
    def words(self) -> int:
        return self.folded.count(" ") + 1

    @property
    def stopped(self) -> bool:
        """True if it ends as a sentence does, or promises more: no headline does either."""
        return bool(
            _FULL_STOP.search(self.folded, len(self.folded) - 8)
            or _OPEN_END.search(self.folded, len(self.folded) - 8)
        )

    @property
    def prose(self) -> bool:
        if self.matches or self.kind:
            return False
        return self.words >= (
            _PROSE if _FULL_STOP.search(self.folded, len(self.folded) - 8) else _UNPUNCTUATED_PROSE
        )

    @property
    def link(self) -> bool:
        """True if it could be a headline in a list of links."""
        return (
            not self.kind
            and not self.stopped
            and self.words < _UNPUNCTUATED_PROSE
            and self.last - self.first <= 2
        )


def kinds_of(text: str, cuts: Sequence[tuple[int, int]]) -> list[str]:
    """Say the kind (`sentences.KINDS`) of each unit of a text; `cuts` are its `sentences.spans`."""
    lines = _lines(text, cuts)
    kinds = _look_up(text, cuts, lines)
    prose = [at for at, line in enumerate(lines) if line.prose]
    head, tail = (prose[0], prose[-1]) if prose else (len(lines), len(lines))
    for at, line in enumerate(lines):
        zone = "head" if at < head else "tail" if at > tail else "story"
        line.kind = line.kind or next((match.kind for match in line.matches if _holds(match, zone, line)), "")
    _open_blocks(lines, head)
    _mark_headlines(lines, head)
    for line in lines:
        for unit in range(line.first, line.last):
            kinds[unit] = kinds[unit] or line.kind or "body"
    return kinds


def _lines(text: str, cuts: Sequence[tuple[int, int]]) -> list[_Line]:
    """Group the cuts by line."""
    firsts = [
        unit
        for unit, (start, _) in enumerate(cuts)
        if not unit or _BREAK.search(text, cuts[unit - 1][1], start)
    ]
    lines = []
    for first, last in itertools.pairwise([*firsts, len(cuts)]):
        folded = " ".join(fold(text[cuts[first][0] : cuts[last - 1][1]]).split())
        lines.append(_Line(folded, first, last))
    return lines


def _look_up(text: str, cuts: Sequence[tuple[int, int]], lines: list[_Line]) -> list[str]:
    """Ask the table about each line and each sentence.

    Returns:
        The kinds of single sentences that the table knows wherever they stand; the rest is "".
    """
    kinds = [""] * len(cuts)
    parts = boilerplate_matcher.parts_in("\n".join(line.folded for line in lines))
    for line in lines:
        matches = boilerplate_matcher.in_line(line.folded)
        label = folded_date_label(line.folded)
        if label is not None:  # amid a story a bare date heads the events of that day
            matches.insert(0, BoilerplateMatch("date", "WHOLE", "any" if label else "edge"))
        here = [part for part in parts if part.pieces[0] in line.folded]
        for unit in range(line.first, line.last) if here else ():
            start, end = cuts[unit]
            match = boilerplate_matcher.in_sentence(" ".join(fold(text[start:end]).split()), here)
            if not match:
                continue
            if match.zone == "any":
                kinds[unit] = match.kind
            if match.zone != "any" or line.last - line.first == 1:
                matches.append(match)
        line.matches = matches
    return kinds


def _holds(match: BoilerplateMatch, zone: str, line: _Line) -> bool:
    """Say whether a rule counts where the line stands."""
    if match.zone == "edge" and zone == "story":
        return False
    if match.zone == "after" and zone == "head":
        return False
    if match.zone in {"head", "tail"} and match.zone != zone:
        return False
    if match.form != "LABEL" or match.kind == "keywords" or not match.rest:
        return True
    words = match.rest.count(" ") + 1
    if match.kind in {"related", "section"}:
        return words < _UNPUNCTUATED_PROSE and line.last - line.first <= 2
    return words <= (5 if line.stopped else 10) and not _QUOTED.search(match.rest)


def _open_blocks(lines: list[_Line], head: int) -> None:
    """Let a label that stands alone name the lines under it."""
    story_ended = False
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        alone = any(
            match.kind == line.kind and match.form != "PART" and not match.rest for match in line.matches
        )
        if line.kind == "related" and alone and story_ended:
            for following in lines[at:]:
                if following.kind in {"", "source", "keywords"}:  # the other story's, not this one's
                    following.kind = "related"
            return
        if line.kind in _BLOCKS and alone:
            at = _take_block(lines, at, line.kind, in_head=at <= head)
        if line.kind in {"keywords", "source"} and at > head:
            story_ended = True
        elif not line.kind:
            story_ended = False


def _take_block(lines: list[_Line], at: int, kind: str, *, in_head: bool) -> int:
    """Name the lines from `at` that can be links, tags or the source's name; returns where the block ends."""
    longest, most = _BLOCKS[kind]
    items: list[int] = []
    end = at
    while end < len(lines) and len(items) < most:
        if lines[end].kind not in {"", "ui", "date"}:
            break
        if not lines[end].kind:
            if not lines[end].link or lines[end].words > longest:
                break
            items.append(end)
        end += 1
    story_goes_on = any(not line.kind and not line.link for line in lines[end : end + 1])
    if (
        kind == "related"
        and story_goes_on
        and items
        and (in_head or (len(items) > 1 and lines[items[-1]].words <= 5))
    ):
        items.pop()  # the headline under a page's link list, or the heading of what follows
    for item in items:
        lines[item].kind = kind
    return items[-1] + 1 if items else at


def _mark_headlines(lines: list[_Line], head: int) -> None:
    """Find the title, its repetitions, the lead between them, and the headings."""
    own = [line for line in lines if not line.kind]
    candidates = _headline_places(own, lines[head] if head < len(lines) else None)
    if candidates:
        _mark_title(own, candidates)
        own = [line for line in own if not line.kind]
    for line, following in itertools.pairwise(own):
        if (
            _can_head(line)
            and line.words < following.words
            and (following.prose or following.words > _HEADING)
        ):
            line.kind = "heading"


def _headline_places(own: list[_Line], first_prose: _Line | None) -> list[int]:
    """Return the places before the story that can be its headline; without a story only the first line is."""
    end = 1
    if first_prose is not None:
        end = next((at for at, line in enumerate(own) if line is first_prose), 0)
    return [at for at in range(min(end, len(own) - 1)) if own[at].link and own[at].words <= 2 * _HEADING]


def _can_head(line: _Line) -> bool:
    """Say whether a line is short as a heading is, and no item of a list."""
    return line.link and line.words <= _HEADING and not _BULLET.match(line.folded)


def _mark_title(own: list[_Line], candidates: Sequence[int]) -> None:
    """Take the headline that the page repeats, else the first; of copies the one without the site's name."""
    places: dict[str, list[int]] = {}
    for at, line in enumerate(own):
        if line.words <= 2 * _HEADING and not line.stopped:
            places.setdefault(_SITE_NAME.sub("", line.folded), []).append(at)
    full = [at for at in candidates if own[at].words >= _TITLE] or candidates[:1]
    all_copies = [_copies(own, places, at) for at in full]
    copies = next((copies for copies in all_copies if len(copies) > 1), all_copies[0])
    title = min(copies, key=lambda at: own[at].words)  # min takes the first of equals
    for at in copies:
        own[at].kind = "title" if at == title else "duplicate-title"
    if title == copies[0] and len(copies) > 1 and copies[1] - copies[0] <= _AROUND_LEAD:
        for line in own[copies[0] + 1 : copies[1]]:
            line.kind = line.kind or "lead"


def _copies(own: list[_Line], places: dict[str, list[int]], at: int) -> list[int]:
    """Return the places of a headline, with or without a site's name; two names would be two headlines."""
    bare = _SITE_NAME.sub("", own[at].folded)
    return [place for place in places[bare] if own[place].folded in {bare, own[at].folded}]
