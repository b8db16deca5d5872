"""What is computed for a word is kept, since words repeat: the five seeds have 4,500 words, 2,000 of them different."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 1 << 14
"""Words kept; then it begins anew, which costs less than to find the word used least: 40 ns a look-up against 90."""

LENGTH = 32
"""Code points of the longest word that is kept, so that hostile text can't fill the memory: at most 5 MB a cache."""


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
