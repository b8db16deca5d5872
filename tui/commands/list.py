"""`claimreader list`: the articles with their progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import msgspec

from annotations.article import Article
from annotations.tagging import Progress, progress
from tui.cli import corpus_argument
from tui.commands.opening import articles, field, on_terminal, printable, project, terminal_width


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
    store = desk.store(readonly=True)
    listed = ((article, progress(article, store.list(article.id))) for article in articles(desk))
    if options.json:
        lines: Iterator[str] = _json(listed)
    elif on_terminal():
        lines = _rows(listed)
    else:
        lines = _fields(listed)
    count = 0
    for line in lines:
        count += 1
        sys.stdout.write(line + "\n")
    return 0 if count else 2


def _json(listed: Iterator[tuple[Article, Progress]]) -> Iterator[str]:
    for article, state in listed:
        record = Listed(
            id=article.id,
            title=article.title,
            source=article.source,
            published=article.published,
            sentences=state.total,
            decided=state.decided,
            claims=state.claims,
        )
        yield msgspec.json.encode(record).decode()


def _fields(listed: Iterator[tuple[Article, Progress]]) -> Iterator[str]:
    for article, state in listed:
        about = (article.published or "", article.source or "", article.label)
        fields = (article.id, f"{state.decided}/{state.total}", str(state.claims), *about)
        yield "\t".join(field(value) for value in fields)


def _rows(listed: Iterator[tuple[Article, Progress]]) -> Iterator[str]:
    from tui.commands.rows import fitted, keeping_order

    width = terminal_width()
    names = min(28, width // 3)
    with keeping_order() as sent:
        for article, state in listed:
            decided = f"{state.decided}/{state.total}"
            name = printable(article.id)
            left = f"{name:<{names}.{names}} {decided:>7} {state.claims:>4} {article.published or '':<10.10} "
            yield sent(left + fitted(article.label, width - len(left), right=True))
