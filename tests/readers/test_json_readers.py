"""pandas, jsonschema, openpyxl and Hugging Face datasets read what we write."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import datasets
import jsonschema
import openpyxl
import pandas as pd
import pytest
from exchange_samples import ALL

from annotations.exchange.formats.jsonl import json_schema
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT

Export = Callable[[str], Path]
TEXTS = {article.id: article.text for article in ALL}


def test_every_native_line_obeys_the_schema_that_ships(export: Export) -> None:
    schema = json_schema(DEFAULT)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for line in export("jsonl").read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))


def test_pandas_reads_native_lines(export: Export, annotations: list[Annotation]) -> None:
    frame = pd.read_json(export("jsonl"), lines=True)
    assert list(frame["uuid"]) == [one.uuid for one in annotations]
    for target, article in zip(frame["target"], frame["article"], strict=True):
        assert TEXTS[article["id"]][target["start"] : target["end"]] == target["quote"]


def test_datasets_reads_native_lines_without_being_told_the_types(export: Export, tmp_path: Path) -> None:
    found = datasets.load_dataset(
        "json", data_files=str(export("jsonl")), split="train", cache_dir=str(tmp_path)
    )
    assert found["annotator"][1] == "analyst-1"
    assert found["attributes"][1]["numbers"][0]["value"] == 3000.0


def test_datasets_opens_the_folder_with_the_features_of_its_card(export: Export, tmp_path: Path) -> None:
    found = datasets.load_dataset(str(export("datasets")), split="train", cache_dir=str(tmp_path))
    assert found.num_rows == len(TEXTS)
    assert found.features["spans"].feature["attributes"]["numbers"].feature["value"].dtype == "float64"
    assert found.features["published"].dtype == "string"
    count = 0
    for row in found:
        assert row["text"] == TEXTS[row["id"]]
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["quote"]
            count += 1
    assert count == 6


@pytest.mark.parametrize("name", ["prodigy", "doccano", "doccano-classification"])
def test_datasets_reads_the_other_json_lines_too(name: str, export: Export, tmp_path: Path) -> None:
    found = datasets.load_dataset(
        "json", data_files=str(export(name)), split="train", cache_dir=str(tmp_path)
    )
    assert found.num_rows > 0


def test_pandas_reads_the_table(export: Export, annotations: list[Annotation]) -> None:
    frame = pd.read_csv(export("csv"), keep_default_na=False)
    assert list(frame["uuid"]) == [one.uuid for one in annotations]
    for row, one in zip(frame.itertuples(), annotations, strict=True):
        assert row.quote.removeprefix("'") == one.target.quote
        assert int(row.start) == one.target.start


def test_no_cell_of_the_table_is_a_formula(export: Export) -> None:
    frame = pd.read_csv(export("csv"), keep_default_na=False, dtype=str)
    assert not [
        cell
        for column in frame
        for cell in frame[column]
        if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    ]


def test_openpyxl_reads_the_workbook_right_to_left_and_without_formulas(
    export: Export, annotations: list[Annotation]
) -> None:
    sheet = openpyxl.load_workbook(export("xlsx")).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    head = [cell.value for cell in sheet[1]]
    column = {name: index for index, name in enumerate(head)}
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(annotations)
    for row, one in zip(rows, annotations, strict=True):
        assert row[column["quote"]].value == one.target.quote
        assert row[column["start"]].value == one.target.start
        assert row[column["note"]].value == (one.note or None)
        assert all(cell.data_type in {"s", "n"} for cell in row), "a formula"
        if one.target.quote.startswith("="):
            assert row[column["quote"]].quotePrefix


def test_pandas_reads_parquet_with_its_types(export: Export, annotations: list[Annotation]) -> None:
    frame = pd.read_parquet(export("parquet"))
    assert list(frame["uuid"]) == [one.uuid for one in annotations]
    assert str(frame["created"].dtype).startswith("datetime64")
    assert str(frame["start"].dtype) == "int64"
    assert [list(tags) for tags in frame["tags"]] == [list(one.tags) for one in annotations]
    for row, one in zip(frame.itertuples(), annotations, strict=True):
        assert TEXTS[row.article][row.start : row.end] == one.target.quote


def test_datasets_reads_parquet_too(export: Export, tmp_path: Path) -> None:
    found = datasets.load_dataset(
        "parquet", data_files=str(export("parquet")), split="train", cache_dir=str(tmp_path)
    )
    assert found.num_rows == 6
    assert found.features["numbers"].feature["value"].dtype == "float64"
