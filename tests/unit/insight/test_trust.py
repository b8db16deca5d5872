"""When a rule is heard, and when it has been wrong too often."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from annotations.insight.trust import ENOUGH, Tally, Trust
from annotations.model.side_records import Verdict


def verdicts(
    decisions: Iterable[bool], *, rule: str = "figure", noun: str | None = None, kind: str = "tags"
) -> list[Verdict]:
    return [
        Verdict(
            uuid=f"v{number}",
            annotator="me",
            created="2026-11-21T10:00:00.000Z",
            rule=rule,
            kind=kind,
            taken=taken,
            noun=noun,
        )
        for number, taken in enumerate(decisions)
    ]


def test_a_rule_is_heard_until_four_decisions_and_then_while_half_was_taken() -> None:
    assert not Trust().silent("figure", "tags")
    assert not Trust(verdicts([False] * 3)).silent("figure", "tags")
    assert Trust(verdicts([False] * 3 + [True])).silent("figure", "tags")
    assert not Trust(verdicts([False, False, True, True])).silent("figure", "tags")
    assert not Trust(verdicts([False] * 4)).silent("event", "tags")
    assert not Trust(verdicts([False] * 4)).silent("figure", "claimant")


def test_a_rule_can_be_silent_about_one_noun_alone() -> None:
    trust = Trust(verdicts([False] * 4, noun="يوم") + verdicts([True] * 9, noun="جندي"))
    assert trust.silent("figure", "tags", "يوم")
    assert not trust.silent("figure", "tags", "جندي")
    assert not trust.silent("figure", "tags")
    assert trust.tally("figure", "tags", "جندي") == Tally(9, 0)
    assert trust.tally("figure", "tags") == Tally(9, 4)


def test_a_refused_pair_is_known_from_either_side() -> None:
    (verdict,) = verdicts([False], kind="pair")
    import msgspec

    trust = Trust([msgspec.structs.replace(verdict, pair=("b", "a"))])
    assert trust.refused("a", "b")
    assert trust.refused("b", "a")
    assert not trust.refused("a", "c")
    assert not Trust([msgspec.structs.replace(verdict, pair=("b", "a"), taken=True)]).refused("a", "b")


def test_the_table_has_a_row_a_rule_and_one_for_each_noun() -> None:
    trust = Trust(verdicts([True, False], noun="جندي") + verdicts([True], rule="verb-then-subject"))
    assert [(row.rule, row.noun, row.tally.taken, row.tally.refused) for row in trust.rows()] == [
        ("figure", None, 1, 1),
        ("figure", "جندي", 1, 1),
        ("verb-then-subject", None, 1, 0),
    ]


@given(st.lists(st.booleans(), max_size=30))
def test_it_depends_on_the_counts_alone(decisions: list[bool]) -> None:
    trust = Trust(verdicts(decisions))
    taken = sum(decisions)
    wanted = len(decisions) >= ENOUGH and taken < len(decisions) / 2
    assert trust.silent("figure", "tags") is wanted
    assert Trust(reversed(verdicts(decisions))).rows() == trust.rows()
