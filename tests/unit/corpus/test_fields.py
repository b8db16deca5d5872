"""Fields are found under the names that crawlers use, and where the user says; front matter is read."""

from __future__ import annotations

import json

import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import ArticleError, open_corpus
from annotations.corpus.fields import FieldPicker
from annotations.corpus.front_matter import split
from annotations.corpus.records import Options
from annotations.extras import REMEDY


def record(values: dict[str, object], **fields: str) -> tuple[str, str, dict[str, str]]:
    record = FieldPicker(Options(None, fields)).record(values, "utf-8", 0, None, 0)
    return record.id, record.text, dict(record.metadata)


@pytest.mark.parametrize(
    "values",
    [
        {"id": 1, "title": "ع", "text": "ن", "url": "u", "date": "d", "source": "s", "lang": "ar"},
        {"_id": 1, "Headline": "ع", "Body": "ن", "Link": "u", "Publish Date": "d",
         "Outlet": "s", "Language": "ar"},
        {"doc_id": 1, "title": "ع", "maintext": "ن", "url": "u", "date_publish": "d",
         "source_domain": "s", "language": "ar"},
        {"id": 1, "title": "ع", "content": "ن", "url": "u", "publishedAt": "d",
         "source": {"id": None, "name": "s"}, "language": "ar"},
        {"id": 1, "العنوان": "ع", "النص": "ن", "الرابط": "u", "التاريخ": "d",
         "المصدر": "s", "اللغة": "ar"},
    ],
)  # fmt: skip
def test_common_names_are_understood(values: dict[str, object]) -> None:
    assert record(values) == (
        "1",
        "ن",
        {"title": "ع", "url": "u", "published": "d", "source": "s", "language": "ar"},
    )


def test_the_users_word_goes_before_every_guess() -> None:
    values: dict[str, object] = {
        "text": "ملخص",
        "article_body": "المتن",
        "meta": {"site": {"name": "و"}},
        "a.b": "ع",
    }
    assert record(values, text="article_body", source="meta.site", title="a.b") == (
        "",
        "المتن",
        {"source": "و", "title": "ع"},
    )
    with pytest.raises(ArticleError, match='no text in the field "nothing"'):
        record(values, text="nothing")


def test_what_is_said_of_an_article_is_one_line_of_text() -> None:
    values = {
        "text": "أ\r\nب",
        "title": " سطر\nآخر\t",
        "date": 20241027,
        "source": ["x"],
        "url": None,
        "id": "\ud83d",
    }
    assert record(values) == ("?", "أ\nب", {"title": "سطر آخر", "published": "20241027"})


def test_fields_reach_the_article(make: Make) -> None:
    row = {"article_body": "المتن", "headline": "العنوان", "link": "http://x"}
    folder = make({"a.jsonl": json.dumps(row)})
    corpus = open_corpus([folder], fields={"text": "article_body", "source": "link"})
    article = corpus.read(corpus.entries[0])
    assert article.metadata == {"title": "العنوان", "source": "x", "url": "http://x"}
    assert article.path is None


FRONT = '---\ntitle: "عنوان: فرعي"\ndate: 2024-10-27\ntags:\n  - حرب\n# comment\nlink: http://x/y\n\n---\n'


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_front_matter_is_read_and_the_text_is_what_follows(make: Make, name: str) -> None:
    corpus = open_corpus([make({name: f"\ufeff{FRONT}\nأول سطر.\n---\n".replace("\n", "\r\n")})])
    article = corpus.read(corpus.entries[0])
    assert article.text == "\nأول سطر.\n---\n"
    assert article.metadata == {"title": "عنوان: فرعي", "published": "2024-10-27", "url": "http://x/y"}


@pytest.mark.parametrize(
    "text",
    [
        "---\nقال الوزير: لا\n---\nنص",
        "---\nنص بلا مفتاح\ntitle: x\n---\nنص",
        "---\ntitle: x\nلا نهاية",
        "نص\n---\ntitle: x\n---\n",
        "--- \n---\nنص",
        "---\ntitle: x\n" + "a: b\n" * 300 + "---\n",
        "",
    ],
)
def test_what_only_looks_like_front_matter_stays_text(text: str) -> None:
    assert split(text, Options()) == ({}, text)


def test_html_without_its_extra_is_one_clear_line(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    folder = make({"a.html": "<p>x", "b.html": "<p>x", "c.parquet": "x", "d.txt": "أ"})
    assert messages(folder) == [
        f"{folder}: 3 files not read: 2 .html, 1 .parquet: needs trafilatura and pyarrow: {REMEDY}"
    ]
    assert list(texts(open_corpus([folder]))) == ["d.txt"]


def test_several_authors_are_one_line(make: Make) -> None:
    rows = [
        {"text": "أ", "author": ["أحمد علي", {"name": "سعاد"}, None]},
        {"text": "ب", "byline": "أحمد  علي"},
    ]
    corpus = open_corpus([make({"a.jsonl": "\n".join(map(json.dumps, rows))})])
    assert [corpus.read(entry).author for entry in corpus.entries] == ["أحمد علي; سعاد", "أحمد علي"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("authors: [أحمد علي, سعاد]", {"author": "أحمد علي; سعاد"}),
        ("authors: [\"علي, أحمد\", 'سعاد']", {"author": "علي, أحمد; سعاد"}),
        ('authors:\n  - أحمد علي\n  - "سعاد"\ntags:\n- حرب', {"author": "أحمد علي; سعاد"}),
        ("authors:\n- name: أحمد\n  email: a@b.c\n- name: سعاد", {"author": "أحمد; سعاد"}),
        ("source: [الجزيرة]\ntitle: []", {"source": "الجزيرة"}),
        ("title: \"قال \\\"نعم\\\"\"\nauthor: 'it''s'", {"title": 'قال "نعم"', "author": "it's"}),
        ("title: [عاجل] قتلى", {"title": "[عاجل] قتلى"}),
        ("authors: []\nbyline: سعاد", {"author": "سعاد"}),
    ],
)
def test_lists_in_front_matter_lose_their_brackets(lines: str, expected: dict[str, str]) -> None:
    assert split(f"---\n{lines}\n---\nنص", Options()) == (expected, "نص")
