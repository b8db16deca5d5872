"""The query that a list of claims answers, and the two workers by which it does.

One worker reads the annotations into the claim index, the other finds and sorts rows of it. A small index is
read and filtered at once, so that keys typed ahead meet a list that is there. A large one can be used while
it fills, and of several queries that come while one is being carried out only the last counts.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.model.links import ties
from annotations.services.claim_index import ORDERS
from annotations.services.claim_search import completed, words
from tui.textual_ext.crash_handler import told

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from annotations.model.people import People
    from annotations.model.records import Annotation
    from annotations.services.claim_index import ClaimIndex
    from annotations.services.related import Related
    from tui.screens.context import SessionContext

_AT_ONCE = 0.05
"""Seconds of reading before the first frame."""
_FEW = 3000
"""Rows up to which a query is carried out while the key waits: 10 ms."""
_FEW_TO_LINK = 200
"""Rows up to which a key waits for what is related to a claim: 60 ms."""
_LOOK_AGAIN = 0.3
"""Seconds of reading between two times that the list takes in what has been read meanwhile."""


class ClaimQuery(NamedTuple):
    """Asks for annotations by what they say, in an order."""

    text: str = ""
    """Words and `name:value` terms, see `annotations.services.claim_search`."""
    order: str = ORDERS[0]
    link_of: str = ""
    """The uuid of a claim to be linked: claims alone are listed, without itself, the related ones first and
    those that it is linked with last."""


class ClaimQueryResult(NamedTuple):
    """The rows that a query found."""

    query: ClaimQuery
    rows: Sequence[int] = ()
    """Rows of the claim index."""
    related: Mapping[int, Related] = {}
    """Those about the same as the one that is to be linked, and why."""
    words: str = ""
    """The words that were found, which may be longer than what was typed."""


class ClaimQueryController:
    """Keeps the answer to the latest query up to date.

    Args:
        context: whose annotations are looked through.
        owner: the node that the workers belong to; they end with it.
        show: is called with each result, in the app's thread.
    """

    def __init__(
        self, context: SessionContext, owner: DOMNode, show: Callable[[ClaimQueryResult], None]
    ) -> None:
        self._context = context
        self._owner = owner
        self._show = show
        self.query = ClaimQuery()
        """The query that was asked for last."""
        self.index: ClaimIndex | None = None
        """The claim index that is looked through; None until `read`."""
        self.busy = False
        """True while a query is being carried out."""
        self.answered = asyncio.Event()
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""
        self.answered.set()
        self._again = False
        self._related: tuple[_Seen, Mapping[int, Related]] | None = None
        """The claims about the same as one, with what they were found in."""

    # ------------------------------------------------------------------ reading

    def read(self) -> ClaimIndex:
        """Read the annotations, the first of them at once and the rest in a worker; return their index."""
        self.index = index = self._context.session.annotations.claim_index
        index.update()
        if not index.complete:
            batches = index.fill()
            if not _read_for(_AT_ONCE, batches):
                self._owner.run_worker(self._fill(batches), group="fill", exclusive=True, exit_on_error=False)
        return index

    async def _fill(self, batches: Iterator[int]) -> None:
        complete = False
        try:
            while not complete:
                complete = await asyncio.to_thread(_read_for, _LOOK_AGAIN, batches)
                self.ask(self.query)
        except Exception as error:  # whatever it is, what was read can be used; it is told
            self._context.notify(told(error), error=True)

    # ------------------------------------------------------------------ finding

    def ask(self, query: ClaimQuery) -> None:
        """Have a query carried out, also if it is the same once more."""
        if query.text != self.query.text:
            self.answered.clear()
        self.query = query
        self._again = self.busy
        index = self.index
        if self.busy or index is None:
            return
        if len(index) <= (_FEW_TO_LINK if query.link_of else _FEW):
            self._answer(self._carry_out(index, query))
        else:
            self.busy = True
            self._owner.run_worker(self._find(index, query), group="find", exit_on_error=False)

    async def _find(self, index: ClaimIndex, query: ClaimQuery) -> None:
        result = None
        try:
            result = await asyncio.to_thread(self._carry_out, index, query)
        except Exception as error:  # the list stays as it is; it is told
            self._context.notify(told(error), error=True)
        finally:
            self.busy = False
        if self._again:
            self.ask(self.query)
        if result is None:
            if not self.busy:
                self.answered.set()  # nothing else will come, and keys wait for it
        elif result.query == self.query and index is self.index:  # the store may be another one now
            self._answer(result)

    def _answer(self, result: ClaimQueryResult) -> None:
        self._show(result)
        self.answered.set()

    def _carry_out(self, index: ClaimIndex, query: ClaimQuery) -> ClaimQueryResult:
        """Find and sort rows; may take a second."""
        annotations = self._context.session.annotations
        rows = index.find(query.text, query.order, people=annotations.people)
        found_by = query.text
        if not rows and (longer := completed(query.text)):  # a word that isn't typed to its end
            rows = index.find(longer, query.order, people=annotations.people)
            found_by = longer if rows else found_by
        claim = annotations.pending.get(query.link_of) if query.link_of else None
        if claim is None:
            return ClaimQueryResult(query, rows, words=words(found_by))
        related = self._related_to(claim, index)
        linked = {index.row(tie.other) for tie in ties(claim, annotations.pending)}
        listed = [row for row in rows if index.is_claim(row) and row != index.row(claim.uuid)]
        place = {row: number for number, row in enumerate(related)}
        listed.sort(key=lambda row: (row in linked, place.get(row, len(place))))  # stable
        return ClaimQueryResult(query, listed, related, words(found_by))

    def _related_to(self, claim: Annotation, index: ClaimIndex) -> Mapping[int, Related]:
        """Return the claims about the same; they are looked for once, until claims or decisions change."""
        from annotations.insight.trust import Trust
        from annotations.model.side_records import TRUST
        from annotations.services.related_claims import related_claims

        annotations = self._context.session.annotations
        people = annotations.people
        seen = _Seen(claim, index, index.version, len(index), annotations.verdicts, people)
        if self._related is None or not self._related[0].holds(seen):
            trust = Trust(annotations.pending.records(TRUST))
            self._related = seen, related_claims(claim, index, annotations.pending, people, trust)
        return self._related[1]


class _Seen(NamedTuple):
    """Holds all on which the claims related to one depend: the objects themselves, not their addresses."""

    claim: Annotation
    claims: ClaimIndex
    version: int
    rows: int
    verdicts: int
    people: People

    def holds(self, now: _Seen) -> bool:
        """Say whether nothing is otherwise now."""
        same = self.claims is now.claims and self.people is now.people and self.claim == now.claim
        return same and self[2:5] == now[2:5]


def _read_for(seconds: float, batches: Iterator[int]) -> bool:
    """Take batches for so many seconds; return whether there are no more."""
    end = time.monotonic() + seconds
    return not any(time.monotonic() > end for _rows in batches)
