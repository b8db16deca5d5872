"""The same question has the same answer at each start.

Python gives words other hashes at each start, and with them sets another order. A sum of fractions that was
taken in that order differed in its last digit: of two reasons for a pair that are worth the same, `suggest
--pairs` then named now the one and now the other (7 of 240 starts over the samples).
"""

from __future__ import annotations

import re

import pytest
from test_json_lines import TYPED, prepared
from test_readme_runs import World, made, world  # noqa: F401 - the fixtures

HASH_SEEDS = (11469, 8538, 7506)
"""Two of these gave another answer than the first when the sum was one of its order."""
CHANGING = {
    ("import", ""), ("merge", ""), ("restore", "STATE"), ("report", ""), ("scheme", "rename"),
    ("scheme", "merge"), ("team", "status"), ("team", "assign"),
}  # fmt: skip
"""What changes something, or says when it was asked."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+Z)?|\d{1,2} [A-Z][a-z]+ \d{4}")
"""The day of a report, and the moment in which a suggestion was made an annotation."""
READING = [form for form in TYPED if form not in CHANGING]


@pytest.mark.parametrize("form", READING, ids=" ".join)
def test_an_answer_is_the_same_whatever_order_sets_have(form: tuple[str, str], world: World) -> None:  # noqa: F811
    prepared(form, world)
    typed, less, source = TYPED[form].line.partition(" < ")
    first, *others = (
        _MOMENT.sub("", world.type(f"PYTHONHASHSEED={seed} claimreader {typed} --json{less}{source}").stdout)
        for seed in HASH_SEEDS
    )
    assert first
    assert others == [first] * len(others)


@pytest.mark.parametrize(
    "typed", ["report", *(f"export --format {name}" for name in ("csv", "label-studio", "webannotation"))]
)
def test_a_file_is_the_same_whatever_order_sets_have(typed: str, world: World) -> None:  # noqa: F811
    files = set()
    for seed in HASH_SEEDS:
        done = world.type(f"PYTHONHASHSEED={seed} claimreader {typed} ~/articles/event -o out --force")
        assert done.returncode == 0, done.stderr
        files.add(_MOMENT.sub("", (world.here / "out").read_text(encoding="utf-8")))
    assert len(files) == 1
