"""The README and the help topics say what is so: keys, tags, commands, pictures are those of the program."""

import re
from pathlib import Path

import pytest
from readme_commands import commands
from write_readme import HELP, TOPICS, written

from annotations.model.scheme import DEFAULT
from tui.cli import COMMANDS

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXT = README + "".join(path.read_text(encoding="utf-8") for path in sorted(HELP.glob("*.md")))
LINKED = re.compile(r"\[[^]]*]\((?!\w+:)([^)#]+)\)")
"""The file that a link or a picture leads to."""


@pytest.mark.parametrize("language", TOPICS)
def test_the_key_tables_are_written_from_the_bindings(language: str) -> None:
    topic = TOPICS[language].read_text(encoding="utf-8")
    assert written(topic, language) == topic


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted(HELP.rglob("*.md"))], ids=lambda path: path.stem
)
def test_links_lead_to_files_that_are_there(path: Path) -> None:
    links = LINKED.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_readme_links_every_topic() -> None:
    linked = {(ROOT / link).resolve() for link in LINKED.findall(README)}
    assert {path for path in HELP.rglob("*.md") if path.resolve() not in linked} == set()


def test_every_tag_is_explained() -> None:
    for tag in DEFAULT.tags:
        assert f"| `{tag.key}` | {tag.label} |" in TEXT


def test_every_command_is_named() -> None:
    for name in COMMANDS:
        assert f"claimreader {name}" in TEXT, name


def test_commands_with_their_comments_fit_80_columns() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert [line for line in lines if len(line) > 75 and re.search(r"(^|\s)#", line)] == []


def test_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).read_bytes().startswith(b"\x89PNG"), picture


def test_the_two_commands_are_make_s() -> None:
    assert commands() == ["make run", "make test"]
