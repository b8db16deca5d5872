"""The user's keys: `[keys]` of the settings put over the table of keys, with what is wrong in one line each.

    [keys]
    "reader.claim" = "k"              # one key; or several: "k,F5" or ["k", "F5"]; none: ""

What the settings name wins over a default: the other action loses the key, and that is said unless the
settings name that action, too. Ctrl-q leaves the program whatever they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from annotations.text.similar import perhaps
from tui.config.actions import KEYS, KeyAction, of_character
from tui.config.settings import brief

QUIT = "ctrl+q"
"""Quits everywhere, and can't be taken away."""

_NAMES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgdn": "pagedown",
    "pgup": "pageup",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
_KNOWN = frozenset([
    "escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown",
    "up", "down", "left", "right",
    *(f"f{number}" for number in range(1, 25)),
    *(key for entry in KEYS for key in entry.keys.split(",") if len(key) > 1),
])  # fmt: skip
_KEY = re.compile(r"((?:(?:ctrl|alt|shift|super)[+-])*)(.+)", re.IGNORECASE | re.DOTALL)


class Keymap(NamedTuple):
    """A table of keys, and what could not be done as the settings say."""

    keys: tuple[KeyAction, ...] = KEYS
    problems: tuple[str, ...] = ()


def resolve(wanted: object, table: tuple[KeyAction, ...] = KEYS) -> Keymap:
    """Put the user's keys over the defaults.

    Args:
        wanted: `[keys]` of the settings as it was read: keys by id; `reader.claim` may be a table in a table.
        table: the defaults.
    """
    problems: list[str] = []
    if not isinstance(wanted, Mapping):
        return Keymap(table, (f"keys is {brief(wanted)}; it has to be a table: [keys]",))
    known = {entry.id: entry for entry in table}
    chosen: dict[str, list[str]] = {}
    owner: dict[tuple[str, str], str] = {}
    for name, value in _flat(wanted):
        if name not in known:
            problems.append(f"keys: {brief(name)} is no action{_nearest(name, known)}")
            continue
        place, keys = known[name].place, []
        for key in _listed(value):
            code = _code(key)
            if code is None:
                problems.append(f"keys: {name}: {brief(key)} is no key; such as k, ctrl+k, F5, PgDn")
            elif code == QUIT and not name.endswith(".quit"):
                problems.append(f"keys: {name}: Ctrl-q always quits")
            elif (other := owner.setdefault((place, code), name)) != name:
                problems.append(f"keys: {name}: {str(key).strip()} is {other}'s already")
            elif code not in keys:
                keys.append(code)
        if keys or value in ("", []):
            chosen[name] = keys
    resolved = []
    for entry in table:
        mine = chosen.get(entry.id)
        if mine is None:
            mine = _left_over(entry, owner, problems)
        if entry.id.endswith(".quit") and QUIT not in mine:
            mine = [*mine, QUIT]
        resolved.append(entry._replace(keys=",".join(mine)))
    return Keymap(tuple(resolved), tuple(problems))


def _left_over(entry: KeyAction, owner: Mapping[tuple[str, str], str], problems: list[str]) -> list[str]:
    """Return those of an action's own keys that no other was given."""
    own = [key for key in entry.keys.split(",") if key]
    kept = [key for key in own if owner.get((entry.place, key), entry.id) == entry.id]
    for key in own:
        if key not in kept:
            rest = f"which keeps {' '.join(kept)}" if kept else "which has no key now"
            problems.append(f"keys: {owner[entry.place, key]} takes {key} from {entry.id}, {rest}")
    return kept


def _flat(wanted: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in wanted.items():
        if isinstance(value, Mapping) and not above:
            yield from _flat(value, f"{name}.")
        else:
            yield f"{above}{name}", value


def _listed(value: object) -> list[object]:
    """Return the keys of a setting: a list, or a text with commas between them; a lone comma is that key."""
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        return [","] if value.strip() == "," else [part for part in value.split(",") if part]
    return [value]


def _code(key: object) -> str | None:
    """Return Textual's name of a key that a person wrote, None if it is none."""
    match = _KEY.fullmatch(key if key == " " else key.strip()) if isinstance(key, str) else None
    if match is None:
        return None
    modifiers = {part for part in re.split("[+-]", match[1].lower()) if part}
    name = match[2]
    if len(name) == 1 and (name.isprintable() or name == " "):
        if "shift" in modifiers and name.isalpha():
            modifiers.remove("shift")
            name = name.upper()
        code = _NAMES.get(name) or of_character(name)
    else:
        code = _NAMES.get(name.lower(), name.lower())
        if code not in _KNOWN:
            return None
    return "+".join([*sorted(modifiers), code])


def _nearest(name: str, known: Iterable[str]) -> str:
    return perhaps(name, known) or "; the help lists them all: ?"
