"""A record's fields are found by what their names say, and by what they hold where no name does."""

from __future__ import annotations

import json

import pytest
from corpus_tools import Make, texts

from annotations.corpus import ArticleError, open_corpus
from annotations.corpus.field_names import names_of
from annotations.corpus.fields import FieldPicker
from annotations.corpus.records import Options

LONG = "قالت وزارة الصحة إن عدد القتلى ارتفع إلى خمسين منذ صباح الأحد"


def read(values: dict[str, object], **fields: str) -> tuple[str, dict[str, str]]:
    record = FieldPicker(Options(None, fields)).record(values, "utf-8", 0, None, 0)
    return record.text, dict(record.metadata)


@pytest.mark.parametrize(
    "name",
    [
        "article_content",
        "tweet_text",
        "rawContent",
        "full_text",
        "message",
        "maintext",
        "claim",
        "post_text_1",
        "ArticleBody",
        "news-content",
        "txt",
        "text_ar",
        "articletext",
        "CONTENT",
        "text2",
        "_source.content",
        "نص_الخبر",
        "نص الخبر",
        "المتن",
        "محتوى المقال",
        "text_clean",
        "claimReviewed",
        "scraped_text",
    ],
)
def test_a_text_is_known_by_the_words_of_its_name(name: str) -> None:
    assert read({"n": 1, name: "متن"})[0] == "متن"


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("article_title", "title"),
        ("newsTitle", "title"),
        ("عنوان الخبر", "title"),
        ("HEADLINE_1", "title"),
        ("article_url", "url"),
        ("newslink", "url"),
        ("رابط_الخبر", "url"),
        ("postUrl", "url"),
        ("article_date", "published"),
        ("created_at", "published"),
        ("createdAt", "published"),
        ("تاريخ النشر", "published"),
        ("date_added", "published"),
        ("seendate", "published"),
        ("media_name", "source"),
        ("news_source", "source"),
        ("اسم المصدر", "source"),
        ("source.name", "source"),
        ("author_name", "author"),
        ("اسم الكاتب", "author"),
        ("user.name", "author"),
        ("article_lang", "language"),
    ],
)
def test_what_is_said_beside_the_text_is_known_by_the_words_of_its_name(name: str, ours: str) -> None:
    assert read({"text": "متن", name: "x"})[1] == {ours: "x"}


@pytest.mark.parametrize(
    "name",
    [
        "text_id",
        "content_type",
        "title_length",
        "url_hash",
        "source_id",
        "text_language_score",
        "image_url",
        "author_id",
        "user_created_at",
        "is_published",
        "عدد_الكلمات",
        "نوع المحتوى",
        "دار النشر",
        "content_hash",
        "sourcecountry",
        "socialimage",
        "publisher_id",
        "image_alt_text",
        "num_comments",
        "published_by",
    ],
)
def test_a_field_that_is_something_else_is_none_of_ours(name: str) -> None:
    for ours in ("text", "title", "source", "author", "published", "url", "language"):
        assert names_of(ours, [name]) == ()


def test_an_empty_field_gives_way_to_the_next_name_that_has_a_value() -> None:
    values: dict[str, object] = {
        "text": None,
        "content": "  ",
        "article_content": "متن",
        "title": "",
        "headline": "عنوان",
        "date": None,
        "created_at": "2024-11-25",
        "author": [],
        "byline": "سعاد",
    }
    assert read(values) == ("متن", {"title": "عنوان", "published": "2024-11-25", "author": "سعاد"})
    with pytest.raises(ArticleError, match='no text in the fields "text", "body"'):
        read({"text": "", "body": None, "a": LONG, "comment": LONG})
    assert read({"content": None, "description": LONG, "title": "عنوان"})[0] == LONG
    with pytest.raises(ArticleError, match='no text in the field "content"'):
        read({"content": None, "description": LONG}, text="content")


def test_exact_names_go_before_others_and_the_day_of_a_crawl_comes_last() -> None:
    values: dict[str, object] = {
        "raw_text_html": "<p>",
        "text_fr": "fr",
        "text_ar": "متن",
        "date_added": "2025",
        "crawl_date": "2024",
        "posted": "2023",
        "source_url": "https://www.x.com/1",
        "short_title": "قصير",
        "page_title_2": "عنوان",
    }
    text, metadata = read(values)
    assert text == "متن"
    assert metadata["published"] == "2023"
    assert read({**values, "body": "الجسم"})[0] == "الجسم"


def test_where_no_name_is_that_of_the_text_it_is_the_longest_arabic_one() -> None:
    values: dict[str, object] = {
        "a": LONG,
        "b": "x" * 500,
        "c": LONG + " وأمس",
        "title": LONG * 3,
        "note": LONG * 2,
    }
    assert read(values)[0] == LONG + " وأمس"
    with pytest.raises(ArticleError, match="no field for the text among: a, title"):
        read({"a": "قصير", "title": LONG})
    assert read({"n": 1, "summary": "ملخص"})[0] == "ملخص"
    assert read({"a": LONG, "summary": "ملخص"})[0] == LONG


def test_each_record_is_read_again_from_the_field_that_it_had_when_it_was_listed(make: Make) -> None:
    rows = [{"a": LONG, "b": "قصير"}, {"a": "قصير", "b": LONG + "."}, {"a": LONG + "!", "b": LONG}]
    corpus = open_corpus([make({"a.jsonl": "\n".join(map(json.dumps, rows))})])
    assert list(texts(corpus).values()) == [LONG, LONG + ".", LONG + "!"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"source": "https://www.bbc.com/arabic/1"},
            {"source": "bbc.com", "url": "https://www.bbc.com/arabic/1"},
        ),
        (
            {"source": "http://aljazeera.net", "url": "http://a.b/c"},
            {"source": "aljazeera.net", "url": "http://a.b/c"},
        ),
        ({"source": "قناة: الجزيرة"}, {"source": "قناة: الجزيرة"}),
        ({"source": "https://bbc.com@evil.com/"}, {"source": "https://bbc.com@evil.com/"}),
    ],
)
def test_a_source_that_is_an_address_is_the_articles_address(
    given: dict[str, object], expected: dict[str, str]
) -> None:
    assert read({"text": "متن", **given})[1] == expected


def test_an_id_is_never_found_in_a_new_way() -> None:
    assert names_of("id", ["articleId", "tweet_id", "id_1"]) == ()
    assert names_of("id", ["ID", "article-id"]) == ("ID", "article-id")
