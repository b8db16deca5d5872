"""The index as commands use it: brought up to date first, with how far that is on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.commands.opening import complain, terminal_width
from tui.session.article_repository import ArticleRepository
from tui.terminal.streams import send

if TYPE_CHECKING:
    from annotations.corpus.progress import IndexingProgress
    from annotations.project import Project


@contextmanager
def indexed(of: Project, *, rebuild: bool = False, wait: bool = False) -> Iterator[ArticleRepository]:
    """Give the repository of a project's corpus, up to date; what can't be read is told at the end.

    Args:
        of: the project.
        rebuild: forget what the index holds and read every file again.
        wait: whether another process that is indexing is an error; else what it has by now is used.

    Raises:
        CorpusError: there is no article, or no index can be made.
    """
    from annotations.corpus import CorpusError
    from annotations.corpus.indexing import IndexBusyError

    repository = ArticleRepository(of.corpus)
    try:
        if rebuild:
            repository.index.clear()
        try:
            for progress in repository.update():
                _tell(progress)
        except IndexBusyError as error:
            if wait:
                raise
            complain(str(error))
        finally:
            _clear()
        problems = repository.problems()
        if not repository.index.listing():
            first = f": {problems[0]}" if problems else ""
            raise CorpusError(f"no articles in {of.name}{first}")
        yield repository
        for problem in dict.fromkeys([*problems, *of.corpus.problems]):
            complain(str(problem))
    finally:
        repository.close()


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
