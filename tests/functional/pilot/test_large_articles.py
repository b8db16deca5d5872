"""Articles of a megabyte: opened by their first screen, and right wherever one goes in them next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from library_pilot import Use, library, until
from textual.geometry import Offset

import seeds
from annotations.model import article as article_module
from annotations.text.sentences import split
from tui.app import ClaimReader
from tui.bidi import Paragraph
from tui.screens.reader import screen as reader_module
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.article import view as view_module

PROSE = [
    text[unit.start : unit.end].rstrip(".")
    for text in [max((path.read_text(encoding="utf-8") for path in seeds.FOLDER.glob("*.txt")), key=len)]
    for unit in split(text)
    if unit.kind == "body"
]
NEVER = 1e6


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    many = "\n".join(f"{PROSE[number % len(PROSE)]} {number}." for number in range(5000))
    one = " ".join(f"{PROSE[number % len(PROSE)]} {number}." for number in range(2500))
    (folder / "many.txt").write_text(many, encoding="utf-8")
    (folder / "one.txt").write_text(one, encoding="utf-8")
    return folder


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is done beside the keys."""
    monkeypatch.setattr(reader_module, "_BREATH", NEVER)
    monkeypatch.setattr(view_module, "_BREATH", NEVER)


def reader_of(app: ClaimReader) -> ReaderScreen:
    assert isinstance(app.screen, ReaderScreen)
    return app.screen


def seen(app: ClaimReader) -> list[str]:
    view = reader_of(app).view
    return [strip.text for strip in view.render_lines(view.size.region)]


def lit(app: ClaimReader) -> str:
    """Letters and digits under the cursor that are in sight."""
    view = reader_of(app).view
    style = view.palette.lit.bgcolor
    segments = [segment for strip in view.render_lines(view.size.region) for segment in strip]
    return "".join(segment.text for segment in segments if segment.style and segment.style.bgcolor == style)


async def open_(pilot: Use, name: str) -> None:
    await pilot.press("home", *(["down"] if name == "one" else []), "enter")
    await pilot.pause()


@pytest.mark.parametrize("name", ["many", "one"])
@pytest.mark.usefixtures("alone")
async def test_the_first_frame_and_a_step_cost_a_screen(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.press("home", "down", "up", "down")  # both previews are drawn
        app.session.articles._read.clear()
        cut: list[int] = []
        sizes: list[int] = []
        make = Paragraph.__init__

        def counted(self: Paragraph, text: str, *rest: object) -> None:
            sizes.append(len(text))
            make(self, text, *rest)  # type: ignore[arg-type]

        def cutting(text: str) -> object:
            cut.append(len(text))
            return split(text)

        monkeypatch.setattr(Paragraph, "__init__", counted)
        monkeypatch.setattr(article_module, "split", cutting)
        await open_(pilot, name)
        await pilot.press("j", "j", "pagedown")
        shown = seen(app)
        assert sum(1 for row in shown if row.strip()) > 20
        assert cut == []
        assert sum(sizes) < 60_000
        assert not reader_of(app).article.segmented
        assert reader_of(app).article.units[3].boilerplate is False


@pytest.fixture(params=["beside", "alone"])
def pace(request: pytest.FixtureRequest) -> Iterator[str]:
    """Whether the rest of the article comes beside the keys, or only when it is needed."""
    if request.param == "alone":
        request.getfixturevalue("alone")
    return request.param  # type: ignore[no-any-return]


@pytest.mark.usefixtures("pace")
async def test_end_find_and_a_remembered_place_are_right_in_a_giant_paragraph(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await open_(pilot, "one")
        await pilot.press("end")
        assert "2499" in lit(app)
        await pilot.press("escape")
        await open_(pilot, "one")
        assert "2499" in lit(app)
        await pilot.press("home")
        assert ".0 " in lit(app)
        await pilot.press("escape")
        app.session.articles._read.clear()
        await open_(pilot, "one")
        await pilot.press("slash", *"1777", "enter")
        assert any("1777" in row for row in seen(app))
        await pilot.press("k", "j")
        assert reader_of(app).state.cursor == 1777


async def test_nothing_moves_when_the_rest_comes_and_the_kind_is_filled_in(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await open_(pilot, "one")
        view = reader_of(app).view
        before = view.top, seen(app)
        flow = view.viewport.flow
        assert flow is not None
        await until(pilot, lambda: not flow.begun)
        assert (view.top, seen(app)) == before
        await until(pilot, lambda: reader_of(app).article.segmented)
        assert flow.height > 2500


@pytest.mark.usefixtures("alone")
async def test_a_click_far_into_a_giant_paragraph_goes_to_its_sentence(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await open_(pilot, "one")
        await pilot.press(*["pagedown"] * 30)
        view = reader_of(app).view
        assert await pilot.click(view, offset=Offset(view.size.width - 20, 12))
        row = view.viewport.row(view.top + 12)
        assert row is not None
        unit = reader_of(app).article.units[view.cursor]
        assert unit.start < row.offset + row.line.end
        assert unit.end > row.offset + row.line.start
