"""Keys typed at once while articles are still being read: they end where slow typing ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from sample_corpus import stored
from terminal import Terminal

TEXTS = (
    ("a.txt", "2025-05-02", "قالت نقابة الأطباء إن 40 شخصا قتلوا في السيول. ودمرت السيول 12 منزلا."),
    ("b.txt", "2025-05-03", "قال رئيس البلدية إن عدد القتلى بلغ 300 شخص على الأقل."),
    ("c.txt", "2025-05-09", "وذكرت وزارة الري أن 120 شخصا لقوا مصرعهم."),
)
SLOW = """
import sys, time
import tui.textual_ext.key_dispatch as keys
keys.LONGEST = 60.0  # a busy machine may take longer than a person is to wait
import tui.screens.figures.finder as finder
finder.LONGEST = 60.0
from annotations.services.figure_index import FigureIndex
from tui.session.reading_along import ReadingAlong

def slowed(read):
    def slow(*given):
        time.sleep(0.4)  # so that none of the keys would find it read
        return read(*given)
    return slow

FigureIndex.read = slowed(FigureIndex.read)
ReadingAlong.reckon = slowed(ReadingAlong.reckon)
from tui.cli import main
raise SystemExit(main(sys.argv[1:]))
"""
ESC = "\x1b[27u"
"""Esc as a terminal sends it that says it apart from the key behind it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "dam"
    corpus.mkdir()
    for name, day, text in TEXTS:
        (corpus / name).write_text(f"---\npublished: {day}\n---\n{text}\n", encoding="utf-8")
    return corpus


def running(folder: Path, columns: int = 120, rows: int = 40) -> Terminal:
    environment = {"CLAIMREADER_HOME": str(folder.parent / "home"), "CLAIMREADER_ANNOTATOR": "analyst-1"}
    command = [sys.executable, "-c", SLOW, str(folder)]
    return Terminal(command, env=environment, columns=columns, rows=rows)


def left_by(terminal: Terminal, folder: Path, count: int) -> list[dict[str, Any]]:
    """Return the annotations, once there are so many and the program has ended."""
    terminal.wait_until(lambda: (folder / "annotations.json").exists() and len(stored(folder)) >= count)
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0
    return stored(folder)


@pytest.mark.parametrize(
    ("keys", "article", "number", "columns", "rows"),
    [
        ("gfjj\r2", "c.txt", 0, 80, 24),
        ("gfj\r2", "b.txt", 0, 120, 40),
        ("gfs\r2", "a.txt", 0, 80, 24),
        ("gfn\r2", "a.txt", 1, 120, 40),
    ],
)
def test_keys_meet_the_amounts_that_are_there_once_all_articles_are_read(
    keys: str, article: str, number: int, columns: int, rows: int, folder: Path
) -> None:
    with running(folder, columns, rows) as terminal:
        terminal.type(keys)
        [tagged] = left_by(terminal, folder, 1)
    assert (tagged["article"]["id"], tagged["target"]["sentence"]) == (article, number)
    assert "quantity" in tagged["tags"]


def test_amounts_are_linked_that_the_read_list_has_in_these_rows(folder: Path) -> None:
    with running(folder) as terminal:
        terminal.type("gf j l\r")
        claims = left_by(terminal, folder, 2)
    assert {claim["article"]["id"] for claim in claims} == {"a.txt", "c.txt"}
    assert [link["type"] for claim in claims for link in claim["links"]] == ["contradicts"]


@pytest.mark.parametrize(
    ("keys", "values", "verdict", "columns", "rows"),
    [
        ("\r2", {}, ("figure", True), 80, 24),
        ("\ra\r", {"reported_as": "asserted"}, ("reported-asserted", True), 120, 40),
        ("\raw\r", {"claimant": "نقابة الأطباء"}, ("verb-then-subject", True), 80, 24),
    ],
)
def test_a_key_knows_what_is_suggested_of_an_article_that_was_just_opened(
    keys: str, values: dict[str, str], verdict: tuple[str, bool], columns: int, rows: int, folder: Path
) -> None:
    with running(folder, columns, rows) as terminal:
        terminal.type(keys)
        [claim] = left_by(terminal, folder, 1)
    assert claim["attributes"] == values
    assert verdicts(folder) == [verdict]


def test_backspace_refuses_what_is_suggested_of_an_article_that_was_just_opened(folder: Path) -> None:
    with running(folder) as terminal:
        terminal.wait_for("Enter open")  # before, the Backspace would be the terminal's own
        terminal.type("\ra\x7f")
        terminal.wait_for("not suggested again here")
        assert left_by(terminal, folder, 0) == []
    assert verdicts(folder) == [("reported-asserted", False)]


def test_keys_behind_the_one_that_takes_suggestions_keep_their_order(folder: Path) -> None:
    with running(folder) as terminal:
        terminal.type(f"\rs{ESC}j\rsu{ESC}j\rs")  # the second is undone
        claims = left_by(terminal, folder, 2)
    assert [(claim["article"]["id"], "quantity" in claim["tags"]) for claim in claims] == [
        ("a.txt", True),
        ("c.txt", True),
    ]


def verdicts(folder: Path) -> list[tuple[str, bool]]:
    document = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
    return [(verdict["rule"], verdict["taken"]) for verdict in document["trust"].values()]


def test_the_key_for_numbers_says_of_the_rule_that_they_were_suggested(folder: Path) -> None:
    with running(folder) as terminal:
        terminal.type("\ran")
        [claim] = left_by(terminal, folder, 1)
    assert [number["quote"] for number in claim["attributes"]["numbers"]] == ["40 شخصا"]
    assert verdicts(folder) == [("stated", True)]
