"""The help topic on JSON lists every key that a command writes, and no other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tui.cli import main

TOPIC = Path(__file__).parents[2] / "tui" / "help" / "json.md"
ROWS = re.findall(r"^\| `([^`]+)` \| (`.*`) \|$", TOPIC.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_topic_has_rows() -> None:
    assert len(ROWS) >= 12


@pytest.mark.parametrize(("line", "keys"), ROWS, ids=[line for line, _ in ROWS])
def test_each_line_has_the_keys_that_are_listed(
    line: str, keys: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    assert main([*line.split(), "--json"]) == 0
    records = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    assert records
    listed = re.findall(r"`(\w+)`", keys)
    assert all(list(record) == listed for record in records)
