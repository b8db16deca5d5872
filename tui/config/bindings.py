"""Says which action a key calls in a place now, and how a person reads it; `tui.config.actions` has defaults.

A screen says in which place it is (`key_place`) and which keys the project's scheme adds there (`own_keys`,
see `tag_keys`); `tui.textual_ext.key_dispatch` looks each key up here. Textual's own `BINDINGS` are not used
for the table of keys: they are fixed when a screen's class is made, before the user's keys are known, and a
place that changes while its screen stays (the reader, a selection in it, its details) would need one map of
keys to be exchanged for another.

One process has one table, as it has one language: `use` is called once, at the start.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from textual.keys import key_to_character

from tui.config.actions import FIRST, KEYS, KeyAction, of_character
from tui.i18n import _, named

if TYPE_CHECKING:
    from annotations.model.scheme import Attribute, Scheme, Tag


class _Table(NamedTuple):
    """The keys that are in force, and what is looked up in them at each key."""

    keys: tuple[KeyAction, ...]
    actions: Mapping[tuple[str, str], str]
    """An action by its place and Textual's name of the key."""
    while_typing: frozenset[str]
    quitting: frozenset[str]


def _tabled(keys: tuple[KeyAction, ...]) -> _Table:
    named = [(entry, key) for entry in keys for key in entry.keys.split(",") if key]
    ways_out = [
        (entry, key)
        for entry, key in named
        if entry.id.endswith((".quit", ".palette")) or entry.id == "picker.leave"
        if "+" in key or key[1:].isdigit()  # Ctrl and a letter, or F1 to F12
    ]
    return _Table(
        keys,
        {(entry.place, key): entry.action for entry, key in named},
        frozenset(key for _entry, key in ways_out),
        frozenset(key for entry, key in ways_out if entry.id.endswith(".quit") and "+" in key),
    )


_table = _tabled(KEYS)


def use(keys: tuple[KeyAction, ...]) -> None:
    """Take these keys, of `tui.config.keymap.resolve`, from now on."""
    global _table  # noqa: PLW0603 - one process has one table of keys
    _table = _tabled(keys)


def table() -> tuple[KeyAction, ...]:
    """Return every action with the keys that it has now."""
    return _table.keys


def action_of(place: str, key: str) -> str:
    """Return the action that a key, in Textual's name for it, calls in a place; empty if it calls none."""
    return _table.actions.get((place, key), "")


def while_typing() -> frozenset[str]:
    """Return the keys of the table that work while one types; no others are looked up then."""
    return _table.while_typing


def quitting() -> frozenset[str]:
    """Return the keys with Ctrl that leave the program, wherever one is."""
    return _table.quitting


def tag_keys(place: str, tags: Iterable[Tag], action: Callable[[Tag], str]) -> dict[str, str]:
    """Return the actions of a project's own tags by their keys, for a screen's `own_keys`.

    Args:
        place: where they are to work; a key that the table has there stays what it is.
        tags: of the project's scheme.
        action: what setting a tag is called there, such as `tag('x')`.
    """
    keys = ((of_character(tag.key), tag) for tag in tags)
    return {key: action(tag) for key, tag in keys if not action_of(place, key)}


def own_tags(place: str, tags: Iterable[Tag]) -> list[Tag]:
    """Return the tags whose keys stand in no table, in a place where tags are set; none elsewhere."""
    in_table = {tag_key(entry) for entry in _table.keys if entry.place == place and _tags(entry)}
    return [tag for tag in tags if tag.key not in in_table] if in_table else []


def tag_hints(place: str, tags: Iterable[Tag]) -> list[tuple[str, str]]:
    """Return (key, label) pairs for the tags of a scheme whose keys `hints` doesn't show there already."""
    named_there = {tag_key(entry) for entry in _table.keys if entry.place == place and entry.hint}
    keys = {
        tag_key(entry): shown(entry.keys)[0] for entry in _table.keys if entry.place == place and entry.keys
    }
    return [(keys.get(tag.key, tag.key), named(tag)) for tag in tags if tag.key not in named_there]


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
        return "".join(f"{modifier.capitalize()}-" for modifier in modifiers) + _SYMBOLS.get(name, name)
    if len(name) == 1 or name == "space":
        return name
    char = key_to_character(name)
    return char if char and char.isprintable() else name.capitalize()


def first(action_id: str) -> str:
    """Return the first key of an action as a person reads it; empty if it has none."""
    return next((shown(entry.keys)[0] for entry in _table.keys if entry.id == action_id and entry.keys), "")


def undoable(said: str, place: str = "reader") -> str:
    """Return what has been done in a place with the key that takes it back, `{undo}` in the text."""
    return said.format(undo=first(f"{place}.undo") or _("undo"))


def reserved(*places: str) -> dict[str, str]:
    """Return the keys that these places need themselves, with what they do; tags' keys are the scheme's."""
    tags = {key for entry in KEYS if entry.place in places and _tags(entry) for key in entry.keys.split(",")}
    return {
        shown(key)[0]: entry.label
        for entry in _table.keys
        if entry.place in places and entry.id not in FIRST
        for key in entry.keys.split(",")
        if key and key not in tags and key != tag_key(entry)
    }


def attribute_key(attribute: Attribute | None) -> str:
    """Return the key that goes to an attribute in the details; empty if it has none that does."""
    return attribute.key if attribute and not _in_front_of(attribute) else ""


def _in_front_of(attribute: Attribute) -> KeyAction | None:
    """Return the action that the key of an attribute calls instead; None if it goes to the attribute.

    The keys for the claimant and for numbers are at home on such an attribute.
    """
    home = {"details.claimant": attribute.id == "claimant", "details.numbers": attribute.kind == "numbers"}
    key = of_character(attribute.key) if attribute.key else ""
    for entry in _table.keys:
        if entry.place == "details" and key and key in entry.keys.split(",") and not home.get(entry.id):
            return entry
    return None


def clashes(scheme: Scheme) -> tuple[str, ...]:
    """Return a line for each attribute of a scheme whose key does something else in the details."""
    said = _("scheme: in the details {key} is “{action}”; give “{attribute}” another key")
    return tuple(
        said.format(key=attribute.key, action=_(entry.label), attribute=attribute.id)
        for attribute in scheme.attributes
        if (entry := _in_front_of(attribute)) is not None
    )


def _tags(entry: KeyAction) -> bool:
    return entry.action.startswith("tag(")


def tag_key(entry: KeyAction) -> str:
    """Return the key by which the scheme knows the tag that an action sets; empty if it sets none."""
    return entry.action[len("tag('") : -len("')")] if _tags(entry) else ""


def hints(place: str) -> list[tuple[str, str]]:
    """Return (key, label) pairs for the line of hints of a place."""
    return [
        (shown(entry.keys)[0], _(entry.hint))
        for entry in _table.keys
        if entry.place == place and entry.hint and entry.keys
    ]
