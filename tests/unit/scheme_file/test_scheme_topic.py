"""The help topic on schemes is true: every TOML in it is read, every field is in it, in each language."""

import re
from pathlib import Path

import pytest

from annotations.scheme_file.loader import ATTRIBUTE_FIELDS, FIELDS, KINDS, TAG_FIELDS, TEAM_FIELDS, check
from tui.config.bindings import clashes, reserved

HELP = Path(__file__).parents[3] / "tui" / "help"
TOPICS = sorted(HELP.rglob("scheme.md"))
BLOCK = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_there_is_one() -> None:
    assert HELP / "scheme.md" in TOPICS


@pytest.mark.parametrize("topic", TOPICS, ids=lambda path: path.parent.name)
def test_every_toml_in_it_is_read_and_shows_every_field(topic: Path, tmp_path: Path) -> None:
    blocks = BLOCK.findall(topic.read_text(encoding="utf-8"))
    keys = reserved("board", "tags") | reserved("select") | reserved("reader", "library")
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.toml"
        path.write_text(block, encoding="utf-8")
        checked = check(path, reserved=keys, reserved_in_details=reserved("details"))
        assert checked.mistakes == []
        assert checked.scheme is not None
        assert clashes(checked.scheme) == ()
    shown = "\n".join(blocks)
    for field in (*FIELDS, *TAG_FIELDS, *ATTRIBUTE_FIELDS, *TEAM_FIELDS, "same", "nouns"):
        assert re.search(rf"^(\[+{field}\]+|{field} = )", shown, re.MULTILINE), field
    for kind in KINDS:
        assert f'kind = "{kind}"' in shown


def test_all_of_it_together_is_one_scheme(tmp_path: Path) -> None:
    blocks = BLOCK.findall((HELP / "scheme.md").read_text(encoding="utf-8"))
    tables = [block for block in blocks if block.startswith("[")]
    path = tmp_path / "whole.toml"
    path.write_text("".join([block for block in blocks if block not in tables] + tables), encoding="utf-8")
    assert check(path).mistakes == []
