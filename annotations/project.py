"""A project as a library: what the reader and the command line know of a corpus, as records and frames.

    from annotations.project import open_project

    with open_project("~/articles/event") as project:
        claims = project.annotations(tags=["claim"]).to_pandas()

It only reads. Annotations are as they were saved when they were first asked for; a reader that has the same
file open isn't disturbed, and goes on saving. Who wants to write makes lines of `claimreader/1` and has them
imported, which checks each of them: a script has no undo and nobody looks at what it does.

Whatever can't be read of a corpus is a `CorpusWarning`, and the rest works.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from annotations.composition import Project
from annotations.exchange.annotation_rows import AnnotationRows, FrameColumn, day
from annotations.library.frames import MissingLibraryError, Records

if TYPE_CHECKING:
    from types import TracebackType

    from annotations.exchange.filters import Filter
    from annotations.exchange.losses import ExportReport
    from annotations.insight.figure_records import FigureLine
    from annotations.library.article_view import AnnotatedArticle
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme
    from annotations.services.agreement import Comparison
    from annotations.services.articles import SentenceOfArticle
    from annotations.store.base import Store

__all__ = [
    "ArticleRecord",
    "CorpusWarning",
    "MissingLibraryError",
    "OpenProject",
    "Project",
    "Records",
    "SuggestionRecord",
    "open_project",
]


class CorpusWarning(UserWarning):
    """A part of the corpus can't be read; the rest can."""


class ArticleRecord(msgspec.Struct, frozen=True):
    """An article with how far it is; boilerplate is counted nowhere."""

    id: str
    title: str | None
    source: str | None
    published: str | None
    url: str | None
    sha256: str
    length: int
    """Code points of its text."""
    sentences: int
    decided: int
    """Sentences with at least one annotation, by anyone."""
    claims: int
    """Annotations that are claims; a sentence may have several."""
    set_aside: str | None
    """The reason why it counts nowhere: "irrelevant" or "duplicate"."""


class SuggestionRecord(msgspec.Struct, frozen=True):
    """All that would be suggested of a sentence; nothing of it is decided."""

    article: str
    index: int
    start: int
    end: int
    text: str
    claim: bool | None
    type: str | None
    worth_checking: bool | None
    claimant: str | None
    reported_as: str | None
    why: str


_ARTICLES: tuple[FrameColumn, ...] = (
    FrameColumn("article", "text"),
    FrameColumn("title", "text"),
    FrameColumn("source", "text"),
    FrameColumn("published", "day"),
    FrameColumn("url", "text"),
    FrameColumn("sha256", "text"),
    FrameColumn("length", "count"),
    FrameColumn("sentences", "count"),
    FrameColumn("decided", "count"),
    FrameColumn("claims", "count"),
    FrameColumn("set_aside", "text"),
)
_SENTENCES: tuple[FrameColumn, ...] = (
    FrameColumn("article", "text"),
    FrameColumn("index", "count"),
    FrameColumn("start", "count"),
    FrameColumn("end", "count"),
    FrameColumn("kind", "text"),
    FrameColumn("text", "text"),
)
_FIGURES: tuple[FrameColumn, ...] = (
    FrameColumn("article", "text"),
    FrameColumn("start", "count"),
    FrameColumn("end", "count"),
    FrameColumn("quote", "text"),
    FrameColumn("value", "number"),
    FrameColumn("min", "number"),
    FrameColumn("max", "number"),
    FrameColumn("approx", "flag"),
    FrameColumn("unit", "text"),
    FrameColumn("noun", "text"),
    FrameColumn("claimant", "text"),
    FrameColumn("source", "text"),
    FrameColumn("published", "day"),
    FrameColumn("as_of", "day"),
    FrameColumn("tagged", "flag"),
)
_SUGGESTIONS: tuple[FrameColumn, ...] = (
    FrameColumn("article", "text"),
    FrameColumn("index", "count"),
    FrameColumn("start", "count"),
    FrameColumn("end", "count"),
    FrameColumn("text", "text"),
    FrameColumn("claim", "flag"),
    FrameColumn("type", "text"),
    FrameColumn("worth_checking", "flag"),
    FrameColumn("claimant", "text"),
    FrameColumn("reported_as", "text"),
    FrameColumn("why", "text"),
)


def open_project(
    *roots: str | Path,
    annotations: str | Path | None = None,
    scheme: str | Path | None = None,
    encoding: str | None = None,
    fields: Mapping[str, str] | None = None,
    records: str | None = None,
    chat: str | None = None,
) -> OpenProject:
    """Open a corpus with its annotations, to read them.

    Args:
        roots: folders and files of articles; none means the samples that come with the program.
        annotations: the annotations file, if it isn't `annotations.json` in the corpus.
        scheme: the file of tags and attributes, if it isn't `claimreader.toml` in the corpus.
        encoding: how the articles are encoded, if that isn't to be found out.
        fields: which key of a record holds what, such as `{"text": "article_body"}`.
        records: where the articles lie in JSON, as jq writes it, such as `.hits.hits[]._source`.
        chat: which part of a chat is an article, `"message"` or `"day"`.

    Raises:
        CorpusError: there is no such folder or file.
        StoreError: the annotations file that is named isn't there.
    """
    from annotations.corpus.walk import resolve_roots

    paths = [Path(root).expanduser() for root in roots]
    resolve_roots(paths)
    project = Project(
        paths,
        database=None if annotations is None else str(Path(annotations).expanduser()),
        scheme=None if scheme is None else Path(scheme).expanduser(),
        encoding=encoding,
        fields=fields,
        records=records,
        chat=chat,
    )
    project.require_database()
    return OpenProject(project)


class OpenProject:
    """A corpus with its annotations, to be read; made by `open_project`.

    Args:
        project: the corpus, the annotations, the scheme.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._followed: Store | None = None

    def __enter__(self) -> OpenProject:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<project {self._project.name!r}, annotations in {str(self.database)!r}>"

    def close(self) -> None:
        """Let go of the annotations; what is asked for afterwards is read anew."""
        self._project.close()

    @property
    def database(self) -> Path:
        """The annotations file; it need not be there yet."""
        return Path(self._project.database)

    @property
    def scheme(self) -> Scheme:
        """The tags and attributes.

        Raises:
            SchemeError: its file can't be read.
        """
        return self._project.scheme

    def articles(self) -> Records[ArticleRecord]:
        """Return the articles, in the order of the corpus."""
        return Records("articles", self._articles, _ARTICLES, _article_row)

    def article(self, reference: str | Path) -> AnnotatedArticle:
        """Return one article with its text and its annotations; a notebook shows it from right to left.

        Args:
            reference: its id, any beginning of it that no other has, or its path.

        Raises:
            CorpusError: there is none, or there are several.
            ArticleError: it can't be read.
        """
        from annotations.exchange.filters import in_text_order
        from annotations.library.article_view import AnnotatedArticle
        from annotations.services.articles import find_article

        store = self._store()
        article = find_article(self._project, str(reference))
        return AnnotatedArticle(article, sorted(store.list(article.id), key=in_text_order), self.scheme)

    def sentences(self) -> Records[SentenceOfArticle]:
        """Return the sentences of all articles, boilerplate included: `kind` says which that is."""
        from annotations.services.articles import sentences

        def read() -> Iterator[SentenceOfArticle]:
            self._store()  # what people have said of lines counts
            return sentences(self._project, _warn)

        return Records("sentences", read, _SENTENCES, msgspec.structs.asdict)

    def annotations(
        self,
        *,
        tags: Iterable[str] = (),
        articles: Iterable[str] = (),
        annotators: Iterable[str] = (),
        since: date | None = None,
        decided: bool = False,
    ) -> Records[Annotation]:
        """Return the annotations in the order of article and text, as an export with these options has them.

        A frame has title, source and date of the article beside each, and a column for each attribute of the
        scheme, such as `claimant`; of an attribute that is a span it has the words.

        Args:
            tags: any of these.
            articles: ids, or beginnings that no other has.
            annotators: any of these.
            since: changed on this day (UTC) or later.
            decided: only those with a tag.

        Raises:
            CorpusError: there is no such article.
            ExchangeError: there is no such tag.
        """
        from annotations.exchange.filters import chosen

        wanted = self._filter(tags, articles, annotators, since, decided=decided)
        rows = AnnotationRows(self.scheme)
        facts = cache(self._facts)  # asked when the first row is made
        return Records(
            "annotations",
            lambda: chosen(self._store(), wanted),
            rows.columns,
            lambda annotation: rows.row(annotation, facts()(annotation.article.id)),
        )

    def figures(self) -> Records[FigureLine]:
        """Return every amount of the articles: of claims as it was noted, else as it is read."""
        from annotations.insight.figures import line_of
        from annotations.services.figures import corpus_figures

        def read() -> Iterator[FigureLine]:
            listed = corpus_figures(self._project, self._store(), _warn)
            return (line_of(each.figure) for each in listed)

        return Records("figures", read, _FIGURES, _with_days)

    def suggestions(self) -> Records[SuggestionRecord]:
        """Return what would be suggested of each sentence, as `claimreader suggest` has it."""
        return Records("suggestions", self._suggestions, _SUGGESTIONS, msgspec.structs.asdict)

    def agreement(self, other: str | Path) -> Comparison:
        """Return how far these annotations agree with those of another annotations file.

        Raises:
            StoreError: that file isn't there, or can't be read.
        """
        from annotations.services.agreement import compare_files

        return compare_files(self._project, self.database, Path(other).expanduser())[0]

    def agreement_between(self, first: str, second: str) -> Comparison:
        """Return how far two annotators agree who have worked in the same annotations file."""
        from annotations.services.agreement import compare_with

        annotations = self._store().list()
        sides = ([each for each in annotations if each.annotator == name] for name in (first, second))
        return compare_with(self._project.corpus, *sides)

    def export(
        self,
        format: str,  # noqa: A002 - as the option of the command is called
        target: str | Path | BinaryIO,
        *,
        tags: Iterable[str] = (),
        articles: Iterable[str] = (),
        annotators: Iterable[str] = (),
        since: date | None = None,
        decided: bool = False,
        force: bool = False,
    ) -> ExportReport:
        """Write annotations for another program; returns what was written, and what the format can't carry.

        Args:
            format: its name, as `claimreader export --formats` lists them.
            target: a file or folder, or an open binary file.
            tags: as for `annotations`, as all that follow.
            articles: ids.
            annotators: names.
            since: a day.
            decided: only those with a tag.
            force: replace what is there.

        Raises:
            ExchangeError: there is no such format or tag, or the path may not be written.
            CorpusError: there is no such article.
            StoreError: the annotations can't be read, or the path can't be written.
        """
        from annotations.services.export import export

        wanted = self._filter(tags, articles, annotators, since, decided=decided)
        path = target if not isinstance(target, str | Path) else Path(target).expanduser()
        return export(self._project, format, path, wanted=wanted, force=force)

    # ------------------------------------------------------------------------------------------ behind it

    def _store(self) -> Store:
        if self._followed is None:
            from annotations.services.following import followed

            self._followed = followed(self._project)
        return self._followed

    def _filter(
        self,
        tags: Iterable[str],
        articles: Iterable[str],
        annotators: Iterable[str],
        since: date | None,
        *,
        decided: bool,
    ) -> Filter:
        from annotations.exchange.filters import Filter
        from annotations.services.export_filter import made_exact

        given = Filter(_names(tags), _names(articles), _names(annotators), since, decided)
        wanted, notes = made_exact(given, self._project.corpus, self.scheme, self._store())
        for note in notes:
            _warn(note)
        return wanted

    def _articles(self) -> Iterator[ArticleRecord]:
        from annotations.composition import filed_record
        from annotations.corpus import ArticleError
        from annotations.model.outline import progress

        store, corpus = self._store(), self._project.corpus
        for entry in corpus.entries:
            try:
                article = corpus.read(entry)
            except ArticleError as error:
                _warn(str(error))
                continue
            counted = progress(article.outline, store.list(article.id))
            correction = self._project.corrections.get(article.id)
            yield ArticleRecord(
                id=article.id,
                title=article.title,
                source=article.source,
                published=article.published,
                url=article.url,
                sha256=article.sha256,
                length=filed_record(article)["length"],
                sentences=counted.total,
                decided=counted.decided,
                claims=counted.claims,
                set_aside=(correction.set_aside or None) if correction else None,
            )

    def _suggestions(self) -> Iterator[SuggestionRecord]:
        from annotations.services.suggested_sentences import suggested_sentences

        for each in suggested_sentences(self._project, self._store(), _warn):
            suggestion = each.suggestion
            yield SuggestionRecord(
                article=suggestion.article,
                index=suggestion.index,
                start=suggestion.start,
                end=suggestion.end,
                text=each.text,
                claim=suggestion.claim,
                type=suggestion.type,
                worth_checking=suggestion.worth_checking,
                claimant=each.claimant or None,
                reported_as=each.reported_as or None,
                why=each.why(),
            )

    def _facts(self) -> Any:
        """Return what gives title, source, date and address of an article, also of one that is gone."""
        from annotations.exchange.articles import Articles

        return Articles.of_corpus(self._project.corpus, self._store().articles()).metadata


def _article_row(record: ArticleRecord) -> dict[str, Any]:
    values = _with_days(record)
    return {"article": values.pop("id"), **values}


def _with_days(record: Any) -> dict[str, Any]:
    values = msgspec.structs.asdict(record)
    return values | {name: day(values[name]) for name in ("published", "as_of") if name in values}


def _names(given: Iterable[str]) -> tuple[str, ...]:
    """Return names as a tuple; a single one may stand by itself."""
    return (given,) if isinstance(given, str) else tuple(given)


def _warn(line: str) -> None:
    warnings.warn(line, CorpusWarning, stacklevel=3)
