"""Exports what is chosen: it sees whether it may be written there, writes, and says what it did.

The command line and the screen both call `export`; neither has a rule of its own. It may be called in a
worker thread, with `tell` for how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import msgspec

from annotations.corpus.article_index import ArticleIndex
from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.filters import Filter, chosen, named
from annotations.services.agreement import agreement_of_pairs
from annotations.services.export_filter import made_exact
from annotations.services.following import followed
from annotations.services.output_paths import OutputPaths

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.exchange.losses import ExportReport
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme


class StoppedError(Exception):
    """The user stopped the export; nothing was written."""


class ExportProgress(NamedTuple):
    """The articles and annotations that an export has dealt with."""

    articles: int
    """Those that are done."""
    articles_total: int
    annotations: int


class FormatSummary(msgspec.Struct, frozen=True):
    """One format, as `export --formats` lists it."""

    name: str
    about: str
    """A line that says what it is, and what it can carry."""
    imports: bool
    exports: bool = True


def format_summaries() -> list[FormatSummary]:
    """Return all formats: those that an export can have, then those that are only imported."""
    return [
        FormatSummary(format_.name, format_.summary(), format_.imports, format_.exports)
        for format_ in (registry.FORMATS | registry.READ_ONLY).values()
    ]


def line_schema(project: Project) -> bytes:
    """Return the JSON Schema of a line of the native format, indented, for the scheme of a project."""
    from annotations.exchange.formats import jsonl

    return msgspec.json.format(msgspec.json.encode(jsonl.json_schema(project.scheme)), indent=2)


def annotation_fields(scheme: Scheme) -> dict[str, tuple[Any, str]]:
    """Return the keys of a line of the format jsonl, each with its type and its meaning."""
    from annotations.exchange.formats import jsonl

    record = jsonl.line_type(scheme)
    return {field.name: (field.type, jsonl.MEANINGS[field.name]) for field in msgspec.structs.fields(record)}


def check_format(name: str) -> None:
    """Make sure that there is a format of this name: that is said before anything is read.

    Raises:
        ExchangeError: there is none; the line says which may be meant.
    """
    registry.find(name)


def export(
    project: Project,
    name: str,
    target: Path | str | BinaryIO,
    *,
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    force: bool = False,
    losses: Path | str | None = None,
    tell: Callable[[ExportProgress], None] = lambda _: None,
) -> ExportReport:
    """Write the annotations that are saved and pass a filter.

    Args:
        project: whose annotations.
        name: of the format.
        target: the file or folder, or an open binary file such as standard output.
        wanted: what goes out.
        force: replace what is there, if it is the user's own.
        losses: a file for what the format could not carry, as JSON.
        tell: called with each annotation; may raise `StoppedError`.

    Raises:
        CorpusError: there is no article of a name that the filter has; nothing of the corpus can be read.
        ThereAlreadyError: something is at a path, and `force` isn't set.
        ExchangeError: see `registry.export`; there is no such tag; or a path may not be written, see
            `output_paths`.
        StoreError: the annotations can't be read, or a path can't be written.
        StoppedError: `tell` raised it; whatever stood at the path still does.
    """
    form = registry.find(name)  # an unknown format is said before the corpus is read
    paths = OutputPaths(project)
    if isinstance(target, Path | str):
        target = paths.check(target, folder=form.folder, binary=form.binary, force=force)
        companion = registry.companion(name, target)
        if companion is not None:
            paths.check(companion, force=force)
    else:
        companion = None
    if losses is not None:
        others = [path for path in (target, companion) if isinstance(path, Path)]
        losses = paths.check(losses, force=force, beside=others)
    store = followed(project)
    wanted, notes = made_exact(wanted, project.corpus, project.scheme, store)
    total = len(named(store, wanted))
    count = 0

    def telling() -> Iterator[Annotation]:
        nonlocal count
        articles, current = -1, None
        for annotation in chosen(store, wanted):
            if annotation.article.id != current:
                articles, current = articles + 1, annotation.article.id
            tell(ExportProgress(articles, total, count))
            count += 1
            yield annotation

    index = ArticleIndex(project.corpus)
    try:
        kept = index.opened if index.kept_listing() is not None else None
        articles = Articles.of_corpus(project.corpus, store.articles(), kept)
        report = registry.export(
            name,
            telling(),
            articles,
            project.scheme,
            target,
            force=force,
            agreement=lambda: agreement_of_pairs(project.corpus, chosen(store, wanted)),
        )
    finally:
        index.close()
    if count == 0:
        stored = len(store.list())
        many = f"{stored} annotation{'s' * (stored != 1)}"
        notes.append(f"nothing was chosen of {many} in {project.database}")
    report = msgspec.structs.replace(report, remarks=(*notes, *report.remarks))
    if isinstance(losses, Path):
        from annotations.exchange.files import write_stream

        write_stream(losses, [report.json()])
    return report
