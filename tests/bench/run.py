"""Measures claimreader beside what people would use instead, and prints a table of ratios.

    python tests/bench/run.py [--large] [--rounds N] [--only WORD ...] [--strict] [--write] [-o FILE.json]

Everything is measured in one run, in turns; nothing here is a verdict of the tests, since another machine and
a busy one measure otherwise. `--large` adds 100,000 articles with as many annotations, made once and kept
(see `corpora`). `--write` puts the tables into the documentation. Exit status 1 if a program failed, and with
`--strict` if a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

import corpora
import instructions
import libraries
import results
import suite
from programs import Program, claimreader, hello, peers

import seeds

ROOT = Path(__file__).parents[2]
DOCUMENTED = (ROOT / "tui" / "help" / "performance.md", ROOT / "README.md")
MARKED = re.compile(r"(<!-- bench\b[^>]*-->\n).*?(<!-- /bench -->)", re.DOTALL)


def chosen(*, large: bool) -> list[Program]:
    """Return the hello world and claimreader on each corpus."""
    programs = [
        hello(),
        claimreader(results.SEEDS, corpora.five(100)),
        claimreader(results.MUCH_SAID, corpora.five(1000)),
        claimreader(results.PARAGRAPHS, corpora.one_annotated(1000)),
        claimreader(results.ONE, corpora.one_paragraph()),
    ]
    if large:
        programs.append(claimreader(results.LARGE, corpora.hundred_thousand()))
    return programs


def measure(programs: list[Program], others: list[Program], rounds: int, *, count: bool) -> suite.Gathered:
    """Measure all; those whose starts are judged are started many times."""
    gathered = suite.Gathered()
    for program in (*programs, *others):
        try:
            suite.warm(program)
        except suite.Failure as error:
            gathered.fail(program, error)
    by_name = {program.name: program for program in programs}
    base, ours = by_name.get(results.HELLO), by_name.get(results.SEEDS)
    for name in (results.SEEDS, results.LARGE):
        if base and name in by_name:
            suite.measure_starts(by_name[name], base, gathered)
    suite.measure_keys(programs, rounds, corpora.cache(), gathered)
    for program in others:
        suite.measure_alone(program, 2, gathered)
    if count and base and ours:
        results.add_counts(instructions.count(ours, base), gathered)
    return gathered


def write(table: str) -> Path:
    """Put the tables between the marks of the document that has them; returns which it is.

    Raises:
        SystemExit: none has any.
    """
    for path in DOCUMENTED:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if MARKED.search(text):
            text = MARKED.sub(lambda m: f"{m[1]}\n{table.strip()}\n\n{m[2]}", text, count=1)
            path.write_text(text, encoding="utf-8")
            return path
    raise SystemExit("no document has the marks <!-- bench --> and <!-- /bench -->")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="also 100,000 articles and annotations")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="WORD", help="programs with one of these words"
    )
    parser.add_argument("-o", dest="output", type=Path, metavar="FILE", help="write JSON")
    parser.add_argument("--write", action="store_true", help="put the tables into the documentation")
    parser.add_argument("--strict", action="store_true", help="exit status 1 if a bar is missed")
    options = parser.parse_args()
    count = not instructions.missing()
    with tempfile.TemporaryDirectory() as name:
        article = Path(name) / "article.txt"
        shutil.copy(max(seeds.FOLDER.glob("*.txt"), key=lambda path: path.stat().st_size), article)
        shutil.copy(article, article.with_suffix(".md"))
        others, missing = peers(article)
        programs = chosen(large=options.large)
        if options.only:
            programs, others = (
                [program for program in those if any(word in program.name for word in options.only)]
                for those in (programs, others)
            )
        gathered = measure(programs, others, options.rounds, count=count)
    in_process = {} if options.only else libraries.measured()
    missing += libraries.missing() + ([] if count else ["valgrind"])
    table = results.as_markdown(gathered, in_process, missing)
    if options.output:
        said = results.as_json(gathered, in_process, missing)
        options.output.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    print(table)
    if options.write:
        print(f"written to {write(table)}", file=sys.stderr)
    for line in gathered.failures:
        print(line, file=sys.stderr)
    missed = any(bar.verdict == "missed" for bar in results.judged(gathered))
    return int(bool(gathered.failures) or (options.strict and missed))


if __name__ == "__main__":
    sys.exit(main())
