"""Chooses the profile by which the screen is sent, again when the terminal or the user says otherwise.

The first frame is sent by the profile that was right last time. The terminal's answer comes some
milliseconds later, and inside tmux another terminal may be attached at any time. Nothing here is private to
Textual; it belongs to the app that this package extends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tui.terminal import detection
from tui.terminal.profiles import PROFILES

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    from tui.terminal.query import Answer

TMUX_SECONDS = 3.0
"""Seconds until tmux is asked again which terminal is attached; a question is a process of 3 ms."""


class ProfileChooser:
    """Knows which profile is in use.

    Args:
        app: whose screen is sent.
        changed: called when another profile is in use, to tell the terminal.
    """

    def __init__(self, app: App[Any], changed: Callable[[], None]) -> None:
        self.choice = detection.recall()
        """The profile in use, and the reason for it."""
        self._app = app
        self._changed = changed
        self._answer = ""
        self._client = ""
        self._client_timer: Timer | None = None

    def start(self) -> None:
        """Look after the terminal around tmux, of which there may be another one after a while."""
        if self.choice.nested == "tmux":
            self._watch_tmux()

    def take(self, answer: Answer) -> None:
        """Take what the terminal says; its version is asked for first, and says more than its attributes."""
        if answer.version or not self._answer:
            self._answer = answer.terminal
        if detection.multiplexer(self._answer, {}) == "tmux":
            self._watch_tmux()
        else:
            if self._answer:
                detection.remember(self._answer)
            self._choose()

    def use(self, name: str) -> None:
        """Send by the profile of that name from now on, `auto`: by the one that is found; and keep it.

        Raises:
            SettingsError: it can't be kept; it is used all the same.
        """
        from tui.config import settings

        if name in PROFILES:
            self._take(
                detection.ProfileChoice(PROFILES[name], self.choice.terminal, "settings", self.choice.nested)
            )
        try:
            settings.put(detection.SETTING, name)
        finally:
            if name == "auto":
                self._choose()

    def _choose(self) -> None:
        self._take(detection.choose(self._answer, client=self._client))

    def _take(self, choice: detection.ProfileChoice) -> None:
        before, self.choice = self.choice, choice
        if choice.profile != before.profile:
            self._changed()

    def _watch_tmux(self) -> None:
        if self._client_timer is None:
            self._client_timer = self._app.set_interval(TMUX_SECONDS, self.ask_tmux)
            self._app.call_later(self.ask_tmux)

    async def ask_tmux(self) -> None:
        """Ask tmux which terminal is around it now, and send as that one needs it."""
        client = await asyncio.to_thread(detection.ask_tmux)
        if client and client != self._client:
            self._client = client
            detection.remember(client)
            self._choose()
