"""Claims and reviews of the web: written as schema.org allows, read as fact checkers publish them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from exchange_samples import ARTICLES, FIRST, SECOND, StoredAnnotations, sample

from annotations.exchange import ExchangeError, registry
from annotations.exchange.articles import Articles
from annotations.exchange.import_plan import ImportPlan
from annotations.exchange.verdicts import value_called, verdict_attribute
from annotations.model.article import Article
from annotations.model.scheme import DEFAULT, Scheme
from annotations.scheme_file.loader import read_text
from annotations.scheme_file.ready import ready_text

VOCABULARY = json.loads(
    (Path(__file__).parents[2] / "data" / "schema_org" / "vocabulary.json").read_text(encoding="utf-8")
)
"""The part of schema.org's vocabulary that we write, see its `about` and `source`."""


def kinds(name: str) -> set[str]:
    """Return a type with all types above it."""
    above = VOCABULARY["types"][name]
    return {name}.union(*(kinds(each) for each in above))


def breaches(item: Any) -> Iterator[str]:
    """Yield what the vocabulary doesn't allow in an object."""
    own = kinds(item["@type"])
    for key, value in item.items():
        if key.startswith("@"):
            continue
        known = VOCABULARY["properties"].get(key)
        if known is None or own.isdisjoint(known["of"]):
            yield f"{item['@type']} has no {key}"
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from breaches(each)
                if kinds(each["@type"]).isdisjoint(known["holds"]):
                    yield f"{key} holds no {each['@type']}"
            elif isinstance(each, str):
                if "Date" in known["holds"] and not each[:10].replace("-", "").isdigit():
                    yield f"{key} is no date: {each}"
                elif not {"Text", "URL", "Date"} & set(known["holds"]):
                    yield f"{key} holds no text"
            elif "Number" not in known["holds"]:
                yield f"{key} holds no number"


def exported(scheme: Scheme = DEFAULT, **attributes: Any) -> list[dict[str, Any]]:
    annotations = sample()
    if attributes:
        annotations = [msgspec.structs.replace(each, attributes=attributes) for each in annotations]
    stream = io.BytesIO()
    registry.export("claim", annotations, ARTICLES, scheme, stream)
    graph: list[dict[str, Any]] = json.loads(stream.getvalue())["@graph"]
    return graph


def scheme_called(name: str) -> Scheme:
    return read_text(ready_text(name), name)


def test_every_property_is_one_that_schema_org_has_for_its_type() -> None:
    for graph in (
        exported(),
        exported(claimant="وزارة", claimant_kind="agency", when="أمس", status="verified"),
        exported(claimant="متحدث", claimant_kind="witness", when="2024-10-27T10:00:00Z"),
    ):
        assert [line for item in graph for line in breaches(item)] == []


def test_what_the_vocabulary_refuses_is_noticed() -> None:
    claim = {"@type": "Claim", "text": "x", "claimReviewed": "x", "author": {"@type": "Rating", "name": "x"}}
    assert list(breaches(claim)) == ["Claim has no claimReviewed", "author holds no Rating"]


def test_there_is_a_review_only_where_there_is_a_verdict() -> None:
    assert {item["@type"] for item in exported(status="in_progress")} == {"Claim"}
    assert {item["@type"] for item in exported(status="false")} == {"ClaimReview"}
    refuted = exported(scheme_called("factcheck"), status="refuted")[0]
    assert refuted["reviewRating"]["alternateName"] == "تدحضه الأدلة"
    assert refuted["reviewRating"]["ratingValue"] == 1
    for name in ("conflict", "media-bias"):
        assert verdict_attribute(scheme_called(name)) is None
        assert {item["@type"] for item in exported(scheme_called(name), status="false")} == {"Claim"}


def test_a_name_of_a_fact_checker_is_the_value_of_the_scheme() -> None:
    default, factcheck = verdict_attribute(DEFAULT), verdict_attribute(scheme_called("factcheck"))
    assert default is not None
    assert factcheck is not None
    for name, ours, theirs in (
        ("False", "false", "refuted"),
        ("زائف", "false", "refuted"),
        ("صحيح", "verified", "supported"),
        ("True", "verified", "supported"),
        ("Unproven", "inconclusive", "not_enough_evidence"),
        ("Satire", None, None),
    ):
        assert (value_called(name, default), value_called(name, factcheck)) == (ours, theirs)


# ------------------------------------------------------------------------------------------------- reading

REVIEW = {
    "@type": "ClaimReview",
    "url": "https://check.example/1",
    "author": {"@type": "Organization", "name": "مرصد"},
    "claimReviewed": "3000 جندي 🚨",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "الوزير"},
        "datePublished": "2024-10-27",
        "appearance": [{"@type": "CreativeWork", "url": "http://example.org/a?x=1&y=2"}],
    },
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "زائف"},
}


def read(value: Any, folder: Path, articles: Articles = ARTICLES, scheme: Scheme = DEFAULT) -> ImportPlan:
    path = folder / "claims.json"
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    return registry.read("", path, articles, scheme, StoredAnnotations(), "me")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        {"@context": "https://schema.org", **REVIEW},
        [{"@context": "http://schema.org/", **REVIEW}],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
        {
            "@context": "https://schema.org",
            "@type": "DataFeed",
            "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}],
        },
    ],
    ids=["one", "array", "graph", "feed"],
)
def test_a_review_is_a_claim_with_its_verdict_in_its_article(value: Any, tmp_path: Path) -> None:
    plan = read(value, tmp_path)
    assert not plan.faults
    (claim,) = [entry.annotation for entry in plan.new]
    assert (claim.article.id, claim.target.quote, claim.tags) == (FIRST.id, "3000 جندي 🚨", ("claim",))
    assert claim.attributes == {"claimant": "الوزير", "when": "2024-10-27", "status": "false"}
    assert (claim.note, claim.annotator) == ("https://check.example/1", "me")


def test_a_rating_that_the_scheme_has_no_value_for_is_a_note(tmp_path: Path) -> None:
    rating = REVIEW | {"reviewRating": {"@type": "Rating", "alternateName": "Satire"}}
    (entry,) = read(rating, tmp_path).new
    assert "status" not in entry.annotation.attributes
    assert entry.annotation.note == "مرصد: Satire\nhttps://check.example/1"
    (entry,) = read(REVIEW, tmp_path, scheme=scheme_called("conflict")).new
    assert entry.annotation.note == "مرصد: زائف\nhttps://check.example/1"


def test_a_claim_without_an_address_is_looked_for_in_all_articles(tmp_path: Path) -> None:
    alone = {"@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "نفى المتحدث"}
    (entry,) = read(alone, tmp_path).new
    assert entry.annotation.article.id == SECOND.id
    own_words = read(alone | {"claimReviewed": "بكلمات أخرى"}, tmp_path)
    assert [str(fault) for fault in own_words.faults] == ["item 1, claim 1: «بكلمات أخرى» is in no article"]
    twice = Articles.of([SECOND, Article("x.txt", "ثم نفى المتحدث ذلك")])
    assert "in several articles" in str(read(alone, tmp_path, twice).faults[0])


def test_the_answer_of_googles_fact_check_tools_is_read(tmp_path: Path) -> None:
    review = {"publisher": {"name": "مرصد"}, "url": "https://check.example/2", "textualRating": "False"}
    claim = {"text": "نفى المتحدث", "claimant": "متحدث", "claimDate": "2024-10-27T00:00:00Z"}
    (entry,) = read({"claims": [claim | {"claimReview": [review]}]}, tmp_path).new
    assert entry.annotation.attributes["status"] == "false"
    assert entry.annotation.attributes["claimant"] == "متحدث"


def test_linked_data_without_claims_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="neither a Claim nor a ClaimReview"):
        read({"@context": "https://schema.org", "@type": "NewsArticle"}, tmp_path)


def test_claims_in_each_other_to_no_end_are_left_at_some_depth(tmp_path: Path) -> None:
    value: Any = REVIEW
    for _ in range(300):
        value = {"@type": "Thing", "item": value}
    with pytest.raises(ExchangeError, match="neither a Claim nor a ClaimReview"):
        read(value | {"@context": "https://schema.org"}, tmp_path)


def test_words_that_are_a_part_of_others_are_no_claim(tmp_path: Path) -> None:
    alone = {"@context": "https://schema.org", "@type": "Claim", "text": "3 قتلى"}
    articles = Articles.of([Article("a.txt", "سقط 13 قتلى"), Article("b.txt", "سقط 3 قتلى هنا")])
    (entry,) = read(alone, tmp_path, articles).new
    assert entry.annotation.article.id == "b.txt"


def test_a_feed_may_be_larger_than_any_record_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "dataFeedElement": [{"item": [REVIEW]}] * 300,
    }
    monkeypatch.setattr("annotations.exchange.streams.LIMIT", 10_000)
    assert len(json.dumps(feed)) > 100_000
    assert len(read(feed, tmp_path).new) == 300
