"""Writes the README's table of keys from the bindings, so that the two can't differ.

`python tests/write_readme.py`.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from tui.config.actions import KEYS, KeyAction
from tui.config.bindings import shown

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "compares -->\n", "<!-- /keys -->"


PLACES = ("library", "reader", "select", "details", "board", "figures", "concordance")
"""Whose keys stand open; those of lists and dialogs are folded away, `?` shows them where one needs them."""


def table() -> str:
    """Return the key tables, one a place, in Markdown."""
    tables = {
        place: f"**{place.capitalize()}**\n\n| key | |\n| --- | --- |\n" + "".join(map(row, keys))
        for place, keys in groupby(filter(is_shown, KEYS), key=lambda key: key.place)
    }
    folded = "\n".join(text for place, text in tables.items() if place not in PLACES)
    opened = "\n".join(tables[place] for place in PLACES)
    return f"{opened}\n<details><summary>Lists and dialogs</summary>\n\n{folded}\n</details>\n"


NUMBERED = ("tag(", "value(")
"""Actions with a key for each digit, which share a row."""


def is_shown(key: KeyAction) -> bool:
    """Say whether a key has a row of its own."""
    return key.keys not in set("23456789") or not key.action.startswith(NUMBERED)


def row(key: KeyAction) -> str:
    """Return a key's row."""
    if key.keys == "1" and key.action.startswith("tag("):
        return "| `1` ... `9` | set or take away a type |\n"
    names = "`1` ... `9`" if key.action == "value(1)" else " ".join(f"`{name}`" for name in shown(key.keys))
    return f"| {names or 'in the palette'} | {key.label} |\n"


def written(readme: str) -> str:
    """Return the README with the tables in their place."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table()}\n{END}{tail}"


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
