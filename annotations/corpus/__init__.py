"""Reads articles out of folders and files of many formats, as one list."""

from annotations.corpus.corpus import Corpus, open_corpus
from annotations.corpus.records import ArticleError, CorpusError, Entry, Problem

__all__ = ["ArticleError", "Corpus", "CorpusError", "Entry", "Problem", "open_corpus"]
