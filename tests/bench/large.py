"""The cost of opening a very large article in the running reader, as ratios to the longest seed (19 KB).

    python tests/bench/large.py [--rounds N]

Three articles: the seed, 5,000 paragraphs (1 MB), and one single paragraph (1 MB). Every round is a new
process in a real pty that has each of them opened from the library once, in turning order: from Enter to the
first frame that shows the article, then 10 steps with `j`, then the end of the article, then, in another new
process, the place where it was left. So `place` is what a remembered place at the end of the text costs.
Times are the lower quartile: a machine that does something else only adds to them. Exit status 1 if a bar is
missed.
"""

from __future__ import annotations

import argparse
import os
import select
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

import pyte

import seeds
from annotations.text.sentences import split

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))
from terminal import Terminal

SIZE = 1_000_000
"""Bytes of the large articles."""
PARAGRAPHS = 5000
STEPS = 10
QUIET = 0.25
"""Seconds without output after which a key counts as answered."""
NAMES = ("seed", "paragraphs", "one")
BARS = {("paragraphs", "open"): 1.2, ("one", "open"): 2.0, ("paragraphs", "step"): 1.2, ("one", "step"): 1.2}


def texts() -> dict[str, str]:
    """Return the three articles; the large ones are made of its sentences, in turn."""
    read = [path.read_text(encoding="utf-8") for path in sorted(seeds.FOLDER.glob("*.txt"))]
    seed = max(read, key=len)
    prose = [seed[unit.start : unit.end] for unit in split(seed) if unit.kind == "body"]
    short = [part.encode()[: SIZE // PARAGRAPHS].decode(errors="ignore").rpartition(" ")[0] for part in prose]
    lines = [f"{part} {number}." for number, part in zip(range(PARAGRAPHS), cycle(short), strict=False)]
    paragraph = " ".join(prose) + " "
    paragraph *= SIZE // len(paragraph.encode()) + 1
    return {"seed": seed, "paragraphs": "\n".join(lines) + "\n", "one": paragraph}


class Timed(Terminal):
    """A terminal that stamps what arrives and draws it later, so that drawing delays nothing."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        super().__init__(command, env=env)
        self.arrived: list[tuple[float, bytes]] = []

    def take(self, seconds: float) -> bool:
        """Wait for some bytes; False if none came."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        self.arrived.append((time.perf_counter(), os.read(self._fd, 1 << 16)))
        return True

    def settle(self, quiet: float = QUIET, limit: float = 60) -> None:
        """Take what comes until nothing does."""
        end = time.perf_counter() + limit
        while self.take(quiet) and time.perf_counter() < end:
            pass

    def draw(self, until: Callable[[pyte.Screen], bool] = lambda _: False) -> float | None:
        """Draw what has arrived; return when the screen was first so."""
        seen = None
        for stamp, data in self.arrived:
            self._stream.feed(data)
            if seen is None and until(self.screen):
                seen = stamp
        self.arrived.clear()
        return seen

    def press(self, keys: str, until: Callable[[pyte.Screen], bool]) -> tuple[float, int]:
        """Type; return the seconds until the screen was so, and the bytes that the answer took."""
        self.settle(0.05)
        self.draw()
        began = time.perf_counter()
        self.type(keys)
        size, stamp = 0, None
        while stamp is None:
            if not self.take(30):
                raise RuntimeError(f"no answer to {keys!r}:\n{self.text}")
            self.settle()
            size += sum(len(data) for _, data in self.arrived)
            stamp = self.draw(until)
        return stamp - began, size


def opened(screen: pyte.Screen) -> bool:
    """Say whether an article and its cursor are on the screen."""
    return "decided" in screen.display[0] and any("◂" in row for row in screen.display)


def closed(screen: pyte.Screen) -> bool:
    """Say whether the library is on the screen."""
    return "articles" in screen.display[0]


def rounds(folder: Path, count: int) -> Iterator[tuple[str, str, float, int]]:
    """Yield (article, what, seconds, bytes)."""
    program = Path(sys.executable).with_name("claimreader")
    command = [str(program), str(folder / "corpus"), "--db", str(folder / "db.json")]
    env = {"CLAIMREADER_HOME": str(folder / "home"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    order = ["warm", *NAMES]
    for number in range(count + 1):  # the first makes the index
        turn = number % len(NAMES)
        for again in (False, True):
            with Timed(command, env) as terminal:
                terminal.wait_for("4 articles")
                terminal.settle(1.0)
                for name in ("warm", *NAMES[turn:], *NAMES[:turn]):
                    if name != "warm":
                        terminal.press("\x1b[H" + "j" * order.index(name), closed)
                    answers = [("place" if again else "open", terminal.press("\r", opened))]
                    if not again and name != "warm":
                        answers += (("step", terminal.press("j", opened)) for _ in range(STEPS))
                        answers.append(("end", terminal.press("\x1b[F", opened)))
                    terminal.settle(1.0)  # what is done beside the keys is done: the next one has the machine
                    terminal.press("q", closed)
                    if number and name != "warm":
                        for what, (seconds, size) in answers:
                            yield name, what, seconds, size
                terminal.type("\x11")
                terminal.wait_for_end()
        (folder / "home" / "positions.json").unlink()


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    count = parser.parse_args().rounds
    measured: dict[tuple[str, str], list[tuple[float, int]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        made = texts()
        for place, (label, text) in enumerate({"warm": made["seed"][:3000], **made}.items()):
            (folder / "corpus" / f"{place}_{label}.txt").write_text(text, encoding="utf-8")
        for label, what, seconds, size in rounds(folder, count):
            measured.setdefault((label, what), []).append((seconds, size))
    times = {key: quantiles([value for value, _ in values], n=4)[0] for key, values in measured.items()}
    kept = True
    print(f"{'':12} {'':6} {'ms':>8} {'times':>7} {'bytes':>7}")
    for (label, what), values in measured.items():
        ratio = times[label, what] / times["seed", what]
        size = median(size for _, size in values)
        bar = BARS.get((label, what))
        kept &= bar is None or ratio <= bar
        line = f"{label:12} {what:6} {times[label, what] * 1000:8.1f} {ratio:7.2f} {size:7.0f}"
        print(f"{line}   at most {bar}" if bar else line)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
