"""Opens the review of what a colleague says, in a program that a test types into."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from library_pilot import Use, closing, screen_of, shown, until

from annotations.composition import Project
from annotations.services.annotation_files import read_annotations_file
from tui.app import ClaimReader
from tui.screens.review.disagreements import ReviewScreen
from tui.session.colleague import Colleague


@asynccontextmanager
async def in_review(news: Path, file: Path, count: int) -> AsyncIterator[tuple[ClaimReader, Use]]:
    """Open the articles of a folder as `me`, with a colleague's file, of which `count` sentences are open."""
    theirs = read_annotations_file(file, by="me")
    app = ClaimReader(Project([news], annotator="me"))
    app.session.colleague = Colleague(file.name, theirs.annotations, theirs.records)
    async with closing(app), app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: not screen_of(app).indexing.running and app.session.annotations.loaded)
        await until(
            pilot, lambda: isinstance(app.screen, ReviewScreen) and f"settled 0/{count}" in shown(app)
        )
        yield app, pilot
