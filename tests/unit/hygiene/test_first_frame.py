"""What the first frame waits for, without a clock: the modules that are loaded when the list is painted.

A module costs 0.3 ms and a library up to 40, at each start. What only an open article,
a save or an export needs is imported by the worker that reads the annotations, or where it is used.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import NamedTuple

import pytest

LATER = (
    *("msgspec", "tinydb", "filelock"),  # 25, 10 and 12 ms; for records and the store
    "hijridate",  # 8 ms, for a Hijri date that stands alone
    *("tomlkit", "tomllib"),  # for settings and a scheme, where there are any
    *("bidi", "markdown_it", "pygments", "rich.markdown", "jinja2"),
    *("ssl", "_hashlib", "textual.command"),  # 3, 1 and 10 ms, see tui/textual_ext/slim_import.py
    *("docx", "pyarrow", "trafilatura", "xlsxwriter"),  # the extras
    *(
        "annotations.model.records",
        "annotations.store.base",
        "annotations.model.scheme",
        "annotations.text.sentences",
    ),
    *(
        "tui.screens.reader.screen",
        "tui.screens.dialogs.palette",
        "tui.widgets.bidi_input",
        "tui.widgets.article.view",
    ),
)
MOST_OF_OURS = 92
"""Modules of our own; each one more is to be worth its 0.3 ms."""


class Frame(NamedTuple):
    """What there is when the first frame has been painted."""

    indexed: bool
    modules: list[str]
    loaded: bool
    """Whether the annotations have been read."""
    rows: list[str]


PAINTED = """
import json, os, sys
import tui.commands.read as read
from tui.textual_ext.slim_import import import_textual
import_textual()
from textual.app import App

run, display = App.run, App._display

def shown(self, screen, renderable):
    display(self, screen, renderable)
    if renderable is not None and hasattr(screen, "articles"):
        rows = [screen.articles.row(number).text for number in range(len(screen.articles))]
        known = {"modules": sorted(sys.modules), "loaded": self.session.annotations.loaded, "rows": rows}
        os.write(1, json.dumps(known).encode())
        os._exit(0)

App._display = shown
App.run = lambda self: run(self, headless=True, size=(120, 40))
read.on_terminal = read.has_keyboard = lambda: True
from tui.cli import main
main([])
"""


@pytest.fixture(scope="module", params=["the first start", "every other start"])
def first_frame(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Frame:
    """Return what is known and loaded when the first frame of the samples has been painted."""
    home = {"CLAIMREADER_HOME": str(tmp_path_factory.mktemp("home")), "TERM": "xterm-256color"}

    def run(code: str) -> bytes:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env=home, timeout=60
        )
        return done.stdout

    if request.param == "every other start":
        run("from tui.cli import main; main(['index'])")
    return Frame(request.param == "every other start", **json.loads(run(PAINTED)))


def test_the_first_frame_is_the_list_and_waits_for_no_annotations(first_frame: Frame) -> None:
    assert len(first_frame.rows) == 5
    assert not first_frame.loaded
    titled = [row for row in first_frame.rows if ".txt" not in row]
    assert len(titled) == (5 if first_frame.indexed else 0)


def test_the_first_frame_loads_nothing_that_can_come_later(first_frame: Frame) -> None:
    early = [name for name in LATER if name in first_frame.modules]
    assert not early, f"imported before the first frame: {', '.join(early)}"
    tables = [name for name in first_frame.modules if name.startswith("rich._unicode_data.unicode")]
    assert not tables, "Rich was asked for the width of a letter"
    assert first_frame.indexed or "sqlite3" not in first_frame.modules


def test_the_first_frame_needs_few_modules_of_ours(first_frame: Frame) -> None:
    ours = [name for name in first_frame.modules if name.partition(".")[0] in {"tui", "annotations", "seeds"}]
    assert len(ours) <= MOST_OF_OURS, f"{len(ours)} modules: {', '.join(ours)}"


def test_what_is_to_come_later_is_there_to_come() -> None:
    assert [name for name in LATER if find_spec(name) is None] == []
