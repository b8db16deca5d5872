"""Works out all that the index keeps of an article: a function of its file and its text alone.

It knows no database, so that it runs in any process (`annotations.corpus.index_workers`) and gives the same
rows in each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from annotations.corpus.corpus import own_id, records_of
from annotations.corpus.listing import digest
from annotations.corpus.page_source import page_source
from annotations.corpus.problems import Problems
from annotations.corpus.records import File, Options, Problem, Record
from annotations.corpus.repetition_index import lines_of_article
from annotations.insight.wire_copies import fingerprints
from annotations.model.article import Article
from annotations.model.outline import counted
from annotations.text.damage import damage_of
from annotations.text.searching.words import folded_and_words, words_of

_LABEL = 300
"""Code points of a title that are kept; a crawled page may have one of any length."""


class IndexedArticle(NamedTuple):
    """The rows of an article in the index, but for the key and the id that it gets there."""

    base: str
    """Its own id, see `annotations.corpus.corpus.own_id`."""
    before_id: tuple[object, ...]
    """The columns of `articles` from `file` to `base`."""
    after_id: tuple[object, ...]
    """Those behind `id`."""
    about: str
    """The words of title and source, as far as the text hasn't them, divided by spaces."""
    words: str
    """The words of the text."""
    fingerprints: str
    """JSON; empty if no sentence has one."""
    lines: tuple[object, ...]
    """The columns of `lines` behind `article`."""
    damage: tuple[str, str, int] | None
    """Those of `damaged` behind `article`, if there is something to be said."""
    length: int
    """Code points of its text."""


class RecordToIndex(NamedTuple):
    """One of the records of a file, which has been read."""

    file: File
    place: int
    record: Record
    repair: tuple[str, ...]
    """The steps by which its text is repaired."""


class FileToIndex(NamedTuple):
    """A file that is one article, and hasn't been read."""

    file: File
    begun: int
    """Articles of it that the index has."""
    repair: tuple[str, ...]


class Indexed(NamedTuple):
    """The articles of a file or record, and the problems with it."""

    articles: Sequence[IndexedArticle]
    problems: Sequence[Problem] = ()


def indexed(things: Sequence[RecordToIndex | FileToIndex], options: Options) -> list[Indexed]:
    """Return what the index keeps of files and records, in their order.

    Args:
        things: they.
        options: the user's word about the files.
    """
    return [
        _file(thing, options) if isinstance(thing, FileToIndex) else Indexed([indexed_article(*thing)])
        for thing in things
    ]


def _file(thing: FileToIndex, options: Options) -> Indexed:
    problems = Problems()
    records = records_of(thing.file, options, problems)
    articles = [
        indexed_article(thing.file, place, record, thing.repair)
        for place, record in enumerate(records)
        if place >= thing.begun
    ]
    return Indexed(articles, problems.all())


def words_of_article(article: Article) -> tuple[list[str], list[str], list[str]]:
    """Return the `folded_words` of an article's sentences, and its words.

    Returns:
        Those of each sentence; the words of title and source, as far as the text hasn't them; the words of
        the text.
    """
    title = article.metadata.get("title", "")
    folded, words = folded_and_words([article.text[unit.start : unit.end] for unit in article.units])
    about = [
        word
        for text in (article.metadata.get("source"), title if title not in article.text else "")
        for word in words_of(text or "")
    ]
    return folded, about, words


def indexed_article(file: File, place: int, record: Record, repair: Sequence[str]) -> IndexedArticle:
    """Return what the index keeps of an article.

    Args:
        file: in which it is.
        place: 0, 1, ... in the file.
        record: as the file has it.
        repair: the steps by which its text is repaired.
    """
    base = own_id(file, record)
    damage = damage_of(record.text)
    if damage and not damage.steps and record.bad:
        damage = None  # the letters that are lost are those bytes
    if repair:
        record = record.repaired(repair)
    metadata = dict(record.metadata)
    site = page_source(metadata, base, "" if record.end is None else file.path.name)
    article = Article(base, record.text, metadata=metadata, encoding=record.encoding, site=site)
    folded, about, words = words_of_article(article)
    prints = fingerprints(article.text, article.units, folded)
    sha256 = bytes.fromhex(article.sha256)
    outline = article.outline.tobytes()
    before_id = (file.name, place, record.start, record.end, record.number, base)
    shown = (
        article.label[:_LABEL], int(article.title is not None), article.source, article.published,
        counted(article.outline),
    )  # fmt: skip
    length, encoding = len(article.text), article.encoding
    check = digest((
        file.name, file.size, file.mtime, *before_id[1:], *shown, length, encoding, outline, sha256,
    ))  # fmt: skip
    lost = damage.lost if damage else 0
    steps = damage.steps if damage else ()
    return IndexedArticle(
        base,
        before_id,
        (*shown, outline, length, encoding, sha256, check),
        " ".join(about),
        " ".join(words),
        json.dumps(prints.tolist(), separators=(",", ":")) if prints else "",
        lines_of_article(article, folded).row(0)[1:],
        (" ".join(steps), " ".join(repair), lost) if damage or repair else None,
        length,
    )
