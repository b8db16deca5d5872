"""Writes the tables of the help topics `keys` and `json` from the program, so that the two can't differ.

`python tests/write_readme.py` writes `tui/help/keys.md`, the Arabic version from the translated labels, and
`tui/help/json.md` from what each command says of its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from tui.cli import COMMANDS, _module
from tui.commands import version_report
from tui.commands.json_lines import JsonLine, topic_tables
from tui.config.actions import KEYS, KeyAction
from tui.config.bindings import shown
from tui.i18n import _, choose
from tui.screens.dialogs.help import PLACES

HELP = Path(__file__).parent.parent / "tui" / "help"
TOPICS = {"en": HELP / "keys.md", "ar": HELP / "ar" / "keys.md"}
"""The topic in each language."""
BEGIN, END = "compares -->\n", "<!-- /keys -->"

WORDS = {
    "en": ("key", "set or take away a type", "in the palette"),
    "ar": ("المفتاح", "وضع نوع أو رفعه", "في لوحة الأوامر"),
}
"""What only these tables say: the heading of the keys, what those of types do, where what has none is."""

DIALOGS = {
    "link": ("links", "الروابط"),
    "colleagues": ("what colleagues say", "ما يقوله الزملاء"),
    "people": ("spellings of a name", "صيغ الاسم الواحد"),
    "tags": ("all tags", "كل الوسوم"),
    "line": ("what a line is", "ما هذا السطر"),
    "article": ("this article", "هذا المقال"),
    "export": ("export", "التصدير"),
    "picker": ("lists to choose from", "قوائم الاختيار"),
    "guidelines": ("guidelines and help topics", "الإرشادات ومواضيع المساعدة"),
    "help": ("this help", "المساعدة"),
}
"""The names of the places that have none on the screen, English and Arabic."""


def tables(language: str) -> str:
    """Return the key tables in a language, one a place, in Markdown."""
    choose(language)
    heading = WORDS[language][0]
    return "\n".join(
        f"## {place_name(place, language)}\n\n| {heading} | |\n| --- | --- |\n"
        + "".join(row(key, language) for key in keys)
        for place, keys in groupby(filter(is_shown, KEYS), key=lambda key: key.place)
    )


def place_name(place: str, language: str) -> str:
    """Return what a place is called in a heading."""
    name = _(PLACES[place]) if place in PLACES else DIALOGS[place][language == "ar"]
    return name[:1].upper() + name[1:]


NUMBERED = ("tag(", "value(")
"""Actions with a key for each digit, which share a row."""


def is_shown(key: KeyAction) -> bool:
    """Say whether a key has a row of its own."""
    return key.keys not in set("23456789") or not key.action.startswith(NUMBERED)


def row(key: KeyAction, language: str) -> str:
    """Return a key's row."""
    _heading, types, palette = WORDS[language]
    if key.keys == "1" and key.action.startswith("tag("):
        return f"| `1` ... `9` | {types} |\n"
    names = "`1` ... `9`" if key.action == "value(1)" else " ".join(f"`{name}`" for name in shown(key.keys))
    return f"| {names or palette} | {_(key.label)} |\n"


def written(topic: str, language: str) -> str:
    """Return the text of the topic with the tables in their place."""
    head, _begin, rest = topic.partition(BEGIN)
    _tables, _end, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{tables(language)}\n{END}{tail}"


JSON_TOPIC = HELP / "json.md"
JSON_BEGIN, JSON_END = "write_readme.py -->\n", "<!-- /json -->"


def documented_lines() -> list[tuple[str, Sequence[JsonLine]]]:
    """Return the forms of the lines of each command that has JSON, the commands in the order of the help."""
    modules = {name: _module(name) for name in COMMANDS}
    lines = [(name, module.json_lines()) for name, module in modules.items() if hasattr(module, "json_lines")]
    return [*lines, ("--version", version_report.json_lines())]


def with_json_tables(topic: str) -> str:
    """Return the text of the topic `json` with the tables in their place."""
    head, _begin, rest = topic.partition(JSON_BEGIN)
    return f"{head}{JSON_BEGIN}\n{topic_tables(documented_lines())}\n{JSON_END}{rest.partition(JSON_END)[2]}"


if __name__ == "__main__":
    for language, path in TOPICS.items():
        path.write_text(written(path.read_text(encoding="utf-8"), language), encoding="utf-8")
    JSON_TOPIC.write_text(with_json_tables(JSON_TOPIC.read_text(encoding="utf-8")), encoding="utf-8")
