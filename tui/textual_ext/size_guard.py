"""A terminal that is too small for anything: one line says so, keys wait, and a resize brings all back.

It is done where updates are written, so it holds for every screen and changes none of them: what is open
stays open, with its cursor, its selection and what has been typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.strip import Strip

from tui.config.bindings import table
from tui.i18n import _
from tui.theme import palette
from tui.widgets.strips import one_line, pad

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.screen import Screen

COLUMNS, ROWS = 24, 6
"""The least in which every screen has a row to work in, beside its bars."""


class NeedsRoom(App[None]):
    """An app that says when its terminal is too small."""

    _told: Size | None = None
    """The size for which it is on the screen that this is too small."""

    @property
    def cramped(self) -> bool:
        """Whether the terminal is too small to show anything."""
        return self.size.width < COLUMNS or self.size.height < ROWS

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Look a key up; of those that nobody could see the effect of only the one to quit works."""
        if self.cramped and not any(
            key in entry.keys.split(",") and "+" in key for entry in table() if entry.id.endswith(".quit")
        ):
            return True
        return await super()._check_bindings(key, priority)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Write an update (Textual's one place for it), or that there is no room for any."""
        told, self._told = self._told, self.size if self.cramped else None
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            if self.cramped:
                if told == self.size:
                    return
                renderable = self._notice()
            elif told is not None:
                renderable = screen._compositor.render_update(
                    full=True, screen_stack=self._background_screens
                )
        super()._display(screen, renderable)

    def _notice(self) -> LayoutUpdate:
        width, height = self.size
        ink = palette(self.current_theme).text
        least = f"{COLUMNS}×{ROWS}"
        texts = (
            _("this terminal is too small: {size} at least").format(size=least),
            _("terminal too small"),
            _("too small"),
        )
        text = next((one for one in texts if len(one) <= width), texts[-1])
        first = Strip(one_line(text, width, ink), width)
        blank = Strip(pad(width, ink), width)
        return LayoutUpdate([[first], *([blank] for _row in range(height - 1))], self.size.region)
