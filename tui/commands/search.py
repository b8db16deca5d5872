"""`claimreader search QUERY`: the articles that have all words of the query, with the places of the hits.

Words are found in their forms: with prefixes and endings, in the singular and the plural, in other spellings
of hamza and of names. The best match comes first: the rarest words count most; of equals, the newest.

  "كوريا الشمالية"      exactly these words, in this order
  -كلمة  -"عبارة"       articles without it
  صاروخ*               words that begin so
  "روسيا الناتو"~5      these words with at most five others between them

In a team also: mine: (mine to read), by:NAME (NAME's), open: (nobody is done with it), -open: and so on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from annotations.services.articles import FoundArticle, has_words, search_articles
from annotations.services.team_filter import (
    NoSuchMemberError,
    TeamTerm,
    WhoseArticles,
    member_of,
    picture_from_hub,
    split,
)
from annotations.team.errors import TeamError
from annotations.text.sanitising import escaped
from tui.commands.arguments import Usage, corpus_argument, one_of
from tui.commands.indexed import indexed
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.opening import complain, field, note, open_project, saved_annotations, terminal_width
from tui.commands.output import write_records
from tui.i18n import _

if TYPE_CHECKING:
    from array import array

    from annotations.composition import Project
    from annotations.corpus.article_index import ArticleIndex
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.services.concordance import Hit
    from annotations.services.concordance_query import ConcordanceQuery
    from annotations.store.base import AnnotationReader
    from tui.terminal.pager import Parts

SORTS = ("before", "after", "date", "source")
"""The orders of `annotations.services.concordance.ORDERS` beside that of the corpus."""


USAGE = Usage(
    examples=(
        ('claimreader search "اوكرانيا الناتو" ~/articles', "articles that have both words"),
        ('claimreader search --lines "اوكرانيا source:ستيب" ~/articles', "each place, a row each"),
        ("claimreader search --lines صاروخ --sort date --json", "for another program, newest first"),
    ),
    exits={1: "there is no hit"},
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("query", metavar="QUERY", help='words, a "phrase", -without, begin*, "near by"~5')
    corpus_argument(parser)
    parser.add_argument(
        "--lines",
        action="store_true",
        help="a concordance: a row for each hit, aligned; QUERY may have source:, from:, to: and article:",
    )
    parser.add_argument(
        "--sort",
        metavar="|".join(SORTS),
        type=one_of(SORTS),
        help="of --lines: by the words before the hit or after it, by date (newest first) or source",
    )
    parser.add_argument("--all", action="store_true", help="of --lines: hits in boilerplate, too")


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    from annotations.services.concordance import HitLine

    article = {
        "article": "id of the article",
        "title": "its title",
        "source": "who published it",
        "published": "when, ISO 8601",
        "hits": "start and end of each hit in its text; none if only title or source have the words",
        "start": "offset at which the snippet begins",
        "snippet": "the text around the first hit",
    }
    hit = {
        "article": "id of the article",
        "title": "its title",
        "source": "who published it",
        "published": "when, ISO 8601",
        "index": "number of the sentence, from 0",
        "boilerplate": "whether the sentence is boilerplate",
        "start": "offset at which the hit begins",
        "end": "offset behind it",
        "before": "words of the same line before the hit",
        "hit": "the hit as it is written there",
        "after": "words of the same line behind it",
    }
    return [JsonLine("", fields_of(FoundArticle, article)), JsonLine("--lines", fields_of(HitLine, hit))]


def run(options: argparse.Namespace) -> int:
    """Print one line an article: id, number of hits, offsets of the first one, the text around it.

    With `--lines` one line a hit. Exit code 1 if there is none, as grep's.
    """
    if options.lines:
        return _run_lines(options)
    if options.sort or options.all:
        complain(f"{'--sort' if options.sort else '--all'} goes with --lines")
        return 2
    words, terms = split(options.query)
    if not has_words(words) and not terms:
        complain(f"QUERY {options.query!r} has no word to look for")
        return 2
    project = open_project(options)
    store = saved_annotations(project, about_articles=True)  # they have what was corrected of articles
    with indexed(project) as article_index:
        among = _among(project, store, terms, article_index) if terms else None
        articles = search_articles(article_index.opened, words, among)
        count = write_records(
            articles,
            as_json=options.json,
            record_of=lambda article: article,
            rows=_rows,
            fields=_fields,
            heading=True,
        )
        if not count:
            note(_("no article has {words}").format(words=options.query))
    return 0 if count else 1


def _among(
    project: Project, store: AnnotationReader, terms: Sequence[TeamTerm], article_index: ArticleIndex
) -> Callable[[array[int]], array[int]]:
    """Return what keeps the articles that a query means by what it says of the team.

    Raises:
        TeamError: it names no member, or several; or I am in no team.
    """
    picture, whose, index = picture_from_hub(project, store), WhoseArticles(), article_index.opened
    for name in (term.name for term in terms if term.name):
        try:
            member_of(picture, name)
        except NoSuchMemberError as error:
            begins = "may be one of these" if error.fitting else "is none of these"
            names = ", ".join(map(escaped, error.fitting or picture.members))
            raise TeamError(f"by:{escaped(name)} {begins}: {names}") from None
    return lambda keys: whose.keep(keys, terms, picture, index)


def _fields(article: FoundArticle) -> str:
    place = "{}-{}".format(*article.hits[0]) if article.hits else ""
    return "\t".join(map(field, (article.article, str(len(article.hits)), place, article.snippet)))


def _rows(articles: Iterable[FoundArticle]) -> Iterator[str]:
    from tui.presenters.table import Column, table_rows

    columns = [
        Column(_("article"), least=12, most=28),
        Column(_("hits"), number=True, most=6),
        Column(_("date"), least=10, most=10, spare=2),
        Column(_("source"), least=10, most=20, spare=3),
        Column(_("text"), least=40),
    ]
    records = (
        (
            article.article,
            str(len(article.hits)),
            article.published or "",
            article.source or "",
            article.snippet,
        )
        for article in articles
    )
    return table_rows(columns, records, terminal_width())


# ---------------------------------------------------------------------------------------------- a line a hit


def _run_lines(options: argparse.Namespace) -> int:
    """Print one line a hit, as they are found, or sorted when all are."""
    from annotations.services.concordance import line_of
    from annotations.services.concordance_query import read_query

    words, terms = split(options.query)
    asked = read_query(words)
    if asked.problem:
        complain(f"{asked.problem} is no date like 2025-05-03, 2025-05 or 2025")
        return 2
    if not asked:
        complain(f"QUERY {options.query!r} has no word to look for")
        return 2
    project = open_project(options)
    store = saved_annotations(project, about_articles=True)  # they have what was corrected of articles
    with indexed(project) as article_index:
        among = _among(project, store, terms, article_index) if terms else None
        printed = _PrintedHits(article_index.opened, asked, among, boilerplate=options.all)
        hits = printed.sorted(options.sort) if options.sort else iter(printed)
        count = write_records(
            hits, as_json=options.json, record_of=line_of, rows=_hit_rows, fields=_hit_fields
        )
        for line in printed.notices():
            note(line)
        if not count and not printed.left_out:
            note(_("no article has {words}").format(words=options.query))
    return 0 if count else 1


class _PrintedHits:
    """The hits that are printed, and how many aren't.

    Args:
        index: of the corpus.
        asked: what is looked for.
        among: keeps of articles those that are meant by what a query says of the team; None: all are.
        boilerplate: whether hits in boilerplate are printed, too.
    """

    def __init__(
        self,
        index: CorpusIndex,
        asked: ConcordanceQuery,
        among: Callable[[array[int]], array[int]] | None,
        *,
        boilerplate: bool,
    ) -> None:
        from annotations.services.concordance import Concordance

        self._concordance = Concordance(index, asked, among=among)
        self._boilerplate = boilerplate
        self.left_out = 0
        """Hits in boilerplate."""
        self._beyond = False

    def __iter__(self) -> Iterator[Hit]:
        for hits in self._concordance:
            for hit in hits:
                if hit.boilerplate and not self._boilerplate:
                    self.left_out += 1
                else:
                    yield hit

    def sorted(self, order: str) -> Iterator[Hit]:
        """Yield the first hits, as many as can be sorted, in an order."""
        from itertools import islice

        from annotations.services.concordance import MOST, sorted_hits

        hits = list(islice(self, MOST + 1))
        self._beyond = len(hits) > MOST
        yield from sorted_hits(hits[:MOST], order)

    def notices(self) -> Iterator[str]:
        """Yield what there is to say about hits that weren't printed."""
        from annotations.services.concordance import MOST

        if self._beyond:
            yield f"these are the first {MOST:,} hits, sorted; without --sort all are printed"
        if self.left_out:
            hits = "1 hit" if self.left_out == 1 else f"{self.left_out:,} hits"
            yield f"left out: {hits} in boilerplate; --all prints them, too"
        if aside := self._concordance.aside:
            articles = "1 article that is" if aside == 1 else f"{aside:,} articles that are"
            yield f"left out: {articles} set aside"


def _hit_fields(hit: Hit) -> str:
    """Return article, sentence from 1, the hit's offsets, and the words before, in and behind it."""
    numbers = (str(hit.sentence + 1), str(hit.start), str(hit.end))
    return "\t".join(map(field, (hit.article.id, *numbers, hit.before, hit.hit, hit.after)))


def _hit_rows(hits: Iterable[Hit]) -> Iterator[Parts]:
    """Yield a row a hit, in which the hit is bold."""
    from tui.commands.rows import bold_parts
    from tui.presenters.concordance import hit_cells, hit_columns, placed
    from tui.presenters.text_rows import fitted

    width = terminal_width()
    columns = hit_columns(width)
    room = max(1, width - sum(column.room + 1 for column in columns))
    for hit in hits:
        cells = hit_cells(hit, columns)
        left = "".join(f"{fitted(cell, column.room)} " for cell, column in zip(cells, columns, strict=True))
        line, at = placed(hit, room)
        yield [(left + " " * at, False), *bold_parts(line, line.columns(hit.first, hit.last))]
