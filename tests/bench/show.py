"""The cost of `claimreader show` of one article beside that of importing the modules that it loads.

    python tests/bench/show.py [--rounds 15]

Each is a process of its own, in turns; what is compared is the median of their CPU time, Python's own start
included. Bar: an article takes at most 1.5 times as long as the imports, as it is stored and in rows. With
`--json` it has none: title, source and date are looked for in the text, by rules that take 60 ms to compile.
Exit status 1 if a bar is missed; nothing in CI depends on it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import seeds

BAR = 1.5
LARGE = 200_000
"""Bytes of the large article: the samples again and again."""

RUN = "import sys; sys.argv = ['claimreader', *{arguments!r}]; from tui.start import main; main()"
LOADED = "; print(*sys.modules, file=sys.stderr)"
IMPORT = "from importlib import import_module\nfor name in {modules!r}: import_module(name)"


def cpu(code: str, env: Mapping[str, str]) -> float:
    """Return the CPU time in seconds of a Python that runs some code; what it prints is dropped."""
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(sys.executable, [sys.executable, "-c", code], env, file_actions=nowhere)
    _, status, used = os.wait4(process, 0)
    if status:
        raise OSError(f"it failed: {code}")
    return used.ru_utime + used.ru_stime


def modules(arguments: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Return the modules that a command loads, in their order."""
    code = RUN.format(arguments=arguments) + LOADED
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return [name for name in done.stderr.split() if name != "__main__"]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    kept = True
    print(f"{'':28} {'modules':>8} {'show ms':>9} {'imports':>9} {'times':>7}")
    with tempfile.TemporaryDirectory() as name:
        text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(seeds.FOLDER.glob("*.txt")))
        large = text * -(-LARGE // len(text.encode()))
        Path(name, "large.txt").write_bytes(large.encode()[:LARGE].decode(errors="ignore").encode())
        env = {**os.environ, "CLAIMREADER_HOME": f"{name}/home"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        of_large = ["show", "large", "--corpus", name]
        for what, arguments, bar in (
            ("a sample, as it is stored", ["show", "002"], BAR),
            ("a sample, in rows", ["show", "002", "--visual"], BAR),
            ("200 KB, as it is stored", of_large, BAR),
            ("200 KB, in rows", [*of_large, "--visual"], BAR),
            ("a sample, with --json", ["show", "002", "--json"], None),
        ):
            loaded = modules(arguments, env)
            pair = RUN.format(arguments=arguments), IMPORT.format(modules=loaded)
            times = zip(*[[cpu(code, env) for code in pair] for _ in range(rounds)], strict=True)
            shown, imported = (statistics.median(each) for each in times)
            ratio = shown / imported
            kept &= bar is None or ratio <= bar
            verdict = f"   at most {bar}" if bar else ""
            print(
                f"{what:28} {len(loaded):8} {shown * 1000:9.1f} {imported * 1000:9.1f} {ratio:7.2f}{verdict}"
            )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
