"""What is published, what colleagues take of it, and what they are told where something is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from team_tools import FORGED, TEAM_ID, Come, Forger, Person, said_by

from annotations.model.records import ArticleRef, timestamp
from annotations.model.side_records import DONE, FEEDS, Done, done_uuid
from annotations.store.base import Change
from annotations.team.chain import Chain
from annotations.team.errors import HubError
from annotations.team.hubs import FeedCard
from annotations.team.hubs.folder import FolderHub
from annotations.team.record import (
    FIRST,
    SNAPSHOT,
    DamagedLineError,
    FeedOp,
    NewerLineError,
    decode,
    encode,
    hash_of,
    in_parts,
)


def test_what_one_saves_the_other_sees(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    first = ahmad.add(1)
    ahmad.exchange()
    assert suad.exchange().news == {first.article.sha256}
    assert suad.view("أحمد") == ahmad.own()
    ahmad.edit(first, "ثلاثة مصادر")
    ahmad.exchange()
    suad.exchange()
    assert [each["note"] for each in suad.view("أحمد").values()] == ["ثلاثة مصادر"]  # type: ignore[index] # documents
    ahmad.delete(ahmad.store.list()[0])
    ahmad.exchange()
    assert suad.exchange().news == {first.article.sha256}
    assert suad.view("أحمد") == {}


def test_a_turn_without_news_sends_and_brings_nothing(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.add()
    assert ahmad.exchange().sent == 2  # what he has said, and that he has come
    suad.exchange()
    assert ahmad.exchange() == suad.exchange() == (0, frozenset(), "")


def test_what_was_said_before_joining_is_the_beginning_of_the_feed(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.add(1)
    gone = ahmad.add(2)
    ahmad.delete(gone)
    assert ahmad.exchange().sent == 2
    feed = ahmad.membership.feed()
    assert feed is not None
    (_, first), (_, second) = ahmad.hub.pull({feed.uuid: 0})
    assert decode(first).kind == SNAPSHOT
    assert gone.uuid.encode() not in first
    assert [op.table for op in decode(second).ops] == [FEEDS.name]
    suad.exchange()
    assert suad.view("أحمد") == ahmad.own()


def test_a_beginning_is_the_same_bytes_whenever_it_is_made(come: Come, shared: Path) -> None:
    ahmad = come("أحمد")
    kept, changed, gone = ahmad.add(1), ahmad.add(2), ahmad.add(3)
    ahmad.exchange()
    feed = ahmad.membership.feed()
    assert feed is not None
    file = next((shared / "feeds" / feed.uuid).glob("*.jsonl"))
    before = file.read_bytes()
    ahmad.edit(changed, "بعد ذلك")
    ahmad.delete(gone)
    ahmad.add(4)
    file.unlink()
    ahmad.exchange()
    (again,) = (path.read_bytes() for path in (shared / "feeds" / feed.uuid).glob("*.jsonl"))
    assert again.startswith(before)
    assert kept.uuid in before.decode()


def test_only_ones_own_is_published(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    imported = said_by("مريم")
    ahmad.save([Change(imported.uuid, 0, imported)], kind="import")
    ahmad.exchange()
    own = ahmad.add()
    ahmad.save([Change(imported.uuid, 1, None)])
    ahmad.exchange()
    suad.exchange()
    assert list(suad.view("أحمد")) == [own.uuid]
    assert suad.view("مريم") == {}


def test_a_done_article_is_seen(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    now, sha256 = timestamp(), "a" * 64
    done = Done(
        uuid=done_uuid("أحمد", sha256),
        annotator="أحمد",
        created=now,
        updated=now,
        article=ArticleRef("001", sha256),
    )
    ahmad.save([DONE.put(done)])
    ahmad.exchange()
    assert suad.exchange().news == {sha256}
    assert list(suad.mirror.done()) == [done]


def test_a_large_change_is_several_lines_and_goes_on_where_it_was_cut(come: Come, shared: Path) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.exchange()
    many = [said_by("أحمد", number, note="ن" * 2000) for number in range(400)]
    ahmad.save([Change(each.uuid, 0, each) for each in many], kind="import")
    sent = ahmad.exchange().sent
    assert sent == 7  # 1.9 MB in lines of a quarter of one, and a record more
    feed = ahmad.membership.feed()
    assert feed is not None
    for file in sorted((shared / "feeds" / feed.uuid).glob("*.jsonl"))[2:]:
        file.unlink()
    assert 0 < ahmad.exchange().sent < sent
    suad.exchange()
    assert suad.view("أحمد") == ahmad.own()


# ---------------------------------------------------------------- copied and restored databases


def test_a_copied_database_is_noticed_and_nothing_is_lost(come: Come, tmp_path: Path) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.add(1)
    ahmad.exchange()
    ahmad.store.checkpoint()
    ahmad.stop()
    shutil.copytree(tmp_path / "أحمد", tmp_path / "أحمد@2")
    ahmad.start()
    second = come("أحمد@2")
    here, there = ahmad.add(2), second.add(3)
    ahmad.exchange()
    assert "gone different ways" in second.exchange().begun
    suad.exchange()
    assert set(suad.view("أحمد")) == {*ahmad.own(), *second.own()}
    assert {here.uuid, there.uuid} <= set(suad.view("أحمد"))
    # Both go on, each under a feed of its own, and nothing more is said.
    ahmad.edit(ahmad.store.get(here.uuid), "هنا")  # type: ignore[arg-type] # it is there
    second.add(4)
    assert ahmad.exchange().begun == second.exchange().begun == ""
    suad.exchange()
    assert set(suad.view("أحمد")) == {*ahmad.own(), *second.own()}


def test_a_restored_backup_is_noticed(come: Come, tmp_path: Path) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.add(1)
    ahmad.exchange()
    ahmad.store.checkpoint()
    ahmad.stop()
    shutil.copytree(tmp_path / "أحمد", tmp_path / "backup")
    ahmad.start()
    lost = ahmad.add(2)
    ahmad.exchange()
    ahmad.stop()
    shutil.rmtree(tmp_path / "أحمد")
    shutil.copytree(tmp_path / "backup", tmp_path / "أحمد")
    ahmad.start()
    assert "none of this database's changes" in ahmad.exchange().begun
    suad.exchange()
    assert lost.uuid in suad.view("أحمد")  # what a backup doesn't have a colleague still sees


# ---------------------------------------------------------------- lines that don't hold


def fault(person: Person) -> str:
    person.exchange()
    (state,) = [state for state in person.mirror.feeds() if state.feed == FORGED]
    return state.fault


def test_a_record_signed_by_another_is_refused(come: Come, shared: Path) -> None:
    forger, suad = Forger(shared), come("سعاد")
    good = forger.says(1)
    forger.push(forger.line(1, forger.says(2, "سعاد"), good))
    assert fault(suad) == "line 1: a record signed by سعاد was refused"
    assert list(suad.view("أحمد")) == [good.uuid]


def test_another_ones_annotation_is_neither_taken_over_nor_hidden(come: Come, shared: Path) -> None:
    """An annotation of one's own with the uuid of another's is one more, whatever its revision."""
    suad, maryam = come("سعاد"), come("مريم")
    theirs = maryam.add(1)
    maryam.exchange()
    forger = Forger(shared)
    mine = msgspec.structs.replace(theirs, annotator="أحمد", rev=99, note="غيره")
    op = FeedOp(theirs.uuid, 99, msgspec.Raw(msgspec.json.encode(mine)))
    forger.push(forger.line(1, op), forger.line(2, FeedOp(theirs.uuid, 100, msgspec.Raw(b"null"))))
    assert fault(suad) == ""
    assert suad.view("مريم") == maryam.own()
    assert suad.view("أحمد") == {}


def test_a_fork_is_told_and_the_first_holds(come: Come, shared: Path) -> None:
    forger, suad = Forger(shared), come("سعاد")
    forger.push(forger.line(1, forger.says(1)))
    assert fault(suad) == ""
    forger.push(forger.line(1, forger.says(2), prev=FIRST))
    assert "two places" in fault(suad)
    assert len(suad.view("أحمد")) == 1


def test_a_gap_waits_and_is_counted(come: Come, shared: Path) -> None:
    forger, suad = Forger(shared), come("سعاد")
    lines = [forger.line(seq, forger.says(seq)) for seq in range(1, 6)]
    forger.push(lines[0], *lines[3:])
    suad.exchange()
    (state,) = suad.mirror.feeds()
    assert (state.seq, state.missing) == (1, 2)
    forger.push(*lines[1:3])
    suad.exchange()
    (state,) = suad.mirror.feeds()
    assert (state.seq, state.missing, state.fault) == (5, 0, "")


def test_a_newer_form_stops_that_feed_alone(come: Come, shared: Path) -> None:
    forger, suad, ahmad = Forger(shared), come("سعاد"), come("مريم")
    forger.push(forger.line(1, v=2))
    ahmad.add()
    ahmad.exchange()
    assert "newer claimreader" in fault(suad)
    assert suad.view("مريم") == ahmad.own()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"\x00" * 100,
        b"[" * 100_000,
        b'{"v":1,"feed":"x","seq":1,"h":"0000000000000000"}',
        b'{"v":1,"h":"' + hash_of(b'{"v":1').encode() + b'"}',
        b'{"v":1,"seq":-1,"h":"' + hash_of(b'{"v":1,"seq":-1').encode() + b'"}',
    ],
)
def test_what_is_no_line_is_said_to_be_none(line: bytes) -> None:
    with pytest.raises(DamagedLineError):
        decode(line)


def test_a_line_of_the_future_is_told_from_a_damaged_one() -> None:
    line, _ = encode([("v", 2), ("new", True)], [], FIRST)
    with pytest.raises(NewerLineError):
        decode(line)


def test_another_card_of_a_feed_changes_nothing(come: Come, shared: Path) -> None:
    forger, suad = Forger(shared), come("سعاد")
    forger.push(forger.line(1, forger.says(1)))
    suad.exchange()
    forger.hub.begin(FeedCard(forger.feed, "مريم", TEAM_ID))
    for _ in range(60):  # cards are written once, and looked at again from time to time
        suad.exchange()
    assert fault(suad) == "it is مريم's now; أحمد's holds"
    assert len(suad.view("أحمد")) == 1


def test_lines_hang_together_in_whatever_order_they_lie() -> None:
    made, prev = [], FIRST
    for seq in range(1, 6):
        line, prev = encode([("v", 1), ("feed", "f"), ("seq", seq), ("entry", seq), ("t", ""), ("by", ""),
                             ("session", ""), ("kind", "")], [], prev)  # fmt: skip
        made.append(line.rstrip(b"\n"))
    chain = Chain("f")
    chain.add([made[4], made[1], made[0]])
    assert chain.ends() == [made[1]]
    chain.add([made[3], made[2], made[2]])
    assert chain.ends() == [made[4]]


def test_a_change_is_divided_alike_each_time() -> None:
    ops = [FeedOp(str(number), 1, msgspec.Raw(b'"%s"' % (b"x" * 100_000))) for number in range(7)]
    assert [len(part) for part in in_parts(ops)] == [3, 3, 1]
    assert in_parts([]) == []


def test_what_lies_in_the_folder_of_another_feed_is_nobodys(come: Come, shared: Path) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.add()
    ahmad.exchange()
    forger = Forger(shared, "مريم")
    feed = ahmad.membership.feed()
    assert feed is not None
    forger.push(*(line + b"\n" for line in _lines(shared / "feeds" / feed.uuid)))
    suad.exchange()
    assert suad.view("مريم") == {}
    assert suad.view("أحمد") == ahmad.own()


def _lines(folder: Path) -> list[bytes]:
    return [line for path in folder.glob("*.jsonl") for line in path.read_bytes().splitlines()]


def test_a_hub_that_is_away_loses_nothing(come: Come, shared: Path) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    shared.rename(shared.with_name("away"))
    ahmad.add()
    shared.write_text("no folder")
    with pytest.raises(HubError):
        ahmad.exchange()
    ahmad.add()
    shared.unlink()
    shared.with_name("away").rename(shared)
    assert ahmad.membership.unsent() == 3  # two, and that he has come
    ahmad.exchange()
    suad.exchange()
    assert suad.view("أحمد") == ahmad.own()
    assert ahmad.membership.unsent() == 0


def test_who_comes_and_who_leaves_is_known_to_all(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.exchange()
    suad.exchange()
    assert suad.mirror.members() == {"أحمد": False}
    feed = ahmad.membership.feed()
    assert feed is not None
    ahmad.save([FEEDS.put(msgspec.structs.replace(feed, left=True), feed.rev)])
    ahmad.exchange()
    suad.exchange()
    assert suad.mirror.members() == {"أحمد": True}


def test_who_has_begun_what_is_known(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    said = ahmad.add(1)
    ahmad.exchange()
    suad.exchange()
    assert suad.mirror.begun() == {said.article.sha256: {"أحمد"}}
    ahmad.delete(ahmad.store.list()[0])
    ahmad.exchange()
    suad.exchange()
    assert suad.mirror.begun() == {}


def test_a_start_reads_only_what_came_since_the_last(come: Come, shared: Path) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    for number in range(5):
        ahmad.add(number)
    ahmad.exchange()
    suad.exchange()
    feed = ahmad.membership.feed()
    assert feed is not None
    have = {feed.uuid: 0}
    state = suad.hub.state({feed.uuid})
    again = FolderHub(shared, "again")
    again.resume(state)
    assert list(again.pull(have)) == []
    ahmad.add(5)
    ahmad.exchange()
    assert len(list(again.pull(have))) == 1
    from_the_beginning = FolderHub(shared, "new")
    from_the_beginning.resume(b"no state")
    assert len(list(from_the_beginning.pull(have))) == 3
    of_no_feed = FolderHub(shared, "none")
    of_no_feed.resume(suad.hub.state(set()))
    assert len(list(of_no_feed.pull(have))) == 3


def test_a_file_that_is_another_one_now_is_read_from_its_beginning(come: Come, shared: Path) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.add(1)
    ahmad.exchange()
    suad.exchange()
    feed = ahmad.membership.feed()
    assert feed is not None
    state = suad.hub.state({feed.uuid})
    for path in (shared / "feeds" / feed.uuid).glob(
        "*.jsonl"
    ):  # an older version, which a sync tool has put back
        path.write_bytes(b"{}\n" + path.read_bytes())
    again = FolderHub(shared, "again")
    again.resume(state)
    assert len(list(again.pull({feed.uuid: 0}))) == 3


def test_a_full_file_that_is_put_back_by_a_sync_tool_is_looked_at_in_time(come: Come, shared: Path) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    for number in range(150):
        ahmad.add(number, "ملاحظة " * 500)
    ahmad.exchange()
    feed = ahmad.membership.feed()
    assert feed is not None
    first, *_ = sorted((shared / "feeds" / feed.uuid).glob("*.jsonl"))
    whole = first.read_bytes()
    assert len(whole) >= 256 << 10
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 1
    first.write_bytes(damaged)
    suad.exchange()
    assert suad.mirror.feeds()[0].missing
    first.write_bytes(whole)
    for _ in range(60):
        suad.exchange()
    assert suad.view("أحمد") == ahmad.own()


def test_a_folder_that_is_thrown_full_costs_no_colleague(
    come: Come, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    ahmad.add(1)
    ahmad.exchange()
    suad.exchange()
    for number in range(60):
        (shared / "feeds" / f"{number:04d}").mkdir()
    monkeypatch.setattr("annotations.team.hubs.folder._MOST_FEEDS", 1)
    ahmad.add(2)
    ahmad.exchange()
    suad.exchange()
    assert suad.view("أحمد") == ahmad.own()


@pytest.mark.parametrize("name", ["", "x" * 300, "a\x1b]0;pwned\x07", "a\u202eb", "two\nlines"])
def test_a_card_with_a_name_that_nobody_can_have_is_no_feed(name: str, come: Come, shared: Path) -> None:
    suad = come("سعاد")
    folder = shared / "feeds" / "f"
    folder.mkdir(parents=True)
    (folder / "member.json").write_bytes(msgspec.json.encode(FeedCard("f", name, TEAM_ID)))
    suad.exchange()
    assert suad.mirror.feeds() == []
