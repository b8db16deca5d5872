"""The list of keys, in a window of any size."""

from __future__ import annotations

import tempfile
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


def pages(terminal: Terminal) -> Iterator[list[str]]:
    """Turn the pages of what is open from the first to the last; yields the rows of each, but for the bar."""
    first = terminal.text
    terminal.type("\x1b[F")  # End
    terminal.wait_until(lambda: terminal.text != first)
    last = terminal.text
    terminal.type("\x1b[H")  # Home
    terminal.wait_until(lambda: terminal.text == first)
    yield terminal.screen.display[:-1]
    while (shown := terminal.text) != last:
        terminal.type(" ")
        terminal.wait_until(lambda shown=shown: terminal.text != shown)  # type: ignore[misc]
        yield terminal.screen.display[:-1]


@pytest.mark.parametrize(("columns", "rows"), [(24, 6), (80, 24)])
def test_every_label_can_be_read_whole(tmp_path: Path, columns: int, rows: int) -> None:
    with opened(tmp_path, columns, rows) as terminal:
        seen = [row for page in pages(terminal) for row in page]
    words = " ".join(" ".join(seen).split())
    missing = [label for keys, label in LISTED if " ".join(label.split()) not in words]
    assert [label for label in missing if columns == 80] == []
    assert len(missing) < len(LISTED)


def test_labels_stand_close_to_the_keys(tmp_path: Path) -> None:
    widest = max(len(keys) for keys, _ in LISTED)
    with opened(tmp_path, 80, 24) as terminal:
        keys, label = LISTED[0]
        assert terminal.screen.display[1].startswith(f"  {keys:<{widest}}  {label}")


def test_enter_opens_a_topic_and_leads_back(tmp_path: Path) -> None:
    with opened(tmp_path, 80, 24) as terminal:
        terminal.type("\r")
        terminal.wait_for("read about")
        terminal.type("keys\r")
        terminal.wait_for("Every key of every place")
        terminal.type("\x1b")
        terminal.wait_for("LIBRARY")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_its_end_says_where_the_annotations_and_settings_are(language: str) -> None:
    with tempfile.TemporaryDirectory(prefix="h") as short:  # a longer path takes two rows
        corpus = Path(short, "أخبار")
        corpus.mkdir()
        (corpus / "one.txt").write_text("قال الوزير إن العدد 12.\n", encoding="utf-8")
        command, home = [COMMAND, "--lang", language, str(corpus)], {"CLAIMREADER_HOME": short}
        with Terminal(command, env=home, columns=80, rows=24) as terminal:
            terminal.wait_for("0/1")
            terminal.type("?")
            terminal.wait_for("F1")
            terminal.type("\x1b[F")  # End
            terminal.wait_for(f"{short}/settings.toml")
            assert f"{short}/ﺭﺎﺒﺧﺃ/annotations.json" in terminal.text
