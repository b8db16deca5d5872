"""`claimreader list`: the articles with their progress.

What is counted: sentences that anybody has annotated, of those that aren't boilerplate; and annotations that
are claims, of which a sentence may have several.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from annotations.services.annotators import AnnotatorProgress, by_annotator
from annotations.services.articles import ListedArticle, list_articles
from tui.commands.arguments import Usage, corpus_argument
from tui.commands.indexed import indexed
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.opening import field, open_project, saved_annotations, terminal_width
from tui.commands.output import write_records

USAGE = Usage(
    examples=(
        ("claimreader list ~/articles/event", "how far each article of a folder is"),
        ("claimreader list --annotators ~/articles/event", "who has decided how many sentences"),
        ("claimreader list --json | jq -r 'select(.decided == 0).id'", "articles that nobody has begun"),
    ),
    names_files=True,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    parser.add_argument(
        "--annotators", action="store_true", help="who has decided how many sentences, instead of articles"
    )


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    from annotations.services.articles import ArticleSummary

    article = {
        "id": "id of the article, unique in the corpus",
        "title": "its title",
        "source": "who published it",
        "published": "when, ISO 8601",
        "sentences": "sentences that are no boilerplate",
        "decided": "those of them with an annotation, by anyone",
        "claims": "annotations that are claims; a sentence may have several",
        "same_text": "ids of other articles with the same agency text",
        "set_aside": "why it counts nowhere: irrelevant, duplicate",
        "duplicate_of": "id of the article that it repeats",
        "tags": "tags of the article as a whole",
    }
    person = {
        "annotator": "name of the annotator",
        "decided": "sentences with an annotation of theirs",
        "shared": "those of them that somebody else has decided, too",
        "sentences": "sentences that there are to decide in the corpus",
        "claims": "annotations of theirs that are claims",
        "articles": "articles in which they have decided something",
        "last": "time of their latest change, ISO 8601",
    }
    return [
        JsonLine("", fields_of(ArticleSummary, article)),
        JsonLine("--annotators", fields_of(AnnotatorProgress, person)),
    ]


def run(options: argparse.Namespace) -> int:
    """Print a line an article: id, decided, claims, date, source, title; or one an annotator.

    A terminal gets a heading.
    """
    project = open_project(options)
    with indexed(project) as article_index:
        if options.annotators:
            people = by_annotator(article_index.opened, saved_annotations(project, index=article_index))
            write_records(
                people,
                as_json=options.json,
                record_of=lambda p: p,
                rows=_people,
                fields=_person,
                heading=True,
            )
            return 0
        store = saved_annotations(project, about_articles=True, index=article_index)
        listed = list_articles(article_index.opened, store)
        write_records(
            listed,
            as_json=options.json,
            record_of=lambda article: article.summary,
            rows=_rows,
            fields=_fields,
            heading=True,
        )
    return 0


def _person(person: AnnotatorProgress) -> str:
    counts = (person.decided, person.shared, person.sentences, person.claims, person.articles)
    return "\t".join(map(field, (person.annotator, *map(str, counts), person.last)))


def _people(people: Iterable[AnnotatorProgress]) -> Iterator[str]:
    from tui.i18n import _
    from tui.presenters.table import Column, table_rows

    columns = [
        Column(_("annotator"), least=8, most=30),
        Column(_("decided"), number=True, most=15),
        Column(_("shared"), number=True, most=10, spare=1),
        Column(_("claims"), number=True, most=10),
        Column(_("articles"), number=True, most=10),
        Column(_("last"), least=10, most=16, spare=2),
    ]
    records = (
        (
            person.annotator,
            f"{person.decided}/{person.sentences}",
            str(person.shared),
            str(person.claims),
            str(person.articles),
            person.last[:16].replace("T", " "),
        )
        for person in people
    )
    return table_rows(columns, records, terminal_width())


def _fields(listed: ListedArticle) -> str:
    return "\t".join(map(field, _values(listed)))


def _values(listed: ListedArticle) -> tuple[str, ...]:
    label, summary = listed
    decided = f"{summary.decided}/{summary.sentences}"
    return summary.id, decided, str(summary.claims), summary.published or "", summary.source or "", label


def _rows(articles: Iterable[ListedArticle]) -> Iterator[str]:
    from tui.i18n import _
    from tui.presenters.table import Column, table_rows

    columns = [
        Column(_("article"), least=12, most=28),
        Column(_("decided"), number=True, most=11),
        Column(_("claims"), number=True, most=7),
        Column(_("date"), least=10, most=10, spare=1),
        Column(_("source"), least=10, most=24, spare=2),
        Column(_("title"), least=28),
    ]
    return table_rows(columns, map(_values, articles), terminal_width())
