"""Asks widgets for the rows that changed and no others.

Textual's compositor renders every widget that the rectangle around all changes touches, from its first row to
its last. A step of the cursor changes the bar at the top, two sentences and the hints at the bottom: that
rectangle is the whole screen, so a step drew 78 rows (120 × 40 cells) to send 6. Here each widget is asked
for its own rows with a change, which are 6.

Relies on `textual._compositor.Compositor`: `render_partial_update`, which calls `_get_renders`, and
`_dirty_regions`; a partial update is a `ChopsUpdate`. All of it would be worth a pull request.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region

if TYPE_CHECKING:
    from textual.strip import Strip


class ChangedRows(Compositor):
    """Textual's compositor, but for what a partial update costs."""

    _changed: frozenset[Region] | None = None
    """Parts of the screen that a partial update is about; None outside of one."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what has changed; None for nothing."""
        self._changed = frozenset(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = None

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield region, clip and strips of each widget in which something changed, front to back.

        The clip is narrowed to those rows: strips are for the part of the region within it.
        """
        if self._changed is None:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            parts = [part for changed in self._changed if (part := changed.intersection(shown))]
            for first, end in _bands(parts):
                part = Region(shown.x, first, shown.width, end - first)
                yield region, part, widget.render_lines(part.translate(-region.offset))


def _bands(parts: Sequence[Region]) -> list[tuple[int, int]]:
    """Return the rows of regions as first row and end, those that touch as one."""
    bands: list[tuple[int, int]] = []
    for first, end in sorted((part.y, part.bottom) for part in parts):
        if bands and first <= bands[-1][1]:
            bands[-1] = bands[-1][0], max(end, bands[-1][1])
        else:
            bands.append((first, end))
    return bands
