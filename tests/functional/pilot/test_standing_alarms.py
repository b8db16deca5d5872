"""What is amiss with saving is on screen as long as it is so, not at the end."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import msgspec
import pytest
from library_pilot import library, shown, until
from sample_corpus import NAME, samples, say, stored

from annotations.store import journal
from annotations.store.base import Change
from annotations.store.storage import CheckpointStorage


async def test_that_the_file_can_not_be_brought_up_to_date_is_on_screen_while_it_lasts(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("annotations.store.checkpoint_worker.REST", 0)
    async with library(corpus) as (app, pilot):
        with monkeypatch.context() as patch:
            patch.setattr(CheckpointStorage, "write", full)
            await pilot.press("enter", "c")
            await until(pilot, lambda: "annotations.json: not brought up to date: disk full" in shown(app))
            await pilot.press("2")
            assert "not brought up to date" in shown(app), "a save that works changes nothing about it"
        await until(pilot, lambda: "not brought up to date" not in shown(app))
        assert "saved" in shown(app)


async def test_a_tag_that_waits_and_a_move_of_the_same_annotation_are_both_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The move waits, too, on a disk that takes nothing, and every later save works."""
    folder = samples(tmp_path / "news")
    database = folder / "annotations.json"
    say(database, "analyst-1", [(4, ("claim",)), (5, ("claim",))])
    text = (folder / NAME).read_text(encoding="utf-8")
    (folder / NAME).write_text("عاجل: خبر أُضيف.\n\n" + text, encoding="utf-8")
    append, full = journal.Journal.append, True

    def filled(self: journal.Journal, entry: journal.JournalEntry) -> None:
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        append(self, entry)

    monkeypatch.setattr(journal.Journal, "append", filled)
    async with library(folder, settled=False) as (app, pilot):
        await until(pilot, lambda: "NOT SAVED: disk full" in shown(app))
        assert len(app.session.annotations.unsaved) == 2, "where they will be is in sight"
        pending_changes: Any = app.session.annotations.pending
        one = pending_changes.list()[0]
        app.context.save(None, [Change(one.uuid, one.rev, msgspec.structs.replace(one, note="ملاحظة"))])
        full = False
        await until(pilot, lambda: not app.session.annotations.unsaved)
        await until(pilot, lambda: "NOT SAVED" not in shown(app))
        one = pending_changes.list()[1]
        assert app.context.save(None, [Change(one.uuid, one.rev, msgspec.structs.replace(one, note="later"))])
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    after = stored(database)
    assert sorted(it["note"] for it in after) == ["later", "ملاحظة"]
    for it in after:
        target = it["target"]
        assert texts[it["article"]["id"]][target["start"] : target["end"]] == target["quote"]
