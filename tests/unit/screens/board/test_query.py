"""The answers to a list's queries: which of them are shown, and when what was asked for is on screen."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from claim_store import annotation, pending_changes_of

from annotations.model.people import NOBODY
from annotations.model.scheme import DEFAULT
from annotations.services.claim_index import ClaimIndex
from tui.screens.board import query
from tui.screens.board.query import ClaimQuery, ClaimQueryController, ClaimQueryResult

NOTES = ("كلمة", "رقم", "رقم آخر")


class Owner:
    """Runs workers as Textual does, as tasks of the loop."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[None]] = []

    def run_worker(self, work: Coroutine[Any, Any, None], **_: object) -> None:
        self.tasks.append(asyncio.ensure_future(work))

    async def done(self) -> None:
        while self.tasks:
            await self.tasks.pop()


class Asked:
    """A controller over three annotations, and what it has shown."""

    def __init__(self, folder: Path) -> None:
        pending = pending_changes_of(
            folder, [annotation(str(n), start=n, note=note) for n, note in enumerate(NOTES)]
        )
        index = ClaimIndex(pending, DEFAULT)
        self.session = SimpleNamespace(
            annotations=SimpleNamespace(claim_index=index, pending=pending, people=NOBODY)
        )
        self.owner = Owner()
        self.shown: list[ClaimQueryResult] = []
        self.said: list[str] = []
        context: Any = SimpleNamespace(session=self.session, notify=self.hear)
        owner: Any = self.owner
        self.controller = ClaimQueryController(context, owner, self.shown.append)

    def hear(self, message: str, *, error: bool) -> None:
        assert error
        self.said.append(message)

    def reopen(self) -> None:
        """Let the session have another index, as when the store was opened anew."""
        self.session.annotations.claim_index = ClaimIndex(self.session.annotations.pending, DEFAULT)
        self.controller.read()


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked(tmp_path)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every query carried out by a worker, as over many rows."""
    monkeypatch.setattr(query, "_FEW", 0)


async def test_over_few_rows_a_query_is_answered_before_the_next_key(asked: Asked) -> None:
    asked.controller.read()
    asked.controller.ask(ClaimQuery("رقم"))
    assert [list(result.rows) for result in asked.shown] == [[1, 2]]
    assert asked.controller.answered.is_set()
    assert not asked.owner.tasks


@pytest.mark.usefixtures("slow")
async def test_of_queries_that_come_while_one_is_carried_out_only_the_last_counts(asked: Asked) -> None:
    asked.controller.read()
    for text in ("ر", "رق", "رقم آخر"):
        asked.controller.ask(ClaimQuery(text))
        assert not asked.controller.answered.is_set()
    assert asked.shown == []
    await asked.owner.done()
    assert [(result.query.text, list(result.rows)) for result in asked.shown] == [("رقم آخر", [2])]
    assert asked.controller.answered.is_set()
    assert not asked.controller.busy


@pytest.mark.usefixtures("slow")
async def test_rows_of_an_index_that_was_exchanged_meanwhile_are_not_shown(asked: Asked) -> None:
    asked.controller.read()
    asked.controller.ask(ClaimQuery("رقم"))
    asked.reopen()
    await asked.owner.done()
    assert asked.shown == []
    asked.controller.ask(ClaimQuery("رقم"))
    await asked.owner.done()
    assert [list(result.rows) for result in asked.shown] == [[1, 2]]


async def test_what_is_read_later_comes_up_by_itself(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "_AT_ONCE", -1.0)
    index = asked.controller.read()
    assert not index.complete
    asked.controller.ask(ClaimQuery())
    await asked.owner.done()
    assert index.complete
    assert list(asked.shown[-1].rows) == [0, 1, 2]


@pytest.mark.usefixtures("slow")
async def test_a_query_that_fails_is_told_and_holds_back_no_key(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.controller.read()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no rows today")

    monkeypatch.setattr(ClaimIndex, "find", broken)
    asked.controller.ask(ClaimQuery("رقم"))
    await asked.owner.done()
    assert len(asked.said) == 1
    assert "no rows today" in asked.said[0]
    assert asked.shown == []
    assert asked.controller.answered.is_set()
    assert not asked.controller.busy
