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
from tui.terminal.profiles import PROFILES, Profile
from tui.terminal.query import SECONDS, may_ask, question_through

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
        send: writes to the terminal.
        ask_user: asks which way reads right, where nothing else can say it.
    """

    def __init__(
        self,
        app: App[Any],
        changed: Callable[[], None],
        send: Callable[[str], None],
        ask_user: Callable[[], None],
    ) -> None:
        self.choice = detection.recall()
        """The profile in use, and the reason for it."""
        self._app = app
        self._changed = changed
        self._send = send
        self._ask_user = ask_user
        self._answer = ""
        self._client = ""
        self._client_timer: Timer | None = None

    def start(self) -> None:
        """Look after the terminal around tmux, of which there may be another one after a while.

        Where nobody has tried such a terminal, or it can't be known, the user is asked last.
        """
        if self.choice.nested == "tmux":
            self._watch_tmux()
        if detection.may_be_asked(self.choice) and (self.choice.nested or self.choice.terminal):
            self._app.run_worker(self._find_out(), group="terminal")

    async def _find_out(self) -> None:
        """Ask the terminal around a multiplexer, and then the user."""
        nested = self.choice.nested
        if nested and may_ask():
            passing = detection.passing_on(nested)
            await asyncio.to_thread(passing.__enter__)
            try:
                self._send(question_through(nested))
                await asyncio.sleep(SECONDS)
            finally:
                await asyncio.to_thread(passing.__exit__, None, None, None)
        if detection.may_be_asked(self.choice):
            self._ask_user()

    def tell(self, profile: Profile) -> None:
        """Send by a profile from now on, since the user has seen that it reads right here."""
        detection.tell(profile)
        self._choose()

    def take(self, answer: Answer) -> None:
        """Take what the terminal says; its version is asked for first, and says more than its attributes."""
        terminal = answer.terminal
        if self.choice.nested and terminal and not detection.multiplexer(terminal, {}):
            if answer.version or not self._client:  # it came through the multiplexer
                self._client = terminal
                detection.remember(terminal)
                self._choose()
            return
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
