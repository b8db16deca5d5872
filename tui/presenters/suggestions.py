"""Says in the language in use why something is suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import N_, _, named

if TYPE_CHECKING:
    from annotations.insight.trust import Tally
    from annotations.model.scheme import Scheme
    from annotations.services.suggested_sentences import SuggestedSentence
    from annotations.services.suggestions import Labelled, Reason

_LABELS = (N_("worth checking"), N_("nothing to check"))
"""The labels of reasons, besides the names of types, which the scheme has."""


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
    return "; ".join([*said, *(labelled_shown(it, scheme) for it in sentence.reasons)])


def tally_shown(tally: Tally) -> str:
    """Return how often a rule was followed: `9 of 11 taken`; empty if nothing was decided yet."""
    if not tally.decided:
        return ""
    return _("{taken} of {all} taken").format(taken=tally.taken, all=tally.decided)
