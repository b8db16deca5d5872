"""Two people read one corpus at once: each sees that the other has said something, and what is not sent."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from team_members import LEAD, OTHER, TeamMembers
from terminal import COMMAND, Terminal


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with the articles and a team on them that two have joined."""
    return TeamMembers(tmp_path).folder


def home(place: Path, name: str) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(place / "homes" / name), "LC_ALL": "C.UTF-8"}


Reading = Callable[[str], Terminal]


@pytest.fixture
def reading(place: Path) -> Reading:
    def start(name: str) -> Terminal:
        return Terminal(
            [COMMAND, str(place / "articles" / "event"), "--annotator", name],
            env=home(place, name),
            columns=120,
            rows=24,
        )

    return start


def tag(terminal: Terminal, key: str, total: int) -> None:
    terminal.type(key)
    terminal.wait_for(f"claims {total}")


def test_each_sees_that_the_other_has_said_something(reading: Reading) -> None:
    with reading(LEAD) as lead, reading(OTHER) as other:
        for terminal in (lead, other):
            terminal.wait_for("decided 0 of")
        lead.type("\r")
        lead.wait_for("claims 0")
        tag(lead, "1", 1)
        other.wait_for(f"{LEAD} +1")
        tag(lead, "1", 2)
        other.wait_for(f"{LEAD} +2")
        for terminal in (lead, other):
            terminal.type("\x11")
            assert terminal.wait_for_end() == 0


def test_while_the_hub_is_away_all_is_saved_here_and_sent_when_it_is_back(
    reading: Reading, place: Path
) -> None:
    hub = place / "shared"
    with reading(LEAD) as lead, reading(OTHER) as other:
        other.wait_for("decided 0 of")
        lead.wait_for("decided 0 of")
        lead.type("\r")
        lead.wait_for("claims 0")
        tag(lead, "1", 1)
        other.wait_for(f"{LEAD} +1")
        hub.rename(place / "away")
        other.wait_for("the team's hub is away")
        tag(lead, "1", 2)
        lead.wait_for("1 not sent")
        assert "saved" in lead.text
        (place / "away").rename(hub)
        lead.wait_until(lambda: "not sent" not in lead.text)
        other.wait_for(f"{LEAD} +2")
        lead.type("\x11")
        assert lead.wait_for_end() == 0


def test_what_was_said_alone_goes_out_at_the_next_start(reading: Reading, place: Path) -> None:
    (place / "shared").rename(place / "away")
    with reading(LEAD) as lead:
        lead.wait_for("the team's hub is away")
        lead.type("\r")
        lead.wait_for("claims 0")
        tag(lead, "1", 1)
        lead.type("\x11")
        assert lead.wait_for_end() == 0
    (place / "away").rename(place / "shared")
    with reading(OTHER) as other:
        other.wait_for("decided 0 of")
        with reading(LEAD) as lead:
            other.wait_for(f"{LEAD} +1")
            lead.type("\x11")
            assert lead.wait_for_end() == 0


def test_the_library_filters_by_the_team_and_says_who_is_how_far(reading: Reading, place: Path) -> None:
    corpus = str(place / "articles" / "event")
    for name, articles in ((LEAD, ("000", "001")), (OTHER, ("002", "003", "004"))):
        named = [word for article in articles for word in ("--article", article)]
        command = [COMMAND, "team", "assign", corpus, *named, "--to", name, "--annotator", LEAD]
        subprocess.run(command, env={**os.environ, **home(place, LEAD)}, check=True, capture_output=True)
    with reading(LEAD) as lead, reading(OTHER) as other:
        for terminal in (lead, other):
            terminal.wait_for("5 articles")
        lead.type("/mine:")
        lead.wait_for("2 hits")
        lead.type("\x1b")
        lead.wait_for("5 articles")
        lead.type(f"/-mine: by:{OTHER[:2]}")
        lead.wait_for("3 hits")
        lead.type("\x1b")
        lead.wait_for("5 articles")
        lead.type("\x1b[19~")  # F8
        lead.wait_for("done with this article")
        lead.wait_for("✓")
        other.wait_for(f"{LEAD} +1")
        other.type("/open:")
        other.wait_for("4 hits")
        other.type("\x1b")
        other.wait_for("5 articles")
        other.type("p")
        other.wait_for("how far each is")
        other.wait_for("done 1")
        other.type("\x1b")
        other.wait_until(lambda: f"{LEAD} +" not in other.text)
        lead.type("u")
        lead.wait_until(lambda: "✓" not in lead.text)
        for terminal in (lead, other):
            terminal.type("\x11")
            assert terminal.wait_for_end() == 0


def test_who_is_in_no_team_is_told_why_nothing_is_found(place: Path) -> None:
    name = "zed"
    with Terminal(
        [COMMAND, str(place / "articles" / "event"), "--annotator", name], env=home(place, name), columns=120
    ) as alone:
        alone.wait_for("5 articles")
        alone.type("/mine:")
        alone.wait_for("you are in no team")
        alone.type("\x1b")
        alone.wait_for("5 articles")
        alone.type("\x1b[19~")
        alone.wait_for("you are in no team")


def test_what_another_says_of_a_sentence_is_seen_when_i_have_decided_it(reading: Reading) -> None:
    with reading(LEAD) as lead, reading(OTHER) as other:
        for terminal in (lead, other):
            terminal.wait_for("decided 0 of")
            terminal.type("\r")
            terminal.wait_for("claims 0")
        tag(other, "1", 1)
        tag(other, "2", 2)
        lead.wait_for(f"{OTHER} +2")
        before = lead.text
        assert "s " not in "".join(row[-4:] for row in before.split("\n")[1:-1])
        tag(lead, "1", 1)
        lead.wait_until(lambda: any(row.endswith("  s") for row in rows(lead)))
        assert sum(row.endswith("s") for row in rows(lead)) == 1  # the second is still mine to decide
        tag(lead, "3", 2)
        lead.wait_until(lambda: any(row.endswith("s≠") for row in rows(lead)))


def rows(terminal: Terminal) -> list[str]:
    return [row.rstrip() for row in terminal.text.split("\n")[1:-1]]
