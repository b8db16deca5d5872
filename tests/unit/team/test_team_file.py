"""The lead's word on the team is written and read alike, and what is none of it is said in one line."""

from __future__ import annotations

import tomllib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.team.errors import TeamFileError
from annotations.team.team_file import GOLD, RESERVED, Team, decode, encode, new_team
from annotations.text.sanitising import is_name

names = st.text(min_size=1, max_size=30).filter(is_name)


@given(names, names, st.lists(names, max_size=3), st.text(max_size=200), st.floats(0, 1), st.integers(1, 9))
def test_what_is_written_is_read(
    name: str, lead: str, others: list[str], scheme: str, share: float, readers: int
) -> None:
    if lead in RESERVED:
        return
    team = msgspec.structs.replace(
        new_team(name, lead, scheme=scheme.encode("utf-8", "replace").decode()),
        share=share,
        readers=readers,
        inactive=tuple(others),
        assigned={"0" * 64: tuple(others)} if others else {},
        blind=readers % 2 == 0,
    )
    assert decode(encode(team)) == team


def test_a_person_can_read_it() -> None:
    team = msgspec.structs.replace(new_team("مكتب التدقيق", "نور"), share=0.2)
    table = tomllib.loads(encode(team).decode())
    assert (table["name"], table["lead"], table["share"], table["blind"]) == (
        "مكتب التدقيق",
        "نور",
        0.2,
        True,
    )
    assert 'lead = "نور"' in encode(team).decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"share": 1.5}, "share 1.5: the part that several read is from 0 to 1"),
        ({"readers": 0}, "readers 0: an article has from 1 to 9"),
        ({"lead": GOLD}, "nobody can be called gold"),
        ({"lead": "all"}, "nobody can be called all"),
        ({"lead": ""}, "'' is no name"),
        ({"inactive": ("a\x1b[2J",)}, "is no name"),
        ({"assigned": {"0" * 64: ("x" * 300,)}}, "is no name"),
    ],
)
def test_what_is_out_of_bounds_is_said(changes: dict[str, object], said: str) -> None:
    team: Team = msgspec.structs.replace(new_team("a", "b"), **changes)
    with pytest.raises(TeamFileError, match=said):
        encode(team)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"name = 3",
        b"[" * 5000,
        b"team = 'a'\nname = 'b'\nseed = 'c'\nlead = 'd'\nshare = 'much'",
        b"n = " + b"9" * 5000,
        b"team = 'a'\nname = 'b'\nseed = 'c'\nlead = 'd'\nshare = nan",
    ],
)
def test_what_is_no_team_is_one_line(data: bytes) -> None:
    with pytest.raises(TeamFileError) as error:
        decode(data)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400


def test_a_file_of_the_future_is_told_from_a_damaged_one() -> None:
    data = encode(new_team("a", "b")).replace(b"v = 1", b"v = 2")
    with pytest.raises(TeamFileError, match="newer claimreader"):
        decode(data)


def test_keys_of_the_future_are_passed_over() -> None:
    team = new_team("a", "b")
    assert decode(encode(team) + b'colour = "blue"\n') == team
