"""Finds claims that a preposition attaches: بحسب الوزارة، وفقا لفلان، نقلا عن، على حد قوله، حسبما ذكر."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotations.reporting import lexicon, vocabulary
from annotations.reporting.cue import BEFORE, PHRASE, Cue, Place
from annotations.reporting.lexicon import NOUN, VERB, Reading
from annotations.reporting.noun_phrases import NounPhrase, is_owned, noun_phrase
from annotations.reporting.tokens import COMMAS, Token, Words, after_prefix
from annotations.text.folding import fold

RULE = "according-to"

_TO = vocabulary.table("وفقا طبقا تبعا")
_FROM = fold("نقلا")
_AS = vocabulary.table("حسبما وفقما بحسبما")
_BY = vocabulary.ACCORDING - _TO - _AS - {_FROM}
_ON = fold("على")
_ON_WHAT = vocabulary.table("حد لسان ذمة")
_QUOTED_NAME = 5
"""Words of a name in quotation marks."""
_LONGEST = 30
"""Tokens of a speaker."""
_RELATIVE = 20
"""Tokens of what describes a source: بحسب التقرير الذي ..."""
_STATEMENT = vocabulary.table("""
    تصريحات تصريح قول أقوال تعبير وصف تأكيد تأكيدات رواية زعم مزاعم اعتقاد تقدير رأي كلام ادعاء
""")
_NO_SOURCES = vocabulary.table("""
    خطة حاجة جدول طلب موعد ظروف عادة توقيت ترتيب حجم نوع درجة تقاليد رغبة معايير شروط مواصفات قواعد عمر
    سن مبدأ
""")
"""Nouns by which things go, and not what is known of them: حسب الخطة."""
_REPORTED = vocabulary.table("ورد جاء ذكر قيل يقال يبدو")
_PLACED = vocabulary.table("ورد جاء")


def cue_at(sentence: Words, at: int, *, attributed: bool) -> Cue | None:
    """Return the preposition that begins at a token with what it attaches; None if none does.

    Args:
        sentence: with the token.
        at: the token's index.
        attributed: True if the sentence has a cue before: "according to him" only says so once more.
    """
    tokens = sentence.tokens
    token = tokens[at]
    form = token.form
    joined = form[0] in "وف" and form[1:] in vocabulary.ACCORDING and form not in vocabulary.ACCORDING
    if joined:
        form = form[1:]
    start = after_prefix(sentence.text, token) if joined else token.start
    if at + 1 >= len(tokens):
        return None
    if form in _TO:
        return _to(sentence, at, start)
    if form in _AS:
        return _as_said(sentence, at, at + 1, start)
    if form in _BY:
        if tokens[at + 1].form == "ما":
            return _as_said(sentence, at, at + 2, start)
        return _by(sentence, at, at + 1, start, attributed=attributed)
    if form == _FROM and tokens[at + 1].form == "عن":
        return _with_speaker(sentence, at, at + 1, start, at + 2)
    if form == _ON and token.raw.endswith("ى") and tokens[at + 1].form in _ON_WHAT and at + 2 < len(tokens):
        return _by(sentence, at, at + 2, start, attributed=attributed)
    return None


def repeats(tokens: Sequence[Token], at: int) -> bool:
    """Say whether "according to him" stands at a token, which adds nothing where he is named before."""
    if at >= len(tokens) or tokens[at].form not in _BY | {_ON}:
        return False
    return any(vocabulary.own(token.form, _STATEMENT) for token in tokens[at + 1 : at + 3])


def _to(sentence: Words, at: int, start: int) -> Cue | None:
    """Read وفقا ل: the ل belongs to the cue where the rest reads as a word, and never of لل."""
    tokens = sentence.tokens
    name = tokens[at + 1]
    if name.form[0] != "ل":
        return None
    if name.form in {"لما", "ل"}:
        return _as_said(sentence, at, at + 2, start) if name.form == "لما" else None
    with_article = name.form.startswith("لل")
    bare = "ال" + name.raw[2:] if with_article else name.raw[1:]
    noun = Token(name.start, name.end, bare, word=True, depth=name.depth)
    shifted = noun_phrase([noun, *tokens[at + 2 : at + _LONGEST]], 0)
    if shifted is None:
        return None
    speaker = shifted.moved(at + 1)
    if with_article:
        return _made(sentence, at, at, start, speaker)
    cue = _made(sentence, at, at, start, speaker)
    behind = after_prefix(sentence.text, name)
    return msgspec.structs.replace(cue, end=behind, speaker_start=behind)


def _by(sentence: Words, at: int, noun: int, start: int, *, attributed: bool) -> Cue | None:
    """Read بحسب and على حد, with a statement behind them or at once with a speaker."""
    tokens = sentence.tokens
    form = tokens[noun].form
    if vocabulary.own(form, _STATEMENT):
        return None if attributed else _made(sentence, at, noun, start, None, _reading(form))
    if form in _STATEMENT and noun + 1 < len(tokens):
        cue = _with_speaker(sentence, at, noun, start, noun + 1)
        if cue is not None:
            return cue
    return _with_speaker(sentence, at, noun - 1, start, noun)


def _reading(form: str) -> Reading | None:
    return next((reading for reading in lexicon.readings(form) if reading.part == NOUN), None)


def _as_said(sentence: Words, at: int, verb: int, start: int) -> Cue | None:
    """Read حسبما ذكر فلان and بحسب ما أوردته الوكالة."""
    tokens = sentence.tokens
    if verb >= len(tokens):
        return None
    form = tokens[verb].form
    reading = next((reading for reading in lexicon.readings(form) if reading.part == VERB), None)
    if reading is None and form not in _REPORTED:
        return None
    if form in _PLACED:  # بحسب ما ورد في التقرير, and بحسب ما ورد
        inside = verb + 2 < len(tokens) and tokens[verb + 1].form == "في"
        speaker = noun_phrase(tokens, verb + 2) if inside else None
        return _made(sentence, at, verb, start, speaker, reading, nobody=speaker is None)
    behind = (
        verb + 1 + (verb + 1 < len(tokens) and tokens[verb + 1].form in vocabulary.TO_THEM)
    )  # ما أفاد به فلان
    speaker = noun_phrase(tokens, behind)
    return _made(sentence, at, verb, start, speaker, reading, nobody=speaker is None and form in _REPORTED)


def _with_speaker(sentence: Words, at: int, last: int, start: int, first: int) -> Cue | None:
    speaker = noun_phrase(sentence.tokens, first) or _quoted_name(sentence, first)
    if speaker is not None and vocabulary.bare(sentence.tokens[speaker.first].form) in _NO_SOURCES:
        return None
    return None if speaker is None else _made(sentence, at, last, start, speaker)


def _quoted_name(sentence: Words, at: int) -> NounPhrase | None:
    """Return a name that stands in quotation marks."""
    close = sentence.closing(at)
    if close is None or close >= len(sentence.tokens) or not 0 < close - at - 1 <= _QUOTED_NAME:
        return None
    return NounPhrase(at + 1, close, "", "s", "name")


def _made(
    sentence: Words,
    at: int,
    last: int,
    start: int,
    speaker: NounPhrase | None,
    reading: Reading | None = None,
    *,
    nobody: bool = False,
) -> Cue:
    """Make the cue: at the beginning of a sentence what is said comes behind it, else it stands before."""
    tokens = sentence.tokens
    after = speaker.last if speaker else last + 1
    leads = not any(tokens[k].word for k in range(at))
    if leads and after < len(tokens) and _is_described(tokens[after]):
        after = next(
            (k for k in range(after, min(len(tokens), after + _RELATIVE)) if tokens[k].form in COMMAS), after
        )
    place = Place(after, PHRASE) if leads and after < len(tokens) else Place(at, BEFORE)
    return Cue(at, last, start, tokens[last].end, place, RULE, reading, speaker, nobody=nobody)


def _is_described(token: Token) -> bool:
    """Say whether a word goes on with a source: بحسب التقرير الذي ..., بحسب حصيلة نشرتها ..."""
    return token.form in vocabulary.WHICH | vocabulary.PREPOSITIONS or (
        is_owned(token) and not vocabulary.definite(token.form)
    )
