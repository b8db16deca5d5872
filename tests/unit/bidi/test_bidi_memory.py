"""A long paragraph is laid out in some bytes a code point, not in some objects of Python each."""

from __future__ import annotations

import pytest

from tests.helpers.memory import peak_of
from tui.bidi import Paragraph, layout
from tui.bidi.shaping import shape

SENTENCE = "وقال المتحدث (أو من يمثله) إن 1,250 جنديًّا من NATO وصلوا إلى «الموصل»، صباحًا. "
LONG = SENTENCE * 3000


@pytest.fixture(autouse=True)
def tables_are_read() -> None:
    layout(Paragraph(SENTENCE), 80)


def test_levels_take_ten_bytes_a_code_point() -> None:
    assert peak_of(lambda: Paragraph(LONG).resolved) < 10 * len(LONG)


def test_joining_takes_six_bytes_a_code_point() -> None:
    assert peak_of(lambda: shape(LONG)) < 6 * len(LONG)


def test_lines_take_sixteen_bytes_a_code_point() -> None:
    assert peak_of(lambda: layout(Paragraph(LONG), 80)) < 16 * len(LONG)


@pytest.mark.parametrize("joined", ["كلمة", "لا", "ـ", "\u0651"])
def test_what_is_joined_in_stretches_is_as_joined_at_once(joined: str) -> None:
    words = [joined * (1 + number % 9) for number in range(9000)]
    assert shape(" ".join(words)) == " ".join(map(shape, words))
    assert shape("".join(words)).count("\u2060") == shape(joined).count("\u2060") * "".join(words).count(
        joined
    )
