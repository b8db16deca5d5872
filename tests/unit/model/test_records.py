"""What an annotation may hold: what every other program, and the next Python, reads back as it is."""

from typing import Any

import pytest

from annotations.model.records import MAX_DEPTH, InvalidAnnotationError, from_document

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
