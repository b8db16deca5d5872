"""The annotations of a session as the screen shows them, and whether all of them are saved.

Everything that is read of them or changed on a screen goes through the one `AnnotationService`. Reads are
kept by article until a change of that article; nothing here grows with the corpus. What can't be saved waits
in the store's pending changes and is tried again with every change and by `retry`; another person's saves are
taken in by `follow`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from annotations.composition import Project, filed_record
from annotations.model.outline import ArticleProgress, Count, Outline, from_bytes, progress
from annotations.store.errors import NotSavedError, StoreError
from tui.i18n import _

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.line_layers import Repetition
    from annotations.model.people import People
    from annotations.model.records import Annotation
    from annotations.model.side_records import AnyChange, AnyRecord, ArticleCorrection
    from annotations.services.claim_index import ClaimIndex
    from annotations.services.claimants import ClaimantNames
    from annotations.services.figure_index import FigureIndex
    from annotations.services.reanchoring import DisplacedAnnotations
    from annotations.store.base import AnnotationReader, Event, Store, Words
    from annotations.store.pending_changes import PendingChanges
    from tui.session.annotation_cache import AnnotationCache
    from tui.session.displaced import DisplacementTracker
    from tui.session.flags import Flags

Record = Mapping[str, Any]
"""The record that a store keeps of an article: `id`, `sha256` and what it is called."""

AboutArticles: TypeAlias = "Article | Record | tuple[Article | Record, ...] | None"
"""The articles that are changed, as far as the store has to be told of them."""


class AnnotationService:
    """Reads and changes what has been said about the articles.

    Args:
        project: the corpus and its annotations.
        has_changed: says whether an article isn't what stands in its file any more.
        on_change: is told of which articles, by id, something was said.
        on_decision: is called when a person has decided a sentence of an article that is read.
        on_correction: is called when articles as a whole have been corrected, or corrections have been read.
        on_kinds: is called when lines may count that didn't, or no more.
        repetition: knows which lines of articles are repeated.
    """

    def __init__(
        self,
        project: Project,
        *,
        has_changed: Callable[[Article], bool] = lambda article: False,
        on_change: Callable[[set[str]], None] = lambda article_ids: None,
        on_decision: Callable[[], None] = lambda: None,
        on_correction: Callable[[], None] = lambda: None,
        on_kinds: Callable[[], None] = lambda: None,
        repetition: Repetition | None = None,
    ) -> None:
        self.project = project
        self._saved_label = ""
        self.team_label: Callable[[], str] = str
        """Returns the words of the top bar for what colleagues have sent and what they haven't got."""
        self._has_changed = has_changed
        self._on_change = on_change
        self._on_decision = on_decision
        self._on_correction = on_correction
        self._on_kinds = on_kinds
        self._repetition = repetition
        self._pending: PendingChanges | None = None
        self._loading = threading.RLock()
        """Held while the store is opened: a key may want it before the worker that reads it is done."""
        self._claim_index: ClaimIndex | None = None
        self._figure_index: FigureIndex | None = None
        self._claimants: ClaimantNames | None = None
        self._people: tuple[Sequence[tuple[str, int]], People] | None = None
        """Whose names are one person's, with the records that say so."""
        self._flags: Flags | None = None
        self.verdicts = 0
        """Decisions on suggestions that were made or taken back since the start, by anybody."""
        self.verdicts_on_pairs = 0
        """Those of them that are about one sentence or two passages, and not about a rule alone."""
        self.changes = 0
        """Times that annotations, corrections or marks of articles as done were taken in since the start."""
        self._changed: dict[str, int] = {}
        """The articles of which annotations were taken in, with the last of these times."""
        self._read_anew = 0
        """The last of these times at which any article's may have become others."""
        self.corrections = 0
        """Those of them that were about articles as a whole."""
        self._seen = 0
        """The number of the last event that was taken in."""
        self._fitting: tuple[Article | None, Sequence[Annotation], Sequence[Annotation]] = (None, (), ())
        """The article that was asked for last, its annotations, and those of them that fit its text."""
        self._remembered: Article | None = None
        """The article whose record the store was given last: none is made anew at each key."""

    @cached_property
    def displaced(self) -> DisplacementTracker:
        """Return what knows of the annotations that don't fit their articles any more."""
        from tui.session.displaced import DisplacementTracker  # here: none is read for the first list

        return DisplacementTracker(lambda uuid: self.pending.get(uuid))  # noqa: PLW0108 - the store may be opened anew

    @cached_property
    def _cache(self) -> AnnotationCache:
        from tui.session.annotation_cache import AnnotationCache  # here, for the same reason

        return AnnotationCache(self._shown, self._get)

    @property
    def loaded(self) -> bool:
        """Return whether the annotations have been read."""
        return self._pending is not None

    @property
    def store(self) -> AnnotationReader:
        """Return what is saved, to look at; wait for it if need be. Every change goes through `pending`.

        Raises:
            StoreError: it can't be used.
        """
        return self.pending.store

    def load(self, *, again: bool = False) -> None:
        """Open the store if it isn't open, or `again`; may be called from several threads.

        Raises:
            StoreError: it can't be used.
        """
        # Here: the list is on screen before msgspec is loaded.
        from annotations.model.side_records import CORRECTIONS
        from annotations.store.pending_changes import PendingChanges

        with self._loading:
            if self._pending is not None and not again:
                return
            store = self.project.store()
            self._cache.clear()
            self.displaced.look_anew()
            self._claim_index = self._figure_index = self._claimants = None
            self._people = self._flags = None
            self._remembered = None
            self._seen = store.info().seq
            self._pending = PendingChanges(store, self.project.annotator, after=self._pending)
            self._note_all_changed()
            corrections = self.project.corrections
            corrections.update({each.article.id: each for each in self.words.records(CORRECTIONS)})
            self.project.layers.note_repetition(self._repetition)
            self.project.take_layers(self._pending)
            if corrections:
                self._on_correction()
            self._on_kinds()

    @property
    def readonly(self) -> bool:
        """Return whether the annotations can only be looked at."""
        return self._pending is not None and self._pending.info().readonly

    @property
    def settled(self) -> bool:
        """Return whether nothing in sight can change by itself: all is written, and by us alone."""
        if self._pending is None:
            return True
        info = self._pending.info()
        return not (info.readonly or info.trouble or info.behind)

    @property
    def saved_label(self) -> str:
        """The words of the top bar for when all was saved last, and for a team whether it has gone out."""
        return " · ".join(filter(None, (self.team_label(), self._saved_label)))

    @property
    def alarm(self) -> str:
        """Return what stays on screen as long as it is so: that something isn't saved, or can't be."""
        if self._pending is None:
            return ""
        info = self._pending.info()
        if self._pending.waiting:
            return _not_saved(self._pending.reason)
        if info.readonly:
            return _("READ-ONLY: {reason}").format(reason=info.why)
        if info.trouble:
            name = self.project.database.name
            return f"{name}: {info.trouble.removeprefix(f'{info.path}: ')}"
        return ""

    # ------------------------------------------------------------------ reading

    def of(self, article: Article) -> Sequence[Annotation]:
        """Return an article's annotations, oldest first, unsaved ones too; none before the store was read.

        One of another text than this whose quote doesn't stand in its place is left out: the article has
        changed since.
        """
        text, sha256, about = article.text, article.sha256, self.about(article.id)
        if self._fitting[0] is not article or self._fitting[1] is not about:
            fitting = [
                annotation
                for annotation in about
                if annotation.article.sha256 == sha256
                or text[annotation.target.start : annotation.target.end] == annotation.target.quote
            ]
            self._fitting = article, about, fitting
        return self._fitting[2]

    def progress(self, article: Article) -> ArticleProgress:
        """Return how far an article is."""
        return self.progress_of(article.id, article.outline, article.counted)

    def progress_of(self, article_id: str, outline: Outline, total: int | None = None) -> ArticleProgress:
        """Return how far an article is whose outline is known, if not its text."""
        if self._pending is None:
            return Count(outline, (), total).progress
        return self._cache.count(article_id, outline, total).progress

    def read_progress(self, article_id: str, outline: bytes) -> ArticleProgress | None:
        """Return how far an article is, None if nothing was said about it.

        Nothing of it is kept: this is for a worker that goes through all articles.
        """
        annotations = self._shown(article_id) if self._pending is not None else ()
        return progress(from_bytes(outline), annotations) if annotations else None

    def about(self, article_id: str) -> Sequence[Annotation]:
        """Return the annotations of an article whose text isn't at hand, but for those known not to fit.

        Oldest first. Those that haven't changed since they were asked for last are the same objects.
        """
        return self._cache.annotations(article_id) if self._pending is not None else []

    def _shown(self, article_id: str) -> Sequence[Annotation]:
        hides = self.displaced.hides
        return [annotation for annotation in self.pending.list(article_id) if not hides(annotation)]

    def _get(self, uuid: str) -> Annotation | None:
        annotation = self.pending.get(uuid)
        return None if annotation is None or self.displaced.hides(annotation) else annotation

    @property
    def people(self) -> People:
        """Return whose names are one person's; the same object until something else is said of them."""
        from annotations.model.side_records import PEOPLE
        from annotations.services.people import people_of

        said = tuple((identity.uuid, identity.rev) for identity in self.pending.records(PEOPLE))
        if self._people is None or self._people[0] != said:
            self._people = said, people_of(self.project.scheme, self.pending)
        return self._people[1]

    @property
    def claim_index(self) -> ClaimIndex:
        """Return all annotations as rows; made when first asked for, and kept up with every change."""
        if self._claim_index is None:
            from annotations.services.claim_index import ClaimIndex

            self._claim_index = ClaimIndex(self.pending, self.project.scheme, self.project.nouns)
        return self._claim_index

    @property
    def figure_index(self) -> FigureIndex:
        """Return all amounts as rows; made when first asked for, and kept up with every change."""
        if self._figure_index is None:
            from annotations.services.article_corrections import set_aside
            from annotations.services.figure_index import FigureIndex

            corrections = self.project.corrections
            self._figure_index = FigureIndex(
                self.pending,
                self.project.nouns,
                lambda article_id: set_aside(corrections, article_id) is not None,
            )
        return self._figure_index

    @property
    def claimants(self) -> ClaimantNames:
        """Return who has been named as a claimant; made when first asked for, kept up with every change."""
        if self._claimants is None:
            from annotations.services.claimants import ClaimantNames

            self._claimants = ClaimantNames(self.pending)
        return self._claimants

    @property
    def flags(self) -> Flags:
        """Return the sentences that this annotator wants to come back to; read when first asked for."""
        if self._flags is None:
            from tui.session.flags import Flags

            self._flags = Flags(self.pending, self.project.annotator, self.displaced.hides)
        return self._flags

    # ------------------------------------------------------------------ changing

    @property
    def pending(self) -> PendingChanges:
        """Return the annotations as they will be when all is saved; wait for the store if need be.

        Raises:
            StoreError: it can't be used.
        """
        if self._pending is None:
            self.load()
        assert self._pending is not None
        return self._pending

    @property
    def words(self) -> Words:
        """Return what holds of articles and lines when all is saved; in gold by the lead's own word, too."""
        return self.project.words(self.pending)

    def save(self, article: AboutArticles, changes: Sequence[AnyChange], *, kind: str = "edit") -> None:
        """Make changes durably, as one step, and what waits before them.

        Links to what is deleted go with it, in whatever article they are. The pace is fed if a sentence was
        decided by it.

        Args:
            article: itself, or what a store remembers of it; several where several get their first
                annotation; None where every article that is changed has annotations already.
            changes: all of this article, if there is one.
            kind: what the history calls it.

        Raises:
            StoreError: they are not saved. If the disk is at fault they wait, and the alarm stays until they
                are.
            TextChangedError: the article isn't what stands in its file any more; nothing is saved.
        """
        # Here, as all of the records: the list is on screen before they are loaded.
        from annotations.corpus.watching import TextChangedError
        from annotations.model.article import Article
        from annotations.services.saving import save

        read = article if isinstance(article, Article) else None
        for text in article if isinstance(article, tuple) else (read,):
            if isinstance(text, Article) and self._has_changed(text):
                raise TextChangedError(text.id)
        if (beneath := self.project.beneath) is not None and beneath.is_taken_back_by(changes):
            raise StoreError(_("it stands in your own annotations: take it back there"))
        self.try_to_hold()
        if read is not None and kind == "edit":
            # So that it is known what the changes add to it.
            self._cache.count(read.id, read.outline, read.counted)
        pending, me = self.pending, self.project.annotator
        waited = bool(pending.waiting)
        touched: Sequence[AnyRecord] = ()
        more = 0

        def announce(ends: Sequence[AnyRecord]) -> None:
            nonlocal touched
            touched = ends

        try:
            records, layers = self._records(article), self.project.layers
            save(pending, changes, by=me, kind=kind, records=records, announce=announce, layers=layers)
            more = self.changed(touched)
        except NotSavedError:
            self._remembered = None  # the store may be another one when they are saved
            more = self._take_in(touched)
            raise
        finally:
            if waited:
                self._cache.clear()
            if more > 0 and read is not None and kind == "edit":
                self._on_decision()

    def _records(self, article: AboutArticles) -> Sequence[Record]:
        """Return what the store doesn't remember yet of an article; it isn't made anew at each key."""
        if isinstance(article, tuple):
            return [dict(text) if isinstance(text, Mapping) else filed_record(text) for text in article]
        if article is None or article is self._remembered:
            return ()
        if isinstance(article, Mapping):
            return (article,)
        self._remembered = article
        return (filed_record(article),)

    def try_to_hold(self) -> None:
        """Open the store anew if it is read-only: whoever held it may have left."""
        if not self.readonly:
            return
        from annotations.store.tinydb_store import is_open_elsewhere

        if not (self.pending.info().holder and is_open_elsewhere(self.project.database)):
            self.project.close()
            self.load(again=True)

    @property
    def unsaved(self) -> frozenset[str]:
        """Return the uuids of annotations whose latest change is not on the disk."""
        return self._pending.waiting if self._pending is not None else frozenset()

    def take_clashes(self) -> Sequence[str]:
        """Return a line for each part of what waited that could not be saved as it was; each is said once."""
        if self._pending is None or not self._pending.clashes:
            return ()
        clashes, self._pending.clashes = self._pending.clashes, ()
        said = {
            "edited": _("not deleted, it was changed meanwhile: {quote}"),
            "deleted": _("deleted meanwhile, and back: {quote}"),
            "made": _("made by somebody else meanwhile, who holds: {quote}"),
            "moved": _("moved meanwhile, and stays there: {quote}"),
            "undo": _("not undone, it was changed meanwhile: {quote}"),
            "unfit": _("set aside, it can't be kept ({why}): {quote}"),
        }
        return [said[clash.kind].format(quote=clash.quote[:80], why=clash.why) for clash in clashes]

    def retry(self) -> bool:
        """Save what waits; True when nothing waits any more."""
        if not self.unsaved:
            return True
        with suppress(StoreError):  # then it is as it was
            self.try_to_hold()
        if not self.pending.retry():
            return False
        self._cache.clear()
        self._note_all_changed()
        self.changed([])
        return True

    def turn_back(self, turn: Callable[[Store, str], Sequence[Event]]) -> Sequence[AnyRecord]:
        """Undo or redo a step, durably, once everything before it is saved.

        Args:
            turn: `undo` or `redo` of `annotations.services.undo`.

        Returns:
            The annotations and other records that changed, as they are or as they were before they went; none
            if there was no step.

        Raises:
            StoreError: it can't be saved.
            UndoConflictError: somebody changed one of them afterwards.
        """
        self.try_to_hold()
        if not self.retry():
            raise NotSavedError(self.pending.reason)
        events = turn(self.pending, self.project.annotator)
        touched = _ends(events)
        if touched:
            self.changed(touched)
        return touched

    def changed(self, touched: Sequence[AnyRecord]) -> int:
        """Take in a durable change of records, given as they were or are, and note when it was.

        Returns:
            How many more sentences are decided, as far as their articles were counted.
        """
        more = self._take_in(touched)
        if not self.unsaved:
            now = datetime.now()  # local: it is for the person at the screen
            self._saved_label = _("saved {time}").format(time=f"{now:%H:%M:%S}")
        return more

    def follow(self) -> list[str]:
        """Take in what another process has saved meanwhile; returns the articles that changed."""
        events = self.pending.watch(self._seen, 0)
        if not events:
            return []
        self._seen = events[-1].seq
        touched = _ends(events)
        self._take_in(touched)
        return sorted(_articles(touched))

    def take_findings(self, findings: DisplacedAnnotations) -> None:
        """Keep out of what is shown and counted what doesn't fit its article, as long as it is there."""
        self.displaced.take(findings)
        self._cache.clear()
        self._note_all_changed()

    def is_as_of(self, changes: int, article_id: str) -> bool:
        """Say whether an article's annotations are those of the time when `changes` was this number."""
        return max(self._read_anew, self._changed.get(article_id, 0)) <= changes

    def _note_all_changed(self) -> None:
        self.changes += 1
        self._read_anew = self.changes

    def _take_in(self, touched: Sequence[AnyRecord]) -> int:
        """Bring all that is kept up to date; returns how many more sentences are decided."""
        from annotations.model.records import Annotation
        from annotations.model.side_records import ArticleCorrection, Done, Flag, Verdict

        verdicts = [record for record in touched if isinstance(record, Verdict)]
        self.verdicts += len(verdicts)
        self.verdicts_on_pairs += sum(verdict.pair is not None for verdict in verdicts)
        self._correct([record for record in touched if isinstance(record, ArticleCorrection)])
        annotations = [record for record in touched if isinstance(record, Annotation)]
        corrected = any(isinstance(record, ArticleCorrection) for record in touched)
        self.corrections += corrected
        done = any(isinstance(record, Done) for record in touched)
        if self._flags is not None:
            self._flags.renew(record for record in touched if isinstance(record, Flag))
        uuids = {annotation.uuid for annotation in annotations}
        self.displaced.renew(uuids)
        more = self._cache.renew(annotations)
        # After that: a worker that reads what was before has the number from before, and looks again.
        self.changes += corrected or done or bool(annotations)
        self._changed.update((annotation.article.id, self.changes) for annotation in annotations)
        if self._claim_index is not None:
            self._claim_index.mark(uuids)
        if self._figure_index is not None:
            self._figure_index.mark(annotation.article.id for annotation in annotations)
        if self._claimants is not None:
            self._claimants.update(uuids)
        self._lay(touched, annotations)
        self._on_change(_articles(touched))
        return more

    def _lay(self, touched: Sequence[AnyRecord], annotations: Sequence[Annotation]) -> None:
        """Take in what was said of lines, and which articles have annotations now."""
        from annotations.model.side_records import FIXED, LINES, FixedLines, LineWord

        layers = self.project.layers
        before = layers.changes
        for record in touched:
            if isinstance(record, LineWord | FixedLines):
                table = LINES.name if isinstance(record, LineWord) else FIXED.name
                now = self.words.find(table, record.uuid)
                if now is None:
                    layers.drop(record)
                else:
                    layers.take([now])
        for article_id in {annotation.article.id for annotation in annotations}:
            there = any(
                (now := self.pending.get(annotation.uuid)) and now.article.id == article_id
                for annotation in annotations
            )
            there = there or bool(self._cache.annotations(article_id)) or bool(self.pending.list(article_id))
            beneath = self.project.beneath
            there = there or (beneath is not None and article_id in beneath.begun)
            layers.note_annotations(article_id, there=there)
        if layers.changes != before:
            self._on_kinds()

    def _correct(self, touched: Sequence[ArticleCorrection]) -> None:
        """Take in that articles have been corrected, given the corrections as they were or are."""
        if not touched:
            return
        from annotations.model.side_records import CORRECTIONS, ArticleCorrection

        corrections = self.project.corrections
        for record in touched:
            now = self.words.find(CORRECTIONS.name, record.uuid)
            if isinstance(now, ArticleCorrection):
                corrections[record.article.id] = now
            else:
                corrections.pop(record.article.id, None)
            if self._claim_index is not None:
                about = self.pending.list(record.article.id)
                self._claim_index.mark(annotation.uuid for annotation in about)
        if self._figure_index is not None:
            self._figure_index.forget(record.article.id for record in touched)
        self._on_correction()


def _articles(records: Sequence[AnyRecord]) -> set[str]:
    """Return the ids of the articles that records are about."""
    from annotations.model.side_records import article_of

    return {article.id for record in records if (article := article_of(record)) is not None}


def _ends(events: Sequence[Event]) -> list[AnyRecord]:
    return [end for event in events for end in (event.before, event.after) if end is not None]


def reason_first(error: Exception) -> str:
    """Return an error's line for a narrow bar, where the path before the reason would take all room."""
    return _not_saved(str(error)) if isinstance(error, NotSavedError) else str(error)


def _not_saved(reason: str) -> str:
    return _("NOT SAVED: {reason}").format(reason=without_path(reason))


def without_path(reason: str) -> str:
    """Return the reason why something isn't saved without the path before it."""
    return reason.partition(": not saved: ")[2] or reason
