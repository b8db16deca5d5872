"""Measures what the program suggests against sentences that people have read: `make insight DATA=../gold`.

Each part of the suggestions has a module in this folder with a function `measure(data, errors)`. It reads its
gold files under `data`, writes what it gets wrong to `errors` in a form one can read, and returns rows: a
measure, our value, the value of a baseline that anybody could write in five minutes, and the bar. To add a
part, write such a module and add it to `PARTS`. A part whose files aren't there says so and is passed over.

Nothing of the gold files is kept in the repository: their texts have licences of their own. The tables of
errors go to `.insight/`, which git ignores.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import attribution
import figure_pairs
import related_passages
import statements
from rows import Row

PARTS: dict[str, Callable[[Path, TextIO], Sequence[Row]]] = {
    "attribution": attribution.measure,
    "statements": statements.measure,
    "related passages": related_passages.measure,
    "figure pairs": figure_pairs.measure,
}
ERRORS = Path(".insight")


def main(data: Path) -> int:
    """Print the table of all parts; 1 if a value is below its bar or nothing could be measured."""
    ERRORS.mkdir(exist_ok=True)
    rows: list[Row] = []
    for name, measure in PARTS.items():
        path = ERRORS / f"{name}.txt"
        with path.open("w", encoding="utf-8") as errors:
            try:
                rows += measure(data, errors)
            except FileNotFoundError as problem:
                print(f"{name}: not measured, {problem.filename} is missing")
                continue
        print(f"{name}: errors are in {path}")
    print(f"\n{'measure':44} {'ours':>8} {'baseline':>9} {'bar':>6}")
    for row in rows:
        print(
            f"{row.measure:44} {row.ours:8.3f} {row.baseline:9.3f} {row.bar:6.2f}"
            f"{'' if row.reached else '  below'}"
        )
    return 0 if rows and all(row.reached for row in rows) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make insight DATA=folder, with attribution_dev.jsonl in it")
    sys.exit(main(Path(sys.argv[1])))
