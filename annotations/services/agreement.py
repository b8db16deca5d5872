"""How far two annotators agree on the articles of a corpus, and where they don't, sentence by sentence.

The sentences are those of the texts as they are segmented now; see `annotations.services.agreement_report`
for articles whose text isn't at hand, or has become another one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.exchange.articles import Articles
from annotations.services.agreement_report import Comparison, compare

if TYPE_CHECKING:
    from annotations.corpus import Corpus
    from annotations.model.records import Annotation
    from annotations.project import Project

OutlineOf = Callable[[str], "tuple[str, Sequence[int]] | None"]
"""The sha256 and the outline of an article by its id, as an index has them; None if it hasn't."""


def compare_with(
    corpus: Corpus | None,
    a: Sequence[Annotation],
    b: Sequence[Annotation],
    *,
    outline_of: OutlineOf = lambda _: None,
) -> Comparison:
    """Compare two people's annotations.

    Args:
        corpus: the articles; None if there are none, or none can be read.
        a: one's annotations.
        b: the other's.
        outline_of: saves reading an article, 0.2 s for a megabyte.
    """
    articles = None if corpus is None else Articles.of_corpus(corpus)

    def starts(article_id: str, sha256: str) -> Sequence[int] | None:
        known = outline_of(article_id)
        if known is not None and known[0] == sha256:
            return [one >> 1 for one in known[1]]
        article = None if articles is None else articles.get(article_id)
        return article.sentence_starts if article is not None and article.sha256 == sha256 else None

    return compare(a, b, starts=starts)


def corpus_of(project: Project, annotations: Path) -> Corpus | None:
    """Return the corpus that was named, else that beside the annotations; None if there is none."""
    from annotations.corpus import CorpusError, open_corpus

    try:
        corpus = open_corpus([annotations.parent]) if project.is_sample else project.corpus
        return corpus if corpus.entries else None
    except CorpusError:
        return None
