"""Measures whether one of the first five related passages of a sentence is about the same question.

The gold is `contradictions_dev/groups.jsonl`: sentences that answer one question, with their relations. The
baseline goes by how many words two sentences share.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TextIO

from rows import Row

from annotations.insight.figures import Figure, Origin, figures_in, iso
from annotations.insight.related import Frequencies, Passage, rank, terms_of
from annotations.model.article import Article

BARS = {"sulawesi": 0.88, "invented": 1.0}
FIRST = 5

Place = tuple[str, int]
"""A sentence: its article, and where it begins."""


def measure(data: Path, errors: TextIO) -> list[Row]:
    """Compare with the gold under `data`, one corpus after the other."""
    rows = []
    for corpus, bar in BARS.items():
        gold = _related(data, corpus)
        passages, figures, quotes = _passages(data, corpus)
        frequencies = Frequencies(passage.terms for passage in passages.values())
        hits = plain = 0
        for place, wanted in gold.items():
            ranked = rank(
                passages[place],
                passages.values(),
                frequencies.of,
                frequencies.total,
                figures_of=partial(_figures, figures),
            )
            ours = [(it.passage.article, it.passage.start) for it in ranked][:FIRST]
            hits += not wanted.isdisjoint(ours)
            plain += not wanted.isdisjoint(_baseline(place, quotes))
            if wanted.isdisjoint(ours):
                errors.write(f"{corpus}: {place[0]} {quotes[place]}\n")
                errors.writelines(f"    wanted  {it[0]} {quotes[it]}\n" for it in sorted(wanted))
                errors.writelines(f"    shown   {it[0]} {quotes[it]}\n" for it in ours)
        rows.append(
            Row(f"a related one among the first {FIRST}, {corpus}", hits / len(gold), plain / len(gold), bar)
        )
    return rows


def _related(data: Path, corpus: str) -> dict[Place, set[Place]]:
    """Return for each sentence of a relation those that it is related to."""
    related: dict[Place, set[Place]] = defaultdict(set)
    for line in (data / "contradictions_dev/groups.jsonl").read_text(encoding="utf-8").splitlines():
        group = json.loads(line)
        if group["corpus"] == corpus:
            places = [(member["file"], member["unit_start"]) for member in group["members"]]
            for relation in group["relations"]:
                a, b = places[relation["a"]], places[relation["b"]]
                if a != b:
                    related[a].add(b)
                    related[b].add(a)
    return related


def _passages(
    data: Path, corpus: str
) -> tuple[dict[Place, Passage], dict[Place, list[Figure]], dict[Place, str]]:
    """Return the sentences of a corpus, their amounts and their words."""
    passages: dict[Place, Passage] = {}
    figures: dict[Place, list[Figure]] = {}
    quotes: dict[Place, str] = {}
    for path in sorted((data / "contradictions_dev" / corpus).glob("*.txt")):
        article = Article(f"{corpus}/{path.name}", path.read_text(encoding="utf-8"))
        origin = Origin(article.id, article.source, iso(article.published), article.title)
        read = figures_in(origin, article.text, article.sentences)
        for unit in article.sentences:
            if unit.boilerplate:
                continue
            place = article.id, unit.start
            quotes[place] = article.text[unit.start : unit.end]
            figures[place] = [it for it in read if unit.start <= it.start < unit.end]
            passages[place] = Passage(article.id, unit.start, unit.end, terms_of(quotes[place]))
    return passages, figures, quotes


def _figures(figures: dict[Place, list[Figure]], passage: Passage) -> list[Figure]:
    return figures[passage.article, passage.start]


def _baseline(place: Place, quotes: dict[Place, str]) -> Iterable[Place]:
    words = set(quotes[place].split())
    others = sorted(
        (other for other in quotes if other != place),
        key=lambda other: (-len(words & set(quotes[other].split())), other),
    )
    return others[:FIRST]
