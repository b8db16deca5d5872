"""`claimreader list`: the articles with their progress."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from annotations.outline import Progress, from_bytes, progress
from annotations.text.sanitising import in_cells
from tui.cli import corpus_argument
from tui.commands.indexed import indexed
from tui.commands.opening import field, on_terminal, project, terminal_width
from tui.commands.output import json_line, rows_or_lines

if TYPE_CHECKING:
    from annotations.corpus.listing import Row


class Listed(msgspec.Struct):
    """One line of `list --json`."""

    id: str
    title: str | None
    source: str | None
    published: str | None
    sentences: int
    """Boilerplate left out, here and in what follows."""
    decided: int
    claims: int


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print one line an article: id, decided, claims, date, source, title."""
    desk = project(options)
    with indexed(desk) as catalogue:
        store = desk.store(readonly=True)
        listed = (
            (row, progress(from_bytes(row.outline), store.list(row.entry.id)))
            for row in catalogue.index.listing()
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


def _json(listed: Iterator[tuple[Row, Progress]]) -> Iterator[str]:
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


def _fields(listed: Iterator[tuple[Row, Progress]]) -> Iterator[str]:
    for row, state in listed:
        about = (row.published or "", row.source or "", row.label)
        fields = (row.entry.id, f"{state.decided}/{state.total}", str(state.claims), *about)
        yield "\t".join(map(field, fields))


def _rows(listed: Iterator[tuple[Row, Progress]]) -> Iterator[str]:
    from tui.commands.rows import fitted

    width = terminal_width()
    names = min(28, width // 3)
    for row, state in listed:
        name, date = fitted(in_cells(row.entry.id), names), fitted(in_cells(row.published or ""), 10)
        left = f" {f'{state.decided}/{state.total}':>7} {state.claims:>4} {date} "
        yield name + left + fitted(row.label, width - names - len(left), right=True)
