"""Measures claimreader beside what people would use instead, and prints a table of ratios.

    python tests/bench/run.py [--large] [--rounds N] [--only WORD ...] [-o FILE.json] [--markdown FILE.md]

Everything is measured in one run, program after program, round after round; nothing here is a verdict of the
tests, since another machine and a busy one measure otherwise. `--large` adds 100,000 articles with as many
annotations, which are made once and kept (see `corpora`). Exit status 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import corpora
import libraries
import results
from programs import Program, claimreader, hello, peers
from suite import measure

import seeds


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


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="also 100,000 articles and annotations")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="WORD", help="programs with one of these words"
    )
    parser.add_argument("-o", dest="output", type=Path, metavar="FILE", help="write JSON")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to a file, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        article = Path(name) / "article.txt"
        shutil.copy(max(seeds.FOLDER.glob("*.txt"), key=lambda path: path.stat().st_size), article)
        shutil.copy(article, article.with_suffix(".md"))
        others, missing = peers(article)
        programs = [*chosen(large=options.large), *others]
        if options.only:
            programs = [program for program in programs if any(word in program.name for word in options.only)]
        gathered = measure(programs, options.rounds)
    in_process = {} if options.only else libraries.measured()
    missing += libraries.missing()
    table = results.as_markdown(gathered, in_process, missing)
    results_json = results.as_json(gathered, in_process, missing)
    if options.output:
        options.output.write_text(json.dumps(results_json, ensure_ascii=False, indent=1), encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(table, encoding="utf-8")
    print(table)
    failures = [f"{name}: {line}" for name, program in gathered.items() for line in program.failures]
    for line in failures:
        print(line, file=sys.stderr)
    missed = any(
        value > most for _, value, most, _cpu in results.judged({n: g.figures for n, g in gathered.items()})
    )
    return int(missed or bool(failures))


if __name__ == "__main__":
    sys.exit(main())
