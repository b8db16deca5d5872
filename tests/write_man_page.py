"""Writes the man page `tui/man/claimreader.1` from the parsers: `python tests/write_man_page.py`.

The page is kept in the repository, and a test compares it with the parsers. To write it while the wheel is
built would need all of the program's dependencies in the isolated environment of the build. The generator is
ours, for argparse-manpage knows one parser with sub-parsers, of which this program has none: each command's
is made when it is called.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from tui.cli import COMMANDS, OUTPUT, PROJECT, Parser, parsers
from tui.commands.help_text import described, exit_codes, files_that_are_read, usage_line

PAGE = Path(__file__).parents[1] / "tui" / "man" / "claimreader.1"


def page() -> str:
    """Return the page in roff, as man(7) has it."""
    return "".join(f"{part}\n" for line in _lines() for part in _wrapped(line))


def _wrapped(line: str) -> list[str]:
    """Part a line of text at blanks, as roff's own files have it; requests stay whole."""
    if line.startswith((".", " ")):
        return [line]
    parts = textwrap.wrap(line, 80, break_on_hyphens=False)
    return [f"\\&{part}" if part.startswith(".") else part for part in parts]


def _lines() -> Iterator[str]:
    all_parsers = parsers()
    reader = all_parsers[""]
    yield '.TH CLAIMREADER 1 "" claimreader "User Commands"'
    yield ".SH NAME"
    yield "claimreader \\- read Arabic news in the terminal and mark its claims"
    yield ".SH SYNOPSIS"
    yield f".B {_text(usage_line(reader, reader.shape))}"
    yield ".br"
    yield ".B claimreader COMMAND [OPTION ...] [ARGUMENT ...]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(reader)
    yield ".SH OPTIONS"
    yield from _options(reader)
    yield ".SH COMMANDS"
    for name in COMMANDS:
        yield f".SS {_text(usage_line(all_parsers[name], all_parsers[name].shape))}"
        yield from _paragraphs(all_parsers[name])
        yield from _options(all_parsers[name])
        if without := [option for option in all_parsers[name].of_command.without if option != "--no-pager"]:
            yield ".PP"
            yield f"Without {_text(', '.join(without))}."
        yield from _examples(all_parsers[name])
    yield ".SH OPTIONS OF ALL COMMANDS"
    for option in (*PROJECT, *OUTPUT):
        takes = [parser for parser in all_parsers.values() if option.name not in parser.of_command.without]
        yield from _option(takes[0]._option_string_actions[option.name])
    yield ".SH EXIT STATUS"
    for code, meaning in exit_codes(reader.of_command).items():
        yield from (".TP", f".B {code}", _text(meaning))
    yield from (".TP", ".B 1", "something was found wrong, or nothing was found; with each command above:")
    for name, parser in all_parsers.items():
        if 1 in parser.of_command.exits:
            yield from (".br", f".B {name}", f"{_text(parser.of_command.exits[1])}")
    yield ".SH FILES THAT ARE READ"
    for need, suffixes in files_that_are_read().items():
        yield from (".TP", f".B {_text(need)}", _text(suffixes))
    yield ".SH EXAMPLES"
    yield from _examples(reader, heading=False)
    yield ".SH SEE ALSO"
    yield ".B claimreader help"
    yield "lists the topics: keys, formats, backups and more."


def _is_common(action: argparse.Action) -> bool:
    return bool({option.name for option in (*PROJECT, *OUTPUT)} & set(action.option_strings))


def _paragraphs(parser: Parser) -> Iterator[str]:
    for number, paragraph in enumerate(described(parser, 10_000)):
        if number:
            yield ".PP"
        if paragraph.startswith(" "):
            yield from (".nf", *map(_text, paragraph.split("\n")), ".fi")
        else:
            yield from map(_text, paragraph.split("\n"))


def _options(parser: Parser) -> Iterator[str]:
    for action in parser._actions:
        if not _is_common(action) and action.help != argparse.SUPPRESS and "-h" not in action.option_strings:
            yield from _option(action)


def _option(action: argparse.Action) -> Iterator[str]:
    value = "" if action.nargs == 0 else f" {action.metavar or '|'.join(map(str, action.choices or ()))}"
    yield ".TP"
    yield f".B {_text(', '.join(action.option_strings) + value if action.option_strings else value.strip())}"
    yield _text((action.help or "").replace("%%", "%"))


def _examples(parser: Parser, *, heading: bool = True) -> Iterator[str]:
    for number, (line, meaning) in enumerate(parser.of_command.examples):
        if heading and number == 0:
            yield from (".PP", "Examples:")
        yield from (".TP", f".B {_text(line)}", _text(meaning))


def _text(text: str) -> str:
    """Return text as roff shows it: no escapes, no request at the beginning of a line."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = text.replace("~", "\\(ti").replace("^", "\\(ha").replace('"', "\\(dq")
    return f"\\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
