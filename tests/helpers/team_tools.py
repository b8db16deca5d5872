"""People of a team, each with a real store, and a sync tool that does to their folders what sync tools do."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec
from store_tools import TEXT

from annotations.model.records import (
    Annotation,
    ArticleRef,
    Link,
    new_uuid,
    target_for,
    timestamp,
    to_document,
)
from annotations.model.side_records import AnyChange
from annotations.store import history_entries
from annotations.store.base import Change
from annotations.store.recovery import Paths
from annotations.store.tinydb_store import open_store
from annotations.team.hubs import FeedCard, Hub
from annotations.team.hubs.folder import FolderHub
from annotations.team.membership import Exchanged, Membership
from annotations.team.mirror import Mirror
from annotations.team.record import FIRST, FeedOp, encode

TEAM_ID = "0197f0aa-0000-7000-8000-000000000001"


def said_by(name: str, number: int = 0, *, note: str = "") -> Annotation:
    """Make an annotation that somebody has signed."""
    now = timestamp()
    return Annotation(
        uuid=new_uuid(),
        article=ArticleRef(f"art-{number % 3}", f"{number % 3:064x}"),
        target=target_for(TEXT, number % 50, number % 50 + 12, number),
        tags=("claim",),
        note=note,
        annotator=name,
        created=now,
        updated=now,
    )


class Person:
    """One person at a machine: a database, a replica of the team's folder, and the mirror of the others."""

    def __init__(self, name: str, home: Path, hub: Hub | None = None) -> None:
        self.name = name
        self.home = home
        self.database = home / "annotations.json"
        self.replica = home / "team"
        self.replica.mkdir(parents=True, exist_ok=True)
        self._hub = hub
        self.notices: list[str] = []
        self.start()

    def start(self) -> None:
        """Open everything, as a session does at its start."""
        self.store = open_store(self.database, annotator=self.name)
        self.store.pause_checkpoints()
        self.hub = self._hub or FolderHub(self.replica, self.store.session)
        self.mirror = Mirror(self.home / "cache" / "mirror.sqlite")
        paths = Paths.of(self.database)
        entries = partial(history_entries.entries, paths.journal, paths.history)
        self.membership = Membership(
            self.store, entries, self.save, self.hub, self.mirror, TEAM_ID, self.name
        )

    def stop(self) -> None:
        """Close everything, as a session does at its end."""
        self.mirror.close()
        self.store.close()

    def save(self, changes: Sequence[AnyChange], kind: str = "edit") -> None:
        """Save as this person."""
        self.store.apply(changes, by=self.name, kind=kind)

    def add(self, number: int = 0, note: str = "") -> Annotation:
        """Save a new annotation."""
        annotation = said_by(self.name, number, note=note)
        self.save([Change(annotation.uuid, 0, annotation)])
        return annotation

    def edit(self, annotation: Annotation, note: str) -> None:
        """Change the note of one's own annotation."""
        self.save([Change(annotation.uuid, annotation.rev, msgspec.structs.replace(annotation, note=note))])

    def link(self, annotation: Annotation, to: str) -> None:
        """Say that an annotation contradicts another one."""
        links = (*annotation.links, Link("contradicts", to))
        self.save([Change(annotation.uuid, annotation.rev, msgspec.structs.replace(annotation, links=links))])

    def delete(self, annotation: Annotation) -> None:
        """Delete one's own annotation."""
        self.save([Change(annotation.uuid, annotation.rev, None)])

    def exchange(self) -> Exchanged:
        """Send and receive once."""
        came = self.membership.exchange()
        if came.begun:
            self.notices.append(came.begun)
        return came

    def own(self) -> dict[str, object]:
        """Return what this person says, by uuid."""
        return {each.uuid: to_document(each) for each in self.store.list() if each.annotator == self.name}

    def view(self, name: str) -> dict[str, object]:
        """Return what this person sees of another one, by uuid."""
        return {
            each.uuid: to_document(each)
            for number in range(3)
            for member, each in self.mirror.annotations(f"{number:064x}")
            if member == name
        }


def own_files(person: Person) -> list[Path]:
    """Return the files of a person's own feeds in his replica, relative to it."""
    own = {feed.feed for feed in person.hub.cards() if feed.member == person.name}
    return sorted(
        path.relative_to(person.replica)
        for feed in own
        for path in (person.replica / "feeds" / feed).iterdir()
    )


def copy(source: Person, target: Person, file: Path) -> None:
    """Bring a file to another replica, as it is."""
    data = (source.replica / file).read_bytes()
    (target.replica / file).parent.mkdir(parents=True, exist_ok=True)
    (target.replica / file).write_bytes(data)


def sync(people: Sequence[Person]) -> None:
    """Bring all that each has written to all others, without a fault."""
    for source in people:
        for file in own_files(source):
            for target in people:
                if target is not source:
                    copy(source, target, file)


FAULTS = (
    "half", "zeros", "older", "conflicted copy", "doubled", "deleted", "CRLF", "flipped byte", "shuffled",
)  # fmt: skip


def copy_badly(source: Person, target: Person, file: Path, fault: str, luck: random.Random) -> None:
    """Bring a file of lines to another replica as a sync tool does that has a fault."""
    place = target.replica / file
    place.parent.mkdir(parents=True, exist_ok=True)
    data = (source.replica / file).read_bytes()
    if fault == "conflicted copy":
        place = place.with_name(f"{place.stem} (conflicted copy){place.suffix}")
    elif fault == "deleted":
        place.unlink(missing_ok=True)
        return
    place.write_bytes(damaged(data, fault, luck))


def damaged(data: bytes, fault: str, luck: random.Random) -> bytes:
    """Return the bytes of a file of lines after a fault."""
    lines = data.splitlines(keepends=True)
    if fault == "half":
        return data[: luck.randrange(len(data) + 1)]
    if fault == "zeros":
        keep = luck.randrange(len(data) + 1)
        return data[:keep] + bytes(len(data) - keep)
    if fault == "older":
        return b"".join(lines[: luck.randrange(len(lines) + 1)])
    if fault == "doubled":
        return data + data
    if fault == "CRLF":
        return data.replace(b"\n", b"\r\n")
    if fault == "flipped byte" and data:
        at = luck.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1 << luck.randrange(8)]) + data[at + 1 :]
    if fault == "shuffled":
        whole = [line for line in lines if line.endswith(b"\n")]
        return b"".join([*luck.sample(whole, len(whole)), *lines[len(whole) :]])
    return data


Come = Callable[[str], Person]
"""Makes a person of a team by name."""


FORGED = "0197f0aa-0000-7000-8000-00000000000f"


class Forger:
    """Writes lines into the shared folder, as anybody may who can write there."""

    def __init__(self, shared: Path, member: str = "أحمد") -> None:
        self.hub = FolderHub(shared, "forger")
        self.feed = FORGED
        self.hub.begin(FeedCard(self.feed, member, TEAM_ID))
        self.prev = FIRST

    def line(self, seq: int, *ops: FeedOp, prev: str | None = None, v: int = 1) -> bytes:
        fields = [
            ("v", v),
            ("feed", self.feed),
            ("seq", seq),
            ("entry", seq),
            ("t", "2026-11-30T00:00:00.000Z"),
        ]
        fields += [("by", "أحمد"), ("session", "s"), ("kind", "edit")]
        line, self.prev = encode(fields, ops, self.prev if prev is None else prev)
        return line

    def says(self, number: int, annotator: str = "أحمد") -> FeedOp:
        annotation = said_by(annotator, number)
        return FeedOp(annotation.uuid, 1, msgspec.Raw(msgspec.json.encode(annotation)))

    def push(self, *lines: bytes) -> None:
        self.hub.push(self.feed, lines)
