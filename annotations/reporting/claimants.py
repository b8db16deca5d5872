"""Finds whose claim it is: who stands beside the cue, or who was named last and agrees with it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotations.reporting import lexicon, vocabulary
from annotations.reporting.according import RULE as ACCORDING
from annotations.reporting.cue import Cue
from annotations.reporting.lexicon import VERB
from annotations.reporting.noun_phrases import LONGEST_NAME, NounPhrase, noun_phrase, with_name
from annotations.reporting.records import Span
from annotations.reporting.tokens import COMMAS, Token, Words, after_prefix
from annotations.reporting.vocabulary import definite
from annotations.text.folding import fold

_REMEMBERED = 12
"""Mentions that an antecedent is looked for among."""


class Claimant(msgspec.Struct, frozen=True):
    """The one a claim is of; `span` is None if the text doesn't say."""

    span: Span | None
    gender: str
    number: str
    antecedent: bool = False
    """True if he isn't named beside the cue."""
    words: str = ""
    """His name as it is written beside the cue."""


class Speakers:
    """Those who have been named so far in an article."""

    def __init__(self) -> None:
        self._named: list[Claimant] = []
        self.last: Claimant | None = None
        """The one who made the last claim."""
        self.just_spoke = False
        """True if the sentence before reported something."""
        self._speaking = False
        self._names: set[str] = set()

    def begin(self, sentence: Words) -> None:
        """Begin with a sentence: its subject is somebody who may speak later in it."""
        self.just_spoke, self._speaking = self._speaking, False
        subject = _subject(sentence, self._names)
        if subject:
            self._named.append(subject)
            self._names.update(fold(word) for word in subject.words.split())
            del self._named[:-_REMEMBERED]

    def spoke(self, claimant: Claimant) -> None:
        """Note whose a claim was."""
        self._speaking = True
        if claimant.span is not None:
            self.last = claimant
            if not claimant.antecedent:
                self._named.append(claimant)
                self._names.update(fold(word) for word in claimant.words.split())

    def goes_on(self) -> None:
        """Note that who spoke last still does."""
        self._speaking = True

    def agreeing(self, gender: str, number: str) -> Claimant | None:
        """Return who was named last of those that agree with a verb."""
        for known in reversed(self._named):
            if gender and known.gender and known.gender != gender:
                continue
            if number and known.number and (number == "s") != (known.number == "s"):
                continue
            return known
        return None


def claimant_of(sentence: Words, cue: Cue, speakers: Speakers) -> Claimant:
    """Say whose claim a cue reports."""
    gender, number = (cue.reading.gender, cue.reading.number) if cue.reading else ("", "")
    speaker = cue.speaker
    if cue.nobody:
        return Claimant(None, "", "")
    if speaker is not None:
        agrees = cue.rule != ACCORDING and gender
        span = _span(sentence, speaker, cue)
        words = sentence.text[span.start : span.end]
        return Claimant(span, gender if agrees else speaker.gender, speaker.number, words=words)
    known = _relative(sentence, cue) or speakers.agreeing(gender, number)
    if known is None:
        return Claimant(None, gender, number, antecedent=True)
    return Claimant(known.span, known.gender or gender, known.number, antecedent=True)


def _relative(sentence: Words, cue: Cue) -> Claimant | None:
    """Return who made the report in which something is claimed: تقارير أوردتها الوكالة، زعمت فيها ..."""
    tokens = sentence.tokens
    if cue.last + 1 >= len(tokens) or tokens[cue.last + 1].form not in vocabulary.IN_IT:
        return None
    end = cue.first
    while end and not tokens[end - 1].word:
        end -= 1
    for at in range(max(0, end - LONGEST_NAME - 1), end):
        if any(reading.part == VERB and reading.pronoun for reading in lexicon.readings(tokens[at].form)):
            phrase = noun_phrase(tokens, at + 1, end)
            if phrase and phrase.last == end:
                return _before(sentence, phrase)
    for at in range(max(0, end - LONGEST_NAME - 1), end):  # كلمة من الرئيس أكد فيها
        phrase = noun_phrase(tokens, at, end)
        if phrase and phrase.last == end and phrase.kind in {"person", "institution"}:
            return _before(sentence, phrase)
    return None


def _before(sentence: Words, phrase: NounPhrase) -> Claimant:
    span = Span(sentence.tokens[phrase.first].start, sentence.tokens[phrase.last - 1].end)
    return Claimant(span, phrase.gender, phrase.number, antecedent=True)


def _span(sentence: Words, phrase: NounPhrase, cue: Cue) -> Span:
    tokens = sentence.tokens
    first = tokens[phrase.first]
    start = first.start if cue.speaker_start is None else cue.speaker_start
    if phrase.first < cue.first and _begins_with_and(first.form):
        start = after_prefix(sentence.text, first)
    return Span(start, tokens[with_name(tokens, phrase) - 1].end)


def _begins_with_and(form: str) -> bool:
    """Say whether a word that begins a clause has "and" before it, and is no name with و such as وليد."""
    return (
        form[0] == "و"
        and form not in vocabulary.HEADS
        and (definite(form) or vocabulary.head(form[1:]) is not None or form[1:] in vocabulary.PLACES)
    )


def _subject(sentence: Words, names: set[str]) -> Claimant | None:
    """Return the subject of a sentence's main clause, before or behind its verb; None if it can't be told.

    It is somebody with a title, an institution, or somebody whose name is in `names`.
    """
    tokens = sentence.tokens
    at = _main_clause(tokens)
    while at < len(tokens) and (not tokens[at].word or tokens[at].form in _BEFORE_VERB):
        at += 1
    if at + 1 >= len(tokens) or tokens[at].depth:
        return None
    form = tokens[at].form
    first = noun_phrase(tokens, at)
    if first and _is_speaker(tokens, first, names):
        return _mention(sentence, first, first.gender)
    behind = noun_phrase(tokens, at + 1)
    if not _may_be_verb(form) or behind is None:
        return None
    if behind.kind not in {"person", "institution"} and not _is_name(tokens, behind, names):
        return None
    verb = form.removeprefix(vocabulary.AND)
    gender = "f" if verb.endswith("ت") else "" if verb.startswith("ت") else "m"  # تابع is "he", تقول "she"
    return _mention(sentence, behind, gender)


def _is_speaker(tokens: Sequence[Token], phrase: NounPhrase, names: set[str]) -> bool:
    """Say whether a noun phrase that begins a clause names somebody, with a title or a known name."""
    form = tokens[phrase.first].form
    if phrase.kind == "name":
        return form in names or _has_title_behind(tokens, phrase.last)
    return phrase.kind != "document" and definite(form)


def _is_name(tokens: Sequence[Token], phrase: NounPhrase, names: set[str]) -> bool:
    """Say whether a noun phrase is somebody's name: one read before, or a short one without an article."""
    words = [token.form for token in tokens[phrase.first : phrase.last]]
    return words[0] in names or (
        phrase.kind == "name"
        and len(words) <= LONGEST_NAME
        and not any(definite(word) or vocabulary.head(word) or vocabulary.masdar(word) for word in words)
    )


def _has_title_behind(tokens: Sequence[Token], comma: int) -> bool:
    """Say whether a title follows a name: فلان، رئيس كذا."""
    if comma + 1 >= len(tokens) or tokens[comma].form not in COMMAS:
        return False
    known = vocabulary.head(tokens[comma + 1].form)
    return known is not None and known.kind == "person"


def _mention(sentence: Words, phrase: NounPhrase, gender: str) -> Claimant:
    tokens = sentence.tokens
    last = phrase.cuts[0] if phrase.cuts else phrase.last
    span = Span(tokens[phrase.first].start, tokens[last - 1].end)
    words = sentence.text[span.start : span.end]
    return Claimant(span, gender, phrase.number, antecedent=True, words=words)


_BEFORE_VERB = vocabulary.ALREADY | vocabulary.NEGATIONS | vocabulary.BE | {vocabulary.AND}
_FRONTED = vocabulary.PREPOSITIONS | vocabulary.table("بدلا ردا علاوة إضافة خلافا ردا بالإضافة تزامنا")
_LONGEST_FRONT = 30
"""Tokens that may stand before the main clause: ومع ذلك، ..."""


def _main_clause(tokens: Sequence[Token]) -> int:
    """Return where the main clause begins: behind the comma, if a preposition begins the sentence."""
    first = next((at for at, token in enumerate(tokens) if token.word), 0)
    if not tokens or tokens[first].form.removeprefix(vocabulary.AND) not in _FRONTED:
        return 0
    for at in range(first, min(len(tokens), first + _LONGEST_FRONT)):
        if tokens[at].form in COMMAS:
            return at + 1
    return 0


def _may_be_verb(form: str) -> bool:
    if form.removeprefix(vocabulary.AND) in vocabulary.LIKE_NOUNS:
        return True
    return not (
        definite(form)
        or vocabulary.head(form)
        or form in vocabulary.PREPOSITIONS
        or form in vocabulary.ADVERBS
        or form in vocabulary.DEMONSTRATIVES
        or form in vocabulary.CONNECTIVES
        or form in vocabulary.PLACES
        or form in vocabulary.ALL_THAT
        or form in vocabulary.PARTICLES
        or vocabulary.masdar(form)
    )
