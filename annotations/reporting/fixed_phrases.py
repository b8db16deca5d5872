"""Finds reports in fixed phrases of several words: نقلت الوكالة عن فلان قوله، جاء في التقرير، ألقى اللوم على.

What they have in common is that the verb alone says nothing of a report, so it is no row of the lexicon.
"""

from __future__ import annotations

from msgspec.structs import replace

from annotations.reporting import frames, lexicon, vocabulary
from annotations.reporting.clauses import speaker_before
from annotations.reporting.cue import PHRASE, QUOTE, THAT, Cue, Place, cue_of
from annotations.reporting.lexicon import NOUN, Reading
from annotations.reporting.noun_phrases import noun_phrase
from annotations.reporting.tokens import Words
from annotations.reporting.vocabulary import bare, definite
from annotations.text.folding import fold

_REACH = 10
"""Tokens between the words of a phrase: a speaker with a title."""

_QUOTED_FROM = vocabulary.table("نقل نقلت نقلوا ينقل تنقل ينقلون ونقل ونقلت ونقلوا وتنقل وينقل وينقلون")
_FROM = vocabulary.table("عن عنه عنها عنهم عنهما")
_FROM_ONE = "عن"
_WAS = vocabulary.table("تم وتم جرى وجرى يتم ويتم")
_CAST = vocabulary.table("ألقى ألقت وألقى وألقت ألقوا وألقوا يلقي تلقي ويلقي وتلقي يلقون")
_BLAME = vocabulary.table("اللوم باللوم باللائمة المسؤولية بالمسؤولية")
_CAME = vocabulary.table("جاء وجاء ورد وورد ويرد يرد")
_ON = fold("على")
_SAID = frozenset({THAT, QUOTE})
_SAY = "قال"
_ACCUSE = fold("اتهم")
_ARRIVED = "ورد"


def cue_at(sentence: Words, at: int) -> Cue | None:
    """Return the phrase that begins at a token as a cue; None if none does."""
    form = sentence.tokens[at].form
    if form in _QUOTED_FROM:
        return _quoted_from(sentence, at)
    if form in _CAME:
        return _came_in(sentence, at)
    if form in _WAS:
        return _was_reported(sentence, at)
    if form in _CAST:
        return _blame(sentence, at)
    return None


def _says(sentence: Words, at: int, reading: Reading | None = None) -> Reading:
    """Return the reading of a phrase that begins at a token, by default that of "he said"."""
    form = sentence.tokens[at].form
    joined = form.startswith(vocabulary.AND) and form != _ARRIVED
    return replace(reading or lexicon.readings(_SAY)[0], gender="", number="", skip=int(joined))


def _quoted_from(sentence: Words, at: int) -> Cue | None:
    """Look for the one who is quoted by somebody else: نقلت الوكالة عن الوزير قوله إن."""
    tokens = sentence.tokens
    place_of_from = next(
        (k for k in range(at + 1, min(len(tokens) - 1, at + _REACH + 6)) if tokens[k].form in _FROM), None
    )
    if place_of_from is None or tokens[place_of_from].form != _FROM_ONE:
        return None  # behind عنه, قوله is found as a verbal noun
    speaker = noun_phrase(tokens, place_of_from + 1)
    if speaker is None or speaker.last >= len(tokens):
        return None
    behind = lexicon.readings(tokens[speaker.last].form)
    saying = next((reading for reading in behind if reading.part == NOUN and reading.pronoun), None)
    cue = speaker.last if saying else at
    place = frames.said(sentence, cue, speaker.last + bool(saying), _SAID)
    if place is None:
        return None
    return cue_of(sentence, cue, saying or _says(sentence, at), "quoted-from", place, speaker)


def _came_in(sentence: Words, at: int) -> Cue | None:
    """Look for what a document says: جاء في التقرير أن."""
    tokens = sentence.tokens
    if at + 2 >= len(tokens) or tokens[at + 1].form != "في":
        return None
    document = noun_phrase(tokens, at + 2)
    if document is None or document.kind != "document":
        return None
    place = frames.said(sentence, at, document.last, _SAID)
    if place is None:
        return None
    return cue_of(sentence, at, _says(sentence, at), "came-in", place, document)


def _was_reported(sentence: Words, at: int) -> Cue | None:
    """Look for what is reported by nobody: تم الإبلاغ بأن، جرى التأكيد على أن."""
    tokens = sentence.tokens
    if at + 1 >= len(tokens) or not definite(tokens[at + 1].form) or (at and tokens[at - 1].word):
        return None
    nouns = lexicon.readings(bare(tokens[at + 1].form))
    reading = next((reading for reading in nouns if reading.part == NOUN), None)
    place = frames.said(sentence, at + 1, at + 2, frozenset({THAT}))
    if reading is None or place is None or place.content > at + _REACH:
        return None
    cue = cue_of(sentence, at, _says(sentence, at, reading), "passive", place, None)
    return replace(cue, last=at + 1, end=tokens[at + 1].end, nobody=True)


def _blame(sentence: Words, at: int) -> Cue | None:
    """Look for whom somebody blames, and for what: ألقى اللوم على فلان في كذا."""
    tokens = sentence.tokens
    blame = next((k for k in range(at + 1, min(len(tokens), at + _REACH)) if tokens[k].form in _BLAME), 0)
    if not blame or blame + 2 >= len(tokens) or tokens[blame + 1].form != _ON:
        return None
    behind = noun_phrase(tokens, at + 1, blame)
    if behind is None and blame > at + 1:
        return None
    ahead = None if behind else speaker_before(sentence, at)
    reached = min(len(tokens) - 1, blame + _REACH)
    cause = next((k for k in range(blame + 3, reached) if tokens[k].form == "في"), 0)
    place = Place(cause + 1 if cause else blame + 2, PHRASE)
    accuses = _says(sentence, at, lexicon.readings(_ACCUSE)[0])
    rule = "subject-then-verb" if ahead else "verb-then-subject"
    cue = cue_of(sentence, at, accuses, rule, place, behind or ahead)
    return replace(cue, last=blame, end=tokens[blame].end) if blame == at + 1 else cue
