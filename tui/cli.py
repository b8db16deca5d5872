"""The `claimreader` command: reads the arguments before anything heavy is imported.

argparse is the whole command-line library here: it adds 9 ms to the start where click adds 42. A first
argument that is a command's name is that command, anything else opens the reader; `./list` is the folder.
Each command is a module of `tui.commands` with one function, `run(options) -> exit code`, imported when it is
called; only the reader imports the screen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

USAGE, NOT_SAVED, INTERRUPTED = 2, 3, 130

COMMANDS: dict[str, str] = {
    "list": "list the articles with their progress",
    "show": "print one article",
    "sentences": "print the sentences of the articles",
    "export": "write the annotations",
}


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the line and leave with exit code 2."""
        print(f"claimreader: {message} (see: {self.prog} --help)", file=sys.stderr)
        raise SystemExit(USAGE)


def common() -> argparse.ArgumentParser:
    """Return the options that every command takes."""
    parser = argparse.ArgumentParser(add_help=False)
    group = parser.add_argument_group("everywhere")
    group.add_argument(
        "--corpus",
        metavar="PATH",
        action="append",
        default=[],
        help="a folder or file of articles, the same as CORPUS",
    )
    group.add_argument(
        "--db", metavar="FILE", help="the annotations file (default: annotations.json in the corpus folder)"
    )
    group.add_argument("--annotator", metavar="NAME", help="who I am (default: the user of the system)")
    group.add_argument("--encoding", metavar="E", help="how the articles are encoded (default: found out)")
    group.add_argument(
        "--field",
        metavar="NAME=KEY",
        action="append",
        default=[],
        help="which key of a record holds what: text=article_body",
    )
    group.add_argument("--json", action="store_true", help="write JSON lines")
    return parser


def parser_for(command: str | None) -> Parser:
    """Return the parser of a command, or of the reader for None."""
    if command is None:
        commands = "\n".join(f"  {name:<10} {text}" for name, text in COMMANDS.items())
        parser = Parser(
            prog="claimreader",
            description="Read Arabic news in the terminal and mark its claims, by keyboard alone.",
            epilog=f"commands (claimreader COMMAND --help):\n{commands}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[common()],
        )
        parser.add_argument("--version", action="store_true", help="print the version and leave")
    else:
        parser = Parser(prog=f"claimreader {command}", description=COMMANDS[command], parents=[common()])
    if command == "show":
        parser.add_argument(
            "article", metavar="ARTICLE", help="the article: its id, any unique beginning of it, or its path"
        )
        parser.add_argument(
            "--width", type=_width, metavar="N", help="cells of a row (default: the terminal's)"
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--visual", action="store_true", help="shaped and ordered rows, as for a terminal")
        how.add_argument("--logical", action="store_true", help="the text as it is stored")
    else:
        parser.add_argument(
            "roots", metavar="CORPUS", nargs="*", help="folders or files of articles (default: the samples)"
        )
    if command == "export":
        parser.add_argument(
            "--format", default="jsonl", metavar="F", help="how to write (default: jsonl; see --formats)"
        )
        parser.add_argument(
            "-o", "--output", metavar="FILE", default="-", help="where to write (default: standard output)"
        )
        parser.add_argument("--force", action="store_true", help="replace the file if it is there")
        parser.add_argument(
            "--tag", action="append", default=[], metavar="T", help="only annotations with this tag"
        )
        parser.add_argument(
            "--article", action="append", default=[], metavar="A", help="only annotations of this article"
        )
        parser.add_argument(
            "--by", action="append", default=[], metavar="NAME", help="only annotations by this annotator"
        )
        parser.add_argument(
            "--since", metavar="DATE", help="only annotations changed on that day or later (2026-11-22)"
        )
        parser.add_argument("--decided", action="store_true", help="only annotations with a tag")
        parser.add_argument("--formats", action="store_true", help="list the formats and leave")
        parser.add_argument(
            "--json-schema", action="store_true", help="print the JSON Schema of a line and leave"
        )
    return parser


def _width(value: str) -> int:
    cells = int(value)
    if not 1 <= cells <= 10_000:
        raise argparse.ArgumentTypeError("must be from 1 to 10000")
    return cells


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `claimreader` and return its exit code (0 done.

    1 found wrong, 2 usage or nothing readable, 3 not saved, 130 Ctrl-C).
    """
    argv = list(sys.argv[1:] if arguments is None else arguments)
    command = argv.pop(0) if argv and argv[0] in COMMANDS else None
    try:
        options = parser_for(command).parse_args(argv)
        if command is None and options.version:
            from importlib.metadata import version

            print(f"claimreader {version('claimreader')}")
            return 0
        run: Callable[[Any], int] = import_module(f"tui.commands.{command or 'read'}").run
        code = run(options)
        sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # whatever it is, a person gets one line
        if os.environ.get("CLAIMREADER_DEBUG"):
            raise
        code, line = _explained(error)
        print(f"claimreader: {line}", file=sys.stderr)
    return code


def _explained(error: Exception) -> tuple[int, str]:
    """Return exit code and line for an error; one that nobody foresaw says how to see more of it."""
    from annotations.corpus import ArticleError, CorpusError
    from annotations.store.base import NotSavedError, StoreError

    if isinstance(error, NotSavedError):
        return NOT_SAVED, str(error)
    if isinstance(error, ArticleError | CorpusError | StoreError):
        return USAGE, str(error)
    return (
        USAGE,
        f"this should not have happened: {error!r}; CLAIMREADER_DEBUG=1 shows where, please report it",
    )
