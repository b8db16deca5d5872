"""Reads what around a cardinal belongs to the amount: unit, bounds, what happened to the counted."""

from __future__ import annotations

from typing import NamedTuple

from annotations.text.numbers import nouns, words
from annotations.text.numbers.cardinal import Cardinal
from annotations.text.numbers.tokens import (
    Tokens,
    definite,
    is_any,
    like_a_year,
    percent,
    position,
    readings,
)


class CountedNoun(NamedTuple):
    """The counted noun, and the index of the token after it."""

    name: str | None
    end: int
    known: bool = False
    """A counted noun for certain, by table or form; a currency's sign, or a percentage."""


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
    if token.bare in words.CURRENCY_SIGNS or (token.kind == "latin" and token.text in words.LATIN_UNITS):
        return CountedNoun(token.text, at + 1, True)
    if token.kind != "word" or token.bare == "من" or token.text.startswith("إلي"):
        return _out_of(tokens, number)
    if is_any(token, words.YEAR_NAMES) and like_a_year(following):
        return CountedNoun(None, at)  # قتل 50 عام 2010
    if (token.bare, following.bare) in words.COMPLEMENTS:
        return CountedNoun(tokens.text[token.start : following.end], at + 2, True)
    if nouns.known(token.bare, _last_two(number)) or nouns.fits(token, _last_two(number)):
        return CountedNoun(token.text, at + 1, True)
    if definite(token) and number.floor is not None and token.bare not in words.DEFINITE_NOT_COUNTED:
        return CountedNoun(token.text, at + 1)
    if definite(token):
        return CountedNoun(None, at)
    return CountedNoun(token.text, at + 1) if _may_be_noun(token.bare) else CountedNoun(None, at)


def _last_two(number: Cardinal) -> int | None:
    """Return what of a number governs its noun: 5 of 105, 0 of a million; None of a part and of many."""
    value = number.value
    return int(value % 100) if value is not None and value == int(value) and number.floor is None else None


def _out_of(tokens: Tokens, number: Cardinal) -> CountedNoun:
    """Read what is counted with من: ١٥ من الجنود, ثلاثة من أفراد العائلة, اثنان من زملائه."""
    at = number.end
    noun = tokens[at + 1]
    if tokens[at].bare != "من" or noun.kind != "word":
        return CountedNoun(None, at)
    if noun.bare == words.THESE and definite(tokens[at + 2]):
        return CountedNoun(tokens[at + 2].text, at + 3)
    if definite(noun):
        counted = _counted_out_of(noun.bare[2:], number)
    else:
        counted = noun.bare in nouns.PLURALS or _of_theirs(noun.bare)
    return CountedNoun(noun.text, at + 2) if counted else CountedNoun(None, at)


def _of_theirs(word: str) -> bool:
    """Say whether a word is a plural with a pronoun: زملائه, عناصرها."""
    for pronoun in ("هم", "ها", "هن", "نا", "ه"):
        stem = word.removesuffix(pronoun)
        if stem in words.HOMES:
            return False  # أجلي 500 من منازلهم
        if stem != word and (
            stem in nouns.PLURALS or stem.endswith(("ات", "ائ", "اء")) or stem + "ين" in nouns.PLURALS
        ):
            return len(stem) > 3
    return False


def _counted_out_of(noun: str, number: Cardinal) -> bool:
    if "ال" + noun in words.DEFINITE_NOT_COUNTED:
        return False
    return (
        number.floor is not None
        or noun in words.COUNTED_OUT_OF
        or noun in nouns.PLURALS
        or noun.endswith(("ين", "ات"))
    )


def _may_be_noun(word: str) -> bool:
    return (
        len(word) > 2
        and "\u0620" <= word[0] <= "\u06d3"
        and word[0] not in words.MAY_BE_NO_NOUN
        and word not in words.NOT_COUNTED
        and word not in words.MONTHS
        and not word.endswith(("وا", "يا"))
        and not word.startswith(("ال", "كال", "فال"))
    )


def cues_before(tokens: Tokens, index: int, floor: int, start: int) -> Cues:
    """Read bounds backwards from a number at `index`, beginning at `start`; none before the token `floor`."""
    kinds: set[str] = set()
    for _ in range(3):
        if tokens[index - 1].bare in {"~", "≈"} and index > floor:
            kinds.add("approx")
            index, start = index - 1, tokens[index - 1].start
        cue = cue_ending_at(tokens, index, floor) or _bound_of_subject(tokens, index, floor)
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
    """Return how many tokens before a bound turn it round: `ليس`, `دون`, `دون أن`, `ما لا`."""
    length = 2 if tokens[index - 1].bare == "ان" else 1
    if index - length < floor or tokens[index - length].bare not in words.NEGATIONS:
        return 0
    return length + (index - length > floor and tokens[index - length - 1].bare == "ما")


def cue_ending_at(tokens: Tokens, index: int, floor: int) -> tuple[str, int, int] | None:
    """Read one bound that ends before a token.

    Returns:
        Its kind, the index of its first token, and the letters of that which are no part of it.
    """
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
                without = word == "دون" and not rest and _without(tokens, first, floor, cut)
                # ارتفع ليصل إلى 20: that many by now
                return None if arrived or without else (kind, first, cut)
    return None


def _without(tokens: Tokens, index: int, floor: int, cut: int) -> bool:
    """Say whether دون is no bound: بدون, من دون."""
    return tokens[index].bare[:cut].endswith("ب") or (
        index > floor and tokens[index - 1].bare in words.WITHOUT
    )


def _bound_of_subject(tokens: Tokens, index: int, floor: int) -> tuple[str, int, int] | None:
    """Read a bound with its subject inside: لا يقل عدد القتلى عن 20, تجاوزت قيمة الصفقة 5 مليارات."""
    on = tokens[index - 1].bare in {"عن", "علي"}
    for first in range(index - 2 - on, max(index - 6, floor) - 1, -1):
        token = tokens[first]
        if token.kind != "word":
            return None
        if not is_any(tokens[first + 1], words.MEASURED):
            continue
        for cut, word, article in readings(token.bare):
            if article:
                continue
            if on and word in words.FALLS_BELOW:
                return "max", first, cut
            if word in (words.RISES_ABOVE if on else words.EXCEEDS):
                return "min", first, cut
    return None


def cue_after(tokens: Tokens, index: int, first: str) -> tuple[str, int] | None:
    """Read a bound that begins at a token, whose first word is given: أكثر من in `بين 3 وأكثر من 10`.

    Returns:
        Its kind and the index of the token after it.
    """
    for length in range(words.LONGEST_CUE, 0, -1):
        rest = tuple(tokens[index + step].bare for step in range(1, length))
        if kind := words.CUES_BEFORE.get((first, *rest)):
            return kind, index + length
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
            if kind and tokens[at + length].bare == "من" and tokens[at + length - 1].bare in words.COMPARED:
                continue  # 41 قتيلا وأكثر من 100 جريح
            if kind and (skipped == 0 or tokens[at].bare in {"علي", "كحد", "بحد"}):
                return kind, at + length
        if tokens[at].kind != "word" or tokens[at].bare in words.PARTICLES or tokens[at].bare.startswith("و"):
            break
        if is_any(tokens[at], words.COUNTING):
            break  # 80% لمدة ستة أشهر على الأقل: the bound is of the months
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
