"""The cost of exports and imports, each as a ratio to something measured in the same run.

    python tests/bench/exchange.py [--quick]

Bars: 100,000 annotations from an open store to JSON lines at nine tenths of the speed of `json.dumps` of the
same records, which are at hand, or better, in a twentieth of the memory that the annotations would take all
at once. The articles are in memory: reading them is not counted.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from pathlib import Path

from timing import best, peak

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.filters import Filter, chosen
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp, to_document
from annotations.model.scheme import DEFAULT
from annotations.store.tinydb_store import TinyDBStore, open_store

TEXT = "وقال المتحدث باسم الجيش إن القوات تقدمت في المدينة وسيطرت على ثلاثة أحياء منها خلال الليل 🚨. " * 10
PER_ARTICLE = 40
ROUNDS = 3


class Sink(io.RawIOBase):
    """Takes bytes and forgets them."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(data)  # type: ignore[arg-type]


def annotation(number: int) -> Annotation:
    """Make an annotation of ordinary length."""
    article = Article(f"art-{number // PER_ARTICLE:05d}", TEXT)
    start = number % 300
    return Annotation(
        uuid=new_uuid(),
        article=ArticleRef(article.id, "0" * 64),
        target=target_for(TEXT, start, start + 110, number % 40),
        tags=("claim", "quantity"),
        attributes={"reported_as": "asserted", "claimant": "المتحدث باسم الجيش"} if number % 3 else {},
        annotator="analyst-1",
        created=timestamp(),
        updated=timestamp(),
    )


def opened(folder: Path, size: int) -> TinyDBStore:
    """Open a store of `size` annotations, read-only."""
    path = folder / f"{size}.json"
    documents = {str(slot): to_document(annotation(slot)) for slot in range(1, size + 1)}
    path.write_text(json.dumps({"_default": documents}))
    return open_store(path, annotator="bench", readonly=True)


def corpus(size: int) -> Articles:
    """Return the articles, in memory, all with one text."""
    first = Article("", TEXT, metadata={"title": "عنوان", "source": "وكالة", "published": "2024-10-27"})
    first.sentences, first.sha256, first.in_text  # noqa: B018 - computed before the clock runs
    articles = {}
    for number in range(size // PER_ARTICLE + 1):
        article = Article(f"art-{number:05d}", TEXT, metadata=first.metadata)
        article.__dict__ |= {"sha256": first.sha256, "in_text": first.in_text, "_kinds": first.kinds}
        articles[article.id] = article
    return Articles(articles.get, lambda: articles)


def main(size: int) -> int:
    """Print the ratios; return 1 if one misses its bar."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, articles = opened(folder, size), corpus(size)

        def export(form: str = "jsonl", of: TinyDBStore = store) -> None:
            registry.export(form, chosen(of, Filter()), articles, DEFAULT, Sink())  # type: ignore[arg-type]

        lines = io.BytesIO()
        registry.export("jsonl", chosen(store, Filter()), articles, DEFAULT, lines)
        records = [json.loads(line) for line in lines.getvalue().splitlines()]
        others = ("doccano", "label-studio", "csv")
        times = best(
            {
                "dumps": lambda: [json.dumps(record, ensure_ascii=False).encode() for record in records],
                "jsonl": export,
                **{form: lambda form=form: export(form) for form in others},  # type: ignore[misc]
            },
            ROUNDS,
        )
        dumps, native = times["dumps"], times["jsonl"]
        print(f"jsonl, {size:,} annotations: {dumps / native:.2f} times the speed of json.dumps (bar 0.90)")
        for form in others:
            print(f"{form}: {dumps / times[form]:.2f} times the speed of json.dumps")
        held, streamed = peak(store.list), peak(export)
        print(f"memory: {streamed / held:.3f} of all annotations at once, {streamed:.1f} MB (bar 0.050)")
        return int(dumps / native < 0.9 or streamed > 0.05 * held)


if __name__ == "__main__":
    sys.exit(main(20_000 if "--quick" in sys.argv else 100_000))
