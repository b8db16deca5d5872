"""Looks for the frame of a word of saying: أن, a colon, a quotation, or the noun phrase that is claimed.

The codes are those of `lexicon`. Each function returns the place where what is said begins, or None where the
frame isn't there, and then the word is no cue.
"""

from __future__ import annotations

from annotations.reporting import vocabulary
from annotations.reporting.cue import PHRASE, QUOTE, THAT, Place
from annotations.reporting.noun_phrases import (
    NounPhrase,
    is_cue,
    is_owned,
    is_participle,
    noun_phrase,
    with_name,
)
from annotations.reporting.tokens import COMMAS, STOPS, Token, Words
from annotations.reporting.vocabulary import bare, definite
from annotations.text.folding import fold

Frame = frozenset[str]

_FARTHEST = 45
"""Tokens between a verb and what it says: a speaker with a title, an occasion and a relative clause."""

_NEAR = 10
"""Tokens between a verb that only quotes, such as زاد, and what it says."""

_OWN_REACH = 2
"""Tokens behind a speaker in which the verb's own preposition comes; later it is another verb's."""

_BY_REACH = 25
"""Tokens between a verb and ب, as in اتهم فلانا بكذا."""

_QUOTED_NAME = 5
"""Words: a quotation so short may be a name."""

_ONLY_SAYS = frozenset({THAT, QUOTE, "whom", "source", "initial", "inner", "bare"})
_ABOUT_THAT = fold("عما")
_OF = "من"
_WHAT = "ما"
_TOWARDS = fold("إلى")
_IN_WHAT = fold("فيما")
_STATING = fold("تأكيد")
_THE_SAYING = vocabulary.table("بالقول القول قائلا")
_ADJUNCTS = vocabulary.table("في وفي خلال عبر بعد قبل منذ أمام لدى مع عقب أثناء على من ضمن ردا حسب بحسب وفق")


def takes_object(frame: Frame) -> bool:
    """Say whether a verb may have an object behind it, so that who stands there needn't be its subject."""
    return bool(frame & {"whom", "as", "np", "fact", "denial", "measure"})


def said(sentence: Words, at: int, after: int, frame: Frame) -> Place | None:
    """Find أن, a colon or a quotation behind a verb.

    Args:
        sentence: with the verb.
        at: the verb's token.
        after: the token from which on to look, behind the speaker.
        frame: of the verb.
    """
    tokens = sentence.tokens
    limit = min(len(tokens), at + _FARTHEST if THAT in frame else after + _NEAR)
    aside = False  # behind a comma or in a relative clause other verbs may stand in between
    k = after
    while k < limit:
        token = tokens[k]
        form = token.form
        if not token.word:
            if form == ":" and QUOTE in frame:
                return Place(k + 1, QUOTE)
            if form == '"' and (close := sentence.closing(k)) is not None:
                if _is_addressee(tokens, k, close):
                    k = close + 1
                    continue
                named = _behind_name(sentence, k, close, at, frame, aside=aside) if THAT in frame else None
                if named:
                    return named
                return (
                    Place(k, QUOTE) if QUOTE in frame and _may_quote(tokens, k, close, after, frame) else None
                )
            if form in STOPS:
                return None
            aside = aside or form in COMMAS
        elif form in vocabulary.ALL_THAT:
            if _is_its_that(tokens, k, frame):
                return Place(k + (form in vocabulary.THAT or form == vocabulary.BY), THAT)
        elif form in vocabulary.WHICH:
            aside = True
        elif _ends_clause(tokens, k, aside=aside) or (
            k <= after + _OWN_REACH and form in prepositions(frame) and _begins_object(tokens, k + 1)
        ):
            return None
        k += 1
    return None


def _is_its_that(tokens: list[Token], k: int, frame: Frame) -> bool:
    """Say whether أن depends on the verb before: not in بعد أن, but in فيما بعد أن and in بالقول إن."""
    before = tokens[k - 1].form
    if before in _THE_SAYING:
        return True
    later = before == "بعد" and k > 1 and tokens[k - 2].form == _IN_WHAT
    return THAT in frame and (later or before not in vocabulary.NO_CLAIM_BEFORE_THAT)


def _ends_clause(tokens: list[Token], k: int, *, aside: bool) -> bool:
    """Say whether the clause of a verb ends at a token: at "but", or at another verb of saying."""
    form = tokens[k].form
    if form == _IN_WHAT and k + 1 < len(tokens) and tokens[k + 1].form == "بعد":
        return False
    if form in vocabulary.CONNECTIVES:
        return True
    if not is_cue(tokens[k]) or form in _THE_SAYING:
        return False
    return form[0] == vocabulary.AND or not aside or is_participle(tokens[k])


def prepositions(frame: Frame) -> frozenset[str]:
    """Return the prepositions of a frame, folded."""
    return frozenset(fold(code.rstrip("+")) for code in frame) & vocabulary.PREPOSITIONS


def _begins_object(tokens: list[Token], at: int) -> bool:
    """Say whether a verb's own preposition has an object, and neither أن nor "the saying that"."""
    if at >= len(tokens) or not tokens[at].word:
        return False
    form = tokens[at].form
    return form not in vocabulary.ALL_THAT and form not in _THE_SAYING and form not in _ASIDE_OBJECTS


_ASIDE_OBJECTS = vocabulary.table("جانب جهته جهتها جانبه جانبها خلال")


def _is_addressee(tokens: list[Token], at: int, close: int) -> bool:
    """Say whether a quotation is the name of where or to whom something is said: قال لـ"صوت النهر" إن."""
    before = tokens[at - 1].form
    known = vocabulary.head(before)
    named = before == "ل" or before in vocabulary.SETTINGS or before[1:] in vocabulary.ADDRESSEES
    named = named or (known is not None and known.kind == "institution" and not definite(before))
    return named and close - at - 1 <= _QUOTED_NAME and close + 1 < len(tokens)


def _may_quote(tokens: list[Token], at: int, close: int, after: int, frame: Frame) -> bool:
    """Say whether a quotation is what is said, and not a word of an object in quotation marks."""
    if at == after or frame <= _ONLY_SAYS:
        return True
    if close - at - 1 > _QUOTED_NAME:
        return True
    before = tokens[at - 1]
    return not before.word or before.form in vocabulary.TIME or before.form in vocabulary.ADVERBS


def _behind_name(
    sentence: Words, at: int, close: int, verb: int, frame: Frame, *, aside: bool
) -> Place | None:
    """Return the أن behind a short quotation, which then is a name: قال متحدث باسم "..." إن."""
    if close - at - 1 > _QUOTED_NAME:
        return None
    place = said(sentence, verb, close + 1, frame - {QUOTE})
    commas = place is not None and any(
        token.form in COMMAS for token in sentence.tokens[close : place.content]
    )
    return place if aside or not commas else None


def claimed(
    sentence: Words, at: int, behind: NounPhrase | None, frame: Frame, *, has_speaker: bool
) -> Place | None:
    """Find a noun phrase that is the claim: نفى الوزير التقارير، حذر من ...، اتهم فلانا ب...

    Args:
        sentence: with the verb.
        at: the verb's token.
        behind: the noun phrase behind the verb, its subject or its object.
        frame: of the verb.
        has_speaker: True if the speaker stands before the verb, so that `behind` is the object.
    """
    if "as" in frame:
        return _called(sentence, at, behind, frame, has_speaker=has_speaker)
    if "worry" in frame:
        return _worried(sentence, at, behind)
    return _prepositional(sentence, at, behind, frame, has_speaker) or _object(
        sentence, at, behind, frame, has_speaker
    )


def _prepositional(
    sentence: Words, at: int, behind: NounPhrase | None, frame: Frame, has_speaker: bool
) -> Place | None:
    tokens = sentence.tokens
    codes = {fold(code.rstrip("+")): code.endswith("+") for code in frame}
    shorter = behind.until(behind.cuts[0]) if behind and behind.cuts else behind
    for speaker in (shorter, behind) if "whom" in frame else (behind, shorter):
        k = _past_adjuncts(tokens, with_name(tokens, behind) if behind else at + 1, frozenset(codes))
        if k >= len(tokens) or not tokens[k].word:
            continue
        form = tokens[k].form
        if form == _ABOUT_THAT and "عن" in codes and k + 1 < len(tokens):
            return Place(k + 1, PHRASE, None if has_speaker else speaker)
        if form in codes and form in vocabulary.PREPOSITIONS and k + 1 < len(tokens):
            start, word, prefixed = k + 1, tokens[k + 1].form, False
        elif "ب" in codes and form[0] == "ب" and (vocabulary.by_masdar(form) or form == "ب"):
            start, word, prefixed = (k, form[1:], True) if form != "ب" else (k + 1, "", False)
            form = "ب"
        else:
            continue
        if (
            (word in vocabulary.DEMONSTRATIVES and not _is_this_thing(tokens, start))
            or word in vocabulary.ALL_THAT
            or word in vocabulary.TIME
        ):
            continue
        if codes[form] and not _is_news(word, form, strict="masdar" in frame):
            continue
        return Place(start, PHRASE, None if has_speaker else speaker, prefixed=prefixed)
    return None


def _is_news(word: str, preposition: str, *, strict: bool) -> bool:
    """Say whether behind a preposition a claim stands: أشار إلى تراجع, and not أشار إلى البيان."""
    if definite(word) or word in vocabulary.PERFORMED:
        return False
    strict = strict or preposition == _TOWARDS
    return not strict or vocabulary.masdar(word) or (len(word) == 4 and word[0] == "ت")  # تفعّل


def _object(
    sentence: Words, at: int, behind: NounPhrase | None, frame: Frame, has_speaker: bool
) -> Place | None:
    if not frame & {"np", "fact", "denial", "measure"}:
        return None
    tokens = sentence.tokens
    speaker = None
    if behind is None or has_speaker or _is_no_speaker(tokens[behind.first].form):
        start = _past_adjuncts(tokens, at + 1, frozenset())
    elif behind.cuts:
        start, speaker = behind.cuts[0], behind.until(behind.cuts[0])
    else:
        start, speaker = _past_speaker(tokens, behind), behind
    if start >= len(tokens) or not tokens[start].word or tokens[start].depth:
        return None
    form = tokens[start].form
    if form.startswith(vocabulary.AND) and not (vocabulary.masdar(form) or form in vocabulary.HEADS):
        return None
    if form in vocabulary.DEMONSTRATIVES or form in vocabulary.QUANTIFIERS:
        word = tokens[start + 1].form if start + 1 < len(tokens) else ""
    else:
        word = form
    if not word or not (noun_phrase(tokens, start) or form != word or form == _WHAT):
        return None
    if "fact" in frame and not _is_fact(tokens[start]):
        return None
    if "measure" in frame and form not in vocabulary.MEASURES:
        return None
    if "denial" in frame and not _is_statement(tokens, start):
        return None
    if speaker is None and not has_speaker and form in vocabulary.DEMONSTRATIVES:
        speaker = _behind_object(tokens, start)
    if speaker is None and not has_speaker and not _is_claim(form):
        return None
    return Place(start, PHRASE, speaker)


def _is_no_speaker(form: str) -> bool:
    return form in vocabulary.DEMONSTRATIVES or _is_claim(form)


def _behind_object(tokens: list[Token], at: int) -> NounPhrase | None:
    """Return who speaks if he stands behind the object: أكد هذه الأنباء مسؤول."""
    for k in range(at + 2, min(len(tokens), at + 5)):
        known = vocabulary.head(tokens[k].form)
        if known and known.kind == "person":
            return noun_phrase(tokens, k)
    return None


def _is_this_thing(tokens: list[Token], at: int) -> bool:
    """Say whether "this" has its noun behind it: في هذه الأرقام, but إلى ذلك."""
    return at + 1 < len(tokens) and definite(tokens[at + 1].form)


def _is_fact(token: Token) -> bool:
    """Say whether a noun without an article is announced, and nothing that is done by announcing it."""
    form = token.form
    if definite(form) or form in vocabulary.PERFORMED or vocabulary.own(form, vocabulary.PERFORMED):
        return False
    return vocabulary.masdar(form) or not is_owned(token)


def _is_claim(form: str) -> bool:
    """Say whether a noun begins what is claimed, and can't be who claims it."""
    return (
        vocabulary.masdar(form)
        or bare(form) in vocabulary.STATEMENTS - vocabulary.table("تقرير تقارير معلومات أنباء")
        or form in vocabulary.QUANTIFIERS
    )


def _is_statement(tokens: list[Token], start: int) -> bool:
    if any(bare(token.form) in vocabulary.STATEMENTS for token in tokens[start : start + 2]):
        return True
    whose = tokens[start + 1].form if start + 1 < len(tokens) else ""  # not رفض تأكيد أو نفي
    return tokens[start].form == _STATING and (
        whose in vocabulary.PLACES or vocabulary.head(whose) is not None
    )


def _past_speaker(tokens: list[Token], speaker: NounPhrase) -> int:
    """Return the token behind who speaks, with his name between commas, and behind when and where he does."""
    return _past_adjuncts(tokens, with_name(tokens, speaker), frozenset())


_PASSED_OVER = vocabulary.ADVERBS | vocabulary.TIME | vocabulary.TO_THEM


def _past_adjuncts(tokens: list[Token], k: int, codes: frozenset[str]) -> int:
    """Return the token behind when, where and to whom something is said."""
    limit = min(len(tokens), k + _BY_REACH)
    while k < limit:
        token = tokens[k]
        form = token.form
        if form in COMMAS or form in _PASSED_OVER:
            k += 1
        elif form in vocabulary.WHICH and tokens[k - 1].form in COMMAS:
            k = next((comma + 1 for comma in range(k, limit) if tokens[comma].form in COMMAS), limit)
        elif form in _ADJUNCTS and form not in codes:
            phrase = noun_phrase(tokens, k + 1)
            if phrase:  # what follows a comma isn't the object: خلال لقائه نظيره، دعم بلاده
                whole = phrase.last < limit and tokens[phrase.last].form in COMMAS
                k = phrase.last if whole or not phrase.cuts else phrase.cuts[0]
            elif k + 1 < limit and tokens[k + 1].form in vocabulary.TIME | vocabulary.DEMONSTRATIVES:
                k += 1
            else:
                break
        elif form[0] == "ل" and bare(form if form.startswith("لل") else form[1:]) in vocabulary.ADDRESSEES:
            named = form[1:] in vocabulary.HEADS  # لوكالة كذا, but لرويترز
            phrase = noun_phrase(tokens, k + 1) if named else None
            k = phrase.last if phrase else k + 1
            if named and k < limit and tokens[k].form == '"':
                k = next((end + 1 for end in range(k + 1, limit) if tokens[end].form == '"'), k)
        else:
            break
    return k


def _called(
    sentence: Words, at: int, behind: NounPhrase | None, frame: Frame, *, has_speaker: bool
) -> Place | None:
    """Find ب behind an object: اتهم الوزير الشركة بالتهرب."""
    tokens = sentence.tokens
    if "blame" in frame:
        by = next(
            (k for k in range(at + 1, min(len(tokens), at + _BY_REACH)) if _is_responsibility(tokens, k)),
            None,
        )
    else:
        aside = (
            behind and not has_speaker and behind.last < len(tokens) and tokens[behind.last].form in COMMAS
        )
        by = _find_by(tokens, _past_speaker(tokens, behind) - 1 if behind and aside else at)
    if by is None or any(token.form in _ENDING or is_cue(token) for token in tokens[at + 1 : by]):
        return None
    if has_speaker or behind is None:
        return Place(at + 1, PHRASE, by=by)
    if _is_claim(tokens[behind.first].form) and tokens[behind.first + 1].form != _OF:
        return Place(behind.first, PHRASE, by=by)
    cut = next((cut for cut in behind.cuts if cut < by), 0)
    if cut:
        return Place(cut, PHRASE, behind.until(cut), by=by)
    start = _past_speaker(tokens, behind)
    if start < by and noun_phrase(tokens, start, by):
        return Place(start, PHRASE, behind, by=by)
    if behind.name:
        return Place(behind.name, PHRASE, behind.until(behind.name), by=by)
    return Place(behind.first, PHRASE, by=by)


def _is_responsibility(tokens: list[Token], k: int) -> bool:
    return tokens[k].form in vocabulary.RESPONSIBILITY


def _find_by(tokens: list[Token], at: int) -> int | None:
    """Return the token of ب behind a verb and its object: بأنه and بالتهرب, else the last one like بزرع."""
    maybe = None
    for k in range(at + 1, min(len(tokens), at + _BY_REACH)):
        form = tokens[k].form
        if _is_by(tokens, k):
            return k
        if form in COMMAS or form in _ENDING:
            break
        if k > at + 1 and form[0] == "ب" and len(form) > 3 and _may_be_by(form):
            maybe = k
    return maybe


def _may_be_by(form: str) -> bool:
    return not (
        form in vocabulary.PREPOSITIONS
        or form in vocabulary.PLACES
        or form in vocabulary.HEADS
        or form == "باسم"
    )


def _is_by(tokens: list[Token], k: int) -> bool:
    form = tokens[k].form
    return (
        form == "ب"
        or form in vocabulary.BY_THAT
        or (tokens[k].word and vocabulary.by_masdar(form) and not _is_seat(form))
    )


def _is_seat(form: str) -> bool:
    """Say whether ب tells where somebody belongs: المتحدث بالخارجية."""
    return vocabulary.head(form) is not None


_ENDING = frozenset(STOPS) | {":"}
_WORRY_REACH = 12
_ABOUT_WHAT = vocabulary.table("من على إزاء حيال بشأن في حول تجاه لأن")


def _worried(sentence: Words, at: int, behind: NounPhrase | None) -> Place | None:
    """Find what a feeling is about: أعرب الوزير عن قلقه من ..."""
    tokens = sentence.tokens
    after = behind.last if behind else at + 1
    for k in range(at + 1, min(len(tokens), after + _WORRY_REACH)):
        if tokens[k].form in STOPS or tokens[k].form in vocabulary.ALL_THAT:
            return None
        if not _is_feeling(tokens[k].form):
            continue
        if (
            k + 1 < len(tokens)
            and tokens[k + 1].form[0] == "ل"
            and vocabulary.by_masdar("ب" + tokens[k + 1].form[1:])
        ):
            speaker = behind.until(min(behind.last, k)) if behind and behind.first < k else None
            return Place(k + 1, PHRASE, speaker, prefixed=True)  # أسفه لسقوط
        for start in range(k + 1, min(len(tokens), k + 5)):
            if tokens[start].form in _ABOUT_WHAT and start + 2 < len(tokens):
                free = tokens[start + 1].form in vocabulary.THAT
                speaker = behind.until(min(behind.last, k)) if behind and behind.first < k else None
                return Place(start + 1 + free, PHRASE, speaker)
        return None
    return None


def _is_feeling(form: str) -> bool:
    word = form[1:] if form[0] == "ب" else form
    return bare(word) in vocabulary.FEELINGS or vocabulary.own(word, vocabulary.FEELINGS)
