"""A file that changes or goes while its article is read: noticed by the next key that would save."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_corpus import NAME, misplaced, samples_claimed, stored
from terminal import COMMAND, Terminal

CLAIMED = range(3, 6)
"""Sentences of article 002."""
CHANGED = "not saved: the article has changed"
"""How the line begins, whether or not it says yet what became of the annotations."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return samples_claimed(tmp_path / "news", CLAIMED)


def longer(folder: Path) -> None:
    path = folder / NAME
    path.write_text("عاجل: هذا خبر جديد.\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def read(terminal: Terminal) -> None:
    """Open article 002."""
    terminal.wait_for("3/24")
    terminal.type("jj\r")
    terminal.wait_for("decided 3/24")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_a_changed_text_is_shown_and_its_annotations_follow(
    folder: Path, home: dict[str, str], columns: int, rows: int
) -> None:
    with Terminal([COMMAND, str(folder)], env=home, columns=columns, rows=rows) as terminal:
        read(terminal)
        longer(folder)
        terminal.type("2")
        terminal.wait_for(CHANGED)
        terminal.wait_for("عاجل: هذا خبر جديد", logical=True)
        terminal.wait_for("not saved: the article has changed, 3 annotations moved with the text")
        terminal.wait_for("decided 3/25")
        terminal.type("n2")
        terminal.wait_for("decided 4/25")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0
    assert (len(stored(folder)), misplaced(folder)) == (4, 0)


def test_a_note_is_refused_before_it_is_typed_and_kept_when_it_is_typed_already(
    folder: Path, home: dict[str, str]
) -> None:
    with Terminal([COMMAND, str(folder)], env=home, columns=100, rows=30) as terminal:
        read(terminal)
        terminal.type("m")
        terminal.wait_for("note")
        terminal.type("half a thought")
        terminal.wait_for("half a thought")
        longer(folder)
        terminal.type("\r")
        terminal.wait_for("not saved: the article has changed on the disk. Leave it and open it again")
        terminal.wait_for("half a thought")
        terminal.type("\x1b")
        terminal.wait_for("draft note: half a thought")
        terminal.type("m")
        terminal.wait_for(CHANGED)
        terminal.wait_for("decided 3/25")
        terminal.type("k")
        terminal.wait_for("sentence 1 of 30")
        terminal.type("jjm")
        terminal.wait_for("half a thought")
        terminal.type("\r")
        terminal.wait_for("note saved")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0
    assert (len(stored(folder)), misplaced(folder)) == (4, 0)


def test_work_goes_on_when_the_file_is_gone(folder: Path, home: dict[str, str]) -> None:
    with Terminal([COMMAND, str(folder)], env=home, columns=120, rows=40) as terminal:
        read(terminal)
        (folder / NAME).rename(folder / "away")
        terminal.type("n2")
        terminal.wait_for("saved; the article's file can't be read any more, its text is in memory only")
        terminal.wait_for("file gone")
        terminal.wait_for("decided 4/24")
        terminal.type("n2")
        terminal.wait_for("decided 5/24")
        (folder / "away").rename(folder / NAME)
        terminal.type("n2")
        terminal.wait_for("decided 6/24")
        terminal.wait_until_gone("file gone")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0
    assert (len(stored(folder)), misplaced(folder)) == (6, 0)
