"""Reckons how far people agree, from what a running session has: members of a team, or others who annotate.

The store is open here, and colleagues' annotations lie in the table that the team's thread keeps up: nothing
is opened anew and no hub is asked. What may be seen of colleagues the gate says in
`annotations.team.colleagues`, here as on the command line.
"""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Literal

from annotations.model.records import InvalidAnnotationError
from annotations.model.side_records import DONE, done_uuid

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.services.agreement_items import SentenceStarts
    from annotations.services.team_agreement import SeenDifferently, TeamAgreement
    from annotations.team.team_file import Team
    from tui.session.annotation_service import AnnotationService
    from tui.session.article_repository import ArticleRepository
    from tui.session.colleague import Colleague
    from tui.session.team_link import TeamLink

_WORK, _REST = 0.001, 0.0001
"""Seconds of reckoning, and of rest after it."""

Missing = Literal["team", "decided", "people"]
"""Why there is no agreement: the team isn't known yet, nobody else has decided the same, one is alone."""


class NoAgreementError(Exception):
    """There is nothing to compare yet.

    Args:
        missing: why.
    """

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing)
        self.missing = missing


class _Breath:
    """Lets keys have the interpreter each time that a moment's work is done; else they wait 5 ms and more."""

    def __init__(self) -> None:
        self._rested = time.perf_counter()

    def __call__(self) -> None:
        if time.perf_counter() - self._rested > _WORK:
            time.sleep(_REST)
            self._rested = time.perf_counter()


class PeopleAgreement:
    """Reckons the agreement of the people who are known here.

    Args:
        annotations: mine, and in a file of several people theirs.
        articles: say where sentences are.
        team: returns the part that is taken in a team, if one is.
        colleague: returns whose file is reviewed, if one is.
    """

    def __init__(
        self,
        annotations: AnnotationService,
        articles: ArticleRepository,
        team: Callable[[], TeamLink | None],
        colleague: Callable[[], Colleague | None],
    ) -> None:
        self._annotations = annotations
        self._articles = articles
        self._team = team
        self._colleague = colleague

    @property
    def stand(self) -> object:
        """Return a value that is equal as long as nothing has come that the figures are of."""
        link, annotations = self._team(), self._annotations
        news = None if link is None else (link.news.version, self._rules(link))
        done = frozenset(record.uuid for record in annotations.pending.records(DONE)) if link else ()
        return annotations.changes, news, done

    def reckoned(self) -> Iterator[TeamAgreement]:
        """Yield the figures without intervals, then with them; seconds for twenty people, so for a worker.

        Raises:
            NoAgreementError: there is nothing to compare yet.
            StoreError: my annotations can't be read.
        """
        from annotations.services.agreement import sentence_starts
        from annotations.services.team_agreement import compared

        project, breathe = self._annotations.project, _Breath()
        starts = sentence_starts(project.corpus, self._articles.article_index.outline_of)
        gc.disable()  # looking for circles among 60,000 annotations stops keys for 0.1 s, and finds none
        try:
            said = self._said_here() if project.place is None else self._said_in_team(starts, breathe)
            yield from compared(said, starts=starts, breathe=breathe)
        finally:
            gc.enable()

    def may_see(self, seen: SeenDifferently) -> bool:
        """Return whether I may see now what others say of a sentence: a decision may have been taken back."""
        place = self._annotations.project.place
        if place is None:
            return True
        link = self._team()
        team = None if link is None else self._rules(link)
        if team is not None and team.sees_all(place.name):
            return True
        from annotations.team.colleagues import is_decided

        if self._annotations.pending.find(DONE.name, done_uuid(place.name, seen.sha256)) is not None:
            return True
        mine = [
            annotation
            for annotation in self._annotations.about(seen.article)
            if annotation.annotator == place.name and annotation.article.sha256 == seen.sha256
        ]
        return is_decided(mine, seen.start, seen.end)

    @staticmethod
    def _rules(link: TeamLink) -> Team | None:
        """Return the lead's word, or while the hub is away that of before."""
        news = link.news
        return news.team or (None if news.picture is None else news.picture.team)

    def _said_in_team(
        self, starts: SentenceStarts, breathe: Callable[[], object]
    ) -> Mapping[str, Sequence[Annotation]]:
        from annotations.services.following import placed_by_index
        from annotations.services.team import TeamAtHand, mirror_path
        from annotations.services.team_agreement import NothingToCompareError, team_said
        from annotations.team.mirror import Mirror

        link = self._team()
        team = None if link is None else self._rules(link)
        if link is None or team is None:
            raise NoAgreementError("team")
        place = partial(placed_by_index, self._articles.article_index)
        try:
            with closing(Mirror(mirror_path(link.place), readonly=True)) as mirror:
                known = TeamAtHand(link.place, self._annotations.pending, mirror)
                return team_said(known, team, place, starts, breathe=breathe)
        except NothingToCompareError:
            raise NoAgreementError("decided") from None
        except (sqlite3.Error, InvalidAnnotationError):  # it is being made anew: the next news will tell
            raise NoAgreementError("team") from None

    def _said_here(self) -> Mapping[str, Sequence[Annotation]]:
        """Return what each says in my file, and in the one that is reviewed."""
        colleague = self._colleague()
        theirs = () if colleague is None else colleague.annotations
        said: dict[str, dict[str, Annotation]] = {}
        for annotation in (*self._annotations.pending.list(), *theirs):
            said.setdefault(annotation.annotator, {}).setdefault(annotation.uuid, annotation)
        if len(said) < 2:
            raise NoAgreementError("people")
        return {name: list(said[name].values()) for name in sorted(said)}
