"""People: which spellings of names are one person, and which of them stands for the person."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.model.people import People

names = st.text("اأآبةهىي َّ-", min_size=0, max_size=5)
groups = st.lists(st.lists(names, max_size=4), max_size=6)


def test_spellings_that_only_the_eye_tells_apart_are_one_name_without_a_word_said() -> None:
    people = People()
    assert people.same("هيئة الإنقاذ", "هيئه  الانقاذ")
    assert people.canonical("هيئه الانقاذ") == "هيئه الانقاذ"
    assert not people.same("هيئة الإنقاذ", "هيئة السدود")
    assert not people


def test_nobody_is_not_the_same_as_nobody() -> None:
    assert not People().same("", "")
    assert not People([["", "سامي"]]).same("", "سامي")


def test_the_first_name_of_a_group_stands_for_all_of_its_spellings() -> None:
    people = People([["وزارة الري", "الوزارة", "وزير الري"]])
    assert people.canonical("الوزاره") == "وزارة الري"
    assert people.same("وزير الري", "الوزارة")
    assert people.spellings("وزير الرى") == ("وزارة الري", "الوزارة", "وزير الري")
    assert people.groups() == [("وزارة الري", "الوزارة", "وزير الري")]


def test_groups_that_share_a_name_are_one_person_and_the_later_word_stands() -> None:
    people = People([["سامي", "س. سالم"], ["هند"], ["سامي سالم", "سامي"]])
    assert people.canonical("س. سالم") == "سامي سالم"
    assert people.groups() == [("هند",), ("سامي سالم", "سامي", "س. سالم")]


def test_thousands_of_names_that_are_joined_in_pairs_are_one_person_at_once() -> None:
    named = [f"سامي {number}" for number in range(10_000)]  # took minutes when each pair copied all before it
    people = People(pairwise(named))
    assert people.canonical(named[0]) == named[-2]
    assert people.spellings(named[5_000]) == (*named[-2:], *named[-3::-1])
    assert len(people.groups()) == 1


@given(groups, names, names)
def test_same_is_told_by_the_key_and_every_name_of_a_group_has_one(
    given_groups: list[list[str]], first: str, second: str
) -> None:
    people = People(given_groups)
    assert people.same(first, second) == (bool(people.key(first)) and people.key(first) == people.key(second))
    for group in given_groups:
        assert len({people.key(name) for name in group} - {""}) <= 1
    assert people.key(people.canonical(first)) == people.key(first)
    members = [name for group in people.groups() for name in group]
    assert len(members) == len(set(members))
    assert {name for group in given_groups for name in group if people.key(name)} == set(members)
