"""Says which written words are forms of one word, by keys: two words meet if they share one.

Nothing in a text says whether its first letter is a prefix: وطن is no "and a ton", وقوات is "and forces". So
no word is cut to a stem. A word of a text gets a key for each reading that it may have (`text_keys`), a word
of a query those that whoever typed it may have meant (`query_keys`), which are fewer: what was typed with
the article is looked for without it, but one letter is only taken off where it can't be the word's own. What
decides is in tables, each a closed class or the vocabulary of news: words whose first letter is their own
(`own_letters`), places (`places`), broken plurals (`plurals`), spellings of names (`spellings`,
`foreign_names`).

Measured on pairs of words with what an analyst wants (`tests/unit/text/searching/pairs.txt`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from annotations.text.searching import foreign_names, own_letters, places, plurals, spellings
from annotations.text.searching.words import LETTERS, words_of

LONGEST = 32
"""Letters of a word that may have other forms than itself. In news the longest have 14, with all that is
written onto them; names with prefixes and two endings have 18, those of chemistry 25. What is longer is no
word but a line, or a whole article, that lost its spaces: its readings would fill a disk, and say nothing.
"""

_REMEMBERED = 1 << 14
"""Words whose keys are remembered: 10 MB."""

_POSSESSIVES = ("هما", "كما", "ها", "هم", "هن", "نا", "كم", "ه", "ك")
_POSSESSIVES_BY_END = {
    letter: tuple(ending for ending in _POSSESSIVES if ending[-1] == letter) for letter in "اهمنك"
}
_ENDINGS = {
    letter: tuple(
        ending
        for ending in (*_POSSESSIVES, "ي", "ا", "ت", "وا", "ان", "ين", "ون", "ات")
        if ending[-1] == letter
    )
    for letter in "اهمنكيت"
}
"""Endings that a word may have, by its last letter."""
_ENDING = frozenset("هامنكتويةى")
"""Letters that an ending may have at its end."""
_HAMZA = frozenset("ؤئء")
_FALSE_ENDING = frozenset("اوي")
"""Letters before a ت that is no ending: كويت and بيروت are no verbs."""
_OTHER_NOUN = re.compile("م.ا..|.ا..|ا.ا.")
"""مساعد, طائر, أصاب: with ات it is the plural of مساعدة, طائرة, إصابة, which are other words."""
_SEAT = str.maketrans("ؤئ", "ءء")
_HUNDRED = re.compile("مائ(?=(?:ة|ه|تان|تين|تي|تا|ات|وي|وية)$)")


def has_forms(word: str) -> bool:
    """Say whether a word may be written otherwise; what may not has itself as its only key."""
    return 2 <= len(word) <= LONGEST and LETTERS.fullmatch(word) is not None


def keys_of(word: str) -> frozenset[str]:
    """Return the keys of a word of a text, one for each reading that it may have."""
    if not has_forms(word):
        return frozenset({word})
    keys: set[str] = set()
    readings = _readings(word)
    for stem, definite in readings:
        keys.add(stem)
        if stem[-1] in _ENDING:
            keys.update(_lemmas(stem, definite=definite))
        else:
            keys.update(_singulars().get(stem, ()))
    keys = _spelled(keys)
    keys.add(word)
    for stem, _ in readings:
        keys.update(foreign_names.keys(stem))
    return frozenset(keys)


text_keys = lru_cache(maxsize=_REMEMBERED)(keys_of)


def is_form_of(word: str, keys: Collection[str]) -> bool:
    """Say whether a word of a text is a form of the one that has these keys."""
    return not text_keys(word).isdisjoint(keys)


def query_keys(word: str) -> frozenset[str]:
    """Return the keys of a word that is looked for; `keys_of` the same word has at least one of them."""
    if not has_forms(word):
        return frozenset({word})
    keys = {word}
    for base in _bases(word):
        keys.update(_spelled(set(_citations(base))))
        keys.update(foreign_names.keys(base))
    return frozenset(keys)


# -------------------------------------------------------------------- what is written onto a word's beginning


def is_own(word: str) -> bool:
    """Say whether the first letter of a word, which is one of و ف ب ك ل, is known to be its own."""
    own = _own()
    if word in own:
        return True
    return word[:3] in _beginnings() and any(rest in own for rest in _without_ending(word))


@cache
def _own() -> frozenset[str]:
    own = set(words_of(own_letters.WORDS))
    for name in (*_places(), *(form for row in _rows(plurals.TABLE) for form in row)):
        if name[0] in "وفبكلا":
            own.add(name)
    return frozenset(own)


@cache
def _beginnings() -> frozenset[str]:
    """Beginnings of the words of `_own`: what begins otherwise need not be looked at without its ending."""
    return frozenset(word[:3] for word in _own())


def _readings(word: str) -> list[tuple[str, bool]]:
    """Return what a word of a text may be without its prefixes, and whether the article was among them.

    With the article before it, a word is nothing else than what stands behind that.
    """
    first = word[0]
    if len(word) > 3:
        if first == "ا" and word[1] == "ل" and not is_own(word):
            return [(word[2:], True)]
        if first == "ل" and word[1] == "ل":
            if is_own(word[1:]):
                return [(word[1:], True)]
            return [(word[2:], True), (word[1:], True)] if len(word) > 4 else [(word[2:], True)]
        if first in "وف" and not is_own(word):
            behind = _readings(word[1:])
            if behind[0][1]:
                return behind
            return [
                (word, False),
                *(pair for pair in behind if pair[0] == word[1:] or pair[0][0] not in "وف"),
            ]
        if first in "بكل" and not is_own(word):
            rest = word[1:]
            if rest.startswith("ال") and len(rest) > 3 and not is_own(rest):
                return [(word[3:], True)]
            return [(word, False), (rest, False)]
        if first == "س" and len(word) > 4 and word[1] in "يتن" and not is_own(word):
            return [(word, False), (word[1:], False)]
    return [(word, False)]


def _bases(word: str) -> Iterator[str]:
    """Yield what a word that is looked for may be without a prefix, and as it stands if that may be."""
    for prefix in ("وبال", "وكال", "فبال", "وال", "فال", "بال", "كال", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) > 1:
            certain = not is_own(word) and not is_own(word[len(prefix) - 2 :])
            yield word[len(prefix) :] if certain else word
            return
    for prefix in ("ولل", "فلل", "لل"):
        if word.startswith(prefix) and len(word) - len(prefix) > 1:
            known = is_own("ل" + word[len(prefix) :])
            yield ("ل" if known else "") + word[len(prefix) :]
            return
    yield word
    rest = word
    if rest[0] == "و" and len(rest) > 3 and not is_own(rest):
        rest = rest[1:]
        yield rest
    if rest[0] in "فبكل" and not is_own(rest) and (len(rest) > 4 or _is_known(rest[1:])):
        rest = rest[1:]
        yield rest
        if rest[0] in "بكل" and len(rest) > 4 and not is_own(rest):
            yield rest[1:]
    elif rest[0] == "س" and len(rest) > 4 and rest[1] in "يتن" and not is_own(rest):
        yield rest[1:]


def _is_known(word: str) -> bool:
    return word in _nouns() or word in _places()


# -------------------------------------------------------------------------- what is written onto a word's end


def _without_ending(word: str) -> Iterator[str]:
    """Yield what may stand before the ending of a word, whatever it is; to be looked up."""
    for ending in _ENDINGS.get(word[-1], ()):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            rest = word[: -len(ending)]
            yield rest
            if rest[-1] == "ت" or ending in ("ه", "ات"):
                yield (rest if ending in ("ه", "ات") else rest[:-1]) + "ة"
            if rest[-1] == "ت" and len(rest) > 3:
                yield rest[:-1] + "ة"


def _lemmas(stem: str, *, definite: bool) -> Iterator[str]:
    """Yield what a word of a text is a form of, as far as its ending tells.

    Args:
        stem: the word without a prefix, see `_stems`.
        definite: whether it had the article; then it has no pronoun, and its ه can only be a ة.
    """
    yield from _noun(stem)
    if stem in _whole():
        return
    yield from _number(stem)
    rest = stem[:-1]
    if stem[-1] == "ه" and len(stem) > 2:
        yield rest + "ة"
        if definite:
            yield from _noun(rest + "ة")
            yield from _number(rest + "ة")
    if definite:
        return
    for ending in _POSSESSIVES_BY_END.get(stem[-1], ()):
        of_whom = stem[: -len(ending)]
        if stem.endswith(ending) and len(of_whom) >= (4 if ending == "ك" else 3):
            if of_whom in _places_only():
                return
            yield from _noun(of_whom)
            if of_whom[-1] == "ت":
                yield from _noun(of_whom[:-1] + "ة")
            yield from _number(of_whom)
            break
    if rest in _places_only():
        return
    if stem[-1] == "ا" and len(rest) > 2:
        yield from _noun(rest)
    if (stem[-1] == "ت" and len(rest) > 2 and rest[-1] not in _FALSE_ENDING) or (
        stem[-1] == "و" and len(rest) > 3
    ):
        yield rest
    if stem.endswith("وا") and len(stem) > 4:
        yield stem[:-2]


def _number(stem: str) -> Iterator[str]:
    """Yield the singular of a regular plural or dual, and the masculine of a nisba."""
    two, rest = stem[-2:], stem[:-2]
    if len(rest) < 2:
        return
    if two == "ات" and len(rest) > 2:
        yield rest + "ة"  # as it is: طلبات are no طلبة, which would be students
        if len(rest) > 3 and not _OTHER_NOUN.fullmatch(rest):
            yield rest
    elif two == "ية":
        yield from _noun(rest + "ي")
        yield rest + "يا"
    elif two in ("ين", "ون", "ان"):
        if rest[-1] == "ت" and len(rest) > 2:
            yield rest[:-1] + "ة"
        elif _may_be_many(rest, two):
            yield from _noun(rest)
    elif stem[-1] == "ي" and len(stem) > 4 and _is_called_after(stem):
        yield stem[:-1]
    elif stem.endswith(("تا", "تي")):
        yield rest + "ة"


def _may_be_many(rest: str, ending: str) -> bool:
    """Say whether ين, ون or ان behind a word are its plural or dual, and not a part of it."""
    if rest[-1] == "ي":
        return len(rest) > (3 if ending == "ان" else 2)
    if len(rest) > 3 and (ending != "ان" or rest[0] == "م"):
        return rest[-1] != "س" or rest[0] == "م" or ending != "ون"  # هاريسون
    return ending != "ون" and len(rest) > 2 and rest in _nouns()


def _noun(stem: str) -> Iterator[str]:
    """Yield a noun, and what the tables know of it: its singular, the place that it is called after."""
    yield stem
    yield from _singulars().get(stem, ())
    if stem[-1] == "ي":
        place = _of_places().get(stem)
        if place is not None:
            yield place
        if len(stem) > 4 and _is_called_after(stem):
            yield stem[:-1]


def _is_called_after(nisba: str) -> bool:
    noun = nisba[:-1]
    return (
        nisba not in _apart()
        and noun not in _given()
        and not (noun[0] == "ا" and _OTHER_NOUN.fullmatch(noun))
    )


def _citations(base: str) -> Iterator[str]:
    """Yield what whoever typed a word may have meant: the word, and what it certainly is a form of."""
    yield base
    yield from _singulars().get(base, ())
    if base in _whole():
        return
    for ending in _POSSESSIVES[:-2]:
        rest = base[: -len(ending)]
        if base.endswith(ending) and (len(rest) > 3 or rest in _nouns()):
            yield rest
            if rest[-1] == "ت":
                yield rest[:-1] + "ة"
            yield from _singular(rest)
            break
    if base[-1] == "ه" and len(base) > 2:
        yield base[:-1] + "ة"
        if base[-2] == "ت" and len(base) > 4:
            yield base[:-2] + "ة"
            yield base[:-1]
        if base[-2] == "ي":
            yield base[:-1]
        if base[:-1] in _nouns():
            yield base[:-1]
    yield from _singular(base)
    rest = base[:-1]
    if base[-1] == "ا" and (len(rest) > 3 or rest in _nouns()):
        yield rest
    if base[-1] == "ت" and len(rest) > 2 and rest[-1] not in _FALSE_ENDING:
        yield rest
    if base.endswith("وا") and len(base) > 4:
        yield base[:-2]


def _singular(base: str) -> Iterator[str]:
    two, rest = base[-2:], base[:-2]
    if len(rest) < 3:
        return
    if two == "ات":
        yield rest + "ة"
        if len(rest) > 3 and not _OTHER_NOUN.fullmatch(rest):
            yield rest
    elif two == "ية":
        yield rest + "ي"
    elif two in ("ين", "ون"):
        if rest[-1] == "ت":
            yield rest[:-1] + "ة"
        elif rest[-1] == "ي" or len(rest) > 3 or (two == "ين" and rest in _nouns()):
            yield rest
            yield from _singulars().get(rest, ())


# ---------------------------------------------------------------------------------- how a word may be written


def _spelled(lemmas: set[str]) -> set[str]:
    """Return the keys of the ways in which words may be written."""
    names = _names()
    keys: set[str] = set()
    for word in lemmas:
        lemma = _HUNDRED.sub("مئ", word) if "مائ" in word else word
        keys.add(lemma)
        if not _HAMZA.isdisjoint(lemma):
            keys.update(_seats(lemma))
        name = names.get(lemma)
        if name is not None:
            keys.add(name)
    return keys


def _seats(lemma: str) -> Iterator[str]:
    """Yield keys of a word with a hamza on another letter, or left out."""
    yield lemma.translate(_SEAT)
    if len(lemma) > 3 and "ؤ" in lemma:
        yield lemma.replace("ؤ", "و")
    if "ئ" in lemma:
        if len(lemma) > 4 or "ئي" in lemma:
            yield lemma.replace("ئ", "ي")
        if len(lemma) > 4 or (len(lemma) > 3 and lemma.endswith("ئة")):
            yield lemma.replace("ئ", "ا")
        if lemma[-1] == "ئ":
            yield lemma[:-1] + "يء"
    if len(lemma) > 5 and lemma.endswith("اء"):  # of shorter words it would be another one: علماء and علما
        yield lemma[:-1]


# ------------------------------------------------------------------------------------------------- the tables


def _rows(table: str) -> list[list[str]]:
    return [words_of(row) for row in table.splitlines() if row.strip()]


def _bare(written: str) -> str:
    """Leave out the article, which has no hamza: ألمانيا has none."""
    return written.removeprefix("ال")


@cache
def _singulars() -> dict[str, tuple[str, ...]]:
    singulars: dict[str, set[str]] = {}
    for singular, *others in _rows(plurals.TABLE):
        singulars.setdefault(singular, set())
        for plural in others:
            singulars.setdefault(plural, set()).add(singular)
    return {word: tuple(sorted(of_word)) for word, of_word in singulars.items() if of_word}


@cache
def _nouns() -> frozenset[str]:
    """Nouns of the table, which may be in the dual, and carry a prefix in a query."""
    return frozenset(row[0] for row in _rows(plurals.TABLE))


@cache
def _places() -> frozenset[str]:
    """Names of places, without the article."""
    names = [row.split()[0] for row in places.PEOPLES.splitlines() if row] + places.OTHERS.split()
    return frozenset(word for name in names for word in words_of(_bare(name)))


@cache
def _places_only() -> frozenset[str]:
    """Names of places that are no other word: no pronoun stands behind them."""
    return _places() - _nouns() - _singulars().keys()


@cache
def _of_places() -> dict[str, str]:
    rows = [words_of(_bare(row)) for row in places.PEOPLES.splitlines() if row]
    return {nisba: place for place, *nisbas in rows for nisba in nisbas}


@cache
def _whole() -> frozenset[str]:
    """Words that have no ending, though they end like it."""
    return _places() | frozenset(words_of(own_letters.WHOLE))


@cache
def _apart() -> frozenset[str]:
    return frozenset(words_of(own_letters.APART))


@cache
def _given() -> frozenset[str]:
    return frozenset(words_of(own_letters.GIVEN))


@cache
def _names() -> dict[str, str]:
    rows = [words_of(" ".join(map(_bare, row.split()))) for row in spellings.TABLE.splitlines() if row]
    return {form: "=" + row[0] for row in rows for form in row}
