"""What lies at the top of the repository is what belongs there; a trial run leaves nothing behind."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]
BELONGS = {
    *("annotations", "seeds", "tests", "tui", ".ci"),
    *(".gitattributes", ".gitignore", "CHANGELOG.md", "Makefile", "README.md", "pyproject.toml"),
}


def test_nothing_lies_at_the_top_that_does_not_belong_there() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert {name.partition("/")[0] for name in tracked.stdout.split("\0") if name} == BELONGS
