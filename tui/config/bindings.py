"""Keys as bindings of screens, and as a person reads them; which keys there are says `tui.config.actions`.

All bindings have priority: Textual runs those before it reads the next key. The others travel from widget to
widget meanwhile, and of keys that come in one burst, as over a slow line, some would meet the wrong widget.
The user's own keys are put over the table before any screen is imported (`use`): a screen's bindings are made
with its class.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingsMap, BindingType
from textual.keys import _character_to_key, key_to_character

from tui.config.actions import KEYS, Key
from tui.i18n import _

if TYPE_CHECKING:
    from annotations.model.scheme import Tag

_table: tuple[Key, ...] = KEYS


def use(table: tuple[Key, ...]) -> None:
    """Take these keys, of `tui.config.keymap.resolve`, for all screens that are imported from now on."""
    global _table  # noqa: PLW0603 - one process has one keymap
    _table = table


def table() -> tuple[Key, ...]:
    """Return every action with the keys that it has now."""
    return _table


def while_typing() -> frozenset[str]:
    """Return the keys of the table that work while one types; no others are looked up then."""
    ways_out = (key for key in _table if key.id.endswith((".quit", ".palette")) or key.id == "picker.leave")
    names = (name for key in ways_out for name in key.keys.split(","))
    return frozenset(name for name in names if "+" in name or name[1:].isdigit())


def bindings(place: str) -> list[BindingType]:
    """Return the bindings of one screen, with the ids of the table."""
    return [
        Binding(key.keys, key.action, key.label, show=False, id=key.id, tooltip=key.label, priority=True)
        for key in _table
        if key.place == place and key.keys
    ]


def of_character(char: str) -> str:
    """Return Textual's name of the key that types a character: `number_sign` for `#`."""
    return _character_to_key(char)


def bind_tags(onto: BindingsMap, tags: Iterable[Tag], action: Callable[[Tag], str]) -> None:
    """Bind the keys of a project's own tags, beside those of the table."""
    for tag in tags:
        key = of_character(tag.key)
        if key not in onto.key_to_bindings:
            onto.bind(key, action(tag), tag.label, show=False, priority=True)


def own_tags(place: str, tags: Iterable[Tag]) -> list[Tag]:
    """Return the tags whose keys stand in no table, in a place where tags are set; none elsewhere."""
    in_table = {tag_key(key) for key in _table if key.place == place and _tags(key)}
    return [tag for tag in tags if tag.key not in in_table] if in_table else []


_SYMBOLS = {
    **{of_character(char): char for char in string.punctuation},
    "escape": "Esc",
    "tab": "Tab",
    "f1": "F1",
    "enter": "Enter",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def shown(keys: str) -> list[str]:
    """Return keys as a person reads them: `["j", "↓"]` for `"j,down"`."""
    return [_named(key) for key in keys.split(",") if key]


def _named(key: str) -> str:
    if key in _SYMBOLS:
        return _SYMBOLS[key]
    *modifiers, name = key.split("+")
    if modifiers:
        return "".join(f"{one.capitalize()}-" for one in modifiers) + _SYMBOLS.get(name, name)
    if len(name) == 1 or name == "space":
        return name
    char = key_to_character(name)
    return char if char and char.isprintable() else name.capitalize()


def first(name: str) -> str:
    """Return the first key of an action, by the action's id, as a person reads it; empty if it has none."""
    return next((shown(key.keys)[0] for key in _table if key.id == name and key.keys), "")


def undoable(said: str, place: str = "reader") -> str:
    """Return what has been done in a place with the key that takes it back, `{undo}` in the text."""
    return said.format(undo=first(f"{place}.undo") or _("undo"))


def reserved(*places: str) -> dict[str, str]:
    """Return the keys that these places need themselves, with what they do; tags' keys are the scheme's."""
    tags = {name for key in KEYS if key.place in places and _tags(key) for name in key.keys.split(",")}
    return {
        shown(name)[0]: key.label
        for key in _table
        if key.place in places
        for name in key.keys.split(",")
        if name and name not in tags and name != tag_key(key)
    }


def _tags(key: Key) -> bool:
    return key.action.startswith("tag(")


def tag_key(key: Key) -> str:
    """Return by which key the scheme knows the tag that an action sets; empty if it sets none."""
    return key.action[len("tag('") : -len("')")] if _tags(key) else ""


def hints(place: str) -> list[tuple[str, str]]:
    """Return (key, label) pairs for the line of hints of a place."""
    return [
        (shown(key.keys)[0], _(key.hint)) for key in _table if key.place == place and key.hint and key.keys
    ]
