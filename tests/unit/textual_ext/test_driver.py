"""A frame goes to the terminal in one write, and what is no frame as it comes."""

from __future__ import annotations

from typing import Any

from textual._ansi_sequences import SYNC_END, SYNC_START

from tui.textual_ext.driver import keeping_order


class Writer:
    """A writer that lives."""

    def is_alive(self) -> bool:
        return True


class Base:
    """As much of a driver as is written through."""

    _writer_thread = Writer()

    def __init__(self) -> None:
        self.written: list[str] = []

    def _enable_bracketed_paste(self) -> None: ...

    def write(self, data: str) -> None:
        self.written.append(data)


def test_a_frame_is_one_write() -> None:
    driver: Any = keeping_order(Base)()  # type: ignore[arg-type]
    for data in ("title", SYNC_START, "cells", "cursor", SYNC_END, "bell"):
        driver.write(data)
    assert driver.written == ["title", f"{SYNC_START}cellscursor{SYNC_END}", "bell"]


def test_a_frame_that_is_empty_is_ended_too() -> None:
    driver: Any = keeping_order(Base)()  # type: ignore[arg-type]
    for data in (SYNC_START, SYNC_END, SYNC_START, "cells", SYNC_END):
        driver.write(data)
    assert driver.written == [SYNC_START + SYNC_END, f"{SYNC_START}cells{SYNC_END}"]
