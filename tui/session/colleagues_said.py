"""The annotations of colleagues of the article that is read, by sentence, as far as one may see them.

They are read once an article, from the table that the team's thread keeps up, without waiting for it; each
decision then only asks the gate again (`annotations.team.colleagues`), which is in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.model.article import sentence_at
from annotations.model.outline import from_bytes
from annotations.model.records import InvalidAnnotationError
from annotations.model.side_records import DONE, done_uuid
from annotations.services.team import mirror_path
from annotations.team.colleagues import Colleagues, Said, SaidOfText
from annotations.team.mirror import Mirror
from tui.session.link_ends import ColleagueEnd

if TYPE_CHECKING:
    from annotations.corpus.listing import ArticleRow
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from tui.session.annotation_service import AnnotationService
    from tui.session.team_link import TeamLink, TeamNews

BySentence = Mapping[int, Sequence[Said]]
"""The colleagues' annotations by the sentence (0-based) in which they start."""

_NOTHING = SaidOfText([], blind=True)


class ColleaguesSaid:
    """Says what colleagues say.

    Args:
        link: takes part in the team.
        annotations: mine.
        rows: returns the articles that have a text (its sha256), as far as the index knows.
    """

    def __init__(
        self,
        link: TeamLink,
        annotations: AnnotationService,
        rows: Callable[[str], Sequence[ArticleRow]] = lambda sha256: (),
    ) -> None:
        self._link = link
        self._annotations = annotations
        self._rows = rows
        self._mirror: Mirror | None = None
        self._read: tuple[str, int, SaidOfText] = ("", -1, _NOTHING)
        """The text that was read last, as of which news, and what is said of it."""
        self._shown: tuple[object, ...] = ()
        self._by_sentence: BySentence = {}

    def of(self, article: Article) -> BySentence:
        """Return what may be seen of an article, the same object as long as nothing of it changes."""
        mine = self._annotations.of(article)
        said, done = self._said_of(article.sha256), self._is_done(article.sha256)
        key = (article, said, mine, done)
        if len(self._shown) == len(key) and all(map(_same, self._shown, key)):
            return self._by_sentence
        own = self._own(mine)
        groups: dict[int, list[Said]] = {}
        for each in said.visible(own, article.sentence_starts, done=done):
            if each.annotation.target.start < len(article.text):
                groups.setdefault(sentence_at(article, each.annotation.target.start), []).append(each)
        self._shown, self._by_sentence = key, groups
        return groups

    def is_open(self, article: Article, sentence: int) -> bool:
        """Say whether I may see what is said of a sentence, whether there is anything or not."""
        own = self._own(self._annotations.of(article))
        said, done = self._said_of(article.sha256), self._is_done(article.sha256)
        return said.is_open(sentence, own, article.sentence_starts, done=done)

    def find(self, uuid: str) -> ColleagueEnd | None:
        """Return a colleague's annotation to which a link leads; None if none has come here by that uuid."""
        try:
            once = self._colleagues().find(uuid)
        except (sqlite3.Error, InvalidAnnotationError):
            self._mirror = None
            return None
        if once is None:
            return None
        mine: list[Annotation] = []
        starts: Sequence[int] | None = None
        for row in self._rows(once.sha256):
            about = self._annotations.pending.list(row.entry.id)
            mine += self._own(each for each in about if each.article.sha256 == once.sha256)
            starts = [entry >> 1 for entry in from_bytes(row.outline)]
        said = once.visible(mine, starts, done=self._is_done(once.sha256))
        return ColleagueEnd(said, once.deleted)

    def _own(self, annotations: Iterable[Annotation]) -> list[Annotation]:
        me = self._annotations.project.annotator
        return [annotation for annotation in annotations if annotation.annotator == me]

    def _said_of(self, sha256: str) -> SaidOfText:
        news = self._link.news
        if self._read[:2] != (sha256, news.version):
            self._read = sha256, news.version, self._asked(sha256)
        return self._read[2]

    def _colleagues(self) -> Colleagues:
        if self._mirror is None:
            self._mirror = Mirror(mirror_path(self._link.place), readonly=True)
        return Colleagues(self._mirror, blind=self._blind(self._link.news))

    def _asked(self, sha256: str) -> SaidOfText:
        try:
            return self._colleagues().of(sha256)
        except (sqlite3.Error, InvalidAnnotationError):  # it is being made anew: the next news will tell
            self._mirror = None
            return _NOTHING

    def _blind(self, news: TeamNews) -> bool:
        """Say whether a sentence has to be decided first: not for who decides on gold."""
        return not self._link.place.is_gold and (news.team is None or news.team.blind)

    def _is_done(self, sha256: str) -> bool:
        me = self._annotations.project.annotator
        return self._annotations.pending.find(DONE.name, done_uuid(me, sha256)) is not None


def _same(before: object, now: object) -> bool:
    return before is now
