"""Settings that hold for a whole run: what is wrong is one line, and never stops anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui import theme
from tui.config import preferences, settings
from tui.terminal import detection


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    return tmp_path


def test_no_file_sets_nothing() -> None:
    assert preferences.read() == preferences.Preferences()


def test_what_is_set_is_read(home: Path) -> None:
    (home / "settings.toml").write_text(
        'keyboard = "azerty"\ntheme = "light"\nlang = "ar"\nannotator = "amal"\n'
        "suggestions = false\nrecent = false\n"
        'accessible = true\naccessible_text = "logical"\n'
        '[keys]\n"reader.claim" = "K"\n'
    )
    found = preferences.read()
    assert found == (
        "azerty",
        "light",
        "ar",
        "amal",
        False,
        False,
        True,
        "logical",
        {"reader.claim": "K"},
        (),
    )


@pytest.mark.parametrize(
    "line",
    [
        'keyboard = "dvorak"',
        "theme = 3",
        'lang = "fr"',
        'annotator = ""',
        "annotator = []",
        "suggestions = 1",
        'suggestions = "no"',
        "recent = 1",
        "accessible = 1",
        'accessible_text = "braille"',
        "theme = [",
        "theme = " + 5000 * "9",
        "theme." + 5000 * "a." + "a = 1",
    ],
    ids=lambda line: line[:20],
)
def test_a_mistake_is_one_line_that_names_the_file(home: Path, line: str) -> None:
    (home / "settings.toml").write_text(line + "\n")
    found = preferences.read()
    assert len(found.problems) == 1
    assert str(home / "settings.toml") in found.problems[0]
    assert "\n" not in found.problems[0]
    assert found[:6] == (None,) * 6


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("sugestions = false", "; perhaps suggestions"),
        ('language = "ar"', "; perhaps lang"),
        ('Theme = "light"', "; perhaps theme"),
        (
            "x = 1",
            "; there are: lang, theme, keyboard, terminal, annotator, suggestions, recent, accessible, ",
        ),
        ('"a\\u202eb\\n" = 1', "; there are: "),
    ],
)
def test_an_unknown_setting_is_named_with_the_one_that_may_be_meant(
    home: Path, line: str, meant: str
) -> None:
    (home / "settings.toml").write_text(f'{line}\nannotator = "amal"\n')
    found = preferences.read()
    (problem,) = found.problems
    assert meant in problem
    assert str(home / "settings.toml") in problem
    assert problem.isascii()
    assert problem.isprintable()
    assert found.annotator == "amal", "the rest is used"


def test_every_setting_that_is_read_is_a_known_one(home: Path) -> None:
    (home / "settings.toml").write_text("".join(f"{name} = []\n" for name in preferences.KNOWN))
    assert not [problem for problem in preferences.read().problems if "no such setting" in problem]
    assert detection.SETTING in preferences.KNOWN


def test_a_theme_that_is_kept_leaves_the_other_lines(home: Path) -> None:
    (home / "settings.toml").write_text('# mine\n[keys]\n"reader.claim" = "K"\n')
    settings.put("theme", "light")
    found = preferences.read()
    assert found.theme == "light"
    assert found.keys == {"reader.claim": "K"}
    assert (home / "settings.toml").read_text().startswith("# mine\n")


def test_the_names_are_those_of_the_screen() -> None:
    assert tuple(name for name in theme.THEMES if name not in ("mono", "accessible")) == preferences.THEMES
