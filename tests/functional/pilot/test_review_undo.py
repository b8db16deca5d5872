"""In a review undo takes back what was done last: that mine is kept, or a change, wherever it was made."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import msgspec
import pytest
from library_pilot import Use, shown, until
from review_pilot import in_review
from sample_corpus import NAME, samples, say

from annotations.store.base import Change
from tui.app import ClaimReader
from tui.screens.reader.screen import ReaderScreen
from tui.screens.review.disagreements import ReviewScreen

MINE = [(3, ("claim",)), (4, ("claim", "quantity")), (6, ("claim",))]
THEIRS = [(3, ("claim", "event")), (4, ("not_claim",)), (6, ("claim", "rule"))]


@asynccontextmanager
async def reviewing(folder: Path) -> AsyncIterator[tuple[ClaimReader, Use]]:
    news = samples(folder / "news")
    say(news / "annotations.json", "me", MINE)
    say(folder / "colleague.json", "زميل", THEIRS)
    async with in_review(news, folder / "colleague.json", 3) as (app, pilot):
        yield app, pilot


def tags(app: ClaimReader) -> list[str]:
    return ["+".join(each.tags) for each in app.session.annotations.about(NAME)]


def is_settled(app: ClaimReader, count: int) -> bool:
    return f"settled {count}/3" in shown(app)


@pytest.mark.parametrize("key", ["=", "1"])
async def test_an_edit_in_the_reader_is_taken_back_before_what_was_kept_earlier(
    tmp_path: Path, key: str
) -> None:
    async with reviewing(tmp_path) as (app, pilot):
        before = tags(app)
        await pilot.press(key)
        await until(pilot, lambda: "settled 1/3" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await pilot.press("2")  # a tag
        await until(pilot, lambda: tags(app) != before)
        edited = tags(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        for keys, expected, settled in (
            ("u", before, 1),
            ("u", before, 0),
            ("r", before, 1),
            ("r", edited, 1),
            ("uu", before, 0),
            ("rr", edited, 1),
        ):
            await pilot.press(*keys)
            await until(pilot, partial(is_settled, app, settled))
            assert tags(app) == expected, keys


async def test_a_new_change_ends_redoing_what_was_kept(tmp_path: Path) -> None:
    async with reviewing(tmp_path) as (app, pilot):
        await pilot.press("1", "u")
        await until(pilot, lambda: "settled 0/3" in shown(app))
        await pilot.press("j", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await pilot.press("2", "escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("r")
        await until(pilot, lambda: "nothing to redo" in shown(app))
        assert "settled 0/3" in shown(app)


async def test_where_the_history_refuses_nothing_older_is_taken_back(tmp_path: Path) -> None:
    async with reviewing(tmp_path) as (app, pilot):
        await pilot.press("1")
        await until(pilot, lambda: "settled 1/3" in shown(app))
        await pilot.press("2")
        await until(pilot, lambda: "settled 2/3" in shown(app))
        pending = app.session.annotations.pending
        taken = next(each for each in pending.list() if each.annotator != "me")
        pending.apply([Change(taken.uuid, taken.rev, msgspec.structs.replace(taken, note="x"))], by="another")
        for _ in range(3):
            await pilot.press("u")
            await until(pilot, lambda: "another" in shown(app))
            assert "settled 2/3" in shown(app)
            await pilot.press("n")
