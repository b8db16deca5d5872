"""Finds what a shell may complete a word to: article ids, tags, people. Quick, and without a trace.

An index that is there is asked; none is made or mended for it, since a Tab is no time for that. Without one
the files are listed, up to a bound.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.composition import Project

MOST = 200
"""Names that are offered: a shell asks before it lists more than a screen."""
_LISTED = 20_000
"""Articles that are looked at where there is no index."""


def article_ids(project: Project, beginning: str) -> list[str]:
    """Return the ids of a project's articles that begin so, in order.

    Raises:
        CorpusError: there is no article.
    """
    from annotations.corpus.corpus import index_path
    from annotations.paths import cache_folder

    corpus = project.corpus
    path = index_path(corpus, cache_folder())
    try:
        indexed = _ids_of_index(path, beginning)
    except sqlite3.Error:  # another version's, damaged, or held by who can't be waited for
        indexed = []
    if indexed:
        return indexed
    listed = (entry.id for entry in islice(corpus.each_entry(), _LISTED))
    return sorted(islice((name for name in listed if name.startswith(beginning)), MOST))


def _ids_of_index(path: Path, beginning: str) -> list[str]:
    if not path.is_file():
        return []
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.2)) as connection:
        rows = connection.execute(
            "SELECT DISTINCT id FROM articles WHERE id >= ?1 AND id < ?1 || char(1114111)"
            " ORDER BY id LIMIT ?2",
            (beginning, MOST),
        )
        return [name for (name,) in rows]


def tag_names(project: Project) -> list[str]:
    """Return the tags of a project's scheme.

    Raises:
        SchemeError: there is a mistake in it.
    """
    return [tag.id for tag in project.scheme.tags]


def people_names(project: Project) -> list[str]:
    """Return whose annotations can be asked for: everybody's, and in a team gold's and each member's.

    Raises:
        sqlite3.Error: what has come of colleagues can't be read without waiting.
    """
    from annotations.team.team_file import EVERYBODY, GOLD

    place = project.place
    if place is None:
        return [EVERYBODY]
    from annotations.services.team import mirror_path
    from annotations.team.mirror import Mirror

    with closing(Mirror(mirror_path(place), readonly=True)) as mirror:
        return [EVERYBODY, *sorted({GOLD, place.name, *mirror.members()})]
