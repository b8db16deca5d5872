"""Some people of a team at work, for as long as one wants, while everything between them goes wrong.

A run is the same each time for a seed. It ends when all that was written has come to everybody once, and then
each has to see what each has said: what was acknowledged as saved, byte by byte, and nothing else.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from team_tools import FAULTS, Person, copy, copy_badly, damaged, own_files

from annotations.model.records import Annotation, to_document
from annotations.services.undo import undo
from annotations.store.journal import ANNOTATIONS
from annotations.team.errors import HubError
from annotations.team.hubs import Hub

if TYPE_CHECKING:
    from postgresql_server import Server

NAMES = ("أحمد", "سعاد", "Jo", "مريم", "نور")

HARMLESS = ("conflicted copy", "doubled", "CRLF", "shuffled")
"""Faults with which all lines come all the same: also after the last one of them all must be seen."""

Saved = dict[str, bytes]
"""What one person has said and was told to be saved: documents by uuid."""


class Team:
    """People who work, and what each was told to be saved.

    Args:
        folder: takes all that they write.
        seed: of what they do.
        hub_of: makes what carries each one's lines; None: each has a replica of a folder.
    """

    def __init__(self, folder: Path, seed: int, hub_of: Callable[[str], Hub] | None = None) -> None:
        self.luck = random.Random(seed)
        self.folder = folder
        self.people = [
            Person(name, folder / str(number), hub_of(name) if hub_of else None)
            for number, name in enumerate(NAMES)
        ]
        self.saved: dict[str, Saved] = {person.name: {} for person in self.people}
        self.operations = 0

    def work(self) -> None:
        """Let somebody do something: 45 % new, 25 % changed, 10 % deleted, 12 % linked, 8 % undone."""
        luck, self.operations = self.luck, self.operations + 1
        person = luck.choice(self.people)
        saved, before = self.saved[person.name], person.store.info().seq
        own = person.store.get(luck.choice(sorted(saved))) if saved else None
        what = luck.random()
        if own is None or what < 0.45:
            person.add(luck.randrange(1000), f"ملاحظة {self.operations}")
        elif what < 0.70:
            person.edit(own, "تعديل " * luck.randrange(1, 9) + str(self.operations))
        elif what < 0.80:
            person.delete(own)
        elif what < 0.92:
            to = luck.choice(sorted(self.saved[luck.choice(self.people).name]) or [own.uuid])
            if to not in {own.uuid, *(link.to for link in own.links)}:
                person.link(own, to)
        else:
            undo(person.store, person.name)
        for event in person.store.history(since=before):
            if isinstance(event.after, Annotation):
                saved[event.uuid] = msgspec.json.encode(to_document(event.after))
            elif event.table == ANNOTATIONS:
                saved.pop(event.uuid, None)

    def exchange(self, person: Person) -> None:
        """Send and receive once; a hub that is away is tried again another time."""
        try:
            person.exchange()
        except HubError:
            return

    def restart(self, person: Person) -> None:
        """Let somebody end, and begin anew."""
        person.stop()
        person.start()

    def check(self, late: Person) -> list[str]:
        """Return what is wrong: whose work somebody doesn't see as it was saved; nothing if all is well.

        Args:
            late: somebody who joins now.
        """
        wrong = [f"{person.name} is told: {notice}" for person in self.people for notice in person.notices]
        for reader in (*self.people, late):
            for state in reader.mirror.feeds():
                wrong += [f"{reader.name} is told of {state.member}: {state.fault}"] * bool(state.fault)
            for writer in self.people:
                seen = writer.own() if writer is reader else reader.view(writer.name)
                documents = {uuid: msgspec.json.encode(document) for uuid, document in seen.items()}
                if documents != self.saved[writer.name]:
                    lost = self.saved[writer.name].keys() - documents.keys()
                    wrong.append(f"{reader.name} sees another {writer.name}; {len(lost)} lost")
        return wrong

    def stop(self) -> None:
        """End all."""
        for person in self.people:
            person.stop()


class FaultySync:
    """A sync tool that keeps people's folders alike, with faults.

    Args:
        team: the people.
        faults: what may go wrong.
        often: how often it does, 0 to 1.
        own: how many of the faults harm a file where it was written, 0 to 1.
    """

    def __init__(self, team: Team, faults: Sequence[str], often: float, own: float) -> None:
        self._team = team
        self._faults = faults
        self._often = often
        self._own = own
        self.count = 0

    def work(self) -> None:
        """Bring a file from one to another, or harm one where it is."""
        luck = self._team.luck
        source, target = luck.sample(self._team.people, 2)
        files = own_files(source)
        if not files:
            return
        file = luck.choice(files)
        if file.suffix != ".jsonl" or luck.random() >= self._often:
            copy(source, target, file)
            return
        self.count += 1
        fault = luck.choice(self._faults)
        if luck.random() < self._own:
            self._harm(source.replica / file, fault)
        else:
            copy_badly(source, target, file, fault, luck)

    def _harm(self, path: Path, fault: str) -> None:
        if fault == "deleted":
            path.unlink()
        else:
            path.write_bytes(damaged(path.read_bytes(), fault, self._team.luck))

    def bring_all(self, others: Iterable[Person]) -> None:
        """Bring all that each has written to all others, with such faults alone as lose nothing."""
        luck = self._team.luck
        harmless = [fault for fault in self._faults if fault in HARMLESS]
        for source in self._team.people:
            for file in own_files(source):
                for target in (*self._team.people, *others):
                    if target is source:
                        continue
                    copy(source, target, file)
                    if harmless and file.suffix == ".jsonl" and luck.random() < self._often:
                        copy_badly(source, target, file, luck.choice(harmless), luck)

    def harm_all(self, others: Iterable[Person]) -> None:
        """Harm all that has come to others."""
        luck = self._team.luck
        for source in self._team.people:
            for file in own_files(source):
                for target in (*self._team.people, *others):
                    if target is not source and file.suffix == ".jsonl":
                        copy_badly(source, target, file, luck.choice(self._faults), luck)


def run_in_folders(
    folder: Path,
    seed: int,
    operations: int,
    *,
    faults: Sequence[str] = FAULTS,
    often: float = 0.3,
    own: float = 0.1,
    restarts: float = 0.006,
) -> list[str]:
    """Let a team work in a folder that a faulty sync tool keeps alike; return what is wrong at the end."""
    team = Team(folder, seed)
    late: Person | None = None
    try:
        luck = team.luck
        tool = FaultySync(team, faults, often, own)
        for _ in range(operations * len(team.people)):
            team.work()
            if luck.random() < 0.35:
                team.exchange(luck.choice(team.people))
            if luck.random() < 0.35:
                tool.work()
            if luck.random() < restarts:
                team.restart(luck.choice(team.people))
        late = Person("متأخر", folder / "late")
        for person in team.people:
            team.exchange(person)
        tool.bring_all([late])
        for person in (*team.people, late):
            team.exchange(person)
        wrong = team.check(late)
        tool.harm_all([late])  # what was seen stays, whatever becomes of the files
        for person in (*team.people, late):
            team.exchange(person)
        return wrong + team.check(late)
    finally:
        if late is not None:
            late.stop()
        team.stop()


KILL = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'claimreader'"


def run_in_database(folder: Path, seed: int, operations: int, server: Server) -> list[str]:
    """Let a team work in a database whose connections are killed, and whose server dies; as `run_in_folders`.

    What was sent is sent again at times: the answer that it had come may be what was lost.
    """
    from annotations.team.hubs.postgresql import PostgresqlHub

    database = server.team(*NAMES, "late")
    hubs: list[PostgresqlHub] = []

    def hub_of(name: str) -> Hub:
        hubs.append(PostgresqlHub(server.address(database, name)))
        return hubs[-1]

    team = Team(folder, seed, hub_of)
    late: Person | None = None
    try:
        luck = team.luck
        dies = {luck.randrange(operations * len(NAMES)) for _ in range(2)}
        for number in range(operations * len(team.people)):
            team.work()
            if luck.random() < 0.35:
                team.exchange(luck.choice(team.people))
            if luck.random() < 0.02:
                server.execute(database, KILL)
            if luck.random() < 0.02:
                person = luck.choice(team.people)
                if (feed := person.membership.feed()) is not None:
                    lines = [line + b"\n" for _, line in person.hub.pull({feed.uuid: 0})]
                    person.hub.push(feed.uuid, lines[-luck.randrange(1, 9) :])
            if number in dies:
                server.stop()
                team.exchange(luck.choice(team.people))
                server.start()
            if luck.random() < 0.006:
                team.restart(luck.choice(team.people))
        late = Person("late", folder / "late", hub_of("late"))
        for person in (*team.people, *team.people, late):
            team.exchange(person)
        return team.check(late)
    finally:
        if late is not None:
            late.stop()
        team.stop()
        for hub in hubs:
            hub.close()
