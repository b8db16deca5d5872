"""Takes two numbers as one amount: `10-12 ألف`, `من 10 إلى 12 ألف`, `بين 10 و12 ألف`, `10 أو 12 ألف`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.text.numbers import nouns, words
from annotations.text.numbers.around import CountedNoun, cue_after, unit_at
from annotations.text.numbers.cardinal import Cardinal, cardinal, joined
from annotations.text.numbers.context import amount_told, changed
from annotations.text.numbers.tokens import DASHES, Tokens, WordReading, digits_value, like_a_year, readings

if TYPE_CHECKING:
    from decimal import Decimal


class Range(NamedTuple):
    """From `low` to the value of `last`."""

    low: Decimal
    last: Cardinal
    approx: bool = False
    """One end is said to be about so much: بين 5 ونحو 7."""


def cardinal_at(
    tokens: Tokens, index: int, *, chain: bool = True
) -> tuple[Cardinal | None, WordReading | None]:
    """Read the cardinal at a token, in the first way to divide its word that makes one; see `cardinal`."""
    token = tokens[index]
    if token.kind == "number":
        return cardinal(tokens, index, chain=chain), None
    if token.kind == "word" and token.bare not in words.NOT_NUMBERS:
        for reading in readings(token.bare):
            if number := cardinal(tokens, index, reading, chain=chain):
                return number, reading
    return None, None


def torn(tokens: Tokens, number: Cardinal) -> bool:
    """Say whether a dash and a number are written to it: without a range a score, a date, a telephone."""
    end = number.end
    return (
        tokens.glued(end)
        and tokens[end].bare in DASHES
        and tokens.glued(end + 1)
        and tokens[end + 1].kind == "number"
    )


def range_at(tokens: Tokens, index: int, first: Cardinal, *, between: bool) -> Range | None:
    """Read the range that begins with `first`; a scale at the end, `10-12 ألف`, belongs to both.

    Args:
        tokens: the text.
        index: of the first number's first token.
        first: that number.
        between: whether بين stands before it, so that و joins the two.
    """
    if first.value is None:
        first = _scaled_by_the_second(tokens, index, first)
    if first.value is None or first.definite:
        return None
    unit = CountedNoun(None, first.end)
    link = link_at(tokens, first.end, between)
    if link is None:
        unit = unit_at(tokens, first)
        link = link_at(tokens, unit.end, between) if unit.name else None
    if link is None:
        return None
    kind, at = link
    cue = _bound_at(tokens, link) if kind != "dash" else None
    if cue and kind != "or":  # بين 3 ملايين وأكثر من 10 ملايين
        at = cue[1]
    second, _ = cardinal_at(tokens, at)
    if second is None or second.value is None or second.floor or torn(tokens, second):
        return None
    if kind == "to" and like_a_year(tokens[index]) and tokens[index - 1].bare != "من":
        return None  # نهاية 2009 إلى نحو 6.9 مليار
    if _is_change(tokens, index, kind) or not _counts_one_noun(
        tokens, unit, second, alternative=kind == "or", told=between and amount_told(tokens, index)
    ):
        return None
    shared = first.scale == 1 < second.scale and not unit.name and first.value < second.head
    low = first.value * second.scale if shared else first.value
    if low >= second.value:
        return None
    return Range(low, second, approx=cue is not None and kind != "or" and cue[0] == "approx")


def _bound_at(tokens: Tokens, link: tuple[str, int]) -> tuple[str, int] | None:
    """Read the bound that stands between what joins two numbers and the second one."""
    kind, at = link
    word = tokens[at].bare
    return cue_after(tokens, at, word[1:] if kind == "and" and word[:1] == "و" else word)


def _scaled_by_the_second(tokens: Tokens, index: int, first: Cardinal) -> Cardinal:
    """Read 1,6 of `من 1,6 إلى 1,8 مليون`, which alone could be either, with the scale of the other end."""
    read = digits_value(tokens[index].bare) if tokens[index].kind == "number" else None
    link = link_at(tokens, first.end, False) if read and read[1] in {"scaled", "measured"} else None
    second = cardinal_at(tokens, link[1])[0] if link else None
    if read is None or second is None or second.scale == 1:
        return first
    return first._replace(value=read[0])


def _counts_one_noun(
    tokens: Tokens, unit: CountedNoun, second: Cardinal, *, alternative: bool, told: bool
) -> bool:
    """Say whether both ends of a range count the same, and count something.

    Args:
        tokens: the text.
        unit: what stands behind the first number.
        second: the other one.
        alternative: whether أو joins them: then each with its own noun is an amount by itself.
        told: whether a word like عدد stands before, so that a noun isn't needed.
    """
    second_unit = unit_at(tokens, second)
    if unit.name and second_unit.name and (alternative or not nouns.same(unit.name, second_unit.name)):
        return False
    return second.scale != 1 or bool(second_unit.name or unit.name or told)


def _is_change(tokens: Tokens, index: int, kind: str) -> bool:
    """Say whether إلى joins what was and what is, or by how much and to what: ارتفع من 10 إلى 12 ألفا."""
    return kind == "to" and changed(tokens, index)


def link_at(tokens: Tokens, at: int, between: bool) -> tuple[str, int] | None:
    """Return what joins two numbers at a token (dash, to, or, and) and the index of the second one."""
    token = tokens[at]
    if token.bare in DASHES and tokens[at + 1].kind == "number" and tokens.glued(at) == tokens.glued(at + 1):
        return "dash", at + 1
    if token.bare in {"الي", "حتي"}:
        return "to", at + 1
    if token.bare == "او":
        return "or", at + 1
    if between and (follower := joined(tokens, at)):
        return "and", follower[0]
    return None


def lacks_its_scale(tokens: Tokens, number: Cardinal) -> bool:
    """Say whether the scale comes only with the next number, `ارتفع من 100 إلى 120 ألفا`, no range."""
    link = link_at(tokens, number.end, False)
    second = cardinal_at(tokens, link[1])[0] if link and number.scale == 1 else None
    return second is not None and second.scale > 1
