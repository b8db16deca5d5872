"""`claimreader list`: the articles with their progress.

What is counted: sentences that anybody has annotated, of those that aren't boilerplate; and annotations that
are claims, of which a sentence may have several.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from annotations.services.articles import ListedArticle, list_articles
from tui.commands.arguments import corpus_argument
from tui.commands.indexed import indexed
from tui.commands.opening import field, open_project, saved_annotations, terminal_width
from tui.commands.output import write_records


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print one line an article: id, decided, claims, date, source, title; a terminal gets a heading."""
    project = open_project(options)
    with indexed(project) as article_index:
        listed = list_articles(article_index.opened, saved_annotations(project))
        write_records(
            listed,
            as_json=options.json,
            record_of=lambda article: article.summary,
            rows=_rows,
            fields=_fields,
        )
    return 0


def _fields(listed: ListedArticle) -> str:
    label, summary = listed
    counts = (f"{summary.decided}/{summary.sentences}", str(summary.claims))
    fields = (summary.id, *counts, summary.published or "", summary.source or "", label)
    return "\t".join(map(field, fields))


def _rows(articles: Iterable[ListedArticle]) -> Iterator[str]:
    from tui.commands.rows import fitted

    width = terminal_width()
    names = min(28, width // 3)
    left = f"{'article':<{names}} {'decided':>8} {'claims':>6} {'date':<10} "
    yield left + f"{'title':>{max(1, width - len(left))}}"
    for label, summary in articles:
        decided = f"{summary.decided}/{summary.sentences}"
        left = f" {decided:>8} {summary.claims:>6} {fitted(summary.published or '', 10)} "
        title = fitted(label, width - names - len(left), right=True)
        yield fitted(summary.id, names) + left + title
