"""A test that is skipped where a library is missing runs somewhere that has the library."""

from __future__ import annotations

import re
from pathlib import Path

from lowest_versions import TESTS

ROOT = Path(__file__).parents[3]
SKIPPING = re.compile(r"^\s*(?:\w+ = )?pytest\.importorskip\(", re.MULTILINE)


def test_make_test_lowest_runs_each_of_them() -> None:
    skipping = [
        path.relative_to(ROOT)
        for folder in ("unit", "functional")
        for path in (ROOT / "tests" / folder).rglob("test_*.py")
        if SKIPPING.search(path.read_text(encoding="utf-8"))
    ]
    assert len(skipping) >= 4, "the pattern finds none any more"
    assert [path for path in skipping if not any(path.is_relative_to(covered) for covered in TESTS)] == []
