"""What the plots of the report show, as CSV: amounts with bounds, claimant and place, harmless in a sheet."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from exchange_samples import ARTICLES, sample
from reports import write_report

from annotations.exchange.articles import Articles
from annotations.exchange.report.figure_table import COLUMNS
from annotations.exchange.report.messages import ARABIC
from annotations.model.article import Article
from annotations.model.people import People
from annotations.model.records import Annotation, ArticleRef, target_for


def rows(
    folder: Path, annotations: list[Annotation], articles: Articles, **more: Any
) -> list[dict[str, str]]:
    target = folder / "report.csv"
    write_report(annotations, articles, target, force=True, **more)
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def claim(article: Article, claimant: str, *numbers: dict[str, Any]) -> Annotation:
    return Annotation(
        uuid=f"u-{article.id}",
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, 0, len(article.text), 0),
        tags=("claim",),
        attributes={"claimant": claimant, "numbers": [{"quote": "", **number} for number in numbers]},
        annotator="me",
        created="2026-11-22T10:00:00.000Z",
        updated="2026-11-22T10:00:00.000Z",
    )


def test_each_amount_is_a_row_with_its_bounds_and_where_it_stands(tmp_path: Path) -> None:
    article = Article(
        "a.txt",
        "نص ما.",
        metadata={"source": "الساحل", "published": "2025-05-03", "url": "https://x.example/"},
    )
    one = claim(article, "سالم", {"min": 1500, "unit": "جندي"}, {"value": 2.5, "unit": "%", "approx": True})
    least, share = rows(tmp_path, [one], Articles.of([article]), people=People([["اللواء سالم", "سالم"]]))
    assert list(least) == list(COLUMNS)
    assert (least["value"], least["min"], least["max"], least["approx"]) == ("", "1500", "", "false")
    assert (share["value"], share["approx"]) == ("2.5", "true")
    assert (least["claimant"], least["person"]) == ("سالم", "اللواء سالم")
    assert (least["as_of"], least["source"], least["article"]) == ("2025-05-03", "الساحل", "a.txt")
    assert (least["url"], least["sentence"], least["annotation"]) == ("https://x.example/", "1", "u-a.txt")


def test_amounts_that_differ_name_each_other_within_their_noun(tmp_path: Path) -> None:
    articles = [
        Article(name, "نص ما.", metadata={"published": "2025-05-03"}) for name in ("a.txt", "b.txt", "c.txt")
    ]
    claims = [
        claim(article, "سالم", {"value": value, "unit": unit})
        for article, value, unit in zip(articles, (40, 900, 900), ("جندي", "جنود", "مدني"), strict=True)
    ]
    found = rows(tmp_path, claims, Articles.of(articles))
    assert [(row["noun"], row["number"], row["differs_from"]) for row in found] == [
        ("جندي", "1", "2"),
        ("جندي", "2", "1"),
        ("مدني", "1", ""),
    ]


def test_what_a_person_reads_is_in_the_language_and_digits_asked_for(tmp_path: Path) -> None:
    article = Article("a.txt", "نص ما.")
    one = claim(article, "سالم", {"min": 1500, "unit": "جندي"})
    (row,) = rows(tmp_path, [one], Articles.of([article]), words=ARABIC, digits="arabic")
    assert row["shown"] == "لا يقل عن ١٬٥٠٠ جندي"
    assert row["min"] == "1500", "numbers for a program stay as programs read them"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1"])
def test_no_cell_is_a_formula(formula: str, tmp_path: Path) -> None:
    article = Article("a.txt", f"{formula} نص", metadata=dict.fromkeys(("title", "source", "url"), formula))
    one = claim(article, formula, {"value": 3, "unit": formula})
    for row in rows(tmp_path, [one], Articles.of([article])):
        for name, cell in row.items():
            assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠")), name


def test_the_sample_of_all_formats_can_be_read(tmp_path: Path) -> None:
    found = rows(tmp_path, sample(), ARTICLES)
    assert {row["claimant"] for row in found} == {"الوزير"}
