"""Parquet has the columns of our frames with their types, and nothing of an annotation is missing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exchange_samples import ARTICLES, FIRST, sample

from annotations.corpus import open_corpus
from annotations.corpus.own_files import is_our_export
from annotations.exchange import ExchangeError, registry
from annotations.exchange.annotation_rows import AnnotationRows
from annotations.exchange.articles import Articles
from annotations.model.article import Article
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT, Attribute


def exported(folder: Path, annotations: list[Annotation], articles: Articles = ARTICLES) -> pa.Table:
    target = folder / "x.parquet"
    registry.export("parquet", annotations, articles, DEFAULT, target, force=True)
    return pq.read_table(target)


def test_a_row_has_the_columns_of_a_frame_and_their_types(tmp_path: Path) -> None:
    table = exported(tmp_path, sample())
    names = [column.name for column in AnnotationRows(DEFAULT).columns]
    assert table.column_names[: len(names)] == names
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["published"], types["created"]) == ("timestamp[ms]", "timestamp[us, tz=UTC]")
    assert types["start"] == "int64"
    assert types["tags"].startswith("list<")
    row = table.to_pylist()[1]
    assert (row["quote"], row["tags"], row["claimant"]) == (
        "وصل 3000 جندي 🚨 إلى مُعَسْكَر الوَزِير.",
        ["claim", "quantity"],
        "الوزير",
    )
    assert row["created"] == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert row["numbers"][0]["value"] == 3000.0
    assert (row["link_types"], row["rev"]) == (["contradicts", "updates"], 3)
    assert row["suggested"] == [
        {"field": "claimant", "rule": "verb-then-subject"},
        {"field": "tags", "rule": "quantity"},
    ]


def test_what_has_no_column_of_its_type_is_in_more(tmp_path: Path) -> None:
    rows = exported(tmp_path, sample()).to_pylist()
    more = [json.loads(row["more"]) if row["more"] else {} for row in rows]
    by_uuid = dict(zip([row["uuid"] for row in rows], more, strict=True))
    for annotation in sample():
        said = by_uuid[annotation.uuid]
        row = next(row for row in rows if row["uuid"] == annotation.uuid)
        for key, value in annotation.attributes.items():
            assert said.get("attributes", {}).get(key, row.get(key)) == value
        assert said.get("extra", {}) == annotation.extra
    span = next(said for said in more if "source_span" in said.get("attributes", {}))
    assert span["attributes"]["source_span"]["quote"] == "قال"


def test_an_attribute_that_is_called_as_a_column_has_another_name(tmp_path: Path) -> None:
    scheme = msgspec.structs.replace(
        DEFAULT,
        attributes=(Attribute("rev", "text", "rev", "ر"), Attribute("start", "text", "start", "ب")),
    )
    annotation = msgspec.structs.replace(sample()[1], attributes={"rev": "a", "start": "b"})
    registry.export("parquet", [annotation], ARTICLES, scheme, tmp_path / "x.parquet")
    (row,) = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert (row["attribute_rev"], row["attribute_start"], row["rev"]) == ("a", "b", 3)
    assert row["more"] is None


def test_values_of_other_types_than_the_scheme_has_are_kept(tmp_path: Path) -> None:
    odd: dict[str, Any] = {"numbers": ["x", 5], "claimant": 7, "when": ["2024"], "source_span": [1]}
    (row,) = exported(tmp_path, [msgspec.structs.replace(sample()[1], attributes=odd)]).to_pylist()
    assert json.loads(row["more"])["attributes"] == odd


def test_a_time_that_is_none_is_kept_as_it_is(tmp_path: Path) -> None:
    (row,) = exported(tmp_path, [msgspec.structs.replace(sample()[1], created="أمس")]).to_pylist()
    assert row["created"] is None
    assert json.loads(row["more"])["created"] == "أمس"


def test_the_day_of_an_article_is_a_day(tmp_path: Path) -> None:
    article = Article(FIRST.id, FIRST.text, metadata={"published": "2024-10-27"})
    (row,) = exported(tmp_path, [sample()[1]], Articles.of([article])).to_pylist()
    assert row["published"] == datetime(2024, 10, 27)


def test_many_rows_are_written_in_groups(tmp_path: Path) -> None:
    many = [msgspec.structs.replace(sample()[1], uuid=f"u{number}") for number in range(5000)]
    table = exported(tmp_path, many)
    assert table.column("uuid").to_pylist() == [each.uuid for each in many]
    assert pq.ParquetFile(tmp_path / "x.parquet").num_row_groups == 2


def test_parquet_of_others_is_still_an_article(tmp_path: Path) -> None:
    exported(tmp_path, sample())
    pq.write_table(pa.table({"text": ["نص طويل جدا"], "id": ["1"]}), tmp_path / "theirs.parquet")
    assert is_our_export(tmp_path / "x.parquet", ".parquet")
    assert not is_our_export(tmp_path / "theirs.parquet", ".parquet")
    corpus = open_corpus([tmp_path])
    assert len(corpus.entries) == 1
    for data in (b"", b"PAR1", b"\xff\xff\xff\xffPAR1", b"x" * 100 + b"\x04\0\0\0PAR1"):
        (tmp_path / "odd.parquet").write_bytes(data)
        assert not is_our_export(tmp_path / "odd.parquet", ".parquet")


def test_what_is_read_as_articles_is_no_name_for_it(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="nothing is written as"):
        registry.export("parquet", sample(), ARTICLES, DEFAULT, tmp_path / "x.csv")
