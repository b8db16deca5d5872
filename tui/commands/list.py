"""`claimreader list`: the articles with their progress.

What is counted: sentences that anybody has annotated, of those that aren't boilerplate; and annotations that
are claims, of which a sentence may have several.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from annotations.services.annotators import AnnotatorProgress, by_annotator
from annotations.services.articles import ListedArticle, list_articles
from tui.commands.arguments import ONE_LANGUAGE, Usage, corpus_argument
from tui.commands.indexed import indexed
from tui.commands.opening import field, open_project, saved_annotations, terminal_width
from tui.commands.output import write_records

USAGE = Usage(
    examples=(
        ("claimreader list ~/articles/event", "how far each article of a folder is"),
        ("claimreader list --annotators ~/articles/event", "who has decided how many sentences"),
        ("claimreader list --json | jq -r 'select(.decided == 0).id'", "articles that nobody has begun"),
    ),
    without=ONE_LANGUAGE,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    parser.add_argument(
        "--annotators", action="store_true", help="who has decided how many sentences, instead of articles"
    )


def run(options: argparse.Namespace) -> int:
    """Print a line an article: id, decided, claims, date, source, title; or one an annotator.

    A terminal gets a heading.
    """
    project = open_project(options)
    with indexed(project) as article_index:
        if options.annotators:
            people = by_annotator(article_index.opened, saved_annotations(project))
            write_records(people, as_json=options.json, record_of=lambda p: p, rows=_people, fields=_person)
            return 0
        listed = list_articles(article_index.opened, saved_annotations(project, about_articles=True))
        write_records(
            listed,
            as_json=options.json,
            record_of=lambda article: article.summary,
            rows=_rows,
            fields=_fields,
        )
    return 0


def _person(person: AnnotatorProgress) -> str:
    counts = (person.decided, person.shared, person.sentences, person.claims, person.articles)
    return "\t".join(map(field, (person.annotator, *map(str, counts), person.last)))


def _people(people: Iterable[AnnotatorProgress]) -> Iterator[str]:
    from tui.presenters.text_rows import fitted

    heads = f"{'decided':>12} {'shared':>8} {'claims':>8} {'articles':>9}  last"
    yield f"{'annotator':<20} {heads}"
    for person in people:
        decided = f"{person.decided}/{person.sentences}"
        counts = f"{decided:>12} {person.shared:>8} {person.claims:>8} {person.articles:>9}"
        yield f"{fitted(person.annotator, 20)} {counts}  {person.last[:16].replace('T', ' ')}"


def _fields(listed: ListedArticle) -> str:
    label, summary = listed
    counts = (f"{summary.decided}/{summary.sentences}", str(summary.claims))
    fields = (summary.id, *counts, summary.published or "", summary.source or "", label)
    return "\t".join(map(field, fields))


def _rows(articles: Iterable[ListedArticle]) -> Iterator[str]:
    from tui.presenters.text_rows import fitted

    width = terminal_width()
    names = min(28, width // 3)
    left = f"{'article':<{names}} {'decided':>8} {'claims':>6} {'date':<10} "
    yield left + f"{'title':>{max(1, width - len(left))}}"
    for label, summary in articles:
        decided = f"{summary.decided}/{summary.sentences}"
        left = f" {decided:>8} {summary.claims:>6} {fitted(summary.published or '', 10)} "
        title = fitted(label, width - names - len(left), right=True)
        yield fitted(summary.id, names) + left + title
