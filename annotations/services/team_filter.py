"""Finds the articles that are mine to read, a colleague's, or open: a filter's `mine:`, `by:NAME`, `open:`.

They stand among the words of a filter, and with `-` before them mean all others; `NAME` is a member, or the
beginning of one's name alone, with quotes around blanks. What the team has done is one value, a
`TeamPicture`, so that nothing here asks a hub or the mirror. Who reads what by the rule alone is
reckoned once for a team and an index, some seconds of a million articles, and is kept as keys of the index, 8
bytes each, not as texts of 64; what somebody has begun or is done with lies over that.
"""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from annotations.services.team_picture import Whose, by_rule, whose_articles
from annotations.text.folding import fold

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.services.team_picture import TeamPicture
    from annotations.store.base import AnnotationReader

_TERM = re.compile(
    r"""[-−]?"[^"]*(?:"\S*)?|(?<!\S)([-−]?)(?:(mine|open):(?!\S)|by:("[^"]*"?|\S*))""",
    re.ASCII | re.IGNORECASE,
)
_QUOTATION_MARKS = str.maketrans("“”„«»", '"""""')


class TeamTerm(NamedTuple):
    """One condition of a filter that is about the team."""

    kind: str
    """`mine`, `open` or `by`."""
    name: str = ""
    """Of `by`: the name as it was typed."""
    negative: bool = False


class NoSuchMemberError(Exception):
    """No member, or several, have a name that begins so.

    Args:
        typed: the beginning.
        fitting: those that have it.
    """

    def __init__(self, typed: str, fitting: Sequence[str]) -> None:
        super().__init__(typed)
        self.typed = typed
        self.fitting = tuple(fitting)


def split(typed: str) -> tuple[str, tuple[TeamTerm, ...]]:
    """Return the words of a filter, and what it says of the team."""
    terms: list[TeamTerm] = []
    words: list[str] = []
    at = 0
    for match in _TERM.finditer(typed.translate(_QUOTATION_MARKS)):
        minus, kind, name = match.groups()
        if kind is None and name is None:
            continue  # a phrase
        words.append(typed[at : match.start()])
        at = match.end()
        if kind is not None:
            terms.append(TeamTerm(kind.lower(), "", bool(minus)))
        elif name.strip('"'):  # else it isn't typed yet
            terms.append(TeamTerm("by", name.strip('"'), bool(minus)))
    words.append(typed[at:])
    return " ".join("".join(words).split()) if at else typed, tuple(terms)


def picture_from_hub(project: Project, store: AnnotationReader) -> TeamPicture:
    """Make the team's work known to a command that changes nothing, so that a reader may go on beside it.

    Args:
        project: the corpus that the team reads.
        store: my own annotations, which are only read.

    Raises:
        TeamError: I am in no team.
        HubError: the hub can't be reached, and was never before.
        TeamFileError: what is there is no team.
    """
    from annotations.services.team import TeamWork, picture, place_in_team
    from annotations.team.errors import HubError

    work = TeamWork(place_in_team(project), store, lambda changes: None)
    try:
        with suppress(HubError):  # what has come until now is told
            work.receive()
        return picture(work, work.team())
    finally:
        work.close()


def member_of(picture: TeamPicture, typed: str) -> str:
    """Return the member who is called so, or whose name alone begins so.

    Raises:
        NoSuchMemberError: there is none, or there are several.
    """
    if typed in picture.members:
        return typed
    folded = fold(typed).casefold()
    fitting = [name for name in picture.members if fold(name).casefold().startswith(folded)]
    if len(fitting) != 1:
        raise NoSuchMemberError(typed, fitting)
    return fitting[0]


class WhoseArticles:
    """Knows whose the articles are, reckoned once a change; several workers may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rule: tuple[object, Mapping[str, array[int]]] = None, {}
        self._whose: tuple[object, TeamPicture | None, Whose | None] = None, None, None
        self._chosen: dict[str, set[int]] = {}

    def look(self, picture: TeamPicture, index: CorpusIndex) -> Whose:
        """Return whose the articles of an index are; for a worker.

        Raises:
            IndexFailedError: the index can't be read.
        """
        with self._lock:
            return self._look(picture, index)

    def keep(
        self, keys: array[int], terms: Sequence[TeamTerm], picture: TeamPicture, index: CorpusIndex
    ) -> array[int]:
        """Return those of some keys of an index that answer all terms, in their order; for a worker.

        Raises:
            NoSuchMemberError: no member is meant, or several.
            IndexFailedError: the index can't be read.
        """
        named = [(term, _asked(term, picture)) for term in terms]
        with self._lock:
            whose = self._look(picture, index)
            for term, name in named:
                among: Collection[int] = whose.done
                if term.kind != "open":
                    if name not in self._chosen:
                        self._chosen[name] = whose.of(name)
                    among = self._chosen[name]
                wanted = term.negative == (term.kind == "open")
                keys = array("q", [key for key in keys if (key in among) == wanted])
        return keys

    def _look(self, picture: TeamPicture, index: CorpusIndex) -> Whose:
        asked = index, index.state(), picture.team, picture.members
        if self._rule[0] != asked:
            self._rule = asked, by_rule(picture, index.keys_and_texts)
        before, laid_for, whose = self._whose
        if whose is None or before != asked or laid_for is not picture:
            whose = whose_articles(picture, index.keys_and_texts, self._rule[1])
            self._whose, self._chosen = (asked, picture, whose), {}
        return whose


def _asked(term: TeamTerm, picture: TeamPicture) -> str:
    return member_of(picture, term.name) if term.kind == "by" else picture.me
