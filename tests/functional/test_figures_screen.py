"""The list of quantities in the running program, in a real pty: both languages, keys typed ahead."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_corpus import stored
from terminal import COMMAND, Terminal

TEXTS = (
    ("a.txt", "2025-05-02", "قالت نقابة الأطباء إن 40 شخصا قتلوا في السيول. ودمرت السيول 12 منزلا."),
    ("b.txt", "2025-05-03", "قال رئيس البلدية إن عدد القتلى بلغ 300 شخص على الأقل."),
    ("c.txt", "2025-05-09", "وذكرت وزارة الري أن 120 شخصا لقوا مصرعهم."),
)
SIZES = pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (200, 60)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "dam"
    corpus.mkdir()
    for name, day, text in TEXTS:
        (corpus / name).write_text(f"---\npublished: {day}\n---\n{text}\n", encoding="utf-8")
    return corpus


def running(folder: Path, columns: int, rows: int, *options: str) -> Terminal:
    environment = {"CLAIMREADER_HOME": str(folder.parent / "home"), "CLAIMREADER_ANNOTATOR": "analyst-1"}
    return Terminal([COMMAND, *options, str(folder)], env=environment, columns=columns, rows=rows)


def opened(terminal: Terminal) -> Terminal:
    """Open the list once the annotations have been read, which the list of articles shows."""
    terminal.wait_for("0/2")
    terminal.type("gf")
    terminal.wait_for("1/2")
    return terminal


@SIZES
def test_amounts_stand_under_their_noun_with_their_bounds_and_a_plot_over_time(
    folder: Path, columns: int, rows: int
) -> None:
    with running(folder, columns, rows) as terminal:
        opened(terminal).wait_for("3 amounts")
        terminal.wait_for("≥300")
        terminal.wait_for("├300")
        terminal.wait_for("2025-05-09")
        assert sum("≠" in row for row in terminal.screen.display) == 3
        assert terminal.text.count("●") >= 2
        terminal.type("n")
        terminal.wait_for("2/2")
        terminal.wait_for("1 amount")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


@SIZES
def test_in_arabic_a_bound_is_said_by_words(folder: Path, columns: int, rows: int) -> None:
    with running(folder, columns, rows, "--lang", "ar") as terminal:
        opened(terminal).wait_for("لا يقل عن 300", logical=True)
        terminal.wait_for("حتى تاريخ", logical=True)
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_keys_typed_ahead_link_what_nobody_has_tagged_and_undo_takes_all_of_it_back(folder: Path) -> None:
    with running(folder, 120, 30) as terminal:
        opened(terminal).wait_for("3 amounts")
        terminal.type("  l\r")
        terminal.wait_for("2 sentences made claims")
        terminal.wait_until(lambda: (folder / "annotations.json").exists() and len(stored(folder)) == 2)
        claims = stored(folder)
        assert [link["type"] for claim in claims for link in claim["links"]] == ["contradicts"]
        assert {claim["attributes"]["numbers"][0]["quote"] for claim in claims} == {
            "40 شخصا",
            "300 شخص على الأقل",
        }
        terminal.type("u")
        terminal.wait_for("undone")
        terminal.wait_until(lambda: stored(folder) == [])
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_enter_opens_the_sentence_and_escape_comes_back(folder: Path) -> None:
    with running(folder, 120, 30) as terminal:
        opened(terminal).wait_for("3 amounts")
        terminal.type("j\r")
        terminal.wait_for("sentence")
        terminal.type("\x1b")
        terminal.wait_for("3 amounts")
        assert [
            number for number, row in enumerate(terminal.screen.display) if row.rstrip().endswith("◂")
        ] == [3]
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
