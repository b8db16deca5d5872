"""Says where the clause of a verb begins, and who stands before the verb in it."""

from __future__ import annotations

from annotations.reporting import vocabulary
from annotations.reporting.noun_phrases import NounPhrase, noun_phrase
from annotations.reporting.tokens import COMMAS, STOPS, Words

_FARTHEST = 32
"""Tokens from a verb back to the beginning of its clause."""

_OPENERS = (
    vocabulary.ALL_THAT
    | vocabulary.CONNECTIVES
    | vocabulary.BE
    | vocabulary.ALREADY
    | vocabulary.WHICH
    | vocabulary.OWN_PRONOUNS
    | vocabulary.WHAT
    | vocabulary.THERE
    | {vocabulary.AND}
)
_TIMES = vocabulary.TIME | vocabulary.ADVERBS | vocabulary.table("في من هذا")
_FRONTED = (
    vocabulary.PREPOSITIONS | vocabulary.TIME | vocabulary.table("بين وبين عقب وعقب رد ردا وردا خلال وخلال")
)


def begins_clause(sentence: Words, at: int, *, joined: bool) -> bool:
    """Say whether a verb begins its clause, so that its subject comes behind it.

    Args:
        sentence: with the verb.
        at: the verb's token.
        joined: True if its first letter is و or ف.
    """
    if joined or at == 0:
        return True
    before = sentence.tokens[at - 1]
    if not before.word or before.form in _OPENERS:
        return True
    first = clause_start(sentence, at)
    return sentence.tokens[first].form in _FRONTED


def clause_start(sentence: Words, at: int) -> int:
    """Return the first token of the clause in which a verb stands."""
    tokens = sentence.tokens
    first = at
    while first > max(0, at - _FARTHEST):
        before = tokens[first - 1]
        if not before.word or before.form in _OPENERS:
            break
        first -= 1
    return first


def speaker_before(sentence: Words, at: int) -> NounPhrase | None:
    """Return the noun phrase that begins a verb's clause and leads up to it.

    Between them may stand كان or قد, a time, and an insertion between commas: الوزير، وهو طبيب، قال.
    If several phrases do, it is the one that begins first.
    """
    tokens = sentence.tokens
    end = at
    while end and tokens[end - 1].form in vocabulary.BE | vocabulary.ALREADY:
        end -= 1
    starts = []
    first = end
    while first > max(0, at - _FARTHEST):
        before = tokens[first - 1]
        if before.form in STOPS or before.form == ":" or (before.word and before.form in _OPENERS):
            starts.append(first)
            break
        if before.form in COMMAS:
            starts.append(first)
        first -= 1
    if first == 0:
        starts.append(0)
    for start in reversed(starts):
        word = next((k for k in range(start, end) if tokens[k].word), end)
        phrase = noun_phrase(tokens, word, end)
        if phrase and phrase.kind == "name" and phrase.cuts:
            continue  # a verb and its subject: نشرت الوزارة ...
        if phrase and (_only_time(sentence, phrase.last, end) or _between_commas(sentence, phrase.last, end)):
            return phrase
    return None


def _only_time(sentence: Words, first: int, last: int) -> bool:
    """Say whether tokens are no more than when something happens; also if there are none."""
    return all(token.form in _TIMES for token in sentence.tokens[first:last])


def _between_commas(sentence: Words, first: int, last: int) -> bool:
    tokens = sentence.tokens
    return first < last and tokens[first].form in COMMAS and tokens[last - 1].form in COMMAS
