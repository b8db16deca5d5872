"""Says how much of a line's content a story has too: a headline and a caption speak of it, a menu doesn't.

A word is found again with another article, conjunction or preposition before it (انسياب, والانسياب) and with
the commonest endings. That is light stemming without a dictionary: it joins too little rather than too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
_ENDINGS = dict.fromkeys(("ات", "ين", "ون", "ان", "يه", "ها", "هم"), 2) | dict.fromkeys("اهي", 1)
"""Letters of the commonest endings; يات is one, too."""
_OPENINGS = frozenset("ابكلس")
_MOST = 160
"""Words of a story that are looked at: its beginning says what it is about."""
_KEPT, _KEPT_LENGTH = 4096, 120
"""Lines whose words are kept for the next page of a site, and how many code points each has at most."""


def content_words(folded: str) -> list[str]:
    """Return the words of a folded line that say what it is about, in order."""
    return [word for word in _WORD.findall(folded) if word not in _FUNCTION_WORDS]


@lru_cache(1 << 15)
def _forms(word: str) -> tuple[str, ...]:
    """Return a word without what Arabic writes before and after it, in each way that leaves three letters."""
    forms = [word]
    if word[0] in "وف" and len(word) > 3:
        forms.append(word[1:])
    for form in tuple(forms):
        if form[0] in _OPENINGS:
            length = len(form)
            if form.startswith("ال"):
                if length > 4:
                    forms.append(form[2:])
            elif form.startswith(("بال", "كال")) and length > 5:
                forms.append(form[3:])
            elif length > 4 and form[0] != "ا":
                forms.append(form[2:] if form.startswith("لل") else form[1:])
    for form in tuple(forms):
        ending = _ENDINGS.get(form[-2:]) or _ENDINGS.get(form[-1])
        if ending:
            ending += form.endswith("يات")
            if len(form) - ending >= 3:
                forms.append(form[:-ending])
    return tuple(forms)


def _forms_of(folded: str) -> Sequence[tuple[str, ...]]:
    """Return the forms of each content word of a line."""
    return _kept_forms_of(folded) if len(folded) <= _KEPT_LENGTH else _read_forms(folded)


def _read_forms(folded: str) -> Sequence[tuple[str, ...]]:
    return tuple(map(_forms, content_words(folded)))


_kept_forms_of = lru_cache(_KEPT)(_read_forms)


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
    def _content(self) -> list[str]:
        """The content words, in order."""
        return [word for line in self._beginning for word in content_words(line.folded)][:_MOST]

    @cached_property
    def _joined(self) -> str:
        return " ".join(self._content)

    @cached_property
    def _different(self) -> list[str]:
        return list(set(self._content))

    def _has(self, forms: Sequence[str]) -> bool:
        """Say whether a word has a form in common with one of the story's.

        A form is a part of its word, so as a rule it is enough that it stands nowhere in the story; and of
        its 160 words only those that it is a part of are taken apart.
        """
        joined = self._joined
        return any(
            form in joined and any(form in _forms(word) for word in self._different if form in word)
            for form in forms
        )

    @property
    def count(self) -> int:
        """How many content words there are to compare with."""
        return len(self._content)

    def says(self, phrase: str) -> bool:
        """Say whether a folded phrase stands in the story, but for what is written before its words."""
        wanted = _forms_of(phrase)
        if not wanted or not all(map(self._has, wanted)):
            return False
        if len(wanted) == 1:
            return True
        each = list(map(set, wanted))
        words = list(map(_forms, self._content))
        begun = [at for at, forms in enumerate(words) if not each[0].isdisjoint(forms)]
        return any(
            not any(map(set.isdisjoint, each, words[at : at + len(wanted)]))
            for at in begun
            if at + len(wanted) <= len(words)
        )

    def begins(self, folded: str) -> bool:
        """Say whether the story opens with these words, three at least."""
        first = self._beginning[0].folded if self._beginning else ""
        return folded.count(" ") >= 2 and first.startswith(folded.rstrip(" .…"))

    def shared(self, folded: str) -> tuple[int, int]:
        """Return how many content words of a line the story has, and how many the line has."""
        words = _forms_of(folded)
        return sum(map(self._has, words)), len(words)
