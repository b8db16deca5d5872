"""The README says what is so: keys, tags, commands and pictures are those of the program."""

import re
from pathlib import Path

from readme_commands import commands
from write_readme import README, written

from annotations.model.scheme import DEFAULT
from tui.cli import COMMANDS

ROOT = Path(__file__).parents[3]
TEXT = README.read_text(encoding="utf-8")


def test_the_key_tables_are_written_from_the_bindings() -> None:
    assert written(TEXT) == TEXT


def test_every_tag_is_explained() -> None:
    for tag in DEFAULT.tags:
        assert f"| `{tag.key}` | {tag.label} |" in TEXT


def test_every_command_is_named() -> None:
    for name in COMMANDS:
        assert f"claimreader {name}" in TEXT, name


def test_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", TEXT)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).read_bytes().startswith(b"\x89PNG"), picture


def test_the_two_commands_are_make_s() -> None:
    assert commands() == ["make run", "make test"]
