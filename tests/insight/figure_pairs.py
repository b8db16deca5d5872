"""Measures which amounts of different articles are said to differ.

The gold is `contradictions_dev/groups.jsonl`: questions of numbers, each with the sentences that answer it,
and which of them contradict or update each other. Pairs of sentences of different articles are compared. The
baseline takes the first amount of each sentence, and pairs those of one unit whose values aren't the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import TextIO

from rows import Row, Tally

from annotations.insight.figures import Figure, Origin, differing_pairs, figures_of, iso
from annotations.model.article import Article

BARS = {"sulawesi": (0.70, 0.70), "invented": (0.95, 0.65)}

Place = tuple[str, int]
"""A sentence: its article, and where it begins."""
Pair = frozenset[Place]


def measure(data: Path, errors: TextIO) -> list[Row]:
    """Compare with the gold under `data`, one corpus after the other."""
    rows = []
    for corpus, (precision, recall) in BARS.items():
        gold, figures = gold_pairs(data, corpus), figures_in(data, corpus)
        ours = {_pair(pair.a, pair.b): pair.why for pair in differing_pairs(figures)}
        plain = _baseline(figures)
        tally, baseline = Tally(), Tally()
        tally.compare(ours.keys(), gold.keys())
        baseline.compare(plain, gold.keys())
        rows += [
            Row(f"figures that differ, {corpus}, precision", tally.precision, baseline.precision, precision),
            Row(f"figures that differ, {corpus}, recall", tally.recall, baseline.recall, recall),
        ]
        for pair in ours.keys() - gold.keys():
            errors.write(f"{corpus}: too many  {_shown(pair)}  {ours[pair]}\n")
        for pair in gold.keys() - ours.keys():
            errors.write(f"{corpus}: missed  {_shown(pair)}  {gold[pair]}\n")
    return rows


def gold_pairs(data: Path, corpus: str) -> dict[Pair, str]:
    """Return the pairs of sentences that should be found, with the reader's reason for each."""
    pairs: dict[Pair, str] = {}
    for line in (data / "contradictions_dev/groups.jsonl").read_text(encoding="utf-8").splitlines():
        group = json.loads(line)
        if group["corpus"] != corpus or group["kind"] != "number":
            continue
        for relation in group["relations"]:
            a, b = (group["members"][relation[end]] for end in ("a", "b"))
            if relation["type"] in ("contradicts", "updates") and a["file"] != b["file"]:
                pair = frozenset(((a["file"], a["unit_start"]), (b["file"], b["unit_start"])))
                pairs[pair] = f"{a['text']} / {b['text']}: {relation['why']}"
    return pairs


def figures_in(data: Path, corpus: str) -> list[Figure]:
    """Return the amounts of a corpus, read in its texts."""
    figures: list[Figure] = []
    for path in sorted((data / "contradictions_dev" / corpus).glob("*.txt")):
        article = Article(f"{corpus}/{path.name}", path.read_text(encoding="utf-8"))
        origin = Origin(article.id, article.source, iso(article.published), article.title)
        figures += figures_of(origin, article.text, article.units)
    return figures


def _baseline(figures: Iterable[Figure]) -> set[Pair]:
    first: dict[Place, Figure] = {}
    for figure in figures:
        first.setdefault((figure.article, figure.setting.start), figure)
    return {
        _pair(a, b)
        for a, b in combinations(first.values(), 2)
        if a.article != b.article and a.unit == b.unit and (a.value, a.min, a.max) != (b.value, b.min, b.max)
    }


def _pair(a: Figure, b: Figure) -> Pair:
    return frozenset((figure.article, figure.setting.start) for figure in (a, b))


def _shown(pair: Pair) -> str:
    return " + ".join(f"{article}@{start}" for article, start in sorted(pair))
