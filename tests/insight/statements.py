"""Measures what is said of sentences: claim or heading, which type, worth checking or not.

The gold is `attribution_dev.jsonl`, as in `attribution.py`. Of types those count that are shown, and how many
sentences go without one. The baseline calls a line of five words or less a heading, a sentence with a digit a
quantity and worth checking, and any other an event, which most are.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from rows import Row

from annotations.insight.claims import judge
from annotations.insight.figures import Origin, figures_in
from annotations.model.article import Article
from annotations.reporting import attributions

TAGS = {"cause": "blame", None: "not_claim"}
"""Names of the gold that aren't those of the scheme."""


class Said(NamedTuple):
    """What one side says of a sentence."""

    claim: bool
    type: str | None
    worth: bool


def measure(data: Path, errors: TextIO, part: str = "") -> list[Row]:
    """Compare with the gold under `data`; `part` takes the documents whose name holds it only."""
    sentences: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (data / "attribution_dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            sentence = json.loads(line)
            if part in sentence["doc"]:
                sentences[sentence["file"]].append(sentence)
    ours: list[tuple[Said, Said]] = []
    baseline: list[tuple[Said, Said]] = []
    for name, listed in sentences.items():
        article = Article(name, (data / "attribution_dev" / name).read_text(encoding="utf-8"))
        spoken = [found for unit in attributions(article.text, article.units) for found in unit]
        figures = figures_in(Origin(name), article.text, article.sentences)
        for sentence in listed:
            start, end = sentence["start"], sentence["end"]
            judgement = judge(
                article.text,
                start,
                end,
                [it for it in spoken if start <= (it.cue or it.content).start < end],
                [it for it in figures if start <= it.start < end],
            )
            kind, worth = judgement.type, judgement.worth_checking
            said = Said(
                bool(judgement.claim.value),
                str(kind.value) if kind else None,
                bool(worth and worth.value),
            )
            gold = Said(
                sentence["claim"],
                TAGS.get(sentence["type"], sentence["type"]),
                bool(sentence["worth_checking"]),
            )
            ours.append((said, gold))
            text = article.text[start:end]
            baseline.append((_baseline(text), gold))
            wrong = [
                f"{field}: {ours_} ({rule}), gold {theirs}"
                for field, ours_, theirs, rule in (
                    ("claim", said.claim, gold.claim, judgement.claim.rule),
                    ("type", said.type, gold.type, kind.rule if kind else ""),
                    ("worth checking", said.worth, gold.worth, worth.rule if worth else ""),
                )
                if ours_ is not None and ours_ != theirs
            ]
            if wrong:
                errors.write(f"{name}: {text}\n    {'; '.join(wrong)}\n")
    shown = [_shown(pairs) for pairs in (ours, baseline)]
    return [
        Row("claim against heading, kappa", _kappa(ours, "claim"), _kappa(baseline, "claim"), 0.82),
        Row("types shown, precision", shown[0][0], shown[1][0], 0.75),
        Row("types shown, part of the sentences", shown[0][1], shown[1][1], 0.50),
        Row("worth checking, kappa", _kappa(ours, "worth"), _kappa(baseline, "worth"), 0.50),
    ]


def _baseline(text: str) -> Said:
    figure = any(char.isdigit() for char in text)
    if len(text.split()) <= 5:
        return Said(False, "not_claim", False)
    return Said(True, "quantity" if figure else "event", figure)


def _shown(pairs: Sequence[tuple[Said, Said]]) -> tuple[float, float]:
    """Return how many of the types that are shown are right, and for how many sentences one is."""
    shown = [(ours, gold) for ours, gold in pairs if ours.type is not None]
    return sum(ours.type == gold.type for ours, gold in shown) / len(shown), len(shown) / len(pairs)


def _kappa(pairs: Sequence[tuple[Said, Said]], field: str) -> float:
    """Return Cohen's kappa of a field."""
    values = [(getattr(ours, field), getattr(gold, field)) for ours, gold in pairs]
    agreed = sum(ours == gold for ours, gold in values) / len(values)
    first, second = (Counter(side) for side in zip(*values, strict=True))
    by_chance = sum(first[value] * second[value] for value in first) / len(values) ** 2
    return (agreed - by_chance) / (1 - by_chance)
