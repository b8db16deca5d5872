"""What `make bench` and `make bench-guard` make of their measurements."""

from __future__ import annotations

import importlib
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench"


class Bench:
    """The modules that are asked; scripts that import each other by their bare names."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.syspath_prepend(str(BENCH))
        self.instructions, self.results, self.run, self.suite = map(
            self._module, ("instructions", "results", "run", "suite")
        )

    def _module(self, name: str) -> ModuleType:
        return importlib.import_module(name)

    def gathered(self, ours: float) -> Any:
        """Return 40 turns in which a start of ours took so many times the hello world's."""
        gathered, results, draw = self.suite.Gathered(), self.results, random.Random(0)
        for turn in range(40):
            noise = draw.gauss(1, 0.02)
            for measure in ("start", "start cpu"):
                gathered.add(results.HELLO, f"{measure} beside {results.SEEDS}", 0.2, (0, turn))
                gathered.add(
                    results.SEEDS, f"{measure} beside {results.SEEDS}", 0.2 * ours * noise, (0, turn)
                )
            gathered.add(results.HELLO, "tag settled", 0.003, (0, turn))
            gathered.add(results.SEEDS, "tag settled", 0.006, (0, turn))
            gathered.add(self.suite.DISK, "append", 0.001, (0, turn))
        return gathered


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def verdict(bench: Bench, ours: float) -> str:
    bars = {bar.what: bar for bar in bench.results.judged(bench.gathered(ours))}
    return str(bars["first screen / hello world, time"].verdict)


def test_a_start_is_judged_beside_the_hello_worlds_of_the_same_turn(bench: Bench) -> None:
    assert [verdict(bench, ours) for ours in (1.1, 1.155, 1.2)] == ["kept", "not decided", "missed"]


def test_a_tag_is_judged_beside_a_key_and_the_disk(bench: Bench) -> None:
    bars = {bar.what.partition(" / ")[0]: bar for bar in bench.results.judged(bench.gathered(1.0))}
    assert bars["tag"].where.middle == pytest.approx(0.006 / 0.004)


def test_turns_in_which_one_of_both_failed_are_left_out(bench: Bench) -> None:
    gathered = bench.gathered(1.0)
    gathered.add(bench.results.SEEDS, "tag settled", 9.0, (1, 0))
    bars = {bar.what.partition(" / ")[0]: bar for bar in bench.results.judged(gathered)}
    assert bars["tag"].where.high == pytest.approx(0.006 / 0.004)


def test_the_tables_say_of_each_bar_what_was_measured_and_where_it_lies(bench: Bench) -> None:
    table = bench.results.as_markdown(bench.gathered(1.2), {}, ["emacs"])
    said = next(line for line in table.splitlines() if line.startswith("| first screen / hello world, time"))
    _, middle, lies_in, cpu, _, most, ends = said.split(" | ")
    assert middle == cpu == "1.20"
    assert lies_in == "1.19 to 1.20"
    assert (most, ends) == ("1.15", "**missed** |")
    assert "Not installed here: emacs." in table


def test_the_tables_are_put_between_the_marks(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "performance.md"
    document.write_text("before\n\n<!-- bench: what -->\nold\n<!-- /bench -->\n\nafter\n", encoding="utf-8")
    monkeypatch.setattr(bench.run, "DOCUMENTED", (tmp_path / "none.md", document))
    assert bench.run.write("| \\1 |") == document
    assert document.read_text(encoding="utf-8") == (
        "before\n\n<!-- bench: what -->\n\n| \\1 |\n\n<!-- /bench -->\n\nafter\n"
    )


def test_the_documentation_has_a_place_for_the_tables(bench: Bench) -> None:
    texts = [path.read_text(encoding="utf-8") for path in bench.run.DOCUMENTED if path.exists()]
    assert sum(len(bench.run.MARKED.findall(text)) for text in texts) == 1


def test_the_guard_complains_of_more_than_five_percent(bench: Bench) -> None:
    grown = bench.instructions.grown
    assert grown({"start": 1.1}, {"start": 1.1}) == []
    assert grown({"start": 1.154}, {"start": 1.1}) == []
    assert grown({"start": 1.156}, {"start": 1.1}) == [
        "start: 1.156 of the hello world's instructions, 1.100 before"
    ]
    assert grown({}, {"tag": 1.1}) == ["tag: nothing measured"]
    assert grown({"tag": 1.1}, {}) == ["tag: 1.100, and nothing stored"]
