"""Strings computed for a word are kept, since words repeat: of the seeds' 4,500 words 2,000 differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 1 << 14
"""Words kept; then it begins anew, since `lru_cache` would make each look-up half as dear again."""

LENGTH = 32
"""Code points of the longest word kept, so that hostile text can't fill the memory: 5 MB a cache."""


class WordCache(dict[str, str]):
    """Maps a word to a string that depends on nothing but the word.

    Args:
        compute: makes the string.
    """

    def __init__(self, compute: Callable[[str], str]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, word: str) -> str:
        value = self._compute(word)
        if len(word) <= LENGTH:
            if len(self) >= SIZE:
                self.clear()
            self[word] = value
        return value

    def join(self, space: str, words: list[str]) -> str:
        """Return the strings of a text's words, with `space` for each space (U+0020) between them."""
        return space.join(map(self.__getitem__, words))
