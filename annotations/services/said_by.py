"""Shows what chosen people say of a corpus, to be exported or reported: `--by NAME|all|gold`.

In a team a name is a member's, `all` is what I say and what all members say, `gold` is what the lead has
decided. Colleagues' annotations come through the gate (`annotations.team.colleagues`), so that who is blind
gets only those of sentences that he has decided; and only those of a text that is here, at the article that
has it here. Without a team a name is that of an annotator of the one file, which several people's may have
been merged into.

What comes of it is a view of my own annotations: it is read like these, and nothing is saved to it. What is
kept beside annotations, such as corrections of articles, is mine.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.corpus.article_index import ArticleIndex
from annotations.model.records import Annotation, ArticleRef, InvalidAnnotationError, age
from annotations.model.side_records import AnyRecord, R, SideTable
from annotations.services.agreement import sentence_starts
from annotations.services.annotation_files import read_annotations_file
from annotations.services.export_filter import who_there_is
from annotations.services.indexing import bring_up_to_date
from annotations.services.looked_at import LookedAtStore, texts_of_listed
from annotations.services.team import TeamWork, in_sight
from annotations.store.base import Store
from annotations.store.journal import ANNOTATIONS
from annotations.store.recovery import Paths
from annotations.team.errors import HubError, TeamError
from annotations.team.joined import GOLD
from annotations.team.team_file import EVERYBODY
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.services.agreement_items import SentenceStarts
    from annotations.team.joined import Joined
    from annotations.team.team_file import Team

Tell = Callable[[str], None]
"""Takes a line that a person should know."""

BLIND = "of colleagues' annotations only those of sentences that you have decided are in it"

_HOW_GOLD = "who leads settles what members see differently"


class ChosenAnnotations(LookedAtStore):
    """A view that has other annotations than its store; what is kept beside them is the store's.

    Args:
        store: mine.
        annotations: those that are seen.
        records: what is known of articles beside what the store remembers, as a file of annotations has it.
    """

    def __init__(
        self, store: Store, annotations: Iterable[Annotation], records: Mapping[str, dict[str, Any]] = {}
    ) -> None:
        super().__init__(store)
        self._by_uuid = {each.uuid: each for each in sorted(annotations, key=age)}
        self._by_article: dict[str, list[Annotation]] = {}
        for annotation in self._by_uuid.values():
            self._by_article.setdefault(annotation.article.id, []).append(annotation)
        self._records = records

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return all annotations, or those of one article, oldest first."""
        return [*self._by_uuid.values()] if article_id is None else [*self._by_article.get(article_id, ())]

    def get(self, uuid: str) -> Annotation | None:
        """Return one annotation, or None."""
        return self._by_uuid.get(uuid)

    def article_ids(self) -> Sequence[str]:
        """Return the ids of the articles that have annotations, sorted."""
        return sorted(self._by_article)

    def annotated_texts(self, article_ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return by article the texts (their sha256) that annotations are about."""
        return texts_of_listed(self.list, article_ids)

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations that hold a link to one, or any link at all."""
        return [
            each
            for each in self._by_uuid.values()
            if each.links and (to is None or any(link.to == to for link in each.links))
        ]

    def records(self, table: SideTable[R], article_id: str | None = None) -> Sequence[R]:
        """Return all records of a table beside the annotations, or those of one article, oldest first."""
        return self._store.records(table, article_id)

    def find(self, table: str, uuid: str) -> AnyRecord | None:
        """Return a record of any table by the table's name, or None."""
        return self.get(uuid) if table == ANNOTATIONS else self._store.find(table, uuid)

    def article(self, article_id: str, *, filed: bool = False) -> dict[str, Any] | None:
        """Return the record of an article, if it has annotations; as corrected, or as `filed`."""
        if article_id not in self._by_article:
            return None
        return self._store.article(article_id, filed=filed) or self._records.get(article_id)

    def articles(self, *, filed: bool = False) -> Sequence[dict[str, Any]]:
        """Return the records of the articles that have annotations, see `article`."""
        records = (self.article(article_id, filed=filed) for article_id in self.article_ids())
        return [record for record in records if record is not None]


def said_by(
    project: Project, names: Sequence[str], *, tell: Tell, index: ArticleIndex | None = None
) -> Store:
    """Return what chosen people say of a corpus, as a view of the project's annotations.

    The team's hub is asked first; while it is away what has come by then is used.

    Args:
        project: whose annotations; its place in a team says which colleagues there are.
        names: members (without a team annotators), `all` or `gold`.
        tell: called with what a person should know.
        index: of the corpus, if one is up to date.

    Raises:
        TeamError: nobody is called so, there is no gold, or nothing is known of the team.
        StoreError: the annotations can't be read.
    """
    store = project.store(readonly=True)
    if project.place is None:
        return _of_one_file(store, names)
    try:
        with _asked(project.place, store, tell) as work, _searched(project, index) as texts:
            return _InTeam(project, project.place, work, texts, tell).chosen(frozenset(names))
    except (sqlite3.Error, InvalidAnnotationError) as error:
        raise TeamError(f"what colleagues have said can't be read now ({error}); try again") from None


@contextmanager
def seen_by_people(project: Project, names: Sequence[str], *, tell: Tell) -> Iterator[Project]:
    """Give a project of its own whose annotations are what chosen people say, beside who works on them.

    Args:
        project: the same corpus with the annotations that are worked on.
        names: see `said_by`.
        tell: see `said_by`.

    Raises:
        TeamError: see `said_by`.
        StoreError: see `said_by`.
    """
    seen = project.elsewhere(project.roots)
    try:
        seen.look_at(said_by(seen, names, tell=tell))
        yield seen
    finally:
        seen.close()


def _of_one_file(store: Store, names: Collection[str]) -> Store:
    if EVERYBODY in names:
        return store
    said = store.list()
    there = {annotation.annotator for annotation in said}
    for name in names:
        if name not in there:
            if name == GOLD:
                raise TeamError(f"--by {GOLD}: there is none without a team; {_HOW_GOLD} (help team)")
            raise TeamError(
                f"--by {escaped(name)}: nobody of that name has annotated{who_there_is(name, there)}"
            )
    return ChosenAnnotations(store, (each for each in said if each.annotator in names))


@contextmanager
def _asked(place: Joined, store: Store, tell: Tell) -> Iterator[TeamWork]:
    """Give my part in the team, in which nothing is sent, so that a reader may go on beside it."""
    with closing(TeamWork(place, store, lambda changes: None)) as work:
        try:
            work.receive()
        except HubError as error:
            tell(f"{error}; what had come before is used")
        yield work


@contextmanager
def _searched(project: Project, index: ArticleIndex | None) -> Iterator[_Texts]:
    """Give the texts of a corpus, by an index that is brought up to date unless one is given."""
    from annotations.corpus import CorpusError

    if index is not None:
        yield _Texts(index)
        return
    own = ArticleIndex(project.corpus)
    try:
        try:
            bring_up_to_date(project, own, tell=lambda _: None, warn=lambda _: None)
        except CorpusError:  # no article is left, or no index can be made
            yield _Texts(None)
        else:
            yield _Texts(own)
    finally:
        own.close()


class _Texts:
    """The texts that are here, by their sha256."""

    def __init__(self, index: ArticleIndex | None) -> None:
        self.index = index
        self._ids: dict[str, list[str]] = {}

    def having(self, sha256: str) -> Sequence[str]:
        """Return the ids of the articles that have a text, sorted."""
        if sha256 not in self._ids:
            rows = () if self.index is None else self.index.opened.same_text(sha256)
            self._ids[sha256] = sorted(row.entry.id for row in rows)
        return self._ids[sha256]

    def has_article(self, article_id: str) -> bool:
        """Say whether an article of this id is in the corpus."""
        return self.index is not None and self.index.opened.key(article_id) is not None


class _InTeam:
    """Gathers what members and gold say, as far as I may see it."""

    def __init__(self, project: Project, place: Joined, work: TeamWork, texts: _Texts, tell: Tell) -> None:
        self._project = project
        self._place = place
        self._work = work
        self._texts = texts
        self._tell = tell
        self._me = place.name
        self._team: Team = work.team()
        self._leads = self._team.lead == self._me
        self._keeps_gold = self._leads and Paths.of(place.gold).exist()
        """True if gold is a file here; else it is what was published, for the lead, too."""
        self._own = work.store.list()
        """My file: what I say, and what others say who were merged into it."""
        self._remembered = {each.article.sha256: each.article.id for each in self._own}
        """The articles that it is about, by the sha256 of their text."""

    def chosen(self, names: Collection[str]) -> Store:
        """Return the view."""
        self._check(names)
        records: Mapping[str, dict[str, Any]] = {}
        said = {each.uuid: each for each in self._own if _is_of(each.annotator, names)}
        if GOLD in names and self._keeps_gold:
            gold = read_annotations_file(self._place.gold, by=self._me)
            records = gold.records
            said |= {each.uuid: each for each in gold.annotations if each.annotator == GOLD}
        elsewhere = 0
        for annotation in self._of_colleagues(names):
            placed = self._placed(annotation)
            known = said.get(annotation.uuid)
            elsewhere += placed is None
            if placed is not None and (known is None or known.rev <= placed.rev):
                said[placed.uuid] = placed
        if elsewhere:
            many = f"{elsewhere} annotation{'s' * (elsewhere != 1)}"
            self._tell(f"{many} of colleagues left out, of texts that are not here")
        if self._is_blind and set(names) != {self._me}:
            self._tell(BLIND)
        return ChosenAnnotations(self._project.store(readonly=True), said.values(), records)

    @property
    def _is_blind(self) -> bool:
        return not self._team.sees_all(self._me)

    def _check(self, names: Iterable[str]) -> None:
        """See that there is everybody who is named.

        Raises:
            TeamError: somebody isn't.
        """
        members = self._work.mirror.members()
        known = {self._me, *members, *(each.annotator for each in self._own)} - {GOLD}
        for name in names:
            if name == GOLD:
                if not (self._keeps_gold or GOLD in members):
                    lead = "you lead" if self._leads else f"{escaped(self._team.lead)} leads"
                    raise TeamError(f"--by {GOLD}: there is none yet; {lead} the team, and {_HOW_GOLD}")
            elif name != EVERYBODY and name not in known:
                raise TeamError(
                    f"--by {escaped(name)}: nobody in the team is called so{who_there_is(name, known)}"
                )

    def _of_colleagues(self, names: Collection[str]) -> Iterator[Annotation]:
        """Yield what colleagues say, as far as I may see it."""
        seen = [*self._visible()]
        linked = {each.uuid for each in self._own}.union(each.uuid for each in seen)
        for annotation in seen:
            if not _is_of(annotation.annotator, names) or (annotation.annotator == GOLD and self._keeps_gold):
                continue
            if self._is_blind and not all(link.to in linked for link in annotation.links):
                # A link, too, would tell that something is said of a sentence that I haven't decided.
                links = tuple(link for link in annotation.links if link.to in linked)
                annotation = msgspec.structs.replace(annotation, links=links)  # noqa: PLW2901 - the same one
            yield annotation

    def _visible(self) -> Iterator[Annotation]:
        return (said.annotation for said in in_sight(self._work, self._team, self._starts))

    def _starts(self, article_id: str, sha256: str) -> Sequence[int] | None:
        """Return where the sentences of a text start, in the article that has it here."""
        here = self._article(sha256, article_id)
        return None if here is None else self._starts_here(here, sha256)

    @cached_property
    def _starts_here(self) -> SentenceStarts:
        index = self._texts.index
        return (lambda *_: None) if index is None else sentence_starts(self._project.corpus, index.outline_of)

    def _placed(self, annotation: Annotation) -> Annotation | None:
        """Return a colleague's annotation at the article that has its text here; None if none has."""
        article = annotation.article
        here = self._article(article.sha256, article.id)
        if here is None or here == article.id:
            return None if here is None else annotation
        return msgspec.structs.replace(annotation, article=ArticleRef(here, article.sha256))

    def _article(self, sha256: str, article_id: str) -> str | None:
        """Return the id of the article that has a text here, or had it until its file was gone.

        Args:
            sha256: of the text.
            article_id: the one under which the annotation was made, which is kept if it can be.
        """
        ids = self._texts.having(sha256)
        if ids:
            return article_id if article_id in ids else ids[0]
        gone = self._remembered.get(sha256)
        return None if gone is None or self._texts.has_article(gone) else gone


def _is_of(annotator: str, names: Collection[str]) -> bool:
    """Say whether an annotator is chosen; gold is no member."""
    return annotator in names or (EVERYBODY in names and annotator != GOLD)
