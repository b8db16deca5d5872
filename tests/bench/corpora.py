"""The corpora, with annotations, that the programs are given to read, made once and kept.

They lie in the user's cache (`CLAIMREADER_BENCH` names another folder), never in the checkout. A folder has
its articles in `corpus/`, its annotations in `annotations.json`, and is a `CLAIMREADER_HOME` with the index
made, as on every start but the first.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import platformdirs
from generate import articles
from large import texts

import seeds
from annotations.corpus import open_corpus
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp, to_document

VERSION = 2
"""Of what is made here: raise it when any of it changes."""
TAGS = ("event", "quantity", "blame", "control")
MANY = 100_000


class Given(NamedTuple):
    """One corpus with its annotations."""

    folder: Path

    @property
    def arguments(self) -> list[str]:
        """The command line that opens it."""
        return [
            str(self.folder / "corpus"),
            "--db",
            str(self.folder / "annotations.json"),
            "--annotator",
            "me",
        ]

    @property
    def env(self) -> dict[str, str]:
        """Where claimreader keeps its index, settings and positions."""
        return {"CLAIMREADER_HOME": str(self.folder / "home")}

    def begin_again(self) -> None:
        """Have every article open as if for the first time, with the annotations that it was given."""
        (self.folder / "home" / "positions.json").unlink(missing_ok=True)
        for changed in self.folder.glob("annotations.json*"):
            changed.unlink() if changed.is_file() else shutil.rmtree(changed)
        shutil.copy(self.folder / "annotations.given", self.folder / "annotations.json")


def cache() -> Path:
    """Return the folder in which all of them are kept."""
    named = os.environ.get("CLAIMREADER_BENCH")
    folder = Path(named) if named else platformdirs.user_cache_path("claimreader-bench", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def five(annotations: int = 100) -> Given:
    """Return the samples, with so many annotations in the sentences of the longest and then of the others."""
    return _made(f"seeds-{annotations}", _copy, annotations)


def one_paragraph() -> Given:
    """Return the samples beside one article of 1 MB in a single paragraph."""
    return _made("large-one", lambda corpus: _copy_beside(corpus, "one"), 100)


def one_annotated(annotations: int) -> Given:
    """Return the samples beside one article of 1 MB that has all of the annotations, one a sentence."""
    name = f"annotated-{annotations}"
    return _made(name, lambda corpus: _copy_beside(corpus, "paragraphs"), annotations, articles=1)


def hundred_thousand() -> Given:
    """Return 100,000 articles of 2 KB with as many annotations; making it takes minutes."""

    def write(corpus: Path) -> None:
        for number, text in enumerate(articles(MANY)):
            parent = corpus / f"{number // 1000:03}"
            parent.mkdir(exist_ok=True)
            (parent / f"{number:06}.txt").write_text(text, encoding="utf-8")

    return _made("hundred-thousand", write, MANY)


def _copy(corpus: Path) -> None:
    for path in sorted(seeds.FOLDER.glob("*.txt")):
        shutil.copy(path, corpus / path.name)


def _copy_beside(corpus: Path, large: str) -> None:
    _copy(corpus)
    (corpus / "0000.txt").write_text(texts()[large], encoding="utf-8")  # the first, so opened by Enter


def _made(
    name: str, write: Callable[[Path], None], annotations: int, *, articles: int | None = None
) -> Given:
    folder = cache() / f"{name}-{VERSION}"
    corpus, done = folder / "corpus", folder / "done"
    given = Given(folder)
    if not done.exists():
        print(f"making {folder}", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        corpus.mkdir(parents=True)
        write(corpus)
        _annotate(folder / "annotations.given", corpus, annotations, articles)
        done.touch()
    # Also an index that is there: another version of claimreader would make it anew beside the keys.
    subprocess.run(
        [program(), "index", str(corpus)], check=True, env={**os.environ, **given.env}, stdout=sys.stderr
    )
    given.begin_again()
    return given


def program() -> str:
    """Return the claimreader beside this Python."""
    return str(Path(sys.executable).with_name("claimreader"))


def _annotate(database: Path, corpus: Path, count: int, articles: int | None) -> None:
    """Write a database as TinyDB itself would; the store reads it as any other."""
    made = _annotations(corpus, count, articles)
    documents = {str(slot): to_document(annotation) for slot, annotation in enumerate(made, 1)}
    database.write_text(json.dumps({"_default": documents}))


def _annotations(corpus: Path, count: int, articles: int | None) -> Iterator[Annotation]:
    """Yield annotations of the sentences of the first so many articles, by as many annotators as it takes."""
    opened = open_corpus([corpus])
    entries = opened.entries[:articles]
    each = max(1, -(-count // len(entries)))
    left, now = count, timestamp()
    for entry in entries:
        article: Article = opened.read(entry)
        for number in range(min(each, left)):
            round_, index = divmod(number, len(article.sentences))
            sentence = article.sentences[index]
            yield Annotation(
                uuid=new_uuid(),
                article=ArticleRef(article.id, article.sha256),
                target=target_for(article.text, sentence.start, sentence.end, index),
                tags=tuple(sorted(("claim", TAGS[number % len(TAGS)]))),
                attributes={"reported_as": "asserted", "claimant": "المتحدث باسم الجيش"},
                annotator=f"analyst-{round_ + 1}",
                created=now,
                updated=now,
            )
        left -= min(each, left)
