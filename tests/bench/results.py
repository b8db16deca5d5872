"""The measurements as JSON and as Markdown tables of ratios, and the bars that they are held against."""

from __future__ import annotations

import os
import platform
import statistics
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from instructions import Count
from suite import DISK, Gathered
from verdicts import Interval, Pairs, Verdict, interval, median_ratio, p95_ratio

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


Ratio = Callable[[Gathered], Pairs]
"""Takes the pairs of a ratio out of all that was measured: one of each turn that has both."""


class Bar(NamedTuple):
    """One thing that is promised: what a ratio may be at most."""

    what: str
    ratio: Ratio
    most: float
    statistic: Callable[[Pairs], float] = median_ratio
    cpu: Ratio | None = None
    """The same in CPU time, which a busy machine moves less."""
    instructions: Ratio | None = None
    """The same in instructions, which nothing moves."""


class Judged(NamedTuple):
    """A bar with what was measured."""

    what: str
    where: Interval
    cpu: float | None
    instructions: float | None
    most: float

    @property
    def verdict(self) -> Verdict:
        """Say whether it is kept."""
        return self.where.against(self.most)


def _ratio(ours: tuple[str, str], theirs: tuple[str, str]) -> Ratio:
    """Return the ratio of two measures, each a program's name and that of the measure."""

    def pairs(gathered: Gathered) -> Pairs:
        others = gathered.values(*theirs)
        return [(value, others[turn]) for turn, value in gathered.values(*ours).items() if turn in others]

    return pairs


def _tag_ratio(gathered: Gathered) -> Pairs:
    """A tag beside the hello world's key and an append that is synced."""
    keys, appended = gathered.values(HELLO, "tag settled"), gathered.values(DISK, "append")
    return [
        (seconds, keys[turn] + appended[turn])
        for turn, seconds in gathered.values(SEEDS, "tag settled").items()
        if turn in keys and turn in appended
    ]


def _idle_ratio(gathered: Gathered) -> Pairs:
    """Below a thousandth of a core is noise."""
    return [(ours, max(hello, 0.001)) for ours, hello in _ratio((SEEDS, "idle"), (HELLO, "idle"))(gathered)]


def _step_bytes(gathered: Gathered) -> Pairs:
    return [(value, 2048.0) for value in gathered.values(SEEDS, "step bytes").values()]


def _start(program: str) -> Ratio:
    return _ratio((program, f"start beside {program}"), (HELLO, f"start beside {program}"))


def _start_cpu(program: str) -> Ratio:
    return _ratio((program, f"start cpu beside {program}"), (HELLO, f"start cpu beside {program}"))


def _counted(measure: str, hello: str = "step") -> Ratio:
    return _ratio((SEEDS, f"{measure} instructions"), (HELLO, f"{hello} instructions"))


def _key_bars() -> list[Bar]:
    bars = [
        Bar(
            "sentence step / hello world's key",
            _ratio((SEEDS, "step settled"), (HELLO, "step settled")),
            1.15,
            cpu=_ratio((SEEDS, "step cpu"), (HELLO, "step cpu")),
            instructions=_counted("step"),
        ),
        Bar(
            "page / hello world's key",
            _ratio((SEEDS, "page settled"), (HELLO, "page settled")),
            2.0,
            cpu=_ratio((SEEDS, "page cpu"), (HELLO, "page cpu")),
            instructions=_counted("page"),
        ),
        Bar(
            "tag / hello world's key with an append and fdatasync",
            _tag_ratio,
            1.5,
            cpu=_ratio((SEEDS, "tag cpu"), (HELLO, "tag cpu")),
            instructions=_counted("tag"),
        ),
    ]
    slow = [
        Bar(f"{bar.what.partition(' / ')[0]}, p95 of both", bar.ratio, bar.most, p95_ratio) for bar in bars
    ]
    return bars + slow


def _growth_bars() -> list[Bar]:
    """A bar for each thing that is done in a corpus of more than the samples with 100 annotations."""
    return [
        Bar(
            f"{measure.partition(' ')[0]}: {name.partition(', ')[2]}",
            _ratio((name, measure), (SEEDS, measure)),
            1.1,
            cpu=None if measure == "open" else _ratio((name, cpu), (SEEDS, cpu)),
        )
        for name in (MUCH_SAID, PARAGRAPHS, ONE, LARGE)
        for measure in ("open", "step settled", "page settled", "tag settled")
        for cpu in (measure.replace("settled", "cpu"),)
    ]


BARS = (
    Bar("first screen / hello world, instructions", _counted("start", "start"), 1.12),
    Bar("first screen / hello world, time", _start(SEEDS), 1.15, cpu=_start_cpu(SEEDS)),
    Bar("library of 100,000 / hello world", _start(LARGE), 1.3, cpu=_start_cpu(LARGE)),
    Bar("peak memory / hello world", _ratio((SEEDS, "peak"), (HELLO, "peak")), 1.35),
    Bar("peak memory, 1 MB in one paragraph / hello world", _ratio((ONE, "peak"), (HELLO, "peak")), 2.0),
    Bar("idle CPU / hello world", _idle_ratio, 2.0),
    Bar("bytes of a sentence step / 2048", _step_bytes, 1.0),
    *_key_bars(),
    *_growth_bars(),
)


def judged(gathered: Gathered) -> list[Judged]:
    """Return every bar of whose ratio something was measured."""

    def middle(ratio: Ratio | None) -> float | None:
        pairs = ratio(gathered) if ratio else ()
        return median_ratio(pairs) if pairs else None

    return [
        Judged(bar.what, interval(pairs, bar.statistic), middle(bar.cpu), middle(bar.instructions), bar.most)
        for bar in BARS
        if (pairs := bar.ratio(gathered))
    ]


def add_counts(counts: Mapping[str, Count], into: Gathered) -> None:
    """Take the instructions that were counted as measures like all others."""
    for measure, counted in counts.items():
        for program, values in ((SEEDS, counted.ours), (HELLO, counted.hello)):
            for number, value in enumerate(values):
                into.add(program, f"{measure} instructions", value, (0, number))


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


Figures = dict[str, float]
"""By measure."""


def figures(gathered: Gathered) -> dict[str, Figures]:
    """Return of each program the middle of all that was measured, and of keys what 19 of 20 don't exceed."""
    return {
        program: {
            **{measure: statistics.median(values.values()) for measure, values in measured.items()},
            **{
                f"{measure} p95": statistics.quantiles(values.values(), n=20)[-1]
                for measure, values in measured.items()
                if measure.endswith(" settled") and len(values) >= 20
            },
        }
        for program, measured in gathered.of.items()
    }


def as_json(
    gathered: Gathered, libraries: Mapping[str, Mapping[str, float]], missing: list[str]
) -> dict[str, object]:
    """Return everything as one JSON object; seconds, bytes, MiB, shares of a core."""
    return {
        "where": where(),
        "argv": sys.argv[1:],
        "programs": figures(gathered),
        "failures": gathered.failures,
        "bars": [
            {
                "what": bar.what,
                **bar.where._asdict(),
                "in_cpu_time": bar.cpu,
                "in_instructions": bar.instructions,
                "at_most": bar.most,
                "verdict": bar.verdict,
            }
            for bar in judged(gathered)
        ],
        "libraries": {name: dict(times) for name, times in libraries.items()},
        "not_installed": missing,
    }


def as_markdown(gathered: Gathered, libraries: Mapping[str, Mapping[str, float]], missing: list[str]) -> str:
    """Return the tables: of programs, of bars, and of what is measured in one process."""
    parts = [f"{where()}.", "", *_programs(gathered)]
    if missing:
        parts += ["", f"Not installed here: {', '.join(missing)}."]
    parts += ["", *_bars(gathered)]
    if libraries:
        parts += ["", *_libraries(libraries)]
    return "\n".join(parts) + "\n"


def _programs(gathered: Gathered) -> list[str]:
    of = figures(gathered)
    of.pop(DISK, None)
    base = of.get(HELLO, {})
    used = [column for column in _COLUMNS if any(column[1] in program for program in of.values())]
    lines = ["| program | " + " | ".join(name for name, *_ in used) + " |", "|---" * (len(used) + 1) + "|"]
    for name, program in of.items():
        cells = []
        for _, measure, scale, form in used:
            value, other = program.get(measure), base.get(measure)
            times = f" ({value / other:.2f})" if value is not None and other and name != HELLO else ""
            cells.append("" if value is None else format(value * scale, form) + times)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return [*lines, "", "Medians; in brackets: times the hello world's."]


def _bars(gathered: Gathered) -> list[str]:
    lines = [
        "| bar | measured | lies in | in CPU time | in instructions | at most | |",
        "|---|---|---|---|---|---|---|",
    ]
    for bar in judged(gathered):
        low, middle, high = bar.where
        others = ["" if value is None else f"{value:.2f}" for value in (bar.cpu, bar.instructions)]
        verdict = "**missed**" if bar.verdict == "missed" else bar.verdict
        cells = [bar.what, f"{middle:.2f}", f"{low:.2f} to {high:.2f}", *others, f"{bar.most:g}", verdict]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _libraries(libraries: Mapping[str, Mapping[str, float]]) -> list[str]:
    lines = ["| in one process | claimreader ms | instead | ms | times as fast |", "|---|---|---|---|---|"]
    for name, times in libraries.items():
        (_, ours), (other, theirs) = times.items()
        lines.append(f"| {name} | {ours * 1000:.2f} | {other} | {theirs * 1000:.2f} | {theirs / ours:.1f} |")
    return lines
