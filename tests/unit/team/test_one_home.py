"""One home on two machines: at once, in turn, and each by itself. What is there twice is never silent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from store_tools import make
from team_tools import Person

from annotations.composition import Project
from annotations.model.records import ArticleRef, Change, new_uuid
from annotations.services.team import TeamWork, found, join
from annotations.store.tinydb_store import open_store
from annotations.team.hubs.folder import FolderHub
from tui.session.annotation_service import AnnotationService


@pytest.fixture
def suad(tmp_path: Path, shared: Path) -> Iterator[Person]:
    """A colleague, who sees what comes."""
    person = Person("سعاد", tmp_path / "سعاد", FolderHub(shared, "suad"))
    yield person
    person.stop()


class Machine:
    """A machine with a home of its own, which a sync tool may bring from another one."""

    def __init__(self, home: Path, shared: Path) -> None:
        self.home = home
        self._shared = shared

    def session(self, *notes: str) -> tuple[str, set[str]]:
        """Say something and exchange; return what the person was told, and what he has said by now."""
        person = Person("أحمد", self.home, FolderHub(self._shared, new_uuid()))
        for number, note in enumerate(notes):
            person.add(number, note)
        person.exchange()
        said = {each.note for each in person.store.list()}
        person.store.checkpoint()
        person.stop()
        return "".join(person.notices), said

    def brought_from(self, other: Machine) -> None:
        """Let a sync tool make this home as the other one."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(other.home, self.home)


@pytest.fixture
def machines(tmp_path: Path, shared: Path) -> tuple[Machine, Machine]:
    return Machine(tmp_path / "desk", shared), Machine(tmp_path / "laptop", shared)


def seen(suad: Person) -> set[str]:
    suad.exchange()
    assert [state.fault for state in suad.mirror.feeds() if state.fault] == []
    return {document["note"] for document in suad.view("أحمد").values()}  # type: ignore[index] # documents


def test_two_machines_in_turn_are_one(machines: tuple[Machine, Machine], suad: Person) -> None:
    desk, laptop = machines
    assert desk.session("one") == ("", {"one"})
    laptop.brought_from(desk)
    assert laptop.session("two") == ("", {"one", "two"})
    desk.brought_from(laptop)
    assert desk.session("three") == ("", {"one", "two", "three"})
    assert seen(suad) == {"one", "two", "three"}
    assert len(suad.mirror.feeds()) == 1


def test_each_by_itself_is_told_and_all_is_seen(machines: tuple[Machine, Machine], suad: Person) -> None:
    desk, laptop = machines
    desk.session("one")
    laptop.brought_from(desk)
    assert desk.session("two")[0] == ""
    told, said = laptop.session("three")
    assert "gone different ways" in told
    assert said == {"one", "three"}
    assert seen(suad) == {"one", "two", "three"}
    for machine, note in ((desk, "four"), (laptop, "five")):  # from now on each has a feed of its own
        assert machine.session(note)[0] == ""
    assert seen(suad) == {"one", "two", "three", "four", "five"}


def test_without_a_look_at_the_hubs_last_line_work_is_lost_in_silence(
    machines: tuple[Machine, Machine], suad: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: "the hub has two of mine, I have two" is not enough."""
    monkeypatch.setattr("annotations.team.publishing._is_part", lambda record, change: True)
    desk, laptop = machines
    desk.session("one")
    laptop.brought_from(desk)
    desk.session("two")
    assert laptop.session("three")[0] == ""
    assert seen(suad) == {"one", "two"}


def test_a_home_that_is_written_over_by_the_other_ones_is_told(
    machines: tuple[Machine, Machine], suad: Person, tmp_path: Path
) -> None:
    """What the desk had said is at the hub, and in no file of its own any more."""
    desk, laptop = machines
    desk.session("one")
    laptop.brought_from(desk)
    desk.session("two")
    offline = Person("أحمد", laptop.home, FolderHub(tmp_path / "nowhere", "x"))
    offline.add(3, "three")
    offline.store.checkpoint()
    offline.stop()
    desk.brought_from(laptop)
    told, said = desk.session("four")
    assert "gone different ways" in told
    assert said == {"one", "three", "four"}
    assert seen(suad) == {"one", "two", "three", "four"}
    assert desk.session()[0] == ""


def test_the_machine_that_comes_back_with_an_older_home_is_told(
    machines: tuple[Machine, Machine], suad: Person
) -> None:
    desk, laptop = machines
    desk.session("one")
    laptop.brought_from(desk)
    laptop.session("two")
    # Nothing new here: the hub has more than this home knows of.
    assert "gone different ways" in desk.session()[0]
    laptop.session("three")
    assert seen(suad) == {"one", "two", "three"}
    told, _ = desk.session("four")
    assert told == ""  # it was told at the session before, and has a feed of its own since
    assert seen(suad) == {"one", "two", "three", "four"}


def test_two_readers_of_one_home_at_once_are_one_who_sends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    """As on a home that lies on a share: the second one only looks, says so, and still sees what comes."""
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "1.txt").write_text("قال الوزير إن العدد كبير.", encoding="utf-8")
    found(Project([corpus], annotator="نور"), str(shared))
    join(Project([corpus], annotator="نور"))
    first, second = Project([corpus], annotator="نور"), Project([corpus], annotator="نور")
    here, there = AnnotationService(first), AnnotationService(second)
    here.load()
    there.load()
    assert not here.readonly
    assert there.readonly
    assert there.store.info().why
    place = first.place
    assert place is not None
    sends = TeamWork(place, here.store, lambda changes: here.pending.apply(changes, by="نور"))
    looks = TeamWork(place, there.store, lambda changes: here.pending.apply(changes, by="نور"))
    ahmad = Person("أحمد", tmp_path / "أحمد", FolderHub(shared, "ahmad"))
    ahmad.membership._team = place.team
    said = ahmad.add(1)
    ahmad.exchange()
    own = msgspec.structs.replace(
        make(), uuid=new_uuid(), annotator="نور", article=ArticleRef("1.txt", "0" * 64)
    )
    here.pending.apply([Change(own.uuid, 0, own)], by="نور")
    for _ in range(3):
        sends.exchange()
        assert looks.receive().sent == 0
    for work in (sends, looks):
        assert [each.uuid for _, each in work.mirror.each_annotation()] == [said.uuid]
    ahmad.exchange()
    assert list(ahmad.view("نور")) == [own.uuid]
    assert len([state for state in ahmad.mirror.feeds() if state.member == "نور"]) == 1
    sends.close()
    looks.close()
    ahmad.stop()
    first.close()
    second.close()
    with open_store(place.database, annotator="نور") as store:
        assert not store.info().readonly
