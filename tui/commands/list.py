"""`claimreader list`: the articles with their progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from annotations.outline import Progress, from_bytes, progress
from tui.cli import corpus_argument
from tui.commands.indexed import indexed
from tui.commands.opening import field, on_terminal, printable, project, saved_annotations, terminal_width
from tui.commands.output import json_line

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
        store = saved_annotations(desk)
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
        for line in lines:
            sys.stdout.write(line + "\n")
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
    from tui.commands.rows import fitted, keeping_order

    width = terminal_width()
    names = min(28, width // 3)
    with keeping_order() as sent:
        for row, state in listed:
            decided = f"{state.decided}/{state.total}"
            name = printable(row.entry.id)
            left = f"{name:<{names}.{names}} {decided:>7} {state.claims:>4} {row.published or '':<10.10} "
            yield sent(left + fitted(row.label, width - len(left), right=True))
