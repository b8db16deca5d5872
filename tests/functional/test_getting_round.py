"""Where one was, how far the corpus is, and how fast the work goes."""

from __future__ import annotations

import json
from pathlib import Path

from terminal import COMMAND, Terminal


def start(home: Path, *options: str) -> Terminal:
    return Terminal(
        [COMMAND, *options], env={"CLAIMREADER_HOME": str(home), "LC_ALL": "C.UTF-8"}, columns=140, rows=24
    )


def cursor_row(terminal: Terminal) -> str:
    return next((row for row in terminal.screen.display if row.rstrip().endswith("◂")), "")


def test_the_next_start_is_where_one_was(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("0/24")
        terminal.type("jj\r")
        terminal.wait_for("decided 0/24")
        terminal.type("jjj")
        terminal.wait_for("sentence")
        terminal.type("q")
        terminal.wait_for("5 articles")
        terminal.type("kq")
        assert terminal.wait_for_end() == 0
    kept = next(iter(json.loads((tmp_path / "positions.json").read_text()).values()))
    article, sentence = list(kept.items())[-1]
    assert article.startswith("002")
    with start(tmp_path) as terminal:
        terminal.wait_for("0/24")
        assert "0/24" in cursor_row(terminal)  # not the one above, where the cursor was: what was read last
        terminal.type("\r")
        terminal.wait_for(f"{sentence + 1} of ")


def test_who_only_looks_at_the_list_leaves_no_position(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("0/24")
        terminal.type("jjq")
        assert terminal.wait_for_end() == 0
    assert not (tmp_path / "positions.json").exists()


def test_an_export_of_nothing_says_what_to_do(tmp_path: Path) -> None:
    environment = {"CLAIMREADER_HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"}
    (tmp_path / "out").mkdir()
    with Terminal([COMMAND], env=environment, cwd=tmp_path / "out") as terminal:
        terminal.wait_for("0/24")
        terminal.type("e")
        terminal.wait_for("export as")
        terminal.type("jsonl\r")
        terminal.wait_for("Enter write")
        terminal.type("\r")
        terminal.wait_for("there was no annotation to export: open an article and tag a sentence")


def test_progress_of_the_corpus_and_the_pace(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("──────── decided 0 of 172")
        terminal.type("\r")
        terminal.wait_for("decided 0/73")
        for done in range(1, 6):
            terminal.type("1" if done % 2 else "0")
            terminal.wait_for(f"decided {done}/73")
        terminal.wait_for(" s a decision")
        terminal.type("q")
        terminal.wait_for("3 claims   ━─────── decided 5 of 172")
        assert " s a decision" in terminal.text
        terminal.type("u")
        terminal.wait_for("2 claims   ━─────── decided 4 of 172")
        terminal.type("?")
        terminal.wait_for("LIBRARY")
        terminal.type(" ")
        terminal.wait_for("gaps over 60 s, or over 10 s and 5 times the median, count as pauses")
