"""Puts suggestions into words: what is proposed, with `?`, and why, in one line each.

What reckons them is imported where something is shown that was reckoned, so that the reader opens without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.model.article import Article
from annotations.model.suggested import TAGS
from annotations.services.attributes import CLAIMANT, SOURCE_SPAN
from annotations.text.lines import flat
from tui.i18n import N_, _, enumerated, language, named, one_by_one
from tui.presenters.annotation import DetailLine, label_of, tag_labels, value_of
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.insight.trust import Tally
    from annotations.model.scheme import Attribute, Scheme
    from annotations.services.related import Related
    from annotations.services.suggested_sentences import SuggestedSentence
    from annotations.services.suggestions import Labelled, Offer, Reason

_LABELS = (N_("worth checking"), N_("nothing to check"))
"""The labels of reasons, besides the names of types, which the scheme has."""
RELATED_SHOWN = 4
"""Related passages that stand in the details; the list of links has all."""
_LEAST_DECIDED = 2
"""Decisions on a rule from which on it is said how many were in its favour."""


def offered_value(offer: Offer, scheme: Scheme) -> str:
    """Return what is proposed, as the screen says such a value."""
    if offer.field == TAGS:
        names = tag_labels(scheme, offer.value)
        return (names[1:] or names)[-1] if names else ""
    attributes: Mapping[str, Attribute] = {attribute.id: attribute for attribute in scheme.attributes}
    return value_of(attributes.get(offer.field), offer.value)


def reason_of(offer: Offer) -> str:
    """Return why it is proposed, and how often the rule was followed here."""
    reason = offer.reason
    why = _(reason.text).format(words=f"\u2068{with_signs(flat(reason.words))}\u2069").strip()
    tally = offer.tally
    return f"{why} · {tally_shown(tally)}" if tally.decided >= _LEAST_DECIDED else why


def offer_lines(offers: Sequence[Offer], scheme: Scheme) -> list[DetailLine]:
    """Return a line for each thing that is suggested of a sentence."""
    beside = _with_another(offers)
    return [
        DetailLine(
            name=f"{_field_name(offer, scheme)} ?",
            value=offered_value(offer, scheme),
            about=reason_of(offer),
            style="dim",
        )
        for offer in offers
        if offer.field not in beside
    ]


def suggested_head(offers: Sequence[Offer], key: str) -> DetailLine:
    """Return the line above what is suggested, with the key that takes it."""
    alone = len(offers) - len(_with_another(offers) & {offer.field for offer in offers}) == 1
    said = _("suggested; {key} takes it") if alone else _("suggested; {key} takes all")
    return DetailLine(value=said.format(key=key), style="dim", wide=True)


def with_offer(line: DetailLine, offer: Offer, scheme: Scheme) -> DetailLine:
    """Return the line of an empty row with what is suggested for it."""
    style = line.style if line.style == "lit" else "dim"
    return line._replace(value=f"{offered_value(offer, scheme)} ?", about=reason_of(offer), style=style)


def _with_another(offers: Sequence[Offer]) -> set[str]:
    """Return the fields that tell nothing more than another one: where the words stand that it names."""
    from annotations.services.suggestions import CUE_SPAN, REPORTED_AS

    fields = {offer.field for offer in offers}
    return {SOURCE_SPAN, CUE_SPAN} if fields & {CLAIMANT, REPORTED_AS} else set()


def _field_name(offer: Offer, scheme: Scheme) -> str:
    if offer.field == TAGS:
        return _("type")
    attribute = next((attribute for attribute in scheme.attributes if attribute.id == offer.field), None)
    return label_of(attribute, offer.field)


def by_field(offers: Sequence[Offer]) -> dict[str, Offer]:
    """Return offers by the field that they are for, in the order in which they are shown."""
    return {offer.field: offer for offer in offers}


def related_lines(related: Sequence[Related]) -> list[DetailLine]:
    """Return the lines of what is related to a sentence: where it stands, and why it is shown."""
    if not related:
        return []
    from annotations.services.related import written

    lines = []
    for passage in related[:RELATED_SHOWN]:
        place = with_signs(Article(passage.article, "").short_id)
        words = with_signs(flat(enumerated(passage.words)))
        if passage.ours is not None and passage.theirs is not None:
            ours, theirs = (
                written(figure, language(), isolates=True) for figure in (passage.ours, passage.theirs)
            )
            what, why = f"{theirs} {words}", _("here {amount}").format(amount=ours)
            why = f"≠ {why}" if passage.differs else why
        else:
            what = _first_words(passage.quote)
            why = _(passage.reason(language()).text).format(words=f"\u2068{words}\u2069")
        opener = "\u2067" if language() == "ar" else "\u2066"
        value = f"{opener}\u2066{place}\u2069 \u2068{what}\u2069\u2069"
        lines.append(DetailLine(value=value, about=why, style="dim", wide=True))
    return [DetailLine(), DetailLine(value=_("related"), style="dim", wide=True), *lines]


def _first_words(quote: str, most: int = 48) -> str:
    words = flat(quote[: 4 * most])
    return with_signs(words if len(words) <= most else words[:most].rpartition(" ")[0] + "…")


def taken_line(offers: Sequence[Offer], scheme: Scheme) -> str:
    """Say what was taken."""
    named = [
        f"{_field_name(offer, scheme)} \u2068{offered_value(offer, scheme)}\u2069"
        for offer in offers
        if offer.field not in _with_another(offers)
    ]
    return enumerated(named)


# ---------------------------------------------------------------------- for the command line


def reason_shown(reason: Reason) -> str:
    """Return a reason in one line: behind «قال»."""
    return _(reason.text).format(words=reason.words)


def labelled_shown(labelled: Labelled, scheme: Scheme) -> str:
    """Return a reason with what it is the reason of."""
    tag = scheme.by_id.get(labelled.label)
    return f"{named(tag) if tag else _(labelled.label)}: {reason_shown(labelled.reason)}"


def why_shown(sentence: SuggestedSentence, scheme: Scheme) -> str:
    """Return all reasons of what is suggested of a sentence in one line."""
    said = [reason_shown(sentence.said)] if sentence.said else []
    return one_by_one([*said, *(labelled_shown(it, scheme) for it in sentence.reasons)])


def tally_shown(tally: Tally) -> str:
    """Return how often a rule was followed: `9 of 11 taken`; empty if nothing was decided yet."""
    if not tally.decided:
        return ""
    return _("{taken} of {all} taken").format(taken=tally.taken, all=tally.decided)
