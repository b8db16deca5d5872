"""Generates the forms in which a word of the lexicon may stand in a text, so that none has to be listed.

Newspapers write without tashkeel, so the passive and most moods look alike; what is made here is what can be
seen: person, gender and number, and a suffixed pronoun. All forms are folded (`text.folding`): أكّد, أكد and
اكد are one. First and second persons are left out: who says "I said" stands in a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.text.folding import fold

MASCULINE = "m"
FEMININE = "f"
SINGULAR = "s"
DUAL = "d"
PLURAL = "p"

SUFFIXES = {"ه": ("m", "s"), "ها": ("f", "s"), "هم": ("m", "p"), "هما": ("", "d"), "هن": ("f", "p")}
"""The pronouns of the third person as they are folded, with gender and number; no word ends in two."""


def suffix(form: str) -> str:
    """Return the pronoun that a folded word ends in; empty if none."""
    return next((ending for ending in SUFFIXES if form.endswith(ending)), "")


def perfect(lemma: str) -> Iterator[tuple[str, str, str, bool]]:
    """Make the perfect of a verb, given "he did" (قال, نفى): form, gender, number, if a pronoun follows."""
    word = fold(lemma)
    weak = lemma[-1] in "ىا"
    stem = word[:-1] if weak else word
    yield word, MASCULINE, SINGULAR, False
    yield stem + "ت", FEMININE, SINGULAR, False
    yield stem + "تا", FEMININE, DUAL, False
    yield stem + ("يا" if weak else "ا"), MASCULINE, DUAL, False
    yield stem + "وا", MASCULINE, PLURAL, False
    yield stem + "ن", FEMININE, PLURAL, False
    yield stem + "ا" if weak else word, MASCULINE, SINGULAR, True
    yield stem + "ت", FEMININE, SINGULAR, True
    yield stem + "و", MASCULINE, PLURAL, True


def imperfect(lemma: str) -> Iterator[tuple[str, str, str, bool]]:
    """Make the imperfect of a verb, given "he does" (يقول, ينفي), as `perfect` does."""
    word = fold(lemma)[1:]
    weak = lemma[-1] in "ىيو"
    stem = word[:-1] if weak else word
    dual = word[:-1] + ("ي" if lemma[-1] in "ىي" else "و") if weak else word
    base = word[:-1] + "ا" if lemma[-1] == "ى" else word
    for prefix, gender in (("ي", MASCULINE), ("ت", FEMININE)):
        yield prefix + word, gender, SINGULAR, False
        yield prefix + dual + "ان", gender, DUAL, False
        yield prefix + base, gender, SINGULAR, True
    yield "ي" + stem + "ون", MASCULINE, PLURAL, False
    yield "ي" + stem + "وا", MASCULINE, PLURAL, False
    yield "ي" + stem + "ون", MASCULINE, PLURAL, True


def participle(lemma: str) -> Iterator[tuple[str, str, str]]:
    """Make the accusative of a participle, given the nominative (قائل): it is how a sentence goes on."""
    word = fold(lemma)
    yield word + "ا", MASCULINE, SINGULAR
    yield word + "ه", FEMININE, SINGULAR
    yield word + "ين", MASCULINE, PLURAL
    yield word + "تين", FEMININE, DUAL
    yield word + "ات", FEMININE, PLURAL


def noun(lemma: str) -> Iterator[tuple[str, bool]]:
    """Make the forms of a verbal noun: the form, True if before a pronoun, which has gender and number."""
    word = fold(lemma)
    yield word, False
    yield word[:-1] + "ت" if lemma.endswith("ة") else word, True
