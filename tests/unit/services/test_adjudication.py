"""A disagreement is settled by one key: what the file says then is what one side, or both, said."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp, to_document
from annotations.services.adjudication import ALL, MINE, THEIRS, Choice, Dispute, WithColleague, review_of
from annotations.services.agreement import compare
from annotations.services.undo import undo
from annotations.store.base import Change
from annotations.store.tinydb_store import TinyDBStore, open_store

ME, THEM = "me", "زميل"
CHOICES: tuple[Choice, ...] = (MINE, THEIRS, ALL)
TEXT = "وقال المتحدث إن القوات تقدمت في المدينة وسيطرت على ثلاثة أحياء منها. " * 4


def said(
    sentence: int, *tags: str, by: str = ME, start: int = 0, uuid: str = "", note: str = ""
) -> Annotation:
    now = timestamp()
    return Annotation(
        uuid=uuid or new_uuid(),
        article=ArticleRef("a.txt", "0" * 64),
        target=target_for(TEXT, sentence * 40 + start, sentence * 40 + 30, sentence),
        tags=tuple(sorted(tags)),
        note=note,
        annotator=by,
        created=now,
        updated=now,
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TinyDBStore]:
    with open_store(tmp_path / "annotations.json", annotator=ME) as opened:
        opened.pause_checkpoints()
        yield opened


def put(store: TinyDBStore, *annotations: Annotation) -> Sequence[Annotation]:
    return store.apply([Change(one.uuid, 0, one) for one in annotations], by=ME)


def found(store: TinyDBStore, theirs: Sequence[Annotation]) -> list[Dispute]:
    mine = store.list()
    return list(review_of(compare(mine, theirs), mine, theirs).disputes)


def take(store: TinyDBStore, dispute: Dispute, choice: Choice) -> int:
    """Settle, and return how many annotations changed."""
    changes = WithColleague(store).take(dispute, choice, dispute.now(store.list))
    store.apply(changes, by=ME, kind="settle")
    return len(changes)


def content(store: TinyDBStore) -> dict[str, dict[str, object]]:
    return {one.uuid: to_document(one) | {"rev": 0, "updated": ""} for one in store.list()}


def tags(store: TinyDBStore, sentence: int) -> list[tuple[str, ...]]:
    return sorted(one.tags for one in store.list() if one.target.sentence == sentence)


def test_each_side_can_be_taken_and_taken_again(store: TinyDBStore) -> None:
    put(store, said(1, "claim"), said(2, "rule"))
    theirs = [said(1, "event", by=THEM), said(1, "rule", by=THEM, start=5), said(2, "rule", by=THEM)]
    (dispute,) = found(store, theirs)
    expected: dict[Choice, list[tuple[str, ...]]] = {
        MINE: [("claim",)],
        THEIRS: [("event",), ("rule",)],
        ALL: [("claim",), ("event",), ("rule",)],
    }
    for side in (THEIRS, ALL, MINE, ALL, THEIRS, MINE):
        take(store, dispute, side)
        assert tags(store, 1) == expected[side], side
        assert take(store, dispute, side) == 0, "the same key again changes nothing"
        assert tags(store, 2) == [("rule",)], "another sentence is not touched"


def test_keeping_mine_changes_nothing_and_one_undo_takes_a_decision_back(store: TinyDBStore) -> None:
    put(store, said(1, "claim", note="ملاحظة"))
    (dispute,) = found(store, [said(1, "event", by=THEM)])
    before = content(store)
    assert take(store, dispute, MINE) == 0
    take(store, dispute, THEIRS)
    undo(store, ME)
    assert content(store) == before


def test_what_is_taken_is_theirs_with_all_that_they_said(store: TinyDBStore) -> None:
    put(store, said(2, "rule"))
    their = msgspec.structs.replace(
        said(1, "event", by=THEM, note="نص"),
        attributes={"claimant": "الوزارة"},
        extra={"unknown": [1]},
        rev=4,
    )
    for dispute in found(store, [their]):
        if dispute.start // 40 == 1:
            take(store, dispute, THEIRS)
    taken = store.get(their.uuid)
    assert taken is not None
    assert msgspec.structs.replace(taken, rev=4) == their


def test_where_one_said_nothing(store: TinyDBStore) -> None:
    put(store, said(1, "claim"))
    here, there = found(store, [said(2, "event", by=THEM)])
    assert take(store, here, ALL) == 0
    take(store, here, THEIRS)
    assert tags(store, 1) == []
    assert WithColleague.agreed(here, here.now(store.list))
    take(store, there, ALL)
    assert tags(store, 2) == [("event",)]
    assert WithColleague.agreed(there, there.now(store.list))


def test_both_of_one_uuid_stand_beside_each_other(store: TinyDBStore) -> None:
    (mine,) = put(store, said(1, "claim"))
    their = msgspec.structs.replace(mine, tags=("rule",), note="من الزميل")
    (dispute,) = found(store, [their])
    take(store, dispute, ALL)
    assert tags(store, 1) == [("claim",), ("rule",)]
    assert take(store, dispute, ALL) == 0, "a third doesn't come"
    take(store, dispute, THEIRS)
    assert [(one.uuid, one.note) for one in store.list()] == [(mine.uuid, "من الزميل")]
    take(store, dispute, ALL)
    assert tags(store, 1) == [("claim",), ("rule",)]


def test_taking_theirs_never_takes_an_annotation_away_from_another_sentence(store: TinyDBStore) -> None:
    (mine,) = put(store, said(1, "claim"))
    there = said(3, "claim", uuid=mine.uuid, by=THEM)
    for dispute in found(store, [there]):
        if dispute.start // 40 == 3:
            take(store, dispute, THEIRS)
    assert tags(store, 1) == [("claim",)]
    assert tags(store, 3) == [("claim",)]


def test_a_fingerprint_is_another_one_when_either_says_something_else(store: TinyDBStore) -> None:
    (mine,) = put(store, said(1, "claim"))
    (dispute,) = found(store, [said(1, "event", by=THEM)])
    first = WithColleague.fingerprint(dispute, [mine])
    assert first == WithColleague.fingerprint(
        dispute, [msgspec.structs.replace(mine, rev=9, updated="later")]
    )
    for other in (
        [],
        [msgspec.structs.replace(mine, note="x")],
        [msgspec.structs.replace(mine, tags=("rule",))],
    ):
        assert WithColleague.fingerprint(dispute, other) != first
    dispute.sides = tuple(side._replace(annotations=[]) for side in dispute.sides)
    assert WithColleague.fingerprint(dispute, [mine]) != first


@pytest.mark.parametrize("seed", range(20))
def test_any_decisions_in_any_order_end_in_what_was_decided_last(store: TinyDBStore, seed: int) -> None:
    chance = random.Random(seed)
    mine: list[Annotation] = []
    theirs: list[Annotation] = []
    for sentence in range(4):
        for by, said_by in ((ME, mine), (THEM, theirs)):
            for _ in range(chance.randint(0, 2)):
                said_by.append(
                    said(
                        sentence, chance.choice(["claim", "event", "rule"]), by=by, start=chance.randint(0, 5)
                    )
                )
    put(store, *mine)
    theirs += [msgspec.structs.replace(one, tags=("other",)) for one in mine if chance.random() < 0.3]
    rows = found(store, theirs)
    last: dict[int, Choice] = {}
    for _ in range(12 if rows else 0):
        place = chance.randrange(len(rows))
        last[place] = chance.choice(CHOICES)
        take(store, rows[place], last[place])
    for place, side in last.items():
        row = rows[place]
        own, other = (each.annotations for each in row.sides)
        wanted = {MINE: own, THEIRS: other, ALL: [*own, *other]}[side]
        keys = [(one.annotator, one.target.start, one.tags) for one in wanted]
        now = [(one.annotator, one.target.start, one.tags) for one in row.now(store.list)]
        assert sorted(now) == sorted(keys)
