"""`claimreader list`: the articles with their progress.

What is counted: sentences that anybody has annotated, of those that aren't boilerplate; and annotations that
are claims, of which a sentence may have several.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from annotations.model.outline import Progress, from_bytes, progress
from tui.cli import corpus_argument
from tui.commands.indexed import indexed
from tui.commands.opening import field, on_terminal, open_project, saved_annotations, terminal_width
from tui.commands.output import json_line, rows_or_lines

if TYPE_CHECKING:
    from annotations.corpus.listing import ArticleRow


class Listed(msgspec.Struct):
    """One line of `list --json`."""

    id: str
    title: str | None
    source: str | None
    published: str | None
    sentences: int
    """Boilerplate left out, here and in what follows."""
    decided: int
    """Those with at least one annotation, by anyone."""
    claims: int
    """Annotations that are claims; a sentence may have several."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print one line an article: id, decided, claims, date, source, title; a terminal gets a heading."""
    project = open_project(options)
    with indexed(project) as repository:
        store = saved_annotations(project)
        listed = (
            (row, progress(from_bytes(row.outline), store.list(row.entry.id)))
            for row in repository.index.listing()
        )
        if options.json:
            lines: Iterator[str] = _json(listed)
        elif on_terminal():
            lines = _rows(listed)
        else:
            lines = _fields(listed)
        with rows_or_lines(as_json=options.json) as write:
            for line in lines:
                write(line)
    return 0


def _json(listed: Iterator[tuple[ArticleRow, Progress]]) -> Iterator[str]:
    for row, state in listed:
        record = Listed(
            id=row.entry.id,
            title=row.label if row.titled else None,
            source=row.source,
            published=row.published,
            sentences=state.total,
            decided=state.decided,
            claims=state.claims,
        )
        yield json_line(record)


def _fields(listed: Iterator[tuple[ArticleRow, Progress]]) -> Iterator[str]:
    for row, state in listed:
        about = (row.published or "", row.source or "", row.label)
        fields = (row.entry.id, f"{state.decided}/{state.total}", str(state.claims), *about)
        yield "\t".join(map(field, fields))


def _rows(listed: Iterator[tuple[ArticleRow, Progress]]) -> Iterator[str]:
    from tui.commands.rows import fitted

    width = terminal_width()
    names = min(28, width // 3)
    left = f"{'article':<{names}} {'decided':>8} {'claims':>6} {'date':<10} "
    yield left + f"{'title':>{max(1, width - len(left))}}"
    for row, state in listed:
        decided = f"{state.decided}/{state.total}"
        left = f" {decided:>8} {state.claims:>6} {fitted(row.published or '', 10)} "
        title = fitted(row.label, width - names - len(left), right=True)
        yield fitted(row.entry.id, names) + left + title
