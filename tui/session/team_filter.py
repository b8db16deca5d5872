"""Lets through a filter's articles that are mine, a colleague's, or open.

What is asked stands in the picture of the team that its thread has made (`tui.session.team_link`): nothing
here waits for a hub. It runs in the worker that lists.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.services.team_filter import NoSuchMemberError, WhoseArticles, split

if TYPE_CHECKING:
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.services.team import MemberState
    from annotations.services.team_picture import TeamPicture
    from tui.session.article_repository import Among
    from tui.session.team_link import TeamNews


class TeamFilter:
    """Finds what a filter says of the team.

    Args:
        in_team: whether this annotator is in one.
        news: returns what is known of it.
        index: returns that of the articles.
    """

    def __init__(
        self, news: Callable[[], TeamNews | None], index: Callable[[], CorpusIndex], *, in_team: bool
    ) -> None:
        self.in_team = in_team
        self._news = news
        self._index = index
        self._whose = WhoseArticles()
        self.asked_of: object = None
        """The part of the team's work by which the last filter was carried out; None: by none."""

    @property
    def picture(self) -> TeamPicture | None:
        """Return the team's work; None while it isn't known, and for who is in no team."""
        news = self._news()
        return news.picture if news is not None else None

    def among(self, text: str) -> Among | None:
        """Return what keeps of articles those that a filter means; None if it says nothing of the team.

        What it returns is for a worker, and raises `IndexFailedError` if the index can't be read. Where it
        can't be said whose articles are meant it keeps none; `tui.presenters.team.why_none` says why.
        """
        terms, picture = split(text)[1], self.picture
        self.asked_of = _deciding(picture) if terms else None
        if not terms:
            return None

        def keep(keys: array[int]) -> array[int]:
            if picture is None:
                return array("q")
            try:
                return self._whose.keep(keys, terms, picture, self._index())
            except NoSuchMemberError:
                return array("q")

        return keep

    def work_for(self, text: str) -> object:
        """Return the part of the team's work that decides what a filter finds; None if none does."""
        return _deciding(self.picture) if split(text)[1] else None

    def is_waited_for(self, text: str) -> bool:
        """Say whether a filter finds nothing since the team's work isn't known yet."""
        return self.in_team and self.picture is None and bool(split(text)[1])

    def members(self) -> list[MemberState]:
        """Return how far everybody is, and nothing of what they say; none while it isn't known.

        For a worker.

        Raises:
            IndexFailedError: the index can't be read.
        """
        from annotations.services.team import MemberState

        news = self._news()
        if news is None or news.picture is None:
            return []
        picture = news.picture
        whose = self._whose.look(picture, self._index())
        return [
            MemberState(
                name,
                name == picture.me,
                name not in picture.team.inactive,
                *whose.work[name],
                picture.last.get(name, ""),
                news.missing.get(name, 0),
                picture.faults.get(name, ""),
            )
            for name in picture.members
        ]


def _deciding(picture: TeamPicture | None) -> object:
    """Return what of the team's work decides whose an article is; what somebody says of one doesn't."""
    return None if picture is None else (picture.team, picture.members, picture.begun, picture.done)
