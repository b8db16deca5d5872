"""Reads a query in one way for the index and for the text, so that the words found are those highlighted.

Words are joined by AND and compared folded (`annotations.text.folding.fold`), with everything between words
as one space. A word of three letters and more is found inside words too, which in Arabic, where the article
and prepositions are written onto the noun, is what finds `للقوات` for `قوات`. Shorter words, and a phrase in
quotation marks, are whole words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from annotations.text.folding import fold_map, folded_words, is_boundary

_PARTS = re.compile(r'"([^"]*)(?:"|\Z)|([^"\s]+)')
_QUOTATION_MARKS = str.maketrans("“”„«»", '"""""')
_SHORTEST = 3
"""Letters that a trigram index needs to find something inside a word."""

_MOST = 32
"""Terms that count, of a text that was pasted: SQLite takes no more than some hundred."""


def index_form(*texts: str | None, folded: Sequence[str] = ()) -> str:
    """Return what is written into the index: folded words, with one space before, between and after them.

    Args:
        texts: as they are.
        folded: the `folded_words` of further texts.
    """
    words = [*(folded_words(text) for text in texts if text), *folded]
    return f" {' '.join(filter(None, words))} "


class Query:
    """A query as the user types it, at any moment of typing."""

    def __init__(self, typed: str) -> None:
        self._terms: list[str] = []
        for phrase, word in _PARTS.findall(typed.translate(_QUOTATION_MARKS)):
            form = index_form(phrase or word)
            whole = bool(phrase) or len(form.strip()) < _SHORTEST
            if form.strip() and len(self._terms) < _MOST:
                self._terms.append(form if whole else form.strip())
        self._patterns = [_pattern(term) for term in self._terms]

    def __bool__(self) -> bool:
        return bool(self._terms)

    @property
    def match(self) -> str:
        """The query for an FTS5 table with the trigram tokenizer."""
        return " AND ".join(f'"{term}"' for term in self._terms)

    @property
    def terms(self) -> Sequence[str]:
        """The terms in their `index_form`; those of a whole word begin and end with a space."""
        return self._terms

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Find every occurrence of every term.

        Returns:
            Spans of `text` (code points, half-open), in order, not overlapping; none cuts a grapheme cluster.
        """
        folded, offsets = fold_map(text)
        matches = sorted(
            (offsets[match.start()], offsets[match.end() - 1] + 1)
            for pattern in self._patterns
            for match in pattern.finditer(folded)
        )
        hits: list[tuple[int, int]] = []
        done = 0  # the end of the last hit: nothing before it is looked at again, however long a cluster is
        for start, end in matches:
            if end <= done:
                continue
            while end < len(text) and not is_boundary(text, end):
                end += 1  # noqa: PLW2901 - to the end of the cluster
            while start > done and not is_boundary(text, start):
                start -= 1  # noqa: PLW2901 - to the beginning of the cluster
            if start < done:
                start = hits.pop()[0]  # noqa: PLW2901 - they overlap
            hits.append((start, end))
            done = end
        return hits


def _pattern(term: str) -> re.Pattern[str]:
    words = r"[\W_]+".join(map(re.escape, term.split()))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])" if term.startswith(" ") else words)


class Snippet(msgspec.Struct, frozen=True):
    """A part of a text around its first hit: `text[start:end]`, in code points."""

    start: int
    end: int
    hits: Sequence[tuple[int, int]]
    """Those inside the part, as offsets into the whole text."""


def snippet(text: str, hits: Sequence[tuple[int, int]], width: int = 80) -> Snippet:
    """Cut about `width` code points out of a text, from word to word, within the line of its first hit."""
    first = hits[0] if hits else (len(text) - len(text.lstrip()),) * 2
    line_start = text.rfind("\n", 0, first[0]) + 1
    line_end = text.find("\n", first[1])
    line_end = len(text) if line_end < 0 else line_end
    start = max(line_start, first[0] - max(0, width - (first[1] - first[0])) // 2)
    end = min(line_end, max(start + width, first[1]))
    start = max(line_start, min(start, end - width))
    while start > line_start and not text[start - 1].isspace() and start < first[0]:
        start += 1
    while end < line_end and not text[end].isspace() and end > first[1]:
        end -= 1
    return Snippet(start, end, [hit for hit in hits if start <= hit[0] and hit[1] <= end])
