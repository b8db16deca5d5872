"""What a terminal sends as keys, with the one Arabic key that types two letters told from two keys.

The key `b` of an Arabic PC layout types lam and alef. As two keys they are those of `g` and `h`, and both
would act. A terminal hands over what one key types in one write (xterm after X11's Compose table, kitty as
the text of one key event), while two presses of a person come in two reads. So a lam and an alef of one
read are one key, named `ﻻ`, which types both letters: text fields take them as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.events import Key

from tui.config.keyboard_layouts import LAM_ALEF
from tui.textual_ext.answer_parser import AnswerParser

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message

_LIGATURES = {"ا": LAM_ALEF, "أ": "\ufef7", "إ": "\ufef9", "آ": "\ufef5"}
"""The key for each alef behind a lam: alone on `b`, the others on `b`, `g` and `t` with shift."""


class KeyParser(AnswerParser):
    """Textual's parser of what a terminal sends; one `feed` is one read."""

    def feed(self, data: str) -> Iterable[Message]:
        """Yield the events of one read, a lam with the alef behind it as one key."""
        lam: Key | None = None
        for event in super().feed(data):
            key = event.key if isinstance(event, Key) else ""
            if lam is not None:
                if key in _LIGATURES:
                    yield Key(_LIGATURES[key], f"ل{key}")
                    lam = None
                    continue
                yield lam
            lam = event if isinstance(event, Key) and key == "ل" else None
            if lam is None:
                yield event
        if lam is not None:
            yield lam


def reading_keys(base: type[Driver]) -> type[Driver]:
    """Make a driver of Textual's read by `KeyParser`; returns it.

    A driver makes its parser inside its input loop, by the name in its module; that name is what is changed.
    A driver that reads no keys (headless) is left as it is.
    """
    for name in (base.__module__, "textual.drivers.win32"):  # on Windows another module does the reading
        module = sys.modules.get(name)
        if module is not None and hasattr(module, "XTermParser"):
            module.XTermParser = KeyParser  # type: ignore[attr-defined]  # Textual's own name there
    return base
