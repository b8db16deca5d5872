"""Brings the index up to date for a command, and says on standard error how far that is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from annotations.corpus.article_index import ArticleIndex
from annotations.services.indexing import bring_up_to_date
from annotations.store.errors import StoreError
from tui.commands.opening import complain, detail, note, timed
from tui.commands.progress_bar import progress_bar

if TYPE_CHECKING:
    from annotations.composition import Project


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
        with timed("index brought up to date"), progress_bar("indexing") as bar:
            problems = bring_up_to_date(
                project, index, rebuild=rebuild, wait=wait, tell=lambda now: bar(*now.described()), warn=note
            )
        detail(f"index: {index.opened.place}")
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
            with timed("index brought up to date"), progress_bar("indexing") as bar:
                bring_up_to_date(project, index, tell=lambda now: bar(*now.described()), warn=note)
        except CorpusError:
            pass
        project.layers.note_repetition(index)
        yield
    finally:
        project.layers.note_repetition(None)
        index.close()
