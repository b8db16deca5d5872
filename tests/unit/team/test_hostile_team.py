"""Whatever lies at a hub, one's own work and other colleagues' go on, and a person is told in one line."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from team_tools import FORGED, TEAM_ID, Come, Forger, Person, said_by

from annotations.model.records import ArticleRef
from annotations.scheme_file.loader import SchemeError
from annotations.scheme_file.team_table import read_team_table
from annotations.team import team_file
from annotations.team.errors import HubError, TeamFileError
from annotations.team.hubs import FeedCard
from annotations.team.hubs.folder import FolderHub
from annotations.team.record import FIRST, FeedOp, hash_of
from annotations.team.team_file import new_team
from annotations.text.sanitising import LONGEST_NAME, is_plain

VALUES = {
    "control characters": rb'"a\u001b]0;title\u0007\u0000b"',
    "bare control characters": b'"a\x1b[2Jb"',
    "two lines": rb'"a\nb\r\n"',
    "reversed": rb'"\u202eabc\u2066"',
    "10,000 characters": b'"' + b"x" * 10_000 + b'"',
    "a huge number": b"9" * 5_000,
    "more than 53 bits": b"9007199254740993",
    "infinity": b"1e999",
    "NaN": b"NaN",
    "negative": b"-1",
    "a fraction": b"1.5",
    "null": b"null",
    "true": b"true",
    "a list": b"[1,[2]]",
    "an object": b'{"a":{"b":[]}}',
    "deep": b"[" * 50_000 + b"]" * 50_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "half a surrogate": rb'"\ud800"',
    "half a surrogate as bytes": b'"\xed\xa0\x80"',
    "no UTF-8": b'"\xff\xfe"',
    "empty": b'""',
    "a path": b'"../../../etc/passwd"',
}
RECORD_FIELDS = ("v", "feed", "seq", "entry", "t", "by", "session", "kind", "of", "part", "ops", "prev")
OP_FIELDS = ("op.0", "op.1", "op.2", "op.3")
DOCUMENT_FIELDS = (
    "uuid", "annotator", "article", "article.id", "article.sha256", "target", "target.start", "target.quote",
    "target.sentence", "tags", "attributes", "note", "links", "created", "updated", "rev", "unknown",
)  # fmt: skip


def line(field: str, value: bytes, feed: str) -> bytes:
    """Make a line of a feed, whole and in its place, of which one value is another one."""
    said = said_by("أحمد", 1)
    document = {
        key: msgspec.json.encode(part) for key, part in msgspec.json.decode(msgspec.json.encode(said)).items()
    }
    at, _, inner = field.partition(".")
    if field in DOCUMENT_FIELDS:
        if inner:
            part = {key: msgspec.json.encode(each) for key, each in msgspec.json.decode(document[at]).items()}
            value = _object(part | {inner: value})
        document[at] = value
    ops = [msgspec.json.encode(said.uuid), b"1", _object(document), b'"_default"']
    if at == "op":
        ops[int(inner)] = value
    record = {
        "v": b"1", "feed": f'"{feed}"'.encode(), "seq": b"1", "entry": b"1",
        "t": b'"2026-11-30T00:00:00.000Z"', "by": b'"x"', "session": b'"s"', "kind": b'"edit"',
        "ops": b"[[" + b",".join(ops) + b"]]", "prev": f'"{FIRST}"'.encode(),
    }  # fmt: skip
    if field in RECORD_FIELDS:
        record[field] = value
    body = _object(record)[:-1]
    return b'%s,"h":"%s"}\n' % (body, hash_of(body).encode())


def _object(parts: dict[str, bytes]) -> bytes:
    return b"{" + b",".join(b'"%s":%s' % (key.encode(), value) for key, value in parts.items()) + b"}"


def nothing_is_harmed(suad: Person, maryam: Person) -> None:
    """See that both still send and receive, and that what is told of the others is one plain line."""
    own = suad.own()
    suad.add(7)
    maryam.add(8)
    for person in (maryam, suad, maryam):
        person.exchange()
    assert suad.view("مريم") == maryam.own()
    assert maryam.view("سعاد") == suad.own()
    assert own.items() <= suad.own().items()
    assert suad.notices == []
    for state in suad.mirror.feeds():
        assert is_plain(state.fault)
        assert is_plain(state.member)
        assert is_plain(state.last)
        assert len(state.fault) < 400
        assert state.fault == "" or state.member not in ("مريم", "سعاد")
    assert "مريم" in suad.mirror.members()
    assert any("مريم" in names for names in suad.mirror.begun().values())
    assert {name for name, _ in suad.mirror.each_annotation()} <= {"مريم", "أحمد"}
    assert list(suad.mirror.done()) == []
    suad.membership.unsent()


@pytest.mark.parametrize("field", RECORD_FIELDS + OP_FIELDS + DOCUMENT_FIELDS)
def test_a_line_with_a_hostile_value_harms_nobody(field: str, come: Come, shared: Path) -> None:
    suad, maryam = come("سعاد"), come("مريم")
    suad.add(1)
    suad.exchange()
    for number, value in enumerate(VALUES.values()):
        feed = f"0197f0aa-0000-7000-8000-{number:012x}"
        suad.hub.begin(FeedCard(feed, "أحمد", TEAM_ID))
        (shared / "feeds" / feed / "1.jsonl").write_bytes(line(field, value, feed))
    nothing_is_harmed(suad, maryam)


@pytest.mark.parametrize("field", ["feed", "member", "team", "follows", "app"])
def test_a_card_with_a_hostile_value_harms_nobody(field: str, come: Come, shared: Path) -> None:
    suad, maryam = come("سعاد"), come("مريم")
    for number, value in enumerate(VALUES.values()):
        feed = f"{number:036x}"
        folder = shared / "feeds" / feed
        folder.mkdir(parents=True)
        card = {"feed": f'"{feed}"', "member": '"x"', "team": f'"{TEAM_ID}"', "follows": "null", "app": '"a"'}
        (folder / "member.json").write_bytes(
            _object({key: each.encode() for key, each in card.items()} | {field: value})
        )
    nothing_is_harmed(suad, maryam)
    for state in suad.mirror.feeds():
        assert len(state.member) <= LONGEST_NAME


TOML = {
    "control characters": r'"a\u001b]0;title\u0007\u0000b"',
    "reversed": r'"\u202eabc\u2066"',
    "two lines": r'"a\nb"',
    "10,000 characters": '"' + "x" * 10_000 + '"',
    "a huge number": "9" * 5_000,
    "infinity": "inf",
    "NaN": "nan",
    "negative": "-1",
    "true": "true",
    "a list": "[1, [2]]",
    "a table": "{a = {b = 1}}",
    "deep": "[" * 5_000 + "]" * 5_000,
    "a path": '"../../../etc"',
    "half a surrogate": r'"\ud800"',
    "a date": "2026-11-30",
    "empty": '""',
}
TEAM_FIELDS = (
    "v",
    "team",
    "name",
    "seed",
    "lead",
    "share",
    "readers",
    "blind",
    "inactive",
    "scheme",
    "assigned",
)


@pytest.mark.parametrize("field", TEAM_FIELDS)
@pytest.mark.parametrize("value", TOML)
def test_a_team_file_with_a_hostile_value_is_refused_in_a_line_or_harmless(field: str, value: str) -> None:
    good = team_file.encode(new_team("المكتب", "نور")).decode().splitlines()
    text = "\n".join(
        [*(each for each in good if not each.startswith(f"{field} ")), f"{field} = {TOML[value]}"]
    )
    try:
        team, said = team_file.decode(text.encode()), ""
    except TeamFileError as error:
        said = str(error)
    assert is_plain(said)
    assert len(said) < 400
    if said:
        return
    assert "/" not in team.team
    for name in (team.team, team.name, team.lead, *team.inactive):
        assert is_plain(name)
        assert len(name) <= LONGEST_NAME
    assert 0 <= team.share <= 1
    assert 1 <= team.readers <= 9
    assert team_file.decode(team_file.encode(team)) == team


@pytest.mark.parametrize("field", ["hub", "name", "lead", "share", "readers", "blind"])
@pytest.mark.parametrize("value", TOML)
def test_a_table_beside_the_corpus_with_a_hostile_value_is_one_line(
    field: str, value: str, tmp_path: Path
) -> None:
    path = tmp_path / "claimreader.toml"
    path.write_text(f"[team]\n{field} = {TOML[value]}\n", encoding="utf-8")
    try:
        read_team_table(path)
    except SchemeError as error:
        said = str(error)
    else:
        said = ""
    assert is_plain(said)
    assert len(said) < 600


# ---------------------------------------------------------------- sizes


def most_memory(work: Callable[[], object]) -> float:
    """Return how many MiB of objects there are at most for some work, whatever this process had before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / (1 << 20)
    finally:
        tracemalloc.stop()


def test_a_line_of_a_gigabyte_is_not_read(come: Come, shared: Path) -> None:
    forger, suad, maryam = Forger(shared), come("سعاد"), come("مريم")
    forger.push(forger.line(1, forger.says(1)))
    for name in ("large.jsonl", "larger.jsonl"):
        with (shared / "feeds" / FORGED / name).open("wb") as file:
            file.write(b'{"v":1,')
            file.truncate(1 << 30)
    assert most_memory(lambda: nothing_is_harmed(suad, maryam)) < 64
    began = time.process_time()
    nothing_is_harmed(suad, maryam)
    assert time.process_time() - began < 5  # and not the seconds that a gigabyte takes each look
    assert list(suad.hub.passed_over()) == [
        "أحمد: 2 files of more than 64 MB, which nobody reads: who keeps the folder clears it up"
    ]
    assert len(suad.view("أحمد")) == 1
    (shared / "feeds" / FORGED / "large.jsonl").unlink()
    (shared / "feeds" / FORGED / "larger.jsonl").unlink()
    suad.exchange()
    assert suad.hub.passed_over() == []


def test_a_line_that_is_too_long_hides_none_behind_it(come: Come, shared: Path) -> None:
    forger, suad = Forger(shared), come("سعاد")
    good = [forger.line(seq, forger.says(seq)) for seq in (1, 2)]
    with (shared / "feeds" / FORGED / "1.jsonl").open("wb") as file:
        file.write(good[0])
        file.seek(20 << 20, 1)
        file.write(b"\n" + good[1])
    suad.exchange()
    assert len(suad.view("أحمد")) == 2


def test_a_large_file_under_ones_own_feed_is_sent_past(come: Come, shared: Path) -> None:
    suad, maryam = come("سعاد"), come("مريم")
    suad.add(1)
    suad.exchange()
    feed = suad.membership.feed()
    assert feed is not None
    (path,) = (shared / "feeds" / feed.uuid).glob("*.jsonl")
    with path.open("r+b") as file:
        file.truncate(1 << 30)
    nothing_is_harmed(suad, maryam)


def test_files_without_end_under_a_feed_cost_that_feed_alone(
    come: Come, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.team.hubs.feed_folder._MOST_FILES", 50)
    forger, suad, maryam = Forger(shared), come("سعاد"), come("مريم")
    forger.push(forger.line(1, forger.says(1)))
    suad.exchange()
    for number in range(200):
        (shared / "feeds" / FORGED / f"{number}-x.jsonl").touch()
    forger.push(forger.line(2, forger.says(2)))
    nothing_is_harmed(suad, maryam)
    assert len(suad.view("أحمد")) >= 1
    assert list(suad.hub.passed_over()) == [
        "أحمد: more than 50 files; those beyond them aren't read: who keeps the folder clears it up"
    ]


def test_files_without_end_under_my_own_feed_stop_what_is_sent_and_lose_nothing(
    come: Come, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suad, maryam = come("سعاد"), come("مريم")
    suad.add(1)
    suad.exchange()
    feed = suad.membership.feed()
    assert feed is not None
    own = shared / "feeds" / feed.uuid
    monkeypatch.setattr("annotations.team.hubs.feed_folder._MOST_FILES", 50)
    thrown = [own / f"{number}-x.jsonl" for number in range(200)]
    for path in thrown:
        path.touch()
    suad.add(2)
    maryam.add(3)
    maryam.exchange()
    for _ in range(5):
        with pytest.raises(HubError, match="more than 50 files") as raised:
            suad.exchange()
    assert is_plain(str(raised.value))
    assert len(list(own.iterdir())) == 202  # nothing is sent again and again
    for path in thrown:
        path.unlink()
    nothing_is_harmed(suad, maryam)


def test_feeds_without_end_hide_no_colleague_who_is_known(
    come: Come, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suad, maryam = come("سعاد"), come("مريم")
    nothing_is_harmed(suad, maryam)
    monkeypatch.setattr("annotations.team.hubs.folder._MOST_FEEDS", 20)
    for number in range(300):
        (shared / "feeds" / f"{number:032x}").mkdir()
    for person in (suad, maryam):  # also at the next start
        person.hub = person._hub = FolderHub(shared, "again")
        person.stop()
        person.start()
        person.add(5)
        person.exchange()
    nothing_is_harmed(suad, maryam)
    (told,) = suad.hub.passed_over()
    assert "more than 20 feeds; those beyond them aren't read" in told
    assert is_plain(told)


def test_a_thousand_of_what_is_too_much_is_told_in_few_lines(shared: Path) -> None:
    hub = FolderHub(shared, "x")
    have = {}
    for number in range(1000):
        feed = f"{number:032x}"
        hub.begin(FeedCard(feed, f"a{number}", TEAM_ID))
        with (shared / "feeds" / feed / "1.jsonl").open("wb") as file:
            file.truncate(1 << 40)
        have[feed] = 0
    assert list(hub.pull(have)) == []
    assert len(hub.passed_over()) == 4
    assert hub.passed_over()[-1] == "and 997 more"


def test_a_card_that_comes_after_its_folder_is_found_among_many_that_never_come(
    come: Come, shared: Path
) -> None:
    suad, maryam = come("سعاد"), come("مريم")
    for number in range(100):
        (shared / "feeds" / f"{number:032x}").mkdir(parents=True)
    (shared / "feeds" / ("f" * 32)).mkdir()
    suad.exchange()
    with closing(FolderHub(shared, "late")) as late:
        late.begin(FeedCard("f" * 32, "أحمد", TEAM_ID))
    for _ in range(10):
        suad.exchange()
    assert "أحمد" in suad.mirror.members()
    nothing_is_harmed(suad, maryam)


def test_pipes_and_links_to_devices_hold_up_nobody(come: Come, shared: Path) -> None:
    import os

    forger, suad, maryam = Forger(shared), come("سعاد"), come("مريم")
    forger.push(forger.line(1, forger.says(1)))
    folder = shared / "feeds" / FORGED
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "zero.jsonl").symlink_to("/dev/zero")
    (folder / "folder.jsonl").mkdir()
    other = shared / "feeds" / "0197f0aa-0000-7000-8000-0000000000fe"
    other.mkdir()
    os.mkfifo(other / "member.json")
    nothing_is_harmed(suad, maryam)
    assert len(suad.view("أحمد")) == 1


@pytest.mark.parametrize("sha256", ["", "not-a-digest", "A" * 64, " " * 64, "0" * 63])
def test_what_is_said_of_no_text_is_refused_and_told_and_hides_nothing(
    sha256: str, come: Come, shared: Path
) -> None:
    forger, suad = Forger(shared), come("سعاد")
    strange = msgspec.structs.replace(said_by("أحمد", 1), article=ArticleRef("x", sha256))
    op = FeedOp(strange.uuid, 1, msgspec.Raw(msgspec.json.encode(strange)))
    forger.push(forger.line(1, op, forger.says(1)), forger.line(2, forger.says(2)))
    suad.exchange()
    (state,) = suad.mirror.feeds()
    assert (state.seq, state.fault) == (2, "line 1: a record that names no text was refused")
    assert len(suad.view("أحمد")) == 2
    assert suad.mirror.annotation(strange.uuid) is None
    assert set(suad.mirror.begun()) == {f"{number:064x}" for number in (1, 2)}


def test_a_line_that_is_whole_and_no_feeds_is_told(come: Come, shared: Path) -> None:
    forger, suad = Forger(shared), come("سعاد")
    forger.push(line("t", VALUES["control characters"], FORGED))
    suad.exchange()
    (state,) = suad.mirror.feeds()
    assert (state.seq, state.fault) == (0, "a line that is none of a feed: nothing after it is seen")
