"""What the screens look like, at three sizes and in both languages, as pictures that a browser shows right.

A picture that changes is looked at, and kept with `pytest tests/functional/test_snapshots.py
--snapshot-update`.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import time_machine
from library_pilot import at_rest, closing
from sample_claims import claims, contradicting, save
from sample_corpus import samples, say
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.image import SVGImageSnapshotExtension
from textual.pilot import Pilot

from annotations.composition import Project
from tui import i18n
from tui.app import ClaimReader

SIZES = [(80, 24), (120, 40), (200, 60)]
NOON = "2026-11-21T12:00:00Z"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(SVGImageSnapshotExtension)


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return i18n.choose(request.param)


@asynccontextmanager
async def reading(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    annotate: Callable[[Path], None] = lambda folder: save(folder, contradicting(claims(folder))),
) -> AsyncIterator[Pilot[None]]:
    """The sample articles, as a rule with six claims that contradict each other, opened again at noon."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "welcomed").touch()
    monkeypatch.setenv("CLAIMREADER_HOME", str(home))
    monkeypatch.setenv("HOME", str(tmp_path))  # the screen shows paths in it as ~
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    news = samples(tmp_path / "news")
    with time_machine.travel(NOON, tick=False):
        annotate(news)
    project = Project([news], annotator="analyst-1")
    app = ClaimReader(project)
    async with closing(app):
        with time_machine.travel(NOON, tick=False):
            async with app.run_test(size=size) as pilot:
                await at_rest(pilot)
                yield pilot


def picture(app: ClaimReader) -> str:
    """Return the screen as SVG, its text in the order of the cells.

    Cells are in visual order already; without the override a browser would reorder Arabic once more.
    """
    svg = app.export_screenshot(title="claimreader")
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    return svg.replace("<style>", "<style>\n    text { unicode-bidi: bidi-override; direction: ltr }", 1)


SCREENS = {
    "library": (),
    "reader": ("j", "j", "enter", "1", "2", "0", "c", "k"),
    "select": ("j", "j", "enter", "v", "left", "left", "left"),
    "details": ("j", "j", "enter", *"jjjjjj", "a"),
    "board": ("g",),
    "sides": ("g", "t", "j", "j"),
    "matrix": ("g", "t", "m"),
    "people": ("g", "a", "equals_sign"),
    "concordance": ("h", *"بيونغ يانغ", "enter", "s", "s", "j", "space", "space", "2", "k"),
    "help": ("enter", "question_mark"),
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_screen_looks_as_it_did(
    screen: str,
    size: tuple[int, int],
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: SnapshotAssertion,
) -> None:
    async with reading(tmp_path, monkeypatch, size) as pilot:
        await pilot.press(*SCREENS[screen])
        await at_rest(pilot)
        assert picture(pilot.app) == snapshot


AGREEMENT = {
    "figures": ("g", "w", "j", "j", "j"),
    "kappa": ("g", "w", "m"),
    "costliest": ("g", "w", "j", "j", "enter"),
}
LONG = "ليلى " + "ل" * 195
TAGS = (("claim", "quantity"), ("claim",), ("not_claim",), ("event",))


def of_several(folder: Path) -> None:
    """Let four people say what they think of the sentences of article 002, in one file."""
    for number, name in enumerate(("analyst-1", "noor", "سعاد", LONG)):
        said = [
            (sentence, TAGS[(sentence + (sentence % (number + 3) == 1)) % len(TAGS)])
            for sentence in range(2, 22)
            if (sentence + number) % 6
        ]
        say(folder / "annotations.json", name, said)


@pytest.mark.parametrize("screen", AGREEMENT)
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_agreement_looks_as_it_did(
    screen: str,
    size: tuple[int, int],
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: SnapshotAssertion,
) -> None:
    async with reading(tmp_path, monkeypatch, size, annotate=of_several) as pilot:
        for key in AGREEMENT[screen]:
            await pilot.press(key)
            await at_rest(pilot)
        assert picture(pilot.app) == snapshot
