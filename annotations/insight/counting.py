"""Reads from the words around an amount what is counted, what happened to those counted, and when.

The number reader (`annotations.text.numbers`) takes the noun beside an amount. A news sentence says more, and
further off: `عدد القتلى بلغ 34 شخصا` counts the killed, `384 شخصا لقوا مصرعهم` too, and `الآلاف` of
`قوات، يقدر عددها بالآلاف` counts troops. What is read here stays within the clause, since what stands in the
next one is as often said of somebody else: silence costs less than soldiers counted among the dead.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

from annotations.insight.nouns import ONLY_BESIDE, PERSON, Nouns, class_of, fate, fates
from annotations.text.numbers import Number
from annotations.text.numbers.reading import numbers_of
from annotations.text.numbers.tokens import Tokens, definite, readings
from annotations.text.numbers.words import NOT_COUNTED, PERCENT, bare, table_of

_STATES = table_of("""
    عدد العدد عددهم عددها عدده حصيلة الحصيلة إجمالي مجموع بلغ بلغت يبلغ تبلغ ارتفع ارتفعت يرتفع ارتفاع
    وصل وصلت يصل تصل وصول سجلت
""")
"""Words of a statement of a number: what is counted may stand further from it."""

_BREAKS = table_of("الذي التي الذين اللذين أن أنه أنها أنهم إن إنه إنها إنهم كما بينما فيما حيث لكن")
"""Words at which another clause begins."""

_STOPS = frozenset(".،,؛;:!؟?()[]«»“”\"'\n…–—-")
_OPENING = frozenset("(«“\"'")

_AMONG = table_of("بينهم بينها منهم منها ضمنهم بينهن منهن")
"""`41 قتيلا بينهم تسعة أطفال`: what happened to the first happened to the second."""

_ADJACENT = 2
"""Tokens between a verb and an amount that is its subject or object: أصيب نحو 540 شخصا."""
_NEAR = 5
_FAR = 16
"""Tokens looked at before and behind an amount; further where a number is being stated."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_NAMES = table_of("عام العام سنة السنة")
_SINCE = table_of("منذ")
_RELATIVE = {
    (bare(noun), bare(which)): step
    for noun in ("العام", "السنة")
    for which, step in (("الماضي", -1), ("الماضية", -1), ("الفائت", -1), ("المنصرم", -1), ("المقبل", 1))
} | {(bare(this), bare(noun)): 0 for this in ("هذا", "هذه") for noun in ("العام", "السنة")}
_HEADED = re.compile(r"\s*((?:19|20)\d\d)\s*[:：–—-]\s")


class Counted(NamedTuple):
    """An amount, and what the words around it say of it."""

    number: Number
    noun: str
    """The class under which it is counted; empty if nothing says what is counted."""
    what: str | None
    """A class such as قتيل, by what happened to those counted; None if nothing is said."""
    period: str | None
    """The year of which it is said: `2024`, or `-1`, `0` or `1` for last year, this one and the next."""
    first: int
    """The amount's first token."""
    end: int
    """The token after its last one."""


class CountedSentence(NamedTuple):
    """The amounts of a sentence, with its tokens."""

    tokens: Tokens
    amounts: list[Counted]


def counted_in(text: str, nouns: Nouns, *, period: str | None = None) -> CountedSentence:
    """Read the amounts of a sentence.

    Args:
        text: the sentence; offsets of the amounts are into it.
        nouns: the classes of counted nouns.
        period: the year under which the sentence stands, as in a list of years.
    """
    tokens = Tokens(text)
    numbers = numbers_of(tokens)
    if not numbers:
        return CountedSentence(tokens, [])
    starts = [tokens[index].start for index in range(len(tokens))]
    spans = [
        (max(0, bisect_right(starts, number.start) - 1), bisect_left(starts, number.end))
        for number in numbers
    ]
    return CountedSentence(tokens, _Sentence(tokens, numbers, spans, nouns, period).amounts())


def heading_year(text: str) -> str | None:
    """Return the year that heads an entry of a list, `2006: ...`."""
    match = _HEADED.match(text)
    return match[1] if match else None


class _Sentence:
    """One sentence being read; its amounts look at each other."""

    def __init__(
        self,
        tokens: Tokens,
        numbers: list[Number],
        spans: list[tuple[int, int]],
        nouns: Nouns,
        period: str | None,
    ) -> None:
        self._tokens = tokens
        self._numbers = numbers
        self._spans = spans
        self._nouns = nouns
        self._period = period
        # A set, as each amount asks of the tokens around it, and a sentence may have thousands of amounts.
        self._inside = {index for first, end in spans for index in range(first, end)}

    def amounts(self) -> list[Counted]:
        counted: list[str | None] = [self._nouns.of_unit(number.unit) for number in self._numbers]
        for place in reversed(range(len(counted))):
            counted[place] = counted[place] or self._partitive(place)
            if counted[place] is None and self._joined(place, place + 1):
                counted[place] = counted[place + 1]  # 1500 أو 12000 جندي
        for place in range(len(counted)):
            if counted[place] in (None, PERSON) and self._continues(place):
                counted[place] = counted[place - 1]  # مقتل 115 ألف جندي وإصابة 500 ألف
        happened: list[str | None] = []
        for place in range(len(counted)):
            if counted[place] is None:
                counted[place] = self._stated_noun(place) or self._noun_before(place)
            happened.append(self._fate(place, counted[place], happened))
        return [
            Counted(
                number,
                class_of(counted[place], happened[place]),
                happened[place],
                self._year(place),
                *self._spans[place],
            )
            for place, number in enumerate(self._numbers)
        ]

    # ------------------------------------------------------------------ what is counted

    def _between(self, place: int, other: int) -> list[str]:
        if not 0 <= place < other < len(self._spans):
            return []
        return [self._tokens[at].bare for at in range(self._spans[place][1], self._spans[other][0])]

    def _joined(self, place: int, other: int) -> bool:
        """Say whether nothing but أو or إلى parts two amounts."""
        return self._between(place, other) in (["او"], ["الي"], ["الي", "نحو"], ["ام"])

    def _continues(self, place: int) -> bool:
        """Say whether an amount goes on to count what the one before it counted."""
        if place == 0:
            return False
        number, before = self._numbers[place], self._numbers[place - 1]
        others = readings(self._tokens[self._spans[place][1]].bare)[-1].rest in _OTHERS or (
            number.unit is not None and bare(number.unit) in _OTHERS
        )
        if number.unit is not None and not others:
            return False
        gap = self._spans[place][0] - self._spans[place - 1][1]
        if before.unit is None or before.unit == PERCENT or not 0 <= gap <= _NEAR:
            return False
        return others or number.what is not None or self._beside_fate(place)

    def _beside_fate(self, place: int) -> bool:
        token = self._tokens[self._spans[place][0] - 1]
        return self._fate_word(token.bare, PERSON, beside=True) is not None

    def _partitive(self, place: int) -> str | None:
        """Return the class of a noun that follows with من: 12000، أو أي نوع من الجنود."""
        at = self._spans[place][1]
        for index in range(at, min(at + _NEAR + 1, len(self._tokens) - 1)):
            token, following = self._tokens[index], self._tokens[index + 1]
            if token.bare in ".؛:\n" or self._inside_amount(index):
                return None
            if token.bare == "من" and following.kind == "word":
                return self._nouns.known(following.text)
        return None

    def _stated_noun(self, place: int) -> str | None:
        """Return the class of what is said to have a number: عدد الوفيات ... إلى 832, قوات يقدر عددها ب."""
        for index in self._backwards(place, _FAR, commas=True):
            word = readings(self._tokens[index].bare)[-1].rest
            if word == "عدد":
                return self._nouns.known(self._tokens[index + 1].text)
            if word in {"عددها", "عددهم", "عدده", "عددهن"}:
                before = range(index - 1, max(-1, index - 6), -1)
                return next(
                    (known for at in before if (known := self._nouns.known(self._tokens[at].text))), None
                )
        return None

    def _noun_before(self, place: int) -> str | None:
        """Return the class of the noun that a definite number follows: أعضاء المجلس الخمسة عشر."""
        first = self._spans[place][0]
        if not all(definite(self._tokens[at]) for at in (first, first - 1)):
            return None
        head = self._tokens[first - 2]
        with_head = head.kind == "word" and not definite(head) and head.bare not in NOT_COUNTED
        return self._nouns.of_unit(head.text if with_head else self._tokens[first - 1].text)

    # ------------------------------------------------------------------ what happened to them

    def _fate(self, place: int, counted: str | None, earlier: list[str | None]) -> str | None:
        number = self._numbers[place]
        if counted in fates() or number.unit == PERCENT:
            return counted if counted in fates() else None
        if number.what and (happened := self._fate_word(bare(number.what), counted, beside=True)):
            return happened
        start = self._spans[place][0]
        if place and any(self._tokens[start - back].bare in _AMONG for back in (1, 2)):
            among = earlier[place - 1]
            if among is None or self._fate_word(among, counted, beside=True) or among in fates():
                return among
        before = self._fate_before(place, counted, _ADJACENT)
        return before or self._fate_behind(place, counted) or self._fate_before(place, counted, _NEAR)

    def _fate_before(self, place: int, counted: str | None, reach: int) -> str | None:
        """Look for a verb or noun before an amount; further off only where a number is being stated."""
        start, stated = self._spans[place][0], False
        for index in self._backwards(place, _FAR if reach == _NEAR else reach + 1, commas=False):
            word = self._tokens[index].bare
            beside = start - index <= _ADJACENT
            if (stated or start - index <= reach + 1) and (
                happened := self._fate_word(word, counted, beside=beside)
            ):
                return self._either(index, happened, counted)
            stated = stated or any(reading.rest in _STATES for reading in readings(word))
        return None

    def _fate_behind(self, place: int, counted: str | None) -> str | None:
        end = self._spans[place][1]
        for index in range(end, min(end + _NEAR + 2, len(self._tokens))):
            word = self._tokens[index].bare
            if word in _STOPS or self._inside_amount(index):
                return None
            if happened := self._fate_word(word, counted, beside=False):
                joined = word[:1] == "و" and self._fate_word(word[1:], counted, beside=False) is not None
                return None if joined else self._either(index, happened, counted)
            if index > end and word[:1] == "و" and len(word) > 3:
                return None  # وتم إجلاء: another clause
        return None

    def _either(self, index: int, happened: str, counted: str | None) -> str:
        """Return what a word says, and what is joined to it by أو: قتلوا أو جرحوا."""
        if self._tokens[index + 1].bare != "او":
            return happened
        other = fate(self._tokens[index + 2].bare, counted)
        return f"{happened} أو {other}" if other and other != happened else happened

    @staticmethod
    def _fate_word(word: str, counted: str | None, *, beside: bool) -> str | None:
        return None if word in ONLY_BESIDE and not beside else fate(word, counted)

    # ------------------------------------------------------------------ when

    def _year(self, place: int) -> str | None:
        """Return the year of which an amount is said: named behind it, before it, or alone in its sentence.

        What has been counted since a year isn't said of it.
        """
        first, end = self._spans[place]
        before = self._spans[place - 1][1] if place else 0
        behind = self._spans[place + 1][0] if place + 1 < len(self._spans) else len(self._tokens)
        own = next(filter(None, map(self._year_at, range(end, behind))), None)
        own = own or next(filter(None, map(self._year_at, range(first - 1, before - 1, -1))), None)
        return own or self._only_year or self._period

    @cached_property
    def _only_year(self) -> str | None:
        years = set(filter(None, map(self._year_at, range(len(self._tokens)))))
        return years.pop() if len(years) == 1 else None

    def _year_at(self, index: int) -> str | None:
        token = self._tokens[index]
        step = _RELATIVE.get((token.bare, self._tokens[index + 1].bare))
        if step is not None:
            return None if self._tokens[index - 1].bare in _SINCE else str(step)
        if token.kind != "number" or not _YEAR.fullmatch(token.bare) or self._inside_amount(index):
            return None
        if not any(reading.rest in _YEAR_NAMES for reading in readings(self._tokens[index - 1].bare)):
            return None
        return None if self._tokens[index - 2].bare in _SINCE else token.bare

    # ------------------------------------------------------------------ walking

    def _inside_amount(self, index: int) -> bool:
        return index in self._inside

    def _backwards(self, place: int, reach: int, *, commas: bool) -> list[int]:
        """Return the tokens before an amount, back to where its clause begins."""
        first, floor = self._spans[place][0], self._spans[place - 1][1] if place else 0
        reached = []
        for index in range(first - 1, max(floor, first - reach) - 1, -1):
            word = self._tokens[index].bare
            if word in _STOPS and not (commas and word in "،,"):
                if index == first - 1 and word in _OPENING:
                    continue
                break
            if word in _BREAKS:
                break
            reached.append(index)
        return reached


_OTHERS = table_of("آخر آخرون آخرين آخران أخرى أخريات")
