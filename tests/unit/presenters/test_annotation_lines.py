"""What the details say of an annotation, line by line."""

from __future__ import annotations

import msgspec
from store_tools import make

from annotations.model.scheme import Attribute, Scheme
from tui.presenters.annotation import annotation_lines


def test_attributes_that_the_scheme_has_lost_come_last_as_they_were_said() -> None:
    """A set of their names has another order at each start."""
    lost = {f"lost_{number}": f"value {number}" for number in (5, 2, 7, 1, 6, 3, 4)}
    scheme = Scheme(tags=(), attributes=(Attribute("claimant", "text", "who", "من"),))
    annotation = msgspec.structs.replace(make(1), attributes={**lost, "claimant": "value 0"})
    values = [line.value for line in annotation_lines(annotation, scheme)]
    assert [value for value in values if value.startswith("value")] == ["value 0", *lost.values()]
