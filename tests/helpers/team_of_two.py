"""Two people of a team, each at a machine of one's own: what one says is published, the other reads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from library_pilot import Use, closing
from sample_corpus import samples

from annotations.composition import Project, filed_record
from annotations.corpus import open_corpus
from annotations.model.article import Article
from annotations.model.records import Annotation, Change, timestamp
from annotations.model.side_records import AnyChange
from annotations.services.saving import save
from annotations.services.tagging import untagged
from annotations.services.team import Rules, found, join, open_work, place_in_team
from tui.app import ClaimReader

LEAD, OTHER = "noor", "suad"


class TeamOfTwo:
    """A team that `LEAD` leads and `OTHER` has joined, on a folder with the five samples.

    Args:
        folder: an empty one.
        monkeypatch: says at whose machine one sits.
        blind: the rule of the team.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *, blind: bool = True) -> None:
        self._monkeypatch = monkeypatch
        self.homes = folder / "homes"
        (folder / "articles").mkdir()
        self.corpus = samples(folder / "articles" / "event")
        found(self.sit(LEAD), str(folder / "shared"), Rules(blind=blind))
        for name in (LEAD, OTHER):
            join(self.sit(name))

    def sit(self, name: str) -> Project:
        """Sit down at somebody's machine; returns the corpus as it is there."""
        self._monkeypatch.setenv("CLAIMREADER_HOME", str(self.homes / name))
        return Project([self.corpus], annotator=name)

    def article(self, article_id: str) -> Article:
        """Return an article of the corpus."""
        corpus = open_corpus([self.corpus])
        return corpus.read(next(entry for entry in corpus.entries if entry.id.startswith(article_id)))

    def save(self, name: str, changes: Sequence[AnyChange]) -> None:
        """Save as somebody, and publish it."""
        with open_work(place_in_team(self.sit(name))) as work:
            articles = [self.article(entry.id) for entry in open_corpus([self.corpus]).entries]
            save(work.store, changes, by=name, records=map(filed_record, articles))  # type: ignore[arg-type]
            work.exchange()

    def say(self, name: str, article: Article, sentence: int, **more: Any) -> Annotation:
        """Say something of a sentence as somebody, and publish it."""
        unit = article.units[sentence]
        made = untagged(article, unit.start, unit.end, sentence, name, timestamp())
        annotation = msgspec.structs.replace(made, **{"tags": ("claim",), **more})
        self.save(name, [Change(annotation.uuid, 0, annotation)])
        return annotation

    def said(self, name: str) -> list[Annotation]:
        """Return what is in somebody's own file."""
        with open_work(place_in_team(self.sit(name))) as work:
            return list(work.store.list())

    def receive(self, name: str) -> None:
        """Have somebody's machine take in what has been published."""
        with open_work(place_in_team(self.sit(name))) as work:
            work.exchange()

    @asynccontextmanager
    async def reading(
        self, name: str, size: tuple[int, int] = (120, 30)
    ) -> AsyncIterator[tuple[ClaimReader, Use]]:
        """Read the corpus as somebody, until what was published has come."""
        app = ClaimReader(self.sit(name))
        async with closing(app), app.run_test(size=size) as pilot:
            await in_time(pilot, lambda: app.session.team is not None and app.session.team.news.picture)
            await in_time(pilot, lambda: not app.screen_stack[0].indexing.running)  # type: ignore[attr-defined]
            try:
                yield app, pilot
            finally:
                if app.session.team is not None:
                    await asyncio.to_thread(app.session.team.stop, 10)


async def in_time(pilot: Use, true: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, f"it did not come about:\n{rows_of(pilot.app)}"
        await pilot.pause(0.02)
    await pilot.pause()


def rows_of(app: object) -> str:
    """Return the rows of the screen as they are sent."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())  # type: ignore[attr-defined]


async def at_sentence(app: ClaimReader, pilot: Use, article_id: str, sentence: int) -> Any:
    """Open an article at a sentence."""
    place = next(at for at, entry in enumerate(app.session.listing) if entry.id.startswith(article_id))
    await app.open_article(place)
    await pilot.pause()
    reader: Any = app.screen
    reader.navigation.go(sentence)
    await pilot.pause()
    return reader


received = partial(in_time)
