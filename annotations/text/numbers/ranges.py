"""Two numbers that are one amount: `10-12 ألف`, `من 10 إلى 12 ألف`, `بين 10 و12 ألف`, `10 أو 12 ألف`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.text.numbers import words
from annotations.text.numbers.around import Unit, unit_at
from annotations.text.numbers.cardinal import Cardinal, cardinal, joined
from annotations.text.numbers.context import amount_told, is_any
from annotations.text.numbers.tokens import DASHES, Reading, Tokens, readings

if TYPE_CHECKING:
    from decimal import Decimal


class Range(NamedTuple):
    """From `low` to the value of `last`."""

    low: Decimal
    last: Cardinal


def cardinal_at(tokens: Tokens, index: int, *, chain: bool = True) -> tuple[Cardinal | None, Reading | None]:
    """Read the cardinal at a token, in the first way to divide its word that makes one; see `cardinal`."""
    token = tokens[index]
    if token.kind == "number":
        return cardinal(tokens, index, chain=chain), None
    if token.kind == "word" and token.bare not in words.NOT_NUMBERS:
        for reading in readings(token.bare):
            if found := cardinal(tokens, index, reading, chain=chain):
                return found, reading
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
    if first.value is None or first.definite:
        return None
    unit = Unit(None, first.end)
    link = _link(tokens, first.end, between)
    if link is None:
        unit = unit_at(tokens, first)
        link = _link(tokens, unit.end, between) if unit.name else None
    if link is None:
        return None
    kind, at = link
    second, _ = cardinal_at(tokens, at)
    if second is None or second.value is None or second.floor or torn(tokens, second):
        return None
    second_unit = unit_at(tokens, second)
    if unit.name and (kind == "or" or second_unit.name not in {None, unit.name}):
        return None
    if second.scale == 1 and not (second_unit.name or unit.name or (between and amount_told(tokens, index))):
        return None
    if (
        kind == "to"
        and tokens[index - 1].bare == "من"
        and any(is_any(tokens[back], words.CHANGES) for back in range(index - 7, index))
    ):
        return None
    shared = first.scale == 1 < second.scale and not unit.name and first.value < second.head
    low = first.value * second.scale if shared else first.value
    if low >= second.value:
        return None
    return Range(low, second)


def _link(tokens: Tokens, at: int, between: bool) -> tuple[str, int] | None:
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
    link = _link(tokens, number.end, False)
    second = cardinal_at(tokens, link[1])[0] if link and number.scale == 1 else None
    return second is not None and second.scale > 1
