"""`claimreader list`: the articles with their progress."""

from __future__ import annotations

import argparse
import sys

import msgspec

from annotations.tagging import progress
from tui.commands.opening import articles, on_terminal, printable, project, terminal_width


def run(options: argparse.Namespace) -> int:
    """Print one line an article: id, decided, claims, date, source, title."""
    desk = project(options)
    store = desk.store(readonly=True)
    count = 0
    lines = []
    for article in articles(desk):
        count += 1
        state = progress(article, store.list(article.id))
        record = {
            "id": article.id,
            "title": article.title,
            "source": article.source,
            "published": article.published,
            "sentences": state.total,
            "decided": state.decided,
            "claims": state.claims,
        }
        if options.json:
            sys.stdout.write(msgspec.json.encode(record).decode() + "\n")
        else:
            lines.append((article.id, f"{state.decided}/{state.total}", f"{state.claims}", article.published or "", article.source or "", article.label))
    if on_terminal():
        _table(lines)
    else:
        for line in lines:
            print("\t".join(" ".join(part.split()) for part in line))
    return 0 if count else 2


def _table(lines: list[tuple[str, ...]]) -> None:
    from tui.commands.rows import fitted, keeping_order

    width = terminal_width()
    names = min(28, max((len(line[0]) for line in lines), default=0))
    with keeping_order():
        for name, decided, claims, published, _, label in lines:
            left = f"{printable(name):<{names}.{names}} {decided:>7} {claims:>4} {published:<10.10} "
            print(left + fitted(label, max(1, width - len(left)), right=True))
