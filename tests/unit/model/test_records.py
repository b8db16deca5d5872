"""What an annotation may hold: what every other program, and the next Python, reads back as it is."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import RFC_4122, UUID

import pytest

from annotations.model import records
from annotations.model.records import MAX_DEPTH, InvalidAnnotationError, from_document, new_uuid

DOCUMENT: dict[str, Any] = {
    "uuid": "01a22463-377e-734d-915f-7fe1c97686cd",
    "article": {"id": "a.txt", "sha256": "0" * 64},
    "target": {"start": 0, "end": 3, "quote": "قال", "prefix": "", "suffix": ""},
    "tags": ["claim"],
    "annotator": "me",
    "created": "2026-11-28T20:00:00.000Z",
    "updated": "2026-11-28T20:00:00.000Z",
    "rev": 1,
}


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("where", ["attributes", "unknown"])
def test_lists_in_lists_are_refused_in_a_line_at_any_depth(where: str) -> None:
    def document(depth: int) -> dict[str, Any]:
        held = nested(depth)
        return DOCUMENT | ({"attributes": {"x": held}} if where == "attributes" else {where: held})

    from_document(document(100))
    for depth in (MAX_DEPTH + 1, 700):
        with pytest.raises(InvalidAnnotationError, match="nested"):
            from_document(document(depth))


@pytest.mark.parametrize("number", [1 << 64, -(1 << 63) - 1])
def test_a_whole_number_that_no_other_program_reads_is_refused(number: int) -> None:
    with pytest.raises(InvalidAnnotationError, match="64 at most"):
        from_document(DOCUMENT | {"attributes": {"x": [{"y": number}]}})


def test_uuids_are_of_version_7_and_carry_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_PLACES", records.UuidPlaces())
    monkeypatch.setattr("time.time_ns", lambda: 1_796_000_000_123 * 10**6 + 999_999)
    made = UUID(new_uuid())
    assert (made.version, made.variant, made.int >> 80) == (7, RFC_4122, 1_796_000_000_123)


def test_uuids_are_in_order_and_none_comes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a millisecond, while the clock is put back, from several threads."""
    monkeypatch.setattr(records, "_PLACES", records.UuidPlaces())
    clock = iter([7_000_000_000_000, 6_000_000_000_000, 7_000_000_000_001] * 1000)
    monkeypatch.setattr("time.time_ns", lambda: next(clock) * 10**6)
    made = [new_uuid() for _ in range(2000)]
    assert made == sorted(set(made))
    assert {UUID(one).version for one in made} == {7}
    monkeypatch.setattr("time.time_ns", lambda: 0)
    with ThreadPoolExecutor(4) as pool:
        many = list(pool.map(lambda _: new_uuid(), range(2000)))
    assert len(set(many)) == 2000
    assert min(many) > made[-1]
