"""The default scheme beyond the rules of its tags, which test_scheme.py holds: its keys don't clash."""

from annotations.model.scheme import DEFAULT


def test_every_attribute_has_a_key_of_its_own_for_the_details() -> None:
    keys = [attribute.key for attribute in DEFAULT.attributes]
    assert all(len(key) == 1 for key in keys)
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set("jkqurm"), "moving, leaving, undo, redo and note are wanted in the details too"


def test_a_choice_has_values_and_nothing_else_has() -> None:
    assert all(bool(attribute.values) == (attribute.kind == "choice") for attribute in DEFAULT.attributes)


def test_every_type_is_a_claim_and_only_not_a_claim_stands_alone() -> None:
    assert {tag.id for tag in DEFAULT.tags if tag.implies == ("claim",)} == {
        "event", "quantity", "blame", "control", "prediction", "rule", "other",
    }  # fmt: skip
    assert [tag.id for tag in DEFAULT.tags if tag.exclusive] == ["not_claim"]
