"""An article corrected in the library, in a pty: saved, listed so by the commands and at the next start."""

import json
import subprocess

from terminal import COMMAND, Terminal


def listed(home: dict[str, str]) -> dict[str, dict[str, object]]:
    run = subprocess.run([COMMAND, "list", "--json"], env=home, capture_output=True, text=True, check=True)
    return {line["id"]: line for line in map(json.loads, run.stdout.splitlines())}


def test_a_date_corrected_by_key_is_in_list_and_export_and_at_the_next_start(home: dict[str, str]) -> None:
    before = listed(home)
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.wait_until_gone("looking for")
        terminal.type("jji")
        terminal.wait_for("set aside")
        terminal.type("jj\r")
        terminal.wait_for("keep")
        terminal.type("2023-05-06\r")
        terminal.wait_for("2023-05-06")
        terminal.type("x")
        terminal.wait_for("irrelevant")
        terminal.type("\x1b")
        terminal.wait_until_gone("file:")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    changed = {id_ for id_, line in listed(home).items() if line != before[id_]}
    assert len(changed) == 1
    line = listed(home)[changed.pop()]
    assert (line["published"], line["set_aside"]) == ("2023-05-06", "irrelevant")
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("2023-05-06")
        terminal.wait_for("irrelevant")
        terminal.type("u")
        terminal.wait_until_gone("irrelevant")
        terminal.type("u")
        terminal.wait_until_gone("2023-05-06")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert listed(home) == before
