"""Says in one line why something is suggested: a text for each rule, into which the words of the article go.

The texts are English, and `make locale` takes them into the catalogues of other languages; a front end looks
a text up before it fills the words in. A rule keeps its name from version to version, as what was taken and
refused is counted by it.
"""

from __future__ import annotations

from collections.abc import Mapping

WHY: Mapping[str, str] = {
    "": "«{words}»",
    # who says it, and how firmly: `annotations.reporting`
    "verb-then-subject": "behind «{words}»",
    "subject-then-verb": "before «{words}»",
    "verb-alone": "named before, and «{words}»",
    "participle": "«{words}» goes on with whose sentence it is",
    "participle-alone": "named before, and «{words}»",
    "passive": "«{words}» names nobody",
    "passive-alone": "«{words}» names nobody",
    "verbal-noun": "beside «{words}»",
    "verbal-noun-alone": "named before, and «{words}»",
    "according-to": "behind «{words}»",
    "according-to-alone": "named before, and «{words}»",
    "quotation-goes-on": "the quotation goes on",
    "reported-asserted": "«{words}»",
    "reported-denied": "«{words}»",
    "reported-alleged": "«{words}»",
    "reported-confirmed": "«{words}»",
    "reported-questioned": "«{words}»",
    # what kind of statement it is, and whether it is worth checking: `annotations.insight.claims`
    "question": "a question",
    "heading": "a heading: no verb, no figure",
    "reported": "somebody says so: «{words}»",
    "sentence": "a whole sentence",
    "verb": "says something: «{words}»",
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
    "reversal": "denied, then confirmed: {words}",
}
"""By rule, in which `{words}` are those of the article; the empty rule is one that isn't listed."""
