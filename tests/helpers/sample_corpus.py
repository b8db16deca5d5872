"""Files for the tests of the review lists: what two people said about sentences of the samples."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import seeds
from annotations.composition import article_record
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store

NAME = "002_3ab0a48c1437315e.txt"
Said = tuple[int, tuple[str, ...]]


def samples(folder: Path) -> Path:
    """Copy the samples, to be changed."""
    folder.mkdir()
    for path in seeds.FOLDER.glob("*.txt"):
        shutil.copyfile(path, folder / path.name)
    return folder


def say(database: Path, by: str, said: Iterable[Said], name: str = NAME) -> None:
    """Let somebody tag whole sentences of article 002, or of another one."""
    article = Article(name, (seeds.FOLDER / name).read_text(encoding="utf-8"))
    with open_store(database, annotator=by) as store:
        store.remember_article(article_record(article))
        for number, tags in said:
            unit, now = article.sentences[number], timestamp()
            annotation = Annotation(
                uuid=new_uuid(),
                article=ArticleRef(article.id, article.sha256),
                target=target_for(article.text, unit.start, unit.end, number),
                tags=tags,
                annotator=by,
                created=now,
                updated=now,
            )
            store.apply([Change(annotation.uuid, 0, annotation)], by=by)


def samples_claimed(folder: Path, numbers: Iterable[int]) -> Path:
    """Copy the samples, and let `me` claim sentences of article 002 in them."""
    samples(folder)
    say(folder / "annotations.json", "me", [(number, ("claim",)) for number in numbers])
    return folder


def stored(place: Path) -> list[dict[str, Any]]:
    """Return the annotations of a database, or of the one in a folder, as any TinyDB script reads them."""
    database = place if place.is_file() else next(place.rglob("annotations.json"))
    return list(json.loads(database.read_text(encoding="utf-8"))["_default"].values())


def misplaced(folder: Path) -> int:
    """Count the annotations whose quote doesn't stand in their article where they say."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    count = 0
    for annotation in stored(folder):
        target, text = annotation["target"], texts.get(annotation["article"]["id"], "")
        count += text[target["start"] : target["end"]] != target["quote"]
    return count
