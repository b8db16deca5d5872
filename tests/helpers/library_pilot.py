"""The library in a Textual pilot, and what it shows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from terminal import logical
from textual.pilot import Pilot

from annotations.composition import Project
from tui.app import ClaimReader
from tui.screens.library.screen import LibraryScreen

Use = Pilot[None]


_executors: list[ThreadPoolExecutor] = []
"""Those of the apps that run, one inside the other."""


@asynccontextmanager
async def closing(app: ClaimReader) -> AsyncIterator[None]:
    """Close what an app has open when its threads have ended, as after `asyncio.run` in the program.

    SQLite may crash where a connection is closed while another thread asks it something.
    """
    loop = asyncio.get_running_loop()
    executor = ThreadPoolExecutor()
    loop.set_default_executor(executor)
    _executors.append(executor)
    try:
        yield
    finally:
        _executors.pop()
        loop.set_default_executor(_executors[-1] if _executors else ThreadPoolExecutor())
        await asyncio.to_thread(executor.shutdown)
        app.session.articles.close()
        app.session.project.close()


@asynccontextmanager
async def library(*roots: Path, settled: bool = True) -> AsyncIterator[tuple[ClaimReader, Use]]:
    app = ClaimReader(Project(list(roots)))
    async with closing(app), app.run_test(size=(120, 30)) as pilot:
        if settled:
            await until(pilot, lambda: not screen_of(app).indexing.running and app.session.annotations.loaded)
        yield app, pilot


async def until(pilot: Use, true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        await pilot.pause(0.02)
        if true() and not screen_of(pilot.app).queries.busy:
            await pilot.pause()
            return
    raise AssertionError(f"it did not come about:\n{shown(pilot.app)}")


async def at_rest(pilot: Use, *, but: str = "") -> None:
    """Wait until no worker runs, nor one that another has begun: the index, the list, how far all is.

    Args:
        pilot: of the program.
        but: a group of workers that may run.
    """
    end, rounds = time.monotonic() + 60, 0
    while rounds < 3:
        running = [one for one in pilot.app.workers if not one.is_finished and one.group != but]
        assert time.monotonic() < end, f"they don't come to an end: {running}"
        await pilot.pause(0.02 if running else None)
        rounds = 0 if running else rounds + 1


def screen_of(app: object) -> LibraryScreen:
    screen = app.screen_stack[0]  # type: ignore[attr-defined]
    assert isinstance(screen, LibraryScreen)
    return screen


def shown(app: object) -> str:
    """The screen's rows as cells, and once more with their Arabic in reading order."""
    rows = [strip.text for strip in app.screen._compositor.render_strips()]  # type: ignore[attr-defined]
    return "\n".join([*rows, *map(logical, rows)])


def names(app: ClaimReader) -> list[str]:
    return [entry.id for entry in app.session.listing]
