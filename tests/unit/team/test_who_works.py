"""Who is in a team and says no name at a start works in the team, under the name of his place there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from annotations.composition import Project
from annotations.paths import annotator_name
from annotations.team import joined

JOINED = ("noor", "suad", "علي")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CLAIMREADER_ANNOTATOR", raising=False)
    monkeypatch.delenv("CLAIMREADER_DB", raising=False)
    folder = tmp_path / "event"
    folder.mkdir()
    (folder / "a.txt").write_text("أول جملة.", encoding="utf-8")
    return folder


def have_joined(corpus: Path, names: Sequence[str]) -> None:
    for name in names:
        joined.remember(joined.new_place([corpus], "team", "/hub", name))


def name_in_team(project: Project) -> str | None:
    assert project.place is None or project.database == project.place.database
    assert project.place is None or project.annotator == project.place.name
    return None if project.place is None else project.place.name


def test_who_says_nothing_is_who_joined_latest(corpus: Path) -> None:
    have_joined(corpus, JOINED)
    project = Project([corpus])
    assert name_in_team(project) == "علي"
    assert project.others_here == ("suad", "noor")
    have_joined(corpus, ["noor"])  # once more
    project = Project([corpus])
    assert (name_in_team(project), project.others_here) == ("noor", ("علي", "suad"))


def test_the_usual_name_goes_before_the_latest_if_it_has_a_place(corpus: Path) -> None:
    have_joined(corpus, JOINED)
    project = Project([corpus], usual_annotator="suad")
    assert (name_in_team(project), project.others_here) == ("suad", ())
    assert name_in_team(Project([corpus], usual_annotator="layla")) == "علي"


def test_a_name_that_is_said_always_wins(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    have_joined(corpus, JOINED)
    assert name_in_team(Project([corpus], annotator="noor", usual_annotator="suad")) == "noor"
    outside = Project([corpus], annotator="layla", usual_annotator="suad")
    assert (name_in_team(outside), outside.annotator, outside.others_here) == (None, "layla", ())
    monkeypatch.setenv("CLAIMREADER_ANNOTATOR", "noor")
    assert name_in_team(Project([corpus], usual_annotator="suad")) == "noor"
    monkeypatch.setenv("CLAIMREADER_ANNOTATOR", "layla")
    assert name_in_team(Project([corpus])) is None


def test_one_place_needs_no_word_and_none_is_the_systems_user(corpus: Path) -> None:
    alone = Project([corpus])
    assert (alone.place, alone.annotator) == (None, annotator_name())
    have_joined(corpus, ["suad"])
    project = Project([corpus])
    assert (name_in_team(project), project.others_here) == ("suad", ())


def test_another_corpus_is_opened_by_who_works_there(corpus: Path, tmp_path: Path) -> None:
    have_joined(corpus, ["suad"])
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text("ثاني جملة.", encoding="utf-8")
    there = Project([corpus]).elsewhere([other])
    assert (there.place, there.annotator) == (None, annotator_name())
    assert name_in_team(there.elsewhere([corpus])) == "suad"
    assert name_in_team(Project([other], annotator="layla").elsewhere([corpus])) is None


def test_annotations_that_are_named_are_no_teams(corpus: Path, tmp_path: Path) -> None:
    have_joined(corpus, JOINED)
    project = Project([corpus], database=str(tmp_path / "mine.json"))
    assert (project.place, project.annotator, project.others_here) == (None, annotator_name(), ())
