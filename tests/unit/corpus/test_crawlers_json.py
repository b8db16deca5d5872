"""What crawlers and news services give out as JSON is read with the right text, source, day and address."""

from __future__ import annotations

import json

import pytest
from corpus_tools import Make

from annotations.corpus import open_corpus

TEXT = "قال وزير الخارجية إن المفاوضات مستمرة منذ يومين في العاصمة"
BASIC = {"title": "المفاوضات", "published": "2024-10-27T14:30:00Z"}

ANSWERS: dict[str, tuple[object, dict[str, str]]] = {
    "news-please": (
        {
            "authors": ["سلمى خالد"], "date_download": "2024-10-28 10:00:00", "date_modify": None,
            "date_publish": "2024-10-27 14:30:00", "description": "وصف قصير للخبر هنا في سطر واحد",
            "filename": "x.json", "image_url": None, "language": "ar", "localpath": None, "maintext": TEXT,
            "source_domain": "news.example", "title": "المفاوضات", "title_page": None, "title_rss": None,
            "url": "https://news.example/1",
        },
        {
            "title": "المفاوضات", "source": "news.example", "author": "سلمى خالد",
            "published": "2024-10-27 14:30:00", "url": "https://news.example/1", "language": "ar",
        },
    ),
    "trafilatura": (
        {
            "title": "المفاوضات", "author": "سلمى", "hostname": "news.example", "date": "2024-10-27",
            "fingerprint": "abcdef0123456789", "id": None, "license": None, "comments": "",
            "raw_text": TEXT + " خام", "text": TEXT, "language": None, "filedate": "2024-10-28",
            "source": "https://news.example/1", "source-hostname": "صحيفة المدينة", "excerpt": "مقتطف",
        },
        {
            "title": "المفاوضات", "source": "صحيفة المدينة", "author": "سلمى", "published": "2024-10-27",
            "url": "https://news.example/1",
        },
    ),
    "NewsAPI": (
        {"status": "ok", "totalResults": 1, "articles": [{
            "source": {"id": None, "name": "الجزيرة"}, "author": None, "title": "المفاوضات",
            "description": "وصف", "url": "https://n.example/1", "urlToImage": None,
            "publishedAt": "2024-10-27T14:30:00Z", "content": TEXT,
        }]},
        BASIC | {"source": "الجزيرة", "url": "https://n.example/1"},
    ),
    "MediaStack": (
        {"pagination": {"limit": 1, "offset": 0, "count": 1, "total": 1}, "data": [{
            "author": "سلمى", "title": "المفاوضات", "description": TEXT, "url": "https://n.example/2",
            "source": "الجزيرة", "image": None, "category": "general", "language": "ar", "country": "qa",
            "published_at": "2024-10-27T14:30:00Z",
        }]},
        BASIC | {"source": "الجزيرة", "author": "سلمى", "url": "https://n.example/2", "language": "ar"},
    ),
    "Event Registry": (
        {"articles": {"page": 1, "totalResults": 1, "pages": 1, "results": [{
            "uri": "8123", "lang": "ara", "isDuplicate": False, "date": "2024-10-27T14:30:00Z",
            "dataType": "news", "url": "https://n.example/3", "title": "المفاوضات", "body": TEXT,
            "source": {"uri": "aljazeera.net", "dataType": "news", "title": "الجزيرة"},
            "authors": [{"uri": "x", "name": "سلمى", "type": "author"}], "sentiment": None,
        }]}},
        BASIC | {"source": "الجزيرة", "author": "سلمى", "url": "https://n.example/3", "language": "ara"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_the_fields_are_the_right_ones(make: Make, name: str) -> None:
    answer, expected = ANSWERS[name]
    corpus = open_corpus([make({"a.json": json.dumps(answer, ensure_ascii=False)})])
    (entry,) = corpus.entries
    article = corpus.read(entry)
    assert article.text == TEXT
    assert {key: value for key, value in article.metadata.items() if value} == expected
    assert corpus.problems == []
