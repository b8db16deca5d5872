"""Every action by its name: those of the place one is in, from the table of keys, and the program's own.

So nothing here has to be kept up: an action that has a key has a row, with that key to learn it by.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.config import settings
from tui.config.actions import Key
from tui.config.bindings import own_tags, shown, table, tag_key
from tui.i18n import N_, _, language
from tui.screens.dialogs.picker import Picker
from tui.terminal.profiles import PROFILES
from tui.widgets.pick_list import PickList
from tui.widgets.pick_rows import Item, Rooms

if TYPE_CHECKING:
    from textual.screen import Screen

    from annotations.model.scheme import Scheme, Tag
    from tui.app import ClaimReader


_THEMES = {
    "dark": N_("for a dim room"),
    "light": N_("for a bright room, as on paper"),
    "high-contrast": N_("white and yellow on black"),
    "ansi": N_("the terminal's own ground and its 16 colours"),
}


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
    for key in table():
        if key.place == place_of(screen) and not key.id.endswith(".palette"):
            label, arabic = described(key, app.session.project.scheme)
            item = Item(label, arabic, " ".join(shown(key.keys)))
            found.append(Command(item, partial(_act, app, key.action, screen)))
    for tag in own_tags(place_of(screen), app.session.project.scheme.tags):
        item = Item(*_tag_names(tag), tag.key)
        found.append(Command(item, partial(_act, app, f"tag({tag.key!r})", screen)))
    about = _("now {name}: {why}").format(name=app.choice.profile.name, why=app.choice.why)
    profile = Item(_("terminal profile: how Arabic is sent"), about=about)
    found.append(Command(profile, partial(pick_profile, app)))
    theme = Item(_("theme: the colours"), about=_("now {name}").format(name=app.theme_name))
    found.append(Command(theme, partial(pick_theme, app)))
    return found


async def _act(app: ClaimReader, action: str, screen: Screen[Any]) -> None:
    """Run an action; what is being typed belongs to where it was begun, and is left there as a draft."""
    left = app.leave_typing()
    await app.run_action(action, screen)
    if left:
        app.say_also(left)


def described(key: Key, scheme: Scheme) -> tuple[str, str]:
    """Return what an action is called; a tag's also in Arabic."""
    if not (name := tag_key(key)):
        return _(key.label), ""
    tag = scheme.by_key.get(name)
    if tag is None:
        return _("{action}: free for your own scheme").format(action=_(key.label)), ""
    return _tag_names(tag)


def _tag_names(tag: Tag) -> tuple[str, str]:
    names = (tag.arabic, tag.label) if language() == "ar" else (tag.label, tag.arabic)
    return _("tag: {name}").format(name=names[0]), names[1]


async def show_palette(app: ClaimReader) -> None:
    """Ask what to do, and do it."""

    async def then(command: Command | None) -> None:
        if command is not None:
            await command.run()

    hint = _("what to do: a word of its name")
    found = commands(app, app.screen)
    rooms = Rooms(key=12, name=38, right=20)
    pick = PickList(_("palette"), found, lambda one: one.item, rooms, placeholder=hint)
    await app.push_screen(Picker(pick), then)


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
            said = _("terminal profile {name}: {why}")
            app.say(said.format(name=app.choice.profile.name, why=app.choice.why))

    names = ["auto", *PROFILES]
    now = app.choice.profile.name if app.choice.source == "settings" else "auto"

    def item(name: str) -> Item:
        about = PROFILES[name].about if name in PROFILES else _("the one that is found for this terminal")
        return Item(name, about=about, on=name == now)

    hint = _("the one in which this reads right: مرحبا 123 (abc)")
    at = names.index(now) if now in names else 0
    pick = PickList(_("profile"), names, item, Rooms(0, 16), placeholder=hint, at=at)
    await app.push_screen(Picker(pick), then)


async def pick_theme(app: ClaimReader) -> None:
    """Ask for the colours, and keep the answer in the settings."""

    def then(name: str | None) -> None:
        if name is None:
            return
        try:
            app.use_theme(name)
        except settings.SettingsError as error:
            app.say(str(error), error=True)
        else:
            if app.theme_name != name:
                app.say(_("theme {name} is kept; NO_COLOR is set, so there are no colours").format(name=name))

    def item(name: str) -> Item:
        return Item(name, about=_(_THEMES[name]), on=name == app.theme_name)

    names = list(_THEMES)
    at = names.index(app.theme_name) if app.theme_name in names else 0
    await app.push_screen(Picker(PickList(_("theme"), names, item, Rooms(0, 24), at=at)), then)
