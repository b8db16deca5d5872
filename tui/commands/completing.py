"""`claimreader __complete`: what the completion scripts ask for: article ids, tags, formats, a line each.

Hidden, and quiet whatever goes wrong: a Tab must never write an error into the line that is being typed. The
names come from outside, and the shells quote what they put on the line. A name that has a control or a hidden
character in it is left out, and so is one that begins like an option or a home folder.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.composition import Project

_BREAKS = "|&;()<>\n"
"""Where a shell's command ends, unless quoted."""


def run(argv: Sequence[str], with_value: Iterable[str], commands: Iterable[str]) -> int:
    """Print the names that the word at the cursor may become; returns 0 in any case.

    Args:
        argv: `KIND --value WORD -- WORDS`, or `KIND --line LINE --word WORD` for bash, whose own parts of a
            line can't tell a quoted `:` from a bare one.
        with_value: the options that take a value.
        commands: the names of all commands.
    """
    try:
        for name in _names(argv, set(with_value), set(commands)):
            sys.stdout.write(f"{name}\n")
    except Exception:  # noqa: S110 - whatever it is: see the module
        pass
    return 0


def _names(argv: Sequence[str], with_value: set[str], commands: set[str]) -> list[str]:
    from annotations.text.sanitising import escaped

    kind, how, value, *rest = argv
    quote = None
    if how == "--line":
        line = parted(value)
        _command, *words, typed = line.words
        option = len(typed.partition("=")[0]) + 1 if typed.startswith("--") and "=" in typed else 0
        typed, quote = typed[option:], line.quote
        # Where bash begins to replace: behind a quote that is open, else where its own last word begins.
        kept = line.before_quote - option if quote else len(typed) - len(parted(rest[1]).words[-1])
    else:
        typed, kept, words = value, 0, rest[1:]
    names = _SOURCES[kind](_project(_named(words, with_value, commands)), typed)
    return [
        name[max(0, kept) :] if quote is None else quoted(name[max(0, kept) :], quote)
        for name in names
        if name.startswith(typed)
        and escaped(name) == name
        and not name.startswith(("-", "~"))
        and not (quote == '"' and "!" in name)
    ]


_PLAIN = re.compile(r"([^\w./@%+,-])", re.ASCII)
"""A character that bash may take for something else than itself; beyond ASCII there is none."""


def quoted(text: str, quote: str) -> str:
    """Return a text as it has to stand on bash's line.

    bash's own quoting of file names is no help: 5.2 leaves the `$` of `$(...)` bare.

    Args:
        text: is to be one word, or the rest of one.
        quote: the quote that is open before it, or an empty one. In double quotes a `!` can't be quoted.
    """
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        return re.sub(r'(["\\$`])', r"\\\1", text)
    return "".join(f"\\{char}" if char.isascii() and _PLAIN.match(char) else char for char in text)


class PartedLine(NamedTuple):
    """The words of the last command of a line; the last of them may be empty, or unfinished."""

    words: list[str]
    quote: str
    """The quote that is open at the end; empty if none is."""
    before_quote: int
    """Characters that the last word has before that."""


def parted(line: str) -> PartedLine:
    """Part a line into words as bash does. Nothing is executed: `$(...)` stays as it is."""
    words: list[str] = []
    word: list[str] = []
    begun, quote, at, before = False, "", 0, 0
    while at < len(line):
        char = line[at]
        at += 1
        if quote == "'":
            if char == "'":
                quote = ""
            else:
                word.append(char)
        elif char == "\\" and at < len(line) and (not quote or line[at] in '"\\$`'):
            word.append(line[at])
            begun, at = True, at + 1
        elif quote == '"':
            if char == '"':
                quote = ""
            else:
                word.append(char)
        elif char in "'\"":
            begun, quote, before = True, char, len(word)
        elif char in _BREAKS:
            words, word, begun = [], [], False
        elif char in " \t":
            if begun or word:
                words.append("".join(word))
            word, begun = [], False
        else:
            word.append(char)
    words.append("".join(word))
    return PartedLine(words, quote, before)


class NamedCorpus(NamedTuple):
    """The corpus, as far as the words before the cursor name it."""

    roots: list[Path]
    database: str | None
    scheme: Path | None
    annotator: str | None


def _named(words: Sequence[str], with_value: set[str], commands: set[str]) -> NamedCorpus:
    values: dict[str, list[str]] = {}
    bare: list[str] = []
    option = ""
    for word in words:
        name, equals, value = word.partition("=")
        if option:
            values.setdefault(option, []).append(word)
            option = ""
        elif word in with_value:
            option = word
        elif equals and name in with_value:
            values.setdefault(name, []).append(value)
        elif not word.startswith("-"):
            bare.append(word)
    if bare and bare[0] in commands:
        bare = bare[1:]
    roots = [_path(word) for word in values.get("--corpus", ())]
    roots += [path for path in map(_path, bare) if path.exists()]
    return NamedCorpus(
        roots,
        next(iter(values.get("--db", ())), None),
        next(map(_path, values.get("--scheme", ())), None),
        next(iter(values.get("--annotator", ())), None),
    )


def _path(word: str) -> Path:
    """Return the path that a word means, which no shell has expanded yet."""
    return Path(os.path.expandvars(word)).expanduser()


def _project(named: NamedCorpus) -> Project:
    from annotations.composition import Project

    return Project(named.roots, database=named.database, annotator=named.annotator, scheme=named.scheme)


def _articles(project: Project, beginning: str) -> Iterable[str]:
    from annotations.services.completing import article_ids

    return article_ids(project, beginning)


def _tags(project: Project, beginning: str) -> Iterable[str]:
    from annotations.services.completing import tag_names

    return tag_names(project)


def _formats(project: Project, beginning: str) -> Iterable[str]:
    from annotations.services.export import format_summaries

    return [summary.name for summary in format_summaries()]


def _people(project: Project, beginning: str) -> Iterable[str]:
    from annotations.services.completing import people_names

    return people_names(project)


_SOURCES: dict[str, Callable[[Project, str], Iterable[str]]] = {
    "articles": _articles, "tags": _tags, "formats": _formats, "people": _people,
}  # fmt: skip
