"""Puts articles into words: the row and the preview of one, and how far and how fast the work on all goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.model.outline import body_start, from_bytes
from tui.i18n import _, enumerated, plural

if TYPE_CHECKING:
    from annotations.corpus.listing import ArticleRow
    from annotations.corpus.query import Query
    from annotations.insight.wire_copies import Voices
    from annotations.model.article import Article
    from annotations.model.outline import ArticleProgress
    from annotations.model.side_records import ArticleCorrection
    from tui.session.corpus_progress import CorpusProgress

BAR = 8
"""Cells of a bar that shows how much is decided."""
DONE = "\u2713"
"""The sign of an article that one is done with, at the end of its bar, or of the numbers where there is none;
one cell everywhere."""
FLAG = "\u2691"
"""The sign of sentences to come back to; one cell everywhere (UAX #11: neutral)."""
BAR_FROM = 100
"""Columns from which there is room for that of the corpus."""
_PREVIEWED = 4000
"""Code points that a preview takes at most."""
_SEARCHED = 1 << 15
"""Code points of an article in which a preview looks for hits, 10 ms: a key must not wait for a megabyte."""


_NAMED = 5
"""Articles with the same text that are named."""


class ArticleCard(NamedTuple):
    """The words and figures of an article's row."""

    label: str
    """The title, or for want of one the first sentence."""
    titled: bool = False
    source: str = ""
    published: str = ""
    sentences: int | None = None
    """None: the article hasn't been read yet."""
    decided: int | None = None
    """None: the annotations haven't been read yet."""
    claims: int = 0
    hits: tuple[tuple[int, int], ...] = ()
    """Code points of the label, half-open, that a filter found."""
    problem: str = ""
    """The reason why the article can't be read; empty if it can."""
    flags: int = 0
    """Sentences to come back to."""
    aside: str = ""
    """The reason why the article is set aside; empty if it isn't."""
    done: bool = False
    """True if the annotator has said to be done with it."""


def article_card(
    row: ArticleRow,
    progress: ArticleProgress | None,
    query: Query | None,
    flags: int = 0,
    correction: ArticleCorrection | None = None,
    *,
    done: bool = False,
) -> ArticleCard:
    """Return what the row of an article says.

    Args:
        row: what is known of the article.
        progress: how far it is; None before the annotations have been read.
        query: the filter that found it, if one did.
        flags: how many of its sentences one wants to come back to.
        correction: a person's word on the article as a whole, if there is one.
        done: whether one has said to be done with it.
    """
    label = " ".join(row.label.split())
    return ArticleCard(
        label=label,
        titled=row.titled,
        source=row.source or "",
        published=row.published or "",
        sentences=row.sentences,
        decided=progress.decided if progress else None,
        claims=progress.claims if progress else 0,
        hits=tuple(query.hits(label)) if query else (),
        flags=flags,
        aside=aside_words(correction),
        done=done,
    )


def aside_words(correction: ArticleCorrection | None) -> str:
    """Return why an article is set aside, empty if it isn't."""
    if correction is None or not correction.set_aside:
        return ""
    if correction.set_aside == "irrelevant":
        return _("irrelevant")
    if not correction.duplicate_of:
        return _("duplicate")
    from annotations.model.article import short_id
    from tui.presenters.stored import with_signs

    return _("duplicate of {id}").format(id=f"\u2066{with_signs(short_id(correction.duplicate_of))}\u2069")


def preview(
    article: Article, row: ArticleRow | None, query: Query | None
) -> tuple[str, list[tuple[int, int]]]:
    """Return what to show of an article, from where its body begins or from the first hit, and the hits.

    Args:
        article: the article.
        row: what is known of it without cutting it into sentences, if anything is.
        query: the filter that found it, if one did.

    Returns:
        The text, and the hits as code points of it, half-open.
    """
    hits = query.hits(article.text[:_SEARCHED]) if query else []
    if hits:
        start = article.text.rfind("\n", 0, hits[0][0]) + 1
    else:
        start = body_start(from_bytes(row.outline) if row else article.outline)
    text = article.text[start : start + _PREVIEWED]
    return text, [(first - start, last - start) for first, last in hits if last - start <= len(text)]


def same_text(voices: Voices, article_id: str) -> str:
    """Return a line that names the articles with the same text as this one; nothing if there is none."""
    copies = voices.copies(article_id)
    if not copies:
        return ""
    from annotations.model.article import short_id  # here: the first list shows no copies
    from tui.presenters.stored import with_signs

    named = [with_signs(short_id(other)) for other in copies[:_NAMED]]
    if len(copies) > _NAMED:
        named.append(plural("{n:,} more article", "{n:,} more articles", len(copies) - _NAMED))
    return _("same text as {articles}").format(articles=enumerated(named))


def worth_checking(count: int | None) -> str:
    """Return a line that says how many undecided sentences are worth checking; None: not reckoned yet."""
    if count is None:
        return _("not reckoned yet")
    return plural("{n:,} sentence worth checking", "{n:,} sentences worth checking", count)


def corpus_facts(progress: CorpusProgress, seconds: float | None, columns: int) -> list[str]:
    """Return how far the corpus is, and how fast it goes, as facts for a top bar of so many columns."""
    facts = [pace(seconds)]
    if progress.known:
        facts.append(plural("{n:,} claim", "{n:,} claims", progress.claims))
        done = _("decided {n:,} of {all:,}").format(n=progress.decided, all=progress.total)
        filled = -(-progress.decided * BAR // progress.total)
        bar = "━" * filled + "─" * (BAR - filled)
        facts.append(f"{bar} {done}" if columns >= BAR_FROM else done)
    return facts


def pace(seconds: float | None) -> str:
    """Return how fast the work goes, in seconds a decision; nothing if that isn't known yet."""
    return "" if seconds is None else _("{seconds:.1f} s a decision").format(seconds=seconds)
