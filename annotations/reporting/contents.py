"""Says where the content of a claim begins and ends: behind its cue, up to the clause of the next one.

A cue that stands in what another one reports doesn't end it (قالت إن الوزير أكد أن ...); one that stands
beside it does (وأضافت، مشيرا إلى). Where a clause begins with "but" the outlet speaks again, if it has a cue.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from annotations.reporting import according, vocabulary
from annotations.reporting.cue import BACK, BEFORE, PHRASE, QUOTE, Cue
from annotations.reporting.noun_phrases import is_cue
from annotations.reporting.records import DENIED
from annotations.reporting.tokens import COMMAS, Token, Words, after_prefix
from annotations.reporting.vocabulary import bare, definite

Bounds = tuple[int, int]
"""Code points of the text; empty where there is no content."""

_REPORT_REACH = 20
"""Tokens back to the report that a noun denies."""
_FARTHEST = 200
"""Tokens of a claim in which is looked for where the outlet speaks again."""
_EARLIER = 8
"""Cues among which is looked for the one that another takes up."""
_SHORTEST_VERB = 5
"""Letters of "and" with a verb."""
_LOST = "فقد"
_EXCEPT = vocabulary.table("بيد غير إلا")
_WITHOUT = vocabulary.table("دون بدون")
_IT = vocabulary.table("إياه إياها إياهم إياهما")
_SO_THAT = vocabulary.table("فإن")
_SO = vocabulary.table("فقد فإن قد")
_UNTRUE_IN = vocabulary.table("متعلقة متعلق تتعلق تفيد تقول تشير تزعم مفادها مفاده حول بشأن عن تتهم")


class Contents:
    """The contents of a sentence's cues.

    What ends them is looked up and not searched for again with each cue: a paragraph may hold thousands.

    Args:
        sentence: with the cues.
        cues: all of its cues, in order.
    """

    def __init__(self, sentence: Words, cues: Sequence[Cue]) -> None:
        self._sentence = sentence
        self._cues = cues
        beside = [cue for cue in cues if _is_beside(sentence, cue)]
        self._beside = [cue.first for cue in beside]
        self._clauses = [_clause(sentence, cue) for cue in beside]
        told = [cue for cue in beside if cue.rule != according.RULE]
        self._told = [cue.first for cue in told]
        self._told_clauses = [_clause(sentence, cue) for cue in told]

    def of(self, index: int) -> Bounds:
        """Return the content of the cue at an index."""
        sentence, cue = self._sentence, self._cues[index]
        place = cue.place
        if place.kind == BACK:
            return self._back(index)
        if place.kind == BEFORE:
            return self._before(cue)
        first = _first(sentence, cue)
        last = self._last(cue, first)
        if first >= last:
            return sentence.end, sentence.end
        tokens = sentence.tokens
        prefixed = first == place.content and (place.prefixed or tokens[first].form in vocabulary.BY_THAT)
        if self.calls_untrue(index):
            last = place.by
        if place.kind == PHRASE and self.denies(index):
            denied = _without_statement(sentence, first, last)
            prefixed = prefixed or (denied > first and vocabulary.by_masdar(tokens[denied].form))
            first = denied
        if tokens[first].form == '"':
            quoted = _quoted(sentence, cue, first, last)
            if quoted is not None:
                return quoted
        start = after_prefix(sentence.text, tokens[first]) if prefixed else tokens[first].start
        return start, tokens[last - 1].end if last < len(tokens) else sentence.end

    def denies(self, index: int) -> bool:
        """Say whether a cue denies something: by the lexicon, or since it calls it untrue."""
        reading = self._cues[index].reading
        by_lexicon = reading is not None and reading.entry.reported_as == DENIED
        return by_lexicon or self.calls_untrue(index)

    def calls_untrue(self, index: int) -> bool:
        """Say whether something is called untrue: with وصف التقارير بأنها كاذبة the reports are denied."""
        cue, tokens = self._cues[index], self._sentence.tokens
        by = cue.place.by
        if not by or by <= cue.place.content or tokens[cue.place.content].form in _IT:
            return False
        last = self._last(cue, _first(self._sentence, cue))
        return vocabulary.untrue(self._sentence.text[tokens[by].start : tokens[last - 1].end])

    def _last(self, cue: Cue, first: int) -> int:
        """Return the token before which the content of a cue ends."""
        tokens = self._sentence.tokens
        last = len(tokens)
        if cue.rule == according.RULE:
            return last
        later = bisect_left(self._beside, first)
        if later < len(self._beside):
            last = self._clauses[later]
        if cue.speaker and cue.speaker.first > first:
            last = min(last, cue.speaker.first)  # أكد هذه الأنباء مسؤول
        searched = range(first + 1, min(last, first + _FARTHEST))
        last = next((k for k in searched if _is_the_outlets(tokens, k)), last)
        if cue.place.kind == PHRASE:
            searched = range(first + 1, min(last, first + _FARTHEST))
            return next((k for k in searched if _ends_phrase(tokens, k)), last)
        return last

    def _before(self, cue: Cue) -> Bounds:
        """Return what stands before a cue: the quotation that ends there, else all from the last clause."""
        sentence, tokens = self._sentence, self._sentence.tokens
        quotation = sentence.closed_before(cue.first)
        earlier = bisect_left(self._told, cue.first)
        first = self._told_clauses[earlier - 1] if earlier else 0
        if quotation is not None and (cue.rule != according.RULE or (quotation.open or 0) <= first):
            start = sentence.start if quotation.open is None else tokens[quotation.open].end
            return start, tokens[quotation.close or 0].start
        if first >= cue.first:
            return sentence.start, sentence.start
        return tokens[first].start, tokens[cue.first].start

    def _back(self, index: int) -> Bounds:
        """Return what an earlier cue says, which this one takes up: وهو ما نفته موسكو."""
        sentence, cue = self._sentence, self._cues[index]
        report = _report_before(sentence, cue) if cue.rule == "verbal-noun" else None
        if report:
            return report
        for earlier in range(index - 1, max(-1, index - _EARLIER), -1):
            if self._cues[earlier].place.kind not in {BACK, BEFORE}:
                return self.of(earlier)
        tokens = sentence.tokens
        clause = _clause(sentence, cue)
        for at in range(clause, max(-1, clause - _REPORT_REACH), -1):
            quotation = sentence.closed_before(at)
            if quotation is not None and quotation.close is not None:
                start = sentence.start if quotation.open is None else tokens[quotation.open].end
                return start, tokens[quotation.close].start
        return tokens[0].start, tokens[clause].start


def _first(sentence: Words, cue: Cue) -> int:
    tokens = sentence.tokens
    first = cue.place.content
    while first < len(tokens) and not tokens[first].word and tokens[first].form != '"':
        first += 1
    skipped = vocabulary.THAT | (_SO if cue.rule == according.RULE else _SO_THAT)
    if cue.rule == according.RULE or cue.place.kind == QUOTE:  # قائلا: إن
        while first < len(tokens) and tokens[first].form in skipped and not _is_lost(tokens, first):
            first += 1
    return first


def _is_lost(tokens: Sequence[Token], at: int) -> bool:
    """Tell فقد, "lost", from the particle, before which a comma stands."""
    return tokens[at].form == _LOST and tokens[at - 1].form not in COMMAS


def _is_the_outlets(tokens: Sequence[Token], comma: int) -> bool:
    """Say whether behind a comma the outlet speaks again."""
    if tokens[comma].depth or tokens[comma].form not in COMMAS:
        return False
    return (
        _tells_silence(tokens, comma) or _tells_without(tokens, comma) or according.repeats(tokens, comma + 1)
    )


def _tells_without(tokens: Sequence[Token], comma: int) -> bool:
    """Say whether the outlet goes on with what somebody left out: ، من دون أن ينفي ذلك."""
    following = [token.form for token in tokens[comma + 1 : comma + 4]]
    return any(before in _WITHOUT and word in vocabulary.THAT for before, word in pairwise(following))


def _tells_silence(tokens: Sequence[Token], comma: int) -> bool:
    """Say whether the outlet goes on with what somebody didn't say: ، لكنه لم يحدد متى."""
    following = [token.form for token in tokens[comma + 1 : comma + 5]]
    return any(
        word in vocabulary.SILENCE and (before == "لم" or before in vocabulary.THAT)
        for before, word in pairwise(following)
    )


def _ends_phrase(tokens: Sequence[Token], k: int) -> bool:
    """Say whether a noun phrase that is claimed ends at a token: at a comma, at "and" with a verb."""
    token = tokens[k]
    if token.depth:
        return False
    if token.form in COMMAS:
        return not _lists(tokens, k)
    if token.form[0] != vocabulary.AND or len(token.form) < _SHORTEST_VERB:
        return False
    word = token.form[1:]
    return is_cue(token) or (
        word[0] in "يت"
        and not word.endswith("ا")
        and not vocabulary.masdar(word)
        and vocabulary.head(word) is None
        and word
        not in vocabulary.PLACES | vocabulary.TIME | vocabulary.PREPOSITIONS | vocabulary.DEMONSTRATIVES
    )


def _lists(tokens: Sequence[Token], comma: int) -> bool:
    """Say whether a comma stands in a list: المنازل، والمتاجر."""
    return comma + 1 < len(tokens) and tokens[comma + 1].form.startswith("وال")


def _is_beside(sentence: Words, cue: Cue) -> bool:
    """Say whether a cue stands beside an earlier one, and not in what that one reports."""
    tokens = sentence.tokens
    if cue.rule in {"participle", "relative-clause", according.RULE} or cue.place.kind == BACK:
        return True
    if cue.rule == "verbal-noun":
        return False
    if cue.last + 1 < len(tokens) and tokens[cue.last + 1].form in vocabulary.IN_IT:
        return False  # a relative clause: تقارير زعمت فيها
    if cue.reading is not None and cue.reading.skip:
        return True
    first = _clause(sentence, cue)
    if first and tokens[first - 1].form == vocabulary.AND:
        return True
    if first == 0:
        return True
    before = tokens[first - 1].form
    return before in COMMAS or tokens[first].form in vocabulary.BUT


def _clause(sentence: Words, cue: Cue) -> int:
    """Return the token at which a cue's clause begins, with its speaker and its "but"."""
    tokens = sentence.tokens
    first = cue.first
    if cue.place.kind == BACK:
        while first and tokens[first - 1].form not in COMMAS:
            first -= 1
        return first or cue.first
    if cue.rule == "relative-clause":
        return first - 1
    if cue.speaker and cue.speaker.first < first:
        first = cue.speaker.first
    if first > 1 and tokens[first - 1].form in vocabulary.THAT and tokens[first - 2].form in _EXCEPT:
        first -= 2  # بيد أن
    while first and (
        tokens[first - 1].form in vocabulary.BUT
        or tokens[first - 1].form in vocabulary.BE
        or tokens[first - 1].form in vocabulary.ALREADY
    ):
        first -= 1
    return first


def _quoted(sentence: Words, cue: Cue, first: int, last: int) -> Bounds | None:
    """Return what a quotation holds if that is all that is said; None if the sentence goes on behind it."""
    tokens = sentence.tokens
    close = sentence.closing(first)
    if close is None:
        return None
    if close >= len(tokens):
        return tokens[first].end, tokens[last - 1].end if last < len(tokens) else sentence.end
    behind = tokens[close + 1] if close + 1 < len(tokens) else None
    if behind is None or not any(tokens[k].word for k in range(close + 1, last)):
        return tokens[first].end, tokens[close].start
    if cue.place.kind == QUOTE and (not behind.word or behind.form in vocabulary.CONNECTIVES):
        return tokens[first].end, tokens[close].start
    return None


def _without_statement(sentence: Words, first: int, last: int) -> int:
    """Return where the statement begins that is denied: نفى التقارير التي تفيد ب ..., رفض مزاعم ..."""
    tokens = sentence.tokens
    k = first
    while k < last and tokens[k].form in vocabulary.QUANTIFIERS:
        k += 1
    if k >= last or bare(tokens[k].form) not in vocabulary.STATEMENTS:
        return first
    bare_statement = k
    k += 1
    while k < last and (
        tokens[k].form in vocabulary.WHICH
        or tokens[k].form in _UNTRUE_IN
        or tokens[k].form in vocabulary.BY_THAT
        or (
            tokens[k].form not in vocabulary.PREPOSITIONS
            and definite(tokens[k].form)
            and vocabulary.adjective(tokens[k].form)
        )
    ):
        k += 1
    if k >= last or not tokens[k].word or (k == bare_statement + 1 and not vocabulary.masdar(tokens[k].form)):
        return first  # اتهامات الحكومة are denied, not the government
    return k


def _report_before(sentence: Words, cue: Cue) -> Bounds | None:
    """Return what reports said that a noun denies: تقارير بشأن انسحاب القوات، رغم نفي الجيش."""
    tokens = sentence.tokens
    for at in range(cue.first - 1, max(0, cue.first - _REPORT_REACH), -1):
        if bare(tokens[at].form) in vocabulary.STATEMENTS and tokens[at + 1].form in vocabulary.ABOUT:
            last = next((k for k in range(at + 2, cue.first) if tokens[k].form in COMMAS), cue.first)
            return tokens[at + 2].start, tokens[last - 1].end
    return None
