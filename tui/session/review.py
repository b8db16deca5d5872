"""Settles what people see differently in one of two ways: with a colleague's file, or into gold.

Both find the sentences that are to be settled, say by what mark one is settled, and make the changes that
settle it; the rules are in `annotations.services`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from annotations.composition import filed_row
from annotations.model.records import InvalidAnnotationError
from annotations.services.adjudication import (
    ALIKE,
    KEEP,
    MINE,
    Choice,
    Dispute,
    Review,
    Side,
    WithColleague,
    review_of,
)
from tui.i18n import _, one_by_one, plural
from tui.session.review_decisions import ReviewDecisions

if TYPE_CHECKING:
    from annotations.model.records import Annotation, Change
    from annotations.services.gold import IntoGold
    from tui.session.annotation_service import AboutArticles, Record
    from tui.session.colleague import Colleague
    from tui.session.session import Session

Taken = tuple[Dispute, Choice, "Sequence[Annotation]"]
"""A sentence, what is taken for it, and what the open file says of it now."""


class Reviewing(Protocol):
    """Settles sentences of one session."""

    @property
    def whose(self) -> str:
        """Return whose word is reviewed, for the top bar."""

    @property
    def is_gold(self) -> bool:
        """Return whether gold is made of what people say."""

    @property
    def stand(self) -> int:
        """Return a number that is another one when people have said something since."""

    @property
    def is_ready(self) -> bool:
        """Return whether what is compared is here."""

    @property
    def remark(self) -> str:
        """Return a line on what was read last; empty if there is nothing to say."""

    def read(self) -> Review:
        """Return what is to be settled; a second for some thousand sentences, so this is for a worker."""

    def sides(self, dispute: Dispute, now: Sequence[Annotation]) -> Sequence[Side]:
        """Return who says what of a sentence now."""

    def unfinished(self, dispute: Dispute) -> Sequence[str]:
        """Return who reads the article and isn't done with it."""

    def is_overtaken(self, dispute: Dispute, now: Sequence[Annotation]) -> bool:
        """Return whether somebody has changed his word since the sentence was settled."""

    def publish(self) -> str:
        """Show what was decided to everybody; returns a line that says so, or why not."""

    def mark(self, dispute: Dispute, now: Sequence[Annotation]) -> str:
        """Return the mark by which a sentence is settled; empty if it isn't."""

    def changes(self, taken: Iterable[Taken]) -> list[Change]:
        """Return the changes that settle sentences so, as one step."""

    def kept(self, dispute: Dispute, now: Sequence[Annotation]) -> str | None:
        """Return the mark that is kept of a sentence beside the annotations; None if none is."""

    def keep(self, dispute: Dispute, now: Sequence[Annotation], mark: str | None) -> str:
        """Keep a mark beside the annotations, or None; returns why it will be forgotten, if it will."""

    def agreed(self, disputes: Iterable[Dispute]) -> Sequence[Dispute]:
        """Return those that one key settles, since all who have decided them say the same."""

    def records(self, disputes: Sequence[Dispute]) -> AboutArticles:
        """Return what the store is to remember of the articles of sentences that are settled."""


class ColleagueReviewing:
    """Settles what the open file and a colleague's file see differently.

    Args:
        session: the session, whose annotations are mine.
        colleague: the other one's annotations, which are only read.
    """

    is_gold = False
    is_ready = True
    stand = 0
    remark = ""

    def __init__(self, session: Session, colleague: Colleague) -> None:
        self._session = session
        self._colleague = colleague
        self._decisions = ReviewDecisions(session.project.database)
        records = session.annotations.store.articles(filed=True)
        self._records: Mapping[str, Record] = {str(record.get("id")): record for record in records}

    @property
    def whose(self) -> str:
        """Return the colleague's name, or that of the file."""
        return self._colleague.name

    def read(self) -> Review:
        """Return the disagreements of the two."""
        from annotations.services.agreement import compare_with

        session = self._session
        mine, theirs = session.annotations.pending.list(), self._colleague.annotations
        comparison = compare_with(
            session.project.corpus, mine, theirs, outline_of=session.articles.article_index.outline_of
        )
        return review_of(comparison, mine, theirs, whose=self.whose)

    def sides(self, dispute: Dispute, now: Sequence[Annotation]) -> Sequence[Side]:
        """Return mine as it is now, and theirs."""
        mine, *others = dispute.sides
        return mine._replace(annotations=now), *others

    def unfinished(self, dispute: Dispute) -> Sequence[str]:
        """Return nobody: a file says nothing of that."""
        return ()

    def is_overtaken(self, dispute: Dispute, now: Sequence[Annotation]) -> bool:
        """Return False: a file stays as it was read."""
        return False

    def publish(self) -> str:
        """Say that only gold is published."""
        return _("there is nothing to publish: gold is made in a team, see claimreader help team")

    def mark(self, dispute: Dispute, now: Sequence[Annotation]) -> str:
        """Return the mark that was kept, or that both say the same by now."""
        return self.kept(dispute, now) or (ALIKE if WithColleague.agreed(dispute, now) else "")

    def changes(self, taken: Iterable[Taken]) -> list[Change]:
        """Return the changes that make my file say what is taken."""
        rule = WithColleague(self._session.annotations.pending)
        changes = []
        for dispute, asked, now in taken:
            choice = MINE if asked == KEEP else asked
            if self.kept(dispute, now) in (None, str(MINE)) and not rule.agreed(dispute, now):
                mine, *others = dispute.sides
                dispute.sides = (
                    mine._replace(annotations=now),
                    *others,
                )  # edited in the reader since, perhaps
            changes += rule.take(dispute, choice, now)
        return changes

    def kept(self, dispute: Dispute, now: Sequence[Annotation]) -> str | None:
        """Return the mark of what was decided on just this."""
        return self._decisions.get(WithColleague.fingerprint(dispute, now))

    def keep(self, dispute: Dispute, now: Sequence[Annotation], mark: str | None) -> str:
        """Keep what was decided, for the next start."""
        return self._decisions.put(WithColleague.fingerprint(dispute, now), mark)

    def agreed(self, disputes: Iterable[Dispute]) -> Sequence[Dispute]:
        """Return none: what both agree on is in my file."""
        return ()

    def records(self, disputes: Sequence[Dispute]) -> AboutArticles:
        """Return what is known of the articles: by my file, else by theirs."""
        return tuple(
            {**(self._records.get(each) or self._colleague.records.get(each, {})), "id": each}
            for each in dict.fromkeys(dispute.article for dispute in disputes)
        )


class GoldReviewing:
    """Makes the gold of a team of what people have published.

    Args:
        session: the session, whose annotations are gold.
    """

    is_gold = True

    def __init__(self, session: Session) -> None:
        self._session = session
        self._elsewhere = 0
        """Annotations of texts that aren't here."""
        self._aside = 0
        """Texts of articles that are set aside."""

    @property
    def whose(self) -> str:
        """Return the name of gold for the top bar."""
        return _("gold")

    @property
    def is_ready(self) -> bool:
        """Return whether colleagues' words and the articles that they are about are known by now."""
        team = self._session.team
        return team is not None and team.news.team is not None and self._session.indexed

    @property
    def remark(self) -> str:
        """Return how much is about texts that aren't here, and how many articles are set aside."""
        said = []
        if self._elsewhere:
            said.append(
                plural(
                    "{n:,} annotation is left out: its text isn't in this corpus",
                    "{n:,} annotations are left out: their texts aren't in this corpus",
                    self._elsewhere,
                )
            )
        if self._aside:
            said.append(plural("{n:,} article set aside", "{n:,} articles set aside", self._aside))
        return one_by_one(said)

    @property
    def stand(self) -> int:
        """Return a number that is another one when colleagues have said something since."""
        return self._session.team.news.version if self._session.team is not None else 0

    def read(self) -> Review:
        """Return every sentence that anybody has decided.

        Raises:
            StoreError: what colleagues have published isn't here yet, or can't be read now.
        """
        from annotations.services.agreement import sentence_starts
        from annotations.services.article_corrections import ids_set_aside
        from annotations.services.gold import heard, review_of_all
        from annotations.services.team import mirror_path
        from annotations.store.errors import StoreError
        from annotations.team.colleagues import Colleagues
        from annotations.team.mirror import Mirror

        session, link = self._session, self._session.team
        if link is None or link.news.team is None:
            raise StoreError(_("what colleagues have published isn't here yet"))
        try:
            mirror = Mirror(mirror_path(link.place), readonly=True)
            try:
                said = Colleagues(mirror, blind=True).all_published()
                aside = ids_set_aside(session.project.corrections)
                known = heard(said, link.news.team.lead, self._ids_of, aside)
            finally:
                mirror.close()
        except (sqlite3.Error, InvalidAnnotationError) as error:  # it is being made anew
            why = _("what colleagues have published can't be read now: {why}").format(why=error)
            raise StoreError(why) from error
        self._elsewhere, self._aside = known.elsewhere, known.aside
        starts = sentence_starts(session.project.corpus, session.articles.article_index.outline_of)
        gold = session.annotations.pending.list()
        return review_of_all(known.said, starts, [each for each in gold if each.article.id not in aside])

    def _ids_of(self, sha256: str) -> Sequence[str]:
        return [row.entry.id for row in self._session.articles.index.same_text(sha256)]

    @property
    def _rule(self) -> IntoGold:
        from annotations.services.gold import IntoGold

        return IntoGold(self._session.annotations.pending)

    def sides(self, dispute: Dispute, now: Sequence[Annotation]) -> Sequence[Side]:
        """Return who says what, and after them who has only noted something."""
        return *dispute.sides, *dispute.noted

    def unfinished(self, dispute: Dispute) -> Sequence[str]:
        """Return who reads the article and isn't done with it, as far as that is known."""
        from annotations.team.assignment import readers_of

        known = self._session.team.news.picture if self._session.team is not None else None
        if known is None:
            return ()
        sha256 = dispute.sha256
        begun, done = known.begun.get(sha256, ()), known.done.get(sha256, ())
        readers = readers_of(known.team, sha256, known.members, begun=begun, done=done)
        return [name for name in readers if name not in done]

    def is_overtaken(self, dispute: Dispute, now: Sequence[Annotation]) -> bool:
        """Return whether somebody has changed his word since gold was decided."""
        return self._rule.is_overtaken(dispute, now)

    def publish(self) -> str:
        """Have gold sent by the team's thread."""
        if self._session.team is None:
            return _("the annotations are still being read")
        if self._session.annotations.readonly:
            return self._session.annotations.alarm
        self._session.team.publish()
        if self._session.team.news.away:
            return _(
                "not published yet: the team's hub is away; tried again as long as claimreader is open here"
            )
        return _("publishing ...")

    def mark(self, dispute: Dispute, now: Sequence[Annotation]) -> str:
        """Return the mark of what gold says."""
        return self._rule.mark(dispute, now)

    def changes(self, taken: Iterable[Taken]) -> list[Change]:
        """Return the changes that make gold of what is taken, or keep it as it is."""
        listed, rule = list(taken), self._rule
        kept = [
            change for dispute, choice, now in listed if choice == KEEP for change in rule.keep(dispute, now)
        ]
        return [*kept, *rule.take_all(each for each in listed if each[1] != KEEP)]

    def kept(self, dispute: Dispute, now: Sequence[Annotation]) -> str | None:
        """Return None: gold itself says what was decided."""
        return None

    def keep(self, dispute: Dispute, now: Sequence[Annotation], mark: str | None) -> str:
        """Keep nothing, for the same reason."""
        return ""

    def agreed(self, disputes: Iterable[Dispute]) -> Sequence[Dispute]:
        """Return those on which all agree; where none is left, those that one person alone has decided."""
        from annotations.services.gold import are_alike

        alike = [dispute for dispute in disputes if are_alike(dispute)]
        return [dispute for dispute in alike if dispute.decided > 1] or alike

    def records(self, disputes: Sequence[Dispute]) -> AboutArticles:
        """Return what the store is to remember of the articles."""
        ids = {dispute.article for dispute in disputes}
        return tuple(filed_row(row) for _key, row in self._session.articles.index.own_rows(ids))


def reviewing(session: Session) -> Reviewing:
    """Return what settles sentences of a session: gold if that is what it makes, else with the colleague."""
    if session.makes_gold:
        return GoldReviewing(session)
    assert session.colleague is not None
    return ColleagueReviewing(session, session.colleague)
