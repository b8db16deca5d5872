"""Says in one line why something is suggested: a text for each rule, into which the words of the article go.

The texts are English, and `make locale` takes them into the catalogues of other languages; a front end looks
a text up before it fills the words in. A rule keeps its name from version to version, as what was taken and
refused is counted by it.
"""

from __future__ import annotations

from collections.abc import Mapping

ANTECEDENT = "-antecedent"
"""Ends the rule by which somebody was found who is only named in an earlier sentence."""

WHY: Mapping[str, str] = {
    "": "«{words}»",
    # who says it, and how firmly: `annotations.reporting`
    "verb-then-subject": "behind «{words}»",
    "subject-then-verb": "before «{words}»",
    "relative-clause": "before «{words}»",
    "participle": "goes on with «{words}»",
    "passive": "«{words}» names nobody",
    "verbal-noun": "beside «{words}»",
    "according-to": "behind «{words}»",
    "quoted-from": "quoted: «{words}»",
    "came-in": "it came in what «{words}» names",
    "quotation-goes-on": "the quotation goes on",
    ANTECEDENT: "named before; here «{words}»",
    "reported-asserted": "«{words}»",
    "reported-denied": "«{words}»",
    "reported-alleged": "«{words}»",
    "reported-confirmed": "«{words}»",
    "reported-questioned": "«{words}»",
    "stated": "as the text says",
    # what kind of statement it is, and whether it is worth checking: `annotations.insight.claims`
    "question": "a question",
    "heading": "a heading: no verb, no figure",
    "future": "to come: «{words}»",
    "expected": "expected: «{words}»",
    "condition": "a condition: «{words}»",
    "may": "may be: «{words}»",
    "possible": "may be: «{words}»",
    "figure": "{words}",
    "count": "{words}",
    "done": "was done: «{words}»",
    "happened": "happened: «{words}»",
    "event-noun": "happened: «{words}»",
    "headline": "a headline tells it: «{words}»",
    "denied": "denied: «{words}»",
    "told": "the article itself says so",
    "date": "a fixed date: «{words}»",
    "law": "a law or agreement: «{words}»",
    "cause": "a cause: «{words}»",
    "quoted": "somebody's own words",
    "view": "a view: «{words}»",
    "feeling": "a feeling: «{words}»",
    "praise": "thanks or praise: «{words}»",
    "obligation": "what ought to be: «{words}»",
    "first-person": "speaks of oneself: «{words}»",
    "nothing-to-check": "nothing that evidence could settle",
    # why two passages are shown together: `annotations.insight.related`
    "figures": "same noun: {words}",
    "noun": "same noun: {words}",
    "name": "same name: {words}",
    "words": "same words: {words}",
    "reversal": "denied, then admitted: {words}",
}
"""By rule, in which `{words}` are those of the article; the empty rule is one that isn't listed."""


def why(rule: str) -> str:
    """Return the text of a rule."""
    if rule.endswith(ANTECEDENT) and rule.removesuffix(ANTECEDENT) != "quotation-goes-on":
        return WHY[ANTECEDENT]
    return WHY.get(rule.removesuffix(ANTECEDENT), WHY[""])
