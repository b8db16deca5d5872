"""Asks widgets for the rows that changed and no others, and takes no detour to their cells.

Textual's compositor renders every widget that the rectangle around all changes touches, from its first row to
its last, cuts each row of each widget at the edges of all widgets, and puts the screen together from the
parts. A step of the cursor changes the bar at the top, two sentences and the hints at the bottom: that
rectangle is the whole screen, so a step drew 78 rows (120 × 40 cells) to send 6. And the way of a change to
there is long: a widget is woken to find that it has one, tells the screen by a message, and that waits until
it is idle: six messages for a key that changes two widgets.

Here a widget that draws its rows itself (`tui.textual_ext.bare_widget`) marks rows in the compositor of its
screen, and the next frame is made of these rows as they are, where no other widget lies over them. All else
goes Textual's way.

Relies on `textual._compositor.Compositor`: `render_partial_update`, `render_full_update`, `_dirty_regions`
and `visible_widgets`, which are in order from front to back, and what it makes (`ChopsUpdate`,
`CompositorUpdate`, `LayoutUpdate`); on `Screen._compositor`, `Screen._dirty_widgets`
and `Screen._update_timer`, whose next tick paints what is in them. All of it would be worth a pull request.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.geometry import Region

if TYPE_CHECKING:
    from rich.console import Console
    from textual.strip import Strip
    from textual.widget import Widget

    Piece = tuple[int, int, Strip]
    """Row and column of the screen, and what is to stand there and right of it."""


class RowsUpdate(CompositorUpdate):
    """An update of rows of widgets.

    Args:
        pieces: the rows; none lies over another.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        """Return what is written to the terminal."""
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for y, x, strip in self.pieces)


class ChangedRows(Compositor):
    """Textual's compositor, but for what a partial update costs."""

    def __init__(self) -> None:
        super().__init__()
        self._marked: dict[Widget, set[int]] = {}
        """Rows of widgets, counted from their first one, that are painted with the next frame."""
        self._judged: object = None
        """The widgets in sight of which it was found out which have none over them."""
        self._uncovered: dict[Widget, tuple[Region, Region]] = {}
        """Those, with the region of each and the part of it that is in sight."""

    def mark(self, widget: Widget, rows: Iterable[int]) -> None:
        """Have rows of a widget painted with the next frame."""
        self._marked.setdefault(widget, set()).update(rows)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Render everything."""
        self._marked.clear()
        return super().render_full_update(simplify)

    def render_partial_update(self) -> RowsUpdate | ChopsUpdate | None:  # type: ignore[override]  # see Update
        """Render what has changed; None for nothing."""
        marked, self._marked = self._marked, {}
        seen = self.visible_widgets
        if self._judged is not seen:
            self._judge(seen)
        if all(widget in self._uncovered or widget not in seen for widget in marked):
            rest = [region for region in self._dirty_regions if not self._take(region, marked)]
            if not rest:
                self._dirty_regions.clear()
                return self._rows(marked)
        for widget, rows in marked.items():
            if widget in seen:
                region, clip = seen[widget]
                places = (Region(region.x, region.y + row, region.width, 1) for row in rows)
                self._dirty_regions.update(filter(None, map(clip.intersection, places)))
        return super().render_partial_update()

    def _take(self, changed: Region, marked: dict[Widget, set[int]]) -> bool:
        """Mark the rows of a part of the screen, if they are of one widget that has none over it."""
        for widget, (region, shown) in self._uncovered.items():
            if shown.contains_region(changed):
                rows = range(changed.y - region.y, changed.bottom - region.y)
                marked.setdefault(widget, set()).update(rows)
                return True
        return False

    def _rows(self, marked: dict[Widget, set[int]]) -> RowsUpdate | None:
        pieces: list[Piece] = []
        for widget, rows in marked.items():
            if widget not in self._uncovered:
                continue
            region, shown = self._uncovered[widget]
            x, y, width, height = shown
            top, left = y - region.y, x - region.x
            for first, end in _bands(sorted(rows.intersection(range(top, top + height)))):
                strips = widget.render_lines(Region(left, first, width, end - first))
                pieces += [(row, x, strip) for row, strip in enumerate(strips, region.y + first)]
        return RowsUpdate(pieces) if pieces else None

    def _judge(self, seen: dict[Widget, tuple[Region, Region]]) -> None:
        """Find out which widgets have none over them."""
        self._judged, self._uncovered = seen, {}
        before: list[Region] = []
        for widget, (region, clip) in seen.items():
            shown = region.intersection(clip)
            if not any(map(shown.overlaps, before)):
                self._uncovered[widget] = region, shown
            before.append(shown)


def _bands(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return rising rows as first row and end of those that touch."""
    if rows and rows[-1] - rows[0] == len(rows) - 1:  # as a rule all of them
        return [(rows[0], rows[-1] + 1)]
    bands: list[tuple[int, int]] = []
    for row in rows:
        if bands and row == bands[-1][1]:
            bands[-1] = bands[-1][0], row + 1
        else:
            bands.append((row, row + 1))
    return bands


def repaint(widget: Widget, rows: Iterable[int]) -> None:
    """Have rows of a widget that draws its rows itself painted with the next frame, counted from its first.

    What is in the background, or isn't on a screen yet, is painted in Textual's way.
    """
    rows = [*rows]
    if not rows:
        return
    if not widget.is_mounted:
        widget.refresh()
        return
    screen = widget.screen
    compositor = screen._compositor
    if isinstance(compositor, ChangedRows) and screen is widget.app.screen:
        compositor.mark(widget, rows)
        screen._dirty_widgets.add(widget)
        screen._update_timer.resume()
    else:
        width = widget.size.width
        widget.refresh(*(Region(0, row, width, 1) for row in rows))
