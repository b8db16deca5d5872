"""Keeps the lines of each page in the index of a corpus, and which of them are furniture by repetition.

A page's lines are written with its article. At the end of an update it is worked out anew for each source of
which pages came or went what they have in common; as a rule that stays as it was, and then only the new pages
are looked at. All follows from the pages that there are, so a corpus that grew and one that was indexed at
once have the same furniture.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from annotations.corpus.index import LINES
from annotations.corpus.kept_lines import (
    PLACES_BITS,
    KeptLines,
    PageLines,
    digest,
    marks_in,
    names_of,
    source_lines,
)
from annotations.corpus.line_frequency import SAMPLE, furniture_of, lines_of_source, marks_of, places_of
from annotations.model.line_layers import Verdict, relaid
from annotations.model.outline import counted, from_bytes
from annotations.text.folding import folded_words
from annotations.text.page_lines import NO_NAME, line_name, text_lines

if TYPE_CHECKING:
    from annotations.model.article import Article

_BATCH = 2000
"""Pages that are in memory at a time."""
_BY_REPETITION = Verdict(furniture=True, layer="repetition")


def lines_of_article(article: Article, words: list[str]) -> KeptLines:
    """Return the lines of an article, which repetition is to look at; `words` are those of its sentences."""
    sentences = article.own_sentences
    lines = text_lines(article.text, sentences, words)
    given = article.metadata.get("title")
    marks = marks_of(article.text, sentences, lines, line_name(folded_words(given)) if given else NO_NAME)
    return KeptLines(article.site, lines.names.tobytes(), marks.tobytes())


def bring_up_to_date(db: sqlite3.Connection) -> None:
    """Work out what is repeated, where pages came or went since that was done last."""
    came_or_went = [
        site
        for (site,) in db.execute(
            "SELECT DISTINCT site FROM lines WHERE repeated IS NULL"
            " OR article NOT IN (SELECT key FROM articles) ORDER BY site"
        )
    ]
    if not came_or_went:
        return
    db.execute("BEGIN")
    try:
        db.execute("DELETE FROM lines WHERE article NOT IN (SELECT key FROM articles)")
        for site in came_or_went:
            _renew(db, site)
        db.execute("DELETE FROM sources WHERE site NOT IN (SELECT site FROM lines)")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _renew(db: sqlite3.Connection, site: str) -> None:
    sample = db.execute(
        "SELECT lines.names, marks FROM lines JOIN articles ON key = article"
        " WHERE site = ? ORDER BY sha256, id LIMIT ?",
        (site, SAMPLE),
    )
    common = lines_of_source([PageLines(names_of(names), marks_in(marks)) for names, marks in sample])
    before = source_lines(db, site)
    if common != before:
        names = array("Q", sorted(common.lines))
        counts = array(
            "I", [common.lines[name].stories << PLACES_BITS | common.lines[name].places for name in names]
        )
        db.execute(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)",
            (site, common.stories, names.tobytes(), counts.tobytes()),
        )
    places = places_of(common.lines)
    unasked = "AND repeated IS NULL" if places == places_of(before.lines) else ""
    last = -1
    while pages := db.execute(
        f"SELECT article, {LINES}, outline, sentences FROM lines JOIN articles ON key = article"  # noqa: S608 - our columns
        f" WHERE site = ? AND article > ? {unasked} ORDER BY article LIMIT ?",
        (site, last, _BATCH),
    ).fetchall():
        last = pages[-1][0]
        db.executemany(
            "UPDATE lines SET repeated = ?, laid = ?, fewer = ?, digest = ? WHERE article = ?",
            list(_asked(pages, places)),
        )


def _asked(pages: Iterable[tuple[object, ...]], places: Mapping[int, int]) -> Iterator[tuple[object, ...]]:
    for article, *values, outline, sentences in pages:
        kept = KeptLines(*values[:-1])  # type: ignore[arg-type]  # as we wrote them
        page = kept.page
        furniture = furniture_of(page, places)
        repeated = array("Q", sorted(furniture)).tobytes()
        if repeated == kept.repeated:
            continue
        laid, fewer = None, 0
        if furniture:
            assert isinstance(outline, bytes)
            assert isinstance(sentences, int)
            laid = relaid(outline, *page, dict.fromkeys(furniture, _BY_REPETITION))
            fewer = sentences - counted(from_bytes(laid))
        asked = kept._replace(repeated=repeated, laid=laid, fewer=fewer)
        yield repeated, laid, fewer, digest(asked), article
