"""Coming back to a sentence later: set in one session, found in the next; in the running program."""

import json
from pathlib import Path

from terminal import COMMAND, Terminal

SIGN = "\u2691"


def test_a_flag_is_there_at_the_next_start_and_gone_to_from_the_palette(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("jj\r")
        terminal.wait_for("2 of 29")
        terminal.type("w")
        terminal.wait_for("to come back to")
        terminal.wait_for(SIGN)
        assert "decided 0/24" in terminal.text
        terminal.type("jq")
        terminal.wait_for("1 later")
        terminal.wait_for(f"{SIGN}1")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    database = next(Path(home["CLAIMREADER_HOME"]).rglob("annotations.json"))
    tables = json.loads(database.read_text())
    assert (len(tables["later"]), tables["_default"]) == (1, {})
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("1 later")
        terminal.type("\x1bOQ")
        terminal.wait_for("what to do")
        terminal.type("come back")
        terminal.wait_for("next sentence to come back to")
        terminal.type("\r")
        terminal.wait_for("2 of 29")
        terminal.wait_for("1 sentence to come back to")
        terminal.type("u")
        terminal.wait_until_gone(SIGN)
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
