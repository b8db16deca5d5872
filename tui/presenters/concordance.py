"""Puts the hits of a concordance into rows: a few columns, and the words around each hit in one place of all.

The text stands at the right. What follows a hit stands at its left, what stands before it at its right, and
each hit begins at the same cell, a little right of the middle. Columns give way where there is little room:
in 80 cells the text has four fifths of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.model.article import short_id
from tui.bidi import Paragraph, direction_of
from tui.bidi.around import Placed, around
from tui.i18n import N_, _, plural
from tui.presenters.cases import Passage
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme
    from annotations.services.concordance import Hit

ORDER_NAMES = {
    "corpus": N_("corpus order"),
    "before": N_("by what stands before"),
    "after": N_("by what follows"),
    "date": N_("newest first"),
    "source": N_("by source"),
}
"""The names of the orders on the screen."""
_USUAL = 6
"""Cells of a usual hit: so many more are left of where it begins than right of it."""
_RECORD = re.compile(r":(\d+)\Z", re.ASCII)


class HitColumn(NamedTuple):
    """A column of a concordance."""

    id: str
    name: str
    room: int
    """Its cells."""


class HitRow(NamedTuple):
    """A row has the mark of the user, the letters of its sentence's tags, its columns, and the hit."""

    mark: str
    tags: str
    columns: tuple[str, ...]
    hit: Hit


MARK = "*"
"""Stands before the row of a hit that the user has marked."""


def hit_columns(width: int) -> list[HitColumn]:
    """Return the columns for which a view of so many cells has room."""
    columns = [HitColumn("article", N_("article"), 7 if width < 100 else 10 if width < 140 else 14)]
    if width >= 110:
        columns.append(HitColumn("source", N_("source"), 12 if width < 140 else 20))
    if width >= 92:
        columns.append(HitColumn("date", N_("date"), 10))
    return columns


def hit_cells(hit: Hit, columns: Sequence[HitColumn]) -> tuple[str, ...]:
    """Return what stands in the columns of a hit's row."""
    article = hit.article
    cells = {
        "article": with_signs(article_name(article.id)),
        "source": with_signs(" ".join((article.source or "").split())),
        "date": with_signs((article.published or "")[:10]),
    }
    return tuple(cells[column.id] for column in columns)


def article_name(article_id: str) -> str:
    """Return an article's id for a narrow column; of many records in a file the record's number counts."""
    record = _RECORD.search(article_id)
    return f"{short_id(article_id[: record.start()])}:{record[1]}" if record else short_id(article_id)


def place_of_hit(hit: Hit) -> str:
    """Return where a hit is: the article, and its sentence from 1."""
    return f"{with_signs(article_name(hit.article.id))} · {hit.sentence + 1}"


def sides(width: int) -> tuple[int, int]:
    """Return the cells at either side of where hits begin, in a text of so many: left with the hit, right."""
    right = max(0, (width - _USUAL) // 2)
    return max(1, width - right), right


def placed(hit: Hit, width: int) -> Placed:
    """Return the line of a hit in a row of so many cells."""
    left, right = sides(width)
    direction = direction_of(hit.around, in_rtl=True)
    paragraph = Paragraph(with_signs(hit.around, direction), direction)
    return around(paragraph, hit.first, hit.last, left, right)


def tags_of(annotations: Sequence[Annotation], scheme: Scheme) -> str:
    """Return the letters of all tags of a sentence; a dot if it is decided and has none."""
    tags = dict.fromkeys(tag for annotation in annotations for tag in annotation.tags)
    return scheme.letters(tags) or ("·" if annotations else "")


def passages_about(hit: Hit, article: Article, tags: str) -> list[Passage]:
    """Return what the panel shows of a hit: its sentence, and the article that it is of.

    Args:
        hit: the one under the cursor.
        article: as it was when the hit was found.
        tags: the names of the tags of the sentence, if it has any.
    """
    sentence = article.units[hit.sentence]
    start, end = min(sentence.start, hit.start), max(sentence.end, hit.end)
    kind = "" if tags or not hit.boilerplate else _("boilerplate")
    label = tuple(filter(None, (place_of_hit(hit), tags or kind)))
    about = tuple(filter(None, (with_signs(hit.article.source or ""), (hit.article.published or "")[:10])))
    passages = [Passage(label, article.text[start:end], ((hit.start - start, hit.end - start),))]
    if about or hit.article.title:
        passages.append(Passage(about, hit.article.title or ""))
    return passages


def counts(hits: int, articles: int) -> str:
    """Return how many hits there are in how many articles: 41 hits · 5 articles."""
    several = plural("{n:,} hit", "{n:,} hits", hits), plural("{n:,} article", "{n:,} articles", articles)
    return " · ".join(several)
