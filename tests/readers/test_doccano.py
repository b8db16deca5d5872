"""doccano itself imports our files and exports them again; then we read what it wrote.

It pins old libraries, so it runs in an environment of its own: DOCCANO_PYTHON is that environment's Python.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from exchange_samples import ALL, ARTICLES, StoredAnnotations

from annotations.exchange import registry
from annotations.exchange.offsets import Utf16
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT

Export = Callable[[str], Path]
TEXTS = {article.id: article.text for article in ALL}
SCRIPT = Path(__file__).with_name("doccano_import.py")


def through_doccano(kind: str, relations: bool, path: Path) -> tuple[list[str], list[dict[str, Any]]]:
    """Return doccano's complaints, and what it exports."""
    command = [os.environ["DOCCANO_PYTHON"], str(SCRIPT), kind, "01"[relations], str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.split("\n") if line.startswith(("[", "{"))]
    return records[0], records[1:]


def test_spans_and_relations_survive_doccano(
    export: Export, annotations: list[Annotation], tmp_path: Path
) -> None:
    errors, records = through_doccano("SequenceLabeling", True, export("doccano"))
    assert not errors
    found = set()
    for record in records:
        units = Utf16(record["text"])
        assert record["text"] == TEXTS[record["article"]]
        for span in record["entities"]:
            quote = units.slice(span["start_offset"], span["end_offset"])
            found.add((record["article"], quote, span["label"]))
    assert found == {(one.article.id, one.target.quote, tag) for one in annotations for tag in one.tags}
    assert [one["type"] for record in records for one in record["relations"]] == ["contradicts"]

    back = tmp_path / "all.jsonl"
    back.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    plan = registry.read("doccano", back, ARTICLES, DEFAULT, StoredAnnotations(annotations), "me")  # type: ignore[arg-type]
    assert plan.same == len(annotations), list(plan.lines())


def test_without_relations_the_default_settings_of_doccano_do(
    annotations: list[Annotation], tmp_path: Path
) -> None:
    import msgspec

    path = tmp_path / "plain.jsonl"
    plain = [msgspec.structs.replace(one, links=()) for one in annotations]
    registry.export("doccano", plain, ARTICLES, DEFAULT, path)
    errors, records = through_doccano("SequenceLabeling", False, path)
    assert not errors
    assert sum(len(record["label"]) for record in records) == sum(len(one.tags) for one in annotations)


def test_classes_survive_doccano(export: Export, annotations: list[Annotation]) -> None:
    errors, records = through_doccano("DocumentClassification", False, export("doccano-classification"))
    assert not errors
    assert {(record["uuid"], record["text"], *sorted(record["label"])) for record in records} == {
        (one.uuid, one.target.quote, *one.tags) for one in annotations
    }


@pytest.fixture(autouse=True)
def _needs_doccano() -> None:
    assert os.environ.get("DOCCANO_PYTHON"), (
        "DOCCANO_PYTHON: the Python of an environment with the readers-doccano group"
    )
