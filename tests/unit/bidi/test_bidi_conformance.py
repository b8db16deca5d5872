"""Unicode's own tests of UAX #9: a spread-out sample in every run, all of them with CLAIMREADER_FULL=1."""

from __future__ import annotations

import lzma
import os
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest

from tui.bidi import Paragraph

DATA = Path(__file__).parents[2] / "data" / "bidi"
FULL = os.environ.get("CLAIMREADER_FULL") == "1"
PARTS = 8  # so that pytest-xdist can share the whole out
SAMPLE = 53  # one case in so many; a prime, so that no pattern of the files falls in step with it

DIRECTIONS = ("ltr", "rtl", "auto")

# Several characters of each class, so that the members of a case differ and a wrong order shows.
MEMBERS = {
    "L": "abcdefghij", "R": "אבגדהוזחטי", "AL": "بتثجحخسشصض", "EN": "0123456789", "AN": "٠١٢٣٤٥٦٧٨٩",
    "ES": "+-\u207a\u207b\u208a\u208b\u2212\ufb29\ufe62\ufe63",
    "ET": "#$%\u00a2\u00a3\u00a4\u00a5\u00b0\u00b1\u20ac",
    "CS": ",./:\u00a0\u060c\u202f\u2044\ufe50\ufe52", "NSM": "".join(map(chr, range(0x300, 0x30A))),
    "BN": "\u00ad\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff",
    "WS": " " + "".join(map(chr, range(0x2000, 0x2009))),
    "ON": "!\"&'*;=?@^", "S": "\t\x0b\x1f", "B": "\u2029\n\r\x1c\x1d\x1e\x85",
    "LRE": "\u202a", "RLE": "\u202b", "PDF": "\u202c", "LRO": "\u202d", "RLO": "\u202e",
    "LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip


class Case(NamedTuple):
    """As it stands in the file: of a text the characters' code points or the names of their classes."""

    where: str
    members: str
    direction: int
    base: int | None
    levels: str
    order: str

    @property
    def text(self) -> str:
        """The case's text, with distinct members for a class that comes again."""
        used: Counter[str] = Counter()
        text = ""
        for name in self.members.split():
            if name in MEMBERS:
                text += MEMBERS[name][used[name] % len(MEMBERS[name])]
                used[name] += 1
            else:
                text += chr(int(name, 16))
        return text


def lines(name: str) -> Iterator[tuple[int, str]]:
    with lzma.open(DATA / name, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if content := line.partition("#")[0].strip():
                yield number, content


def bidi_test() -> Iterator[Case]:
    levels = order = ""
    for number, line in lines("BidiTest.txt.xz"):
        if line.startswith("@Levels:"):
            levels = line.removeprefix("@Levels:")
        elif line.startswith("@Reorder:"):
            order = line.removeprefix("@Reorder:")
        elif not line.startswith("@"):
            names, _, bits = line.partition(";")
            for bit, direction in ((1, 2), (2, 0), (4, 1)):
                if int(bits, 16) & bit:
                    yield Case(f"line {number}", names, direction, None, levels, order)


def character_test() -> Iterator[Case]:
    for number, line in lines("BidiCharacterTest.txt.xz"):
        points, direction, base, levels, order = line.split(";")
        yield Case(f"line {number}", points, int(direction), int(base), levels, order)


FILES = {"BidiTest": (bidi_test, 770_241), "BidiCharacterTest": (character_test, 91_707)}


def wrong(case: Case) -> bool:
    text = case.text
    paragraph = Paragraph(text, DIRECTIONS[case.direction])  # type: ignore[arg-type]  # one of the three literals
    return (
        paragraph.levels != [None if level == "x" else int(level) for level in case.levels.split()]
        or paragraph.visual_order(0, len(text)) != [int(index) for index in case.order.split()]
        or case.base not in (None, paragraph.base_level)
    )


@pytest.mark.parametrize("part", range(PARTS if FULL else 1))
@pytest.mark.parametrize("name", FILES)
def test_levels_order_and_base_are_unicodes_own(name: str, part: int) -> None:
    read, total = FILES[name]
    step = PARTS if FULL else SAMPLE
    cases = list(islice(read(), part, None, step))
    assert len(cases) == len(range(part, total, step))
    assert [case for case in cases if wrong(case)][:3] == []
