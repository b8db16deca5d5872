"""The list of keys, in a window of any size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from tui.config.actions import KEYS
from tui.config.bindings import shown
from tui.screens.dialogs.help import PACE

LISTED = [(" ".join(shown(key.keys)), key.label) for key in KEYS if key.place == "library"]
LISTED.append(("pace", PACE))


@contextmanager
def opened(home: Path, columns: int, rows: int) -> Iterator[Terminal]:
    with Terminal([COMMAND], env={"CLAIMREADER_HOME": str(home)}, columns=columns, rows=rows) as terminal:
        terminal.wait_for("0/24")
        terminal.type("?")
        terminal.wait_for("LIBRARY")
        yield terminal


@pytest.mark.parametrize(("columns", "rows"), [(24, 6), (80, 10)])
def test_a_page_is_as_high_as_the_view_less_a_row(tmp_path: Path, columns: int, rows: int) -> None:
    listed = [("LIBRARY", ""), *LISTED]
    view = rows - 1  # the last row has the key to leave
    with opened(tmp_path, columns, rows) as terminal:
        for first in [*range(view - 1, len(listed) - view, view - 1), len(listed) - view]:
            terminal.type(" ")
            wanted = [(keys[:5], label.split(" ")[0][:4]) for keys, label in listed[first : first + view]]
            terminal.wait_until(
                lambda wanted=wanted: all(  # type: ignore[misc]  # a default for mypy is none
                    row[1:6].startswith(keys) and label in row
                    for row, (keys, label) in zip(terminal.screen.display[:-1], wanted, strict=True)
                )
            )


def test_labels_stand_close_to_the_keys(tmp_path: Path) -> None:
    widest = max(len(keys) for keys, _ in LISTED)
    with opened(tmp_path, 80, 24) as terminal:
        keys, label = LISTED[0]
        assert terminal.screen.display[1].startswith(f" {keys:<{widest}}  {label}")
