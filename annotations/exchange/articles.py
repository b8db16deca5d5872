"""Gives the formats an article's text and metadata, from the corpus or from what the store remembers of it.

An export goes article by article, so only the last few are kept. A file from elsewhere may not say which
article it is about; then its text finds it, through an index that is made when it is first needed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations.text.folding import fold

if TYPE_CHECKING:
    from annotations.corpus import Corpus
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.corpus.records import Entry
    from annotations.model.article import Article

_LOOSELY_KEPT = 64 << 20
"""Code points of texts that are kept folded, to look for one quote after the other."""

KEPT = 4
"""Articles held at once; an annotation's neighbours in the order of an export have the same article."""
_GIVEN = {"title", "source", "published"}
"""The facts that an article is told by; the text is asked for one that its file doesn't give."""


class TextLocation(NamedTuple):
    """The place of a text in an article: `text[start:end]` in code points, but for its white space."""

    article: str
    start: int
    end: int


class Articles:
    """The articles of a project, by id.

    Args:
        load: returns an article, or None if it isn't in the corpus or can't be read.
        ids: returns all ids; asked only when a text has to be looked for.
        remembered: id, sha256, title, source, published and url of articles whose text is gone, by id.
    """

    def __init__(
        self,
        load: Callable[[str], Article | None],
        ids: Callable[[], Iterable[str]] = tuple,
        remembered: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.get = lru_cache(KEPT)(load)
        self.metadata = lru_cache(KEPT)(self._metadata)
        self._ids = ids
        self._remembered = remembered or {}

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Articles:
        """Take articles that are in memory."""
        by_id = {article.id: article for article in articles}
        return cls(by_id.get, lambda: by_id)

    @classmethod
    def of_corpus(
        cls,
        corpus: Corpus,
        records: Iterable[Mapping[str, Any]] = (),
        index: CorpusIndex | None = None,
    ) -> Articles:
        """Read articles from a corpus as they are asked for.

        Args:
            corpus: the corpus.
            records: what the store remembers.
            index: of the corpus, if there is one: title, source and date that only the text tells need no
                sentences then.
        """
        from annotations.corpus import ArticleError

        entries = {entry.id: entry for entry in corpus.entries}

        def load(article_id: str) -> Article | None:
            try:
                article = corpus.read(entries[article_id]) if article_id in entries else None
            except ArticleError as error:
                corpus.report(article_id, str(error))
                return None
            if article is not None and index is not None and not article.metadata.keys() >= _GIVEN:
                _recall(article, entries[article_id], index)
            return article

        return cls(load, lambda: entries, {str(record["id"]): record for record in records})

    def _metadata(self, article_id: str) -> Mapping[str, Any]:
        """Return title, source, published and url as far as they are known, as corrected."""
        from annotations.composition import article_record

        return self._facts(article_id, article_record)

    def filed(self, article_id: str) -> Mapping[str, Any]:
        """Return the same as the file has it, for a store to remember: corrections may be taken back."""
        from annotations.composition import filed_record

        return self._facts(article_id, filed_record)

    def _facts(self, article_id: str, record: Callable[[Article], dict[str, Any]]) -> Mapping[str, Any]:
        article = self.get(article_id)
        known = self._remembered.get(article_id, {}) if article is None else record(article)
        return {key: _encodable(value) if isinstance(value, str) else value for key, value in known.items()}

    def with_sha256(self, sha256: str) -> Article | None:
        """Return the article whose text has this digest."""
        article_id = self._index[0].get(sha256)
        return None if article_id is None else self.get(article_id)

    def locate(self, text: str) -> list[TextLocation]:
        """Return where a text stands as a whole article or sentence, white space aside."""
        return self._index[1].get(_squeezed(text), [])

    def known_as(self, reference: str) -> Article | None:
        """Return the article that another program calls so: by its file's name, its address or its title.

        None if there is no such article, or if it may be several.
        """
        key = _reference(reference)
        stem = _reference(PurePosixPath(reference).stem)  # of a Word document that was a text, for example
        ids = self._names.get(key) or self._facts_index.get(key) or self._names.get(stem) or ()
        return self.get(next(iter(ids))) if len(ids) == 1 else None

    def holding(self, quote: str) -> list[str]:
        """Return the ids of the articles in which a quote stands, harakat and white space aside.

        Their texts are kept while they are few enough, for a file asks for one quote after the other.
        """
        wanted = _loose(quote)
        if not wanted:
            return []
        return [article_id for article_id, text in self._loose_texts() if _has_words(text, wanted)]

    def _loose_texts(self) -> Iterator[tuple[str, str]]:
        known = set()
        for article_id, text in self._loose_kept.items():
            known.add(article_id)
            yield article_id, text
        room = _LOOSELY_KEPT - sum(map(len, self._loose_kept.values()))
        for article_id in self._ids():
            article = None if article_id in known else self.get(article_id)
            if article is not None:
                text = _loose(article.text)
                room -= len(text)
                if room > 0:
                    self._loose_kept[article_id] = text
                yield article_id, text

    @cached_property
    def _loose_kept(self) -> dict[str, str]:
        return {}

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """The ids by the names of their files, with and without folders and suffix."""
        names: dict[str, set[str]] = {}
        for article_id in self._ids():
            path = PurePosixPath(article_id)
            for name in {article_id, path.name, path.stem, str(path.with_suffix(""))} if path.name else ():
                names.setdefault(_reference(name), set()).add(article_id)
        return names

    @cached_property
    def _facts_index(self) -> dict[str, set[str]]:
        """The ids by the addresses and titles of their articles, for which every article is read."""
        named: dict[str, set[str]] = {}
        for article_id in self._ids():
            facts = self._metadata(article_id)
            for fact in (facts.get("url"), facts.get("title")):
                if isinstance(fact, str) and fact:
                    named.setdefault(_reference(fact), set()).add(article_id)
        return named

    @cached_property
    def _index(self) -> tuple[dict[str, str], dict[bytes, list[TextLocation]]]:
        by_sha: dict[str, str] = {}
        by_text: dict[bytes, list[TextLocation]] = {}
        for place, sha256, text in self._texts():
            if sha256:
                by_sha.setdefault(sha256, place.article)
            passages = by_text.setdefault(_squeezed(text), [])
            if not passages or passages[-1].article != place.article or passages[-1].start < place.start:
                passages.append(place)
        return by_sha, by_text

    def _texts(self) -> Iterator[tuple[TextLocation, str | None, str]]:
        for article_id in self._ids():
            article = self.get(article_id)
            if article is not None:
                yield TextLocation(article_id, 0, len(article.text)), article.sha256, article.text
                for sentence in article.sentences:
                    start, end = sentence.start, sentence.end
                    yield TextLocation(article_id, start, end), None, article.text[start:end]


def _recall(article: Article, entry: Entry, index: CorpusIndex) -> None:
    """Let an article have its title, source and date as the index has them, if it has this very record."""
    from annotations.corpus import CorpusError

    try:
        rows = index.own_rows([article.id])
    except CorpusError:
        return
    for _, row in rows:
        # A label that was cut ends so: such a title is read again.
        if row.entry == entry and row.sha256 == article.sha256 and not row.label.endswith("…"):
            article.recall_facts(row.label if row.titled else None, row.source, row.published)


@lru_cache(KEPT)  # all spans of a text come one after the other
def _squeezed(text: str) -> bytes:
    """Return a digest of a text without its white space: formats by token don't keep that."""
    return hashlib.blake2b("".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _reference(text: str) -> str:
    """Return what two ways of writing one name or address have in common.

    An address is one with http and https, with www and without, and whatever stands behind its `#`.
    """
    folded = text.strip().casefold()
    scheme, mark, rest = folded.partition("://")
    if mark and scheme in ("http", "https"):
        folded = rest.partition("#")[0].removeprefix("www.").rstrip("/")
    return " ".join(folded.split())


def _loose(text: str) -> str:
    """Return a text as quotes are compared: folded, with one space wherever there is white space."""
    return " ".join(fold(text).split())


def _has_words(text: str, words: str) -> bool:
    """Say whether words stand in a text, and not in the middle of others."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (text[max(0, at - 1) : at].isalnum() and words[0].isalnum()) and not (
            text[end : end + 1].isalnum() and words[-1].isalnum()
        ):
            return True
        at = text.find(words, at + 1)
    return False


def _encodable(text: str) -> str:
    """Return a text that UTF-8 can hold: a lone surrogate, which JSON can bring, becomes a `?`."""
    return text.encode("utf-8", "replace").decode()
