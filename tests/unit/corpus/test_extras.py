"""Web pages and Parquet files, with the libraries of the extras."""

from __future__ import annotations

import gzip
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import open_corpus

PAGE = """<!doctype html><html lang="ar"><head><meta charset="{charset}"><title>عنوان الخبر | الموقع</title>
<meta property="og:site_name" content="الموقع">
<meta property="article:published_time" content="2024-10-27T10:00:00Z">
<script>alert("x")</script></head><body><nav><a href="/">الرئيسية</a><a href="/s">رياضة</a></nav>
<article><h1>عنوان الخبر</h1>{paragraphs}</article>
<div id="comments"><p>تعليق القارئ الأول على الخبر</p></div><footer>جميع الحقوق محفوظة</footer>
</body></html>"""
PARAGRAPHS = [
    f"قال الوزير في تصريح رقم {number} إن القوات وصلت إلى الحدود وإن الوضع هادئ." for number in range(6)
]


def page(charset: str) -> str:
    return PAGE.format(charset=charset, paragraphs="".join(f"<p>{text}</p>" for text in PARAGRAPHS))


FRENCH = page("windows-1252").replace("الموقع", "Élysée, à ça où être").encode("cp1252", "xmlcharrefreplace")


@pytest.mark.parametrize(
    ("name", "data", "encoding"),
    [
        ("a.html", page("utf-8").encode(), "utf-8"),
        ("a.HTM", page("windows-1256").encode("cp1256"), "cp1256"),
        ("saved-again.html", page("windows-1256").encode(), "utf-8"),
        ("declared.html", FRENCH, "cp1252"),
        ("a.html.gz", gzip.compress(page("utf-8").encode()), "utf-8"),
    ],
    ids=["utf-8", "declared and right", "declared and wrong", "declared, not Arabic", "gz"],
)  # fmt: skip
def test_a_page_is_its_article(make: Make, name: str, data: bytes, encoding: str, caplog: Any) -> None:
    pytest.importorskip("trafilatura")
    corpus = open_corpus([make({name: data})])
    with caplog.at_level(logging.WARNING):
        article = corpus.read(corpus.entries[0])
    for text in PARAGRAPHS:
        assert text in article.text.split("\n")
    for junk in ("تعليق القارئ", "الرئيسية", "الحقوق", "alert"):
        assert junk not in article.text
    assert article.metadata["title"] == "عنوان الخبر"
    assert article.metadata["published"] == "2024-10-27"
    assert article.encoding == encoding
    assert not caplog.records  # what Python would print into the screen


def test_a_page_without_an_article_is_said(make: Make) -> None:
    pytest.importorskip("trafilatura")
    folder = make({"a.html": "<html></html>", "b.html": page("utf-8")})
    assert messages(folder) == ["a.html: no article found in the page"]


def parquet(path: Path, rows: list[dict[str, object]], group: int = 2) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=group)


def test_parquet_rows_are_read_and_read_again(make: Make) -> None:
    pytest.importorskip("pyarrow")
    folder = make({"x.txt": "أ"})
    rows: list[dict[str, object]] = [
        {
            "id": number,
            "content": f"مقال {number}",
            "publish_date": date(2024, 10, 27),
            "source": {"name": "و"},
            "x": b"\0",
        }
        for number in range(200)
    ]
    rows[3]["content"] = None
    rows[150]["id"] = None
    parquet(folder / "a.parquet", rows, group=90)
    (folder / "b.parquet.gz").write_bytes(gzip.compress((folder / "a.parquet").read_bytes()))
    corpus = open_corpus([folder])
    read = texts(corpus)
    assert len(read) == 2 * 199 + 1
    assert (read["0"], read["91"], read["a.parquet:151"], read["199"]) == (
        "مقال 0",
        "مقال 91",
        "مقال 150",
        "مقال 199",
    )
    assert corpus.read(corpus.find("91")).metadata == {"published": "2024-10-27", "source": "و"}
    assert 'a.parquet: row 4: no text in the field "content"' in messages(folder)


def test_a_damaged_parquet_file_costs_itself_only(make: Make) -> None:
    pytest.importorskip("pyarrow")
    folder = make({"a.parquet": "PAR1 nonsense PAR1", "x.txt": "أ"})
    (problem,) = messages(folder)
    assert problem.startswith("a.parquet: not Parquet, or damaged: ")
    parquet(folder / "a.parquet", [{"text": "ن" * 1000}] * 50)
    data = bytearray((folder / "a.parquet").read_bytes())
    data[4:60] = bytes(56)
    (folder / "a.parquet").write_bytes(data)
    assert list(texts(open_corpus([folder]))) == ["x.txt"]
