"""The export: what is chosen, whether it may be written there, the writing, and what is said at the end.

The command line and the screen both call `export`; neither has a rule of its own. It may be called in a
worker thread, with `tell` for how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import msgspec

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.filters import Filter, chosen, named
from annotations.services.choosing import made_exact
from annotations.services.output_paths import OutputPaths

if TYPE_CHECKING:
    from annotations.exchange.losses import ExportReport
    from annotations.model.records import Annotation
    from annotations.project import Project


class StoppedError(Exception):
    """The user stopped the export; nothing was written."""


class Progress(NamedTuple):
    """How far an export is."""

    articles: int
    """Those that are done."""
    articles_total: int
    annotations: int


def export(
    project: Project,
    name: str,
    target: Path | str | BinaryIO,
    *,
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    force: bool = False,
    losses: Path | str | None = None,
    tell: Callable[[Progress], None] = lambda _: None,
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
    store = project.store(readonly=True)
    wanted, notes = made_exact(wanted, project.corpus, project.scheme, store)
    total = len(named(store, wanted))
    count = 0

    def telling() -> Iterator[Annotation]:
        nonlocal count
        articles, current = -1, None
        for annotation in chosen(store, wanted):
            if annotation.article.id != current:
                articles, current = articles + 1, annotation.article.id
            tell(Progress(articles, total, count))
            count += 1
            yield annotation

    articles = Articles.of_corpus(project.corpus, store.articles())
    report = registry.export(name, telling(), articles, project.scheme, target, force=force)
    if count == 0:
        stored = len(store.list())
        many = f"{stored} annotation{'s' * (stored != 1)}"
        notes.append(f"nothing was chosen of {many} in {project.database}")
    report = msgspec.structs.replace(report, remarks=(*notes, *report.remarks))
    if isinstance(losses, Path):
        from annotations.exchange.files import write_stream

        write_stream(losses, [report.json()])
    return report
