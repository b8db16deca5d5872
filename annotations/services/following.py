"""Lets commands see annotations where their articles are now, as the screen does, without writing anything.

Where a row was put on top of a table, `news.csv:17` is `news.csv:18`, and a renamed file has another id. The
screen moves what was annotated along and saves that (`annotations.services.reanchoring`). A command that only
reads mustn't save, and must not call such annotations lost either: so it looks at the store through this. By
which rule one belongs elsewhere is the screen's: its article's text has another id, and only one.

What changed inside a text is left to the screen, where a person looks at what isn't certain.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from annotations.corpus.article_index import ArticleIndex
from annotations.model.records import Annotation, age
from annotations.model.side_records import AnyRecord, R, SideTable
from annotations.model.side_records import age as record_age
from annotations.services.indexing import bring_up_to_date
from annotations.services.looked_at import LookedAtStore, texts_of_listed
from annotations.services.reanchoring import (
    DisplacedAnnotations,
    Follower,
    find_displaced,
    plan_relocations,
    relocate,
)
from annotations.store.base import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.composition import Project
    from annotations.corpus import Corpus
    from annotations.model.article import Article

_FEW = 200
"""Annotated articles that are read to see whether anything has moved, though there is an index."""


class FollowedStore(LookedAtStore):
    """A store that is read with what belongs to articles of another id now under that id.

    Args:
        store: the annotations as they were saved.
        displaced: those that are displaced.
    """

    def __init__(self, store: Store, displaced: DisplacedAnnotations) -> None:
        super().__init__(store)
        self.renamed: Mapping[str, Annotation] = {step.old.uuid: step.new for step in displaced.renamed}
        """The annotations that are elsewhere now, by uuid."""
        self._by_article: dict[str, list[Annotation]] = {}
        for annotation in self.renamed.values():
            self._by_article.setdefault(annotation.article.id, []).append(annotation)
        self._followers: Sequence[Follower] = displaced.going("renamed")
        self.ids: Mapping[str, str] = {step.old.article.id: step.new.article.id for step in displaced.renamed}
        """The ids of articles as they are now, by what they were."""
        self._before = {now: was for was, now in reversed(self.ids.items())}

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return all annotations, or those of one article, oldest first."""
        saved = self._store.list(article_id)
        if article_id is None:
            return [self.renamed.get(annotation.uuid, annotation) for annotation in saved]
        kept = [annotation for annotation in saved if annotation.uuid not in self.renamed]
        come = self._by_article.get(article_id, [])
        return sorted([*kept, *come], key=age) if come else kept

    def get(self, uuid: str) -> Annotation | None:
        """Return one annotation, or None."""
        return self.renamed.get(uuid) or self._store.get(uuid)

    def article_ids(self) -> Sequence[str]:
        """Return the ids of the articles that have annotations, sorted."""
        stay = (
            article_id
            for article_id in self._store.article_ids()
            if article_id not in self.ids
            or any(annotation.uuid not in self.renamed for annotation in self._store.list(article_id))
        )
        return sorted({*stay, *self._by_article})

    def annotated_texts(self, article_ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return by article the texts (their sha256) that annotations are about."""
        return texts_of_listed(self.list, article_ids)

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations that hold a link to one, or any link at all."""
        return [self.renamed.get(annotation.uuid, annotation) for annotation in self._store.linking(to)]

    def records(self, table: SideTable[R], article_id: str | None = None) -> Sequence[R]:
        """Return all records of a table beside the annotations, or those of one article, oldest first."""
        going = {follower.old.uuid: follower.new for follower in self._followers}
        records: list[R] = []
        for record in self._store.records(table):
            now = going.get(record.uuid)
            records.append(now if isinstance(now, table.kind) else record)
        if article_id is not None:
            records = [it for it in records if getattr(getattr(it, "article", None), "id", "") == article_id]
        return sorted(records, key=record_age)

    def find(self, table: str, uuid: str) -> AnyRecord | None:
        """Return a record of any table by the table's name, or None."""
        return self.renamed.get(uuid) or self._store.find(table, uuid)

    def article(self, article_id: str, *, filed: bool = False) -> dict[str, Any] | None:
        """Return the record of an article, if it has annotations; as corrected, or as `filed`."""
        record = self._store.article(self._before.get(article_id, article_id), filed=filed)
        return None if record is None else {**record, "id": article_id}

    def articles(self, *, filed: bool = False) -> Sequence[dict[str, Any]]:
        """Return the records of the articles that have annotations, see `article`."""
        records = self._store.articles(filed=filed)
        return [{**record, "id": self.ids.get(str(record.get("id")), record.get("id"))} for record in records]


def followed(project: Project, index: ArticleIndex | None = None) -> Store:
    """Return a project's annotations as they were saved, each at the article that has its text now.

    Args:
        project: whose annotations.
        index: of its corpus, if one is up to date; else one is brought up to date, if anything doesn't fit.

    Raises:
        StoreError: the annotations can't be read.
    """
    store = project.store(readonly=True)
    displaced = renamed_annotations(project, store, index)
    if not displaced.renamed and not displaced.going("renamed"):
        return store
    followed_store = FollowedStore(store, displaced)
    project.take_corrections(followed_store)
    return followed_store


def renamed_annotations(
    project: Project, store: Store, index: ArticleIndex | None = None, *, to_move: bool = False
) -> DisplacedAnnotations:
    """Find the annotations whose article's text has another id now; nothing is changed.

    Args:
        project: whose corpus.
        store: its annotations.
        index: see `followed`.
        to_move: whether they are to be moved: then what the store has to keep of the articles is read, too.
    """
    from annotations.corpus import CorpusError

    nothing = DisplacedAnnotations()
    try:
        opened = index or ArticleIndex(project.corpus)
        try:
            few = index is None and (len(store.article_ids()) <= _FEW or opened.kept_listing() is None)
            if few and _all_fit(project.corpus, store):
                return nothing
            if index is None:
                bring_up_to_date(project, opened, tell=lambda _: None, warn=lambda _: None)
            known = opened.opened

            def same_text(sha256: str) -> list[str]:
                return [row.entry.id for row in known.same_text(sha256)]

            read: Callable[[str], Article | None] = lambda _: None  # noqa: E731 - what changed inside stays
            if to_move:
                read = _reading(project.corpus)
            return find_displaced(store, known.texts_of, read, same_text)
        finally:
            if index is None:
                opened.close()
    except CorpusError:  # there is no article, or no index: whoever reads them says so
        return nothing


def renamed_in_file(project: Project) -> DisplacedAnnotations | None:
    """Return the same of a project whose annotations file may be damaged; None if it can't be read."""
    from annotations.store.recovery import Paths

    try:
        if not Paths.of(project.database).exist():
            return None
        return renamed_annotations(project, project.store(readonly=True))
    except StoreError:
        return None
    finally:
        project.close()


def placed(corpus: Corpus | None, annotations: Sequence[Annotation]) -> Sequence[Annotation]:
    """Return annotations of any file, each at the article that has its text now.

    Args:
        corpus: the articles; None if there are none.
        annotations: as they were saved.
    """
    from annotations.corpus import CorpusError

    if corpus is None:
        return annotations
    read = _reading(corpus)
    texts: dict[str, str | None] = {}
    for article_id in {annotation.article.id for annotation in annotations}:
        article = read(article_id)
        texts[article_id] = article.sha256 if article else None
    unfit = [it for it in annotations if texts[it.article.id] != it.article.sha256]
    if not unfit:
        return annotations
    index = ArticleIndex(corpus)
    try:
        for _ in index.update():
            pass
        return _renamed(annotations, unfit, index)
    except CorpusError:  # no index can be made
        return annotations
    finally:
        index.close()


def placed_by_index(index: ArticleIndex, annotations: Sequence[Annotation]) -> Sequence[Annotation]:
    """Return the same as `placed` by an index that another one keeps up: no article is read.

    Args:
        index: of the corpus, as far as it has come.
        annotations: as they were saved.
    """
    from annotations.corpus import CorpusError

    known = {article_id: index.outline_of(article_id) for article_id in {it.article.id for it in annotations}}
    unfit = [it for it in annotations if (row := known[it.article.id]) is None or row[0] != it.article.sha256]
    try:
        return _renamed(annotations, unfit, index) if unfit else annotations
    except CorpusError:  # there is no index
        return annotations


def _renamed(
    annotations: Sequence[Annotation], unfit: Sequence[Annotation], index: ArticleIndex
) -> Sequence[Annotation]:
    known = index.opened

    @cache
    def same_text(sha256: str) -> Sequence[str]:
        return [row.entry.id for row in known.same_text(sha256)]

    plan = plan_relocations(unfit, lambda _: None, same_text)
    now = {step.old.uuid: step.new for step in plan.relocations}
    return [now.get(annotation.uuid, annotation) for annotation in annotations]


def move_renamed(project: Project, *, by: str) -> int:
    """Save for good that annotations belong to articles of another id now; returns how many.

    Raises:
        StoreError: they can't be saved.
    """
    try:
        store = project.store()
        displaced = renamed_annotations(project, store, to_move=True)
        if not displaced.renamed and not displaced.going("renamed"):
            return 0
        return len(
            relocate(store, displaced.renamed, displaced.records, by=by, followers=displaced.going("renamed"))
        )
    finally:
        project.close()


def _reading(corpus: Corpus) -> Callable[[str], Article | None]:
    from annotations.corpus import ArticleError

    entries = {entry.id: entry for entry in corpus.entries}

    def read(article_id: str) -> Article | None:
        try:
            return corpus.read(entries[article_id]) if article_id in entries else None
        except ArticleError:
            return None

    return read


def _all_fit(corpus: Corpus, store: Store) -> bool:
    """Say whether each annotated article has the text that was annotated: no index is needed then."""
    read = _reading(corpus)
    for article_id in store.article_ids():
        article = read(article_id)
        if article is None or any(it.article.sha256 != article.sha256 for it in store.list(article_id)):
            return False
    return True
