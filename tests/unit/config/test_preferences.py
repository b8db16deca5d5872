"""Settings that hold for a whole run: what is wrong is one line, and never stops anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui import theme
from tui.config import preferences, settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    return tmp_path


def test_no_file_sets_nothing() -> None:
    assert preferences.read() == preferences.Preferences()


def test_what_is_set_is_read(home: Path) -> None:
    (home / "settings.toml").write_text(
        'keyboard = "azerty"\ntheme = "light"\nlang = "ar"\nannotator = "amal"\n'
        '[keys]\n"reader.claim" = "K"\n'
    )
    found = preferences.read()
    assert found == ("azerty", "light", "ar", "amal", {"reader.claim": "K"}, ())


@pytest.mark.parametrize(
    "line",
    [
        'keyboard = "dvorak"',
        "theme = 3",
        'lang = "fr"',
        'annotator = ""',
        "annotator = []",
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
    assert found[:5] == (None,) * 5


def test_a_theme_that_is_kept_leaves_the_other_lines(home: Path) -> None:
    (home / "settings.toml").write_text('# mine\n[keys]\n"reader.claim" = "K"\n')
    settings.put("theme", "light")
    found = preferences.read()
    assert found.theme == "light"
    assert found.keys == {"reader.claim": "K"}
    assert (home / "settings.toml").read_text().startswith("# mine\n")


def test_the_names_are_those_of_the_screen() -> None:
    assert tuple(name for name in theme.THEMES if name != "mono") == preferences.THEMES  # NO_COLOR's
