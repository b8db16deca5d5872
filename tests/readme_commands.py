"""The README's own commands, as a newcomer would type them; CI runs this on a fresh clone.

`python tests/readme_commands.py run` runs the first command of the README's "Start" in a real pty, waits for
the list of articles and quits with `q`; `... test` runs the second one.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "helpers"))


def commands() -> list[str]:
    """Return the command lines of the first fenced block after the heading Start."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^## Start\n.*?^```sh\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    if block is None:
        raise SystemExit("README.md has no block of commands under Start")
    typed = (line.partition("#")[0].strip() for line in block[1].splitlines())
    return [line for line in typed if line]


def main() -> int:
    """Run one of the two commands."""
    first, second = commands()
    if sys.argv[1:] == ["test"]:
        print(f"$ {second}", flush=True)
        return subprocess.run(["bash", "-c", second], cwd=ROOT, check=False).returncode
    from terminal import Terminal

    print(f"$ {first}", flush=True)
    with Terminal(["bash", "-c", first], columns=80, rows=24, cwd=ROOT) as terminal:
        terminal.wait_for("5 articles", seconds=900)
        print(terminal.logical)
        terminal.type("q")
        code = terminal.wait_for_end()
    print(f"the list was on screen; q ended with exit code {code}")
    return code


if __name__ == "__main__":
    sys.exit(main())
