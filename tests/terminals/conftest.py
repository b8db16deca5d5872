"""All terminal tests share a display, the lines to read, and the floor that they are compared with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from display import Display, lacking
from emulators import EMULATORS
from reading import Reading, drawn, read, save

LINES = Path(__file__).parent.parent / "data" / "terminals" / "lines.txt"
CHOSEN = [name for name in os.environ.get("CLAIMREADER_TERMINALS", "").split(",") if name]
"""The emulators to be tested, which must be there then; without any all are, but for those not installed."""


@pytest.fixture(scope="session")
def lines() -> list[str]:
    """The lines of the article that is shown, each of one row."""
    return LINES.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="session")
def floors(lines: list[str]) -> dict[int, Reading]:
    """The same lines as a text engine draws them, read back, by the gap that emulators have."""
    picture = drawn(lines)
    if os.environ.get("CLAIMREADER_SHOTS"):
        save(picture, Path(os.environ["CLAIMREADER_SHOTS"]) / "floor.png")
    return {gap: read(picture, lines, gap=gap) for gap in {emulator.gap for emulator in EMULATORS.values()}}


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    """A screen for all emulators of this process, one after the other."""
    screen = Display()
    yield screen
    screen.close()


@pytest.fixture(params=CHOSEN or EMULATORS)
def emulator(request: pytest.FixtureRequest) -> str:
    """The name of an emulator that is there."""
    name: str = request.param
    packages = [*lacking().values(), *EMULATORS[name].missing]
    if packages:
        reason = f"to test {name}: apt-get install {' '.join(packages)}"
        if CHOSEN:
            pytest.fail(reason)
        pytest.skip(reason)
    return name
