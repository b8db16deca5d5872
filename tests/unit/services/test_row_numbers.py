"""Uuids get the numbers 0, 1, 2, ... and are found again, as by a dictionary, in an eighth of its memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.model.records import new_uuid
from annotations.services.row_numbers import RowNumbers

UUIDS = st.uuids().map(str) | st.uuids().map(lambda uuid: str(uuid).upper()) | st.text(max_size=5)


@given(st.lists(UUIDS, unique=True), st.lists(UUIDS))
def test_a_number_is_found_by_its_uuid_and_the_other_way_round(uuids: list[str], others: list[str]) -> None:
    numbers = RowNumbers()
    assert [numbers.add(uuid) for uuid in uuids] == list(range(len(uuids)))
    assert len(numbers) == len(uuids)
    assert [numbers.uuid(number) for number in range(len(uuids))] == uuids
    known = {uuid: number for number, uuid in enumerate(uuids)}
    assert [numbers.get(uuid) for uuid in uuids + others] == [known.get(uuid) for uuid in uuids + others]


def test_ten_thousand_take_forty_bytes_each_and_are_all_found() -> None:
    numbers = RowNumbers()
    uuids = [new_uuid() for _ in range(10_000)]
    for uuid in uuids:
        numbers.add(uuid)
    assert [numbers.get(uuid) for uuid in uuids] == list(range(10_000))
    assert numbers.get(new_uuid()) is None
    assert numbers.__sizeof__() <= 40 * 10_000
