"""Says whether there is anything to read in a folder or a file, before it is opened, and what else is there.

It is asked by who offers to open another corpus: a folder of pictures is told from one of articles without
the corpus that is open being left for it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.corpus import CorpusError
from annotations.corpus.formats import WHOLE_FILE, ending_of, suffix_of
from annotations.corpus.own_files import is_our_name
from annotations.corpus.problems import Problems
from annotations.corpus.records import Problem
from annotations.corpus.unread import most_first, told

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.composition import Project

MOST_LOOKED_AT = 20_000
"""Files that are counted at the most, a fifth of a second: that there are many is enough to know then."""


class NothingToRead(NamedTuple):
    """Files that are there instead of articles."""

    kinds: Sequence[tuple[str, int]]
    """Suffixes of files, empty for those without one, and how many have it; the commonest first."""
    more: bool
    """Whether there are more files than were counted."""
    problems: Sequence[str]
    """The reasons for which files that should hold articles have none, and what helps with the others."""


def look(project: Project, stopped: Callable[[], bool] = lambda: False) -> NothingToRead | None:
    """Return what is there if no article can be read, None if one can.

    Args:
        project: the corpus; its annotations aren't opened.
        stopped: says whether nobody waits for the answer any more; what is returned then means nothing.

    Raises:
        CorpusError: a path doesn't exist, or is no kind of file that is read.
    """
    problems = Problems()
    try:
        corpus = project.corpus
    except CorpusError:
        if not all(root.is_dir() for root in project.roots):
            raise
        kinds, more = _kinds(project.roots, stopped)
        counted = [Problem(f"*{suffix}", "", number) for suffix, number in kinds]
        return NothingToRead(kinds, more, [problem.message for problem in told(counted, project.name)])
    for file in corpus.files(problems):
        if stopped() or file.suffix in WHOLE_FILE or next(iter(corpus.records(file, problems)), None):
            return None
    kinds, more = _kinds([root.path for root in corpus.roots], stopped)
    said = corpus.told(problems.all())
    return NothingToRead(kinds, more, [each.message if each.unread else str(each) for each in said])


def _kinds(roots: Sequence[Path], stopped: Callable[[], bool]) -> tuple[Sequence[tuple[str, int]], bool]:
    counted: Counter[str] = Counter()
    for root in roots:
        for _folder, _folders, names in os.walk(root):
            seen = [name for name in names if not is_our_name(name)]
            counted.update(ending_of(name, suffix_of(name)) for name in seen)
            if stopped() or counted.total() > MOST_LOOKED_AT:
                return most_first(counted), True
    return most_first(counted), False
