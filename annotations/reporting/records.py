"""Records what reported speech is found to be: where its parts stand, how it is reported, and by which rule.

A record carries the rule and the words that it rests on, since a suggestion that can't say why it is made
can't be trusted, nor counted against. Offsets are code points of the article's whole text, half-open.
"""

from __future__ import annotations

import msgspec

ASSERTED = "asserted"
CONFIRMED = "confirmed"
DENIED = "denied"
ALLEGED = "alleged"
QUESTIONED = "questioned"

REPORTED_AS = (ASSERTED, CONFIRMED, DENIED, ALLEGED, QUESTIONED)
"""The ways in which a claim is reported; the values of the attribute "reported as" of `model.scheme`."""


class Span(msgspec.Struct, frozen=True, order=True):
    """A part of the article's text: `text[start:end]`, code points; it cuts no grapheme cluster."""

    start: int
    end: int


class Attribution(msgspec.Struct, frozen=True):
    """One claim of somebody, as one sentence reports it."""

    cue: Span | None
    """The word of saying, without a leading و or ف; None if a quotation goes on from the sentence before."""
    claimant: Span | None
    """The one who claims it, None if the text doesn't say; he may be named in an earlier sentence."""
    reported_as: str
    """One of `REPORTED_AS`."""
    content: Span
    """The claim itself."""
    rule: str
    """The rule that found it, such as "verb-then-subject"; it keeps its name, as trust is counted by it."""
    words: str
    """The words that the rule rests on: the cue as it is written, or the quotation mark."""
    antecedent: bool = False
    """True if the sentence only has a pronoun or nothing where the claimant would stand."""
