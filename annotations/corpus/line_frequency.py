"""Finds the lines of a source's pages that are furniture, by how many of its pages have them.

What counts is how many *stories* have a line. Pages that carry one story, since it was saved several times or
updated, are one: pages are one story if they share most of what is rarer on the source than the line that is
asked about, and pages of which less than half is rarer give no evidence at all. So neither a dispatch in four
versions nor its title becomes furniture.

Whether a line that many stories have is furniture of a page depends on what it looks like and where it
stands there:

- A full sentence that several stories have is as a rule background that an agency repeats, and stays text. It
  is furniture only if most stories have it, and if it stands outside of the story with something else of the
  frame between them; one of a few words, such as `did you like this page?`, needs nothing between.
- Between sentences of the story a short line without a stop, such as `advertisement`, is furniture if a fifth
  of the stories have it; another, such as `He added:`, if most have.
- Before and after the story a tenth of the stories is enough, and where a source has many, ten.
- A title or lead stays one, unless most stories have it, and it is short or seems to be that of several: then
  it is the name of the site. The title that is given beside the text always stays, and so does one with a
  figure: of a daily report all titles are one line but for the figures.

Everything here is a function of the set of pages: neither their order nor how they came matters.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from annotations.corpus.kept_lines import PageLines, RepeatedLine, SourceLines
from annotations.model.line_layers import UNITS_SHIFT
from annotations.text.line_shape import UNPUNCTUATED_PROSE
from annotations.text.page_lines import NO_NAME
from annotations.text.sentences import BOILERPLATE_KINDS

if TYPE_CHECKING:
    from annotations.text.page_lines import TextLines
    from annotations.text.sentences import Sentence

PROSE, TITLE, GIVEN, KNOWN, SHORT, STOPPED = 1, 2, 4, 8, 16, 32
"""Marks of a line: it is a sentence in full; title or lead by its text; a title that stays; part of
the page by its text alone; of few words; it ends as a sentence does, or promises more. Above them, from
`UNITS_SHIFT` on, is how many sentences it has."""

AT_LEAST = 4
"""Stories that have to share a line."""
ENOUGH = 10
"""Stories that are enough before and after the text, however many there are."""
SAMPLE = 2000
"""Pages of a source that are looked at; of more, those whose hashes are the smallest, whoever came first."""

_OUTSIDE, _SHORT_INSIDE, _LONG_INSIDE, _SENTENCE, _NAME = 1, 2, 4, 8, 16
"""Places in which a line is frequent enough to be furniture."""
_SHARES = {_SHORT_INSIDE: 0.2, _LONG_INSIDE: 0.6, _SENTENCE: 2 / 3}
_OUTSIDE_SHARE = 0.1

_FEW_WORDS = 5
_SENTENCE_WORDS = 4
_PARAGRAPH = 10
"""Words from which it is one on a page that hardly sets stops."""
_MANY_PARAGRAPHS = 3
_STOPS = ".؟?!…۔"
_OPEN = ":،؛,;"
_CLOSING = "\"'»”’)]"
_CLOSING_QUOTES = '"»”'
_QUOTED_WORDS = 3
"""Words from which a line that ends with a quotation is what somebody says, though a source repeats it."""
_STOPPED = re.compile(rf"[{_STOPS}][{re.escape(_CLOSING)}\s]*$")
_TITLES = ("title", "lead")
_FIGURE = re.compile(r"\d")

_MOST_SAVED = 32
"""Pages with one sentence up to which it tells copies of a story; exact copies are found in any case."""
_EVERYWHERE = 0.8
"""Share of pages from which a sentence surely isn't a story's."""


NOTHING = SourceLines(0, {})


def marks_of(text: str, sentences: Sequence[Sentence], lines: TextLines, given_title: int) -> array[int]:
    """Return the marks of a page's lines.

    Args:
        text: of the page.
        sentences: as the text alone has them.
        lines: its lines.
        given_title: the name of the title that is given beside the text, or `NO_NAME`.
    """
    stops = []
    for end in lines.ends:
        at = sentences[end - 1].end
        last = text[at - 1]
        stops.append(
            last in _STOPS or (last in _CLOSING and _STOPPED.search(text, max(0, at - 6), at) is not None)
        )
    paragraphs = [stop for stop, words in zip(stops, lines.words, strict=True) if words >= _PARAGRAPH]
    hardly_stops = len(paragraphs) >= _MANY_PARAGRAPHS and 3 * sum(paragraphs) < len(paragraphs)
    long = _PARAGRAPH if hardly_stops else UNPUNCTUATED_PROSE
    marks = array("I")
    for name, first, end, words, stop in zip(*lines, stops, strict=True):
        mark = (end - first) << UNITS_SHIFT
        quoted = words >= _QUOTED_WORDS and text[sentences[end - 1].end - 1] in _CLOSING_QUOTES
        if words >= long or (stop and words >= _SENTENCE_WORDS) or quoted:
            mark |= PROSE
        if words <= _FEW_WORDS:
            mark |= SHORT
        if stop or quoted or text[sentences[end - 1].end - 1] in _OPEN:
            mark |= STOPPED
        if name == given_title != NO_NAME:
            mark |= GIVEN
        elif sentences[first].kind in _TITLES and _FIGURE.search(
            text, sentences[first].start, sentences[end - 1].end
        ):
            mark |= GIVEN  # it is another one every day, though the name of its line is the same
        known = KNOWN
        for number in range(first, end):
            kind = sentences[number].kind
            if kind not in BOILERPLATE_KINDS:
                known = 0
                if kind in _TITLES:
                    mark |= TITLE
        marks.append(mark | known)
    return marks


def lines_of_source(pages: Collection[PageLines]) -> SourceLines:
    """Return the lines that several stories of a source have, and where each is furniture by that."""
    if len(pages) < AT_LEAST:
        return NOTHING
    of_pages = _Pages(pages)
    having = {name: on for name, on in of_pages.having.items() if len(on) >= AT_LEAST}
    everywhere = of_pages.stories(_MOST_SAVED)
    total = len(set(everywhere))
    lines: dict[int, RepeatedLine] = {}
    for name, on in having.items():
        rarer_than = min(_MOST_SAVED, 1 << (len(on).bit_length() - 1))
        stories = of_pages.stories(rarer_than)
        count = len({stories[page] for page in on})
        if count < AT_LEAST:
            continue
        places = _places(count, of_pages.story_count(rarer_than))
        if places & _LONG_INSIDE and len({stories[page] for page in of_pages.as_title.get(name, ())}) > 1:
            places |= _NAME
        lines[name] = RepeatedLine(min(count, total), places)
    return SourceLines(total, lines)


def _places(stories: int, total: int) -> int:
    places = _OUTSIDE * (stories >= min(ENOUGH, math.ceil(_OUTSIDE_SHARE * total)))
    for place, share in _SHARES.items():
        places |= place * (stories >= share * total)
    return places


class _Pages:
    """The pages of a source, and which of them are one story."""

    def __init__(self, pages: Iterable[PageLines]) -> None:
        self.having: dict[int, list[int]] = {}
        self.as_title: dict[int, list[int]] = {}
        """On which pages a line is the title or the lead."""
        self._sentences: list[set[int]] = []
        self._others: list[set[int]] = []
        for number, (names, marks) in enumerate(pages):
            sentences: set[int] = set()
            others: set[int] = set()
            titles: set[int] = set()
            for name, mark in zip(names, marks, strict=True):
                if name == NO_NAME:
                    continue
                if mark & TITLE:
                    titles.add(name)
                if not mark & KNOWN:
                    (sentences if mark & PROSE else others).add(name)
                on = self.having.setdefault(name, [])
                if not on or on[-1] != number:
                    on.append(number)
            for name in titles:
                self.as_title.setdefault(name, []).append(number)
            self._sentences.append(sentences)
            self._others.append(others)
        most = _EVERYWHERE * len(self._sentences)
        for number, sentences in enumerate(self._sentences):
            # A page without a sentence of its own, as of a film or a picture, is told by its other lines.
            if all(len(self.having[name]) >= most for name in sentences):
                self._sentences[number] = self._others[number]
        self._stories: dict[int, list[int]] = {}
        self._counts: dict[int, int] = {}

    def story_count(self, rarer_than: int) -> int:
        """Return how many stories there are, see `stories`."""
        if rarer_than not in self._counts:
            self._counts[rarer_than] = len(set(self.stories(rarer_than)))
        return self._counts[rarer_than]

    def stories(self, rarer_than: int) -> list[int]:
        """Return the story of each page as a number.

        Args:
            rarer_than: pages; what stands on so many or more tells no story from another.
        """
        known = self._stories.get(rarer_than)
        if known is not None:
            return known
        having = self.having
        most = _EVERYWHERE * len(self._sentences)
        own = []
        for sentences in self._sentences:
            rarer = [name for name in sentences if len(having[name]) < rarer_than]
            of_story = sum(len(having[name]) < most for name in sentences)
            own.append(frozenset(rarer if 2 * len(rarer) >= of_story else ()))
        groups: dict[frozenset[int], int] = {}
        stories = [groups.setdefault(names, len(groups)) for names in own]
        sets = list(groups)
        on: dict[int, list[int]] = {}
        for group, names in enumerate(sets):
            for name in names:
                on.setdefault(name, []).append(group)
        shared: Counter[tuple[int, int]] = Counter()
        for among in on.values():
            if len(among) > 1:
                shared.update(combinations(among, 2))
        root = list(range(len(sets)))

        def find(group: int) -> int:
            while root[group] != group:
                root[group] = root[root[group]]
                group = root[group]
            return group

        for (first, second), number in shared.items():
            if 2 * number > min(len(sets[first]), len(sets[second])):
                low, high = sorted((find(first), find(second)))
                root[high] = low
        self._stories[rarer_than] = stories = [find(group) for group in stories]
        return stories


def places_of(lines: Mapping[int, RepeatedLine]) -> dict[int, int]:
    """Return the lines of a source that are furniture anywhere, with where."""
    return {name: line.places for name, line in lines.items() if line.places}


def furniture_of(page: PageLines, places_of_source: Mapping[int, int]) -> set[int]:
    """Return the names of the lines of a page that are furniture since they are repeated.

    What the text alone tells to be part of the page isn't among them, unless it stands elsewhere, too.

    Args:
        page: its lines.
        places_of_source: of its source.
    """
    names, marks = page
    if places_of_source.keys().isdisjoint(names):
        return set()
    places = [places_of_source.get(name, 0) for name in names]
    first, last = _story(marks, places)
    furniture: set[int] = set()
    stays: set[int] = set()
    for number, (name, mark, place) in enumerate(zip(names, marks, places, strict=True)):
        if mark & KNOWN or not place:
            continue
        if mark & GIVEN:
            is_furniture = False
        elif mark & TITLE:
            is_furniture = bool(place & _NAME or (mark & SHORT and place & _LONG_INSIDE))
        elif mark & PROSE:
            is_furniture = not first <= number <= last and first >= 0 and bool(place & _SENTENCE)
        elif first <= number <= last:
            label = mark & (SHORT | STOPPED) == SHORT
            is_furniture = bool(place & (_SHORT_INSIDE if label else _LONG_INSIDE))
        else:
            is_furniture = bool(place & _OUTSIDE)
        (furniture if is_furniture else stays).add(name)
    return furniture - stays


def _story(marks: Sequence[int], places: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last line of the story: of its sentences; -1 twice if it has none."""
    own = [
        number
        for number, (mark, place) in enumerate(zip(marks, places, strict=True))
        if mark & PROSE and not mark & KNOWN and not place
    ]
    if not own:
        return -1, -1
    last = _reach(own[-1], range(own[-1] + 1, len(marks)), marks, places)
    return _reach(own[0], range(own[0] - 1, -1, -1), marks, places), last


def _reach(end: int, outwards: range, marks: Sequence[int], places: Sequence[int]) -> int:
    """Return how far a story reaches beyond its last own sentence: over sentences that several stories have.

    It ends where most stories have the next sentence and a part of the frame lies between.
    """
    apart = False
    for number in outwards:
        mark, place = marks[number], places[number]
        if mark & PROSE and not mark & KNOWN:
            if place & _SENTENCE and (apart or mark & SHORT):
                break
            end, apart = number, False
        elif mark & (KNOWN | TITLE) or place & _OUTSIDE:
            apart = True
    return end
