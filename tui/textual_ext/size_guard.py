"""A terminal that is too small for anything: one line says so, keys wait, and a resize brings all back.

It is done where updates are written, so it holds for every screen and changes none of them: what is open
stays open, with its cursor, its selection and what has been typed. A modal screen, pushed when the size
changes, would be the public way. But then it is `App.screen` for everything that asks what one is reading,
and a dialog below can't close when its work in a thread has ended: `Screen.dismiss` takes the upper one away.
And where updates are written there is an override in any case, for `tui.textual_ext.renderer`.

Relies on `App._display` (see `tui.textual_ext.app`), `App._background_screens`, `Screen._compositor` and its
`render_update`, and on `textual._compositor.LayoutUpdate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual.strip import Strip

from tui.bidi import Paragraph, layout
from tui.i18n import _
from tui.theme import palette

if TYPE_CHECKING:
    from textual.app import App
    from textual.geometry import Size
    from textual.screen import Screen

    from tui.textual_ext.renderer import Update

COLUMNS, ROWS = 24, 6
"""The least in which every screen has a row to work in, beside its bars."""


class SizeGuard:
    """Says in the place of every screen that the terminal is too small, while it is.

    Args:
        app: whose terminal it is.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._told: Size | None = None
        """The size for which it is on the screen that this is too small."""

    @property
    def cramped(self) -> bool:
        """True while the terminal is too small to show anything."""
        width, height = self._app.size
        return width < COLUMNS or height < ROWS

    def guarded(self, screen: Screen[Any], update: Update) -> Update | None:
        """Return what to write for an update: itself, that there is no room for it, or None for nothing."""
        size = self._app.size
        told, self._told = self._told, size if self.cramped else None
        if self.cramped:
            return None if told == size else self._notice()
        if told is None:
            return update
        everything = screen._compositor.render_update(full=True, screen_stack=self._app._background_screens)
        assert isinstance(everything, LayoutUpdate)
        return everything

    def _notice(self) -> LayoutUpdate:
        width, height = self._app.size
        style = palette(self._app.current_theme).text
        least = f"{COLUMNS}×{ROWS}"
        texts = (
            _("this terminal is too small: {size} at least").format(size=least),
            _("terminal too small"),
            _("too small"),
        )
        text = next((text for text in texts if len(text) <= width), texts[-1])
        lines = layout(Paragraph(text), max(1, width))
        shown, used = lines[0].text, lines[0].width
        if len(lines) > 1:  # `tui.widgets.strips.one_line` cuts in the same way; this stands below it
            line = layout(Paragraph(text, "rtl" if lines[0].rtl else "ltr"), max(1, width - 1))[0]
            shown, used = f"…{line.text}" if line.rtl else f"{line.text}…", line.width + 1
        first = Strip([Segment(f"{shown}{' ' * (width - used)}", style)], width)
        blank = Strip([Segment(" " * width, style)], width)
        return LayoutUpdate([[first], *([blank] for _row in range(height - 1))], self._app.size.region)
