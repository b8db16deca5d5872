"""Every action by its name: those of the place one is in, from the table of keys, and the program's own.

So nothing here has to be kept up: an action that has a key has a row, with that key to learn it by.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tui import settings
from tui.bidi.profiles import PROFILES
from tui.key_table import KEYS
from tui.keys import shown
from tui.screens.pickers import Picker
from tui.widgets.pick_rows import Item, Rooms

if TYPE_CHECKING:
    from textual.screen import Screen

    from annotations.scheme import Scheme
    from tui.app import ClaimReader


class Command(NamedTuple):
    """A row of the palette, and what it does."""

    item: Item
    run: Callable[[], Awaitable[Any]]


def place_of(screen: Screen[Any]) -> str:
    """Return the place in the table of keys whose bindings a screen has now; empty if it is in none."""
    ids = (binding.id for _, binding in screen._bindings)
    return next((name.partition(".")[0] for name in ids if name), "")


def commands(app: ClaimReader, screen: Screen[Any]) -> list[Command]:
    """Return what can be done on a screen, in the order of its keys, and then what concerns the program."""
    found = []
    for key in KEYS:
        if key.place == place_of(screen) and not key.id.endswith(".palette"):
            label, arabic = described(key.action, key.label, app.desk.project.scheme)
            item = Item(label, arabic, " ".join(shown(key.keys)))
            found.append(Command(item, partial(app.run_action, key.action, screen)))
    about = f"now {app.choice.profile.name}: {app.choice.why}"
    profile = Item("terminal profile: how Arabic is sent", about=about)
    found.append(Command(profile, partial(pick_profile, app)))
    if len(themes(app)) > 1:
        found.append(Command(Item("theme", about=f"now {app.theme}"), partial(pick_theme, app)))
    return found


def described(action: str, label: str, scheme: Scheme) -> tuple[str, str]:
    """Return what an action is called; a tag's also in Arabic."""
    if not action.startswith("tag("):
        return label, ""
    tag = scheme.by_key.get(action[len("tag('") : -len("')")])
    return (f"tag: {tag.label}", tag.arabic) if tag else (f"{label}: free for your own scheme", "")


async def show_palette(app: ClaimReader) -> None:
    """Ask what to do, and do it."""

    async def then(command: Command | None) -> None:
        if command is not None:
            await command.run()

    hint = "what to do: a word of its name"
    found = commands(app, app.screen)
    rooms = Rooms(key=12, name=38, right=20)
    await app.push_screen(Picker("palette", found, lambda one: one.item, rooms, placeholder=hint), then)


async def pick_profile(app: ClaimReader) -> None:
    """Ask how this terminal is to be sent its text, and keep the answer in the settings."""

    def then(name: str | None) -> None:
        if name is None:
            return
        try:
            app.use_profile(name)
        except settings.SettingsError as error:
            app.say(str(error), error=True)
        else:
            app.say(f"terminal profile {app.choice.profile.name}: {app.choice.why}")

    names = ["auto", *PROFILES]
    now = app.choice.profile.name if app.choice.source == "settings" else "auto"

    def item(name: str) -> Item:
        about = PROFILES[name].about if name in PROFILES else "the one that is found for this terminal"
        return Item(name, about=about, on=name == now)

    hint = "the one in which this reads right: مرحبا 123 (abc)"
    at = names.index(now) if now in names else 0
    await app.push_screen(Picker("profile", names, item, Rooms(0, 16), placeholder=hint, at=at), then)


def themes(app: ClaimReader) -> list[str]:
    """Return the names of the themes that are claimreader's own."""
    return [name for name in app.available_themes if name.startswith("claimreader")]


async def pick_theme(app: ClaimReader) -> None:
    """Ask for the colours."""

    def then(name: str | None) -> None:
        if name is not None:
            app.theme = name

    def item(name: str) -> Item:
        return Item(name.removeprefix("claimreader-"), on=name == app.theme)

    names = themes(app)
    await app.push_screen(Picker("theme", names, item, Rooms(0, 24), at=names.index(app.theme)), then)
