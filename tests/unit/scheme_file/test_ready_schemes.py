"""The ready schemes: what a person is offered, and that each is whole in English and in Arabic."""

import re
from pathlib import Path

import pytest

from annotations.composition import Project
from annotations.model.records import CLAIM, NOT_CLAIM
from annotations.model.scheme import Scheme
from annotations.scheme_file.loader import SchemeError, check, load
from annotations.scheme_file.ready import FOLDER, NAMES, ready_file, ready_schemes, ready_text
from annotations.services.scheme_choice import can_choose, choose_scheme
from tui.config.bindings import clashes, reserved

ARABIC = re.compile("[\u0621-\u064a]")


def scheme(name: str) -> Scheme:
    path = ready_file(name)
    assert path is not None
    return load(path)


def test_three_are_offered_with_a_sentence_each_in_both_languages() -> None:
    offered = ready_schemes()
    assert [ready.name for ready in offered] == ["factcheck", "conflict", "media-bias"] == list(NAMES)
    for ready in offered:
        assert ready.about.endswith(".")
        assert ARABIC.search(ready.arabic_about)
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_used_in_the_reader_as_it_is(name: str) -> None:
    keys = reserved("board", "tags") | reserved("select") | reserved("reader", "library")
    path = ready_file(name)
    assert path is not None
    checked = check(path, reserved=keys, reserved_in_details=reserved("details"))
    assert checked.mistakes == []
    assert checked.scheme is not None
    assert clashes(checked.scheme) == ()
    assert {CLAIM, NOT_CLAIM} <= checked.scheme.by_id.keys()


@pytest.mark.parametrize("name", NAMES)
def test_each_is_whole_in_arabic_and_names_its_sources(name: str) -> None:
    ready = scheme(name)
    for tag in ready.tags:
        assert ARABIC.search(tag.arabic), tag.id
        assert ARABIC.search(tag.arabic_description), tag.id
    for attribute in ready.attributes:
        assert ARABIC.search(attribute.arabic), attribute.id
        assert all(map(ARABIC.search, attribute.arabic_values)), attribute.id
    assert ARABIC.search(ready.arabic_guidelines)
    head = ready_text(name).partition("\n\n")[0]
    assert len(re.findall(r"\(\d{4}\)", head)) >= 2  # author (year): title, and an address
    assert head.count("https://") >= 3


def test_the_techniques_and_frames_are_as_many_as_their_codebooks_have() -> None:
    of = {attribute.id: attribute.values for attribute in scheme("media-bias").attributes}
    assert len(of["technique"]) == 23
    assert len(of["frame"]) == 14 + 1  # and "other"
    conflict = {attribute.id: attribute.values for attribute in scheme("conflict").attributes}
    assert len(conflict["sub_event"]) == 25


def test_a_chosen_one_lies_beside_the_articles_and_is_found_there_later(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("نص", encoding="utf-8")
    project = Project([tmp_path])
    assert can_choose(project)
    assert "battle" not in project.scheme.by_id
    path = choose_scheme(project, "conflict")
    assert path == tmp_path / "claimreader.toml"
    assert "battle" in project.scheme.by_id
    later = Project([tmp_path])
    assert "battle" in later.scheme.by_id
    assert not can_choose(later)
    with pytest.raises(SchemeError, match="this is the scheme already"):
        choose_scheme(later, "factcheck")


def test_for_the_samples_it_lies_with_their_annotations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    project = Project()
    path = choose_scheme(project, "factcheck")
    assert path.parent == project.database.parent
    assert tmp_path in path.parents
    assert "quote" in Project(database=str(tmp_path / "mine.json")).scheme.by_id


def test_one_that_does_not_exist_is_said_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(
        SchemeError, match="no ready scheme; perhaps factcheck; there are factcheck, conflict"
    ):
        choose_scheme(Project([tmp_path]), "factchek")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_came_in_between_is_not_written_over(tmp_path: Path) -> None:
    project = Project([tmp_path])
    assert project.scheme_file is None
    (tmp_path / "claimreader.toml").write_text("# mine\n")
    with pytest.raises(SchemeError, match="not written: File exists"):
        choose_scheme(project, "conflict")
    assert (tmp_path / "claimreader.toml").read_text() == "# mine\n"
