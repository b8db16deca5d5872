"""What stands between a user and the first frame: no module that isn't needed for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).parent / "claimreader")


@pytest.mark.parametrize("indexed", [False, True])
def test_nothing_is_imported_before_the_first_frame_that_it_does_not_need(
    tmp_path: Path, indexed: bool
) -> None:
    home = {**os.environ, "CLAIMREADER_HOME": str(tmp_path / "home")}
    if indexed:
        subprocess.run([COMMAND, "index"], env=home, capture_output=True, check=True)
    code = """
import asyncio, json, sys
from annotations.project import Project
from tui.app import ClaimReader

before = []
display = ClaimReader._display

def watched(self, screen, renderable):
    display(self, screen, renderable)
    if not before:
        before.extend(sys.modules)

ClaimReader._display = watched

async def main():
    app = ClaimReader(Project())
    async with app.run_test():
        pass
    app.desk.catalogue.close()
    app.desk.project.close()

asyncio.run(main())
print(json.dumps(before))
"""
    done = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=True)
    before = set(json.loads(done.stdout.splitlines()[-1]))
    assert "tui.screens.library" in before
    late = {
        "annotations.article", "annotations.sentences", "annotations.kinds", "annotations.dates",
        "annotations.metadata", "annotations.arabic", "annotations.corpus.indexing",
        "annotations.corpus.search",
        "annotations.store.tinydb_store", "annotations.tagging", "annotations.exchange", "annotations.undo",
        "tui.screens.reader", "tui.widgets.article_view", "tui.widgets.bidi_input", "tui.widgets.details",
        "tinydb", "filelock", "uuid_utils", "charset_normalizer", "tomlkit", "pyarrow", "trafilatura",
        "textual.widgets._data_table", "textual.widgets._text_area",
    }  # fmt: skip
    assert sorted(before & late) == []
    assert ("sqlite3" in before) == indexed
