"""Whatever a sync tool does, all see what each has said, and nothing that anybody saved is lost."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from team_tools import FAULTS, Person, copy, copy_badly, damaged, own_files, sync

NAMES = ("أحمد", "سعاد", "Jo")
who = st.integers(0, len(NAMES) - 1)
seeds = st.integers(0, 2**32)


class FaultySync(RuleBasedStateMachine):
    """Three people save, exchange and restart, while a sync tool brings their files with faults."""

    @initialize()
    def people_come(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.people = [Person(name, self.folder / str(number)) for number, name in enumerate(NAMES)]
        self.count = 0

    @rule(who=who)
    def somebody_says_something(self, who: int) -> None:
        self.count += 1
        self.people[who].add(self.count)

    @rule(who=who, seed=seeds)
    def somebody_changes_his_mind(self, who: int, seed: int) -> None:
        person = self.people[who]
        if own := person.store.list():
            self.count += 1
            person.edit(random.Random(seed).choice(own), f"ملاحظة {self.count}")

    @rule(who=who, other=who, seed=seeds)
    def somebody_contradicts(self, who: int, other: int, seed: int) -> None:
        luck = random.Random(seed)
        own, theirs = self.people[who].store.list(), self.people[other].store.list()
        if own and theirs:
            self.people[who].link(luck.choice(own), luck.choice(theirs).uuid)

    @rule(who=who, seed=seeds)
    def somebody_takes_it_back(self, who: int, seed: int) -> None:
        person = self.people[who]
        if own := person.store.list():
            person.delete(random.Random(seed).choice(own))

    @rule(who=who)
    def somebody_exchanges(self, who: int) -> None:
        self.people[who].exchange()

    @rule(who=who)
    def somebody_begins_anew(self, who: int) -> None:
        self.people[who].stop()
        self.people[who].start()

    @rule(who=who, other=who, seed=seeds)
    def a_file_comes(self, who: int, other: int, seed: int) -> None:
        if who != other and (files := own_files(self.people[who])):
            copy(self.people[who], self.people[other], random.Random(seed).choice(files))

    @rule(who=who, other=who, fault=st.sampled_from(FAULTS), seed=seeds)
    def a_file_comes_badly(self, who: int, other: int, fault: str, seed: int) -> None:
        luck = random.Random(seed)
        files = [file for file in own_files(self.people[who]) if file.suffix == ".jsonl"]
        if who != other and files:
            copy_badly(self.people[who], self.people[other], luck.choice(files), fault, luck)

    @rule(who=who, fault=st.sampled_from(FAULTS), seed=seeds)
    def ones_own_file_is_harmed(self, who: int, fault: str, seed: int) -> None:
        luck = random.Random(seed)
        person = self.people[who]
        files = [file for file in own_files(person) if file.suffix == ".jsonl"]
        if not files:
            return
        path = person.replica / luck.choice(files)
        if fault == "deleted":
            path.unlink()
        else:
            path.write_bytes(damaged(path.read_bytes(), fault, luck))

    @invariant()
    def nobody_is_told_of_two_places(self) -> None:
        for person in getattr(self, "people", []):
            assert person.notices == []
            assert [feed.fault for feed in person.mirror.feeds() if feed.fault] == []

    def teardown(self) -> None:
        for person in getattr(self, "people", []):
            person.exchange()
        if hasattr(self, "people"):
            sync(self.people)
            for person in self.people:
                person.exchange()
                for other in self.people:
                    if other is not person:
                        assert person.view(other.name) == other.own()
                person.stop()
            shutil.rmtree(self.folder)


TestFaultySync = FaultySync.TestCase
TestFaultySync.settings = settings(max_examples=20, stateful_step_count=40, deadline=None, derandomize=True)
