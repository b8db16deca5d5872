"""Colours can be read, on every ground and without colours."""

from __future__ import annotations

from dataclasses import fields

import pytest
from rich.style import Style

from annotations.model.scheme import DEFAULT
from tui.theme import THEMES, Palette, contrast, palette, readable, textual_theme

COLOURED = [name for name, colours in THEMES.items() if colours is not None]
STYLES = [field.name for field in fields(Palette) if field.name != "tagged"]


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


def test_ansi_has_only_the_terminals_own_colours() -> None:
    look = palette(textual_theme("ansi"))
    styles = [getattr(look, name) for name in STYLES]
    styles += [look.tagged(tag.color, lit) for tag in DEFAULT.tags for lit in (False, True)]
    for style in styles:
        assert style.bgcolor.is_default
        assert style.color.is_default or style.color.number < 16
    assert look.lit.reverse
    assert look.tagged("#5fafff", True).reverse


def test_without_colours_there_are_none_and_the_cursor_is_seen() -> None:
    look = palette(textual_theme("mono"))
    styles = [getattr(look, name) for name in STYLES]
    styles += [look.tagged("#5fafff", lit) for lit in (False, True)]
    assert all(style.color is None and style.bgcolor is None for style in styles)
    assert look.lit.reverse
    assert not look.text.reverse
    assert look.tagged("#5fafff", True).reverse
    assert look.tagged("#5fafff", False).underline
    assert look.bar_alarm.reverse
