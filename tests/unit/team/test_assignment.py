"""Who reads what: the same for everybody, and nothing moves that need not."""

from __future__ import annotations

import hashlib
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.team.assignment import readers_of, readers_wanted
from annotations.team.team_file import Team, new_team

PEOPLE = ["أحمد", "سعاد", "منى", "نور"]
TEXTS = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(2000)]


def team(**changes: object) -> Team:
    fixed = msgspec.structs.replace(new_team("المكتب", "نور"), team="t", seed="s")
    return msgspec.structs.replace(fixed, **changes)


@given(st.permutations(PEOPLE), st.sampled_from(TEXTS))
def test_everybody_reckons_the_same(people: list[str], sha256: str) -> None:
    assert readers_of(team(share=0.5), sha256, people) == readers_of(team(share=0.5), sha256, PEOPLE)


def test_each_reads_about_as_much() -> None:
    counted = Counter(name for sha256 in TEXTS for name in readers_of(team(), sha256, PEOPLE))
    assert sum(counted.values()) == len(TEXTS)
    assert all(430 < number < 570 for number in counted.values()), counted


def test_who_comes_takes_from_each_and_nothing_else_moves() -> None:
    taken = Counter[str]()
    for sha256 in TEXTS:
        (before,), (after,) = readers_of(team(), sha256, PEOPLE[:3]), readers_of(team(), sha256, PEOPLE)
        if before != after:
            assert after == PEOPLE[3]
            taken[before] += 1
    assert all(110 < number < 225 for number in taken.values()), taken


def test_the_part_that_several_read() -> None:
    shared = sum(readers_wanted(team(share=0.2), sha256) == 2 for sha256 in TEXTS)
    assert 340 < shared < 460
    for sha256 in TEXTS[:50]:
        assert len(set(readers_of(team(share=1.0, readers=3), sha256, PEOPLE))) == 3
    assert readers_of(team(share=1.0, readers=3), TEXTS[0], PEOPLE[:2]) != ()
    assert len(readers_of(team(share=1.0, readers=3), TEXTS[0], PEOPLE[:2])) == 2


@pytest.mark.parametrize("sha256", TEXTS[:20])
def test_an_article_that_is_begun_stays_with_who_has_it(sha256: str) -> None:
    (ranked,) = readers_of(team(), sha256, PEOPLE)
    other = next(name for name in PEOPLE if name != ranked)
    assert readers_of(team(), sha256, PEOPLE, begun={other}) == (other,)
    assert set(readers_of(team(share=1.0), sha256, PEOPLE, begun={other})) == {
        other,
        next(name for name in readers_of(team(share=1.0), sha256, PEOPLE) if name != other),
    }


@pytest.mark.parametrize("sha256", TEXTS[:20])
def test_what_an_inactive_member_has_not_done_falls_to_another(sha256: str) -> None:
    (ranked,) = readers_of(team(), sha256, PEOPLE)
    without = team(inactive=(ranked,))
    (heir,) = readers_of(without, sha256, PEOPLE, begun={ranked})
    assert heir != ranked
    assert readers_of(without, sha256, PEOPLE, begun={ranked}, done={ranked}) == (ranked,)
    assert heir == readers_of(team(), sha256, [name for name in PEOPLE if name != ranked])[0]


def test_whom_the_lead_names_reads() -> None:
    named = team(assigned={TEXTS[0]: ("منى", "سعاد")})
    assert readers_of(named, TEXTS[0], PEOPLE, begun={"أحمد"}) == ("منى", "سعاد")
    assert readers_of(named, TEXTS[1], PEOPLE) == readers_of(team(), TEXTS[1], PEOPLE)


def test_whom_the_lead_has_named_and_who_is_gone_reads_no_more() -> None:
    named = team(assigned={TEXTS[0]: ("منى", "سعاد")}, inactive=("منى",))
    assert readers_of(named, TEXTS[0], PEOPLE) == ("سعاد",)
    assert readers_of(named, TEXTS[0], PEOPLE, done={"منى"}) == ("منى", "سعاد")
    gone = [name for name in PEOPLE if name not in ("منى", "سعاد")]
    assert readers_of(named, TEXTS[0], gone) == readers_of(team(), TEXTS[0], gone)


def test_nobody_reads_what_is_no_text() -> None:
    assert readers_of(team(share=0.5), "not-a-digest", PEOPLE, begun={"سعاد"}, done={"سعاد"}) == ()


def test_nobody_reads_where_there_is_nobody() -> None:
    assert readers_of(team(), TEXTS[0], []) == ()
