"""Searches the claims board: it makes the text by which an annotation is found, and reads the query.

A query is words, which must all stand in the quote, the note, the claimant or the article's title and are
those of `annotations.corpus.query`, with its signs, and `name:value`, of which the value must begin a word
of that field: `tag:quantity`, `by:sara`, `article:00`, `certainty:possible`, `source:bbc`, `number:12,000`,
or any attribute. A claimant is found by each name of the same person, whichever was written. The texts of
100,000 annotations would take 60 MB; packed by 256 they take a fifth of it, and unpacking all of them is a
tenth of a second.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from annotations.corpus.query import Query
from annotations.model.article import Article
from annotations.model.people import NOBODY, People, folded_name
from annotations.text.folding import fold
from annotations.text.searching.words import words_of

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme

_TOGETHER = 256
"""Texts packed as one."""
_FIELDS, _FIELD = "\1", "\2"
"""Begin the fields of a text, and each of them."""
_APART = " \3 "
"""Stands between the words of the quote, the note, the claimant and the title: no phrase goes beyond one."""
_CONTROLS = re.compile("[\0-\x1f]")
_TERM = re.compile(r"""([A-Za-z][\w-]*):("[^"]*"?|\S*)|([-−]?"[^"]*(?:"\S*)?|\S+)""", re.ASCII)
_CLAIMANT = "claimant"
_OTHER_NAMES = {"number": "numbers", "tags": "tag", "annotator": "by", "id": "article"}

QueryMatcher = Callable[[str], bool]
"""Says of a text whether it is one of those that are looked for."""


def text_of(annotation: Annotation, record: Mapping[str, Any], scheme: Scheme, numbers: str = "") -> str:
    """Return what an annotation is found by.

    Args:
        annotation: which one.
        record: what the store remembers of its article.
        scheme: for the keys and the Arabic names of tags.
        numbers: the numbers that it claims, as they are shown.
    """
    attributes = annotation.attributes
    words = (annotation.target.quote, annotation.note, attributes.get("claimant"), record.get("title"))
    article = annotation.article.id
    fields: dict[str, object] = {
        "tag": " ".join(_tag_names(tag, scheme) for tag in annotation.tags),
        "by": annotation.annotator,
        "article": f"{article} {Article(article, '').short_id}",
        "source": record.get("source"),
        "date": record.get("published"),
    }
    for name, value in attributes.items():
        fields[name.casefold()] = _plain(value)
    if numbers:
        fields["numbers"] = f"{numbers} {numbers.replace(',', '')}"
    shown = (f"{_FIELD}{name}: {_folded(value)}" for name, value in fields.items() if value)
    said = _APART.join(" ".join(words_of(str(text))) for text in words if text)
    return f"{said}{_FIELDS}{''.join(shown)}{_FIELD}"


def matcher(query: str, people: People = NOBODY) -> QueryMatcher | None:
    """Read a query; None: it lets everything through.

    Args:
        query: words and `name:value` terms.
        people: tells which names of claimants are one person's.
    """
    wanted = Query(words(query))
    patterns: list[re.Pattern[str]] = []
    for name, value, _ in _TERM.findall(query):
        if name and (text := _folded(value.strip('"'))):
            field = _OTHER_NAMES.get(name.casefold(), name.casefold()).replace("-", "_")
            alternatives = [f"[^{_FIELD}]* {re.escape(text)}"]
            if field == _CLAIMANT:
                alternatives += [f" {re.escape(name)}{_FIELD}" for name in _other_names(text, people)]
            patterns.append(re.compile(f"{_FIELD}{re.escape(field)}:(?:{'|'.join(alternatives)})"))
    if not wanted and not patterns:
        return None

    def matches(text: str) -> bool:
        return all(pattern.search(text) for pattern in patterns) and (
            not wanted or wanted.answered_by(text[: text.index(_FIELDS)].split(" "))
        )

    return matches


def claimant_part(name: str) -> str:
    """Return what stands in the text of each annotation whose claimant's name begins so."""
    return f"{_FIELD}{_CLAIMANT}: {_folded(name)}"


def _other_names(text: str, people: People) -> list[str]:
    """Return all names, folded, of people of whom a word of some name begins so."""
    said = [[folded_name(name) for name in group] for group in people.groups()]
    return [name for group in said if any(f" {text}" in f" {own}" for own in group) for name in group]


def words(query: str) -> str:
    """Return the part of a query that is words and their signs: what a row marks."""
    return " ".join(term for name, _, term in _TERM.findall(query) if not name)


def completed(query: str) -> str | None:
    """Return a query with its last word as the beginning of one; None if it has none that may go on."""
    terms = _TERM.findall(query)
    if not terms or terms[-1][0] or Query(words(query)).completed is None:
        return None
    return f"{query.rstrip()}*"


def folded_for_parts(text: str) -> str:
    """Return the text of `text_of` with the letters that `folding.fold` has, to look for parts of words."""
    return text.replace("ؤ", "و").replace("ئ", "ي").replace("ة", "ه")


class Texts:
    """Texts by their number, packed; those that changed stand beside until the end."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._last: list[str] = []
        self._changed: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._packed) * _TOGETHER + len(self._last)

    def append(self, text: str) -> None:
        """Add a text without NUL behind all others."""
        self._last.append(text)
        if len(self._last) == _TOGETHER:
            self._packed.append(zlib.compress("\0".join(self._last).encode("utf-8", "surrogatepass"), 1))
            self._last = []

    def put(self, number: int, text: str) -> None:
        """Replace a text."""
        self._changed[number] = text

    def copy(self) -> Texts:
        """Return the texts as they are now, for another thread."""
        same = Texts()
        same._packed, same._last = [*self._packed], [*self._last]
        same._changed = self._changed.copy()
        return same

    def __iter__(self) -> Iterator[str]:
        changed = self._changed
        for number, text in enumerate(self._all()):
            yield changed.get(number, text) if changed else text

    def _all(self) -> Iterator[str]:
        for piece in self._packed:
            yield from zlib.decompress(piece).decode("utf-8", "surrogatepass").split("\0")
        yield from self._last


def _tag_names(tag: str, scheme: Scheme) -> str:
    known = scheme.by_id.get(tag)
    return f"{tag} {known.key} {known.arabic.replace(' ', '_')}" if known else tag


def _plain(value: Any) -> object:
    """Return what of an attribute can be looked for: of a span its quote, of a list what its items say."""
    if isinstance(value, Mapping):
        return value.get("quote") or " ".join(str(part) for part in value.values() if part is not None)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(str(_plain(item)) for item in value)
    return value


def _folded(value: object) -> str:
    return " ".join(_CONTROLS.sub(" ", fold(str(value))).split())


def matching(texts: Iterable[str], matches: QueryMatcher) -> Iterator[int]:
    """Yield the numbers of the texts that match."""
    return (number for number, text in enumerate(texts) if matches(text))
