"""Looks lines and sentences up in the table of boilerplate, `boilerplate_rules.TABLE`.

Its patterns are built when the first text is looked at, not at import: 0.1 s of the program's start would
otherwise be regexes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, count
from operator import attrgetter
from typing import NamedTuple

from annotations.text.boilerplate_rules import TABLE, Form, Zone
from annotations.text.folding import fold
from annotations.text.lines import words_by_stretch


class BoilerplateMatch(NamedTuple):
    """A row of the table that a line or sentence fits: kind, where that holds, and what follows a label."""

    kind: str
    form: Form
    zone: Zone
    rest: str = ""


class BoilerplatePhrase(NamedTuple):
    """A phrase of a PART row: all pieces, in this order."""

    kind: str
    zone: Zone
    pieces: tuple[str, ...]
    place: tuple[bool, int]
    """Its place among them: those that hold anywhere come before those of edges, and then as in the table."""

    def within(self, folded: str) -> bool:
        """Say whether the pieces are in a text, in order."""
        at = 0
        for piece in self.pieces:
            at = folded.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return True

    def without(self, folded: str) -> str:
        """Return a text with the pieces taken out: there رأي and نقل are nouns, else perhaps speech."""
        for piece in self.pieces:
            folded = folded.replace(piece, " ")
        return folded


_WHOLE_LONGEST, _LABEL_LONGEST, _PART_LONGEST, _CREDIT_LONGEST = 240, 600, 400, 90  # code points, folded
_OPENING_GROUP = re.compile(r"\(\?:(?P<forms>[^()]*)\)(?P<optional>\?)?(?![*+{])")
_SAME_LETTER = re.compile(r"\[(\w)\1\]")
_OPENING_CLASS = re.compile(r"\[(?P<letters>\w+)\](?![?*+{])")
_OPENING = re.compile(r"[\W\d_]*+([^\W\d_][^\W\d_]?)")
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءabcdefghijklmnopqrstuvwxyz"
_CONTINUED = re.compile(r"\s*\n\s*\|")
_BETWEEN = fold(" … ")
_ANY = ""
"""The opening of phrases that begin with any word."""
_PROCLITICS = "وف"
_HASHTAGS = re.compile(r"(?:#\w+\s*+)+")
_COUNTS = re.compile(r"[\W\d_]+")
_CODE = re.compile(r"https?://\S+|.*[{};]\s*|\[/?\w+_\d+\]|.*\}")
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_ARABIC = re.compile(r"[ء-ي]")
_SPEECH = re.compile(
    r"[\"“”«»„]|(?<!\w)[وف]?(?:قال|يقول|تقول|اضاف|صرح|اوضح|اكد|ذكر|اعلن|افاد|كتب"
    r"|طالب|نقل|زعم|اتهم|(?<!عن )راي|خاطب|شدد|اعتبر|وصف|حذر"
    r"|ختم|كرر|ناشد|انتقد|تعهد|بحسب|حسب|وفق|وفقا)(?:ت|وا)?(?!\w)"
)


def in_line(folded: str) -> list[BoilerplateMatch]:
    """Look a folded line up in WHOLE and LABEL; several rows may know it, each for its own zone."""
    matches: list[BoilerplateMatch] = []
    for form, kind, zone, pattern in _rows_for(folded):
        match = pattern.fullmatch(folded)
        if match:
            matches.append(
                BoilerplateMatch(kind, form, zone, (match["rest"] or "") if form == "LABEL" else "")
            )
    if not matches and (not "ء" <= folded[:1] <= "ي" or "{" in folded) and len(folded) <= _LABEL_LONGEST:
        matches += _without_words(folded)
    return matches


def _rows_for(folded: str) -> Iterable[_Row]:
    """Return the rows that have a phrase with the first two letters of a line, WHOLE before LABEL."""
    if len(folded) > _LABEL_LONGEST:
        return ()
    opening = _OPENING.match(folded)
    if not opening:
        return ()
    rows = _rows().get(opening[1], ())
    if len(folded) > _WHOLE_LONGEST:
        return [row for row in rows if row.form == "LABEL"]
    return [*rows, *_rows().get(_ANY, ())] if len(folded) <= _CREDIT_LONGEST else rows


def _without_words(folded: str) -> Iterable[BoilerplateMatch]:
    if _HASHTAGS.fullmatch(folded):
        yield BoilerplateMatch("keywords", "WHOLE", "any")
    elif _COUNTS.fullmatch(folded):
        yield BoilerplateMatch("ui", "WHOLE", "edge" if any(char.isdigit() for char in folded) else "any")
    elif _TEMPLATE.search(folded) or (_CODE.fullmatch(folded) and not _ARABIC.search(folded)):
        yield BoilerplateMatch("ui", "WHOLE", "any")


def parts_in(folded: str) -> list[BoilerplatePhrase]:
    """Return the PART phrases that a folded text can have, by place: it has their longest word.

    Most texts have none. A set of words has another order at each start, and of two phrases in
    one sentence the first decides.
    """
    by_word, signs = _parts()
    words = chain.from_iterable(words_by_stretch(folded))
    possible = (part for word in _words_of_parts().intersection(words) for part in by_word[word])
    had = {part for part in chain(possible, signs) if part.pieces[0] in folded}
    return sorted(had, key=attrgetter("place"))


def in_sentence(folded: str, parts: Sequence[BoilerplatePhrase]) -> BoilerplateMatch | None:
    """Look a folded sentence up in those PART phrases."""
    if len(folded) > _PART_LONGEST:
        return None
    for part in parts:
        if part.within(folded) and not _SPEECH.search(part.without(folded)):
            return BoilerplateMatch(part.kind, "PART", part.zone)
    return None


class _Row(NamedTuple):
    """All phrases of a form, kind and zone in one pattern, so that they may stand in one line together."""

    form: Form
    kind: str
    zone: Zone
    pattern: re.Pattern[str]


@cache
def _rows() -> dict[str, list[_Row]]:
    """Return the rows by the first two letters that a line has which they may fit."""
    phrases: dict[tuple[Form, str, Zone, bool], list[str]] = {}
    for rule in TABLE:
        for phrase in alternatives(rule.phrases) if rule.form != "PART" else ():
            for begun in _begun(phrase):
                key = (rule.form, rule.kind, rule.zone, begun[:1].isalnum())
                phrases.setdefault(key, []).append(begun)
    by_opening: dict[str, list[_Row]] = {}
    for (form, kind, zone, _), forms in sorted(phrases.items(), key=lambda row: row[0][0] == "LABEL"):
        row = _Row(form, kind, zone, _build(form, kind, zone, _by_first_letter(forms)))
        for opening in {opening for phrase in forms for opening in _openings(phrase, kind)}:
            by_opening.setdefault(opening, []).append(row)
    return by_opening


def _openings(phrase: str, kind: str) -> Iterable[str]:
    """Yield the first two letters of the lines that a phrase may open, one where it ends a word."""
    first, second = phrase[:1], phrase[1:2]
    if not first.isalnum():
        yield _ANY
        return
    if second.isalnum() and phrase[2:3] not in {"?", "*", "{"}:
        yield first + second
    else:
        yield from (first + other for other in _LETTERS)
        yield first
    if kind == "section":
        yield from ("و" + first, "وا", "و")


def _by_first_letter(phrases: Iterable[str]) -> str:
    """Join phrases so that `re` skips at their first letter all that begin with another one.

    A page has a hundred lines and the table a thousand phrases; tried one after another they would cost more
    than all else. Longest first, so that no phrase hides a longer one that begins with it.
    """
    by_letter: dict[str, list[str]] = {}
    for phrase in phrases:
        by_letter.setdefault(phrase[0] if phrase[0].isalnum() else "", []).append(phrase)
    return "|".join(
        letter + "(?:" + "|".join(form[len(letter) :] for form in sorted(forms, key=len, reverse=True)) + ")"
        for letter, forms in by_letter.items()
    )


def _begun(phrase: str) -> Iterable[str]:
    """Write a phrase that begins with a group or a class as phrases that begin with a letter."""
    phrase = _SAME_LETTER.sub(r"\1", phrase)
    group = _OPENING_GROUP.match(phrase)
    letters = _OPENING_CLASS.match(phrase)
    if group:
        rest = phrase[group.end() :]
        for form in group["forms"].split("|"):
            yield from _begun(form + rest)
        if group["optional"]:
            yield from _begun(rest.lstrip())
    elif letters:
        for letter in letters["letters"]:
            yield from _begun(letter + phrase[letters.end() :])
    elif phrase[:1].isalnum() and phrase[1:2] == "?":
        yield phrase[0] + phrase[2:]
        yield from _begun(phrase[2:].lstrip())
    else:
        yield phrase


@cache
def _parts() -> tuple[dict[str, list[BoilerplatePhrase]], list[BoilerplatePhrase]]:
    """Return the PART phrases by the longest word of their beginning, and those of one word or sign."""
    by_word: dict[str, list[BoilerplatePhrase]] = {}
    signs = []
    places = count()
    for rule in TABLE:
        for phrase in alternatives(rule.phrases) if rule.form == "PART" else ():
            pieces = tuple(phrase.split(_BETWEEN))
            words = pieces[0].split()
            part = BoilerplatePhrase(rule.kind, rule.zone, pieces, (rule.zone != "any", next(places)))
            key = max(words[:-1], key=len, default="")  # the last may be the beginning of a word
            if key.isalnum():
                for begun in ("", *_PROCLITICS):
                    by_word.setdefault(begun + key, []).append(part)
            else:
                signs.append(part)
    return by_word, signs


@cache
def _words_of_parts() -> frozenset[str]:
    """Return the words of `_parts`: they are looked for in a list of words in half the time of a dict's."""
    return frozenset(_parts()[0])


def _build(form: Form, kind: str, zone: Zone, phrases: str) -> re.Pattern[str]:
    """Write the pattern of all phrases of a kind and zone.

    Share bars are run together by crawlers: nothing has to follow a phrase there. Sections are joined by a
    conjunction, with a space behind it or not: ثقافة و فن, سياسة واقتصاد.
    """
    if form == "LABEL":
        separator = r"(?:[:|/»>›–—-]|\.\.|(?<=،)\s?)[\s:|/»>›.–—-]*+"
        return re.compile(rf"[\W_]*+(?:{phrases})(?!\w)\s*+(?:{separator}(?P<rest>.*)|[\W_]*+)")
    boundary = "" if (kind, zone) == ("ui", "any") else r"(?!\w)"
    conjunction = r"(?:و ?(?:ال)?)?" if kind == "section" else ""
    return re.compile(rf"(?:[\W\d_]*+{conjunction}(?:{phrases}){boundary})++[\W\d_]*+")


def alternatives(row: str) -> list[str]:
    """Fold a row and split it at each `|` that isn't inside a group."""
    parts, depth = [""], 0
    for char in fold(_CONTINUED.sub("|", row)):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [" ".join(part.split()) for part in parts]
