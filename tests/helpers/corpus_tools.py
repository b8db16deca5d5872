"""Corpora as the tests make, open and index them, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import seeds
from annotations.corpus import ArticleError, Corpus, CorpusError, open_corpus
from annotations.corpus.index import Index, index_path
from annotations.corpus.indexing import update
from annotations.text.searching.words import LETTERS, words_of

Make = Callable[[Mapping[str, bytes | str]], Path]
"""Writes files into a fresh folder, and returns it."""


def texts(corpus: Corpus) -> dict[str, str]:
    """Return every article that can be read: id to text."""
    read = {}
    for entry in corpus.entries:
        try:
            read[entry.id] = corpus.read(entry).text
        except ArticleError:
            continue
    return read


def messages(folder: Path, **options: object) -> list[str]:
    """Return what is wrong with a corpus, with its folder's name left out."""
    corpus = open_corpus([folder], **options)  # type: ignore[arg-type]  # passed on as they are
    try:
        entries = corpus.entries
    except CorpusError:
        entries = []
    told = [str(problem) for problem in corpus.problems]
    for entry in entries:
        try:
            corpus.read(entry)
        except ArticleError as error:
            told.append(str(error))
    return [message.replace(f"{folder}/", "") for message in told]


OPEN: list[Index] = []


def opened(cache: Path, *roots: Path) -> Index:
    corpus = open_corpus(roots)
    index = Index(corpus, index_path(corpus, cache))
    OPEN.append(index)
    return index


def indexed(cache: Path, *roots: Path) -> Index:
    index = opened(cache, *roots)
    list(update(index))
    return index


def ids(index: Index, query: str = "", **options: object) -> list[str]:
    return [row.entry.id for row in index.listing(query, **options)]  # type: ignore[arg-type]


def without_spaces() -> str:
    """Return the longest article of the seeds as if its spaces were lost: a word of thousands of letters."""
    longest = max((path.read_text(encoding="utf-8") for path in seeds.FOLDER.glob("*.txt")), key=len)
    return "".join(filter(LETTERS.fullmatch, words_of(longest)))
