"""The help topics: what a user may want to know beyond the README, a Markdown file each in `tui/help`.

A file's first line is its title, and the first sentence below it stands in the list of topics. An Arabic
version has the same name in `tui/help/ar`; a topic without one is shown in English. The repository links the
same files, so links between them and HTML comments, which matter only there, are taken out here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from tui.i18n import _, language

FOLDER = Path(__file__).parents[1] / "help"

_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_FILE_LINK = re.compile(r"\[([^]]+)]\((?!\w+:)[^)\s]+\)")
"""A link to a file; one to an address on the web has a scheme."""
_SENTENCE = re.compile(r"(.+?[.؟!])(?=\s|\Z)", re.DOTALL)


class Topic(NamedTuple):
    """A topic in the language in use, or in English where it hasn't been translated."""

    name: str
    """By which it is asked for."""
    title: str
    summary: str
    """One sentence."""
    text: str
    """Markdown, the title first."""
    language: str

    @property
    def rtl(self) -> bool:
        """True if it is read from the right."""
        return self.language == "ar"


def names() -> list[str]:
    """Return the names of the topics, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.md"))


def topics() -> list[Topic]:
    """Return the topics, sorted by name."""
    return [_read(name) for name in names()]


def topic(name: str) -> Topic | None:
    """Return a topic by its name, in upper or lower case; None if there is none of that name."""
    return _read(name.lower()) if name.lower() in names() else None


def _read(name: str) -> Topic:
    translated = FOLDER / language() / f"{name}.md"
    there = language() != "en" and translated.exists()
    path = translated if there else FOLDER / f"{name}.md"
    text = _FILE_LINK.sub(r"\1", _COMMENT.sub("", path.read_text(encoding="utf-8")))
    heading, rest = text.split("\n", 1)
    sentence = _SENTENCE.match(rest.strip())
    summary = " ".join(sentence[1].split()) if sentence else ""
    if language() != "en" and not there:
        note = _("This topic has not been translated yet; here it is in English.")
        text = f"{heading}\n\n{note}\n{rest}"
    return Topic(name, heading.removeprefix("# "), summary, text, language() if there else "en")
