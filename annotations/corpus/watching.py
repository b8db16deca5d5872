"""Tells whether an article that is being read is still what stands in its file.

Offsets of a text that nobody can read any more are of no use, so before each save it costs one stat(2) to
know that the file hasn't been touched. Only if it has, it is read again: a file that was copied over, or to
which other records were added, holds the same text. Size, times, inode and device tell the states of a file
apart; the time of the last change of status (`st_ctime`) too, since programs set the other one back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from annotations.corpus.file_content import describe
from annotations.corpus.records import ArticleError, Entry

if TYPE_CHECKING:
    from annotations.model.article import Article

SAME, GONE, CHANGED = "same", "gone", "changed"
"""`GONE`: there is no file any more, or it can't be read; what is in memory is all there is."""


class TextChangedError(Exception):
    """Something was said of a text that isn't the article's any more; nothing has been saved."""


class Look(NamedTuple):
    """The outcome of a look at an article's file."""

    state: str
    """`SAME`, `GONE` or `CHANGED`."""
    new: bool = False
    """Whether that is otherwise than at the last look."""
    reason: str = ""
    """The reason why it can't be read."""


class _Read(NamedTuple):
    entry: Entry
    stamp: tuple[int, ...] | None
    """Of the file when it was looked at last."""
    state: str
    reason: str = ""


class Watch:
    """Reads articles, and knows of those that are still in use from which state of their files they came.

    Args:
        read: reads an article of the corpus, see `Corpus.read`.
        in_files: whether it is in a file. What a database has is compared when it is read the next time: no
            key waits for a network.
    """

    def __init__(self, read: Callable[[Entry], Article], *, in_files: bool = True) -> None:
        self._read_entry = read
        self._in_files = in_files
        self._known: WeakKeyDictionary[Article, _Read] = WeakKeyDictionary()

    def read(self, entry: Entry) -> Article:
        """Read an article.

        Raises:
            ArticleError: see `Corpus.read`.
        """
        if not self._in_files:
            return self._read_entry(entry)
        stamp, _ = _stamp(entry.path)  # before the text: what changes meanwhile is noticed at the next look
        article = self._read_entry(entry)
        self._known[article] = _Read(entry, stamp, SAME)
        return article

    def look(self, article: Article) -> Look:
        """Say whether an article is still what its file holds; one that wasn't read here is taken to be."""
        known = self._known.get(article)
        if known is None:
            return Look(SAME)
        stamp, reason = _stamp(known.entry.path)
        if stamp == known.stamp and known.reason == reason:
            return Look(known.state, reason=known.reason)
        state = GONE
        if stamp is not None:
            state, reason = self._compare(article, known.entry, stamp)
        self._known[article] = _Read(known.entry, stamp, state, reason)
        return Look(state, state != known.state, reason)

    def lost(self, article: Article) -> str:
        """Return why an article couldn't be read at the last look, without looking; empty if it could."""
        known = self._known.get(article)
        return known.reason if known is not None and known.state == GONE else ""

    def _compare(self, article: Article, entry: Entry, stamp: tuple[int, ...]) -> tuple[str, str]:
        """Read an article again; of many records in a file the one that stands at its place now."""
        try:
            again = self._read_entry(entry._replace(size=stamp[0], mtime=stamp[1]))
        except ArticleError as error:
            # A record that is no longer at its place may be elsewhere in the file: listing it will tell.
            return (GONE if entry.end is None else CHANGED), str(error)
        return (SAME if again.sha256 == article.sha256 else CHANGED), ""


def _stamp(path: Path) -> tuple[tuple[int, ...] | None, str]:
    """Return what tells one state of a file from another, or why there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - half the time of Path.stat, at every key that saves
    except OSError as error:
        return None, describe(error)
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev), ""
