"""What a save asks of the disk, counted and not timed: it must not grow with what is saved already."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from failing_disk import Disk
from store_tools import make, note, opened, put

from annotations.model.records import to_document


@pytest.mark.parametrize("before", [0, 100, 3000])
def test_a_save_is_one_write_and_one_sync_however_much_is_there(tmp_path: Path, before: int) -> None:
    path = tmp_path / "annotations.json"
    if before:
        documents = {str(slot): to_document(make(slot)) for slot in range(1, before + 1)}
        path.write_text(json.dumps({"_default": documents}))
    with opened(path) as store:
        annotation = put(store, make())  # the first save of a session opens its journal
        calls: Counter[str] = Counter()
        written: list[int] = []

        def after(name: str, arguments: tuple[object, ...], result: object) -> None:
            calls["sync" if "sync" in name else name] += 1
            if name == "write":
                assert isinstance(result, int)
                written.append(result)

        with Disk(after=after):
            annotation = note(store, annotation, "ملاحظة")
            put(store, make(1))
        assert calls == {"write": 2, "sync": 2}
        assert max(written) < 2048
