"""Random walks over everything that can be typed, left, undone and gone to: nothing typed lands elsewhere."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from library_pilot import Use, library
from reader_pilot import opened, type_

from annotations.model.article import sentence_at
from tui.app import ClaimReader
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.prompt import PromptRow

STEPS = 45
_TOKEN = re.compile(r"T\d+x")
_WAYS = (
    "next article",
    "previous article",
    "next sentence",
    "previous sentence",
    "undo",
    "redo",
    "write a note",
    "find in the article",
    "select words",
    "into the details",
    "next undecided",
    "claims board",
    "next draft",
    "delete this annotation",
    "tag: claim",
    "show or hide the details",
    "theme",
)

Place = tuple[str, str, int]
"""Kind, article, sentence."""


class Walk:
    """One walk, and what it knows by itself of what was typed where."""

    def __init__(self, app: ClaimReader, pilot: Use, seed: int) -> None:
        self.app, self.pilot = app, pilot
        self.random = random.Random(seed)
        self.typed: dict[str, Place] = {}
        self.begun: Place | None = None
        self.steps: list[str] = []

    @property
    def reader(self) -> ReaderScreen | None:
        return self.app.screen if isinstance(self.app.screen, ReaderScreen) else None

    @property
    def asking(self) -> bool:
        return self.reader is not None and self.reader.query_one(PromptRow).asking

    async def step(self) -> None:
        name = self.random.choice(
            ["note"] * 3 + ["find", "claimant", "words"] + ["type"] * 5 + ["enter"] * 2 + ["esc"] * 2
            + ["palette"] * 5 + ["move"] * 3 + ["tag", "undo", "resize", "quit"]
        )  # fmt: skip
        self.steps.append(name)
        await getattr(self, name)()
        await self.pilot.pause()
        if not self.asking:
            self.begun = None
        self.check()

    async def begin(self, kind: str, *keys: str) -> None:
        if self.reader is None or self.asking:
            return
        await self.browse()
        if self.reader is None:
            return
        here = (kind, self.reader.article.id, self.reader.view.cursor)
        await self.pilot.press(*keys)
        self.begun = here if self.asking else None
        if self.begun and self.random.random() < 0.8:
            await self.type()

    async def browse(self) -> None:
        """Out of a selection or the details, to the reader's own keys."""
        reader = self.reader
        assert reader is not None
        while reader.key_place != "reader":
            await self.pilot.press("escape")

    async def note(self) -> None:
        await self.begin("note", "m")

    async def words(self) -> None:
        await self.begin("note", "v", "left", "m")

    async def find(self) -> None:
        await self.begin("find", "slash")

    async def claimant(self) -> None:
        await self.begin("claimant", "a", "w")

    async def type(self) -> None:
        if not self.asking:
            await self.note()
        elif self.begun is not None:
            token = f"T{len(self.typed)}x"
            self.typed[token] = self.begun
            await type_(self.app, self.pilot, token)

    async def enter(self) -> None:
        if self.asking:
            await self.pilot.press("enter")

    async def esc(self) -> None:
        if self.asking or self.reader is None:
            await self.pilot.press("escape")

    async def palette(self) -> None:
        way = self.random.choice(_WAYS)
        self.steps[-1] += f": {way}"
        if self.reader is None:
            return
        await self.pilot.press("f2")
        await type_(self.app, self.pilot, way)
        at = (self.reader or self.app.screen_stack[-2]), ""
        await self.pilot.press("enter")
        await self.pilot.pause()
        if way == "theme":
            await self.pilot.press("escape")
        elif way == "write a note" and self.asking and self.reader is at[0]:
            self.begun = ("note", self.reader.article.id, self.reader.view.cursor)
        elif way == "find in the article" and self.asking and self.reader is not None:
            self.begun = ("find", self.reader.article.id, self.reader.view.cursor)

    async def move(self) -> None:
        if self.reader is None:
            await self.back()
        elif not self.asking:
            await self.browse()
            await self.pilot.press(
                self.random.choice(["j", "k", "right_square_bracket", "left_square_bracket"])
            )

    async def back(self) -> None:
        """Read an article again."""
        await self.app.open_article(self.random.randrange(3))

    async def tag(self) -> None:
        if self.reader is not None and not self.asking:
            await self.browse()
            await self.pilot.press(self.random.choice("c20"))

    async def undo(self) -> None:
        (self.app.action_undo if self.random.random() < 0.6 else self.app.action_redo)()

    async def resize(self) -> None:
        await self.pilot.resize_terminal(*self.random.choice([(20, 5), (80, 24)]))
        await self.pilot.resize_terminal(120, 30)

    async def quit(self) -> None:
        """As the end of the program does it, whatever ends it."""
        assert self.app.session.drafts.keep()

    def check(self) -> None:
        articles = {
            entry.id: article
            for place, entry in enumerate(self.app.session.listing)
            if not isinstance(article := self.app.session.article(place), str)
        }
        for annotation in self.app.session.annotations.pending.list():
            where = (
                annotation.article.id,
                sentence_at(articles[annotation.article.id], annotation.target.start),
            )
            said = {"note": annotation.note, "claimant": str(annotation.attributes.get("claimant") or "")}
            for kind, text in said.items():
                for token in _TOKEN.findall(text):
                    assert self.typed[token] == (kind, *where), (token, self.steps)
        for asked, text in self.app.session.drafts.all():
            for token in _TOKEN.findall(text):
                kind, article, sentence = self.typed[token]
                assert (article, sentence) == (
                    asked.article_id,
                    sentence_at(articles[asked.article_id], asked.start),
                ), (token, self.steps)
                assert asked.field == ("claimant" if kind == "claimant" else ""), (token, self.steps)


@pytest.mark.parametrize("seed", range(8))
async def test_a_line_is_said_only_where_it_was_begun(corpus: Path, seed: int) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot, "a.txt")
        walk = Walk(app, pilot, seed)
        for _ in range(STEPS):
            await walk.step()
        assert walk.typed, walk.steps


async def test_shift_tab_does_not_leave_the_line_that_is_typed(corpus: Path) -> None:
    """What is typed behind it is the note's and tags nothing."""
    async with library(corpus) as (app, pilot):
        await pilot.press("enter", "m", "a", "shift+tab", "c", "enter")
        await pilot.pause()
        [annotation] = app.session.annotations.pending.list()
        assert (annotation.note, annotation.tags) == ("ac", ())
