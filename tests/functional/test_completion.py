"""What a user sees after Tab in bash, zsh and fish, with the script that `claimreader completion` prints."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
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


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, place: Path) -> Iterator[Callable[[str, str], str]]:
    """Return what types a line and says what the screen has after it."""
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
        terminal.settle(0.3)

        def typed(keys: str, wait_for: str) -> str:
            terminal.type("\x15\x0c")  # an empty line at the top of an empty screen
            terminal.settle(0.3)
            terminal.type(keys)
            terminal.wait_for(wait_for)
            terminal.settle(0.3)
            return terminal.text

        yield typed


def test_commands_options_and_values_are_completed(shell: Callable[[str, str], str]) -> None:
    listed = shell("claimreader \t\t", "verify")
    assert all(name in listed for name in COMMANDS)
    assert "claimreader sentences" in shell("claimreader sent\t", "sentences")
    assert "--unaided" in shell("claimreader compare --una\t", "--unaided")
    assert "--no-pager" in shell("claimreader list --no\t", "--no-pager")
    assert "claimreader report --lang ar" in shell("claimreader report --lang a\t", "--lang ar")
    assert "--lang=ar" in shell("claimreader report --lang=a\t", "--lang=ar")
    assert "--color never" in shell("claimreader --color ne\t", "--color never")
    assert "--format csv" in shell("claimreader export --format cs\t", "--format csv")
    assert "--format docx" in shell("claimreader report --format d\t", "--format docx")
    assert "list --db script" in shell("claimreader list --db scri\t", "--db script")
    assert "claimreader list news/" in shell("claimreader list ne\t", "list news/")
    assert "export news/ --tag shelling" in shell("claimreader export news/ --tag shel\t", "--tag shelling")
    assert "--tag=shortage" in shell("claimreader export news/ --tag=shor\t", "--tag=shortage")
    assert "completion fish" in shell("claimreader completion f\t", "completion fish")


def test_an_article_of_a_hostile_name_is_completed_and_never_acts(
    shell: Callable[[str, str], str], place: Path
) -> None:
    for letter, name in HOSTILE.items():
        text = f"text of {letter}{len(name)}"
        for typed in (f"claimreader show --corpus news {letter}", f"claimreader show --corpus=news {letter}"):
            shown = shell(f"{typed}\t", "txt")
            assert shown.startswith(f"{READY}{typed}"), shown
            shell(f"{typed}\t\r", text)
    assert not list(place.rglob("pwned"))


@pytest.mark.parametrize("quote", "'\"")
def test_in_quotes_a_hostile_name_stays_one_word_and_never_acts(
    quote: str, shell: Callable[[str, str], str], place: Path
) -> None:
    for letter in "defgi":
        text = f"text of {letter}{len(HOSTILE[letter])}"
        shell(f"claimreader show --corpus news {quote}{letter}\t\r", text)
    assert not list(place.rglob("pwned"))


def test_a_name_that_would_act_on_the_screen_is_not_offered(shell: Callable[[str, str], str]) -> None:
    assert "news m" in shell("claimreader show --corpus news m\t\t", "news m")


def test_an_error_leaves_the_line_as_it_is(shell: Callable[[str, str], str]) -> None:
    shown = shell("claimreader show --corpus nowhere zz\t", "nowhere zz")
    assert shown.split("\n")[0].rstrip().endswith("--corpus nowhere zz")
    assert "nowhere: no such" not in shown


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
