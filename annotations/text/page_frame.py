"""Tells the frame of a page from its story by place, by runs of lines and by copies.

Above the title, between it and the story, and below the last prose a page has its menus, credits and lists
of other stories, which no phrase betrays: they are short, unstopped, stand several together and say nothing
of what the story says. Inside the story nothing of this holds: there a short line is a heading, a verse, an
item of a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from annotations.text.headlines import bare
from annotations.text.line_shape import Line, is_breadcrumb, is_menu_line, is_table_row, shape_kind
from annotations.text.story_words import StoryWords

_SHORT = 4
"""Words: the longest item of a menu, a name, a section."""
_CREDIT = 6
"""Words: the longest line that names an author, a desk, a place under the headline."""
_RUN = 3
"""Lines: so many alike, one under the other, are a menu or a list of links."""
_TELLING = 12
"""Content words: below that a story is too short for a line to be strange to it."""
_QUOTED = re.compile('["“”«»]')
_FIGURE = re.compile(r"\d")
_ENDS_QUOTE = re.compile('["”»][.،!؟?]?$')
_KICKER = re.compile(
    r"(?:في|بعد|قبل|خلال|مع|رغم|بسبب|علي|عقب|وسط|من|بين|منذ|لاول|للمره|وفق|بحسب|مصدر|مصادر)(?!\w)|.*\.\.\W*$"
)
"""How a line above the headline begins that belongs to it: an adverbial, or it trails off into it."""
_PART_NAME = re.compile(
    r"(?:بسم الله.*|السلام عليكم.*|ايت?ها .*|الي .*"
    r"|مقدمه|تمهيد|ملخص|الخلاصه|خلاصه|نبذه|موجز|خلفيه|(?:ال)?نقاط (?:ال)?\S+|باختصار"
    r"|الخبر|القصه|تفاصيل .*|ابرز .*|اهم .*)\W*"
)
"""The heading of an article's first part, or a salutation."""
_ENDS = {"comment-form", "keywords", "related", "banner"}
"""Kinds after which no line of the story is expected any more."""


def mark_shapes(lines: Sequence[Line], head: int, tail: int) -> None:
    """Mark what isn't language: addresses, files, hours, a few Latin words beside an Arabic story."""
    arabic = any(line.arabic for line in lines[head : tail + 1] or lines)
    for at, line in enumerate(lines):
        if not line.kind and not line.prose:
            kind, anywhere = shape_kind(line, beside_arabic=arabic)
            if kind and (anywhere or at < head or at > tail):
                line.kind = kind


def mark_above(lines: Sequence[Line], end: int, story: StoryWords, *, titled: bool) -> None:
    """Mark the frame above the title, or above a story that has none."""
    for run in _runs(lines[:end]):
        menu = len(run) >= _RUN and sum(line.words <= _SHORT for line in run) * 3 >= len(run) * 2
        listed = sum(line.words > _SHORT for line in run) >= _RUN and not _broken(run)
        for line in run:
            if line.ticker:
                line.kind = "related"
            elif not (line.stopped or line.cut or line.prose):
                strange = not story.shared(line.folded)[0] and story.count >= _TELLING
                nearest = line is lines[end - 1]
                line.kind = _kind_above(
                    line, menu=menu, listed=listed, strange=strange, titled=titled, nearest=nearest
                )
    _mark_table_rows(lines[:end])


def _kind_above(line: Line, *, menu: bool, listed: bool, strange: bool, titled: bool, nearest: bool) -> str:
    """Say the kind of an unstopped line above the title or, without one, above the story.

    Right above the title stands what leads to it, right above a story perhaps its first line.
    """
    if line.words <= _SHORT:
        if menu:
            return "ui"
        return "section" if strange or (titled and line.words <= 2) else ""
    if is_breadcrumb(line) or (is_menu_line(line) and strange):
        return "ui"
    if listed or (strange and not (nearest and (not titled or _KICKER.match(line.folded)))):
        return "related"
    return ""


def mark_between(lines: Sequence[Line], start: int, head: int, story: StoryWords) -> None:
    """Mark credits, places and lists of links between the title and the story."""
    if head == len(lines):
        return  # a page without prose: what stands under the title may be all that it says
    between = lines[start:head]
    _mark_table_rows(between)
    title = lines[start - 1].folded
    for run in _runs(between):
        if (
            len(run) > _RUN
            and not _broken(run)
            and all(line.link for line in run)
            and _strangers(run, story) * 3 >= len(run) * 2  # else they sum the story up
        ):
            for line in run:
                line.kind = "related" if line.words > _SHORT else "ui"
            continue
        for line in run:
            if story.begins(line.folded):
                line.kind = "ui"
            elif (line.pair and not line.particles) or _is_credit(line, bare(title), story):
                line.kind = "source"


def _is_credit(line: Line, title: str, story: StoryWords) -> bool:
    """Say whether a short line under the title has nothing to do with it or with the story."""
    return (
        line.words <= _CREDIT
        and line.link
        and not (line.cut or line.question or line.bullet)
        and not _QUOTED.search(line.folded)
        and not _PART_NAME.fullmatch(line.folded)
        and story.count >= _TELLING
        and not story.shared(line.folded)[0]
        and not StoryWords([Line(title, 0, 1)]).shared(line.folded)[0]
    )


def mark_below(lines: Sequence[Line], start: int, story: StoryWords) -> None:
    """Mark the lines below the last prose: once something has ended the story, all but prose is the frame."""
    ended = False
    announced = start > 0 and start <= len(lines) and lines[start - 1].announces
    run: list[Line] = []
    for line in lines[start:]:
        if line.kind in {"ui", "date", "section"} and run:
            continue
        if line.kind or line.prose:
            if not announced:
                _mark_run(run, story, ended=ended)
            announced = line.prose and line.announces
            run = []
            ended |= line.kind in _ENDS or (line.kind == "source" and _names_source(line))
        else:
            run.append(line)
    if not announced:
        _mark_run(run, story, ended=ended)


def _names_source(line: Line) -> bool:
    """Say whether it is the article's source line: المصدر: ..."""
    return any(match.form == "LABEL" for match in line.matches)


def _mark_run(run: list[Line], story: StoryWords, *, ended: bool) -> None:
    """Mark lines that stand together below the last prose, if enough speaks for it."""
    if not run:
        return
    items = [line for line in run if line.link]
    if ended:
        items = [line for line in items if not (line.continues or line.cut or _tells(line))]
        items += [line for line in run if line.stopped and not line.full_stop and line.words <= _SHORT]
    elif len(run) < _RUN:
        if len(run) == 1 and _is_signature(run[0], story):
            run[0].kind = "source"
        return
    elif (
        len(items) < len(run)
        or _broken(run)
        or any(line.continues or line.announces for line in run)
        or sum(line.opens_sentence for line in run) * 3 >= len(run)
        or (any(line.bullet for line in run) and not _are_other_stories(run, story))
        or _are_statements(run)
    ):
        return  # a list of the story's own, or paragraphs without stops
    for line in items:
        line.kind = "related" if line.words > _SHORT else "ui"


def _tells(line: Line) -> bool:
    """Say whether a line hangs together as a sentence without a stop does."""
    return line.words > 2 * _SHORT and line.particles >= 2


def _is_signature(line: Line, story: StoryWords) -> bool:
    """Say whether a few words that the story hasn't close it: who wrote it, or for whom."""
    return (
        line.words <= _SHORT
        and line.link
        and not (line.bullet or line.question or line.announces)
        and not _QUOTED.search(line.folded)
        and story.count >= _TELLING
        and not story.shared(line.folded)[0]
    )


def _are_other_stories(run: Sequence[Line], story: StoryWords) -> bool:
    """Say whether items with bullets are headlines of other stories, and no points of this one."""
    return _strangers(run, story) * 2 >= len(run) and all(line.words - line.bullet > _SHORT for line in run)


def _are_statements(run: Sequence[Line]) -> bool:
    """Say whether half of some lines quote or count, or two are short questions: witnesses, a toll, answers.

    Rows of a table are left out: rates and leagues stand beside more stories than tables belong to one.
    """
    telling = sum(
        bool(_ENDS_QUOTE.search(line.folded))
        or bool(line.words <= _SHORT and _FIGURE.search(line.folded) and not is_table_row(line))
        for line in run
    )
    questions = sum(line.question and line.words <= _SHORT for line in run)
    return telling * 2 >= len(run) or questions >= 2


def _strangers(run: Sequence[Line], story: StoryWords) -> int:
    """Return how many lines say nothing of what the story says."""
    return sum(not story.shared(line.folded)[0] for line in run)


def mark_copies(lines: Sequence[Line], head: int, tail: int) -> None:
    """Mark a short line that the page has three times and more, unless only the story has it: a refrain."""
    if any(line.cut for line in lines):
        return  # a crawler cut the sentences at their links: a name that comes again is a word of them
    counts = Counter(line.folded for line in lines if line.words <= _CREDIT)
    outside = {line.folded for at, line in enumerate(lines) if at < head or at > tail}
    for line in lines:
        if not line.kind and not line.stopped and counts[line.folded] >= _RUN and line.folded in outside:
            line.kind = "ui"


def _mark_table_rows(lines: Sequence[Line]) -> None:
    for line in lines:
        if not line.kind and not line.stopped and is_table_row(line):
            line.kind = "ui"


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines that no rule knows yet, those together that stand together."""
    run: list[Line] = []
    for line in lines:
        if line.kind:
            if run and line.kind not in {"ui", "date", "section"}:
                yield run
                run = []
        else:
            run.append(line)
    if run:
        yield run


def _broken(run: Sequence[Line]) -> bool:
    """Say whether the lines are one text in a narrow column, or prose without stops."""
    return sum(line.broken for line in run) * 4 >= len(run)
