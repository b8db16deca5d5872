"""Where the keys of Arabic keyboard layouts lie on a Latin keyboard, so that every key works under both.

A terminal sends the character that a key types, not the key that was pressed: under an Arabic layout the key
`j` arrives as `ت`. So a key without a binding is looked up once more as its twin, the Latin key in the same
place. Text fields are not affected: they take a character before any binding is looked up.

Sources: X11's `symbols/ara` (basic, mac, azerty) of xkeyboard-config, and CLDR's `ar-t-k0-osx.xml` and
`ar-t-k0-osx-azerty.xml`, which agree on every letter.
"""

from __future__ import annotations

import sys
from typing import Literal, get_args

from tui.config.actions import of_character

Layout = Literal["pc", "mac", "azerty"]
"""The user's `keyboard` setting: the Arabic layout of PCs (101 and 102 keys), that of Apple, or the one of
North Africa, on a keyboard with French engravings."""

LAYOUTS: tuple[Layout, ...] = get_args(Layout)

LAM_ALEF = "\ufefb"
"""The name of the key that types lam and alef at once, `b` of the PC layouts; X11's own name for it, too."""

# Each row's unshifted characters, from left to right, above the keys they lie on. `b` of the PC layouts types
# two letters, see LAM_ALEF.
_ROWS: dict[Layout, tuple[tuple[str, str], ...]] = {
    "pc": (
        ("ضصثقفغعهخحجد", "qwertyuiop[]"),
        ("شسيبلاتنمكط", "asdfghjkl;'"),
        ("ئءؤرىةوزظ", "zxcvnm,./"),
        ("ذ", "`"),
    ),
    "mac": (
        ("ضصثقفغعهخحجة", "qwertyuiop[]"),
        ("شسيبلاتنمك؛", "asdfghjkl;'"),
        ("ظطذدزرو،", "zxcvbnm,"),
        ("ـ", "`"),
    ),
    # French keyboards have no key of their own for [ ] and share the one of / with the colon: [ and ] lie
    # where they do elsewhere, right of p; / lies both where it does elsewhere and where it is engraved.
    "azerty": (
        ("&é\"'(-è_çà", "1234567890"),
        ("ضصثقفغعهخحجد", "azertyuiop[]"),
        ("شسيبلاتنمكط", "qsdfghjklmù"),
        ("ئءؤرىةوزظ", "wxcvn,;//"),
    ),
}
_EVERYWHERE = {
    **{chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)},
    LAM_ALEF: "b",
    "؟": "?",
}
"""Arabic-Indic and Persian digits stand on the digit keys of all three."""

_TWINS = {
    layout: {
        of_character(typed): of_character(latin)
        for typed, latin in (
            *_EVERYWHERE.items(),
            *(pair for arabic, latin in rows for pair in zip(arabic, latin, strict=True)),
        )
    }
    for layout, rows in _ROWS.items()
}


def default_layout(platform: str = sys.platform) -> Layout:
    """Return the layout for a user who has set none."""
    return "mac" if platform == "darwin" else "pc"


def twin(key: str, layout: Layout) -> str | None:
    """Return the Latin key in the same place as a key, with its modifiers; None if there is no other.

    Also the lower case of an upper-case letter, since Caps Lock may be on: `C` is looked up as itself first.

    Args:
        key: the key in Textual's name for it.
        layout: the user's.

    >>> twin("ctrl+ض", "pc")
    'ctrl+q'
    >>> twin("ظ", "pc"), twin("ظ", "mac")
    ('slash', 'z')
    """
    *modifiers, name = key.split("+")
    lower = name.lower() if len(name) == 1 else name
    latin = _TWINS[layout].get(lower, lower if lower.isascii() else name)
    return None if latin == name else "+".join([*modifiers, latin])
