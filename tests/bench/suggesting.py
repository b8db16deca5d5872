"""What suggestions cost: an article that is read along, and a question for what is related to a sentence.

    python tests/bench/suggesting.py [--large]

Bars: an article of 34 sentences in 60 ms; with `--large`, among 100,000 articles with as many claims, which
are made once and kept (`corpora.py`), a question in 50 ms (p95), and 10 MiB of memory at the most. The time
is the processor's, since all of it is work of a thread beside the keys.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import seeds
from annotations.insight.trust import Trust
from annotations.model.article import Article
from annotations.model.scheme import DEFAULT
from annotations.services.suggestions import read_along

READ, ASKED, MEMORY = 0.060, 0.050, 10
SENTENCES = 34
QUESTIONS = 200


def main(*, large: bool) -> int:
    """Print what was measured beside its bar; 1 if something is over it."""
    rows = [("read an article of 34 sentences, s", reading(), READ)]
    if large:
        typical, late, more = asking()
        rows += [
            ("related to a sentence, median, s", typical, ASKED),
            ("related to a sentence, p95, s", late, ASKED),
            ("memory, MiB", more, MEMORY),
        ]
    for name, value, bar in rows:
        print(f"{name:40} {value:8.3f}  bar {bar}")
    return int(any(value > bar for _, value, bar in rows))


def reading() -> float:
    """Return what the slowest of the samples costs for 34 sentences, its sentences being cut already."""
    costs = []
    for path in sorted(seeds.FOLDER.glob("*.txt")):
        article = Article(path.name, path.read_text(encoding="utf-8"))
        took = min(_took(lambda: read_along(article, Trust(), DEFAULT)) for _ in range(5))  # noqa: B023 - called at once
        costs.append(took * SENTENCES / len(article.sentences))
    return max(costs)


def asking() -> tuple[float, float, float]:
    """Return median and p95 of a question, and the memory that all of them took."""
    from corpora import hundred_thousand

    from annotations.corpus import open_corpus
    from annotations.corpus.article_index import ArticleIndex
    from annotations.services.related import RelatedPassages
    from annotations.store.tinydb_store import open_store

    given = hundred_thousand()
    os.environ |= given.env  # where its index is
    index = ArticleIndex(open_corpus([given.folder / "corpus"]))
    opened = index.opened
    with open_store(given.folder / "annotations.json", annotator="me", readonly=True) as store:
        finder = RelatedPassages(opened, store, Trust())
        draw = random.Random(5)
        store.article_ids()
        paths = draw.sample(sorted((given.folder / "corpus").glob("*/*.txt")), QUESTIONS)
        index.corpus.read(opened.find(str(paths[0])).entry)
        before, costs = _memory(), []
        for path in paths:
            article = index.corpus.read(opened.find(str(path)).entry)
            unit = draw.choice([unit for unit in article.units if unit.end - unit.start > 40])
            for claims_only in (True, False):
                ask = _asking(finder, article, (unit.start, unit.end), claims_only=claims_only)
                costs.append(_took(ask))
        more = _memory() - before
    index.close()
    costs.sort()
    return statistics.median(costs), costs[len(costs) * 95 // 100], more


def _asking(
    finder: object, article: Article, span: tuple[int, int], *, claims_only: bool
) -> Callable[[], object]:
    return lambda: finder.to_sentence(article, *span, claims_only=claims_only)  # type: ignore[attr-defined]


def _took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _memory() -> float:
    """Return the memory of this process in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


if __name__ == "__main__":
    sys.exit(main(large="--large" in sys.argv))
