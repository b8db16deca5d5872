"""Keyboard, keys, colours and language as the settings file has them, checked once at the start.

A mistake never stops the reader: it is one line, and the default is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from annotations.text.sanitising import is_name
from tui.config import settings
from tui.config.keyboard_layouts import LAYOUTS, Layout
from tui.i18n import LANGUAGES

KNOWN = (
    "lang",
    "theme",
    "keyboard",
    "terminal",
    "annotator",
    "suggestions",
    "recent",
    "accessible",
    "accessible_text",
    "keys",
)
"""All settings; `terminal` is read by `tui.terminal.detection`."""
THEMES = ("dark", "light", "high-contrast", "ansi")


class Preferences(NamedTuple):
    """The settings that hold for a whole run; None where nothing is set."""

    keyboard: Layout | None = None
    theme: str | None = None
    language: str | None = None
    annotator: str | None = None
    suggestions: bool | None = None
    recent: bool | None = None
    """Whether corpora that are opened are remembered, to be offered at the start."""
    accessible: bool | None = None
    """For who has the screen read."""
    accessible_text: str | None = None
    """The order of its rows then: `visual`, as they are seen, or `logical`, as they are read."""
    keys: Mapping[str, Any] | None = None
    """`[keys]`, see `tui.config.keymap`."""
    problems: tuple[str, ...] = ()


def read() -> Preferences:
    """Read the settings; what is wrong with them is in `problems`, a line each."""
    try:
        values = settings.everything()
    except settings.SettingsError as error:
        return Preferences(problems=(str(error),))
    problems = [_unknown(name) for name in values if name not in KNOWN]

    def one_of(name: str, allowed: tuple[str, ...]) -> str | None:
        value = values.get(name)
        if value is None or value == "auto":
            return None
        if value in allowed:
            return str(value)
        names = ", ".join(("auto", *allowed))
        problems.append(f"{settings.path()}: {name} is {settings.brief(value)}; it can be {names}")
        return None

    annotator = values.get("annotator")
    if annotator is not None and not (isinstance(annotator, str) and is_name(annotator)):
        problems.append(f"{settings.path()}: annotator is {settings.brief(annotator)}; it has to be a name")
        annotator = None

    def switch(name: str) -> bool | None:
        value = values.get(name)
        if value is None or isinstance(value, bool):
            return value
        problems.append(f"{settings.path()}: {name} is {settings.brief(value)}; it can be true, false")
        return None

    suggestions, recent, accessible = map(switch, ("suggestions", "recent", "accessible"))
    return Preferences(
        keyboard=cast("Layout | None", one_of("keyboard", LAYOUTS)),
        theme=one_of("theme", THEMES),
        language=one_of("lang", LANGUAGES),
        annotator=annotator,
        suggestions=suggestions,
        recent=recent,
        accessible=accessible,
        accessible_text=one_of("accessible_text", ("visual", "logical")),
        keys=values.get("keys"),
        problems=tuple(problems),
    )


def _unknown(name: str) -> str:
    """Say that there is no setting of a name, and which one may be meant."""
    from annotations.text.similar import perhaps  # here: right names need no guess

    meant = perhaps(name, KNOWN) or f"; there are: {', '.join(KNOWN)}"
    return f"{settings.path()}: {settings.brief(name)}: no such setting{meant}"
