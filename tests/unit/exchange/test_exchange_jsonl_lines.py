"""The lines of the native format are byte for byte those that are made of documents, key by key."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, Link, Suggested, target_for, to_document
from annotations.model.scheme import DEFAULT, Scheme

_TEXTS = (
    "قال «الوزير» إن ٣٠ قُتلوا\u2028ثم نفى\u2029ذلك\u0085 كلّه 🚨.",
    "Reuters \u201cquoted\u201d \\ / \x7f \t and \u00a0 the rest",
)
_NUMBERS = {"value": 3, "min": True, "max": None, "what": "\u2028", "more": [1, {"value": 2}]}
_VALUES = st.sampled_from(
    [None, "asserted", "\u2029", 7, 7.5, True, [_NUMBERS, "x", 3], {"start": 1, "end": 2, "quote": "ي"}, []]
)
_NAMES = [
    "reported_as",
    "claimant",
    "numbers",
    "certainty",
    "ours",
    *(each.id for each in DEFAULT.attributes),
]


def _articles(metadata: Mapping[str, Any]) -> list[Article]:
    return [
        Article("a.txt", _TEXTS[0], metadata={"title": "عنوان\u2028", **metadata}),
        Article("ب/2.txt", _TEXTS[1], metadata={"title": "Title", "source": "\u0085", **metadata}),
    ]


@st.composite
def _annotations(draw: st.DrawFn, article: Article) -> Annotation:
    start = draw(st.integers(0, len(article.text) - 2))
    target = target_for(article.text, start, draw(st.integers(start + 1, len(article.text))), 0)
    extra: dict[str, Any] = draw(st.sampled_from([{}, {}, {"theirs": "\u2028"}, {"article": {"shelf": 1}}]))
    return Annotation(
        uuid=draw(st.uuids()).hex,
        article=ArticleRef(article.id, draw(st.sampled_from([article.sha256, "0" * 64]))),
        target=target,
        tags=draw(st.sampled_from([(), ("claim",), ("claim", "وسم\u00a0آخر")])),
        attributes=draw(st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=4)),
        note=draw(st.sampled_from(["", "سطر\nثان\u0085", "\u00e2\u0080"])),
        links=draw(st.sampled_from([(), (Link("supports", "x"), Link("denies", "y"))])),
        suggested=draw(st.sampled_from([(), (Suggested("claimant", "verb"),)])),
        annotator="م",
        created="2026-01-01T00:00:00.000Z",
        updated="2026-01-02T00:00:00.000Z",
        rev=draw(st.integers(1, 9)),
        extra=extra,
    )


def _by_hand(annotation: Annotation, facts: Mapping[str, Any], scheme: Scheme) -> bytes:
    """Make a line as the format is described, with no thought of speed."""
    document = to_document(annotation)
    kinds = {each.id: each.kind for each in scheme.attributes}
    attributes: dict[str, Any] = {each.id: None for each in scheme.attributes}
    for name, value in annotation.attributes.items():
        if value is not None:
            attributes[name] = _typed(kinds.get(name), value)
    document["article"] |= {key: facts.get(key) for key in ARTICLE_KEYS}
    text = msgspec.json.encode({"schema": "claimreader/1"} | document | {"attributes": attributes}).decode()
    for char in "\u0085\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f"{text}\n".encode()


def _typed(kind: str | None, value: Any) -> Any:
    if kind == "number":
        return float(value) if type(value) is int else value
    if kind != "numbers" or not isinstance(value, list):
        return value
    empty = {
        "value": None,
        "min": None,
        "max": None,
        "unit": None,
        "what": None,
        "approx": False,
        "quote": None,
    }
    return [
        empty | {key: _number(key, part) for key, part in item.items()} if isinstance(item, dict) else item
        for item in value
    ]


def _number(key: str, part: Any) -> Any:
    return _typed("number", part) if key in ("value", "min", "max") else part


def _exported(annotations: Sequence[Annotation], articles: Articles) -> bytes:
    out = io.BytesIO()
    registry.export("jsonl", annotations, articles, DEFAULT, out)
    return out.getvalue()


@given(st.data(), st.sampled_from([{}, {"url": "https://example.org/\u2028"}, {"published": "2024-10-27"}]))
def test_a_line_is_what_the_document_says_key_by_key(data: st.DataObject, metadata: dict[str, str]) -> None:
    listed = _articles(metadata)
    articles = Articles.of(listed)
    annotations = [
        annotation
        for article in listed
        for annotation in data.draw(st.lists(_annotations(article), max_size=4))
    ]
    expected = [_by_hand(each, articles.metadata(each.article.id), DEFAULT) for each in annotations]
    assert _exported(annotations, articles) == b"".join(expected)


def test_an_article_with_more_annotations_than_are_written_at_once_has_a_line_for_each() -> None:
    article = _articles({})[0]
    annotations = [
        Annotation(
            uuid=f"{number:032}",
            article=ArticleRef(article.id, article.sha256),
            target=target_for(article.text, number % 9, number % 9 + 4),
            tags=("claim",),
            annotator="م",
            created="2026-01-01T00:00:00.000Z",
            updated="2026-01-01T00:00:00.000Z",
        )
        for number in range(1000)
    ]
    articles = Articles.of([article])
    facts = articles.metadata(article.id)
    lines = _exported(annotations, articles).splitlines(keepends=True)
    assert lines == [_by_hand(each, facts, DEFAULT) for each in annotations]
