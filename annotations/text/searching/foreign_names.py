"""Brings together the spellings of names from other languages, which Arabic has no fixed way to write.

Where the other language has a g, Arabic writers put غ or ج, for t ت or ط, for p ب or پ, for v ف or ڤ, and
they write a vowel or leave it out: بيونغ and بيونج, زيلينسكي and زيلنسكي. Among Arabic words the same
differences make other words (عرب and غرب, كتب and كاتب), so it is done only with words whose shape is not
Arabic: by letters that Arabic doesn't have, by the endings of foreign names, by two long vowels that follow
each other as in no Arabic pattern (of which فاعول and تفعيل are some), and for غ and ج by four consonants of
which none belongs to a prefix or an ending. What of them is written in a
shape that Arabic has, too, is in `annotations.text.searching.spellings`.

Checked on the 50,000 words that are the most frequent in the language: the words that come together by these
rules were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FOREIGN = str.maketrans("پڤگچژڨ", "بفغججق")
_ALIKE = str.maketrans("غط", "جت")
_C = "[^اويةى]"
_SHAPE = re.compile(
    rf"""
      .*[پڤگچژڨ]
    | .+[اوي]ن[غج]$ | .{{3,}}ستان$ | .{{2,}}(?:برغ|بورغ|برج|بورج|غراد|جراد|غرام|جرام)$
    | (?![يتنم]).{{3,}}(?:سكي|فيتش|شتاين|وفا)$
    | (?![يتن])[^ئؤء]{{3,}}يا$ | (?![يتن]).{{4,}}و$ | او.{{3,}}ا$
    | (?!ت|س[يتن]|ل[يتن])[^اوين].*ي{_C}+ي[^اويةىهك]
    | (?!س[يتن]|ل[يتن])[^اويتنمبلكف].*و{_C}+و{_C}
    | (?!س[يتن]|ل[يتن])[^اويتنم]{_C}*و{_C}+ي[^اويةىهك]
    | (?!س[يتن]|ل[يتن])[^اويتنم]{_C}*ي{_C}+و{_C}
    | (?!س[يتن]|ل[يتن])[^اويتنم]{_C}*[وي]{_C}+ا[^اويةىهكتنء]
    """,
    re.VERBOSE,
)
_BEFORE = re.compile(
    "^(?:[وفبلك]?(?:مست|است|يست|تست|نست|مت|يت|تت|نت|ان|ين|تن|من|سي|ست|سن|م|ت|ي|ن|ا)|[وفبلك])"
)
_BEHIND = re.compile("(?:اتها|اتهم|اته|ات|تهم|تها|تنا|ته|تي|نا|ها|هم|وا|ون|ين|ان|ه|ة|ت|ي|ك)$")
_HARD = re.compile("[^اويةىؤئء]")
_MEDIAL = re.compile("(?<=.)[اوي](?=..)")
_NEEDED = re.compile("ين$|^..ي.ون$|^.{1,4}ن[غج]$")
"""Plurals that have the shape of a name (قديمين), and Chinese syllables, which only differ by a vowel."""
_ENOUGH = 4
"""Consonants from which on a name is still told from others without one of its vowels."""
_MOST = 6
"""Long vowels inside a name of which one or two may be left out: names of the news have four at most, with an
adjective's ending six. A word has as many keys as there are pairs of them."""


def keys(word: str) -> Iterator[str]:
    """Yield the keys of a name's other spellings; none of a word that looks like an Arabic one.

    Args:
        word: no longer than `annotations.text.searching.forms.LONGEST`.
    """
    if len(word) < 4:
        return
    if ("غ" in word or "ج" in word) and len(_HARD.findall(_core(word))) >= _ENOUGH:
        yield "~" + word.translate(_ALIKE)
    if not _SHAPE.match(word):
        return
    plain = word.translate(_FOREIGN)
    yield plain
    yield "~" + plain.translate(_ALIKE)
    consonants = len(_HARD.findall(plain))
    vowels = len(_MEDIAL.findall(plain))
    if consonants >= _ENOUGH and vowels <= _MOST and not _NEEDED.search(plain):
        for shorter in _without_a_vowel(plain):
            yield shorter
            yield "~" + shorter.translate(_ALIKE)
            if consonants > _ENOUGH:
                yield from _without_a_vowel(shorter)


def _core(word: str) -> str:
    """Return what remains of a word without the letters that Arabic puts before and behind a root."""
    return _BEHIND.sub("", _BEFORE.sub("", word))


def _without_a_vowel(word: str) -> Iterator[str]:
    for vowel in _MEDIAL.finditer(word):
        yield word[: vowel.start()] + word[vowel.end() :]
