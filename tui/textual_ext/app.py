"""The one extension of Textual's `App`: what a reader of Arabic in a terminal needs of it.

It has parts, and calls them where Textual has one place for something:

- `renderer` and `size_guard` where an update is written (`App._display`);
- `keys` where a key arrives (`App.on_event`, public);
- `profile_chooser` for what the terminal answers;
- `tui.textual_ext.crash_handler` where an unhandled error ends the app (`App._fatal_error`, `App._exception`,
  `MessagePump._close_messages_no_wait`);
- `tui.textual_ext.compositor` in each screen (`App._register`, `Screen._compositor`).

Also relies on `App._exit`, `App._driver` and `App._clipboard`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

from textual.app import App
from textual.events import Event, Key, Paste
from textual.geometry import Offset
from textual.screen import Screen

from annotations.text.sanitising import for_clipboard
from tui.i18n import _, one_by_one
from tui.terminal.detection import SERVED
from tui.terminal.profiles import PROFILES, Profile
from tui.textual_ext.compositor import ChangedRows
from tui.textual_ext.crash_handler import told
from tui.textual_ext.driver import CanHurry, TakesProfile, extended_driver
from tui.textual_ext.key_dispatch import KeyDispatcher
from tui.textual_ext.profile_chooser import ProfileChooser
from tui.textual_ext.renderer import Renderer, Update
from tui.textual_ext.size_guard import SizeGuard

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.widget import Widget

    from tui.terminal.detection import ProfileChoice
    from tui.textual_ext.input_parser import TerminalAnswer


Accessible = Literal["", "visual", "logical"]
"""For people who don't see the screen: not, or with rows as they are seen, or as they are read."""
SHOW_CURSOR = "\x1b[?25h"
"""DECTCEM: Textual hides the cursor, which some braille displays don't follow then."""


class TerminalApp(App[None]):
    """An app whose screen reads right, whose keys act in order, and which breaks down in one line."""

    failure = ""
    """The reason why the program ended, for standard error; empty if there is nothing to say."""

    def __init__(self, *arguments: Any, accessible: Accessible = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.profile_chooser = ProfileChooser(
            self, self._profile_changed, self._send, self.ask_which_reads_right
        )
        self.accessible: Accessible = accessible
        """Whether this is for people who don't see the screen, and in which order they have it read."""
        self._caret = Offset(0, 0)
        """The cell in which the person is."""
        self.renderer = Renderer(self, lambda: self.profile, lambda: self.is_accessible)
        self.size_guard = SizeGuard(self)
        self.keys = KeyDispatcher(self, self.show_message, self.size_guard)

    @property
    def choice(self) -> ProfileChoice:
        """The profile by which the screen is sent, and why."""
        return self.profile_chooser.choice

    @property
    def profile(self) -> Profile:
        """The way in which the screen is sent."""
        profile = PROFILES["logical"] if self.accessible == "logical" else self.choice.profile
        return profile._replace(start=profile.start + SHOW_CURSOR) if self.is_accessible else profile

    def ask_which_reads_right(self) -> None:
        """Ask the user which way of sending rows reads right; an app that can ask does it here."""

    def use_profile(self, name: str) -> None:
        """Send by the profile of that name from now on (`auto`: the one that is found), and keep it.

        Raises:
            SettingsError: it can't be kept; it is used all the same.
        """
        self.profile_chooser.use(name)

    @property
    def is_accessible(self) -> bool:
        """Return whether somebody has the screen read to them."""
        return bool(self.accessible)

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a line until the next key; an empty one takes it away.

        Here it is a notification of Textual's; an app with a line for messages shows it there.
        """
        if message:
            self.notify(message, severity="error" if error else "information", markup=False)

    # ------------------------------------------------------------------ what comes in

    async def on_event(self, event: Event) -> None:
        """Have a key act; what is pasted waits for the keys before it, which may open the line it is for."""
        if isinstance(event, Key) and not event.is_forwarded:
            left = await self.keys.dispatch(event)
            if left is None:
                return
            event = left
        elif isinstance(event, Paste) and not event.is_forwarded:
            await self.keys.settled()
        await super().on_event(event)

    def on_paste(self) -> None:
        """Say that nothing here takes what was pasted: as keys it would tag and move."""
        said = _("what is pasted does nothing here; the lines for notes, searches and filters take it")
        self.show_message(said)

    def on_terminal_answer(self, message: TerminalAnswer) -> None:
        """Take what the terminal says it is."""
        self.profile_chooser.take(message.answer)

    def on_mount(self) -> None:
        """Begin to look after the terminal."""
        self.call_after_refresh(self.renderer.start)
        self.profile_chooser.start()

    def on_resize(self) -> None:
        """Send everything anew."""
        self.renderer.resized()

    # ------------------------------------------------------------------ what goes out

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver, which sends the profile's codes and tells Arabic keys apart."""
        return extended_driver(super().get_driver_class(), self._profile_for_driver)

    def _profile_for_driver(self) -> Profile:
        """Return the profile to a driver that has just taken the screen, or that changes how it sends."""
        self.renderer.forget()
        return self.profile

    def _send(self, codes: str) -> None:
        if self._driver is not None:
            self._driver.write(codes)

    def _profile_changed(self) -> None:
        if isinstance(self._driver, TakesProfile):
            self._driver.tell_profile()
        self.screen.refresh()

    def _register(self, parent: DOMNode, *widgets: Widget, **options: Any) -> list[Widget]:
        """Take widgets in, screens with a compositor of ours (Textual makes one in each)."""
        for widget in widgets:
            if isinstance(widget, Screen):
                widget._compositor = ChangedRows()
        return super()._register(parent, *widgets, **options)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Write of an update what isn't there, as the profile needs it, or that there is no room for any.

        The terminal's own cursor is put there after it, where the person is by then.
        """
        if self.renderer.started:
            from tui.textual_ext.caret import caret_of  # here: the first frame has one module less to read

            self._caret = caret_of(self.screen, announced=self.is_accessible) or self._caret
            self.cursor_position = self._caret
        if isinstance(renderable, Update):
            update = self.size_guard.guarded(screen, renderable)
            renderable = None if update is None else self.renderer.unsent(screen, update)
        super()._display(screen, renderable)

    def copy_to_clipboard(self, text: str, about: str = "") -> None:
        """Copy a text without what would act where it is pasted, and say what became of it.

        Textual's own sends a sequence that many terminals drop, and says nothing.

        Args:
            text: to copy.
            about: is said before what became of it.
        """
        self._clipboard = cleaned = for_clipboard(text)
        changed = cleaned.strip() != text.strip()
        self.run_worker(self._copy(cleaned, about, changed=changed), group="clipboard")

    async def _copy(self, text: str, about: str, *, changed: bool) -> None:
        from tui.terminal import clipboard

        driver = self._driver
        if driver is None:
            return
        said = await clipboard.copy(text, self.choice, driver.write)
        left_out = _("; line ends, control characters and hidden ones were left out") if changed else ""
        self.show_message(one_by_one(filter(None, (about, f"{said}{left_out}"))))

    # ------------------------------------------------------------------ the end

    def action_suspend_process(self) -> None:
        """Go back to the shell that this was started from, where there is one."""
        if os.environ.get(SERVED):
            self.show_message(_("in a browser there is no shell to go back to; q leaves, and all is saved"))
        else:
            super().action_suspend_process()

    def hurry(self) -> None:
        """Wait no longer for the terminal than a moment, and for keys typed ahead not at all: it is the end.

        May be called in a signal's handler: keys that keep coming keep the loop from ever looking at signals.
        """
        self._exit = True  # Textual's own, set by `exit`, which is called when the loop comes to it
        if isinstance(self._driver, CanHurry):
            self._driver.hurry()

    def _fatal_error(self) -> None:
        """End after an unhandled exception, of which one line is said; CLAIMREADER_DEBUG=1 shows it all."""
        if os.environ.get("CLAIMREADER_DEBUG") or self._exception is None:
            super()._fatal_error()
            return
        self.failure = told(self._exception)
        self._close_messages_no_wait()
