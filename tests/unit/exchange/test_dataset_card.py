"""The card of a data set says what a paper needs: scheme, people, agreement, sources, days, what is open."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from exchange_samples import ARTICLES, sample

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.export_job import PairAgreement
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, target_for
from annotations.model.scheme import DEFAULT, Scheme, Tag
from annotations.services.agreement import agreement_of_pairs


def card(
    folder: Path,
    annotations: list[Annotation] | None = None,
    articles: Articles = ARTICLES,
    scheme: Scheme = DEFAULT,
    agreement: tuple[PairAgreement, ...] = (),
) -> str:
    chosen = sample() if annotations is None else annotations
    registry.export(
        "datasets", chosen, articles, scheme, folder / "set", force=True, agreement=lambda: agreement
    )
    return (folder / "set" / "README.md").read_text(encoding="utf-8")


def test_the_header_leaves_the_licence_open(tmp_path: Path) -> None:
    header = json.loads(card(tmp_path).split("---\n")[1])
    assert (header["license"], header["license_name"]) == ("other", "fill-in")
    assert header["size_categories"] == ["n<1K"]
    assert header["dataset_info"]["splits"][0]["num_examples"] == 3
    assert "## Licence\n\n**To be filled in**" in card(tmp_path)


def test_the_scheme_is_stated_with_how_often_each_tag_and_value_was_given(tmp_path: Path) -> None:
    text = card(tmp_path)
    assert "| `claim` | ادعاء | 5 | says that something is so; its type is open |" in text
    assert "| `quantity` | عدد | 2 |" in text
    assert "`asserted` (1), `denied` (1), `alleged` (0)" in text


def test_people_are_listed_with_their_counts_and_days(tmp_path: Path) -> None:
    text = card(tmp_path)
    assert "| analyst-1 | 4 |" in text
    assert "| محلل ٢ | 1 |" in text
    assert "First and last day of their work: 2026-11-21, 2026-11-26." in text


def test_sources_and_days_of_the_articles_are_stated(tmp_path: Path) -> None:
    made = [each for each in sample() if each.article.id == "a.txt"][:1]
    article = ARTICLES.get("a.txt")
    assert article is not None
    dated = Article("a.txt", article.text, metadata={"source": "وكالة", "published": "2024-10-27"})
    text = card(tmp_path, made, Articles.of([dated]))
    assert "| وكالة | 1 |" in text
    assert "First and last day of publication: 2024-10-27, 2024-10-27." in text


def test_agreement_is_stated_or_said_not_to_be_measured(tmp_path: Path) -> None:
    assert "no agreement to measure" in card(tmp_path)
    text = card(tmp_path, agreement=(PairAgreement("a", "b", 12, 0.75, 0.5, None),))
    assert "| a, b | 12 | 75.0 % | 0.500 | undefined |" in text


def test_nothing_of_a_name_acts_in_the_card(tmp_path: Path) -> None:
    hostile = "<script>|[x](javascript:1) `y`"
    scheme = Scheme((Tag(hostile, "x", "l", hostile, "#fff", hostile),), (), about=hostile)
    annotation = msgspec.structs.replace(sample()[1], annotator=hostile, tags=(hostile,))
    body = card(tmp_path, [annotation], scheme=scheme).split("---\n", 2)[2]
    assert "\\<script\\>\\|\\[x\\]\\(javascript:1\\) \\`y\\`" in body
    for line in body.splitlines():
        outside = "".join(part for place, part in enumerate(line.split("`")) if place % 2 == 0)
        assert "<script>" not in outside.replace("\\<script\\>", "")


TEXT = "قال الأول. قال الثاني. قال الثالث. قال الرابع."


def marked(who: str, tags: str) -> list[Annotation]:
    """Return an annotation of each of the four sentences, with a tag of one letter; `-` for none."""
    article = Article("a.txt", TEXT)
    names = {"c": "claim", "n": "not_claim"}
    return [
        Annotation(
            uuid=f"{who}-{number}",
            article=ArticleRef("a.txt", article.sha256),
            target=target_for(TEXT, sentence.start, sentence.end, number),
            tags=(names[letter],),
            annotator=who,
            created="2026-11-20T10:00:00.000Z",
            updated="2026-11-20T10:00:00.000Z",
        )
        for number, (sentence, letter) in enumerate(zip(article.sentences, tags, strict=True))
        if letter != "-"
    ]


def test_the_agreement_of_each_two_is_that_of_compare(tmp_path: Path) -> None:
    """Of ccnn and ccnc three of four agree: by chance 0.5 * 0.75 + 0.5 * 0.25 = 0.5, so kappa is 0.5.

    Alpha: of eight labels five are claim, three not; differing pairs 2, so 1 - 2 * 7 / (64 - 25 - 9).
    """
    from annotations.corpus import open_corpus

    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    corpus = open_corpus([tmp_path])
    everybody = [*marked("a", "ccnn"), *marked("b", "ccnc"), *marked("x", "---c")]
    first, *others = agreement_of_pairs(corpus, everybody)
    assert (first.first, first.second, first.sentences) == ("a", "b", 4)
    assert first.percent == pytest.approx(0.75)
    assert first.kappa == pytest.approx(0.5)
    assert first.alpha == pytest.approx(1 - 2 * 7 / (64 - 25 - 9))
    assert [(pair.first, pair.second, pair.sentences) for pair in others] == [("a", "x", 1), ("b", "x", 1)]
    assert agreement_of_pairs(None, marked("a", "ccnn")) == []
