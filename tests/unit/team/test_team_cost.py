"""The work that a team costs, counted in calls: a look at the hub, a save, and who joins late."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from team_tools import TEAM_ID, Come, Person, said_by

from annotations.team import chain
from annotations.team.hubs import FeedCard, feed_folder
from annotations.team.hubs.folder import FolderHub
from annotations.team.record import FIRST, FeedOp, encode

MEMBERS, SESSIONS, SAVES = 20, 20, 5


def fill(shared: Path) -> None:
    """Write what colleagues have said in many sessions, each of which has left a file."""
    for member in range(MEMBERS):
        feed, name, prev, seq = f"0197f0aa-0000-7000-8000-{member:012x}", f"نور{member}", FIRST, 0
        FolderHub(shared, "x").begin(FeedCard(feed, name, TEAM_ID))
        for session in range(SESSIONS):
            lines = []
            for _ in range(SAVES):
                seq += 1
                said = said_by(name, seq)
                fields = [("v", 1), ("feed", feed), ("seq", seq), ("entry", seq)]
                fields += [
                    ("t", "2026-11-30T00:00:00.000Z"),
                    ("by", name),
                    ("session", "s"),
                    ("kind", "edit"),
                ]
                op = FeedOp(said.uuid, 1, msgspec.Raw(msgspec.json.encode(said)))
                line, prev = encode(fields, [op], prev)
                lines.append(line)
            (shared / "feeds" / feed / f"{seq:012d}-{session}.jsonl").write_bytes(b"".join(lines))


def calls(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> Counter[str]:
    """Count what is asked of the system while something is done."""
    counted: Counter[str] = Counter()

    def counting(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def counted_call(*arguments: Any, **named: Any) -> Any:
            counted[name] += 1
            return real(*arguments, **named)

        return counted_call

    with monkeypatch.context() as patch:
        for name in ("stat", "scandir", "open"):
            patch.setattr(os, name, counting(name))
        work()
    return counted


def test_an_idle_look_costs_a_few_calls_a_colleague_however_many_files_there_are(
    come: Come, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """400 files of 20 people: 0.4 ms; to look at each file would be 10."""
    fill(shared)
    monkeypatch.setattr(feed_folder, "_SETTLES", 0.0)
    suad = come("سعاد")
    suad.exchange()
    assert len(suad.mirror.feeds()) == MEMBERS
    for _ in range(feed_folder.SELDOM + 2):
        suad.exchange()
    counted = calls(monkeypatch, suad.exchange)
    assert counted["stat"] <= 4 * MEMBERS + 20
    assert counted["scandir"] <= 3
    assert counted["open"] <= 4


def test_what_comes_is_seen_at_the_next_look_though_the_other_files_rest(
    come: Come, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shared)
    monkeypatch.setattr(feed_folder, "_SETTLES", 0.0)
    suad, maryam = come("سعاد"), come("مريم")
    for _ in range(feed_folder.SELDOM + 5):
        suad.exchange()
    for number in range(3):
        maryam.add(number)
        maryam.exchange()
        suad.exchange()
        assert suad.view("مريم") == maryam.own()


def test_a_file_that_rests_is_looked_at_in_time(
    come: Come, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sync tool brings an older file whole after all."""
    fill(shared)
    monkeypatch.setattr(feed_folder, "_SETTLES", 0.0)
    folder = shared / "feeds" / f"0197f0aa-0000-7000-8000-{3:012x}"
    middle = sorted(folder.glob("*.jsonl"))[7]
    whole = middle.read_bytes()
    middle.write_bytes(b"x" * len(whole))
    suad = come("سعاد")
    for _ in range(feed_folder.SELDOM * 2):
        suad.exchange()
    assert [state.missing for state in suad.mirror.feeds() if state.missing] == [SAVES]
    middle.write_bytes(whole)
    for _ in range(feed_folder.SELDOM):
        suad.exchange()
    assert [state.missing for state in suad.mirror.feeds() if state.missing] == []


def test_a_save_reads_its_own_line_of_the_feed_and_no_other(
    come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    suad = come("سعاد")
    for number in range(60):
        suad.add(number)
    suad.exchange()
    read: list[bytes] = []
    decode = chain.decode

    def counting(line: bytes) -> Any:
        read.append(line)
        return decode(line)

    monkeypatch.setattr(chain, "decode", counting)
    suad.exchange()
    read.clear()
    for number in range(10):
        suad.add(number)
        suad.exchange()
    assert len(read) <= 10


def test_who_joins_late_takes_lines_in_by_thousands(come: Come, shared: Path) -> None:
    """Two statements a line would be most of the time that 200,000 lines take."""
    fill(shared)
    suad = come("سعاد")
    asked: list[str] = []
    suad.mirror._db.set_trace_callback(asked.append)
    suad.exchange()
    suad.mirror._db.set_trace_callback(None)
    kinds = Counter(statement.split()[0] for statement in asked)
    assert kinds["BEGIN"] <= 4
    assert kinds["SELECT"] <= 10 * MEMBERS


def test_each_joins_late_in_the_memory_of_one_batch(
    come: Come, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shared)
    monkeypatch.setattr("annotations.team.mirror._BATCH", 50)
    suad: Person = come("سعاد")
    held: list[int] = []
    write = type(suad.mirror)._write_news

    def counting(self: Any) -> None:
        held.append(len(self._records))
        write(self)

    monkeypatch.setattr(type(suad.mirror), "_write_news", counting)
    suad.exchange()
    assert max(held) <= 50
    assert sum(held) == MEMBERS * SESSIONS * SAVES
