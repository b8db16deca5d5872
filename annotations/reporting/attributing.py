"""Reads an article sentence by sentence and says which claims it reports: cue, claimant, content, how firmly.

The order is cue first: a word of the lexicon counts where its frame stands around it, and not inside a
quotation. Then the claimant is looked for behind the verb, before it, and in earlier sentences. The content
comes last, since it ends where the next cue's clause begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotations.model.units import Unit
from annotations.reporting import tokens, vocabulary
from annotations.reporting.claimants import Claimant, Speakers, claimant_of
from annotations.reporting.contents import Contents
from annotations.reporting.cue import Cue
from annotations.reporting.cues import cues_of
from annotations.reporting.noun_phrases import noun_phrase
from annotations.reporting.records import ASSERTED, DENIED, QUESTIONED, Attribution, Span
from annotations.reporting.tokens import Words
from annotations.text.folding import is_boundary

_LONGEST_SPEAKER = 9
"""Words before the colon of a headline."""
_EDGES = " ،,.:؛;-–—"
"""Marks that no content begins or ends with."""


def attributions(text: str, units: Sequence[Unit]) -> list[list[Attribution]]:
    """Find the reported speech of an article.

    Args:
        text: of the article.
        units: its sentences in order; boilerplate among them is passed over.

    Returns:
        One list for each unit, in the order of the text; empty where nothing is reported.
    """
    return _up_to(text, units, len(units))


def attributions_of(text: str, units: Sequence[Unit], index: int) -> list[Attribution]:
    """Find the reported speech of one sentence.

    It is the same as `attributions` says of it. What stands before is read too, since a speaker may be named
    there; so ask for all at once if more than one sentence is wanted.
    """
    index = range(len(units))[index]
    return _up_to(text, units, index + 1)[index]


def _up_to(text: str, units: Sequence[Unit], count: int) -> list[list[Attribution]]:
    speakers = Speakers()
    sentences = tokens.read(text, units)
    return [
        [] if units[index].boilerplate else _of_sentence(sentences[index], speakers) for index in range(count)
    ]


def _of_sentence(sentence: Words, speakers: Speakers) -> list[Attribution]:
    speakers.begin(sentence)
    cues = cues_of(sentence)
    if not cues:
        return _gone_on(sentence, speakers)
    contents = Contents(sentence, cues)
    attributed = []
    for index, cue in enumerate(cues):
        content = _whole(sentence, *contents.of(index))
        if content is None or (index and cue.speaker is None and _repeats_denial(contents, index)):
            continue
        claimant = claimant_of(sentence, cue, speakers)
        speakers.spoke(claimant)
        attributed.append(
            Attribution(
                cue=_whole(sentence, cue.start, cue.end),
                claimant=claimant.span and _whole(sentence, claimant.span.start, claimant.span.end),
                reported_as=_reported_as(sentence, cue, content, untrue=contents.calls_untrue(index)),
                content=content,
                rule=cue.rule + "-antecedent" if claimant.antecedent else cue.rule,
                words=sentence.text[cue.start : cue.end],
                antecedent=claimant.antecedent,
            )
        )
    return attributed


def _repeats_denial(contents: Contents, index: int) -> bool:
    """Say whether a cue calls untrue what has just been denied: that is one claim, not two."""
    return contents.calls_untrue(index) and contents.denies(index - 1)


def _gone_on(sentence: Words, speakers: Speakers) -> list[Attribution]:
    """Return the claim of a quotation, or of "and that", which goes on from the sentence before."""
    if not sentence.tokens:
        return []
    headline = _speaker_and_colon(sentence, speakers)
    if headline or speakers.last is None:
        return headline
    opening = sentence.tokens[0]
    if speakers.just_spoke and opening.form in vocabulary.AND_THAT and len(sentence.tokens) > 1:
        content = _whole(
            sentence, sentence.tokens[opening.form == vocabulary.FREE_AND_THAT].start, sentence.end
        )
        rule = "clause-goes-on"
    elif sentence.inside or (speakers.just_spoke and opening.form == '"'):
        content = _whole(sentence, *_quoted(sentence))
        rule = "quotation-goes-on"
    else:
        return []
    if content is None:
        return []
    speakers.goes_on()
    words = sentence.text[opening.start : opening.end]
    return [Attribution(None, speakers.last.span, ASSERTED, content, rule, words, antecedent=True)]


def _speaker_and_colon(sentence: Words, speakers: Speakers) -> list[Attribution]:
    """Return the claim of a headline that names its speaker: وزير الري: السد آمن."""
    speaker = noun_phrase(sentence.tokens, 0, _LONGEST_SPEAKER)
    colon = speaker.last if speaker else 0
    if speaker is None or colon + 1 >= len(sentence.tokens) or not vocabulary.head(sentence.tokens[0].form):
        return []
    if sentence.tokens[colon].form != ":":
        return []
    first, last = sentence.tokens[0], sentence.tokens[colon - 1]
    span = _whole(sentence, first.start, last.end)
    content = _whole(sentence, sentence.tokens[colon].end, sentence.end)
    if span is None or content is None:
        return []
    words = sentence.text[span.start : span.end]
    speakers.spoke(Claimant(span, speaker.gender, speaker.number, words=words))
    return [
        Attribution(None, span, _firmness(ASSERTED, sentence, content), content, "speaker-and-colon", ":")
    ]


def _quoted(sentence: Words) -> tuple[int, int]:
    """Return what stands inside the quotation with which a sentence begins or in which it stands."""
    opening = sentence.tokens[0]
    closing = [quotation.close for quotation in sentence.quotations if quotation.close is not None]
    last = max((at for at, token in enumerate(sentence.tokens) if token.word), default=0)
    close = next((at for at in closing if at > last), closing[0] if closing else None)
    start = opening.end if opening.form == '"' else sentence.start
    return start, sentence.end if close is None else sentence.tokens[close].start


def _reported_as(sentence: Words, cue: Cue, content: Span, *, untrue: bool) -> str:
    """Say how firmly a cue reports: by the lexicon, but who calls something untrue denies it."""
    if cue.questioned:
        return QUESTIONED
    firmness = cue.reading.entry.reported_as if cue.reading else ASSERTED
    if firmness == ASSERTED and untrue:
        return DENIED
    return _firmness(firmness, sentence, content)


def _firmness(firmness: str, sentence: Words, content: Span) -> str:
    untrue = firmness == ASSERTED and vocabulary.untrue(sentence.text[content.start : content.end])
    return DENIED if untrue else firmness


def _whole(sentence: Words, start: int, end: int) -> Span | None:
    """Trim blanks and commas from a span that may cut no grapheme cluster; None if nothing is left."""
    text = sentence.text
    while start < end and (text[start].isspace() or text[start] in _EDGES):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _EDGES):
        end -= 1
    if start >= end:
        return None
    while start > sentence.start and not is_boundary(text, start):
        start -= 1
    while end < sentence.end and not is_boundary(text, end):
        end += 1
    return Span(start, end)
