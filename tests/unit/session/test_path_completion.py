"""What is offered while the path of a corpus is typed."""

from pathlib import Path

import pytest

from tui.session.path_completion import common, expanded, matches


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in ("news", "news-old", "أخبار", ".hidden", "news/2025"):
        (tmp_path / folder).mkdir()
    for file in ("a.txt", "b.jpg", ".c.txt", "news/d.JSONL.gz"):
        (tmp_path / file).touch()
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    return tmp_path


def typed(line: str) -> list[str]:
    return [match.typed for match in matches(line)]


def test_folders_come_first_and_of_files_what_may_hold_articles(home: Path) -> None:
    assert typed("~/") == ["~/news/", "~/news-old/", "~/أخبار/", "~/a.txt"]
    assert typed("~/news/") == ["~/news/2025/", "~/news/d.JSONL.gz"]
    assert matches("~/news/2")[0].path == home / "news" / "2025"


def test_a_name_is_found_whatever_the_spelling_of_alef_and_the_case(home: Path) -> None:
    assert typed("~/اخ") == ["~/أخبار/"]
    assert typed("~/NEWS-") == ["~/news-old/"]


def test_what_is_hidden_is_offered_when_its_dot_is_typed(home: Path) -> None:
    assert typed("~/.") == ["~/.hidden/", "~/.c.txt"]


def test_the_home_folder_alone_gets_its_slash(home: Path) -> None:
    assert typed("~") == ["~/"]
    assert expanded("~/news") == home / "news"


def test_what_all_have_in_common_is_written_on(home: Path) -> None:
    assert common(matches("~/n")) == "~/news"
    assert common(matches("~/news-")) == "~/news-old/"
    assert common([]) == ""


@pytest.mark.parametrize("line", ["/nowhere/at/all/", "~nobody-of-this-name/x", "a\0b/c", "a.txt/"])
def test_where_nothing_is_nothing_is_offered(home: Path, line: str) -> None:
    assert typed(line) == []


def test_relative_paths_are_those_of_the_folder_one_is_in(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home / "news")
    assert typed("") == ["2025/", "d.JSONL.gz"]
    assert typed("../a") == ["../a.txt"]


def test_a_folder_that_is_looked_through_in_vain_can_be_left(home: Path) -> None:
    assert matches("~/", lambda: True) == []
