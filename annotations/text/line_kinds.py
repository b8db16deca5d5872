"""Tells the kind of each unit of an article: prose, headline, heading, or part of the page around it.

Four kinds of evidence are combined, each in a module of its own, in this order:

1. Phrases: what publishing systems and newsrooms write on any page (`boilerplate_rules`), where they count.
2. Shape: lines that are no language, and what tells prose from a headline (`line_shape`).
3. The story: the stretch of lines with the most prose in it. It divides the page into head, story and tail.
   The title is the line of the head with the most points (`headlines`), among them how many of its words the
   story has (`story_words`).
4. Place, runs and copies: what stands above the title, between it and the story, and below the last prose,
   is judged by its neighbours and by whether it speaks of the story (`page_frame`). Inside the story only
   phrases and shapes count.

A label alone opens a block, which ends at the next prose, so that a link list amid a story never swallows
it; only after the story's own source or keyword line does a "read also" run to the end, since then another
article follows. In doubt a unit is body: to dim a claim costs an analyst more than to read a button. All of
it takes a time that grows with the number of lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from annotations.text import boilerplate_matcher, page_frame
from annotations.text.boilerplate_matcher import BoilerplateMatch
from annotations.text.dates import folded_date_label
from annotations.text.folding import fold
from annotations.text.headlines import mark_headings, mark_headlines
from annotations.text.line_shape import UNPUNCTUATED_PROSE, Line, LineShape
from annotations.text.lines import spaced
from annotations.text.story_words import StoryWords

_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NEVER_FIRST = frozenset("،,؛;.)")
_GAP = re.compile(r"[ \xa0]{3,}|\t")
_QUOTED = re.compile('["“”«»]')
_PREPOSITION = re.compile(r"(?<!\w)(?:في|من|الي|عن|مع|ان|لن|لم|لا|قد|التي|الذي)(?!\w)")
"""A word that no name has (على is one, folded): who is called المدير العام may also speak in a headline."""
_PLACE_OF_HOUR = re.compile(r"بتوقيت [^\W\d_]+(?: [^\W\d_]+)?")

_LONG, _SHORT_LINE, _FRAME = 40, 1, 2
"""Points: what a line of prose (its words) adds to a story at most; what other lines take away."""
_NAME = 6
"""Words: the longest name or number behind a label of a masthead or a counter."""
_COLUMN = 5
"""Lines: so many, of which one in four breaks off amid a sentence, are prose in a narrow column."""
_KEPT, _KEPT_LENGTH = 4096, 120
"""Lines that are kept for the next page of a site, and how many code points each has at most."""
_BLOCKS = {"related": (UNPUNCTUATED_PROSE, 20), "keywords": (5, 30), "source": (6, 1), "ui": (5, 1)}
"""Kinds whose label may stand alone: how many words a line under it has at most, and how many lines."""


def kinds_of(text: str, cuts: Sequence[tuple[int, int]]) -> list[str]:
    """Say the kind (`sentences.KINDS`) of each unit of a text; `cuts` are its `sentences.spans`."""
    lines = _lines(text, cuts)
    kinds = _look_up(text, cuts, lines)
    head, tail = _story(lines)
    _apply_phrases(lines, head, tail)
    page_frame.mark_shapes(lines, head, tail)
    story = StoryWords([line for line in lines[head : tail + 1] if not line.kind])
    _open_blocks(lines, head, story)
    title = mark_headlines(lines, head, story)
    above = head
    if title is not None:
        above = next(at for at, line in enumerate(lines) if line is title)
        if above == head:  # a headline with a stop: the story begins below it
            head = next((at for at in range(above + 1, tail + 1) if lines[at].prose), head)
            _apply_phrases(lines, head, tail)
        page_frame.mark_between(lines, above + 1, head, story)
    if head < len(lines) or title is not None:  # a page without prose has nothing to tell its frame from
        page_frame.mark_above(lines, above, story, titled=title is not None)
    page_frame.mark_below(lines, tail + 1, story)
    page_frame.mark_copies(lines, head, tail)
    mark_headings(lines)
    for line in lines:
        for unit in range(line.first, line.last):
            kinds[unit] = kinds[unit] or line.kind or "body"
    return kinds


def _apply_phrases(lines: Sequence[Line], head: int, tail: int) -> None:
    """Give each line the kind of the first row that knows it and holds where it stands."""
    for at, line in enumerate(lines):
        zone = "head" if at < head else "tail" if at > tail else "story"
        line.kind = line.kind or next((match.kind for match in line.matches if _holds(match, zone, line)), "")


def _story(lines: Sequence[Line]) -> tuple[int, int]:
    """Find the story: the stretch of lines that has the most prose, less what isn't.

    Returns:
        Its first and last line of prose; the number of lines twice, if there is none.
    """
    best, place = 0, (len(lines), len(lines))
    points, first = 0, 0
    for at, line in enumerate(lines):
        if not line.prose:
            points -= _FRAME if line.matches else _SHORT_LINE
            continue
        if points <= 0:
            points, first = 0, at
        points += min(line.words, _LONG)
        if points >= best:
            best, place = points, (first, at)
    return _with_column(lines, place[0]), place[1]


def _with_column(lines: Sequence[Line], head: int) -> int:
    """Let a story begin with the lines above its first prose that a narrow column broke, if any."""
    first = head
    while first > 0 and not lines[first - 1].kind and not lines[first - 1].matches:
        first -= 1
    column = lines[first + 1 : head]  # what stands above them all is the headline
    broken = [at for at, line in enumerate(column) if line.broken]
    if len(column) >= _COLUMN and len(broken) * 4 >= len(column):
        return first + 1 + broken[0]
    return head


def _lines(text: str, cuts: Sequence[tuple[int, int]]) -> list[Line]:
    """Group the cuts by line."""
    firsts = []
    ended = -1
    for unit, (start, end) in enumerate(cuts):
        between = text[ended:start]  # as a rule one space or one line end
        if ended < 0 or between == "\n" or (between != " " and _BREAK.search(between)):
            firsts.append(unit)
        ended = end
    lines: list[Line] = []
    for first, last in itertools.pairwise([*firsts, len(cuts)]):
        known = _known_line(text[cuts[first][0] : cuts[last - 1][1]])
        line = Line(known.shape, first, last, known.gaps, "", known.matches)
        if line.folded[:1] in _NEVER_FIRST:
            line.cut = True
            for before in lines[-1:]:
                before.cut = True
        lines.append(line)
    return lines


class _KnownLine(NamedTuple):
    """All that a line says wherever it stands."""

    shape: LineShape
    gaps: int
    matches: Sequence[BoilerplateMatch]
    """The rows of the table that know the line as a whole."""


def _known_line(written: str) -> _KnownLine:
    """Read a line, or remember it: a menu's lines are the same on every page of a site."""
    return _kept_line(written) if len(written) <= _KEPT_LENGTH else _read_line(written)


def _read_line(written: str) -> _KnownLine:
    gaps = len(_GAP.findall(written)) if "   " in written or "\t" in written else 0
    shape = LineShape(spaced(fold(written)))
    matches = boilerplate_matcher.in_line(shape.folded)
    label = folded_date_label(_bare_hour(shape.folded)) if shape.words < _LONG else None
    if label is not None:  # amid a story a bare date heads the events of that day
        matches.insert(0, BoilerplateMatch("date", "WHOLE", "any" if label else "edge"))
    return _KnownLine(shape, gaps, matches)


_kept_line = lru_cache(_KEPT)(_read_line)


def _look_up(text: str, cuts: Sequence[tuple[int, int]], lines: list[Line]) -> list[str]:
    """Ask the table about each sentence.

    Returns:
        The kinds of single sentences that the table knows wherever they stand; the rest is "".
    """
    kinds = [""] * len(cuts)
    parts = boilerplate_matcher.parts_in("\n".join(line.folded for line in lines))
    for line in lines:
        here = [part for part in parts if part.pieces[0] in line.folded] if parts else ()
        for unit in range(line.first, line.last) if here else ():
            start, end = cuts[unit]
            match = boilerplate_matcher.in_sentence(" ".join(fold(text[start:end]).split()), here)
            if not match:
                continue
            if match.zone == "any":
                kinds[unit] = match.kind
            if match.zone != "any" or line.last - line.first == 1:
                line.matches = [*line.matches, match]
    return kinds


def _bare_hour(folded: str) -> str:
    """Leave out the place whose time an hour is told in: any city or country may be."""
    return _PLACE_OF_HOUR.sub("", folded) if "بتوقيت" in folded else folded


def _holds(match: BoilerplateMatch, zone: str, line: Line) -> bool:
    """Say whether a rule counts where the line stands."""
    if match.zone == "edge" and zone == "story":
        return False
    if match.zone == "after" and zone == "head":
        return False
    if match.zone in {"head", "tail"} and match.zone != zone:
        return False
    if match.form == "WHOLE" and match.zone == "any" and "%" in line.folded:
        return False  # a count of votes or of a turnout; buttons have none in percent
    if match.form != "LABEL" or match.kind == "keywords" or not match.rest:
        return True
    words = match.rest.count(" ") + 1
    if match.kind == "ui":
        return words <= _NAME and not _PREPOSITION.search(match.rest)
    if match.kind in {"related", "section"}:
        return words < UNPUNCTUATED_PROSE and line.last - line.first <= 2
    longest = 4 if zone == "story" else 5 if line.stopped else 10  # amid a story المصدر: may speak itself
    return words <= longest and not _QUOTED.search(match.rest)


def _open_blocks(lines: list[Line], head: int, story: StoryWords) -> None:
    """Let a label that stands alone name the lines under it."""
    story_ended = False
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        alone = any(match.kind == line.kind and _opens_block(match) for match in line.matches)
        if line.kind == "related" and alone and story_ended:
            for following in lines[at:]:
                if following.kind in {"", "source", "keywords"}:  # the other story's, not this one's
                    following.kind = "related"
            return
        if line.kind in _BLOCKS and alone:
            at = _take_block(lines, at, line.kind, story if at <= head else None)
        if line.kind in {"keywords", "source"} and at > head:
            story_ended = True
        elif not line.kind:
            story_ended = False


def _is_headline(line: Line, first: Line, story: StoryWords) -> bool:
    """Say whether a line ends a list of links above the story: it has no bullet as they, or is the title."""
    if first.shape.bullet and not line.shape.bullet:
        return True
    shared, words = story.shared(line.folded)
    return shared >= 3 and shared * 2 >= words


def _opens_block(match: BoilerplateMatch) -> bool:
    """Say whether a line is a label and nothing else."""
    return not match.rest and (match.form == "LABEL" or (match.kind == "related" and match.form == "WHOLE"))


def _take_block(lines: list[Line], at: int, kind: str, below: StoryWords | None) -> int:
    """Name the lines from `at` that can be links, tags or the source's name; returns where the block ends.

    `below` is the story, if the block stands above it: there the headline that it speaks of ends the block.
    """
    longest, most = _BLOCKS[kind]
    items: list[int] = []
    end = at
    while end < len(lines) and len(items) < most:
        if lines[end].kind not in {"", "ui", "date"}:
            break
        if not lines[end].kind:
            line = lines[end]
            if not line.link or line.words > longest or line.shape.dangling or line.shape.continues:
                break
            if below and kind == "related" and items and _is_headline(line, lines[items[0]], below):
                break
            items.append(end)
        end += 1
    story_goes_on = any(not line.kind and not line.link for line in lines[end : end + 1])
    if (
        kind == "related"
        and story_goes_on
        and items
        and (below or (items[-1] == end - 1 and len(items) > 1 and lines[items[-1]].words <= 5))
    ):
        items.pop()  # the headline under a page's link list, or the heading of what follows
    for item in items:
        lines[item].kind = kind
    return items[-1] + 1 if items else at
