"""Reads what around a cardinal belongs to the amount: unit, bounds, what happened to the counted."""

from __future__ import annotations

from typing import NamedTuple

from annotations.text.numbers import words
from annotations.text.numbers.cardinal import Cardinal
from annotations.text.numbers.tokens import Tokens, definite, percent, position, readings


class CountedNoun(NamedTuple):
    """The counted noun, and the index of the token after it."""

    name: str | None
    end: int
    known: bool = False
    """In the table of counted nouns, a currency's sign, or a percentage."""


class Cues(NamedTuple):
    """The bounds beside a number."""

    kinds: frozenset[str]
    """Of `min`, `max`, `approx`."""
    start: int
    """The code point at which the first one begins."""
    first: int
    """Index of its first token."""


def unit_at(tokens: Tokens, number: Cardinal) -> CountedNoun:
    """Read the unit after a number: a plain noun, من with a definite one, a currency's sign, percent."""
    at = number.end
    token, following = tokens[at], tokens[at + 1]
    if after := percent(tokens, at):
        return CountedNoun(words.PERCENT, after, True)
    if token.bare in words.CURRENCY_SIGNS:
        return CountedNoun(token.bare, at + 1, True)
    if token.kind != "word":
        return CountedNoun(None, at)
    if (token.bare, following.bare) in words.COMPLEMENTS:
        return CountedNoun(tokens.text[token.start : following.end], at + 2, True)
    if token.bare in words.COUNTED or (token.bare[-1:] == "ا" and token.bare[:-1] in words.COUNTED):
        return CountedNoun(token.text, at + 1, True)
    if definite(token) and number.floor is not None and token.bare not in words.DEFINITE_NOT_COUNTED:
        return CountedNoun(token.text, at + 1)
    if token.bare == "من" and definite(following) and _counted_out_of(following.bare[2:], number):
        return CountedNoun(following.text, at + 2)
    return CountedNoun(token.text, at + 1) if _may_be_noun(token.bare) else CountedNoun(None, at)


def _counted_out_of(noun: str, number: Cardinal) -> bool:
    if "ال" + noun in words.DEFINITE_NOT_COUNTED:
        return False
    return number.floor is not None or noun in words.COUNTED_OUT_OF or noun.endswith(("ين", "ات"))


def _may_be_noun(word: str) -> bool:
    return (
        len(word) > 2
        and "\u0620" <= word[0] <= "\u06d3"
        and word[0] not in words.MAY_BE_NO_NOUN
        and word not in words.NOT_COUNTED
        and word not in words.MONTHS
        and not word.endswith("وا")
        and not word.startswith(("ال", "كال", "فال"))
    )


def cues_before(tokens: Tokens, index: int, floor: int, start: int) -> Cues:
    """Read bounds backwards from a number at `index`, beginning at `start`; none before the token `floor`."""
    kinds: set[str] = set()
    for _ in range(3):
        if tokens[index - 1].bare in {"~", "≈"} and index > floor:
            kinds.add("approx")
            index, start = index - 1, tokens[index - 1].start
        cue = _cue_ending_at(tokens, index, floor)
        if cue is None:
            break
        kind, index, cut = cue
        start = position(tokens[index], cut)
        if kind != "approx" and not cut and (negated := _negated(tokens, index, floor)):
            kind, index = {"min": "max", "max": "min"}[kind], index - negated
            start = tokens[index].start
        kinds.add(kind)
        if cut:
            break
    return Cues(frozenset(kinds), start, index)


def _negated(tokens: Tokens, index: int, floor: int) -> int:
    """Return how many tokens before a bound turn it round: `ليس`, `دون`, `دون أن`."""
    length = 2 if tokens[index - 1].bare == "ان" else 1
    return length if index - length >= floor and tokens[index - length].bare in words.NEGATIONS else 0


def _cue_ending_at(tokens: Tokens, index: int, floor: int) -> tuple[str, int, int] | None:
    for length in range(words.LONGEST_CUE, 0, -1):
        first = index - length
        if first < floor or any(tokens[at].kind != "word" for at in range(first, index)):
            continue
        rest = tuple(
            word for at in range(first + 1, index) if (word := tokens[at].bare) not in words.THEIR_NUMBER
        )
        for cut, word, article in readings(tokens[first].bare):
            kind = words.CUES_BEFORE.get((word, *rest))
            if kind and not article:
                arrived = word in words.ARRIVES and tokens[first].bare[:cut].endswith("ل")
                return None if arrived else (kind, first, cut)  # ارتفع ليصل إلى 20: that many by now
    return None


def cues_after(tokens: Tokens, index: int) -> tuple[str | None, int]:
    """Read one bound after an amount, over up to three adjectives: `3000 جندي كوري على الأقل`.

    Returns:
        The bound or None, and the index of the token after it.
    """
    if tokens[index].bare == "+" and tokens.glued(index):
        return "min", index + 1
    for skipped in range(4):
        at = index + skipped
        for length in (3, 2, 1):
            kind = words.CUES_AFTER.get(tuple(tokens[at + step].bare for step in range(length)))
            if kind and (skipped == 0 or tokens[at].bare in {"علي", "كحد", "بحد"}):
                return kind, at + length
        if tokens[at].kind != "word" or tokens[at].bare in words.PARTICLES or tokens[at].bare.startswith("و"):
            break
    return None, index


def happened(tokens: Tokens, index: int) -> str | None:
    """Return the verbal noun directly before a token, `مقتل`, as it is written."""
    token = tokens[index - 1]
    if token.kind != "word":
        return None
    for cut, word, article in readings(token.bare):
        if word in words.WHAT and not article:
            return tokens.text[position(token, cut) : token.end]
    return None
