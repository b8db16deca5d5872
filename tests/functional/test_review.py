"""Settling what a colleague sees differently, in the running program, in a real pty."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sample_corpus import samples, say, stored
from terminal import COMMAND, Terminal

MINE = [(3, ("claim",)), (4, ("claim", "quantity")), (5, ("claim",)), (6, ("claim",))]
THEIRS = [(3, ("claim", "event")), (4, ("not_claim",)), (5, ("claim",)), (8, ("claim", "rule"))]


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    folder = samples(tmp_path / "news")
    say(folder / "annotations.json", "me", MINE)
    say(tmp_path / "colleague.json", "زميل", THEIRS)
    return [COMMAND, str(folder), "--review", str(tmp_path / "colleague.json")]


def said(tmp_path: Path) -> list[tuple[int, str, str]]:
    found = stored(tmp_path / "news" / "annotations.json")
    return sorted((one["target"]["sentence"], one["annotator"], "+".join(one["tags"])) for one in found)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_one_key_a_sentence_settles_the_list_and_it_stays_settled(
    tmp_path: Path, home: dict[str, str], command: list[str], columns: int, rows: int
) -> None:
    colleague = (tmp_path / "colleague.json").read_bytes()
    with Terminal(command, env=home, columns=columns, rows=rows) as terminal:
        terminal.wait_for("settled 0/4")
        terminal.wait_for("agree 33%")
        terminal.wait_for("kappa ")
        assert "زميل" in terminal.logical.splitlines()[0], "the person, not the file"
        assert "theirs" not in terminal.text.splitlines()[1]
        terminal.wait_for("وأضافت أن القوات قدمت", logical=True)
        terminal.type("2")  # theirs, and the cursor goes on
        terminal.wait_for("settled 1/4")
        terminal.type("+")
        terminal.wait_for("settled 2/4")
        terminal.type("1")
        terminal.wait_for("settled 3/4")
        terminal.type("u")  # mine again: only the decision is taken back
        terminal.wait_for("settled 2/4")
        terminal.type("u")
        terminal.wait_for("undone")
        terminal.wait_for("settled 1/4")
        terminal.type("r")
        terminal.wait_for("settled 2/4")
        terminal.type("r")
        terminal.wait_for("settled 3/4")
        terminal.type("n1")
        terminal.wait_for("all settled")
        terminal.type("q")
        terminal.wait_for("5 articles")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert said(tmp_path) == [
        (3, "زميل", "claim+event"),
        (4, "me", "claim+quantity"),
        (4, "زميل", "not_claim"),
        (5, "me", "claim"),
        (6, "me", "claim"),
    ]
    assert (tmp_path / "colleague.json").read_bytes() == colleague
    with Terminal(command, env=home, columns=columns, rows=rows) as again:
        again.wait_for("settled 3/3")  # on sentence 4 both agree now
        again.type("n")
        again.wait_for("nothing open from here on")
        again.type("\x11")
        assert again.wait_for_end() == 0


def test_undo_finds_its_sentence_in_a_list_that_was_compared_anew(
    home: dict[str, str], command: list[str]
) -> None:
    with Terminal(command, env=home, columns=80, rows=24) as terminal:
        terminal.wait_for("settled 0/4")
        terminal.type("2111")  # on the first both agree by now, so that the others move up
        terminal.wait_for("settled 4/4")
        terminal.type("\x1b[15~")
        terminal.wait_for("settled 3/3")
        terminal.type("u")
        terminal.wait_for("settled 2/3")
        assert not terminal.text.splitlines()[4].startswith(" 1"), "the last one is open again"
        terminal.type("u")
        terminal.wait_for("settled 1/3")
        terminal.type("rr")
        terminal.wait_for("settled 3/3")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_the_reader_opens_on_the_sentence_and_comes_back_to_the_list(
    tmp_path: Path, home: dict[str, str], command: list[str]
) -> None:
    with Terminal(command, env=home) as terminal:
        terminal.wait_for("settled 0/4")
        terminal.type("jj\r")
        terminal.wait_for("7 of 29")
        terminal.type("2")  # a tag, set in the reader
        terminal.wait_for("saved")
        terminal.type("q")
        terminal.wait_for("settled 0/4")
        terminal.wait_for("quantity")
        terminal.type("kk1")
        terminal.wait_for("settled 1/4")
        terminal.type("q")
        terminal.wait_for("5 articles")
        terminal.type("w")
        terminal.wait_for("settled 1/4")
        terminal.type("?")
        terminal.wait_for("take theirs; in gold")
        terminal.type("q\x11")
        assert terminal.wait_for_end() == 0
    assert (6, "me", "claim+quantity") in said(tmp_path)


def test_every_key_works_under_an_arabic_layout(
    tmp_path: Path, home: dict[str, str], command: list[str]
) -> None:
    with Terminal(command, env=home) as terminal:
        terminal.wait_for("settled 0/4")
        terminal.type("ت٢")  # j 2
        terminal.wait_for("settled 1/4")
        terminal.type("ض")
        terminal.wait_for("5 articles")
        terminal.type("ض")
        assert terminal.wait_for_end() == 0
    assert (4, "زميل", "not_claim") in said(tmp_path)


def test_two_who_agree_see_so_and_how_to_go_back(tmp_path: Path, home: dict[str, str]) -> None:
    folder = samples(tmp_path / "news")
    for database in (folder / "annotations.json", tmp_path / "colleague.json"):
        say(database, database.stem, MINE)
    with Terminal(
        [COMMAND, str(folder), "--review", str(tmp_path / "colleague.json")], env=home, columns=80, rows=24
    ) as terminal:
        terminal.wait_for("no disagreement: you both decided 4 sentences, and in the same way; Esc: back")
        terminal.type("12+anp\ru")
        terminal.wait_for("nothing to undo")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_annotations_that_are_held_by_another_reader_are_not_settled(
    tmp_path: Path, home: dict[str, str], command: list[str]
) -> None:
    with Terminal(command[:2], env=home) as holder:
        holder.wait_for("4/24")
        before = said(tmp_path)
        with Terminal(command, env=home) as terminal:
            terminal.wait_for("READ-ONLY")
            terminal.wait_for("agree 33%")
            terminal.type("2")
            terminal.wait_for("NOT SAVED")
            terminal.type("\x11")
            assert terminal.wait_for_end() == 0
        holder.type("q")
        assert holder.wait_for_end() == 0
    assert said(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(None, "no such annotations file"), ("own", "your own annotations"), ('{"_default": {"1": {', "line")],
)
def test_a_file_that_cannot_be_reviewed_is_said_before_the_screen_is_taken(
    tmp_path: Path, home: dict[str, str], command: list[str], content: str | None, complaint: str
) -> None:
    other = tmp_path / "other.json"
    if content == "own":
        other.symlink_to(tmp_path / "news" / "annotations.json")
    elif content is not None:
        other.write_text(content)
    with Terminal([*command[:3], str(other)], env=home) as terminal:
        assert terminal.wait_for_end() == 2
        assert "".join(complaint.split()) in "".join(terminal.text.split())  # in rows of 120 cells
        assert b"\x1b[?1049h" not in terminal.sent
    if content is not None and content != "own":
        assert other.read_text() == content


def test_the_option_is_in_the_help(home: dict[str, str]) -> None:
    done = subprocess.run([COMMAND, "--help"], capture_output=True, text=True, check=True)
    assert "--review FILE" in done.stdout
