"""The `claimreader` command: reads the arguments before anything heavy is imported.

argparse is the whole command-line library here: it adds 9 ms to the start where click adds 42. The first
argument that is no option is looked at: a command's name is that command, anything else opens the reader;
`./list` is the folder. The options that mean the same everywhere are one table, `COMMON`, added in one place,
so they may stand before the command as well as behind it. Each command is a module of `tui.commands`,
imported when it is called, with `arguments(parser)`, `run(options) -> exit code` and `USAGE`, which says what
its help has and which of those options it lacks; only the reader imports the screen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from annotations.file_reading import bytes_of
from tui.commands.arguments import AUTO, SAVES, UNPAGED, WHEN, Option, Usage, corpus_argument, one_of, typed
from tui.commands.opening import Detail, complain, note, speak_to_person, tell_about, timed
from tui.i18n import LANGUAGES
from tui.terminal import streams

USAGE, NOT_SAVED, INTERRUPTED = 2, 3, 130

COMMANDS: dict[str, str] = {
    "list": "list the articles with their progress",
    "show": "print one article",
    "sentences": "print the sentences of the articles",
    "search": "find articles by words, with the places of the hits",
    "figures": "list every amount by what is counted, with who claims it and as of when",
    "suggest": "say what would be suggested of each sentence, and why",
    "index": "prepare a large corpus, so that it opens and is searched at once",
    "export": "write the annotations",
    "import": "take annotations in from a file",
    "report": "write the claims for people: a page, a Word document, a table of amounts",
    "history": "say who changed what, and when",
    "verify": "check every annotation against its article, and the files against each other",
    "restore": "go back to an earlier state, and settle two files that don't belong together",
    "merge": "make one annotations file of two",
    "compare": "say how far two annotators agree",
    "team": "read one corpus together, each with annotations of one's own",
    "serve": "open the reader in a browser",
    "scheme": "write, check, show and change the tags and attributes",
    "tour": "try seven keys on sample articles",
    "doctor": "say how this terminal is sent Arabic, and choose another way",
    "completion": "complete commands, options, article ids and tags in a shell",
    "help": "explain a topic: keys, formats, backups and more",
}
"""The commands with what they do, in the order of the help."""


def _repeated(metavar: str, text: str) -> dict[str, Any]:
    return {"metavar": metavar, "action": "append", "default": [], "help": text}


PROJECT = (
    Option("--corpus", _repeated("PATH", "a folder or file of articles, or -, the same as CORPUS")),
    Option("--db", {"metavar": "FILE", "help": "the annotations (default: annotations.json in the corpus)"}),
    Option("--scheme", {
        "metavar": "FILE", "type": Path,
        "help": "tags and attributes: a file, or factcheck, conflict, media-bias (default: claimreader.toml "
        "in the corpus)",
    }),
    Option("--annotator", {
        "metavar": "NAME",
        "help": "who I am (default: my name in the team, else the settings, else the user of the system)",
    }),
    Option("--encoding", {"metavar": "ENCODING", "help": "that of the articles (default: found out)"}),
    Option("--max-size", {
        "metavar": "SIZE", "type": typed("a size such as 200MB or 2GB", bytes_of),
        "help": "largest file that is read, as it is unpacked (default: 1GB)",
    }),
    Option("--field", _repeated("NAME=KEY", "which key of a record holds what, such as text=article_body")),
    Option("--records", {
        "metavar": "PATH",
        "help": "where the articles lie in JSON, as in jq: .hits.hits[]._source (default: found out)",
    }),
    Option("--chat", {
        "metavar": "message|day",
        "help": "what of a chat of Telegram or WhatsApp is an article (default: message)",
    }),
    Option("--repair-text", {
        "action": "store_true", "help": "read damaged texts repaired, now and later",
    }),
)  # fmt: skip
"""The options of every command that is about articles and their annotations."""

OUTPUT = (
    Option("--lang", {
        "metavar": "|".join(LANGUAGES), "type": one_of(LANGUAGES),
        "help": "language of what people read (default: the settings, else the locale)",
    }),
    Option("--color", {
        "metavar": "|".join(WHEN), "type": one_of(WHEN), "default": AUTO,
        "help": "colours: auto means on a terminal, and follows NO_COLOR and CLICOLOR_FORCE",
    }),
    Option("--no-pager", {"action": "store_true", "help": "print long output at once (see PAGER, LESS)"}),
    Option("--json", {"action": "store_true", "help": "write JSON lines (claimreader help json)"}),
    Option("--json-schema", {
        "action": "store_true", "help": "print the JSON Schema of such a line, and leave",
    }),
    Option("--quiet", {
        "action": "store_true", "help": "print errors and what was asked for, and nothing else",
    }, "-q"),
    Option("--verbose", {"action": "store_true", "help": "say what is done, and how long it takes"}, "-v"),
)  # fmt: skip
"""The options of every command about what it prints."""

COMMON = (*PROJECT, *OUTPUT)
"""The options that mean the same with every command; which of them a command lacks its `USAGE` says. No
command has one of its own by such a name."""

READER_USAGE = Usage(
    examples=(
        ("claimreader ~/articles/event", "read and mark a folder of articles"),
        ("claimreader ~/articles/incoming --watch", "a folder into which articles keep coming"),
        ("find . -name '*.txt' | claimreader -", "the files that another program lists"),
        ("claimreader --version --verbose", "what a report of a mistake should have"),
    ),
    exits=SAVES,
    without=UNPAGED,
    names_files=True,
)

READER = (
    Option("--review", {"metavar": "FILE", "help": "settle the disagreements with another annotations file"}),
    Option(
        "--gold",
        {
            "action": "store_true",
            "help": "decide on the gold of the team that you lead; w in the library does",
        },
    ),
    Option(
        "--watch",
        {
            "action": "store_true",
            "help": "take in files that come, change or go while the reader runs; n lists what is new",
        },
    ),
    Option(
        "--accessible",
        {
            "action": "store_true",
            "help": "for screen readers and braille: no lines or colours, one thing a line",
        },
    ),
    Option(
        "--version",
        {
            "action": "store_true",
            "help": "print the version and leave; with --verbose what a report of a mistake needs",
        },
        "-V",
    ),
)
"""Those of the reader."""
VERSION_FLAGS = ("--version", "-V")


class Parser(argparse.ArgumentParser):
    """Takes options and arguments in any order, and says what is wrong in one line.

    Args:
        prog: the command as it is typed.
        description: what it does.
        usage: what its help has beside that.
        commands: those that the help lists.
    """

    def __init__(
        self, prog: str, description: str | None, usage: Usage, commands: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False, add_help=False)
        self.color = False  # Python 3.14 has a look of its own for the help
        self.of_command = usage
        self.commands = commands or {}
        self.shape: list[tuple[str, str]] = []
        """The arguments that are no options, each with how many of it there may be, as argparse says that."""
        self.add_argument("-h", "--help", action="help", help="print this help and leave")

    def add_common(self) -> None:
        """Add the options that mean the same everywhere, and give those that are lacking their defaults."""
        for title, options in (("articles and annotations", PROJECT), ("output", OUTPUT)):
            group = self.add_argument_group(title)
            for option in options:
                if option.name not in self.of_command.without:
                    group.add_argument(*option.flags, **option.settings)
                else:
                    self.set_defaults(**{option.attribute: option.default})
        # Kept, since argparse takes it away while it parses options and arguments in any order.
        self.shape = [
            (str(action.metavar), str(action.nargs))
            for action in self._get_positional_actions()
            if action.help != argparse.SUPPRESS
        ]

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """Return what the arguments say; leaves the program with exit code 2 if they make no sense."""
        if "--json-schema" in argv[: list(argv).index("--") if "--" in argv else None]:
            self._require_nothing()
        options, rest = self.parse_known_intermixed_args(argv)
        if rest:
            self.error(self._unexpected(rest[0]))
        if options.quiet and options.verbose:
            self.error("--quiet and --verbose: one of the two")
        return options

    def _require_nothing(self) -> None:
        """Take a line without what the command needs: it says only what the command would write."""
        for action in self._actions:
            action.required = False
            if not action.option_strings and action.nargs is None:
                action.nargs = "?"

    def _unexpected(self, argument: str) -> str:
        name = argument.partition("=")[0]
        if not name.startswith("-"):
            behind = "; articles stand behind --corpus" if "--corpus" in self._option_string_actions else ""
            return f"{argument}: one argument more than is taken{behind}"
        if name in self.of_command.without:
            return f"{name}: {self.prog} has none: {self.of_command.without[name]}"
        from annotations.text.similar import nearest

        bare = {option.lstrip("-"): option for option in self._option_string_actions}
        likely = nearest(name.lstrip("-"), bare)
        return f"{name}: no such option" + (f"; perhaps {bare[likely]}" if likely else _belongs_to(name))

    def error(self, message: str) -> NoReturn:
        """Print the line and leave with exit code 2."""
        complain(f"{message.removeprefix('argument ')} (see: {self.prog} --help)")
        raise SystemExit(USAGE)

    def format_help(self) -> str:
        """Return the help: usage, what it is for, arguments, options, exit codes, examples."""
        from tui.commands.help_text import help_text

        return help_text(self, self.shape, self.of_command, self.commands)

    def print_help(self, file: Any = None) -> None:
        """Print the help, its Arabic examples as the terminal has to get them."""
        from tui.commands.rows import ordered_lines

        with ordered_lines() as write:
            for line in self.format_help().rstrip("\n").split("\n"):
                write(line)


def _belongs_to(option: str) -> str:
    """Say whose option it is, if it is that of a command."""
    owners = [parser.prog for parser in parsers().values() if option in parser._option_string_actions]
    return f"; it is one of: {', '.join(owners)}" if owners else ""


def parser_for(command: str | None, module: ModuleType | None) -> Parser:
    """Return the parser of a command, or of the reader for None."""
    if command is None or module is None:
        about = (
            "Read Arabic news in the terminal and mark its claims, by keyboard alone.\n\n"
            "claimreader help lists what there is to read: keys, formats, backups and more. "
            "Into a pipe or a file output is UTF-8, whatever the locale says."
        )
        parser = Parser("claimreader", about, READER_USAGE, COMMANDS)
        corpus_argument(parser)
        for option in READER:
            parser.add_argument(*option.flags, **option.settings)
    else:
        parser = Parser(f"claimreader {command}", module.__doc__, module.USAGE)
        module.arguments(parser)
        parser.set_defaults(
            commands=COMMANDS, parser_of=parser_of, parsers=parsers
        )  # for `help`, `completion`
    parser.add_common()
    return parser


def parser_of(command: str) -> Parser:
    """Return the parser of a command by its name."""
    return parser_for(command, _module(command))


def parsers() -> dict[str, Parser]:
    """Return the parser of every command, by its name, and that of the reader by the empty one."""
    return {"": parser_for(None, None), **{name: parser_of(name) for name in COMMANDS}}


def split(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """Find the command among the arguments; returns it, None for the reader, and all that are left.

    Options that stand before it are those of the command: `claimreader --lang ar list` is `list --lang ar`.
    """
    with_value = _with_value()
    at = 0
    while at < len(argv) and argv[at].startswith("-") and argv[at] not in ("-", "--", *VERSION_FLAGS):
        at += 2 if argv[at] in with_value else 1
    if at < len(argv) and argv[at] in COMMANDS:
        return argv[at], [*argv[:at], *argv[at + 1 :]]
    return None, list(argv)


def _with_value() -> set[str]:
    return {flag for option in (*COMMON, *READER) if option.takes_value for flag in option.flags}


_COMPLETING = "__complete"
"""In the place of a command: what a shell's completion asks, see `tui.commands.completing`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `claimreader` and return its exit code.

    0 done, 1 something was found wrong or nothing was found, 2 wrong usage or nothing readable, 3 could not
    save, 130 Ctrl-C.
    """
    return streams.guarded(lambda: _run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == [_COMPLETING]:
        from tui.commands import completing

        return completing.run(given[1:], _with_value(), COMMANDS)
    command, argv = split(given)
    _follow_at_once(argv)
    try:
        module = _module(command) if command else None
        if command in _ASKING:
            argv = [_with_minus(argument) for argument in argv]
        parser = parser_for(command, module)
        options = parser.parse(argv)
        tell_about(Detail.QUIET if options.quiet else Detail.ALL if options.verbose else Detail.USUAL)
        if command and Path(command).exists():
            note(f"{command} is taken as the command; what is there of that name is ./{command}")
        if module is None:
            if options.version:
                return _version(options)
            _refuse_misspelt(options.roots)
            if options.json or options.json_schema:
                name = "--json" if options.json else "--json-schema"
                parser.error(f"{name} goes with a command, or with --version")
            module = import_module("tui.commands.read")
        elif options.json_schema:
            return _print_schema(command or "", module, options)
        else:
            speak_to_person(options)
        with _ending(command), timed("all"):
            code: int = module.run(options)
        sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except KeyboardInterrupt as told:
        return getattr(told, "code", INTERRUPTED)
    except (BrokenPipeError, streams.OutputError):
        raise  # said and done by `streams.guarded`
    except Exception as error:  # whatever it is, a person gets one line
        if os.environ.get("CLAIMREADER_DEBUG"):
            import traceback

            traceback.print_exc()  # to the guarded stream: an article's text may be in it
            return 1
        code, line = _explained(error)
        complain(line)
    return code


_OWN_SIGNALS = {None, "serve"}
"""Commands that end by themselves when told to: the reader, whose keyboard has no Ctrl-C, and the server."""


def _ending(command: str | None) -> AbstractContextManager[None]:
    """Have a command end in order when it is told to."""
    if command in _OWN_SIGNALS:
        import signal

        if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:  # from `tui.start`
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return nullcontext()
    from tui.commands.interruption import ends_in_order

    return ends_in_order()


def _follow_at_once(argv: Sequence[str]) -> None:
    """Follow what holds for the help and for an error in other options, too, wherever it stands."""
    for at, argument in enumerate(argv):
        if argument == "--":
            return
        name, equals, value = argument.partition("=")
        if name == "--color" and (when := value if equals else "".join(argv[at + 1 : at + 2])) in WHEN:
            from tui.terminal import colours

            colours.choose(when)
        if argument == "--no-pager":
            from tui.terminal import pager

            pager.switch_off()


def _print_schema(command: str, module: ModuleType, options: argparse.Namespace) -> int:
    """Print what a command's JSON looks like; a command whose lines depend on its options says so itself."""
    from tui.commands.json_lines import schema

    of_options = getattr(module, "json_schema", None)
    print(of_options(options) if of_options else schema(command, module.json_lines()))
    return 0


def _version(options: argparse.Namespace) -> int:
    if options.json_schema:
        return _print_schema("--version", import_module("tui.commands.version_report"), options)
    if options.verbose or options.json:
        from tui.commands.version_report import print_report

        return print_report(options)
    from annotations.version import APP

    print(APP)
    return 0


_ASKING = {"search"}
"""Commands whose first argument may begin with a minus, which isn't that of an option: `search -word`."""


def _with_minus(argument: str) -> str:
    """Write the minus before a word that is not wanted by another sign, so that it is no option."""
    letters = {"-h", *(option.letter for option in COMMON)}
    is_word = len(argument) > 1 and argument[0] == "-" and argument[1] != "-" and argument not in letters
    return f"−{argument[1:]}" if is_word else argument


_MODULES = {"import": "import_"}
"""Modules of commands whose name can't be a module's."""


def _module(command: str) -> ModuleType:
    return import_module(f"tui.commands.{_MODULES.get(command, command)}")


_MEANT = {"version": "--version"}
"""Words that people type as a command, and that are options here."""


def _refuse_misspelt(roots: Iterable[str]) -> None:
    """Ask whether a command was meant by a first argument that is no path and looks like one.

    Raises:
        CorpusError: it is so.
    """
    first = next(iter(roots), "")
    if not first.replace("-", "").isalpha() or first in COMMANDS or Path(first).exists():
        return
    from annotations.text.similar import nearest

    meant = _MEANT.get(first) or nearest(first, COMMANDS)
    if meant is not None:
        from annotations.corpus import CorpusError

        raise CorpusError(f"{first}: no such command, file or folder; did you mean claimreader {meant}?")


def _explained(error: Exception) -> tuple[int, str]:
    """Return exit code and line for an error; one that nobody foresaw says how to see more of it."""
    from annotations.corpus import ArticleError, CorpusError
    from annotations.exchange import ExchangeError
    from annotations.scheme_file.loader import SchemeError
    from annotations.services.history import NotOneError
    from annotations.store.base import ConflictError, NotSavedError, StoreError
    from annotations.team.errors import TeamError
    from tui.config.settings import SettingsError

    if isinstance(error, NotSavedError | ConflictError):
        return NOT_SAVED, str(error)
    if isinstance(error, streams.NotUtf8Error):
        return USAGE, str(error)
    if isinstance(
        error,
        ArticleError
        | CorpusError
        | ExchangeError
        | NotOneError
        | SchemeError
        | SettingsError
        | StoreError
        | TeamError,
    ):
        return USAGE, str(error)
    return (
        USAGE,
        f"this should not have happened: {error!r}; CLAIMREADER_DEBUG=1 shows where, please report it",
    )
