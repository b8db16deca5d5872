"""Finds the amounts of an article: those of its claims, and those that nobody has tagged yet.

What a person has said of an amount holds: its value and bounds, who claims it, when and where. An amount that
no claim covers is read in the text, with what the words around it say of it. There is one figure for an
amount of the text, also where several annotations cover it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.insight.counting import Counted, CountedSentence, counted_in, heading_year
from annotations.insight.differing import FigurePair, differing_pairs
from annotations.insight.figure_records import Figure, FigureLine, Setting, differ, interval, line_of
from annotations.insight.nouns import PERSON, Nouns, default, fate, noun_class
from annotations.insight.wording import events_in, stems
from annotations.model.records import CLAIM
from annotations.text.coverage import Coverage
from annotations.text.dates import dates_in
from annotations.text.numbers.tokens import Token
from annotations.text.numbers.words import TELLS_AMOUNT

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.units import Unit
    from annotations.reporting.records import Attribution

__all__ = [
    "Figure",
    "FigureLine",
    "FigurePair",
    "Origin",
    "differ",
    "differing_pairs",
    "figures_of",
    "figures_of_claims",
    "interval",
    "iso",
    "line_of",
    "noun_class",
]

_NEAR = 7
"""Tokens to either side of an amount that stand beside it."""

_STOP = re.compile(r"[.!?؟…\n]")


class Origin(NamedTuple):
    """Source, date and title of the article that figures are of."""

    article: str
    source: str | None = None
    published: str | None = None
    title: str | None = None

    @classmethod
    def of(cls, article: Article) -> Origin:
        """Return it of an article that was read."""
        return cls(article.id, article.source, iso(article.published), article.title)

    @classmethod
    def of_record(cls, article: str, record: Mapping[str, Any]) -> Origin:
        """Return it as the store remembers an article."""
        source, published, title = (record.get(name) for name in ("source", "published", "title"))
        return cls(
            article,
            str(source) if source else None,
            iso(published),
            str(title) if title else None,
        )

    @property
    def day(self) -> str | None:
        """The day of its publication."""
        return self.published[:10] if self.published else None


def iso(published: object) -> str | None:
    """Return a date as it is, if it is one by ISO 8601; None for `منذ ساعتين` and all else."""
    text = str(published or "")
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return None
    return text


def figures_of(
    origin: Origin,
    text: str,
    units: Sequence[Unit],
    annotations: Iterable[Annotation] = (),
    attributions: Sequence[Sequence[Attribution]] | None = None,
    *,
    nouns: Nouns | None = None,
) -> list[Figure]:
    """Return all amounts of an article, in order.

    Args:
        origin: which article.
        text: its text.
        units: its sentences; of boilerplate only what was tagged counts.
        annotations: all of this article, of any annotator.
        attributions: for each unit who says what in it, if that has been read.
        nouns: the classes of counted nouns, if not the default.
    """
    nouns = nouns or default()
    claims = [annotation for annotation in annotations if is_claim(annotation)]
    tagged = figures_of_claims(origin, claims, nouns=nouns)
    covered = Coverage()
    for claim in claims:
        if text[claim.target.start : claim.target.end] == claim.target.quote:
            covered.add(claim.target.start, claim.target.end)
    read = figures_in(origin, text, units, attributions, nouns=nouns)
    untagged = (figure for figure in read if not covered.meets(figure.start, figure.end))
    return sorted([*tagged, *untagged], key=lambda figure: figure.order)


def figures_in(
    origin: Origin,
    text: str,
    units: Sequence[Unit],
    attributions: Sequence[Sequence[Attribution]] | None = None,
    *,
    nouns: Nouns | None = None,
) -> list[Figure]:
    """Return the amounts that an article states, whatever was said of them; for the rest see `figures_of`."""
    nouns = nouns or default()
    title = events_in(origin.title or "")
    figures: list[Figure] = []
    period: str | None = None
    for place, unit in enumerate(units):
        sentence = text[unit.start : unit.end]
        if unit.boilerplate:
            continue
        period = heading_year(sentence) or (None if _heads(unit) else period)
        read = counted_in(sentence, nouns, period=period)
        spoken = attributions[place] if attributions is not None and place < len(attributions) else ()
        if not read.amounts:
            continue
        day = next(dates_in(sentence), None) or origin.day
        context = _Context(read, (unit.start, place), sentence, title)
        own = [_figure(origin, counted, unit.start, context.setting(counted)) for counted in read.amounts]
        claimants = _claimants(text, own, spoken)
        figures += [
            _with(figure, as_of=day, claimant=claimant)
            for figure, claimant in zip(own, claimants, strict=True)
        ]
    return figures


def figures_of_claims(
    origin: Origin, annotations: Iterable[Annotation], *, nouns: Nouns | None = None
) -> list[Figure]:
    """Return the amounts of claims, in order; the article's text isn't needed.

    Of several claims that cover one amount that counts which says most of it: its number, then the claimant;
    then the shorter one, then the older one.
    """
    nouns = nouns or default()
    ranked: list[tuple[tuple[object, ...], Figure]] = []
    for annotation in annotations:
        if not is_claim(annotation):
            continue
        for figure, noted in _of_claim(origin, annotation, nouns):
            rank = (
                not noted,
                not figure.claimant,
                annotation.target.end - annotation.target.start,
                annotation.created,
                annotation.uuid,
            )
            ranked.append((rank, figure))
    taken = Coverage()
    # Of one claim each amount is another one, also where several were typed and so are said of all of it.
    kept = [
        figure
        for _, figure in sorted(ranked, key=lambda entry: entry[0])
        if taken.add(figure.start, figure.end, figure.annotation)
    ]
    return sorted(kept, key=lambda figure: figure.order)


def is_claim(annotation: Annotation) -> bool:
    """Say whether the amounts that an annotation covers are claimed: it is a claim, or notes numbers."""
    return CLAIM in annotation.tags or bool(annotation.attributes.get("numbers"))


# ---------------------------------------------------------------------- of a claim


def _of_claim(origin: Origin, annotation: Annotation, nouns: Nouns) -> Iterable[tuple[Figure, bool]]:
    """Yield the amounts of a claim, each with whether a person noted its number."""
    target, attributes = annotation.target, annotation.attributes
    before = target.prefix[_last_stop(target.prefix) :]
    stop = _STOP.search(target.suffix)
    context = before + target.quote + (target.suffix[: stop.start()] if stop else target.suffix)
    offset = target.start - len(before)
    read = counted_in(context, nouns)
    title = events_in(origin.title or "")
    said = {
        "tagged": True,
        "annotation": annotation.uuid,
        "claimant": _text(attributes.get("claimant")),
        "place": _text(attributes.get("where")),
        "as_of": iso(attributes.get("when")) or next(dates_in(target.quote), None) or origin.day,
    }
    items = attributes.get("numbers")
    noted = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    seen = Coverage()
    around = _Context(read, (offset, target.sentence), context, title)
    ends = [amount.number.end - len(before) for amount in read.amounts]
    for item, place in _placed(noted, target.quote):
        at = bisect_right(ends, place[0])
        meets = at < len(ends) and read.amounts[at].number.start - len(before) < place[1]
        counted = read.amounts[at] if meets else None
        figure = _noted(origin, item, counted, (target.start + place[0], target.start + place[1]), nouns)
        seen.add(*place)
        yield _with(figure, setting=around.setting(counted), **said), True
    for counted in read.amounts:
        start, end = counted.number.start - len(before), counted.number.end - len(before)
        if start < 0 or end > len(target.quote):
            continue
        if seen.meets(start, end):
            continue
        yield _with(_figure(origin, counted, offset, around.setting(counted)), **said), False


def _placed(
    items: Sequence[Mapping[str, Any]], quote: str
) -> Iterable[tuple[Mapping[str, Any], tuple[int, int]]]:
    """Find where each noted number stands in the claim; one that was typed is said of all of it."""
    taken = 0
    for item in items:
        words = item.get("quote")
        at = -1
        if isinstance(words, str) and words:
            at = quote.find(words, taken)
            at = quote.find(words) if at < 0 else at
        if at < 0:
            yield item, (0, len(quote))
        else:
            taken = at + len(str(words))
            yield item, (at, taken)


def _noted(
    origin: Origin,
    item: Mapping[str, Any],
    counted: Counted | None,
    span: tuple[int, int],
    nouns: Nouns,
) -> Figure:
    """Make the figure of a number that a person noted; what they left open is as the text says it."""
    unit, what = _text(item.get("unit")), _text(item.get("what"))
    number = counted.number if counted else None
    same = counted is not None and (unit is None or nouns.of_unit(unit) == nouns.of_unit(counted.number.unit))
    noun = nouns.noun_class(unit, what)
    if counted is not None and same and not (what and what != counted.number.what):
        noun = counted.noun
    return Figure(
        article=origin.article,
        start=span[0],
        end=span[1],
        quote=str(item.get("quote") or (number.quote if number else "") or unit or ""),
        value=_number(item.get("value")),
        min=_number(item.get("min")),
        max=_number(item.get("max")),
        approx=item.get("approx") is True,
        unit=unit or (number.unit if number and same else None),
        noun=noun,
        what=counted.what if counted and same else nouns.noun_class(None, what) or None,
        source=origin.source,
        published=origin.published,
    )


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


# ---------------------------------------------------------------------- of the text


def _figure(origin: Origin, counted: Counted, offset: int, setting: Setting) -> Figure:
    number = counted.number
    return Figure(
        article=origin.article,
        start=offset + number.start,
        end=offset + number.end,
        quote=number.quote,
        value=number.value,
        min=number.min,
        max=number.max,
        approx=number.approx,
        unit=number.unit,
        noun=counted.noun,
        what=counted.what,
        source=origin.source,
        published=origin.published,
        setting=setting,
    )


def _with(figure: Figure, **changes: Any) -> Figure:
    return msgspec.structs.replace(figure, **changes)


class _Context:
    """Holds what a sentence says around its amounts: reckoned once for all, as there may be thousands.

    Args:
        read: the sentence.
        at: where it begins, and its number.
        sentence: its text.
        title: the kinds of events that the article's title names.
    """

    def __init__(
        self,
        read: CountedSentence,
        at: tuple[int, int | None],
        sentence: str,
        title: frozenset[str],
    ) -> None:
        self._words = [_telling(read.tokens[index]) for index in range(len(read.tokens))]
        self._of_all = Setting(
            start=at[0],
            end=at[0] + len(sentence),
            sentence=at[1],
            period=None,
            words=stems(self._words),
            near=frozenset(),
            events=events_in(sentence) or title,
        )

    def setting(self, counted: Counted | None) -> Setting:
        """Return the setting of an amount; of None that of a number that the sentence doesn't state."""
        if counted is None:
            return self._of_all
        before = self._words[max(0, counted.first - _NEAR) : counted.first]
        near = stems([*before, *self._words[counted.end : counted.end + _NEAR]])
        return msgspec.structs.replace(self._of_all, period=counted.period, near=near)


def _telling(token: Token) -> str:
    """Return a word that may tell what a sentence is about: not that somebody was killed, nor how many."""
    if token.kind != "word" or token.bare in TELLS_AMOUNT or fate(token.bare, PERSON):
        return ""
    return token.bare


def _claimants(text: str, figures: Sequence[Figure], spoken: Sequence[Attribution]) -> list[str | None]:
    """Return who says each amount of a sentence: of several claims around it that of the shortest one.

    Amounts come in order and don't overlap, so a claim that ends before one has none of those behind it.
    """
    waiting = [said for said in spoken if said.claimant is not None]
    waiting.sort(key=lambda said: said.content.start)
    waiting.reverse()
    begun: list[tuple[int, int, Attribution]] = []
    """Claims that began before the amount, the shortest first, then the one that begins first."""
    claimants: list[str | None] = []
    for figure in figures:
        while waiting and waiting[-1].content.start <= figure.start:
            said = waiting.pop()
            heappush(begun, (said.content.end - said.content.start, -len(waiting), said))
        while begun and begun[0][2].content.end < figure.end:
            heappop(begun)
        who = begun[0][2].claimant if begun else None
        claimants.append(" ".join(text[who.start : who.end].split()) or None if who else None)
    return claimants


def _heads(unit: Unit) -> bool:
    return getattr(unit, "kind", "") == "heading"


def _last_stop(text: str) -> int:
    return max((match.end() for match in _STOP.finditer(text)), default=0)
