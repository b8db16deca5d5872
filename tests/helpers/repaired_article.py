"""A corpus of one article whose text is damaged, which somebody has read repaired and annotates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import seeds
from annotations.composition import Project, filed_record
from annotations.corpus.article_index import ArticleIndex
from annotations.model.article import Article
from annotations.model.records import Annotation, Change, timestamp
from annotations.services.saving import save
from annotations.services.tagging import untagged
from annotations.services.text_repair import repair_texts

ID = "a.txt"
LEAD = "نور"

Desk = Callable[[], Project]
"""Sits down at the lead's desk; returns the corpus as it is there."""


def desk_of_lead(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Put the corpus and a home into a folder."""
    corpus = damaged_corpus(folder / "event")
    monkeypatch.setenv("CLAIMREADER_HOME", str(folder / "home"))
    return lambda: Project([corpus], annotator=LEAD)


def damaged_corpus(folder: Path) -> Path:
    """Make a folder with an article whose letters are HTML references."""
    good = min(seeds.FOLDER.glob("*.txt")).read_text(encoding="utf-8")
    letters = (f"&#{ord(char)};" if char > "\x7f" else char for char in good)
    folder.mkdir()
    (folder / ID).write_text("".join(letters), encoding="utf-8")
    return folder


def repair(project: Project) -> None:
    """Have the article read repaired from now on."""
    index = ArticleIndex(project.corpus)
    try:
        list(index.update())
        damaged = list(index.opened.damaged())
    finally:
        index.close()
    repair_texts(project, None, damaged_articles=lambda: damaged, tell=lambda line: None)


def article_of(project: Project) -> Article:
    """Return the article as it is read in a project."""
    project.read_corrections()
    return project.corpus.read(project.corpus.find(ID))


def annotate(project: Project) -> Annotation:
    """Annotate a sentence of the article as it is read."""
    article = article_of(project)
    unit = article.units[3]
    made = untagged(article, unit.start, unit.end, 3, project.annotator, timestamp())
    annotation = msgspec.structs.replace(made, tags=("claim",))
    changes = [Change(annotation.uuid, 0, annotation)]
    save(project.store(), changes, by=project.annotator, records=[filed_record(article)])
    project.close()
    return annotation
