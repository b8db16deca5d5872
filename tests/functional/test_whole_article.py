"""A whole article on the keyboard: an analyst's keys, and the export that comes of them, byte for byte."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from terminal import COMMAND, Terminal

DAY = Path(__file__).parents[1] / "data" / "day"
CHANGING = re.compile(r'"(uuid|created|updated)":"[^"]+"')
"""What differs from one day to the next."""


def keys(name: str) -> list[str]:
    """Return what is typed at each sentence."""
    lines = (DAY / name).read_text(encoding="utf-8").splitlines()
    return [line.split("  ")[0].replace("\\r", "\r") for line in lines if not line.startswith("#")]


def tag_all(arguments: list[str], home: dict[str, str]) -> None:
    typed = keys("002.keys")
    with Terminal([COMMAND, *arguments], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("jj\r")
        terminal.wait_for("0/24")
        for sentence in typed:
            terminal.type(sentence)
        terminal.wait_for("24/24")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_an_article_tagged_by_keys_is_exported_as_it_was_meant(tmp_path: Path) -> None:
    home = {"CLAIMREADER_HOME": str(tmp_path / "home")}
    arguments = ["--db", str(tmp_path / "annotations.json"), "--annotator", "analyst-1"]
    tag_all(arguments, home)
    done = subprocess.run(
        [COMMAND, "export", *arguments],
        env=home,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    exported = CHANGING.sub(r'"\1":""', done.stdout)
    assert len({json.loads(line)["uuid"] for line in done.stdout.splitlines()}) == 24
    assert exported == (DAY / "002.jsonl").read_text(encoding="utf-8")


def test_all_samples_are_decided_with_a_key_a_sentence_and_two_an_article(tmp_path: Path) -> None:
    decided = 0
    keys_for_moving = "\r" + "n" * 4
    home = {"CLAIMREADER_HOME": str(tmp_path / "home")}
    with Terminal([COMMAND, "--db", str(tmp_path / "annotations.json")], env=home) as terminal:
        terminal.wait_for("5 articles")
        for key, sentences in zip(keys_for_moving, (73, 23, 24, 31, 21), strict=True):
            terminal.type(key)
            terminal.wait_for(f"0/{sentences}")
            terminal.type("1" * sentences)
            terminal.wait_for(f"decided {sentences}/{sentences}")
            decided += sentences
        terminal.type("\x11")
        terminal.wait_for_end()
    assert decided == 172
    assert len(keys_for_moving) <= 2 * 5
