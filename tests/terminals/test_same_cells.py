"""Each terminal shows the very cells that xterm shows, of the rows that terminals get wrong first.

Numbers with a fallback character beside them, percent and decimal signs at the ends, ranges, telephones,
addresses, names of networks, Persian, Urdu, vowel marks: what a bidi of the terminal's own, or half of one,
turns round. A number that reads backward is the worst of all, since nothing shows it.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from cells import Comparison, compared
from display import Display, Window
from emulators import EMULATORS, FONT
from PIL import Image
from reading import flattened, save

sys.path.insert(0, str(Path(__file__).parent.parent / "helpers"))
from terminal import COMMAND, Terminal

HARD = Path(__file__).parent.parent / "data" / "terminals" / "hard.txt"
COLUMNS, ROWS = 100, 28
SEEN = {"reader": (1, 21), "show": (0, 20)}
"""The rows of the screen in which the article is."""
OPENED = ("Return", "c", "j", "2")
"""Keys of X: the article is opened, two sentences are tagged, so that there are colours within rows."""
TYPED = "\rcj2"
"""The same keys as a terminal sends them."""

Reference = Callable[[str, str], tuple[Image.Image, list[list[tuple[int, str]]]]]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return made(tmp_path / "corpus")


def made(folder: Path) -> Path:
    folder.mkdir()
    (folder / "article.txt").write_text(HARD.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def command(place: str, corpus: Path) -> list[str]:
    return (
        [COMMAND, str(corpus)] if place == "reader" else [COMMAND, "show", "article", "--corpus", str(corpus)]
    )


def environment(folder: Path, no_color: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    own = {"CLAIMREADER_HOME": str(folder / "state"), "CLAIMREADER_ANNOTATOR": "analyst-1"}
    return {**inherited, **own, **({"NO_COLOR": no_color} if no_color else {})}


def shown(display: Display, name: str, place: str, corpus: Path, folder: Path, no_color: str) -> Image.Image:
    """Return the picture of a screen, black on white."""
    run = folder / "run"
    run.mkdir()
    variables = environment(folder, no_color)
    window = Window(
        display, EMULATORS[name], command(place, corpus), run=run, columns=COLUMNS, rows=ROWS,
        environment=variables,
    )  # fmt: skip
    with window:
        picture = window.settled(1.5)
        if place == "reader":
            window.keys(*OPENED)
            picture = window.settled()
        picture = window.cells(picture, 0, SEEN[place][0], COLUMNS, SEEN[place][1])
    if os.environ.get("CLAIMREADER_SHOTS"):
        file = f"{name} {place} cells {'no color' if no_color else ''}".strip().replace(" ", "-")
        save(picture, Path(os.environ["CLAIMREADER_SHOTS"]) / f"{file}.png")
    return flattened(picture, COLUMNS, SEEN[place][1] - SEEN[place][0])


def texts(place: str, corpus: Path, variables: Mapping[str, str]) -> list[list[tuple[int, str]]]:
    """Return what stands in each cell of the screen, by a terminal in memory that is sent cells in order."""
    with Terminal(
        command(place, corpus), env={**variables, "TERM": "xterm"}, columns=COLUMNS, rows=ROWS
    ) as one:
        if place == "reader":
            one.wait_for("1 article")
            one.type(TYPED)
            one.wait_for("decided 2/")
            one.settle()  # what comes beside the keys
        else:
            one.wait_for_end()
        buffer = one.screen.buffer
        return [
            [
                (column, buffer[row][column].data)
                for column in range(COLUMNS)
                if buffer[row][column].data.strip()
            ]
            for row in range(*SEEN[place])
        ]


@pytest.fixture(scope="session")
def reference(display: Display, tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Return a function for xterm's picture of a place, and the texts of its cells."""

    @functools.cache
    def made_once(place: str, no_color: str) -> tuple[Image.Image, list[list[tuple[int, str]]]]:
        folder = tmp_path_factory.mktemp("xterm")
        corpus = made(folder / "corpus")
        picture = shown(display, "xterm", place, corpus, folder, no_color)
        in_memory = tmp_path_factory.mktemp("memory")
        return picture, texts(place, made(in_memory / "corpus"), environment(in_memory, no_color))

    return made_once


@functools.cache
def characters() -> frozenset[str]:
    """Return what the font has: for the rest each terminal takes another font, which looks otherwise."""
    listed = subprocess.run(
        ["fc-match", "-f", "%{charset}", FONT], capture_output=True, text=True, check=True
    ).stdout.split()
    ends = [[int(end, 16) for end in part.split("-")] for part in listed]
    return frozenset(chr(code) for first, *last in ends for code in range(first, (last or [first])[0] + 1))


def judged(
    picture: Image.Image, reference: Image.Image, rows: Sequence[Sequence[tuple[int, str]]]
) -> Comparison:
    known = characters()
    own = [[(column, text) for column, text in row if set(text) <= known] for row in rows]
    return compared(picture, reference, own, COLUMNS)


@pytest.mark.parametrize("no_color", ["", "1"], ids=["colours", "NO_COLOR"])
@pytest.mark.parametrize("place", SEEN)
def test_each_cell_is_the_one_that_xterm_shows(
    emulator: str,
    place: str,
    no_color: str,
    display: Display,
    corpus: Path,
    reference: Reference,
    tmp_path: Path,
) -> None:
    picture = shown(display, emulator, place, corpus, tmp_path, no_color)
    wanted, rows = reference(place, no_color)
    found = judged(picture, wanted, rows)
    print(f"{emulator}, {place}, NO_COLOR={no_color}: {found.share} % of {found.inked} cells unlike xterm's, "
          f"{len(found.digits)} digits")  # fmt: skip
    assert found.inked > 600
    assert found.digits == []
    assert found.share <= EMULATORS[emulator].unlike, found.unlike
