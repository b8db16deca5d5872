"""The samples with what they say of the number of soldiers: six claims that don't agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from sample_corpus import samples

from annotations.composition import Project, article_record
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, Link, new_uuid, target_for, timestamp
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store
from annotations.text.numbers import read_numbers, to_attribute

SOLDIERS = (
    # article, sentence, how many, how sure
    ("000", 12, 3_000, "probable"),
    ("000", 22, 10_000, "possible"),
    ("001", 17, 1_500, "probable"),
    ("002", 9, 12_000, "possible"),
    ("003", 1, 14_000, "certain"),
    ("003", 9, 11_000, "certain"),
)
ME = "analyst-1"


def articles(folder: Path) -> dict[str, Article]:
    """Read the samples as the program does, by their short ids."""
    corpus = Project([folder]).corpus
    return {article.short_id: article for article in map(corpus.read, corpus.entries)}


def claims(folder: Path, *, annotator: str = ME) -> list[Annotation]:
    """Return the six claims, with the number that is read in each sentence."""
    known, made = articles(folder), []
    for short, sentence, soldiers, certainty in SOLDIERS:
        article, now = known[short], timestamp()
        unit = article.units[sentence]
        target = target_for(article.text, unit.start, unit.end, sentence)
        amounts = read_numbers(target.quote)
        number = next(amount for amount in amounts if soldiers in (amount.value, amount.min, amount.max))
        attributes: dict[str, Any] = {"numbers": [to_attribute(number)], "certainty": certainty}
        made.append(
            Annotation(
                uuid=new_uuid(),
                article=ArticleRef(article.id, article.sha256),
                target=target,
                tags=("claim", "quantity"),
                attributes=attributes,
                annotator=annotator,
                created=now,
                updated=now,
            )
        )
    return made


def contradicting(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Link each claim to the one before it."""
    from msgspec.structs import replace

    linked = [
        replace(annotation, links=(Link("contradicts", before.uuid),))
        for before, annotation in pairwise(annotations)
    ]
    return [annotations[0], *linked]


def save(folder: Path, annotations: Sequence[Annotation]) -> None:
    """Put annotations into the samples' database."""
    known = {article.id: article for article in articles(folder).values()}
    with open_store(folder / "annotations.json", annotator=ME) as store:
        for annotation in annotations:
            store.remember_article(article_record(known[annotation.article.id]))
        store.apply([Change(annotation.uuid, 0, annotation) for annotation in annotations], by=ME)


def corpus_with_claims(folder: Path, *, linked: bool = False) -> list[Annotation]:
    """Make a folder of the samples and their six claims, linked if wanted; returns the claims."""
    samples(folder)
    annotations = contradicting(claims(folder)) if linked else claims(folder)
    save(folder, annotations)
    return annotations
