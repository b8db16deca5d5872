"""Finds where a noun phrase ends that names somebody: a person with a title, an institution, a document.

There is no parser here and no list of names: a phrase goes on until a word that can't belong to it (a comma,
a verb of saying, أن, a time, an adverb). Whether a preposition goes on with it is decided by what stands
before: behind a title or an institution it may (رئيس اللجنة في البرلمان), behind a person's name it doesn't.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotations.reporting import lexicon, vocabulary
from annotations.reporting.lexicon import NOUN, PARTICIPLE, PASSIVE, VERB, Reading
from annotations.reporting.tokens import COMMAS, Token
from annotations.reporting.vocabulary import bare, definite
from annotations.text.folding import fold

_LONGEST = 22
"""Words: no claimant is longer."""

LONGEST_NAME = 5
"""Words of a name between commas behind a title."""

_QUOTED_NAME = 5
"""Words of a name that stands in quotation marks: نقابة "..."."""

_NOT_FIRST = (
    vocabulary.PARTICLES
    | vocabulary.ALL_THAT
    | vocabulary.WHICH
    | vocabulary.WHAT
    | vocabulary.TIME
    | vocabulary.ADVERBS
    | vocabulary.PRONOUNS
    | vocabulary.DEMONSTRATIVES
    | vocabulary.CONNECTIVES
    | vocabulary.PREPOSITIONS
)
_ENDING = (
    vocabulary.ALL_THAT
    | vocabulary.WHICH
    | vocabulary.WHAT
    | vocabulary.PARTICLES
    | vocabulary.TIME
    | vocabulary.ADVERBS
    | vocabulary.CONNECTIVES
    | vocabulary.ACCORDING
    | vocabulary.VERBS
)
_INCLUDING = vocabulary.table("بما بمن")
_TO = "ل"
_NAMED = fold("باسم")
_SHORTEST_OWNED = 3
"""Letters: a word with a pronoun has more, and مهم has none."""
_ROOT = 3
"""Letters of a verb without an affix."""
_CLAIMED = "ادعى"
_LIKE = fold("مثل")
_ASIDE = vocabulary.table("دون جانب خلال قبل جهته جهتها جانبه جانبها أجل داخل")
"""Words that follow من where it tells how something was said."""


class NounPhrase(msgspec.Struct, frozen=True):
    """Tokens `first` to `last` (exclusive) of a sentence."""

    first: int
    last: int
    gender: str
    """ "m" or "f", "" where it can't be told."""
    number: str
    """ "s" or "p"."""
    kind: str
    """ "person", "institution", "document", or "name" where its head is no known noun."""
    cuts: tuple[int, ...] = ()
    """Tokens at which a second phrase may begin, the object of the verb before: اتهم الوزير | الشركة."""
    name: int = 0
    """The token at which a name begins behind a title, 0 if none does."""

    def until(self, last: int) -> NounPhrase:
        """Return the part of it before a token."""
        return msgspec.structs.replace(self, last=last, cuts=())

    def moved(self, by: int) -> NounPhrase:
        """Return it as it stands in a sentence of which it was read from the token `by` on."""
        return NounPhrase(
            self.first + by,
            self.last + by,
            self.gender,
            self.number,
            self.kind,
            tuple(cut + by for cut in self.cuts),
            self.name and self.name + by,
        )


def noun_phrase(
    tokens: Sequence[Token], first: int, limit: int | None = None, *, own: frozenset[str] = frozenset()
) -> NounPhrase | None:
    """Read the noun phrase that begins at a token; None if none does.

    Args:
        tokens: of the sentence.
        first: where it would begin.
        limit: the token before which it has to end, by default the sentence's end.
        own: prepositions that belong to the verb before, and so end the phrase: حذر الوزير | من الجفاف.
    """
    limit = min(len(tokens), len(tokens) if limit is None else limit, first + _LONGEST)
    start = first
    while (
        start + 1 < limit
        and tokens[start].form in vocabulary.DEMONSTRATIVES
        and definite(tokens[start + 1].form)
    ):
        start += 1
    if start >= limit or not _may_begin(tokens[start]):
        return None
    reader = _Reader(tokens, start, limit, own)
    last = reader.read()
    while (
        last > start + 1
        and tokens[last - 1].form in vocabulary.PREPOSITIONS
        and not _is_ali(tokens[last - 1])
    ):
        last -= 1
    cuts = tuple(cut for cut in reader.cuts if cut < last)
    return NounPhrase(first, last, reader.gender, reader.number, reader.kind, cuts, reader.name)


def with_name(tokens: Sequence[Token], phrase: NounPhrase) -> int:
    """Return the end of a phrase with the name that follows a title between commas."""
    at = phrase.last
    if phrase.kind != "person" or phrase.name or at >= len(tokens) or tokens[at].form not in COMMAS:
        return at
    last = tokens[at - 1].form
    by_name = at > phrase.first + 1 and vocabulary.head(last) is None and not vocabulary.adjective(last)
    if not by_name and not any(definite(token.form) for token in tokens[phrase.first : at]):
        return at  # not one person, but any: مسؤول، مسؤول أمني; and رئيس وزراء كرمانا is one
    end = at + 1
    while end < len(tokens) and tokens[end].word and end - at <= LONGEST_NAME:
        end += 1
    if end >= len(tokens) or tokens[end].form not in COMMAS or end == at + 1:
        return at
    first = tokens[at + 1].form
    name = noun_phrase(tokens, at + 1, end)
    if name is None or name.last != end or lexicon.readings(first):
        return at
    with_title = name.kind == "person" and name.name > 0  # السفير فلان
    return end if with_title or (name.kind == "name" and not definite(first)) else at


def is_cue(token: Token) -> bool:
    """Say whether a word is a verb or participle of saying, or a verbal noun with its speaker: قوله."""
    if vocabulary.head(token.form) or token.form in vocabulary.PREPOSITIONS:
        return False
    return any(
        reading.part != PASSIVE and (reading.part == NOUN) == reading.pronoun and not is_noun(token, reading)
        for reading in lexicon.readings(token.form)
    )


def is_participle(token: Token) -> bool:
    """Say whether a word is a participle of saying, with which a new clause begins: مؤكدا."""
    return any(
        reading.part == PARTICIPLE and not is_noun(token, reading) for reading in lexicon.readings(token.form)
    )


def is_noun(token: Token, reading: Reading) -> bool:
    """Tell a noun from a verb that is folded alike: رأي from رأى by its last letter, ردا by its tanwin."""
    if reading.part == PARTICIPLE:
        return token.form.endswith("ه") and not token.raw.endswith("ة")  # مقره is "its seat"
    if reading.part != VERB:
        return False
    if reading.imperfect and reading.entry.lemma == _CLAIMED:
        return token.raw.endswith("ى")  # يُدعى is "he is called"
    if (
        reading.number == "d"
        and reading.gender == "m"
        and token.form.endswith("ا")
        and len(reading.entry.lemma) <= _ROOT
    ):
        return reading.entry.lemma[1] != "ا"  # ردا and ذكرا are mostly nouns, قالا isn't
    ends_in_ya = reading.entry.lemma.endswith("ى") and token.raw.endswith("ي")
    return (ends_in_ya and not reading.imperfect) or token.tanwin


def _may_begin(token: Token) -> bool:
    form = token.form
    return (
        token.word
        and not (token.tanwin and vocabulary.head(form) is None)
        and (form not in _NOT_FIRST or _is_ali(token))
        and form not in {vocabulary.AND, _TO}
        and not form.startswith(("لل", "بال"))
        and not is_cue(token)
        and not _has_preposition(form)
        and not vocabulary.by_masdar(form)
    )


def _has_preposition(form: str) -> bool:
    """Say whether ب or ل stands before a noun in one word, such as لصحيفة; it is no name such as ليلى."""
    noun = form[1:]
    return (
        form[0] in "بل"
        and form not in vocabulary.HEADS
        and (noun in vocabulary.HEADS or noun in vocabulary.ADDRESSEES or noun in vocabulary.SUPERLATIVES)
    )


def _is_ali(token: Token) -> bool:
    """Tell the name علي from the preposition على by its last letter."""
    return token.form == "علي" and token.raw.endswith("ي")


def is_owned(token: Token) -> bool:
    """Say whether a word has a pronoun behind it: افتتاحيتها, and not ة."""
    return len(token.raw) > _SHORTEST_OWNED and token.raw.endswith(("ه", "ها", "هم"))


def _is_relative_verb(token: Token) -> bool:
    """Say whether behind a document without an article its relative clause begins: تقرير نشرته الوزارة."""
    return is_owned(token) and not definite(token.form)


def _begins_object(form: str) -> bool:
    """Say whether a word without an article is a noun of its own, and no part of a name."""
    return (
        vocabulary.masdar(form)
        or form in vocabulary.STATEMENTS
        or form in vocabulary.PLACES
        or form in vocabulary.SUPERLATIVES
        or vocabulary.head(form) is not None
    )


def _is_person(form: str) -> bool:
    known = vocabulary.head(form)
    return known is not None and known.kind == "person"


def _may_be_feminine(form: str) -> bool:
    """Say whether a noun may be feminine: by its ending, as a place, or as a plural of things."""
    known = vocabulary.head(form)
    return (
        form.endswith(("ه", "ات", "ا", "اء"))
        or form in vocabulary.PLACES
        or (known is not None and (known.gender == "f" or known.number == "p"))
        or (known is None and not definite(form))
    )


def _is_institution(form: str) -> bool:
    known = vocabulary.head(form)
    return known is not None and known.kind == "institution"


class _Reader:
    """Reads on from the head of a phrase, a word at a time."""

    def __init__(self, tokens: Sequence[Token], start: int, limit: int, own: frozenset[str]) -> None:
        self._tokens = tokens
        self._limit = limit
        self._own = own
        self._start = start
        self._at = start + 1
        form = tokens[start].form
        superlative = form in vocabulary.SUPERLATIVES and start + 1 < limit  # آخر حصيلة
        known = vocabulary.head(tokens[start + 1].form if superlative else form)
        if known:
            self.gender, self.number, self.kind = known
        else:
            feminine = form.endswith("ه") or form in vocabulary.PLACES
            self.gender, self.number, self.kind = "f" if feminine else "", "s", "name"
        self.cuts: list[int] = []
        self.name = 0
        self._article = definite(form)
        self._closed = self._article or self.kind == "name"  # so another noun behind it may be the object
        self._named = self.kind == "name" and not definite(form) and form not in vocabulary.PLACES
        if form in vocabulary.QUANTIFIERS | vocabulary.NUMBERS or form[0].isdigit():
            self.kind, self._named, self._closed = "person", False, False

    def read(self) -> int:
        """Return the token behind the phrase."""
        while self._at < min(self._limit, len(self._tokens)):
            token = self._tokens[self._at]
            step = self._word(token) if token.word else self._quoted_name()
            if not step:
                break
            self._at += step
        return self._at

    def _word(self, token: Token) -> int:
        """Return how many tokens from here belong to the phrase."""
        form = token.form
        before = self._tokens[self._at - 1].form
        if form in vocabulary.DEMONSTRATIVES:
            return 1 if before == "من" else 0
        if form == _LIKE and self.kind in {"person", "institution"} and not self._closed:
            return 1  # دول مثل ... are those, الوزير مثل ... is one
        if form in _INCLUDING:
            return self._including()
        if token.tanwin or self._is_object(form) or self._ends(token):
            return 0
        if form in vocabulary.PREPOSITIONS and not _is_ali(token):
            return 2 if self._preposition_goes_on(form) else 0
        if self._named and form[0] == "ل" and (vocabulary.masdar(form[1:]) or lexicon.readings(form[1:])):
            return 0
        if form == _TO:
            return 0
        if form[0] in "بل" and self._is_prefixed(form):
            return 1 if self._prefix_goes_on(form) else 0
        if form[0] == "و" and len(form) > 3 and not (form in vocabulary.HEADS or vocabulary.masdar(form)):
            if lexicon.readings(form):
                return 0
            self._closed = definite(form)
            return 1
        self._note(form)
        return 1

    def _is_object(self, form: str) -> bool:
        """Say whether a noun has the accusative as it is written without tashkeel: نشرت الوزارة | بيانا."""
        accusative = form.endswith("ا") and form not in vocabulary.HEADS and form[:-1] in vocabulary.HEADS
        return accusative and not self._tokens[self._start].form.endswith("ا")

    def _including(self) -> int:
        """Return the length of بما في ذلك and بمن فيهم."""
        behind = [token.form for token in self._tokens[self._at + 1 : self._at + 3]]
        if behind == ["في", "ذلك"]:
            return 3
        return 2 if behind and behind[0] in vocabulary.TO_THEM else 0

    def _ends(self, token: Token) -> bool:
        form = token.form
        if form in vocabulary.PRONOUNS:  # a last name too, as in three-part names
            return not (
                self._named and self._at + 1 < self._limit and definite(self._tokens[self._at + 1].form)
            )
        if form == vocabulary.YEAR:  # أمين عام is "secretary general"
            return self.kind != "person" or self._at > self._start + 1
        if form == vocabulary.THE_YEAR and self._at + 1 < len(self._tokens):
            return self._tokens[self._at + 1].form in vocabulary.THIS_YEAR
        if form in vocabulary.QUANTIFIERS:
            return not token.raw.startswith("آ") and not token.raw.endswith("ه")  # آي and إيه are letters
        return (
            form in _ENDING
            or (self.kind == "document" and not self._article and _is_relative_verb(token))
            or is_cue(token)
            or (vocabulary.by_masdar(form) and not self._prefix_goes_on(form))
        )

    def _note(self, form: str) -> None:
        """Note what a word says of the phrase: where its object may begin, and where a name does."""
        at = self._at
        if self._closed and is_owned(self._tokens[at]) and not definite(form):
            self.cuts.append(at)  # التقى الرئيس | نظيره
        elif self._closed:
            if definite(form):
                title = self.kind == "person" and _is_person(form)
                if not title and not (vocabulary.adjective(form) and self._agrees(form)):
                    self.cuts.append(at)
            elif _begins_object(form) or (self._article and self.kind in {"institution", "document"}):
                self.cuts.append(at)
            elif self.kind == "person" and not self.name:
                self.name = at
                self._named = True
            elif self.kind == "name" and not self._named:
                self.cuts.append(at)
        self._article = self._article or definite(form)
        if self._article or form in vocabulary.PLACES or vocabulary.head(form) is None:
            self._closed = True

    def _agrees(self, adjective: str) -> bool:
        """Say whether an adjective's gender fits a noun before it: not in وصف وزير الدفاع | العملية."""
        if not adjective.endswith("ه"):
            return True
        before = [token.form for token in self._tokens[self._start : self._at]]
        return self.gender == "f" or self.number == "p" or any(_may_be_feminine(form) for form in before)

    def _preposition_goes_on(self, form: str) -> bool:
        """Say whether a preposition belongs to the phrase before it."""
        if self._at + 1 >= self._limit or not self._tokens[self._at + 1].word:
            return False
        after = self._tokens[self._at + 1].form
        if self._named or after in vocabulary.ALL_THAT | vocabulary.TIME | vocabulary.WHICH | vocabulary.WHAT:
            return False
        if form in self._own and not _is_institution(after):
            return False
        self._closed = definite(after)
        if form == "في":
            return self.kind != "name" and not (
                after in vocabulary.SETTINGS
                or after in vocabulary.DEMONSTRATIVES
                or vocabulary.masdar(after)
                or is_owned(self._tokens[self._at + 1])
            )
        if form == "من":
            return self.kind != "name" and after not in _ASIDE
        if form == "لدي":
            return self.kind == "person"
        return form in vocabulary.ABOUT and self.kind == "document"

    def _is_prefixed(self, form: str) -> bool:
        """Say whether a word is ب or ل with a noun behind it, and no name that begins with that letter."""
        return (
            form.startswith(("لل", "بال"))
            or form == _NAMED
            or form[1:] in vocabulary.ADDRESSEES
            or form[1:] in vocabulary.HEADS
            or form[1:] in vocabulary.SETTINGS
        )

    def _prefix_goes_on(self, form: str) -> bool:
        if form == _NAMED:
            self._closed = False
            return True
        noun = bare(form) if form.startswith(("لل", "بال")) else form[1:]
        if self._named or self.kind == "name" or (form[0] == "ل" and noun in vocabulary.ADDRESSEES):
            return False
        self._closed = form.startswith(("لل", "بال"))
        known = vocabulary.HEADS.get(noun)
        of_document = self.kind == "document"  # تقرير لخبراء
        return form.startswith("لل") or (known is not None and (of_document or known.kind == "institution"))

    def _quoted_name(self) -> int:
        """Return the length of a short quotation that is a name, 0 if it is none."""
        tokens, at = self._tokens, self._at
        if tokens[at].form != '"' or self.kind == "name" or (self.kind == "person" and at == self._start + 1):
            return 0
        furthest = min(at + 2 + _QUOTED_NAME, self._limit, len(tokens) - 1)
        end = next((k for k in range(at + 1, furthest) if not tokens[k].word), 0)
        if not end or tokens[end].form != '"' or tokens[end + 1].form.startswith(vocabulary.AND):
            return 0
        self._closed = True
        return end + 1 - at
