"""Brings the index up to date for a command, and says on standard error how far that is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from annotations.corpus.article_index import ArticleIndex
from annotations.services.indexing import bring_up_to_date
from annotations.store.errors import StoreError
from tui.commands.opening import complain, detail, note, terminal_width, timed
from tui.terminal.streams import send

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.corpus.progress import IndexingProgress


@contextmanager
def indexed(project: Project, *, rebuild: bool = False, wait: bool = False) -> Iterator[ArticleIndex]:
    """Give the index of a project's corpus, up to date; what can't be read is told at the end.

    Args:
        project: whose corpus.
        rebuild: forget what the index holds and read every file again.
        wait: whether another process that is indexing is an error; else what it has by now is used.

    Raises:
        CorpusError: there is no article, or no index can be made.
    """
    _read_corrections(project)
    index = ArticleIndex(project.corpus)
    try:
        try:
            with timed("index brought up to date"):
                problems = bring_up_to_date(project, index, rebuild=rebuild, wait=wait, tell=_tell, warn=note)
            detail(f"index: {index.opened.path}")
        finally:
            _clear()
        project.layers.note_repetition(index)
        yield index
        for problem in dict.fromkeys([*problems, *project.corpus.problems]):
            complain(str(problem))
    finally:
        project.layers.note_repetition(None)
        index.close()


def _read_corrections(project: Project) -> None:
    """Take in which texts are repaired; where that can't be read, the index stays as it is in this.

    Who needs the annotations says what is wrong with them.
    """
    with suppress(StoreError):
        project.read_corrections()


@contextmanager
def repetition_known(project: Project) -> Iterator[None]:
    """Let it be known which lines of a project's articles are repeated, for who reads them one by one.

    Where no index can be made the kinds of sentences are those that each text has by itself. What can't be
    read is not told here but by who reads it.
    """
    from annotations.corpus import CorpusError

    index = ArticleIndex(project.corpus)
    try:
        try:
            with timed("index brought up to date"):
                bring_up_to_date(project, index, tell=_tell, warn=note)
        except CorpusError:
            pass
        finally:
            _clear()
        project.layers.note_repetition(index)
        yield
    finally:
        project.layers.note_repetition(None)
        index.close()


def _tell(progress: IndexingProgress) -> None:
    """Write how far it is over what was written before; into a file nothing is written."""
    if sys.stderr.isatty():
        line = f"indexing: {progress.described()[1]}"
        send(sys.stderr, "\r")
        sys.stderr.write(line[: terminal_width() - 1])
        send(sys.stderr, "\x1b[K")
        sys.stderr.flush()


def _clear() -> None:
    if sys.stderr.isatty():
        send(sys.stderr, "\r\x1b[K")
        sys.stderr.flush()
