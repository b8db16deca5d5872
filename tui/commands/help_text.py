"""Lays out the help of a command: one look for all, no line over 80 cells, examples at the end.

argparse lays out the arguments; usage, reflowed description, exit codes and examples are ours. Loaded when
somebody asks for the help.
"""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tui.commands.arguments import Usage

WIDEST = 80
_ALWAYS = {0: "done", 2: "wrong usage, or nothing could be read", 130: "ended by Ctrl-C"}


Shape = Sequence[tuple[str, str]]
"""Arguments that are no options, each with how many of it there may be, as argparse says that."""


def help_text(
    parser: argparse.ArgumentParser, shape: Shape, usage: Usage, commands: Mapping[str, str]
) -> str:
    """Return the help of a command.

    Args:
        parser: of the command.
        shape: its arguments.
        usage: what it says beside its arguments.
        commands: those to be listed, with what they do.
    """
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    formatter = argparse.HelpFormatter(parser.prog, max_help_position=24, width=width)
    for group in parser._action_groups:
        actions = [action for action in group._group_actions if action.help != argparse.SUPPRESS]
        if actions:
            formatter.start_section({"positional arguments": "arguments"}.get(group.title or "", group.title))
            formatter.add_arguments(actions)
            formatter.end_section()
    parts = [
        _filled(f"usage: {usage_line(parser, shape)}", width, indent=" " * 7),
        "\n\n".join(described(parser, width)),
        formatter.format_help().strip("\n"),
    ]
    if commands:
        rows = _table(commands.items(), width)
        parts.append("\n".join(["commands (claimreader COMMAND --help):", *rows]))
    if usage.names_files:
        rows = _table(files_that_are_read().items(), width)
        parts.append("\n".join(["files that are read, each also as .gz (claimreader help formats):", *rows]))
    codes = {str(code): meaning for code, meaning in exit_codes(usage).items()}
    parts.append("\n".join(["exit codes:", *_table(codes.items(), width)]))
    lines = [line for example in usage.examples for line in _example(*example, width)]
    parts.append("\n".join(["examples:", *lines]))
    return "\n\n".join(parts) + "\n"


def files_that_are_read() -> dict[str, str]:
    """Return the endings of the files that are read, by what they need."""
    from annotations.corpus.formats import kinds_by_library

    return {
        f"with {library}" if library else "at once": " ".join(suffixes)
        for library, suffixes in kinds_by_library().items()
    }


def usage_line(parser: argparse.ArgumentParser, shape: Shape) -> str:
    """Return how the command is typed: what has to be there, and `[OPTION ...]` for all the rest."""
    required = [action for action in parser._actions if action.option_strings and action.required]
    words = [parser.prog, "[OPTION ...]"]
    words += [f"{action.option_strings[0]} {action.metavar}" for action in required]
    words += [{"*": f"[{name} ...]", "?": f"[{name}]"}.get(many, name) for name, many in shape]
    return " ".join(words)


def described(parser: argparse.ArgumentParser, width: int) -> list[str]:
    """Return the paragraphs of what the command does; lines that are set in stay as they are."""
    text = parser.description or ""
    if text.startswith("`"):  # "`claimreader list`: the articles": the usage has the first part
        text = text.partition(": ")[2]
    text = text[:1].upper() + text[1:].rstrip()
    return [
        paragraph if paragraph.startswith(" ") else _filled(" ".join(paragraph.split()), width)
        for paragraph in text.split("\n\n")
    ]


def exit_codes(usage: Usage) -> dict[int, str]:
    """Return all exit codes of a command with what they mean."""
    return dict(sorted({**_ALWAYS, **usage.exits}.items()))


def _example(line: str, meaning: str, width: int) -> Iterator[str]:
    yield f"  {line}"
    yield _filled(meaning, width, indent="      ", first="      ")


def _table(rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    listed = list(rows)
    room = max(len(name) for name, _ in listed) + 4
    return [_filled(text, width, indent=" " * room, first=f"  {name}".ljust(room)) for name, text in listed]


def _filled(text: str, width: int, *, indent: str = "", first: str = "") -> str:
    return textwrap.fill(
        text, max(20, width), initial_indent=first, subsequent_indent=indent, break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip
