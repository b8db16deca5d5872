"""Writes the README's table of keys from the bindings, so that the two can't differ.

`python tests/write_readme.py`.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from tui.key_table import KEYS
from tui.keys import shown

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "compares -->\n", "<!-- /keys -->"


def table() -> str:
    """Return the key tables, one a place, in Markdown."""
    parts = []
    for place, keys in groupby(KEYS, key=lambda key: key.place):
        rows = [
            f"| {' '.join(f'`{name}`' for name in shown(key.keys))} | {key.label} |"
            for key in keys
            if not key.id.startswith("reader.tag-") or key.id == "reader.tag-1"
        ]
        digits = "`1` ... `9` | set or take away a type, and go on"
        rows = [row.replace("`1` | tag 1", digits) for row in rows]
        parts.append(f"**{place.capitalize()}**\n\n| key | |\n| --- | --- |\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def written(readme: str) -> str:
    """Return the README with the tables in their place."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table()}\n{END}{tail}"


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
