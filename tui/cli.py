"""The `claimreader` command: reads the arguments before anything heavy is imported.

argparse is the whole command-line library here: it adds 9 ms to the start where click adds 42. A first
argument that is a command's name is that command, anything else opens the reader; `./list` is the folder.
Each command is a module of `tui.commands`, imported when it is called, with `arguments(parser)` and
`run(options) -> exit code`; only the reader imports the screen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from annotations.version import APP
from tui.i18n import LANGUAGES

USAGE, NOT_SAVED, INTERRUPTED = 2, 3, 130

COMMANDS: dict[str, str] = {
    "list": "list the articles with their progress",
    "show": "print one article",
    "sentences": "print the sentences of the articles",
    "search": "find articles by words, with the places of the hits",
    "index": "prepare a large corpus, so that it opens and is searched at once",
    "export": "write the annotations",
    "import": "take annotations in from a file",
    "report": "write the claims as an HTML page for people",
    "history": "say who changed what, and when",
    "verify": "check every annotation against its article, and the files against each other",
    "restore": "go back to an earlier state, and settle two files that don't belong together",
    "merge": "make one annotations file of two",
    "compare": "say how far two annotators agree",
    "doctor": "say how this terminal is sent Arabic, and choose another way",
}
"""The commands with what they do, in the order of the help."""


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

    def repeated(name: str, metavar: str, text: str) -> None:
        group.add_argument(name, metavar=metavar, action="append", default=[], help=text)

    repeated("--corpus", "PATH", "a folder or file of articles, the same as CORPUS")
    group.add_argument(
        "--db", metavar="FILE", help="the annotations (default: annotations.json in the corpus)"
    )
    group.add_argument(
        "--scheme",
        type=Path,
        metavar="FILE",
        help="tags and attributes (default: claimreader.toml in the corpus)",
    )
    group.add_argument("--annotator", metavar="NAME", help="who I am (default: the user of the system)")
    group.add_argument("--encoding", metavar="E", help="how the articles are encoded (default: found out)")
    repeated("--field", "NAME=KEY", "which key of a record holds what, such as text=article_body")
    group.add_argument(
        "--lang", choices=LANGUAGES, help="language of the screen (default: the settings, else the locale)"
    )
    group.add_argument("--json", action="store_true", help="write JSON lines")
    return parser


def parser_for(command: str | None, module: ModuleType | None) -> Parser:
    """Return the parser of a command, or of the reader for None."""
    if command is None or module is None:
        commands = "\n".join(f"  {name:<10} {text}" for name, text in COMMANDS.items())
        parser = Parser(
            prog="claimreader",
            description="Read Arabic news in the terminal and mark its claims, by keyboard alone.",
            epilog=f"commands (claimreader COMMAND --help):\n{commands}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[common()],
        )
        parser.add_argument("--version", action="store_true", help="print the version and leave")
        corpus_argument(parser)
        parser.add_argument(
            "--review", metavar="FILE", help="settle the disagreements with another annotations file"
        )
        return parser
    parser = Parser(prog=f"claimreader {command}", description=module.__doc__, parents=[common()])
    module.arguments(parser)
    return parser


def corpus_argument(parser: argparse.ArgumentParser) -> None:
    """Add the positional CORPUS."""
    parser.add_argument(
        "roots", metavar="CORPUS", nargs="*", help="folders or files of articles (default: the samples)"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `claimreader` and return its exit code.

    0 done, 1 something was found wrong, 2 wrong usage or nothing readable, 3 could not save, 130 Ctrl-C.
    """
    argv = list(sys.argv[1:] if arguments is None else arguments)
    command = argv.pop(0) if argv and argv[0] in COMMANDS else None
    try:
        module = import_module(f"tui.commands.{MODULES.get(command, command)}") if command else None
        options = parser_for(command, module).parse_args(argv)
        if module is None:
            if options.version:
                print(APP)
                return 0
            module = import_module("tui.commands.read")
        code: int = module.run(options)
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


MODULES = {"import": "import_"}
"""Where a command's name can't be a module's."""


def _explained(error: Exception) -> tuple[int, str]:
    """Return exit code and line for an error; one that nobody foresaw says how to see more of it."""
    from annotations.corpus import ArticleError, CorpusError
    from annotations.exchange import ExchangeError
    from annotations.history import NotOneError
    from annotations.scheme_file import SchemeError
    from annotations.store.base import ConflictError, NotSavedError, StoreError

    if isinstance(error, NotSavedError | ConflictError):
        return NOT_SAVED, str(error)
    if isinstance(error, ArticleError | CorpusError | ExchangeError | NotOneError | SchemeError | StoreError):
        return USAGE, str(error)
    return (
        USAGE,
        f"this should not have happened: {error!r}; CLAIMREADER_DEBUG=1 shows where, please report it",
    )
