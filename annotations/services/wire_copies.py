"""Finds out which articles of a corpus carry the same agency text, and so count as one voice.

The index keeps a number for each sentence that counts (11 bytes; `annotations.insight.wire_copies` says which
do). SQLite brings those together that several articles have, so that no text is read again and memory grows
with what is shared alone. For 100,000 articles that is a few seconds of a worker. Where a database has the
corpus, it was found out when that was filled.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotations.insight.wire_copies import Voices, fingerprints, voices

if TYPE_CHECKING:
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.model.article import Article


def voices_of_index(index: CorpusIndex) -> Voices:
    """Return which of the articles in an index are one voice; may take seconds.

    Raises:
        IndexFailedError: the index can't be read.
    """
    return Voices(index.copies())


def voices_of_articles(articles: Iterable[Article]) -> Voices:
    """Return which of some articles are one voice, for a corpus without an index; their texts aren't kept."""
    return voices({article.id: fingerprints(article.text, article.units) for article in articles})
