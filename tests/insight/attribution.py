"""Measures reported speech: is a sentence attributed, by which word, to whom, how firmly, what is claimed.

The gold is `attribution_dev.jsonl`: a sentence a line, with the claims in it, as offsets into a file of the
folder `attribution_dev`. Whole files are read, cut into sentences by our own rules, and what is found in the
listed sentences is compared. The baseline takes the first verb of saying that a newspaper would think of, and
the words behind it up to the next comma, أن or colon.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from rows import Row, Tally

from annotations.model.article import Article
from annotations.reporting import attributions

Span = tuple[int, int]


class Claim(NamedTuple):
    """One claim of somebody, as the gold or a program has it."""

    cue: Span | None
    claimant: Span | None
    reported_as: str
    content: Span


class Tallies:
    """All measures of one program."""

    def __init__(self) -> None:
        self.attributed = Tally()
        self.cue = Tally()
        self.claimant = Tally()
        self.reported = Tally()
        self.content = Tally()

    def add(self, ours: Sequence[Claim], gold: Sequence[Claim], text: str) -> None:
        """Compare what a program says of a sentence with the gold."""
        self.attributed.compare(["attributed"] * bool(ours), ["attributed"] * bool(gold))
        self.cue.compare(_cues(ours, text), _cues(gold, text))
        self.claimant.compare(
            (claim.claimant for claim in ours if claim.claimant),
            (claim.claimant for claim in gold if claim.claimant),
        )
        firmness = {_cue(claim.cue, text): claim.reported_as for claim in gold if claim.cue}
        for claim in ours:
            if claim.cue and (wanted := firmness.get(_cue(claim.cue, text))):
                self.reported.compare([claim.reported_as], [wanted])
        left = [claim.content for claim in gold]
        right = 0
        for claim in ours:
            hit = next((span for span in left if _half_overlap(span, claim.content)), None)
            if hit:
                left.remove(hit)
                right += 1
        self.content.add(right, len(ours), len(gold))


def measure(data: Path, errors: TextIO, part: str = "") -> list[Row]:
    """Compare with the gold under `data`; `part` takes the documents whose name holds it only."""
    sentences: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (data / "attribution_dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            sentence = json.loads(line)
            if part in sentence["doc"]:
                sentences[sentence["file"]].append(sentence)
    ours, baseline = Tallies(), Tallies()
    for name, listed in sentences.items():
        text = (data / "attribution_dev" / name).read_text(encoding="utf-8")
        article = Article(name, text)
        found = [_claim(attribution) for unit in attributions(text, article.units) for attribution in unit]
        for sentence in listed:
            start, end = sentence["start"], sentence["end"]
            gold = [_gold(claim) for claim in sentence["claims"] if claim["cue"] or claim["claimant"]]
            here = [claim for claim in found if start <= (claim.cue or claim.content)[0] < end]
            ours.add(here, gold, text)
            baseline.add(_baseline(text, start, end), gold, text)
            if _shown(here, text) != _shown(gold, text):
                _write_error(errors, name, text[start:end], _shown(gold, text), _shown(here, text))
    return [
        Row("sentence attributed, precision", ours.attributed.precision, baseline.attributed.precision, 0.96),
        Row("sentence attributed, recall", ours.attributed.recall, baseline.attributed.recall, 0.94),
        Row("cue, exact F1", ours.cue.f1, baseline.cue.f1, 0.95),
        Row("claimant, exact F1", ours.claimant.f1, baseline.claimant.f1, 0.90),
        Row("how reported, on right cues", ours.reported.precision, baseline.reported.precision, 0.96),
        Row("content, half overlap F1", ours.content.f1, baseline.content.f1, 0.90),
    ]


def _claim(attribution: Any) -> Claim:
    cue, claimant, content = attribution.cue, attribution.claimant, attribution.content
    return Claim(
        cue and (cue.start, cue.end),
        claimant and (claimant.start, claimant.end),
        attribution.reported_as,
        (content.start, content.end),
    )


def _gold(claim: dict[str, Any]) -> Claim:
    cue, claimant, content = claim["cue"], claim["claimant"], claim["content"]
    return Claim(
        cue and (cue["start"], cue["end"]),
        claimant and (claimant["start"], claimant["end"]),
        claim["reported_as"],
        (content["start"], content["end"]),
    )


def _cues(claims: Sequence[Claim], text: str) -> list[Span]:
    return [_cue(claim.cue, text) for claim in claims if claim.cue]


def _cue(span: Span, text: str) -> Span:
    """Return a cue without a last ل: وفقا and وفقا ل are both right."""
    start, end = span
    return start, start + len(re.sub(r"\sل$", "", text[start:end]))


def _half_overlap(a: Span, b: Span) -> bool:
    """Say whether two spans share at least half of the longer one."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return 2 * shared >= max(a[1] - a[0], b[1] - b[0])


def _shown(claims: Sequence[Claim], text: str) -> list[str]:
    rows = sorted(claims, key=lambda claim: claim.cue or claim.content)
    return [
        " | ".join(
            (
                _words(claim.cue, text),
                _words(claim.claimant, text),
                claim.reported_as,
                _words(claim.content, text),
            )
        )
        for claim in rows
    ]


def _words(span: Span | None, text: str) -> str:
    return text[slice(*span)] if span else "-"


def _write_error(errors: TextIO, name: str, sentence: str, gold: list[str], ours: list[str]) -> None:
    errors.write(f"{name}\n{sentence}\n")
    for label, rows in (("gold", gold), ("ours", ours)):
        for row in rows or ["nothing"]:
            errors.write(f"  {' ' if row in gold and row in ours else '!'} {label}: {row}\n")
    errors.write("\n")


_SAYING = re.compile(
    r"(?<!\w)و?(قال|قالت|أعلن|أعلنت|أكد|أكدت|أضاف|أضافت|ذكر|ذكرت|صرح|صرحت|أوضح|أوضحت|نفى|نفت|زعم|زعمت)(?!\w)"
)
_FIRM = {"أكد": "confirmed", "نفى": "denied", "نفت": "denied", "زعم": "alleged"}
_PHRASE_END = re.compile(r"[،,:\"“«]|\s[أإا]ن|\sب[أإ]ن")


def _baseline(text: str, start: int, end: int) -> list[Claim]:
    verb = _SAYING.search(text, start, end)
    if not verb:
        return []
    stop = _PHRASE_END.search(text, verb.end(), end)
    last = stop.start() if stop else end
    first = min(verb.end() + 1, last)
    firm = next((value for word, value in _FIRM.items() if verb[1].startswith(word)), "asserted")
    return [
        Claim(
            verb.span(1), (first, last) if first < last else None, firm, (stop.end() if stop else last, end)
        )
    ]
