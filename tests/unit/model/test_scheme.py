"""Tags of the default scheme go together, or one excludes the other."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.model.scheme import DEFAULT

IDS = [tag.id for tag in DEFAULT.tags]


def test_a_type_sets_claim_too() -> None:
    assert DEFAULT.toggled((), "quantity") == ("claim", "quantity")


def test_claim_alone_is_a_claim_of_open_type() -> None:
    assert DEFAULT.toggled((), "claim") == ("claim",)


def test_a_second_press_takes_the_type_away_and_leaves_the_claim() -> None:
    assert DEFAULT.toggled(("claim", "quantity"), "quantity") == ("claim",)


def test_taking_claim_away_takes_its_types_along() -> None:
    assert DEFAULT.toggled(("claim", "event", "quantity"), "claim") == ()


def test_not_claim_excludes_all_others_both_ways() -> None:
    assert DEFAULT.toggled(("claim", "quantity"), "not_claim") == ("not_claim",)
    assert DEFAULT.toggled(("not_claim",), "event") == ("claim", "event")


def test_keys_are_those_of_the_design() -> None:
    assert {tag.key: tag.id for tag in DEFAULT.tags} == {
        "c": "claim", "1": "event", "2": "quantity", "3": "blame", "4": "control",
        "5": "prediction", "6": "rule", "7": "other", "0": "not_claim",
    }  # fmt: skip


def test_letters_for_the_gutter_come_in_the_scheme_s_order_and_unknown_tags_show() -> None:
    assert DEFAULT.letters(("quantity", "claim")) == "c2"
    assert DEFAULT.letters(("claim", "gone_from_scheme")) == "c?"


@given(st.lists(st.sampled_from(IDS), max_size=12))
def test_whatever_is_pressed_the_rules_hold(presses: list[str]) -> None:
    tags: tuple[str, ...] = ()
    for tag in presses:
        tags = DEFAULT.toggled(tags, tag)
        assert list(tags) == sorted(set(tags))
        assert "not_claim" not in tags or tags == ("not_claim",)
        assert not tags or tags == ("not_claim",) or "claim" in tags
