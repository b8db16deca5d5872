"""`make insight` says how far reported speech agrees with what people have read, and where it doesn't."""

from __future__ import annotations

import importlib
import io
import json
from pathlib import Path

import pytest

PARTS = Path(__file__).parents[2] / "insight"
TEXT = "وقال وزير الري إن السد آمن.\nغادر السكان القرية.\n"


def gold(folder: Path, claimant: str) -> None:
    """Write a gold file of two sentences, of which the first reports something."""
    (folder / "attribution_dev").mkdir()
    (folder / "attribution_dev" / "a.txt").write_text(TEXT, encoding="utf-8")

    def span(words: str) -> dict[str, int]:
        return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}

    claim = {
        "cue": span("قال"),
        "claimant": span(claimant),
        "reported_as": "asserted",
        "content": span("السد آمن"),
    }
    end = TEXT.index("\n")
    sentences = [
        {"file": "a.txt", "doc": "a", "start": 0, "end": end, "claims": [claim]},
        {"file": "a.txt", "doc": "a", "start": end + 1, "end": len(TEXT) - 1, "claims": []},
    ]
    lines = "".join(json.dumps(sentence) + "\n" for sentence in sentences)
    (folder / "attribution_dev.jsonl").write_text(lines, encoding="utf-8")


def measured(data: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, float], str]:
    """Return each measure's value, and what is written of errors."""
    monkeypatch.syspath_prepend(str(PARTS))
    errors = io.StringIO()
    rows = importlib.import_module("attribution").measure(data, errors)
    return {row.measure: row.ours for row in rows}, errors.getvalue()


def test_what_agrees_counts_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold(tmp_path, "وزير الري")
    values, errors = measured(tmp_path, monkeypatch)
    assert set(values.values()) == {1.0}
    assert errors == ""


def test_what_differs_lowers_its_value_and_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold(tmp_path, "السكان")
    values, errors = measured(tmp_path, monkeypatch)
    assert values.pop("claimant, exact F1") == 0.0
    assert set(values.values()) == {1.0}
    assert "! gold: قال | السكان" in errors
    assert "! ours: قال | وزير الري" in errors
