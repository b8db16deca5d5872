"""Members with an older and with a newer claimreader: each is understood as far as it can be, and no further.

`tests/data/team_v1` is what version 0.2.0 published, the database that it was made of, and what its member
said. It is never made anew: what stands at the hubs of teams looks like that.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import msgspec
import pytest
from team_tools import FORGED, Come, Forger

from annotations.composition import Project
from annotations.services.team import TeamWork, found, join
from annotations.store.tinydb_store import open_store
from annotations.team import record
from annotations.team.hubs import FeedCard
from annotations.team.record import FeedOp, encode

FROZEN = Path(__file__).parents[2] / "data" / "team_v1"
CARD = msgspec.json.decode((FROZEN / "member.json").read_bytes(), type=FeedCard)


def frozen(name: str) -> bytes:
    return gzip.decompress((FROZEN / f"{name}.gz").read_bytes())


@pytest.fixture
def older(shared: Path) -> None:
    folder = shared / "feeds" / CARD.feed
    folder.mkdir(parents=True)
    (folder / "member.json").write_bytes((FROZEN / "member.json").read_bytes())
    (folder / "000000000001-older.jsonl").write_bytes(frozen("feed.jsonl"))


@pytest.mark.usefixtures("older")
def test_what_an_older_member_has_published_is_read(come: Come) -> None:
    suad = come("سعاد")
    suad.exchange()
    (state,) = suad.mirror.feeds()
    assert (state.member, state.seq, state.missing, state.fault) == ("أحمد", 19, 0, "")
    said = json.loads((FROZEN / "said.json").read_bytes())
    assert len(said) == 5
    assert suad.view("أحمد") == said
    assert [done.article.id for done in suad.mirror.done()] == ["art-1"]
    assert suad.mirror.members() == {"أحمد": True}


def test_an_older_database_publishes_the_same_bytes_to_this_day(come: Come, shared: Path) -> None:
    """Else the first start after an update would find another one's lines at the hub."""
    ahmad = come("أحمد")
    ahmad.stop()
    for file in ahmad.home.rglob("annotations.json*"):
        if file.is_file():
            file.unlink()
    ahmad.database.write_bytes(frozen("annotations.json"))
    history = ahmad.home / "annotations.json.history"
    history.mkdir(exist_ok=True)
    (history / "19.jsonl").write_bytes(frozen("annotations.json.history.19.jsonl"))
    (ahmad.home / "annotations.json.journal").write_bytes(frozen("annotations.json.journal"))
    ahmad.start()
    assert ahmad.exchange().begun == ""
    folder = shared / "feeds" / CARD.feed
    sent = b"".join(path.read_bytes() for path in sorted(folder.glob("*.jsonl")))
    assert sent == frozen("feed.jsonl")
    card = msgspec.json.decode((folder / "member.json").read_bytes(), type=FeedCard)
    assert msgspec.structs.replace(card, app=CARD.app) == CARD


@pytest.mark.usefixtures("older")
def test_an_older_database_goes_on_from_what_it_has_published(come: Come, shared: Path) -> None:
    test_an_older_database_publishes_the_same_bytes_to_this_day(come, shared)
    folder = shared / "feeds" / CARD.feed
    assert [path.name for path in folder.glob("*.jsonl")] == ["000000000001-older.jsonl"]


# ---------------------------------------------------------------- a newer one


def newer(forger: Forger, seq: int, *ops: FeedOp, **more: object) -> bytes:
    """Make a line as a later version may write it, without another form."""
    fields = [("v", 1), ("feed", FORGED), ("seq", seq), ("entry", seq), ("t", "2026-11-30T00:00:00.000Z")]
    fields += [("by", "أحمد"), ("session", "s"), ("kind", "consent"), *more.items()]  # type: ignore[list-item]
    line, forger.prev = encode(fields, ops, forger.prev)
    return line


def test_unknown_kinds_keys_and_tables_are_passed_over(come: Come, shared: Path) -> None:
    forger, suad = Forger(shared), come("سعاد")
    later = FeedOp("u", 1, msgspec.Raw(b'{"uuid":"u","mood":"calm"}'), "moods")
    said = forger.says(2)
    forger.push(
        newer(forger, 1, mood="calm", deep={"a": [1, {"b": None}]}),
        newer(forger, 2, later),
        newer(forger, 3, later, said, hint=True),
    )
    suad.exchange()
    (state,) = suad.mirror.feeds()
    assert (state.seq, state.fault) == (3, "")
    assert list(suad.view("أحمد")) == [said.uuid]


def test_a_record_with_more_parts_than_today_is_read(come: Come, shared: Path) -> None:
    forger, suad = Forger(shared), come("سعاد")
    said = forger.says(1)
    line = forger.line(1, said)
    body = line[: line.rindex(b',"h":')].replace(b']],"prev"', b',"_default",{"later":1}]],"prev"')
    forger.push(b'%s,"h":"%s"}\n' % (body, record.hash_of(body).encode()))
    suad.exchange()
    assert list(suad.view("أحمد")) == [said.uuid]


def test_keys_of_a_later_version_in_an_annotation_are_kept(come: Come, shared: Path) -> None:
    forger, suad = Forger(shared), come("سعاد")
    said = forger.says(1)
    document = msgspec.json.decode(bytes(said.document)) | {"mood": "calm"}
    forger.push(forger.line(1, FeedOp(said.uuid, 1, msgspec.Raw(msgspec.json.encode(document)))))
    suad.exchange()
    assert suad.view("أحمد")[said.uuid]["mood"] == "calm"  # type: ignore[index] # a document


def test_a_newer_form_stops_that_feed_where_it_begins_and_says_so(come: Come, shared: Path) -> None:
    forger, suad, maryam = Forger(shared), come("سعاد"), come("مريم")
    before = forger.says(1)
    forger.push(forger.line(1, before), forger.line(2, forger.says(2), v=2), forger.line(3, forger.says(3)))
    maryam.add(1)
    maryam.exchange()
    for _ in range(3):
        suad.exchange()
    assert list(suad.view("أحمد")) == [before.uuid]
    assert suad.view("مريم") == maryam.own()
    faults = {state.member: state.fault for state in suad.mirror.feeds()}
    assert faults == {"أحمد": "a newer claimreader writes it: update this one to see more", "مريم": ""}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Project, Path]:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "1.txt").write_text("قال الوزير إن العدد كبير.", encoding="utf-8")
    hub = tmp_path / "hub"
    found(Project([corpus], annotator="نور"), str(hub))
    join(Project([corpus], annotator="نور"))
    return Project([corpus], annotator="نور"), hub


def test_after_an_update_the_rest_of_a_newer_feed_comes_and_the_notice_goes(
    work: tuple[Project, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, hub = work
    place = project.place
    assert place is not None
    forger = Forger(hub)
    forger.hub.begin(FeedCard(FORGED, "أحمد", place.team))
    forger.push(forger.line(1, forger.says(1)), forger.line(2, forger.says(2), v=2), forger.line(3))

    def session() -> tuple[int, str]:
        with open_store(place.database, annotator="نور") as store:
            taking_part = TeamWork(place, store, lambda changes: store.apply(changes, by="نور"))
            taking_part.exchange()
            (state,) = [state for state in taking_part.mirror.feeds() if state.feed == FORGED]
            taking_part.close()
        return state.seq, state.fault

    stopped = (1, "a newer claimreader writes it: update this one to see more")
    assert session() == session() == stopped
    monkeypatch.setattr(record, "VERSION", 2)  # the update
    assert session() == (3, "")
    monkeypatch.undo()


def test_after_a_way_back_to_this_version_another_feed_begins(come: Come) -> None:
    """What a newer one has gone on with is never written over, and never in silence."""
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.add(1)
    ahmad.exchange()
    feed = ahmad.membership.feed()
    assert feed is not None
    (last,) = ahmad.hub.ends(feed.uuid)
    told = record.decode(last)
    line, _ = encode([("v", 2), ("feed", feed.uuid), ("seq", told.seq + 1), ("mood", 1)], [], told.h)
    ahmad.hub.push(feed.uuid, [line])
    ahmad.add(2)
    assert "gone different ways" in ahmad.exchange().begun
    suad.exchange()
    assert suad.view("أحمد") == ahmad.own()
    ahmad.add(3)
    assert ahmad.exchange().begun == ""
