"""The help topics: found by name, listed with their sentence, shown in the language that there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tui import i18n
from tui.presenters import help_topics
from tui.presenters.help_topics import names, topic, topics


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    i18n.choose("en")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_topic_has_a_title_and_a_sentence_that_ends(language: str) -> None:
    i18n.choose(language)
    for each in topics():
        assert each.title, each.name
        assert not each.title.startswith("#")
        assert each.summary.endswith((".", "؟", "!")), each.name
        assert len(each.summary) < 120, each.name
        assert each.text.startswith(f"# {each.title}\n")


def test_every_translation_is_of_a_topic() -> None:
    assert {path.stem for path in (help_topics.FOLDER / "ar").glob("*.md")} <= set(names())


def test_arabic_is_shown_where_there_is_some_else_a_line_says_that_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ar").mkdir()
    (tmp_path / "keys.md").write_text("# Keys\n\nAll keys. More.\n", encoding="utf-8")
    (tmp_path / "ar" / "keys.md").write_text("# المفاتيح\n\nكل المفاتيح. وغيرها.\n", encoding="utf-8")
    (tmp_path / "other.md").write_text("# Other\n\nOther things.\n", encoding="utf-8")
    monkeypatch.setattr(help_topics, "FOLDER", tmp_path)
    i18n.choose("ar")
    keys, other = topics()
    assert (keys.title, keys.summary, keys.rtl) == ("المفاتيح", "كل المفاتيح.", True)
    assert (other.title, other.summary, other.rtl) == ("Other", "Other things.", False)
    assert "لم يُترجم" in other.text
    i18n.choose("en")
    assert [each.title for each in topics()] == ["Keys", "Other"]


def test_comments_and_links_to_files_are_for_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# A\n\n<!-- for\nthe repository -->\n\nSee [keys](keys.md) and [the site](https://e.org/).\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(help_topics, "FOLDER", tmp_path)
    shown = topic("A")
    assert shown is not None
    assert shown.text == "# A\n\nSee keys and [the site](https://e.org/).\n"


@pytest.mark.parametrize("name", ["../README", "ar/keys", "", "nothing"])
def test_no_other_file_is_a_topic(name: str) -> None:
    assert topic(name) is None
