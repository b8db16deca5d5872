"""Leads through seven keys on the samples: each step says one thing, waits for the real key, and lets it act.

The tour only says what to press and looks whether it is pressed, by the table of keys: a remapped key and one
of an Arabic layout are as good. No other key acts meanwhile but those that leave, so what a step says is what
is on the screen. What is tagged here is in a folder of its own that is gone afterwards, see
`tui.commands.tour_home`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.config.bindings import action_of, first, quitting, table
from tui.i18n import N_, _
from tui.screens.context import DataScreen
from tui.textual_ext.key_dispatch import key_place_of
from tui.textual_ext.mounting import mount
from tui.widgets.tour_panel import TourPanel

if TYPE_CHECKING:
    from textual.app import App

    from tui.screens.context import SessionContext
    from tui.textual_ext.key_dispatch import KeyDispatcher


class Step(NamedTuple):
    """A key that is waited for."""

    key: str
    """The action that is named, by its id in the table of keys."""
    says: str
    """Words on what the key does, a message of the catalogue."""
    as_good: tuple[str, ...] = ()
    """Ids of other actions that will do."""

    @property
    def place(self) -> str:
        """The place in which the key works."""
        return self.key.partition(".")[0]


STEPS = (
    Step("library.open", N_("opens the article under the cursor")),
    Step("reader.next", N_("goes to the next sentence; an Arabic keyboard will do as it is")),
    Step(
        "reader.tag-2",
        N_("says that the sentence claims a quantity, and goes on; 1 to 7 are the types"),
        tuple(f"reader.tag-{digit}" for digit in "134567"),
    ),
    Step("reader.not-claim", N_("says that this one claims nothing")),
    Step("reader.undo", N_("takes that back; whatever you say is saved at once")),
    Step("reader.board", N_("shows all that is claimed in the folder, in one list")),
    Step("board.help", N_("shows all keys of the place you are in")),
)
END = N_("ends it: that was the tour. “claimreader FOLDER” opens your own articles")
_ENDING = frozenset({"escape", "enter", "q"})


class Tour:
    """Goes from step to step.

    Args:
        app: shows the panel on the screen in front.
        context: says that another key is waited for.
        keys: have each key looked at before it acts.
        leave: ends the tour.
    """

    def __init__(
        self, app: App[Any], context: SessionContext, keys: KeyDispatcher, leave: Callable[[], None]
    ) -> None:
        self._app = app
        self._context = context
        self._keys = keys
        self._leave = leave
        self._step = 0

    def start(self) -> None:
        """Say the first step, and wait for its key."""
        self._keys.before_next_key(self._take)
        self._app.call_next(self._show)

    async def _take(self, key: str) -> bool:
        """Look at a key; True: it doesn't act."""
        if key in quitting():
            return False
        self._keys.before_next_key(self._take)
        self._catch_up()
        if key == "escape" or (self._step == len(STEPS) and key in _ENDING):
            self._leave()
            return True
        if self._step == len(STEPS) or not self._is_awaited(STEPS[self._step], key):
            self._app.call_next(self._show)
            return True
        self._step += 1
        self._app.call_later(self._show)  # when the key has acted
        return False

    def _catch_up(self) -> None:
        """Go on to where the mouse has led."""
        place = key_place_of(self._app.screen)
        later = (step for step in range(self._step, len(STEPS)) if STEPS[step].place == place)
        self._step = next(later, self._step)

    def _is_awaited(self, step: Step, key: str) -> bool:
        place = key_place_of(self._app.screen)
        awaited = {entry.action for entry in table() if entry.id in (step.key, *step.as_good)}
        return place == step.place and action_of(place, key) in awaited

    @property
    def _said(self) -> tuple[str, str]:
        if self._step == len(STEPS):
            return "Esc", _(END)
        step = STEPS[self._step]
        return first(step.key), _(step.says)

    async def _show(self) -> None:
        """Show the step on the screen in front."""
        key, said = self._said
        head = _("tour {n} of {all}").format(n=min(self._step + 1, len(STEPS)), all=len(STEPS))
        screen = self._app.screen
        if self._context.is_accessible and isinstance(screen, DataScreen):
            # A message is read out, and the cursor goes to it until the next key.
            self._context.notify(f"{head}: {key} {said}")
            return
        panel = next(iter(screen.query(TourPanel)), None)
        if panel is None:
            panel = TourPanel()
            if not await mount(panel, screen):
                return
        way_out = "" if self._step == len(STEPS) else _("Esc ends the tour")
        panel.show(head, said, key, way_out)
