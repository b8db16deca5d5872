"""Says of a sentence whether it claims something, of which type, and whether it is worth checking.

Each answer is the first rule that speaks, with the words that it rests on. A type is offered only where its
sign is precise (a figure that is the point, what is to come, what happened); laws, causes and who holds what
were measured to be guesses, and stay unsaid. Worth checking is what evidence apart from the speaker could
settle: figures, what happened, a denial; not views, feelings, calls and what is to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from annotations.insight import statement_words
from annotations.insight.figure_records import Figure
from annotations.insight.nouns import TIMES, fates
from annotations.model.records import NOT_CLAIM
from annotations.reporting.records import DENIED, Attribution
from annotations.text.folding import fold

_WORD = re.compile(r"[^\W_]+(?:[\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d]+[^\W_]*)*")
_QUESTION = re.compile(r"[؟?][\s\"'”“»«’)\]]*$")
_STOP = re.compile(r"[.!…][\s\"'”“»«’)\]]*$")
_LABEL = re.compile(r"^[^:]{3,60}:\s")

_SHORT = 11
"""Words: the longest heading that is told from a sentence by having no verb."""
_FRAGMENT = 6
"""Words: the longest one with a full stop behind it."""
_MANY = 100
"""From here a count is the point of its sentence; a smaller one says more about what happened."""
_MANY_VICTIMS = 10
"""The same for those to whom it happened: killed, wounded, displaced."""
_HEADLINE = 16
"""Words: a headline has no more."""
_AHEAD = 25
"""Words: the longest that stands before the comma behind which a statement begins."""
_LEADING = 7
"""Words: how far into a statement its verb stands at the most."""


class Finding(msgspec.Struct, frozen=True):
    """An answer, the rule that gave it, and the words that the rule rests on."""

    value: str | bool
    rule: str
    words: str = ""


class Judgement(msgspec.Struct, frozen=True):
    """The answers of the rules on one sentence; None where they are silent."""

    claim: Finding
    type: Finding | None
    worth_checking: Finding | None


class _Statement:
    """The words of what is said: of the first claim that somebody makes there, else of the sentence."""

    def __init__(self, text: str, attributions: Sequence[Attribution], start: int, end: int) -> None:
        first = min(attributions, key=lambda it: it.content.start, default=None)
        self.attribution = first
        self.quoted = False
        if first is not None and first.content.start < first.content.end:
            self.quoted = _is_quotation(text, first.content.start, first.content.end)
            if not self._tells_first(text, start, first):
                start, end = first.content.start, first.content.end
        self.start, self.end = start, end
        words = words_of(text[start:end])
        self.bare = [_bare(word) for word in words]
        self.first = _first(text[start:end], words, self.bare)
        """The place of the word with which it begins, particles and what stands before a comma left out."""
        self.words = words
        self.noun_first = _AFTER_THAT.search(text[max(0, start - 8) : start]) is not None
        """Whether a noun must follow, as it does behind أن and إن."""
        self.headline = first is None and len(words) <= _HEADLINE and not _STOP.search(text[start:end])
        """Whether it tells in the present tense what has happened, as headlines do."""

    @property
    def leading(self) -> range:
        """The places of the words among which its verb is looked for."""
        return range(self.first, min(len(self.bare), self.first + _LEADING))

    @staticmethod
    def _tells_first(text: str, start: int, first: Attribution) -> bool:
        """Say whether the outlet itself says something before what it reports."""
        said = [
            span.start for span in (first.cue, first.claimant) if span is not None and span.start >= start
        ]
        return len(words_of(text[start : min([first.content.start, *said])])) > _LEADING


_AFTER_THAT = re.compile(r"(?<!\w)[وفبل]?[أاإ]ن[َّ]*[\s\"'“«:]*$")
_COMMA = re.compile("[،,]")


def _first(text: str, words: Sequence[str], bare: Sequence[str]) -> int:
    """Return the place of the word with which a statement begins."""
    place = 0
    if bare and bare[0] in statement_words.BEFORE and (comma := _COMMA.search(text)):
        ahead = len(words_of(text[: comma.start()]))
        place = ahead if ahead < _AHEAD else 0
    while place < len(bare) - 1 and bare[place] in statement_words.PARTICLES:
        place += 1
    return place


_QUOTES = frozenset("\"“”«»'‘’")


_WHOLE = 0.6
"""The part of a statement from which on a quotation is the statement and no phrase of it."""


def _is_quotation(text: str, start: int, end: int) -> bool:
    """Say whether a statement is somebody's own words: a quotation that goes on for most of it."""
    if _QUOTES.isdisjoint(text[max(0, start - 2) : start + 1]):
        return False
    close = next((at for at in range(start + 1, end) if text[at] in _QUOTES), end)
    return close - start >= _WHOLE * (end - start)


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    return _WORD.findall(text)


def _bare(word: str) -> str:
    return statement_words.bare(fold(word))


def judge(
    text: str,
    start: int,
    end: int,
    attributions: Sequence[Attribution],
    numbers: Sequence[Figure],
) -> Judgement:
    """Judge one sentence.

    Args:
        text: the article's text.
        start: the sentence's first code point.
        end: the code point after its last one.
        attributions: what is reported in it.
        numbers: the amounts in it.
    """
    sentence = text[start:end]
    claim = _claim(sentence, attributions, numbers)
    if not claim.value:
        return Judgement(claim, Finding(NOT_CLAIM, claim.rule, claim.words), Finding(False, claim.rule))
    statement = _Statement(text, attributions, start, end)
    signs = _signs(text, statement, attributions, numbers)
    return Judgement(claim, _type(statement, signs), _worth(signs))


# ---------------------------------------------------------------------- claim, question or heading


def _claim(sentence: str, attributions: Sequence[Attribution], numbers: Sequence[Figure]) -> Finding:
    if _QUESTION.search(sentence) and not any(it.cue for it in attributions):
        return Finding(False, "question", "؟")
    if attributions:
        return Finding(True, "reported", attributions[0].words)
    words = words_of(sentence)
    longest = _FRAGMENT if _STOP.search(sentence) else _SHORT
    if len(words) > longest:
        return Finding(True, "sentence")
    bare = [_bare(word) for word in words]
    behind = 4 if words[:1] and words[0].endswith("ة") else 2
    verb = next((words[place] for place, word in enumerate(bare) if _is_verb(word, place, behind)), None)
    if verb is not None:
        return Finding(True, "verb", verb)
    label = _LABEL.match(sentence)
    said = words_of(sentence[label.end() :]) if label else words
    if said and _bare(said[0]) in statement_words.EVENT_NOUNS and (label or numbers):
        return Finding(True, "event-noun", said[0])
    if numbers:
        return Finding(True, "figure", numbers[0].quote)
    return Finding(False, "heading")


def _is_verb(word: str, place: int, behind: int) -> bool:
    """Say whether a word of a short line is a verb; at its head three letters are a noun: كشف معلومات.

    "She does" is so after a noun, up to the place `behind`: وزارة الري تغلق ...
    """
    return (
        word in statement_words.COPULAS
        or statement_words.is_perfect(word)
        or statement_words.is_imperfect(word)
        or statement_words.is_future(word)
        or (word in statement_words.perfects() and (place > 0 or len(word) > 3))
        or (place == 0 and len(word) > 3 and statement_words.begins_as_perfect(word))
        or (0 < place < behind and statement_words.follows_as_imperfect(word))
    )


# ---------------------------------------------------------------------- type


def _type(statement: _Statement, signs: _Signs) -> Finding | None:
    """Return the type whose sign stands in a statement; of a view there is none that could be shown."""
    for kind, rules in _TYPES:
        for rule in rules:
            if rule in signs and not (
                kind == "event" and signs.keys() & (_NEVER if "told" in signs else _VIEWS)
            ):
                return Finding(kind, rule, signs[rule])
    return None


_TYPES = (
    ("prediction", ("future", "expected", "condition", "may")),
    ("quantity", ("figure",)),
    ("event", ("done", "happened", "event-noun", "headline")),
)
"""The types with the signs by which they are told, the surest first."""
CLAIM_TYPES = (*(kind for kind, _ in _TYPES), NOT_CLAIM)
"""The tags of the default scheme that are offered as a type."""

_NEVER = frozenset({"praise", "first-person"})
_VIEWS = frozenset({"view", "feeling", "praise", "first-person", "obligation"})


# ---------------------------------------------------------------------- signs


_Signs = dict[str, str]
"""The signs of a statement, by their names, with the words in which they are seen."""


def _signs(
    text: str, statement: _Statement, attributions: Sequence[Attribution], numbers: Sequence[Figure]
) -> _Signs:
    """Return all signs of a statement."""
    signs: _Signs = {}
    for rule, words in (
        *_to_come(statement, numbers),
        *_figures(text, statement, numbers),
        *_happened(statement),
        *_views(statement),
        *_circumstances(statement, attributions),
    ):
        signs.setdefault(rule, words)
    return signs


def _to_come(statement: _Statement, numbers: Sequence[Figure]) -> Iterator[tuple[str, str]]:
    """Yield the signs that a statement is about what is to come."""
    words, bare = statement.words, statement.bare
    first = statement.first
    if first < len(bare) and bare[first] in statement_words.CONDITIONS:
        yield "condition", words[first]
    for place in statement.leading:
        word = bare[place]
        if statement_words.is_future(word):
            yield "future", words[place]
        elif word in statement_words.EXPECTING and place < first + 3:
            yield "expected", words[place]
        elif tuple(bare[place : place + 2]) in _EXPECTED:
            yield "expected", " ".join(words[place : place + 2])
        elif word == "قد" and place + 1 < len(bare) and _is_present(bare[place + 1]):
            maybe = " ".join(words[place : place + 2])
            if not any(maybe.removeprefix("و") in number.quote for number in numbers):
                yield "may", maybe  # قد يصل إلى 12 ألفا is how a bound is said
        elif word in statement_words.RELATIVES or statement_words.is_perfect(word):
            return


_EXPECTED = frozenset((fold(first), fold(second)) for first, second in statement_words.EXPECTED)


def _is_present(word: str) -> bool:
    return (
        word[0] in "يت"
        and not statement_words.is_perfect(word)
        and not statement_words.begins_as_perfect(word)
    )


def _figures(text: str, statement: _Statement, numbers: Sequence[Figure]) -> Iterator[tuple[str, str]]:
    """Yield the amount that is the point of a statement, a share, a sum or many; else any amount."""
    for number in numbers:
        if statement.start <= number.start < statement.end:
            bounds = [value for value in (number.value, number.min, number.max) if value is not None]
            if number.noun in TIMES:
                continue  # mostly somebody's age, or how long something took
            if number.unit == "%" or not bounds or max(bounds) >= _point(number) or _amounts(text, number):
                yield "figure", number.quote
            else:
                yield "count", number.quote


def _point(number: Figure) -> int:
    """Return from which count on it is the point of its sentence."""
    return _MANY_VICTIMS if number.noun in fates() else _MANY


def _amounts(text: str, number: Figure) -> bool:
    """Say whether a verb of amounting stands before a number: بلغ عددهم 40."""
    before = words_of(text[max(0, number.start - 50) : number.start])[-5:]
    return any(_bare(word) in statement_words.AMOUNTING for word in before)


def _happened(statement: _Statement) -> Iterator[tuple[str, str]]:
    """Yield the signs that a statement tells what happened."""
    words, bare = statement.words, statement.bare
    if statement.first < len(bare) and bare[statement.first] in statement_words.CONDITIONS:
        return
    for place in statement.leading:
        word, begins = bare[place], place == statement.first
        if word in _DONE:
            yield "done", words[place]
        elif word in statement_words.COPULAS:
            continue
        elif place and (bare[place - 1] == "لم" or (bare[place - 1] in _HAS and not _is_present(word))):
            yield "happened", " ".join(words[place - 1 : place + 1])
        elif statement.quoted and word[-1] == "ت":
            continue  # in a quotation it is "I did" as often as "she did"
        elif statement_words.is_perfect(word) or (
            begins and not (statement.noun_first and place == 0) and statement_words.begins_as_perfect(word)
        ):
            yield "happened", words[place]
        elif begins and word in statement_words.EVENT_NOUNS:
            yield "event-noun", words[place]
        elif statement.headline and statement_words.is_imperfect(word):
            yield "headline", words[place]
        elif word in statement_words.RELATIVES:
            return


_HAS = statement_words.table("قد لقد")
_DONE = statement_words.table("تم تمت جرى جرت")


def _views(statement: _Statement) -> Iterator[tuple[str, str]]:
    """Yield the signs that a statement is a view, a feeling, or what ought to be."""
    for word, bare in zip(statement.words, statement.bare, strict=True):
        for rule, table in _VIEW_WORDS:
            if bare in table:
                yield rule, word


_VIEW_WORDS = (
    ("view", statement_words.OPINION),
    ("feeling", statement_words.FEELING),
    ("praise", statement_words.PRAISE),
    ("obligation", statement_words.OBLIGATION),
    ("possible", statement_words.POSSIBLE),
    ("first-person", statement_words.FIRST_PERSON),
    ("law", statement_words.LAW),
    ("cause", statement_words.CAUSE),
    ("date", statement_words.DATES),
)


def _circumstances(statement: _Statement, attributions: Sequence[Attribution]) -> Iterator[tuple[str, str]]:
    """Yield whose words these are, and how they are reported."""
    said = statement.attribution
    if said is None:
        yield "told", ""
    elif statement.quoted:
        yield "quoted", said.words
    for attribution in attributions:
        if attribution.reported_as == DENIED:
            yield "denied", attribution.words


# ---------------------------------------------------------------------- worth checking


_WEIGHTS = {
    "figure": 3,
    "count": 1,
    "happened": 2,
    "done": 2,
    "event-noun": 1,
    "headline": 1,
    "denied": 2,
    "told": 2,
    "date": 1,
    "law": 1,
    "cause": 1,
    "quoted": -1,
    "view": -1,
    "feeling": -2,
    "praise": -3,
    "obligation": -2,
    "first-person": -2,
    "future": -3,
    "expected": -3,
    "condition": -3,
    "may": -2,
    "possible": -1,
}
"""The signs that speak for checking a statement, and those against it."""


def _worth(signs: _Signs) -> Finding:
    """Return whether it is worth checking, with the sign that says so the loudest."""
    total = sum(_WEIGHTS[rule] for rule in signs)
    worth = total > 0
    loudest = max(signs, key=lambda rule: _WEIGHTS[rule] if worth else -_WEIGHTS[rule], default="")
    if not loudest or (_WEIGHTS[loudest] > 0) != worth:
        return Finding(worth, "nothing-to-check")
    return Finding(worth, loudest, signs[loudest])
