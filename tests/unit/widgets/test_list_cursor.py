"""The cursor of a list: only the rows that change are repainted, and the one under it is in sight."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.strip import Strip

from tui.theme import Palette, textual_theme
from tui.widgets.cursor_list import CursorList


class Lists(App[None]):
    """An app with one list."""

    def __init__(self) -> None:
        super().__init__()
        self.moves = 0

    def compose(self) -> ComposeResult:
        """Compose the list."""
        self.register_theme(textual_theme("dark"))
        self.theme = "claimreader-dark"
        yield CursorList(self.draw, self.moved)

    def draw(self, number: int, width: int, lit: bool, look: Palette) -> Strip:
        """Draw a row that differs only if the cursor is on it."""
        return Strip.blank(width, look.lit if lit else look.text)

    def moved(self) -> None:
        """Count the moves."""
        self.moves += 1


@pytest.mark.parametrize("count", [0, 1, 1000])
async def test_the_cursor_stays_in_the_list_and_in_sight(count: int) -> None:
    app = Lists()
    async with app.run_test(size=(30, 10)) as pilot:
        rows = app.query_one(CursorList)
        rows.fill(count, nothing="nothing")
        for place in (5000, -5, 3, 700):
            rows.move_to(place)
            assert rows.cursor == max(0, min(place, count - 1))
            assert rows.top <= rows.cursor < rows.bottom
        await pilot.pause()


async def test_a_step_repaints_two_rows_and_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Lists()
    async with app.run_test(size=(30, 10)):
        rows = app.query_one(CursorList)
        rows.fill(100)
        repainted: list[int] = []
        monkeypatch.setattr(rows, "repaint_rows", repainted.extend)
        app.moves = 0
        rows.move_to(1)
        rows.move_to(1)
        assert repainted == [0, 1]
        assert app.moves == 1
