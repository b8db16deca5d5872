"""Files for the tests of the review lists: what two people said about sentences of the samples."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import seeds
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp
from annotations.project import article_record
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store

COMMAND = str(Path(sys.executable).parent / "claimreader")
NAME = "002_3ab0a48c1437315e.txt"
Said = tuple[int, tuple[str, ...]]


def samples(folder: Path) -> Path:
    """Copy the samples, to be changed."""
    folder.mkdir()
    for path in seeds.FOLDER.glob("*.txt"):
        shutil.copyfile(path, folder / path.name)
    return folder


def say(database: Path, by: str, said: Iterable[Said]) -> None:
    """Let somebody tag whole sentences of article 002."""
    article = Article(NAME, (seeds.FOLDER / NAME).read_text(encoding="utf-8"))
    with open_store(database, annotator=by) as store:
        store.remember_article(article_record(article))
        for number, tags in said:
            unit, now = article.sentences[number], timestamp()
            one = Annotation(
                uuid=new_uuid(),
                article=ArticleRef(article.id, article.sha256),
                target=target_for(article.text, unit.start, unit.end, number),
                tags=tags,
                annotator=by,
                created=now,
                updated=now,
            )
            store.apply([Change(one.uuid, 0, one)], by=by)


def stored(database: Path) -> list[dict[str, Any]]:
    """Return the annotations as any TinyDB script reads them."""
    return list(json.loads(database.read_text(encoding="utf-8"))["_default"].values())
