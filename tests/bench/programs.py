"""The programs that are measured and the keys that each is given: claimreader, and what people use instead.

Each is started until it shows what it is for; then come the keys of its plan. Peers show an article as a
plain file; a Textual hello world is what every figure is a ratio to.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from corpora import Given, program
from session import ARABIC

DOWN, UP, PAGE_DOWN, PAGE_UP = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~"
STEPS, PAGES, TAGS = 40, 8, 16
FILTER = "قوات"
"""Typed letter by letter: in two of the five samples and in most of the 100,000 articles."""

Shown = Callable[[str], object]


class Program(NamedTuple):
    """One program with what it reads."""

    name: str
    command: Sequence[str]
    shown: Shown
    """Tells from the text that it wrote whether it shows what it is for."""
    plan: Mapping[str, Sequence[str]]
    """Keys by measure, in order."""
    env: Mapping[str, str] = {}
    opens: Shown | None = None
    """Tells whether an article is open, for a program with a list; Enter opens it."""
    prepare: Callable[[], None] | None = None
    """Called before each run."""


def listed(text: str) -> bool:
    """Say whether the list with its titles is there."""
    return "articles" in text and ARABIC.search(text) is not None


def opened(text: str) -> bool:
    """Say whether an article is there: its state in the bar and Arabic below."""
    bar = re.search(r"decided \d+/\d+", text)
    return bar is not None and ARABIC.search(text, bar.end()) is not None


def hello() -> Program:
    """Return Textual's hello world."""
    file = Path(__file__).with_name("hello.py")
    return Program(
        "Textual hello world",
        [sys.executable, str(file)],
        lambda text: "Hello" in text,
        {"step": "a" * STEPS, "page": "a" * 2 * PAGES, "tag": "a" * TAGS},
    )


def claimreader(name: str, given: Given, *, tag: bool = True) -> Program:
    """Return claimreader on a corpus; `tag` without the keys that save."""
    plan = {
        "step": ("j" * 5 + "k" * 5) * (STEPS // 10),  # the shortest article has not many more sentences
        "page": [PAGE_DOWN, PAGE_UP] * PAGES,
        **({"tag": "2" * TAGS} if tag else {}),
        "close": "q",
        "begin filter": "/",
        "filter": FILTER,
    }
    env = {**given.env, "LC_ALL": "C.UTF-8"}
    return Program(name, [program(), *given.arguments], listed, plan, env, opened, given.begin_again)


def peers(article: Path) -> tuple[list[Program], list[str]]:
    """Return the other programs that are installed, on the same text as a file, and the names of the rest.

    Args:
        article: a text file; beside it is the same text as `.md`.
    """
    emacs = {"step": "\x0e" * STEPS, "page": ["\x16", "\x1bv"] * PAGES}
    plans: dict[str, tuple[list[str], Mapping[str, Sequence[str]]]] = {
        "less": (["less"], {"step": "j" * STEPS, "page": " b" * PAGES}),
        "vim": (["vim", "-u", "NONE"], {"step": "j" * STEPS, "page": "\x06\x02" * PAGES}),
        "emacs -nw": (["emacs", "-nw", "-Q"], emacs),
        "frogmouth": (["frogmouth"], {"step": [DOWN] * STEPS, "page": [PAGE_DOWN, PAGE_UP] * PAGES}),
        # It opens at the end of the file, which is not much longer than a screen.
        "toolong": (["tl"], {"step": [UP, DOWN] * (STEPS // 2), "page": [PAGE_UP, PAGE_DOWN] * PAGES}),
    }
    installed = []
    for name, (command, plan) in plans.items():
        if shutil.which(command[0]):
            file = article.with_suffix(".md") if name == "frogmouth" else article
            installed.append(Program(name, [*command, str(file)], ARABIC.search, plan))
    return installed, [name for name in plans if name not in {program.name for program in installed}]
