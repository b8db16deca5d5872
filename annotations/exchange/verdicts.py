"""Tells which attribute of a scheme says a verdict on a claim, and what its values are called elsewhere.

An attribute is a verdict by its name, `verdict`, `rating`, `truth` or `status`, in this order, and by its
values: it is a choice, and has at least one of `VERDICTS`. States of work, such as `in_progress`, are none.
So `status` of the default scheme and of `factcheck` is the verdict, and `conflict` and `media-bias` have
none, which is right: nobody has checked anything there.
"""

from __future__ import annotations

from typing import NamedTuple

from annotations.model.scheme import Attribute, Scheme
from annotations.text.folding import folded_words

NAMES = ("verdict", "rating", "truth", "status")
"""Ids that an attribute with verdicts may have."""


class Verdict(NamedTuple):
    """A verdict as the web has it."""

    arabic: str
    place: int
    """From 1, false, to 5, true; 3 is open."""
    others: tuple[str, ...] = ()
    """How fact checkers call it, too, in lower case."""


VERDICTS = {
    "verified": Verdict("صحيح", 5, ("صحيحة", "حقيقي", "حقيقة", "مؤكد")),
    "true": Verdict("صحيح", 5, ("correct", "accurate", "صحيحة", "حقيقي", "حقيقة")),
    "supported": Verdict("تدعمه الأدلة", 5),
    "mostly_true": Verdict("صحيح في معظمه", 4, ("صحيح غالبا", "largely true", "صحيح إلى حد كبير")),
    "inconclusive": Verdict("غير محسوم", 3, ("unproven", "unverified", "غير مؤكد", "لم يثبت")),
    "half_true": Verdict("نصف صحيح", 3, ("mixture", "mixed", "صحيح جزئيا", "partly true", "half-true")),
    "misleading": Verdict("مضلل", 2, ("مضللة", "out of context", "missing context", "خارج السياق")),
    "mostly_false": Verdict("خاطئ في معظمه", 2, ("زائف جزئيا", "partly false")),
    "not_enough_evidence": Verdict("أدلة غير كافية", 3, ("unproven", "unverified", "no evidence", "لا دليل")),
    "conflicting_evidence": Verdict("أدلة متضاربة", 3, ("mixture", "mixed", "disputed", "متضارب")),
    "refuted": Verdict("تدحضه الأدلة", 1),
    "false": Verdict(
        "خاطئ", 1, ("fake", "incorrect", "خطأ", "زائف", "كاذب", "غير صحيح", "كذب", "pants on fire")
    ),
}
"""Values that are verdicts, of the ready schemes and of those that fact checkers bring."""

_SAME = ({"verified", "true", "supported"}, {"false", "refuted"})
"""Values of different schemes for one verdict."""


def verdict_attribute(scheme: Scheme) -> Attribute | None:
    """Return the attribute of a scheme that says a verdict; None if it has none."""
    by_id = {attribute.id: attribute for attribute in scheme.attributes if attribute.kind == "choice"}
    named = (by_id[name] for name in NAMES if name in by_id)
    return next((attribute for attribute in named if not VERDICTS.keys().isdisjoint(attribute.values)), None)


def value_called(name: str, attribute: Attribute) -> str | None:
    """Return the value of an attribute with verdicts that a fact checker calls so; None if it has none."""
    wanted = _plain(name)
    verdicts = [value for value in attribute.values if value in VERDICTS]
    for value in verdicts:
        if wanted in {
            _plain(value),
            _plain(attribute.arabic_of.get(value, "")),
            _plain(VERDICTS[value].arabic),
        }:
            return value
    for value in verdicts:
        if wanted in map(_plain, VERDICTS[value].others):
            return value
    known = {other for other, verdict in VERDICTS.items() if wanted in _ways(other, verdict)}
    return next(
        (value for same in _SAME if not same.isdisjoint(known) for value in verdicts if value in same), None
    )


def _ways(value: str, verdict: Verdict) -> set[str]:
    return {_plain(value), _plain(verdict.arabic), *map(_plain, verdict.others)}


def _plain(name: str) -> str:
    """Return a name without case, signs and marks of Arabic that people leave out."""
    return folded_words(name)
