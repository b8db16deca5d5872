"""Whole pages in the layouts of many kinds of site (tests/data/pages), from the skip link to the footer."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.model.metadata import metadata
from annotations.text.sentences import split

LAYOUTS = Path(__file__).parents[2] / "data/pages/layouts.txt"
TITLE, STORY, FRAME = "*", "=", "-"


def pages() -> dict[str, list[tuple[str, str]]]:
    """Return mark and text of each line, by the page's name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in LAYOUTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            lines = found[line[3:]] = []
        elif line and not line.startswith("#"):
            lines.append((line[0], line[2:]))
    return found


PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "blank lines"])
def test_the_story_is_kept_and_the_frame_is_dimmed(name: str, between: str) -> None:
    text = between.join(line for _, line in PAGES[name])
    units = split(text)
    at = 0
    wrong = []
    for mark, line in PAGES[name]:
        own = [unit for unit in units if at <= unit.start < at + len(line)]
        at += len(line) + len(between)
        dimmed = 2 * sum(unit.boilerplate for unit in own) > len(own)
        if own and mark in {STORY, FRAME} and dimmed != (mark == FRAME):
            wrong.append((mark, own[0].kind, line))
    assert wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_the_title_is_the_story_s_or_there_is_none(name: str) -> None:
    titles = [line for mark, line in PAGES[name] if mark == TITLE]
    title = metadata("\n".join(line for _, line in PAGES[name])).title
    assert title in titles if titles else title is None


def test_there_are_hundreds_of_lines_of_each_kind() -> None:
    marks = [mark for lines in PAGES.values() for mark, _ in lines]
    assert marks.count(STORY) > 120
    assert marks.count(FRAME) > 300
