"""Looks lines and sentences up in the table of boilerplate, `boilerplate_rules.TABLE`.

Its patterns are built when the first text is looked at, not at import: 0.1 s of the program's start would
otherwise be regexes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from annotations.text.boilerplate_rules import TABLE, Form, Zone
from annotations.text.folding import fold


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

    def within(self, folded: str) -> bool:
        """Say whether the pieces are in a text, in order."""
        at = 0
        for piece in self.pieces:
            at = folded.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return True


_WHOLE_LONGEST, _LABEL_LONGEST, _PART_LONGEST = 160, 600, 400  # code points, folded
_HASHTAGS = re.compile(r"(?:#\w+\s*+)+")
_COUNTS = re.compile(r"[\W\d_]+")
_CODE = re.compile(r"https?://\S+|.*[{};]\s*|\[/?\w+_\d+\]|.*\}")
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_ARABIC = re.compile(r"[ء-ي]")
_SPEECH = re.compile(
    r"[\"“”«»„]|(?<!\w)[وف]?(?:قال|يقول|تقول|اضاف|صرح|اوضح|اكد|ذكر|اعلن|افاد|كتب|طالب|نقل|زعم|اتهم|راي|خاطب|شدد|اعتبر|وصف|حذر"
    r"|ختم|كرر|ناشد|انتقد|تعهد|بحسب|حسب|وفق|وفقا)(?:ت|وا)?(?!\w)"
)


def in_line(folded: str) -> list[BoilerplateMatch]:
    """Look a folded line up in WHOLE and LABEL; several rows may know it, each for its own zone."""
    matches: list[BoilerplateMatch] = []
    if len(folded) <= _WHOLE_LONGEST:
        matches += (
            BoilerplateMatch(kind, "WHOLE", zone)
            for kind, zone, row in _rows("WHOLE")
            if row.fullmatch(folded)
        )
    if len(folded) <= _LABEL_LONGEST:
        for kind, zone, row in _rows("LABEL"):
            match = row.fullmatch(folded)
            if match:
                matches.append(BoilerplateMatch(kind, "LABEL", zone, match["rest"] or ""))
        if not matches:
            matches += _without_words(folded)
    return matches


def _without_words(folded: str) -> Iterable[BoilerplateMatch]:
    if _HASHTAGS.fullmatch(folded):
        yield BoilerplateMatch("keywords", "WHOLE", "any")
    elif _COUNTS.fullmatch(folded):
        yield BoilerplateMatch("ui", "WHOLE", "edge" if any(char.isdigit() for char in folded) else "any")
    elif _TEMPLATE.search(folded) or (_CODE.fullmatch(folded) and not _ARABIC.search(folded)):
        yield BoilerplateMatch("ui", "WHOLE", "any")


def parts_in(folded: str) -> list[BoilerplatePhrase]:
    """Return the PART phrases that a folded text has at all: most texts have none."""
    return [part for part in _parts() if part.pieces[0] in folded]


def in_sentence(folded: str, parts: Sequence[BoilerplatePhrase]) -> BoilerplateMatch | None:
    """Look a folded sentence up in those PART phrases."""
    if len(folded) > _PART_LONGEST:
        return None
    for part in parts:
        if part.within(folded) and not _SPEECH.search(folded):
            return BoilerplateMatch(part.kind, "PART", part.zone)
    return None


@cache
def _rows(form: Form) -> list[tuple[str, Zone, re.Pattern[str]]]:
    """One pattern for all rows of a kind and zone, so that their phrases may stand in one line together."""
    phrases: dict[tuple[str, Zone], list[str]] = {}
    for rule in TABLE:
        if rule.form == form:
            phrases.setdefault((rule.kind, rule.zone), []).extend(alternatives(rule.phrases))
    build = _whole if form == "WHOLE" else _label
    # Longest first, so that no phrase hides a longer one that begins with it.
    return [
        (kind, zone, build("|".join(sorted(forms, key=len, reverse=True)), "" if kind == "ui" else r"(?!\w)"))
        for (kind, zone), forms in phrases.items()
    ]


@cache
def _parts() -> list[BoilerplatePhrase]:
    return [
        BoilerplatePhrase(rule.kind, rule.zone, tuple(phrase.split(" … ")))
        for rule in TABLE
        if rule.form == "PART"
        for phrase in alternatives(rule.phrases)
    ]


def _whole(phrases: str, boundary: str) -> re.Pattern[str]:
    """`boundary` is what has to follow a phrase: nothing in share bars, which crawlers run together."""
    return re.compile(rf"(?:[\W\d_]*+(?:{phrases}){boundary})++[\W\d_]*+")


def _label(phrases: str, _boundary: str) -> re.Pattern[str]:
    separator = r"(?:[:|/»>›–—-]|\.\.|(?<=،)\s?)[\s:|/»>›.–—-]*+"
    return re.compile(rf"[\W_]*+(?:{phrases})(?!\w)\s*+(?:{separator}(?P<rest>.*)|[\W_]*+)")


def alternatives(row: str) -> list[str]:
    """Fold a row and split it at each `|` that isn't inside a group."""
    parts, depth = [""], 0
    for char in fold(row):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [" ".join(part.split()) for part in parts]
