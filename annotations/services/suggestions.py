"""Suggests what a sentence claims, who claims it and how firmly; takes and refuses what was suggested.

A suggestion is reckoned in a worker, an article at a time, and decides nothing: it is in no count and in no
file until a person takes it. What is taken is marked with the rule that proposed it
(`annotations.model.records.Suggested`), and each decision is kept as a verdict on that rule, in the same step
of the history, so that undo takes both back. A rule that this corpus has refused too often is silent
(`annotations.insight.trust`).

    reckoned = read_along(article, Trust(store.records(TRUST)), scheme)
    offers = reckoned.offers(index, annotations_of_the_article, annotator)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.insight import reasons
from annotations.insight.claims import Finding, Judgement, judge
from annotations.insight.figures import Figure, Origin, figures_in
from annotations.insight.trust import PAIR, Tally, Trust
from annotations.model.article import Article, sentence_at
from annotations.model.records import CLAIM, NOT_CLAIM, Annotation, Change, Suggested, new_uuid, timestamp
from annotations.model.side_records import TRUST, AnyChange, Verdict
from annotations.model.suggested import TAGS, marked
from annotations.reporting import Attribution, attributions
from annotations.services.attributes import (
    CLAIMANT,
    LONGEST_CLAIMANT,
    QUANTITY,
    SOURCE_SPAN,
    numbers_field,
    span,
    stated_numbers,
)
from annotations.services.tagging import untagged, whole_sentence
from annotations.text.lines import one_line

if TYPE_CHECKING:
    from annotations.model.scheme import Scheme
    from annotations.reporting.records import Span

CUE_SPAN = "cue_span"
REPORTED_AS = "reported_as"

STATED = "stated"
"""The rule by which the amounts of a claim about a quantity are its numbers."""


class Place(msgspec.Struct, frozen=True):
    """A span of the article's text: code points, half-open."""

    start: int
    end: int


class SuggestedClaim(msgspec.Struct, frozen=True):
    """One claim that a sentence reports, as `suggest --json` writes it."""

    claimant: Place | None
    cue: Place | None
    reported_as: str
    content: Place
    why: str


class SentenceSuggestion(msgspec.Struct, frozen=True):
    """All that is suggested of one sentence: a line of `suggest --json`."""

    article: str
    index: int
    start: int
    end: int
    claim: bool | None
    type: str | None
    """A tag of the scheme."""
    worth_checking: bool | None
    claims: tuple[SuggestedClaim, ...]
    why: str


class Reason(NamedTuple):
    """Says why something is proposed: a text of `annotations.insight.reasons`, and the words it takes."""

    text: str
    words: str

    def line(self) -> str:
        """Write it in one line, in English."""
        return self.text.format(words=self.words)


WORTH_CHECKING = "worth checking"
NOTHING_TO_CHECK = "nothing to check"


class Labelled(NamedTuple):
    """A reason, and what it is the reason of: a tag, `WORTH_CHECKING` or `NOTHING_TO_CHECK`."""

    label: str
    reason: Reason

    def line(self) -> str:
        """Write it in one line, in English."""
        return f"{self.label}: {self.reason.line()}"


class Offer(msgspec.Struct, frozen=True):
    """A value for one empty field of a sentence's annotation."""

    field: str
    """`tags`, or the id of an attribute."""
    value: Any
    """For `tags` the tuple of them, for a span its start, end and quote, else a text."""
    rule: str
    words: str
    """The words of the text on which the rule rests; may be empty."""
    tally: Tally
    """How often the rule was followed in this corpus."""
    noun: str | None = None
    """The counted noun, where the rule is about one."""

    @property
    def reason(self) -> Reason:
        """Why it is proposed."""
        return _reason(self.rule, self.words)


class ReadAlong:
    """Holds what is suggested of the sentences of one article.

    Args:
        article: the article.
        trust: which rules are heard.
        scheme: which tags and attributes there are; nothing else is proposed.
    """

    def __init__(self, article: Article, trust: Trust, scheme: Scheme) -> None:
        self.article = article
        self.trust = trust
        """May be put in the place of an older one, which costs nothing."""
        self._scheme = scheme
        self._kinds = {attribute.id: attribute for attribute in scheme.attributes}
        units = article.sentences
        self.attributions: Sequence[Sequence[Attribution]] = attributions(article.text, units)
        """The reported speech of each sentence."""
        self.figures: Sequence[Figure] = figures_in(
            Origin.of(article), article.text, units, self.attributions
        )
        """All amounts that the text states."""
        self._judgements = self._judged()

    def _judged(self) -> list[Judgement | None]:
        units, by_sentence = self.article.sentences, self._figures_by_sentence
        return [
            None
            if unit.boilerplate
            else judge(
                self.article.text,
                unit.start,
                unit.end,
                self.attributions[place],
                by_sentence.get(place, ()),
            )
            for place, unit in enumerate(units)
        ]

    @cached_property
    def _figures_by_sentence(self) -> Mapping[int, Sequence[Figure]]:
        groups: dict[int, list[Figure]] = {}
        for figure in self.figures:
            groups.setdefault(sentence_at(self.article, figure.start), []).append(figure)
        return groups

    def figures_of(self, index: int) -> Sequence[Figure]:
        """Return the amounts of a sentence."""
        return self._figures_by_sentence.get(index, ())

    @property
    def sentences(self) -> Sequence[SentenceSuggestion]:
        """The suggestions of all sentences as they are trusted now; boilerplate left out."""
        return [
            self._suggestion(index, judgement)
            for index, judgement in enumerate(self._judgements)
            if judgement is not None
        ]

    @property
    def worth_checking(self) -> int:
        """The number of sentences that are worth checking."""
        return sum(
            judgement is not None
            and judgement.worth_checking is not None
            and judgement.worth_checking.value is True
            for judgement in self._judgements
        )

    def _suggestion(self, index: int, judgement: Judgement) -> SentenceSuggestion:
        unit = self.article.sentences[index]
        kind, worth = self._type(index, judgement), judgement.worth_checking
        return SentenceSuggestion(
            article=self.article.id,
            index=index,
            start=unit.start,
            end=unit.end,
            claim=bool(judgement.claim.value),
            type=None if kind is None else str(kind.value),
            worth_checking=None if worth is None else bool(worth.value),
            claims=tuple(map(_claim, self.attributions[index])),
            why="; ".join(said.line() for said in self.reasons(index)),
        )

    def _type(self, index: int, judgement: Judgement) -> Finding | None:
        """Return the type that is shown: one of the scheme, by a rule that is heard."""
        kind = judgement.type
        shown = (
            kind is not None
            and str(kind.value) in self._scheme.by_id
            and not self.trust.silent(kind.rule, TAGS, self._noun(index, kind))
        )
        return kind if shown else None

    def reasons(self, index: int) -> Sequence[Labelled]:
        """Return why a sentence is read as it is: its type, and why it is worth checking, or why it isn't."""
        judgement = self._judgements[index]
        if judgement is None:
            return ()
        kind, worth = self._type(index, judgement), judgement.worth_checking
        said = [] if kind is None else [Labelled(str(kind.value), _reason(kind.rule, kind.words))]
        if worth is not None and worth.value and (kind is None or worth.rule != kind.rule):
            said.append(Labelled(WORTH_CHECKING, _reason(worth.rule, worth.words)))
        if not said and worth is not None:
            said.append(Labelled(NOTHING_TO_CHECK, _reason(worth.rule, worth.words)))
        return said

    def _noun(self, index: int, finding: Finding) -> str | None:
        """Return the counted noun that a finding of a sentence is about: that of the amount it rests on."""
        if finding.rule not in _ABOUT_AMOUNTS:
            return None
        figures = (figure for figure in self.figures_of(index) if figure.quote == finding.words)
        return next((figure.noun for figure in figures if figure.noun), None)

    # ------------------------------------------------------------------ offers

    def names(self, index: int) -> list[str]:
        """Return who says something in a sentence, as far as it was read."""
        text = self.article.text
        return [
            one_line(text[it.claimant.start : it.claimant.end])
            for it in self.attributions[index]
            if it.claimant is not None
        ]

    def cue(self, index: int) -> Span | None:
        """Return the word of saying of a sentence, to be underlined where the cursor is."""
        return next((it.cue for it in self.attributions[index] if it.cue is not None), None)

    def offers(self, index: int, annotations: Sequence[Annotation], annotator: str) -> Sequence[Offer]:
        """Return what is proposed for the empty fields of a sentence, in the order in which it is shown.

        Args:
            index: the sentence, 0-based.
            annotations: all of this article.
            annotator: whose annotation of the whole sentence it is about, be there one or not.
        """
        judgement = self._judgements[index]
        if judgement is None:
            return ()
        current = whole_sentence(self.article, index, annotations, annotator)
        offers = [*self._tags(index, judgement, current, annotations, annotator)]
        given = current.attributes if current else {}
        if judgement.claim.value and (current is None or NOT_CLAIM not in current.tags):
            offers += self._attributes(index)
            offers += self._numbers(index, current, offers)
        key = sentence_key(self.article, index)
        wrong = {
            offer.field
            for offer in offers
            if self.trust.refused(key, _value_key(offer))
            or self.trust.silent(offer.rule, offer.field, offer.noun)
        }
        if CLAIMANT in wrong or given.get(CLAIMANT) not in (None, *_values(offers, CLAIMANT)):
            wrong.add(SOURCE_SPAN)  # the words that name somebody else
        if TAGS in wrong and (current is None or QUANTITY not in current.tags):
            wrong |= {
                offer.field for offer in offers if offer.rule == STATED
            }  # it is no claim about an amount
        return [offer for offer in offers if offer.field not in wrong and given.get(offer.field) is None]

    def _tags(
        self,
        index: int,
        judgement: Judgement,
        current: Annotation | None,
        annotations: Sequence[Annotation],
        annotator: str,
    ) -> Iterable[Offer]:
        unit = self.article.sentences[index]
        mine = [
            annotation
            for annotation in annotations
            if annotation.annotator == annotator
            and annotation.tags
            and unit.start <= annotation.target.start < unit.end
        ]
        finding = self._type(index, judgement)
        if finding is None:
            return
        noun = self._noun(index, finding)
        tags = self._scheme.toggled((), str(finding.value))
        if current is not None and current.tags == (CLAIM,) and finding.value != NOT_CLAIM:
            pass  # it is a claim whose type is open
        elif mine:
            return
        tally = self.trust.tally(finding.rule, TAGS, noun)
        yield Offer(TAGS, tags, finding.rule, finding.words, tally, noun)

    def _attributes(self, index: int) -> Iterable[Offer]:
        first = next(iter(self.attributions[index]), None)
        if first is None:
            return
        text = self.article.text
        if first.claimant is not None:
            where = first.claimant
            name = one_line(text[where.start : where.end])
            if 0 < len(name) <= LONGEST_CLAIMANT and self._has(CLAIMANT, "text"):
                yield self._offer(CLAIMANT, name, first)
            if self._has(SOURCE_SPAN, "span"):
                yield self._offer(SOURCE_SPAN, span(text, where.start, where.end), first)
        if self._has(REPORTED_AS, "choice") and first.reported_as in self._kinds[REPORTED_AS].values:
            yield self._offer(REPORTED_AS, first.reported_as, first, rule=f"reported-{first.reported_as}")
        if first.cue is not None and self._has(CUE_SPAN, "span"):
            yield self._offer(CUE_SPAN, span(text, first.cue.start, first.cue.end), first)

    def _numbers(self, index: int, current: Annotation | None, offers: Sequence[Offer]) -> Iterable[Offer]:
        """Yield the numbers that the words state, if the claim is about an amount, or is taken for one."""
        tags = {*(current.tags if current else ()), *(tag for tags in _values(offers, TAGS) for tag in tags)}
        field, unit = numbers_field(self._scheme), self.article.sentences[index]
        if field is None or QUANTITY not in tags:
            return
        words = current.target.quote if current else self.article.text[unit.start : unit.end]
        if stated := stated_numbers(self._scheme, words):
            yield Offer(field, stated, STATED, "", self.trust.tally(STATED, field))

    def numbers_refused(self, index: int) -> bool:
        """Say whether the numbers of a sentence aren't to be shown: refused here, or too often elsewhere."""
        field, unit = numbers_field(self._scheme), self.article.sentences[index]
        if field is None:
            return False
        stated = stated_numbers(self._scheme, self.article.text[unit.start : unit.end])
        offer = Offer(field, stated, STATED, "", self.trust.tally(STATED, field))
        key = sentence_key(self.article, index)
        return self.trust.silent(STATED, field) or self.trust.refused(key, _value_key(offer))

    def _has(self, name: str, kind: str) -> bool:
        return name in self._kinds and self._kinds[name].kind == kind

    def _offer(self, field: str, value: Any, read: Attribution, rule: str = "") -> Offer:
        rule = rule or read.rule
        return Offer(field, value, rule, read.words, self.trust.tally(rule, field))


def read_along(article: Article, trust: Trust, scheme: Scheme) -> ReadAlong:
    """Reckon what is suggested of an article; belongs in a worker: 40 ms for 34 sentences."""
    return ReadAlong(article, trust, scheme)


_ABOUT_AMOUNTS = frozenset({"figure", "count"})
"""Rules that rest on an amount: they are trusted for each counted noun."""


def _place(where: Span | None) -> Place | None:
    return None if where is None else Place(where.start, where.end)


def _claim(read: Attribution) -> SuggestedClaim:
    return SuggestedClaim(
        claimant=_place(read.claimant),
        cue=_place(read.cue),
        reported_as=read.reported_as,
        content=Place(read.content.start, read.content.end),
        why=reason_of(read).line(),
    )


def reason_of(read: Attribution) -> Reason:
    """Return why something is read as reported speech of somebody."""
    return _reason(read.rule, read.words)


def _reason(rule: str, words: str) -> Reason:
    return Reason(reasons.why(rule), words)


# ---------------------------------------------------------------------- taken, refused, overruled


def take(
    article: Article,
    index: int,
    offers: Sequence[Offer],
    annotations: Sequence[Annotation],
    annotator: str,
) -> Sequence[AnyChange]:
    """Return the changes by which a person takes offers of one sentence: one step, and one undo.

    Args:
        article: the article that is read.
        index: the sentence.
        offers: those that are taken, of `ReadAlong.offers`; none gives no change.
        annotations: all of this article.
        annotator: who takes them.
    """
    if not offers:
        return ()
    unit, now = article.units[index], timestamp()
    current = whole_sentence(article, index, annotations, annotator)
    before = current or untagged(article, unit.start, unit.end, index, annotator, now)
    tags, attributes = before.tags, dict(before.attributes)
    for offer in offers:
        if offer.field == TAGS:
            tags = tuple(sorted({*tags, *offer.value}))
        else:
            attributes[offer.field] = offer.value
    taken = msgspec.structs.replace(
        before,
        tags=tags or (CLAIM,),  # who takes a claimant says that it is a claim
        attributes=attributes,
        suggested=marked(before.suggested, (Suggested(offer.field, offer.rule) for offer in offers)),
        updated=now,
    )
    change = Change(before.uuid, current.rev if current else 0, taken)
    return [change, *(_verdict(offer, annotator, taken=True) for offer in offers)]


def refuse(article: Article, index: int, offer: Offer, annotator: str) -> Sequence[AnyChange]:
    """Return the change by which a person says that an offer is wrong; it is not made again."""
    pair = sentence_key(article, index), _value_key(offer)
    return [_verdict(offer, annotator, taken=False, pair=pair)]


def judged_by_key(
    offers: Sequence[Offer], before: Sequence[str], after: Sequence[str], annotator: str
) -> Sequence[AnyChange]:
    """Return the verdict that a tag's key gives on the type that was offered, to be saved with its change.

    The same type is agreement, another one, or its opposite, a refusal; nothing is marked as suggested, since
    the person has decided alone. Where no type was offered, or none was set, there is no verdict.

    Args:
        offers: those that stood beside the sentence.
        before: the tags of its annotation before the key.
        after: those after it.
        annotator: whose key it was.
    """
    offer = next((offer for offer in offers if offer.field == TAGS), None)
    new = {*after} - {*before} - {CLAIM}
    if offer is None or not (new or (set(after) - set(before) == {CLAIM} and NOT_CLAIM in offer.value)):
        return ()
    return [_verdict(offer, annotator, taken=bool(new & {*offer.value}))]


def refuse_pair(rule: str, noun: str | None, pair: tuple[str, str], annotator: str) -> Sequence[AnyChange]:
    """Return the change by which a person says that two passages have nothing to do with each other.

    Args:
        rule: by what they were shown as related.
        noun: the counted noun, if it was that.
        pair: their keys, see `Related.key`.
        annotator: who says so.
    """
    return [_kept(annotator, rule, PAIR, taken=False, noun=noun, pair=pair)]


def _values(offers: Sequence[Offer], field: str) -> list[Any]:
    return [offer.value for offer in offers if offer.field == field]


def sentence_key(article: Article, index: int) -> str:
    """Name a sentence, see `passage_key`."""
    unit = article.units[index]
    return passage_key(article.id, article.text[unit.start : unit.end])


def passage_key(article_id: str, words: str) -> str:
    """Name a passage by its words, so that it is known again when the article was edited elsewhere."""
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{article_id}#{digest[:16]}"


def _value_key(offer: Offer) -> str:
    value = offer.value
    if isinstance(value, Mapping):
        value = value.get("quote")
    elif isinstance(value, list):
        value = tuple(str(amount.get("quote")) for amount in value)
    return f"{offer.field}={','.join(value) if isinstance(value, tuple) else value}"[:150]


def _verdict(offer: Offer, annotator: str, *, taken: bool, pair: tuple[str, str] | None = None) -> AnyChange:
    return _kept(annotator, offer.rule, offer.field, taken=taken, noun=offer.noun, pair=pair)


def _kept(
    annotator: str, rule: str, kind: str, *, taken: bool, noun: str | None, pair: tuple[str, str] | None
) -> AnyChange:
    return TRUST.put(
        Verdict(
            uuid=new_uuid(),
            annotator=annotator,
            created=timestamp(),
            rule=rule,
            kind=kind,
            taken=taken,
            noun=noun,
            pair=pair,
        )
    )
