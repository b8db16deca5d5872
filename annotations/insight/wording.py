"""Compares sentences by their words: light stems, and the kinds of events that they tell of.

A stem here is a word without the letters that are written together with it and without its commonest endings:
enough to see that two sentences share words, and no more. (Stronger stemmers were tried and find no more.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from annotations.text.numbers.words import PARTICLES, bare, bare_text

_EVENTS = """
    earthquake  زلزال زلازل هزه هزات
    tsunami     تسونامي
    flood       فيضان فيضانات سيول سيل
    storm       اعصار عاصفه عواصف
    collapse    انهيار انهار انهارت
    explosion   انفجار انفجارات تفجير تفجيرات
    fire        حريق حرائق حرايق
    strike      غاره غارات قصف ضربه ضربات
    attack      هجوم هجمات
    fighting    قتال اشتباك اشتباكات معارك معركه
    accident    حادث حوادث تصادم تحطم غرق
    epidemic    وباء جايحه كورونا كوليرا كوفيد
    protest     مظاهره مظاهرات تظاهره احتجاج احتجاجات
"""
_TOGETHER = {"tsunami": "earthquake", "strike": "attack", "explosion": "attack"}
"""Kinds that are told of as one."""

_LETTER = re.compile(r"[^\W\d_]+")
_PREFIX = re.compile("[وف]?(?:[بلك]?ال|لل|[بلك])?")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a word in its bare form."""
    for prefix in ("وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    for ending in ("هما", "ات", "ون", "ين", "ان", "ها", "هم", "ته", "ا", "ه", "ي", "ت"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)]
    return word


def stems(words: Iterable[str]) -> frozenset[str]:
    """Return the stems of words in their bare form, without those that every text has."""
    return frozenset(stem(word) for word in words if len(word) > 2 and word not in PARTICLES)


def skeleton(stem_of_name: str) -> str:
    """Return the consonants of a stem: names from other languages are spelt لومبوك and لومبك."""
    return "".join(char for char in stem_of_name if char not in "اويءئ")


@lru_cache(maxsize=2_000)
def events_in(text: str) -> frozenset[str]:
    """Return the kinds of events that a sentence names."""
    table = _events()
    kinds = set()
    for word in _LETTER.findall(bare(text)):
        kind = table.get(word) or table.get(word[_PREFIX.match(word).end() :])  # type: ignore[union-attr]
        if kind:
            kinds.add(_TOGETHER.get(kind, kind))
    return frozenset(kinds)


@cache
def _events() -> dict[str, str]:
    rows = (line.split() for line in bare_text(_EVENTS).strip().splitlines())
    return {word: kind for kind, *words in rows for word in words}
