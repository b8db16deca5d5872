"""The sync tool's faults are real: for each there is a defence, and without it the same run finds the harm.

Each control takes one defence away, lets the team of `test_team_faults` work with that fault alone, and has
to find that somebody doesn't see what another one has saved, or is told of a harm that there is not. Beside
each stands the same run with the defence, which finds nothing.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from state_machines import folder_in_memory
from team_run import run_in_folders
from team_tools import FAULTS

from annotations.team import mirror as mirrors
from annotations.team import record as records
from annotations.team.chain import glance
from annotations.team.hubs import feed_folder
from annotations.team.hubs.feed_folder import FeedFolder
from annotations.team.hubs.folder import FolderHub
from annotations.team.mirror import Mirror

SEEDS = range(12)
OPERATIONS = 30

Patch = pytest.MonkeyPatch


def no_checksum(patch: Patch) -> None:
    """Take each line for one that is as it was written."""
    patch.setattr(records, "is_whole", lambda line: True)
    patch.setattr(feed_folder, "is_whole", lambda line: True)


def half_a_line_is_one(patch: Patch) -> None:
    """Take what stands at the end of a file for a line, and never come back to it."""
    lines = FeedFolder._lines

    def all_of_it(self: FeedFolder, name: str, offset: int) -> Iterator[tuple[int, bytes]]:
        for end, line in lines(self, name, offset):
            yield end, line
            offset = end
        rest = Path(self._path, name).read_bytes()[offset:]
        if rest:
            yield offset + len(rest), rest

    patch.setattr(FeedFolder, "_lines", all_of_it)
    patch.setattr(feed_folder, "is_whole", lambda line: True)


def same_size_is_same_file(patch: Patch) -> None:
    """Tell a file by its name and size alone."""
    identity = FeedFolder._identity

    def without_time(self: FeedFolder, name: str) -> Any:
        told = identity(self, name)
        return told and (0, 0, told[2], 0)

    patch.setattr(FeedFolder, "_identity", without_time)
    half_a_line_is_one(patch)


def what_comes_last_holds(patch: Patch) -> None:
    """Take a line in again that is known: the state that came last holds, and not that of the last line."""
    take = Mirror._take

    def again(self: Mirror, head: Any, line: bytes, news: set[str]) -> None:
        told = glance(line)
        if told is not None and told[0] == head.feed and told[1] <= head.seq:
            record = self._decoded(head, line)
            for op in record.ops if record is not None else ():
                self._keep(head, op, news)
            return
        take(self, head, line, news)

    patch.setattr(Mirror, "_take", again)


def no_gap_is_seen(patch: Patch) -> None:
    """Take a line in whichever was the one before it."""

    def at_once(self: Mirror, head: Any, line: bytes, news: set[str]) -> None:
        told = glance(line)
        if told is None or told[0] != head.feed or told[1] <= head.seq:
            return
        record = self._decoded(head, line)
        if record is not None:
            self._apply(record, head, news)
            head.seq, head.h, head.t = record.seq, record.h, record.t

    patch.setattr(Mirror, "_take", at_once)


def line_ends_are_line_feeds(patch: Patch) -> None:
    """Take what stands before a line feed for the line."""
    lines = FeedFolder._lines

    def strict(self: FeedFolder, name: str, offset: int) -> Iterator[tuple[int, bytes]]:
        crlf = b"\r\n" in Path(self._path, name).read_bytes()
        for end, line in lines(self, name, offset):
            yield end, line + b"\r" * crlf

    def decode(line: bytes) -> records.FeedRecord:
        if line.endswith(b"\r"):
            raise records.DamagedLineError("a line with another end")
        return records.decode(line)

    patch.setattr(FeedFolder, "_lines", strict)
    patch.setattr(mirrors, "decode_line", decode)


def nothing_is_sent_twice(patch: Patch) -> None:
    """Remember what was sent, instead of asking what is there."""
    ends, push = FolderHub.ends, FolderHub.push
    sent: dict[tuple[int, str], bytes] = {}

    def remembered(self: FolderHub, feed: str) -> Any:
        last = sent.get((id(self), feed))
        return [last] if last is not None else ends(self, feed)

    def remembering(self: FolderHub, feed: str, lines: Any) -> None:
        push(self, feed, lines)
        sent[id(self), feed] = lines[-1]

    patch.setattr(FolderHub, "ends", remembered)
    patch.setattr(FolderHub, "push", remembering)


def a_file_only_grows(patch: Patch) -> None:
    """Go on at the place up to which a file was read, whatever stands before it by now."""
    patch.setattr(FeedFolder, "_goes_on", lambda self, name, identity, mark: True)


class Control(NamedTuple):
    """A fault, and the defence against it that is taken away."""

    fault: str
    without: Callable[[Patch], None]
    own: bool = False
    """True if files are harmed where they were written."""


CONTROLS = (
    Control("half", half_a_line_is_one),
    Control("zeros", same_size_is_same_file),
    Control("older", what_comes_last_holds),
    Control("conflicted copy", what_comes_last_holds),
    Control("doubled", what_comes_last_holds),
    Control("deleted", no_gap_is_seen),
    Control("CRLF", line_ends_are_line_feeds),
    Control("flipped byte", no_checksum),
    Control("shuffled", no_gap_is_seen),
    Control("half", nothing_is_sent_twice, own=True),
    Control("older", nothing_is_sent_twice, own=True),
    Control("deleted", nothing_is_sent_twice, own=True),
    Control("half", a_file_only_grows, own=True),
)
each = pytest.mark.parametrize("control", CONTROLS, ids=lambda c: f"{c.fault}, {c.without.__name__}, {c.own}")


def wrong(folder: Path, control: Control, seeds: range) -> list[str]:
    """Return what is wrong at the end of the first run in which anything is."""
    for seed in seeds:
        try:
            found = run_in_folders(
                folder / str(seed), seed, OPERATIONS, faults=[control.fault], often=0.5,
                own=1.0 if control.own else 0.0, restarts=0.0 if control.own else 0.05,
            )  # fmt: skip
        except (sqlite3.Error, AssertionError) as error:
            return [str(error)]
        if found:
            return found
    return []


@pytest.fixture
def folder() -> Iterator[Path]:
    made = folder_in_memory()
    yield made
    shutil.rmtree(made)


def test_there_is_a_control_for_each_fault() -> None:
    assert {control.fault for control in CONTROLS} == set(FAULTS)


@each
def test_with_the_defence_all_is_well(control: Control, folder: Path) -> None:
    assert wrong(folder, control, range(2)) == []


@each
def test_without_the_defence_the_harm_is_found(
    control: Control, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    control.without(monkeypatch)
    assert wrong(folder, control, SEEDS) != []
