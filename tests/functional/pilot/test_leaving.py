"""Who leaves at once, before the reader has said what it wants to say, is let go without a fault."""

from __future__ import annotations

from pathlib import Path

from library_pilot import closing, library
from textual.widgets import Static

from annotations.composition import Project
from tui.app import ClaimReader
from tui.textual_ext.mounting import mount


async def test_a_greeting_that_comes_too_late_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("قال الوزير إن العدد كبير.")
    app = ClaimReader(Project([tmp_path]), beginning="greeting")
    async with closing(app), app.run_test(size=(120, 30)) as pilot:
        app.exit()  # before the first frame: the greeting is still to come
        await pilot.pause()
    assert app._exception is None
    assert app.return_code in (0, None)


async def test_a_widget_is_put_on_a_screen_that_stands_and_on_none_that_goes(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("قال الوزير إن العدد كبير.")
    async with library(tmp_path) as (app, pilot):
        first, second = Static("أول"), Static("ثان")
        assert await mount(first, app.screen)
        assert first.parent is app.screen
        app.exit()
        assert not await mount(second, app.screen)
        assert second.parent is None
        await pilot.pause()
    assert app._exception is None
