"""Print a script with which a shell completes commands, options, their values, article ids and tags.

Bash 4.4, zsh and fish 3.4 and newer; each of these lines installs it:

  claimreader completion bash >> ~/.bashrc
  claimreader completion zsh >> ~/.zshrc
  claimreader completion fish > ~/.config/fish/completions/claimreader.fish
"""

# The scripts are static, made of the parsers: a Tab starts no Python but for ids and tags, which
# `tui.commands.completing` looks up. The parser of `export` takes 0.4 s of CPU to import, which argcomplete
# would take at each Tab; and shtab, whose scripts are static, leaves it to each shell function to
# quote names that come from outside, so that what has to be right would be ours in any case.

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tui.commands.arguments import NO_PROJECT, ONE_LANGUAGE, PEOPLE, UNPAGED, Usage, without_json

SHELLS = ("bash", "zsh", "fish")
READER = ""
"""The name under which the scripts have the reader, which is no command."""

FILES, ARTICLES, TAGS, FORMATS, NAMES, NOTHING = "files", "articles files", "tags", "formats", "people", ""
"""The kinds of values; the first word of those that are looked up is what `__complete` is asked for."""

KINDS: dict[str, str] = {
    **dict.fromkeys(("CORPUS", "PATH", "FILE", "A", "B", "C", "COPY"), FILES),
    "ARTICLE": ARTICLES,
    "TAG": TAGS,
    "FORMAT": FORMATS,
    PEOPLE: NAMES,
    "ENCODING": "words utf-8 utf-16 windows-1256 iso-8859-6 cp864",
    "FILE | OLD NEW | CORPUS": FILES,
    "HUB | ARTICLE | CORPUS": FILES,
    "STATE | CORPUS": "words file journal bak",
    "SHELL": f"words {' '.join(SHELLS)}",
    "NAME=KEY": "words text= title= source= published= url= id=",
    "TOPIC": "topics",
    **dict.fromkeys(
        ("NAME", "SIZE", "N", "DATE", "URL", "WORD", "QUERY", "ANNOTATION", "TEAM", "0..1"), NOTHING
    ),
}
"""Names of values in the help, each with the way it is completed. `a|b` are the words themselves."""

USAGE = Usage(
    examples=(
        ("claimreader completion bash >> ~/.bashrc", "bash"),
        ("claimreader completion zsh >> ~/.zshrc", "zsh"),
        ("claimreader completion fish > ~/.config/fish/completions/claimreader.fish", "fish"),
    ),
    without=NO_PROJECT | ONE_LANGUAGE | UNPAGED | without_json("it writes a script"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=f"{', '.join(SHELLS[:-1])} or fish")


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    sys.stdout.write(script(options.shell, options.commands, options.parsers()))
    return 0


class Flag(NamedTuple):
    """An option as a shell completes it."""

    names: tuple[str, ...]
    about: str
    kind: str | None
    """The kind of its value; None if it takes none."""


class CompletedCommand(NamedTuple):
    """A command as a shell completes it."""

    flags: list[Flag]
    arguments: str
    """The kind of what stands behind it that is no option."""


def completed(parser: argparse.ArgumentParser) -> CompletedCommand:
    """Return what a shell has to know of a command."""
    flags = [
        Flag(
            tuple(action.option_strings), _plain(action.help or ""), _kind(action) if _takes(action) else None
        )
        for action in parser._actions
        if action.option_strings and action.help != argparse.SUPPRESS
    ]
    positional = [action for action in parser._actions if not action.option_strings]
    kinds = [kind for action in positional if (kind := _kind(action))]
    return CompletedCommand(flags, kinds[0] if kinds else NOTHING)


def _takes(action: argparse.Action) -> bool:
    return action.nargs != 0


def _kind(action: argparse.Action) -> str:
    metavar = str(action.metavar)
    if action.choices:
        return f"words {' '.join(map(str, action.choices))}"
    if "|" in metavar and " " not in metavar and metavar not in KINDS:
        return f"words {metavar.replace('|', ' ')}"
    kind = KINDS.get(metavar, NOTHING)
    return f"words {' '.join(_topics())}" if kind == "topics" else kind


def _topics() -> Iterable[str]:
    from tui.presenters.help_topics import names

    return names()


def _plain(text: str) -> str:
    """Return a help text without what a shell could act on, whatever its quotes."""
    return re.sub(r"[^\w ,.;()/|-]", " ", text.partition(" (default")[0])


def script(shell: str, commands: Mapping[str, str], parsers: Mapping[str, argparse.ArgumentParser]) -> str:
    """Return the script for a shell.

    Args:
        shell: one of `SHELLS`.
        commands: every command with what it does.
        parsers: by command, that of the reader by `READER`.
    """
    known = {name: completed(parser) for name, parser in parsers.items()}
    template = Path(__file__).with_name("shells").joinpath(f"completion.{shell}").read_text(encoding="utf-8")
    parts = _WRITERS[shell](commands, known)
    return re.sub(r"@([A-Z]+)@", lambda match: parts[match[1]], template)


Known = Mapping[str, CompletedCommand]


def _kinds_by_flag(known: Known) -> dict[str, dict[str, list[str]]]:
    """Return, by name of an option and by kind of value, the commands that have it so."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for command, of_command in known.items():
        for flag in of_command.flags:
            for name in flag.names if flag.kind is not None else ():
                kinds.setdefault(name, {}).setdefault(flag.kind or NOTHING, []).append(command)
    return kinds


def _cases(known: Known) -> dict[str, str]:
    """Return the parts that bash and zsh share: alternatives of `case`."""
    kinds = []
    for name, by_kind in _kinds_by_flag(known).items():
        for kind, commands in by_kind.items():
            places = [f"*:{name}"] if len(by_kind) == 1 else [f"{command}:{name}" for command in commands]
            kinds.append(f"        {'|'.join(places)}) kind='{kind}' ;;")
    arguments = [f"        '{name}') kind='{command.arguments}' ;;" for name, command in known.items()]
    return {"KINDS": "\n".join(kinds), "ARGUMENTS": "\n".join(arguments)}


def _bash(commands: Mapping[str, str], known: Known) -> dict[str, str]:
    options = []
    for name, command in known.items():
        names = " ".join(name for flag in command.flags for name in flag.names)
        options.append(f"        '{name}') kind='words {names}' ;;")
    return _cases(known) | {"COMMANDS": " ".join(commands), "OPTIONS": "\n".join(options)}


def _zsh(commands: Mapping[str, str], known: Known) -> dict[str, str]:
    options = []
    for name, command in known.items():
        described = " ".join(f"'{flag}:{option.about}'" for option in command.flags for flag in option.names)
        options.append(f"        '{name}') described=({described}) ;;")
    rows = [f"            '{name}:{_plain(about)}'" for name, about in commands.items()]
    return _cases(known) | {
        "COMMANDS": " ".join(commands), "DESCRIBED": "\n".join(rows), "OPTIONS": "\n".join(options),
    }  # fmt: skip


def _fish(commands: Mapping[str, str], known: Known) -> dict[str, str]:
    by_flag: dict[Flag, list[str]] = {}
    for name, command in known.items():
        for flag in command.flags:
            by_flag.setdefault(flag, []).append(name or "''")
    options = [
        f'complete -c claimreader -n "__claimreader_in {" ".join(names)}" {_fish_names(flag)} '
        f"{_fish_value(flag.kind)}-d '{flag.about}'"
        for flag, names in by_flag.items()
    ]
    rows = [
        f"complete -c claimreader -n __claimreader_first -a {name} -d '{_plain(about)}'"
        for name, about in commands.items()
    ]
    arguments = [
        f'complete -c claimreader -n "__claimreader_in {name}" {_fish_argument(command.arguments)}'
        for name, command in ((name or "''", command) for name, command in known.items())
        if command.arguments
    ]
    valued = dict.fromkeys(name for name in _kinds_by_flag(known))
    return {
        "COMMANDS": " ".join(commands), "VALUED": " ".join(valued), "DESCRIBED": "\n".join(rows),
        "OPTIONS": "\n".join(options), "ARGUMENTS": "\n".join(arguments),
    }  # fmt: skip


def _fish_names(flag: Flag) -> str:
    return " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in flag.names)


def _fish_value(kind: str | None) -> str:
    if kind is None:
        return ""
    if kind == FILES:
        return "-rF "
    if not kind:
        return "-x "
    if kind.startswith("words "):
        return f"-xa '{kind.removeprefix('words ')}' "
    files = " -F" if kind.endswith(" files") else ""
    return (
        f"-r{files} -a '(__claimreader_ask {kind.split()[0]})' "
        if files
        else f"-xa '(__claimreader_ask {kind})' "
    )


def _fish_argument(kind: str) -> str:
    if kind == FILES:
        return "-F"
    if kind.startswith("words "):
        return f"-a '{kind.removeprefix('words ')}'"
    return f"-a '(__claimreader_ask {kind.split(maxsplit=1)[0]})'"


_WRITERS: dict[str, Callable[[Mapping[str, str], Known], dict[str, str]]] = {
    "bash": _bash, "zsh": _zsh, "fish": _fish,
}  # fmt: skip
