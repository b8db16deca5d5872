"""What stands between a user and the first frame: no module that isn't needed for it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from library_pilot import library, screen_of, until
from terminal import COMMAND

from annotations.composition import Project, article_record
from annotations.model.scheme import DEFAULT
from annotations.services.tagging import press
from annotations.store.base import Store
from tui.screens.reader.screen import ReaderScreen


@pytest.mark.parametrize("indexed", [False, True])
def test_nothing_is_imported_before_the_first_frame_that_it_does_not_need(
    tmp_path: Path, indexed: bool
) -> None:
    home = {**os.environ, "CLAIMREADER_HOME": str(tmp_path / "home")}
    if indexed:
        subprocess.run([COMMAND, "index"], env=home, capture_output=True, check=True)
    code = """
import asyncio, json, sys
from annotations.composition import Project
from tui.app import ClaimReader

before = []
display = ClaimReader._display

def watched(self, screen, renderable):
    display(self, screen, renderable)
    if not before:
        before.extend(sys.modules)

ClaimReader._display = watched

app = ClaimReader(Project())

async def main():
    async with app.run_test():
        pass

asyncio.run(main())
app.session.articles.close()
app.session.project.close()
print(json.dumps(before))
"""
    done = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=True)
    before = set(json.loads(done.stdout.splitlines()[-1]))
    assert "tui.screens.library.screen" in before
    late = {
        "annotations.model.article", "annotations.model.metadata", "annotations.text.sentences",
        "annotations.text.line_kinds", "annotations.text.dates", "annotations.text.folding",
        "annotations.corpus.indexing", "annotations.corpus.query", "annotations.store.tinydb_store",
        "annotations.services.tagging", "annotations.services.undo", "annotations.exchange",
        "tui.screens.reader.screen", "tui.widgets.article.view", "tui.widgets.bidi_input",
        "tui.widgets.details",
        "tinydb", "filelock", "charset_normalizer", "tomlkit", "pyarrow", "trafilatura",
        "textual.widgets._data_table", "textual.widgets._text_area",
    }  # fmt: skip
    assert sorted(before & late) == []
    assert ("sqlite3" in before) == indexed


async def test_a_key_typed_before_the_annotations_are_read_acts_on_them(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without them `c` would claim a second time what is a claim, or end the program."""
    project = Project([corpus], annotator="analyst-1")
    article = project.corpus.read(project.corpus.find("a.txt"))
    store = project.store()
    store.remember_article(article_record(article))
    for sentence in (0, 2):
        store.apply([press(article, sentence, "claim", [], "analyst-1", DEFAULT)], by="analyst-1")
    project.close()
    readable = threading.Event()
    opened = Project.store

    def late(self: Project, *, readonly: bool = False) -> Store:
        readable.wait(60)
        return opened(self, readonly=readonly)

    monkeypatch.setattr(Project, "store", late)
    async with library(corpus, settled=False) as (app, pilot):
        await until(pilot, lambda: len(app.session.listing) == 3 and not screen_of(app).indexing.running)
        typing = asyncio.create_task(pilot.press("enter", "home", "c"))
        await asyncio.wait({typing}, timeout=1)  # time enough to act too early
        assert not app.session.annotations.loaded
        readable.set()
        await typing
        await until(pilot, lambda: app.session.annotations.loaded)
        await pilot.pause()
        assert isinstance(app.screen, ReaderScreen)
        assert [one.target.sentence for one in app.session.annotations.pending.list()] == [2]
