"""Colours can be read, on every ground and without colours."""

from __future__ import annotations

from dataclasses import fields

import pytest
from rich.style import Style

from annotations.model.scheme import DEFAULT
from tui.theme import THEMES, Palette, contrast, palette, readable, textual_theme

COLOURED = [name for name, colours in THEMES.items() if colours is not None]
STYLES = [field.name for field in fields(Palette) if field.type == "Style"]


def of(style: Style) -> tuple[str, str]:
    assert style.color is not None
    assert style.bgcolor is not None
    return style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # a known case: just not enough


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("style", STYLES)
def test_every_style_can_be_read(name: str, style: str) -> None:
    assert contrast(*of(getattr(palette(textual_theme(name)), style))) >= 4.5


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("color", [*(tag.color for tag in DEFAULT.tags), "#000000", "#ffffff", "#0000ff"])
@pytest.mark.parametrize("lit", [False, True])
def test_every_tag_can_be_read(name: str, color: str, lit: bool) -> None:
    look = palette(textual_theme(name))
    style = look.tagged(color, lit)
    assert contrast(*of(style)) >= (7 if name == "high-contrast" else 4.5)
    assert of(style)[1] == of(look.lit if lit else look.text)[1]


def test_a_colour_that_can_be_read_stays_what_it_is() -> None:
    assert readable("#5fafff", "#14171b") == "#5fafff"


def test_tags_of_other_colours_stay_apart_on_light_ground() -> None:
    look = palette(textual_theme("light"))
    found = {look.tagged(tag.color, False).color for tag in DEFAULT.tags}
    assert len(found) == len(DEFAULT.tags)


XTERM = {"black": "#000000", "white": "#ffffff", "magenta": "#cd00cd"}
"""The colours of xterm that are used, by their names."""
TEXT = [name for name in STYLES if name not in ("done", "cursor_mark")]
"""The styles of text; the others are marks."""


@pytest.mark.parametrize(("ground", "ink"), [("black", "white"), ("white", "black")])
def test_the_terminals_own_colours_can_be_read_on_white_and_on_black(ground: str, ink: str) -> None:
    look = palette(textual_theme("ansi"))
    styles = {name: getattr(look, name) for name in STYLES}
    styles |= {f"tag {tag.id} {lit}": look.tagged(tag.color, lit) for tag in DEFAULT.tags for lit in (0, 1)}
    for name, style in styles.items():
        assert style.bgcolor.is_default
        assert not style.dim, name  # which has half of the contrast
        drawn = XTERM[ink if style.color.is_default else style.color.name]
        assert contrast(drawn, XTERM[ground]) >= (3 if name == "done" else 4.5), name
    assert look.lit.reverse
    assert look.tagged("#5fafff", True).reverse
    assert look.tagged("#5fafff", False).underline


# Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision deficiency
# (IEEE TVCG 15(6), 2009), severity 1: deuteranopia, in linear RGB.
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def seen_without_green(color: str) -> str:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    ]
    mixed = [min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in DEUTERANOPIA]
    parts = [12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in mixed]
    return "#{:02x}{:02x}{:02x}".format(*(round(255 * part) for part in parts))


def test_the_simulation_takes_red_and_green_for_one_another_and_leaves_grey() -> None:
    assert seen_without_green("#808080") == "#808080"
    red, green = seen_without_green("#b02020"), seen_without_green("#606000")
    assert contrast(red, green) < 1.6


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("style", STYLES)
def test_who_sees_no_green_can_read_every_style(name: str, style: str) -> None:
    ink, ground = map(seen_without_green, of(getattr(palette(textual_theme(name)), style)))
    assert contrast(ink, ground) >= (4.0 if style in TEXT else 3.0)


@pytest.mark.parametrize("name", ["mono", "accessible"])
def test_without_colours_there_are_none_and_the_cursor_is_seen(name: str) -> None:
    look = palette(textual_theme(name))
    assert look.one_thing_a_line == (name == "accessible")
    styles = [getattr(look, name) for name in STYLES]
    styles += [look.tagged("#5fafff", lit) for lit in (False, True)]
    assert all(style.color is None and style.bgcolor is None for style in styles)
    assert look.lit.reverse
    assert not look.text.reverse
    assert look.tagged("#5fafff", True).reverse
    assert look.tagged("#5fafff", False).underline
    assert look.bar_alarm.reverse
