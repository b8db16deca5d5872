"""What holds of every command, whoever adds one: its help, its options, what it says and keeps quiet."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal
from test_readme_runs import DONE, FOUND, SMALLEST, World, made, world  # noqa: F401 - the fixtures

from tui import cli
from tui.cli import COMMANDS, COMMON, OUTPUT, PROJECT, parser_for
from tui.commands.arguments import ALWAYS, NEVER

NAMES = [None, *COMMANDS]
NEEDED = {
    "show": ["000"],
    "search": ["الناتو"],
    "completion": ["fish"],
    "report": ["-o", "page.html"],
    "import": ["FILE"],
    "merge": ["mine.json", "yours.json", "-o", "ours.json"],
    "compare": ["mine.json", "yours.json"],
    "team": ["status"],
}
"""What has to stand behind a command's name."""
GROUPS = ("articles and annotations", "output")
ENDLESS = {"serve", "tour"}
"""Commands that run until somebody ends them."""


def parser_of(command: str | None) -> cli.Parser:
    return parser_for(command, cli._module(command) if command else None)


@pytest.mark.parametrize("command", NAMES)
def test_the_help_has_one_look(command: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in ("80", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        text = parser_of(command).format_help()
        assert [line for line in text.splitlines() if len(line) > 80] == []
        heads = re.findall(r"^(\w[\w ]*):(?: |$)", text, re.MULTILINE)
        known = [
            "usage",
            "arguments",
            "options",
            "articles and annotations",
            "output",
            "exit codes",
            "examples",
        ]
        assert [head for head in heads if head in known] == [head for head in known if head in heads]
        assert heads[-1] == "examples"
        assert {"usage", "options", "output", "exit codes"} <= set(heads)
        assert "  -h, --help            print this help and leave\n" in text
    head = "claimreader" if command is None else f"claimreader {command}"
    assert text.startswith(f"usage: {head} [OPTION ...]")
    assert "`" not in text.partition("\n")[0]


@pytest.mark.parametrize("command", NAMES)
def test_every_example_of_the_help_is_taken(command: str | None) -> None:
    """An option that is renamed doesn't stay in an example."""
    for line, meaning in parser_of(command).of_command.examples:
        typed = next(part for part in line.split(" | ") if part.startswith("claimreader"))
        name, argv = cli.split(_words(typed.partition(" >")[0])[1:])
        assert command in (name, "compare"), line
        parser_of(name).parse(argv)
        assert meaning[:1].islower()
        assert not meaning.endswith(".")


def _words(line: str) -> list[str]:
    import shlex

    return shlex.split(line)


@pytest.mark.parametrize("command", NAMES)
def test_an_option_of_all_commands_means_the_same_with_each(command: str | None) -> None:
    actions = parser_of(command)._option_string_actions
    for option in COMMON:
        if option.name in parser_of(command).of_command.without:
            assert option.name not in actions
            continue
        for flag in option.flags:
            action = actions[flag]
            assert (action.help, action.metavar, action.default) == (
                option.settings["help"], option.settings.get("metavar"), option.default,
            )  # fmt: skip


MEANINGS = {
    "-o": "where what is written goes",
    "--format": "the format of a file",
    "--force": "replace what is there",
    "--apply": "do what is only planned without it",
    "--all": "print also what is left out or put together without it",
    "--article": "the article that is meant",
    "--by": "the people whose annotations are meant",
}
"""Options of several commands that are no common ones."""


def test_an_option_of_several_commands_has_one_shape() -> None:
    shapes: dict[str, dict[tuple[object, ...], list[str]]] = {}
    for command in COMMANDS:
        for flag, action in parser_of(command)._option_string_actions.items():
            if flag in {flag for option in COMMON for flag in option.flags}:
                continue
            shape = (tuple(action.option_strings), type(action).__name__)
            shapes.setdefault(flag, {}).setdefault(shape, []).append(command)
    assert {flag: uses for flag, uses in shapes.items() if len(uses) > 1} == {}
    several = {flag for flag, uses in shapes.items() if len(next(iter(uses.values()))) > 1}
    assert several - {"-h", "--help", "--output"} == set(MEANINGS)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_without_effect_is_refused_with_the_reason(command: str, world: World) -> None:  # noqa: F811
    for name, reason in cli._module(command).USAGE.without.items():
        value = {option.name: option.takes_value for option in COMMON}[name]
        typed = f"claimreader {command}"
        done = world.type(" ".join([typed, *NEEDED.get(command, []), name, *(["x"] if value else [])]))
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr == f"claimreader: {name}: {typed} has none: {reason} (see: {typed} --help)\n"


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ENDLESS])
def test_quiet_leaves_the_data_and_the_errors(command: str, world: World) -> None:  # noqa: F811
    line, code = SMALLEST[command]
    quiet = world.type(f"claimreader {line} --quiet")
    assert quiet.returncode == code
    assert quiet.stderr == ""


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ENDLESS])
def test_verbose_says_what_is_done_and_how_long_it_takes(command: str, world: World) -> None:  # noqa: F811
    line, code = SMALLEST[command]
    verbose = world.type(f"claimreader {line} -v")
    assert verbose.returncode == code
    assert re.search(r"^claimreader: all: \d+\.\d\d s$", verbose.stderr, re.MULTILINE)
    if "--db" not in cli._module(command).USAGE.without and command != "doctor":
        assert "claimreader: annotations: " in verbose.stderr


def test_details_are_said_to_who_asks_for_them_alone(world: World) -> None:  # noqa: F811
    assert world.type("claimreader list").stderr == ""
    both = world.type("claimreader list -v -q")
    assert both.returncode == 2
    assert both.stderr.startswith("claimreader: --quiet and --verbose: one of the two ")


@pytest.mark.parametrize("command", NAMES)
def test_colours_come_when_they_are_asked_for_and_never_else(command: str | None, world: World) -> None:  # noqa: F811
    plain = " ".join(filter(None, ["claimreader", command, "--no-such-option"]))
    assert "\x1b" not in world.type(plain).stderr
    assert "\x1b" not in world.type(f"NO_COLOR=1 CLICOLOR_FORCE=1 {plain}").stderr
    assert "\x1b[1;31mclaimreader:\x1b[m " in world.type(f"CLICOLOR_FORCE=1 {plain}").stderr
    assert "\x1b" not in world.type(f"CLICOLOR_FORCE=1 {plain} --color={NEVER}").stderr
    assert "\x1b[1;31m" in world.type(f"NO_COLOR=1 {plain} --color={ALWAYS}").stderr
    done = world.type(f"{plain} --color=sometimes")
    assert "sometimes is not one of auto, always, never" in done.stderr


def test_on_a_terminal_the_name_before_an_error_is_red_unless_no_colour_is_wanted(tmp_path: Path) -> None:
    home = {"CLAIMREADER_HOME": str(tmp_path)}
    for environment, red in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        with Terminal([COMMAND, "list", "nowhere"], env=home | environment, columns=100) as terminal:
            assert terminal.wait_for_end() == 2
            assert (b"\x1b[1;31mclaimreader:\x1b[m" in terminal.sent) is red


def test_the_reader_without_colours_is_that_of_no_color(tmp_path: Path) -> None:
    def colours(*options: str, **environment: str) -> bool:
        with Terminal(
            [COMMAND, *options], env={"CLAIMREADER_HOME": str(tmp_path), **environment}
        ) as terminal:
            terminal.wait_for("5 articles")
            terminal.type("\x11")
            assert terminal.wait_for_end() == 0
            return re.search(rb"\x1b\[[\d;]*[34]8;2;", terminal.sent) is not None

    assert colours()
    assert not colours("--color=never")
    assert not colours(NO_COLOR="1")
    assert colours("--color", "always", NO_COLOR="1")


def test_the_reader_writes_no_json(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "--json"], env={**os.environ, "CLAIMREADER_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == (
        "claimreader: --json goes with a command, or with --version (see: claimreader --help)\n"
    )


def test_the_tables_of_common_options_say_whose_they_are() -> None:
    assert {option.name for option in OUTPUT} >= {"--lang", "--color", "--json", "--quiet", "--verbose"}
    assert not {option.name for option in OUTPUT} & {option.name for option in PROJECT}
    assert DONE == 0
    assert FOUND == 1
