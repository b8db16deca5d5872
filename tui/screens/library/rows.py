"""Here stands what the library says: in an article's row, in its preview, and of the corpus' progress."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from annotations.corpus import CorpusError
from annotations.model.outline import body_start, from_bytes
from tui.i18n import _, plural
from tui.widgets.article_list import ArticleCard

if TYPE_CHECKING:
    from annotations.corpus.query import Query
    from tui.session.session import Session

BAR = 8
"""Cells of the bar of the corpus."""
BAR_FROM = 100
"""Columns from which there is room for it."""
_SHOWN = 4000
"""Code points that a preview takes at most."""
_SEARCHED = 1 << 15
"""Code points of an article in which a preview looks for hits, 10 ms: a key must not wait for a megabyte."""


def card(session: Session, place: int, query: str) -> ArticleCard:
    """Return the row of an article; before it has been read, its name."""
    try:
        row = session.listing.row(place)
        if row is None:
            name = session.listing[place].id
            return ArticleCard(name.rpartition("/")[2])
    except IndexError:
        return ArticleCard("", problem=_("this article is gone since it was listed"))
    except CorpusError as error:
        return ArticleCard("", problem=str(error))
    state = session.annotations.progress_of(row.entry.id, from_bytes(row.outline))
    label = " ".join(row.label.split())
    return ArticleCard(
        label=label,
        titled=row.titled,
        source=row.source or "",
        published=row.published or "",
        sentences=row.sentences,
        decided=state.decided if session.annotations.loaded else None,
        claims=state.claims,
        hits=tuple(_query(query).hits(label)) if query else (),
    )


def preview(session: Session, place: int, query: str) -> tuple[str, Sequence[tuple[int, int]]]:
    """Return what to show of an article, and what is to be marked in it: where its body begins, or a hit."""
    if place >= len(session.listing):
        return "", ()
    article = session.article(place)
    if isinstance(article, str):
        return article, ()
    try:
        row = session.listing.row(place)
    except CorpusError:
        row = None
    hits = _query(query).hits(article.text[:_SEARCHED]) if query else []
    if hits:
        start = article.text.rfind("\n", 0, hits[0][0]) + 1
    else:
        start = body_start(from_bytes(row.outline) if row else article.outline)
    text = article.text[start : start + _SHOWN]
    return text, [(first - start, last - start) for first, last in hits if last - start <= len(text)]


def progress_facts(session: Session, columns: int) -> list[str]:
    """Return how far the corpus is, and how fast it goes, as facts for a top bar of so many columns."""
    progress = session.corpus_progress
    facts = []
    if (seconds := session.pace_seconds) is not None:
        from tui.presenters.pace import pace  # here: there is no pace at the first frame

        facts.append(pace(seconds))
    if progress.known:
        facts.append(plural("{n:,} claim", "{n:,} claims", progress.claims))
        done = _("decided {n:,} of {all:,}").format(n=progress.decided, all=progress.total)
        filled = -(-progress.decided * BAR // progress.total)
        bar = "━" * filled + "─" * (BAR - filled)
        facts.append(f"{bar} {done}" if columns >= BAR_FROM else done)
    return facts


@lru_cache(maxsize=4)
def _query(typed: str) -> Query:
    from annotations.corpus.query import Query

    return Query(typed)
