"""Colours in one place: the themes, and the Rich styles that the line widgets draw with.

The line widgets make their own segments, so they need finished styles, ground included; computing them once
per theme is what keeps a row cheap. A tag's own colour comes from the scheme and is made darker or lighter
until it can be read on the ground of the theme (WCAG 2.2, success criterion 1.4.3: a contrast of 4.5; 1.4.6:
of 7, for high contrast). Where the terminal's own colours are used nothing is known of its ground, so what
matters is also reversed, bold or underlined; with NO_COLOR (no-color.org) it is only that.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from rich.style import Style
from textual.app import App
from textual.theme import BUILTIN_THEMES, Theme


class Colours(NamedTuple):
    """The colours of a theme, each `#rrggbb`."""

    ground: str
    ink: str
    panel: str
    """Ground of the bars."""
    dim: str
    lit: str
    """Ground of the cursor."""
    lit_ink: str
    lit_dim: str
    accent: str
    success: str
    error: str
    """Ground of an alarm."""
    error_ink: str
    hit: str
    """Ground of what was found."""
    hit_ink: str
    dark: bool = True
    contrast: float = 4.5
    """The contrast that a tag's colour has to have on its ground."""


THEMES: dict[str, Colours | None] = {
    "dark": Colours(
        ground="#14171b", ink="#d7dbe0", panel="#1f242b", dim="#7f8791", lit="#2b4059", lit_ink="#ffffff",
        lit_dim="#aab2bc", accent="#ffaf5f", success="#5fd7af", error="#b3202a", error_ink="#ffffff",
        hit="#ffd75f", hit_ink="#14171b",
    ),
    "light": Colours(
        ground="#fbfaf7", ink="#1c1f23", panel="#e9e7e1", dim="#646970", lit="#cfe0f5", lit_ink="#000000",
        lit_dim="#4b5158", accent="#8a4300", success="#00683f", error="#a8141f", error_ink="#ffffff",
        hit="#ffd75f", hit_ink="#14171b", dark=False,
    ),
    "high-contrast": Colours(
        ground="#000000", ink="#ffffff", panel="#000000", dim="#c8c8c8", lit="#ffffff", lit_ink="#000000",
        lit_dim="#303030", accent="#ffff00", success="#00ff87", error="#ffff00", error_ink="#000000",
        hit="#ffff00", hit_ink="#000000", contrast=7.0,
    ),
    "ansi": None,
    "mono": None,
    "accessible": None,
}  # fmt: skip
"""By the name in the settings; None: the terminal's own colours, or none at all (`mono`, `accessible`)."""

_PREFIX = "claimreader-"


def textual_theme(name: str) -> Theme:
    """Return Textual's side of a theme, of which the layout uses only the ground."""
    colours = THEMES[name]
    if colours is None:
        return replace(BUILTIN_THEMES["ansi-dark"], name=f"{_PREFIX}{name}")
    return Theme(
        f"{_PREFIX}{name}",
        primary=colours.accent,
        accent=colours.accent,
        success=colours.success,
        error=colours.error,
        warning=colours.hit,
        foreground=colours.ink,
        background=colours.ground,
        surface=colours.ground,
        panel=colours.panel,
        dark=colours.dark,
    )


def theme_to_wear(name: str | None, *, accessible: bool = False) -> str:
    """Return the name of the theme that is worn from the start: that of the settings, but NO_COLOR wins."""
    if accessible:
        return "accessible"
    return "mono" if without_colours() else name or next(iter(THEMES))


def uses_own_colours(name: str) -> bool:
    """Say whether a theme has the terminal's own colours; Textual has to know when an app is made."""
    return THEMES[name] is None


def wear_first(app: App[Any], name: str) -> None:
    """Have an app that isn't on screen yet wear a theme."""
    theme = textual_theme(name)
    app.register_theme(theme)
    # Without its watcher, which would have all styles read a second time.
    app.set_reactive(App.theme, theme.name)
    app.stylesheet.set_variables(app.get_css_variables())


def wear(app: App[Any], name: str) -> None:
    """Have an app wear another theme from now on, unless NO_COLOR is set."""
    if without_colours():
        return
    theme = textual_theme(name)
    app.register_theme(theme)
    app.ansi_color = theme.ansi
    app.theme = theme.name
    for screen in app.screen_stack:
        for widget in screen.query("*"):
            widget.refresh()


def without_colours() -> bool:
    """Say whether the user wants no colours: NO_COLOR is set, if only to nothing, as Textual has it."""
    return "NO_COLOR" in os.environ


@dataclass(frozen=True, eq=False)
class Palette:
    """The styles of one theme; there is one object a theme, so that rows can be kept by it."""

    text: Style
    dim: Style
    lit: Style
    """Under the cursor."""
    lit_dim: Style
    bar: Style
    bar_dim: Style
    bar_key: Style
    bar_alarm: Style
    cursor_mark: Style
    hit: Style
    done: Style
    struck: Style
    """Words that are no more."""
    tagged: Callable[[str, bool], Style]
    """Text of a tag's colour (`#rrggbb`), on the cursor's ground if the second is true."""
    one_thing_a_line: bool = False
    """For who has the screen read: nothing stands beside or below what one reads that isn't asked for."""


@lru_cache(maxsize=len(THEMES))
def _palette(name: str) -> Palette:
    colours = THEMES[name]
    if colours is None:
        if name == "ansi":
            return _own_colours()
        return replace(_no_colours(), one_thing_a_line=name == "accessible")

    def on(color: str, ground: str, *, bold: bool | None = None, underline: bool | None = None) -> Style:
        return Style(color=color, bgcolor=ground, bold=bold, underline=underline)

    @lru_cache(maxsize=64)
    def tagged(color: str, lit: bool) -> Style:
        ground = colours.lit if lit else colours.ground
        return on(readable(color, ground, colours.contrast), ground)

    ground, panel = colours.ground, colours.panel
    return Palette(
        text=on(colours.ink, ground),
        dim=on(colours.dim, ground),
        lit=on(colours.lit_ink, colours.lit),
        lit_dim=on(colours.lit_dim, colours.lit),
        bar=on(colours.ink, panel),
        bar_dim=on(readable(colours.dim, panel), panel),
        bar_key=on(colours.accent, panel, bold=True),
        bar_alarm=on(colours.error_ink, colours.error, bold=True),
        cursor_mark=on(colours.accent, ground, bold=True),
        hit=on(colours.hit_ink, colours.hit, underline=True),
        done=on(colours.success, ground),
        struck=on(colours.dim, ground) + Style(strike=True),
        tagged=tagged,
    )


def _own_colours() -> Palette:
    """Return styles of the terminal's own ink on its own ground, which may be dark or light.

    Of the 16 colours none has a contrast of 4.5 on white and on black (xterm's: magenta 4.7 and 4.4, yellow
    1.7 on white, blue 2.2 on black), so none is text; faint text has half of what its ink has. Magenta, at
    more than 3 on both, marks progress.
    """
    default = Style(color="default", bgcolor="default")
    lit = default + Style(reverse=True)
    lit_tag = lit + Style(underline=True)
    underlined = default + Style(underline=True)
    return Palette(
        text=default,
        dim=default + Style(italic=True),
        lit=lit,
        lit_dim=lit + Style(italic=True),
        bar=default,
        bar_dim=default + Style(italic=True),
        bar_key=default + Style(bold=True),
        bar_alarm=lit + Style(bold=True),
        cursor_mark=default + Style(bold=True),
        hit=lit + Style(bold=True, underline=True),
        done=Style(color="magenta", bgcolor="default", bold=True),
        struck=default + Style(strike=True),
        tagged=lambda _, lit: lit_tag if lit else underlined,
    )


def _no_colours() -> Palette:
    """Return styles that only reverse, embolden and underline."""
    plain, bold, reverse = Style(dim=False), Style(bold=True), Style(reverse=True)
    underlined, lit_tag = Style(underline=True), Style(reverse=True, underline=True)
    return Palette(
        text=plain,
        dim=plain,
        lit=reverse,
        lit_dim=reverse,
        bar=plain,
        bar_dim=plain,
        bar_key=bold,
        bar_alarm=Style(reverse=True, bold=True),
        cursor_mark=bold,
        hit=Style(reverse=True, bold=True, underline=True),
        done=bold,
        struck=plain + Style(strike=True),
        tagged=lambda _, lit: lit_tag if lit else underlined,
    )


def palette(theme: Theme) -> Palette:
    """Return the palette of one of our themes, made once."""
    return _palette(theme.name.removeprefix(_PREFIX))


def name_of(theme: str) -> str:
    """Return the name in the settings of a theme, by Textual's name for it."""
    return theme.removeprefix(_PREFIX)


def luminance(color: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2, `dfn-relative-luminance`)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(color: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, `dfn-contrast-ratio`)."""
    darker, lighter = sorted((luminance(color), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: str, ground: str, least: float = 4.5) -> str:
    """Return a colour that can be read on a ground: itself, or with as much black or white as it needs."""
    toward = 255 if contrast("#ffffff", ground) > contrast("#000000", ground) else 0
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    readable_color = color
    for step in range(1, 33):
        if contrast(readable_color, ground) >= least:
            break
        parts = (round(part + (toward - part) * step / 32) for part in (red, green, blue))
        readable_color = "#{:02x}{:02x}{:02x}".format(*parts)
    return readable_color
