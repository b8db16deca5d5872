"""Keys as bindings of screens, and as a person reads them; which keys there are says `tui.key_table`.

All bindings have priority: Textual runs those before it reads the next key. The others travel from widget to
widget meanwhile, and of keys that come in one burst, as over a slow line, some would meet the wrong widget.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.i18n import _
from tui.key_table import KEYS

WHILE_TYPING = frozenset({"ctrl+q", "ctrl+p", "f2"})
"""Keys of this table that work while one types; no others are looked up then."""


def bindings(place: str) -> list[BindingType]:
    """Return the bindings of one screen, with ids for the user's keymap."""
    return [
        Binding(key.keys, key.action, key.label, show=False, id=key.id, tooltip=key.label, priority=True)
        for key in KEYS
        if key.place == place
    ]


_SYMBOLS = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "question_mark": "?",
    "slash": "/",
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
    return [_SYMBOLS.get(key, key.replace("ctrl+", "Ctrl-")) for key in keys.split(",")]


def reserved(*places: str) -> dict[str, str]:
    """Return the keys that these places need themselves, with what they do; tags' keys are the scheme's."""
    return {
        shown(name)[0]: key.label
        for key in KEYS
        if key.place in places and not key.action.startswith("tag(")
        for name in key.keys.split(",")
    }


def hints(place: str) -> list[tuple[str, str]]:
    """Return (key, label) pairs for the line of hints of a place."""
    return [(shown(key.keys)[0], _(key.hint)) for key in KEYS if key.place == place and key.hint]
