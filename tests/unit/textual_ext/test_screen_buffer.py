"""Only what the terminal doesn't show is sent, and in the end it shows what it would if all had been."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from tui.textual_ext import size_guard
from tui.textual_ext.app import TerminalApp
from tui.textual_ext.compositor import RowsUpdate, repaint
from tui.textual_ext.renderer import DiffUpdate, Piece, ScreenBuffer, pieces

WIDTH, HEIGHT = 12, 2
STYLES = (Style(color="red"), Style(color="blue"), Style(bgcolor="blue"), Style(underline=True, color="red"))
CHARS = ("a", "ب", "بَ", "中", " ")
Grid = list[list[tuple[str, Style | None]]]


@st.composite
def some_pieces(draw: st.DrawFn) -> Piece:
    x = draw(st.integers(0, WIDTH - 1))
    segments = draw(
        st.lists(st.tuples(st.sampled_from(CHARS), st.sampled_from(STYLES)), min_size=1, max_size=8)
    )
    strip = Strip([Segment(text, style) for text, style in segments])
    return draw(st.integers(0, HEIGHT - 1)), x, strip.crop(0, WIDTH - x)


def seen(grid: Grid) -> list[list[tuple[str, object]]]:
    """Return what is seen in each cell: of a blank that nothing is drawn through its ground alone."""

    def look(text: str, style: Style | None) -> object:
        return style.bgcolor if text == " " and style and not style.underline else style

    return [[(text, look(text, style)) for text, style in row] for row in grid]


def write(grid: Grid, wanted: list[Piece]) -> None:
    """Write into cells as a terminal does; half of a wide character is as good as nothing."""
    for y, x, strip in wanted:
        column = x
        for segment in strip:
            for cells in _characters(segment.text):
                width = 2 if cells == "中" else 1
                for at in range(column, column + width):
                    _break(grid[y], at)
                grid[y][column] = (cells, segment.style)
                if width == 2:
                    grid[y][column + 1] = ("", segment.style)
                column += width


def _characters(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        end = at + 1 + (text[at + 1 : at + 2] == "\u064e")
        yield text[at:end]
        at = end


def _break(row: list[tuple[str, Style | None]], at: int) -> None:
    if row[at][0] == "" and at:
        row[at - 1] = ("?", None)
    if row[at][0] == "中":
        row[at + 1] = ("?", None)


@settings(max_examples=300)
@given(st.lists(st.lists(some_pieces(), max_size=4), max_size=8))
def test_what_is_left_out_stands_there_already(updates: list[list[Piece]]) -> None:
    sent = ScreenBuffer()
    real: Grid = [[("?", None)] * WIDTH for _ in range(HEIGHT)]
    for update in updates:
        for piece in update:  # one at a time: pieces of one update of Textual's don't overlap
            unsent = sent.unsent([piece])
            changed = [(y, *sent.changed(y, x, strip)) for y, x, strip in unsent]
            write(real, [(y, x, Strip([Segment(*run[:2]) for run in runs])) for y, x, runs in changed])
            for one in unsent:
                sent.keep(*one)
            once_more: Grid = [list(row) for row in real]
            write(once_more, [piece])
            assert seen(real) == seen(once_more)


def test_nothing_is_sent_twice_and_everything_after_it_was_forgotten() -> None:
    sent, row = ScreenBuffer(), (0, 0, Strip([Segment("abc", STYLES[0])]))
    assert sent.unsent([row]) == [row]
    sent.keep(*row)
    assert sent.unsent([row]) == []
    assert sent.unsent([(0, 0, Strip([Segment("abc", STYLES[1])]))])
    sent.forget()
    assert sent.unsent([row]) == [row]


def test_of_a_piece_only_the_cells_from_the_first_change_to_the_last_are_sent() -> None:
    plain, lit, dark, _ = STYLES
    sent = ScreenBuffer()
    sent.keep(0, 2, Strip([Segment("row 19 of", plain), Segment(" 84", lit)]))
    x, runs = sent.changed(0, 2, Strip([Segment("row 20 of", plain), Segment(" 84", lit)]))
    assert (x, runs) == (6, [Segment("20", plain)])
    x, runs = sent.changed(0, 2, Strip([Segment("row 19 of", plain), Segment(" 84", plain)]))
    assert (x, runs) == (12, [Segment("84", plain)]), "a blank looks the same in any colour"
    x, runs = sent.changed(0, 2, Strip([Segment("row 19 of", plain), Segment(" 84", dark)]))
    assert (x, runs) == (11, [Segment(" 84", dark)]), "but not on any ground"
    sent.keep(0, 2, Strip([Segment("row", lit)]))
    x, runs = sent.changed(0, 2, Strip([Segment("row 19 of", plain), Segment(" 85", lit)]))
    assert (x, "".join(text for text, _, _ in runs)) == (2, "row 19 of 85"), (
        "of a row that came in two parts all is known"
    )


class Two(TerminalApp):
    """Two texts side by side, one of which changes."""

    CSS = "Static { width: 1fr; }"

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("left", id="left")
            yield Static("right")


@pytest.fixture(autouse=True)
def home(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    monkeypatch.setattr(size_guard, "COLUMNS", 1)
    monkeypatch.setattr(size_guard, "ROWS", 1)


async def test_an_update_goes_to_the_same_cells_as_textual_s_own() -> None:
    app = Two()
    async with app.run_test(size=(WIDTH, 3)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor
        app.query_one("#left", Static).refresh()
        compositor.update_widgets({app.query_one("#left")})
        one = compositor.render_update(screen_stack=[])
        compositor._dirty_regions.add(Region(2, 0, WIDTH - 2, 1))
        both = compositor.render_update(screen_stack=[])
        for update, kind in (
            (one, RowsUpdate),
            (both, ChopsUpdate),
            (compositor.render_update(full=True), LayoutUpdate),
        ):
            assert isinstance(update, kind)
            ours = DiffUpdate(list(pieces(update)), ScreenBuffer()).render_segments(app.console)
            theirs = update.render_segments(app.console)
            assert _grid(ours) == _grid(theirs)
            assert _grid(ours)[0].startswith("left        " if update is one else "left  right")


async def test_a_repaint_of_the_same_sends_nothing_until_the_size_or_the_screen_changes() -> None:
    app = Two()
    written: list[int] = []
    async with app.run_test(size=(WIDTH, 3)) as pilot:
        await pilot.pause()

        def display(self: App[None], screen: object, renderable: DiffUpdate | None) -> None:
            if renderable is not None:
                renderable.render_segments(app.console)
                written.append(len(renderable.unsent))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(App, "_display", display)
            for change in (
                app.screen.refresh,
                app.screen.refresh,
                lambda: app.query_one("#left", Static).update("new"),
            ):
                change()
                await pilot.pause(0.1)
            assert written[0] >= 3
            assert written[1:] == [1]
            await pilot.resize_terminal(WIDTH, 4)
            await pilot.pause(0.1)
            assert max(written[2:]) >= 4


def _grid(data: str) -> list[str]:
    import pyte

    screen = pyte.Screen(WIDTH, 3)
    pyte.Stream(screen).feed(data)
    return list(screen.display)


async def test_rows_that_are_marked_are_sent_as_they_are_unless_something_lies_over_them() -> None:
    app = Two()
    async with app.run_test(size=(WIDTH, 3)) as pilot:
        await pilot.pause()
        screen, left = app.screen, app.query_one("#left", Static)
        compositor = screen._compositor
        repaint(left, [0])
        assert left in screen._dirty_widgets
        update = compositor.render_update(screen_stack=[])
        assert isinstance(update, RowsUpdate)
        assert [(y, x, strip.text) for y, x, strip in update.pieces] == [(0, 0, "left  ")]
        assert compositor.render_update(screen_stack=[]) is None, "once"
        await screen.mount(Static("over it", id="over"))
        app.query_one("#over").styles.layer = "above"
        screen.styles.layers = ("default", "above")
        await pilot.pause()
        repaint(left, [0])
        update = compositor.render_update(screen_stack=[])
        assert isinstance(update, ChopsUpdate)
        assert (
            "over" in _grid(DiffUpdate(list(pieces(update)), ScreenBuffer()).render_segments(app.console))[0]
        )


async def test_rows_below_a_dialog_are_painted_with_it() -> None:
    app = Two()
    async with app.run_test(size=(WIDTH, 3)) as pilot:
        await pilot.pause()
        left, below = app.query_one("#left", Static), app.screen
        await app.push_screen(ModalScreen[None]())
        repaint(left, [0])
        assert not below._compositor._marked, "a screen below is painted by the one in front"
        assert left._repaint_required


async def test_nothing_is_painted_for_no_row() -> None:
    app = Two()
    async with app.run_test(size=(WIDTH, 3)) as pilot:
        await pilot.pause()
        repaint(app.query_one("#left", Static), [])
        assert not app.screen._dirty_widgets
