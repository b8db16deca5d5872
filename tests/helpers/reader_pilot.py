"""The reader in a pilot at a sentence that somebody has annotated, and what its panel says."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
from library_pilot import Use
from textual._xterm_parser import XTermParser

from annotations.model.article import Article
from annotations.model.records import Annotation
from annotations.services.tagging import untagged
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store
from tui.app import ClaimReader
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.details import Details


def made(folder: Path, name: str = "c.txt", by: str = "analyst-1", **more: Any) -> Annotation:
    """Store an annotation of the first sentence of the body."""
    text = (folder / name).read_text(encoding="utf-8")
    article = Article(name, text)
    index = next(at for at, unit in enumerate(article.units) if text[unit.start :].startswith("ذكرت"))
    unit = article.units[index]
    whole = untagged(article, unit.start, unit.end, index, by, "2026-11-22T10:00:00.000Z")
    annotation = msgspec.structs.replace(whole, **more)
    with open_store(folder / "annotations.json", annotator=by) as store:
        store.apply([Change(annotation.uuid, 0, annotation)], by=by)
    return annotation


async def type_(app: ClaimReader, pilot: Use, text: str) -> None:
    """Type as a terminal does; a pilot presses no harakat and no Arabic keys by name."""
    for event in XTermParser().feed(text):
        app.post_message(event)
    taken = asyncio.Event()
    app.call_later(taken.set)
    await taken.wait()
    await pilot.press()  # none more: it waits until the screen has handled those
    await pilot.pause(0.1)


async def opened(app: ClaimReader, pilot: Use, name: str = "c.txt") -> ReaderScreen:
    """Open an article at the sentence that `made` annotates."""
    place = next(at for at, entry in enumerate(app.session.listing) if entry.id == name)
    await app.open_article(place)
    await pilot.pause()
    reader = app.screen
    assert isinstance(reader, ReaderScreen)
    start = reader.article.text.index("ذكرت") if "ذكرت" in reader.article.text else 0
    reader.navigation.go(next(at for at, unit in enumerate(reader.article.units) if unit.start >= start))
    await pilot.pause()
    return reader


def panel(app: ClaimReader) -> str:
    """Return what the panel says, row by row."""
    details = app.screen.query_one(Details)
    return "\n".join(details.render_line(y).text.rstrip() for y in range(details.size.height))
