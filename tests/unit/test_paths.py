"""Where the database of a corpus is."""

from pathlib import Path

import pytest

from annotations.paths import annotator_name, database_path

pytestmark = pytest.mark.usefixtures("home")


def test_a_folder_holds_its_own(tmp_path: Path) -> None:
    assert database_path([tmp_path]) == tmp_path / "annotations.json"


def test_a_file_s_is_in_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.touch()
    assert database_path([file]) == tmp_path / "annotations.json"


def test_option_and_environment_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMREADER_DB", "env.json")
    assert database_path([tmp_path]) == Path("env.json")
    assert database_path([tmp_path], option="option.json") == Path("option.json")


def test_the_samples_never_write_into_the_package(tmp_path: Path) -> None:
    path = database_path([tmp_path], shipped=tmp_path)
    assert path.is_relative_to(tmp_path / "home")
    assert path.name == "annotations.json"
    assert path.parent.name.startswith(tmp_path.name + "-")


def test_several_roots_have_one_of_their_own_whatever_their_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert database_path([one, two]) == database_path([two, one])
    assert database_path([one, two]) != database_path([one, tmp_path])


def test_nothing_is_created(tmp_path: Path) -> None:
    database_path([tmp_path, tmp_path / "x"])
    assert not (tmp_path / "home").exists()


def test_who_annotates(monkeypatch: pytest.MonkeyPatch) -> None:
    assert annotator_name("option") == "option"
    assert annotator_name(None, "setting") == "setting"
    monkeypatch.setenv("CLAIMREADER_ANNOTATOR", "environment")
    assert annotator_name(None, "setting") == "environment"
