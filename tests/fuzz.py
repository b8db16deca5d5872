"""Explores with fresh seeds what `make test` checks with fixed ones, and writes what it finds into the tests.

`make fuzz` runs every Hypothesis test in the profile `fuzz` (see `conftest.py`), `ROUNDS=` times over. For a
failure Hypothesis writes a patch that adds it to its test as an `@example`; the patch is applied here, so
that `make test` fails from then on until the fault is mended. What can't be written as an example (a state
machine's steps, `data()`) is printed with what reproduces it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATCHES = ROOT / ".hypothesis" / "patches"
COMMAND = [sys.executable, "-m", "pytest", "-q", "-m", "hypothesis", "--hypothesis-profile", "fuzz"]


def explore(arguments: list[str]) -> int:
    """Run the tests once; return pytest's exit code."""
    shutil.rmtree(PATCHES, ignore_errors=True)
    return subprocess.run([*COMMAND, *arguments], cwd=ROOT, check=False).returncode


def keep_examples() -> None:
    """Put what was found into the tests, with the import that it needs."""
    for patch in sorted(PATCHES.glob("*.patch")):
        names = re.findall(r"^\+\+\+ b?/?(.+)$", patch.read_text(encoding="utf-8"), re.MULTILINE)
        subprocess.run(["git", "apply", str(patch)], cwd=ROOT, check=True)
        for path in (ROOT / name for name in names):
            source = path.read_text(encoding="utf-8")
            if not re.search(r"^from hypothesis import .*\bexample\b", source, re.MULTILINE):
                source = source.replace("from hypothesis import ", "from hypothesis import example, ", 1)
                path.write_text(source, encoding="utf-8")
        for tool in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
            subprocess.run([sys.executable, "-m", "ruff", *tool, *names], cwd=ROOT, check=False)
        print(f"examples added to {', '.join(names)}")


def main() -> int:
    """Explore as often as the first argument says; the others go to pytest."""
    for _ in range(int(sys.argv[1])):
        if code := explore(sys.argv[2:]):
            keep_examples()
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
