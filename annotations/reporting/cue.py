"""Records a word of saying: where it stands, who speaks, and where begins what is said."""

from __future__ import annotations

import msgspec

from annotations.reporting.lexicon import Reading
from annotations.reporting.noun_phrases import NounPhrase
from annotations.reporting.tokens import Words, after_prefix

THAT = "that"
QUOTE = "quote"
PHRASE = "phrase"
BEFORE = "before"
BACK = "back"
"""The ways in which a claim is attached to its cue: by أن, as a quotation, as a noun phrase, before the cue,
or as what an earlier cue of the sentence said (وهو ما نفته موسكو)."""


class Place(msgspec.Struct, frozen=True):
    """The place where what is said begins, as the frame of a cue has it."""

    content: int
    """The token at which it begins; for `BEFORE` and `BACK` the cue's own."""
    kind: str
    speaker: NounPhrase | None = None
    """The one who speaks, if only the frame tells him: of two noun phrases behind a verb the first."""
    by: int = 0
    """The token of ب in وصف كذا بأنه, 0 if there is none."""
    prefixed: bool = False
    """True if a preposition is the first letter of the content's first word."""


class Cue(msgspec.Struct, frozen=True):
    """A word of saying in its frame."""

    first: int
    """The token with which it begins."""
    last: int
    """Its last token."""
    start: int
    """Its first code point, without a leading و or ف."""
    end: int
    place: Place
    rule: str
    reading: Reading | None = None
    """Its reading in the lexicon; None for a preposition such as بحسب."""
    speaker: NounPhrase | None = None
    speaker_start: int | None = None
    """The speaker's first code point, if that is amid a word, as behind the ل of وفقا لفلان."""
    nobody: bool = False
    """True if it says that nobody is named: يُزعم."""
    questioned: bool = False
    """True for a belief that is denied: لا يعتقد أن."""

    @property
    def reach(self) -> int:
        """The last token that begins no other cue: the speaker and what surrounds it are this one's.

        So is the noun that is claimed: in نفى تأكيد كذا nothing is confirmed.
        """
        return max(self.last, self.place.content - (self.place.kind != PHRASE))


def cue_of(
    sentence: Words, at: int, reading: Reading, rule: str, place: Place, speaker: NounPhrase | None
) -> Cue:
    """Make a cue of one word, which stands at a token."""
    token = sentence.tokens[at]
    start = after_prefix(sentence.text, token) if reading.skip else token.start
    return Cue(at, at, start, token.end, place, rule, reading, speaker)
