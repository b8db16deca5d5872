"""What a user sees after Tab in bash, zsh and fish, with the script that `claimreader completion` prints."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from tui.cli import COMMANDS, parsers
from tui.commands.completing import parted
from tui.commands.completion import KINDS, SHELLS, script

READY = "now> "
START = {
    "bash": (
        ["bash", "--noprofile", "--rcfile", "settings", "-i"],
        f"PS1='{READY}'; bind 'set bell-style none' 'set page-completions off'; source ./script",
    ),
    "zsh": (
        ["zsh", "-d", "-i"],
        f"PS1='{READY}'; unsetopt beep; autoload -Uz compinit; compinit -u -d dump; source ./script",
    ),
    "fish": (
        ["fish", "--no-config", "-i", "-C", "source settings"],
        f"function fish_prompt; printf '{READY}'; end; set -g fish_autosuggestion_enabled 0; source ./script",
    ),
}
"""How each shell is started, and what it does first."""

HOSTILE = {
    "d": "d$(touch pwned).txt",
    "e": "e`touch pwned`.txt",
    "f": "f'\"\\x.txt",
    "g": "g;touch pwned&.txt",
    "h": "h*?[a] {b,c}.txt",
    "i": "i:j=k l.txt",
    "j": "j!! #~.txt",
    "k": "kقصف كييف.txt",
}
"""Names of articles by their first letters."""
LEFT_OUT = ["m\nn.txt", "m\x1b]0;pwned\x07.txt", "m\u202ecod.txt"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    corpus = tmp_path / "news"
    corpus.mkdir()
    for name in [*HOSTILE.values(), *LEFT_OUT]:
        (corpus / name).write_text(f"text of {name[0]}{len(name)}\n", encoding="utf-8")
    (corpus / "claimreader.toml").write_text(
        '[[tags]]\nid = "shelling"\nkey = "1"\n[[tags]]\nid = "shortage"\nkey = "2"\n', encoding="utf-8"
    )
    for shell in SHELLS:
        (tmp_path / f"script.{shell}").write_text(script(shell, COMMANDS, parsers()), encoding="utf-8")
    return tmp_path


class Shell:
    """A shell at its prompt, which has the script.

    Args:
        terminal: in which it runs, and has said that it is ready.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def type(self, keys: str, *wanted: str) -> str:
        """Type into an empty line at the top of an empty screen; returns the screen once it has all that."""
        terminal = self._terminal
        terminal.type("\x15\x0c")
        terminal.wait_until(lambda: terminal.text.split() == READY.split())
        terminal.type(keys)
        terminal.wait_until(lambda: all(text in terminal.text for text in wanted))
        return terminal.text

    def run(self, keys: str, said: str) -> None:
        """Type a line and Enter; wait until it has said something and the shell has its prompt again."""
        self.type(f"{keys}\r", said)
        self._terminal.wait_until(lambda: self._terminal.text.rstrip().endswith(f"\n{READY.rstrip()}"))


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, place: Path) -> Iterator[Shell]:
    name = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} isn't installed")
    shutil.copy(place / f"script.{name}", place / "script")
    command, first = START[name]
    for settings in ("settings", ".zshrc"):
        (place / settings).write_text(f"{first}\n", encoding="utf-8")
    environment = {
        "PATH": f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(place),
        "ZDOTDIR": str(place),
        "CLAIMREADER_HOME": str(place / "home"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
    }
    with Terminal(command, env=environment, cwd=place, columns=160, rows=50) as terminal:
        terminal.wait_for(READY)
        yield Shell(terminal)


def test_commands_options_and_values_are_completed(shell: Shell) -> None:
    shell.type("claimreader \t\t", *COMMANDS)
    for typed, completed in (
        ("claimreader sent", "claimreader sentences"),
        ("claimreader compare --una", "--unaided"),
        ("claimreader list --no", "--no-pager"),
        ("claimreader report --lang a", "claimreader report --lang ar"),
        ("claimreader report --lang=a", "--lang=ar"),
        ("claimreader --color ne", "--color never"),
        ("claimreader export --format cs", "--format csv"),
        ("claimreader report --format d", "--format docx"),
        ("claimreader list --db scri", "list --db script"),
        ("claimreader list ne", "claimreader list news/"),
        ("claimreader export news/ --tag shel", "export news/ --tag shelling"),
        ("claimreader export news/ --tag=shor", "--tag=shortage"),
        ("claimreader completion f", "completion fish"),
    ):
        shell.type(f"{typed}\t", completed)


def test_an_article_of_a_hostile_name_is_completed_and_never_acts(shell: Shell, place: Path) -> None:
    for letter, name in HOSTILE.items():
        text = f"text of {letter}{len(name)}"
        for typed in (f"claimreader show --corpus news {letter}", f"claimreader show --corpus=news {letter}"):
            shown = shell.type(f"{typed}\t", "txt")
            assert shown.startswith(f"{READY}{typed}"), shown
            shell.run(f"{typed}\t", text)
    assert not list(place.rglob("pwned"))


@pytest.mark.parametrize("quote", "'\"")
def test_in_quotes_a_hostile_name_stays_one_word_and_never_acts(
    quote: str, shell: Shell, place: Path
) -> None:
    for letter in "defgi":
        text = f"text of {letter}{len(HOSTILE[letter])}"
        shell.run(f"claimreader show --corpus news {quote}{letter}\t", text)
    assert not list(place.rglob("pwned"))


def test_a_name_that_would_act_on_the_screen_is_not_offered(shell: Shell) -> None:
    shown = shell.type("claimreader show --corpus news m\t\tBEHIND", "BEHIND")
    assert shown.split() == f"{READY}claimreader show --corpus news mBEHIND".split()


def test_an_error_leaves_the_line_as_it_is(shell: Shell) -> None:
    shown = shell.type("claimreader show --corpus nowhere zz\tBEHIND", "BEHIND")
    assert shown.split() == f"{READY}claimreader show --corpus nowhere zzBEHIND".split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("claimreader show 00", ["claimreader", "show", "00"]),
        ("claimreader show ", ["claimreader", "show", ""]),
        (r"a b\ c\$\(d\) 'e f'\''g' \"h", ["a", "b c$(d)", "e f'g", '"h']),
        ('a "b $(c) \\` \\x', ["a", "b $(c) ` \\x"]),
        ("x=1 ls | claimreader show 'a", ["claimreader", "show", "a"]),
        ("a ''", ["a", ""]),
    ],
)
def test_a_line_is_parted_as_bash_does(line: str, words: list[str]) -> None:
    assert parted(line).words == words


def test_every_argument_has_a_way_to_be_completed() -> None:
    metavars = {
        str(action.metavar)
        for parser in parsers().values()
        for action in parser._actions
        if action.nargs != 0 and not action.choices
    }
    assert {name for name in metavars if "|" not in name or " " in name} <= set(KINDS)


def test_scripts_are_right_in_their_languages(place: Path) -> None:
    for shell in SHELLS:
        if shutil.which(shell):
            done = subprocess.run(
                [shell, "-n", str(place / f"script.{shell}")], capture_output=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, b""), shell


@pytest.mark.parametrize(
    "arguments", [[], ["nothing"], ["articles", "--line"], ["tags", "--value", "", "--", "--scheme", "no"]]
)
def test_the_helper_is_quiet_about_any_error(arguments: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "__complete", *arguments], env={**os.environ, "CLAIMREADER_HOME": str(tmp_path)},
        capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert not list(tmp_path.iterdir())
