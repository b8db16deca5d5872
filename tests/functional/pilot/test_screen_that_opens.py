"""What goes on beside the keys may end at any moment, also while a screen opens that has no widgets yet."""

from __future__ import annotations

from pathlib import Path

from library_pilot import library, shown

from tui.screens.dialogs.picker import Picker
from tui.widgets.pick_list import PickList
from tui.widgets.pick_rows import Item, Rooms


async def test_what_is_said_while_a_dialog_opens_stands_in_it(corpus: Path) -> None:
    """As when `y` has copied while `E` opens: the program ended there."""
    async with library(corpus) as (app, pilot):
        picker = Picker(PickList("go to", range(3), lambda number: Item(name=f"row {number}"), Rooms(4, 4)))
        opened = app.push_screen(picker)
        assert not picker.children
        app.show_message("copied")
        app.refresh_data()
        await opened
        await pilot.pause()
        assert "copied" in shown(app)
        await pilot.press("down")
        assert "copied" not in shown(app)


async def test_a_key_that_copies_and_one_that_opens_a_dialog(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press(
            "enter", "y", "e", "escape", "y", "o", "escape", "y", "question_mark", "escape", "y", "g"
        )
        await pilot.pause()
        assert app.is_running
