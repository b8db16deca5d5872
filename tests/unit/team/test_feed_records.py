"""Under which feed a database publishes is no person's word: no undo, restore or merge takes it away."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from team_tools import Come, Person

from annotations.composition import Project
from annotations.model.side_records import FEEDS, Feed
from annotations.services import restoring
from annotations.services.merging import merge_into
from annotations.services.undo import last_step, redo, undo
from annotations.store.tinydb_store import open_store


def feeds(person: Person) -> list[Feed]:
    return list(person.store.records(FEEDS))


def same(ahmad: Person, suad: Person) -> None:
    ahmad.exchange()
    suad.exchange()
    assert suad.view(ahmad.name) == ahmad.own()


def test_an_undo_takes_back_what_was_said_and_not_the_feed(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.exchange()
    assert last_step(ahmad.store, "أحمد") == ()
    assert undo(ahmad.store, "أحمد") == []
    first = ahmad.add(1)
    same(ahmad, suad)
    feed = feeds(ahmad)
    assert [event.uuid for event in undo(ahmad.store, "أحمد")] == [first.uuid]
    same(ahmad, suad)
    assert suad.view("أحمد") == {}
    assert undo(ahmad.store, "أحمد") == []
    redo(ahmad.store, "أحمد")
    same(ahmad, suad)
    assert list(suad.view("أحمد")) == [first.uuid]
    assert feeds(ahmad) == feed


def test_a_feed_that_begins_beside_the_keys_ends_no_redo(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    first = ahmad.add(1)
    undo(ahmad.store, "أحمد")
    ahmad.exchange()  # it begins here
    assert [event.uuid for event in redo(ahmad.store, "أحمد")] == [first.uuid]
    same(ahmad, suad)


def test_who_has_left_is_brought_back_by_no_undo(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.exchange()
    (feed,) = feeds(ahmad)
    ahmad.save([FEEDS.put(msgspec.structs.replace(feed, left=True), feed.rev)])
    assert undo(ahmad.store, "أحمد") == []
    ahmad.exchange()
    suad.exchange()
    assert suad.mirror.members() == {"أحمد": True}


@pytest.mark.parametrize("back_to", [0, 1])
def test_a_way_back_goes_out_under_the_same_feed(come: Come, back_to: int) -> None:
    """To before the feed began, and to after that: what goes here goes there too."""
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.add(1)
    ahmad.exchange()
    ahmad.add(2)
    same(ahmad, suad)
    (feed,) = feeds(ahmad)
    ahmad.store.checkpoint()
    ahmad.stop()
    planned = restoring.restore(ahmad.database, f"@{back_to + 1}", by="أحمد")
    assert {difference.table for difference in planned.differences} == {"_default"}
    ahmad.start()
    assert feeds(ahmad) == [feed]
    same(ahmad, suad)
    assert len(suad.view("أحمد")) == 1
    assert ahmad.notices == []
    undo(ahmad.store, "أحمد")
    same(ahmad, suad)
    assert len(suad.view("أحمد")) == 2
    assert feeds(ahmad) == [feed]


def test_another_file_brings_no_feed_along(come: Come, tmp_path: Path) -> None:
    """Of a copy on another disk it is the annotations that are wanted: its feed goes with its journal."""
    ahmad, other = come("أحمد"), come("أحمد@2")
    said = other.add(1)
    other.exchange()
    other.store.checkpoint()
    ahmad.add(2)
    ahmad.exchange()
    (feed,) = feeds(ahmad)
    ahmad.stop()
    restoring.restore(ahmad.database, "", by="أحمد", source=other.database)
    ahmad.start()
    assert feeds(ahmad) == [feed]
    assert list(ahmad.own()) == [said.uuid]


def merged(a: Person, b: Person, into: Path) -> None:
    for person in (a, b):
        person.store.checkpoint()
        person.stop()
    corpus = into.parent / "corpus"
    corpus.mkdir(exist_ok=True)
    (corpus / "1.txt").write_text("قال الوزير إن العدد كبير.", encoding="utf-8")
    merge_into(Project([corpus], annotator=a.name), a.database, b.database, into)


def test_two_databases_of_one_person_become_one_and_nothing_is_lost_or_silent(
    come: Come, tmp_path: Path
) -> None:
    ahmad, second, suad = come("أحمد"), come("أحمد@2"), come("سعاد")
    ahmad.add(1)
    second.add(2)
    both = {*ahmad.own(), *second.own()}
    ahmad.exchange()
    second.exchange()
    before = {feed.uuid for feed in (*feeds(ahmad), *feeds(second))}
    merged(ahmad, second, tmp_path / "merged.json")
    with open_store(tmp_path / "merged.json", annotator="أحمد", readonly=True) as store:
        assert {feed.uuid for feed in store.records(FEEDS)} == before
    one = come("أحمد@3")
    one.stop()
    for part in tmp_path.glob("merged.json*"):
        target = one.home / part.name.replace("merged.json", "annotations.json")
        part.rename(target)
    one.start()
    assert set(one.own()) == both
    assert "gone different ways" in one.exchange().begun
    assert len(feeds(one)) == 3
    suad.exchange()
    assert set(suad.view("أحمد")) == both
    one.edit(one.store.list()[0], "بعد ذلك")
    same(one, suad)
    assert one.exchange().begun == ""
    assert [feed.fault for feed in suad.mirror.feeds() if feed.fault] == []
    ahmad.start()
    second.start()
