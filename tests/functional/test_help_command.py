"""`claimreader help`, typed: into a pipe as plain text, on a terminal shaped and in order."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from terminal import COMMAND, Terminal

from tui.cli import COMMANDS
from tui.presenters.help_topics import names


def typed(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments], env={"CLAIMREADER_HOME": str(home), "LC_ALL": "C.UTF-8"}, capture_output=True,
        text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_without_a_topic_it_lists_topics_and_commands(tmp_path: Path) -> None:
    done = typed(tmp_path, "help")
    assert done.returncode == 0, done.stderr
    for name in (*names(), *COMMANDS):
        assert f"| `{name}` | " in done.stdout
    listed = typed(tmp_path, "help", "--json").stdout.splitlines()
    assert [json.loads(line)["topic"] for line in listed] == names()


def test_a_topic_is_plain_text_in_a_pipe_and_in_arabic_where_one_reads_arabic(tmp_path: Path) -> None:
    assert typed(tmp_path, "help", "keys").stdout.startswith("# Keys\n")
    done = typed(tmp_path, "--lang", "ar", "help", "KEYS")
    assert done.stdout.startswith("# المفاتيح\n")
    assert "<!--" not in done.stdout
    assert "\x1b" not in done.stdout


def test_the_name_of_a_command_is_its_help(tmp_path: Path) -> None:
    expected = typed(tmp_path, "export", "--help").stdout
    assert expected.startswith("usage: claimreader export ")
    assert typed(tmp_path, "help", "export").stdout == expected
    assert typed(tmp_path, "help", "--lang", "ar", "export").stdout == expected


def test_a_topic_that_has_the_name_of_a_command_leads_to_its_options(tmp_path: Path) -> None:
    shown = typed(tmp_path, "help", "search").stdout
    assert shown.startswith("# Search\n")
    assert shown.endswith("\nThe command's own options: `claimreader search --help`\n")


def test_a_misspelt_topic_names_the_nearest(tmp_path: Path) -> None:
    for wrong, right in (("keyz", "keys"), ("exprt", "export")):
        done = typed(tmp_path, "help", wrong)
        assert (done.returncode, done.stdout) == (2, "")
        expected = f"{wrong}: no such topic or command; perhaps {right} (claimreader help lists both)"
        assert done.stderr == f"claimreader: {expected}\n"


def test_on_a_terminal_arabic_stands_at_the_right_joined_and_in_order(tmp_path: Path) -> None:
    with Terminal(
        [COMMAND, "--lang", "ar", "help", "keys"],
        env={"CLAIMREADER_HOME": str(tmp_path)},
        columns=70,
        rows=40,
    ) as terminal:
        assert terminal.wait_for_end() == 0
        rows = [row for row in terminal.screen.display if row.strip()]
        back = [row for row in rows if row.endswith("Esc q ? F1  ")]
        assert back, rows  # the help's own way back: keys in the first column, at the right
        assert all(len(row.rstrip()) <= 68 for row in rows)
