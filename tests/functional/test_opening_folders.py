"""Another folder is opened in the running program, and the last ones are offered at the start."""

import json
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "أخبار السودان"
    folder.mkdir()
    (folder / "a.txt").write_text("انهار السد أمس.\nامتلأ السد بالماء.\n", encoding="utf-8")
    return folder


def start(home: dict[str, str], cwd: Path, *arguments: str, columns: int = 80) -> Terminal:
    return Terminal([COMMAND, *arguments], env=home, cwd=cwd, columns=columns, rows=24)


def test_the_samples_are_called_so_and_a_folder_of_ones_own_is_opened_by_typing_its_beginning(
    home: dict[str, str], folder: Path
) -> None:
    with start(home, folder.parent) as terminal:
        terminal.wait_for("sample articles")
        terminal.type("f")
        terminal.wait_for("the path of a folder")
        terminal.type("اخ\t")  # without hamza, and completed as it is written
        terminal.wait_for("أخبار السودان/", logical=True)
        terminal.type("\r")
        terminal.wait_for("1 article")
        terminal.type("\r2")
        terminal.wait_for("decided 1/2")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0
    assert (folder / "annotations.json").exists()


def test_the_last_folders_are_offered_where_none_is_named_and_a_number_opens_one(
    home: dict[str, str], folder: Path
) -> None:
    with start(home, folder, ".") as terminal:
        terminal.wait_for("1 article")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    with start(home, folder.parent) as terminal:
        terminal.wait_for("a number opens what you had open last")
        terminal.type("١")  # of any keyboard
        terminal.wait_for("1 article")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    with start(home, folder.parent) as terminal:
        terminal.wait_for("a number opens what you had open last")
        terminal.type("j")
        terminal.wait_until_gone("a number opens")
        terminal.type("q")
        assert terminal.wait_for_end() == 0


def test_a_folder_without_articles_says_what_is_there_and_offers_again(
    home: dict[str, str], folder: Path
) -> None:
    pictures = folder.parent / "pictures"
    pictures.mkdir()
    for name in ("a.jpg", "b.jpg", "c.docx"):
        (pictures / name).touch()
    with start(home, folder.parent, columns=120) as terminal:
        terminal.wait_for("sample articles")
        terminal.type("fpictures\r")
        terminal.wait_for("no articles in ")
        terminal.wait_for("2 files of the kind .jpg, 1 file of the kind .docx")
        terminal.wait_for("articles are files of the kinds .txt")
        terminal.type("\x15/nowhere\r")
        terminal.wait_for("no such file or folder")
        terminal.type("\x1b")
        terminal.wait_for("sample articles")
        terminal.type("q")
        assert terminal.wait_for_end() == 0


def test_nothing_in_a_name_acts_and_it_is_opened_by_choosing_it(home: dict[str, str], tmp_path: Path) -> None:
    evil = tmp_path / "x\x1b]0;owned\x07\u202ey"
    evil.mkdir()
    (evil / "a.txt").write_text("جملة.", encoding="utf-8")
    with start(home, tmp_path) as terminal:
        terminal.wait_for("sample articles")
        terminal.type("fx\t")
        terminal.wait_for("this name can't be typed")
        terminal.type("\x1b[B\r")
        terminal.wait_for("1 article")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert b"owned\x07" not in terminal.sent
    assert "\u202e".encode() not in terminal.sent


def test_a_setting_has_no_folder_remembered_and_forgets_those_that_were(
    home: dict[str, str], folder: Path
) -> None:
    state = Path(home["CLAIMREADER_HOME"])
    state.mkdir(exist_ok=True)
    (state / "recent.json").write_text(json.dumps({"corpora": [[str(folder)]]}))
    (state / "settings.toml").write_text("recent = false\n")
    with start(home, folder, ".") as terminal:
        terminal.wait_for("0 claims")
        terminal.wait_for("1 article")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert not (state / "recent.json").exists()
