"""A reading session: the articles, what is said about them, and where a person is in them.

It knows nothing of widgets. The app has one, and screens reach it through their context. An article is named
by its place on the listing that the library shows, which is exchanged as a whole when that is filtered,
sorted or indexed; what is known of an article is kept by its id.
"""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING

from annotations.composition import Project
from tui.session.annotation_service import AnnotationService
from tui.session.article_listing import ArticleListing
from tui.session.article_repository import ArticleRepository
from tui.session.corpus_progress import CorpusCount, CorpusProgress
from tui.session.reading_positions import ReadingPositions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from annotations.corpus.listing import ArticleRow
    from annotations.insight.wire_copies import Voices
    from annotations.model.article import Article
    from annotations.model.outline import ArticleProgress
    from annotations.model.side_records import ArticleCorrection, Flag
    from annotations.services.annotators import AnnotatorProgress
    from annotations.services.reanchoring import DisplacedAnnotations
    from annotations.services.work_pace import Pace
    from annotations.team.colleagues import Said
    from tui.session.arrivals import Arrivals
    from tui.session.colleague import Colleague
    from tui.session.colleagues_said import ColleaguesSaid
    from tui.session.drafts import Drafts
    from tui.session.link_ends import LinkEnds
    from tui.session.people_agreement import PeopleAgreement
    from tui.session.reading_along import ReadingAlong
    from tui.session.reanchoring import Reanchoring
    from tui.session.team_filter import TeamFilter
    from tui.session.team_link import TeamLink
    from tui.session.worth_checking import WorthChecking


class Session:
    """Has all that a screen shows, in parts that know what can be done with it.

    Args:
        project: the corpus and its annotations.

    Raises:
        CorpusError: nothing in the corpus can be read.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.articles = ArticleRepository(project.corpus)
        self.listing: ArticleListing = self.articles.first()
        """The articles that the library shows, in its order."""
        self.corpus_progress = CorpusProgress()
        """The progress of the whole corpus."""
        self.annotations = AnnotationService(
            project,
            has_changed=self.articles.has_changed,
            on_change=self.corpus_progress.touch,
            on_decision=self._note_decision,
            on_correction=self._note_correction,
            on_kinds=self.note_kinds,
            repetition=self.articles.article_index,
        )
        """All that has been said about the articles, and the one way to change it."""
        self.positions = ReadingPositions(project.database)
        """The sentence at which each article was left."""
        self.details_shown = True
        """True if the reader shows an annotation's details where there is room for them."""
        self.suggestions_on = True
        """True if the reader suggests what a sentence claims, who claims it, and the like."""
        self.remembers_corpora = True
        """True if corpora that are opened are remembered, to be offered at the start."""
        self.arrivals: Arrivals | None = None
        """The articles that have come while the reader runs; None if the folders aren't watched."""
        self.corrected = False
        """True if articles have been corrected since the library listed them."""
        self.indexed = False
        """True if the index has been brought up to date since the start, as far as the person let it."""
        self.repaired = False
        """True if other texts are repaired than when the corpus was indexed last."""
        self._repairs: dict[str, tuple[str, ...]] = {}
        self.colleague: Colleague | None = None
        """The person whose annotations are compared with those of the corpus, if there is one."""
        self.team: TeamLink | None = None
        """The part that is taken in a team; None before the annotations are read, and for who works alone."""
        self._colleagues_said: ColleaguesSaid | None = None
        self._voices: Voices | None = None
        """The articles that carry the same text; None before a worker has compared them."""
        self._pace: Pace | None = None
        """The pace of this session's decisions; None before the first."""

    @cached_property
    def drafts(self) -> Drafts:
        """Return what was begun to be typed and not said, also before this start."""
        from tui.session.drafts import Drafts  # here: the first list has nothing to type in

        return Drafts(self.project.database)

    def join_in(self, keys: Callable[[], int], tell: Callable[[], object]) -> None:
        """Take part in the team, if I am in one that reads this corpus; for the arguments see `TeamLink`."""
        place = self.project.place
        if place is None or self.team is not None:
            return
        from tui.session.team_link import TeamLink  # here: most people are in none

        self.team = TeamLink(place, self.annotations, keys, tell)
        self.annotations.team_label = lambda: self.team.label if self.team is not None else ""
        self.team.start()

    @property
    def makes_gold(self) -> bool:
        """Return whether the annotations are the gold of a team."""
        return self.project.place is not None and self.project.place.is_gold

    @property
    def leads_team(self) -> bool:
        """Return whether this annotator leads the team, by the lead's word as it was heard last."""
        place = self.project.place
        if place is None:
            return False
        from annotations.services.team import kept_team

        team = self.team.news.team if self.team is not None else None
        team = team or kept_team(place)
        return team is not None and team.lead == place.name

    @cached_property
    def team_filter(self) -> TeamFilter:
        """Return what finds the articles that are mine, a colleague's, or open."""
        from tui.session.team_filter import TeamFilter  # here: few filters say anything of a team

        return TeamFilter(
            lambda: self.team.news if self.team is not None else None,
            lambda: self.articles.index,
            in_team=self.project.place is not None,
        )

    def colleagues_of(self, article: Article) -> Mapping[int, Sequence[Said]]:
        """Return what colleagues say of an article by sentence, as far as I may see it."""
        said = self._said_by_colleagues
        return {} if said is None else said.of(article)

    def sees_colleagues_of(self, article: Article, sentence: int) -> bool:
        """Say whether I may see what colleagues say of a sentence, whether there is anything or not."""
        said = self._said_by_colleagues
        return said is not None and said.is_open(article, sentence)

    @property
    def _said_by_colleagues(self) -> ColleaguesSaid | None:
        if self._colleagues_said is None and self.team is not None:
            from tui.session.colleagues_said import ColleaguesSaid

            self._colleagues_said = ColleaguesSaid(self.team, self.annotations, self._articles_of_text)
        return self._colleagues_said

    def _articles_of_text(self, sha256: str) -> Sequence[ArticleRow]:
        from annotations.corpus import CorpusError

        try:
            return self.articles.index.same_text(sha256)
        except CorpusError:  # it is told where the list is made
            return ()

    @property
    def link_ends(self) -> LinkEnds:
        """Return what finds the other ends of links: mine, and colleagues' as far as I may see them."""
        from tui.session.link_ends import LinkEnds

        said, pending = self._said_by_colleagues, self.annotations.pending
        return LinkEnds(pending) if said is None else LinkEnds(pending, said.find)

    @property
    def team_version(self) -> int:
        """Return a number that grows with what colleagues have said; 0 for who is in no team."""
        return self.team.news.version if self.team is not None else 0

    @cached_property
    def people_agreement(self) -> PeopleAgreement:
        """Return what reckons how far the people who are known here agree."""
        from tui.session.people_agreement import PeopleAgreement  # here: the first list compares nobody

        return PeopleAgreement(self.annotations, self.articles, lambda: self.team, lambda: self.colleague)

    def watch(self) -> None:
        """Have it known what comes while the reader runs."""
        from tui.session.arrivals import Arrivals  # here: most starts watch nothing

        self.arrivals = Arrivals(self.articles)

    @cached_property
    def reading_along(self) -> ReadingAlong:
        """Return what is suggested of the articles that are read."""
        from tui.session.reading_along import ReadingAlong  # here: the first list suggests nothing

        return ReadingAlong(self.annotations, lambda: self.project.scheme, lambda: self.articles.index)

    @cached_property
    def reanchoring(self) -> Reanchoring:
        """Return what moves annotations after the words of an article that has changed."""
        from tui.session.reanchoring import Reanchoring  # here: the first list has nothing to move

        return Reanchoring(self.annotations, self.articles)

    def take_findings(self, findings: DisplacedAnnotations) -> None:
        """Keep out of what is shown and counted what doesn't fit its article, as long as it is there."""
        self.annotations.take_findings(findings)
        self.corpus_progress.touch(None)

    @property
    def voices(self) -> Voices:
        """Return which articles count as one voice, as far as that is known."""
        if self._voices is None:
            from annotations.insight.wire_copies import Voices  # here: the first list shows none

            self._voices = Voices()
        return self._voices

    @cached_property
    def worth_checking(self) -> WorthChecking:
        """Return what is known of the sentences that are worth checking."""
        from tui.session.worth_checking import WorthChecking  # here: only who sorts by it needs it

        return WorthChecking(lambda: self.project.scheme, lambda: self.annotations.pending)

    def worth_of(self, key: int, article_id: str, outline: bytes) -> int | None:
        """Return how many sentences of an article are worth checking and undecided; None: not reckoned."""
        from annotations.model.outline import from_bytes

        return self.worth_checking.undecided(key, article_id, from_bytes(outline))

    def find_voices(self) -> None:
        """Compare the articles of the index, so that `voices` is known; for a worker.

        Raises:
            IndexFailedError: the index can't be read.
        """
        from annotations.services.wire_copies import voices_of_index

        self._voices = voices_of_index(self.articles.index)

    # ------------------------------------------------------------------ how fast, and how far

    def _note_correction(self) -> None:
        self.listing.read_anew()
        self.corrected = True
        corrections = list(self.project.corrections.items())
        repairs = {article_id: each.repair for article_id, each in corrections if each.repair}
        if repairs != self._repairs:
            self._repairs, self.repaired = repairs, True

    def note_kinds(self) -> None:
        """Take in that other lines may count than before: people said so, or more of the corpus is known."""
        self.listing.read_anew()
        self.corpus_progress.touch(None)

    def note_indexed(self) -> None:
        """Take in that the index was brought up to date, and may know otherwise what is repeated."""
        self.indexed = True
        if self.annotations.loaded:
            self.project.layers.note_repetition(self.articles.article_index)
        self.corpus_progress.touch(None)  # the rows stay as they are until another listing comes

    def _note_decision(self) -> None:
        if self._pace is None:
            from annotations.services.work_pace import Pace  # here: the first list needs no pace

            self._pace = Pace()
        self._pace.decided(time.monotonic())

    @property
    def pace_seconds(self) -> float | None:
        """Return the seconds that a decision of this session takes, None if that isn't known yet."""
        return self._pace.seconds if self._pace else None

    def count_corpus(self, stale: set[str] | None) -> CorpusCount:
        """Count how far articles are, None for all of which something is said; for a worker.

        Raises:
            IndexFailedError: the index can't be read.
            StoreError: the annotations can't be read.
        """
        from annotations.services import work_pace  # noqa: F401 - now, so that the first decision needn't

        annotations, counted = self.annotations, dict[str, "ArticleProgress | None"]()
        for article_id in annotations.store.article_ids() if stale is None else stale:
            row = self.articles.row(article_id) if not self.is_aside(article_id) else None
            counted[article_id] = annotations.read_progress(article_id, row.outline) if row else None
        aside = [article_id for article_id in list(self.project.corrections) if self.is_aside(article_id)]
        index = self.articles.index
        left_out = sum(row.sentences for _, row in index.own_rows(aside)) if aside else 0
        return CorpusCount(index.sentences() - left_out, counted, stale is None)

    def count_annotators(self) -> Sequence[AnnotatorProgress]:
        """Count who has decided how many sentences; for a worker.

        Raises:
            IndexFailedError: the index can't be read.
            StoreError: the annotations can't be read.
        """
        from annotations.services.annotators import by_annotator

        return by_annotator(self.articles.index, self.annotations.pending)

    # ------------------------------------------------------------------ articles

    def article(self, place: int) -> Article | str:
        """Return the article at a place of the listing, or one line that says why it can't be read."""
        return self.articles.article(place, self.listing)

    def reread(self, place: int) -> Article | str:
        """Return an article as it is now, or one line that says why it can't be read."""
        return self.articles.reread(place, self.listing)

    def find_article(self, article_id: str) -> tuple[int, Article | str | None]:
        """Return where an article is listed, -1 if it isn't, and itself.

        Instead of it comes a line that says why it can't be read, or None if there is none of that id.

        Raises:
            CorpusError: the index can't be read.
        """
        place = self.listing.find(article_id)
        if place is None:
            return -1, self.articles.by_id(article_id)
        return place, self.article(place)

    def article_again(self, article_id: str) -> Article | None:
        """Return an article as it is now; None if it can't be read."""
        from annotations.corpus import CorpusError
        from annotations.model.article import Article

        try:
            _, article = self.find_article(article_id)
        except CorpusError:
            return None
        return article if isinstance(article, Article) else None

    def places_after(self, place: int, direction: int) -> range:
        """Return the places before or after one, nearest first."""
        return range(place + direction, len(self.listing) if direction > 0 else -1, direction)

    def undecided_place(self, place: int, direction: int) -> int | None:
        """Return the nearest place before or after one whose article has something undecided or flagged."""
        for other in self.places_after(place, direction):
            if row := self.listing.row(other):
                if self.is_aside(row.entry.id):
                    continue
                progress = self.annotations.read_progress(row.entry.id, row.outline)
                if row.sentences > (progress.decided if progress else 0) or self.flags_of(row.entry.id):
                    return other
            elif not isinstance(article := self.article(other), str) and not self.is_aside(article.id):
                progress = self.annotations.progress(article)
                if progress.decided < progress.total or self.flags_of(article.id):
                    return other
        return None

    def flags_of(self, article_id: str) -> int:
        """Return how many sentences of an article this annotator wants to come back to."""
        return self.annotations.flags.count(article_id) if self.annotations.loaded else 0

    def is_done(self, sha256: str) -> bool:
        """Say whether this annotator is done with a text, as colleagues of the team see it."""
        place = self.project.place
        if place is None or not self.annotations.loaded:
            return False
        from annotations.model.side_records import DONE, done_uuid

        return self.annotations.pending.find(DONE.name, done_uuid(place.name, sha256)) is not None

    def correction(self, article_id: str) -> ArticleCorrection | None:
        """Return a person's word on an article as a whole, if there is one."""
        return self.project.corrections.get(article_id)

    def is_aside(self, article_id: str) -> bool:
        """Say whether an article is set aside, and so counts nowhere."""
        correction = self.correction(article_id)
        return correction is not None and correction.set_aside is not None

    @property
    def aside(self) -> int:
        """Return how many articles are set aside."""
        return sum(self.is_aside(article_id) for article_id in list(self.project.corrections))

    def next_flag(self, article_id: str, start: int) -> Flag | None:
        """Return the next flag behind a place in an article, in the order of the listing.

        Raises:
            StoreError: the annotations can't be read.
            CorpusError: the index can't be read.
        """
        from annotations.services.later import following

        flags = self.annotations.flags.everywhere()
        places = ((other, self.listing.find(other)) for other in {*flags, article_id} if other)
        order = {other: place for other, place in places if place is not None}
        return following(flags, order, article_id, start)

    @property
    def database_label(self) -> str:
        """Return where the annotations are, short enough for the top bar."""
        from pathlib import Path

        path = str(self.project.database)
        home = str(Path.home())
        return "~" + path[len(home) :] if path.startswith(home + "/") else path
