"""Every action by its name: those of the place one is in, from the table of keys, and the program's own.

So nothing here has to be kept up: an action that has a key has a row, with that key to learn it by.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.config import settings
from tui.config.actions import KeyAction
from tui.config.bindings import own_tags, shown, table, tag_key
from tui.i18n import N_, _, language
from tui.screens.dialogs.picker import Picker
from tui.screens.messages import OpenDialog, RunAction
from tui.terminal.profiles import PROFILES
from tui.textual_ext.key_dispatch import key_place_of
from tui.widgets.pick_list import PickList
from tui.widgets.pick_rows import Item, Rooms

if TYPE_CHECKING:
    from textual.screen import Screen

    from annotations.model.scheme import Scheme, Tag
    from tui.screens.context import SessionContext


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


def commands(context: SessionContext, screen: Screen[Any]) -> list[Command]:
    """Return what can be done on a screen, in the order of its keys, and then what concerns the program."""
    place, scheme = key_place_of(screen), context.project.scheme
    rows = []
    for key in table():
        if key.place == place and not key.id.endswith(".palette"):
            label, arabic = described(key, scheme)
            item = Item(label, arabic, " ".join(shown(key.keys)))
            rows.append(Command(item, partial(context.send, RunAction(key.action, screen))))
    for tag in own_tags(place, scheme.tags):
        item = Item(*_tag_names(tag), tag.key)
        rows.append(Command(item, partial(context.send, RunAction(f"tag({tag.key!r})", screen))))
    choice = context.appearance.choice
    about = _("now {name}: {why}").format(name=choice.profile.name, why=choice.why)
    profile = Item(_("terminal profile: how Arabic is sent"), about=about)
    rows.append(Command(profile, partial(pick_profile, context)))
    theme = Item(_("theme: the colours"), about=_("now {name}").format(name=context.appearance.theme_name))
    rows.append(Command(theme, partial(pick_theme, context)))
    return rows


def described(key: KeyAction, scheme: Scheme) -> tuple[str, str]:
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


async def show_palette(context: SessionContext, screen: Screen[Any]) -> None:
    """Ask what to do on a screen, and do it."""

    async def then(command: Command | None) -> None:
        if command is not None:
            await command.run()

    hint = _("what to do: a word of its name")
    rooms = Rooms(key=12, name=38, right=20)
    pick = PickList(
        _("palette"), commands(context, screen), lambda command: command.item, rooms, placeholder=hint
    )
    await context.send(OpenDialog(Picker(pick), then))


async def pick_profile(context: SessionContext) -> None:
    """Ask how this terminal is to be sent its text, and keep the answer in the settings."""
    appearance = context.appearance

    def then(name: str | None) -> None:
        if name is None:
            return
        try:
            appearance.use_profile(name)
        except settings.SettingsError as error:
            context.notify(str(error), error=True)
        else:
            said, choice = _("terminal profile {name}: {why}"), appearance.choice
            context.notify(said.format(name=choice.profile.name, why=choice.why))

    names = ["auto", *PROFILES]
    now = appearance.choice.profile.name if appearance.choice.source == "settings" else "auto"

    def item(name: str) -> Item:
        about = PROFILES[name].about if name in PROFILES else _("the one that is found for this terminal")
        return Item(name, about=about, on=name == now)

    hint = _("the one in which this reads right: مرحبا 123 (abc)")
    at = names.index(now) if now in names else 0
    pick = PickList(_("profile"), names, item, Rooms(0, 16), placeholder=hint, at=at)
    await context.send(OpenDialog(Picker(pick), then))


async def pick_theme(context: SessionContext) -> None:
    """Ask for the colours, and keep the answer in the settings."""
    appearance = context.appearance

    def then(name: str | None) -> None:
        if name is None:
            return
        try:
            appearance.use_theme(name)
        except settings.SettingsError as error:
            context.notify(str(error), error=True)
        else:
            if appearance.theme_name != name:
                said = _("theme {name} is kept; NO_COLOR is set, so there are no colours")
                context.notify(said.format(name=name))

    now = appearance.theme_name

    def item(name: str) -> Item:
        return Item(name, about=_(_THEMES[name]), on=name == now)

    names = list(_THEMES)
    at = names.index(now) if now in names else 0
    pick = PickList(_("theme"), names, item, Rooms(0, 24), at=at)
    await context.send(OpenDialog(Picker(pick), then))
