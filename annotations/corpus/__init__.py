"""Where articles come from: folders and files of many formats, one list of articles."""

from annotations.corpus.corpus import Corpus, open_corpus
from annotations.corpus.records import ArticleError, CorpusError, Entry, Problem

__all__ = ["ArticleError", "Corpus", "CorpusError", "Entry", "Problem", "open_corpus"]
