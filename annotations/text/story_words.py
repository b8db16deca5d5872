"""Says how much of a line's content a story has too: a headline and a caption speak of it, a menu doesn't.

A word is found again with another article, conjunction or preposition before it (انسياب, والانسياب) and with
the commonest endings. That is light stemming without a dictionary: it joins too little rather than too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from annotations.text.line_shape import Line

_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
_FUNCTION_WORDS = frozenset(
    _WORD.findall(
        "الي علي عند لدي بعد قبل خلال بين ضد حول منذ حتي دون غير بسبب رغم وسط عبر ضمن نحو امام وراء تحت فوق"
        " انه انها التي الذي الذين هذا هذه ذلك تلك كان كانت يكون تكون ليس كيف ماذا لماذا متي اين بعض حيث اذا"
        " كما وفي ومن وعلي والي وعن وقد وكان ولا اكثر اقل اول اخر عدد اليوم امس غدا عام سنه يوم شهر قال قالت"
        " اكد اعلن وقال وقالت واكد لكن the and for with from"
    )
)
_ENDINGS = ("يات", "ات", "ين", "ون", "ان", "يه", "ها", "هم", "ا", "ه", "ي")
_MOST = 160
"""Words of a story that are looked at: its beginning says what it is about."""


def content_words(folded: str) -> list[str]:
    """Return the words of a folded line that say what it is about, in order."""
    return [word for word in _WORD.findall(folded) if word not in _FUNCTION_WORDS]


@lru_cache(1 << 15)
def _forms(word: str) -> tuple[str, ...]:
    """Return a word without what Arabic writes before and after it, in each way that leaves three letters."""
    bare = {word}
    if word[0] in "وف" and len(word) > 3:
        bare.add(word[1:])
    for form in tuple(bare):
        if form.startswith("ال") and len(form) > 4:
            bare.add(form[2:])
        elif form[:3] in {"بال", "كال"} and len(form) > 5:
            bare.add(form[3:])
        elif form.startswith("لل") and len(form) > 4:
            bare.add(form[2:])
        elif form[0] in "بلكس" and len(form) > 4:
            bare.add(form[1:])
    for form in tuple(bare):
        ending = next((ending for ending in _ENDINGS if form.endswith(ending)), "")
        if ending and len(form) - len(ending) >= 3:
            bare.add(form[: -len(ending)])
    return tuple(bare)


class StoryWords:
    """The content of a story's beginning, to compare lines with; read when it is first asked for."""

    def __init__(self, prose: Iterable[Line]) -> None:
        self._prose = prose

    @cached_property
    def _beginning(self) -> list[Line]:
        """The lines that together have as many words as are looked at."""
        words = 0
        lines = []
        for line in self._prose:
            lines.append(line)
            words += line.words
            if words > _MOST:
                break
        return lines

    @cached_property
    def _words(self) -> list[str]:
        return [word for line in self._beginning for word in content_words(line.folded)][:_MOST]

    @cached_property
    def _known(self) -> set[str]:
        return set().union(*map(_forms, self._words))

    @property
    def count(self) -> int:
        """How many content words there are to compare with."""
        return len(self._words)

    def says(self, phrase: str) -> bool:
        """Say whether a folded phrase stands in the story, but for what is written before its words."""
        words = content_words(phrase)
        if not words:
            return False
        wanted = [set(_forms(word)) for word in words]
        return any(
            all(
                forms.intersection(_forms(word))
                for forms, word in zip(wanted, self._words[at:], strict=False)
            )
            for at in range(len(self._words) - len(words) + 1)
        )

    def begins(self, folded: str) -> bool:
        """Say whether the story opens with these words, three at least."""
        first = self._beginning[0].folded if self._beginning else ""
        return folded.count(" ") >= 2 and first.startswith(folded.rstrip(" .…"))

    def shared(self, folded: str) -> tuple[int, int]:
        """Return how many content words of a line the story has, and how many the line has."""
        words = content_words(folded)
        known = self._known
        return sum(not known.isdisjoint(_forms(word)) for word in words), len(words)
