"""Explain a topic, or list the topics and the commands; `help COMMAND` is `COMMAND --help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tui.commands.arguments import NO_PROJECT, Usage
from tui.commands.json_lines import Fields, JsonLine
from tui.commands.opening import complain, on_terminal, terminal_width
from tui.commands.output import json_line

if TYPE_CHECKING:
    from tui.presenters.page_rows import PageRow

_MARGIN = 2
"""Cells left free at the right: mlterm gives one to each mark of direction, which others don't."""
_WIDEST = 90
"""Cells of a row: longer lines are hard to follow from one to the next."""


USAGE = Usage(
    examples=(
        ("claimreader help", "the topics, and the commands"),
        ("claimreader help backups", "a topic"),
        ("claimreader help export", "the options of a command"),
    ),
    without=NO_PROJECT,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "topic", metavar="TOPIC", nargs="?", help="a topic or a command (default: a list of both)"
    )


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    listed: Fields = {
        "topic": (str, "name of the topic"),
        "title": (str, "its title"),
        "summary": (str, "its first sentence"),
    }
    shown: Fields = {
        "topic": (str, "name of the topic or command"),
        "title": (str, "its title"),
        "language": (str, "language of the text: en, ar"),
        "text": (str, "the text: Markdown, or the help of a command"),
    }
    return [JsonLine("", listed), JsonLine("TOPIC", shown)]


def run(options: argparse.Namespace) -> int:
    """Print a topic, or the list."""
    from tui import i18n
    from tui.config import preferences
    from tui.presenters import help_topics

    i18n.choose(options.lang or preferences.read().language)
    if options.topic is None:
        if options.json:
            for each in help_topics.topics():
                line = {"topic": each.name, "title": each.title, "summary": each.summary}
                sys.stdout.write(json_line(line) + "\n")
        else:
            _print(_contents(options.commands), rtl=i18n.language() == "ar")
        return 0
    topic = help_topics.topic(options.topic)
    if topic is None and options.topic in options.commands:
        parser = options.parser_of(options.topic)
        if options.json:
            about = options.commands[options.topic]
            record = {"topic": options.topic, "title": about, "language": "en", "text": parser.format_help()}
            sys.stdout.write(json_line(record) + "\n")
        else:
            parser.print_help()
        return 0
    if topic is None:
        from annotations.text.similar import perhaps

        likely = perhaps(options.topic, [*help_topics.names(), *options.commands])
        complain(f"{options.topic}: no such topic or command{likely} (claimreader help lists both)")
        return 2
    if options.json:
        record = {"topic": topic.name, "title": topic.title, "language": topic.language, "text": topic.text}
        sys.stdout.write(json_line(record) + "\n")
        return 0
    _print(topic.text + _options_of(topic.name, options.commands), rtl=topic.rtl)
    return 0


def _options_of(name: str, commands: Mapping[str, str]) -> str:
    """Return the last line of a topic that has the name of a command."""
    from tui.i18n import _

    if name not in commands:
        return ""
    return (
        "\n" + _("The command's own options: `{command}`").format(command=f"claimreader {name} --help") + "\n"
    )


def _contents(commands: Mapping[str, str]) -> str:
    """Return the list of topics and commands as Markdown."""
    from tui.i18n import _
    from tui.presenters.help_topics import topics

    topic_rows = [(topic.name, topic.summary) for topic in topics()]
    parts = [
        "# " + _("Help"),
        _("A topic is shown by `claimreader help TOPIC`, and on the screen by `?` and Enter."),
        _table(_("topic"), topic_rows),
        _("The options of a command are shown by `claimreader help COMMAND`."),
        _table(_("command"), commands.items()),
    ]
    return "\n\n".join(parts)


def _table(heading: str, rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(
        [f"| {heading} | |", "| --- | --- |", *(f"| `{name}` | {text} |" for name, text in rows)]
    )


def _print(text: str, *, rtl: bool) -> None:
    """Print Markdown: set in rows on a terminal, as it is into a pipe."""
    if not on_terminal():
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return
    from tui.commands.rows import keeping_order_of_parts
    from tui.presenters.markdown import blocks
    from tui.presenters.page_rows import page_rows

    width = max(1, terminal_width() - _MARGIN)
    room = min(width, _WIDEST)
    with keeping_order_of_parts() as write:
        for row in page_rows(blocks(text), room, rtl=rtl):
            write(_parts(row, width - room if rtl else 0))


def _parts(row: PageRow, first: int) -> list[tuple[str, bool]]:
    """Return what stands in a row from left to right, each part with whether it is bold.

    Args:
        row: is set.
        first: cells that are left free before it.
    """
    parts: list[tuple[str, bool]] = []
    filled = 0
    for piece in sorted(row.pieces, key=lambda piece: piece.column):
        line = piece.line
        parts.append((" " * (first + piece.column - filled), False))
        bold = [False] * line.width
        for start, end in [(line.start, line.end)] if piece.heading else piece.bold:
            if start < line.end and end > line.start:
                for column, behind in line.columns(start, end):
                    bold[column:behind] = [True] * (behind - column)
        start = 0
        for column in range(1, line.width + 1):
            if column == line.width or bold[column] != bold[start]:
                parts.append((line.slice(start, column), bold[start]))
                start = column
        filled = first + piece.column + line.width
    return parts
