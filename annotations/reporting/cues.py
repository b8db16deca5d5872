"""Finds the words of saying of a sentence: a word of the lexicon with its frame around it.

The frame is what keeps precision: ذكر is "mentioned" and "said that", كشف "uncovered" and "revealed that". A
word that is denied (لم يؤكد) reports nothing, nor does one of a relative clause, which only describes
somebody (الخبير الذي قال إن). And nothing inside a quotation is a cue: those are somebody's words already.
"""

from __future__ import annotations

from msgspec.structs import replace

from annotations.reporting import according, fixed_phrases, frames, lexicon, vocabulary
from annotations.reporting.clauses import begins_clause, speaker_before
from annotations.reporting.cue import BACK, BEFORE, PHRASE, QUOTE, THAT, Cue, Place, cue_of
from annotations.reporting.lexicon import PARTICIPLE, PASSIVE, VERB, Reading
from annotations.reporting.noun_phrases import NounPhrase, is_noun, noun_phrase
from annotations.reporting.records import DENIED
from annotations.reporting.tokens import COMMAS, Token, Words, after_prefix
from annotations.reporting.vocabulary import bare, definite
from annotations.text.folding import fold

_AT_ONCE = 3
"""Tokens: a noun with a pronoun has its أن right behind it."""

_PASSIVE_REACH = 6
"""Tokens between a passive and what is said: يعتقد على نطاق واسع أن."""

_PARTICIPLE_REACH = 9
"""Tokens between a participle and what it says: محذرا في بيان من أن."""

_NOUN_REACH = 10
"""Tokens of the speaker between a verbal noun and أن: إعلان وزارة الدفاع أن."""

_WHICH_MEANS = fold("مما")
_MENTIONS = "ذكر"
_THINKS = "اعتقد"
_BELIEFS = vocabulary.table("اعتقد ظن")
_IN_SPITE = vocabulary.table("من رغم وسط مقابل مع برغم")


def cues_of(sentence: Words) -> list[Cue]:
    """Return the cues of a sentence in order."""
    cues: list[Cue] = []
    reached = -1
    for at, token in enumerate(sentence.tokens):
        if not token.word or token.depth or at <= reached:
            continue
        cue = (
            according.cue_at(sentence, at, attributed=bool(cues))
            or fixed_phrases.cue_at(sentence, at)
            or _lexical(sentence, at, cues)
        )
        if cue is not None:
            cues.append(cue)
            reached = cue.reach
    return cues


def _lexical(sentence: Words, at: int, earlier: list[Cue]) -> Cue | None:
    token = sentence.tokens[at]
    for reading in lexicon.readings(token.form):
        if reading.part == VERB:
            if is_noun(token, reading):
                continue
            cue = _verb(sentence, at, reading, earlier)
        elif reading.part == PASSIVE:
            cue = _passive(sentence, at, reading)
        elif reading.part == PARTICIPLE:
            cue = None if is_noun(token, reading) else _participle(sentence, at, reading, earlier)
        else:
            cue = _noun(sentence, at, reading)
        if cue is not None:
            return cue
    return None


def _verb(sentence: Words, at: int, reading: Reading, earlier: list[Cue]) -> Cue | None:
    tokens = sentence.tokens
    before = tokens[at - 1].form if at else ""
    entry = reading.entry
    if reading.pronoun:
        return _with_pronoun(sentence, at, reading, earlier)
    if entry.lemma == _THINKS and tokens[at].raw.startswith("أ"):
        return None  # "I think"
    if (
        before in vocabulary.WHICH
        or before == _WHICH_MEANS
        or (not reading.skip and before in vocabulary.PREPOSITIONS - vocabulary.TO_THEM)
    ):
        return None
    negated = before in vocabulary.NEGATIONS
    if negated and entry.lemma not in _BELIEFS:
        return None
    if reading.imperfect and before in vocabulary.THAT and (at < 2 or tokens[at - 2].form != "قبل"):
        return None  # أن يعلن: it isn't said yet
    if "inner" in entry.frame and before in vocabulary.THAT_PRONOUN:
        return None  # قال إنه يعتقد أن: one claim, and its cue is قال
    initial = begins_clause(sentence, at, joined=bool(reading.skip))
    behind = noun_phrase(tokens, _past_name(sentence, at + 1), own=frames.prepositions(entry.frame))
    if behind and frames.takes_object(entry.frame) and _disagrees(behind, reading):
        behind = None
    if reading.number in {"d", "p"} and not reading.imperfect and behind and not reading.skip:
        initial = False  # before its subject a verb is singular
    ahead = speaker_before(sentence, at) if not (initial and behind) and not reading.skip else None
    if "initial" in entry.frame and not initial:
        return None
    place = _place(sentence, at, None if ahead else behind, ahead, entry.frame)
    if place is None or (_is_future(tokens[at], reading) and place.kind == PHRASE):
        return None
    if "direct" in entry.frame and place.content > (behind.last if behind else at) + 2:
        return None
    if not (initial or ahead or behind or tokens[at + 1].form in vocabulary.IN_IT):
        return None
    speaker = ahead or place.speaker
    if entry.lemma == _MENTIONS and reading.imperfect and at == 0 and speaker is None:
        return None  # ويذكر أن: "it may be added that"
    if "source" in entry.frame and (speaker is None or speaker.kind not in {"document", "institution"}):
        return None
    if negated and place.kind != THAT:
        return None
    if "thing" in entry.frame and speaker is not None and _is_thing(tokens, speaker):
        return None
    rule = "subject-then-verb" if ahead else "verb-then-subject"
    cue = cue_of(sentence, at, reading, rule, place, speaker)
    return replace(cue, questioned=negated)


def _past_name(sentence: Words, at: int) -> int:
    """Return the token behind لـ"صوت النهر", to which something is said, if that stands at a token."""
    tokens = sentence.tokens
    if at + 1 < len(tokens) and tokens[at].form == "ل" and (close := sentence.closing(at + 1)):
        return close + 1
    return at


def _is_future(token: Token, reading: Reading) -> bool:
    """Say whether something will only be said: ستعلن اللجنة النتائج reports nothing yet."""
    return reading.imperfect and token.form[reading.skip] == "س" and token.form[reading.skip + 1] in "يتن"


def _is_thing(tokens: list[Token], phrase: NounPhrase) -> bool:
    """Say whether a noun phrase is a plural of things, which say nothing: تشير الأخطاء اللغوية."""
    if phrase.kind != "name" or phrase.last < phrase.first + 2:
        return False
    noun, adjective = tokens[phrase.first].form, tokens[phrase.first + 1].form
    feminine = adjective.endswith("ه") and not noun.endswith("ه") and noun not in vocabulary.PLACES
    return feminine and definite(noun) and definite(adjective)


def _disagrees(phrase: NounPhrase, reading: Reading) -> bool:
    """Say whether a noun phrase can't be the subject of a verb, by its gender."""
    return phrase.kind != "person" and phrase.gender == "f" and reading.gender == "m"


def _place(
    sentence: Words, at: int, behind: NounPhrase | None, ahead: NounPhrase | None, frame: frozenset[str]
) -> Place | None:
    """Return where it begins that is said, and who says it if he stands behind the verb."""
    after = behind.last if behind else at + 1
    place = frames.said(sentence, at, after, frame)
    has_speaker = ahead is not None
    if place is not None and place.kind == QUOTE and _is_longer_before(sentence, at, place):
        return Place(at, BEFORE, behind)
    if place is not None and not _has_own_object(sentence, behind, place, frame):
        if behind and "whom" in frame and behind.cuts:
            behind = behind.until(behind.cuts[0])
        return replace(place, speaker=behind)
    claimed = frames.claimed(sentence, at, behind, frame, has_speaker=has_speaker)
    if claimed is not None:
        return claimed
    if place is not None:
        return replace(place, speaker=behind)
    if QUOTE in frame and sentence.closed_before(at):
        return Place(at, BEFORE, behind)
    tokens = sentence.tokens
    if behind and "bare" in frame and behind.last + 2 < len(tokens) and tokens[behind.last].form in COMMAS:
        return Place(behind.last + 1, QUOTE, behind)  # قالت اللجنة، لم يقع شيء
    return None


def _is_longer_before(sentence: Words, at: int, place: Place) -> bool:
    """Say whether of a quotation that the verb cuts in two the first part is the longer one."""
    before = sentence.closed_before(at)
    behind = sentence.closing(place.content)
    if before is None or behind is None:
        return False
    length = (before.close or 0) - (-1 if before.open is None else before.open)
    return length > behind - place.content


def _has_own_object(sentence: Words, behind: NounPhrase | None, place: Place, frame: frozenset[str]) -> bool:
    """Say whether a verbal noun behind the speaker is the claim, and أن or a quotation only comes later."""
    if not behind or not behind.cuts or not frame & {"np", "fact"}:
        return False
    directly = place.content <= behind.last + 2
    return not directly and vocabulary.masdar(sentence.tokens[behind.cuts[0]].form)


def _with_pronoun(sentence: Words, at: int, reading: Reading, earlier: list[Cue]) -> Cue | None:
    """Look for a verb whose object is a pronoun: ما وصفه الوزير بأنه، وهو ما نفته، الاتهام الذي تنفيه."""
    tokens = sentence.tokens
    before = tokens[at - 1].form if at else ""
    behind = noun_phrase(tokens, at + 1)
    frame = reading.entry.frame
    relative = before in vocabulary.WHICH | vocabulary.WHAT | vocabulary.STATEMENTS  # مزاعم تنفيها
    if "as" in frame:
        if behind is None and (relative or earlier):
            return None  # "and called it ..." is the same claim once more
        place = frames.said(sentence, at, behind.last if behind else at + 1, frozenset({THAT}))
        if place is None:
            return None
        return cue_of(sentence, at, reading, "relative-clause", place, behind)
    if not relative or behind is None or not frame & {THAT, "np"}:
        return None
    if before in vocabulary.WHICH and not (at > 1 and _ends_in_statement(tokens[at - 2].form)):
        return None
    return cue_of(sentence, at, reading, "relative-clause", Place(at, BACK), behind)


def _ends_in_statement(form: str) -> bool:
    return bare(form) in vocabulary.STATEMENTS or any(
        form.endswith("ال" + word) for word in vocabulary.STATEMENTS
    )  # a blank is often missing behind وهو


def _passive(sentence: Words, at: int, reading: Reading) -> Cue | None:
    """Look for a passive that names nobody: يُعتقد أن، قيل إن."""
    before = sentence.tokens[at - 1].form if at else ""
    if before in vocabulary.NEGATIONS or speaker_before(sentence, at) is not None:
        return None
    place = frames.said(sentence, at, at + 1, reading.entry.frame)
    if place is None or place.content > at + _PASSIVE_REACH or noun_phrase(sentence.tokens, at + 1):
        return None
    return replace(cue_of(sentence, at, reading, "passive", place, None), nobody=True)


def _participle(sentence: Words, at: int, reading: Reading, earlier: list[Cue]) -> Cue | None:
    """Look for a participle that goes on with what somebody says: مشيرا إلى أن، محذرا من."""
    tokens = sentence.tokens
    if tokens[at].form.endswith("ات") or (at == 0 and not tokens[at].tanwin):
        return None
    frame = reading.entry.frame
    place = frames.said(sentence, at, at + 1, frame)
    if place is None or place.content > at + _PARTICIPLE_REACH:
        place = None
        if earlier or tokens[at].tanwin:
            anything = frozenset(code.rstrip("+") for code in frame)
            place = frames.claimed(sentence, at, None, anything, has_speaker=True)
    if place is None:
        return None
    return cue_of(sentence, at, reading, "participle", replace(place, speaker=None), None)


def _noun(sentence: Words, at: int, reading: Reading) -> Cue | None:
    """Look for a verbal noun with its speaker and أن: إعلان البيت الأبيض أن، اتهام الوزير بأن، قوله إن."""
    if reading.pronoun:
        return _noun_with_pronoun(sentence, at, reading)
    made = _made(sentence, at, reading)
    if made is not None:
        return made
    tokens = sentence.tokens
    own = frames.prepositions(reading.entry.frame)
    speaker = noun_phrase(tokens, at + 1, at + 1 + _NOUN_REACH, own=own)
    if speaker is None or vocabulary.masdar(tokens[speaker.first].form):
        return None
    before = tokens[at - 1].form if at else ""
    begins = begins_clause(sentence, at, joined=False) and before not in vocabulary.PREPOSITIONS
    if begins and _may_be_verb(tokens[at]):
        return None
    if before in _IN_SPITE and reading.entry.reported_as == DENIED and _ends_part(tokens, speaker.last):
        place = Place(at, BACK)
    elif speaker.cuts and vocabulary.masdar(tokens[speaker.cuts[0]].form):
        place = Place(speaker.cuts[0], PHRASE)
        speaker = speaker.until(speaker.cuts[0])
    else:
        return _noun_that(sentence, at, reading, speaker, own)
    return cue_of(sentence, at, reading, "verbal-noun", place, speaker)


def _noun_that(
    sentence: Words, at: int, reading: Reading, speaker: NounPhrase, own: frozenset[str]
) -> Cue | None:
    """Look for أن or a preposition behind a verbal noun and its speaker."""
    tokens = sentence.tokens
    if speaker.last >= len(tokens):
        return None
    form = tokens[speaker.last].form
    if form in own and speaker.last + 1 < len(tokens) and vocabulary.masdar(tokens[speaker.last + 1].form):
        return cue_of(sentence, at, reading, "verbal-noun", Place(speaker.last + 1, PHRASE), speaker)
    if form not in vocabulary.ALL_THAT:
        return None
    if vocabulary.adjective(tokens[speaker.first].form) and speaker.kind == "name":
        cue = cue_of(sentence, at, reading, "verbal-noun", Place(speaker.first + 1, THAT), None)
        return replace(cue, nobody=True)  # اتهامات غربية بأن: they are somebody's, and he isn't named
    free = form in vocabulary.THAT or form == vocabulary.BY
    return cue_of(sentence, at, reading, "verbal-noun", Place(speaker.last + free, THAT), speaker)


def _noun_with_pronoun(sentence: Words, at: int, reading: Reading) -> Cue | None:
    """Look for قوله إن and بقوله: but not ووصفه بأنه, the verb, whose claim is the one before."""
    token = sentence.tokens[at]
    place = frames.said(sentence, at, at + 1, frozenset({THAT, QUOTE}))
    if place is None or place.content > at + _AT_ONCE or sentence.tokens[at + 1].form in COMMAS:
        return None
    if "as" in reading.entry.frame:
        return None
    cue = cue_of(sentence, at, reading, "verbal-noun", place, None)
    by = token.form[0] == "ب" and lexicon.readings(token.form[1:]) != ()
    return replace(cue, start=after_prefix(sentence.text, token)) if by else cue


def _made(sentence: Words, at: int, reading: Reading) -> Cue | None:
    """Look for an accusation that somebody makes: أطلق نواب مزاعم حول كذا، وجهت المعارضة اتهامات بأن كذا."""
    tokens = sentence.tokens
    verb = next(
        (k for k in range(at - 1, max(-1, at - _NOUN_REACH), -1) if tokens[k].form in vocabulary.MADE), None
    )
    if verb is None or at + 2 >= len(tokens):
        return None
    speaker = noun_phrase(tokens, verb + 1, at) if verb + 1 < at else speaker_before(sentence, verb)
    if speaker is not None and speaker.first > verb and speaker.last != at:
        return None
    form = tokens[at + 1].form
    if form in vocabulary.ABOUT:
        place = Place(at + 2, PHRASE)
    elif form in vocabulary.BY_THAT or vocabulary.by_masdar(form):
        place = Place(at + 1 + (form == vocabulary.BY), PHRASE, prefixed=form != vocabulary.BY)
    else:
        return None
    return cue_of(sentence, at, reading, "verbal-noun", place, speaker)


def _may_be_verb(token: Token) -> bool:
    """Say whether a verbal noun is written like its verb: رفض، زعم، كشف."""
    return any(
        reading.part == VERB and not is_noun(token, reading) for reading in lexicon.readings(token.form)
    )


def _ends_part(tokens: list[Token], at: int) -> bool:
    return at >= len(tokens) or not tokens[at].word or tokens[at].form in vocabulary.CONNECTIVES
