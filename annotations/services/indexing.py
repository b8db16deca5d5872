"""Prepares a large corpus, so that it opens and is searched at once: `claimreader index`.

One that is too large for a desk, or is read by many, is put into a database by the same command.

Every command that reads articles from the index does so first. The library brings the index up to date beside
the keys, by the same `annotations.corpus.article_index.ArticleIndex.update`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.corpus import Problem
    from annotations.corpus.article_index import ArticleIndex
    from annotations.corpus.database.filling import Filled, FillingProgress
    from annotations.corpus.progress import IndexingProgress


def bring_up_to_date(
    project: Project,
    index: ArticleIndex,
    *,
    rebuild: bool = False,
    wait: bool = False,
    tell: Callable[[IndexingProgress], None],
    warn: Callable[[str], None],
) -> Sequence[Problem]:
    """Bring an index up to date for a command; returns what could not be read.

    Args:
        project: whose index it is.
        index: of the project's corpus.
        rebuild: forget what the index holds and read every file again.
        wait: whether it is an error that another process is indexing; else what it has by now is used.
        tell: called with how far it is.
        warn: called with the line that another process is indexing.

    Raises:
        CorpusError: there is no article, or no index can be made.
    """
    from annotations.corpus import CorpusError
    from annotations.corpus.indexing import IndexBusyError
    from annotations.corpus.unread import why_nothing

    if rebuild:
        index.opened.clear()
    try:
        for progress in index.update():
            tell(progress)
    except IndexBusyError as error:
        if wait:
            raise
        warn(str(error))
    problems = index.problems()
    if not index.opened.listing():
        raise CorpusError(f"no articles in {project.name}: {why_nothing(problems)}")
    return problems


def corpus_script() -> str:
    """Return the SQL that makes the tables and rights of a corpus in PostgreSQL."""
    from annotations.corpus.database.opening import script

    return script()


def fill_database(
    index: ArticleIndex, address: str, *, rebuild: bool = False, tell: Callable[[FillingProgress], None]
) -> Filled:
    """Bring the tables of a database up to date with a corpus; what is done stays done if it is left.

    Args:
        index: of the corpus, up to date.
        address: of the database.
        rebuild: whether everything is written again, also if another corpus is there.
        tell: called with how far it is.

    Raises:
        CorpusError: the database can't be written.
    """
    from annotations.corpus.database.opening import tables_at

    tables = tables_at(address)
    from annotations.corpus.database.filling import fill  # here: it needs psycopg, which may be missing

    steps = fill(index.file, tables, rebuild=rebuild)
    try:
        while True:
            tell(next(steps))
    except StopIteration as end:
        filled: Filled = end.value
        return filled
    finally:
        steps.close()
        tables.close()
