"""The measurements as JSON and as Markdown tables of ratios, and the bars that they are held against."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from suite import Figures, Gathered

HELLO = "Textual hello world"
SEEDS = "claimreader, 5 articles, 100 annotations"
MUCH_SAID = "the same, 1,000 annotations"
PARAGRAPHS = "the same, an article of 1 MB with 1,000 annotations"
ONE = "the same, 1 MB in one paragraph"
LARGE = "claimreader, 100,000 articles and annotations"

_COLUMNS: tuple[tuple[str, str, float, str], ...] = (
    ("first screen ms", "start", 1000, ".0f"),
    ("its CPU ms", "start cpu", 1000, ".0f"),
    ("to an article ms", "start to article", 1000, ".0f"),
    ("open ms", "open", 1000, ".0f"),
    ("open bytes", "open bytes", 1, ".0f"),
    ("step ms", "step settled", 1000, ".1f"),
    ("step p95", "step settled p95", 1000, ".1f"),
    ("step bytes", "step bytes", 1, ".0f"),
    ("step CPU ms", "step cpu", 1000, ".1f"),
    ("page ms", "page settled", 1000, ".1f"),
    ("page bytes", "page bytes", 1, ".0f"),
    ("tag ms", "tag settled", 1000, ".1f"),
    ("filter ms", "filter settled", 1000, ".0f"),
    ("peak MiB", "peak", 1, ".0f"),
    ("idle CPU %", "idle", 100, ".2f"),
)


class Bar(NamedTuple):
    """One thing that is promised: a ratio of two figures, or a figure, and what it may be at most."""

    what: str
    value: Callable[[Mapping[str, Figures]], float]
    most: float
    cpu: Callable[[Mapping[str, Figures]], float] | None = None
    """The same ratio of CPU time, which a busy machine moves less."""


def _ratio(measure: str, of: str, to: str = HELLO, other: str | None = None) -> Callable[..., float]:
    return lambda figures: figures[of][measure] / figures[to][other or measure]


def _idle(figures: Mapping[str, Figures]) -> float:
    return figures[SEEDS]["idle"] / max(figures[HELLO]["idle"], 0.001)


BARS = (
    Bar("first screen / hello world", _ratio("start", SEEDS), 1.15, _ratio("start cpu", SEEDS)),
    Bar("library of 100,000 / hello world", _ratio("start", LARGE), 1.4, _ratio("start cpu", LARGE)),
    Bar("sentence step / hello world's key", _ratio("step settled", SEEDS), 1.5, _ratio("step cpu", SEEDS)),
    Bar("bytes of a sentence step", lambda figures: figures[SEEDS]["step bytes"], 2048),
    Bar("peak memory / hello world", _ratio("peak", SEEDS), 1.4),
    # Below a thousandth of a core is noise.
    Bar("idle CPU / hello world", _idle, 2.0),
    *(
        Bar(
            f"{measure.partition(' ')[0]}: {name.partition(', ')[2]}",
            _ratio(measure, name, SEEDS),
            most,
            None if measure == "open" else _ratio(measure.replace("settled", "cpu"), name, SEEDS),
        )
        for name, most in ((MUCH_SAID, 1.2), (PARAGRAPHS, 1.2), (ONE, 2.0), (LARGE, 1.2))
        for measure in ("open", "step settled", "page settled", "tag settled")
    ),
)  # fmt: skip


def judged(figures: Mapping[str, Figures]) -> list[tuple[str, float, float, float | None]]:
    """Return (what, value, bar, the value in CPU time) for every bar whose figures there are."""
    rows = []
    for bar in BARS:
        try:
            rows.append((bar.what, bar.value(figures), bar.most, bar.cpu(figures) if bar.cpu else None))
        except (KeyError, ZeroDivisionError):
            continue
    return rows


def where() -> str:
    """Say when and on what kind of machine this is."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:  # noqa: PTH123 - a file of the kernel
            model = next(
                (line.partition(":")[2].strip() for line in info if line.startswith("model name")), model
            )
    except OSError:
        pass
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({model}), {platform.system()}, "
        f"Python {platform.python_version()}, load {load:.1f}"
    )


def as_json(
    gathered: Mapping[str, Gathered], libraries: Mapping[str, Mapping[str, float]], missing: list[str]
) -> dict[str, object]:
    """Return everything as one JSON object; seconds, bytes, MiB, shares of a core."""
    figures = {name: program.figures for name, program in gathered.items()}
    return {
        "where": where(),
        "argv": sys.argv[1:],
        "programs": figures,
        "failures": {name: program.failures for name, program in gathered.items() if program.failures},
        "bars": [
            {"what": what, "value": value, "in_cpu_time": cpu, "at_most": most, "kept": value <= most}
            for what, value, most, cpu in judged(figures)
        ],
        "libraries": {name: dict(times) for name, times in libraries.items()},
        "not_installed": missing,
    }


def as_markdown(
    gathered: Mapping[str, Gathered], libraries: Mapping[str, Mapping[str, float]], missing: list[str]
) -> str:
    """Return the tables; in brackets how many times the hello world's figure."""
    figures = {name: program.figures for name, program in gathered.items()}
    base = figures.get(HELLO, {})
    used = [column for column in _COLUMNS if any(column[1] in of for of in figures.values())]
    lines = [
        where() + ". Medians, of starts and openings the best; in brackets: times the hello world's.",
        "",
    ]
    lines += ["| program | " + " | ".join(name for name, *_ in used) + " |", "|---" * (len(used) + 1) + "|"]
    for name, of in figures.items():
        cells = []
        for _, measure, scale, form in used:
            if measure not in of:
                cells.append("")
                continue
            times = of[measure] / base[measure] if base.get(measure) and name != HELLO else 0
            cells.append(format(of[measure] * scale, form) + (f" ({times:.2f})" if times else ""))
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    if missing:
        lines += ["", f"Not installed here: {', '.join(missing)}."]
    lines += ["", "| bar | measured | in CPU time | at most | |", "|---|---|---|---|---|"]
    for what, value, most, cpu in judged(figures):
        verdict = "kept" if value <= most else "**missed**"
        lines.append(
            f"| {what} | {value:.2f} | {'' if cpu is None else f'{cpu:.2f}'} | {most:g} | {verdict} |"
        )
    if libraries:
        lines += [
            "",
            "| in one process | claimreader ms | instead | ms | times as fast |",
            "|---|---|---|---|---|",
        ]
    for name, times in libraries.items():
        (_, ours), (other, theirs) = times.items()
        lines.append(f"| {name} | {ours * 1000:.2f} | {other} | {theirs * 1000:.2f} | {theirs / ours:.1f} |")
    return "\n".join(lines) + "\n"
