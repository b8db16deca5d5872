"""Keys that come before the annotations have been read, which happens beside the keys: they act, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_pilot import library, screen_of, shown, until

from tui.app import ClaimReader


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        (["enter", "2"], "saved "),
        (["enter", "x"], "saved "),
        (["enter", "m", "a", "enter"], "note saved"),
        (["enter", "a"], "certainty"),
        (["enter", "u"], "nothing to undo"),
        (["enter", "l"], "no annotation"),
        (["enter", "g"], "sides"),
        (["g"], "claims board"),
        (["g", "f"], "quantities"),
        (["g", "t"], "contradictions"),
        (["p"], "decided"),
        (["u"], "nothing to undo"),
        (["e"], "export as"),
    ],
    ids="-".join,
)
async def test_a_key_reads_the_annotations_that_it_needs(
    keys: list[str], seen: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ClaimReader, "_load", lambda self: None)  # the worker isn't through yet
    async with library(corpus, settled=False) as (app, pilot):
        await until(pilot, lambda: not screen_of(app).indexing.running)
        assert not app.session.annotations.loaded
        await pilot.press(*keys)
        await until(pilot, lambda: seen in shown(app))
        assert not app.failure
