"""How far a corpus is, counted again only where something was said."""

from __future__ import annotations

from annotations.model.outline import ArticleProgress
from tui.session.corpus_progress import CorpusCount, CorpusProgress


def test_all_is_counted_first_and_then_what_changed() -> None:
    corpus_progress = CorpusProgress()
    assert not corpus_progress.known
    assert corpus_progress.begin() is None
    corpus_progress.take(
        CorpusCount(172, {"a": ArticleProgress(3, 73, 2), "b": ArticleProgress(1, 24, 1)}, everything=True)
    )
    assert (corpus_progress.decided, corpus_progress.total, corpus_progress.claims) == (4, 172, 3)
    corpus_progress.touch({"a"})
    corpus_progress.touch({"c"})
    assert corpus_progress.begin() == {"a", "c"}
    corpus_progress.take(
        CorpusCount(172, {"a": ArticleProgress(2, 73, 1), "c": ArticleProgress(5, 23, 0)}, everything=False)
    )
    assert (corpus_progress.decided, corpus_progress.claims) == (8, 2)
    corpus_progress.take(CorpusCount(172, {"c": None}, everything=False))
    assert (corpus_progress.decided, corpus_progress.claims) == (3, 2)


def test_what_is_said_while_counting_is_counted_again() -> None:
    corpus_progress = CorpusProgress()
    corpus_progress.begin()
    corpus_progress.touch({"a"})
    corpus_progress.take(CorpusCount(10, {}, everything=True))
    assert corpus_progress.begin() == {"a"}


def test_when_nothing_is_known_any_more_all_is_counted() -> None:
    corpus_progress = CorpusProgress()
    corpus_progress.begin()
    corpus_progress.touch(None)
    corpus_progress.touch({"a"})
    assert corpus_progress.begin() is None
