"""Puts the claims that another one may be linked with in order: those about the same matter first, and why.

Of a few thousand claims all are compared. Of more only those that share rare words with it, its claimant or
what it counts: a pass over the texts by which the board finds them, 0.3 s for 100,000 in a worker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.insight.related import terms_of
from annotations.model.people import NOBODY, People
from annotations.services.claim_search import claimant_part
from annotations.services.related import NO_TRUST, Related, related_among
from annotations.text.folding import fold

if TYPE_CHECKING:
    from annotations.insight.trust import Trust
    from annotations.model.records import Annotation
    from annotations.services.claim_index import AnnotationSource, ClaimIndex

_ALL = 1000
"""Claims up to which all are compared."""
_RARE = 5
"""Words by which claims are looked for among more."""
_COMPARED = 400
"""Claims that are compared then, of each kind."""


def related_claims(
    claim: Annotation,
    index: ClaimIndex,
    source: AnnotationSource,
    people: People = NOBODY,
    trust: Trust = NO_TRUST,
) -> dict[int, Related]:
    """Return the claims about the same matter, by row of the index, the likeliest first.

    Args:
        claim: the one that is to be linked.
        index: of the claims.
        source: whose annotations they are.
        people: tells whose names are one person's.
        trust: what was refused.
    """
    rows = index.claims() if len(index) <= _ALL else _candidates(claim, index, people)
    others = [annotation for row in rows if (annotation := index.annotation(row)) is not None]
    related = related_among(claim, others, source, people, index.nouns, trust)
    by_row = ((index.row(other.uuid), other) for other in related)
    return {row: other for row, other in by_row if row is not None}


def _candidates(claim: Annotation, index: ClaimIndex, people: People) -> Sequence[int]:
    """Return the rows of claims that may be about the same matter."""
    parts = {fold(term) for term in terms_of(claim.target.quote)}
    claimant = claim.attributes.get("claimant")
    spellings = people.spellings(claimant) if isinstance(claimant, str) and claimant else ()
    names = {claimant_part(name) for name in spellings}
    having = index.having(parts | names)
    rare = sorted((len(having[part]), part) for part in parts if 1 < len(having[part]) <= len(index) // 2)
    shared: Counter[int] = Counter()
    for _, part in rare[:_RARE]:
        shared.update(having[part][: 10 * _COMPARED])
    rows = {row for row, _ in shared.most_common(_COMPARED)}
    for name in names:
        rows.update(having[name][:_COMPARED])
    rows.update(index.counting_the_same(claim)[:_COMPARED])
    return sorted(row for row in rows if index.is_claim(row))
