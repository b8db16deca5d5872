"""In each terminal a person reads what the article says: the screen is read back."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from display import Display, Window
from emulators import EMULATORS
from PIL import Image
from reading import Reading, flattened, read, save

COMMAND = str(Path(sys.executable).parent / "claimreader")
COLUMNS, ROWS = 100, 32
GUTTER = 4
"""Cells at the right edge of the reader, which have marks of tags."""


@pytest.fixture
def corpus(tmp_path: Path, lines: list[str]) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    # Blank rows between them keep tall letters of one row from those of the next.
    (folder / "article.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    return {**inherited, "CLAIMREADER_HOME": str(tmp_path / "state"), "CLAIMREADER_ANNOTATOR": "analyst-1"}


def keep(picture: Image.Image, name: str) -> None:
    if os.environ.get("CLAIMREADER_SHOTS"):
        save(picture, Path(os.environ["CLAIMREADER_SHOTS"]) / f"{name.replace(' ', '-')}.png")


def check(
    picture: Image.Image, columns: int, lines: list[str], floor: Reading, name: str, **bar: float
) -> None:
    reading = read(flattened(picture, columns, 2 * len(lines)), lines, gap=int(bar["gap"]))
    print(f"{name}: errors {reading.errors} of {floor.errors}, shapes {reading.shapes} of {floor.shapes}")
    assert reading.errors <= floor.errors + bar["slack"], reading.text
    assert abs(reading.shapes - floor.shapes) <= bar["ink"] * floor.shapes, reading.text


def test_the_reader_reads_right(
    emulator: str, display: Display, corpus: Path, environment: dict[str, str], lines: list[str],
    floors: dict[int, Reading], tmp_path: Path,
) -> None:  # fmt: skip
    kind = EMULATORS[emulator]
    run = tmp_path / "run"
    run.mkdir()
    window = Window(
        display, kind, [COMMAND, str(corpus)], run=run, columns=COLUMNS, rows=ROWS, environment=environment
    )
    with window:
        window.settled(1.5)
        # Opened, two sentences tagged: colours, and a lit sentence that begins and ends within rows.
        window.keys("Return", "c", "j", "2")
        picture = window.settled()
        keep(picture, f"{emulator} reader")
        article = window.cells(picture, 0, 1, COLUMNS - GUTTER, 1 + 2 * len(lines))
    bar = {"slack": kind.slack, "ink": kind.ink, "gap": kind.gap}
    check(article, COLUMNS - GUTTER, lines, floors[kind.gap], f"{emulator}, reader", **bar)


def test_a_printed_article_reads_right(
    emulator: str, display: Display, corpus: Path, environment: dict[str, str], lines: list[str],
    floors: dict[int, Reading], tmp_path: Path,
) -> None:  # fmt: skip
    kind = EMULATORS[emulator]
    run = tmp_path / "run"
    run.mkdir()
    command = [COMMAND, "show", "article", "--corpus", str(corpus)]
    window = Window(display, kind, command, run=run, columns=COLUMNS, rows=ROWS, environment=environment)
    with window:
        picture = window.settled(1.5)
        keep(picture, f"{emulator} show")
        article = window.cells(picture, 0, 0, COLUMNS, 2 * len(lines))
    bar = {"slack": kind.printed_slack or kind.slack, "ink": kind.ink, "gap": kind.gap}
    check(article, COLUMNS, lines, floors[kind.gap], f"{emulator}, show", **bar)
