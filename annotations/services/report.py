"""Makes the report for people: it chooses the claims, sees whether it may be written there, and writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotations.exchange.articles import Articles
from annotations.exchange.filters import Filter, chosen
from annotations.exchange.report import page
from annotations.exchange.report.messages import words_in
from annotations.services.output_paths import OutputPaths

if TYPE_CHECKING:
    from annotations.project import Project


def write_report(
    project: Project,
    target: Path | str,
    *,
    language: str = "en",
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    force: bool = False,
) -> int:
    """Write the claims that are saved as an HTML page; returns how many are in it.

    Args:
        project: whose annotations.
        target: the file.
        language: of the page, see `annotations.exchange.report.messages.words_in`.
        wanted: which annotations; of them those that are tagged as claims go in.
        force: replace the file, if it is the user's own.

    Raises:
        ThereAlreadyError: something is at the path, and `force` isn't set.
        ExchangeError: the path may not be written, see `output_paths`.
        StoreError: the annotations can't be read, or the path can't be written.
        CorpusError: nothing of the corpus can be read.
    """
    path = OutputPaths(project).check(target, force=force)
    store = project.store(readonly=True)
    return page.save(
        chosen(store, wanted),
        Articles.of_corpus(project.corpus, store.articles()),
        project.scheme,
        path,
        words=words_in(language),
        title=project.name,
        force=force,
    )
