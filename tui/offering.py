"""What the app offers over the screen one is in: its keys, every action by its name, lists to choose from.

And to who opens it for the first time five lines that say what to press, over the library's preview. They go
with the first key, which also does what it does; a mark in the state folder keeps them from coming again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from tui.textual_ext.app import TerminalApp
from tui.textual_ext.key_dispatch import key_place_of

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.app import ClaimReader
    from tui.screens.reader.screen import ReaderScreen
    from tui.session.session import Session

MARK = "welcomed"
"""The file in the state folder that says that somebody has seen the first lines."""


class Offering(TerminalApp):
    """What `ClaimReader` can lay over a screen."""

    if TYPE_CHECKING:
        session: Session
        visit: Callable[[int], Awaitable[None]]

        @property
        def _reader(self) -> ReaderScreen | None:
            """The reader if it is on screen."""

    welcomes = False
    """Whether to look for the mark, and greet who has none."""
    _welcome: Widget | None = None

    def on_mount(self) -> None:
        """Greet when the first frame is on the screen."""
        if self.welcomes:
            self.call_after_refresh(self._greet)

    async def _greet(self) -> None:
        from annotations.file_reading import replace_file
        from annotations.paths import state_folder

        mark = state_folder() / MARK
        if mark.exists() or mark.with_name("positions.json").exists():
            return
        from tui.widgets.welcome import Welcome

        self._welcome = Welcome()
        await self.screen.mount(self._welcome)
        self.keys.before_next_key(self._welcome.remove)
        with contextlib.suppress(OSError):
            mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(mark, "")

    @property
    def _whole(self) -> ClaimReader:
        return cast("ClaimReader", self)

    def action_help(self) -> None:
        """Show every key of the place one is in."""
        from tui.screens.dialogs.help import Help

        self.push_screen(Help(key_place_of(self.screen), self.session.project.scheme))

    async def action_palette(self) -> None:
        """Offer every action by its name."""
        from tui.screens.dialogs.palette import show_palette

        await show_palette(self._whole.context, self.screen)

    async def action_go_to(self) -> None:
        """Ask which article to go to."""
        from tui.screens.dialogs.picker import pick_article

        await pick_article(self._whole.context, self.visit)

    async def action_export(self) -> None:
        """Ask for a format and a path, and write the annotations there."""
        from tui.screens.dialogs.export import ask_export

        await ask_export(self._whole.context, self._reader.article if self._reader else None)
